/**
 * What can go wrong between a job and its AWS credentials. No text of a server is repeated: it could hold the token. A
 * message names the role, the subject that was presented, and the error code.
 */
import type { ErrorKind } from '../errors.js';
import { PhaseMirrorError } from '../errors.js';

/** Why a run cannot have an OIDC token although its workflow may be right. */
export type Restriction = 'fork' | 'dependabot';

const CODES = {
  /** An input is not in its form. Nothing was asked. */
  INVALID: { kind: 'user', retryable: false },
  /** The job may not ask GitHub for a token. */
  NO_OIDC: { kind: 'user', retryable: false },
  /** A run for a pull request from a fork: GitHub gives it no token. Not a failure, the run decides from files. */
  FORK: { kind: 'evidence', retryable: false },
  /** The same for a run that Dependabot started. */
  DEPENDABOT: { kind: 'evidence', retryable: false },
  /** GitHub was asked for a token and refused. */
  TOKEN_REFUSED: { kind: 'user', retryable: false },
  /** The trust policy of the role does not accept the token, or there is no such role. */
  ROLE_REFUSED: { kind: 'store', retryable: false },
  /** AWS does not accept the token at all: unknown issuer, wrong audience, bad signature, expired. */
  IDENTITY_REFUSED: { kind: 'store', retryable: false },
  /** GitHub or STS was out of reach or out of order, after all attempts. */
  UNAVAILABLE: { kind: 'store', retryable: true },
  TIMEOUT: { kind: 'store', retryable: true },
  /** An answer that this version does not know. */
  UNEXPECTED: { kind: 'store', retryable: false },
} as const satisfies Record<string, { readonly kind: ErrorKind; readonly retryable: boolean }>;

export type CredentialsErrorCode = keyof typeof CODES;

export interface CredentialsErrorParts {
  readonly code: CredentialsErrorCode;
  readonly thing: string;
  readonly reason: string;
  readonly next: string;
}

/** There are no credentials, why, and what to do. It has no `cause`: what the SDK threw may hold the request. */
export class CredentialsError extends PhaseMirrorError {
  readonly code: CredentialsErrorCode;
  /** Whether the same may succeed a moment later without anybody doing something. */
  readonly retryable: boolean;

  constructor({ code, thing, reason, next }: CredentialsErrorParts) {
    super(CODES[code].kind, { thing, reason: `${reason} (${code})`, next });
    this.code = code;
    this.retryable = CODES[code].retryable;
  }
}

/**
 * The block that lets a job ask for a token. A `permissions` block replaces the defaults, so `contents: read`, which the
 * checkout needs, is named too.
 *
 * https://docs.github.com/en/actions/reference/security/oidc#workflow-permissions-for-the-requesting-the-oidc-token
 */
export const ID_TOKEN_PERMISSIONS = 'permissions:\n  contents: read\n  id-token: write';

/** There is no OIDC in this run: said with the reason that fits, and the YAML where YAML is what is missing. */
export function noOidc(restricted: Restriction | null): CredentialsError {
  if (restricted === null) {
    return new CredentialsError({
      code: 'NO_OIDC',
      thing: 'role-to-assume',
      reason: 'needs an OIDC token, and this job may not ask GitHub for one',
      next: `Add this to the job:\n\n${ID_TOKEN_PERMISSIONS}\n\nA job that calls a reusable workflow needs it too`,
    });
  }
  const whose = restricted === 'fork' ? 'a pull request from a fork' : 'a run that Dependabot started';
  return new CredentialsError({
    code: restricted === 'fork' ? 'FORK' : 'DEPENDABOT',
    thing: 'role-to-assume',
    reason: `cannot be used: GitHub gives no OIDC token to ${whose}`,
    next: 'Nothing to do: this run decides from files alone, and what it merges is recorded afterwards',
  });
}

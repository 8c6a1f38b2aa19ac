/**
 * AWS credentials of a job, from its OIDC token alone: the token is exchanged at the regional STS endpoint for a session
 * of 15 minutes. Credentials live in the memory of this process: they are not put into the environment, a file or an
 * output, so no other step has them.
 *
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { CredentialsError, noOidc, type Restriction } from './credential-errors.js';
import { DeadlineError, within } from './deadline.js';
import type { HttpClient } from './http.js';
import { OIDC_SERVICE, oidcAddress, requestOidcToken } from './oidc-token.js';
import { assumeRole } from './web-identity.js';

export interface WebIdentityOptions {
  /** ARN of the role, as the person wrote it. */
  readonly roleToAssume: string;
  readonly region: string;
  /** What CloudTrail shows: {@link sessionName}. */
  readonly sessionName: string;
  /** ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN; the runner sets them for `id-token: write`. */
  readonly requestUrl: string | undefined;
  readonly requestToken: string | undefined;
  /** Why this run is known to have no OIDC; it is then told as that, and not as a mistake in the workflow. */
  readonly restricted?: Restriction | null;
  /** Default `sts.amazonaws.com`, which the identity provider in the account names as its client id. */
  readonly audience?: string;
  readonly endpoints?: { readonly sts?: string };
  /** {@link createHttpClient}: time limits, proxy and NO_PROXY are the same as for the services. */
  readonly http: Pick<HttpClient, 'handle'>;
  readonly clock: { now(): number };
  /**
   * Called with every secret before it is used: request token, OIDC token, the three parts of the credentials. The edge
   * masks them in the log (`core.setSecret`).
   */
  readonly onSecret?: (secret: string) => void;
  /** Called with the OIDC token, for whoever tells people what it claims. */
  readonly onToken?: (token: string) => void;
  /** For both requests with all their attempts. Default 8 s. */
  readonly deadlineMs?: number;
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The shortest session AWS grants. */
export const SESSION_SECONDS = 900;
/** The SDK asks again five minutes before the end, so it is useless to keep them for longer. */
const REFRESH_BEFORE_MS = 5 * 60_000;
/** With this much left, credentials are still used when new ones could not be had. */
const LAST_USE_MS = 60_000;
/** How long an outage is believed, so that five stores do not wait one after the other. A refusal is believed for good. */
const OUTAGE_MS = 60_000;
const DEADLINE_MS = 8_000;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns; at most 2,048 characters. */
const ROLE_ARN = /^arn:aws(?:-[a-z]{1,8}){0,2}:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/;
const REGION = /^[a-z]{2,3}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/;
const AUDIENCE = /^[\w.:/-]{1,255}$/;
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;

/**
 * `phase-mirror-<action>-<run id>` in the letters that AWS takes, at most 64 of them.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html (RoleSessionName)
 */
export function sessionName(action: string, runId: string): string {
  const clean = (text: string, length: number): string => text.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, length);
  return `phase-mirror-${clean(action, 20)}-${clean(runId, 30)}`;
}

/**
 * A provider for the SDK's clients. Two callers at once share one exchange; what was refused is not asked again in this
 * process, and an outage is not asked about again for a minute.
 *
 * @throws CredentialsError at once, before any request: INVALID for an input that is not in its form, NO_OIDC, FORK or
 *   DEPENDABOT where the job has no OIDC. The provider rejects with the others of credential-errors.ts.
 */
export function webIdentityCredentials(options: WebIdentityOptions): AwsCredentialIdentityProvider {
  const exchange = prepare(options);
  const { clock } = options;
  let current: { readonly credentials: AwsCredentialIdentity; readonly endsAt: number } | null = null;
  let failed: { readonly error: unknown; readonly until: number } | null = null;
  let pending: Promise<AwsCredentialIdentity> | null = null;

  const remaining = (): number => (current === null ? 0 : current.endsAt - clock.now());
  const renew = async (): Promise<AwsCredentialIdentity> => {
    try {
      const credentials = await exchange();
      current = { credentials, endsAt: credentials.expiration.getTime() };
      failed = null;
      return credentials;
    } catch (error) {
      const transient = error instanceof CredentialsError && error.retryable;
      failed = { error, until: transient ? clock.now() + OUTAGE_MS : Number.POSITIVE_INFINITY };
      if (current !== null && remaining() > LAST_USE_MS) return current.credentials;
      throw error;
    } finally {
      pending = null;
    }
  };
  return async () => {
    if (current !== null && remaining() > REFRESH_BEFORE_MS) return current.credentials;
    if (failed !== null && clock.now() < failed.until) {
      if (current !== null && remaining() > LAST_USE_MS) return current.credentials;
      throw failed.error;
    }
    pending ??= renew();
    return pending;
  };
}

type Exchange = () => Promise<AwsCredentialIdentity & { readonly expiration: Date }>;

/** Checks everything that can be checked without a request, and returns the rest. */
function prepare(options: WebIdentityOptions): Exchange {
  const { roleToAssume, region, audience = 'sts.amazonaws.com', requestUrl, requestToken, http, endpoints } = options;
  const { onSecret = () => {}, deadlineMs = DEADLINE_MS, pause = sleep, restricted = null } = options;
  // Values are not repeated: what was put in the wrong input may be a key.
  demand(ROLE_ARN, roleToAssume, 'role-to-assume', 'the ARN of a role', 'arn:aws:iam::123456789012:role/name');
  demand(REGION, region, 'aws-region', 'a region', 'eu-west-1');
  demand(AUDIENCE, audience, 'The audience', 'a client id of the identity provider', 'sts.amazonaws.com');
  demand(SESSION_NAME, options.sessionName, 'The session name', 'one that AWS takes', 'phase-mirror-evaluate-1');
  if (!requestUrl || !requestToken) throw noOidc(restricted);
  const url = oidcAddress(requestUrl);
  onSecret(requestToken);
  return () => {
    let asked = OIDC_SERVICE;
    return bounded(
      deadlineMs,
      () => asked,
      async (signal) => {
        const token = await requestOidcToken({ url, bearer: requestToken, audience, http, signal, pause });
        onSecret(token);
        options.onToken?.(token);
        asked = `STS in ${region}`;
        const credentials = await assumeRole({
          ...{ token, roleArn: roleToAssume, region, sessionName: options.sessionName, seconds: SESSION_SECONDS },
          ...{ http, signal, endpoint: endpoints?.sts },
        });
        for (const secret of [credentials.accessKeyId, credentials.secretAccessKey, credentials.sessionToken]) {
          if (secret !== undefined) onSecret(secret);
        }
        return credentials;
      },
    );
  };
}

function demand(form: RegExp, value: string, thing: string, what: string, example: string): void {
  if (value.length <= 2048 && form.test(value)) return;
  throw new CredentialsError({
    code: 'INVALID',
    thing,
    reason: value === '' ? 'is empty' : `is not ${what}`,
    next: `Give ${what}, such as ${example}`,
  });
}

/** @param asked who is waited for, when the time is up */
async function bounded<T>(ms: number, asked: () => string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await within(ms, undefined, work);
  } catch (error) {
    if (!(error instanceof DeadlineError)) throw error;
    throw new CredentialsError({
      code: 'TIMEOUT',
      thing: asked(),
      reason: `did not answer within ${ms} ms`,
      next: 'Run the job again',
    });
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}

/** What a failed request to GitHub means for a person, and what to do about it. Pure. */
import type { SourceAnswer } from '../rules/types.js';
import type { ApiFailure } from './client.js';

/** What was asked, for the wording. */
export interface Asked {
  /** `owner/name`. */
  readonly repository: string;
  /** What a 404 means here: "no repository … is visible to the token". */
  readonly missing: string;
  /** The permission the documentation names for the endpoint, `contents: read`. */
  readonly permission: string;
  /** What to do when the permission is missing. */
  readonly grant: string;
}

/** The state of the source and one clause that says why and what to do. */
export type FailureWords = Pick<SourceAnswer, 'status' | 'detail'>;

/**
 * Puts a failure into words. 401 and 403 are `forbidden`, 404 is `not-found`; whatever may be different later (rate
 * limit, outage, no network) is `unavailable`. No text of the server is repeated.
 */
export function wordsOf(failure: ApiFailure, asked: Asked): FailureWords {
  switch (failure.kind) {
    case 'time-out':
      return unavailable(`no answer within ${failure.seconds} s; run again later`);
    case 'too-large':
      return unavailable(`the answer is larger than ${failure.megabytes} MB and was not read`);
    case 'network': {
      const code = failure.code === '' ? '' : ` (${failure.code})`;
      return unavailable(
        `the API could not be reached${code}; check the network, the proxy variables and GITHUB_API_URL`,
      );
    }
    case 'status':
      return statusWords(failure, asked);
  }
}

function statusWords(failure: Extract<ApiFailure, { kind: 'status' }>, asked: Asked): FailureWords {
  const { status } = failure;
  if (failure.rateLimited !== null) {
    const { until } = failure.rateLimited;
    return unavailable(
      `${status}: the rate limit of the token is used up; run again ${until === '' ? 'later' : `after ${until}`}`,
    );
  }
  if (failure.notInPlan) {
    return { status: 'none', detail: 'the plan of this private repository has no such rules' };
  }
  if (status === 401) {
    return forbidden(
      '401: GitHub does not accept the token (expired, revoked, or made for another server); pass a valid one',
    );
  }
  if (failure.singleSignOn) {
    return forbidden("403: the token is not authorised for the organisation's single sign-on; authorise it there");
  }
  if (status === 403) {
    const permission =
      failure.acceptedPermissions === '' ? asked.permission : permissionWords(failure.acceptedPermissions);
    return forbidden(`403: the token lacks \`${permission}\` for ${asked.repository}; ${asked.grant}`);
  }
  if (status === 404) return { status: 'not-found', detail: `404: ${asked.missing}` };
  if (status === 410)
    return unavailable('410: this server no longer offers the endpoint; say so in an issue of Phase Mirror');
  if (status >= 500) return unavailable(`${status}: GitHub has a problem (asked three times); run again later`);
  return unavailable(`${status}: GitHub did not accept the request; run again later`);
}

function unavailable(detail: string): FailureWords {
  return { status: 'unavailable', detail };
}

function forbidden(detail: string): FailureWords {
  return { status: 'forbidden', detail };
}

/** `contents=read,metadata=read` → `contents: read, metadata: read`. */
function permissionWords(accepted: string): string {
  return accepted
    .split(/[,;] ?/)
    .map((permission) => permission.replace('=', ': '))
    .join(', ');
}

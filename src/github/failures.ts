/** What a failed request to GitHub means for a person, and what to do about it. Pure. */
import type { SourceAnswer } from '../rules/types.js';
import type { ApiFailure, RateLimit } from './answers.js';

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
    case 'redirect': {
      const where = failure.reason === 'other-server' ? 'to another server' : 'that leads on and on';
      return unavailable(`the API answered with a redirect ${where}, which is not followed; check GITHUB_API_URL`);
    }
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
  if (failure.rateLimited !== null) return unavailable(`${status}: ${limitWords(failure.rateLimited)}`);
  if (failure.notInPlan) {
    return { status: 'none', detail: 'this private repository is on a plan without it' };
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
    return unavailable('410: it is switched off in this repository, or this server no longer offers it');
  if (status >= 500) return unavailable(`${status}: GitHub has a problem (asked three times); run again later`);
  return unavailable(`${status}: GitHub did not accept the request; run again later`);
}

function unavailable(detail: string): FailureWords {
  return { status: 'unavailable', detail };
}

function forbidden(detail: string): FailureWords {
  return { status: 'forbidden', detail };
}

function limitWords({ kind, until, waitSeconds }: RateLimit): string {
  if (kind === 'primary') {
    return `the rate limit of the token is used up; run again ${until === '' ? 'later' : `after ${until}`}`;
  }
  const when = waitSeconds === null ? 'later' : `in ${waitSeconds} s`;
  return `GitHub asks to slow down (secondary rate limit, many requests at once); run again ${when}`;
}

/**
 * `contents=read,metadata=read` (both) → `contents: read, metadata: read`; `issues=read; pull_requests=read` (either) →
 * `issues: read or pull-requests: read`. In workflows the names have hyphens.
 */
function permissionWords(accepted: string): string {
  const words = (all: string): string => all.replaceAll('_', '-').replaceAll('=', ': ').replaceAll(/, ?/g, ', ');
  return accepted.split(/; ?/).map(words).join(' or ');
}

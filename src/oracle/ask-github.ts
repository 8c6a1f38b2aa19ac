/** What GitHub is asked in a run, and what stands in for an answer where it is not. Octokit is loaded here, or never. */
import type { RepositoryFacts } from '../rules/facts.js';
import { NO_FACTS } from '../rules/facts.js';
import type { GovernedSettings } from '../rules/governed-settings.js';
import type { ApiAnswer } from './requirements.js';

export interface GitHubRequest {
  /** Whether a run without the API's answer is incomplete. */
  readonly apiExpected: boolean;
  readonly token?: string;
  /** `owner/name`. */
  readonly repository?: string;
  readonly apiUrl?: string;
}

const PUBLIC_API = 'https://api.github.com';

/** The requirements of a branch: rulesets and branch protection. */
export async function askApi(request: GitHubRequest, branch: string | null): Promise<ApiAnswer> {
  const { token, repository } = request;
  if (!request.apiExpected) {
    const detail = token === undefined ? 'no token was given' : 'no --repository was given';
    return { protections: [], answers: [{ source: 'GitHub API', status: 'not-asked', detail }] };
  }
  if (token === undefined || repository === undefined || branch === null) {
    const detail =
      token === undefined
        ? 'no token was given'
        : branch === null
          ? 'no branch to ask about'
          : 'the repository is not known';
    return { protections: [], answers: [{ source: 'GitHub API', status: 'unavailable', detail }] };
  }
  const { fetchProtection } = await import('../github/protection.js');
  return await fetchProtection({
    repository,
    branch,
    token,
    apiUrl: request.apiUrl ?? PUBLIC_API,
  });
}

/**
 * The further facts that the enabled rules want; no request when they want none.
 *
 * @param commit the commit GitHub knows, for errors of its CODEOWNERS; null for a work tree
 */
export async function askFacts(
  request: GitHubRequest,
  wanted: ReadonlySet<keyof RepositoryFacts>,
  commit: string | null,
): Promise<RepositoryFacts> {
  const { token, repository } = request;
  if (!request.apiExpected || token === undefined || repository === undefined || wanted.size === 0) return NO_FACTS;
  const { fetchFacts } = await import('../github/facts.js');
  const ref = commit === null ? {} : { codeownersRef: commit };
  return await fetchFacts({ repository, token, apiUrl: request.apiUrl ?? PUBLIC_API, ...ref }, wanted);
}

/** The parameters behind protection and environments: what drift compares and no rule judges. */
export async function askSettings(request: {
  readonly token: string;
  readonly repository: string;
  readonly branch: string;
  readonly apiUrl?: string;
}): Promise<GovernedSettings> {
  const { fetchSettings } = await import('../github/governed-settings.js');
  return await fetchSettings({ ...request, apiUrl: request.apiUrl ?? PUBLIC_API });
}

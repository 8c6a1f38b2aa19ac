/** Keeps the issue of a drift on GitHub. A run that did not see everything never touches it. */
import { driftIssue } from '../drift/issue.js';
import type { IssueOutcome } from '../report/issues.js';
import type { DriftCheckResult, DriftRequest } from './drift-types.js';

/**
 * @param by `accepted`: an acceptance of this run made it clean
 * @returns null where nobody asked for an issue, or this run may not touch it
 */
export async function syncDriftIssue(
  result: DriftCheckResult,
  request: DriftRequest,
  by: 'accepted' | null,
): Promise<IssueOutcome | null> {
  const { token, repository } = request;
  if (request.issue !== true || request.dryRun === true || token === undefined || repository === undefined) return null;
  if (!result.complete || result.degraded.length > 0 || result.repositoryId === 0) return null;
  const { openIssues } = await import('../github/issues.js');
  const apiUrl = request.apiUrl ?? 'https://api.github.com';
  const tracker = await openIssues({ repository, token, apiUrl, clock: request.clock });
  const { repositoryId, branch, runUrl } = result;
  return await tracker.sync(driftIssue(result, { repositoryId, branch, runUrl, by }));
}

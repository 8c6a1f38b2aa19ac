/** Keeps the issue of a drift on GitHub. A run that did not see everything never touches it. */
import { driftIssue } from '../drift/issue.js';
import type { IssueOutcome } from '../report/issues.js';
import { VERSION } from '../version.js';
import { acceptCommand } from './drift-command.js';
import type { DriftCheckResult, DriftRequest } from './drift-types.js';

const DOCS = `https://github.com/PhaseMirror/evaluate/blob/v${encodeURIComponent(VERSION)}/docs/drift.md`;
const FILE_NEXT =
  'It writes `.github/phase-mirror-baseline.json` in a clone: open a pull request with it. It counts once that is merged.';

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
  const { repositoryId, branch, runUrl, accepted } = result;
  const desired = driftIssue(result, {
    ...{ repositoryId, branch, runUrl, by },
    accept: {
      command: acceptCommand(request, false),
      next: request.store.backend === 'file' ? FILE_NEXT : '',
    },
    docs: DOCS,
    notes: result.notes,
    digest: accepted.digest,
    acceptedRunUrl: accepted.baseline.header.runUrl,
  });
  return await tracker.sync(desired);
}

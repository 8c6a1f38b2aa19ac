/** Keeps the issue of a drift on GitHub. A degraded run never touches it, and one with a gap never closes it. */
import type { IssueOutcome } from '../report/issues.js';
import { VERSION } from '../version.js';
import { acceptCommand } from './drift-command.js';
import type { DriftCheckResult, DriftRequest } from './drift-types.js';

const DOCS = `https://github.com/PhaseMirror/evaluate/blob/v${encodeURIComponent(VERSION)}/docs/drift.md`;
const FILE_NEXT =
  'It writes `.github/phase-mirror-baseline.json` in a clone: open a pull request with it. It counts once that is merged.';

/**
 * @param by `accepted`: an acceptance of this run made it clean
 * @returns null where nobody asked for an issue or it cannot be kept; `unchanged` with the reason where it was left alone
 */
export async function syncDriftIssue(
  result: DriftCheckResult,
  request: DriftRequest,
  by: 'accepted' | null,
): Promise<IssueOutcome | null> {
  const { token, repository } = request;
  if (request.issue !== true || request.dryRun === true || token === undefined || repository === undefined) return null;
  if (result.repositoryId === 0) return null;
  const { driftIssue, driftIssueKey } = await import('../drift/issue.js');
  const alone = leftAlone(result);
  if (alone !== null) {
    const key = driftIssueKey(result.repositoryId, result.branch);
    return { key, action: 'unchanged', number: null, url: '', why: `it was left alone, because ${alone}` };
  }
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

/** Why this run may not touch the issue, as a clause; null: it may. */
function leftAlone({ drift, degraded, complete }: DriftCheckResult): string | null {
  if (degraded.length > 0) return `this run is degraded (${degraded.map(({ code }) => code).join(', ')})`;
  // What was seen to move has moved, whatever else was not looked at. That nothing moved is another matter.
  return !complete && drift.severity === null ? 'not everything was compared, so it cannot be called gone' : null;
}

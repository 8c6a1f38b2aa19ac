/** Keeps the one issue about levels. A look that did not see everything never calls it done. */
import { calibrationIssue } from '../calibration/issue.js';
import type { CalibrationReport } from '../calibration/report-types.js';
import type { RecordedChange } from '../calibration/state.js';
import type { IssueOutcome } from '../report/issues.js';
import type { CalibrateRequest } from './calibrate-types.js';

export interface IssueAnswer {
  readonly issue: IssueOutcome | null;
  /** Address of the open `circuit-breaker` issue; ''. */
  readonly breakerIssue: string;
}

/**
 * Never throws for what GitHub does: the outcome says so.
 *
 * @param changes of the state in force, oldest first
 */
export async function syncCalibrationIssue(
  report: CalibrationReport,
  changes: readonly RecordedChange[],
  request: CalibrateRequest,
): Promise<IssueAnswer> {
  const { token, repository, repositoryId, clock } = request;
  if (request.issue !== true || request.dryRun === true || token === undefined || repository === undefined) {
    return { issue: null, breakerIssue: '' };
  }
  const { openIssues } = await import('../github/issues.js');
  const apiUrl = request.apiUrl ?? 'https://api.github.com';
  const tracker = await openIssues({ repository, token, apiUrl, clock });
  const breakerIssue = repositoryId === null ? '' : await tracker.openAddress(`circuit-breaker:${repositoryId}`);
  // What one repository has of its own is no news for the others.
  const general = changes.filter((change) => change.repository === undefined);
  const desired = calibrationIssue(report, { repositoryId, now: clock(), changes: general, breakerIssue });
  if (desired.state === 'closed' && !report.complete) {
    const why = 'it was left alone, because not everything could be looked at';
    return { issue: { key: desired.key, action: 'unchanged', number: null, url: '', why }, breakerIssue };
  }
  return { issue: await tracker.sync(desired), breakerIssue };
}

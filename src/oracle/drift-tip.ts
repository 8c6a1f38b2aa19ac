/**
 * Whether the commit of a run is still the tip of the default branch. A re-run is given the commit of the first attempt,
 * however old (docs.github.com/actions/how-tos/manage-workflow-runs/re-run-workflows-and-jobs), on a ref that has moved.
 */
import { PhaseMirrorError } from '../errors.js';

/** null everywhere: it is the tip, or this is no run. */
export interface Tip {
  /** Why this run does not stand on the tip, or may not: nothing is accepted, and no issue is touched. A clause. */
  readonly stale: string | null;
  /** A sentence: that nobody could be asked, where the event itself is fresh. */
  readonly note: string | null;
}

export const NO_TIP: Tip = { stale: null, note: null };

/** @throws PhaseMirrorError `user` */
export function requireTip({ stale }: Tip): void {
  if (stale === null) return;
  throw new PhaseMirrorError('user', {
    thing: 'An acceptance',
    reason: `is refused: ${stale}`,
    next: 'Start a new run on the default branch, not a re-run',
  });
}

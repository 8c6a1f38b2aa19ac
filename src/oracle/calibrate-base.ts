/**
 * Whether what is checked out is the default branch: only there may anything be written, since whoever could name another
 * commit could name other reviewers, other keys and another threshold with it.
 */
import { PhaseMirrorError } from '../errors.js';
import type { CalibrationGround } from './calibrate-ground.js';
import type { CalibrationRequest } from './calibrate-types.js';
import { tipOf } from './drift-ask-tip.js';
import { fromClone } from './drift-place.js';

/**
 * @throws PhaseMirrorError `user`: another commit than that of the event, a re-run of an event that is not the tip of the
 *   branch any more, and from a terminal anything but the default branch as the clone knows it
 */
export async function requireDefaultBranch(
  { git, head }: Pick<CalibrationGround, 'git' | 'head'>,
  request: Pick<CalibrationRequest, 'run' | 'token' | 'repository' | 'apiUrl'>,
): Promise<void> {
  const { run } = request;
  if (run === undefined) {
    const { branch, trusted, trustedName } = await fromClone(git, { defaultBranch: null });
    if (head === trusted) return;
    throw refused(
      `HEAD (${shown(head)})`,
      `is not ${trustedName} (${shown(trusted)})`,
      `Merge first, then: git switch ${branch} && git pull`,
    );
  }
  if (head !== run.sha) {
    throw refused(
      'The checkout',
      `is at ${shown(head)}, the event is about ${shown(run.sha)}`,
      'Use actions/checkout without `ref`, and commit nothing before this step',
    );
  }
  // The first attempt was the tip when it began. A later one has that commit still, with the reviewers of that day.
  if (run.attempt === 1) return;
  const { stale } = await tipOf(git, request, run, run.defaultBranch);
  if (stale !== null) throw refused('This run', `is refused: ${stale}`, 'Start a new run on the default branch');
}

function refused(thing: string, reason: string, next: string): PhaseMirrorError {
  return new PhaseMirrorError('user', {
    thing,
    reason: `${reason}: whose verdicts count, and which keys, the default branch says`,
    next: `Nothing was written. ${next}`,
  });
}

function shown(commit: string): string {
  return commit === '' ? 'no commit' : commit.slice(0, 12);
}

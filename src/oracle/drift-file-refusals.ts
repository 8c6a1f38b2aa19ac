/** Why an accepted state in a file of the repository is not to be had. */
import { PhaseMirrorError } from '../errors.js';
import { StoreError } from '../stores/errors.js';
import { BASELINE_FILE } from './baseline-path.js';

export function fileError(code: 'CONFLICT' | 'CORRUPT' | 'DELETED', reason: string): StoreError {
  return new StoreError({ operation: 'the baseline', code, reason, ids: { file: BASELINE_FILE } });
}

/** A version of the file that the history names, and this clone does not hold. */
export function unreadable(commit: string): PhaseMirrorError {
  return new PhaseMirrorError('evidence', {
    thing: BASELINE_FILE,
    reason: `of ${commit.slice(0, 12)} cannot be read`,
    next: 'Check out without `filter`, or check the clone with git fsck',
    position: { path: BASELINE_FILE },
  });
}

/** There is none, in a clone that cannot tell whether there was one. */
export function historyCutOff(): PhaseMirrorError {
  return new PhaseMirrorError('evidence', {
    thing: BASELINE_FILE,
    reason: 'is not there, and the history of this clone is cut off: fetch-depth: 0 is needed to tell whether it was',
    next: 'Check out with `fetch-depth: 0`, or run: git fetch --unshallow',
    position: { path: BASELINE_FILE },
  });
}

/** Of any backend. */
export function noVersion(version: string): StoreError {
  return new StoreError({
    operation: 'the baseline',
    code: 'NOT_FOUND',
    reason: `has no version ${JSON.stringify(version.slice(0, 80))}`,
    next: 'List them: phase-mirror drift show',
  });
}

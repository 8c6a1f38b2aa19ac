/**
 * What moved, and who moved it where the history says so; what contents tell where the clone has them. Loaded only by a
 * run that found something to compare.
 */
import { changedFiles, compareStates } from '../drift/compare.js';
import { contentHints } from '../drift/contents.js';
import { movesOf } from '../drift/files.js';
import type { Baseline, Drift, Observation } from '../drift/types.js';
import { lastChanges } from '../repository/git-history.js';
import { DEFAULT_BUDGET } from '../repository/types.js';
import type { Place } from './drift-place.js';

/** @throws PhaseMirrorError `evidence` */
export async function movedFrom({ git }: Place, baseline: Baseline, state: Observation): Promise<Drift> {
  const changed = changedFiles(baseline, state);
  const hints = await contentHints(movesOf(baseline.files, state.files), async (oid) => {
    // From a document: nothing but an object id, as its schema has it.
    const object = await git.objects.read(oid, DEFAULT_BUDGET.maxBytes);
    return object.kind === 'object' && object.type === 'blob' ? object.bytes : null;
  });
  const attribution =
    changed.length === 0 || state.head === null
      ? undefined
      : await lastChanges(git, state.head.commit, baseline.header.commit, changed);
  return compareStates(baseline, state, attribution, hints);
}

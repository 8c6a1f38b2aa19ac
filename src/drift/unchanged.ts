/**
 * The drift of a state that is the accepted one, file by file and fact by fact: what nearly every check finds, and it
 * needs none of what describes a change.
 */
import type { Baseline, BaselineFile, Drift, Fact, Observation } from './types.js';

/**
 * What `compareStates` says of two equal states (a property test holds the two together).
 *
 * @returns null where that cannot be told without comparing: something moved, lists are in another order, GitHub has
 *   a part in either state, or a file cannot be read
 */
export function unchanged(
  accepted: { readonly header: Pick<Baseline['header'], 'api'> } & Pick<Baseline, 'files' | 'facts'>,
  state: Pick<Observation, 'files' | 'facts' | 'api' | 'unreadable' | 'gaps'>,
): Drift | null {
  // What only GitHub says may be unproven, or known to one side alone.
  if (accepted.header.api.length > 0 || state.api.length > 0 || state.unreadable.length > 0) return null;
  if (!sameFiles(accepted.files, state.files) || !sameFacts(accepted.facts, state.facts)) return null;
  return {
    files: [],
    others: [],
    magnitude: { changed: 0, total: state.files.length, value: 0 },
    severity: null,
    widened: false,
    schema: false,
    notCompared: [...state.gaps],
    id: '',
  };
}

/** The same files, each once: both in the order in which they are kept. */
function sameFiles(before: readonly BaselineFile[], after: readonly BaselineFile[]): boolean {
  return (
    before.length === after.length &&
    after.every(({ path, mode, digest }, index) => {
      const old = before[index];
      const last = after[index - 1];
      const follows = last === undefined || last.path < path;
      return follows && old?.path === path && old.mode === mode && old.digest === digest;
    })
  );
}

function sameFacts(before: readonly Fact[], after: readonly Fact[]): boolean {
  return before.length === after.length && after.every((fact, index) => sameFact(before[index], fact));
}

/** Said by a file, in the same words at the same place. */
function sameFact(before: Fact | undefined, { kind, key, value, path, line, note }: Fact): boolean {
  return (
    path !== '' &&
    before?.path === path &&
    before.line === line &&
    before.kind === kind &&
    before.value === value &&
    before.note === note &&
    before.key.length === key.length &&
    key.every((part, index) => part === before.key[index])
  );
}

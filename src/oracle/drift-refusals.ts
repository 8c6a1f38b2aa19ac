/** What a run says when it may not write, or something else than what counts lies in the work tree. */
import { PhaseMirrorError } from '../errors.js';
import type { StoreError } from '../stores/errors.js';
import { BASELINE_FILE } from './baseline-path.js';
import type { DriftBackend } from './drift-backend.js';
import { type Lost, partsText } from './drift-degraded.js';
import { acceptedWords, type Ground } from './drift-ground.js';
import { acceptedOf, expectedOfText, verify } from './drift-read.js';
import type { AcceptedState, AcceptRequest, DriftRequest } from './drift-types.js';

/** Without them the next check would compare less, and nobody would have decided that. */
export function losesParts(lost: Lost, { run, token, repository }: AcceptRequest): PhaseMirrorError {
  const ask =
    run !== null
      ? 'Give the action a `github-token` that may read them'
      : token === undefined || repository === undefined
        ? 'Run it again with --repository OWNER/NAME and GITHUB_TOKEN in the environment'
        : 'Use a GITHUB_TOKEN that may read them, or run it again later';
  return new PhaseMirrorError('user', {
    thing: 'The acceptance',
    reason: `would lose answers of GitHub that the accepted state holds: ${partsText(lost)}`,
    next: `Nothing was written. ${ask}`,
  });
}

/** What GitHub could not prove at an acceptance, and had proven before. */
export function keptNote(kept: readonly string[]): string[] {
  return kept.length === 0
    ? []
    : [`What GitHub did not tell in this run stays as it was accepted before: the protection of ${kept.join(', ')}.`];
}

/** An acceptance in the work tree that is not what the default branch has, as a sentence; '' for none. */
export async function pendingOf(
  backend: DriftBackend,
  expected: Ground['expected'],
  accepted: AcceptedState | null,
  { store, run }: DriftRequest,
): Promise<string> {
  if (store.backend !== 'file' || run !== null) return '';
  const text = await backend.winner();
  if (text === null || text === accepted?.tag) return '';
  const own = expectedOfText(expected, text);
  const document = verify(text, own, 0);
  const what = document.ok
    ? `an uncommitted acceptance: ${acceptedWords(acceptedOf(document, own, ''))}`
    : 'changes that no commit holds';
  return `The work tree has ${what}. It counts once it is merged (${BASELINE_FILE}).`;
}

/** Of a file nobody else is to blame: what lies there was accepted in this work tree. */
export function uncommitted(winner: string, expected: Ground['expected'], cause: StoreError): PhaseMirrorError {
  const document = verify(winner, expected, 0);
  const [what, next] = document.ok
    ? [
        `an uncommitted acceptance: ${acceptedWords(acceptedOf(document, expected, ''))}`,
        `Commit it and open a pull request; or undo it, and accept again (${BASELINE_FILE})`,
      ]
    : [`changes in ${BASELINE_FILE} that no commit holds`, 'Undo them, and accept again'];
  return new PhaseMirrorError('store', {
    thing: 'The work tree',
    reason: `has ${what}`,
    next: `Nothing was written. ${next}`,
    cause,
  });
}

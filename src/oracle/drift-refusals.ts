/** What a run says when it does not see, or may not write, everything. */
import { PhaseMirrorError } from '../errors.js';
import type { Degradation } from '../report/types.js';
import type { StoreError } from '../stores/errors.js';
import type { DriftBackend } from './drift-backend.js';
import { BASELINE_FILE } from './drift-file.js';
import { acceptedWords, type Ground } from './drift-ground.js';
import type { lostParts } from './drift-observe.js';
import type { Place } from './drift-place.js';
import { acceptedOf, expectedOfText, verify } from './drift-read.js';
import type { AcceptedState, AcceptRequest, DriftRequest } from './drift-types.js';

/** Why this run cannot be believed about everything. */
export function degradationsOf(lost: Lost, { token }: DriftRequest, { tip: { stale } }: Place): Degradation[] {
  const old = stale === null ? [] : [{ code: 'not_the_tip', text: `Not the state of now: ${stale}.` }];
  if (lost.length === 0) return old;
  const code = token === undefined ? 'no_token' : 'github_unanswered';
  const text = `The accepted state holds answers of GitHub that this run does not have: ${partsText(lost)}.`;
  return [...old, { code, text }];
}

/** Parts that nobody answered for, and why. */
export type Lost = ReturnType<typeof lostParts>;

function partsText(lost: Lost): string {
  return lost.map(({ part, why }) => `${part} (${why})`).join(', ');
}

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

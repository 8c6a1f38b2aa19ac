/** What a run says when it does not see everything. */
import type { Degradation } from '../report/types.js';
import type { lostParts } from './drift-observe.js';
import type { Place } from './drift-place.js';
import type { DriftRequest } from './drift-types.js';

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

/** `protection (no token was given)`. */
export function partsText(lost: Lost): string {
  return lost.map(({ part, why }) => `${part} (${why})`).join(', ');
}

/** Facts in one form and one order, whatever order files are read in. */
import { createHash } from 'node:crypto';
import { toWellFormed } from '../../privacy/well-formed.js';
import { FACT_KINDS, type Fact } from '../types.js';

/** Longest part of a key and longest value, in UTF-16 code units. */
export const MAX_FACT_TEXT = 1000;

/**
 * Text of a repository as part of a fact: well-formed, and cut where it is very long, with a digest of the whole so that
 * a change past the cut is still one.
 */
export function factText(text: string): string {
  const formed = toWellFormed(text);
  if (formed.length <= MAX_FACT_TEXT) return formed;
  const digest = createHash('sha256').update(formed).digest('hex').slice(0, 16);
  // Cutting may halve a surrogate pair.
  return `${formed.slice(0, MAX_FACT_TEXT - 20).replace(/[\ud800-\udbff]$/, '')}… ${digest}`;
}

/** Sorted by kind, key and value; of equal ones the first place stays. */
export function sortFacts(facts: readonly Fact[]): Fact[] {
  const sorted = facts.map(bounded).sort(byIdentity);
  return sorted.filter((fact, index) => {
    const before = sorted[index - 1];
    return before === undefined || compareIdentity(before, fact) !== 0;
  });
}

function bounded(fact: Fact): Fact {
  const { key, value, note } = fact;
  return {
    ...fact,
    key: key.map(factText),
    value: factText(value),
    path: factText(fact.path),
    ...(note === undefined ? {} : { note: factText(note).slice(0, 100) }),
  };
}

/** A place in a file goes before GitHub's word, which is not at hand in every run. */
function byIdentity(a: Fact, b: Fact): number {
  const identity = compareIdentity(a, b);
  if (identity !== 0) return identity;
  return Number(a.path === '') - Number(b.path === '') || compare(a.path, b.path) || a.line - b.line;
}

/** 0 for facts that say the same. */
export function compareIdentity(a: Fact, b: Fact): number {
  const kind = FACT_KINDS.indexOf(a.kind) - FACT_KINDS.indexOf(b.kind);
  if (kind !== 0) return kind;
  for (let index = 0; index < Math.max(a.key.length, b.key.length); index += 1) {
    const part = compare(a.key[index] ?? '', b.key[index] ?? '');
    if (part !== 0) return part;
  }
  return a.key.length - b.key.length || compare(a.value, b.value);
}

/** By code unit: the same on every machine, whatever its locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

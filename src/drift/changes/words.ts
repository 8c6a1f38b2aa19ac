/** What every comparison of facts needs: groups of facts with one key, places, names in backticks. */
import { shownName, shownPath } from '../../repository/names.js';
import type { Severity } from '../../rules/types.js';
import type { Fact, FactChange, Place } from '../types.js';

/** What is known beside the facts of one kind. */
export interface ChangeContext {
  /** Files that came and files that went, renamed ones not among them. */
  readonly added: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
  /** Whether a job was there in the accepted state, and is there now. */
  readonly hadJob: (path: string, job: string) => boolean;
  readonly hasJob: (path: string, job: string) => boolean;
}

/** The facts of one key, in the accepted state and now. */
export interface Pair {
  readonly key: readonly string[];
  readonly before: readonly Fact[];
  readonly after: readonly Fact[];
}

/** Facts of one kind by the first `length` parts of their keys, in the order in which they come. */
export function pairsOf(before: readonly Fact[], after: readonly Fact[], length: number): Pair[] {
  const pairs = new Map<string, { key: readonly string[]; before: Fact[]; after: Fact[] }>();
  const add = (fact: Fact, side: 'before' | 'after'): void => {
    const key = fact.key.slice(0, length);
    const id = JSON.stringify(key);
    const pair = pairs.get(id) ?? { key, before: [], after: [] };
    pair[side].push(fact);
    pairs.set(id, pair);
  };
  for (const fact of before) add(fact, 'before');
  for (const fact of after) add(fact, 'after');
  return [...pairs.values()];
}

/** The pairs that do not say the same on both sides. */
export function changedPairs(before: readonly Fact[], after: readonly Fact[], length: number): Pair[] {
  const text = (facts: readonly Fact[]): string => JSON.stringify(facts.map(({ key, value }) => [key, value]));
  return pairsOf(before, after, length).filter((pair) => text(pair.before) !== text(pair.after));
}

/** Facts of one side whose value the other does not have. */
export function onlyIn(facts: readonly Fact[], other: readonly Fact[]): readonly Fact[] {
  const known = new Set(other.map(({ value }) => value));
  return facts.filter(({ value }) => !known.has(value));
}

export function placeOf({ path, line }: Fact, gone: boolean): Place {
  return { path, line, gone };
}

export interface ChangeWords {
  readonly sentence: string;
  readonly severity: Severity;
  readonly widened?: boolean;
  readonly schema?: boolean;
}

/** A change that is seen at a fact of now, or, where there is none, at one of the accepted state. */
export function changeAt(after: Fact | undefined, before: Fact | undefined, words: ChangeWords): FactChange {
  const fact = after ?? before;
  const { sentence, severity, widened = false, schema = false } = words;
  return {
    kind: fact?.kind ?? 'github',
    sentence,
    severity,
    widened,
    schema,
    place: fact === undefined ? { path: '', line: 0, gone: true } : placeOf(fact, after === undefined),
  };
}

/** A name of the repository between backticks: on one line, bounded. */
export function code(text: string): string {
  return `\`${shownName(text)}\``;
}

export function codePath(path: string): string {
  return `\`${shownPath(path)}\``;
}

/** `` `a`, `b` and 3 more ``; "nothing" for none. */
export function listed(names: readonly string[], max = 4): string {
  if (names.length === 0) return 'nothing';
  const shown = names.slice(0, max).map(code);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length === 1 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

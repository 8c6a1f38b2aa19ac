/**
 * "CODEOWNERS no longer covers `infra/`". What counts is who owns a path that a pattern is for, whichever line says so:
 * a line that a later one overrides is as good as gone.
 */
import { compileCodeownersPattern } from '../../repository/codeowners.js';
import type { Matcher } from '../../repository/glob-automaton.js';
import type { Fact, FactChange } from '../types.js';
import { changeAt, changedPairs, code, listed } from './words.js';

/** With more lines on one side only those are looked at that changed themselves. */
const MAX_RULES = 1000;

interface Rule {
  readonly fact: Fact;
  readonly matcher: Matcher;
}

export function codeownersChanges(before: readonly Fact[], after: readonly Fact[]): FactChange[] {
  const edited = changedPairs(before, after, 1);
  const order = (facts: readonly Fact[]): Fact[] => [...facts].sort((a, b) => a.line - b.line);
  const [old, now] = [order(before), order(after)];
  const sameOrder = JSON.stringify(old.map(patternOf)) === JSON.stringify(now.map(patternOf));
  if (edited.length === 0 && sameOrder) return [];
  const owned = (facts: readonly Fact[]): Fact[] => facts.filter(({ value }) => value !== '');
  if (now.length === 0) {
    const sentence = `CODEOWNERS is gone: nobody owns ${listed(owned(old).map(patternOf))} any more`;
    return [changeAt(undefined, old[0], { sentence, severity: 'critical', widened: true })];
  }
  if (old.length === 0) {
    const sentence = `CODEOWNERS gives owners to ${listed(owned(now).map(patternOf))}`;
    return [changeAt(now[0], undefined, { sentence, severity: 'low' })];
  }
  const small = old.length <= MAX_RULES && now.length <= MAX_RULES;
  const looked = small ? new Set([...old, ...now].map(patternOf)) : new Set(edited.map(({ key }) => key[0] ?? ''));
  const [oldRules, nowRules] = [old.map(ruleOf), now.map(ruleOf)];
  const find = (facts: readonly Fact[], pattern: string) => facts.find((fact) => patternOf(fact) === pattern);
  const moves: OwnerMove[] = [];
  for (const pattern of looked) {
    const path = sampleOf(pattern);
    const [was, is] = [decidingRule(oldRules, path), decidingRule(nowRules, path)];
    if ((was?.value ?? '') === (is?.value ?? '')) continue;
    const [own, mine] = [find(old, pattern), find(now, pattern)];
    // A new line for a path that another pattern decides is told by that one.
    if (own === undefined && is !== mine) continue;
    moves.push({ pattern, was, is, own, mine });
  }
  return grouped(moves).map(changeOf);
}

interface OwnerMove {
  readonly pattern: string;
  /** The lines that decide who owns what the pattern is for. */
  readonly was: Fact | undefined;
  readonly is: Fact | undefined;
  /** The pattern's own lines. */
  readonly own: Fact | undefined;
  readonly mine: Fact | undefined;
}

/** Patterns whose owners changed in the same way, told together. */
function grouped(moves: readonly OwnerMove[]): (readonly [OwnerMove, ...OwnerMove[]])[] {
  const groups = new Map<string, [OwnerMove, ...OwnerMove[]]>();
  for (const move of moves) {
    const key = JSON.stringify([move.was?.value ?? '', move.is?.value ?? '', decidedBy(move)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [move]);
    else group.push(move);
  }
  return [...groups.values()];
}

/** The pattern that decides instead of the own one; '' when the own one does, or none. */
function decidedBy({ is, mine }: OwnerMove): string {
  return is === undefined || is === mine ? '' : patternOf(is);
}

function changeOf(moves: readonly [OwnerMove, ...OwnerMove[]]): FactChange {
  const [first] = moves;
  const { was, is, own, mine } = first;
  const patterns = listed(moves.map(({ pattern }) => pattern));
  const [before, after] = [namesOf(was), namesOf(is)];
  const other = decidedBy(first);
  const by = other === '' ? '' : `, by the line ${code(other)}`;
  const at = is ?? mine;
  if (after.length === 0) {
    const sentence = `CODEOWNERS no longer covers ${patterns}, which ${listed(before, 3)} owned${by}`;
    return changeAt(at, own ?? was, { sentence, severity: 'high', widened: true });
  }
  if (before.length === 0) {
    return changeAt(at, own, { sentence: `CODEOWNERS covers ${patterns}: ${listed(after, 3)}${by}`, severity: 'low' });
  }
  const come = after.filter((name) => !before.includes(name));
  const gone = before.filter((name) => !after.includes(name));
  const words = [
    ...(come.length === 0 ? [] : [`${listed(come, 3)} came`]),
    ...(gone.length === 0 ? [] : [`${listed(gone, 3)} went`]),
  ];
  const sentence = `owners of ${patterns}: ${words.join(', ')}${by}`;
  // Nobody is left of those who owned everything.
  const all = moves.some(({ pattern }) => pattern === '*') && gone.length === before.length;
  return changeAt(at, own ?? was, { sentence, severity: all ? 'high' : 'medium' });
}

function namesOf(fact: Fact | undefined): string[] {
  return fact === undefined || fact.value === '' ? [] : fact.value.split(' ');
}

function patternOf({ key }: Fact): string {
  return key[0] ?? '';
}

function ruleOf(fact: Fact): Rule {
  const compiled = compileCodeownersPattern(patternOf(fact));
  return { fact, matcher: 'invalid' in compiled ? { matches: () => false } : compiled };
}

function decidingRule(rules: readonly Rule[], path: string): Fact | undefined {
  for (let index = rules.length - 1; index >= 0; index -= 1) {
    const rule = rules[index];
    if (rule?.matcher.matches(path) === true) return rule.fact;
  }
  return undefined;
}

/** A path that the pattern is for: `infra/x` for `infra/` and for `/infra/*`. */
function sampleOf(pattern: string): string {
  const plain = pattern
    .replace(/^\//, '')
    .replaceAll('**', 'x')
    .replaceAll('*', 'x')
    .replaceAll('?', 'x')
    .replace(/\\(.)/g, '$1');
  return plain.endsWith('/') || plain === '' ? `${plain}x` : plain;
}

/** "job `publish` gained `contents: write`". */
import { ALL_SCOPES, DEFAULT_TOKEN } from '../facts/workflows.js';
import type { Fact, FactChange } from '../types.js';
import { type ChangeContext, changeAt, changedPairs, code, listed, type Pair } from './words.js';

/** How much an access lets do; what is not known may be anything up to writing. */
const RANK: Readonly<Record<string, number>> = { none: 0, read: 1, [DEFAULT_TOKEN]: 2, unknown: 2, write: 3 };

export function permissionChanges(
  before: readonly Fact[],
  after: readonly Fact[],
  context: ChangeContext,
): FactChange[] {
  return changedPairs(before, after, 2).flatMap((pair) => {
    const [path = '', job = ''] = pair.key;
    // That the job is gone says it all.
    if (!context.hasJob(path, job)) return [];
    return context.hadJob(path, job) ? changesOf(job, pair) : grantsOf(job, pair.after);
  });
}

/** What the token of a job that was not there may do. */
function grantsOf(job: string, facts: readonly Fact[]): FactChange[] {
  return facts.flatMap((fact): FactChange[] => {
    const [, , scope = ''] = fact.key;
    const whole = wholeToken(scope, fact.value);
    if (fact.value === 'write') {
      const severity = scope === ALL_SCOPES ? 'critical' : 'high';
      return [changeAt(fact, undefined, { sentence: `new job ${code(job)} has ${whole}`, severity, widened: true })];
    }
    if (fact.value === DEFAULT_TOKEN) {
      return [changeAt(fact, undefined, { sentence: `new job ${code(job)} has ${whole}`, severity: 'medium' })];
    }
    return [];
  });
}

function changesOf(job: string, { before, after }: Pair): FactChange[] {
  const old = byScope(before);
  const now = byScope(after);
  const [oldAll, nowAll] = [old.get(ALL_SCOPES), now.get(ALL_SCOPES)];
  const changes: FactChange[] = [];
  if (oldAll?.value !== nowAll?.value) {
    const words = nowAll === undefined ? declared(job, oldAll, after) : whole(job, oldAll, nowAll);
    changes.push(changeAt(nowAll ?? after[0], oldAll, words));
    // With all rights, or nobody knows which, on one side the sentence above holds all that can be said.
    const all = [oldAll?.value, nowAll?.value];
    if (all.includes('write') || all.includes(DEFAULT_TOKEN)) return changes;
  }
  for (const scope of new Set([...now.keys(), ...old.keys()])) {
    if (scope === ALL_SCOPES) continue;
    const [from, to] = [old.get(scope), now.get(scope)];
    const had = (from ?? oldAll)?.value ?? 'none';
    const has = (to ?? nowAll)?.value ?? 'none';
    const change = rank(has) - rank(had);
    if (change > 0 && to !== undefined) {
      const written = has === 'write';
      const instead = had === 'none' ? '' : ` (before: ${code(had)})`;
      const sentence = `job ${code(job)} gained ${code(`${scope}: ${has}`)}${instead}`;
      changes.push(changeAt(to, from, { sentence, severity: written ? 'high' : 'medium', widened: written }));
    } else if (change < 0 && from !== undefined) {
      const rest = has === 'none' ? '' : ` and has ${code(`${scope}: ${has}`)}`;
      const sentence = `job ${code(job)} lost ${code(`${scope}: ${had}`)}${rest}`;
      changes.push(changeAt(to, from, { sentence, severity: 'low' }));
    }
  }
  return changes;
}

/** The whole token is given in one word now. */
function whole(job: string, before: Fact | undefined, after: Fact) {
  const widened = rank(after.value) > rank(before?.value ?? 'none');
  const has = wholeToken(ALL_SCOPES, after.value);
  if (!widened) {
    const had = wholeToken(ALL_SCOPES, before?.value ?? '');
    return { sentence: `job ${code(job)} has ${has} instead of ${had}`, severity: 'low' as const };
  }
  if (after.value === 'write') {
    return { sentence: `job ${code(job)} gained ${has}`, severity: 'critical' as const, widened };
  }
  if (after.value === 'read') return { sentence: `job ${code(job)} gained ${has}`, severity: 'medium' as const };
  return {
    sentence: `job ${code(job)} no longer says what its token may do: it has ${has}`,
    severity: 'high' as const,
    widened,
  };
}

/** The whole token was given in one word, and single scopes are now. */
function declared(job: string, before: Fact | undefined, after: readonly Fact[]) {
  const scopes = after.map(({ key: [, , scope = ''], value }) => `${scope}: ${value}`);
  const writes = after.some(({ value }) => value === 'write');
  const now = `${after.length === 0 ? 'no rights' : `${listed(scopes)}`}`;
  if (before?.value === DEFAULT_TOKEN) {
    // The default may be all or hardly anything; only GitHub knows.
    return {
      sentence: `job ${code(job)} says what its token may do: ${now}`,
      severity: writes ? ('medium' as const) : ('low' as const),
    };
  }
  const had = wholeToken(ALL_SCOPES, before?.value ?? '');
  return { sentence: `job ${code(job)} has ${now} instead of ${had}`, severity: 'low' as const };
}

function wholeToken(scope: string, access: string): string {
  if (scope !== ALL_SCOPES) return code(`${scope}: ${access}`);
  return access === DEFAULT_TOKEN ? 'the token that the repository gives by default' : code(`${access}-all`);
}

function byScope(facts: readonly Fact[]): Map<string, Fact> {
  return new Map(facts.map((fact) => [fact.key[2] ?? '', fact]));
}

function rank(access: string): number {
  return RANK[access] ?? 2;
}

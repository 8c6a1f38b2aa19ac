/** Jobs, triggers, environments and actions of workflows. */
import type { Fact, FactChange } from '../types.js';
import { type ChangeContext, changeAt, changedPairs, code, listed, onlyIn } from './words.js';

/** They run with the rights of the default branch on what strangers send. */
const FOREIGN: ReadonlySet<string> = new Set(['pull_request_target']);
const INDIRECT: ReadonlySet<string> = new Set([
  ...['workflow_run', 'issue_comment', 'issues', 'discussion', 'discussion_comment', 'repository_dispatch', 'fork'],
]);
/** What a merge waits for is started by these. */
const GATES: ReadonlySet<string> = new Set(['pull_request', 'pull_request_target', 'merge_group']);

export function jobChanges(before: readonly Fact[], after: readonly Fact[], context: ChangeContext): FactChange[] {
  return changedPairs(before, after, 2).flatMap((pair): FactChange[] => {
    const [path = '', job = ''] = pair.key;
    const [[old], [now]] = [pair.before, pair.after];
    if (old === undefined) {
      const foreignRunner = now !== undefined && isSelfHosted(now.value);
      if (foreignRunner) {
        const words = `new job ${code(job)} runs on ${code(now.value)}`;
        return [changeAt(now, old, { sentence: words, severity: 'medium' })];
      }
      if (context.added.has(path)) return [];
      return [changeAt(now, old, { sentence: `new job ${code(job)}`, severity: 'low' })];
    }
    if (now === undefined) {
      if (context.removed.has(path)) return [];
      return [changeAt(now, old, { sentence: `job ${code(job)} is gone`, severity: 'medium' })];
    }
    const own = isSelfHosted(now.value) && !isSelfHosted(old.value);
    const sentence = `job ${code(job)} moved from ${code(old.value)} to ${code(now.value)}`;
    return [changeAt(now, old, { sentence, severity: own ? 'medium' : 'low' })];
  });
}

function isSelfHosted(runner: string): boolean {
  return runner.split(', ').includes('self-hosted');
}

export function triggerChanges(before: readonly Fact[], after: readonly Fact[], context: ChangeContext): FactChange[] {
  return changedPairs(before, after, 2).flatMap((pair): FactChange[] => {
    const [path = '', event = ''] = pair.key;
    const [[old], [now]] = [pair.before, pair.after];
    if (old === undefined) {
      const foreign = FOREIGN.has(event);
      const severity = foreign ? 'high' : INDIRECT.has(event) ? 'medium' : 'low';
      // The sentence about the new file names the usual ones.
      if (context.added.has(path) && severity === 'low') return [];
      const why = foreign ? ', which gives pull requests of strangers the rights of this repository' : '';
      return [
        changeAt(now, old, {
          sentence: `the workflow is now started by ${code(event)}${why}`,
          severity,
          widened: foreign,
        }),
      ];
    }
    if (now === undefined) {
      if (context.removed.has(path)) return [];
      const severity = GATES.has(event) ? 'medium' : 'low';
      return [changeAt(now, old, { sentence: `the workflow is no longer started by ${code(event)}`, severity })];
    }
    const sentence = `${code(event)} starts the workflow under another condition: ${filterChange(old.value, now.value)}`;
    return [changeAt(now, old, { sentence, severity: 'low' })];
  });
}

/** `` `paths`: `docs/**` came, `src/**` went ``. Lists are told apart as they were joined. */
function filterChange(before: string, after: string): string {
  const lists = (value: string): Map<string, string[]> =>
    new Map(
      (value === '' ? [] : value.split('; ')).map((list) => {
        const colon = list.indexOf(': ');
        return [list.slice(0, colon), list.slice(colon + 2).split(', ')];
      }),
    );
  const [old, now] = [lists(before), lists(after)];
  const parts = [...new Set([...old.keys(), ...now.keys()])].flatMap((name): string[] => {
    const [had, has] = [old.get(name), now.get(name)];
    if (had === undefined) return [`${code(name)} is new: ${listed(has ?? [], 3)}`];
    if (has === undefined) return [`${code(name)} is gone (before: ${listed(had, 3)})`];
    const [come, gone] = [has.filter((item) => !had.includes(item)), had.filter((item) => !has.includes(item))];
    const words = [
      ...(come.length === 0 ? [] : [`${listed(come, 3)} came`]),
      ...(gone.length === 0 ? [] : [`${listed(gone, 3)} went`]),
    ];
    if (words.length === 0 && had.join() !== has.join()) words.push('another order');
    return words.length === 0 ? [] : [`${code(name)}: ${words.join(', ')}`];
  });
  return parts.join('; ');
}

export function environmentChanges(
  before: readonly Fact[],
  after: readonly Fact[],
  context: ChangeContext,
): FactChange[] {
  return changedPairs(before, after, 2).flatMap((pair): FactChange[] => {
    const [path = '', job = ''] = pair.key;
    const [[old], [now]] = [pair.before, pair.after];
    if (!context.hasJob(path, job)) return [];
    if (now === undefined) {
      const sentence = `job ${code(job)} no longer runs in the environment ${code(old?.value ?? '')}, so nothing that guards it applies`;
      return [changeAt(now, old, { sentence, severity: 'high', widened: true })];
    }
    if (old === undefined) {
      const which = context.hadJob(path, job) ? 'job' : 'new job';
      const sentence = `${which} ${code(job)} runs in the environment ${code(now.value)}`;
      return [changeAt(now, old, { sentence, severity: 'low' })];
    }
    const sentence = `job ${code(job)} moved from the environment ${code(old.value)} to ${code(now.value)}`;
    return [changeAt(now, old, { sentence, severity: 'medium' })];
  });
}

/** How sure it is that tomorrow's run executes what today's does. */
const PINNED: Readonly<Record<string, number>> = { local: 2, sha: 2, tag: 1, branch: 0, ref: 0 };
const PIN_WORDS: Readonly<Record<string, string>> = { sha: 'a SHA', tag: 'a tag', branch: 'a branch', ref: 'a ref' };

export function actionChanges(before: readonly Fact[], after: readonly Fact[], context: ChangeContext): FactChange[] {
  return changedPairs(before, after, 2).flatMap((pair): FactChange[] => {
    const [path = '', name = ''] = pair.key;
    const [gone, come] = [onlyIn(pair.before, pair.after), onlyIn(pair.after, pair.before)];
    const [old, now] = [gone[0], come[0]];
    if (pair.before.length === 0) {
      // A new file says what it uses; what others may change under it is worth a line.
      const loose = come.find((fact) => pin(fact) < 1);
      const first = loose ?? now;
      if (first?.value === 'local' || (context.added.has(path) && loose === undefined)) return [];
      const sentence = `new action ${code(name)}, at ${refs(come)}`;
      const severity = loose === undefined ? 'low' : 'medium';
      return [changeAt(first, old, { sentence, severity })];
    }
    if (pair.after.length === 0) {
      if (context.removed.has(path)) return [];
      return [
        changeAt(undefined, pair.before[0], { sentence: `action ${code(name)} is no longer used`, severity: 'low' }),
      ];
    }
    const lost = lostPin(gone, come, pair.after);
    if (now === undefined && lost !== null) {
      const left = pair.after.find((fact) => pin(fact) < lost);
      const sentence = `action ${code(name)} is no longer used at ${refs(gone)}: what is left is at ${refs(pair.after)}`;
      return [changeAt(left, old, { sentence, severity: lost === 2 ? 'high' : 'medium', widened: true })];
    }
    if (now === undefined) {
      return [
        changeAt(pair.after[0], old, {
          sentence: `action ${code(name)} is no longer used at ${refs(gone)}`,
          severity: 'low',
        }),
      ];
    }
    const was = lost ?? Math.min(...pair.before.map(pin));
    const is = Math.min(...come.map(pin));
    const loosest = come.find((fact) => pin(fact) === is) ?? now;
    const before = gone.length === 0 ? pair.before : gone;
    if (is !== was) {
      const sentence = `action ${code(name)} moved from ${kindWords(before)} to ${kindWords(come)} (${refs(before)} → ${refs(come)})`;
      const loosened = is < was;
      const severity = !loosened ? 'low' : was === 2 ? 'high' : 'medium';
      return [changeAt(loosest, old, { sentence, severity, widened: loosened })];
    }
    const sentence = `action ${code(name)} moved from ${refs(before)} to ${refs(come)}`;
    return [changeAt(loosest, old, { sentence, severity: 'low' })];
  });
}

/**
 * How sure the refs were that went and have nothing as sure in their place, while something less sure is used: a step
 * that moved to a tag which another step uses already brings in no new ref. null: none.
 */
function lostPin(gone: readonly Fact[], come: readonly Fact[], after: readonly Fact[]): number | null {
  for (const level of [2, 1]) {
    const count = (facts: readonly Fact[]): number => facts.filter((fact) => pin(fact) >= level).length;
    if (count(gone) > count(come) && after.some((fact) => pin(fact) < level)) return level;
  }
  return null;
}

function pin({ value }: Fact): number {
  return PINNED[value.split(':', 1)[0] ?? ''] ?? 0;
}

function kindWords(facts: readonly Fact[]): string {
  const loosest = [...facts].sort((a, b) => pin(a) - pin(b))[0];
  return PIN_WORDS[loosest?.value.split(':', 1)[0] ?? ''] ?? 'this repository';
}

/** `v4`, `08c6903 (v4.1.1)`. */
function refs(facts: readonly Fact[]): string {
  return listed(
    facts.map(({ value, note }) => {
      const [kind, ref = value] = [value.slice(0, value.indexOf(':')), value.slice(value.indexOf(':') + 1)];
      if (kind !== 'sha') return ref;
      return note === undefined ? ref.slice(0, 12) : `${ref.slice(0, 7)} (${note})`;
    }),
    3,
  );
}

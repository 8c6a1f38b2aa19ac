/** "OIDC subject of `aws_iam_role.deploy` widened from `ref:refs/heads/main` to `*`". */
import { globCovers } from '../../policy/globs.js';
import { ANY_VALUE, EXACTLY, GRANT, OR_MISSING, ROLE } from '../facts/trust.js';
import type { Fact, FactChange } from '../types.js';
import { changeAt, changedPairs, code, listed, onlyIn } from './words.js';

const NAMES: Readonly<Record<string, string>> = { sub: 'OIDC subject', aud: 'OIDC audience' };

export function trustChanges(before: readonly Fact[], after: readonly Fact[]): FactChange[] {
  const roles = (facts: readonly Fact[]): Set<string> =>
    new Set(facts.filter(({ key }) => key[1] === ROLE).map(({ key }) => key[0] ?? ''));
  const [old, now] = [roles(before), roles(after)];
  return changedPairs(before, after, 2).flatMap((pair): FactChange[] => {
    const [role = '', about = ''] = pair.key;
    const [first] = pair.after;
    if (about === ROLE) return roleChange(role, pair.before[0], first, after);
    if (about === GRANT) return grantChange(role, pair.before[0], first);
    // A role that came or went says it all.
    if (!old.has(role) || !now.has(role)) return [];
    if (about.startsWith('denied ')) return denyChange(role, about, pair.before, pair.after);
    return claimChanges(role, about, pair.before, pair.after);
  });
}

function roleChange(role: string, old: Fact | undefined, now: Fact | undefined, all: readonly Fact[]): FactChange[] {
  if (now === undefined) {
    return [changeAt(now, old, { sentence: `${code(role)} no longer trusts tokens of GitHub`, severity: 'low' })];
  }
  const subjects = all.filter(({ kind, key }) => kind === 'oidc' && key[0] === role && key[1] === 'sub');
  const sentence = `${code(role)} trusts tokens of GitHub: ${listed(subjects.map(({ value }) => value))}`;
  const any = subjects.some(({ value }) => value === ANY_VALUE);
  return [changeAt(now, old, { sentence, severity: any ? 'critical' : 'high', widened: true })];
}

function grantChange(role: string, old: Fact | undefined, now: Fact | undefined): FactChange[] {
  if (now === undefined) {
    return [changeAt(now, old, { sentence: `${code(role)} lost ${code(old?.value ?? '')}`, severity: 'low' })];
  }
  const instead = old === undefined ? '' : ` (before: ${code(old.value)})`;
  const sentence = `${code(role)}, which tokens of GitHub may take, has ${code(now.value)}${instead}`;
  return [changeAt(now, old, { sentence, severity: 'critical', widened: true })];
}

function denyChange(role: string, about: string, before: readonly Fact[], after: readonly Fact[]): FactChange[] {
  const gone = onlyIn(before, after);
  const come = onlyIn(after, before);
  const claim = about.slice('denied '.length);
  const lost = gone.map((fact) =>
    changeAt(undefined, fact, {
      sentence: `${code(role)} no longer denies ${code(claim)} ${code(fact.value)}`,
      severity: 'high',
      widened: true,
    }),
  );
  const won = come.map((fact) =>
    changeAt(fact, undefined, { sentence: `${code(role)} denies ${code(claim)} ${code(fact.value)}`, severity: 'low' }),
  );
  return [...lost, ...won];
}

function claimChanges(role: string, claim: string, before: readonly Fact[], after: readonly Fact[]): FactChange[] {
  const gone = onlyIn(before, after);
  const come = onlyIn(after, before);
  const name = `${NAMES[claim] ?? `condition on ${code(claim)}`} of ${code(role)}`;
  if (after.length === 0) {
    const sentence = `${name} is gone (before: ${listed(before.map(({ value }) => value))})`;
    return [changeAt(undefined, gone[0], { sentence, severity: 'critical', widened: true })];
  }
  if (before.length === 0) {
    const any = come.every(({ value }) => value === ANY_VALUE);
    if (any) return [];
    const sentence = `${name} is new: ${listed(come.map(({ value }) => value))}`;
    return [changeAt(come[0], undefined, { sentence, severity: 'low' })];
  }
  const told = new Set<Fact>();
  const changes = come.map((fact): FactChange => {
    if (before.some((old) => covers(old, fact))) {
      const wide = gone.filter((old) => covers(old, fact));
      for (const old of wide) told.add(old);
      const sentence =
        wide.length === 0
          ? `${name} names ${code(fact.value)} too, which it let in before`
          : `${name} narrowed from ${shown(wide, fact)} to ${code(short(fact, wide))}`;
      return changeAt(fact, wide[0], { sentence, severity: 'low' });
    }
    if (fact.value.includes('…')) {
      const sentence = `${name} may let more in: ${code(fact.value)} is only known to Terraform`;
      return changeAt(fact, gone[0], { sentence, severity: 'high', widened: true });
    }
    const narrow = gone.filter((old) => covers(fact, old));
    for (const old of narrow) told.add(old);
    const from = narrow.length > 0 ? narrow : before.filter((old) => covers(fact, old));
    const sentence =
      from.length > 0
        ? `${name} widened from ${shown(from, fact)} to ${code(short(fact, from))}`
        : `${name} lets ${code(fact.value)} in too`;
    return changeAt(fact, from[0], { sentence, severity: 'critical', widened: true });
  });
  const left = gone.filter((fact) => !told.has(fact) && !after.some((now) => covers(now, fact)));
  return [
    ...changes,
    ...left.map((fact) =>
      changeAt(undefined, fact, { sentence: `${name} no longer lets ${code(fact.value)} in`, severity: 'low' }),
    ),
  ];
}

/** Everything the narrow one lets in, the wide one does too; what only Terraform knows covers nothing. */
function covers({ value: wide }: Fact, { value: narrow }: Fact): boolean {
  if (wide === ANY_VALUE || wide === narrow) return true;
  if (wide.includes('…') || narrow.includes('…') || wide.startsWith(EXACTLY)) return false;
  if (narrow.endsWith(OR_MISSING) && !wide.endsWith(OR_MISSING)) return false;
  const text = (value: string): string => value.replace(EXACTLY, '').replace(OR_MISSING, '');
  return globCovers('name', text(wide), text(narrow));
}

/** What both begin with (`repo:octo-org/app:`) says nothing about the difference. */
function commonStart(facts: readonly Fact[]): number {
  const starts = facts.map(({ value }) => /^repo:[^:*?…]+:/.exec(value)?.[0] ?? '');
  const [first = ''] = starts;
  return starts.every((start) => start === first) ? first.length : 0;
}

function shown(facts: readonly Fact[], other: Fact): string {
  const start = commonStart([...facts, other]);
  return listed(facts.map(({ value }) => value.slice(start)));
}

function short(fact: Fact, others: readonly Fact[]): string {
  return fact.value.slice(commonStart([fact, ...others]));
}

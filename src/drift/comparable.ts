/** Which facts of both sides can be compared: what one of them does not know, or did not prove, is left out. */
import { listed } from './changes/words.js';
import { enforced, partOf } from './facts/github.js';
import { BYPASS, groupOf, isMarker, isSetting } from './facts/governed.js';
import { UNPROVEN } from './facts/marks.js';
import { sortFacts } from './facts/sort.js';
import type { FileMove } from './files.js';
import type { Baseline, Fact, FactKind, Observation } from './types.js';

/** Kinds whose keys begin with the path of a file. */
const BY_FILE: ReadonlySet<FactKind> = new Set(['permissions', 'environment', 'trigger', 'job', 'action']);

/** The facts of both sides that the other side can have: under today's paths, without what nobody looked at. */
export function comparableFacts(
  accepted: { readonly header: Pick<Baseline['header'], 'api'>; readonly facts: readonly Fact[] },
  state: Pick<Observation, 'facts' | 'api' | 'unreadable'>,
  moves: readonly FileMove[],
): { readonly before: readonly Fact[]; readonly after: readonly Fact[] } {
  const renamed = new Map(moves.flatMap(({ from, path }) => (from === undefined ? [] : [[from, path] as const])));
  const unreadable = new Set(state.unreadable.map(({ path }) => path));
  const old = accepted.facts.map((fact) => enforced(withPath(fact, renamed)));
  const now = state.facts.map(enforced);
  const open = unproven([...old, ...now]);
  const [held, holds] = [markers(old), markers(now)];
  /** Proven on both sides; of parameters, known on both. */
  const proven = (fact: Fact): boolean => {
    if (open.has(openKey(fact))) return false;
    return !isSetting(fact) || isKnown(fact, held, holds);
  };
  const [had, has] = [fileIdentities(old), fileIdentities(now)];
  const [hadThere, hasThere] = [saidByGithub(old), saidByGithub(now)];
  const before = old.filter((fact) => {
    if (fact.path === '') return state.api.includes(partOf(fact)) && proven(fact);
    const id = identity(fact);
    // A file that no longer says what GitHub enforces takes nothing away.
    return has.has(id) || !(unreadable.has(fact.path) || hasThere.has(id));
  });
  const after = now.filter((fact) => {
    if (fact.path === '') return accepted.header.api.includes(partOf(fact)) && proven(fact);
    const id = identity(fact);
    return had.has(id) || !hadThere.has(id);
  });
  return { before: sortFacts(before), after: sortFacts(after) };
}

/** What files say. */
function fileIdentities(facts: readonly Fact[]): ReadonlySet<string> {
  return new Set(facts.filter(({ path }) => path !== '').map(identity));
}

/** What GitHub enforces, in the form in which a file would say it. */
function saidByGithub(facts: readonly Fact[]): ReadonlySet<string> {
  return new Set(
    facts
      .filter(({ path, kind }) => path === '' && kind !== 'github')
      .map((fact) => identity({ ...fact, key: fact.key.slice(0, 2) })),
  );
}

/** What one side could not prove: it counts as it was. */
function unproven(facts: readonly Fact[]): ReadonlySet<string> {
  return new Set(facts.filter(isUnproven).map(openKey));
}

export function isUnproven({ path, value }: Fact): boolean {
  return path === '' && value === UNPROVEN;
}

/** What is not known where a fact is not proven: all of classic protection, else the fact alone. */
export function openKey(fact: Fact): string {
  return isSetting(fact) && fact.key[3] === 'classic' ? groupOf(fact) : JSON.stringify([fact.kind, fact.key]);
}

/** Of which rulesets and environments a side knows the parameters. */
function markers(facts: readonly Fact[]): ReadonlySet<string> {
  return new Set(facts.filter(isMarker).map(groupOf));
}

/**
 * Whether both sides know the parameters: an accepted state of an earlier version does not. Of classic protection the
 * rulesets tell, of which there always is a marker: without one of its own it is not on.
 */
function isKnown(fact: Fact, held: ReadonlySet<string>, holds: ReadonlySet<string>): boolean {
  const rulesets = groupOf({ ...fact, key: [...fact.key.slice(0, 3), 'rulesets'] });
  const group = fact.kind === 'branch-rule' ? rulesets : groupOf(fact);
  return held.has(group) && holds.has(group);
}

/** Sentences about what either side could not prove, or does not hold. */
export function unprovenGaps(
  {
    header: { api },
    facts: accepted,
  }: { readonly header: Pick<Baseline['header'], 'api'>; readonly facts: readonly Fact[] },
  now: readonly Fact[],
): string[] {
  const names = (facts: readonly Fact[]): string[] => facts.filter(isUnproven).map(nameOf);
  const [then, today] = [names(accepted), names(now)];
  const only = then.filter((name) => !today.includes(name));
  const held = markers(accepted);
  const known = new Set(accepted.filter(({ kind, path }) => kind === 'github' && path === '').map(groupOf));
  const unheld = now.filter(
    (fact) =>
      isMarker(fact) &&
      fact.key[3] !== 'classic' &&
      !held.has(groupOf(fact)) &&
      api.includes(partOf(fact)) &&
      // An environment that is new has nothing to be compared with.
      (fact.kind !== 'github' || known.has(groupOf(fact))),
  );
  return [
    ...(today.length === 0 ? [] : [`The protection of ${listed(today)} on GitHub: it could not be told in this run`]),
    ...(only.length === 0 ? [] : [`The protection of ${listed(only)} on GitHub: the accepted state does not hold it`]),
    ...(unheld.length === 0
      ? []
      : [
          `The parameters of ${listed(unheld.map(nameOf))} on GitHub: the accepted state does not hold them; the next acceptance will`,
        ]),
  ];
}

/** For people: the environment, or the branch and the ruleset. */
export function nameOf({ kind, key: [first = '', second = '', , source] }: Fact): string {
  if (kind === 'github') return second;
  return source === 'classic'
    ? `${first} (classic protection)`
    : second.startsWith(BYPASS)
      ? `${first} (${second})`
      : first;
}

function withPath(fact: Fact, renamed: ReadonlyMap<string, string>): Fact {
  const path = renamed.get(fact.path) ?? fact.path;
  const [first = '', ...rest] = fact.key;
  const moved = BY_FILE.has(fact.kind) ? renamed.get(first) : undefined;
  if (path === fact.path && moved === undefined) return fact;
  return { ...fact, path, key: moved === undefined ? fact.key : [moved, ...rest] };
}

function identity({ kind, key, value }: Fact): string {
  return JSON.stringify([kind, key, value]);
}

/** Which facts of both sides can be compared: what one of them does not know, or did not prove, is left out. */
import { listed } from './changes/words.js';
import { enforced, partOf, UNPROVEN } from './facts/github.js';
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
  const [had, has] = [fileIdentities(old), fileIdentities(now)];
  const [hadThere, hasThere] = [saidByGithub(old), saidByGithub(now)];
  const before = old.filter((fact) => {
    if (fact.path === '') return state.api.includes(partOf(fact)) && !open.has(keyOf(fact));
    const id = identity(fact);
    // A file that no longer says what GitHub enforces takes nothing away.
    return has.has(id) || !(unreadable.has(fact.path) || hasThere.has(id));
  });
  const after = now.filter((fact) => {
    if (fact.path === '') return accepted.header.api.includes(partOf(fact)) && !open.has(keyOf(fact));
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

/** Keys of what one side could not prove: it counts as it was. */
function unproven(facts: readonly Fact[]): ReadonlySet<string> {
  return new Set(facts.filter((fact) => fact.kind === 'github' && fact.value === UNPROVEN).map(keyOf));
}

/** Sentences about what either side could not prove. */
export function unprovenGaps(accepted: readonly Fact[], now: readonly Fact[]): string[] {
  const names = (facts: readonly Fact[]): string[] =>
    facts.flatMap(({ kind, key, value }) => (kind === 'github' && value === UNPROVEN ? (key[1] ?? '') : []));
  const [then, today] = [names(accepted), names(now)];
  const only = then.filter((name) => !today.includes(name));
  return [
    ...(today.length === 0 ? [] : [`The protection of ${listed(today)} on GitHub: it could not be told in this run`]),
    ...(only.length === 0 ? [] : [`The protection of ${listed(only)} on GitHub: the accepted state does not hold it`]),
  ];
}

function keyOf({ kind, key }: Fact): string {
  return JSON.stringify([kind, key]);
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

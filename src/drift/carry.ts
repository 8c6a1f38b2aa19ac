/** What GitHub did not prove at an acceptance: the accepted value before it stays, instead of "not known". */
import { isUnproven, nameOf, openKey } from './comparable.js';
import { sortFacts } from './facts/sort.js';
import type { Baseline, Fact, Observation } from './types.js';

export interface Carried {
  readonly state: Observation;
  /** What was kept, for people: `production`, `main (classic protection)`. */
  readonly kept: readonly string[];
}

/**
 * Without it one acceptance on a bad day would forget what was protected, and a later loss would be no drift.
 *
 * @param known the accepted state that is replaced; null: there is none to keep anything of
 */
export function carryForward(known: Pick<Baseline, 'facts'> | null, state: Observation): Carried {
  const open = new Map(state.facts.filter(isUnproven).map((fact) => [openKey(fact), nameOf(fact)]));
  if (known === null || open.size === 0) return { state, kept: [] };
  const earlier = new Map<string, Fact[]>();
  for (const fact of known.facts.filter(({ path }) => path === '')) {
    const key = openKey(fact);
    if (open.has(key)) earlier.set(key, [...(earlier.get(key) ?? []), fact]);
  }
  const proven = [...earlier].filter(([, facts]) => !facts.some(isUnproven));
  if (proven.length === 0) return { state, kept: [] };
  const keys = new Set(proven.map(([key]) => key));
  const rest = state.facts.filter((fact) => fact.path !== '' || !keys.has(openKey(fact)));
  const facts = sortFacts([...rest, ...proven.flatMap(([, some]) => some)]);
  return { state: { ...state, facts }, kept: [...new Set([...keys].map((key) => open.get(key) ?? ''))].sort() };
}

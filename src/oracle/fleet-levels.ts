/** Which level each rule has in one repository of a fleet, and where it comes from. */
import { LEVELS_COPY, type OrganisationLevels } from '../policy/org-levels.js';
import type { Config, TrustedKey } from '../policy/types.js';
import type { FleetLevel } from '../report/fleet-types.js';
import { RULES } from '../rules/registry.js';
import type { CloneFacts } from './fleet-clone.js';
import type { FleetLevels } from './fleet-store.js';

/** What is known of published levels. */
export interface KnownLevels {
  readonly hasMemory: boolean;
  /** null: there is no memory, or it cannot be read. */
  readonly levels: FleetLevels | null;
  /** Keys that any of the clones pins: for repositories without one. */
  readonly keys: readonly TrustedKey[];
  /** Sentences; with any the look is incomplete. It is added to. */
  readonly problems: string[];
  /** Sentences for people. It is added to. */
  readonly notes: string[];
}

/** Of all repositories, and of this one. */
type TwoLevels = readonly [OrganisationLevels, OrganisationLevels];

const NONE: OrganisationLevels = new Map();

/** The keys for levels that a configuration pins. */
export function keysOf({ trustedKeys }: Pick<Config, 'trustedKeys'>): TrustedKey[] {
  return trustedKeys.map(({ value }) => value).filter(({ use }) => use === 'levels');
}

/**
 * Pin of the configuration > override of the repository > the organisation's > built in. Without a memory what was
 * published is what the signed copy of the clone says, as for `evaluate`.
 *
 * @returns empty where nothing is known
 */
export function levelsHere(
  name: string,
  id: number | null,
  facts: CloneFacts | null,
  known: KnownLevels,
): readonly FleetLevel[] {
  const two =
    facts === null || known.hasMemory ? publishedLevels(name, id, facts, known) : copiedLevels(name, id, facts, known);
  if (two === null) return [];
  const [shared, own] = two;
  return RULES.map(({ id: ruleId, level: builtInLevel }): FleetLevel => {
    const pin = facts?.config.rules.get(ruleId)?.level?.value;
    if (pin !== undefined) return { ruleId, level: pin, origin: 'pin' };
    const here = own.get(ruleId)?.level;
    if (here === undefined) return { ruleId, level: builtInLevel, origin: 'built-in' };
    return { ruleId, level: here, origin: here === shared.get(ruleId)?.level ? 'organisation' : 'repository' };
  });
}

/** null: nothing is known. */
function publishedLevels(
  name: string,
  id: number | null,
  facts: CloneFacts | null,
  { levels, keys: all, problems }: KnownLevels,
): TwoLevels | null {
  if (facts === null && levels === null) return null;
  const keys = facts === null ? all : keysOf(facts.config);
  const [shared, own] = [levels?.for(null, keys) ?? null, levels?.for(id, keys) ?? null];
  if (own !== null && 'refused' in own) {
    problems.push(`${name}: the published levels are not believed, and are left out: ${own.refused}.`);
    if (facts === null) return null;
  }
  const of = (read: typeof own): OrganisationLevels => (read === null || 'refused' in read ? NONE : read.levels);
  return [of(shared), of(own)];
}

function copiedLevels(
  name: string,
  id: number | null,
  { copied }: Pick<CloneFacts, 'copied'>,
  { problems, notes }: KnownLevels,
): TwoLevels {
  const { levels, missing } = copied(id);
  for (const why of missing) problems.push(`${name}: ${why}.`);
  const [first] = levels.values();
  if (first !== undefined) {
    notes.push(`${name}: its levels are those of ${LEVELS_COPY}, sequence ${first.sequence}.`);
  }
  return [copied(null).levels, levels];
}

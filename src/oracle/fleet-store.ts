/**
 * What the memory knows of the repositories of a fleet. Rows carry identities; the numeric ids that the operator lists are
 * turned into them, under every version of the salt. Reads only: no name of a repository gets anywhere near a store.
 */
import { wilson } from '../calibration/wilson.js';
import { PhaseMirrorError } from '../errors.js';
import type { TrustedKey } from '../policy/types.js';
import type { FleetRate, FleetRepository } from '../report/fleet-types.js';
import type { ConsentReason } from '../stores/ports.js';
import { CONSENT_RESOURCES, type ConsentResource } from '../stores/ports.js';
import { stateOf } from '../stores/window.js';
import type { CalibrationMemory } from './calibrate-store.js';
import { Memory } from './memory.js';
import { type ReadLevels, readLevels } from './signed-levels.js';

export interface FleetMember {
  readonly id: number;
}

/** What is known of one repository. */
export interface StoreFacts {
  readonly identity: string;
  readonly consent: FleetRepository['coverage']['consent'];
  /** null: it does not consent to be counted. */
  readonly record: RepositoryRecord | null;
}

export interface RepositoryRecord {
  readonly rate: FleetRate;
  readonly lastSeen: number | null;
  /** Pull requests that were blocked, at all and by rule. */
  readonly blocked: ReadonlySet<string>;
  readonly blockedBy: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface FleetRecord {
  readonly members: ReadonlyMap<number, StoreFacts>;
  /** Rule → counts over all members that count, all versions of the rule together. */
  readonly rules: ReadonlyMap<string, FleetRate>;
  /** Sentences about what could not be asked; with any the look is incomplete. */
  readonly problems: readonly string[];
}

const REASONS: Readonly<Record<ConsentReason, string>> = {
  'granted-by-org': 'the organisation granted it',
  'granted-by-repository': 'granted for this repository',
  'never-granted': 'nobody gave it',
  excluded: 'the grant of the organisation leaves this repository out',
  revoked: 'it was revoked',
  expired: 'it has expired',
  'resource-not-granted': 'it does not cover everything',
};

/**
 * Consent of each member, and the record of those that may be counted: one pass over the rows of each rule version,
 * whatever the number of members.
 *
 * @param ownerId of all members; null: a database, where consent is implicit
 * @throws StoreError the rows cannot be read
 */
export async function readFleet(
  memory: Pick<CalibrationMemory, 'stores' | 'anonymizers'>,
  members: readonly FleetMember[],
  ownerId: number | null,
  now: () => number,
): Promise<FleetRecord> {
  const { stores, anonymizers } = memory;
  const operator = new Memory(stores, anonymizers, { now });
  const problems = new Set<string>();
  const consents = new Map<number, StoreFacts['consent']>();
  const counting = new Map<number, Counting>();
  const byIdentity = new Map<string, Counting>();
  for (const { id } of members) {
    const consent = ownerId === null ? null : await consentOf(operator, ownerId, id, problems);
    consents.set(id, consent);
    if (consent !== null && !consent.granted.includes('aggregate')) continue;
    const record = new Counting();
    counting.set(id, record);
    for (const anonymizer of anonymizers) byIdentity.set(anonymizer.repository(id), record);
  }
  const rules = new Map<string, Tally>();
  for (const { ruleId, ruleVersion } of byIdentity.size === 0 ? [] : await stores.fp.listRules()) {
    for await (const page of stores.fp.voteRows(ruleId, ruleVersion)) {
      for (const row of page) {
        const record = byIdentity.get(row.repository);
        if (record === undefined) continue;
        const rule = rules.get(ruleId) ?? new Tally();
        rules.set(ruleId, rule);
        const state = row.kind === 'judged' ? stateOf(row.verdicts) : 'pending';
        const events = row.kind === 'judged' ? 1 : row.events;
        for (const tally of [rule, record.tally]) tally.add(events, state);
        record.see(row.kind === 'judged' ? row.occurredAt : row.lastSeen);
        const blocked = row.kind === 'judged' ? row.blocked : row.blocked > 0;
        if (blocked && row.change.startsWith('pr#')) record.block(ruleId, row.change);
      }
    }
  }
  const [newest] = anonymizers;
  const facts = members.map(({ id }): [number, StoreFacts] => {
    const record = counting.get(id);
    return [
      id,
      { identity: newest.repository(id), consent: consents.get(id) ?? null, record: record?.record() ?? null },
    ];
  });
  return {
    members: new Map(facts),
    rules: new Map([...rules].map(([ruleId, tally]) => [ruleId, tally.rate()])),
    problems: [...problems],
  };
}

async function consentOf(
  memory: Memory,
  org: number,
  repository: number,
  problems: Set<string>,
): Promise<NonNullable<StoreFacts['consent']>> {
  try {
    const { granted, reason, missing } = await memory.check({ org, repository }, CONSENT_RESOURCES);
    // Where there is no grant in force, all that was asked for is missing.
    const left = granted ? [] : missing;
    const given = CONSENT_RESOURCES.filter((resource: ConsentResource) => !left.includes(resource));
    return { granted: given, reason: REASONS[reason] };
  } catch (error) {
    if (!(error instanceof PhaseMirrorError) || error.kind !== 'store') throw error;
    problems.add(`Consent could not be asked for, which counts as none: ${error.message}`);
    return { granted: [], reason: 'it could not be asked for, which counts as none' };
  }
}

class Tally {
  #events = 0;
  #falsePositives = 0;
  #truePositives = 0;

  add(events: number, state: 'pending' | 'false-positive' | 'true-positive'): void {
    this.#events += events;
    if (state === 'false-positive') this.#falsePositives += events;
    if (state === 'true-positive') this.#truePositives += events;
  }

  rate(): FleetRate {
    const [events, falsePositives, truePositives] = [this.#events, this.#falsePositives, this.#truePositives];
    const reviewed = falsePositives + truePositives;
    return {
      events,
      falsePositives,
      truePositives,
      interval: reviewed === 0 ? null : wilson(falsePositives, reviewed),
    };
  }
}

class Counting {
  readonly tally = new Tally();
  readonly #blocked = new Set<string>();
  readonly #blockedBy = new Map<string, Set<string>>();
  #lastSeen: number | null = null;

  see(at: number): void {
    this.#lastSeen = Math.max(this.#lastSeen ?? at, at);
  }

  block(ruleId: string, change: string): void {
    this.#blocked.add(change);
    const changes = this.#blockedBy.get(ruleId) ?? new Set();
    this.#blockedBy.set(ruleId, changes.add(change));
  }

  record(): RepositoryRecord {
    const [rate, lastSeen] = [this.tally.rate(), this.#lastSeen];
    return { rate, lastSeen, blocked: this.#blocked, blockedBy: this.#blockedBy };
  }
}

/** The published levels, read once and resolved for each repository. */
export class FleetLevels {
  readonly #text: string | null;
  readonly #environment: string;
  readonly #now: number;

  /** @param text null: none were published */
  constructor(text: string | null, environment: string, now: number) {
    this.#text = text;
    this.#environment = environment;
    this.#now = now;
  }

  /** @returns null: nothing was published */
  for(repositoryId: number | null, keys: readonly TrustedKey[]): ReadLevels | null {
    if (this.#text === null) return null;
    return readLevels(this.#text, {
      ...{ environment: this.#environment, keys, repositoryId, now: this.#now },
      ...{ source: 'organisation', floor: 0 },
    });
  }
}

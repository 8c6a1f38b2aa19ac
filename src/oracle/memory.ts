/**
 * What operators do with the memory: judge findings, grant consent, look. Identities are made here: people name ids, rows
 * hold what the anonymizer makes of them under the version of the salt they were written with, so whoever reads has to
 * look under every version.
 */
import { type Anonymizer, type AnonymizerRing, loadAnonymizerRing, noopAnonymizer } from '../privacy/anonymizer.js';
import { NonceRing } from '../privacy/nonce-ring.js';
import { openEnvelope } from '../privacy/redaction.js';
import { type RedactedText, redactText } from '../privacy/secrets.js';
import { judgeConsent } from '../stores/consent.js';
import type {
  Clock,
  ConsentAnswer,
  ConsentGrant,
  ConsentRecord,
  ConsentResource,
  ConsentScope,
  EventQuery,
  FindingRef,
  MarkResult,
  NonceSource,
  StoredEvent,
  Verdict,
} from '../stores/ports.js';
import type { Stores } from '../stores/stores.js';
import { type AwsChoice, openStores, type SqliteChoice } from './open-stores.js';

/** Findings that are named when a prefix fits more than one. */
const CANDIDATES = 10;

/** GitHub's numeric id; for people also `local:…` (local.ts). */
export type Id = number | string;

export interface Candidate {
  readonly findingId: string;
  /** As the rows have it: where the finding is, under each version of the salt that has it. */
  readonly places: readonly { readonly repository: string; readonly saltVersion: number }[];
}

export interface JudgeResult extends MarkResult {
  /** Events whose change the reviewer took part in: their word does not count there. */
  readonly own: number;
  /** What was taken out of the ticket before it was stored. */
  readonly redacted: RedactedText['found'];
}

export interface ConsentTarget {
  readonly org: number;
  /** Absent: the organisation's grant. */
  readonly repository?: number;
}

export type NewGrant = Pick<ConsentGrant, 'resources' | 'expiresAt' | 'revocable'> & {
  readonly excludes: readonly number[];
  readonly grantor: Id;
};

/**
 * @throws PhaseMirrorError, StoreError what opening throws, and, on AWS, when there is no identity salt
 */
export async function openMemory(choice: SqliteChoice | AwsChoice, clock: Clock): Promise<Memory> {
  if (choice.backend === 'sqlite') {
    const noop = noopAnonymizer({ backend: 'sqlite' });
    return new Memory(await openStores(choice, clock), [noop], clock);
  }
  const stores = await openStores(choice, clock);
  try {
    return new Memory(stores, newestFirst(await loadAnonymizerRing(stores.salts)), clock, stores.nonces);
  } catch (error) {
    await stores.close();
    throw error;
  }
}

function newestFirst(ring: AnonymizerRing): readonly Anonymizer[] {
  return [...ring.versions].reverse().map((version) => ring.forVersion(version));
}

export class Memory {
  readonly #stores: Stores;
  /** Newest first; rows are written under the first. */
  readonly #anonymizers: readonly [Anonymizer, ...Anonymizer[]];
  readonly #clock: Clock;

  /** null where no nonce is kept, and so no text. */
  readonly #ring: NonceRing | null;

  constructor(stores: Stores, anonymizers: readonly Anonymizer[], clock: Clock, nonces?: NonceSource) {
    const [newest, ...older] = anonymizers;
    if (newest === undefined) throw new RangeError('no anonymizer');
    this.#stores = stores;
    this.#anonymizers = [newest, ...older];
    this.#clock = clock;
    this.#ring = nonces === undefined ? null : new NonceRing(nonces, clock);
  }

  get description(): string {
    return this.#stores.description;
  }

  close(): Promise<void> {
    return this.#stores.close();
  }

  /** Newest first within a rule version, one salt version after the other. */
  async *events(query: Omit<EventQuery, 'repository'>, repository?: number): AsyncGenerator<StoredEvent> {
    if (repository === undefined) yield* this.#stores.fp.listEvents(query);
    else {
      for (const anonymizer of this.#anonymizers) {
        yield* this.#stores.fp.listEvents({ ...query, repository: anonymizer.repository(repository) });
      }
    }
  }

  /**
   * What the finding of an event said, or why that cannot be believed; null where nothing was kept.
   *
   * @throws StoreError naming the parameter, where the nonce cannot be had
   */
  async title({ sealed }: Pick<StoredEvent, 'sealed'>): Promise<string | null> {
    if (sealed === undefined || this.#ring === null) return null;
    let envelope: unknown;
    try {
      envelope = JSON.parse(sealed);
    } catch {
      envelope = null;
    }
    const opened = await openEnvelope(envelope, this.#ring, this.#clock.now());
    return opened.ok ? opened.value : `(${opened.message})`;
  }

  /**
   * Findings whose id starts with `prefix`, at most {@link CANDIDATES} and one more.
   *
   * @param repository absent: every repository of the store. That reads all its events, which a database of one
   *   repository can afford.
   */
  async findings(prefix: string, repository?: number): Promise<readonly Candidate[]> {
    const found = new Map<string, Candidate>();
    const add = (findingId: string, place: Candidate['places'][number], apart: string): void => {
      const key = `${findingId} ${apart}`;
      const places = found.get(key)?.places ?? [];
      if (places.some(({ repository: known }) => known === place.repository)) return;
      found.set(key, { findingId, places: [...places, place] });
    };
    if (repository === undefined) {
      for await (const { findingId, repository: identity, saltVersion } of this.#stores.fp.listEvents({})) {
        if (findingId.startsWith(prefix)) add(findingId, { repository: identity, saltVersion }, identity);
        if (found.size > CANDIDATES) break;
      }
    } else {
      for (const { repository: identityOf, saltVersion } of this.#anonymizers) {
        const identity = identityOf(repository);
        for (const findingId of await this.#stores.fp.findFindings(identity, prefix, CANDIDATES + 1)) {
          add(findingId, { repository: identity, saltVersion }, '');
        }
      }
    }
    return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, candidate]) => candidate);
  }

  /**
   * Every event of the finding gets the verdict, at this moment, from the CLI.
   *
   * @throws StoreError NOT_FOUND when its events have expired in the meantime; INVALID
   */
  async judge(
    { findingId, places }: Candidate,
    kind: Verdict['kind'],
    { reviewer, ticket }: { readonly reviewer: Id; readonly ticket: string },
  ): Promise<JudgeResult> {
    let [events, changed, own] = [0, 0, 0];
    const { text, found: redacted } = redactText(ticket);
    for (const { repository, saltVersion } of places) {
      const finding: FindingRef = { repository, findingId };
      // Under the version of the row: only so can it be compared with the row's actors, and one person votes once.
      const identity = this.#forVersion(saltVersion).actor(reviewer);
      const verdict = { reviewer: identity, ticket: text, at: this.#clock.now(), source: 'cli' } as const;
      const { fp } = this.#stores;
      const marked = await (kind === 'false-positive'
        ? fp.markFalsePositive(finding, verdict)
        : fp.confirmTruePositive(finding, verdict));
      events += marked.events;
      changed += marked.changed;
      own += (await fp.getFinding(finding)).filter(({ actors }) => actors.includes(identity)).length;
    }
    return { events, changed, own, redacted };
  }

  /** @throws StoreError INVALID, CONFLICT … */
  async grant(target: ConsentTarget, { excludes, grantor, ...grant }: NewGrant): Promise<ConsentRecord> {
    const [newest] = this.#anonymizers;
    return await this.#stores.consent.recordConsent({
      ...grant,
      scope: scopeOf(target, newest),
      excludes: excludes.map((id) => newest.repository(id)),
      grantor: newest.actor(grantor),
      grantedAt: this.#clock.now(),
    });
  }

  /**
   * Revokes the record that counts: the one under the newest version of the salt that has one.
   *
   * @throws StoreError NOT_FOUND when there is no grant; NOT_REVOCABLE
   */
  async revoke(target: ConsentTarget, by: Id): Promise<ConsentRecord> {
    const anonymizer = (await this.#newestRecord(target))?.anonymizer ?? this.#anonymizers[0];
    const scope = scopeOf(target, anonymizer);
    return await this.#stores.consent.revokeConsent(scope, anonymizer.actor(by), this.#clock.now());
  }

  /**
   * Whether a repository may be recorded now. The record of a scope is the one under the newest version that has one;
   * then as `ConsentStore.checkConsent` decides.
   */
  async check(
    { org, repository }: Required<ConsentTarget>,
    resources: readonly ConsentResource[],
  ): Promise<ConsentAnswer> {
    const { consent } = this.#stores;
    const [newest, ...older] = this.#anonymizers;
    if (older.length === 0) {
      const question = { org: newest.org(org), repository: newest.repository(repository), resources };
      return await consent.checkConsent(question, this.#clock.now());
    }
    const ofOrg = await this.#newestRecord({ org });
    const ofRepository = await this.#newestRecord({ org, repository });
    const identity = (ofOrg?.anonymizer ?? newest).repository(repository);
    return judgeConsent(ofOrg?.record ?? null, ofRepository?.record ?? null, identity, resources, this.#clock.now());
  }

  /** The record of exactly this scope, under the newest version of the salt that has one; null when there is none. */
  async consent(target: ConsentTarget): Promise<ConsentRecord | null> {
    return (await this.#newestRecord(target))?.record ?? null;
  }

  /** Every grant and revocation of exactly this scope, oldest first; without a repository of the whole organisation. */
  async consentHistory({ org, repository }: ConsentTarget): Promise<readonly ConsentRecord[]> {
    const history: ConsentRecord[] = [];
    for (const anonymizer of [...this.#anonymizers].reverse()) {
      const identity = repository === undefined ? null : anonymizer.repository(repository);
      for (const record of await this.#stores.consent.consentHistory(anonymizer.org(org))) {
        const { scope } = record;
        if (identity === null || (scope.kind === 'repo' && scope.repository === identity)) history.push(record);
      }
    }
    return history;
  }

  async #newestRecord(target: ConsentTarget): Promise<{ record: ConsentRecord; anonymizer: Anonymizer } | null> {
    for (const anonymizer of this.#anonymizers) {
      const record = await this.#stores.consent.getConsent(scopeOf(target, anonymizer));
      if (record !== null) return { record, anonymizer };
    }
    return null;
  }

  #forVersion(version: number): Anonymizer {
    return this.#anonymizers.find(({ saltVersion }) => saltVersion === version) ?? this.#anonymizers[0];
  }
}

function scopeOf({ org, repository }: ConsentTarget, anonymizer: Anonymizer): ConsentScope {
  return repository === undefined
    ? { kind: 'org', org: anonymizer.org(org) }
    : { kind: 'repo', org: anonymizer.org(org), repository: anonymizer.repository(repository) };
}

/** Whose events count: one name for a repository under every version of the salt, and its consent to be counted. */
import { PhaseMirrorError } from '../errors.js';
import type { Anonymizer } from '../privacy/anonymizer.js';
import { judgeConsent } from '../stores/consent.js';
import type { Clock, ConsentReason, ConsentRecord } from '../stores/ports.js';
import type { Stores } from '../stores/stores.js';
import { Memory } from './memory.js';

const AGGREGATE = ['aggregate'] as const;

export interface RepositoriesInput {
  readonly stores: Stores;
  /** Newest first. */
  readonly anonymizers: readonly [Anonymizer, ...Anonymizer[]];
  /** Numeric ids that are known. */
  readonly known: readonly number[];
  /** Owner of them all; null: a database, where consent is implicit. */
  readonly ownerId: number | null;
  readonly clock: Clock;
}

/** Why a repository is left out, after its number: `2 without consent`. */
const REASONS: Readonly<Record<ConsentReason, string>> = {
  'granted-by-org': '',
  'granted-by-repository': '',
  'never-granted': 'without consent',
  excluded: 'excluded from the consent of the organisation',
  revoked: 'whose consent was revoked',
  expired: 'whose consent has expired',
  'resource-not-granted': 'whose consent does not cover `aggregate`',
};
const UNREACHABLE = 'whose consent could not be asked for';
const UNNAMED = 'under an older identity salt, whose consent cannot be told';

export class Repositories {
  readonly #input: RepositoriesInput;
  readonly #memory: Memory;
  /** Identity under any version → id. */
  readonly #ids = new Map<string, number>();
  /** Identity → the name it counts under; null: it does not count. */
  readonly #names = new Map<string, string | null>();
  readonly #left = new Map<string, string>();
  readonly #problems = new Set<string>();
  #consents: Promise<OrgConsents> | null = null;

  constructor(input: RepositoriesInput) {
    this.#input = input;
    this.#memory = new Memory(input.stores, input.anonymizers, input.clock);
    for (const anonymizer of input.anonymizers) {
      for (const id of input.known) this.#ids.set(anonymizer.repository(id), id);
    }
  }

  /** The one name of a repository: under the newest salt where its id is known, else as it is. */
  canonical(identity: string): string {
    const id = this.#ids.get(identity);
    return id === undefined ? identity : this.#input.anonymizers[0].repository(id);
  }

  /** As {@link nameOf} has answered before; undefined: nobody asked. Costs nothing, and is asked for every row. */
  known(identity: string): string | null | undefined {
    return this.#names.get(identity);
  }

  /** The name under which rows of this identity count; null: they are left out. Never throws for what a store does. */
  async nameOf(identity: string, saltVersion: number): Promise<string | null> {
    const before = this.#names.get(identity);
    if (before !== undefined) return before;
    const why = await this.#reasonAgainst(identity, saltVersion);
    const name = this.canonical(identity);
    if (why !== '') this.#left.set(name, why);
    this.#names.set(identity, why === '' ? name : null);
    return why === '' ? name : null;
  }

  /** Of those that were asked for. */
  counted(): number {
    return new Set([...this.#names.values()].filter((name) => name !== null)).size;
  }

  leftOut(): { readonly reason: string; readonly repositories: number }[] {
    const counts = new Map<string, number>();
    for (const reason of this.#left.values()) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    return [...counts]
      .map(([reason, repositories]) => ({ reason, repositories }))
      .sort((a, b) => b.repositories - a.repositories || (a.reason < b.reason ? -1 : 1));
  }

  /** What kept consent from being asked for, as sentences; with any the look is incomplete. */
  problems(): readonly string[] {
    return [...this.#problems];
  }

  /** '' where the repository counts. */
  async #reasonAgainst(identity: string, saltVersion: number): Promise<string> {
    const { ownerId } = this.#input;
    if (ownerId === null) return '';
    const id = this.#ids.get(identity);
    try {
      if (id !== undefined) {
        const answer = await this.#memory.check({ org: ownerId, repository: id }, AGGREGATE);
        return answer.granted ? '' : REASONS[answer.reason];
      }
      this.#consents ??= consentsOf(this.#input, ownerId);
      return await this.#unnamed(identity, saltVersion, await this.#consents);
    } catch (error) {
      if (!(error instanceof PhaseMirrorError) || error.kind !== 'store') throw error;
      this.#problems.add(`Consent could not be asked for, which counts as none: ${error.message}`);
      return UNREACHABLE;
    }
  }

  /**
   * Whose id is not known is found in the grants under the salt of its rows alone. Where grants under another version
   * speak of single repositories, one of them may be this one: then it does not count.
   */
  async #unnamed(identity: string, saltVersion: number, { newest, versions }: OrgConsents): Promise<string> {
    const own = versions.find((version) => version.saltVersion === saltVersion);
    if (own === undefined || versions.some((version) => version !== own && version.speaksOfSingle)) return UNNAMED;
    if (newest !== null && newest.saltVersion !== saltVersion && newest.record.excludes.length > 0) return UNNAMED;
    const { consent } = this.#input.stores;
    const repo = await consent.getConsent({ kind: 'repo', org: own.org, repository: identity });
    const answer = judgeConsent(newest?.record ?? null, repo, identity, AGGREGATE, this.#input.clock.now());
    return answer.granted ? '' : REASONS[answer.reason];
  }
}

interface OrgConsents {
  /** The record of the organisation that counts: under the newest version that has one. */
  readonly newest: { readonly record: ConsentRecord; readonly saltVersion: number } | null;
  readonly versions: readonly {
    readonly saltVersion: number;
    readonly org: string;
    /** Whether there ever was a grant for a single repository. */
    readonly speaksOfSingle: boolean;
  }[];
}

async function consentsOf({ stores, anonymizers }: RepositoriesInput, ownerId: number): Promise<OrgConsents> {
  let newest: OrgConsents['newest'] = null;
  const versions: OrgConsents['versions'][number][] = [];
  for (const { saltVersion, org: identityOf } of anonymizers) {
    const org = identityOf(ownerId);
    const record = await stores.consent.getConsent({ kind: 'org', org });
    if (record !== null) newest ??= { record, saltVersion };
    // One version has nobody to be mistaken for.
    const history = anonymizers.length === 1 ? [] : await stores.consent.consentHistory(org);
    versions.push({ saltVersion, org, speaksOfSingle: history.some(({ scope }) => scope.kind === 'repo') });
  }
  return { newest, versions };
}

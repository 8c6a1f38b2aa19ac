/**
 * Whose verdicts count: the reviewers that the base lists, as the ids that identities are made of, and which of them a
 * recorded identity is.
 */
import type { Identify } from '../calibration/votes.js';
import type { Account, Accounts } from '../github/reviewers.js';
import type { Config } from '../policy/types.js';
import type { Anonymizer } from '../privacy/anonymizer.js';
import type { Located } from '../repository/types.js';
import { localIdOf } from './local.js';
import type { Id } from './memory.js';

/** Names that are looked up side by side. */
const AT_ONCE = 8;
const TIME_LIMIT_MS = 60_000;
/** GitHub's numeric id: nobody has to be asked who that is. */
const ID = /^[1-9]\d{0,14}$/;

export interface Reviewers {
  /** Numeric ids and `local:…`, each with the name to call it by. */
  readonly ids: ReadonlyMap<Id, string>;
  /** By login or address in lower case. */
  readonly byName: ReadonlyMap<string, Id>;
  /** Entries of the list that stand for nobody, or whose people are not known. */
  readonly notes: readonly string[];
  /** Whether somebody may be missing because GitHub did not say. */
  readonly incomplete: boolean;
}

/** How to ask GitHub. */
export interface GitHubAccess {
  readonly token: string;
  readonly apiUrl?: string;
}

interface Entry {
  readonly people: readonly { readonly id: Id; readonly name: string }[];
  readonly note: string;
  readonly unknown: boolean;
}

/**
 * @param config of the base
 * @param github null: without a token only numeric ids and e-mail addresses can be told apart
 * @param backend an address stands for who judged in a database of one's own; where others share the memory it proves nothing
 * @throws PhaseMirrorError kind `user` when the API address is none
 */
export async function reviewersOf(
  { calibration: { reviewers } }: Pick<Config, 'calibration'>,
  github: GitHubAccess | null,
  backend: 'sqlite' | 'aws',
): Promise<Reviewers> {
  const named = reviewers.some(({ value }) => !value.includes('@') && !ID.test(value));
  const accounts = github === null || !named ? null : await openAccounts(github);
  const entries: Entry[] = [];
  for (let start = 0; start < reviewers.length; start += AT_ONCE) {
    const some = reviewers.slice(start, start + AT_ONCE);
    entries.push(...(await Promise.all(some.map((entry) => entryOf(entry, accounts, backend)))));
  }
  const people = entries.flatMap((entry) => entry.people);
  return {
    ids: new Map(people.map(({ id, name }) => [id, name])),
    byName: new Map(people.map(({ id, name }) => [name.toLowerCase(), id])),
    notes: entries.flatMap(({ note }) => (note === '' ? [] : [note])),
    incomplete: entries.some(({ unknown }) => unknown),
  };
}

/**
 * One name per reviewer, whatever version of the identity salt an identity was written under: what it is under the newest.
 *
 * @param anonymizers one per version, newest first
 */
export function identifier({ ids }: Pick<Reviewers, 'ids'>, anonymizers: readonly Anonymizer[]): Identify {
  const [newest] = anonymizers;
  if (newest === undefined) throw new RangeError('no anonymizer');
  const names = new Map<string, string>();
  for (const id of ids.keys()) {
    for (const { actor } of anonymizers) names.set(actor(id), newest.actor(id));
  }
  return (identity) => names.get(identity) ?? null;
}

async function entryOf(entry: Located<string>, accounts: Accounts | null, backend: 'sqlite' | 'aws'): Promise<Entry> {
  const { value: name } = entry;
  if (name.includes('@')) {
    if (backend === 'sqlite') return known([{ id: localIdOf(name), name }]);
    return nobody(entry, 'is an e-mail address, which stands for nobody where others share the memory');
  }
  if (ID.test(name)) return known([{ id: Number(name), name }]);
  if (accounts === null) return unknown(entry, 'is not known without a token');
  const [organisation = '', team] = name.split('/');
  if (team === undefined) {
    const asked = await accounts.byLogin(name);
    if (!asked.ok) return unknown(entry, `is not known: ${asked.detail}`);
    if (asked.value === null) return nobody(entry, 'is no account of GitHub; a renamed one has to be listed anew');
    if (!asked.value.person) return nobody(entry, 'is no person: nobody else answers for a verdict');
    return known([reviewer(asked.value)]);
  }
  const asked = await accounts.membersOf(organisation, team);
  if (!asked.ok) return unknown(entry, `counts only where the token may list its members: ${asked.detail}`);
  return known(asked.value.filter(({ person }) => person).map(reviewer));
}

function reviewer({ id, login }: Account): { readonly id: Id; readonly name: string } {
  return { id, name: login };
}

function known(people: Entry['people']): Entry {
  return { people, note: '', unknown: false };
}

/** A definite answer: the list is wrong, the look at it is not. */
function nobody(entry: Located<string>, why: string): Entry {
  return { people: [], note: noteOf(entry, why), unknown: false };
}

function unknown(entry: Located<string>, why: string): Entry {
  return { people: [], note: noteOf(entry, why), unknown: true };
}

function noteOf({ value, at }: Located<string>, why: string): string {
  return `"${value}" in \`calibration.reviewers\` (${at.path}:${at.startLine}) ${why}`;
}

async function openAccounts({ token, apiUrl }: GitHubAccess): Promise<Accounts> {
  const { openAccounts: open } = await import('../github/reviewers.js');
  return await open({ token, apiUrl: apiUrl ?? 'https://api.github.com', timeLimitMs: TIME_LIMIT_MS });
}

/** Who stands behind the names that a repository lists as reviewers: numeric ids, which stay when a name changes hands. */
import type { components } from '@octokit/openapi-types';
import type { ApiFailure } from './answers.js';
import { type ClientOptions, createClient } from './client.js';
import type { Asked } from './collaborators.js';
import { wordsOf } from './failures.js';
import { readAll } from './pages.js';
import { array, count, isPathSegment, record, text, UNKNOWN_SHAPE, UnknownShape } from './shapes.js';

type Schemas = components['schemas'];

export interface Account {
  readonly id: number;
  readonly login: string;
  /** Only a person can answer for a verdict. */
  readonly person: boolean;
}

export interface Accounts {
  /** The account of that name; null: GitHub says that there is none. */
  byLogin(login: string): Promise<Asked<Account | null>>;
  /** Members of a team and of those below it. GitHub answers 404 also where the token may not see the team. */
  membersOf(organisation: string, team: string): Promise<Asked<readonly Account[]>>;
}

/** @throws PhaseMirrorError kind `user` when the API address is none. What it returns never throws for GitHub's answers. */
export async function openAccounts(options: ClientOptions): Promise<Accounts> {
  const client = await createClient(options);
  return {
    // docs.github.com/rest/users/users#get-a-user
    async byLogin(login) {
      if (!isPathSegment(login)) return { ok: true, value: null };
      const answer = await client.get('/users/{username}', { username: login });
      if (answer.ok) return understood(() => accountOf(answer.data));
      const { failure } = answer;
      if (failure.kind === 'status' && failure.status === 404) return { ok: true, value: null };
      return { ok: false, detail: detailOf(failure, login, 'metadata: read') };
    },
    // docs.github.com/rest/teams/members#list-team-members
    async membersOf(organisation, team) {
      const name = `${organisation}/${team}`;
      if (![organisation, team].every(isPathSegment)) return { ok: false, detail: `there is no team ${name}` };
      const parameters = { org: organisation, team_slug: team };
      return await understoodAsync(async () => {
        const listing = await readAll(client, '/orgs/{org}/teams/{team_slug}/members', parameters, array);
        if (listing.kind === 'all') return { ok: true, value: listing.items.map(accountOf) };
        if (listing.kind === 'too-many') return { ok: false, detail: 'it has more than 1000 members' };
        return { ok: false, detail: detailOf(listing.failure, name, 'members: read') };
      });
    },
  };
}

function accountOf(data: unknown): Account {
  const { id, login, type } = record<Pick<Schemas['simple-user'], 'id' | 'login' | 'type'>>(data);
  return { id: count(id), login: text(login), person: text(type) === 'User' };
}

function detailOf(failure: ApiFailure, name: string, permission: string): string {
  return wordsOf(failure, {
    repository: name,
    missing: `${name} is not visible to the token`,
    permission,
    grant: 'use a token that has it',
  }).detail;
}

function understood<T>(read: () => T): Asked<T> {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    if (error instanceof UnknownShape) return { ok: false, detail: UNKNOWN_SHAPE };
    throw error;
  }
}

async function understoodAsync<T>(read: () => Promise<Asked<T>>): Promise<Asked<T>> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UnknownShape) return { ok: false, detail: UNKNOWN_SHAPE };
    throw error;
  }
}

/** What an account may do in a repository, and whether it is in a team: who may accept a baseline. */
import type { ApiFailure } from './answers.js';
import { type ClientOptions, createClient } from './client.js';
import { wordsOf } from './failures.js';
import { isPathSegment, ownerAndName, record, UNKNOWN_SHAPE, UnknownShape } from './shapes.js';

/** An answer, or why there is none: nobody is let in on a guess. */
export type Asked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly detail: string };

export interface People {
  /** Whether the account has the role admin or maintain, or a role made of one of them. Not a collaborator: false. */
  maintains(login: string): Promise<Asked<boolean>>;
  /** Whether the account is a member of the team, or of one below it. */
  isMember(organisation: string, team: string, login: string): Promise<Asked<boolean>>;
}

/**
 * @param options `repository`: `owner/name`
 * @throws PhaseMirrorError kind `user` when `repository` is not `owner/name` or the API address is none
 */
export async function openPeople(options: ClientOptions & { readonly repository: string }): Promise<People> {
  const { repository } = options;
  const [owner, repo] = ownerAndName(repository);
  const client = await createClient(options);
  return {
    // docs.github.com/rest/collaborators/collaborators#get-repository-permissions-for-a-user
    async maintains(login) {
      if (!isPathSegment(login)) return { ok: true, value: false };
      const route = '/repos/{owner}/{repo}/collaborators/{username}/permission';
      const answer = await client.get(route, { owner, repo, username: login });
      // No such account, or not one of this repository: the bot of an app.
      if (!answer.ok && isStatus(answer.failure, 404)) return { ok: true, value: false };
      if (!answer.ok) return asked(answer.failure, repository, 'metadata: read');
      return understood(() => {
        const { permission, role_name: role, user } = record(answer.data);
        if (typeof permission !== 'string') throw new UnknownShape();
        // `permission` calls maintain "write"; a custom role has a name of its own, and what it is made of below `user`.
        const rights = user === null || user === undefined ? {} : record(record(user)['permissions'] ?? {});
        return permission === 'admin' || role === 'maintain' || rights['maintain'] === true;
      });
    },
    // docs.github.com/rest/teams/members#get-team-membership-for-a-user
    async isMember(organisation, team, login) {
      if (![organisation, team, login].every(isPathSegment)) return { ok: true, value: false };
      const route = '/orgs/{org}/teams/{team_slug}/memberships/{username}';
      const answer = await client.get(route, { org: organisation, team_slug: team, username: login });
      if (!answer.ok && isStatus(answer.failure, 404)) return { ok: true, value: false };
      if (!answer.ok) return asked(answer.failure, `${organisation}/${team}`, 'members: read');
      return understood(() => record(answer.data)['state'] === 'active');
    },
  };
}

function isStatus(failure: ApiFailure, status: number): boolean {
  return failure.kind === 'status' && failure.status === status && failure.rateLimited === null;
}

function asked(failure: ApiFailure, about: string, permission: string): Asked<never> {
  const { detail } = wordsOf(failure, {
    repository: about,
    missing: `${about} is not visible to the token`,
    permission,
    grant: 'give `github-token` one that has it',
  });
  return { ok: false, detail };
}

function understood(read: () => boolean): Asked<boolean> {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    if (error instanceof UnknownShape) return { ok: false, detail: UNKNOWN_SHAPE };
    throw error;
  }
}

/** GitHub's numeric ids of what people call by name. Names change hands, ids do not: what is stored is made of ids. */
import { PhaseMirrorError } from '../errors.js';
import { type ClientOptions, createClient } from './client.js';
import { wordsOf } from './failures.js';
import { count, ownerAndName, record, UNKNOWN_SHAPE, UnknownShape } from './shapes.js';

export interface RepositoryIds {
  readonly repository: number;
  /** Of the organisation or account that owns it. */
  readonly owner: number;
}

/**
 * `GET /repos/{owner}/{repo}` (docs.github.com/rest/repos/repos#get-a-repository); needs `metadata: read`.
 *
 * @param name `owner/name`
 * @throws PhaseMirrorError `user` when it is not of that form; `evidence` when GitHub does not say
 */
export async function repositoryIds(options: ClientOptions, name: string): Promise<RepositoryIds> {
  const [owner, repo] = ownerAndName(name);
  const missing = `no repository ${name} is visible to the token; check the name and that the token may read it`;
  const data = await answerOf(options, '/repos/{owner}/{repo}', { owner, repo }, { thing: name, missing });
  return shaped(name, () => ({ repository: count(data['id']), owner: count(record(data['owner'])['id']) }));
}

/**
 * `GET /users/{username}`: organisations and people alike (docs.github.com/rest/users/users#get-a-user); every token.
 *
 * @throws PhaseMirrorError as {@link repositoryIds}
 */
export async function accountId(options: ClientOptions, login: string): Promise<number> {
  if (!/^[A-Za-z0-9_-]{1,100}(?:\[bot\])?$/.test(login)) {
    throw new PhaseMirrorError('user', {
      thing: JSON.stringify(login.slice(0, 80)),
      reason: 'is not the name of an account',
      next: "Give a login, or GitHub's numeric id",
    });
  }
  const missing = `there is no account ${login}`;
  const data = await answerOf(options, '/users/{username}', { username: login }, { thing: login, missing });
  return shaped(login, () => count(data['id']));
}

interface About {
  readonly thing: string;
  readonly missing: string;
}

async function answerOf(
  options: ClientOptions,
  route: string,
  parameters: Readonly<Record<string, string>>,
  { thing, missing }: About,
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await (await createClient(options)).get(route, parameters);
  if (answer.ok) return shaped(thing, () => record(answer.data));
  const asked = { repository: thing, missing, permission: 'metadata: read', grant: 'use a token that has it' };
  throw notSaid(thing, wordsOf(answer.failure, asked).detail);
}

function shaped<T>(thing: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnknownShape) throw notSaid(thing, UNKNOWN_SHAPE);
    throw error;
  }
}

function notSaid(thing: string, detail: string): PhaseMirrorError {
  return new PhaseMirrorError('evidence', {
    thing: `the id of ${thing}`,
    reason: `could not be asked: ${detail}`,
    next: "Give GitHub's numeric id instead of the name",
  });
}

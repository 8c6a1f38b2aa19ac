import { afterEach, describe, expect, it } from '@jest/globals';
import { accountId, repositoryIds } from '../../src/github/accounts.js';
import { forbidden, type GitHubApi, type Reply, startGitHubApi } from '../support/github-api.js';

let api: GitHubApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

async function options(elsewhere: Reply) {
  api = await startGitHubApi({ elsewhere });
  return { token: 'ghs_x', apiUrl: api.url, retryDelaysMs: [1, 1] };
}

const NOT_FOUND: Reply = { status: 404, body: { message: 'Not Found' } };

describe('repositoryIds', () => {
  it('asks once, and takes the ids of the repository and of its owner', async () => {
    const context = await options({ body: { id: 7, owner: { id: 1 } } });
    expect(await repositoryIds(context, 'octo-org/app')).toEqual({ repository: 7, owner: 1 });
    expect(api?.requests.map(({ target }) => target)).toEqual(['/repos/octo-org/app']);
  });

  it.each<[string, Reply, string]>([
    ['a repository that is not there', NOT_FOUND, 'no repository octo-org/app is visible to the token'],
    ['a token that may not', forbidden(), 'the token lacks `metadata: read`'],
    ['an outage', { status: 502, body: '' }, '502: GitHub has a problem'],
    ['an id that is none', { body: { id: '7', owner: { id: 1 } } }, 'the answer is not of the documented form'],
    ['no owner', { body: { id: 7, owner: null } }, 'the answer is not of the documented form'],
    ['a list', { body: [] }, 'the answer is not of the documented form'],
  ])('says so of %s, and how to do without', async (_what, reply, text) => {
    const asked = repositoryIds(await options(reply), 'octo-org/app');
    await expect(asked).rejects.toMatchObject({
      kind: 'evidence',
      exitCode: 2,
      message: expect.stringContaining(text),
      next: "Give GitHub's numeric id instead of the name",
    });
  });

  it('refuses what is not owner/name before it asks', async () => {
    const context = await options({ body: {} });
    await expect(repositoryIds(context, 'octo-org/../x')).rejects.toMatchObject({ kind: 'user' });
    expect(api?.requests).toEqual([]);
  });
});

describe('accountId', () => {
  it('asks for organisations and people alike', async () => {
    const context = await options({ body: { id: 5, type: 'Organization' } });
    expect(await accountId(context, 'octo-org')).toBe(5);
    expect(await accountId(context, 'dependabot[bot]')).toBe(5);
    expect(api?.requests.map(({ target }) => target)).toEqual(['/users/octo-org', '/users/dependabot%5Bbot%5D']);
  });

  it('says that there is none', async () => {
    await expect(accountId(await options(NOT_FOUND), 'octo-org')).rejects.toMatchObject({
      message: expect.stringContaining('404: there is no account octo-org'),
    });
  });

  it.each(['', '.', '..', 'a/b', 'a b', 'x'.repeat(101), 'ü'])('refuses "%s" before it asks', async (login) => {
    const context = await options({ body: { id: 5 } });
    await expect(accountId(context, login)).rejects.toMatchObject({ kind: 'user' });
    expect(api?.requests).toEqual([]);
  });
});

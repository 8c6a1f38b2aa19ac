/** Which branch is the default one of a clone, and which commit stands for it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { fromClone } from '../../src/oracle/drift-place.js';
import { Git } from '../../src/repository/git.js';
import { TEST_ENVIRONMENT, type TestRepo, Workshop } from '../support/git-repo.js';

const shop = new Workshop();
afterAll(() => shop.clean());

async function place(repo: TestRepo, defaultBranch: string | null = null) {
  const git = await Git.open(repo.dir, TEST_ENVIRONMENT);
  if (git === null) throw new Error('no repository');
  try {
    const { branch, trusted, trustedName } = await fromClone(git, { defaultBranch });
    return { branch, trusted, trustedName };
  } finally {
    await git.close();
  }
}

function source(branch: string): TestRepo {
  const repo = shop.repo();
  repo.commitFiles({ a: 'a' });
  repo.git('branch', '--move', branch);
  return repo;
}

describe('the default branch of a clone', () => {
  it('is what its remote says, at the commit of the remote', async () => {
    const clone = shop.clone(source('stable'));
    const trusted = clone.git('rev-parse', 'HEAD');
    clone.commitFiles({ a: 'b' });
    clone.git('switch', '--quiet', '-c', 'main');
    expect(await place(clone)).toEqual({ branch: 'stable', trusted, trustedName: 'origin/stable' });
  });

  it('keeps the name that the remote gave it, after the branch of the remote is gone here', async () => {
    const clone = shop.clone(source('stable'));
    clone.git('branch', 'main');
    clone.git('update-ref', '-d', 'refs/remotes/origin/stable');
    const trusted = clone.git('rev-parse', 'stable');
    expect(await place(clone)).toEqual({ branch: 'stable', trusted, trustedName: 'stable' });
  });

  it('is a usual name where there is no remote, else what is checked out', async () => {
    const repo = source('master');
    repo.git('switch', '--quiet', '-c', 'change');
    const trusted = repo.git('rev-parse', 'HEAD');
    expect(await place(repo)).toEqual({ branch: 'master', trusted, trustedName: 'master' });
    const odd = source('odd');
    expect(await place(odd)).toMatchObject({ branch: 'odd', trustedName: 'odd' });
    expect(await place(odd, 'gone')).toMatchObject({ branch: 'gone', trustedName: 'HEAD' });
  });

  it('is found beside a ref of the remote that points nowhere', async () => {
    const clone = shop.clone(source('main'));
    const trusted = clone.git('rev-parse', 'HEAD');
    const nowhere = '1'.repeat(40);
    writeFileSync(join(clone.dir, '.git/refs/remotes/origin/HEAD'), `${nowhere}\n`);
    expect(await place(clone)).toEqual({ branch: 'main', trusted, trustedName: 'origin/main' });
    clone.commitFiles({ a: 'b' });
    clone.git('pack-refs', '--all');
    writeFileSync(join(clone.dir, '.git/refs/remotes/origin/main'), `${nowhere}\n`);
    await expect(place(clone)).rejects.toThrow('origin/main is at 111111111111, which is no commit of this clone');
  });

  it('is the one at the end of a chain of symbolic refs', async () => {
    const clone = shop.clone(source('main'));
    const trusted = clone.git('rev-parse', 'HEAD');
    clone.git('symbolic-ref', 'refs/remotes/origin/stable', 'refs/remotes/origin/main');
    clone.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/stable');
    expect(await place(clone)).toEqual({ branch: 'main', trusted, trustedName: 'origin/main' });
  });

  it.each<[string, string, (text: string) => string]>([
    ['packed refs that were cut', 'packed-refs', (text) => text.slice(0, -30)],
    ['broken lines in the configuration', 'config', (text) => `${text}[core\n`],
  ])("is nobody's guess where %s are damaged: git says what is wrong", async (_, name, change) => {
    const clone = shop.clone(source('main'));
    clone.git('checkout', '--quiet', '--detach');
    clone.git('pack-refs', '--all');
    const file = join(clone.dir, '.git', name);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    await expect(place(clone)).rejects.toThrow(/^git for-each-ref failed: fatal: /);
  });

  it('is not guessed from a detached HEAD', async () => {
    const repo = source('odd');
    repo.git('checkout', '--quiet', '--detach');
    await expect(place(repo)).rejects.toThrow('The default branch is not known in this clone');
  });

  it('is no tag, however it is called', async () => {
    const repo = source('odd');
    const other = repo.commitFiles({ a: 'other' });
    repo.git('reset', '--quiet', '--hard', 'HEAD^');
    repo.git('update-ref', 'refs/tags/refs/heads/main', other);
    repo.git('update-ref', 'refs/tags/refs/remotes/origin/HEAD', other);
    expect(await place(repo)).toMatchObject({ branch: 'odd', trusted: repo.git('rev-parse', 'HEAD') });
  });

  it('has a commit', async () => {
    await expect(place(shop.repo())).rejects.toThrow('has no commit');
    const broken = source('main');
    writeFileSync(join(broken.dir, '.git/HEAD'), 'ref: refs/heads/none\n');
    await expect(place(broken)).rejects.toThrow('has no commit');
  });
});

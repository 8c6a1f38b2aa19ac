import { afterAll, describe, expect, it } from '@jest/globals';
import { Git } from '../../src/repository/git.js';
import { commitsOfLines } from '../../src/repository/git-blame.js';
import { TEST_ENVIRONMENT, type TestRepo, Workshop } from '../support/git-repo.js';

const workshop = new Workshop();
afterAll(() => workshop.clean());

async function commits(
  repo: TestRepo,
  from: number,
  to: number,
  path = 'a.yml',
  commit = repo.git('rev-parse', 'HEAD'),
): Promise<readonly string[] | null> {
  const git = await Git.open(repo.dir, TEST_ENVIRONMENT);
  if (git === null) throw new TypeError('not a repository');
  try {
    return await commitsOfLines(git, commit, path, { from, to });
  } finally {
    await git.close();
  }
}

describe('commitsOfLines', () => {
  it('names who wrote each line, once, in the order of the lines', async () => {
    const repo = workshop.repo();
    const first = repo.commitFiles({ 'a.yml': 'one\ntwo\nthree\n' });
    const second = repo.commitFiles({ 'a.yml': 'one\nTWO\nthree\nfour\n' });
    expect(await commits(repo, 1, 4)).toEqual([first, second]);
    expect(await commits(repo, 2, 3)).toEqual([second, first]);
    expect(await commits(repo, 4, 4)).toEqual([second]);
    expect(await commits(repo, 1, 1)).toEqual([first]);
    expect(await commits(repo, 1, 3, 'a.yml', first)).toEqual([first]);
  });

  it('looks at the commit, not at what lies beside it', async () => {
    const repo = workshop.repo();
    const first = repo.commitFiles({ 'a.yml': 'one\n' });
    repo.write('a.yml', 'changed\n');
    expect(await commits(repo, 1, 1)).toEqual([first]);
  });

  it('cannot be talked out of a commit, and runs nothing of the repository', async () => {
    const repo = workshop.repo();
    repo.commitFiles({ 'a.yml': 'one\n', '.gitattributes': '*.yml diff=evil\n' });
    const second = repo.commitFiles({ 'a.yml': 'ONE\n' });
    repo.write('ignored', `${second}\n`);
    repo.git('config', 'blame.ignoreRevsFile', 'ignored');
    repo.git('config', 'diff.evil.textconv', 'touch ran; cat');
    expect(await commits(repo, 1, 1)).toEqual([second]);
    expect(repo.git('status', '--porcelain', '--', 'ran')).toBe('');
  });

  it('does not know where the history ends before the line was written', async () => {
    const origin = workshop.repo();
    origin.commitFiles({ 'a.yml': 'one\n' });
    const second = origin.commitFiles({ 'a.yml': 'one\ntwo\n' });
    const last = origin.commitFiles({ 'a.yml': 'one\ntwo\nthree\n' });
    const shallow = workshop.checkout(origin, 'refs/heads/main', 2);
    expect(await commits(shallow, 3, 3)).toEqual([last]);
    expect(await commits(shallow, 1, 1)).toBeNull();
    // Cut off right there: the lines of its parents are taken for its own.
    expect([second, await commits(shallow, 2, 2)]).toEqual([second, null]);
  });

  it.each([
    ['a path that is not there', 'b.yml', 1, 1],
    ['a line that is not there', 'a.yml', 9, 9],
    ['a name that is not UTF-8', 'a\\xff.yml', 1, 1],
  ])('does not know %s', async (_what, path, from, to) => {
    const repo = workshop.repo();
    repo.commitFiles({ 'a.yml': 'one\n' });
    expect(await commits(repo, from, to, path)).toBeNull();
  });
});

import { lutimesSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { compareTrees } from '../../src/repository/compare.js';
import { Git } from '../../src/repository/git.js';
import { openWorkTree } from '../../src/repository/snapshot.js';
import type { TreeChange } from '../../src/repository/types.js';
import type { TestRepo } from '../support/git-repo.js';
import { TEST_ENVIRONMENT, Workshop } from '../support/git-repo.js';

const shop = new Workshop();
afterAll(() => shop.clean());

const governed = (path: string) => path.startsWith('.github/');

async function gitOf(repo: TestRepo): Promise<Git> {
  const git = await Git.open(repo.dir, TEST_ENVIRONMENT);
  if (git === null) throw new Error('no repository');
  return git;
}

async function ofWorkTree(repo: TestRepo, base: string): Promise<TreeChange> {
  const git = await gitOf(repo);
  const snapshot = openWorkTree(git);
  const change = await compareTrees(git, base, { kind: 'worktree', snapshot }, governed);
  await snapshot.close();
  return change;
}

async function ofCommit(repo: TestRepo, base: string, sha: string): Promise<TreeChange> {
  return compareTrees(await gitOf(repo), base, { kind: 'commit', sha }, governed);
}

/** As plain data, sorted. */
function plain({ renames, changed, deleted, lines }: TreeChange) {
  return {
    renames: Object.fromEntries(renames),
    changed: [...changed].sort(),
    deleted: [...deleted].sort(),
    lines: Object.fromEntries([...lines].map(([path, set]) => [path, [...set]])),
  };
}

const LONG = Array.from({ length: 30 }, (_, at) => `line ${at}\n`).join('');

describe.each(['commit', 'work tree'])('the difference between a base and a %s', (kind) => {
  const compare = (repo: TestRepo, base: string) => {
    if (kind === 'commit') return ofCommit(repo, base, repo.commit());
    repo.git('add', '--all');
    return ofWorkTree(repo, base);
  };

  it('has what was added, modified, deleted and moved, with lines of governed paths alone', async () => {
    const repo = shop.repo();
    const base = repo.commitFiles({
      '.github/edit.yml': 'a\nb\nc\n',
      '.github/move.yml': LONG,
      '.github/pure.yml': `pure ${LONG}`,
      '.github/gone.yml': 'unlike anything else',
      'src/a': 'a\n',
    });
    repo.write('.github/edit.yml', 'a\nB\nc\nd\n');
    repo.remove('.github/move.yml');
    repo.write('.github/moved to.yml', LONG.replace('line 3\n', 'line three\n'));
    repo.move('.github/pure.yml', '.github/sub/pure.yml');
    repo.remove('.github/gone.yml');
    repo.write('.github/new.yml', 'x\ny');
    repo.write('src/a', 'b\n');
    expect(plain(await compare(repo, base))).toEqual({
      renames: { '.github/move.yml': '.github/moved to.yml', '.github/pure.yml': '.github/sub/pure.yml' },
      changed: ['.github/edit.yml', '.github/moved to.yml', '.github/new.yml', '.github/sub/pure.yml', 'src/a'],
      deleted: ['.github/gone.yml'],
      lines: {
        '.github/edit.yml': [2, 4],
        '.github/moved to.yml': [4],
        '.github/new.yml': [1, 2],
        '.github/sub/pure.yml': [],
      },
    });
  });

  it('reads lines of binary files, of odd names and in spite of -diff', async () => {
    const repo = shop.repo();
    const name = '.github/-q"\\\n\tä.yml';
    const base = repo.commitFiles({
      [name]: 'a\n',
      '.github/bin.yml': 'a\n\0\n',
      '.gitattributes': '*.yml -diff binary\n',
    });
    repo.write(name, 'a\nb\n');
    repo.write('.github/bin.yml', 'a\n\0\nc\n');
    const raw = Buffer.concat([Buffer.from(`${repo.dir}/.github/`), Buffer.from([0xff])]);
    writeFileSync(raw, 'x');
    const { changed, lines } = plain(await compare(repo, base));
    expect(changed).toEqual([name, '.github/\\xff', '.github/bin.yml']);
    expect(lines).toEqual({ [name]: [2], '.github/bin.yml': [3] });
  });

  it('does not care about the configuration of diffs', async () => {
    const repo = shop.repo();
    const base = repo.commitFiles({ '.github/a.yml': LONG, '.github/b.yml': 'b\n' });
    for (const [key, value] of Object.entries({
      'diff.noprefix': 'true',
      'diff.mnemonicPrefix': 'true',
      'diff.renames': 'false',
      'diff.context': '9',
      'diff.interHunkContext': '9',
      'color.ui': 'always',
      'diff.ignoreSubmodules': 'all',
    })) {
      repo.git('config', key, value);
    }
    repo.git('mv', '.github/a.yml', '.github/c.yml');
    repo.write('.github/c.yml', LONG.replace('line 5\n', 'five\n').replace('line 9\n', 'nine\n'));
    const change = plain(await compare(repo, base));
    expect(change.renames).toEqual({ '.github/a.yml': '.github/c.yml' });
    expect(change.lines).toEqual({ '.github/c.yml': [6, 10] });
  });

  it('sees a file that became a link', async () => {
    const repo = shop.repo();
    const base = repo.commitFiles({ '.github/a.yml': 'a\n', '.github/b.yml': 'b\n' });
    repo.remove('.github/a.yml');
    repo.link('.github/a.yml', 'b.yml');
    const { changed, deleted, lines } = plain(await compare(repo, base));
    expect([changed, deleted, lines]).toEqual([['.github/a.yml'], [], { '.github/a.yml': [1] }]);
  });

  it('is empty between equal trees', async () => {
    const repo = shop.repo();
    const base = repo.commitFiles({ '.github/a.yml': 'a\n' });
    expect(plain(await compare(repo, base))).toEqual({ renames: {}, changed: [], deleted: [], lines: {} });
  });
});

describe('a work tree git was not told about', () => {
  it('has untracked files as added, with all their lines', async () => {
    const repo = shop.repo();
    const base = repo.commitFiles({ a: 'a' });
    repo.write('.github/new.yml', 'x\ny\nz');
    repo.write('.github/empty.yml', '');
    repo.write('other', 'x');
    expect(plain(await ofWorkTree(repo, base))).toMatchObject({
      changed: ['.github/empty.yml', '.github/new.yml', 'other'],
      lines: { '.github/new.yml': [1, 2, 3], '.github/empty.yml': [] },
    });
  });

  it('recognises a governed file that was moved unchanged', async () => {
    const repo = shop.repo();
    const base = repo.commitFiles({ '.github/a.yml': 'a\n', 'src/x': 'x\n' });
    repo.move('.github/a.yml', '.github/b.yml');
    repo.move('src/x', 'src/y');
    expect(plain(await ofWorkTree(repo, base))).toEqual({
      renames: { '.github/a.yml': '.github/b.yml' },
      changed: ['.github/b.yml', 'src/y'],
      deleted: ['src/x'],
      lines: { '.github/b.yml': [] },
    });
  });

  it('keeps a file that is only no longer tracked', async () => {
    const repo = shop.repo();
    const base = repo.commitFiles({ '.github/a.yml': 'a\n', '.github/b.yml': 'b\n' });
    repo.git('rm', '--quiet', '--cached', '-r', '.github');
    repo.write('.github/b.yml', 'changed\n');
    expect(plain(await ofWorkTree(repo, base))).toEqual({
      renames: {},
      changed: ['.github/b.yml'],
      deleted: [],
      lines: { '.github/b.yml': [1] },
    });
  });

  it('does not take another time stamp or other line ends for a change', async () => {
    const repo = shop.repo();
    repo.git('config', 'core.autocrlf', 'true');
    const base = repo.commitFiles({
      '.github/a.yml': 'a\nb\n',
      '.github/crlf.yml': 'a\r\nb\r\n',
      '.github/c.yml': 'c\n',
    });
    repo.link('.github/l.yml', 'a.yml');
    const withLink = repo.commit();
    for (const name of ['a', 'crlf', 'c']) utimesSync(join(repo.dir, `.github/${name}.yml`), 1e9, 1e9);
    lutimesSync(join(repo.dir, '.github/l.yml'), 1e9, 1e9);
    repo.write('.github/c.yml', 'd\n');
    expect(plain(await ofWorkTree(repo, withLink)).changed).toEqual(['.github/c.yml']);
    expect(plain(await ofWorkTree(repo, base)).changed).toEqual(['.github/c.yml', '.github/l.yml']);
  });

  it('looks at so many paths and leaves the lines of the rest open', async () => {
    const repo = shop.repo();
    const base = repo.commitFiles({ a: 'a' });
    for (let at = 0; at < 1010; at += 1) repo.write(`.github/${String(at).padStart(4, '0')}.yml`, 'x\n');
    const sha = repo.commit();
    const change = await ofCommit(repo, base, sha);
    expect(change.changed.size).toBe(1010);
    expect(change.lines.size).toBe(1000);
    expect([...(change.lines.get('.github/0999.yml') ?? [])]).toEqual([1]);
  });

  it('says when an object is missing', async () => {
    const repo = shop.repo();
    const base = repo.commitFiles({ a: 'a' });
    await expect(ofCommit(repo, '1'.repeat(40), base)).rejects.toThrow('git diff-tree failed');
  });
});

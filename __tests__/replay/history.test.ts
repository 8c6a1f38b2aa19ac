import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { firstParentHistory, type NeighbourChange, neighbourChanges } from '../../src/replay/history.js';
import { HistoryTree } from '../../src/replay/tree.js';
import { Git } from '../../src/repository/git.js';
import { openCommit } from '../../src/repository/snapshot.js';
import type { TreeEntry } from '../../src/repository/types.js';
import { TEST_ENVIRONMENT, type TestRepo, Workshop } from '../support/git-repo.js';

const workshop = new Workshop();
afterAll(() => workshop.clean());

async function opened(repo: TestRepo): Promise<Git> {
  const git = await Git.open(repo.dir, TEST_ENVIRONMENT);
  if (git === null) throw new Error('no repository');
  return git;
}

async function changesOf(git: Git, tip: string): Promise<NeighbourChange[]> {
  const commits = (await firstParentHistory(git, tip)).filter(({ parent }) => parent !== null);
  const changes: NeighbourChange[] = [];
  for await (const change of neighbourChanges(git, commits)) changes.push(change);
  return changes;
}

const told = ({ records }: NeighbourChange): string[] =>
  records.map(({ status, oldPath, newPath }) => `${status} ${oldPath}${oldPath === newPath ? '' : ` → ${newPath}`}`);

/** Enough lines that a changed one leaves the file similar. */
const LONG = Array.from({ length: 40 }, (_, index) => `line ${index}\n`).join('');

describe('firstParentHistory', () => {
  it('follows first parents, oldest first, and knows the root', async () => {
    const repo = workshop.repo();
    const root = repo.commitFiles({ a: '1' });
    repo.git('switch', '--quiet', '-c', 'side');
    repo.commitFiles({ b: '1' });
    repo.git('switch', '--quiet', 'main');
    const second = repo.commitFiles({ a: '2' });
    repo.git('merge', '--quiet', '--no-ff', '-m', 'merge', 'side');
    const merge = repo.git('rev-parse', 'HEAD');
    const git = await opened(repo);
    const time = Date.parse('2026-01-01T00:00:00Z') / 1000;
    expect(await firstParentHistory(git, merge)).toEqual([
      { sha: root, parent: null, time },
      { sha: second, parent: root, time },
      { sha: merge, parent: second, time },
    ]);
    const [, merged] = await changesOf(git, merge);
    expect(merged === undefined ? [] : told(merged)).toEqual(['A b']);
    await git.close();
  });

  it('takes the commit at which a shallow clone ends for a root', async () => {
    const repo = workshop.repo();
    for (const text of ['1', '2', '3']) repo.commitFiles({ a: text });
    const git = await opened(workshop.clone(repo, '--depth=2'));
    const history = await firstParentHistory(git, repo.git('rev-parse', 'HEAD'));
    expect(history.map(({ parent }) => parent === null)).toEqual([true, false]);
    await git.close();
  });
});

describe('neighbourChanges', () => {
  it('tells additions, edits, moves, deletions, odd names and empty commits', async () => {
    const repo = workshop.repo();
    repo.commitFiles({ long: LONG, gone: 'x' });
    repo.commit('empty');
    repo.move('long', 'dir/moved');
    repo.write('dir/moved', `${LONG}more\n`);
    repo.commit();
    repo.commitFiles({ gone: null, 'a\nb :100644 c': '1', 'é\t"': '2' });
    repo.commit('empty at the end');
    const git = await opened(repo);
    const changes = await changesOf(git, repo.git('rev-parse', 'HEAD'));
    expect(changes.map(told)).toEqual([[], ['R long → dir/moved'], ['A a\nb :100644 c', 'D gone', 'A é\t"'], []]);
    expect(changes.some(({ exactRenames }) => exactRenames)).toBe(false);
    await git.close();
  });

  it('goes on where content is missing, with moves of identical files alone', async () => {
    const repo = workshop.repo();
    repo.commitFiles({ long: LONG, same: 'moved as it is\n' });
    const blob = repo.git('rev-parse', 'HEAD:long');
    repo.commitFiles({ a: '1' });
    repo.move('long', 'renamed');
    repo.write('renamed', `${LONG}more\n`);
    repo.move('same', 'elsewhere');
    repo.commit();
    repo.commitFiles({ a: '2' });
    rmSync(join(repo.dir, '.git/objects', blob.slice(0, 2), blob.slice(2)), { force: true });
    const git = await opened(repo);
    const changes = await changesOf(git, repo.git('rev-parse', 'HEAD'));
    expect(changes.map((change) => [change.exactRenames, ...told(change)])).toEqual([
      [false, 'A a'],
      [true, 'R same → elsewhere', 'D long', 'A renamed'],
      [false, 'M a'],
    ]);
    await git.close();
  });

  it('fails when a tree itself is missing', async () => {
    const repo = workshop.repo();
    repo.commitFiles({ 'dir/a': '1' });
    repo.commitFiles({ 'dir/a': '2' });
    const tree = repo.git('rev-parse', 'HEAD:dir');
    rmSync(join(repo.dir, '.git/objects', tree.slice(0, 2), tree.slice(2)), { force: true });
    const git = await opened(repo);
    await expect(changesOf(git, repo.git('rev-parse', 'HEAD'))).rejects.toMatchObject({ kind: 'evidence' });
    await git.close();
  });

  it('ends its process when nobody listens any more', async () => {
    const repo = workshop.repo();
    for (let count = 0; count < 5; count += 1) repo.commitFiles({ a: String(count) });
    const git = await opened(repo);
    const commits = (await firstParentHistory(git, repo.git('rev-parse', 'HEAD'))).slice(1);
    for await (const { commit } of neighbourChanges(git, commits)) {
      expect(commit).toEqual(commits[0]);
      break;
    }
    await git.close();
  });
});

describe('HistoryTree', () => {
  let repo: TestRepo;
  beforeAll(() => {
    repo = workshop.repo();
    repo.commitFiles({ 'b/1': LONG, 'b/2': '2', c: 'c', 'd/x': 'x' });
    repo.commitFiles({ 'b/1': null, a: 'first', 'b.c': 'between', e: 'last' });
    repo.remove('c');
    repo.link('c', 'a');
    repo.move('e', 'b/1');
    repo.commit();
    // A folder where a file was, and a file where a folder was.
    repo.remove('a');
    repo.write('a/deep', '1');
    repo.remove('d');
    repo.write('d', 'file');
    repo.commit();
    // More neighbours than git is asked for at once.
    for (let count = 0; count < 90; count += 1) repo.commitFiles({ n: String(count) });
  });

  it('has after each change what git lists for the commit', async () => {
    const git = await opened(repo);
    const history = await firstParentHistory(git, repo.git('rev-parse', 'HEAD'));
    const listed = async (sha: string): Promise<readonly TreeEntry[]> => openCommit(git, sha).list();
    const tree = new HistoryTree(await listed(history[0]?.sha ?? ''));
    let seen = 0;
    for await (const { commit, records } of neighbourChanges(git, history.slice(1))) {
      tree.apply(records);
      seen += 1;
      // Looked at now and then, as a replay does: what came before is then applied at once.
      if (seen % 3 === 0 || seen < 5) expect(tree.entries).toEqual(await listed(commit.sha));
    }
    expect(seen).toBe(93);
    await git.close();
  });
});

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { PhaseMirrorError } from '../../src/errors.js';
import { compareTrees } from '../../src/repository/compare.js';
import { Git } from '../../src/repository/git.js';
import type { TreeSnapshot } from '../../src/repository/snapshot.js';
import { openCommit, openFolder, openWorkTree, overlay } from '../../src/repository/snapshot.js';
import type { ReadResult, Snapshot } from '../../src/repository/types.js';
import type { TestRepo } from '../support/git-repo.js';
import { TEST_ENVIRONMENT, Workshop } from '../support/git-repo.js';

const shop = new Workshop();
const opened: Snapshot[] = [];
afterAll(async () => {
  await Promise.all(opened.map((snapshot) => snapshot.close()));
  shop.clean();
});

async function gitOf(repo: TestRepo): Promise<Git> {
  const git = await Git.open(repo.dir, TEST_ENVIRONMENT);
  if (git === null) throw new Error('no repository');
  return git;
}

function keep<T extends Snapshot>(snapshot: T): T {
  opened.push(snapshot);
  return snapshot;
}

async function paths(snapshot: Snapshot): Promise<string[]> {
  return (await snapshot.list()).map(({ path }) => path);
}

/** The text of a file, or why there is none. */
function show(result: ReadResult): string {
  if (result.ok) return Buffer.from(result.bytes).toString('latin1');
  const { failure } = result;
  return failure.reason === 'not-a-file' ? `not-a-file ${failure.kind}` : failure.reason;
}

const read = async (snapshot: Snapshot, path: string, max = 1000) => show(await snapshot.read(path, max));

/** The same files as a work tree, as a commit and as a plain folder. */
async function everyKind(fill: (repo: TestRepo) => void): Promise<Record<string, TreeSnapshot>> {
  const repo = shop.repo();
  fill(repo);
  const sha = repo.commit();
  const git = await gitOf(repo);
  return {
    worktree: keep(openWorkTree(git)),
    commit: keep(openCommit(git, sha)),
    folder: keep(openFolder(repo.dir)),
  };
}

describe('every kind of snapshot', () => {
  it('lists paths sorted by code unit and reads them', async () => {
    const kinds = await everyKind((repo) => {
      for (const path of ['b', 'a/z', 'a-b', 'B', '😀', '\uFB01', 'a/b/c']) repo.write(path, `of ${path.length}`);
    });
    for (const snapshot of Object.values(kinds)) {
      expect(await paths(snapshot)).toEqual(['B', 'a-b', 'a/b/c', 'a/z', 'b', '😀', '\uFB01']);
      const results = await snapshot.readMany(['a/z', 'none', 'a', '😀', 'a/z'], 1000);
      expect(results.map(show)).toEqual(['of 3', 'missing', 'not-a-file directory', 'of 2', 'of 3']);
    }
  });

  it('names itself', async () => {
    const kinds = await everyKind((repo) => repo.write('a', 'a'));
    expect(kinds['worktree']?.id).toBe('worktree');
    expect(kinds['commit']?.id).toMatch(/^commit:[0-9a-f]{40}$/);
    expect(kinds['folder']?.id).toBe('folder');
  });

  it('refuses a file over its budget without reading it, and still reads its neighbours', async () => {
    const kinds = await everyKind((repo) => {
      repo.write('big', 'x'.repeat(1001));
      repo.write('edge', 'y'.repeat(1000));
    });
    for (const snapshot of Object.values(kinds)) {
      const [big, edge] = await snapshot.readMany(['big', 'edge'], 1000);
      expect(big).toEqual({ ok: false, failure: { reason: 'too-large', bytes: 1001, limit: 1000 } });
      expect(edge?.ok).toBe(true);
      // Known by now, and still over a smaller budget.
      expect(await snapshot.read('edge', 10)).toEqual({
        ok: false,
        failure: { reason: 'too-large', bytes: 1000, limit: 10 },
      });
      expect((await snapshot.read('big', 2000)).ok).toBe(true);
    }
  });

  it('gives the same bytes for the same path, also through a link and when asked twice at once', async () => {
    const kinds = await everyKind((repo) => {
      repo.write('dir/a', 'a');
      repo.link('l', 'dir/a');
    });
    for (const snapshot of Object.values(kinds)) {
      const results = await Promise.all([...['dir/a', 'l', 'dir/a'].map((path) => snapshot.read(path, 1000))]);
      const [first, ...others] = results.map((result) => (result.ok ? result.bytes : null));
      expect(show(results[0]!)).toBe('a');
      for (const other of others) expect(other).toBe(first);
    }
  });

  it('follows links inside the tree only', async () => {
    const outside = shop.folder('outside');
    writeFileSync(join(outside, 'secret'), 'secret');
    const kinds = await everyKind((repo) => {
      repo.write('dir/a', 'a');
      repo.write('dir/deep/b', 'b');
      repo.link('file', 'dir/a');
      repo.link('chain', 'file');
      repo.link('dir/up', '../dir/./deep//b');
      repo.link('folder', 'dir');
      repo.link('nested', 'folder/deep');
      repo.link('dangling', 'dir/none');
      repo.link('absolute', join(outside, 'secret'));
      repo.link('inside-but-absolute', join(repo.dir, 'dir/a'));
      repo.link('above', '../outside');
      repo.link('dir/above', '../../x');
      repo.link('sly', 'dir/../../x');
      repo.link('out', outside);
      repo.link('chained-out', 'absolute');
      repo.link('loop', 'loop2');
      repo.link('loop2', 'loop');
      repo.link('self', 'self/x');
      repo.link('git', '.git/config');
      repo.link('Git', '.GIT/HEAD');
      repo.link('drive', 'C:/x');
      repo.link('through-file', 'dir/a/b');
    });
    for (const snapshot of Object.values(kinds)) {
      const expected = {
        file: 'a',
        chain: 'a',
        'dir/up': 'b',
        'folder/a': 'a',
        'nested/b': 'b',
        folder: 'not-a-file directory',
        dangling: 'missing',
        absolute: 'symlink-outside',
        'inside-but-absolute': 'symlink-outside',
        above: 'symlink-outside',
        'dir/above': 'symlink-outside',
        sly: 'symlink-outside',
        'out/secret': 'symlink-outside',
        'chained-out': 'symlink-outside',
        loop: 'unreadable',
        self: 'unreadable',
        git: 'symlink-outside',
        Git: 'symlink-outside',
        drive: 'symlink-outside',
        'through-file': 'missing',
        '../x': 'symlink-outside',
        '.git/config': 'symlink-outside',
        'dir/../dir/a': 'a',
      };
      const results = await snapshot.readMany(Object.keys(expected), 1000);
      expect(Object.fromEntries(Object.keys(expected).map((path, at) => [path, show(results[at]!)]))).toEqual(expected);
      expect(await snapshot.read('absolute', 1000)).toEqual({
        ok: false,
        failure: { reason: 'symlink-outside', target: join(outside, 'secret') },
      });
    }
  });

  it('handles names and contents that are not UTF-8', async () => {
    const kinds = await everyKind((repo) => {
      const raw = Buffer.concat([Buffer.from(`${repo.dir}/`), Buffer.from([0x66, 0xff, 0x6f])]);
      writeFileSync(raw, Buffer.from([0xff, 0xfe, 0x00]));
      repo.write('f\\xffo', 'the literal name');
      repo.write('line\nbreak\x1b[0m', 'controls');
      repo.link('to-raw', 'f\\x5cxffo');
    });
    for (const snapshot of Object.values(kinds)) {
      expect(await paths(snapshot)).toEqual(['f\\x5cxffo', 'f\\xffo', 'line\nbreak\x1b[0m', 'to-raw']);
      expect(await read(snapshot, 'f\\xffo')).toBe('\xff\xfe\0');
      expect(await read(snapshot, 'f\\x5cxffo')).toBe('the literal name');
      expect(await read(snapshot, 'line\nbreak\x1b[0m')).toBe('controls');
      expect(await read(snapshot, 'to-raw')).toBe('missing');
    }
  });
});

describe('a work tree', () => {
  it('is what is on disk: changed, untracked, not deleted, not ignored', async () => {
    const repo = shop.repo();
    repo.commitFiles({ kept: '1', changed: '1', deleted: '1', 'gone/x': '1', '.gitignore': 'ignored\n' });
    repo.write('changed', '2');
    repo.write('new/untracked', '3');
    repo.write('ignored', '4');
    repo.link('to-ignored', 'ignored');
    repo.remove('deleted');
    repo.remove('gone');
    const snapshot = keep(openWorkTree(await gitOf(repo)));
    expect(await paths(snapshot)).toEqual(['.gitignore', 'changed', 'kept', 'new/untracked', 'to-ignored']);
    expect([...(await snapshot.untracked())]).toEqual(['new/untracked', 'to-ignored']);
    const results = await snapshot.readMany(['changed', 'new/untracked', 'ignored', 'to-ignored', 'deleted'], 100);
    expect(results.map(show)).toEqual(['2', '3', 'missing', 'missing', 'missing']);
    const kinds = (await snapshot.list()).map(({ kind }) => kind);
    expect(kinds).toEqual(['file', 'file', 'file', 'file', 'symlink']);
  });

  it('works before the first commit', async () => {
    const repo = shop.repo();
    repo.write('a', 'a');
    const snapshot = keep(openWorkTree(await gitOf(repo)));
    expect(await paths(snapshot)).toEqual(['a']);
    expect(await read(snapshot, 'a')).toBe('a');
  });

  it('lists each path of an unfinished merge once', async () => {
    const repo = shop.repo();
    repo.commitFiles({ a: 'base\n' });
    repo.git('checkout', '--quiet', '-b', 'other');
    repo.commitFiles({ a: 'theirs\n' });
    repo.git('checkout', '--quiet', 'main');
    const ours = repo.commitFiles({ a: 'ours\n' });
    expect(() => repo.git('merge', 'other')).toThrow('Command failed');
    const git = await gitOf(repo);
    const snapshot = keep(openWorkTree(git));
    expect(await paths(snapshot)).toEqual(['a']);
    expect(await read(snapshot, 'a')).toContain('<<<<<<<');
    const change = await compareTrees(git, ours, { kind: 'worktree', snapshot }, () => true);
    expect([...change.changed]).toEqual(['a']);
    expect(await read(keep(overlay(git, ours, snapshot, change)), 'a')).toBe('ours\n');
  });

  it('keeps what a sparse checkout leaves out', async () => {
    const repo = shop.repo();
    repo.commitFiles({ 'in/a': 'a', 'out/b': 'b', 'out/deep/c': 'c' });
    repo.link('in/l', '../out/l2');
    repo.link('out/l2', 'deep/c');
    repo.commit();
    repo.git('sparse-checkout', 'set', 'in');
    const snapshot = keep(openWorkTree(await gitOf(repo)));
    expect(await paths(snapshot)).toEqual(['in/a', 'in/l', 'out/b', 'out/deep/c', 'out/l2']);
    const results = await snapshot.readMany(['in/a', 'out/b', 'out/l2', 'in/l', 'out', 'out/none'], 100);
    expect(results.map(show)).toEqual(['a', 'b', 'c', 'c', 'not-a-file directory', 'missing']);
  });

  it('does not follow a folder that was replaced by a link out of the tree', async () => {
    const outside = shop.folder('outside');
    writeFileSync(join(outside, 'a.yml'), 'secret');
    const repo = shop.repo();
    repo.commitFiles({ '.github/a.yml': 'a', x: 'x' });
    rmSync(join(repo.dir, '.github'), { recursive: true });
    repo.link('.github', outside);
    expect(await read(keep(openWorkTree(await gitOf(repo))), '.github/a.yml')).toBe('symlink-outside');
  });

  it('does not open a pipe', async () => {
    const repo = shop.repo();
    repo.commitFiles({ a: 'a' });
    rmSync(join(repo.dir, 'a'));
    execFileSync('mkfifo', [join(repo.dir, 'a')]);
    const snapshot = keep(openWorkTree(await gitOf(repo)));
    expect(await read(snapshot, 'a')).toBe('not-a-file special');
  });

  it('lists a submodule and not its files, and skips a repository inside', async () => {
    const inner = shop.repo('inner');
    inner.commitFiles({ x: 'x' });
    const repo = shop.repo();
    repo.git('submodule', '--quiet', 'add', `file://${inner.dir}`, 'sub');
    const sha = repo.commitFiles({ a: 'a' });
    mkdirSync(join(repo.dir, 'nested'));
    repo.git('init', '--quiet', 'nested');
    repo.write('nested/y', 'y');
    const git = await gitOf(repo);
    for (const snapshot of [keep(openWorkTree(git)), keep(openCommit(git, sha))]) {
      expect((await snapshot.list()).map(({ path, kind }) => `${path} ${kind}`)).toEqual([
        '.gitmodules file',
        'a file',
        'sub submodule',
      ]);
      expect(await read(snapshot, 'sub/x')).toBe('missing');
    }
    expect(await read(keep(openCommit(git, sha)), 'sub')).toBe('not-a-file submodule');
  });

  it('knows executables', async () => {
    const repo = shop.repo();
    repo.write('run.sh', '#!/bin/sh\n');
    chmodSync(join(repo.dir, 'run.sh'), 0o755);
    const sha = repo.commit();
    const git = await gitOf(repo);
    for (const snapshot of [keep(openWorkTree(git)), keep(openCommit(git, sha))]) {
      expect((await snapshot.list()).map(({ kind }) => kind)).toEqual(['executable']);
      expect(await read(snapshot, 'run.sh')).toBe('#!/bin/sh\n');
    }
  });
});

describe('a commit', () => {
  it('is not what is on disk', async () => {
    const repo = shop.repo();
    const sha = repo.commitFiles({ a: 'committed' });
    repo.write('a', 'changed');
    repo.write('b', 'untracked');
    const snapshot = keep(openCommit(await gitOf(repo), sha));
    expect(await paths(snapshot)).toEqual(['a']);
    expect(await read(snapshot, 'a')).toBe('committed');
  });

  it('says when it is not there', async () => {
    const repo = shop.repo();
    const snapshot = keep(openCommit(await gitOf(repo), '1'.repeat(40)));
    await expect(snapshot.list()).rejects.toThrow(PhaseMirrorError);
  });

  it('says when the clone lacks the object of a file', async () => {
    const repo = shop.repo();
    const sha = repo.commitFiles({ a: 'x' });
    const oid = repo.git('rev-parse', 'HEAD:a');
    rmSync(join(repo.dir, '.git/objects', oid.slice(0, 2), oid.slice(2)));
    expect(await keep(openCommit(await gitOf(repo), sha)).read('a', 100)).toEqual({
      ok: false,
      failure: { reason: 'unreadable', detail: 'this clone lacks the object that holds it' },
    });
  });

  it('says when git cannot read the object of a file, and reads the next', async () => {
    const repo = shop.repo();
    const sha = repo.commitFiles({ a: 'will be cut off '.repeat(100), b: 'b' });
    const oid = repo.git('rev-parse', 'HEAD:a');
    const file = join(repo.dir, '.git/objects', oid.slice(0, 2), oid.slice(2));
    const whole = readFileSync(file);
    chmodSync(file, 0o644);
    writeFileSync(file, whole.subarray(0, whole.length - 12));
    const results = await keep(openCommit(await gitOf(repo), sha)).readMany(['a', 'b'], 10_000);
    expect(results.map(show)).toEqual(['unreadable', 'b']);
  });

  it('does not read a link whose target is longer than a path', async () => {
    const repo = shop.repo();
    repo.write('target', 'x'.repeat(5000));
    repo.git('add', '.');
    const oid = repo.git('rev-parse', ':target');
    repo.git('update-index', '--add', '--cacheinfo', `120000,${oid},long`);
    repo.git('commit', '--quiet', '-m', 'link');
    const snapshot = keep(openCommit(await gitOf(repo), repo.git('rev-parse', 'HEAD')));
    expect(await read(snapshot, 'long')).toBe('unreadable');
  });
});

describe('a plain folder', () => {
  it('skips .git and node_modules', async () => {
    const folder = shop.folder();
    for (const dir of ['.git', 'node_modules/x', 'src/node_modules', 'src/a']) {
      mkdirSync(join(folder, dir), { recursive: true });
      writeFileSync(join(folder, dir, 'f'), 'f');
    }
    const snapshot = keep(openFolder(folder));
    expect(await paths(snapshot)).toEqual(['src/a/f']);
    expect(await read(snapshot, 'node_modules/x/f')).toBe('missing');
  });

  it('refuses a folder with too many entries', async () => {
    const folder = shop.folder();
    for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, name), '');
    expect(await paths(keep(openFolder(folder, 3)))).toEqual(['a', 'b', 'c']);
    await expect(keep(openFolder(folder, 2)).list()).rejects.toThrow('holds more than 2 files and folders');
  });

  it('refuses what is no folder', () => {
    expect(() => openFolder(join(shop.root, 'none'))).toThrow('is not a folder. Name the folder of a checkout.');
  });

  it('says when it vanishes', async () => {
    const folder = shop.folder();
    const snapshot = keep(openFolder(folder));
    rmSync(folder, { recursive: true });
    await expect(snapshot.list()).rejects.toThrow('cannot be listed (ENOENT)');
  });
});

describe('a base laid under a subject', () => {
  const before = {
    same: 'same',
    edited: 'old\n',
    deleted: 'deleted',
    moved: 'a long enough text\nto be recognised\nas the same file\n',
    'ci/target': 'old target',
    'ci/b': 'old b',
  };

  function change(repo: TestRepo): void {
    repo.write('edited', 'new\n');
    repo.write('added', 'added');
    repo.write('ci/target', 'new target');
    repo.remove('deleted');
    repo.move('moved', 'moved-to');
  }

  async function pair(repo: TestRepo, base: string, head: string | null): Promise<[TreeSnapshot, TreeSnapshot]> {
    const git = await gitOf(repo);
    const work = keep(openWorkTree(git));
    const subject = head === null ? work : keep(openCommit(git, head));
    const compared =
      head === null ? ({ kind: 'worktree', snapshot: work } as const) : ({ kind: 'commit', sha: head } as const);
    return [subject, keep(overlay(git, base, subject, await compareTrees(git, base, compared, () => true)))];
  }

  it.each(['commit', 'work tree'])('shares the bytes of what did not change (%s)', async (kind) => {
    const repo = shop.repo();
    for (const [path, content] of Object.entries(before)) repo.write(path, content);
    repo.link('link', 'ci/target');
    repo.link('dir', 'ci');
    const base = repo.commit();
    change(repo);
    const head = kind === 'commit' ? repo.commit() : null;
    const [subject, under] = await pair(repo, base, head);
    const truth = openCommit(await gitOf(repo), base);
    opened.push(truth);

    expect(under.id).toBe(`commit:${base}`);
    expect(await paths(under)).toEqual(await paths(truth));
    expect((await under.list()).map(({ kind }) => kind)).toEqual((await truth.list()).map(({ kind }) => kind));
    const all = [...(await paths(truth)), 'added', 'moved-to', 'dir/b'];
    expect((await under.readMany(all, 1000)).map(show)).toEqual((await truth.readMany(all, 1000)).map(show));
    // A link that did not change itself, to a file that did.
    expect(await read(under, 'link')).toBe('old target');
    expect(await read(subject, 'link')).toBe('new target');
    for (const [path, shared] of [
      ['same', true],
      ['ci/b', true],
      ['edited', false],
    ] as const) {
      const [ours, theirs] = [await subject.read(path, 1000), await under.read(path, 1000)];
      expect(ours.ok && theirs.ok && ours.bytes === theirs.bytes).toBe(shared);
    }
  });
});

/** One path of a commit: what git ls-tree says of it, without asking git ls-tree. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Git } from '../../src/repository/git.js';
import { rootTreeOf } from '../../src/repository/git-objects.js';
import { parseTree, TreeReader } from '../../src/repository/git-tree.js';
import { TEST_ENVIRONMENT, type TestRepo, Workshop } from '../support/git-repo.js';

const shop = new Workshop();
afterAll(() => shop.clean());

async function open(repo: TestRepo): Promise<Git> {
  const git = await Git.open(repo.dir, TEST_ENVIRONMENT);
  if (git === null) throw new Error('no repository');
  return git;
}

/** As git says it; null for nothing. */
function asked(repo: TestRepo, commit: string, path: string): object | null {
  const line = repo.git('--literal-pathspecs', 'ls-tree', '--full-tree', commit, '--', path);
  const [, mode, oid] = /^(\d{6}) \w+ ([0-9a-f]+)\t/.exec(line) ?? [];
  return oid === undefined ? null : { mode, oid };
}

describe('the bytes of a tree', () => {
  const name = fc
    .uint8Array({ minLength: 1, maxLength: 12 })
    .map((bytes) => Buffer.from(bytes.map((byte) => (byte === 0 || byte === 0x2f ? 0x61 : byte))).toString('latin1'));
  const mode = fc.constantFrom('40000', '100644', '100755', '120000', '160000');
  const tree = (idBytes: number) =>
    fc.uniqueArray(fc.tuple(name, mode, fc.uint8Array({ minLength: idBytes, maxLength: idBytes })), {
      selector: ([text]) => text,
    });
  const written = (entries: readonly (readonly [string, string, Uint8Array])[]): Buffer =>
    Buffer.concat(
      entries.flatMap(([text, digits, id]) => [Buffer.from(`${digits} `), Buffer.from(`${text}\0`, 'latin1'), id]),
    );

  it.each([20, 32])('give every name, mode and id back (%d bytes)', (idBytes) => {
    fc.assert(
      fc.property(tree(idBytes), (entries) => {
        expect([...(parseTree(written(entries), idBytes) ?? [])]).toEqual(
          entries.map(([text, digits, id]) => [
            text,
            { mode: digits.padStart(6, '0'), oid: Buffer.from(id).toString('hex') },
          ]),
        );
      }),
    );
  });

  it('with a name twice, or a mode that git does not write, are for git to read', () => {
    const id = new Uint8Array(20);
    expect(parseTree(written([['a', '100644', id]]), 20)?.size).toBe(1);
    expect(
      parseTree(
        written([
          ['a', '100644', id],
          ['b', '40000', id],
          ['a', '100755', id],
        ]),
        20,
      ),
    ).toBeNull();
    for (const odd of ['40755', '44000', '107644', '100664', '100600', '040000', '0', '1006440']) {
      expect([odd, parseTree(written([['a', odd, id]]), 20)]).toEqual([odd, null]);
    }
  });

  it('that end early, or are anything else, are no tree', () => {
    fc.assert(
      fc.property(tree(20), fc.nat(), (entries, at) => {
        const bytes = written(entries);
        const ends = new Set(entries.map((_, index) => written(entries.slice(0, index)).length).concat(bytes.length));
        const cut = bytes.length === 0 ? 0 : at % bytes.length;
        expect(parseTree(bytes.subarray(0, cut), 20) === null).toBe(!ends.has(cut));
      }),
    );
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void parseTree(bytes, 20)));
  });
});

describe('a path of a commit', () => {
  it('is what git ls-tree says it is', async () => {
    const repo = shop.repo();
    repo.write('a', 'top');
    repo.write('deep/er/file', 'deep');
    repo.write('deep/er.txt', 'beside');
    repo.write('naïve/ü', 'not ASCII');
    repo.write('[a]*/?', 'wildcards');
    repo.link('link', 'deep');
    repo.write('run.sh', 'x');
    repo.commit();
    repo.git('update-index', '--chmod=+x', 'run.sh');
    repo.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},sub`);
    repo.git('commit', '--quiet', '-m', 'more');
    const commit = repo.git('rev-parse', 'HEAD');
    const git = await open(repo);
    const paths = ['a', 'deep', 'deep/er/file', 'deep/er', 'deep/er.txt', 'naïve/ü', '[a]*/?', 'link', 'run.sh', 'sub'];
    const none = ['b', 'a/b', 'link/er', 'sub/x', 'deep/er/file/x', 'DEEP', 'de'];
    for (const path of [...paths, ...none]) {
      expect([path, await git.entryAt(commit, path)]).toEqual([path, asked(repo, commit, path)]);
    }
    for (const path of none) expect(await git.entryAt(commit, path)).toBeNull();
    await git.close();
  });

  it('in a repository of SHA-256', async () => {
    const repo = shop.repo();
    rmSync(join(repo.dir, '.git'), { recursive: true });
    repo.git('init', '--quiet', '--object-format=sha256');
    const commit = repo.commitFiles({ 'one/two': 'three' });
    const git = await open(repo);
    expect(await git.entryAt(commit, 'one/two')).toEqual(asked(repo, commit, 'one/two'));
    expect(await git.commitAt('HEAD')).toEqual({ commit, tree: repo.git('rev-parse', 'HEAD^{tree}') });
    await git.close();
  });

  it('whose folder is not in the clone is an error, not an absence', async () => {
    const repo = shop.repo();
    const commit = repo.commitFiles({ 'one/two': 'three', 'four/five': 'six' });
    const oid = repo.git('rev-parse', 'HEAD:one');
    rmSync(join(repo.dir, '.git/objects', oid.slice(0, 2), oid.slice(2)));
    const git = await open(repo);
    await expect(git.entryAt(commit, 'one/two')).rejects.toThrow(/^git ls-tree failed/);
    expect(await git.entryAt(commit, 'four/five')).not.toBeNull();
    await expect(git.entryAt('0'.repeat(40), 'one/two')).rejects.toThrow(/^git ls-tree failed/);
    await git.close();
  });

  it('is looked for in full object ids alone', async () => {
    let read = 0;
    const reader = new TreeReader(async () => {
      read += 1;
      return { kind: 'missing' };
    });
    expect(await reader.find('HEAD', 'a')).toBe('unknown');
    expect(read).toBe(0);
  });

  it('reads each tree once', async () => {
    const specs: string[] = [];
    const tree = Buffer.concat([Buffer.from('100644 a\0'), Buffer.alloc(20, 1)]);
    const reader = new TreeReader(async (spec) => {
      specs.push(spec);
      return { kind: 'object', oid: '2'.repeat(40), type: 'tree', bytes: tree };
    });
    const commit = '3'.repeat(40);
    const found = await Promise.all(['a', 'b', 'a/b'].map((path) => reader.find(commit, path)));
    expect(found).toEqual([{ mode: '100644', oid: '01'.repeat(20) }, 'none', 'none']);
    expect(specs).toEqual([`${commit}^{tree}`]);
  });
});

describe('the commit that a name stands for', () => {
  it('is there with its tree, or not at all', async () => {
    const repo = shop.repo();
    const git = await open(repo);
    expect(await git.commitAt('HEAD')).toBeNull();
    const commit = repo.commitFiles({ a: 'a' });
    expect(await git.commitAt('HEAD')).toEqual({ commit, tree: repo.git('rev-parse', 'HEAD^{tree}') });
    expect(await git.commitAt('0'.repeat(40))).toBeNull();
    await git.close();
  });

  it('has its tree in its first line', () => {
    expect(rootTreeOf(Buffer.from(`tree ${'a'.repeat(40)}\nauthor`))).toBe('a'.repeat(40));
    expect(rootTreeOf(Buffer.from(`tree ${'a'.repeat(64)}\nauthor`))).toBe('a'.repeat(64));
    for (const text of ['', 'tree', `tree ${'a'.repeat(41)}\n`, `parent ${'a'.repeat(40)}\n`]) {
      expect(rootTreeOf(Buffer.from(text))).toBeNull();
    }
  });
});

describe('a tree that git would not have written', () => {
  it('is read as git reads it: the first of two entries of one name', async () => {
    const repo = shop.repo();
    const [one, two] = ['one', 'two'].map((text) => {
      repo.write('x', text);
      return repo.git('hash-object', '-w', 'x');
    });
    const entry = (oid = '', mode = '100644') => Buffer.concat([Buffer.from(`${mode} f\0`), Buffer.from(oid, 'hex')]);
    const commitOf = (bytes: Buffer): string => {
      writeFileSync(join(repo.dir, 'tree'), bytes);
      const tree = repo.git('hash-object', '-t', 'tree', '--literally', '-w', 'tree');
      return repo.git('commit-tree', '-m', 'odd', tree);
    };
    const git = await open(repo);
    try {
      const twice = commitOf(Buffer.concat([entry(one), entry(two)]));
      expect(await git.entryAt(twice, 'f')).toEqual({ mode: '100644', oid: one });
      const odd = commitOf(entry(one, '107644'));
      expect(await git.entryAt(odd, 'f')).toEqual(asked(repo, odd, 'f'));
    } finally {
      await git.close();
    }
  });
});

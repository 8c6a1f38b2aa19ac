import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const { compareFolders } = (await import(join(process.cwd(), 'scripts/compare-folders.mjs'))) as {
  compareFolders(committed: string, built: string): Promise<string[]>;
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'phase-mirror-compare-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function folder(name: string, files: Readonly<Record<string, string>>, executable: readonly string[] = []): string {
  for (const [path, text] of Object.entries(files)) {
    const target = join(root, name, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    chmodSync(target, executable.includes(path) ? 0o755 : 0o644);
  }
  return join(root, name);
}

describe('compareFolders', () => {
  const files = { 'cli/index.js': 'one\ntwo\nthree\n', 'cli/1.index.js': 'chunk' };

  it('finds nothing between equal folders', async () => {
    expect(await compareFolders(folder('a', files), folder('b', files))).toEqual([]);
  });

  it('says where the bytes of a file differ first', async () => {
    const changed = { ...files, 'cli/index.js': 'one\ntwo\nfour\n' };
    expect(await compareFolders(folder('a', files), folder('b', changed))).toEqual([
      'changed  cli/index.js  14 → 13 bytes, first difference in line 3',
    ]);
  });

  it('sees a file that only grew', async () => {
    const grown = { ...files, 'cli/1.index.js': 'chunks' };
    expect(await compareFolders(folder('a', files), folder('b', grown))).toEqual([
      'changed  cli/1.index.js  5 → 6 bytes, first difference in line 1',
    ]);
  });

  it('names a chunk that is stale and one that is missing, in the order of their paths', async () => {
    const renamed = { 'cli/index.js': files['cli/index.js'], 'cli/2.index.js': 'chunk' };
    expect(await compareFolders(folder('a', files), folder('b', renamed))).toEqual([
      'extra    cli/1.index.js  (a fresh build does not write it)',
      'missing  cli/2.index.js  (a fresh build writes 5 bytes)',
    ]);
  });

  it('sees a lost executable bit', async () => {
    expect(await compareFolders(folder('a', files), folder('b', files, ['cli/index.js']))).toEqual([
      'mode     cli/index.js  should be executable',
    ]);
  });

  it('calls everything missing where nothing was committed', async () => {
    expect(await compareFolders(join(root, 'absent'), folder('b', files))).toHaveLength(2);
  });
});

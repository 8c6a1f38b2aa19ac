import { describe, expect, it } from '@jest/globals';
import { addedLines } from '../../src/repository/compare-hunks.js';

function lines(patch: string, max = 100): Record<string, number[]> {
  const found = addedLines(Buffer.from(patch, 'latin1'), max);
  return Object.fromEntries([...found].map(([path, set]) => [path, [...set]]));
}

const header = (path: string) => `diff --git a/x b/x\n--- a/x\n+++ ${path}\n`;

describe('added lines of a patch', () => {
  it('reads counts that are written and counts that are left out', () => {
    expect(lines(`${header('b/x')}@@ -1 +1,2 @@ on:\n-a\n+b\n+c\n@@ -9,0 +11 @@\n+d\n`)).toEqual({ x: [1, 2, 11] });
  });

  it('has an empty set for a file that only lost lines', () => {
    expect(lines(`${header('b/x')}@@ -3,2 +2,0 @@\n-a\n-b\n`)).toEqual({ x: [] });
  });

  it('has nothing for a deleted file', () => {
    expect(lines(`${header('/dev/null')}@@ -1,2 +0,0 @@\n-a\n-b\n`)).toEqual({});
  });

  it('is not misled by content that looks like a header or a hunk', () => {
    const patch = `${header('b/x')}@@ -1,3 +1,3 @@\n--- a/evil\n-@@ -1 +500 @@\n-diff\n+++ b/evil\n+@@ -1 +900 @@\n+ok\n@@ -7 +7 @@\n-a\n+b\n`;
    expect(lines(patch)).toEqual({ x: [1, 2, 3, 7] });
  });

  it('skips the note about a missing line end', () => {
    const note = '\\ No newline at end of file\n';
    expect(lines(`${header('b/x')}@@ -1 +1 @@\n-a\n${note}+b\n${note}${header('b/y')}@@ -0,0 +1 @@\n+c\n`)).toEqual({
      x: [1],
      y: [1],
    });
  });

  it.each([
    ['a space, closed by a tab', 'b/a b\t', 'a b'],
    ['quoted controls', '"b/a\\tb\\n\\"\\\\"', 'a\tb\n"\\'],
    ['quoted UTF-8', '"b/\\303\\244"', 'ä'],
    ['a byte that is not UTF-8', '"b/\\377"', '\\xff'],
  ])('reads a name with %s', (_, name, path) => {
    expect(lines(`${header(name)}@@ -1 +4 @@\n-a\n+b\n`)).toEqual({ [path]: [4] });
  });

  it('stops at the limit of lines', () => {
    expect(lines(`${header('b/x')}@@ -0,0 +5,4000000000 @@\n+a\n`, 3)).toEqual({ x: [5, 6, 7] });
  });

  it('survives a patch that is cut off or nonsense', () => {
    expect(lines(`${header('b/x')}@@ -1 +1,3 @@\n+a`)).toEqual({ x: [1, 2, 3] });
    expect(lines('@@ -1 +1 @@\n+a\n@@ garbage\n')).toEqual({});
  });
});

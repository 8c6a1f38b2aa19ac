import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isCatchAll } from '../../src/policy/glob-catch-all.js';
import type { GlobKind } from '../../src/policy/globs.js';
import { globCovers, matchesGlob } from '../../src/policy/globs.js';

describe('matchesGlob', () => {
  it.each<[GlobKind, string, string, boolean]>([
    ['name', 'codecov/*', 'codecov/patch', true],
    ['name', 'ci/*: build', 'ci/circleci: a/b: build', true],
    ['name', 'codecov/*', 'codecov', false],
    ['name', 'lint', 'lint', true],
    ['name', 'lint', 'Lint', false],
    ['name', 'a.c', 'abc', false],
    ['name', '*(ubuntu)', 'test (ubuntu)', true],
    ['name', '*(ubuntu)', 'test (ubuntu) 2', false],
    ['path', 'docs/*.yml', 'docs/a.yml', true],
    ['path', 'docs/*.yml', 'docs/x/a.yml', false],
    ['path', 'docs/**', 'docs/x/a.yml', true],
    ['path', 'docs/**', 'docs', false],
    ['path', 'docs/**/a.yml', 'docs/a.yml', true],
    ['path', 'docs/**/a.yml', 'docs/x/y/a.yml', true],
    ['path', 'docs/**/a.yml', 'docs/xa.yml', false],
    ['path', '**/a.yml', 'a.yml', true],
    ['path', '**/a.yml', 'x/ba.yml', false],
    ['path', 'x**a.yml', 'x/ba.yml', true],
    ['path', 'x**/a.yml', 'xa.yml', false],
    ['path', 'x**/a.yml', 'xy/z/a.yml', true],
    ['path', '', '', true],
  ])('%s glob %j against %j: %s', (kind, pattern, text, expected) => {
    expect(matchesGlob(kind, pattern, text)).toBe(expected);
  });

  it('stays fast where a backtracking matcher would not', () => {
    expect(matchesGlob('name', `${'a*'.repeat(200)}b`, 'a'.repeat(4000))).toBe(false);
  });

  it('refuses texts over its limit instead of comparing them', () => {
    expect(matchesGlob('name', 'a*', 'a'.repeat(4096))).toBe(true);
    expect(matchesGlob('name', 'a*', 'a'.repeat(4097))).toBe(false);
  });
});

describe('globCovers', () => {
  it.each<[GlobKind, string, string, boolean]>([
    ['name', 'codecov/*', 'codecov/patch', true],
    ['name', 'codecov/*', 'codecov/p*', true],
    ['name', 'codecov/p*', 'codecov/*', false],
    ['name', 'lint', 'lint', true],
    ['name', 'lint', 'l*', false],
    ['path', 'docs/*', 'docs/**', false],
    ['path', 'docs/**', 'docs/*', true],
    ['path', 'docs/**', 'docs/**/a.yml', true],
    ['path', '**/a.yml', 'docs/**/a.yml', true],
    ['path', '**/a.yml', 'docs/*a.yml', false],
  ])('%s glob %j over %j: %s', (kind, wide, narrow, expected) => {
    expect(globCovers(kind, wide, narrow)).toBe(expected);
  });

  it('is sound: what the narrow one matches, the wide one matches', () => {
    const part = fc.constantFrom('a', 'b', '/', '*', '**', '**/');
    const glob = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''));
    const text = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.constantFrom<GlobKind>('name', 'path'), glob, glob, text, (kind, wide, narrow, sample) => {
        if (globCovers(kind, wide, narrow) && matchesGlob(kind, narrow, sample)) {
          expect(matchesGlob(kind, wide, sample)).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('isCatchAll', () => {
  it.each(['*', '**', '*/*', '**/*', '*a*', '* *', '*.*', '-*-'])('%j says nothing', (pattern) => {
    expect(isCatchAll(pattern)).toBe(true);
  });
  it.each(['ci*', '*/ok', 'テスト*', 'a', '-', 'a1*'])('%j says something', (pattern) => {
    expect(isCatchAll(pattern)).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { overlap, tokensOfLike, tokensOfLiterals } from '../../src/repository/glob-overlap.js';

describe('overlap', () => {
  it.each([
    ['abc', 'abc', true],
    ['abc', 'abd', false],
    ['a*', 'abc', true],
    ['a*c', '*b*', true],
    ['a?c', 'a*', true],
    ['a?', 'a', false],
    ['*', '', true],
    ['refs/heads/release/*', 'refs/heads/main', false],
    ['*x', 'y*', true],
    ['a*', 'b*', false],
  ])('%j and %j: %s', (a, b, expected) => {
    expect(overlap(tokensOfLike([a]), tokensOfLike([b]))).toBe(expected);
  });

  it('takes unknown parts for anything, and wildcards in plain literals for themselves', () => {
    expect(overlap(tokensOfLiterals(['a', 'c']), tokensOfLiterals(['abbc']))).toBe(true);
    expect(overlap(tokensOfLiterals(['a*']), tokensOfLiterals(['abc']))).toBe(false);
  });

  it('counts case unless one side says otherwise', () => {
    expect(overlap(tokensOfLiterals(['Main']), tokensOfLiterals(['main']))).toBe(false);
    expect(overlap(tokensOfLiterals(['Main'], true), tokensOfLiterals(['main']))).toBe(true);
  });

  it('takes an overlap of very long patterns for granted', () => {
    const long = `*${'a'.repeat(2000)}`;
    expect(overlap(tokensOfLike([long]), tokensOfLike([`${long}b`]))).toBe(true);
  });

  it('agrees with trying all short texts', () => {
    const texts = [''];
    for (let at = 0; at < texts.length && (texts[at] ?? '').length < 5; at += 1)
      texts.push(`${texts[at]}a`, `${texts[at]}b`);
    const matches = (glob: string, text: string): boolean =>
      new RegExp(`^${glob.replace(/\*/g, '.*').replace(/\?/g, '.')}$`).test(text);
    const glob = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 3 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(glob, glob, (a, b) => {
        const expected = texts.some((text) => matches(a, text) && matches(b, text));
        expect(overlap(tokensOfLike([a]), tokensOfLike([b]))).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });
});

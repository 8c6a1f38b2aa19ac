import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeName, encodeName, splitNames } from '../../src/repository/git-names.js';

describe('names of files', () => {
  it.each([
    ['plain text', 'src/a b.ts', 'src/a b.ts'],
    ['valid UTF-8', 'ä/日本/😀', 'ä/日本/😀'],
    ['control characters, kept', 'a\nb\x1b[31m', 'a\nb\x1b[31m'],
    ['a backslash that is no escape', 'a\\b\\xzz', 'a\\b\\xzz'],
    ['a backslash that looks like an escape', 'a\\xffb', 'a\\x5cxffb'],
    ['a genuine replacement character', 'a\uFFFDb', 'a\uFFFDb'],
  ])('%s', (_, name, expected) => {
    expect(decodeName(Buffer.from(name))).toBe(expected);
  });

  it.each([
    ['a lone byte', [0x61, 0xff, 0x62], 'a\\xffb'],
    ['an overlong form', [0xc0, 0xaf], '\\xc0\\xaf'],
    ['an overlong form of three bytes', [0xe0, 0x80, 0xaf], '\\xe0\\x80\\xaf'],
    ['a surrogate', [0xed, 0xa0, 0x80], '\\xed\\xa0\\x80'],
    ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80], '\\xf4\\x90\\x80\\x80'],
    ['a sequence that is cut off', [0xe6, 0x97], '\\xe6\\x97'],
    ['an invalid byte beside a valid character', [0xff, 0xc3, 0xa4], '\\xffä'],
  ])('%s is escaped byte by byte', (_, bytes, expected) => {
    expect(decodeName(Uint8Array.from(bytes))).toBe(expected);
  });

  it('maps bytes to text one to one', () => {
    const tricky = fc.constantFrom(0x5c, 0x78, 0x66, 0x30, 0xff, 0xc3, 0xa4, 0xef, 0xbf, 0xbd, 0x2f);
    fc.assert(
      fc.property(fc.array(fc.oneof(tricky, fc.integer({ min: 1, max: 255 }))), (bytes) => {
        const raw = Buffer.from(bytes);
        expect(encodeName(decodeName(raw)).equals(raw)).toBe(true);
      }),
    );
  });

  it('splits NUL-separated fields on the fast and on the exact way', () => {
    expect(splitNames(Buffer.from('a\0b c\0'))).toEqual(['a', 'b c']);
    expect(splitNames(Buffer.from('a\0\xff\0', 'latin1'))).toEqual(['a', '\\xff']);
    expect(splitNames(Buffer.from('\0a\\xff\0'))).toEqual(['', 'a\\x5cxff']);
    expect(splitNames(Buffer.from(''))).toEqual([]);
  });
});

import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { digestedRow } from '../../src/stores/aws/backups.js';
import { compareCopy, keyMark, RowDigests } from '../../src/stores/row-digests.js';

const sha = (text: string) => createHash('sha256').update(text).digest();

type Rows = Readonly<Record<string, string>>;

function reading(rows: Rows, order: readonly string[] = Object.keys(rows)): RowDigests {
  const digests = new RowDigests();
  for (const key of order) digests.add(key, sha(rows[key] ?? ''));
  return digests;
}

/** The same by definition, with all rows in memory. */
function expected(before: Rows, copy: Rows, after: Rows) {
  const found = { compared: 0, inMotion: 0, missing: [], different: [], surplus: [] } as {
    compared: number;
    inMotion: number;
    missing: string[];
    different: string[];
    surplus: string[];
  };
  for (const key of new Set([before, copy, after].flatMap((rows) => Object.keys(rows)))) {
    const still = before[key] !== undefined && before[key] === after[key];
    if (still) {
      found.compared += 1;
      if (copy[key] === undefined) found.missing.push(keyMark(key));
      else if (copy[key] !== before[key]) found.different.push(keyMark(key));
    } else if (before[key] === undefined && after[key] === undefined) found.surplus.push(keyMark(key));
    else found.inMotion += 1;
  }
  for (const marks of [found.missing, found.different, found.surplus]) marks.sort();
  return found;
}

const rows = fc.dictionary(fc.constantFrom(...'abcdefghijkl'), fc.constantFrom('1', '2', '3'), {
  noNullPrototype: true,
});

describe('compareCopy', () => {
  it('finds what laying whole tables side by side finds', () => {
    fc.assert(
      fc.property(rows, rows, rows, (before, copy, after) => {
        const { missing, different, surplus, ...counts } = compareCopy(
          ...([reading(before), reading(copy), reading(after)] as const),
          100,
        );
        const marks = { missing: missing.marks, different: different.marks, surplus: surplus.marks };
        expect({ ...counts, ...marks }).toEqual(expected(before, copy, after));
      }),
      { numRuns: 500 },
    );
  });

  it('counts all of them and names as many as it may', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key ${index}`, 'x']));
    const { missing } = compareCopy(reading(many), reading({}), reading(many), 3);
    expect([missing.rows, missing.marks.length]).toEqual([50, 3]);
  });
});

describe('the digest of a reading', () => {
  it('is the same in whatever order rows came, and another for another row', () => {
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat()), (table, noise) => {
        const shuffled = Object.keys(table)
          .map((key) => [noise.next().value ?? 0, key] as const)
          .sort(([one], [other]) => one - other)
          .map(([, key]) => key);
        expect(reading(table, shuffled).digest()).toBe(reading(table).digest());
      }),
    );
    expect(reading({ a: '1' }).digest()).not.toBe(reading({ a: '2' }).digest());
    expect(reading({ a: '1' }).digest()).not.toBe(reading({ b: '1' }).digest());
  });

  it('grows past its first space', () => {
    const digests = new RowDigests();
    for (let index = 0; index < 3000; index += 1) digests.add(`key ${index}`, sha('x'));
    expect(digests.size).toBe(3000);
    const marks = [...digests.order()].map((row) => digests.mark(row));
    expect(marks).toEqual(Array.from({ length: 3000 }, (_, index) => keyMark(`key ${index}`)).sort());
  });
});

describe('a row of DynamoDB', () => {
  const digest = (item: Parameters<typeof digestedRow>[0]) => Buffer.from(digestedRow(item).digest).toString('hex');
  const key = { pk: { S: 'a' }, sk: { S: 'b' } };

  it('is named by its key', () => {
    expect(digestedRow(key).key).toBe('a · b');
  });

  it('has one digest, in whatever order attributes and members of sets come', () => {
    const one = {
      ...key,
      m: { M: { x: { N: '1' }, y: { BOOL: true } } },
      s: { SS: ['p', 'q'] },
      n: { NS: ['1', '2'] },
    };
    const other = {
      n: { NS: ['2', '1'] },
      s: { SS: ['q', 'p'] },
      m: { M: { y: { BOOL: true }, x: { N: '1' } } },
      ...key,
    };
    expect(digest(one)).toBe(digest(other));
    const bytes = [Uint8Array.of(1), Uint8Array.of(2)] as const;
    expect(digest({ ...key, b: { BS: [bytes[0], bytes[1]] } })).toBe(
      digest({ ...key, b: { BS: [bytes[1], bytes[0]] } }),
    );
  });

  it('has another digest for another value, type, or order of a list', () => {
    const values = [
      ...[{ S: '1' }, { N: '1' }, { B: Uint8Array.of(1) }, { BOOL: true }, { BOOL: false }, { NULL: true as const }],
      ...[{ L: [{ S: '1' }, { S: '2' }] }, { L: [{ S: '2' }, { S: '1' }] }, { L: [] }, { M: {} }],
      ...[{ SS: ['1'] }, { NS: ['1'] }, { BS: [Uint8Array.of(1)] }, { S: '' }, { S: '"' }],
    ];
    const digests = [digest(key), ...values.map((value) => digest({ ...key, value }))];
    expect(new Set(digests).size).toBe(digests.length);
  });
});

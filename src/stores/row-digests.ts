/**
 * Rows of a table as 32 bytes each, so that two readings of a million rows can be laid side by side without holding
 * either: 16 bytes of a SHA-256 over the key, 16 over the row. Pure.
 */
import { createHash } from 'node:crypto';

/** Words of 32 bits: four of the key, four of the row. */
const WORDS = 8;
const KEY_WORDS = 4;

/** One reading of a table. */
export class RowDigests {
  #words = new Uint32Array(WORDS * 1024);
  #rows = 0;
  #order: Uint32Array | null = null;

  get size(): number {
    return this.#rows;
  }

  /** @param row SHA-256 over the row's canonical form, 32 bytes */
  add(key: string, row: Uint8Array): void {
    if (this.#rows * WORDS === this.#words.length) {
      const larger = new Uint32Array(this.#words.length * 2);
      larger.set(this.#words);
      this.#words = larger;
    }
    const at = this.#rows * WORDS;
    write(this.#words, at, keyDigest(key));
    write(this.#words, at + KEY_WORDS, row);
    this.#rows += 1;
    this.#order = null;
  }

  /** SHA-256 over all rows in order of their keys: equal for equal tables, however they were read. 64 hex digits. */
  digest(): string {
    const hash = createHash('sha256');
    const one = Buffer.alloc(WORDS * 4);
    for (const row of this.order()) {
      for (let word = 0; word < WORDS; word += 1) one.writeUInt32BE(this.word(row, word), word * 4);
      hash.update(one);
    }
    return hash.digest('hex');
  }

  /** Indices of rows in order of their keys. */
  order(): Uint32Array {
    this.#order ??= Uint32Array.from({ length: this.#rows }, (_, row) => row).sort((a, b) =>
      compareKeys(this, a, this, b),
    );
    return this.#order;
  }

  word(row: number, word: number): number {
    return this.#words[row * WORDS + word] ?? 0;
  }

  /** Of the key of a row, 32 hex digits: as {@link keyMark}. */
  mark(row: number): string {
    let text = '';
    for (let word = 0; word < KEY_WORDS; word += 1) text += this.word(row, word).toString(16).padStart(8, '0');
    return text;
  }
}

/** What stands for a key in a {@link Comparison}. */
export function keyMark(key: string): string {
  return keyDigest(key).toString('hex', 0, KEY_WORDS * 4);
}

/** Keys as marks; at most `limit` of each are kept, all are counted. */
export interface Comparison {
  /** Rows that stood still over the moment of the copy, and so have to be in it as they are. */
  readonly compared: number;
  /** Rows that came, went or changed meanwhile: nothing can be said of them. */
  readonly inMotion: number;
  readonly missing: Difference;
  readonly different: Difference;
  /** In the copy, and neither before nor after it. */
  readonly surplus: Difference;
}

export interface Difference {
  readonly rows: number;
  readonly marks: readonly string[];
}

/**
 * Lays a copy beside two readings of its source, one that ended before the moment of the copy and one that began after
 * it. What is the same in both was the same in between, so the copy has to have it; a table that is written to all the
 * while is compared without stopping it.
 */
export function compareCopy(before: RowDigests, copy: RowDigests, after: RowDigests, limit: number): Comparison {
  const [missing, different, surplus] = [new Found(limit), new Found(limit), new Found(limit)];
  let [compared, inMotion] = [0, 0];
  const readings = [before, copy, after] as const;
  const orders = readings.map((reading) => reading.order());
  const at = [0, 0, 0];
  const here = (index: number): number | null => {
    const position = at[index] ?? 0;
    const order = orders[index];
    return order === undefined || position >= order.length ? null : (order[position] ?? null);
  };
  for (;;) {
    const least = leastOf(readings, [here(0), here(1), here(2)]);
    if (least === null) return { compared, inMotion, missing, different, surplus };
    const [first, second, third] = least.rows;
    const mark = () => least.reading.mark(least.row);
    const still = first !== null && third !== null && sameRow(before, first, after, third);
    if (still) compared += 1;
    if (still && second === null) missing.add(mark());
    else if (still && second !== null && !sameRow(before, first, copy, second)) different.add(mark());
    else if (first === null && third === null) surplus.add(mark());
    else if (!still) inMotion += 1;
    for (const [index, row] of least.rows.entries()) if (row !== null) at[index] = (at[index] ?? 0) + 1;
  }
}

type Rows = readonly [number | null, number | null, number | null];

/** The least key of three readings, and in which of them it is. */
function leastOf(
  readings: readonly [RowDigests, RowDigests, RowDigests],
  rows: Rows,
): { readonly reading: RowDigests; readonly row: number; readonly rows: Rows } | null {
  let least: { reading: RowDigests; row: number } | null = null;
  for (const [index, reading] of readings.entries()) {
    const row = rows[index] ?? null;
    if (row !== null && (least === null || compareKeys(reading, row, least.reading, least.row) < 0)) {
      least = { reading, row };
    }
  }
  if (least === null) return null;
  const { reading, row } = least;
  const at = (index: 0 | 1 | 2): number | null => {
    const other = rows[index];
    return other !== null && compareKeys(readings[index], other, reading, row) === 0 ? other : null;
  };
  return { reading, row, rows: [at(0), at(1), at(2)] };
}

function compareKeys(one: RowDigests, a: number, other: RowDigests, b: number): number {
  for (let word = 0; word < KEY_WORDS; word += 1) {
    const difference = one.word(a, word) - other.word(b, word);
    if (difference !== 0) return difference;
  }
  return 0;
}

function sameRow(one: RowDigests, a: number, other: RowDigests, b: number): boolean {
  for (let word = KEY_WORDS; word < WORDS; word += 1) if (one.word(a, word) !== other.word(b, word)) return false;
  return true;
}

class Found implements Difference {
  rows = 0;
  readonly marks: string[] = [];

  constructor(private readonly limit: number) {}

  add(mark: string): void {
    this.rows += 1;
    if (this.marks.length < this.limit) this.marks.push(mark);
  }
}

function keyDigest(key: string): Buffer {
  return createHash('sha256').update(key, 'utf8').digest();
}

function write(words: Uint32Array, at: number, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let word = 0; word < KEY_WORDS; word += 1) words[at + word] = view.getUint32(word * 4);
}

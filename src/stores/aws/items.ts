/**
 * Rows of DynamoDB to values and back, by hand: six types, and what is read is checked. A row that is not in its form
 * is CORRUPT and named by its key; it never becomes a finding, a count or a crash.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { StoreError } from '../errors.js';

export type Item = Readonly<Record<string, AttributeValue>>;

/** Partition and sort key of a row. */
export interface RowKey {
  readonly pk: string;
  readonly sk: string;
}

export const S = (value: string): AttributeValue.SMember => ({ S: value });
export const N = (value: number): AttributeValue.NMember => ({ N: String(value) });
export const BOOL = (value: boolean): AttributeValue.BOOLMember => ({ BOOL: value });
export const texts = (values: readonly string[]): AttributeValue.LMember => ({ L: values.map(S) });
export const nullable = (value: number | null): AttributeValue => (value === null ? { NULL: true } : N(value));
export const keyItem = ({ pk, sk }: RowKey): Record<string, AttributeValue> => ({ pk: S(pk), sk: S(sk) });

/**
 * An instant as text of 24 characters: sorted as text, sorted by time (years 1970 to 9999, which validate.ts sees to).
 */
export const isoOf = (instant: number): string => new Date(instant).toISOString();

/** Where a row was read, for the error that it may become. */
export interface RowOrigin {
  /** Port and method: `FPStore.getFinding`. */
  readonly operation: string;
  readonly table: string;
}

/**
 * Reads a row.
 *
 * @throws {StoreError} CORRUPT with table and key, when `parse` meets something that is not in its form
 */
export function readRow<T>(origin: RowOrigin, item: Item, parse: (row: Row) => T): T {
  try {
    return parse(new Row(item));
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const { operation, table } = origin;
    const ids = { table, key: keyText(item) };
    const reason = `met a row whose ${error.message}`;
    const next = 'Restore the row as it was at an earlier point in time (docs/runbook.md)';
    throw new StoreError({ operation, ids, code: 'CORRUPT', reason, next });
  }
}

/** What is wrong with an attribute, as a clause. Becomes CORRUPT in `readRow`. */
class Malformed extends Error {}

/** One row, or one map inside a row, with typed access. Every method throws when the attribute is not in its form. */
export class Row {
  constructor(private readonly item: Item) {}

  has(name: string): boolean {
    return this.item[name] !== undefined;
  }

  text(name: string): string {
    return this.item[name]?.S ?? malformed(name, 'is not a text');
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T {
    return among(name, this.text(name), values);
  }

  matching(name: string, form: RegExp): string {
    const text = this.text(name);
    return form.test(text) ? text : malformed(name, 'is not in its form');
  }

  /** A whole number of at least `least` that a double holds exactly. */
  integer(name: string, least = 0): number {
    const digits = this.item[name]?.N;
    const value = digits === undefined ? Number.NaN : Number(digits);
    return Number.isSafeInteger(value) && value >= least ? value : malformed(name, `is not a number from ${least} on`);
  }

  integerOrNull(name: string): number | null {
    return this.item[name]?.NULL === true ? null : this.integer(name);
  }

  flag(name: string): boolean {
    return this.item[name]?.BOOL ?? malformed(name, 'is neither true nor false');
  }

  /** A set of texts, in order. DynamoDB has no empty set: absent means empty. */
  set(name: string): readonly string[] {
    const value = this.item[name];
    return value === undefined ? [] : [...(value.SS ?? malformed(name, 'is not a set of texts'))].sort();
  }

  list(name: string): readonly string[] {
    return this.entries(name).map(({ S: text }) => text ?? malformed(name, 'holds something that is not a text'));
  }

  listOf<T extends string>(name: string, values: readonly T[]): readonly T[] {
    return this.list(name).map((text) => among(name, text, values));
  }

  rows(name: string): readonly Row[] {
    return this.entries(name).map(({ M: map }) => new Row(map ?? malformed(name, 'holds something that is not a map')));
  }

  /** A map, or null where NULL is stored. */
  rowOrNull(name: string): Row | null {
    const value = this.item[name];
    return value?.NULL === true ? null : new Row(value?.M ?? malformed(name, 'is not a map'));
  }

  /** That the row lies where its content belongs. */
  expect(name: string, value: string): void {
    if (this.text(name) !== value) malformed(name, 'does not belong to what the row holds');
  }

  private entries(name: string): readonly AttributeValue[] {
    return this.item[name]?.L ?? malformed(name, 'is not a list');
  }
}

function among<T extends string>(name: string, text: string, values: readonly T[]): T {
  return values.find((value) => value === text) ?? malformed(name, 'holds none of the values it can have');
}

function malformed(name: string, reason: string): never {
  throw new Malformed(`${name} ${reason}`);
}

function keyText(item: Item): string {
  const part = (name: string) => (item[name]?.S ?? '?').slice(0, 300);
  return `${part('pk')} ${part('sk')}`;
}

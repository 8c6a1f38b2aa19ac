/** One connection: transactions, prepared statements, patience with other processes. */

import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoreErrorIds } from '../errors.js';
import { StoreError } from '../errors.js';
import { isBusy, toStoreError } from './failures.js';
import { SCHEMA_VERSION } from './migrations.js';

/** How long SQLite itself waits for a lock. It blocks the event loop meanwhile, so the longer wait is ours. */
export const BUSY_TIMEOUT_MS = 250;
/** How long an operation waits in all before it gives up with BUSY. */
export const PATIENCE_MS = 60_000;

/**
 * Statements inside a transaction. Each text is compiled once per connection; values are always bound, to `?` alone: to
 * Node 22 a numbered `?1` is a name, which it skips when it binds by position.
 */
export interface Sql {
  /** The first row, or undefined. */
  get<Row>(text: string, ...values: SQLInputValue[]): Row | undefined;
  all<Row>(text: string, ...values: SQLInputValue[]): Row[];
  /** Row by row, for what does not fit into memory. */
  iterate<Row>(text: string, ...values: SQLInputValue[]): Iterable<Row>;
  /** How many rows it changed. */
  run(text: string, ...values: SQLInputValue[]): number;
}

/**
 * A connection to a database whose schema is ours (open.ts saw to that). Work is synchronous inside its transaction, so
 * nothing of this process can come between its statements.
 */
export class Database implements Sql {
  /** What messages call it. */
  readonly file: string;
  readonly #db: DatabaseSync;
  readonly #patienceMs: number;
  readonly #statements = new Map<string, StatementSync>();
  #closed = false;

  constructor(file: string, db: DatabaseSync, patienceMs: number) {
    this.file = file;
    this.#db = db;
    this.#patienceMs = patienceMs;
  }

  get<Row>(text: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#statement(text).get(...values) as Row | undefined;
  }

  all<Row>(text: string, ...values: SQLInputValue[]): Row[] {
    return this.#statement(text).all(...values) as Row[];
  }

  iterate<Row>(text: string, ...values: SQLInputValue[]): Iterable<Row> {
    // A statement of its own: a cached one could be started again while this one is still being read.
    return this.#db.prepare(text).iterate(...values) as Iterable<Row>;
  }

  run(text: string, ...values: SQLInputValue[]): number {
    return Number(this.#statement(text).run(...values).changes);
  }

  /** Statements that all see the same state of the database. */
  read<T>(operation: string, ids: StoreErrorIds, work: (sql: Sql) => T): Promise<T> {
    return this.#transact('BEGIN', operation, ids, work);
  }

  /**
   * Statements that happen together or not at all. Once it answers, they are on disk: synchronous=FULL syncs the
   * write-ahead log with every commit. The lock is taken at the start, so that what `work` reads still holds when it writes.
   */
  write<T>(operation: string, ids: StoreErrorIds, work: (sql: Sql) => T): Promise<T> {
    return this.#transact('BEGIN IMMEDIATE', operation, ids, work);
  }

  /** Starts a transaction that outlives this call: for work that waits in between. `end` has to be called. */
  async begin(kind: 'read' | 'write', operation: string): Promise<{ end(outcome: 'commit' | 'rollback'): void }> {
    await this.#patiently(operation, {}, () => this.#db.exec(kind === 'read' ? 'BEGIN' : 'BEGIN IMMEDIATE'));
    return {
      end: (outcome) => {
        if (outcome === 'rollback') return this.#rollback();
        try {
          this.#db.exec('COMMIT');
        } catch (error) {
          this.#rollback();
          throw this.failure(operation, {}, error);
        }
      },
    };
  }

  /** What was thrown inside a transaction of `begin`, as what is thrown to the caller. */
  failure(operation: string, ids: StoreErrorIds, error: unknown): unknown {
    return toStoreError(operation, ids, this.file, error);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#statements.clear();
    this.#db.close();
  }

  #transact<T>(begin: string, operation: string, ids: StoreErrorIds, work: (sql: Sql) => T): Promise<T> {
    return this.#patiently(operation, ids, () => {
      this.#db.exec(begin);
      try {
        this.#refuseNewer(operation);
        const result = work(this);
        // A reader has nothing to commit, and on a damaged file COMMIT fails for what it only read.
        this.#db.exec(begin === 'BEGIN' ? 'ROLLBACK' : 'COMMIT');
        return result;
      } catch (error) {
        this.#rollback();
        throw error;
      }
    });
  }

  /** Tries until it works or patience ends. Whoever waits gives way at random, so that two do not meet for ever. */
  async #patiently<T>(operation: string, ids: StoreErrorIds, attempt: () => T): Promise<T> {
    return patiently(this.file, this.#patienceMs, operation, ids, attempt);
  }

  /** A newer version may have migrated the file while this connection was open. */
  #refuseNewer(operation: string): void {
    const row = this.get<{ user_version: number }>('PRAGMA user_version');
    if (row !== undefined && row.user_version > SCHEMA_VERSION) {
      throw newerSchema(operation, this.file, row.user_version);
    }
  }

  /** SQLite ends a transaction by itself when the disk is full: then there is none to roll back. */
  #rollback(): void {
    try {
      this.#db.exec('ROLLBACK');
    } catch {
      // Nothing to roll back. The error that led here is the one that is thrown.
    }
  }

  #statement(text: string): StatementSync {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    const prepared = this.#db.prepare(text);
    this.#statements.set(text, prepared);
    return prepared;
  }
}

/** Repeats what failed because of a lock. Everything else that SQLite throws becomes a StoreError. */
export async function patiently<T>(
  file: string,
  patienceMs: number,
  operation: string,
  ids: StoreErrorIds,
  attempt: () => T,
): Promise<T> {
  const end = performance.now() + patienceMs;
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= end) throw toStoreError(operation, ids, file, error);
    }
    await sleep(1 + Math.random() * 20);
  }
}

export function newerSchema(operation: string, file: string, version: number): StoreError {
  return new StoreError({
    operation,
    code: 'NEWER_SCHEMA',
    reason: `has schema version ${version}; this version of Phase Mirror knows ${SCHEMA_VERSION}`,
    ids: { file },
  });
}

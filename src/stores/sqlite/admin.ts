/** What an operator asks of a database file: is it sound, is it up to date. */
import type { Clock } from '../ports.js';
import type { SqliteCheck } from './checks.js';
import { runChecks } from './checks.js';
import { SYSTEM_CLOCK } from './instants.js';
import { SCHEMA_VERSION } from './migrations.js';
import type { OpenOptions } from './open.js';
import { openDatabase } from './open.js';

export interface SqliteReport {
  /** Absolute path. */
  readonly file: string;
  readonly schemaVersion: number;
  /** Whether every check is. */
  readonly ok: boolean;
  readonly checks: readonly SqliteCheck[];
}

/**
 * Checks a database without changing it: schema, pages and constraints, references, states against verdicts, daily
 * totals against a recount, high-water marks, instants of the future, gaps in histories, digests of documents.
 *
 * @param clock what is later than it says is wrong
 * @throws {StoreError} what opening read-only throws: NOT_FOUND, INVALID, NEWER_SCHEMA, CORRUPT where not even the first
 *   page can be read, READ_ONLY where `migrateSqlite` has to come first. Damage further in is a check that failed.
 */
export async function verifySqlite(
  path: string,
  clock: Clock = SYSTEM_CLOCK,
  options: Pick<OpenOptions, 'patienceMs'> = {},
): Promise<SqliteReport> {
  const { db, found } = await openDatabase(path, { ...options, readOnly: true });
  try {
    const checks = await db.read('store.verify', {}, (sql) => runChecks(sql, clock.now()));
    return { file: db.file, schemaVersion: found, ok: checks.every(({ ok }) => ok), checks };
  } finally {
    db.close();
  }
}

export interface MigrationReport {
  /** Absolute path. */
  readonly file: string;
  /** Version of the schema before; 0: there was no database. */
  readonly from: number;
  readonly to: number;
}

/**
 * Brings the schema of a database up to date, and makes one where there is none. Every step is a transaction: what fails
 * leaves the version before it, whole.
 *
 * @throws {StoreError} what opening throws
 */
export async function migrateSqlite(path: string): Promise<MigrationReport> {
  const { db, found } = await openDatabase(path);
  db.close();
  return { file: db.file, from: found, to: SCHEMA_VERSION };
}

/** The embedded backend: one SQLite file, for the CLI and for a single repository. */
import type { Clock } from '../ports.js';
import type { Stores } from '../stores.js';
import { SqliteBaselineStore } from './baseline-store.js';
import { SqliteBlockCounter } from './block-counter.js';
import { SqliteConsentStore } from './consent-store.js';
import { SqliteFPStore } from './fp-store.js';
import { SqliteLevelStore } from './level-store.js';
import type { OpenOptions } from './open.js';
import { openDatabase } from './open.js';

export type { MigrationReport, SqliteReport } from './admin.js';
export { migrateSqlite, verifySqlite } from './admin.js';
export type { SqliteCheck } from './checks.js';
export { copySqlite } from './copy.js';
export type { MergeReport } from './merge.js';
export { mergeSqlite } from './merge.js';
export type { OpenOptions } from './open.js';
export { exportSqlite, importSqlite } from './transfer.js';

/**
 * Every port over one file. Any number of processes may have it open at once.
 *
 * @param path of the file; it is made, and its schema brought up to date, unless `readOnly`
 * @throws {StoreError} see `openDatabase`
 */
export async function openSqliteStores(path: string, clock: Clock, options: OpenOptions = {}): Promise<Stores> {
  const { db } = await openDatabase(path, options);
  return {
    fp: new SqliteFPStore(db, clock),
    consent: new SqliteConsentStore(db, clock),
    blocks: new SqliteBlockCounter(db, clock),
    baselines: new SqliteBaselineStore(db, clock),
    levels: new SqliteLevelStore(db, clock),
    description: `the SQLite database ${db.file}`,
    close: async () => db.close(),
  };
}

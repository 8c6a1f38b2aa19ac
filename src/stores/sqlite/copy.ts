/** One consistent file out of a database that others may have open: for a cache, a backup, a look elsewhere. */
import { resolve } from 'node:path';
import { PATIENCE_MS, patiently } from './database.js';
import { openDatabase } from './open.js';

/**
 * Writes everything that is committed into a file of its own, without a log beside it and without free pages
 * (sqlite.org/lang_vacuum.html#vacuuminto). The source is only read.
 *
 * @param copy path of a file that is not there
 * @throws {StoreError} what opening read-only throws; DISK_FULL, READ_ONLY, BUSY
 */
export async function copySqlite(path: string, copy: string): Promise<void> {
  const { db } = await openDatabase(path, { readOnly: true });
  try {
    // Not inside a transaction: VACUUM refuses that.
    await patiently(db.file, PATIENCE_MS, 'store.copy', {}, () => db.run('VACUUM INTO ?', resolve(copy)));
  } finally {
    db.close();
  }
}

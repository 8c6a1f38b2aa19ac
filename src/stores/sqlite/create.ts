/** A database that is not there yet: made beside its place under another name, and put there whole. */
import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION } from './migrations.js';
import type { SqliteModule } from './runtime.js';

/** A name beside `file` that nobody else uses. */
export function temporaryBeside(file: string): string {
  return `${file}.${randomBytes(6).toString('hex')}.tmp`;
}

/**
 * Makes an empty database of ours at `file`. Nobody ever sees half of it: a file of no bytes, or without our schema, is
 * therefore damage, never a beginning. Where another process was faster, its database stays.
 *
 * @throws what SQLite throws; then nothing is left behind
 */
export function createDatabase(sqlite: SqliteModule, file: string): void {
  const temporary = temporaryBeside(file);
  try {
    const db = new sqlite.DatabaseSync(temporary);
    try {
      const schema = MIGRATIONS.join(';\n');
      db.exec(`BEGIN IMMEDIATE;\n${schema};
        PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`);
    } finally {
      db.close();
    }
    putInPlace(temporary, file);
  } finally {
    removeDatabase(temporary);
  }
}

/**
 * Gives a closed database its name, unless that name is taken.
 *
 * @returns whether it got it
 */
export function putInPlace(temporary: string, file: string): boolean {
  try {
    // A link, unlike a rename, never replaces what another process has put there.
    linkSync(temporary, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' || existsSync(file)) return false;
    // A file system without hard links.
    renameSync(temporary, file);
    return true;
  }
}

/** A database with what SQLite keeps beside it (sqlite.org/tempfiles.html). What is not there is no error. */
export function removeDatabase(file: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true });
}

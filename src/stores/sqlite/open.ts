/** Opens a database file: looks whose it is, sets the connection up, brings the schema up to date. */
import type { Stats } from 'node:fs';
import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { StoreError } from '../errors.js';
import { createDatabase } from './create.js';
import { BUSY_TIMEOUT_MS, Database, newerSchema, PATIENCE_MS, patiently } from './database.js';
import { isSqliteError } from './failures.js';
import { APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION } from './migrations.js';
import type { SqliteModule } from './runtime.js';
import { loadSqlite } from './runtime.js';

export interface OpenOptions {
  /** Opens what is there and never writes; a file that is missing or older than this version is refused. */
  readonly readOnly?: boolean;
  /** How long an operation waits for other processes. */
  readonly patienceMs?: number;
  /** What messages call the file, where it does not have its last name yet. */
  readonly name?: string;
}

/** A database whose schema is ours, and the version of the schema that was found: 0 in a new file. */
export interface Opened {
  readonly db: Database;
  readonly found: number;
}

/**
 * @param path of the file; created where there is none, unless `readOnly`
 * @throws {StoreError} UNSUPPORTED_RUNTIME; NOT_FOUND (no such folder; read-only: no such file); INVALID (no plain file,
 *   or the database of another program); NEWER_SCHEMA; CORRUPT (also an empty file: a database of ours never was one);
 *   READ_ONLY; DISK_FULL; BUSY. In none of these cases what is stored was changed.
 */
export async function openDatabase(path: string, options: OpenOptions = {}): Promise<Opened> {
  const { readOnly = false, patienceMs = PATIENCE_MS } = options;
  // An absolute path is never taken for a URI, nor for the name of a database in memory.
  const file = resolve(path);
  const name = options.name ?? file;
  const sqlite = loadSqlite(file);
  return patiently(name, patienceMs, 'open', {}, () => {
    // First without the right to write: whatever is refused has not even had its log folded in.
    const found = lookAt(sqlite, file, readOnly);
    if (found === 0) createDatabase(sqlite, file);
    const db = readOnly
      ? reading(sqlite, file, (opened) => refuseOlder(file, snapshotVersion(opened, file)))
      : opening(new sqlite.DatabaseSync(file), (opened) => {
          snapshotVersion(opened, file);
          prepareForWriting(opened, file);
        });
    return { db: new Database(name, db, patienceMs), found };
  });
}

/** The connection once `prepare` is through with it, which closes it when it fails. */
function opening(db: DatabaseSync, prepare: (db: DatabaseSync) => void): DatabaseSync {
  try {
    db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    prepare(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * A connection that only reads. A reader in WAL mode makes files beside the database; where that is not allowed and
 * there is no log, the file is all there is, and nobody can change it: read as immutable (sqlite.org/wal.html, "Read-Only
 * Databases"; sqlite.org/uri.html). Node takes such a URI from 22.15 on.
 */
function reading(sqlite: SqliteModule, file: string, prepare: (db: DatabaseSync) => void): DatabaseSync {
  try {
    return opening(new sqlite.DatabaseSync(file, { readOnly: true }), prepare);
  } catch (cause) {
    if (!mayNotWrite(cause)) throw cause;
    if (!isReadable(file) || (isWritable(file) && isWritable(dirname(file)))) throw cause;
    if (statOf(`${file}-wal`) === undefined && statOf(`${file}-journal`) === undefined) {
      const url = pathToFileURL(file);
      url.searchParams.set('immutable', '1');
      try {
        return opening(new sqlite.DatabaseSync(url, { readOnly: true }), prepare);
      } catch (error) {
        if (!mayNotWrite(error) && (error as NodeJS.ErrnoException).code !== 'ERR_INVALID_ARG_TYPE') throw error;
      }
    }
    const reason = 'cannot be read where it is: SQLite may not write beside it';
    const next = 'Copy it to a writable folder first, with the -wal file where there is one';
    throw new StoreError({ operation: 'open', code: 'READ_ONLY', reason, next, ids: { file }, cause });
  }
}

/** READONLY and CANTOPEN. */
function mayNotWrite(error: unknown): boolean {
  return isSqliteError(error) && [8, 14].includes(error.errcode & 0xff);
}

const isReadable = (path: string): boolean => allows(path, constants.R_OK);
const isWritable = (path: string): boolean => allows(path, constants.W_OK);

function allows(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

/** The version of a file that is there, found without touching it; 0 where there is none. */
function lookAt(sqlite: SqliteModule, file: string, readOnly: boolean): number {
  const stat = statOf(file);
  if (stat === undefined) {
    if (readOnly) throw refused('NOT_FOUND', file, 'does not exist', 'Check the path');
    if (statOf(dirname(file))?.isDirectory() === true) return 0;
    throw refused('NOT_FOUND', file, 'is in a folder that does not exist', 'Create the folder, or check the path');
  }
  if (!stat.isFile()) throw refused('INVALID', file, 'is not a plain file', 'Name a file');
  if (stat.size === 0) throw refused('CORRUPT', file, 'is damaged: the file is empty (0 bytes)', 'Restore a copy');
  const header = readHeader(file);
  if (header !== undefined) {
    if (header.application !== 0 || header.version !== 0) refuseOthers(file, header);
    if (header.application === APPLICATION_ID && header.version > 0) return header.version;
  }
  let version = 0;
  reading(sqlite, file, (db) => {
    version = snapshotVersion(db, file);
  }).close();
  return version;
}

/** undefined where there is nothing. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    const ids = { file: path };
    throw new StoreError({ operation: 'open', code: 'READ_ONLY', reason: 'may not be looked at', ids, cause });
  }
}

interface Header {
  readonly application: number;
  readonly version: number;
}

/**
 * What the first page says (sqlite.org/fileformat.html), without SQLite, which would leave the empty files of a log
 * beside it. undefined where the log may say something newer, and for what is no database.
 */
function readHeader(file: string): Header | undefined {
  if ((statOf(`${file}-wal`)?.size ?? 0) > 0) return undefined;
  const bytes = new DataView(new ArrayBuffer(72));
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    // SQLite will not be allowed to read it either, and says so.
    return undefined;
  }
  try {
    if (readSync(descriptor, bytes, 0, 72, 0) < 72) return undefined;
  } finally {
    closeSync(descriptor);
  }
  if (Buffer.from(bytes.buffer).toString('latin1', 0, 16) !== 'SQLite format 3\0') return undefined;
  return { application: bytes.getInt32(68), version: bytes.getInt32(60) };
}

function refuseOthers(file: string, { application, version }: Header): void {
  if (application !== APPLICATION_ID) {
    throw refused('INVALID', file, 'is the database of another program', 'Name another file; this one was not changed');
  }
  if (version > SCHEMA_VERSION) throw newerSchema('open', file, version);
}

/** What `versionOf` says of one moment: another process may be making the very same file between two questions. */
export function snapshotVersion(db: DatabaseSync, file: string): number {
  db.exec('BEGIN');
  try {
    return versionOf(db, file);
  } finally {
    rollBack(db);
  }
}

function rollBack(db: DatabaseSync): void {
  try {
    db.exec('ROLLBACK');
  } catch {
    // SQLite has ended the transaction already. The error that led here is the one that is thrown.
  }
}

/**
 * Version of the schema, once it is certain that the database is ours. A file without any table is nobody's: ours never
 * was that. Asks several questions: in a transaction only.
 */
function versionOf(db: DatabaseSync, file: string): number {
  const number = (text: string): number => Number(Object.values(db.prepare(text).get() ?? {})[0]);
  const application = number('PRAGMA application_id');
  const version = number('PRAGMA user_version');
  if (application === 0 && version === 0 && number('SELECT count(*) FROM sqlite_schema') === 0) {
    throw refused('CORRUPT', file, 'is damaged: it is a database without any table', 'Restore a copy');
  }
  refuseOthers(file, { application, version });
  if (version <= 0) throw refused('CORRUPT', file, 'is damaged: its schema has no version', 'Restore a copy');
  return version;
}

function refuseOlder(file: string, found: number): void {
  if (found === SCHEMA_VERSION) return;
  const reason = `has schema version ${found}, older than the ${SCHEMA_VERSION} that this version reads`;
  throw refused('READ_ONLY', file, reason, 'Run `phase-mirror store migrate` on it');
}

function prepareForWriting(db: DatabaseSync, file: string): void {
  // Readers do not stop a writer, nor a writer readers (sqlite.org/wal.html).
  db.exec('PRAGMA journal_mode = WAL');
  // In WAL mode only FULL syncs with every commit: a transaction that was acknowledged survives a power loss.
  db.exec('PRAGMA synchronous = FULL');
  db.exec('PRAGMA journal_size_limit = 16777216');
  db.exec('PRAGMA cell_size_check = ON');
  db.exec('PRAGMA trusted_schema = OFF');
  while (takeOneStep(db, file) < SCHEMA_VERSION);
}

/** One migration, or none when another process was faster. Answers the version that the file has then. */
function takeOneStep(db: DatabaseSync, file: string): number {
  if (snapshotVersion(db, file) === SCHEMA_VERSION) return SCHEMA_VERSION;
  db.exec('BEGIN IMMEDIATE');
  try {
    const version = versionOf(db, file);
    const step = MIGRATIONS[version];
    if (step !== undefined) {
      db.exec(step);
      db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
      db.exec(`PRAGMA user_version = ${version + 1}`);
    }
    db.exec('COMMIT');
    return step === undefined ? version : version + 1;
  } catch (error) {
    rollBack(db);
    throw error;
  }
}

type Refusal = 'NOT_FOUND' | 'INVALID' | 'READ_ONLY' | 'CORRUPT';

function refused(code: Refusal, file: string, reason: string, next: string): StoreError {
  return new StoreError({ operation: 'open', code, reason, next, ids: { file } });
}

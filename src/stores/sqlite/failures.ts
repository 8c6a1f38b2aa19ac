/** What SQLite reports, as one of our errors. Result codes: sqlite.org/rescode.html. */
import type { StoreErrorCode, StoreErrorIds } from '../errors.js';
import { StoreError } from '../errors.js';

/** What node:sqlite throws: `errcode` is the extended result code. */
interface SqliteError extends Error {
  readonly code: 'ERR_SQLITE_ERROR';
  readonly errcode: number;
  readonly errstr: string;
}

/** Extended codes that say more than their primary one. */
const IOERR_SHORT_READ = 522;
const IOERR_WRITE = 778;
const IOERR_SHMSIZE = 4874;

const BUSY = 5;
const LOCKED = 6;

export function isSqliteError(error: unknown): error is SqliteError {
  return typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number';
}

/** Whether somebody else holds a lock: the same call may succeed a moment later. */
export function isBusy(error: unknown): boolean {
  return isSqliteError(error) && [BUSY, LOCKED].includes(error.errcode & 0xff);
}

interface Meaning {
  readonly code: StoreErrorCode;
  readonly reason: string;
}

/**
 * @param error what was thrown; a StoreError is given back, and so is what SQLite did not throw: a bug of ours
 * @param file path of the database, for the message
 */
export function toStoreError(operation: string, ids: StoreErrorIds, file: string, error: unknown): unknown {
  if (!isSqliteError(error)) return error;
  const { code, reason } = meaningOf(error.errcode);
  return new StoreError({
    operation,
    code,
    reason: `${reason} (SQLite ${error.errcode}: ${error.message})`,
    ids: { ...ids, file },
    cause: error,
  });
}

function meaningOf(errcode: number): Meaning {
  if (errcode === IOERR_WRITE || errcode === IOERR_SHMSIZE) {
    return { code: 'DISK_FULL', reason: 'could not make the file larger: disk full, a quota, or a limit on its size' };
  }
  if (errcode === IOERR_SHORT_READ) return { code: 'CORRUPT', reason: 'found the file shorter than it has to be' };
  switch (errcode & 0xff) {
    case BUSY:
    case LOCKED:
      return { code: 'BUSY', reason: 'waited in vain for another process' };
    case 3: // PERM
    case 8: // READONLY
      return { code: 'READ_ONLY', reason: 'may not write the file or its folder' };
    case 14: // CANTOPEN
      return { code: 'READ_ONLY', reason: 'could not open the file, or create a file beside it' };
    case 11: // CORRUPT
      return { code: 'CORRUPT', reason: 'found a damaged page' };
    case 13: // FULL
      return { code: 'DISK_FULL', reason: 'found no space left' };
    case 26: // NOTADB
      return { code: 'CORRUPT', reason: 'found something that is no SQLite database' };
    default:
      return { code: 'UNEXPECTED', reason: 'was answered with an error' };
  }
}

import { describe, expect, it } from '@jest/globals';
import { StoreError } from '../../../src/stores/errors.js';
import { isBusy, toStoreError } from '../../../src/stores/sqlite/failures.js';

const sqliteError = (errcode: number): Error =>
  Object.assign(new Error('what SQLite said'), { code: 'ERR_SQLITE_ERROR', errcode, errstr: 'text' });

describe('toStoreError', () => {
  /** Result codes of sqlite.org/rescode.html. */
  it.each([
    ['SQLITE_BUSY', 5, 'BUSY'],
    ['SQLITE_LOCKED', 6, 'BUSY'],
    ['SQLITE_BUSY_SNAPSHOT', 517, 'BUSY'],
    ['SQLITE_PERM', 3, 'READ_ONLY'],
    ['SQLITE_READONLY', 8, 'READ_ONLY'],
    ['SQLITE_READONLY_DIRECTORY', 1544, 'READ_ONLY'],
    ['SQLITE_CANTOPEN', 14, 'READ_ONLY'],
    ['SQLITE_CORRUPT', 11, 'CORRUPT'],
    ['SQLITE_CORRUPT_INDEX', 779, 'CORRUPT'],
    ['SQLITE_NOTADB', 26, 'CORRUPT'],
    ['SQLITE_IOERR_SHORT_READ', 522, 'CORRUPT'],
    ['SQLITE_FULL', 13, 'DISK_FULL'],
    ['SQLITE_IOERR_WRITE', 778, 'DISK_FULL'],
    ['SQLITE_IOERR_SHMSIZE', 4874, 'DISK_FULL'],
    ['SQLITE_IOERR_READ', 266, 'UNEXPECTED'],
    ['SQLITE_CONSTRAINT_CHECK', 275, 'UNEXPECTED'],
  ])('%s (%i) is %s', (_, errcode, code) => {
    const cause = sqliteError(errcode);
    const error = toStoreError('FPStore.recordEvent', { eventId: 'e' }, '/srv/pm.db', cause) as StoreError;
    expect(error).toBeInstanceOf(StoreError);
    expect(error).toMatchObject({ code, cause, ids: { eventId: 'e', file: '/srv/pm.db' } });
    expect(error.message).toContain(`(SQLite ${errcode}: what SQLite said)`);
    expect(isBusy(cause)).toBe(code === 'BUSY');
  });

  it('gives back what SQLite did not throw', () => {
    const bug = new TypeError('x is not a function');
    const refused = new StoreError({ operation: 'o', code: 'INVALID', reason: 'r' });
    for (const other of [bug, refused, null, 'text']) expect(toStoreError('o', {}, 'f', other)).toBe(other);
    expect([bug, refused, null, 'text'].some(isBusy)).toBe(false);
  });
});

/** Damaged files, files that may not be written, files that somebody else holds. */
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { StoreError } from '../../../src/stores/errors.js';
import { exportSqlite, openSqliteStores, verifySqlite } from '../../../src/stores/sqlite/index.js';
import { APPLICATION_ID, MIGRATIONS } from '../../../src/stores/sqlite/migrations.js';
import { openDatabase } from '../../../src/stores/sqlite/open.js';
import { loadSqlite } from '../../../src/stores/sqlite/runtime.js';
import { digest, eventOf, failure, filled, inFolder, RULE, rawDatabase, TestClock, YEARS_LATER } from './world.js';

describe('a database that is damaged', () => {
  it('names a damaged page, loses nothing of the rest, and verify reports it', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      await filled(file, 2000);
      const page = rawDatabase(file, (db) => {
        const row = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'event'").get();
        return Number(row?.['rootpage']);
      });
      const bytes = readFileSync(file);
      bytes.fill(0xa5, (page - 1) * 4096, page * 4096);
      writeFileSync(file, bytes);
      const stores = await openSqliteStores(file, new TestClock());
      const error = await failure(stores.fp.recordEvent(eventOf(1, 1)), 'CORRUPT');
      expect(error.message).toMatch(/damaged page .*Leave the file as it is and restore the last good copy/);
      expect(error.ids).toMatchObject({ file, eventId: eventOf(1, 1).eventId });
      expect(error.retryable).toBe(false);
      expect(error.cause).toMatchObject({ code: 'ERR_SQLITE_ERROR' });
      // What does not need the page still answers.
      expect((await stores.fp.dailyTotals(RULE, 1, '2026-05-13', '2026-05-13'))[0]?.total).toBe(2000);
      await stores.close();
      const report = await verifySqlite(file, YEARS_LATER);
      expect(report.ok).toBe(false);
      expect(report.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toContain('integrity');
    });
  });

  it('notices a file that was cut off', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      await filled(file, 500);
      truncateSync(file, 4096 * 3);
      const outcome = await verifySqlite(file, YEARS_LATER).then(
        ({ ok }) => ok,
        (error: StoreError) => error.code,
      );
      expect([false, 'CORRUPT']).toContain(outcome);
      const stores = await openSqliteStores(file, new TestClock()).catch((error: StoreError) => error);
      if (!(stores instanceof Error)) {
        await failure(stores.fp.recordEvent(eventOf(1, 900)), 'CORRUPT');
        await stores.close();
      } else expect(stores.code).toBe('CORRUPT');
    });
  });

  it('says that an older schema needs migrating before it can only be read', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      rawDatabase(file, (db) => {
        db.exec(`${MIGRATIONS[0]}; PRAGMA user_version = 1; PRAGMA application_id = ${APPLICATION_ID}`);
      });
      const error = await failure(verifySqlite(file, YEARS_LATER), 'READ_ONLY');
      expect(error.message).toContain('has schema version 1, older than the');
      expect(error.message).toContain('phase-mirror store migrate');
    });
  });
});

/** As somebody whom permissions bind: root may write anything. */
function asNobody(file: string, operation: 'record' | 'both' | 'read'): { status: number | null; last: string } {
  const args = ['--import', resolve('__tests__/support/typescript-hooks.mjs')];
  args.push(resolve('__tests__/stores/sqlite/child.ts'), operation, file, '9', '1');
  const who = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', env: {}, ...who });
  return { status, last: stdout.trim().split('\n').at(-1) ?? '' };
}

describe('what may not be written', () => {
  it('says so for a file that may only be read, and keeps it as it is', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      await filled(file);
      chmodSync(folder, 0o777);
      chmodSync(file, 0o444);
      const before = digest(file);
      const { status, last } = asNobody(file, 'record');
      expect({ status, code: last.split(' ')[0] }).toEqual({ status: 3, code: 'READ_ONLY' });
      expect(last).toContain('may not write the file or its folder');
      expect(last).toContain('Make both writable');
      expect(digest(file)).toBe(before);
    });
  });

  it.each([
    ['folder', 0o555, 0o644],
    ['file and folder', 0o555, 0o444],
  ])('is read all the same where only the %s is closed to writing', (_, ofFolder, ofFile) => {
    return inFolder(async (folder) => {
      // A name with what means something in a URI.
      const file = join(folder, 'a store?mode=rw#1%20.db');
      await filled(file);
      const lines: string[] = [];
      for await (const line of exportSqlite(file)) lines.push(line);
      chmodSync(file, ofFile);
      chmodSync(folder, ofFolder);
      const before = digest(file);
      expect(asNobody(file, 'read')).toEqual({ status: 0, last: `true ${lines.length}` });
      expect(digest(file)).toBe(before);
      chmodSync(folder, 0o755);
    });
  });

  it('is not read past a log that may say something newer', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      await filled(file);
      writeFileSync(`${file}-wal`, '');
      chmodSync(folder, 0o555);
      const { status, last } = asNobody(file, 'read');
      chmodSync(folder, 0o755);
      expect({ status, code: last.split(' ')[0] }).toEqual({ status: 3, code: 'READ_ONLY' });
      expect(last).toContain('Copy it to a writable folder first');
    });
  });

  it('says so for a folder in which no file can be made', async () => {
    await inFolder((folder) => {
      chmodSync(folder, 0o555);
      const { status, last } = asNobody(join(folder, 'store.db'), 'record');
      chmodSync(folder, 0o755);
      expect({ status, code: last.split(' ')[0] }).toEqual({ status: 3, code: 'READ_ONLY' });
      expect(last).toContain(folder);
    });
  });

  it('says so for a file, and for a folder, that may not even be looked into', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      await filled(file);
      chmodSync(folder, 0o755);
      chmodSync(file, 0o000);
      expect(asNobody(file, 'record')).toMatchObject({
        status: 3,
        last: expect.stringMatching(/^READ_ONLY .*could not open/),
      });
      chmodSync(folder, 0o000);
      expect(asNobody(file, 'record')).toMatchObject({
        status: 3,
        last: expect.stringMatching(/^READ_ONLY .*looked at/),
      });
      chmodSync(folder, 0o755);
    });
  });

  it('says so when a store that was opened to be read is asked to write', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      await filled(file);
      const stores = await openSqliteStores(file, new TestClock(), { readOnly: true });
      await failure(stores.fp.recordEvent(eventOf(3, 1)), 'READ_ONLY');
      await failure(stores.fp.recordEvents([eventOf(3, 1)]), 'READ_ONLY');
      expect((await stores.fp.getWindowByCount(RULE, 10)).total).toBe(5);
      expect(stores.description).toBe(`the SQLite database ${file}`);
      await stores.close();
    });
  });
});

describe('a database that somebody else holds', () => {
  it('waits, and gives up with BUSY when patience ends; nothing was written', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      await filled(file);
      const stores = await openSqliteStores(file, new TestClock(), { patienceMs: 0 });
      await rawDatabase(file, async (db) => {
        db.exec('BEGIN IMMEDIATE');
        const error = await failure(stores.fp.recordEvent(eventOf(3, 1)), 'BUSY');
        expect(error.retryable).toBe(true);
        // Readers go on.
        expect((await stores.fp.getWindowByCount(RULE, 10)).total).toBe(5);
      });
      await stores.close();
    });
  });

  it('goes on as soon as the other is done', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      await filled(file);
      const stores = await openSqliteStores(file, new TestClock());
      const other = new (loadSqlite(file).DatabaseSync)(file);
      other.exec('BEGIN IMMEDIATE');
      const writing = stores.fp.recordEvent(eventOf(3, 1));
      other.exec('COMMIT');
      other.close();
      expect(await writing).toBe('recorded');
      await stores.close();
    });
  });

  it('says that the disk is full when the file may not grow, in a process without limits', async () => {
    await inFolder(async (folder) => {
      const { db } = await openDatabase(join(folder, 'store.db'));
      db.get('PRAGMA max_page_count = 1');
      const fill = db.write('test', {}, (sql) => {
        sql.run('INSERT INTO rule VALUES (?, 1)', 'kept not');
        sql.run('INSERT INTO mark VALUES (hex(zeroblob(100000)), 1)');
      });
      expect((await failure(fill, 'DISK_FULL')).message).toContain('found no space left');
      expect(db.all('SELECT * FROM rule')).toEqual([]);
      db.close();
    });
  });
});

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createDatabase } from '../../../src/stores/sqlite/create.js';
import { migrateSqlite, openSqliteStores, verifySqlite } from '../../../src/stores/sqlite/index.js';
import { APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION } from '../../../src/stores/sqlite/migrations.js';
import { snapshotVersion } from '../../../src/stores/sqlite/open.js';
import { loadSqlite } from '../../../src/stores/sqlite/runtime.js';
import { digest, eventOf, failure, filled, inFolder, RULE, rawDatabase, TestClock, YEARS_LATER } from './world.js';

describe('a database that is not for us', () => {
  it('refuses a newer schema and touches nothing', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      await filled(file);
      rawDatabase(file, (db) => db.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 4}`));
      const before = [digest(file), statSync(file).mtimeMs];
      for (const open of [migrateSqlite, verifySqlite, (path: string) => openSqliteStores(path, new TestClock())]) {
        const error = await failure(open(file), 'NEWER_SCHEMA');
        expect(error.message).toContain(`has schema version ${SCHEMA_VERSION + 4}`);
        expect(error.message).toContain(`knows ${SCHEMA_VERSION}`);
      }
      expect([digest(file), statSync(file).mtimeMs]).toEqual(before);
      expect(existsSync(`${file}-wal`)).toBe(false);
    });
  });

  it('refuses a newer schema that stands in the log only, and leaves the log as it is', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      await filled(file);
      const script = `
        const { DatabaseSync } = require('node:sqlite');
        new DatabaseSync(${JSON.stringify(file)}).exec('PRAGMA user_version = ${SCHEMA_VERSION + 1}');
        process.kill(process.pid, 'SIGKILL');`;
      spawnSync(process.execPath, ['--no-warnings', '-e', script]);
      const before = [digest(file), digest(`${file}-wal`)];
      await failure(openSqliteStores(file, new TestClock()), 'NEWER_SCHEMA');
      await failure(verifySqlite(file, YEARS_LATER), 'NEWER_SCHEMA');
      expect([digest(file), digest(`${file}-wal`)]).toEqual(before);
    });
  });

  it('writes nothing any more once a newer version has migrated the file beneath it', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      const stores = await openSqliteStores(file, new TestClock());
      expect(await stores.fp.recordEvent(eventOf(1, 1))).toBe('recorded');
      rawDatabase(file, (db) => db.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`));
      await failure(stores.fp.recordEvent(eventOf(1, 2)), 'NEWER_SCHEMA');
      await failure(stores.fp.getWindowByCount(RULE, 1), 'NEWER_SCHEMA');
      await stores.close();
      rawDatabase(file, (db) => expect(db.prepare('SELECT count(*) AS n FROM event').get()).toEqual({ n: 1 }));
    });
  });

  it.each([
    ['tables of its own', 'CREATE TABLE theirs (a)'],
    ['another application id', 'PRAGMA application_id = 77'],
    ['another schema version and no tables', 'PRAGMA user_version = 2'],
  ])('refuses the database of another program: %s', (_, sql) => {
    return inFolder(async (folder) => {
      const file = join(folder, 'theirs.db');
      rawDatabase(file, (db) => db.exec(sql));
      const before = digest(file);
      const error = await failure(openSqliteStores(file, new TestClock()), 'INVALID');
      expect(error.message).toContain('is the database of another program');
      expect(digest(file)).toBe(before);
    });
  });

  it('refuses what is no database, a folder, and a place that is not there', async () => {
    await inFolder(async (folder) => {
      const text = join(folder, 'notes.txt');
      writeFileSync(text, 'Not a database at all. '.repeat(100));
      expect((await failure(migrateSqlite(text), 'CORRUPT')).message).toContain('no SQLite database');
      expect(readFileSync(text, 'utf8')).toMatch(/^Not a database/);
      mkdirSync(join(folder, 'store.db'));
      expect((await failure(migrateSqlite(join(folder, 'store.db')), 'INVALID')).message).toContain('not a plain file');
      const nowhere = join(folder, 'none', 'store.db');
      expect((await failure(migrateSqlite(nowhere), 'NOT_FOUND')).message).toContain('folder that does not exist');
      expect((await failure(verifySqlite(join(folder, 'x.db'), YEARS_LATER), 'NOT_FOUND')).message).toContain(
        'does not exist',
      );
      expect(existsSync(join(folder, 'x.db'))).toBe(false);
    });
  });

  it('sees one moment while a second process migrates the file', async () => {
    await inFolder((folder) => {
      const file = join(folder, 'store.db');
      rawDatabase(file, (db) => {
        db.exec(`PRAGMA journal_mode = WAL; ${MIGRATIONS[0]};
          PRAGMA user_version = 1; PRAGMA application_id = ${APPLICATION_ID}`);
        // The other process commits between two questions of ours.
        const meddled = new Proxy(db, {
          get: (target, name) => (question: string) => {
            if (question === 'PRAGMA user_version') {
              rawDatabase(file, (other) => other.exec('PRAGMA user_version = 2'));
            }
            return name === 'prepare' ? target.prepare(question) : target.exec(question);
          },
        });
        expect(snapshotVersion(meddled, file)).toBe(1);
        expect(snapshotVersion(db, file)).toBe(2);
      });
    });
  });

  it.each([
    ['an empty file', (file: string) => writeFileSync(file, ''), 'the file is empty (0 bytes)'],
    ['a database without tables', (file: string) => rawDatabase(file, (db) => db.exec('VACUUM')), 'without any table'],
    [
      'our id without a version',
      (file: string) => rawDatabase(file, (db) => db.exec(`PRAGMA application_id = ${APPLICATION_ID}`)),
      'its schema has no version',
    ],
  ])('takes %s for damage, never for a beginning', (_, make, reason) => {
    return inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      make(file);
      const before = digest(file);
      for (const open of [migrateSqlite, verifySqlite, (path: string) => openSqliteStores(path, new TestClock())]) {
        expect((await failure(open(file), 'CORRUPT')).message).toContain(reason);
      }
      expect(digest(file)).toBe(before);
      expect(readdirSync(folder)).toEqual(['store.db']);
    });
  });

  it('is made whole or not at all, and leaves nothing beside it', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      expect(await migrateSqlite(file)).toEqual({ file, from: 0, to: SCHEMA_VERSION });
      expect(readdirSync(folder)).toEqual(['store.db']);
      const before = digest(file);
      createDatabase(loadSqlite(file), file);
      expect(digest(file)).toBe(before);
      expect(readdirSync(folder)).toEqual(['store.db']);
    });
  });

  it('undoes the half-made change of a process that died while it used a rollback journal', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      await migrateSqlite(file);
      const script = `
        const { DatabaseSync } = require('node:sqlite');
        const db = new DatabaseSync(${JSON.stringify(file)});
        db.exec('PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; PRAGMA cache_spill = 1');
        db.exec("BEGIN; CREATE TABLE t (a)");
        for (let i = 0; i < 2000; i += 1) db.exec("INSERT INTO t VALUES (zeroblob(1000))");
        process.kill(process.pid, 'SIGKILL');`;
      spawnSync(process.execPath, ['--no-warnings', '-e', script]);
      expect(existsSync(`${file}-journal`)).toBe(true);
      expect((await migrateSqlite(file)).to).toBe(SCHEMA_VERSION);
      expect((await verifySqlite(file, YEARS_LATER)).ok).toBe(true);
    });
  });
});

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { StoreError } from '../../../src/stores/errors.js';
import { migrateSqlite, openSqliteStores, verifySqlite } from '../../../src/stores/sqlite/index.js';
import { APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION } from '../../../src/stores/sqlite/migrations.js';
import { openDatabase } from '../../../src/stores/sqlite/open.js';
import { loadSqlite, type Runtime } from '../../../src/stores/sqlite/runtime.js';
import { eventOf, failure, inFolder, RULE, rawDatabase, TestClock } from './world.js';

const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** A sound database with a few events. */
async function filled(file: string, count = 5): Promise<void> {
  const stores = await openSqliteStores(file, new TestClock());
  await stores.fp.recordEvents(Array.from({ length: count }, (_, n) => eventOf(1, n)));
  await stores.close();
}

describe('the runtime', () => {
  const runtimeOf = (node: string, module?: object): Runtime => ({
    versions: { node },
    getBuiltinModule: () => module,
    emitWarning: () => undefined,
  });

  it.each(['18.20.4', '20.20.2', '22.12.0', '22.5.1'])('refuses Node %s, whatever it has', (node) => {
    const load = (): unknown => loadSqlite('/srv/pm.db', runtimeOf(node, {}));
    expect(load).toThrow(
      expect.objectContaining({
        code: 'UNSUPPORTED_RUNTIME',
        message:
          `open (file /srv/pm.db) needs node:sqlite, which Node has from 22.13 on; this is Node ${node} ` +
          '(UNSUPPORTED_RUNTIME). Use Node 22.13 or later, or another backend.',
      }),
    );
  });

  it('refuses a recent Node that was built without it, or lacks the way to ask', () => {
    expect(() => loadSqlite('f', runtimeOf('24.1.0'))).toThrow('this is Node 24.1.0');
    expect(() => loadSqlite('f', { versions: { node: '23.0.0' }, emitWarning: () => undefined })).toThrow('23.0.0');
  });

  it.each(['22.13.0', '22.14.1', '23.4.0', '24.0.0'])('takes Node %s', (node) => {
    const module = {};
    expect(loadSqlite('f', runtimeOf(node, module))).toBe(module);
  });

  it('drops the one warning that loading causes, passes others on, and mends what it replaced', () => {
    const heard: unknown[] = [];
    const emitWarning = (...warning: unknown[]): void => void heard.push(warning);
    const runtime: Runtime = {
      versions: { node: '24.0.0' },
      emitWarning,
      getBuiltinModule: () => {
        const emit = runtime.emitWarning as (...warning: unknown[]) => void;
        emit('SQLite is an experimental feature and might change at any time', 'ExperimentalWarning');
        emit(new Error('SQLite is an experimental feature and so on'));
        emit('Something else', 'ExperimentalWarning');
        return {};
      },
    };
    loadSqlite('f', runtime);
    expect(heard).toEqual([['Something else', 'ExperimentalWarning']]);
    expect(runtime.emitWarning).toBe(emitWarning);
  });

  it('prints nothing in a real process', () => {
    const script = `
      import { loadSqlite } from './src/stores/sqlite/runtime.ts';
      const { DatabaseSync } = loadSqlite('f');
      console.log(new DatabaseSync(':memory:').prepare('SELECT 1 AS one').get().one);`;
    const args = ['--import', resolve('__tests__/support/typescript-hooks.mjs'), '--input-type=module', '-e', script];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env: {} });
    expect({ stdout, stderr }).toEqual({ stdout: '1\n', stderr: '' });
  });
});

describe('migrations', () => {
  it.each(MIGRATIONS.map((_, version) => version))(
    'brings version %i up to date and keeps what is there',
    (version) => {
      return inFolder(async (folder) => {
        const file = join(folder, 'store.db');
        rawDatabase(file, (db) => {
          for (const step of MIGRATIONS.slice(0, version)) db.exec(step);
          db.exec(`PRAGMA user_version = ${version}`);
          if (version === 0) return;
          db.exec(`PRAGMA application_id = ${APPLICATION_ID}; INSERT INTO rule VALUES ('MD-001', 7)`);
        });
        expect(await migrateSqlite(file)).toEqual({ file, from: version, to: SCHEMA_VERSION });
        expect(await migrateSqlite(file)).toEqual({ file, from: SCHEMA_VERSION, to: SCHEMA_VERSION });
        expect(await verifySqlite(file)).toMatchObject({ ok: true, schemaVersion: SCHEMA_VERSION });
        const stores = await openSqliteStores(file, new TestClock());
        expect(await stores.fp.listRules()).toEqual(version === 0 ? [] : [{ ruleId: 'MD-001', ruleVersion: 7 }]);
        await stores.close();
      });
    },
  );

  it('leads to the same schema from every version', async () => {
    const schema = (file: string): unknown =>
      rawDatabase(file, (db) => db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all());
    await inFolder(async (folder) => {
      await migrateSqlite(join(folder, 'new.db'));
      for (const [version] of MIGRATIONS.entries()) {
        const file = join(folder, `${version}.db`);
        rawDatabase(file, (db) => {
          for (const step of MIGRATIONS.slice(0, version)) db.exec(step);
          if (version > 0) db.exec(`PRAGMA user_version = ${version}; PRAGMA application_id = ${APPLICATION_ID}`);
        });
        await migrateSqlite(file);
        expect(schema(file)).toEqual(schema(join(folder, 'new.db')));
      }
    });
  });

  it('leaves the version before whole when a step fails', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      rawDatabase(file, (db) => {
        db.exec(MIGRATIONS[0] ?? '');
        // In the way of the second step, which has made another table by then.
        db.exec(`CREATE TABLE block (a); PRAGMA user_version = 1; PRAGMA application_id = ${APPLICATION_ID}`);
      });
      const error = await failure(migrateSqlite(file), 'UNEXPECTED');
      expect(error.message).toContain('table block already exists');
      rawDatabase(file, (db) => {
        expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 });
        expect(db.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'consent'").get()).toEqual({ n: 0 });
      });
    });
  });

  it('syncs with every commit, logs ahead, and enforces references', async () => {
    await inFolder(async (folder) => {
      const { db } = await openDatabase(join(folder, 'store.db'));
      const read = (pragma: string): unknown =>
        Object.values(db.get<Record<string, unknown>>(`PRAGMA ${pragma}`) ?? {})[0];
      expect([read('journal_mode'), read('synchronous'), read('foreign_keys')]).toEqual(['wal', 2, 1]);
      const tables = db.all<{ name: string; strict: number }>(
        "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'",
      );
      expect(tables).toHaveLength(10);
      expect(tables.filter(({ strict }) => strict !== 1)).toEqual([]);
      db.close();
      db.close();
    });
  });
});

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
      await failure(verifySqlite(file), 'NEWER_SCHEMA');
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
      expect((await failure(verifySqlite(join(folder, 'x.db')), 'NOT_FOUND')).message).toContain('does not exist');
      expect(existsSync(join(folder, 'x.db'))).toBe(false);
    });
  });

  it('takes an empty file for a new database, unless it is only to be read', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'empty.db');
      writeFileSync(file, '');
      await failure(verifySqlite(file), 'READ_ONLY');
      expect(await migrateSqlite(file)).toMatchObject({ from: 0 });
      expect((await verifySqlite(file)).ok).toBe(true);
    });
  });

  it('undoes the half-made change of a process that died while it used a rollback journal', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      const script = `
        const { DatabaseSync } = require('node:sqlite');
        const db = new DatabaseSync(${JSON.stringify(file)});
        db.exec('PRAGMA cache_size = 1; PRAGMA cache_spill = 1; CREATE TABLE t (a); DROP TABLE t');
        db.exec("BEGIN; CREATE TABLE t (a)");
        for (let i = 0; i < 2000; i += 1) db.exec("INSERT INTO t VALUES (zeroblob(1000))");
        process.kill(process.pid, 'SIGKILL');`;
      spawnSync(process.execPath, ['--no-warnings', '-e', script]);
      expect(existsSync(`${file}-journal`)).toBe(true);
      expect((await migrateSqlite(file)).to).toBe(SCHEMA_VERSION);
      expect((await verifySqlite(file)).ok).toBe(true);
    });
  });
});

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
      const report = await verifySqlite(file);
      expect(report.ok).toBe(false);
      expect(report.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toContain('integrity');
    });
  });

  it('notices a file that was cut off', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      await filled(file, 500);
      truncateSync(file, 4096 * 3);
      const outcome = await verifySqlite(file).then(
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
      const error = await failure(verifySqlite(file), 'READ_ONLY');
      expect(error.message).toContain('has schema version 1, older than the');
      expect(error.message).toContain('phase-mirror store migrate');
    });
  });
});

/** As somebody whom permissions bind: root may write anything. */
function asNobody(file: string, operation: 'record' | 'both'): { status: number | null; last: string } {
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

import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { migrateSqlite, openSqliteStores, verifySqlite } from '../../../src/stores/sqlite/index.js';
import { APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION } from '../../../src/stores/sqlite/migrations.js';
import { openDatabase } from '../../../src/stores/sqlite/open.js';
import { loadSqlite, type Runtime } from '../../../src/stores/sqlite/runtime.js';
import { eventOf, failure, inFolder, NOW, RULE, rawDatabase, TestClock, YEARS_LATER } from './world.js';

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
  it.each(MIGRATIONS.map((_, version) => version).slice(1))(
    'brings version %i up to date and keeps what is there',
    (version) => {
      return inFolder(async (folder) => {
        const file = join(folder, 'store.db');
        rawDatabase(file, (db) => {
          for (const step of MIGRATIONS.slice(0, version)) db.exec(step);
          db.exec(`PRAGMA user_version = ${version}`);
          db.exec(`PRAGMA application_id = ${APPLICATION_ID}; INSERT INTO rule VALUES ('MD-001', 7)`);
        });
        expect(await migrateSqlite(file)).toEqual({ file, from: version, to: SCHEMA_VERSION });
        expect(await migrateSqlite(file)).toEqual({ file, from: SCHEMA_VERSION, to: SCHEMA_VERSION });
        expect(await verifySqlite(file, YEARS_LATER)).toMatchObject({ ok: true, schemaVersion: SCHEMA_VERSION });
        const stores = await openSqliteStores(file, new TestClock());
        expect(await stores.fp.listRules()).toEqual([{ ruleId: 'MD-001', ruleVersion: 7 }]);
        await stores.close();
      });
    },
  );

  it('knows what was judged before there was a place to say so', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      const columns =
        'event_id, finding_id, rule_id, rule_version, repository, salt_version, change, severity, level, blocked, occurred_at, state, sealed';
      const [said, unsaid] = [eventOf(1, 0), eventOf(1, 1)];
      rawDatabase(file, (db) => {
        for (const step of MIGRATIONS.slice(0, 3)) db.exec(step);
        db.exec(`PRAGMA user_version = 3; PRAGMA application_id = ${APPLICATION_ID}`);
        db.prepare('INSERT INTO rule VALUES (?, ?)').run(RULE, 1);
        for (const one of [said, unsaid]) {
          db.prepare(`INSERT INTO event (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(
            ...[one.eventId, one.findingId, RULE, 1, one.repository, 0, one.change, 'high', 'block', 1, NOW],
            one === said ? 'false-positive' : 'pending',
            null,
          );
        }
        db.prepare("INSERT INTO verdict VALUES (?, 'ada', 'false-positive', 'T-1', ?, 'cli')").run(said.eventId, NOW);
        db.prepare("INSERT INTO total VALUES (?, 1, '2026-05-13', 2, 1, 0)").run(RULE);
      });
      await migrateSqlite(file);
      expect(await verifySqlite(file, YEARS_LATER)).toMatchObject({ ok: true });
      const stores = await openSqliteStores(file, new TestClock());
      const rows = [];
      for await (const page of stores.fp.voteRows(RULE, 1))
        rows.push(...page.map(({ kind, change }) => [kind, change]));
      await stores.close();
      expect(rows).toEqual([
        ['unjudged', unsaid.change],
        ['judged', said.change],
      ]);
    });
  });

  it('leads to the same schema from every version', async () => {
    const schema = (file: string): unknown =>
      rawDatabase(file, (db) => db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all());
    await inFolder(async (folder) => {
      await migrateSqlite(join(folder, 'new.db'));
      for (const version of MIGRATIONS.keys()) {
        if (version === 0) continue;
        const file = join(folder, `${version}.db`);
        rawDatabase(file, (db) => {
          for (const step of MIGRATIONS.slice(0, version)) db.exec(step);
          db.exec(`PRAGMA user_version = ${version}; PRAGMA application_id = ${APPLICATION_ID}`);
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

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { ConsentGrant } from '../../../src/stores/ports.js';
import { exportSqlite, importSqlite, openSqliteStores, verifySqlite } from '../../../src/stores/sqlite/index.js';
import { SCHEMA_VERSION } from '../../../src/stores/sqlite/migrations.js';
import { openDatabase } from '../../../src/stores/sqlite/open.js';
import { eventOf, failure, inFolder, NOW, rawDatabase, TestClock, verdictOf, YEARS_LATER } from './world.js';

const GRANT: ConsentGrant = {
  scope: { kind: 'org', org: 'acme' },
  resources: ['events', 'verdicts'],
  excludes: ['secret-repo'],
  grantor: 'boss',
  grantedAt: NOW,
  expiresAt: null,
  revocable: true,
};

/** Something in every table. */
async function filled(file: string): Promise<void> {
  const stores = await openSqliteStores(file, new TestClock());
  await stores.fp.recordEvents([eventOf(1, 0), eventOf(1, 1), eventOf(1, 2, { ruleId: 'MD-001', ruleVersion: 3 })]);
  await stores.fp.markFalsePositive(eventOf(1, 0), { ...verdictOf('ada'), ticket: 'It’s “fine” \u2028\n€' });
  await stores.fp.confirmTruePositive(eventOf(1, 1), verdictOf('ada'));
  await stores.fp.markFalsePositive(eventOf(1, 1), verdictOf('bob'));
  await stores.consent.recordConsent(GRANT);
  await stores.consent.revokeConsent(GRANT.scope, 'boss', NOW);
  await stores.blocks.recordBlock({ ruleId: 'MD-001', repositoryId: 5, pullRequest: 6, authorId: 7, firstSeenAt: NOW });
  const first = await stores.baselines.create({ repositoryId: 5, branch: 'main' }, Uint8Array.of(0, 255, 10));
  await stores.baselines.replace({ repositoryId: 5, branch: 'main' }, new Uint8Array(0), first.tag);
  await stores.levels.publish(Uint8Array.of(1, 2), 4, null);
  await stores.close();
}

async function linesOf(file: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of exportSqlite(file)) lines.push(line);
  return lines;
}

describe('verifySqlite', () => {
  it('finds nothing wrong with what the stores wrote, and changes nothing', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      await filled(file);
      const before = readFileSync(file);
      expect(await verifySqlite(file, YEARS_LATER)).toEqual({
        file,
        schemaVersion: SCHEMA_VERSION,
        ok: true,
        checks: [
          { name: 'schema', ok: true, detail: `version ${SCHEMA_VERSION}` },
          { name: 'integrity', ok: true, detail: 'every page and index' },
          { name: 'constraints', ok: true, detail: '23 conditions' },
          { name: 'references', ok: true, detail: 'every reference' },
          { name: 'verdicts', ok: true, detail: '3 events, 3 verdicts' },
          { name: 'totals', ok: true, detail: '2 daily totals, counted again' },
          { name: 'marks', ok: true, detail: '3 marks' },
          { name: 'instants', ok: true, detail: '3 events, none of them of the future' },
          { name: 'histories', ok: true, detail: 'versions without a gap' },
          { name: 'documents', ok: true, detail: '3 documents, 2 consent records' },
        ],
      });
      expect(readFileSync(file).equals(before)).toBe(true);
    });
  });

  const id = eventOf(1, 0).eventId;
  it.each([
    ['verdicts', "UPDATE event SET state = 'pending'", `the state of event ${id} is not what its verdicts say`],
    ['verdicts', "UPDATE verdict SET kind = 'true-positive'", 'the state of event'],
    ['verdicts', 'DELETE FROM verdict', 'the state of event'],
    ['verdicts', 'UPDATE event SET judged = 0', 'the state of event'],
    ['verdicts', 'UPDATE event SET judged = 1', 'the state of event'],
    ['totals', "UPDATE total SET total = total + 1 WHERE rule_id = 'MD-001'", 'MD-001 version 3, 2026-05-13'],
    ['totals', 'UPDATE total SET false_positives = 0', 'MD-004 version 1, 2026-05-13'],
    ['totals', 'DELETE FROM total', 'MD-001 version 3, 2026-05-13; MD-004 version 1, 2026-05-13'],
    ['totals', "INSERT INTO total VALUES ('MD-001', 3, '2026-05-01', 1, 0, 0)", 'MD-001 version 3, 2026-05-01'],
    ['references', 'DELETE FROM rule', 'a row of event without its rule'],
    ['references', "INSERT INTO actor VALUES ('nobody', 'x')", 'a row of actor without its event'],
    ['marks', 'DELETE FROM baseline WHERE version = 2', 'baseline:5:main is not what was reached'],
    ['marks', 'DELETE FROM level_state', 'levels is not what was reached'],
    ['marks', "DELETE FROM mark WHERE name = 'levels'", 'levels is not what was reached'],
    ['marks', 'DELETE FROM consent WHERE version = 2', 'consent:acme: is not what was reached'],
    ['histories', 'DELETE FROM baseline WHERE version = 1', 'baseline 5/main lacks a version'],
    ['histories', 'DELETE FROM consent WHERE version = 1', 'consent acme/ lacks a version'],
    ['documents', "UPDATE baseline SET bytes = x'00' WHERE version = 2", 'baseline 5/main version 2 was altered'],
    ['documents', "UPDATE level_state SET bytes = x'00'", 'level_state 4 was altered'],
    ['documents', 'UPDATE consent SET revoked_by = NULL, revoked_at = NULL', 'acme/ version 2 was altered'],
    [
      'constraints',
      'PRAGMA ignore_check_constraints = 1; UPDATE event SET blocked = 7 WHERE rule_version = 3',
      '1 rows of event without (blocked IN (0, 1))',
    ],
    [
      'constraints',
      'PRAGMA ignore_check_constraints = 1; UPDATE event SET judged = 2 WHERE rule_version = 3',
      '1 rows of event without (judged IN (0, 1))',
    ],
    [
      'constraints',
      'PRAGMA ignore_check_constraints = 1; UPDATE total SET false_positives = 9',
      '2 rows of total without (false_positives + true_positives <= total)',
    ],
    ['schema', 'PRAGMA application_id = 0', 'version 4'],
  ])('%s: finds %s', (name, sql, detail) => {
    return inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      await filled(file);
      if (name === 'schema') {
        // Opening refuses it; while it is open, the check sees it.
        const { db } = await openDatabase(file);
        rawDatabase(file, (raw) => raw.exec(sql));
        const { runChecks } = await import('../../../src/stores/sqlite/checks.js');
        expect(runChecks(db, NOW)[0]).toEqual({ name, ok: false, detail });
        db.close();
        return;
      }
      rawDatabase(file, (db) => db.exec(sql));
      const report = await verifySqlite(file, YEARS_LATER);
      expect(report.ok).toBe(false);
      const failed = report.checks.filter((check) => !check.ok);
      expect(failed.map((check) => check.name)).toContain(name);
      expect(failed.find((check) => check.name === name)?.detail).toContain(detail);
    });
  });

  it.each([
    [
      'marks',
      "INSERT INTO mark VALUES ('purged-until', 4000000000000)",
      'the mark purged-until is of 2096-10-02T07:06:40Z, and nothing after 2026-02-12T13:00:00Z',
    ],
    ['marks', "INSERT INTO mark VALUES ('purged-until', 9223372036854775807)", 'is of 9223372036854775807'],
    [
      'instants',
      `UPDATE event SET occurred_at = ${NOW + 86_400_000}`,
      `event ${id} is of 2026-05-14T12:00:00Z, which is yet to come`,
    ],
    ['instants', 'UPDATE event SET occurred_at = 9223372036854775807', 'is of 9223372036854775807'],
  ])('%s: finds what cannot be yet: %s', (name, sql, detail) => {
    return inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      await filled(file);
      expect((await verifySqlite(file, new TestClock())).ok).toBe(true);
      const lines = await linesOf(file);
      rawDatabase(file, (db) => db.exec(sql));
      const { checks } = await verifySqlite(file, new TestClock());
      expect(checks.find((check) => check.name === name)).toMatchObject({
        ok: false,
        detail: expect.stringContaining(detail),
      });
      const spoiled = lines.map((line) => line.replace(`"block",0,${NOW - 60_000}`, `"block",0,${NOW + 86_400_000}`));
      expect(spoiled).not.toEqual(lines);
      const error = await failure(importSqlite(join(folder, 'copy.db'), spoiled, new TestClock()), 'INVALID');
      expect(error.message).toContain('which is yet to come');
    });
  });

  it('names five of many, and counts the rest', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      const stores = await openSqliteStores(file, new TestClock());
      await stores.fp.recordEvents(Array.from({ length: 8 }, (_, n) => eventOf(1, n)));
      await stores.close();
      rawDatabase(file, (db) => db.exec("UPDATE event SET state = 'true-positive'"));
      const { checks } = await verifySqlite(file, YEARS_LATER);
      expect(checks.find(({ name }) => name === 'verdicts')?.detail).toMatch(/^(?:[^;]+; ){4}[^;]+ and 3 more$/);
    });
  });

  it('accepts totals of days whose events were purged, but no total below what is left', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      const clock = new TestClock();
      const stores = await openSqliteStores(file, clock);
      await stores.fp.recordEvents([0, 1, 2].map((n) => eventOf(1, n, { occurredAt: NOW - n * 3_600_000 })));
      // The oldest two expire.
      clock.instant = NOW + 90 * 86_400_000 - 1_800_000;
      await stores.fp.recordEvent(eventOf(2, 0, { occurredAt: clock.instant }));
      await stores.close();
      rawDatabase(file, (db) => {
        expect(db.prepare('SELECT count(*) AS n FROM event').get()).toEqual({ n: 2 });
      });
      expect((await verifySqlite(file, YEARS_LATER)).ok).toBe(true);
      rawDatabase(file, (db) => db.exec("UPDATE total SET total = 0 WHERE day = '2026-05-13'"));
      expect((await verifySqlite(file, YEARS_LATER)).ok).toBe(false);
    });
  });
});

describe('exportSqlite and importSqlite', () => {
  it('gives the same lines for the same contents, and takes them back whole', async () => {
    await inFolder(async (folder) => {
      const [one, two] = [join(folder, 'one.db'), join(folder, 'two.db')];
      await filled(one);
      const lines = await linesOf(one);
      expect(lines[0]).toBe(`{"format":"phase-mirror-store","version":1,"schema":${SCHEMA_VERSION}}`);
      expect(lines.at(-1)).toBe(`{"rows":${lines.length - 2}}`);
      expect(lines.every((line) => !line.includes('\n'))).toBe(true);
      expect(await importSqlite(two, lines, YEARS_LATER)).toBe(lines.length - 2);
      expect(await linesOf(two)).toEqual(lines);
      expect((await verifySqlite(two, YEARS_LATER)).ok).toBe(true);
      const stores = await openSqliteStores(two, new TestClock());
      expect((await stores.baselines.versions({ repositoryId: 5, branch: 'main' })).map(({ size }) => size)).toEqual([
        0, 3,
      ]);
      expect((await stores.consent.getConsent(GRANT.scope))?.revoked).toEqual({ by: 'boss', at: NOW });
      expect((await stores.fp.getFinding(eventOf(1, 0)))[0]?.verdicts[0]?.ticket).toBe('It’s “fine” \u2028\n€');
      expect((await stores.levels.load())?.sequence).toBe(4);
      await stores.close();
    });
  });

  it('exports one moment, whatever is written meanwhile, and lets go when it is left early', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      await filled(file);
      const expected = await linesOf(file);
      const stores = await openSqliteStores(file, new TestClock());
      const lines: string[] = [];
      for await (const line of exportSqlite(file)) {
        if (lines.length === 1) await stores.fp.recordEvent(eventOf(9, 9));
        lines.push(line);
      }
      expect(lines).toEqual(expected);
      for await (const line of exportSqlite(file)) if (line.includes('event')) break;
      expect((await linesOf(file)).length).toBe(expected.length + 2);
      await stores.close();
    });
  });

  it('refuses a database that holds something', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      await filled(file);
      const lines = await linesOf(file);
      expect((await failure(importSqlite(file, lines, YEARS_LATER), 'CONFLICT')).message).toContain(
        'holds something already',
      );
      expect(await linesOf(file)).toEqual(lines);
    });
  });

  const cases: [string, (lines: string[]) => string[], string][] = [
    ['nothing', () => [], 'the export was cut off'],
    ['no end', (lines) => lines.slice(0, -1), 'the export was cut off'],
    ['a lost line', (lines) => lines.toSpliced(-2, 1), 'counts other rows'],
    ['no header', (lines) => lines.slice(1), 'line 1 is not the header of an export'],
    ['another form', (lines) => ['{"format":"phase-mirror-store","version":2}', ...lines], 'line 1 names a form'],
    ['no JSON', (lines) => [...lines.slice(0, 3), '{', ...lines], 'line 4 is not JSON'],
    [
      'half a line',
      (lines) => lines.map((line, index) => (index === 3 ? line.slice(0, -9) : line)),
      'line 4 is not JSON',
    ],
    ['an unknown table', (lines) => [...lines.slice(0, 1), '["sqlite_schema",1]'], 'line 2 is the row of no table'],
    ['an inherited name', (lines) => [...lines.slice(0, 1), '["toString",1]'], 'line 2 is the row of no table'],
    [
      'a column too many',
      (lines) => [...lines.slice(0, 1), '["rule","MD-001",1,1]'],
      'line 2 has not the columns of rule',
    ],
    ['a nested value', (lines) => [...lines.slice(0, 1), '["rule",["MD-001"],1]'], 'line 2 holds no such value'],
    ['a fraction', (lines) => [...lines.slice(0, 1), '["rule","MD-001",1.5]'], 'line 2 holds no such value'],
    [
      'bytes that are none',
      (lines) => [...lines.slice(0, 1), '["level_state",1,"x",1,7]'],
      'line 2 holds no such value',
    ],
    ['another type', (lines) => [...lines.slice(0, 1), '["rule","MD-001","x"]'], 'line 2 does not fit'],
    ['a row twice', (lines) => [...lines.slice(0, 2), lines[1] ?? ''], 'line 3 does not fit'],
    ['an orphan', (lines) => [...lines.slice(0, 1), '["actor","nobody","x"]'], 'line 2 does not fit'],
    ['something behind the end', (lines) => [...lines, '["rule","MD-001",9]'], 'stands behind the last one'],
    [
      'a total that is none',
      (lines) =>
        lines.map((line) => (line.startsWith('["total"') ? line.replace(/,3,1,0\]|,2,1,0\]/, ',9,1,0]') : line)),
      'contradicts itself: totals: MD-004',
    ],
  ];
  it.each(cases)('refuses lines with %s, and leaves the database empty', (_, change, reason) => {
    return inFolder(async (folder) => {
      const [one, two] = [join(folder, 'one.db'), join(folder, 'two.db')];
      await filled(one);
      const lines = await linesOf(one);
      const error = await failure(importSqlite(two, change(lines), YEARS_LATER), 'INVALID');
      expect(error.message).toContain(reason);
      expect(error.message).toContain('nothing was imported');
      // And takes the right ones then.
      expect(await importSqlite(two, lines, YEARS_LATER)).toBe(lines.length - 2);
    });
  });

  it('refuses the export of a newer version', async () => {
    await inFolder(async (folder) => {
      const header = `{"format":"phase-mirror-store","version":1,"schema":${SCHEMA_VERSION + 1}}`;
      await failure(importSqlite(join(folder, 'store.db'), [header], YEARS_LATER), 'NEWER_SCHEMA');
    });
  });

  it('skips empty lines and takes lines as they come', async () => {
    await inFolder(async (folder) => {
      const [one, two] = [join(folder, 'one.db'), join(folder, 'two.db')];
      await filled(one);
      async function* slowly(): AsyncGenerator<string> {
        for (const line of await linesOf(one)) {
          yield line;
          yield '  ';
        }
      }
      await importSqlite(two, slowly(), YEARS_LATER);
      expect(await linesOf(two)).toEqual(await linesOf(one));
    });
  });
});

/** What only this backend does. What every backend does is in __tests__/contract. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { FPEvent, VoteRow } from '../../../src/stores/ports.js';
import { BLOCK_HOURS, DAY_MS, EVENT_DAYS, HOUR_MS, TOTAL_DAYS } from '../../../src/stores/ports.js';
import { openSqliteStores, verifySqlite } from '../../../src/stores/sqlite/index.js';
import { openDatabase } from '../../../src/stores/sqlite/open.js';
import { purge } from '../../../src/stores/sqlite/purge.js';
import { CHANGES_PER_PAGE, votePages } from '../../../src/stores/sqlite/votes.js';
import type { Stores } from '../../../src/stores/stores.js';
import { eventOf, failure, inFolder, NOW, RULE, rawDatabase, TestClock, verdictOf, YEARS_LATER } from './world.js';

const KEY = { repositoryId: 5, branch: 'main' };

async function withStores(work: (stores: Stores, clock: TestClock, file: string) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    const clock = new TestClock();
    const file = join(folder, 'store.db');
    const stores = await openSqliteStores(file, clock);
    try {
      await work(stores, clock, file);
    } finally {
      await stores.close();
    }
  });
}

const change = (file: string, sql: string): void => rawDatabase(file, (db) => db.exec(sql));

describe('windows', () => {
  it('reads whole days from their totals alone, and the first, partial one from its events', async () => {
    await withStores(async ({ fp }, _, file) => {
      const midnight = Date.parse('2026-05-12');
      await fp.recordEvents([
        eventOf(1, 0, { occurredAt: midnight }),
        eventOf(1, 1, { occurredAt: midnight + HOUR_MS }),
        eventOf(1, 2, { occurredAt: midnight + DAY_MS }),
      ]);
      change(file, 'DELETE FROM event');
      expect((await fp.getWindowBySince(RULE, midnight)).total).toBe(3);
      expect((await fp.getWindowBySince(RULE, midnight + 1)).total).toBe(1);
    });
  });

  it('searches by an index in every question that is asked of events and totals', async () => {
    await inFolder(async (folder) => {
      const { db } = await openDatabase(join(folder, 'store.db'));
      const asked: string[] = [];
      const listening = new Proxy(db, {
        get: (target, name) => {
          if (name !== 'read') return Reflect.get(target, name, target);
          return (operation: string, ids: object, work: (sql: unknown) => unknown) =>
            target.read(operation, ids, (sql) =>
              work({
                get: (text: string, ...values: never[]) => {
                  asked.push(text);
                  return sql.get(text, ...values);
                },
                all: (text: string, ...values: never[]) => {
                  asked.push(text);
                  return sql.all(text, ...values);
                },
              }),
            );
        },
      });
      const { SqliteFPStore } = await import('../../../src/stores/sqlite/fp-store.js');
      const fp = new SqliteFPStore(listening, new TestClock());
      await new SqliteFPStore(db, new TestClock()).recordEvent(eventOf(1, 1));
      await fp.getWindowBySince(RULE, NOW - DAY_MS);
      await fp.getWindowByCount(RULE, 10);
      await fp.getFinding(eventOf(1, 1));
      await fp.findFindings(eventOf(1, 1).repository, '01000000', 10);
      await fp.dailyTotals(RULE, 1, '2026-01-01', '2026-12-31');
      for await (const _ of fp.listEvents({}));
      for await (const _ of fp.voteRows(RULE, 1));
      const plans = asked
        .filter((text) => /FROM (?:event|total)\b/.test(text))
        .flatMap((text) => db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`).map(({ detail }) => detail));
      expect(plans.length).toBeGreaterThanOrEqual(8);
      expect(
        plans.filter((plan) => !/^SEARCH (?:event|total) USING (?:COVERING )?(?:INDEX|PRIMARY KEY)/.test(plan)),
      ).toEqual([]);
      db.close();
    });
  });
});

it('binds by position only: to Node 22 a numbered parameter is a name, which it skips', () => {
  const folder = 'src/stores/sqlite';
  const numbered = readdirSync(folder).filter((name) => /[ (,]\?[0-9]/.test(readFileSync(join(folder, name), 'utf8')));
  expect(numbered).toEqual([]);
});

describe('verdicts', () => {
  it('lets no earlier word of a reviewer replace a later one', async () => {
    await withStores(async ({ fp }) => {
      await fp.recordEvent(eventOf(1, 0));
      expect(await fp.markFalsePositive(eventOf(1, 0), verdictOf('ada', NOW))).toEqual({ events: 1, changed: 1 });
      expect(await fp.confirmTruePositive(eventOf(1, 0), verdictOf('ada', NOW - 1))).toEqual({ events: 0, changed: 0 });
      expect((await fp.getFinding(eventOf(1, 0)))[0]?.state).toBe('false-positive');
      expect(await fp.confirmTruePositive(eventOf(1, 0), verdictOf('ada', NOW))).toEqual({ events: 1, changed: 1 });
      expect((await fp.getWindowByCount(RULE, 5)).truePositives).toBe(1);
    });
  });
});

describe('votes', () => {
  const CHANGES = CHANGES_PER_PAGE + 50;
  /** Two events of each change, over more than one page. */
  const EVENTS = Array.from({ length: 2 * CHANGES }, (_, n) => eventOf(1, n, { change: `pr#${1 + (n % CHANGES)}` }));

  it('are read from the index alone where nobody judged', async () => {
    await inFolder(async (folder) => {
      const { db } = await openDatabase(join(folder, 'store.db'));
      const asked: string[] = [];
      const read: typeof db.read = (operation, ids, work) =>
        db.read(operation, ids, (sql) =>
          work({
            ...sql,
            all: (text, ...values) => {
              asked.push(text);
              return sql.all(text, ...values);
            },
          }),
        );
      const rule = { ruleId: RULE, ruleVersion: 1 };
      for await (const page of votePages({ read }, 'votes', rule, 0)) expect(page).toEqual([]);
      const plans = asked.map((text) => db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`));
      expect(plans.map((plan) => plan.map(({ detail }) => detail.replace(/ \(.*/, '')))).toEqual([
        ['SEARCH event USING COVERING INDEX event_by_change'],
        ['SEARCH event USING INDEX event_judged'],
      ]);
      db.close();
    });
  });

  it('meet an event once, whichever page is read when it is judged', async () => {
    await withStores(async ({ fp }, _, file) => {
      await fp.recordEvents(EVENTS);
      // In the order of the pages, which is that of texts: pr#1 is on the first, pr#999 on the last.
      const [first, last] = [EVENTS[0], EVENTS[998]] as const;
      const beside = await openSqliteStores(file, new TestClock());
      const seen: VoteRow[] = [];
      let pages = 0;
      for await (const page of fp.voteRows(RULE, 1)) {
        seen.push(...page);
        pages += 1;
        if (pages > 1) continue;
        for (const one of [first, last]) await beside.fp.markFalsePositive(one as FPEvent, verdictOf('ada'));
      }
      await beside.close();
      const judged = seen.filter((row) => row.kind === 'judged');
      expect(judged.map(({ change }) => change)).toEqual(['pr#999']);
      const folded = seen.filter((row) => row.kind === 'unjudged');
      expect(folded).toHaveLength(CHANGES);
      expect(folded.filter(({ events }) => events !== 2).map(({ change }) => change)).toEqual(['pr#999']);
    });
  });

  it('lets the same connection write while the pages are read', async () => {
    await withStores(async ({ fp }) => {
      await fp.recordEvents(EVENTS);
      const sizes: number[] = [];
      for await (const page of fp.voteRows(RULE, 1)) {
        sizes.push(page.length);
        await fp.recordEvent(eventOf(2, sizes.length, { ruleVersion: 2 }));
      }
      expect(sizes).toEqual([CHANGES_PER_PAGE, CHANGES - CHANGES_PER_PAGE]);
    });
  });
});

describe('the purge', () => {
  it('removes events after 90 days, a bounded number at a time, and keeps their totals', async () => {
    await withStores(async ({ fp }, clock, file) => {
      await fp.recordEvents(Array.from({ length: 30 }, (_, n) => eventOf(1, n, { ruleVersion: 1 + (n % 2) })));
      await fp.markFalsePositive(eventOf(1, 0), verdictOf('ada'));
      clock.instant = NOW + EVENT_DAYS * DAY_MS;
      const { db } = await openDatabase(file);
      const left = (): number => db.get<{ n: number }>('SELECT count(*) AS n FROM event')?.n ?? -1;
      await db.write('test', {}, (sql) => purge(sql, clock.instant, 20));
      expect(left()).toBe(10);
      await db.write('test', {}, (sql) => purge(sql, clock.instant, 20));
      expect(left()).toBe(0);
      expect(db.all('SELECT * FROM actor UNION ALL SELECT event_id, reviewer FROM verdict')).toEqual([]);
      db.close();
      expect((await fp.dailyTotals(RULE, 1, '2026-05-13', '2026-05-13'))[0]).toMatchObject({
        total: 15,
        falsePositives: 1,
      });
      expect((await verifySqlite(file, YEARS_LATER)).ok).toBe(true);
    });
  });

  it('comes with recording, once a minute, and takes totals and blocks that are over', async () => {
    await withStores(async ({ fp, blocks }, clock, file) => {
      const count = (table: string): unknown =>
        rawDatabase(file, (db) => db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']);
      await fp.recordEvents([eventOf(1, 0), eventOf(1, 3, { occurredAt: NOW - DAY_MS })]);
      await blocks.recordBlock({ ruleId: RULE, repositoryId: 1, pullRequest: 2, authorId: 3, firstSeenAt: NOW });
      clock.instant = NOW + TOTAL_DAYS * DAY_MS;
      await fp.recordEvent(eventOf(1, 1, { occurredAt: clock.instant }));
      // The total of the day before is over; that of the day itself stays one day more.
      expect([count('event'), count('block'), count('total')]).toEqual([1, 0, 2]);
      expect((await fp.dailyTotals(RULE, 1, '2026-05-01', '2026-05-31')).map(({ day }) => day)).toEqual(['2026-05-13']);
      clock.instant += EVENT_DAYS * DAY_MS;
      await fp.recordEvents([eventOf(1, 2, { occurredAt: clock.instant })]);
      expect([count('event'), count('total')]).toEqual([1, 2]);
      expect((await verifySqlite(file, YEARS_LATER)).ok).toBe(true);
    });
  });

  it('keeps no expired block in the way of a new one', async () => {
    await withStores(async ({ blocks }, clock) => {
      const block = { ruleId: RULE, repositoryId: 1, pullRequest: 2, authorId: 3, firstSeenAt: NOW };
      expect(await blocks.recordBlock(block)).toBe('recorded');
      expect(await blocks.recordBlock({ ...block, authorId: 9, firstSeenAt: NOW + 1 })).toBe('known');
      clock.instant = NOW + BLOCK_HOURS * HOUR_MS;
      expect(await blocks.recordBlock({ ...block, authorId: 9, firstSeenAt: clock.instant })).toBe('recorded');
      expect(await blocks.blocksSince(RULE, 1, 0)).toEqual([{ ...block, authorId: 9, firstSeenAt: clock.instant }]);
    });
  });
});

describe('what was altered or lost behind the back of the store', () => {
  it('is no answer: baselines', async () => {
    await withStores(async ({ baselines }, _, file) => {
      expect(await baselines.load(KEY)).toBe(null);
      const { tag } = await baselines.create(KEY, Uint8Array.of(1));
      change(file, "UPDATE baseline SET bytes = x'02'");
      expect((await failure(baselines.load(KEY), 'CORRUPT')).message).toContain('(key 5/main) found other bytes');
      await failure(baselines.loadVersion(KEY, tag), 'CORRUPT');
      change(file, 'DELETE FROM baseline');
      expect((await failure(baselines.load(KEY), 'CORRUPT')).message).toContain('newest version missing');
      await failure(baselines.create(KEY, Uint8Array.of(1)), 'CORRUPT');
    });
  });

  it('is no answer: levels', async () => {
    await withStores(async ({ levels }, _, file) => {
      expect(await levels.load()).toBe(null);
      const { tag } = await levels.publish(Uint8Array.of(1), 1, null);
      change(file, "UPDATE level_state SET bytes = x'02'");
      await failure(levels.load(), 'CORRUPT');
      await failure(levels.loadSequence(1), 'CORRUPT');
      change(file, 'DELETE FROM level_state');
      await failure(levels.load(), 'CORRUPT');
      await failure(levels.publish(Uint8Array.of(2), 2, tag), 'CORRUPT');
    });
  });

  it('is no answer: consent', async () => {
    await withStores(async ({ consent }, _, file) => {
      const scope = { kind: 'org', org: 'acme' } as const;
      const grant = { scope, resources: ['events'] as const, excludes: [], grantor: 'boss', grantedAt: NOW };
      await consent.recordConsent({ ...grant, expiresAt: NOW + 1, revocable: true });
      change(file, 'UPDATE consent SET expires_at = NULL');
      const error = await failure(consent.hasValidConsent(scope, NOW + 5), 'CORRUPT');
      expect(error.ids).toEqual({ table: 'consent', key: 'acme/ version 1' });
      await failure(consent.consentHistory('acme'), 'CORRUPT');
    });
  });

  it('is no answer: a revocation that is gone', async () => {
    await withStores(async ({ consent }, _, file) => {
      const scope = { kind: 'org', org: 'acme' } as const;
      const grant = { scope, resources: ['events'] as const, excludes: [], grantor: 'boss', grantedAt: NOW };
      await consent.recordConsent({ ...grant, expiresAt: null, revocable: true });
      await consent.revokeConsent(scope, 'boss', NOW + 1);
      change(file, 'DELETE FROM consent WHERE revoked_at IS NOT NULL');
      const error = await failure(consent.hasValidConsent(scope, NOW + 5), 'CORRUPT');
      expect(error.message).toContain('newest version missing');
      const question = { org: 'acme', repository: 'shop', resources: ['events'] as const };
      await failure(consent.checkConsent(question, NOW + 5), 'CORRUPT');
      change(file, 'DELETE FROM consent');
      await failure(consent.getConsent(scope), 'CORRUPT');
      await failure(consent.recordConsent({ ...grant, expiresAt: null, revocable: true }), 'CORRUPT');
    });
  });
});

describe('tags', () => {
  it('say exactly one state, not only a number', async () => {
    await withStores(async ({ baselines, levels }) => {
      const one = await baselines.create(KEY, Uint8Array.of(1));
      const elsewhere = await baselines.create({ ...KEY, branch: 'other' }, Uint8Array.of(2));
      expect(one.tag).not.toBe(elsewhere.tag);
      await failure(baselines.replace(KEY, Uint8Array.of(3), elsewhere.tag), 'CONFLICT');
      for (const version of ['', 'x', '1', '1-', '-', '99999999999999999999-a', elsewhere.version]) {
        await failure(baselines.loadVersion(KEY, version), 'NOT_FOUND');
      }
      await failure(baselines.replace({ ...KEY, branch: 'none' }, Uint8Array.of(3), one.tag), 'CONFLICT');
      await failure(levels.publish(Uint8Array.of(1), 1, one.tag), 'CONFLICT');
      await failure(levels.loadSequence(1), 'NOT_FOUND');
    });
  });
});

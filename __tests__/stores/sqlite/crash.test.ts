/** Several processes, killed processes, full disks: what was acknowledged is there, and the database is sound. */

import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openSqliteStores, verifySqlite } from '../../../src/stores/sqlite/index.js';
import type { Child } from './world.js';
import { eventOf, inFolder, NOW, RULE, rawDatabase, startChild, TestClock, YEARS_LATER } from './world.js';

const bad = async (file: string): Promise<unknown> =>
  (await verifySqlite(file, YEARS_LATER)).checks.filter(({ ok }) => !ok);

describe('a database that several processes write', () => {
  it('loses nothing that was acknowledged when writers are killed, 50 times', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      // One that ends by itself leaves what it compiled to those that will not.
      await startChild(['record', join(folder, 'first.db'), '0', '1']).ended;
      const acknowledged: { kind: number; n: number; judged: boolean }[] = [];
      let killed = 0;
      for (let round = 0; round < 10; round += 1) {
        // Five at once, so that a kill also hits those who wait, and those who recover from the kill before.
        const children = Array.from({ length: 5 }, (_, slot) => ({ kind: round * 5 + slot, slot }));
        await Promise.all(
          children.map(async ({ kind, slot }) => {
            const child = startChild(['both', file, String(kind)]);
            // Another point of its work each time: from the very first event to somewhere among many.
            killAfter(child, 1 + slot * 7 + round);
            const { signal, stderr } = await child.ended;
            const refusal = child.lines.find((line) => /^[A-Z]/.test(line));
            expect({ signal, stderr, refusal }).toEqual({ signal: 'SIGKILL', stderr: '', refusal: undefined });
            killed += 1;
            const judged = new Set(child.lines.filter((line) => line.startsWith('v ')).map((line) => line.slice(2)));
            for (const line of child.lines.filter((text) => !text.startsWith('v '))) {
              acknowledged.push({ kind, n: Number(line), judged: judged.has(line) });
            }
          }),
        );
        expect(await bad(file)).toEqual([]);
      }
      expect(killed).toBe(50);
      const states = rawDatabase(file, (db) => db.prepare('SELECT event_id, state FROM event').all()) as unknown as {
        event_id: string;
        state: string;
      }[];
      const stored = new Map(states.map((row) => [row.event_id, row.state]));
      const missing = acknowledged.filter(({ kind, n, judged }) => {
        const state = stored.get(eventOf(kind, n).eventId);
        return state === undefined || (judged && state !== 'false-positive');
      });
      expect(acknowledged.length).toBeGreaterThan(500);
      expect(missing).toEqual([]);
      // At most the one event in the middle of which a writer died is there without having been acknowledged.
      expect(stored.size - acknowledged.length).toBeLessThanOrEqual(50);
    });
  }, 120_000);

  it('is created once when ten processes open it at the same moment', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      const children = Array.from({ length: 10 }, (_, kind) => startChild(['record', file, String(kind), '3']));
      for (const child of children) expect(await child.ended).toEqual({ code: 0, signal: null, stderr: '' });
      expect(await bad(file)).toEqual([]);
      const stores = await openSqliteStores(file, new TestClock());
      expect((await stores.fp.getWindowByCount(RULE, 1000)).total).toBe(30);
      await stores.close();
    });
  }, 60_000);

  it('counts exactly what 64 writers write 200 times each', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      // Four processes of sixteen connections: they meet within a process, and between processes.
      const children = [0, 1, 2, 3].map((kind) => startChild(['crowd', file, String(kind * 16), '16', '200']));
      for (const child of children) expect(await child.ended).toEqual({ code: 0, signal: null, stderr: '' });
      const stores = await openSqliteStores(file, new TestClock());
      expect((await stores.fp.getWindowBySince(RULE, NOW - 3_600_000 * 24)).total).toBe(64 * 200);
      expect(await stores.fp.dailyTotals(RULE, 1, '2026-05-13', '2026-05-13')).toMatchObject([{ total: 12_800 }]);
      await stores.close();
      expect(await bad(file)).toEqual([]);
    });
  }, 120_000);
});

describe('a disk that is full', () => {
  it('says so, keeps what was acknowledged, and goes on when there is room again', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'store.db');
      // No file larger than 400 KB: the log runs into it.
      const child = startChild(['record', file, '1', '100000', '20'], 800);
      const { code, stderr } = await child.ended;
      const last = child.lines.pop() ?? '';
      expect({ code, stderr, last: last.split(' ')[0] }).toEqual({ code: 3, stderr: '', last: 'DISK_FULL' });
      expect(last).toContain(file);
      expect(last).toContain('Free some space');
      const acknowledged = Number(child.lines.at(-1)) + 1;
      expect(acknowledged).toBeGreaterThanOrEqual(20);
      expect(await bad(file)).toEqual([]);
      const stores = await openSqliteStores(file, new TestClock());
      expect((await stores.fp.getWindowByCount(RULE, 10_000)).total).toBe(acknowledged);
      expect(await stores.fp.recordEvents([eventOf(2, 1)])).toEqual({ recorded: 1, known: 0 });
      await stores.close();
    });
  }, 60_000);
});

/** Kills a writer without warning, once it has acknowledged so many events. */
function killAfter(child: Child, events: number): void {
  child.onLine = (line) => {
    if (line === String(events - 1)) child.process.kill('SIGKILL');
  };
}

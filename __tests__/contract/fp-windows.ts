/** FPStore, the counting: windows by time in any zone, windows by count over pages and versions, FPR, totals. */
import { describe, expect } from '@jest/globals';
import { DAY_MS, EVENT_DAYS, type FPEvent, HOUR_MS, TOTAL_DAYS } from '../../src/stores/ports.js';
import { dayOf } from '../../src/stores/window.js';
import { type Backend, casesOf, expectCode, START } from './backend.js';
import { all, CROWD, event, findingOf, hex, judge, RULE, series } from './events.js';

export const PORT = 'fp-windows';

/**
 * Local midnights as instants, and how long the local day is: a day on which clocks change has 23, 25 or 23½ hours.
 * Source: IANA time zone database. None of them starts with the UTC day, most not even with an hour of it.
 */
const LOCAL_DAYS: readonly [string, string, number][] = [
  ['Europe/Berlin, clocks go forward', '2026-03-28T23:00:00.000Z', 23],
  ['Europe/Berlin, clocks go back', '2026-10-24T22:00:00.000Z', 25],
  ['America/New_York, clocks go forward', '2026-03-08T05:00:00.000Z', 23],
  ['America/St_Johns, half an hour off', '2026-11-01T02:30:00.000Z', 25],
  ['Australia/Lord_Howe, changes by half an hour', '2026-04-04T13:00:00.000Z', 24.5],
  ['Asia/Kathmandu, three quarters off', '2026-05-12T18:15:00.000Z', 24],
  ['Pacific/Kiritimati, fourteen ahead', '2026-05-12T10:00:00.000Z', 24],
  ['UTC', '2026-05-12T00:00:00.000Z', 24],
];

/** falsePositives, truePositives, pending → FPR, by hand. */
const RATES: readonly [number, number, number, number | null][] = [
  [0, 0, 3, null],
  [1, 0, 2, 1],
  [0, 1, 2, 0],
  [1, 1, 0, 0.5],
  [1, 3, 5, 0.25],
  [3, 5, 0, 0.375],
];

const LONG_NAME = `ref#refs/heads/${'日'.repeat(1000)}`;

export function fpWindowsContract(backend: Backend): void {
  describe(`FPStore, windows, on ${backend.name}`, () => {
    const { check, done } = casesOf(PORT, backend);

    check('empty', 'answers an empty window with zeros and no rate', async ({ stores: { fp } }) => {
      const zeros = { ruleId: RULE, total: 0, falsePositives: 0, truePositives: 0, pending: 0, fpr: null };
      const since = START - 3 * DAY_MS;
      expect(await fp.getWindowBySince(RULE, since)).toEqual({ ...zeros, ruleVersion: null, since });
      expect(await fp.getWindowBySince(RULE, since, 3)).toEqual({ ...zeros, ruleVersion: 3, since });
      expect(await fp.getWindowByCount(RULE, 10)).toEqual({ ...zeros, ruleVersion: null, since: null });
      expect(await fp.getWindowByCount(RULE, 10, 3)).toEqual({ ...zeros, ruleVersion: 3, since: null });
      expect(await fp.dailyTotals(RULE, 1, '2026-01-01', '2026-12-31')).toEqual([]);
    });

    check('other-rules', 'counts no event of another rule', async ({ stores: { fp } }) => {
      await fp.recordEvents([event('a'), event('b', { ruleId: 'MD-005' }), event('c', { ruleId: `${RULE}-x` })]);
      expect((await fp.getWindowBySince(RULE, START - DAY_MS)).total).toBe(1);
      expect((await fp.getWindowByCount(RULE, 10)).total).toBe(1);
    });

    check('edges', 'counts from the instant itself on, to the millisecond', async ({ stores: { fp } }) => {
      const since = START - 30 * HOUR_MS;
      const times = [since - 1, since, since + 1, START - 12 * HOUR_MS - 1, START - 12 * HOUR_MS, START];
      await fp.recordEvents(times.map((occurredAt, index) => event(`edge ${index}`, { occurredAt })));
      expect(await fp.getWindowBySince(RULE, since)).toMatchObject({ total: 5, since });
      expect((await fp.getWindowBySince(RULE, since + 2)).total).toBe(3);
      expect((await fp.getWindowBySince(RULE, START - 12 * HOUR_MS)).total).toBe(2);
      expect((await fp.getWindowBySince(RULE, START)).total).toBe(1);
      expect((await fp.getWindowBySince(RULE, START + 1)).total).toBe(0);
      expect((await fp.getWindowBySince(RULE, START + 5 * DAY_MS)).total).toBe(0);
    });

    for (const [zone, midnight, hours] of LOCAL_DAYS) {
      check(`zone ${zone}`, `counts a local day: ${zone}`, async ({ stores: { fp }, clock }) => {
        const from = Date.parse(midnight);
        const to = from + hours * HOUR_MS;
        clock.set(to + 3 * HOUR_MS);
        const times = [from - 1, from, from + hours * 30 * 60_000, to - 1, to, to + 1];
        await fp.recordEvents(times.map((occurredAt, index) => event(`zone ${index}`, { occurredAt })));
        expect(await fp.getWindowBySince(RULE, from)).toMatchObject({ total: 5, since: from });
        expect(await fp.getWindowBySince(RULE, to)).toMatchObject({ total: 2, since: to });
      });
    }

    check('totals-outlive-events', 'counts whole days by their totals once events are gone', async (world) => {
      const { fp } = world.stores;
      const late = event('late', { occurredAt: START });
      const early = event('early', { occurredAt: START - DAY_MS });
      await fp.recordEvents([early, late, event('early too', { occurredAt: START - DAY_MS - HOUR_MS })]);
      await judge(fp, early, 'fp');
      world.clock.advance((EVENT_DAYS + 20) * DAY_MS);
      const since = START - DAY_MS;
      // Only whole days are left: the window starts with the day, and says so.
      expect(await fp.getWindowBySince(RULE, since)).toEqual({
        ruleId: RULE,
        ruleVersion: null,
        total: 3,
        falsePositives: 1,
        truePositives: 0,
        pending: 2,
        fpr: 1,
        since: Date.parse('2026-05-12T00:00:00.000Z'),
      });
      expect((await fp.getWindowByCount(RULE, 10)).total).toBe(0);
      world.clock.set(START + (TOTAL_DAYS + 2) * DAY_MS);
      expect((await fp.getWindowBySince(RULE, since)).total).toBe(0);
      expect(await fp.dailyTotals(RULE, 1, '2026-01-01', '2026-12-31')).toEqual([]);
    });

    check('by-count', 'takes the newest, and among equals the higher event id', async ({ stores: { fp } }) => {
      const same = Array.from({ length: 6 }, (_, index) => event(`same ${index}`, { occurredAt: START - 5000 }));
      const newer = event('newer', { occurredAt: START - 1000 });
      await fp.recordEvents([...same, newer]);
      const order = [...same].sort((a, b) => (a.eventId < b.eventId ? 1 : -1));
      await judge(fp, newer, 'tp');
      await judge(fp, order[0] as FPEvent, 'fp');
      await judge(fp, order[1] as FPEvent, 'fp');
      const counts = [];
      for (const count of [1, 2, 3, 4, 7, 100]) {
        const { total, falsePositives, truePositives } = await fp.getWindowByCount(RULE, count);
        counts.push([total, falsePositives, truePositives]);
      }
      expect(counts).toEqual([
        [1, 0, 1],
        [2, 1, 1],
        [3, 2, 1],
        [4, 2, 1],
        [7, 2, 1],
        [7, 2, 1],
      ]);
    });

    check('by-count-versions', 'merges versions by time, or keeps to one', async ({ stores: { fp } }) => {
      // Newest first: v3 v2 v1 v3 v2 v1 …
      const events = series('version', 30).map((one, index) => ({ ...one, ruleVersion: 1 + (index % 3) }));
      await fp.recordEvents(events);
      for (const one of events.slice(-4)) await judge(fp, one, one.ruleVersion === 3 ? 'fp' : 'tp');
      expect(await fp.getWindowByCount(RULE, 4)).toMatchObject({ total: 4, falsePositives: 2, truePositives: 2 });
      expect(await fp.getWindowByCount(RULE, 3, 3)).toMatchObject({ total: 3, falsePositives: 2, ruleVersion: 3 });
      expect(await fp.getWindowByCount(RULE, 50, 2)).toMatchObject({ total: 10, truePositives: 1 });
      expect(await fp.getWindowByCount(RULE, 50)).toMatchObject({ total: 30, ruleVersion: null });
      expect(await fp.getWindowBySince(RULE, START - HOUR_MS, 1)).toMatchObject({ total: 10, truePositives: 1 });
      expect(await fp.getWindowBySince(RULE, START - HOUR_MS)).toMatchObject({ total: 30, falsePositives: 2 });
    });

    check('by-count-limits', 'refuses a count out of range', async ({ stores: { fp } }) => {
      for (const count of [0, -1, 1.5, 10_001, Number.NaN])
        await expectCode(fp.getWindowByCount(RULE, count), 'INVALID');
      await expectCode(fp.getWindowBySince(RULE, -1), 'INVALID');
      await expectCode(fp.getWindowBySince('no rule', 0), 'INVALID');
      expect((await fp.getWindowByCount(RULE, 10_000)).total).toBe(0);
    });

    check(
      'pages',
      'reads everything that is more than one page (1 MB)',
      async ({ stores: { fp } }) => {
        const findingId = hex('finding of a crowd', 32);
        const events = series('crowd', 75, { actors: CROWD, change: LONG_NAME, findingId });
        await fp.recordEvents(events);
        const last = events.at(-1) as FPEvent;
        expect((await fp.getFinding(findingOf(last))).map(({ eventId }) => eventId)).toEqual(
          [...events].reverse().map(({ eventId }) => eventId),
        );
        expect((await fp.getWindowByCount(RULE, 70)).total).toBe(70);
        expect((await fp.getWindowByCount(RULE, 1000, 1)).total).toBe(75);
        expect(await all(fp.listEvents({ ruleId: RULE, ruleVersion: 1 }))).toHaveLength(75);
        expect((await fp.getWindowBySince(RULE, START - HOUR_MS)).total).toBe(75);
        expect(await fp.findFindings(last.repository, findingId.slice(0, 8), 5)).toEqual([findingId]);
        await judge(fp, last, 'fp');
        expect(await fp.getWindowByCount(RULE, 1000)).toMatchObject({ total: 75, falsePositives: 75, fpr: 1 });
      },
      120_000,
    );

    for (const [falsePositives, truePositives, pending, fpr] of RATES) {
      check(
        `rate ${falsePositives}/${truePositives}/${pending}`,
        `${falsePositives} false, ${truePositives} true and ${pending} pending make a rate of ${fpr}`,
        async ({ stores: { fp } }) => {
          const events = series('rate', falsePositives + truePositives + pending);
          await fp.recordEvents(events);
          for (const one of events.slice(0, falsePositives)) await judge(fp, one, 'fp');
          for (const one of events.slice(falsePositives, falsePositives + truePositives)) await judge(fp, one, 'tp');
          const counts = { total: events.length, falsePositives, truePositives, pending, fpr };
          expect(await fp.getWindowByCount(RULE, 100)).toMatchObject(counts);
          expect(await fp.getWindowBySince(RULE, START - HOUR_MS)).toMatchObject(counts);
          expect(await fp.getWindowBySince(RULE, START - 13 * HOUR_MS)).toMatchObject(counts);
        },
      );
    }

    check(
      'daily-totals',
      'lists the days that have any, oldest first, both ends included',
      async ({ stores: { fp } }) => {
        const days = [0, 1, 1, 3, 3, 3, 7];
        const events = days.map((back, index) => event(`day ${index}`, { occurredAt: START - back * DAY_MS }));
        await fp.recordEvents([...events, event('other version', { ruleVersion: 2 })]);
        await judge(fp, events[3] as FPEvent, 'fp');
        await judge(fp, events[4] as FPEvent, 'tp');
        const at = (back: number): string => dayOf(START - back * DAY_MS);
        const row = (back: number, total: number, falsePositives = 0, truePositives = 0): object => ({
          ...{ day: at(back), ruleId: RULE, ruleVersion: 1, total, falsePositives, truePositives },
        });
        expect(await fp.dailyTotals(RULE, 1, at(7), at(0))).toEqual([row(7, 1), row(3, 3, 1, 1), row(1, 2), row(0, 1)]);
        expect(await fp.dailyTotals(RULE, 1, at(3), at(1))).toEqual([row(3, 3, 1, 1), row(1, 2)]);
        expect(await fp.dailyTotals(RULE, 1, at(2), at(2))).toEqual([]);
      },
    );

    check('ninety-days', 'counts a window of ninety days with an event every day', async ({ stores: { fp } }) => {
      const events = Array.from({ length: EVENT_DAYS }, (_, back) =>
        event(`ninety ${back}`, { occurredAt: START - back * DAY_MS, ruleVersion: 1 + (back % 2) }),
      );
      await fp.recordEvents(events);
      expect((await fp.getWindowBySince(RULE, START - 89 * DAY_MS)).total).toBe(90);
      expect((await fp.getWindowBySince(RULE, START - 89 * DAY_MS + 1)).total).toBe(89);
      expect((await fp.getWindowBySince(RULE, START - 89 * DAY_MS, 2)).total).toBe(45);
      expect((await fp.getWindowByCount(RULE, 60)).total).toBe(60);
    });

    done();
  });
}

/** FPStore, the writing of events: replays, conflicts, expiry, many writers. */
import { describe, expect } from '@jest/globals';
import { DAY_MS, EVENT_DAYS, type FPEvent } from '../../src/stores/ports.js';
import { dayOf } from '../../src/stores/window.js';
import { type Backend, casesOf, expectCode, race, START } from './backend.js';
import { all, event, findingOf, hex, pending, REPOSITORY, RULE, series, sorted } from './events.js';

export const PORT = 'fp-recording';

/** What has to stay the same: each of them changed alone makes another payload. */
const PAYLOAD: readonly [string, Partial<FPEvent>][] = [
  ['findingId', { findingId: hex('another finding', 32) }],
  ['ruleVersion', { ruleVersion: 2 }],
  ['saltVersion', { saltVersion: 2 }],
  ['change', { change: 'ref#refs/heads/main' }],
];

const MALFORMED: readonly [string, Partial<FPEvent>][] = [
  ['an event id in capitals', { eventId: 'A'.repeat(64) }],
  ['a finding id that is too long', { findingId: '0'.repeat(33) }],
  ['a rule id with a separator', { ruleId: 'MD#004' }],
  ['version 0', { ruleVersion: 0 }],
  ['a repository with a space', { repository: 'octo org' }],
  ['a change that is neither', { change: 'pr#0' }],
  ['an event of the future', { occurredAt: START + 6 * 60_000 }],
  ['an event that has expired', { occurredAt: START - EVENT_DAYS * DAY_MS }],
  ['half a millisecond', { occurredAt: START - 0.5 }],
];

export function fpRecordingContract(backend: Backend): void {
  describe(`FPStore, recording, on ${backend.name}`, () => {
    const { check, done } = casesOf(PORT, backend);

    check('recorded', 'gives back an event as it was recorded', async ({ stores: { fp } }) => {
      const one = event('one', { actors: [hex('a', 64), hex('b', 64)], change: 'ref#refs/heads/main', level: 'warn' });
      expect(await fp.recordEvent(one)).toBe('recorded');
      expect((await fp.getFinding(findingOf(one))).map(sorted)).toEqual([sorted(pending(one))]);
    });

    check('no-actors', 'takes an event without actors', async ({ stores: { fp } }) => {
      const one = event('one', { actors: [] });
      await fp.recordEvent(one);
      expect(await fp.getFinding(findingOf(one))).toEqual([pending(one)]);
    });

    check('replay', 'takes the same event again as known, and counts it once', async ({ stores: { fp } }) => {
      const one = event('one');
      const answers = [await fp.recordEvent(one), await fp.recordEvent(one), await fp.recordEvent({ ...one })];
      expect(answers).toEqual(['recorded', 'known', 'known']);
      const day = dayOf(one.occurredAt);
      expect(await fp.dailyTotals(RULE, 1, day, day)).toEqual([
        { day, ruleId: RULE, ruleVersion: 1, total: 1, falsePositives: 0, truePositives: 0 },
      ]);
      expect((await fp.getWindowByCount(RULE, 10)).total).toBe(1);
    });

    check('observations', 'keeps the first observations, whatever comes later', async ({ stores: { fp } }) => {
      const one = event('one');
      await fp.recordEvent(one);
      const seen = { severity: 'medium', level: 'warn', blocked: false, occurredAt: one.occurredAt + 30_000 } as const;
      expect(await fp.recordEvent({ ...one, ...seen })).toBe('known');
      expect(await fp.recordEvents([{ ...one, severity: 'critical' }])).toEqual({ recorded: 0, known: 1 });
      expect(await fp.getFinding(findingOf(one))).toEqual([pending(one)]);
    });

    check('actors', 'adds the actors of a later push', async ({ stores: { fp } }) => {
      const one = event('one', { actors: [hex('a', 64), hex('b', 64)] });
      await fp.recordEvent(one);
      expect(await fp.recordEvent({ ...one, actors: [hex('c', 64), hex('b', 64)] })).toBe('known');
      expect(await fp.recordEvent({ ...one, actors: [] })).toBe('known');
      const [stored] = await fp.getFinding(findingOf(one));
      expect([...(stored?.actors ?? [])].sort()).toEqual(['a', 'b', 'c'].map((actor) => hex(actor, 64)).sort());
    });

    for (const [field, change] of PAYLOAD) {
      check(`conflict-${field}`, `refuses another ${field} under the same id`, async ({ stores: { fp } }) => {
        const one = event('one');
        await fp.recordEvent(one);
        const error = await expectCode(fp.recordEvent({ ...one, ...change }), 'DIFFERENT_PAYLOAD');
        expect(error.ids.eventId).toBe(one.eventId);
        expect(error.retryable).toBe(false);
        expect(await all(fp.listEvents({}))).toEqual([pending(one)]);
        expect((await fp.getWindowBySince(RULE, START - DAY_MS)).total).toBe(1);
      });
    }

    for (const [what, change] of MALFORMED) {
      check(`invalid: ${what}`, `refuses ${what} and writes nothing`, async ({ stores: { fp } }) => {
        await expectCode(fp.recordEvent(event('one', change)), 'INVALID');
        expect(await all(fp.listEvents({}))).toEqual([]);
        expect(await fp.listRules()).toEqual([]);
      });
    }

    check('many', 'records many, tells the known from the new', async ({ stores: { fp } }) => {
      const events = series('many', 230);
      expect(await fp.recordEvents([])).toEqual({ recorded: 0, known: 0 });
      expect(await fp.recordEvents(events.slice(0, 120))).toEqual({ recorded: 120, known: 0 });
      expect(await fp.recordEvents(events)).toEqual({ recorded: 110, known: 120 });
      expect(await all(fp.listEvents({ ruleId: RULE, ruleVersion: 1 }))).toEqual([...events].reverse().map(pending));
    });

    check('twice-in-a-batch', 'records an event once that is in a batch twice', async ({ stores: { fp } }) => {
      const [a, b] = series('pair', 2) as [FPEvent, FPEvent];
      expect(await fp.recordEvents([a, b, a, a])).toEqual({ recorded: 2, known: 2 });
      expect((await fp.getWindowBySince(RULE, START - DAY_MS)).total).toBe(2);
    });

    check('conflict-in-a-batch', 'tries every event of a batch before it throws', async ({ stores: { fp } }) => {
      const events = series('batch', 40);
      const stored = events[7] as FPEvent;
      await fp.recordEvent({ ...stored, change: 'pr#999' });
      await expectCode(fp.recordEvents(events), 'DIFFERENT_PAYLOAD');
      const listed = await all(fp.listEvents({}));
      expect(listed).toHaveLength(40);
      expect(listed.find(({ eventId }) => eventId === stored.eventId)?.change).toBe('pr#999');
    });

    check('invalid-in-a-batch', 'records the valid ones beside an invalid one', async ({ stores: { fp } }) => {
      const events = [...series('valid', 5), event('invalid', { severity: 'grave' as 'high' })];
      await expectCode(fp.recordEvents(events), 'INVALID');
      expect(await all(fp.listEvents({}))).toHaveLength(5);
    });

    check('expired', 'sees no event whose 90 days are over', async ({ stores: { fp }, clock }) => {
      const one = event('one', { occurredAt: START - 2000 });
      const two = event('two', { occurredAt: START });
      await fp.recordEvents([one, two]);
      clock.set(one.occurredAt + EVENT_DAYS * DAY_MS - 1);
      expect(await fp.getFinding(findingOf(one))).toHaveLength(1);
      expect((await fp.getWindowByCount(RULE, 10)).total).toBe(2);
      clock.advance(1);
      expect(await fp.getFinding(findingOf(one))).toEqual([]);
      expect((await fp.getWindowByCount(RULE, 10)).total).toBe(1);
      expect((await fp.getWindowByCount(RULE, 10, 1)).total).toBe(1);
      expect(await all(fp.listEvents({}))).toEqual([pending(two)]);
      expect(await all(fp.listEvents({ ruleId: RULE, repository: REPOSITORY }))).toEqual([pending(two)]);
      expect(await fp.findFindings(REPOSITORY, one.findingId.slice(0, 8), 10)).toEqual([]);
      const verdict = { reviewer: 'ada', ticket: 'OPS-1', at: clock.now(), source: 'cli' } as const;
      await expectCode(fp.markFalsePositive(findingOf(one), verdict), 'NOT_FOUND');
    });

    check('expired-and-seen-again', 'records an event anew that is seen after it expired', async (world) => {
      const { fp } = world.stores;
      const one = event('one');
      await fp.recordEvent(one);
      world.clock.advance((EVENT_DAYS + 3) * DAY_MS);
      const again = { ...one, occurredAt: world.clock.now() - 1000 };
      expect(await fp.recordEvent(again)).toBe('recorded');
      expect(await all(fp.listEvents({}))).toEqual([pending(again)]);
      expect((await fp.getWindowBySince(RULE, world.clock.now() - DAY_MS)).total).toBe(1);
      expect((await fp.getWindowBySince(RULE, START - DAY_MS)).total).toBe(2);
    });

    check(
      'writers',
      `counts exactly what ${backend.scale.writers} writers of ${backend.scale.each} events write at once`,
      async (world) => {
        const { writers, each } = backend.scale;
        const handles = await Promise.all(
          Array.from({ length: writers }, (_, index) => (index === 0 ? world.stores : world.another())),
        );
        // The same ten events from everybody, and the rest from one writer each.
        const shared = series('shared', 10);
        const results = await Promise.all(
          handles.map(async ({ fp }, writer) => {
            const own = series(`writer ${writer}`, each - shared.length, { ruleVersion: 1 + (writer % 2) });
            const answers: string[] = [];
            for (const one of [...own.slice(0, 5), ...shared, ...own.slice(5)]) answers.push(await fp.recordEvent(one));
            return answers.filter((answer) => answer === 'recorded').length;
          }),
        );
        const expected = writers * (each - shared.length) + shared.length;
        expect(results.reduce((sum, recorded) => sum + recorded, 0)).toBe(expected);
        const { fp } = world.stores;
        expect((await fp.getWindowBySince(RULE, START - DAY_MS)).total).toBe(expected);
        const listed = await all(fp.listEvents({}));
        expect(new Set(listed.map(({ eventId }) => eventId)).size).toBe(expected);
        expect(listed).toHaveLength(expected);
      },
      180_000,
    );

    check('racing-conflict', 'lets one of many different payloads win', async (world) => {
      const handles = await Promise.all(Array.from({ length: 8 }, () => world.another()));
      const one = event('one');
      const { won, lost } = await race(
        handles.map(
          ({ fp }, index) =>
            () =>
              fp.recordEvent({ ...one, change: `pr#${index + 1}` }),
        ),
      );
      expect(won).toEqual(['recorded']);
      expect(lost).toEqual(Array.from({ length: 7 }, () => 'DIFFERENT_PAYLOAD'));
      expect((await world.stores.fp.getWindowBySince(RULE, START - DAY_MS)).total).toBe(1);
    });

    done();
  });
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EventState, FPEvent } from '../../src/stores/ports.js';
import { DAY_MS, EVENT_DAYS } from '../../src/stores/ports.js';
import {
  addCounts,
  computeWindow,
  dayOf,
  expiryOf,
  payloadOf,
  planWindow,
  startOfDay,
  stateOf,
  windowOf,
} from '../../src/stores/window.js';

const kind = fc.constantFrom('false-positive' as const, 'true-positive' as const);
const state = fc.constantFrom<EventState>('pending', 'false-positive', 'true-positive');
/** Any instant that a store takes, to the end of the year 9999. */
const instant = fc.integer({ min: 0, max: 253_402_300_799_999 });

describe('the false-positive rate', () => {
  /** total, false, true → pending, rate; by hand. */
  it.each([
    [0, 0, 0, 0, null],
    [3, 0, 0, 3, null],
    [1, 1, 0, 0, 1],
    [1, 0, 1, 0, 0],
    [2, 1, 1, 0, 0.5],
    [10, 1, 3, 6, 0.25],
    [61, 1, 60, 0, 1 / 61],
    [100, 5, 95, 0, 0.05],
    [1_000_000, 3, 9, 999_988, 0.25],
  ])('%i events, %i false, %i true: %i pending, rate %p', (total, falsePositives, truePositives, pending, fpr) => {
    const counts = { total, falsePositives, truePositives };
    expect(windowOf('MD-004', 2, counts, 7)).toEqual({
      ...{ ruleId: 'MD-004', ruleVersion: 2, total, falsePositives, truePositives, pending, fpr, since: 7 },
    });
  });

  it('is that of the events, whatever their order, and pending ones never move it', () => {
    fc.assert(
      fc.property(fc.array(state), fc.nat(20), (states, more) => {
        const events = states.map((one) => ({ state: one }));
        const window = computeWindow('MD-004', null, events);
        const wrong = states.filter((one) => one === 'false-positive').length;
        const right = states.filter((one) => one === 'true-positive').length;
        expect(window.total).toBe(states.length);
        expect(window.falsePositives + window.truePositives + window.pending).toBe(window.total);
        expect(window.fpr).toBe(wrong + right === 0 ? null : wrong / (wrong + right));
        expect(computeWindow('MD-004', null, [...events].reverse())).toEqual(window);
        const unjudged = Array.from({ length: more }, () => ({ state: 'pending' as const }));
        expect(computeWindow('MD-004', null, [...events, ...unjudged]).fpr).toBe(window.fpr);
      }),
    );
  });

  it('comes out the same whether events are counted together or in parts', () => {
    fc.assert(
      fc.property(fc.array(state), fc.array(state), (one, other) => {
        const count = (states: readonly EventState[]) =>
          computeWindow(
            'r',
            1,
            states.map((each) => ({ state: each })),
            5,
          );
        expect(windowOf('r', 1, addCounts(count(one), count(other)), 5)).toEqual(count([...one, ...other]));
      }),
    );
  });
});

describe('what verdicts make of an event', () => {
  it.each([
    [[], 'pending'],
    [['false-positive'], 'false-positive'],
    [['true-positive', 'true-positive'], 'true-positive'],
    [['false-positive', 'true-positive'], 'pending'],
    [['true-positive', 'false-positive', 'false-positive'], 'pending'],
    [['false-positive', 'true-positive', 'false-positive'], 'pending'],
  ] as const)('%j: %s', (kinds, expected) => {
    expect(stateOf(kinds.map((one) => ({ kind: one })))).toBe(expected);
  });

  it('is what all of them say, pending otherwise, in any order', () => {
    fc.assert(
      fc.property(fc.array(kind, { minLength: 1 }), (kinds) => {
        const verdicts = kinds.map((one) => ({ kind: one }));
        const expected = new Set(kinds).size === 1 ? kinds[0] : 'pending';
        expect(stateOf(verdicts)).toBe(expected);
        expect(stateOf([...verdicts].reverse())).toBe(expected);
      }),
    );
  });
});

describe('days', () => {
  it.each([
    ['1970-01-01T00:00:00.000Z', '1970-01-01'],
    ['2026-03-29T00:59:59.999Z', '2026-03-29'],
    ['2026-10-24T23:30:00.000Z', '2026-10-24'],
    ['2028-02-29T23:59:59.999Z', '2028-02-29'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31'],
  ])('%s is on %s', (text, day) => {
    expect(dayOf(Date.parse(text))).toBe(day);
    expect(startOfDay(Date.parse(text))).toBe(Date.parse(day));
  });

  it('contain their instants, whatever the time zone of the machine', () => {
    const zone = process.env['TZ'];
    try {
      fc.assert(
        fc.property(instant, fc.constantFrom('UTC', 'America/St_Johns', 'Pacific/Kiritimati'), (at, name) => {
          process.env['TZ'] = name;
          expect(startOfDay(at)).toBeLessThanOrEqual(at);
          expect(at - startOfDay(at)).toBeLessThan(DAY_MS);
          expect(startOfDay(at) % DAY_MS).toBe(0);
          expect(dayOf(startOfDay(at))).toBe(dayOf(at));
          expect(dayOf(Math.max(0, at - 1)) <= dayOf(at)).toBe(true);
        }),
      );
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });
});

describe('the plan of a window', () => {
  /** Counts as a store does: single events of the partial day, then whole days by their totals. */
  const countPlanned = (events: readonly number[], since: number, now: number): number => {
    const { partial, firstDay } = planWindow(since, now);
    const single = events.filter((at) => partial !== null && at >= partial.from && at < partial.to).length;
    return single + events.filter((at) => dayOf(at) >= firstDay).length;
  };

  it('counts every event from its start on once, wherever a local day begins', () => {
    const now = Date.parse('2026-11-24T10:00:00Z');
    // Half-hour and quarter-hour zones, and days of 23 and 25 hours, are instants like any other.
    const recent = fc.integer({ min: now - EVENT_DAYS * DAY_MS, max: now });
    fc.assert(
      fc.property(fc.array(recent), recent, (events, since) => {
        expect(countPlanned(events, since, now)).toBe(events.filter((at) => at >= since).length);
        expect(planWindow(since, now).since).toBe(since);
      }),
    );
  });

  it.each([
    ['Berlin, the day clocks go forward', '2026-03-29T00:00:00+01:00', '2026-03-28T23:00:00.000Z', '2026-03-29'],
    ['Berlin, the day after', '2026-03-30T00:00:00+02:00', '2026-03-29T22:00:00.000Z', '2026-03-30'],
    ['New York, the day clocks go back', '2026-11-01T00:00:00-04:00', '2026-11-01T04:00:00.000Z', '2026-11-02'],
    ['Kathmandu', '2026-11-02T00:00:00+05:45', '2026-11-01T18:15:00.000Z', '2026-11-02'],
  ])('%s: single events to the end of the UTC day, totals from then on', (_, local, utc, firstDay) => {
    const since = Date.parse(local);
    expect(new Date(since).toISOString()).toBe(utc);
    expect(planWindow(since, since + 10 * DAY_MS)).toEqual({
      ...{ since, partial: { from: since, to: Date.parse(firstDay) }, firstDay },
    });
  });

  it('needs no single events when it starts with a day', () => {
    const since = Date.parse('2026-05-01');
    expect(planWindow(since, since + DAY_MS)).toEqual({ since, partial: null, firstDay: '2026-05-01' });
    expect(planWindow(since + 1, since + DAY_MS).partial).toEqual({ from: since + 1, to: since + DAY_MS });
  });

  it('starts with the whole day where events are gone and only totals are left', () => {
    const now = Date.parse('2026-11-24T10:00:00Z');
    const edge = now - EVENT_DAYS * DAY_MS;
    expect(planWindow(edge, now).partial).toEqual({ from: edge, to: startOfDay(edge) + DAY_MS });
    expect(planWindow(edge - 1, now)).toEqual({ since: startOfDay(edge), partial: null, firstDay: dayOf(edge) });
  });
});

describe('expiry', () => {
  it('is the last whole second of the days that an item is kept', () => {
    expect(expiryOf(Date.parse('2026-01-01T00:00:00.999Z'), 90)).toBe(Date.parse('2026-04-01T00:00:00Z') / 1000);
    expect(expiryOf(0, 0)).toBe(0);
  });
});

describe('the payload of an event', () => {
  const event: FPEvent = {
    eventId: 'e',
    findingId: 'f',
    ruleId: 'MD-004',
    ruleVersion: 1,
    repository: 'r',
    saltVersion: 1,
    change: 'pr#1',
    severity: 'high',
    level: 'block',
    blocked: true,
    actors: ['a'],
    occurredAt: 1,
  };

  it('leaves out what may differ when it is seen again', () => {
    // The severity of a finding hangs on what the API answers, so the same finding may come with another one.
    const again: FPEvent = {
      ...event,
      severity: 'medium',
      level: 'warn',
      blocked: false,
      actors: ['b'],
      occurredAt: 99,
    };
    expect(payloadOf(again)).toBe(payloadOf(event));
  });

  it.each(
    Object.entries({ eventId: 'x', findingId: 'x', ruleId: 'x', ruleVersion: 2, repository: 'x', saltVersion: 2 }),
  )('holds %s', (field, value) => {
    expect(payloadOf({ ...event, [field]: value })).not.toBe(payloadOf(event));
  });

  it('holds the change, and keeps fields apart', () => {
    expect(payloadOf({ ...event, change: 'pr#2' })).not.toBe(payloadOf(event));
    expect(payloadOf({ ...event, eventId: 'e","f' })).not.toBe(payloadOf({ ...event, findingId: '","f' }));
  });
});

/** FPStore, what people said: marks, conflicts, changed minds; and the reading of findings, rules and lists. */
import { describe, expect } from '@jest/globals';
import { DAY_MS, type EventQuery, type FPEvent, HOUR_MS } from '../../src/stores/ports.js';
import { type Backend, casesOf, expectCode, START } from './backend.js';
import { all, event, findingOf, hex, judge, pending, REPOSITORY, RULE, series, verdict } from './events.js';

export const PORT = 'fp-verdicts';

const OTHER = hex('another repository', 64);

export function fpVerdictsContract(backend: Backend): void {
  describe(`FPStore, verdicts, on ${backend.name}`, () => {
    const { check, done } = casesOf(PORT, backend);

    check('mark', 'keeps who said what, when, why and where', async ({ stores: { fp } }) => {
      const one = event('one');
      await fp.recordEvent(one);
      const said = verdict('ada', { ticket: 'see #17: the gate reads “needs”', at: START - 500, source: 'alert' });
      expect(await fp.markFalsePositive(findingOf(one), said)).toEqual({ events: 1, changed: 1 });
      expect(await fp.getFinding(findingOf(one))).toEqual([
        { ...one, state: 'false-positive', verdicts: [{ kind: 'false-positive', ...said }] },
      ]);
    });

    check('confirm', 'keeps that a finding is true', async ({ stores: { fp } }) => {
      const one = event('one');
      await fp.recordEvent(one);
      expect(await fp.confirmTruePositive(findingOf(one), verdict('ada'))).toEqual({ events: 1, changed: 1 });
      expect(await fp.getWindowByCount(RULE, 5)).toMatchObject({ total: 1, truePositives: 1, pending: 0, fpr: 0 });
    });

    check('mark-replay', 'changes nothing when the same verdict comes again', async ({ stores: { fp } }) => {
      const one = event('one');
      await fp.recordEvent(one);
      await fp.markFalsePositive(findingOf(one), verdict('ada'));
      const before = await fp.getFinding(findingOf(one));
      expect(await fp.markFalsePositive(findingOf(one), verdict('ada'))).toEqual({ events: 1, changed: 0 });
      expect(await fp.getFinding(findingOf(one))).toEqual(before);
      expect(await fp.getWindowBySince(RULE, START - DAY_MS)).toMatchObject({ total: 1, falsePositives: 1 });
    });

    check(
      'mark-half',
      'keeps a ticket that UTF-8 cannot hold in the form that comes back, so that it is said once',
      async ({ stores: { fp } }) => {
        const one = event('one');
        await fp.recordEvent(one);
        // An emoji that was cut in half.
        const said = verdict('ada', { ticket: 'OPS-17 \ud83d' });
        expect(await fp.markFalsePositive(findingOf(one), said)).toEqual({ events: 1, changed: 1 });
        expect(await fp.markFalsePositive(findingOf(one), said)).toEqual({ events: 1, changed: 0 });
        expect((await fp.getFinding(findingOf(one)))[0]?.verdicts[0]?.ticket).toBe('OPS-17 \ufffd');
      },
    );

    check('mark-nothing', 'finds no event: NOT_FOUND, naming the finding', async ({ stores: { fp } }) => {
      const one = event('one');
      await fp.recordEvent(one);
      const missing = { repository: one.repository, findingId: hex('nobody', 32) };
      const error = await expectCode(fp.markFalsePositive(missing, verdict('ada')), 'NOT_FOUND');
      expect(error.ids.findingId).toBe(missing.findingId);
      await expectCode(fp.confirmTruePositive({ ...findingOf(one), repository: OTHER }, verdict('ada')), 'NOT_FOUND');
      expect((await fp.getFinding(findingOf(one)))[0]?.state).toBe('pending');
    });

    check('mark-invalid', 'refuses a verdict without a reason, reviewer or source', async ({ stores: { fp } }) => {
      const one = event('one');
      await fp.recordEvent(one);
      for (const wrong of [{ ticket: ' ' }, { reviewer: 'Ada Lovelace' }, { source: 'mail' as 'cli' }, { at: -1 }]) {
        await expectCode(fp.markFalsePositive(findingOf(one), { ...verdict('ada'), ...wrong }), 'INVALID');
      }
      expect(await fp.getFinding(findingOf(one))).toEqual([pending(one)]);
    });

    check('several-events', 'marks every event of the finding, of that repository only', async ({ stores: { fp } }) => {
      const findingId = hex('shared finding', 32);
      const here = series('here', 7, { findingId }).map((one, index) => ({ ...one, ruleVersion: 1 + (index % 2) }));
      const there = series('there', 3, { findingId, repository: OTHER });
      const beside = event('beside');
      await fp.recordEvents([...here, ...there, beside]);
      const ref = findingOf(here[0] as FPEvent);
      expect(await fp.markFalsePositive(ref, verdict('ada'))).toEqual({ events: 7, changed: 7 });
      expect((await fp.getFinding(ref)).map(({ eventId, state }) => [eventId, state])).toEqual(
        [...here].reverse().map(({ eventId }) => [eventId, 'false-positive']),
      );
      expect((await fp.getFinding({ repository: OTHER, findingId })).map(({ state }) => state)).toEqual([
        'pending',
        'pending',
        'pending',
      ]);
      expect(await fp.getWindowBySince(RULE, START - HOUR_MS, 1)).toMatchObject({ total: 8, falsePositives: 4 });
      expect(await fp.getWindowBySince(RULE, START - HOUR_MS, 2)).toMatchObject({ total: 3, falsePositives: 3 });
      expect(await fp.getWindowByCount(RULE, 100)).toMatchObject({ total: 11, falsePositives: 7, pending: 4 });
    });

    check(
      'event-after-mark',
      'leaves pending what comes after the mark, until it is marked',
      async ({ stores: { fp } }) => {
        const findingId = hex('shared finding', 32);
        const [first, second] = series('push', 2, { findingId }) as [FPEvent, FPEvent];
        await fp.recordEvent(first);
        await judge(fp, first, 'fp');
        await fp.recordEvent(second);
        expect((await fp.getFinding(findingOf(first))).map(({ state }) => state)).toEqual([
          'pending',
          'false-positive',
        ]);
        expect(await fp.markFalsePositive(findingOf(first), verdict('ada'))).toEqual({ events: 2, changed: 1 });
        expect(await fp.getWindowByCount(RULE, 10)).toMatchObject({ total: 2, falsePositives: 2, pending: 0 });
      },
    );

    check('replay-after-mark', 'keeps the verdict when the event is recorded again', async ({ stores: { fp } }) => {
      const one = event('one');
      await fp.recordEvent(one);
      await judge(fp, one, 'fp');
      expect(await fp.recordEvent({ ...one, actors: [hex('late', 64)] })).toBe('known');
      expect((await fp.getFinding(findingOf(one)))[0]?.state).toBe('false-positive');
      expect(await fp.getWindowBySince(RULE, START - DAY_MS)).toMatchObject({ total: 1, falsePositives: 1 });
    });

    check(
      'conflict',
      'is pending while reviewers disagree, and again judged when one turns',
      async ({ stores: { fp } }) => {
        const one = event('one');
        await fp.recordEvent(one);
        const state = async (): Promise<unknown> => {
          const { falsePositives, truePositives, pending: open, fpr } = await fp.getWindowBySince(RULE, START - DAY_MS);
          return [(await fp.getFinding(findingOf(one)))[0]?.state, falsePositives, truePositives, open, fpr];
        };
        await judge(fp, one, 'fp', 'ada');
        await judge(fp, one, 'fp', 'bob');
        expect(await state()).toEqual(['false-positive', 1, 0, 0, 1]);
        await judge(fp, one, 'tp', 'cyd');
        expect(await state()).toEqual(['pending', 0, 0, 1, null]);
        await judge(fp, one, 'fp', 'cyd');
        expect(await state()).toEqual(['false-positive', 1, 0, 0, 1]);
        for (const reviewer of ['ada', 'bob', 'cyd']) await judge(fp, one, 'tp', reviewer);
        expect(await state()).toEqual(['true-positive', 0, 1, 0, 0]);
        const reviewers = ['ada', 'bob', 'cyd'].map((name) => hex(`reviewer ${name}`, 64)).sort();
        const [stored] = await fp.getFinding(findingOf(one));
        expect(stored?.verdicts.map(({ reviewer, kind }) => [reviewer, kind])).toEqual(
          reviewers.map((reviewer) => [reviewer, 'true-positive']),
        );
      },
    );

    check('racing-marks', 'keeps every one of sixteen verdicts given at once', async (world) => {
      const findingId = hex('shared finding', 32);
      const events = series('raced', 3, { findingId });
      await world.stores.fp.recordEvents(events);
      const handles = await Promise.all(Array.from({ length: 16 }, () => world.another()));
      await Promise.all(
        handles.map(({ fp }, index) => judge(fp, events[0] as FPEvent, index === 3 ? 'tp' : 'fp', `r${index}`)),
      );
      const stored = await world.stores.fp.getFinding(findingOf(events[0] as FPEvent));
      expect(stored.map(({ verdicts, state }) => [verdicts.length, state])).toEqual([
        [16, 'pending'],
        [16, 'pending'],
        [16, 'pending'],
      ]);
      await judge(world.stores.fp, events[0] as FPEvent, 'fp', 'r3');
      expect(await world.stores.fp.getWindowBySince(RULE, START - DAY_MS)).toMatchObject({ falsePositives: 3 });
    });

    check('verdict-on-its-day', 'counts a verdict on the day of the event', async ({ stores: { fp }, clock }) => {
      const old = event('old', { occurredAt: START - 10 * DAY_MS });
      await fp.recordEvent(old);
      clock.advance(5 * DAY_MS);
      await fp.markFalsePositive(findingOf(old), verdict('ada', { at: clock.now() }));
      expect(await fp.getWindowBySince(RULE, START - 9 * DAY_MS)).toMatchObject({ total: 0, falsePositives: 0 });
      expect(await fp.getWindowBySince(RULE, START - 11 * DAY_MS)).toMatchObject({ total: 1, falsePositives: 1 });
    });

    check('prefix', 'finds findings by their first digits, in order', async ({ stores: { fp } }) => {
      const ids = ['00', '0f', '10', 'f0'].map((end) => `abcdef01${end}`.padEnd(32, '7'));
      await fp.recordEvents(ids.map((findingId, index) => event(`prefix ${index}`, { findingId })));
      const twice = { ...event('again'), findingId: ids[0] as string, ruleId: 'MD-005' };
      const elsewhere = event('elsewhere', { findingId: 'abcdef0155'.padEnd(32, '7'), repository: OTHER });
      await fp.recordEvents([twice, elsewhere, event('unlike')]);
      expect(await fp.findFindings(REPOSITORY, 'abcdef01', 10)).toEqual(ids);
      expect(await fp.findFindings(REPOSITORY, 'abcdef010', 10)).toEqual(ids.slice(0, 2));
      expect(await fp.findFindings(REPOSITORY, 'abcdef01', 2)).toEqual(ids.slice(0, 2));
      expect(await fp.findFindings(REPOSITORY, ids[2] as string, 10)).toEqual([ids[2]]);
      expect(await fp.findFindings(REPOSITORY, 'abcdef02', 10)).toEqual([]);
      expect(await fp.findFindings(OTHER, 'abcdef01', 10)).toEqual([elsewhere.findingId]);
    });

    check('rules', 'lists the rules and versions that were recorded, in order', async ({ stores: { fp } }) => {
      expect(await fp.listRules()).toEqual([]);
      const versions: readonly [string, number][] = [
        ['MD-010', 2],
        ['MD-002', 10],
        ['MD-002', 9],
        ['MD-010', 2],
        ['policy-weakened', 1],
      ];
      await fp.recordEvents(
        versions.map(([ruleId, ruleVersion], index) => event(`rule ${index}`, { ruleId, ruleVersion })),
      );
      expect(await fp.listRules()).toEqual([
        { ruleId: 'MD-002', ruleVersion: 9 },
        { ruleId: 'MD-002', ruleVersion: 10 },
        { ruleId: 'MD-010', ruleVersion: 2 },
        { ruleId: 'policy-weakened', ruleVersion: 1 },
      ]);
    });

    check('list', 'lists what a query asks for, newest first within a rule version', async ({ stores: { fp } }) => {
      const events = series('listed', 12).map((one, index) => ({
        ...one,
        ruleId: index % 2 === 0 ? RULE : 'MD-005',
        ruleVersion: index % 4 === 0 ? 2 : 1,
        repository: index % 3 === 0 ? OTHER : REPOSITORY,
      }));
      await fp.recordEvents(events);
      for (const one of events.slice(0, 5)) await judge(fp, one, 'fp');
      const since = (events[6] as FPEvent).occurredAt;
      const queries: readonly [EventQuery, (one: FPEvent, index: number) => boolean][] = [
        [{}, () => true],
        [{ ruleId: RULE }, (one) => one.ruleId === RULE],
        [{ ruleId: RULE, ruleVersion: 2 }, (one) => one.ruleId === RULE && one.ruleVersion === 2],
        [{ repository: OTHER }, (one) => one.repository === OTHER],
        [{ ruleId: RULE, repository: OTHER }, (one) => one.ruleId === RULE && one.repository === OTHER],
        [{ state: 'false-positive' }, (_, index) => index < 5],
        [{ state: 'pending', since }, (_, index) => index >= 6],
        [{ state: 'true-positive' }, () => false],
        [{ ruleId: 'MD-005', since: since + 1 }, (one, index) => one.ruleId === 'MD-005' && index > 6],
        [{ ruleId: 'MD-099' }, () => false],
      ];
      for (const [query, wanted] of queries) {
        const listed = await all(fp.listEvents(query));
        const ids = events.filter(wanted).map(({ eventId }) => eventId);
        expect({ query, ids: listed.map(({ eventId }) => eventId).sort() }).toEqual({ query, ids: ids.sort() });
        for (const [index, one] of listed.entries()) {
          const next = listed[index + 1];
          if (next?.ruleId !== one.ruleId || next.ruleVersion !== one.ruleVersion) continue;
          expect(next.occurredAt).toBeLessThan(one.occurredAt);
        }
      }
    });

    check('list-in-part', 'may be left in the middle of a list', async ({ stores: { fp } }) => {
      await fp.recordEvents(series('left', 20));
      const seen: string[] = [];
      for await (const { change } of fp.listEvents({ ruleId: RULE })) {
        seen.push(change);
        if (seen.length === 3) break;
      }
      expect(seen).toEqual(['pr#20', 'pr#19', 'pr#18']);
      expect(await fp.recordEvent(event('afterwards'))).toBe('recorded');
    });

    done();
  });
}

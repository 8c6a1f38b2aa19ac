/** FPStore, what calibration reads: every event once, folded by change where nobody judged it, alone where somebody did. */
import { describe, expect } from '@jest/globals';
import { DAY_MS, EVENT_DAYS, type FPEvent } from '../../src/stores/ports.js';
import { type Backend, casesOf, expectCode, START } from './backend.js';
import { CROWD, event, findingOf, hex, judge, judgedRow, RULE, series, verdict, votesOf } from './events.js';

export const PORT = 'fp-votes';

const OTHER = hex('another repository', 64);

export function fpVotesContract(backend: Backend): void {
  describe(`FPStore, votes, on ${backend.name}`, () => {
    const { check, done } = casesOf(PORT, backend);

    check('empty', 'has no row of a rule that recorded nothing', async ({ stores: { fp } }) => {
      expect(await votesOf(fp, RULE, 1)).toEqual({ unjudged: [], judged: [] });
    });

    check('fold', 'folds what nobody judged by repository, salt and change', async ({ stores: { fp } }) => {
      await fp.recordEvents([
        event('a', { occurredAt: START - 5000 }),
        event('b', { occurredAt: START - 9000, blocked: false }),
        event('c', { occurredAt: START - 7000 }),
        event('d', { change: 'pr#13' }),
        event('e', { repository: OTHER }),
        event('f', { saltVersion: 2 }),
        event('g', { change: 'ref#refs/heads/main', blocked: false, level: 'warn' }),
        event('h', { ruleVersion: 2 }),
        event('i', { ruleId: 'MD-005' }),
      ]);
      const { repository, saltVersion, change, occurredAt } = event('any');
      const one = { kind: 'unjudged', repository, saltVersion, change, events: 1, blocked: 1 };
      const seen = { firstSeen: occurredAt, lastSeen: occurredAt };
      const { unjudged, judged } = await votesOf(fp, RULE, 1);
      expect(judged).toEqual([]);
      expect(unjudged).toHaveLength(5);
      expect(unjudged).toEqual(
        expect.arrayContaining([
          { ...one, events: 3, blocked: 2, firstSeen: START - 9000, lastSeen: START - 5000 },
          { ...one, ...seen, change: 'pr#13' },
          { ...one, ...seen, repository: OTHER },
          { ...one, ...seen, saltVersion: 2 },
          { ...one, ...seen, change: 'ref#refs/heads/main', blocked: 0 },
        ]),
      );
      expect(await votesOf(fp, RULE, 2)).toEqual({ unjudged: [{ ...one, ...seen }], judged: [] });
    });

    check('judged', 'has what somebody judged alone, with actors and verdicts', async ({ stores: { fp } }) => {
      const [left, right, both, taken] = ['left', 'right', 'both', 'taken'].map((name) => event(name)) as [
        FPEvent,
        FPEvent,
        FPEvent,
        FPEvent,
      ];
      await fp.recordEvents([left, right, both, taken]);
      await fp.recordEvent({ ...right, actors: [hex('pusher', 64)] });
      await judge(fp, right, 'fp');
      await judge(fp, both, 'fp', 'ada');
      await judge(fp, both, 'tp', 'bob');
      await judge(fp, taken, 'fp');
      await fp.confirmTruePositive(findingOf(taken), verdict('ada', { at: START + 1 }));
      const { unjudged, judged } = await votesOf(fp, RULE, 1);
      expect(unjudged).toMatchObject([{ change: 'pr#12', events: 1, blocked: 1 }]);
      const stored = await Promise.all([right, both, taken].map((one) => fp.getFinding(findingOf(one))));
      const expected = stored.flat().map(judgedRow);
      expect(judged).toEqual(expected.sort((a, b) => (a.findingId < b.findingId ? -1 : 1)));
      expect(expected.map(({ verdicts }) => verdicts.length).sort()).toEqual([1, 1, 2]);
      expect(expected.find(({ findingId }) => findingId === right.findingId)?.actors).toHaveLength(2);
    });

    check('all-judged', 'has a change of which every event was judged', async ({ stores: { fp } }) => {
      const events = [event('a', { change: 'pr#1' }), event('b', { change: 'pr#9' })];
      await fp.recordEvents(events);
      for (const one of events) await judge(fp, one, 'tp');
      const { unjudged, judged } = await votesOf(fp, RULE, 1);
      expect(unjudged).toEqual([]);
      expect(judged.map(({ change }) => change).sort()).toEqual(['pr#1', 'pr#9']);
    });

    check('expired', 'sees nothing that has expired, judged or not', async ({ stores: { fp }, clock }) => {
      const old = event('old', { occurredAt: START - DAY_MS });
      const oldToo = event('old too', { occurredAt: START - DAY_MS });
      const last = event('last', { occurredAt: START - DAY_MS + 1 });
      const young = event('young', { change: 'pr#13' });
      await fp.recordEvents([old, oldToo, last, young]);
      await judge(fp, old, 'fp');
      await judge(fp, young, 'fp');
      clock.set(START + (EVENT_DAYS - 1) * DAY_MS);
      const { unjudged, judged } = await votesOf(fp, RULE, 1);
      expect(unjudged).toMatchObject([{ events: 1, firstSeen: START - DAY_MS + 1, lastSeen: START - DAY_MS + 1 }]);
      expect(judged.map(({ findingId }) => findingId)).toEqual([young.findingId]);
      clock.advance(DAY_MS);
      expect(await votesOf(fp, RULE, 1)).toEqual({ unjudged: [], judged: [] });
    });

    check('invalid', 'refuses what is no rule and no version', async ({ stores: { fp } }) => {
      await expectCode(votesOf(fp, 'MD 004', 1), 'INVALID');
      await expectCode(votesOf(fp, RULE, 0), 'INVALID');
    });

    check(
      'between-pages',
      'meets an event once that is judged while the pages are read',
      async ({ stores: { fp }, another }) => {
        // More than one page of DynamoDB (1 MB), the same changes on each of them.
        const events = series('page', 150, { actors: CROWD }).map((one, index) => ({
          ...one,
          change: `pr#${1 + (index % 7)}`,
        }));
        await fp.recordEvents(events);
        const beside = (await another()).fp;
        const met: string[] = [];
        let folded = 0;
        let said = false;
        for await (const page of fp.voteRows(RULE, 1)) {
          if (!said) {
            said = true;
            for (const one of [...events.slice(0, 5), ...events.slice(-5)]) await judge(beside, one, 'fp');
          }
          for (const row of page) {
            if (row.kind === 'judged') met.push(row.findingId);
            else folded += row.events;
          }
        }
        expect(new Set(met).size).toBe(met.length);
        expect(folded + met.length).toBe(events.length);
        const after = await votesOf(fp, RULE, 1);
        expect(after.judged).toHaveLength(10);
        expect(after.unjudged.reduce((sum, row) => sum + row.events, 0)).toBe(140);
        expect(after.unjudged).toHaveLength(7);
      },
      60_000,
    );

    done();
  });
}

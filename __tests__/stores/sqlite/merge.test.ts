import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exportSqlite, mergeSqlite, openSqliteStores, verifySqlite } from '../../../src/stores/sqlite/index.js';
import type { Stores } from '../../../src/stores/stores.js';
import { eventOf, failure, inFolder, NOW, RULE, rawDatabase, TestClock, verdictOf, YEARS_LATER } from './world.js';

const DAY = 86_400_000;
const KEY = { repositoryId: 5, branch: 'main' };

async function contents(file: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of exportSqlite(file)) lines.push(line);
  return lines;
}

async function write(file: string, work: (stores: Stores, clock: TestClock) => Promise<unknown>): Promise<void> {
  const clock = new TestClock();
  const stores = await openSqliteStores(file, clock);
  try {
    await work(stores, clock);
  } finally {
    await stores.close();
  }
}

/** One thing that a run does to its copy. Few ids, so that copies meet. */
const action = fc.oneof(
  fc.record({
    what: fc.constant('event' as const),
    n: fc.nat(5),
    back: fc.nat(100),
    actor: fc.nat(2),
    warn: fc.boolean(),
    severity: fc.constantFrom('critical' as const, 'high' as const, 'medium' as const, 'low' as const),
  }),
  fc.record({
    what: fc.constant('verdict' as const),
    n: fc.nat(5),
    who: fc.nat(2),
    wrong: fc.boolean(),
    at: fc.nat(3),
  }),
  fc.record({ what: fc.constant('time' as const), days: fc.nat(80) }),
  fc.record({ what: fc.constant('consent' as const), repo: fc.boolean(), at: fc.nat(3), revoke: fc.boolean() }),
  fc.record({ what: fc.constant('block' as const), n: fc.nat(3), minutes: fc.nat(100) }),
  fc.record({ what: fc.constant('baseline' as const), byte: fc.nat(3) }),
  fc.record({ what: fc.constant('levels' as const), byte: fc.nat(3), skip: fc.nat(2) }),
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

async function act({ fp, consent, blocks, baselines, levels }: Stores, clock: TestClock, step: Action): Promise<void> {
  const now = clock.instant;
  if (step.what === 'event') {
    const level = step.warn ? 'warn' : 'block';
    const occurredAt = now - Math.min(step.back, 89) * DAY;
    const { severity, actor } = step;
    await fp.recordEvent(eventOf(1, step.n, { level, severity, occurredAt, actors: [`actor-${actor}`] }));
  } else if (step.what === 'verdict') {
    const finding = eventOf(1, step.n);
    if ((await fp.getFinding(finding)).length === 0) return;
    const verdict = verdictOf(`reviewer-${step.who}`, NOW + step.at);
    await (step.wrong ? fp.markFalsePositive(finding, verdict) : fp.confirmTruePositive(finding, verdict));
  } else if (step.what === 'time') clock.instant += step.days * DAY;
  else if (step.what === 'consent') {
    const scope = step.repo
      ? ({ kind: 'repo', org: 'o', repository: 'r' } as const)
      : ({ kind: 'org', org: 'o' } as const);
    const grant = { scope, resources: ['events'] as const, excludes: [], grantor: 'g', grantedAt: NOW + step.at };
    if (!step.revoke) await consent.recordConsent({ ...grant, expiresAt: null, revocable: true });
    else if ((await consent.getConsent(scope)) !== null) await consent.revokeConsent(scope, 'g', NOW + step.at);
  } else if (step.what === 'block') {
    const firstSeenAt = now + step.minutes * 60_000;
    await blocks.recordBlock({ ruleId: RULE, repositoryId: 1, pullRequest: step.n + 1, authorId: 1, firstSeenAt });
  } else if (step.what === 'baseline') {
    const current = await baselines.load(KEY);
    if (current === null) await baselines.create(KEY, Uint8Array.of(step.byte));
    else await baselines.replace(KEY, Uint8Array.of(step.byte), current.tag);
  } else {
    const current = await levels.load();
    await levels.publish(Uint8Array.of(step.byte), (current?.sequence ?? 0) + 1 + step.skip, current?.tag ?? null);
  }
}

async function play(file: string, steps: readonly Action[]): Promise<void> {
  await write(file, async (stores, clock) => {
    for (const step of steps) await act(stores, clock, step);
  });
}

describe('mergeSqlite, any two copies of a database', () => {
  it('gives the same whichever is merged into which, changes nothing a second time, and adds up', async () => {
    const steps = fc.array(action, { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(steps, steps, steps, async (common, one, other) => {
        await inFolder(async (folder) => {
          const [a, b, a2, b2] = ['a', 'b', 'a2', 'b2'].map((name) => join(folder, name)) as [
            string,
            string,
            string,
            string,
          ];
          await play(a, common);
          copyFileSync(a, b);
          await play(a, one);
          await play(b, other);
          copyFileSync(a, a2);
          copyFileSync(b, b2);
          const [beforeA, beforeB] = [await contents(a), await contents(b)];
          await mergeSqlite(a, b, YEARS_LATER);
          expect(await contents(b)).toEqual(beforeB);
          expect((await verifySqlite(a, YEARS_LATER)).checks.filter(({ ok }) => !ok)).toEqual([]);
          const merged = await contents(a);
          await mergeSqlite(b2, a2, YEARS_LATER);
          expect(await contents(b2)).toEqual(merged);
          const again = await mergeSqlite(a, b, YEARS_LATER);
          expect(await contents(a)).toEqual(merged);
          expect(Object.values(again)).toEqual([0, 0, 0, 0, 0, 0]);
          // Into itself, too: at most what has expired is gone. And into a new file.
          await mergeSqlite(a2, a2, YEARS_LATER);
          const lasting = (lines: string[]): string[] =>
            lines.filter((line) => !/^(?:\["(?:event|actor|verdict)|{)/.test(line));
          expect(lasting(await contents(a2))).toEqual(lasting(beforeA));
          await mergeSqlite(join(folder, 'new'), a, YEARS_LATER);
          expect(await contents(join(folder, 'new'))).toEqual(merged);
        });
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});

describe('mergeSqlite', () => {
  it('unites events, actors and verdicts, and counts again what changed', async () => {
    await inFolder(async (folder) => {
      const [a, b] = [join(folder, 'a.db'), join(folder, 'b.db')];
      await write(a, async ({ fp }) => {
        await fp.recordEvents([eventOf(1, 0), eventOf(1, 1)]);
        await fp.markFalsePositive(eventOf(1, 0), verdictOf('ada', NOW - 5));
      });
      await write(b, async ({ fp }) => {
        await fp.recordEvents([
          eventOf(1, 1, { actors: ['pusher'], occurredAt: NOW - 2 * DAY, blocked: true }),
          eventOf(1, 2),
        ]);
        await fp.recordEvent(eventOf(1, 0));
        await fp.confirmTruePositive(eventOf(1, 0), verdictOf('ada', NOW - 4));
      });
      expect(await mergeSqlite(a, b, YEARS_LATER)).toEqual({
        ...{ eventsAdded: 1, eventsChanged: 2, consents: 0, blocks: 0, baselines: 0, levels: 0 },
      });
      await write(a, async ({ fp }) => {
        // The later word of the reviewer, the earlier sight of the event.
        expect(await fp.getFinding(eventOf(1, 0))).toMatchObject([
          { state: 'true-positive', verdicts: [{ at: NOW - 4 }] },
        ]);
        expect(await fp.getFinding(eventOf(1, 1))).toMatchObject([
          { actors: ['author', 'pusher'], occurredAt: NOW - 2 * DAY, blocked: true },
        ]);
        expect(await fp.dailyTotals(RULE, 1, '2026-05-01', '2026-05-31')).toMatchObject([
          { day: '2026-05-11', total: 1, truePositives: 0 },
          { day: '2026-05-13', total: 2, falsePositives: 0, truePositives: 1 },
        ]);
      });
    });
  });

  it('keeps the severity that was seen first, and of two at once the graver', async () => {
    await inFolder(async (folder) => {
      const [a, b] = [join(folder, 'a.db'), join(folder, 'b.db')];
      const earlier = { occurredAt: NOW - DAY };
      await write(a, ({ fp }) =>
        fp.recordEvents([eventOf(1, 0), eventOf(1, 1), eventOf(1, 2, { severity: 'medium' })]),
      );
      await write(b, ({ fp }) =>
        fp.recordEvents([
          eventOf(1, 0, { severity: 'medium' }),
          eventOf(1, 1, { severity: 'medium', ...earlier }),
          eventOf(1, 2, { severity: 'critical' }),
        ]),
      );
      expect(await mergeSqlite(a, b, YEARS_LATER)).toMatchObject({ eventsAdded: 0, eventsChanged: 2 });
      await write(a, async ({ fp }) => {
        const severities = await Promise.all(
          [0, 1, 2].map(async (n) => (await fp.getFinding(eventOf(1, n)))[0]?.severity),
        );
        expect(severities).toEqual(['high', 'medium', 'critical']);
      });
    });
  });

  it('names the events that contradict each other, and changes nothing', async () => {
    await inFolder(async (folder) => {
      const [a, b] = [join(folder, 'a.db'), join(folder, 'b.db')];
      await write(a, ({ fp }) => fp.recordEvents(Array.from({ length: 12 }, (_, n) => eventOf(1, n))));
      await write(b, async ({ fp, levels }) => {
        await fp.recordEvents(Array.from({ length: 12 }, (_, n) => eventOf(1, n, { change: 'pr#99' })));
        await fp.recordEvent(eventOf(2, 0));
        await levels.publish(Uint8Array.of(1), 1, null);
      });
      const before = await contents(a);
      const error = await failure(mergeSqlite(a, b, YEARS_LATER), 'DIFFERENT_PAYLOAD');
      expect(error.message).toContain(`found 12 of one id with different payloads: ${eventOf(1, 0).eventId}, `);
      expect(error.message).toContain(' and 2 more');
      expect(error.ids.eventId).toBe(eventOf(1, 0).eventId);
      expect(await contents(a)).toEqual(before);
    });
  });

  it('counts purged events once, though neither copy has them any more', async () => {
    await inFolder(async (folder) => {
      const [a, b] = [join(folder, 'a.db'), join(folder, 'b.db')];
      await write(a, ({ fp }) => fp.recordEvents([0, 1, 2].map((n) => eventOf(1, n, { occurredAt: NOW - 50 * DAY }))));
      copyFileSync(a, b);
      const later = async ({ fp }: Stores, clock: TestClock, kind: number): Promise<void> => {
        clock.instant = NOW + 60 * DAY;
        await fp.recordEvent(eventOf(kind, 0, { occurredAt: clock.instant }));
      };
      // One copy has purged, the other knew an event of that day that this one never saw.
      await write(b, ({ fp }) => fp.recordEvent(eventOf(1, 3, { occurredAt: NOW - 50 * DAY })));
      await write(a, (stores, clock) => later(stores, clock, 2));
      const report = await mergeSqlite(a, b, YEARS_LATER);
      expect(report.eventsAdded).toBe(0);
      await write(a, async ({ fp }, clock) => {
        clock.instant = NOW + 60 * DAY;
        expect(await fp.dailyTotals(RULE, 1, '2026-01-01', '2026-12-31')).toMatchObject([{ total: 4 }, { total: 1 }]);
        expect((await fp.getWindowByCount(RULE, 100)).total).toBe(1);
      });
      expect((await verifySqlite(a, YEARS_LATER)).ok).toBe(true);
    });
  });

  it('keeps every version of baselines, levels and consent; the highest is in force', async () => {
    await inFolder(async (folder) => {
      const [a, b] = [join(folder, 'a.db'), join(folder, 'b.db')];
      const scope = { kind: 'org', org: 'acme' } as const;
      const grant = { scope, excludes: [], grantor: 'boss', grantedAt: NOW, expiresAt: null, revocable: true };
      await write(a, async ({ baselines, levels, consent }) => {
        await baselines.create(KEY, Uint8Array.of(1));
        await levels.publish(Uint8Array.of(1), 3, null);
        await consent.recordConsent({ ...grant, resources: ['events'] });
      });
      copyFileSync(a, b);
      await write(a, async ({ baselines, levels, consent }, clock) => {
        clock.instant += 10;
        await baselines.replace(KEY, Uint8Array.of(2), (await baselines.load(KEY))?.tag ?? '');
        await levels.publish(Uint8Array.of(2), 4, (await levels.load())?.tag ?? null);
        await consent.recordConsent({ ...grant, resources: ['events', 'aggregate'] });
      });
      const stale = { tag: '' };
      await write(b, async ({ baselines, levels, consent }) => {
        stale.tag = (await baselines.replace(KEY, Uint8Array.of(3), (await baselines.load(KEY))?.tag ?? '')).tag;
        await levels.publish(Uint8Array.of(3), 5, (await levels.load())?.tag ?? null);
        await consent.revokeConsent(scope, 'boss', NOW);
      });
      expect(await mergeSqlite(b, a, YEARS_LATER)).toMatchObject({ consents: 1, baselines: 1, levels: 1 });
      await write(b, async ({ baselines, levels, consent }) => {
        // Both copies wrote version 2: the later one is in force, the other is kept.
        expect((await baselines.load(KEY))?.bytes).toEqual(Uint8Array.of(2));
        expect((await baselines.versions(KEY)).map(({ version }) => version.split('-')[0])).toEqual(['2', '2', '1']);
        expect((await baselines.loadVersion(KEY, stale.tag)).bytes).toEqual(Uint8Array.of(3));
        // What was loaded from this copy before is not what is in force now.
        await failure(baselines.replace(KEY, Uint8Array.of(9), stale.tag), 'CONFLICT');
        expect(await levels.load()).toMatchObject({ sequence: 5, bytes: Uint8Array.of(3) });
        expect((await levels.history()).map(({ sequence }) => sequence)).toEqual([5, 4, 3]);
        // A revocation beats a grant of the same version, although the grant was written later.
        expect(await consent.getConsent(scope)).toMatchObject({ version: 2, revoked: { by: 'boss' } });
        expect(await consent.consentHistory('acme')).toHaveLength(3);
      });
      expect((await verifySqlite(b, YEARS_LATER)).ok).toBe(true);
    });
  });

  describe('two copies at a known moment', () => {
    const clock = { now: () => NOW };
    const marked = (value: string) => `INSERT OR REPLACE INTO mark VALUES ('purged-until', ${value})`;
    const wrong: [string, string, RegExp][] = [
      [
        'a mark of what expired that is of the future',
        marked('4000000000000'),
        /the mark purged-until is of 2096-10-02T07:06:40Z/,
      ],
      ['a mark within the time that events are kept', marked(String(NOW - 89 * DAY)), /is of 2026-02-13T12:00:00Z/],
      ['a mark beyond every calendar', marked('9223372036854775807'), /is of 9223372036854775807/],
      [
        'an event of the future',
        `UPDATE event SET occurred_at = ${NOW + 2 * DAY}`,
        /event 00[0-9a-f]+ is of 2026-05-15T12:00:00Z/,
      ],
      [
        'an event beyond every calendar',
        'UPDATE event SET occurred_at = 9223372036854775807',
        /is of 9223372036854775807/,
      ],
    ];

    it.each(wrong)('takes a source for damaged that has %s, and changes nothing', async (_what, spoil, why) => {
      await inFolder(async (folder) => {
        const [a, b] = [join(folder, 'a.db'), join(folder, 'b.db')];
        await write(a, ({ fp }) => fp.recordEvents([0, 1, 2].map((n) => eventOf(1, n, { occurredAt: NOW - n * DAY }))));
        await write(b, ({ fp }) => fp.recordEvent(eventOf(0, 3)));
        rawDatabase(b, (db) => db.exec(spoil));
        const before = await contents(a);
        const error = await failure(mergeSqlite(a, b, clock), 'CORRUPT');
        expect(error.message).toMatch(why);
        expect(error.ids.file).toBe(b);
        expect(await contents(a)).toEqual(before);
        // As a target it would delete what the other knows.
        expect((await failure(mergeSqlite(b, a, clock), 'CORRUPT')).ids.file).toBe(b);
      });
    });

    it('allows for a clock that is a little ahead', async () => {
      await inFolder(async (folder) => {
        const [a, b] = [join(folder, 'a.db'), join(folder, 'b.db')];
        await write(a, ({ fp }) => fp.recordEvent(eventOf(1, 0)));
        await write(b, ({ fp }) => fp.recordEvent(eventOf(1, 1)));
        const ahead = NOW + 30 * 60_000;
        rawDatabase(b, (db) => db.exec(`UPDATE event SET occurred_at = ${ahead}; ${marked(String(ahead - 90 * DAY))}`));
        expect(await mergeSqlite(a, b, clock)).toMatchObject({ eventsAdded: 1 });
      });
    });
  });

  it('needs a source that is there', async () => {
    await inFolder(async (folder) => {
      const target = join(folder, 'a.db');
      await write(target, ({ fp }) => fp.recordEvent(eventOf(1, 0)));
      await failure(mergeSqlite(target, join(folder, 'none.db'), YEARS_LATER), 'NOT_FOUND');
    });
  });
});

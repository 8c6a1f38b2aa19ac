/** FPStore against the simple model (fp-model.ts), over random sequences of operations. */
import { describe, expect } from '@jest/globals';
import fc from 'fast-check';
import { DAY_MS, type FPEvent, type FPStore, HOUR_MS } from '../../src/stores/ports.js';
import { type Backend, casesOf, failureOf, ManualClock, START } from './backend.js';
import { all, event, expectedVotes, hex, REPOSITORY, RULE, sorted, verdict, votesOf } from './events.js';
import { ModelFPStore, tally } from './fp-model.js';

export const PORT = 'fp-properties';

type Operation =
  | { readonly do: 'record'; readonly event: FPEvent }
  | {
      readonly do: 'mark';
      readonly findingId: string;
      readonly repository: string;
      readonly fp: boolean;
      readonly reviewer: string;
    };

const REPOSITORIES = [REPOSITORY, hex('second', 64)];
const FINDINGS = ['a', 'b', 'c'].map((name) => hex(name, 32));
/** Few of everything, so that replays, conflicts and marks of the same finding happen all the time. */
const EVENT: fc.Arbitrary<FPEvent> = fc
  .record({
    id: fc.nat({ max: 11 }),
    back: fc.constantFrom(0, 1, HOUR_MS, 12 * HOUR_MS, 12 * HOUR_MS + 1, DAY_MS, 3 * DAY_MS),
    actor: fc.constantFrom('x', 'y', 'z'),
    odd: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ id, back, actor, odd }) =>
    event(`random ${id}`, {
      // Everything of the payload follows from the id, except now and then.
      ruleId: id % 4 === 0 ? 'MD-005' : RULE,
      ruleVersion: 1 + (id % 2),
      repository: REPOSITORIES[id % 3 === 0 ? 1 : 0] as string,
      findingId: FINDINGS[id % FINDINGS.length] as string,
      change: `pr#${id + 1}`,
      saltVersion: odd === 9 ? 2 : 1,
      severity: odd % 2 === 0 ? 'medium' : 'high',
      occurredAt: START - back,
      actors: [hex(actor, 64)],
    }),
  );
const OPERATION: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 3, arbitrary: EVENT.map((one): Operation => ({ do: 'record', event: one })) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('mark' as const),
      findingId: fc.constantFrom(...FINDINGS),
      repository: fc.constantFrom(...REPOSITORIES),
      fp: fc.boolean(),
      reviewer: fc.constantFrom('ada', 'bob'),
    }),
  },
);

export function fpPropertiesContract(backend: Backend): void {
  const runs = backend.name === 'sqlite' ? 60 : 12;
  describe(`FPStore, properties, on ${backend.name}`, () => {
    const { check, done } = casesOf(PORT, backend);

    check(
      'model',
      `does what the simple model does, ${runs} times`,
      async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(OPERATION, { minLength: 1, maxLength: 40 }), async (operations) => {
            const opened = await backend.open(new ManualClock());
            try {
              const model = new ModelFPStore();
              for (const operation of operations) await step(opened.stores.fp, model, operation);
              await compare(opened.stores.fp, model);
            } finally {
              await opened.close();
            }
          }),
          {
            numRuns: runs,
            seed: 20_260_513,
            endOnFailure: false,
            interruptAfterTimeLimit: 150_000,
            markInterruptAsFailure: true,
          },
        );
      },
      240_000,
    );

    done();
  });
}

async function step(store: FPStore, model: ModelFPStore, operation: Operation): Promise<void> {
  if (operation.do === 'record') {
    const expected = model.record(operation.event);
    const call = store.recordEvent(operation.event);
    expect(expected === 'DIFFERENT_PAYLOAD' ? (await failureOf(call)).code : await call).toBe(expected);
    return;
  }
  const { findingId, repository, fp } = operation;
  const said = verdict(operation.reviewer);
  const expected = model.mark(findingId, repository, fp ? 'false-positive' : 'true-positive', said);
  const call = fp
    ? store.markFalsePositive({ repository, findingId }, said)
    : store.confirmTruePositive({ repository, findingId }, said);
  expect(expected === 'NOT_FOUND' ? (await failureOf(call)).code : (await call).events).toBe(expected);
}

/** Everything that can be read, and the totals against a recount of the store's own events. */
async function compare(store: FPStore, model: ModelFPStore): Promise<void> {
  const order = (a: FPEvent, b: FPEvent): number => (a.eventId < b.eventId ? -1 : 1);
  const listed = await all(store.listEvents({}));
  expect(listed.map(sorted).sort(order)).toEqual([...model.events()].map(sorted).sort(order));
  for (const ruleId of [RULE, 'MD-005']) {
    for (const version of [undefined, 1, 2]) {
      for (const back of [0, 1, HOUR_MS, 12 * HOUR_MS, DAY_MS + 1, 4 * DAY_MS]) {
        const window = await store.getWindowBySince(ruleId, START - back, version);
        expect(window).toMatchObject(model.since(ruleId, START - back, version));
      }
      for (const count of [1, 3, 50]) {
        expect(await store.getWindowByCount(ruleId, count, version)).toMatchObject(model.last(ruleId, count, version));
      }
      if (version === undefined) continue;
      const totals = await store.dailyTotals(ruleId, version, '2026-05-01', '2026-05-31');
      expect(totals).toEqual(model.days(ruleId, version));
      const events = model.events().filter((one) => one.ruleId === ruleId && one.ruleVersion === version);
      expect(await votesOf(store, ruleId, version)).toEqual(expectedVotes(events));
      const recount = tally(listed.filter((one) => one.ruleId === ruleId && one.ruleVersion === version));
      expect(totals.reduce((sum, { total }) => sum + total, 0)).toBe(recount.total);
      expect(totals.reduce((sum, { falsePositives }) => sum + falsePositives, 0)).toBe(recount.falsePositives);
    }
  }
}

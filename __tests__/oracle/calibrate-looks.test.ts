/** Looks at what several repositories recorded, before and after the identity salt was rotated. */
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from '@jest/globals';
import { type LevelState, NO_STATE, nextState } from '../../src/calibration/state.js';
import { schemaPair } from '../../src/l0/check.js';
import { type LookedRule, lookAtRules } from '../../src/oracle/calibrate-looks.js';
import { Repositories } from '../../src/oracle/calibrate-repositories.js';
import { identifier } from '../../src/oracle/calibrate-reviewers.js';
import { Memory } from '../../src/oracle/memory.js';
import { emptyConfig } from '../../src/policy/config.js';
import { type Anonymizer, saltedAnonymizer } from '../../src/privacy/anonymizer.js';
import { auditFractions } from '../../src/privacy/audit-sample.js';
import { DAY_MS } from '../../src/stores/ports.js';
import { openSqliteStores } from '../../src/stores/sqlite/index.js';
import type { Stores } from '../../src/stores/stores.js';
import { findingId, storedEvent } from '../support/events.js';
import { Workshop } from '../support/git-repo.js';
import { versionOf } from './calibrate-support.js';

const START = Date.UTC(2026, 10, 1);
const ORG = 5;
const REVIEWERS = new Map([
  [31, 'ann'],
  [32, 'bob'],
]);
const SALTS = [1, 2].map((version) => ({ version, value: String(version).repeat(64), issuedAt: START }));
const [v1, v2] = SALTS.map((salt) => saltedAnonymizer(salt)) as [Anonymizer, Anonymizer];
const schemas = schemaPair('1'.repeat(64), '1'.repeat(64));

const workshop = new Workshop();
const opened: Stores[] = [];
afterAll(async () => {
  for (const each of opened) await each.close();
  workshop.clean();
});

let day = 0;
const clock = { now: () => START + day * DAY_MS };
let stores: Stores;
beforeEach(async () => {
  day = 0;
  stores = await openSqliteStores(join(workshop.folder(), 'pm.db'), clock);
  opened.push(stores);
});

async function look(
  ring: readonly [Anonymizer, ...Anonymizer[]],
  state: LevelState,
  known: readonly number[] = [1, 2, 3],
): Promise<LookedRule> {
  const repositories = new Repositories({ stores, anonymizers: ring, known, ownerId: ORG, clock });
  const looked = await lookAtRules({
    memory: { stores, auditFraction: auditFractions(SALTS[0] ?? null) },
    config: { ...emptyConfig(), calibration: { reviewers: [] } },
    state,
    repositories,
    identify: identifier({ ids: REVIEWERS }, ring),
    schemas,
    now: clock.now(),
    keep: 'MD-001',
  });
  const found = looked.find(({ rule }) => rule.id === 'MD-001');
  if (found === undefined) throw new Error('no rule');
  return found;
}

/** One event of one pull request, judged false by one of the two. */
async function record(
  by: Anonymizer,
  repository: number,
  change: number,
  finding: number,
  reviewer = 31,
): Promise<void> {
  const event = storedEvent(clock.now(), {
    ruleVersion: versionOf('MD-001'),
    repository: by.repository(repository),
    saltVersion: by.saltVersion,
    change: `pr#${change}`,
    findingId: findingId(`${repository}${change}${finding}`.padStart(12, '1')),
    actors: [by.actor(99)],
  });
  await stores.fp.recordEvent(event);
  const verdict = { reviewer: by.actor(reviewer), ticket: 'T', at: clock.now(), source: 'cli' } as const;
  await stores.fp.markFalsePositive({ repository: event.repository, findingId: event.findingId }, verdict);
}

const grant = { resources: ['aggregate'] as const, excludes: [], grantor: 9, expiresAt: null, revocable: true };

it('counts a pull request once, whatever salt its rows and its frozen vote are under', async () => {
  await new Memory(stores, [v1], clock).grant({ org: ORG }, grant);
  await record(v1, 1, 1, 1, 31);
  await record(v1, 1, 2, 1, 32);
  day = 61;
  const first = await look([v1], NO_STATE);
  expect([first.pullRequests.length, first.look?.votes]).toEqual([2, { fp: 2, n: 2 }]);
  if (first.look === null) throw new Error('no look');
  expect(first.look.state.evidence.n).toBe(2);
  const kept = nextState(NO_STATE, [{ rule: first.rule, state: first.look.state, record: null }], {}, []);
  expect(Object.keys(kept.rules[0]?.supporters.reviewers ?? {}).sort()).toEqual(
    [31, 32].map((id) => v1.actor(id)).sort(),
  );

  // The salt is rotated; the same pull request is seen with another finding, and two more come.
  await record(v2, 1, 2, 2, 31);
  await record(v2, 1, 3, 1, 31);
  await record(v2, 1, 4, 1, 32);
  const second = await look([v2, v1], kept);
  expect(second.pullRequests.map(({ repository, change, findings }) => [repository, change, findings])).toEqual([
    [v2.repository(1), 'pr#1', 1],
    [v2.repository(1), 'pr#2', 2],
    [v2.repository(1), 'pr#3', 1],
    [v2.repository(1), 'pr#4', 1],
  ]);
  expect(second.look?.votes).toEqual({ fp: 4, n: 4 });
  expect([second.look?.reviewers, second.record.repositories.size]).toEqual([2, 1]);
  // Where its id is not known, it is another repository under the new salt, and its vote is another.
  const unknown = (await look([v2, v1], kept, [])).look;
  expect((unknown?.votes.n ?? 0) + (unknown?.waiting ?? 0)).toBe(5);
});

it('leaves out what may not be counted, and then shows no chart', async () => {
  await new Memory(stores, [v1], clock).grant({ org: ORG }, { ...grant, excludes: [2] });
  await record(v1, 1, 1, 1);
  const alone = await look([v1], NO_STATE);
  expect(alone.days).toEqual([expect.objectContaining({ day: '2026-11-01', total: 1, falsePositives: 1 })]);
  await record(v1, 2, 1, 1);
  const both = await look([v1], NO_STATE);
  expect([both.record.events, both.record.falsePositives, both.record.leftOut, both.days]).toEqual([1, 1, true, null]);
});

it('counts what was pushed without a pull request, and gives it no vote', async () => {
  await new Memory(stores, [v1], clock).grant({ org: ORG }, grant);
  await record(v1, 1, 1, 1);
  const at = { ruleVersion: versionOf('MD-001'), repository: v1.repository(1), saltVersion: 1, actors: [v1.actor(99)] };
  const pushed = [1, 2].map((n) =>
    storedEvent(clock.now(), { ...at, change: 'ref#refs/heads/main', findingId: findingId(`aaaaaaa${n}`) }),
  );
  await stores.fp.recordEvents(pushed);
  const ref = { repository: at.repository, findingId: findingId('aaaaaaa1') };
  await stores.fp.confirmTruePositive(ref, { reviewer: v1.actor(31), ticket: 'T', at: clock.now(), source: 'cli' });
  const { record: counted, look: found, pullRequests } = await look([v1], NO_STATE);
  expect([counted.events, counted.falsePositives, counted.truePositives, pullRequests.length]).toEqual([3, 1, 1, 1]);
  expect(found?.votes.n).toBe(0);
});

/**
 * The circle, with the built actions and credentials from OIDC alone: a rule blocks, is recorded, is judged wrong by
 * permitted reviewers in code scanning, and loses its level; the gate then warns and says why; it is judged right, earns
 * its level back, and the issue is closed. And an organisation whose third repository takes no part.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CalibrationReport } from '../../src/calibration/report-types.js';
import { ALL_RULES } from '../../src/oracle/all-rules.js';
import { saltedAnonymizer } from '../../src/privacy/anonymizer.js';
import type { Report } from '../../src/report/types.js';
import { DAY_MS } from '../../src/stores/ports.js';
import { type ActionRun, removeRuns } from '../support/action-harness.js';
import { OWNER_ID, REPOSITORY_ID, SALT, startWorld, type World } from '../support/aws-world.js';
import { findingId, storedEvent } from '../support/events.js';
import type { TestRepo } from '../support/git-repo.js';
import { answerOf, BAD, GOOD, Project, type Pull } from '../support/github-project.js';
import { type FakeAlert, type Person, type ReviewWorld, reviewFront, reviewWorld } from '../support/github-review.js';
import { roleArn } from '../support/web-identity.js';

const AUTHOR = 71_000_011;
const RULE = 'MD-001';
const VERSION = ALL_RULES.find(({ id }) => id === RULE)?.version ?? 0;
const ANN: Person = { id: 72_000_031, login: 'ann' };
const BOB: Person = { id: 72_000_032, login: 'bob' };
const EVERYTHING = ['events', 'verdicts', 'aggregate'] as const;
const identities = saltedAnonymizer(SALT);

const config = (trust: string): string =>
  `version: 1\nrequired-checks: [lint]\ncalibration:\n  reviewers: [ann, bob]\n  audit-rate: 1\n${trust}`;

/** Pull requests that were recorded earlier: one run for each would take as many minutes. */
async function earlier(
  world: World,
  repositoryId: number,
  numbers: readonly number[],
  daysAgo: number,
): Promise<string[]> {
  const events = numbers.map((number) =>
    storedEvent(Date.now() - daysAgo * DAY_MS, {
      ...{ ruleId: RULE, ruleVersion: VERSION, change: `pr#${number}`, saltVersion: SALT.version },
      repository: identities.repository(repositoryId),
      findingId: findingId(
        `${(repositoryId % 65_536).toString(16).padStart(4, '0')}${number.toString(16).padStart(6, '0')}`,
      ),
      actors: [identities.actor(AUTHOR)],
    }),
  );
  await world.owner.fp.recordEvents(events);
  return events.map((event) => event.findingId);
}

const dismissed = (number: number, id: string, more: Partial<FakeAlert>): FakeAlert => ({
  ...{ number, message: `The required check reports nothing. [pm:${id}]`, by: number % 2 === 0 ? ANN : BOB },
  ...{ comment: 'looked at it', at: new Date(Date.now() - 60_000).toISOString() },
  ...more,
});

const reportOf = (run: ActionRun): CalibrationReport => run.report as CalibrationReport;
const ruleOf = (run: ActionRun) => reportOf(run).rules.find(({ ruleId }) => ruleId === RULE);
const gateOf = (run: ActionRun) => (run.report as Report).rules.find(({ id }) => id === RULE);
const finding = (run: ActionRun) => (run.report as Report).findings.find(({ ruleId }) => ruleId === RULE);

function review(world: World, reviews: ReviewWorld): void {
  const front = reviewFront(reviews);
  world.github.intercept = (method, path, url) => {
    if (method !== 'GET' || url === undefined) return undefined;
    if (path.startsWith('/users/') || path === '/code-scanning/alerts') {
      const reply = front(0, url);
      if (typeof reply === 'string') throw new Error(`The front has no answer to ${path}`);
      return { status: 200, ...reply, headers: { ...reply.headers } };
    }
    return answerOf(path, world.pulls);
  };
}

describe('the circle of a rule, on moto', () => {
  let world: World;
  let reviews: ReviewWorld;
  let project: Project;
  let pull: Pull;
  let merged: TestRepo;
  let first: ActionRun;
  const calibrate = () => world.calibrate(project.checkout(), { inputs: { mode: 'apply' } });

  beforeAll(async () => {
    world = await startWorld([REPOSITORY_ID], { levelsKey: true });
    await world.grant({ resources: EVERYTHING });
    reviews = reviewWorld();
    reviews.people.push(ANN, BOB);
    review(world, reviews);
    project = new Project(world.workshop, { ...GOOD, '.phase-mirror.yml': config(world.trust) });
    pull = project.change(7, AUTHOR, BAD);
    world.pulls.set(7, pull);
    merged = project.merged(pull);
  }, 120_000);
  afterAll(() => Promise.all([world.close(), removeRuns()]));

  it('begins with a gate that blocks, and is recorded', async () => {
    first = await world.evaluate(merged, pull);
    expect([first.exitCode, first.outputs['decision'], first.outputs['complete']]).toEqual([1, 'block', 'true']);
    expect(gateOf(first)).toMatchObject({ level: 'block', levelOrigin: 'built-in', record: null });
    const recorded = await world.record(project.checkout(), { kind: 'workflow_run', pull });
    expect([recorded.exitCode, recorded.stderr]).toEqual([0, '']);
    const stored = await world.owner.fp.getFinding({
      repository: identities.repository(REPOSITORY_ID),
      findingId: finding(first)?.findingId ?? '',
    });
    expect(stored.map(({ change, blocked, state }) => [change, blocked, state])).toEqual([['pr#7', true, 'pending']]);
  }, 120_000);

  it('changes nothing while nobody has judged', async () => {
    const run = await calibrate();
    expect([run.exitCode, run.outputs['changes'], run.outputs['complete']]).toEqual([0, '0', 'true']);
    expect(ruleOf(run)).toMatchObject({ level: 'block', next: 'block', change: null, events: 1, pending: 1 });
    expect(world.github.issues).toEqual([]);
  }, 120_000);

  it('demotes when permitted reviewers dismissed the alerts as false positives, and opens the issue', async () => {
    const ids = await earlier(world, REPOSITORY_ID, [101, 102, 103, 104, 105, 106, 107], 3);
    reviews.alerts = [
      dismissed(1, finding(first)?.findingId ?? '', { ref: 'refs/pull/7/merge' }),
      ...ids.map((id, index) => dismissed(2 + index, id, {})),
    ];
    const run = await calibrate();
    expect([run.exitCode, run.outputs['changes'], run.outputs['published'], run.outputs['complete']]).toEqual([
      ...[0, '1', 'true', 'true'],
    ]);
    expect(reportOf(run).ingested).toMatchObject({ read: { alert: 8 }, stored: 8, refused: [], notStored: '' });
    expect(ruleOf(run)).toMatchObject({
      ...{ level: 'block', next: 'warn', refused: [] },
      ...{ evidence: { direction: 'demote', votes: 8, falseShare: 8, reviewers: 2, pullRequests: 8 } },
      change: { from: 'block', to: 'warn', by: 'record' },
    });
    const [issue] = world.github.issues;
    expect(world.github.issues).toHaveLength(1);
    expect([issue?.state, issue?.labels.map(({ name }) => name)]).toEqual(['open', ['fp-calibration', 'governance']]);
    expect(issue?.body).toContain(RULE);
    const own = world.front.calls.filter(({ roleArn: role }) => role === roleArn('calibrate'));
    expect(own.filter(({ allowed }) => !allowed)).toEqual([]);
    expect(own.map(({ action }) => action)).toContain('kms:Sign');
  }, 120_000);

  it('then only warns about the same change, and says why', async () => {
    const run = await world.evaluate(merged, pull);
    expect([run.exitCode, run.outputs['decision'], run.outputs['complete']]).toEqual([0, 'warn', 'true']);
    expect(finding(run)?.findingId).toBe(finding(first)?.findingId);
    expect(gateOf(run)).toMatchObject({
      level: 'warn',
      levelOrigin: expect.stringMatching(/^organisation, sequence \d+$/),
      record: { reviewed: 8, falsePositives: 8 },
    });
    expect(run.summary).toContain('MD-001 record: 8 of 8 reviewed findings were wrong');
  }, 120_000);

  it('counts nothing twice: a second look at the same verdicts changes nothing', async () => {
    const run = await calibrate();
    expect([run.exitCode, run.outputs['changes']]).toEqual([0, '0']);
    // Those of the default branch, and of pull requests that alerts judged: a dismissal may be edited.
    expect(reportOf(run).ingested).toMatchObject({ read: { alert: 8 }, stored: 0, known: 8 });
    expect(ruleOf(run)).toMatchObject({ level: 'warn', next: 'warn', evidence: { direction: 'promote', votes: 0 } });
    expect(world.github.issues.map(({ state }) => state)).toEqual(['open']);
  }, 120_000);

  it('promotes on good verdicts, closes the issue, and the gate blocks again', async () => {
    const numbers = Array.from({ length: 90 }, (_, index) => 201 + index);
    const ids = await earlier(world, REPOSITORY_ID, numbers, 40);
    reviews.alerts = ids.map((id, index) => dismissed(1000 + index, id, { reason: "won't fix" }));
    const run = await calibrate();
    expect([run.exitCode, run.outputs['changes'], run.outputs['published']]).toEqual([0, '1', 'true']);
    expect(ruleOf(run)).toMatchObject({
      ...{ level: 'warn', next: 'block', refused: [] },
      change: { from: 'warn', to: 'block', by: 'record' },
    });
    expect(ruleOf(run)?.evidence).toMatchObject({ direction: 'promote', falseShare: 0, reviewers: 2 });
    expect(world.github.issues.map(({ state, labels }) => [state, labels.map(({ name }) => name)])).toEqual([
      ['closed', ['fp-calibration', 'governance']],
    ]);
    const gate = await world.evaluate(merged, pull);
    expect([gate.exitCode, gate.outputs['decision']]).toEqual([1, 'block']);
    expect(gateOf(gate)).toMatchObject({ level: 'block', levelOrigin: expect.stringMatching(/^organisation, /) });
  }, 180_000);

  it('shows none of the secrets, and no id of a person, in what it leaves behind', async () => {
    const rows = JSON.stringify(await world.rows('fp-events'));
    const state = await world.owner.levels.load();
    const text = rows + new TextDecoder().decode(state?.bytes);
    for (const id of [AUTHOR, ANN.id, BOB.id, REPOSITORY_ID, OWNER_ID]) expect(text).not.toContain(String(id));
    for (const secret of world.secrets()) expect(text).not.toContain(secret);
  });
});

describe('an organisation of three repositories, one left out, on moto', () => {
  const [APP, WEB, LAB] = [REPOSITORY_ID, 4_567_891_235, 4_567_891_236];
  let world: World;
  beforeAll(async () => {
    world = await startWorld([APP, WEB, LAB], { levelsKey: true });
    await world.grant({ resources: EVERYTHING, excludes: [identities.repository(LAB)] });
    const reviews = reviewWorld();
    reviews.people.push(ANN, BOB);
    review(world, reviews);
    for (const repository of [APP, WEB, LAB]) {
      const ids = await earlier(world, repository, [1, 2, 3, 4], 3);
      for (const [index, id] of ids.entries()) {
        const who = identities.actor(index % 2 === 0 ? ANN.id : BOB.id);
        const verdict = { reviewer: who, ticket: 'T-1', at: Date.now() - 1000, source: 'file' } as const;
        const place = { repository: identities.repository(repository), findingId: id };
        // Half of them are right in the repositories that count; in the third all are wrong.
        if (index < 2 || repository === LAB) await world.owner.fp.markFalsePositive(place, verdict);
        else await world.owner.fp.confirmTruePositive(place, verdict);
      }
    }
  }, 120_000);
  afterAll(() => Promise.all([world.close(), removeRuns()]));

  it('adds up the rates of the two that count', async () => {
    const project = new Project(world.workshop, { ...GOOD, '.phase-mirror.yml': config(world.trust) });
    const run = await world.calibrate(project.checkout(), { inputs: { mode: 'apply', ingest: 'false' } });
    expect([run.exitCode, run.outputs['complete']]).toEqual([0, 'true']);
    expect(reportOf(run).repositories).toEqual({
      counted: 2,
      leftOut: [{ reason: 'excluded from the consent of the organisation', repositories: 1 }],
    });
    expect(ruleOf(run)).toMatchObject({
      ...{ events: 8, pending: 0, evidence: { votes: 8, falseShare: 4, reviewers: 2, waiting: 0 } },
      reviewedOnly: { reviewed: 8, falsePositives: 4 },
    });
  }, 120_000);
});

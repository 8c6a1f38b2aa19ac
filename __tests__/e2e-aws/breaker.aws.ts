/** The circuit breaker from end to end: recorded by the built action, read by the built gate. */
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Report } from '../../src/report/types.js';
import { type ActionRun, removeRuns } from '../support/action-harness.js';
import { startWorld, WINDOW_MS, type World } from '../support/aws-world.js';
import type { TestRepo } from '../support/git-repo.js';
import { BAD, Project, type Pull } from '../support/github-project.js';

/** One repository each: the count is of one rule in one repository. */
const [STORM, COMMITS, FORKS, ONE_AUTHOR, EMPTYING] = [
  4_567_891_201, 4_567_891_202, 4_567_891_203, 4_567_891_204, 4_567_891_205,
] as const;
const [FIRST, SECOND, THIRD, FOURTH] = [71_000_011, 71_000_012, 71_000_013, 71_000_014] as const;
const WRITE_ALL = {
  '.github/workflows/release.yml':
    'on: push\njobs:\n  release:\n    runs-on: ubuntu-latest\n    permissions: write-all\n    steps:\n      - run: make release\n',
};

let world: World;
let project: Project;
let main: TestRepo;
/** A change that breaks MD-001, one that also gives a job everything, and one that only does that. */
let eleventh: { pull: Pull; checkout: TestRepo };
let both: typeof eleventh;
let critical: typeof eleventh;
let next = 0;

beforeAll(async () => {
  world = await startWorld([STORM, COMMITS, FORKS, ONE_AUTHOR, EMPTYING]);
  await world.grant();
  project = new Project(world.workshop);
  const judged = (files: Record<string, string>) => {
    const pull = open(FOURTH, files);
    return { pull, checkout: project.merged(pull) };
  };
  eleventh = judged(BAD);
  both = judged({ ...BAD, ...WRITE_ALL });
  critical = judged(WRITE_ALL);
});
afterAll(() => Promise.all([world.close(), removeRuns()]));

function open(author: number, files: Record<string, string> = BAD, fork = false): Pull {
  next += 1;
  const pull = project.change(next, author, files, fork);
  world.pulls.set(pull.number, pull);
  return pull;
}

const record = (pull: Pull, repositoryId: number) =>
  world.record(main, { kind: 'workflow_run', pull }, { repositoryId });
/** A few at a time: more processes than cores only wait for each other, and the emulator for all of them. */
async function recordAll(pulls: readonly Pull[], repositoryId: number): Promise<ActionRun[]> {
  const runs: ActionRun[] = [];
  for (let first = 0; first < pulls.length; first += 3) {
    runs.push(...(await Promise.all(pulls.slice(first, first + 3).map((pull) => record(pull, repositoryId)))));
  }
  return runs;
}
const judge = ({ checkout, pull }: typeof eleventh, author: number, repositoryId: number) =>
  world.evaluate(checkout, { ...pull, author }, { repositoryId });
const counted = async (repositoryId: number) =>
  (await world.owner.blocks.blocksSince('MD-001', repositoryId, Date.now() - WINDOW_MS)).length;
const outcome = (run: ActionRun) => [run.exitCode, run.outputs['decision'], run.outputs['degraded']];
const failures = (run: ActionRun) => run.annotations.map(({ message }) => message).join('\n');
const reasons = (run: ActionRun) => (run.report as Report).decision.reasons.map(({ text }) => text).join('\n');
const PAUSED = 'MD-001 paused: 10 pull requests of 3 people blocked in an hour; it blocks again at ';

describe('ten pull requests of three people within an hour, on moto', () => {
  beforeAll(async () => {
    const pulls = Array.from({ length: 10 }, (_, index) => open([FIRST, SECOND, THIRD][index % 3] ?? 0));
    main = project.checkout();
    const before = await judge(eleventh, FOURTH, STORM);
    expect(outcome(before)).toEqual([1, 'block', '']);
    const runs = await recordAll(pulls, STORM);
    expect(runs.map((run) => [run.exitCode, failures(run)])).toEqual(runs.map(() => [0, '']));
    expect(await counted(STORM)).toBe(10);
  }, 180_000);

  it('pause the rule for the eleventh, by a fourth', async () => {
    const run = await judge(eleventh, FOURTH, STORM);
    expect(outcome(run)).toEqual([0, 'warn', 'circuit_breaker_open']);
    expect(run.summary).toContain(PAUSED);
    expect(run.log.replaceAll(/\s+/g, ' ')).toContain(PAUSED);
    expect((run.report as Report).degraded[0]?.text).toMatch(/at \d\d:\d\d UTC, later if more are blocked\.$/);
    // The finding stays one, and new.
    expect(run.outputs['new-findings']).toBe('1');
  }, 60_000);

  it('pause nothing for one of the three', async () => {
    expect(outcome(await judge(eleventh, SECOND, STORM))).toEqual([1, 'block', '']);
  }, 60_000);

  it('are told in one issue', () => {
    const issues = world.github.issues.filter(({ labels }) => labels.some(({ name }) => name === 'circuit-breaker'));
    expect(new Set(issues.map(({ title }) => title))).toEqual(
      new Set(['Paused: MD-001 blocked many pull requests within an hour']),
    );
    // Two runs that saw the tenth at once may both have opened one; then one of them was closed at once.
    expect(issues.filter(({ state }) => state === 'open')).toHaveLength(1);
  });

  it('let no L0 violation pass', async () => {
    const run = await judge(both, FOURTH, STORM);
    expect(outcome(run)).toEqual([1, 'block', 'circuit_breaker_open']);
    expect(reasons(run)).toMatch(/critical/);
    expect(reasons(run)).not.toMatch(/\bhigh\b/);
  }, 60_000);

  it('nor a critical finding of the rule that would be paused itself', async () => {
    for (let number = 1; number <= 10; number += 1) {
      const block = { ruleId: 'L0-PERMISSION-BITS', repositoryId: STORM, pullRequest: 500 + number };
      await world.owner.blocks.recordBlock({ ...block, authorId: 900 + (number % 3), firstSeenAt: Date.now() - 1000 });
    }
    const [run, proposed] = await Promise.all([judge(critical, FOURTH, STORM), record(critical.pull, STORM)]);
    expect(outcome(run).slice(0, 2)).toEqual([1, 'block']);
    // Nor is it counted: there is nothing that a pause would lift.
    expect(proposed.log).toMatch(/block by L0-PERMISSION-BITS, 1 new problem\.\n.*, 0 blocks for the circuit breaker/);
    // It is not said to be what it is not.
    expect([run.outputs['degraded'], run.summary.includes('paused')]).toEqual(['', false]);
  }, 60_000);
});

describe('no storm, on moto:', () => {
  it('ten commits on one pull request', async () => {
    let pull = open(FIRST);
    for (let commit = 1; commit <= 10; commit += 1) {
      pull = project.change(pull.number, FIRST, { 'b.txt': `${commit}\n` });
      world.pulls.set(pull.number, pull);
      main.git('fetch', '--quiet', 'origin', pull.headSha);
      expect((await record(pull, COMMITS)).exitCode).toBe(0);
    }
    expect(await counted(COMMITS)).toBe(1);
    expect(outcome(await judge(eleventh, FOURTH, COMMITS))).toEqual([1, 'block', '']);
  }, 120_000);

  it.each([
    ['ten forks of ten people', FORKS, true, 0],
    ['ten pull requests of one person', ONE_AUTHOR, false, 10],
  ])(
    '%s',
    async (_name, repositoryId, fork, blocks) => {
      const pulls = Array.from({ length: 10 }, (_, index) => open(fork ? 71_000_100 + index : FIRST, BAD, fork));
      main.git('fetch', '--quiet', 'origin', '+refs/heads/*:refs/remotes/origin/*');
      const runs = await recordAll(pulls, repositoryId);
      expect(runs.map(({ exitCode, log }) => [exitCode, /: 1 event \(0 known already\)/.test(log)])).toEqual(
        runs.map(() => [0, true]),
      );
      expect(await counted(repositoryId)).toBe(blocks);
      expect(outcome(await judge(eleventh, FOURTH, repositoryId))).toEqual([1, 'block', '']);
    },
    180_000,
  );
});

describe('the hour passes, on moto', () => {
  const push = () => {
    const { first: before, main: after } = project;
    return world.record(main, { kind: 'push', before, after }, { repositoryId: EMPTYING });
  };
  const issue = () => world.github.issues.find(({ body }) => body?.includes(`circuit-breaker:${EMPTYING}`));

  it('and with the tenth block outside of it the rule blocks again', async () => {
    const minutesAgo = (minutes: number): number => Date.now() - minutes * 60_000;
    for (let number = 1; number <= 10; number += 1) {
      const block = {
        ruleId: 'MD-001',
        repositoryId: EMPTYING,
        pullRequest: 600 + number,
        authorId: 900 + (number % 3),
      };
      await world.owner.blocks.recordBlock({ ...block, firstSeenAt: minutesAgo(55) });
    }
    const [open] = await Promise.all([judge(eleventh, FOURTH, EMPTYING), push()]);
    expect(outcome(open)).toEqual([0, 'warn', 'circuit_breaker_open']);
    expect(issue()).toMatchObject({ state: 'open', title: expect.stringContaining('Paused: MD-001') });
    await world.bare.dynamodb.send(
      new UpdateItemCommand({
        TableName: `mirror-dissonance-${world.options.environment}-block-counter`,
        Key: { pk: { S: `MD-001#repo#${EMPTYING}` }, sk: { S: 'pr#601' } },
        UpdateExpression: 'SET firstSeenAt = :then',
        ExpressionAttributeValues: { ':then': { N: String(minutesAgo(61)) } },
      }),
    );
    const [shut] = await Promise.all([judge(eleventh, FOURTH, EMPTYING), push()]);
    expect(outcome(shut)).toEqual([1, 'block', '']);
    expect(issue()).toMatchObject({ state: 'closed' });
  }, 120_000);
});

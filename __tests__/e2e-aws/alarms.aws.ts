/**
 * Every alarm of the Terraform is driven to ALARM by what runs of the product send, and by nothing else. Alarms fire on
 * MiniStack; tables and parameters are moto's. `npm run test:alarms` runs this alone.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { measuredCalibration } from '../../src/oracle/calibrate-metrics.js';
import type { CalibrateRequest, CalibrateResult } from '../../src/oracle/calibrate-types.js';
import { removeRuns } from '../support/action-harness.js';
import { CREDENTIALS, endpointOf, REGION } from '../support/aws-rig.js';
import { NONCE, startWorld, type World } from '../support/aws-world.js';
import { type Outcome, runCli } from '../support/cli.js';
import { alarmName, type CloudWatch, startCloudWatch } from '../support/cloudwatch.js';
import { always, type Fault, type FaultProxy, never, startFaultProxy } from '../support/fault-proxy.js';
import { BAD, Project } from '../support/github-project.js';
import { ALARMS } from '../support/monitoring.js';

const REPOSITORY = 4_567_891_301;
const DAY_MS = 86_400_000;
const environment = { ...process.env };
let world: World;
let project: Project;
let cloudWatch: CloudWatch;
let ssm: FaultProxy;

beforeAll(async () => {
  [world, cloudWatch, ssm] = await Promise.all([
    startWorld([REPOSITORY]),
    startCloudWatch(endpointOf('ministack')),
    startFaultProxy(endpointOf('moto')),
  ]);
  await world.grant();
  project = new Project(world.workshop);
  Object.assign(process.env, {
    ...{ AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId, AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey },
    ...{ AWS_ENDPOINT_URL_SSM: ssm.endpoint, AWS_ENDPOINT_URL_CLOUDWATCH: cloudWatch.url },
  });
  for (const alarm of ALARMS) await cloudWatch.putAlarm(alarm, world.options.environment);
});
afterAll(async () => {
  process.env = { ...environment };
  await Promise.all([world.close(), cloudWatch.close(), ssm.close(), removeRuns()]);
});
afterEach(() => ssm.decide(never));

/** The command, with the parameter store in this condition. */
async function nonce(action: 'rotate' | 'retire', fault: Fault | null = null): Promise<Outcome> {
  ssm.decide(fault === null ? never : always(fault));
  const target = ['--environment', world.options.environment, '--region', REGION];
  return await runCli({ cwd: world.workshop.root, now: Date.now() }, 'nonce', action, ...target);
}

/** The built action, on a pull request that breaks a rule. */
async function record(number: number) {
  const pull = project.change(number, 71_000_010 + (number % 3), BAD);
  world.pulls.set(number, pull);
  return await world.record(
    project.checkout(),
    { kind: 'workflow_run', pull },
    { repositoryId: REPOSITORY, endpoints: { cloudwatch: cloudWatch.url } },
  );
}

/** A look at the record that ended with this lower bound of a rule that blocks. */
async function calibrate(low: number): Promise<void> {
  const { environment: name } = world.options;
  const request = {
    ...{ mode: 'report', clock: Date.now, runUrl: 'https://github.com/octo-org/app/actions/runs/1' },
    store: {
      ...{ backend: 'aws', environment: name, region: REGION, session: { action: 'calibrate', runId: '1' } },
      ...{ oidc: { requestUrl: undefined, requestToken: undefined }, restricted: null },
    },
  } as unknown as CalibrateRequest;
  const rules = [{ level: 'block', reviewedOnly: { reviewed: 40, falsePositives: 8, low, high: 0.5 } }];
  await measuredCalibration(request, async () => ({ report: { rules } }) as unknown as CalibrateResult);
}

const tenth = async (): Promise<void> => {
  // One is there from the run that was well.
  for (let number = 1; number <= 8; number += 1) {
    const block = {
      ruleId: 'MD-001',
      repositoryId: REPOSITORY,
      pullRequest: 500 + number,
      firstSeenAt: Date.now() - 5_000,
    };
    await world.owner.blocks.recordBlock({ ...block, authorId: 900 + (number % 3) });
  }
  const run = await record(2);
  expect([run.exitCode, run.annotations]).toEqual([0, []]);
};
const failed = async (fault: Fault): Promise<void> => {
  expect((await nonce('retire', fault)).status).toBe(2);
};

/** What happens, in the order in which nothing has raised the alarm of the next. */
const TROUBLE: readonly (readonly [alarm: string, what: string, trouble: () => Promise<unknown>])[] = [
  ['breaker-opened', 'the tenth pull request is blocked within the hour', tenth],
  ['rule-false-positive-rate', 'a rule that blocks is wrong in 6 % at the least', () => calibrate(0.06)],
  ['nonce-rotation-failed', 'the parameter store refuses the operator', () => failed('denied')],
  ['parameter-access-errors', 'the same refusal', async () => undefined],
  ['action-errors', 'the same refusal', async () => undefined],
  [
    'store-throttled',
    'the parameter store throttles five attempts each of two runs',
    async () => {
      await failed('throttle');
      await failed('throttle');
    },
  ],
];

/** Alarms that are in ALARM, without the part of their name that all share. */
async function raised(): Promise<string[]> {
  const states = await cloudWatch.states();
  return ALARMS.filter((alarm) => states[alarmName(alarm, world.options.environment)] === 'ALARM').map(
    ({ name }) => name,
  );
}

describe('alarms on ministack', () => {
  it('know nothing before the first run', async () => {
    expect(new Set(Object.values(await cloudWatch.states()))).toEqual(new Set(['INSUFFICIENT_DATA']));
  });

  it('nonce-rotation-overdue is raised by a nonce that is older than 90 days, and by nothing else', async () => {
    const made = Date.now() - NONCE.issuedAt;
    expect(made).toBeGreaterThan(90 * DAY_MS);
    expect((await nonce('retire')).status).toBe(0);
    expect(await raised()).toEqual(['nonce-rotation-overdue']);
    expect(cloudWatch.sent).toContainEqual({
      metric: 'NonceAgeHours',
      dimensions: [`Environment=${world.options.environment}`],
      values: [expect.closeTo(made / 3_600_000, 1)],
    });
  });

  it('goes out with the rotation', async () => {
    expect((await nonce('rotate')).status).toBe(0);
    expect(await raised()).toEqual([]);
  });

  it('are quiet where runs are well', async () => {
    expect((await record(1)).exitCode).toBe(0);
    await calibrate(0.01);
    expect(await cloudWatch.states()).toEqual(
      Object.fromEntries(ALARMS.map((alarm) => [alarmName(alarm, world.options.environment), 'OK'])),
    );
  });

  it('are all driven by a test of this file', () => {
    const driven = ['nonce-rotation-overdue', ...TROUBLE.map(([name]) => name)];
    expect(driven.sort()).toEqual(ALARMS.map(({ name }) => name).sort());
  });

  it.each(TROUBLE)('%s is raised when %s', async (name, _, trouble) => {
    const before = await raised();
    const together = ['nonce-rotation-failed', 'parameter-access-errors', 'action-errors'];
    expect(before.includes(name)).toBe(together.indexOf(name) > 0);
    const start = cloudWatch.sent.length;
    await trouble();
    expect(await raised()).toContain(name);
    // Nothing else was touched by it, except for those that mean the same.
    const news = (await raised()).filter((one) => !before.includes(one) && one !== name);
    expect(news.filter((one) => !together.includes(one))).toEqual([]);
    // MiniStack looks at no dimensions; AWS does.
    const alarm = ALARMS.find((one) => one.name === name);
    const series = cloudWatch.sent.slice(together.indexOf(name) > 0 ? 0 : start);
    expect(series.filter(({ metric }) => metric === alarm?.metric)).toContainEqual(
      expect.objectContaining({ dimensions: [`Environment=${world.options.environment}`] }),
    );
  });
});

/** STS, DynamoDB and S3 out of reach: what the built action decides then, what it says, and how long it tries. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Report } from '../../src/report/types.js';
import { type ActionRun, removeRuns } from '../support/action-harness.js';
import { type Service, startWorld, type World } from '../support/aws-world.js';
import type { TestRepo } from '../support/git-repo.js';
import { BAD, Project, type Pull } from '../support/github-project.js';

/** Ten seconds of trying, and as long again for a process to start and to end on a machine that is busy. */
const BOUND_MS = 20_000;
/** It judges first, in ten seconds, and then asks for salt and consent, in eight. Nobody waits for it. */
const RECORD_BOUND_MS = 35_000;

let world: World;
let project: Project;
let good: { pull: Pull; checkout: TestRepo };
let bad: { pull: Pull; checkout: TestRepo };
let main: TestRepo;
let closed: string;
let hanging: string;
let server: Server;
const sockets = new Set<Socket>();

beforeAll(async () => {
  world = await startWorld();
  await world.grant();
  project = new Project(world.workshop);
  const opened = (number: number, files: Record<string, string>) => {
    const pull = project.change(number, 71_000_011, files);
    world.pulls.set(number, pull);
    return { pull, checkout: project.merged(pull) };
  };
  good = opened(1, {});
  bad = opened(2, BAD);
  main = project.checkout();
  // Accepts, and never says a word.
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  hanging = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  closed = `http://127.0.0.1:${(gone.address() as AddressInfo).port}`;
  gone.close();
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  server.close();
  await Promise.all([world.close(), removeRuns()]);
});

const reportOf = (run: ActionRun): Report => run.report as Report;
const down = (services: readonly Service[], url: string) => Object.fromEntries(services.map((name) => [name, url]));

async function timed(start: () => Promise<ActionRun>, boundMs = BOUND_MS): Promise<ActionRun> {
  const before = performance.now();
  const run = await start();
  expect(performance.now() - before).toBeLessThan(boundMs);
  return run;
}

const LEVELS = 'levels_unavailable';
const BREAKER = 'breaker_unavailable';

/** On a machine that is busy the call may be up before the credentials it waits for; the next question knows. */
const WITHOUT_STS = /LevelStore\.load .*(?:STS in eu-central-1|there was no answer within)/;

/** Which services, what `degraded` is for a change that blocks and for one that does not, and what is named. */
const CASES: readonly [string, readonly Service[], string, string, readonly RegExp[]][] = [
  ['STS', ['sts'], `${LEVELS},${BREAKER}`, LEVELS, [WITHOUT_STS, /BlockCounter.*STS in eu-central-1/]],
  ['S3', ['s3'], LEVELS, LEVELS, [/LevelStore\.load \(bucket mirror-.*, key levels\/state\.json\)/]],
  ['DynamoDB', ['dynamodb'], BREAKER, '', [/BlockCounter\.blocksSince \(rule MD-001, table mirror-.*-block-counter/]],
  [
    'all of AWS',
    ['sts', 's3', 'dynamodb', 'ssm'],
    `${LEVELS},${BREAKER}`,
    LEVELS,
    [WITHOUT_STS, /BlockCounter.*STS in eu-central-1/],
  ],
];

describe.each([
  ['refuses connections', () => closed],
  ['accepts connections and says nothing', () => hanging],
])('where AWS %s, a gate on moto', (_how, url) => {
  // All at once: most of it is waiting.
  const runs: Record<string, { bad: ActionRun; good: ActionRun }> = {};
  beforeAll(async () => {
    const judge = ({ pull, checkout }: typeof bad, services: readonly Service[]) =>
      timed(() => world.evaluate(checkout, pull, { endpoints: down(services, url()) }));
    await Promise.all(
      CASES.map(async ([name, services]) => {
        const [ofBad, ofGood] = await Promise.all([judge(bad, services), judge(good, services)]);
        runs[name] = { bad: ofBad, good: ofGood };
      }),
    );
  }, 120_000);

  it.each(CASES)('decides from the files without %s', (name, _services, blocked, passed, named) => {
    const { bad: ofBad, good: ofGood } = runs[name] as { bad: ActionRun; good: ActionRun };
    expect([ofBad.exitCode, ofBad.outputs['decision'], ofBad.outputs['degraded']]).toEqual([1, 'block', blocked]);
    expect(ofGood.exitCode).toBe(0);
    // The levels could not be read: nobody may take that for a clean pass.
    const [decision, complete] = passed === '' ? ['pass', 'true'] : ['warn', 'false'];
    expect([ofGood.outputs['decision'], ofGood.outputs['complete'], ofGood.outputs['degraded']]).toEqual([
      decision,
      complete,
      passed,
    ]);
    expect(reportOf(ofBad).degraded.map(({ text }) => text)).toEqual(named.map((text) => expect.stringMatching(text)));
    for (const { text } of reportOf(ofBad).degraded) {
      // In the summary too, where its markdown is escaped.
      expect(ofBad.summary.replaceAll('\\', '')).toContain(text.slice(0, 40));
      expect(text).toMatch(/This run uses the built-in levels\.$|every block stands/);
    }
    expect(ofBad.stderr + ofGood.stderr).toBe('');
  });
});

describe('a recording run on moto', () => {
  const record = (endpoints: Partial<Record<Service, string>>) =>
    timed(() => world.record(main, { kind: 'workflow_run', pull: bad.pull }, { endpoints }), RECORD_BOUND_MS);
  const rows = async () => [await world.rows('fp-events'), await world.rows('block-counter')];
  const said = (run: ActionRun): string => run.annotations.map(({ message }) => message).join('\n');

  const WITHOUT: readonly [string, readonly Service[]][] = [
    ['STS', ['sts']],
    ['the parameter store', ['ssm']],
    ['all of AWS', ['sts', 's3', 'dynamodb', 'ssm']],
    ['DynamoDB', ['dynamodb']],
  ];
  // All at once, as above.
  const runs = new Map<string, readonly ActionRun[]>();
  beforeAll(async () => {
    await Promise.all(
      WITHOUT.map(async ([name, services]) => {
        runs.set(name, await Promise.all([record(down(services, closed)), record(down(services, hanging))]));
      }),
    );
  }, 120_000);

  it.each(WITHOUT.slice(0, 3))('fails closed without %s, and names the parameter', async (name) => {
    const [refused, silent] = runs.get(name) ?? [];
    for (const run of [refused, silent] as ActionRun[]) {
      expect([run.exitCode, run.outputs['complete']]).toEqual([2, 'false']);
      expect(said(run)).toContain(`(parameter /guardian/${world.options.environment}/identity_salt_v*)`);
    }
    expect(await rows()).toEqual([[], []]);
  });

  it('takes a consent that it cannot ask for as none, says so, and succeeds', async () => {
    const [refused, silent] = runs.get('DynamoDB') ?? [];
    for (const run of [refused, silent] as ActionRun[]) {
      expect([run.exitCode, run.outputs['complete'], run.stderr]).toEqual([0, 'false', '']);
      const table = `mirror-dissonance-${world.options.environment}-consent`;
      expect(run.log).toMatch(/Not recorded: no consent \(it could not be asked for, which counts as none: /);
      expect(run.log).toContain(table);
      expect(run.summary.replaceAll('\\', '')).toContain('Not recorded: no consent');
    }
    expect(await rows()).toEqual([[], []]);
    expect(world.github.issues).toEqual([]);
  });

  it('records without S3, by the levels of the files, and says what it lacked', async () => {
    const run = await record({ s3: closed });
    expect([run.exitCode, run.outputs['degraded'], run.outputs['complete']]).toEqual([0, LEVELS, 'false']);
    expect(run.log).toMatch(/: 1 event \(0 known already\), 1 block /);
  }, 60_000);

  it('fails closed where a table is gone, and names it', async () => {
    const table = `mirror-dissonance-${world.options.environment}-fp-events`;
    await world.bare.dynamodb.send(new DeleteTableCommand({ TableName: table }));
    const run = await record({});
    expect(run.exitCode).toBe(2);
    expect(said(run)).toContain(`table ${table}`);
    expect(said(run)).toContain('RESOURCE_MISSING');
  }, 60_000);
});

describe('a run without OIDC, on moto', () => {
  const none = { ACTIONS_ID_TOKEN_REQUEST_URL: undefined, ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined };

  it('that lacks id-token: write is told the YAML', async () => {
    const run = await world.evaluate(good.checkout, good.pull, { environment: none });
    expect([run.exitCode, run.outputs['decision']]).toEqual([2, undefined]);
    expect(run.annotations.map(({ message }) => message).join('\n')).toMatch(
      /\npermissions:\n {2}contents: read\n {2}id-token: write\n/,
    );
  }, 60_000);

  it('of a fork decides from the files, and AWS is not asked', async () => {
    const before = world.rig.sts.calls.length;
    const run = await world.evaluate(good.checkout, { ...good.pull, fork: true }, { environment: none });
    expect([run.exitCode, run.outputs['decision'], run.outputs['degraded']]).toEqual([0, 'warn', LEVELS]);
    expect(reportOf(run).degraded[0]?.text).toContain('GitHub gives no OIDC token to a pull request from a fork');
    expect(world.rig.sts.calls.length).toBe(before);
  }, 60_000);

  it('that Dependabot started records nothing, says why, and succeeds', async () => {
    const environment = { ...none, GITHUB_ACTOR: 'dependabot[bot]' };
    const trigger = { kind: 'push', before: project.first, after: project.main } as const;
    const run = await world.record(main, trigger, { environment });
    expect([run.exitCode, run.outputs['complete']]).toEqual([0, 'false']);
    expect(run.log).toContain('GitHub gives no OIDC token to a run that Dependabot started');
  }, 60_000);
});

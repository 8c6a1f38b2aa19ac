import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EvaluateDependencies, runEvaluate } from '../../src/actions/run.js';
import type { Runner } from '../../src/actions/runner.js';
import { PhaseMirrorError } from '../../src/errors.js';
import type { Report } from '../../src/report/types.js';
import { blockingReport, findingOf, reportOf } from '../support/evaluate-report.js';

type Request = Parameters<EvaluateDependencies['evaluate']>[0];

const TOKEN = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz';
let top: string;
let workspace: string;
beforeEach(async () => {
  top = await mkdtemp(join(tmpdir(), 'pm-run-'));
  workspace = join(top, 'workspace');
  await mkdir(workspace);
});
afterEach(() => rm(top, { recursive: true }));

/** Everything the action said, in order. */
class Recorder implements Runner {
  readonly said: [kind: string, text: string][] = [];
  readonly outputs: Record<string, string> = {};
  readonly errors: { message: string; position: unknown }[] = [];
  mask(secret: string): void {
    this.said.push(['mask', secret]);
  }
  output(name: string, value: string): void {
    this.outputs[name] = value;
  }
  lines(text: string): void {
    if (text !== '') this.said.push(['lines', text]);
  }
  commands(commands: string): void {
    this.said.push(['commands', commands]);
  }
  error(message: string, position?: unknown): void {
    this.errors.push({ message, position });
  }
  debug(message: string): void {
    this.said.push(['debug', message]);
  }
  async summary(markdown: string): Promise<void> {
    this.said.push(['summary', markdown]);
  }
  all(kind: string): string[] {
    return this.said.filter(([of]) => of === kind).map(([, text]) => text);
  }
}

interface Setup {
  readonly inputs?: Record<string, string>;
  readonly event?: string;
  readonly payload?: unknown;
  readonly environment?: Record<string, string | undefined>;
  readonly answer?: Report | Error | unknown;
}

async function run({
  inputs = {},
  event = 'push',
  payload = { before: 'a', repository: { default_branch: 'main' } },
  environment = {},
  answer,
}: Setup = {}) {
  const eventPath = join(top, 'event.json');
  await writeFile(eventPath, JSON.stringify(payload));
  const runner = new Recorder();
  const requests: Request[] = [];
  const code = await runEvaluate({
    environment: {
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: eventPath,
      GITHUB_REPOSITORY: 'octo-org/app',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_SHA: 'c0ffee',
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: join(top, 'temp'),
      'INPUT_GITHUB-TOKEN': TOKEN,
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      ...environment,
    },
    clock: () => Date.UTC(2026, 2, 1, 23, 59),
    runner,
    evaluate: async (request) => {
      requests.push(request);
      if (answer === undefined) return reportOf();
      if (answer instanceof Error || typeof answer !== 'object') throw answer;
      return answer as Report;
    },
    record: () => Promise.reject(new Error('nobody asked for a record')),
    openCache: () => Promise.reject(new Error('nobody asked for the cache')),
  });
  return { code, runner, requests, outputs: runner.outputs };
}

const FORK = {
  pull_request: { number: 7, base: { ref: 'main' }, head: { repo: { full_name: 'mallory/app' } } },
};

describe('the request', () => {
  it('carries inputs and context, and nothing that was not given', async () => {
    const { requests } = await run({
      environment: {
        GITHUB_API_URL: 'https://git.example.com/api/v3',
        GITHUB_SERVER_URL: 'https://git.example.com',
        GITHUB_RUN_ID: '5',
        GITHUB_WORKFLOW_REF: 'octo-org/app/.github/workflows/gate.yml@refs/heads/main',
        GITHUB_JOB: 'gate',
      },
    });
    const [{ environment: _environment, clock, ...request } = {} as Request] = requests;
    expect(clock?.()).toBe(Date.UTC(2026, 2, 1, 23, 59));
    expect(request).toEqual({
      folder: workspace,
      event: {
        kind: 'push',
        before: 'a',
        branch: 'main',
        serverUrl: 'https://git.example.com',
        repository: 'octo-org/app',
        sha: 'c0ffee',
        token: TOKEN,
      },
      strict: false,
      repository: 'octo-org/app',
      token: TOKEN,
      apiUrl: 'https://git.example.com/api/v3',
      apiExpected: true,
      workflowRef: 'octo-org/app/.github/workflows/gate.yml@refs/heads/main',
      runUrl: 'https://git.example.com/octo-org/app/actions/runs/5',
      eventName: 'push',
      degraded: [],
      timings: false,
      gate: { workflowPath: '.github/workflows/gate.yml', jobId: 'gate' },
      defaultBranch: 'main',
      repositoryId: null,
      authorId: null,
      senderId: null,
    });
  });

  it('carries ids of the payload, and the way to AWS; the OIDC service stays with the environment that has it', async () => {
    const { requests, runner } = await run({
      event: 'pull_request',
      payload: {
        pull_request: { ...FORK.pull_request, user: { id: 9 }, head: { repo: { full_name: 'octo-org/app' } } },
        repository: { id: 42, owner: { id: 7 } },
        sender: { id: 8 },
      },
      inputs: {
        backend: 'aws',
        'aws-region': 'eu-central-1',
        environment: 'staging',
        'role-to-assume': 'arn:aws:iam::123456789012:role/evaluate',
        'baseline-bucket': 'mirror-dissonance-staging-123456789012-baselines',
      },
      environment: {
        GITHUB_RUN_ID: '5',
        ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token.example.com/x',
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
        AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1',
      },
    });
    expect(requests[0]).toMatchObject({
      repositoryId: 42,
      authorId: 9,
      senderId: 8,
      memory: {
        environment: 'staging',
        region: 'eu-central-1',
        roleToAssume: 'arn:aws:iam::123456789012:role/evaluate',
        baselineBucket: 'mirror-dissonance-staging-123456789012-baselines',
        session: { action: 'evaluate', runId: '5' },
        oidc: { requestUrl: 'https://token.example.com/x', requestToken: 'request-token' },
        restricted: null,
        endpoints: { sts: 'http://127.0.0.1:1' },
      },
    });
    requests[0]?.memory?.onSecret?.('session-secret');
    expect(runner.all('mask')).toContain('session-secret');
  });

  it('carries what was asked for', async () => {
    const { requests } = await run({
      inputs: {
        'working-directory': 'sub',
        config: 'gate.yml',
        base: 'origin/main',
        strict: 'true',
        'enforce-from': '2026-04-01',
      },
    });
    expect(requests[0]).toMatchObject({
      folder: join(workspace, 'sub'),
      configPath: 'gate.yml',
      event: { kind: 'push', base: 'origin/main' },
      strict: true,
      enforceFrom: '2026-04-01',
    });
  });
});

describe('what a run lacks is said from the start', () => {
  const files = 'rulesets and branch protection were not read, so required checks are known from files only.';
  it.each<[string, Setup, { code: string; text: string }]>([
    [
      'a fork without a token',
      { event: 'pull_request', payload: FORK },
      { code: 'fork_token', text: `This pull request comes from a fork and the run has no token: ${files}` },
    ],
    [
      'Dependabot without a token',
      { environment: { GITHUB_ACTOR: 'dependabot[bot]' } },
      { code: 'dependabot_token', text: `Dependabot started this run and it has no token: ${files}` },
    ],
    ['an empty token', {}, { code: 'no_token', text: `The input \`github-token\` is empty: ${files}` }],
  ])('%s', async (_what, setup, degradation) => {
    const { requests, runner } = await run({ ...setup, inputs: { 'github-token': '' } });
    expect(requests[0]?.degraded).toEqual([degradation]);
    expect(requests[0]).not.toHaveProperty('token');
    expect(requests[0]?.event).not.toHaveProperty('token');
    expect(runner.all('mask')).toEqual([]);
  });

  it('a fork with its read-only token lacks nothing', async () => {
    const { requests } = await run({ event: 'pull_request', payload: FORK });
    expect(requests[0]?.degraded).toEqual([]);
  });
});

describe('what comes out', () => {
  it('of a pass: outputs, log, summary, a report outside the checkout, exit 0', async () => {
    const { code, runner, outputs } = await run();
    expect(code).toBe(0);
    expect(outputs).toEqual({
      decision: 'pass',
      complete: 'true',
      degraded: '',
      findings: '0',
      'new-findings': '0',
      report: expect.stringContaining(join(top, 'temp', 'phase-mirror-')),
      sarif: '',
    });
    expect(JSON.parse(await readFile(outputs['report'] ?? '', 'utf8'))).toEqual(reportOf());
    expect(await readdir(workspace)).toEqual([]);
    expect(runner.all('lines')).toEqual([expect.stringMatching(/^PASS /)]);
    expect(runner.all('summary')).toEqual([expect.stringMatching(/^## Pass/)]);
    expect(runner.all('commands')).toEqual(['']);
    expect(runner.errors).toEqual([]);
  });

  it('of a block: counts without the suppressed, one annotation, exit 1', async () => {
    const { code, runner, outputs } = await run({ answer: blockingReport() });
    expect(code).toBe(1);
    expect(outputs).toMatchObject({ decision: 'block', findings: '2', 'new-findings': '1' });
    const [commands = ''] = runner.all('commands');
    expect(commands.split('\n')).toEqual([
      expect.stringMatching(
        /^::error title=MD-001 No job reports .*,file=\.github\/workflows\/lint\.yml,line=5::You renamed/,
      ),
      '',
    ]);
    expect(runner.all('lines')[0]).toMatch(/^BLOCK /);
  });

  it('of a degraded run: the codes', async () => {
    const degraded = [
      { code: 'fork_token', text: 'No token.' },
      { code: 'api_unavailable', text: 'No answer.' },
    ];
    const { outputs } = await run({ answer: reportOf({ degraded, complete: false }) });
    expect(outputs).toMatchObject({ degraded: 'fork_token,api_unavailable', complete: 'false' });
  });

  it('goes where it was asked to go', async () => {
    const { outputs } = await run({
      inputs: { report: 'out/r.json', sarif: 'out/r.sarif' },
      answer: blockingReport(),
    });
    expect(outputs).toMatchObject({ report: join(workspace, 'out/r.json'), sarif: join(workspace, 'out/r.sarif') });
    const sarif = JSON.parse(await readFile(join(workspace, 'out/r.sarif'), 'utf8'));
    expect(sarif.version).toBe('2.1.0');
    expect(sarif.runs[0].results).toHaveLength(2);
  });

  it('is on no disk after a dry run', async () => {
    const { code, outputs, runner } = await run({
      inputs: { 'dry-run': 'true', report: 'r.json', sarif: 'r.sarif' },
      answer: blockingReport(),
    });
    expect(code).toBe(1);
    expect(outputs).toMatchObject({ decision: 'block', report: '', sarif: '' });
    expect(await readdir(top)).toEqual(['event.json', 'workspace']);
    expect(await readdir(workspace)).toEqual([]);
    expect(runner.all('summary')).toHaveLength(1);
  });

  it('has no annotations when they are off', async () => {
    const { runner } = await run({ inputs: { annotations: 'false' }, answer: blockingReport() });
    expect(runner.all('commands')).toEqual([]);
  });
});

describe('the exit status', () => {
  it.each<[string, Setup, number, RegExp]>([
    [
      'fail-on: never',
      { inputs: { 'fail-on': 'never' }, answer: blockingReport() },
      0,
      /^fail-on: never: .*block, exit 1/,
    ],
    [
      'enforce-from in the future',
      { inputs: { 'enforce-from': '2026-03-02' }, answer: blockingReport() },
      0,
      /^enforce-from: 2026-03-02/,
    ],
    ['enforce-from today (UTC)', { inputs: { 'enforce-from': '2026-03-01' }, answer: blockingReport() }, 1, /^BLOCK/],
    [
      'fail-on: warn',
      { inputs: { 'fail-on': 'warn' }, answer: reportOf({ decision: { outcome: 'warn', reasons: [] } }) },
      1,
      /^WARN/,
    ],
    [
      'require-complete',
      {
        inputs: { 'require-complete': 'true' },
        answer: reportOf({ complete: false, decision: { outcome: 'warn', reasons: [] } }),
      },
      2,
      /^require-complete: .*exits 2/,
    ],
  ])('%s, said first', async (_what, setup, expected, first) => {
    const { code, runner } = await run(setup);
    expect(code).toBe(expected);
    expect(runner.all('lines')[0]).toMatch(first);
    if (first.source.includes(':'))
      expect(runner.all('summary')[0]?.slice(0, 300)).toMatch(/fail-on|enforce-from|require-complete/);
  });
});

describe('when it cannot decide', () => {
  it('an input is wrong: exit 2, one annotation, a summary, no request', async () => {
    const { code, runner, outputs, requests } = await run({ inputs: { strict: 'maybe' } });
    expect(code).toBe(2);
    expect(requests).toEqual([]);
    expect(runner.errors).toEqual([
      { message: 'Input `strict`: "maybe" is not a boolean. Use `true` or `false`.', position: undefined },
    ]);
    expect(outputs).toEqual({ complete: 'false' });
    expect(runner.all('summary')).toEqual([
      [
        '## Not decided: Phase Mirror could not do its work',
        'Input `strict`: "maybe" is not a boolean. Use `true` or `false`.',
        'Nothing was checked to the end, so this says nothing about the change.',
      ].join('\n\n'),
    ]);
    expect(runner.all('debug')).toEqual([]);
  });

  it('a configuration is wrong: the annotation stands at its line', async () => {
    const error = new PhaseMirrorError('user', {
      thing: 'policy.max-high',
      reason: 'is "many"',
      next: 'Write a whole number',
      position: { path: '.phase-mirror.yml', line: 3, column: 5 },
    });
    const { code, runner } = await run({ answer: error });
    expect(code).toBe(2);
    expect(runner.errors).toEqual([
      {
        message: '.phase-mirror.yml:3:5: policy.max-high is "many". Write a whole number.',
        position: { path: '.phase-mirror.yml', line: 3, column: 5 },
      },
    ]);
  });

  it('fail-on: never succeeds, and says so first', async () => {
    const { code, runner } = await run({ inputs: { strict: 'maybe', 'fail-on': 'never' } });
    expect(code).toBe(0);
    const note = 'fail-on: never, so this step succeeds although nothing was decided (it would exit with 2).';
    expect(runner.said[1]).toEqual(['lines', note]);
    expect(runner.all('summary')[0]).toContain(`**${note}**`);
    expect(runner.errors).toHaveLength(1);
  });

  it('fail-on itself is wrong: exit 2', async () => {
    expect((await run({ inputs: { 'fail-on': 'nevver' } })).code).toBe(2);
  });

  it.each<[string, unknown, string]>([
    ['an exception', new TypeError('x is undefined'), 'x is undefined'],
    ['a thrown text', 'plain', 'plain'],
    [
      'our own admission',
      new PhaseMirrorError('bug', { thing: 'The report', reason: 'is not valid', next: 'Report it' }),
      'The report is not valid. Report it.',
    ],
  ])('%s is a bug of ours: one line, the stack for debugging only', async (_what, thrown, text) => {
    const { code, runner } = await run({ answer: thrown });
    expect(code).toBe(2);
    expect(runner.errors[0]?.message).toBe(
      `Phase Mirror failed: ${text}. This is a bug of the tool, not of your change. Run the job again with debug logging and report it with that log.`,
    );
    expect(runner.all('debug').join()).toBe(thrown instanceof Error ? thrown.stack : '');
    expect(runner.all('summary').join()).not.toContain('run.test.ts');
  });

  it('a file cannot be written: the decision is out already, exit 2', async () => {
    await writeFile(join(workspace, 'file'), '');
    const { code, runner, outputs } = await run({ inputs: { report: 'file/r.json' }, answer: blockingReport() });
    expect(code).toBe(2);
    expect(outputs).toMatchObject({ decision: 'block' });
    expect(outputs).not.toHaveProperty('report');
    expect(runner.errors[0]?.message).toMatch(/^The file "r\.json" cannot be written\./);
    expect(runner.all('commands')).toHaveLength(1);
  });

  it('text in an error is no command and no markup', async () => {
    const evil = '::error::x\n<img src=x>\u001b[31m @everyone ##[error]y';
    const { runner } = await run({ answer: new Error(evil) });
    const [message = ''] = runner.errors.map((error) => error.message);
    for (const raw of ['\n', '\u001b', '##[']) expect(message).not.toContain(raw);
    for (const raw of ['<img', '@everyone', '\u001b']) expect(runner.all('summary')[0]).not.toContain(raw);
  });
});

describe('the token', () => {
  it('is masked before anything is said', async () => {
    const { runner } = await run({ answer: blockingReport() });
    expect(runner.said[0]).toEqual(['mask', TOKEN]);
  });

  it('is masked also when the inputs are wrong, and is nowhere else', async () => {
    const { runner, outputs } = await run({
      inputs: { config: '../x' },
      answer: new Error(`request with ${TOKEN} failed`),
    });
    expect(runner.said[0]).toEqual(['mask', TOKEN]);
    expect(JSON.stringify([runner.said.slice(1), runner.errors, outputs])).not.toContain('0123456789abcdef');
  });

  it('is taken out of the message and the stack of a bug', async () => {
    const { runner } = await run({ answer: new Error(`request with ${TOKEN} failed`) });
    expect(runner.errors[0]?.message).toContain('request with *** failed');
    expect(JSON.stringify([runner.said.slice(1), runner.errors])).not.toContain('0123456789abcdef');
  });
});

it('a report that breaks its own schema is a bug, not a report', async () => {
  const { code, outputs, runner } = await run({
    answer: reportOf({ findings: [findingOf(1, { findingId: 'short' })] }),
  });
  expect(code).toBe(2);
  expect(outputs).not.toHaveProperty('report');
  expect(runner.errors[0]?.message).toMatch(/^Phase Mirror failed: /);
});

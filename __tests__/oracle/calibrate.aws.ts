/** Levels of an organisation: counted over its repositories on DynamoDB, signed by KMS, kept in S3, read by evaluate. */
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { calibrate } from '../../src/oracle/calibrate.js';
import type { CalibrateRequest, CalibrateResult } from '../../src/oracle/calibrate-types.js';
import { Memory } from '../../src/oracle/memory.js';
import { openRunMemory } from '../../src/oracle/run-memory.js';
import { actualSchemaHash } from '../../src/oracle/schema-hash.js';
import { parseConfig } from '../../src/policy/config.js';
import { type Anonymizer, loadAnonymizerRing } from '../../src/privacy/anonymizer.js';
import { openAwsStores } from '../../src/stores/aws/index.js';
import { DAY_MS } from '../../src/stores/ports.js';
import type { SecretStores } from '../../src/stores/stores.js';
import {
  type Bare,
  bareClients,
  CREDENTIALS,
  endpointOf,
  freshEnvironment,
  optionsOf,
  provision,
  REGION,
  type RigOptions,
} from '../support/aws-rig.js';
import { runCli } from '../support/cli.js';
import { findingId, storedEvent } from '../support/events.js';
import { TEST_ENVIRONMENT, type TestRepo, Workshop } from '../support/git-repo.js';
import { type IssuesServer, startIssues } from '../support/github-issues.js';
import { ruleOf, versionOf } from './calibrate-support.js';

/** S3 and KMS go by the clock of the server. */
const NOW = Date.now();
const clock = { now: () => NOW };
const ORG = 5;
const STATE = 'levels/state.json';
const PEOPLE = { ann: 31, bob: 32 };
const VARIABLES = {
  AWS_ENDPOINT_URL: endpointOf('moto'),
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
};
const workshop = new Workshop();

let bare: Bare;
let github: IssuesServer;
let options: RigOptions;
let repo: TestRepo;
let stores: SecretStores;
beforeAll(async () => {
  Object.assign(process.env, VARIABLES);
  bare = bareClients(endpointOf('moto'));
  github = await startIssues();
  github.intercept = (_, path) => {
    const login = path.slice('/users/'.length) as keyof typeof PEOPLE;
    return path in { '/users/ann': 1, '/users/bob': 1 }
      ? { status: 200, body: { id: PEOPLE[login], login, type: 'User' } }
      : undefined;
  };
});
afterAll(async () => {
  bare.destroy();
  workshop.clean();
  await github.close();
  for (const name of Object.keys(VARIABLES)) delete process.env[name];
});
beforeEach(async () => {
  options = optionsOf(endpointOf('moto'), freshEnvironment());
  await provision(bare, options);
  stores = openAwsStores(options, clock);
  await stores.salts.create({ version: 1, value: 'a1'.repeat(32), issuedAt: NOW });
  repo = workshop.repo();
  const made = await runCli(
    { cwd: workshop.root, now: NOW },
    ...['key', 'create', '--use', 'levels', '--environment', options.environment, '--region', REGION],
  );
  const calibration = 'calibration:\n  reviewers: [ann, bob]\n';
  repo.commitFiles({ '.phase-mirror.yml': `version: 1\n${calibration}${made.stdout}` });
});
afterEach(() => stores.close());

async function ring(): Promise<readonly [Anonymizer, ...Anonymizer[]]> {
  const all = await loadAnonymizerRing(stores.salts);
  return [
    all.newest,
    ...[...all.versions]
      .reverse()
      .slice(1)
      .map((version) => all.forVersion(version)),
  ];
}

/** Pull requests of one finding each, called wrong by ann and bob in turn. */
async function wrong(repository: number, count: number, from = 1): Promise<void> {
  const [by] = await ring();
  for (let n = from; n < from + count; n += 1) {
    const event = storedEvent(NOW - DAY_MS, {
      ruleVersion: versionOf('MD-001'),
      repository: by.repository(repository),
      saltVersion: by.saltVersion,
      change: `pr#${n}`,
      findingId: findingId(`${repository}${n.toString(16).padStart(5, '0')}`),
      actors: [by.actor(99)],
    });
    await stores.fp.recordEvent(event);
    const verdict = { reviewer: by.actor(n % 2 === 0 ? 31 : 32), ticket: 'T', at: NOW, source: 'alert' } as const;
    await stores.fp.markFalsePositive({ repository: event.repository, findingId: event.findingId }, verdict);
  }
}

async function consent(target: { readonly repository?: number }, excludes: readonly number[] = []): Promise<void> {
  const grant = {
    resources: ['events', 'verdicts', 'aggregate'],
    grantor: 9,
    expiresAt: null,
    revocable: true,
  } as const;
  await new Memory(stores, await ring(), clock).grant({ org: ORG, ...target }, { ...grant, excludes });
}

const access = () => ({
  environment: options.environment,
  region: REGION,
  baselineBucket: options.baselineBucket,
  session: { action: 'calibrate', runId: '1' },
  oidc: { requestUrl: undefined, requestToken: undefined },
  restricted: null,
});

function look(more: Partial<CalibrateRequest> = {}): Promise<CalibrateResult> {
  return calibrate(
    {
      folder: repo.dir,
      environment: TEST_ENVIRONMENT,
      clock: () => NOW,
      store: { backend: 'aws', ...access() },
      repository: 'octo-org/app',
      repositoryId: 101,
      ownerId: ORG,
      runUrl: '',
      token: 'ghs_test',
      apiUrl: github.url,
      mode: 'apply',
      ...more,
    },
    actualSchemaHash(),
  );
}

async function evaluated(repositoryId: number) {
  const text = new TextEncoder().encode(repo.git('show', 'HEAD:.phase-mirror.yml'));
  const { config } = parseConfig('.phase-mirror.yml', text, { ruleIds: [], today: '2026-01-01' });
  const memory = openRunMemory(access(), clock);
  try {
    const keys = config.trustedKeys.map(({ value }) => value);
    return await memory.levels({ keys, repositoryId, tree: null });
  } finally {
    await memory.close();
  }
}

async function put(change: (text: string) => string, sequence: number, from = STATE): Promise<void> {
  const { Body } = await bare.s3.send(new GetObjectCommand({ Bucket: options.baselineBucket, Key: from }));
  const text = change((await Body?.transformToString()) ?? '');
  const Metadata = { sequence: String(sequence) };
  await bare.s3.send(new PutObjectCommand({ Bucket: options.baselineBucket, Key: STATE, Body: text, Metadata }));
}

describe('the levels of an organisation on moto', () => {
  it('rest on the repositories that agreed, and evaluate reads them with their record', async () => {
    await consent({}, [103]);
    for (const repository of [101, 102, 103]) await wrong(repository, 4);
    const { report } = await look();
    expect(report).toMatchObject({ complete: true, degraded: [], environment: options.environment });
    expect(report.repositories).toEqual({
      counted: 2,
      leftOut: [{ reason: 'excluded from the consent of the organisation', repositories: 1 }],
    });
    expect(ruleOf({ report, issue: null, breakerIssue: '' })).toMatchObject({
      events: 8,
      change: { from: 'block', to: 'warn' },
      evidence: { votes: 8, falseShare: 8, reviewers: 2 },
      days: [],
    });
    expect(report.state).toEqual({ sequence: null, signed: false, published: 1 });
    // Salts, the state before and after, one rule: not one per event.
    expect(report.run.requests).toBeGreaterThan(5);
    expect(report.run.requests).toBeLessThan(40);
    const { levels, degraded } = await evaluated(102);
    expect([degraded, levels.get('MD-001')]).toEqual([
      [],
      {
        level: 'warn',
        record: { reviewed: 8, falsePositives: 8, upper: 1 },
        source: 'organisation',
        sequence: 1,
        signed: true,
      },
    ]);
    expect(
      (await look({ set: { ruleId: 'MD-001', level: 'inherit', repositoryId: 102, by: 31, reason: 'x' } })).report
        .state,
    ).toEqual({ sequence: 1, signed: true, published: null });
  });

  it('are nothing without consent', async () => {
    await wrong(101, 8);
    const { report } = await look();
    expect([report.state.published, report.repositories.leftOut, report.complete]).toEqual([
      null,
      [{ reason: 'without consent', repositories: 1 }],
      true,
    ]);
  });

  it('are one record over two salts', async () => {
    await consent({ repository: 101 });
    await wrong(101, 2);
    await stores.salts.create({ version: 2, value: 'b2'.repeat(32), issuedAt: NOW });
    await wrong(101, 3, 2);
    const { report } = await look();
    expect([report.repositories.counted, ruleOf({ report, issue: null, breakerIssue: '' }).evidence?.votes]).toEqual([
      1, 4,
    ]);
  });

  it('are refused when they were altered or put back, and nothing is published', async () => {
    await consent({});
    await wrong(101, 8);
    await look();
    await put((text) => text.replace('"level":"warn"', '"level":"block"'), 1);
    await expect(look()).rejects.toMatchObject({
      kind: 'store',
      exitCode: 2,
      message: expect.stringMatching(/PAYLOAD_ALTERED/),
    });
    await put((text) => text, 1, 'levels/history/1.json');
    await look({ set: { ruleId: 'MD-002', level: 'warn', by: 31, reason: 'noisy' } });
    await look({ set: { ruleId: 'MD-003', level: 'warn', by: 31, reason: 'noisy' } });
    await put((text) => text, 1, 'levels/history/1.json');
    await expect(look()).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(/REPLAYED/) });
    expect((await stores.levels.load())?.sequence).toBe(1);
    // What was granted is what the newest one says; going back to it makes it hold again.
    const { report } = await look({ restore: { sequence: 3, by: 31, reason: 'they were put back' } });
    expect(report.state).toEqual({ sequence: 3, signed: true, published: 4 });
    expect((await look()).report.state).toEqual({ sequence: 4, signed: true, published: null });
  });
});

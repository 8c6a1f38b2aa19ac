/**
 * Three repositories of one organisation on moto: consent for all but one, identities that agree, rates over those that
 * consent, and `fleet report` over clones and memory. All of it as it is typed.
 */
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { saltedAnonymizer } from '../../src/privacy/anonymizer.js';
import { pemSigner, publicPem } from '../../src/privacy/pem-signer.js';
import { signDocument } from '../../src/privacy/signed-object.js';
import type { FleetReport, FleetRepository } from '../../src/report/fleet-types.js';
import { openAwsStores } from '../../src/stores/aws/index.js';
import { DAY_MS } from '../../src/stores/ports.js';
import type { SecretStores } from '../../src/stores/stores.js';
import {
  type Bare,
  bareClients,
  CREDENTIALS,
  discard,
  endpointOf,
  freshEnvironment,
  optionsOf,
  provision,
  REGION,
  TABLES,
} from '../support/aws-rig.js';
import { type Outcome, runCli } from '../support/cli.js';
import { findingId, storedEvent } from '../support/events.js';
import { Workshop } from '../support/git-repo.js';

const NOW = Date.now();
const ORG = 9_000_000_001;
const REPOSITORIES = { app: 71_000_001, web: 71_000_002, lab: 71_000_003 } as const;
type Name = keyof typeof REPOSITORIES;
const NAMES = Object.keys(REPOSITORIES) as Name[];
const AUTHOR = 81_000_031;
const REVIEWER = 81_000_005;
const salt = (version: number) => ({ version, value: String(version).repeat(64), issuedAt: NOW - DAY_MS });
const [first, second] = [saltedAnonymizer(salt(1)), saltedAnonymizer(salt(2))];

const workshop = new Workshop();
const environment = freshEnvironment();
const options = optionsOf(endpointOf('moto'), environment);
const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const VARIABLES = {
  AWS_ENDPOINT_URL: endpointOf('moto'),
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
};
const previous = Object.keys(VARIABLES).map((name) => [name, process.env[name]] as const);

let bare: Bare;
let stores: SecretStores;
let list: string;
let rowsBefore: string;
let report: FleetReport;

const day = (days: number) => new Date(NOW + days * DAY_MS).toISOString().slice(0, 10);
const GATE = (uses: string, on: string) =>
  `name: gate\non: ${on}\npermissions: {}\njobs:\n  gate:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ${uses}\n`;

/** A clone with its `origin`, as its owner has it. */
function clone(name: Name, files: Readonly<Record<string, string>>, config: readonly string[] = []): string {
  const pem = publicPem(keys.publicKey).trim().split('\n');
  const trust = ['trust:', '  keys:', '    - id: levels-1', '      use: levels', '      pem: |'];
  const text = ['version: 1', ...config, ...trust, ...pem.map((line) => `        ${line}`), ''].join('\n');
  const repo = workshop.repo(name);
  repo.commitFiles({ '.phase-mirror.yml': text, ...files });
  repo.git('remote', 'add', 'origin', `https://github.com/octo-org/${name}.git`);
  return repo.dir;
}

interface Recorded {
  readonly name: Name;
  readonly change: string;
  readonly finding: string;
  readonly under?: typeof first;
  readonly ruleId?: string;
  readonly blocked?: boolean;
}

async function record({
  name,
  change,
  finding,
  under = second,
  ruleId = 'MD-001',
  blocked = true,
}: Recorded): Promise<void> {
  const event = storedEvent(NOW - 2 * DAY_MS, {
    ...{ ruleId, change, blocked, findingId: findingId(finding), saltVersion: under.saltVersion },
    ...{ repository: under.repository(REPOSITORIES[name]), actors: [under.actor(AUTHOR)] },
  });
  await stores.fp.recordEvent(event);
}

function run(...args: string[]): Promise<Outcome> {
  return runCli({ cwd: workshop.root, now: NOW }, ...args);
}

const aws = ['--backend', 'aws', '--environment', environment, '--region', REGION];

function fleet(...args: string[]): Promise<Outcome> {
  const bucket = ['--baseline-bucket', options.baselineBucket, '--org', String(ORG)];
  return run('fleet', 'report', '--repositories', list, ...aws, ...bucket, ...args);
}

async function allRows(): Promise<string> {
  const tables = await Promise.all(
    Object.keys(TABLES).map((name) =>
      bare.dynamodb.send(new ScanCommand({ TableName: `mirror-dissonance-${environment}-${name}` })),
    ),
  );
  return JSON.stringify(tables.map(({ Items }) => Items));
}

const of = (name: Name): FleetRepository =>
  report.repositories.find((one) => one.name === `octo-org/${name}`) as FleetRepository;
const rule = (id: string) => report.rules.find(({ ruleId }) => ruleId === id);

beforeAll(async () => {
  Object.assign(process.env, VARIABLES);
  bare = bareClients(endpointOf('moto'));
  await provision(bare, options);
  stores = openAwsStores(options, { now: () => NOW });
  for (const version of [1, 2]) await stores.salts.create(salt(version));

  const resources = ['--resources', 'events,verdicts,aggregate', '--exclude', String(REPOSITORIES.lab)];
  const granted = await run('consent', 'grant', '--org', String(ORG), ...resources, '--grantor', '5', ...aws);
  expect(granted.status).toBe(0);

  // The first was recorded before the salt was rotated.
  await record({ name: 'app', change: 'pr#1', finding: 'a1000001', under: first });
  await record({ name: 'app', change: 'pr#2', finding: 'a1000002' });
  await record({ name: 'app', change: 'pr#2', finding: 'a1000003', ruleId: 'MD-004' });
  await record({ name: 'web', change: 'pr#1', finding: 'b1000001' });
  await record({ name: 'web', change: 'pr#9', finding: 'b1000002', blocked: false });
  // What was recorded of the third before it was left out.
  await record({ name: 'lab', change: 'pr#3', finding: 'c1000001' });
  for (const [verdict, name, finding] of [
    ['mark', 'app', 'a1000001'],
    ['confirm', 'app', 'a1000002'],
    ['confirm', 'web', 'b1000001'],
  ] as const) {
    const who = ['--reviewer', String(REVIEWER), '--repository', String(REPOSITORIES[name]), '--org', String(ORG)];
    expect(await run('fp', verdict, finding, '--ticket', 'OPS-1', ...who, ...aws)).toMatchObject({
      status: 0,
      stderr: '',
    });
  }

  await stores.fp.markFalsePositive(
    { repository: second.repository(REPOSITORIES.lab), findingId: findingId('c1000001') },
    { reviewer: second.actor(REVIEWER), ticket: 'OPS-1', at: NOW - DAY_MS, source: 'cli' },
  );

  const rules = [{ ruleId: 'MD-001', ruleVersion: 1, level: 'warn', record: null }];
  const payload = {
    ...{ schemaVersion: '1', rules },
    repositories: {
      [String(REPOSITORIES.web)]: [{ ruleId: 'MD-001', ruleVersion: 1, level: 'block', record: null }],
    },
  };
  const header = {
    type: 'levels',
    env: environment,
    repositoryId: null,
    branch: null,
    sequence: 1,
    previous: null,
  } as const;
  const { text } = await signDocument(payload, header, pemSigner('levels-1', keys.privateKey), NOW - 1000);
  await stores.levels.publish(new TextEncoder().encode(text), 1, null);

  const soon = [
    'suppressions:',
    '  - rule: MD-008',
    '    path: docs/**',
    `    until: ${day(10)}`,
    '    reason: being mended',
    '    owner: docs-team',
  ];
  const later = [
    'suppressions:',
    '  - rule: MD-008',
    '    path: docs/**',
    `    until: ${day(60)}`,
    '    reason: being mended',
  ];
  const gates = {
    app: { '.github/workflows/gate.yml': GATE('PhaseMirror/evaluate@v1', 'pull_request') },
    // Recording is no gate.
    lab: { '.github/workflows/record.yml': GATE('PhaseMirror/evaluate@v1', 'push') },
    web: { '.github/workflows/gate.yml': GATE('octo-org/copy/actions/evaluate@v1', '[merge_group, pull_request]') },
  };
  const clones: Record<Name, string> = {
    app: clone('app', gates.app, soon),
    web: clone('web', gates.web, ['rules:', '  MD-013: { level: block }', ...later]),
    lab: clone('lab', gates.lab),
  };
  list = join(workshop.root, 'repositories.tsv');
  writeFileSync(
    list,
    `# id, name, clone\n${NAMES.map((name) => `${REPOSITORIES[name]}\tocto-org/${name}\t${clones[name]}`).join('\n')}\n`,
  );
  rowsBefore = await allRows();
  const { status, stdout, stderr } = await fleet('--format', 'json');
  expect([status, stderr]).toEqual([0, '']);
  report = JSON.parse(stdout) as FleetReport;
}, 120_000);

afterAll(async () => {
  for (const [name, value] of previous) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await stores.close();
  await discard(bare, options);
  bare.destroy();
  workshop.clean();
});

describe('fleet report over three repositories of one organisation, on moto', () => {
  it('has every repository under its identity of the newest salt', () => {
    expect(report.repositories.map(({ name, id, identity }) => [name, id, identity])).toEqual(
      (['app', 'lab', 'web'] as const).map((name) => [
        ...[`octo-org/${name}`, REPOSITORIES[name], second.repository(REPOSITORIES[name])],
      ]),
    );
    expect(report.saltVersion).toBe(2);
  });

  it('leaves out who is excluded from the consent, whatever was recorded of it', () => {
    const excluded = { granted: [], reason: 'the grant of the organisation leaves this repository out' };
    expect(of('lab')).toMatchObject({ coverage: { consent: excluded, rate: null, lastSeen: '' }, blocks: null });
    for (const name of ['app', 'web'] as const) {
      expect(of(name).coverage.consent?.granted).toEqual(['events', 'verdicts', 'aggregate']);
    }
  });

  it('counts what was recorded under every salt, and aggregates the rates of those that consent', () => {
    expect(of('app').coverage).toMatchObject({
      rate: { events: 3, falsePositives: 1, truePositives: 1 },
      lastSeen: new Date(NOW - 2 * DAY_MS).toISOString(),
    });
    expect(of('web').coverage.rate).toMatchObject({ events: 2, falsePositives: 0, truePositives: 1 });
    expect(rule('MD-001')?.rate).toEqual({
      ...{ events: 4, falsePositives: 1, truePositives: 2 },
      // Wilson (1927), 1 of 3.
      interval: { low: expect.closeTo(0.0615, 4), high: expect.closeTo(0.7923, 4) },
    });
    expect(rule('MD-004')?.rate).toEqual({ events: 1, falsePositives: 0, truePositives: 0, interval: null });
  });

  it('counts blocked pull requests, once each, whichever salt and however many rules', () => {
    expect(of('app').blocks).toEqual({
      pullRequests: 2,
      rules: [
        { ruleId: 'MD-001', pullRequests: 2 },
        { ruleId: 'MD-004', pullRequests: 1 },
      ],
    });
    expect(of('web').blocks).toEqual({ pullRequests: 1, rules: [{ ruleId: 'MD-001', pullRequests: 1 }] });
  });

  it('resolves levels: pin, override of one repository, organisation, built in', () => {
    const levels = (name: Name) =>
      of(name).levels.filter(({ ruleId }) => ['MD-001', 'MD-004', 'MD-013'].includes(ruleId));
    expect(levels('app')).toEqual([
      { ruleId: 'MD-001', level: 'warn', origin: 'organisation' },
      { ruleId: 'MD-004', level: 'block', origin: 'built-in' },
      { ruleId: 'MD-013', level: 'warn', origin: 'built-in' },
    ]);
    expect(levels('web')).toEqual([
      { ruleId: 'MD-001', level: 'block', origin: 'repository' },
      { ruleId: 'MD-004', level: 'block', origin: 'built-in' },
      { ruleId: 'MD-013', level: 'block', origin: 'pin' },
    ]);
    expect(rule('MD-001')?.levels).toEqual([
      { level: 'block', repositories: ['octo-org/web'] },
      { level: 'warn', repositories: ['octo-org/app', 'octo-org/lab'] },
    ]);
  });

  it('finds gates, exceptions that end, and rules that were not evaluated', () => {
    expect(NAMES.map((name) => [name, of(name).coverage.gate, of(name).coverage.workflows])).toEqual([
      ['app', 'present', ['.github/workflows/gate.yml']],
      ['web', 'present', ['.github/workflows/gate.yml']],
      ['lab', 'missing', []],
    ]);
    expect(of('app').expiring).toEqual([
      {
        ...{ ruleId: 'MD-008', target: 'docs/**', until: day(10), daysLeft: 10 },
        ...{ path: '.phase-mirror.yml', line: 3, owner: 'docs-team' },
      },
    ]);
    expect(of('web').expiring).toEqual([]);
    expect(of('lab').notEvaluated).toContainEqual({
      ruleId: 'MD-002',
      reasons: ['required checks: no file here declares them and GitHub was not asked'],
    });
    expect(report.totals).toEqual({
      ...{ repositories: 3, clones: 3, gates: 2, consented: 2, recorded: 2, blocked: 3, expiring: 1 },
    });
    expect(report.complete).toBe(true);
  });

  it('says the same to people', async () => {
    const text = (await fleet()).stdout;
    expect(text).toMatch(/^FLEET {2}3 repositories .*: 2 of 3 clones with the gate, 2 may be recorded, /);
    expect(text).toMatch(/MD-001 {2}block in octo-org\/web; warn in octo-org\/app, octo-org\/lab \(built in: block\)/);
    expect(text).toMatch(/MD-008 on docs\/\*\* ends in 10 days \(.*\), owner docs-team: \.phase-mirror\.yml:3/);
    const markdown = (await fleet('--format', 'markdown')).stdout;
    expect(markdown).toMatch(/\| octo-org\/lab \| no workflow \| .* \| none: the grant of the organisation leaves/);
  });

  it('asks the tables, and writes nothing: no name of a repository is in them', async () => {
    expect(report.run.requests).toBeGreaterThan(0);
    const rows = await allRows();
    expect(rows).toBe(rowsBefore);
    for (const word of ['octo-org', ...Object.values(REPOSITORIES).map(String), String(ORG), String(AUTHOR)]) {
      expect(rows.includes(word)).toBe(false);
    }
    // One author, three repositories, one identity for each version of the salt.
    const { Items = [] } = await bare.dynamodb.send(
      new ScanCommand({ TableName: `mirror-dissonance-${environment}-fp-events` }),
    );
    const actors = Items.flatMap(({ actors: members }) => (members?.L ?? members?.SS ?? []) as readonly unknown[]);
    const texts = actors.map((actor) => (typeof actor === 'string' ? actor : (actor as { S: string }).S));
    expect([...new Set(texts)].sort()).toEqual([first.actor(AUTHOR), second.actor(AUTHOR)].sort());
  });

  it('is incomplete where the levels are not believed, or a clone cannot be looked at', async () => {
    const stranger = workshop.repo('stranger');
    stranger.commitFiles({ 'README.md': 'no key is pinned here' });
    const { status, stdout } = await fleet('--format', 'json', stranger.dir, join(workshop.root, 'gone'));
    const found = JSON.parse(stdout) as FleetReport;
    expect([status, found.complete]).toEqual([2, false]);
    expect(found.repositories.find(({ path }) => path.endsWith('gone'))?.problem).toMatch(/does not exist/);
    expect(found.notes).toEqual([
      ...[expect.stringMatching(/^Nothing is known of \d+-stranger in the memory/)],
      ...[expect.stringMatching(/^Nothing is known of gone in the memory/)],
      expect.stringMatching(/stranger: the published levels are not believed, and are left out: .*NO_KEY_PINNED/),
      expect.stringMatching(/^Reviewed by anybody: rates count verdicts/),
    ]);
  });
});

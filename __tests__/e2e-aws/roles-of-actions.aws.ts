/**
 * The built actions on moto, each under its own role and with credentials from OIDC alone; and under the role of another,
 * where AWS refuses what is not theirs. What they ask for is laid beside what the code says they ask for
 * (`__tests__/infra-node/permissions.test.ts`).
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { saltedAnonymizer } from '../../src/privacy/anonymizer.js';
import { signingKeyName } from '../../src/privacy/signing-key.js';
import { openAwsStores } from '../../src/stores/aws/index.js';
import type { SecretStores } from '../../src/stores/stores.js';
import { type ActionRun, removeRuns, runAction } from '../support/action-harness.js';
import { type AuthorizingFront, startAuthorizingFront } from '../support/authorizing-front.js';
import {
  bareClients,
  CREDENTIALS,
  discard,
  endpointOf,
  freshEnvironment,
  optionsOf,
  provision,
  REGION,
} from '../support/aws-rig.js';
import { runCli } from '../support/cli.js';
import { GOVERNED } from '../support/drift-repo.js';
import { storedEvent } from '../support/events.js';
import { type TestRepo, Workshop } from '../support/git-repo.js';
import type { JobFacts } from '../support/github-claims.js';
import { type IssuesServer, startIssues } from '../support/github-issues.js';
import { answerOf } from '../support/github-project.js';
import { needsOf, placeOf } from '../support/role-needs.js';
import {
  type AccountFacts,
  permissionPolicy,
  ROLE_NAMES,
  type RoleName,
  trustPolicy,
} from '../support/role-policies.js';
import { ACCOUNT, REPOSITORY, roleArn, startWebIdentityRig, type WebIdentityRig } from '../support/web-identity.js';

const TOKEN = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz';
const PEOPLE = [
  { id: 31, login: 'ada', type: 'User' },
  { id: 32, login: 'grace', type: 'User' },
] as const;
const SALT = { version: 1, value: '5a17'.repeat(16), issuedAt: 1 };
const endpoint = endpointOf('moto');
const options = optionsOf(endpoint, freshEnvironment());
const bare = bareClients(endpoint);
const workshop = new Workshop();
const variables = { ...process.env };
let owner: SecretStores;
let rig: WebIdentityRig;
let front: AuthorizingFront;
let github: IssuesServer;
let repo: TestRepo;
const keyArns: Record<string, string> = {};

beforeAll(async () => {
  Object.assign(process.env, {
    ...{ AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId },
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  });
  await provision(bare, options);
  // A busy machine loads the server's parts slowly at their first use.
  owner = openAwsStores({ ...options, requestTimeoutMs: 30_000, deadlineMs: 90_000 }, { now: Date.now });
  await owner.salts.create(SALT);
  const keys: string[] = [];
  for (const use of ['baseline', 'levels'] as const) {
    const target = ['--use', use, '--environment', options.environment, '--region', REGION];
    const made = await runCli({ cwd: workshop.root, now: Date.now() }, 'key', 'create', ...target);
    expect([use, made.status, made.stderr.includes('phase-mirror:')]).toEqual([use, 0, false]);
    keys.push(made.stdout);
    keyArns[use] = await arnOf(`alias/${signingKeyName(options.environment, use)}`);
  }
  repo = workshop.repo();
  repo.commitFiles({ ...GOVERNED, '.phase-mirror.yml': configOf(keys) });
  await recorded();
  github = await startIssues();
  github.intercept = (method, path) => {
    if (method !== 'GET') return undefined;
    const person = PEOPLE.find(({ login }) => path === `/users/${login}`);
    if (person !== undefined) return { status: 200, body: person };
    if (path === '/code-scanning/alerts') return { status: 200, body: [] };
    return answerOf(path, new Map());
  };
  const account: AccountFacts = {
    ...{ ...ACCOUNT, region: REGION, environment: options.environment, bucket: options.baselineBucket },
    signing_key_arn: keyArns['baseline'] ?? '',
  };
  const roles = Object.fromEntries(ROLE_NAMES.map((role) => [roleArn(role), trustPolicy(role, account, [REPOSITORY])]));
  rig = await startWebIdentityRig({ upstream: endpoint, roles }, account);
  front = await startAuthorizingFront({
    ...{ upstream: endpoint, sessions: rig.sts.sessions, account: account.account_id },
    aliases: Object.fromEntries(
      (['baseline', 'levels'] as const).map((use) => [
        `alias/${signingKeyName(options.environment, use)}`,
        keyArns[use] ?? '',
      ]),
    ),
    permissions: Object.fromEntries(
      ROLE_NAMES.map((role) => {
        const signing_key_arn = keyArns[role === 'calibrate' ? 'levels' : 'baseline'] ?? '';
        return [roleArn(role), permissionPolicy(role, { ...account, signing_key_arn }, REPOSITORY.repository_id)];
      }),
    ),
  });
});
afterAll(async () => {
  process.env = variables;
  workshop.clean();
  await owner.close();
  await discard(bare, options);
  bare.destroy();
  await Promise.all([rig.close(), front.close(), github.close(), removeRuns()]);
});

async function arnOf(alias: string): Promise<string> {
  const { DescribeKeyCommand, KMSClient } = await import('@aws-sdk/client-kms');
  const kms = new KMSClient({ endpoint, region: REGION, credentials: CREDENTIALS });
  try {
    return (await kms.send(new DescribeKeyCommand({ KeyId: alias }))).KeyMetadata?.Arn ?? '';
  } finally {
    kms.destroy();
  }
}

/** Both keys are pinned; each was printed as a whole block. */
function configOf(printed: readonly string[]): string {
  const entries = printed.map((text) => text.slice(text.indexOf('keys:') + 'keys:'.length).replace(/^\n/, ''));
  return [
    ...[
      'version: 1',
      'drift:',
      '  accept: [octocat]',
      'calibration:',
      '  reviewers: [ada, grace]',
      'trust:',
      '  keys:',
    ],
    entries.join('').trimEnd(),
    '',
  ].join('\n');
}

/** Twelve pull requests that MD-004 blocked, each of them judged wrong by one of two reviewers. */
async function recorded(): Promise<void> {
  const identities = saltedAnonymizer(SALT);
  const repository = identities.repository(REPOSITORY.repository_id);
  await owner.consent.recordConsent({
    ...{ scope: { kind: 'org', org: identities.org(REPOSITORY.owner_id) }, excludes: [], revocable: true },
    ...{ resources: ['events', 'verdicts', 'aggregate'], grantor: identities.actor(1), expiresAt: null },
    grantedAt: Date.now() - 60_000,
  });
  for (let day = 1; day <= 12; day += 1) {
    const finding = { repository, findingId: String(day).padStart(32, '0') };
    const event = { ...finding, saltVersion: 1, actors: [identities.actor(99)], ruleId: 'MD-004', change: `pr#${day}` };
    await owner.fp.recordEvent(storedEvent(Date.now() - day * 86_400_000, event));
    const reviewer = identities.actor(PEOPLE[day % 2]?.id ?? 0);
    await owner.fp.markFalsePositive(finding, { reviewer, ticket: 'T-1', at: Date.now() - 1_000, source: 'alert' });
  }
}

const WORK: Readonly<
  Record<
    'accept' | 'drift' | 'calibrate' | 'evaluate',
    { action: string; job: JobFacts; inputs: Record<string, string> }
  >
> = {
  accept: {
    action: 'actions/drift-check',
    job: { event: 'workflow_dispatch', environment: 'phase-mirror-accept' },
    inputs: { mode: 'accept', first: 'true', reason: 'the state of the release', issue: 'false' },
  },
  drift: { action: 'actions/drift-check', job: { event: 'schedule' }, inputs: { issue: 'false' } },
  calibrate: { action: 'actions/calibrate', job: { event: 'schedule' }, inputs: { mode: 'apply', issue: 'false' } },
  evaluate: { action: 'actions/evaluate', job: { event: 'push' }, inputs: {} },
};

/** The work of one role, under the role itself or under another one. */
function act(work: keyof typeof WORK, role: RoleName = work): Promise<ActionRun> {
  const { action, job, inputs } = WORK[work];
  // Where a role is only for an environment, the job names it: this is about permissions, not about trust.
  const { requestUrl, requestToken } = rig.issuer.job(
    role === 'accept' || role === 'operate' || role === 'verify'
      ? { ...job, environment: `phase-mirror-${role}` }
      : { event: job.event ?? '' },
  );
  const sha = repo.git('rev-parse', 'HEAD');
  return runAction({
    ...{ action, workspace: repo.dir, event: job.event ?? '', token: TOKEN, apiUrl: github.url },
    payload: {
      ...(job.event === 'push' ? { ref: 'refs/heads/main', before: sha, after: sha } : {}),
      repository: {
        ...{ id: REPOSITORY.repository_id, full_name: 'octo-org/octo-repo', default_branch: 'main' },
        owner: { id: REPOSITORY.owner_id, login: 'octo-org' },
      },
    },
    inputs: {
      ...{ backend: 'aws', 'role-to-assume': roleArn(role), 'aws-region': REGION, environment: options.environment },
      'baseline-bucket': options.baselineBucket,
      ...inputs,
    },
    environment: {
      ...{
        GITHUB_SHA: sha,
        GITHUB_REF: 'refs/heads/main',
        GITHUB_ACTOR: 'octocat',
        GITHUB_TRIGGERING_ACTOR: 'octocat',
      },
      ...{ ACTIONS_ID_TOKEN_REQUEST_URL: requestUrl, ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken },
      ...{ AWS_ENDPOINT_URL: front.url, AWS_ENDPOINT_URL_STS: rig.sts.url, GIT_CONFIG_NOSYSTEM: '1' },
    },
  });
}

/** What was asked under a role since `start`, in the words of role-needs. */
function asked(role: RoleName, start: number): { used: string[]; denied: string[] } {
  const calls = front.calls.slice(start).filter((call) => call.roleArn === roleArn(role));
  const words = calls.map(({ action, resource, allowed }) => {
    const known = Object.values(keyArns).includes(resource)
      ? ACCOUNT.signing_key_arn
      : resource
          .replaceAll(options.environment, ACCOUNT.environment)
          .replace(/(?<=\/(?:identity_salt|redaction_nonce)_v)\d+$/, '*');
    const namespace = action === 'cloudwatch:PutMetricData' ? 'PhaseMirror' : '';
    const place = action === 's3:ListBucketVersions' ? '' : placeOf(known, namespace);
    return { allowed, word: place === '' ? action : `${action} on ${place}` };
  });
  const of = (wanted: boolean): string[] => [
    ...new Set(words.filter(({ allowed }) => allowed === wanted).map(({ word }) => word)),
  ];
  return { used: of(true).sort(), denied: of(false).sort() };
}

describe('under its own role, on moto', () => {
  it.each(['accept', 'drift', 'calibrate', 'evaluate'] as const)(
    '%s does its work, and asks for nothing else',
    async (role) => {
      const start = front.calls.length;
      const run = await act(role);
      expect([
        run.exitCode,
        run.annotations.filter(({ name }) => name === 'error').map(({ message }) => message),
      ]).toEqual([0, []]);
      const { used, denied } = asked(role, start);
      expect(denied).toEqual([]);
      expect(used.length).toBeGreaterThan(0);
      const needs = [...needsOf(role).needs];
      const said = (one: string): boolean => needs.some((need) => need === one || need.startsWith(`${one} on `));
      expect(used.filter((one) => !said(one))).toEqual([]);
      expect(used.includes('cloudwatch:PutMetricData on PhaseMirror')).toBe(role === 'drift' || role === 'calibrate');
      expect(run.log).not.toContain('metrics');
      expect(front.unjudged).toEqual([]);
    },
    60_000,
  );

  it('calibrate has demoted the rule, and signed what it published', async () => {
    const state = await owner.levels.load();
    expect(state?.sequence).toBe(1);
    const text = new TextDecoder().decode(state?.bytes);
    expect(text).toContain('MD-004');
    expect(text).toMatch(/"signature":"[\w+/]{80,}={0,2}"/);
    expect(asked('calibrate', 0).used).toEqual(
      expect.arrayContaining([
        ...[
          'dynamodb:Query on fp-events',
          'kms:Sign on signing',
          's3:PutObject on levels',
          'ssm:GetParameters on salts',
        ],
      ]),
    );
  });
});

describe('under the role of another, on moto', () => {
  it.each([
    ['drift', 'record', 's3:GetObject on baselines'],
    ['drift', 'evaluate', 's3:GetObject on baselines'],
    ['calibrate', 'record', 'dynamodb:Query on fp-events'],
    ['calibrate', 'drift', 'ssm:GetParameters on salts'],
    ['calibrate', 'evaluate', 'ssm:GetParameters on salts'],
  ] as const)(
    'the work of %s under %s is refused',
    async (work, role, what) => {
      const before = await owner.levels.load();
      const start = front.calls.length;
      const run = await act(work, role);
      expect(run.exitCode).toBe(2);
      expect(run.annotations.map(({ message }) => message).join('\n')).toMatch(/ACCESS_DENIED/);
      expect(asked(role, start).denied).toContain(what);
      expect(await owner.levels.load()).toEqual(before);
    },
    60_000,
  );

  it('evaluate under drift goes on with what is built in, and says so', async () => {
    const start = front.calls.length;
    const run = await act('evaluate', 'drift');
    expect(run.exitCode).toBe(0);
    expect(run.outputs['degraded']?.split(',')).toContain('levels_unavailable');
    expect(asked('drift', start).denied).toContain('s3:GetObject on levels');
  }, 60_000);
});

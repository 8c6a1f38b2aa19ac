/**
 * A repository on GitHub and an organisation on AWS, all of it on loopback, and the built action between them. The job
 * has its OIDC service and nothing else: no AWS_* key is in its environment. Token → STS front (trust policies) →
 * session → authorising front (permissions policies) → moto.
 */
import { type AttributeValue, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { saltedAnonymizer } from '../../src/privacy/anonymizer.js';
import { signingKeyName } from '../../src/privacy/signing-key.js';
import { openAwsStores } from '../../src/stores/aws/index.js';
import type { ConsentGrant } from '../../src/stores/ports.js';
import type { SecretStores } from '../../src/stores/stores.js';
import { type ActionRun, runAction } from './action-harness.js';
import { TOKEN } from './action-scenario.js';
import { type AuthorizingFront, startAuthorizingFront } from './authorizing-front.js';
import {
  type Bare,
  bareClients,
  discard,
  endpointOf,
  freshEnvironment,
  optionsOf,
  provision,
  REGION,
  type RigOptions,
} from './aws-rig.js';
import { runCli } from './cli.js';
import { type TestRepo, Workshop } from './git-repo.js';
import type { JobFacts } from './github-claims.js';
import { type IssuesServer, startIssues } from './github-issues.js';
import { answerOf, LOGIN, type Pull } from './github-project.js';
import { type AccountFacts, permissionPolicy, type RepositoryFacts, ROLE_NAMES, trustPolicy } from './role-policies.js';
import { ACCOUNT, REPOSITORY, roleArn, startWebIdentityRig, type WebIdentityRig } from './web-identity.js';

/** GitHub's numeric ids, long enough not to be in a digest by chance. */
export const REPOSITORY_ID = 4_567_891_234;
export const OWNER_ID = 9_876_543_210;
export const SALT = { version: 1, value: '5a17'.repeat(16), issuedAt: 1 };
/** Made long ago, so that a rotation is due. */
export const NONCE = { version: 1, value: '40ce'.repeat(16), issuedAt: 1 };
export const WINDOW_MS = 3_600_000;

export type Service = 'sts' | 'dynamodb' | 's3' | 'ssm' | 'cloudwatch';

export interface RunOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Addresses instead of the fronts. */
  readonly endpoints?: Partial<Record<Service, string>>;
  readonly repositoryId?: number;
  /** What the job's OIDC token says, instead of what GitHub would. */
  readonly job?: JobFacts;
}

export type Trigger =
  | { readonly kind: 'push'; readonly before: string; readonly after: string }
  | { readonly kind: 'workflow_run'; readonly pull: Pull };

export interface World {
  readonly options: RigOptions;
  readonly rig: WebIdentityRig;
  readonly front: AuthorizingFront;
  readonly github: IssuesServer;
  readonly bare: Bare;
  /** Past the fronts, with every right. */
  readonly owner: SecretStores;
  readonly workshop: Workshop;
  readonly pulls: Map<number, Pull>;
  /** Request tokens of the jobs that ran. */
  readonly requestTokens: readonly string[];
  /** The action as a gate, on the merge of a pull request. */
  evaluate(checkout: TestRepo, pull: Pull, options?: RunOptions): Promise<ActionRun>;
  /** The action with `record: true`. */
  record(checkout: TestRepo, trigger: Trigger, options?: RunOptions): Promise<ActionRun>;
  /** The action `calibrate` on the default branch, on schedule. */
  calibrate(checkout: TestRepo, options?: RunOptions): Promise<ActionRun>;
  /** `trust:` of a configuration that pins the key that signs levels; '' where the world was made without. */
  readonly trust: string;
  /** Gives the organisation's consent to `events`. */
  grant(more?: Partial<ConsentGrant>): Promise<void>;
  /** Every row of a table. */
  rows(table: 'fp-events' | 'consent' | 'block-counter'): Promise<Record<string, AttributeValue>[]>;
  /** Everything that no reader of a log, a file or a row may find. */
  secrets(): readonly string[];
  close(): Promise<void>;
}

/**
 * @param repositoryIds whom the roles are for; calibrate runs in the first alone
 * @param levelsKey whether there is a key that signs levels
 */
export async function startWorld(
  repositoryIds: readonly number[] = [REPOSITORY_ID],
  { levelsKey = false }: { readonly levelsKey?: boolean } = {},
): Promise<World> {
  const endpoint = endpointOf('moto');
  const options = optionsOf(endpoint, freshEnvironment());
  const account: AccountFacts = {
    ...ACCOUNT,
    ...{ region: REGION, environment: options.environment, bucket: options.baselineBucket },
  };
  const repositories = repositoryIds.map(
    (id): RepositoryFacts => ({ ...REPOSITORY, owner_id: OWNER_ID, name: 'app', repository_id: id }),
  );
  const roles = Object.fromEntries(
    (['evaluate', 'record', 'calibrate'] as const).map((role) => [
      roleArn(role),
      trustPolicy(role, account, role === 'calibrate' ? repositories.slice(0, 1) : repositories),
    ]),
  );
  const bare = bareClients(endpoint);
  await provision(bare, options);
  const owner = openAwsStores(options, { now: Date.now });
  await Promise.all([owner.nonces.create(NONCE), owner.salts.create(SALT)]);
  const signing = levelsKey ? await createLevelsKey(options) : { trust: '', arn: account.signing_key_arn };
  const rig = await startWebIdentityRig({ upstream: endpoint, roles }, account);
  const front = await startAuthorizingFront({
    ...{ upstream: endpoint, sessions: rig.sts.sessions, account: account.account_id },
    aliases: { [`alias/${signingKeyName(options.environment, 'levels')}`]: signing.arn },
    permissions: Object.fromEntries(
      ROLE_NAMES.map((role) => {
        const facts = role === 'calibrate' ? { ...account, signing_key_arn: signing.arn } : account;
        return [roleArn(role), permissionPolicy(role, facts, repositoryIds[0] ?? 0)];
      }),
    ),
  });
  const github = await startIssues();
  const pulls = new Map<number, Pull>();
  github.intercept = (method, path) => (method === 'GET' ? answerOf(path, pulls) : undefined);
  const workshop = new Workshop();
  const requestTokens: string[] = [];

  const act = (
    event: { readonly name: string; readonly payload: object; readonly ref: string; readonly sha: string },
    role: 'evaluate' | 'record' | 'calibrate',
    checkout: TestRepo,
    { inputs = {}, environment = {}, endpoints = {}, repositoryId = REPOSITORY_ID, job = {} }: RunOptions,
  ): Promise<ActionRun> => {
    const { requestUrl, requestToken } = rig.issuer.job({
      ...{ name: 'app', ownerId: OWNER_ID, repositoryId, event: event.name, ref: event.ref, actor: LOGIN },
      ...job,
    });
    requestTokens.push(requestToken);
    const repository = {
      ...{ id: repositoryId, full_name: 'octo-org/app', default_branch: 'main' },
      owner: { id: OWNER_ID, login: 'octo-org' },
    };
    return runAction({
      action: role === 'calibrate' ? 'actions/calibrate' : 'actions/evaluate',
      workspace: checkout.dir,
      event: event.name,
      payload: { ...event.payload, repository, sender: { id: 71_000_099, login: LOGIN } },
      token: TOKEN,
      apiUrl: github.url,
      inputs: {
        ...{ backend: 'aws', 'role-to-assume': roleArn(role), 'aws-region': REGION },
        ...{ environment: options.environment, 'baseline-bucket': options.baselineBucket },
        ...(role === 'record' ? { record: 'true' } : {}),
        ...inputs,
      },
      environment: {
        ...{ GITHUB_ACTOR: LOGIN, GITHUB_REF: event.ref, GITHUB_SHA: event.sha, GIT_CONFIG_NOSYSTEM: '1' },
        GITHUB_WORKFLOW_REF: `octo-org/app/.github/workflows/phase-mirror.yml@${event.ref}`,
        ...{ ACTIONS_ID_TOKEN_REQUEST_URL: requestUrl, ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken },
        AWS_ENDPOINT_URL_STS: endpoints.sts ?? rig.sts.url,
        AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb ?? front.url,
        AWS_ENDPOINT_URL_S3: endpoints.s3 ?? front.url,
        AWS_ENDPOINT_URL_SSM: endpoints.ssm ?? front.url,
        AWS_ENDPOINT_URL_KMS: front.url,
        AWS_ENDPOINT_URL_CLOUDWATCH: endpoints.cloudwatch ?? front.url,
        ...environment,
      },
    });
  };

  return {
    ...{ options, rig, front, github, bare, owner, workshop, pulls, requestTokens, trust: signing.trust },
    evaluate(checkout, pull, more = {}) {
      const of = pull.fork === true ? 'mallory/app' : 'octo-org/app';
      const payload = {
        action: 'synchronize',
        number: pull.number,
        pull_request: {
          number: pull.number,
          user: { id: pull.author, login: LOGIN },
          base: { ref: 'main', sha: 'dead'.repeat(10), repo: { full_name: 'octo-org/app' } },
          head: { ref: 'change', sha: pull.headSha, repo: { full_name: of } },
        },
      };
      const sha = checkout.git('rev-parse', 'HEAD');
      return act(
        { name: 'pull_request', payload, ref: `refs/pull/${pull.number}/merge`, sha },
        'evaluate',
        checkout,
        more,
      );
    },
    record(checkout, trigger, more = {}) {
      const ref = 'refs/heads/main';
      const sha = checkout.git('rev-parse', 'HEAD');
      if (trigger.kind === 'push') {
        const { before, after } = trigger;
        return act({ name: 'push', payload: { ref, before, after }, ref, sha }, 'record', checkout, more);
      }
      const { number, headSha, fork } = trigger.pull;
      const run = {
        ...{
          event: 'pull_request',
          head_sha: headSha,
          created_at: new Date().toISOString(),
          actor: { id: 71_000_098, login: LOGIN },
        },
        // GitHub names none for a fork.
        pull_requests: fork === true ? [] : [{ number, base: { ref: 'main' } }],
      };
      const payload = { action: 'completed', workflow_run: run };
      return act({ name: 'workflow_run', payload, ref, sha }, 'record', checkout, more);
    },
    calibrate(checkout, more = {}) {
      const ref = 'refs/heads/main';
      const event = {
        name: 'schedule',
        payload: { schedule: '47 4 * * *' },
        ref,
        sha: checkout.git('rev-parse', 'HEAD'),
      };
      return act(event, 'calibrate', checkout, more);
    },
    async grant(more = {}) {
      const identities = saltedAnonymizer(SALT);
      await owner.consent.recordConsent({
        ...{ scope: { kind: 'org', org: identities.org(OWNER_ID) }, resources: ['events'], excludes: [] },
        ...{ grantor: identities.actor(71_000_001), grantedAt: Date.now() - 60_000, expiresAt: null, revocable: true },
        ...more,
      });
    },
    async rows(table) {
      const name = `mirror-dissonance-${options.environment}-${table}`;
      return (await bare.dynamodb.send(new ScanCommand({ TableName: name }))).Items ?? [];
    },
    secrets: () => [
      TOKEN,
      Buffer.from(`x-access-token:${TOKEN}`).toString('base64'),
      ...requestTokens,
      ...rig.issuer.issued,
      ...rig.sts.issued,
      ...[SALT.value, NONCE.value],
    ],
    async close() {
      workshop.clean();
      await owner.close();
      await discard(bare, options);
      bare.destroy();
      await Promise.all([rig.close(), front.close(), github.close()]);
    },
  };
}

/** As an operator makes it: `key create`, and the block that it prints. */
async function createLevelsKey(options: RigOptions): Promise<{ readonly trust: string; readonly arn: string }> {
  const variables = {
    AWS_ENDPOINT_URL: options.endpoints.kms,
    AWS_ACCESS_KEY_ID: options.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: options.credentials.secretAccessKey,
  };
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  const kms = new KMSClient({ endpoint: options.endpoints.kms, region: REGION, credentials: options.credentials });
  try {
    const target = ['--use', 'levels', '--environment', options.environment, '--region', REGION];
    const made = await runCli({ cwd: process.cwd(), now: Date.now() }, 'key', 'create', ...target);
    if (made.status !== 0) throw new Error(made.stderr);
    const KeyId = `alias/${signingKeyName(options.environment, 'levels')}`;
    return { trust: made.stdout, arn: (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.Arn ?? '' };
  } finally {
    kms.destroy();
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

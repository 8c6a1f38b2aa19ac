/**
 * What each role may do: the product's own stores, with credentials from OIDC alone, against the permissions policies of
 * the Terraform. Behind the front is a server that finds nothing and takes everything, so what fails with ACCESS_DENIED
 * failed for want of a permission.
 */

import {
  DeleteItemCommand,
  DeleteTableCommand,
  ListTablesCommand,
  RestoreTableToPointInTimeCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { DecryptCommand, GetPublicKeyCommand, SignCommand } from '@aws-sdk/client-kms';
import { DeleteObjectCommand, GetObjectCommand } from '@aws-sdk/client-s3';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AwsClients, type AwsOptions, createClients } from '../../src/aws/clients.js';
import { openAwsStores } from '../../src/stores/aws/index.js';
import { StoreError } from '../../src/stores/errors.js';
import type { ConsentGrant, FPEvent } from '../../src/stores/ports.js';
import type { SecretStores } from '../../src/stores/stores.js';
import { type AuthorizingFront, startAuthorizingFront } from '../support/authorizing-front.js';
import { decide } from '../support/iam.js';
import { bodyOf, type Loopback, listen } from '../support/loopback.js';
import { permissionPolicy, ROLE_NAMES, type RoleName } from '../support/role-policies.js';
import {
  ACCOUNT,
  JOBS,
  REPOSITORY,
  roleArn,
  startWebIdentityRig,
  type WebIdentityRig,
} from '../support/web-identity.js';

let rig: WebIdentityRig;
let emulator: Loopback;
let front: AuthorizingFront;
const reached: string[] = [];
const stores = {} as Record<RoleName, SecretStores>;
const clients = {} as Record<RoleName, AwsClients>;

beforeAll(async () => {
  rig = await startWebIdentityRig();
  emulator = await listen(async (request, response) => {
    reached.push(`${request.method} ${request.headers['x-amz-target'] ?? request.url}`);
    await bodyOf(request);
    if (request.headers['x-amz-target'] !== undefined) return void response.end('{}');
    if (request.method === 'PUT') return void response.writeHead(200, { etag: '"1"', 'x-amz-version-id': 'v1' }).end();
    if (request.url?.includes('list-type') || request.url?.includes('versions')) {
      return void response.end('<ListResult><IsTruncated>false</IsTruncated></ListResult>');
    }
    response.writeHead(404).end('<Error><Code>NoSuchKey</Code><Message>none</Message></Error>');
  });
  front = await startAuthorizingFront({
    upstream: emulator.url,
    sessions: rig.sts.sessions,
    account: ACCOUNT.account_id,
    permissions: Object.fromEntries(
      ROLE_NAMES.map((role) => [roleArn(role), permissionPolicy(role, ACCOUNT, REPOSITORY.repository_id)]),
    ),
  });
  for (const role of ROLE_NAMES) {
    const options: AwsOptions = {
      ...{ region: ACCOUNT.region, environment: ACCOUNT.environment, baselineBucket: ACCOUNT.bucket },
      ...{ credentials: rig.provider(role, JOBS[role]), proxy: {} },
      endpoints: { dynamodb: front.url, s3: front.url, ssm: front.url, kms: front.url },
    };
    stores[role] = openAwsStores(options, { now: Date.now });
    clients[role] = createClients(options);
  }
});
afterAll(async () => {
  for (const role of ROLE_NAMES) {
    await stores[role].close();
    clients[role].destroy();
  }
  await Promise.all([rig.close(), emulator.close(), front.close()]);
});
beforeEach(() => {
  reached.length = 0;
});

const HEX = 'ab'.repeat(32);
const event: FPEvent = {
  ...{ eventId: HEX, findingId: HEX.slice(32), ruleId: 'MD-001', ruleVersion: 1, repository: HEX, saltVersion: 1 },
  ...{ change: 'pr#12', severity: 'high', level: 'block', blocked: true, actors: [HEX], occurredAt: Date.now() },
};
const finding = { repository: HEX, findingId: event.findingId };
const verdict = { reviewer: HEX, ticket: 'T-1', at: Date.now(), source: 'cli' } as const;
const own = { repositoryId: REPOSITORY.repository_id, branch: 'main' };
const foreign = { repositoryId: REPOSITORY.repository_id + 1, branch: 'main' };
const bytes = new TextEncoder().encode('{}');
const secret = { version: 3, value: HEX, issuedAt: 1 };
const block = {
  ruleId: 'MD-001',
  repositoryId: own.repositoryId,
  pullRequest: 7,
  authorId: 9,
  firstSeenAt: Date.now(),
};
const scope = { kind: 'org', org: HEX } as const;
const grant: ConsentGrant = {
  ...{ scope, resources: ['events'], excludes: [], grantor: HEX, revocable: true },
  ...{ grantedAt: Date.now(), expiresAt: null },
};

type Operation = (open: SecretStores) => Promise<unknown>;
const OPERATIONS: readonly [string, Operation, readonly RoleName[]][] = [
  ['read levels', ({ levels }) => levels.load(), ['evaluate', 'record', 'calibrate', 'verify']],
  ['publish levels', ({ levels }) => levels.publish(bytes, 1, null), ['calibrate']],
  ['list the history of levels', ({ levels }) => levels.history(), ['calibrate', 'evaluate', 'record', 'verify']],
  ['read old levels', ({ levels }) => levels.loadSequence(1), ['calibrate', 'verify']],
  ['read the breaker', ({ blocks }) => blocks.blocksSince('MD-001', 1, Date.now() - 1000), ['evaluate', 'record']],
  ['count a block', ({ blocks }) => blocks.recordBlock(block), ['record']],
  ['record an event', ({ fp }) => fp.recordEvent(event), ['record']],
  ['read a window by time', ({ fp }) => fp.getWindowBySince('MD-001', Date.now() - 1000, 1), ['calibrate']],
  ['read a window by count', ({ fp }) => fp.getWindowByCount('MD-001', 10, 1), ['calibrate']],
  ['list rules', ({ fp }) => fp.listRules(), ['calibrate']],
  ['read a finding', ({ fp }) => fp.getFinding(finding), ['calibrate']],
  ['give a verdict', ({ fp }) => fp.markFalsePositive(finding, verdict), ['calibrate']],
  [
    'check consent',
    ({ consent }) => consent.checkConsent({ org: HEX, repository: HEX, resources: ['events'] }, Date.now()),
    ['record', 'calibrate', 'operate'],
  ],
  ['give consent', ({ consent }) => consent.recordConsent(grant), ['operate']],
  ['read the history of consent', ({ consent }) => consent.consentHistory(HEX), ['calibrate', 'operate']],
  ['read a grant', ({ consent }) => consent.getConsent(scope), ['record', 'calibrate', 'operate']],
  ['read a baseline', ({ baselines }) => baselines.load(own), ['drift', 'accept', 'verify']],
  ['list versions of a baseline', ({ baselines }) => baselines.versions(own), ['drift', 'accept', 'verify']],
  ['read an old baseline', ({ baselines }) => baselines.loadVersion(own, 'v1'), ['drift', 'accept', 'verify']],
  ['make a baseline', ({ baselines }) => baselines.create(own, bytes), ['accept']],
  ['replace a baseline', ({ baselines }) => baselines.replace(own, bytes, '"1"'), ['accept']],
  ['read the baseline of another repository', ({ baselines }) => baselines.load(foreign), ['verify']],
  ['write the baseline of another repository', ({ baselines }) => baselines.create(foreign, bytes), []],
  ['read nonces', ({ nonces }) => nonces.load(), ['record', 'operate']],
  ['read salts', ({ salts }) => salts.load(), ['record', 'calibrate', 'operate']],
  ['make a nonce', ({ nonces }) => nonces.create(secret), ['operate']],
  ['retire a nonce', ({ nonces }) => nonces.remove(3), ['operate']],
  ['make a salt', ({ salts }) => salts.create(secret), ['operate']],
  ['delete a salt', ({ salts }) => salts.remove(3), []],
];

async function denied(attempt: () => Promise<unknown>): Promise<boolean> {
  try {
    await attempt();
    return false;
  } catch (error) {
    if (error instanceof StoreError) return error.code === 'ACCESS_DENIED';
    const { name, $metadata } = error as { name: string; $metadata?: { attempts: number } };
    if (!name.startsWith('AccessDenied')) return false;
    expect($metadata?.attempts).toBe(1);
    return true;
  }
}

describe.each(ROLE_NAMES)('%s', (role) => {
  it.each(OPERATIONS)('%s', async (_, operation, allowed) => {
    expect(await denied(() => operation(stores[role]))).toBe(!allowed.includes(role));
  });
});

describe('metrics', () => {
  const may = (role: RoleName, namespace: string | null): boolean =>
    decide(permissionPolicy(role, ACCOUNT, REPOSITORY.repository_id), {
      ...{ action: 'cloudwatch:PutMetricData', resource: '*' },
      context: namespace === null ? {} : { 'cloudwatch:namespace': namespace },
    }) === 'allow';

  it.each(ROLE_NAMES)('of %s are of our namespace, or not to be sent', (role) => {
    expect(may(role, 'PhaseMirror')).toBe(!['evaluate', 'accept', 'verify'].includes(role));
    for (const other of ['AWS/DynamoDB', 'phasemirror', 'PhaseMirror/x', null]) expect(may(role, other)).toBe(false);
  });
});

describe('what is refused', () => {
  it('never reaches the service, and is asked once', async () => {
    const start = front.calls.length;
    for (const [, operation, allowed] of OPERATIONS) {
      if (allowed.length === 0) await denied(() => operation(stores.operate));
    }
    expect(reached).toEqual([]);
    expect(front.calls.slice(start).map(({ allowed }) => allowed)).toEqual([false, false]);
  });

  it('names action and resource', async () => {
    const error = await stores.evaluate.blocks.recordBlock(block).catch((thrown) => thrown as StoreError);
    expect(error).toBeInstanceOf(StoreError);
    expect(front.calls.at(-1)).toEqual({
      roleArn: roleArn('evaluate'),
      action: 'dynamodb:PutItem',
      resource: 'arn:aws:dynamodb:eu-west-1:123456789012:table/mirror-dissonance-staging-block-counter',
      allowed: false,
    });
  });

  const table = (name: string) => ({ TableName: `mirror-dissonance-staging-${name}` });
  const copyOf = (name: string) => ({ TableName: `verify.mirror-dissonance-staging-${name}` });
  const restore = (name: string, target: { readonly TableName: string }) =>
    new RestoreTableToPointInTimeCommand({
      ...{ SourceTableName: table(name).TableName, TargetTableName: target.TableName },
      UseLatestRestorableTime: true,
    });
  const key = { Key: { pk: { S: 'a' }, sk: { S: 'b' } } };
  const object = { Bucket: ACCOUNT.bucket, Key: 'levels/state.json' };
  const RAW: readonly [string, (open: AwsClients) => Promise<unknown>, readonly RoleName[]][] = [
    [
      'to change an event',
      (c) => c.dynamodb.send(new UpdateItemCommand({ ...table('fp-events'), ...key })),
      ['record', 'calibrate'],
    ],
    ['to delete an event', (c) => c.dynamodb.send(new DeleteItemCommand({ ...table('fp-events'), ...key })), []],
    ['to read a whole table', (c) => c.dynamodb.send(new ScanCommand(table('consent'))), ['verify']],
    ['to delete a table', (c) => c.dynamodb.send(new DeleteTableCommand(table('consent'))), []],
    ['to restore a table beside it', (c) => c.dynamodb.send(restore('consent', copyOf('consent'))), ['verify']],
    ['to restore a table over another', (c) => c.dynamodb.send(restore('consent', table('fp-events'))), []],
    ['to delete what was restored', (c) => c.dynamodb.send(new DeleteTableCommand(copyOf('consent'))), ['verify']],
    ['to delete levels', (c) => c.s3.send(new DeleteObjectCommand(object)), []],
    ['to read another bucket', (c) => c.s3.send(new GetObjectCommand({ ...object, Bucket: 'another-bucket' })), []],
    ['to read one parameter', (c) => c.ssm.send(new GetParameterCommand({ Name: '/other/secret' })), []],
    ['to read a public key', (c) => c.kms.send(new GetPublicKeyCommand({ KeyId: ACCOUNT.signing_key_arn })), []],
    [
      'to replace a secret',
      (c) =>
        c.ssm.send(
          new PutParameterCommand({ Name: '/guardian/staging/redaction_nonce_v1', Value: 'x', Overwrite: true }),
        ),
      [],
    ],
    [
      'to sign',
      (c) =>
        c.kms.send(
          new SignCommand({ KeyId: ACCOUNT.signing_key_arn, Message: bytes, SigningAlgorithm: 'ECDSA_SHA_256' }),
        ),
      ['accept', 'calibrate'],
    ],
    [
      'to sign with another algorithm',
      (c) =>
        c.kms.send(
          new SignCommand({ KeyId: ACCOUNT.signing_key_arn, Message: bytes, SigningAlgorithm: 'ECDSA_SHA_384' }),
        ),
      [],
    ],
    [
      'to sign with another key',
      (c) => c.kms.send(new SignCommand({ KeyId: 'x', Message: bytes, SigningAlgorithm: 'ECDSA_SHA_256' })),
      [],
    ],
    [
      'to decrypt by itself',
      (c) => c.kms.send(new DecryptCommand({ KeyId: ACCOUNT.data_key_arn, CiphertextBlob: bytes })),
      [],
    ],
  ];
  it.each(RAW)('%s', async (_, send, allowed) => {
    for (const role of ROLE_NAMES)
      expect([role, await denied(() => send(clients[role]))]).toEqual([role, !allowed.includes(role)]);
  });

  it('is what nobody knows how to judge, too', async () => {
    await expect(clients.operate.dynamodb.send(new ListTablesCommand({}))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 501, attempts: 1 },
    });
    expect(front.unjudged).toEqual(['It is not known which permission DynamoDB wants for ListTables']);
    expect(reached).toEqual([]);
  });
});

describe('the policies themselves', () => {
  it('allow no action by wildcard and nothing on everything', () => {
    for (const role of ROLE_NAMES) {
      for (const { Effect, Action, Resource, Condition } of permissionPolicy(role, ACCOUNT, 1).Statement) {
        if (Effect === 'Deny') continue;
        // It knows no resources: the namespace is its limit.
        if (Action === 'cloudwatch:PutMetricData') {
          expect(Condition).toEqual({ StringEquals: { 'cloudwatch:namespace': 'PhaseMirror' } });
          continue;
        }
        for (const action of [Action].flat()) expect(action).toMatch(/^[a-z0-9]+:[A-Za-z]+$/);
        for (const resource of [Resource ?? '*'].flat())
          expect(resource).toMatch(/^arn:aws:[a-z0-9]+:.*[/:][\w./*-]+$/);
      }
    }
  });

  it('use the data key only through the services that hold data', () => {
    for (const role of ROLE_NAMES) {
      const statements = permissionPolicy(role, ACCOUNT, 1).Statement.filter(
        (s) => s.Resource === ACCOUNT.data_key_arn,
      );
      expect(statements.length).toBeGreaterThan(0);
      for (const { Condition } of statements) {
        for (const via of [Condition?.['StringEquals']?.['kms:ViaService'] ?? ''].flat()) {
          expect(via).toMatch(/^(?:dynamodb|s3|ssm)\.eu-west-1\.amazonaws\.com$/);
        }
      }
    }
  });
});

/**
 * A day of an organisation on moto, with credentials from OIDC alone: token → STS front (trust policies) → session →
 * authorising front (permissions policies) → moto. Each role does its work, and nothing of another's.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunMetrics } from '../../src/aws/metrics.js';
import { putMetrics } from '../../src/aws/put-metrics.js';
import { openAwsStores } from '../../src/stores/aws/index.js';
import { StoreError } from '../../src/stores/errors.js';
import type { FPEvent } from '../../src/stores/ports.js';
import type { SecretStores } from '../../src/stores/stores.js';
import { type AuthorizingFront, startAuthorizingFront } from '../support/authorizing-front.js';
import { bareClients, endpointOf, freshEnvironment, optionsOf, provision, REGION } from '../support/aws-rig.js';
import { type AccountFacts, permissionPolicy, ROLE_NAMES, type RoleName } from '../support/role-policies.js';
import {
  ACCOUNT,
  JOBS,
  REPOSITORY,
  roleArn,
  startWebIdentityRig,
  type WebIdentityRig,
} from '../support/web-identity.js';

const endpoint = endpointOf('moto');
const options = optionsOf(endpoint, freshEnvironment());
const account: AccountFacts = {
  ...ACCOUNT,
  ...{ region: REGION, environment: options.environment, bucket: options.baselineBucket },
};
const policy = (role: RoleName) => permissionPolicy(role, account, REPOSITORY.repository_id);

let rig: WebIdentityRig;
let front: AuthorizingFront;
const stores = {} as Record<RoleName, SecretStores>;
/** What a run sends at its end. */
const send = {} as Record<RoleName, () => Promise<void>>;
const bare = bareClients(endpoint);

beforeAll(async () => {
  await provision(bare, options);
  rig = await startWebIdentityRig({ upstream: endpoint }, account);
  front = await startAuthorizingFront({
    ...{ upstream: endpoint, sessions: rig.sts.sessions, account: account.account_id },
    permissions: Object.fromEntries(ROLE_NAMES.map((role) => [roleArn(role), policy(role)])),
  });
  for (const role of ROLE_NAMES) {
    const { url } = front;
    const access = {
      ...options,
      endpoints: { dynamodb: url, s3: url, ssm: url, kms: url, cloudwatch: url },
      credentials: rig.provider(role, JOBS[role]),
    };
    stores[role] = openAwsStores(access, { now: Date.now });
    send[role] = () => putMetrics(new RunMetrics('record').data(options.environment), access, Date.now());
  }
});
afterAll(async () => {
  for (const role of ROLE_NAMES) await stores[role].close();
  bare.destroy();
  await Promise.all([rig.close(), front.close()]);
});

const HEX = 'ab'.repeat(32);
const event: FPEvent = {
  ...{ eventId: HEX, findingId: HEX.slice(32), ruleId: 'MD-001', ruleVersion: 1, repository: HEX, saltVersion: 1 },
  ...{ change: 'pr#12', severity: 'high', level: 'block', blocked: true, actors: [HEX], occurredAt: Date.now() },
};
const finding = { repository: HEX, findingId: event.findingId };
const question = { org: HEX, repository: HEX, resources: ['events'] } as const;
const own = { repositoryId: REPOSITORY.repository_id, branch: 'main' };
const foreign = { repositoryId: REPOSITORY.repository_id + 1, branch: 'main' };
const block = {
  ruleId: 'MD-001',
  repositoryId: own.repositoryId,
  pullRequest: 7,
  authorId: 9,
  firstSeenAt: Date.now(),
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return 'done';
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
}

describe('each role does its work', () => {
  it('operate makes secrets and gives consent', async () => {
    const { nonces, salts, consent } = stores.operate;
    await nonces.create({ version: 1, value: HEX, issuedAt: 1 });
    await nonces.create({ version: 2, value: HEX, issuedAt: 2 });
    await salts.create({ version: 1, value: HEX, issuedAt: 1 });
    expect(await nonces.remove(1)).toBe(true);
    expect((await nonces.load()).map(({ version }) => version)).toEqual([2]);
    expect((await salts.load()).map(({ version }) => version)).toEqual([1]);
    const scope = { kind: 'org', org: HEX } as const;
    const grant = { grantor: HEX, grantedAt: Date.now() - 1000, expiresAt: null, revocable: true };
    await consent.recordConsent({ scope, resources: ['events', 'verdicts', 'aggregate'], excludes: [], ...grant });
    expect(await consent.consentHistory(HEX)).toHaveLength(1);
    expect(await consent.getConsent(scope)).toMatchObject({ version: 1, revoked: null });
    expect((await consent.checkConsent(question, Date.now())).granted).toBe(true);
  });

  it('record reads consent, nonce and salt, and records', async () => {
    const { fp, consent, nonces, salts, blocks, levels } = stores.record;
    expect((await consent.checkConsent(question, Date.now())).granted).toBe(true);
    // As it is asked where there are several salts.
    expect(await consent.getConsent({ kind: 'org', org: HEX })).toMatchObject({ version: 1 });
    expect((await nonces.load()).map(({ version }) => version)).toEqual([2]);
    expect((await salts.load()).map(({ version }) => version)).toEqual([1]);
    expect(await fp.recordEvent(event)).toBe('recorded');
    expect(await fp.recordEvent({ ...event, actors: [HEX, 'cd'.repeat(32)] })).toBe('known');
    expect(await blocks.recordBlock(block)).toBe('recorded');
    expect(await levels.load()).toBe(null);
    expect(await stores.evaluate.levels.load()).toBe(null);
    expect(await blocks.blocksSince('MD-001', own.repositoryId, 0)).toEqual([block]);
  });

  it('calibrate takes verdicts and publishes levels', async () => {
    const { fp, consent, salts, levels } = stores.calibrate;
    expect((await consent.checkConsent(question, Date.now())).granted).toBe(true);
    expect(await consent.getConsent({ kind: 'org', org: HEX })).toMatchObject({ version: 1 });
    expect(await consent.consentHistory(HEX)).toHaveLength(1);
    expect(await salts.load()).toHaveLength(1);
    const verdict = { reviewer: 'ef'.repeat(32), ticket: 'T-1', at: Date.now(), source: 'cli' } as const;
    expect(await fp.markFalsePositive(finding, verdict)).toEqual({ events: 1, changed: 1 });
    expect(await fp.getWindowByCount('MD-001', 10, 1)).toMatchObject({ total: 1, falsePositives: 1 });
    expect(await fp.getWindowBySince('MD-001', Date.now() - 3_600_000, 1)).toMatchObject({ total: 1 });
    const { tag } = await levels.publish(bytes('{"a":1}'), 1, null);
    await levels.publish(bytes('{"a":2}'), 2, tag);
    expect((await levels.history()).map(({ sequence }) => sequence)).toEqual([2, 1]);
    expect(await levels.loadSequence(1)).toEqual(bytes('{"a":1}'));
  });

  it('evaluate, on a pull request, reads levels and the breaker', async () => {
    expect(await stores.evaluate.levels.load()).toMatchObject({ sequence: 2 });
    expect(await stores.evaluate.blocks.blocksSince('MD-001', own.repositoryId, 0)).toEqual([block]);
  });

  it('accept writes the baseline, drift reads it', async () => {
    const { baselines } = stores.accept;
    expect(await baselines.load(own)).toBe(null);
    const first = await baselines.create(own, bytes('{"b":1}'));
    await baselines.replace(own, bytes('{"b":2}'), first.tag);
    expect(await codeOf(baselines.replace(own, bytes('{"b":3}'), first.tag))).toBe('CONFLICT');
    expect(await baselines.versions(own)).toHaveLength(2);
    expect((await baselines.loadVersion(own, first.version)).bytes).toEqual(bytes('{"b":1}'));
    const read = await stores.drift.baselines.load(own);
    expect(read?.bytes).toEqual(bytes('{"b":2}'));
    expect((await stores.drift.baselines.loadVersion(own, first.version)).bytes).toEqual(bytes('{"b":1}'));
    expect(await stores.drift.baselines.load({ ...own, branch: 'none' })).toBe(null);
  });
});

describe('and nothing of another', () => {
  it('who is watched sends metrics; a pull request cannot', async () => {
    const answers = ROLE_NAMES.map(async (role) => [role, await send[role]().catch((error: Error) => error.message)]);
    expect(Object.fromEntries(await Promise.all(answers))).toEqual({
      ...{ evaluate: 'CloudWatch answered 403', accept: 'CloudWatch answered 403', verify: 'CloudWatch answered 403' },
      ...{ record: undefined, drift: undefined, calibrate: undefined, operate: undefined },
    });
  });

  it('a pull request writes nothing at all', async () => {
    const { fp, consent, blocks, baselines, levels, nonces, salts } = stores.evaluate;
    const scope = { kind: 'org', org: 'cd'.repeat(32) } as const;
    const grant = { grantor: HEX, grantedAt: 1, expiresAt: null, revocable: true, excludes: [] };
    const secret = { version: 9, value: HEX, issuedAt: 1 };
    const writes = [
      fp.recordEvent({ ...event, eventId: 'cd'.repeat(32) }),
      consent.recordConsent({ scope, resources: ['events'], ...grant }),
      blocks.recordBlock({ ...block, pullRequest: 8 }),
      baselines.create({ ...own, branch: 'other' }, bytes('{}')),
      levels.publish(bytes('{"a":3}'), 3, (await levels.load())?.tag ?? null),
      ...[nonces.create(secret), nonces.remove(2), salts.create(secret), salts.remove(1)],
    ];
    expect(await Promise.all(writes.map(codeOf))).toEqual(writes.map(() => 'ACCESS_DENIED'));
    const reads = [fp.listRules(), consent.checkConsent(question, 1), baselines.load(own), nonces.load(), salts.load()];
    expect(await Promise.all(reads.map(codeOf))).toEqual(reads.map(() => 'ACCESS_DENIED'));
    expect(await stores.record.blocks.blocksSince('MD-001', own.repositoryId, 0)).toEqual([block]);
  });

  it('no role reaches the baseline of another repository, but who verifies backups, to read', async () => {
    for (const role of ROLE_NAMES) {
      const read = role === 'verify' ? 'done' : 'ACCESS_DENIED';
      expect([role, await codeOf(stores[role].baselines.load(foreign))]).toEqual([role, read]);
      expect([role, await codeOf(stores[role].baselines.create(foreign, bytes('{}')))]).toEqual([
        role,
        'ACCESS_DENIED',
      ]);
    }
  });

  it('no role has a permission that its work did not use', () => {
    // Read again after a write that met another, or whose answer was lost; signing is not a matter of the stores. s3:ListBucket is no call of its
    // own: without it S3 answers 403 where nothing is.
    const elsewhere: Partial<Record<RoleName, readonly string[]>> = {
      record: ['dynamodb:GetItem on block-counter'],
      accept: ['kms:Sign on signing'],
      calibrate: ['dynamodb:GetItem on fp-events', 'kms:Sign on signing'],
    };
    const short = (resource: string): string =>
      /(?:-staging-|-)?(fp-events|consent|block-counter)/.exec(resource)?.[1] ?? '';
    for (const role of ROLE_NAMES) {
      const used = front.calls.filter(({ allowed, roleArn: arn }) => allowed && arn === roleArn(role));
      const names = new Set(used.map(({ action, resource }) => `${action} on ${short(resource)}`));
      for (const { Effect, Action, Resource } of policy(role).Statement) {
        // Backups are `__tests__/aws/verify-backups-role.aws.ts`.
        if (Effect === 'Deny' || Resource === account.data_key_arn || role === 'verify') continue;
        for (const action of [Action].flat()) {
          const where = action === 'kms:Sign' ? 'signing' : short([Resource ?? ''].flat()[0] ?? '');
          const name = `${action} on ${where}`;
          if (elsewhere[role]?.includes(name) || action === 's3:ListBucket') continue;
          expect([role, name, names.has(name)]).toEqual([role, name, true]);
        }
      }
    }
    expect(front.unjudged).toEqual([]);
  });

  it('all of it under names that say what ran', () => {
    expect([...rig.sts.sessions.values()].map(({ sessionName }) => sessionName).sort()).toEqual(
      ROLE_NAMES.map((role) => `phase-mirror-${role}-900100`).sort(),
    );
  });
});

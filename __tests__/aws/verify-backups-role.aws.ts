/** Backups checked under each role: token → STS front → authorising front → moto. Only verify may, and only so much. */
import { UpdateContinuousBackupsCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BackupReport, loadOperator } from '../../src/oracle.js';
import { type AuthorizingFront, startAuthorizingFront } from '../support/authorizing-front.js';
import { bareClients, endpointOf, freshEnvironment, optionsOf, provision, REGION, TABLES } from '../support/aws-rig.js';
import { startBackupWindow } from '../support/backup-window.js';
import type { Loopback } from '../support/loopback.js';
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
const { environment, baselineBucket: bucket, ...rest } = optionsOf(endpoint, freshEnvironment());
const account: AccountFacts = { ...ACCOUNT, region: REGION, environment, bucket };
const bare = bareClients(endpoint);
let rig: WebIdentityRig;
let gate: Loopback;
let front: AuthorizingFront;

beforeAll(async () => {
  await provision(bare, { environment, baselineBucket: bucket, ...rest });
  for (const name of Object.keys(TABLES)) {
    const TableName = `mirror-dissonance-${environment}-${name}`;
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    await bare.dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
  }
  rig = await startWebIdentityRig({ upstream: endpoint }, account);
  gate = await startBackupWindow(endpoint);
  front = await startAuthorizingFront({
    ...{ upstream: gate.url, sessions: rig.sts.sessions, account: account.account_id },
    permissions: Object.fromEntries(
      ROLE_NAMES.map((role) => [roleArn(role), permissionPolicy(role, account, REPOSITORY.repository_id)]),
    ),
  });
});
afterAll(async () => {
  bare.destroy();
  await Promise.all([rig.close(), front.close(), gate.close()]);
});

async function verifyAs(role: RoleName): Promise<BackupReport> {
  const { verifyBackups } = await loadOperator();
  return await verifyBackups({
    ...{ environment, region: REGION, bucket, keys: [], clock: { now: Date.now } },
    endpoints: { dynamodb: front.url, s3: front.url },
    credentials: rig.provider(role, JOBS[role]),
  });
}

describe('verify-backups under the roles of the Terraform, on moto', () => {
  it('verify may all that it takes, and asks for nothing else', async () => {
    const report = await verifyAs('verify');
    expect([report.ok, report.tables.flatMap(({ problems }) => problems)]).toEqual([true, []]);
    expect(front.unjudged).toEqual([]);
    expect(front.calls.filter(({ allowed }) => !allowed)).toEqual([]);
    const deleted = front.calls.filter(({ action }) => action === 'dynamodb:DeleteTable');
    expect(deleted.length).toBeGreaterThanOrEqual(3);
    for (const { resource } of deleted) expect(resource).toContain(':table/verify.mirror-dissonance-');
  });

  it.each(ROLE_NAMES.filter((role) => role !== 'verify'))('%s may not: every table is a problem', async (role) => {
    const report = await verifyAs(role);
    expect(report.ok).toBe(false);
    for (const { problems } of report.tables) {
      expect(problems).toEqual([expect.stringMatching(/was refused \(AccessDenied\w*\) \(ACCESS_DENIED\)/)]);
    }
  });
});

/** Who may take which role, and what it may do then. */
import assert from 'node:assert/strict';
import { METRIC_NAMESPACE } from '../../../src/aws/metrics.ts';
import { decide } from '../../support/iam.ts';
import { organisationTrustPolicy, permissionPolicy, trustPolicy } from '../../support/role-policies.ts';
import { many, sorted } from '../plan.mjs';

/**
 * What each role may do, beside the templates that say it. A role that gains an action has to gain it here as well, where
 * a reviewer sees it. __tests__/aws/role-permissions.test.ts derives from the code that none of it is too much.
 */
const ACTIONS = {
  evaluate: ['dynamodb:Query', 'kms:Decrypt', 's3:GetObject', 's3:ListBucket', 's3:ListBucketVersions'],
  record: [
    'cloudwatch:PutMetricData',
    'dynamodb:BatchGetItem',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:Query',
    'dynamodb:UpdateItem',
    'kms:Decrypt',
    's3:GetObject',
    's3:ListBucket',
    's3:ListBucketVersions',
    'ssm:GetParameters',
    'ssm:GetParametersByPath',
  ],
  drift: [
    'cloudwatch:PutMetricData',
    'kms:Decrypt',
    's3:GetObject',
    's3:GetObjectVersion',
    's3:ListBucket',
    's3:ListBucketVersions',
  ],
  accept: [
    'kms:Decrypt',
    'kms:GenerateDataKey',
    'kms:Sign',
    's3:GetObject',
    's3:GetObjectVersion',
    's3:ListBucket',
    's3:ListBucketVersions',
    's3:PutObject',
  ],
  calibrate: [
    'cloudwatch:PutMetricData',
    'dynamodb:BatchGetItem',
    'dynamodb:GetItem',
    'dynamodb:Query',
    'dynamodb:UpdateItem',
    'kms:Decrypt',
    'kms:GenerateDataKey',
    'kms:Sign',
    's3:GetObject',
    's3:ListBucket',
    's3:ListBucketVersions',
    's3:PutObject',
    'ssm:GetParameters',
  ],
  operate: [
    'cloudwatch:PutMetricData',
    'dynamodb:BatchGetItem',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:Query',
    'kms:Decrypt',
    'kms:Encrypt',
    'ssm:DeleteParameter',
    'ssm:GetParameters',
    'ssm:GetParametersByPath',
    'ssm:PutParameter',
  ],
  verify: [
    'dynamodb:BatchWriteItem',
    'dynamodb:DeleteItem',
    'dynamodb:DeleteTable',
    'dynamodb:DescribeContinuousBackups',
    'dynamodb:DescribeTable',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:Query',
    'dynamodb:RestoreTableToPointInTime',
    'dynamodb:Scan',
    'dynamodb:UpdateItem',
    'kms:CreateGrant',
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:Encrypt',
    'kms:GenerateDataKey',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
    's3:GetObject',
    's3:GetObjectVersion',
    's3:ListBucket',
    's3:ListBucketVersions',
  ],
};

/** @type {Record<string, (plan: import('../plan.mjs').Plan) => void>} */
export const CHECKS = {
  'roles: seven, and one of its own for each repository'(plan) {
    const shared = ['calibrate', 'evaluate', 'operate', 'record', 'verify'];
    const own = Object.keys(plan.repositories).flatMap((key) => [`accept/${key}`, `drift/${key}`]);
    assert.deepEqual(sorted(Object.keys(plan.roles)), sorted([...shared, ...own]));
  },

  'roles: trust is what the trust tests judge'(plan) {
    const governing = plan.variables.governing_repository;
    for (const [index, { trust }] of Object.entries(plan.roles)) {
      const [role, key] = index.split('/');
      const everywhere = role === 'evaluate' || role === 'record';
      const members = everywhere ? Object.values(plan.repositories) : [plan.repositories[key ?? governing]];
      const { Version, Statement } = trustPolicy(role, plan.account, members);
      const { organisation } = plan.variables;
      const more =
        organisation && everywhere ? organisationTrustPolicy(role, plan.account, organisation).Statement : [];
      assert.deepEqual(trust, { Version, Statement: [...Statement, ...more] }, index);
    }
  },

  'roles: subjects are exact'(plan) {
    const claim = 'token.actions.githubusercontent.com';
    for (const [index, { trust }] of Object.entries(plan.roles)) {
      for (const { Sid, Action, Condition } of trust.Statement) {
        assert.equal(Action, 'sts:AssumeRoleWithWebIdentity', index);
        assert.equal(Condition.StringEquals[`${claim}:aud`], 'sts.amazonaws.com', `${index}: audience`);
        const pinned = many(Condition.StringEquals[`${claim}:job_workflow_ref`] ?? []);
        const repositories = many(Condition.StringEquals[`${claim}:repository_id`] ?? []);
        assert.ok(pinned.length + repositories.length > 0, `${index}, ${Sid}: for repositories of any id`);
        assert.ok(
          pinned.every((ref) => /@[0-9a-f]{40}$/.test(ref)),
          `${index}, ${Sid}: a workflow that can move`,
        );
        for (const subject of many(Condition.StringEquals[`${claim}:sub`] ?? [])) {
          assert.ok(!/[*?]/.test(subject), `${index}: ${subject}`);
        }
        for (const pattern of many(Condition.StringLike?.[`${claim}:sub`] ?? [])) {
          const [, repository, rest] = /^repo:([^:]*)(.*)$/.exec(pattern) ?? [];
          const queue = /^:ref:refs\/heads\/gh-readonly-queue\/[^*?]+\/pr-\*$/.test(rest);
          assert.ok(pinned.length > 0 || (queue && !/[*?]/.test(repository)), `${index}: ${pattern}`);
        }
      }
    }
  },

  // "Role trust policy length". It can be raised to 8,192, on request: an example should not need that.
  'roles: trust fits the quota that an account starts with'(plan) {
    for (const [index, { assume_role_policy }] of Object.entries(plan.roles)) {
      assert.ok(assume_role_policy.length <= 2048, `${index}: ${assume_role_policy.length} characters`);
    }
  },

  'roles: a pull request reaches evaluate alone'(plan) {
    const provider = `arn:aws:iam::${plan.variables.account_id}:oidc-provider/token.actions.githubusercontent.com`;
    const taken = (repository, claims) => {
      const { owner, owner_id, name, repository_id } = repository;
      const subject = (tail) => [
        `repo:${owner}/${name}:${tail}`,
        `repo:${owner}@${owner_id}/${name}@${repository_id}:${tail}`,
      ];
      const roles = new Set();
      for (const sub of subject(claims.tail)) {
        const facts = { aud: 'sts.amazonaws.com', sub, repository_id: String(repository_id), ref: claims.ref };
        const context = Object.fromEntries(
          Object.entries(facts).map(([key, value]) => [`token.actions.githubusercontent.com:${key}`, value]),
        );
        const question = { action: 'sts:AssumeRoleWithWebIdentity', federated: provider, context };
        for (const [index, { trust }] of Object.entries(plan.roles)) {
          if (decide(trust, question) === 'allow') roles.add(index.split('/')[0]);
        }
      }
      return sorted(roles);
    };
    for (const [key, repository] of Object.entries(plan.repositories)) {
      const branch = `refs/heads/${repository.default_branch}`;
      const merge = 'refs/pull/12/merge';
      const governs = key === plan.variables.governing_repository;
      assert.deepEqual(taken(repository, { tail: 'pull_request', ref: merge }), ['evaluate'], `${key}: pull request`);
      for (const environment of ['phase-mirror-accept', 'phase-mirror-operate', 'phase-mirror-verify']) {
        const tail = `environment:${environment}`;
        assert.deepEqual(taken(repository, { tail, ref: merge }), [], `${key}: pull request in ${environment}`);
      }
      assert.deepEqual(
        taken(repository, { tail: `ref:${branch}`, ref: branch }),
        governs ? ['calibrate', 'drift', 'evaluate', 'record'] : ['drift', 'evaluate', 'record'],
        `${key}: default branch`,
      );
      assert.deepEqual(
        taken(repository, { tail: 'ref:refs/heads/topic', ref: 'refs/heads/topic' }),
        [],
        `${key}: topic`,
      );
      for (const role of ['accept', 'operate', 'verify']) {
        const claims = { tail: `environment:phase-mirror-${role}`, ref: branch };
        assert.deepEqual(
          taken(repository, claims),
          role === 'accept' || governs ? [role] : [],
          `${key}: ${claims.tail}`,
        );
      }
      const stranger = { ...repository, repository_id: 999_999_999 };
      assert.deepEqual(
        taken(stranger, { tail: `ref:${branch}`, ref: branch }),
        [],
        `${key}: somebody took the old name`,
      );
    }
  },

  'roles: permissions are what the permission tests judge'(plan) {
    for (const [index, { permissions }] of Object.entries(plan.roles)) {
      const [role, key] = index.split('/');
      const signing_key_arn = role === 'calibrate' ? plan.keys.levels.arn : plan.keys.baseline.arn;
      const id = key === undefined ? 0 : plan.repositories[key].repository_id;
      assert.deepEqual(permissions, permissionPolicy(role, { ...plan.account, signing_key_arn }, id), index);
    }
  },

  'roles: exactly these actions'(plan) {
    for (const [index, { permissions }] of Object.entries(plan.roles)) {
      const allowed = permissions.Statement.filter(({ Effect }) => Effect === 'Allow');
      const actions = new Set(allowed.flatMap(({ Action }) => many(Action)));
      assert.deepEqual(sorted(actions), ACTIONS[index.split('/')[0]], index);
    }
  },

  'roles: resources of ours alone'(plan) {
    const { environment, account_id, region } = plan.variables;
    const ours = [
      `arn:aws:dynamodb:${region}:${account_id}:table/${plan.prefix}-`,
      `arn:aws:dynamodb:${region}:${account_id}:table/verify.${plan.prefix}-`,
      `arn:aws:s3:::${plan.outputs.baseline_bucket_name}`,
      `arn:aws:ssm:${region}:${account_id}:parameter/guardian/${environment}`,
      ...Object.values(plan.keys).map(({ arn }) => arn),
    ];
    for (const [index, { permissions }] of Object.entries(plan.roles)) {
      for (const { Effect, Action, Resource, Condition } of permissions.Statement) {
        if (Effect === 'Deny') continue;
        if (Action === 'cloudwatch:PutMetricData') {
          assert.deepEqual(Condition, { StringEquals: { 'cloudwatch:namespace': METRIC_NAMESPACE } }, index);
          continue;
        }
        for (const resource of many(Resource)) {
          assert.ok(
            ours.some((start) => resource.startsWith(start)),
            `${index}: ${many(Action)} on ${resource}`,
          );
        }
        if (many(Action).some((action) => action.startsWith('kms:') && action !== 'kms:Sign')) {
          assert.ok(Condition?.StringEquals?.['kms:ViaService'], `${index}: ${many(Action)} without kms:ViaService`);
        }
      }
    }
  },

  'roles: what can be deleted is a copy or an old nonce'(plan) {
    const { environment, account_id, region } = plan.variables;
    const copies = `arn:aws:dynamodb:${region}:${account_id}:table/verify.${plan.prefix}-`;
    const nonces = `arn:aws:ssm:${region}:${account_id}:parameter/guardian/${environment}/redaction_nonce_v*`;
    for (const [index, { permissions }] of Object.entries(plan.roles)) {
      for (const { Effect, Action, Resource } of permissions.Statement.filter((one) => one.Effect === 'Allow')) {
        const deletes = many(Action).filter((action) => /:(?:Delete|BatchWrite|Schedule|Disable)/.test(action));
        if (deletes.length === 0) continue;
        const fits = many(Resource).every(
          (resource) =>
            (index === 'verify' && resource.startsWith(copies)) || (index === 'operate' && resource === nonces),
        );
        assert.ok(fits, `${index}: ${Effect} ${deletes} on ${many(Resource)}`);
      }
    }
  },

  'roles: who holds the salts reads no rows of events, but the jobs that count them'(plan) {
    const { environment, account_id, region } = plan.variables;
    const salt = `arn:aws:ssm:${region}:${account_id}:parameter/guardian/${environment}/identity_salt_v1`;
    const events = `arn:aws:dynamodb:${region}:${account_id}:table/${plan.prefix}-fp-events`;
    const reads = ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'RestoreTableToPointInTime'];
    const may = ({ permissions }, action, ...resources) =>
      resources.some((resource) => decide(permissions, { action, resource }) === 'allow');
    const both = Object.entries(plan.roles).filter(
      ([, role]) =>
        ['GetParameter', 'GetParameters'].some((name) => may(role, `ssm:${name}`, salt)) &&
        reads.some((name) => may(role, `dynamodb:${name}`, events, `${events}/index/FindingIndex`)),
    );
    assert.deepEqual(sorted(both.map(([index]) => index)), ['calibrate', 'record']);
  },

  'roles: drift and accept see their own repository'(plan) {
    for (const [key, { repository_id }] of Object.entries(plan.repositories)) {
      for (const role of ['drift', 'accept']) {
        const { permissions } = plan.roles[`${role}/${key}`];
        const objects = permissions.Statement.filter(({ Action }) => many(Action).includes('s3:GetObject'));
        assert.deepEqual(
          objects.flatMap(({ Resource }) => many(Resource)),
          [`arn:aws:s3:::${plan.outputs.baseline_bucket_name}/baselines/${repository_id}/*`],
          `${role}/${key}`,
        );
      }
    }
  },
};

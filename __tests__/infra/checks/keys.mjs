/** Keys, and who uses them. */
import assert from 'node:assert/strict';
import { many, sorted } from '../plan.mjs';

/** Who may use a key beside IAM of the account, and for what. */
const KEY_SERVICES = {
  data: [],
  baseline: [],
  levels: [],
  operations: [
    'cloudtrail.amazonaws.com kms:DescribeKey',
    'cloudtrail.amazonaws.com kms:GenerateDataKey*',
    'cloudwatch.amazonaws.com kms:Decrypt',
    'cloudwatch.amazonaws.com kms:GenerateDataKey*',
  ],
};

/** @type {Record<string, (plan: import('../plan.mjs').Plan) => void>} */
export const CHECKS = {
  'keys: rotated, and slow to delete'({ keys }) {
    for (const [name, key] of Object.entries(keys)) {
      const signs = name === 'baseline' || name === 'levels';
      assert.equal(key.enable_key_rotation === true, !signs, `${name}: rotation`);
      assert.ok(key.deletion_window_in_days >= 30, `${name}: deleted after ${key.deletion_window_in_days} days`);
    }
  },

  'keys: sign as the code signs'(plan) {
    for (const use of ['baseline', 'levels']) {
      const { key_usage, customer_master_key_spec, description, key_id } = plan.keys[use];
      assert.deepEqual([key_usage, customer_master_key_spec], ['SIGN_VERIFY', 'ECC_NIST_P256'], use);
      // src/privacy/signing-key.ts: the command finds keys by these.
      assert.equal(description, `Phase Mirror, ${plan.variables.environment}: signs ${use}`);
      const { name, target_key_id } = plan.at(`module.kms.aws_kms_alias.signing["${use}"]`);
      assert.deepEqual([name, target_key_id], [`alias/${plan.prefix}-${use}`, key_id]);
    }
  },

  'keys: who uses them'(plan) {
    for (const [name, { policy }] of Object.entries(plan.keys)) {
      const services = [];
      for (const { Effect, Principal, Action, Condition } of JSON.parse(policy).Statement) {
        assert.equal(Effect, 'Allow', name);
        if (Principal.AWS !== undefined) {
          assert.deepEqual(
            [Principal, Action],
            [{ AWS: `arn:aws:iam::${plan.variables.account_id}:root` }, 'kms:*'],
            name,
          );
        } else {
          assert.ok(Condition !== undefined, `${name}: ${Principal.Service} without a condition`);
          services.push(...many(Action).map((action) => `${Principal.Service} ${action}`));
        }
      }
      assert.deepEqual(sorted(services), KEY_SERVICES[name], name);
      assert.ok(policy.includes(':root'), `${name}: nobody could change its policy any more`);
    }
  },
};

/** What there is, and what it is called. */
import assert from 'node:assert/strict';
import { ROLE_NAMES } from '../../support/role-policies.ts';

/** Everything a plan may hold: nothing that keeps a secret, runs code, or opens a network. */
const TYPES = [
  'aws_cloudtrail',
  'aws_cloudwatch_dashboard',
  'aws_cloudwatch_metric_alarm',
  'aws_dynamodb_table',
  'aws_iam_openid_connect_provider',
  'aws_iam_role',
  'aws_iam_role_policy',
  'aws_kms_alias',
  'aws_kms_key',
  'aws_s3_bucket',
  'aws_s3_bucket_lifecycle_configuration',
  'aws_s3_bucket_object_lock_configuration',
  'aws_s3_bucket_ownership_controls',
  'aws_s3_bucket_policy',
  'aws_s3_bucket_public_access_block',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_s3_bucket_versioning',
  'aws_sns_topic',
  'aws_sns_topic_policy',
  'aws_sns_topic_subscription',
];

/** @type {Record<string, (plan: import('../plan.mjs').Plan) => void>} */
export const CHECKS = {
  'types: nothing but what is meant'(plan) {
    const strange = plan.resources.filter(({ type }) => !TYPES.includes(type)).map(({ address }) => address);
    assert.deepEqual(strange, []);
  },

  'names: as the code spells them'(plan) {
    const { environment, account_id } = plan.variables;
    const { fp_events_table_name, consent_table_name, block_counter_table_name, baseline_bucket_name } = plan.outputs;
    assert.deepEqual(
      { fp_events_table_name, consent_table_name, block_counter_table_name, baseline_bucket_name },
      {
        fp_events_table_name: `mirror-dissonance-${environment}-fp-events`,
        consent_table_name: `mirror-dissonance-${environment}-consent`,
        block_counter_table_name: `mirror-dissonance-${environment}-block-counter`,
        baseline_bucket_name: `mirror-dissonance-${environment}-${account_id}-baselines`,
      },
    );
    assert.equal(plan.outputs.nonce_parameter_name, `/guardian/${environment}/redaction_nonce_v1`);
    assert.equal(plan.outputs.fp_events_table_arn, plan.tables['fp-events'].arn);
    assert.equal(plan.outputs.kms_key_id, plan.keys.data.key_id);
  },

  'names: staging and production share none'(plan) {
    const names = plan.resources
      .map(({ values }) => values.name ?? values.bucket ?? values.alarm_name ?? values.dashboard_name)
      .filter((name) => typeof name === 'string' && !ROLE_NAMES.includes(name));
    const { environment } = plan.variables;
    assert.deepEqual(
      names.filter((name) => !name.includes(`-${environment}`)),
      [],
    );
  },

  'secrets: none in the state'(plan) {
    const secret = /^(?:aws_ssm_parameter|aws_secretsmanager_|random_|tls_|terraform_data)/;
    assert.deepEqual(
      plan.resources.filter(({ type }) => secret.test(type)).map(({ address }) => address),
      [],
    );
    // Sixty-four hex digits are a nonce or a salt.
    assert.ok(!/\b[0-9a-f]{64}\b/.test(JSON.stringify(plan.resources)), 'something in the plan looks like a secret');
  },

  'state: buckets and keys are not destroyed by a plan'(plan) {
    // Terraform does not show it in a plan, so it is read from the files.
    for (const file of ['modules/baselines', 'modules/kms', 'modules/audit', 'bootstrap'].map(
      (one) => `${one}/main.tf`,
    )) {
      const blocks = plan.read(file).split(/^(?=resource )/m);
      for (const block of blocks.filter((one) => /^resource "aws_(?:s3_bucket|kms_key)" /.test(one))) {
        const [name] = block.split(' {', 1);
        const kept = /^ {2}lifecycle \{\n {4}prevent_destroy = true\n {2}\}$/m.test(block);
        assert.ok(kept, `${file}: ${name} can be destroyed`);
      }
    }
  },
};

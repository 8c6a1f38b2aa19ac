/** Tables and buckets. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { decide } from '../../support/iam.ts';
import { byName, sorted } from '../plan.mjs';

const SOURCE = new URL('../../../src/', import.meta.url);

/** Names that the DynamoDB stores write, as keys of an item. */
function written() {
  const folder = new URL('stores/aws/', SOURCE);
  const text = readdirSync(folder)
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n');
  return (attribute) => new RegExp(`\\b${attribute}: (?:S\\(|N\\(|sk,|pk,)`).test(text);
}

/** What a bucket policy refuses, whoever asks. */
function refused(policy, action, resource, context) {
  const denials = policy.Statement.filter(({ Effect, Principal }) => Effect === 'Deny' && Principal === '*');
  const Statement = denials.map(({ Principal, ...statement }) => statement);
  return decide({ Version: policy.Version, Statement }, { action, resource, context }) === 'deny';
}

const TLS = { 'aws:SecureTransport': 'true' };

/** @type {Record<string, (plan: import('../plan.mjs').Plan) => void>} */
export const CHECKS = {
  'tables: keys and indexes of tables.json'(plan) {
    const wanted = JSON.parse(plan.read('modules/storage/tables.json'));
    assert.deepEqual(sorted(Object.keys(plan.tables)), ['block-counter', 'consent', 'fp-events']);
    for (const [name, table] of Object.entries(plan.tables)) {
      const { hash_key, range_key, attributes, indexes } = wanted[name];
      assert.deepEqual([table.hash_key, table.range_key, table.billing_mode], [hash_key, range_key, 'PAY_PER_REQUEST']);
      assert.deepEqual(
        byName(table.attribute),
        byName(Object.entries(attributes).map(([key, type]) => ({ name: key, type }))),
      );
      assert.deepEqual(
        byName(
          table.global_secondary_index.map((index) => ({
            ...{ name: index.name, hash_key: index.hash_key },
            ...{ range_key: index.range_key, projection: index.projection_type },
          })),
        ),
        byName(Object.entries(indexes).map(([key, index]) => ({ name: key, ...index }))),
      );
    }
  },

  'tables: attributes that the stores write'(plan) {
    const isWritten = written();
    const indexes = { 'fp-events': ['FindingIndex', 'RuleIndex'], consent: [], 'block-counter': [] };
    for (const [name, table] of Object.entries(plan.tables)) {
      assert.deepEqual(sorted(table.global_secondary_index.map((index) => index.name)), indexes[name]);
      const unwritten = table.attribute.map((attribute) => attribute.name).filter((attribute) => !isWritten(attribute));
      assert.deepEqual(unwritten, [], `${name}: the stores write no such attribute`);
    }
  },

  'tables: TTL on the attribute that the stores write'(plan) {
    assert.ok(written()('expiresAt'), 'the stores write expiresAt');
    for (const [name, { ttl }] of Object.entries(plan.tables)) {
      assert.deepEqual(ttl, [{ attribute_name: 'expiresAt', enabled: true }], name);
    }
  },

  'tables: point-in-time recovery'(plan) {
    for (const [name, table] of Object.entries(plan.tables)) {
      assert.deepEqual(
        table.point_in_time_recovery.map(({ enabled }) => enabled),
        [true],
        name,
      );
    }
  },

  'tables: encrypted with our key'(plan) {
    for (const [name, { server_side_encryption }] of Object.entries(plan.tables)) {
      assert.deepEqual(server_side_encryption, [{ enabled: true, kms_key_arn: plan.keys.data.arn }], name);
    }
  },

  'tables: protected from deletion'(plan) {
    for (const [name, table] of Object.entries(plan.tables))
      assert.equal(table.deletion_protection_enabled, true, name);
  },

  'buckets: private'(plan) {
    for (const block of plan.buckets('aws_s3_bucket_public_access_block')) {
      const { bucket, block_public_acls, block_public_policy, ignore_public_acls, restrict_public_buckets } = block;
      const all = [block_public_acls, block_public_policy, ignore_public_acls, restrict_public_buckets];
      assert.deepEqual(all, [true, true, true, true], bucket);
    }
    for (const { bucket, rule } of plan.buckets('aws_s3_bucket_ownership_controls')) {
      assert.deepEqual(rule, [{ object_ownership: 'BucketOwnerEnforced' }], bucket);
    }
  },

  'buckets: versioned'(plan) {
    for (const { bucket, versioning_configuration } of plan.buckets('aws_s3_bucket_versioning')) {
      assert.equal(versioning_configuration[0].status, 'Enabled', bucket);
    }
  },

  'buckets: encrypted with our keys'(plan) {
    const { data, operations } = plan.keys;
    for (const { bucket, rule } of plan.buckets('aws_s3_bucket_server_side_encryption_configuration')) {
      const [{ sse_algorithm, kms_master_key_id }] = rule[0].apply_server_side_encryption_by_default;
      const key = bucket.endsWith('-baselines') ? data : operations;
      assert.deepEqual([sse_algorithm, kms_master_key_id], ['aws:kms', key.arn], bucket);
    }
  },

  'buckets: TLS only'(plan) {
    for (const { bucket, policy } of plan.buckets('aws_s3_bucket_policy')) {
      const document = JSON.parse(policy);
      const plain = { 'aws:SecureTransport': 'false' };
      for (const resource of [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/levels/state.json`]) {
        assert.ok(refused(document, 's3:GetObject', resource, plain), `${resource} can be read without TLS`);
        assert.ok(!refused(document, 's3:GetObject', resource, TLS), `${resource} cannot be read at all`);
      }
    }
  },

  'buckets: old versions go, current ones stay'(plan) {
    for (const { bucket, rule } of plan.buckets('aws_s3_bucket_lifecycle_configuration')) {
      const days = rule.flatMap((one) => one.noncurrent_version_expiration ?? []).map((one) => one.noncurrent_days);
      assert.equal(days.length, 1, bucket);
      assert.deepEqual(
        rule.map(({ status }) => status),
        ['Enabled', 'Enabled'],
        bucket,
      );
      const current = rule.flatMap((one) => one.expiration ?? []);
      if (!bucket.endsWith('-baselines')) continue;
      assert.deepEqual([days[0] >= 90, current], [true, []], bucket);
    }
  },

  'baselines: no other encryption, no other key'(plan) {
    const { bucket, policy } = plan.buckets('aws_s3_bucket_policy').find((one) => one.bucket.endsWith('-baselines'));
    const document = JSON.parse(policy);
    const put = (headers) =>
      refused(document, 's3:PutObject', `arn:aws:s3:::${bucket}/levels/state.json`, { ...TLS, ...headers });
    const header = 's3:x-amz-server-side-encryption';
    const other = 'arn:aws:kms:eu-central-1:111122223333:key/other';
    assert.ok(!put({}), 'what the stores send, no header at all, is refused');
    assert.ok(!put({ [header]: 'aws:kms', [`${header}-aws-kms-key-id`]: plan.keys.data.arn }), 'our key is refused');
    assert.ok(put({ [header]: 'AES256' }), 'a key of S3 is taken');
    assert.ok(put({ [header]: 'aws:kms', [`${header}-aws-kms-key-id`]: other }), 'another key is taken');
    assert.ok(put({ [`${header}-customer-algorithm`]: 'AES256' }), 'a key of the caller is taken');
  },

  'baselines: object lock where it is asked for'(plan) {
    const days = plan.variables.object_lock_days ?? 0;
    assert.equal(plan.at('module.baselines.aws_s3_bucket.this').object_lock_enabled, days > 0);
    const locks = plan.resources.filter(({ type }) => type === 'aws_s3_bucket_object_lock_configuration');
    assert.deepEqual(
      locks.map(({ values }) => values.rule[0].default_retention[0]).map((one) => [one.mode, one.days]),
      days > 0 ? [['GOVERNANCE', days]] : [],
    );
  },
};

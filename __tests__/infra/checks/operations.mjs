/** Alarms, the dashboard and the log. */
import assert from 'node:assert/strict';
import { COUNTERS, GAUGES, METRIC_NAMESPACE } from '../../../src/aws/metrics.ts';
import { sorted } from '../plan.mjs';

/** @type {Record<string, (plan: import('../plan.mjs').Plan) => void>} */
export const CHECKS = {
  'alarms: on metrics that the code sends'(plan) {
    const sent = { ...COUNTERS, ...GAUGES };
    for (const { values } of plan.all('aws_cloudwatch_metric_alarm')) {
      const { alarm_name, namespace, metric_name, dimensions } = values;
      assert.equal(namespace, METRIC_NAMESPACE, alarm_name);
      assert.ok(Object.hasOwn(sent, metric_name), `${alarm_name} watches ${metric_name}, which nothing sends`);
      const series = sent[metric_name].dimensions.map((names) => sorted(names).join());
      assert.ok(series.includes(sorted(Object.keys(dimensions)).join()), `${alarm_name}: no such series`);
      assert.equal(dimensions.Environment, plan.variables.environment, alarm_name);
    }
  },

  'alarms: all that are meant, and they reach somebody'(plan) {
    const alarms = plan.all('aws_cloudwatch_metric_alarm').map(({ values }) => values);
    assert.deepEqual(
      sorted(alarms.map(({ metric_name }) => metric_name)),
      sorted(Object.keys({ ...COUNTERS, ...GAUGES })),
      'every metric has its alarm',
    );
    const topic = plan.at('module.monitoring.aws_sns_topic.alarms');
    for (const { alarm_name, alarm_actions, ok_actions, actions_enabled } of alarms) {
      assert.deepEqual([alarm_actions, ok_actions], [[topic.arn], [topic.arn]], alarm_name);
      assert.notEqual(actions_enabled, false, alarm_name);
    }
    assert.equal(topic.kms_master_key_id, plan.keys.operations.arn);
    const { policy } = plan.at('module.monitoring.aws_sns_topic_policy.alarms');
    const publishers = JSON.parse(policy).Statement.filter(({ Effect }) => Effect === 'Allow');
    assert.deepEqual(
      publishers.map(({ Principal, Action, Condition }) => [Principal.Service, Action, Object.keys(Condition).length]),
      [['cloudwatch.amazonaws.com', 'sns:Publish', 2]],
    );
    const mails = plan.resources.filter(({ type }) => type === 'aws_sns_topic_subscription');
    assert.deepEqual(sorted(mails.map(({ values }) => values.endpoint)), sorted(plan.variables.alarm_emails ?? []));
  },

  'dashboard: metrics that are sent'(plan) {
    const { dashboard_body } = plan.at('module.monitoring.aws_cloudwatch_dashboard.this');
    const { widgets } = JSON.parse(dashboard_body);
    const ours = widgets
      .flatMap(({ properties }) => properties.metrics ?? [])
      .filter(([space]) => space === METRIC_NAMESPACE);
    assert.deepEqual(sorted(ours.map(([, name]) => name)), sorted(Object.keys({ ...COUNTERS, ...GAUGES })));
    const names = plan.all('aws_cloudwatch_metric_alarm').map(({ values }) => values.alarm_name);
    const shown = widgets.flatMap(({ properties }) => properties.alarms ?? []).map((arn) => arn.split(':alarm:')[1]);
    assert.deepEqual(sorted(shown), sorted(names));
  },

  'audit: a trail that sees everything'(plan) {
    const trail = plan.at('module.audit.aws_cloudtrail.this');
    const { is_multi_region_trail, enable_log_file_validation, include_global_service_events, kms_key_id } = trail;
    assert.deepEqual(
      [is_multi_region_trail, enable_log_file_validation, include_global_service_events, kms_key_id],
      [true, true, true, plan.keys.operations.arn],
    );
    assert.notEqual(trail.enable_logging, false);
    const selectors = trail.advanced_event_selector.map(({ field_selector }) =>
      Object.fromEntries(field_selector.map((one) => [one.field, sorted(one.equals ?? one.starts_with)])),
    );
    assert.deepEqual(selectors, [
      { eventCategory: ['Management'] },
      {
        eventCategory: ['Data'],
        'resources.type': ['AWS::DynamoDB::Table'],
        'resources.ARN': sorted(Object.values(plan.tables).map(({ arn }) => arn)),
      },
      {
        eventCategory: ['Data'],
        'resources.type': ['AWS::S3::Object'],
        'resources.ARN': [`arn:aws:s3:::${plan.outputs.baseline_bucket_name}/`],
      },
    ]);
  },

  'audit: the trail can write, and no other'(plan) {
    const { account_id, region } = plan.variables;
    const trail = `arn:aws:cloudtrail:${region}:${account_id}:trail/${plan.prefix}-audit`;
    const { policy } = plan.buckets('aws_s3_bucket_policy').find(({ bucket }) => bucket.endsWith('-audit'));
    const allowed = JSON.parse(policy).Statement.filter(({ Effect }) => Effect === 'Allow');
    assert.deepEqual(sorted(allowed.map(({ Action }) => Action)), ['s3:GetBucketAcl', 's3:PutObject']);
    for (const { Principal, Condition } of allowed) {
      assert.deepEqual(Principal, { Service: 'cloudtrail.amazonaws.com' });
      assert.equal(Condition.StringEquals['aws:SourceArn'], trail);
    }
    const uses = JSON.parse(plan.keys.operations.policy).Statement.filter(
      ({ Principal }) => Principal.Service === 'cloudtrail.amazonaws.com',
    );
    for (const { Condition } of uses) assert.equal(Condition.StringEquals['aws:SourceArn'], trail);
    assert.equal(plan.at('module.audit.aws_cloudtrail.this').name, `${plan.prefix}-audit`);
    // With a bucket key CloudTrail asks for kms:Decrypt when the trail is made, which the key's policy does not give it.
    const { rule } = plan
      .buckets('aws_s3_bucket_server_side_encryption_configuration')
      .find(({ bucket }) => bucket.endsWith('-audit'));
    assert.equal(rule[0].bucket_key_enabled, false, 'the log bucket has a bucket key');
  },

  'order: what AWS refuses before something else is there'(plan) {
    const first = {
      'module.audit.aws_cloudtrail.this': 'aws_s3_bucket_policy.log',
      'module.audit.aws_s3_bucket_policy.log': 'aws_s3_bucket_public_access_block.log',
      'module.audit.aws_s3_bucket_lifecycle_configuration.log': 'aws_s3_bucket_versioning.log',
      'module.baselines.aws_s3_bucket_policy.this': 'aws_s3_bucket_public_access_block.this',
      'module.baselines.aws_s3_bucket_lifecycle_configuration.this': 'aws_s3_bucket_versioning.this',
      'module.baselines.aws_s3_bucket_object_lock_configuration.this': 'aws_s3_bucket_versioning.this',
      'module.github_oidc.aws_iam_role.this': 'aws_iam_openid_connect_provider.github',
    };
    const early = Object.entries(first).filter(([address, before]) => !plan.after[address]?.includes(before));
    assert.deepEqual(early, []);
  },
};

/**
 * Alarms, metrics and code say the same. That each alarm is reached by runs of the product is shown by
 * `npm run test:alarms`; here is what needs no server.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { COUNTERS, GAUGES, METRIC_NAMESPACE } from '../../src/aws/metrics.js';
import { attributeOf } from '../../src/repository/hcl.js';
import { ALARMS, METRICS } from '../support/monitoring.js';
import {
  blocksNamed,
  expressionsOf,
  literalText,
  referenceText,
  terraformFiles,
  textOfAttribute,
} from '../support/terraform.js';

/** Everything below src/ but the list itself. */
const source = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && name !== join('aws', 'metrics.ts'))
  .map((name) => readFileSync(join('src', name), 'utf8'))
  .join('\n');

describe('metrics.json', () => {
  it('is what the code sends', () => {
    const coded = Object.fromEntries(
      Object.entries({ ...COUNTERS, ...GAUGES }).map(([name, { unit, dimensions, actions }]) => [
        name,
        { unit, dimensions, actions },
      ]),
    );
    const filed = Object.fromEntries(
      Object.entries(METRICS.metrics).map(([name, { unit, dimensions, actions }]) => [
        name,
        { unit, dimensions, actions },
      ]),
    );
    expect(coded).toEqual(filed);
    expect(METRICS.namespace).toBe(METRIC_NAMESPACE);
    expect(new Set(Object.values(METRICS.metrics).flatMap(({ actions }) => actions))).toEqual(new Set(METRICS.actions));
    expect(new Set(Object.values(METRICS.metrics).flatMap(({ dimensions }) => dimensions.flat()))).toEqual(
      new Set(METRICS.dimensions),
    );
  });

  it.each(Object.keys(METRICS.metrics))('%s is counted somewhere, and watched by an alarm', (name) => {
    const verb = name in COUNTERS ? 'add' : 'observe';
    expect(source).toMatch(new RegExp(`\\.${verb}\\('${name}'`));
    expect(ALARMS.map(({ metric }) => metric)).toContain(name);
  });

  it('is sent by roles that may, in its namespace alone', () => {
    const role: Readonly<Record<string, string>> = {
      ...{ record: 'record', 'drift-check': 'drift', calibrate: 'calibrate', nonce: 'operate' },
    };
    const policies = 'infra/terraform/modules/github-oidc/policies';
    const allowed = (name: string): string[] =>
      [...readFileSync(`${policies}/${name}.json.tftpl`, 'utf8').matchAll(/"cloudwatch:namespace": "([^"]+)"/g)].map(
        ([, namespace = '']) => namespace,
      );
    for (const action of METRICS.actions)
      expect([action, allowed(role[action] ?? '')]).toEqual([action, [METRICS.namespace]]);
    for (const name of ['evaluate', 'accept'])
      expect(readFileSync(`${policies}/${name}.json.tftpl`, 'utf8')).not.toContain('cloudwatch:');
  });
});

describe('alarms.json', () => {
  const KEYS = [
    ...['name', 'namespace', 'metric', 'dimensions', 'statistic', 'period', 'evaluationPeriods', 'threshold'],
    ...['comparison', 'treatMissingData', 'description', 'runbook'],
  ];

  it('names every alarm once, and the six things that have to be watched', () => {
    expect(ALARMS.map(({ name }) => name)).toEqual([
      ...['store-throttled', 'rule-false-positive-rate', 'breaker-opened', 'nonce-rotation-overdue'],
      ...['nonce-rotation-failed', 'parameter-access-errors', 'action-errors'],
    ]);
  });

  it.each(ALARMS)('$name watches a series that is sent, with values that CloudWatch takes', (alarm) => {
    expect(Object.keys(alarm)).toEqual(KEYS);
    expect(alarm.namespace).toBe(METRICS.namespace);
    const metric = METRICS.metrics[alarm.metric];
    if (metric === undefined) throw new Error(`nobody sends ${alarm.metric}`);
    expect(metric.dimensions).toContainEqual(alarm.dimensions);
    expect(['Sum', 'Minimum', 'Maximum']).toContain(alarm.statistic);
    // A sum of ages or rates would say nothing.
    expect(alarm.statistic === 'Sum').toBe(alarm.metric in COUNTERS);
    expect(['GreaterThanThreshold', 'GreaterThanOrEqualToThreshold']).toContain(alarm.comparison);
    expect(['notBreaching', 'ignore']).toContain(alarm.treatMissingData);
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    expect(alarm.period % 60).toBe(0);
    expect(alarm.period * alarm.evaluationPeriods).toBeLessThanOrEqual(86_400);
    // 0 is what a run without trouble sends.
    expect(alarm.threshold).toBeGreaterThan(0);
  });

  it.each(ALARMS)('$name leads to a page that exists', ({ runbook, description }) => {
    const [path = '', anchor = ''] = runbook.split('#');
    const anchors = [...readFileSync(path, 'utf8').matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    );
    expect(anchors).toContain(anchor);
    expect(description).toMatch(/^[A-Z].*\.$/);
  });
});

describe('the Terraform', () => {
  const files = terraformFiles();
  const alarms = blocksNamed(files, 'resource', 'aws_cloudwatch_metric_alarm');

  it('has alarms', () => {
    expect(alarms.length).toBeGreaterThan(0);
  });

  it.each(alarms.map((block) => ({ label: block.labels[1] ?? '', block })))(
    'aws_cloudwatch_metric_alarm.$label takes everything from alarms.json, or names what is sent',
    ({ block: { body } }) => {
      const literal = textOfAttribute(body, 'metric_name');
      if (literal !== undefined) {
        expect(textOfAttribute(body, 'namespace')).toBe(METRICS.namespace);
        expect(Object.keys(METRICS.metrics)).toContain(literal);
        return;
      }
      const taken = {
        ...{ namespace: 'namespace', metric_name: 'metric', statistic: 'statistic', period: 'period' },
        ...{ evaluation_periods: 'evaluationPeriods', threshold: 'threshold', comparison_operator: 'comparison' },
        treat_missing_data: 'treatMissingData',
      };
      for (const [attribute, key] of Object.entries(taken)) {
        expect([attribute, referenceText(attributeOf(body, attribute))]).toEqual([attribute, `each.value.${key}`]);
      }
      const used = [...expressionsOf(body)].flatMap((expression) => {
        const path = expression.kind === 'reference' ? expression.path : [];
        return path[0] === 'each' && path[1] === 'value' ? [path[2]] : [];
      });
      for (const key of used) expect(Object.keys(ALARMS[0] ?? {})).toContain(key);
      // Without dimensions an alarm watches another series: one that nobody sends.
      expect(attributeOf(body, 'dimensions')).not.toBe(undefined);
    },
  );

  it('shows on dashboards what is sent', () => {
    const shown = files.flatMap(({ body }) =>
      [...expressionsOf(body)].flatMap((expression) => {
        if (expression.kind !== 'list' || literalText(expression.items[0]) !== METRICS.namespace) return [];
        return [literalText(expression.items[1])].filter((name) => name !== undefined);
      }),
    );
    expect(shown.filter((name) => !(name in METRICS.metrics))).toEqual([]);
  });
});

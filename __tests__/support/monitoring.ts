/** The metrics and alarms that Terraform reads. */
import { readFileSync } from 'node:fs';

const FOLDER = 'infra/terraform/modules/monitoring';

export interface MetricDefinition {
  readonly unit: string;
  readonly dimensions: readonly (readonly string[])[];
  readonly actions: readonly string[];
  readonly meaning: string;
}

export interface MetricsFile {
  readonly namespace: string;
  readonly dimensions: readonly string[];
  readonly actions: readonly string[];
  readonly metrics: Readonly<Record<string, MetricDefinition>>;
}

export interface AlarmDefinition {
  readonly name: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: readonly string[];
  readonly statistic: 'Sum' | 'Minimum' | 'Maximum';
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly threshold: number;
  readonly comparison: 'GreaterThanThreshold' | 'GreaterThanOrEqualToThreshold';
  readonly treatMissingData: 'notBreaching' | 'ignore';
  readonly description: string;
  /** `docs/runbook.md#anchor` */
  readonly runbook: string;
}

export const METRICS = JSON.parse(readFileSync(`${FOLDER}/metrics.json`, 'utf8')) as MetricsFile;
export const ALARMS = JSON.parse(readFileSync(`${FOLDER}/alarms.json`, 'utf8')) as readonly AlarmDefinition[];

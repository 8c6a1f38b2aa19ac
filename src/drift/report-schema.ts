/**
 * The drift report's runtime schema, and the source of schema/drift.v1.json: it uses only what `@valibot/to-json-schema`
 * can express. Apart from what writes the report: L0 looks at it in every run.
 */
import * as v from 'valibot';
import { SEVERITIES } from '../rules/types.js';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const severity = v.picklist(SEVERITIES);
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const texts = v.array(v.string());

const fact = v.strictObject({
  kind: v.string(),
  sentence: v.string(),
  severity,
  widened: v.boolean(),
  schema: v.boolean(),
  place: v.strictObject({ path: v.string(), line: count, gone: v.boolean() }),
});

const file = v.strictObject({
  kind: v.picklist(['added', 'removed', 'modified', 'renamed', 'mode-changed']),
  path: v.string(),
  from: v.string(),
  sentence: v.string(),
  severity,
  widened: v.boolean(),
  schema: v.boolean(),
  uncommitted: v.boolean(),
  change: v.nullable(v.strictObject({ commit: v.string(), author: v.string(), date: v.string(), subject: v.string() })),
  facts: v.array(fact),
});

export const driftReportSchema = v.pipe(
  v.strictObject({
    schemaVersion: v.literal('1'),
    run: v.strictObject({ startedAt: v.string(), url: v.string(), store: v.string() }),
    tool: v.string(),
    repository: v.string(),
    repositoryId: count,
    branch: v.string(),
    commit: v.nullable(v.string()),
    accepted: v.strictObject({
      commit: v.string(),
      at: v.string(),
      by: v.strictObject({ name: v.string(), kind: v.picklist(['github', 'local', 'aws']) }),
      reason: v.string(),
      runUrl: v.string(),
      sequence: count,
      digest: v.string(),
      signed: v.boolean(),
    }),
    drift: v.boolean(),
    id: v.pipe(v.string(), v.description('Equal for equal drifts; empty for none.')),
    severity: v.nullable(severity),
    widened: v.boolean(),
    schema: v.boolean(),
    magnitude: v.strictObject({
      changed: count,
      total: count,
      value: share,
      maximum: v.number(),
      tooLarge: v.boolean(),
    }),
    complete: v.boolean(),
    degraded: v.array(v.strictObject({ code: v.string(), text: v.string() })),
    notes: texts,
    notCompared: texts,
    files: v.pipe(v.array(file), v.description('Worst first.')),
    others: v.pipe(v.array(fact), v.description('What changed in no file that changed. Worst first.')),
  }),
  v.title('Drift of a repository, version 1'),
);

export type DriftReport = v.InferOutput<typeof driftReportSchema>;

/**
 * The report's runtime schema. It says what `Report` in types.ts says (a type-level test holds the two together) and
 * is the source of schema/report.v1.json, so it uses only what `@valibot/to-json-schema` can express.
 */
import * as v from 'valibot';
import { PhaseMirrorError } from '../errors.js';
import { LEVELS, SEVERITIES } from '../rules/types.js';
import type { Report } from './types.js';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const severity = v.picklist(SEVERITIES);
const level = v.picklist(LEVELS);
const date = v.pipe(v.string(), v.regex(/^(\d{4}-\d{2}-\d{2})?$/));

const evidence = v.strictObject({
  path: v.string(),
  startLine: count,
  endLine: count,
  excerpt: v.string(),
  label: v.string(),
  fact: v.exactOptional(v.string()),
});

const gap = v.strictObject({
  evidence: v.string(),
  reason: v.string(),
  next: v.string(),
  cause: v.picklist(['tree', 'environment', 'not-asked']),
});

const sourceAnswer = v.strictObject({
  source: v.string(),
  status: v.picklist(['answered', 'none', 'forbidden', 'not-found', 'unavailable', 'not-asked', 'unreadable']),
  detail: v.string(),
});

const ruleReport = v.strictObject({
  id: v.pipe(v.string(), v.minLength(1)),
  name: v.string(),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  summary: v.string(),
  severity,
  level,
  levelOrigin: v.string(),
  state: v.picklist(['evaluated', 'not-applicable', 'not-evaluated', 'tool-error', 'off']),
  reason: v.string(),
  gaps: v.array(gap),
  findings: v.strictObject({ new: count, older: count, suppressed: count }),
  record: v.nullable(
    v.strictObject({
      reviewed: count,
      falsePositives: count,
      upper: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    }),
  ),
});

const reportFinding = v.strictObject({
  findingId: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  fingerprint: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  status: v.picklist(['new', 'older', 'suppressed']),
  ruleId: v.pipe(v.string(), v.minLength(1)),
  ruleName: v.string(),
  ruleVersion: v.pipe(v.number(), v.integer(), v.minValue(1)),
  level,
  severity,
  title: v.pipe(v.string(), v.minLength(1)),
  what: v.string(),
  why: v.string(),
  fix: v.string(),
  path: v.string(),
  anchor: v.string(),
  evidence: v.pipe(v.array(evidence), v.minLength(1)),
  suppression: v.nullable(v.strictObject({ reason: v.string(), until: date })),
});

const decision = v.strictObject({
  outcome: v.picklist(['pass', 'warn', 'block']),
  reasons: v.array(
    v.strictObject({
      kind: v.picklist([
        'over-threshold',
        'unproven',
        'tool-error',
        'new-findings',
        'incomplete',
        'policy-weakened',
        'degraded',
        'clean',
      ]),
      text: v.string(),
      severity: v.exactOptional(severity),
      count: v.exactOptional(count),
      max: v.exactOptional(count),
    }),
  ),
});

/** Strict: a key that is not named here is an error. */
export const reportSchema = v.strictObject({
  schemaVersion: v.literal('1'),
  run: v.strictObject({
    startedAt: v.pipe(v.string(), v.isoTimestamp()),
    durationMs: v.pipe(v.number(), v.minValue(0)),
    event: v.string(),
    url: v.string(),
    runner: v.strictObject({ node: v.string(), platform: v.string() }),
    timings: v.record(v.string(), v.pipe(v.number(), v.minValue(0))),
    notChecked: v.exactOptional(v.array(v.string())),
  }),
  tool: v.strictObject({ name: v.literal('phase-mirror'), version: v.string(), ruleSet: v.string() }),
  subject: v.strictObject({ id: v.string(), repository: v.string(), branch: v.string() }),
  base: v.nullable(v.strictObject({ id: v.string() })),
  compared: v.picklist(['base', 'none']),
  complete: v.boolean(),
  degraded: v.array(v.strictObject({ code: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]*$/)), text: v.string() })),
  enforcement: v.picklist(['required-workflow', 'self-attested', 'none']),
  policy: v.strictObject({
    source: v.string(),
    thresholds: v.strictObject({ critical: count, high: count, medium: count }),
    strict: v.boolean(),
    enforceFrom: date,
  }),
  sources: v.array(sourceAnswer),
  rules: v.array(ruleReport),
  findings: v.array(reportFinding),
  lost: v.array(
    v.strictObject({
      ruleId: v.string(),
      key: v.string(),
      what: v.string(),
      path: v.exactOptional(v.string()),
      line: v.exactOptional(count),
    }),
  ),
  toolErrors: v.array(
    v.strictObject({ ruleId: v.string(), side: v.picklist(['subject', 'base']), message: v.string() }),
  ),
  l0: v.nullable(
    v.strictObject({
      mask: v.pipe(v.number(), v.integer(), v.minValue(0)),
      violations: v.array(v.strictObject({ invariant: v.string(), value: v.string(), bound: v.string() })),
    }),
  ),
  decision,
});

/**
 * Check a report before it is written anywhere.
 *
 * @returns the same content with the keys of every object in the schema's order
 * @throws PhaseMirrorError of kind `bug` that names the first value that is wrong
 */
export function validateReport(report: Report): v.InferOutput<typeof reportSchema> {
  const result = v.safeParse(reportSchema, report, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = v.getDotPath(issue) ?? 'the top';
  throw new PhaseMirrorError('bug', {
    thing: `The report, at ${where},`,
    reason: `does not match its own schema: ${issue.message}`,
    next: 'This is a mistake of Phase Mirror, not of your repository: report it with this message',
  });
}

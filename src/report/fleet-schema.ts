/**
 * The fleet report's runtime schema, and the source of schema/fleet.v1.json: it uses only what `@valibot/to-json-schema`
 * can express. The return type of `validateFleet` holds it and fleet-types.ts together.
 */
import * as v from 'valibot';
import { PhaseMirrorError } from '../errors.js';
import { LEVELS } from '../rules/types.js';
import type { FleetReport } from './fleet-types.js';
import { toJson } from './json.js';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const level = v.picklist(LEVELS);
const texts = v.array(v.string());
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/));

const rate = v.strictObject({
  events: count,
  falsePositives: count,
  truePositives: count,
  interval: v.pipe(
    v.nullable(v.strictObject({ low: share, high: share })),
    v.description(
      'Wilson interval of the false-positive rate of what was reviewed (95 %). Describes, decides nothing.',
    ),
  ),
});

const coverage = v.strictObject({
  gate: v.pipe(
    v.picklist(['present', 'missing', 'unknown']),
    v.description('unknown: there is no clone. missing: no workflow of the clone runs it; a ruleset may.'),
  ),
  workflows: texts,
  consent: v.pipe(
    v.nullable(v.strictObject({ granted: texts, reason: v.string() })),
    v.description('null: no memory, or a database, where consent is implicit.'),
  ),
  rate: v.pipe(
    v.nullable(rate),
    v.description('Recorded in the last 90 days; null: no memory, no id, or no consent to be counted.'),
  ),
  lastSeen: v.string(),
});

const repository = v.strictObject({
  name: v.string(),
  id: v.nullable(v.pipe(count, v.minValue(1))),
  identity: v.pipe(v.string(), v.description('Under the newest identity salt.')),
  path: v.string(),
  problem: v.string(),
  coverage,
  levels: v.array(
    v.strictObject({
      ruleId: v.string(),
      level,
      origin: v.picklist(['built-in', 'organisation', 'repository', 'pin']),
    }),
  ),
  blocks: v.nullable(
    v.strictObject({
      pullRequests: count,
      rules: v.array(v.strictObject({ ruleId: v.string(), pullRequests: count })),
    }),
  ),
  findings: v.nullable(v.strictObject({ total: count, suppressed: count, complete: v.boolean() })),
  expiring: v.array(
    v.strictObject({
      ruleId: v.string(),
      target: v.string(),
      until: day,
      daysLeft: count,
      path: v.string(),
      line: count,
      owner: v.string(),
    }),
  ),
  notEvaluated: v.array(v.strictObject({ ruleId: v.string(), reasons: texts })),
});

export const fleetReportSchema = v.strictObject({
  schemaVersion: v.literal('1'),
  run: v.pipe(
    v.strictObject({
      generatedAt: v.string(),
      durationMs: v.pipe(v.number(), v.minValue(0)),
      requests: v.nullable(count),
    }),
    v.description('Everything that differs between two identical runs.'),
  ),
  tool: v.strictObject({ name: v.literal('phase-mirror'), version: v.string(), ruleSet: v.string() }),
  store: v.string(),
  saltVersion: v.nullable(count),
  complete: v.pipe(v.boolean(), v.description('Everything that was asked for could be looked at.')),
  notes: texts,
  totals: v.strictObject({
    repositories: count,
    clones: count,
    gates: count,
    consented: v.nullable(count),
    recorded: v.nullable(count),
    blocked: v.nullable(count),
    expiring: count,
  }),
  rules: v.array(
    v.strictObject({
      ruleId: v.string(),
      name: v.string(),
      builtIn: level,
      levels: v.array(v.strictObject({ level, repositories: texts })),
      notEvaluated: count,
      rate: v.nullable(rate),
    }),
  ),
  repositories: v.array(repository),
});

/** @throws PhaseMirrorError `bug`, naming the first place that does not match */
export function validateFleet(report: FleetReport): v.InferOutput<typeof fleetReportSchema> {
  const parsed = v.safeParse(fleetReportSchema, report);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new PhaseMirrorError('bug', {
    thing: 'the fleet report',
    reason: `does not match its schema at ${v.getDotPath(issue) ?? 'the top'}: ${issue.message}`,
    next: 'Report it',
  });
}

/** @throws PhaseMirrorError as {@link validateFleet} */
export function renderFleetJson(report: FleetReport): string {
  return toJson(validateFleet(report));
}

/**
 * The calibration report's runtime schema, and the source of schema/calibration.v1.json: it uses only what
 * `@valibot/to-json-schema` can express. A type-level test holds it and report-types.ts together.
 */
import * as v from 'valibot';
import { PhaseMirrorError } from '../errors.js';
import { toJson } from '../report/json.js';
import { LEVELS } from '../rules/types.js';
import type { CalibrationReport } from './report-types.js';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
/** JSON has no infinity, and JSON Schema no word for what is finite. */
const FAR = 1e9;
const level = v.picklist(LEVELS);
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/));
const texts = v.array(v.string());

const evidence = v.strictObject({
  direction: v.picklist(['demote', 'promote']),
  votes: v.pipe(count, v.description('Pull requests whose votes count.')),
  falseShare: v.pipe(
    v.number(),
    v.minValue(0),
    v.maxValue(FAR),
    v.description('Sum of their shares of false positives.'),
  ),
  logE: v.pipe(
    v.number(),
    v.minValue(-FAR),
    v.maxValue(FAR),
    v.description('Natural logarithm of E. The level changes when E reaches 20.'),
  ),
  progress: v.pipe(share, v.description('How much of the way that is, on a scale of logarithms.')),
  reviewers: count,
  pullRequests: count,
  waiting: v.pipe(count, v.description('Surplus votes of one reviewer or one repository.')),
});

const rule = v.strictObject({
  ruleId: v.string(),
  ruleVersion: v.pipe(count, v.minValue(1)),
  name: v.string(),
  builtIn: level,
  level: v.pipe(level, v.description('What held when the look began.')),
  next: v.pipe(level, v.description('What holds after it.')),
  pin: v.pipe(
    v.nullable(v.strictObject({ level, path: v.string(), line: count })),
    v.description('A level in the configuration of the base, which wins over any record.'),
  ),
  evidence: v.pipe(v.nullable(evidence), v.description('null: no record changes this level.')),
  change: v.nullable(v.strictObject({ from: level, to: level, by: v.picklist(['record', 'person']), why: v.string() })),
  refused: v.pipe(texts, v.description('Why a grant that the evidence asks for is refused.')),
  reviewedOnly: v.pipe(
    v.nullable(v.strictObject({ reviewed: count, falsePositives: count, low: share, high: share })),
    v.description('What people looked at, with its Wilson interval (95 %). Describes, decides nothing.'),
  ),
  events: count,
  pending: count,
  days: v.pipe(
    v.array(v.strictObject({ day, total: count, falsePositives: count, truePositives: count })),
    v.maxLength(90),
    v.description('By UTC day, oldest first; days without events are absent.'),
  ),
});

const ingested = v.strictObject({
  read: v.strictObject({ alert: count, suppression: count, file: count }),
  stored: count,
  known: count,
  refused: v.array(v.strictObject({ reason: v.string(), count })),
  examples: v.pipe(texts, v.maxLength(50)),
  notStored: v.pipe(v.string(), v.description('Why nothing was written; empty where it was.')),
  notes: v.exactOptional(
    v.pipe(texts, v.description('Which reviewers are not known, which source was not read and why.')),
  ),
  incomplete: v.exactOptional(v.pipe(v.literal(true), v.description('There may be verdicts that were not seen.'))),
});

export const calibrationReportSchema = v.pipe(
  v.strictObject({
    schemaVersion: v.literal('1'),
    run: v.pipe(
      v.strictObject({
        generatedAt: v.pipe(v.string(), v.isoTimestamp()),
        durationMs: v.pipe(v.number(), v.minValue(0)),
        url: v.string(),
        requests: v.pipe(v.nullable(count), v.description('Requests that the stores sent; null: they send none.')),
      }),
      v.description('Everything that differs between two identical runs.'),
    ),
    tool: v.strictObject({ name: v.literal('phase-mirror'), version: v.string(), ruleSet: v.string() }),
    mode: v.picklist(['report', 'apply']),
    store: v.string(),
    environment: v.string(),
    threshold: share,
    auditRate: share,
    complete: v.pipe(v.boolean(), v.description('Everything that was to be looked at was.')),
    degraded: v.array(v.strictObject({ code: v.string(), text: v.string() })),
    notes: texts,
    repositories: v.strictObject({
      counted: count,
      leftOut: v.array(v.strictObject({ reason: v.string(), repositories: count })),
    }),
    state: v.strictObject({
      sequence: v.pipe(v.nullable(count), v.description('The state that was judged; null: there was none.')),
      signed: v.boolean(),
      published: v.pipe(v.nullable(count), v.description('The sequence that was published; null: nothing was.')),
    }),
    rules: v.pipe(v.array(rule), v.description('In the order of their ids.')),
    override: v.exactOptional(
      v.pipe(
        v.strictObject({ ruleId: v.string(), repository: v.string(), from: level, to: level, inherits: v.boolean() }),
        v.description('What a person changed for one repository alone.'),
      ),
    ),
    ingested: v.nullable(ingested),
  }),
  v.title('Levels of rules by their record, version 1'),
);

/**
 * The report as JSON: well-formed, safe to print, equal bytes for equal reports outside `run`.
 *
 * @throws PhaseMirrorError of kind `bug` when the report does not match its schema
 */
export function renderCalibrationJson(report: CalibrationReport): string {
  const result = v.safeParse(calibrationReportSchema, report, { abortEarly: true });
  // What was parsed has its keys in the order of the schema, whoever made the report.
  if (result.success) return toJson(result.output);
  const [issue] = result.issues;
  throw new PhaseMirrorError('bug', {
    thing: 'the calibration report',
    reason: `does not match its schema: ${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`,
    next: 'Report it',
  });
}

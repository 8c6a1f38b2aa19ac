/**
 * SARIF 2.1.0 for GitHub code scanning and any other reader. What GitHub uses, and its limits: docs.github.com, "SARIF
 * support for code scanning".
 *
 * Three facts decide the shape:
 * - GitHub rejects the *whole* file when one result has no location (github/codeql-action#2459), so a finding that
 *   rests on API answers alone is placed on the folder `.github/workflows`, where the mending is done, at line 1.
 * - GitHub matches alerts by `primaryLocationLineHash`, which `upload-sarif` computes from the file and warns about when
 *   the file already holds another value (src/fingerprints.ts there). So it is left to it, except for the folder above,
 *   which it cannot hash.
 * - The alerts API returns no fingerprints, so each message ends with `[pm:<findingId>]`.
 *
 * No `security-severity`: a required check that nobody reports is not a vulnerability with a CVSS score, and the property
 * would put it among those.
 */
import { gzipSync } from 'node:zlib';
import type { Evidence, Severity } from '../rules/types.js';
import { inlineText, linesOf, markdownCode, markdownProse, sarifText, sarifUri } from './escape.js';
import { toJson } from './json.js';
import { orderReport } from './order.js';
import type { Report, ReportFinding, RuleReport, ToolError } from './types.js';
import { docsBaseOf, plural, sentence } from './words.js';

/** What GitHub takes: results, bytes after gzip; and what it asks for: at most ten locations a result. */
export const SARIF_LIMITS = { results: 25_000, gzippedBytes: 10_000_000, locations: 10 } as const;

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const NO_FILE = '.github/workflows';
/** `shortDescription` and `fullDescription` are cut at 1,024 characters, `name` at 255. */
const DESCRIPTION_LIMIT = 1024;
const NAME_LIMIT = 255;

type SarifLevel = 'error' | 'warning' | 'note';

/**
 * One run with every new and older finding, worst first; suppressed findings are never written. Results that would pass
 * a limit are left out from the end, and a notification says how many.
 *
 * @param limits for tests
 */
export function renderSarif(
  report: Report,
  limits: { readonly results: number; readonly gzippedBytes: number } = SARIF_LIMITS,
): string {
  const ordered = orderReport(report);
  const shown = ordered.findings.filter(({ status }) => status !== 'suppressed');
  let kept = Math.min(shown.length, limits.results);
  for (;;) {
    const text = toJson(sarifLog(ordered, shown.slice(0, kept), shown.length - kept));
    if (text.length <= limits.gzippedBytes / 4 || kept === 0) return text;
    const size = gzipSync(text).length;
    if (size <= limits.gzippedBytes) return text;
    kept = Math.min(kept - 1, Math.floor(((kept * limits.gzippedBytes) / size) * 0.95));
  }
}

function sarifLog(report: Report, findings: readonly ReportFinding[], leftOut: number): unknown {
  const rules = descriptors(report, findings);
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Phase Mirror',
            semanticVersion: report.tool.version,
            informationUri: 'https://github.com/PhaseMirror/evaluate',
            rules,
          },
        },
        automationDetails: { id: 'phase-mirror/evaluate/' },
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The top of the evaluated repository.' } } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: report.toolErrors.every(({ side }) => side === 'base'),
            toolExecutionNotifications: [
              ...report.toolErrors.map(toolErrorNotification),
              ...leftOutNotification(leftOut),
            ],
          },
        ],
        results: findings.map((finding) => resultOf(finding, report, indexOf.get(finding.ruleId) ?? 0)),
      },
    ],
  };
}

function descriptors(report: Report, findings: readonly ReportFinding[]): ReturnType<typeof descriptor>[] {
  const docsBase = docsBaseOf(report);
  const known = new Set(report.rules.map(({ id }) => id));
  const rules: Pick<RuleReport, 'id' | 'name' | 'summary' | 'severity'>[] = [...report.rules];
  for (const { ruleId, ruleName, title, severity } of findings) {
    if (known.has(ruleId)) continue;
    known.add(ruleId);
    rules.push({ id: ruleId, name: ruleName, summary: title, severity });
  }
  return rules.map((rule) => descriptor(rule, docsBase));
}

function descriptor(
  { id, name, summary, severity }: Pick<RuleReport, 'id' | 'name' | 'summary' | 'severity'>,
  docsBase: string,
) {
  // Required properties must not be empty.
  const short = inlineText(summary === '' ? id : sentence(summary), DESCRIPTION_LIMIT);
  const helpUri = `${docsBase}/${sarifUri(id)}.md`;
  const explain = `phase-mirror explain ${id}`;
  return {
    id,
    name: inlineText(name === '' ? id : name, NAME_LIMIT),
    shortDescription: { text: short },
    fullDescription: { text: short },
    helpUri,
    help: {
      text: `${short}\n\nWhy it matters, how to fix it and how to dispute it: ${explain}, or ${helpUri}`,
      markdown: `${markdownProse(short)}\n\nWhy it matters, how to fix it and how to dispute it: ${markdownCode(explain)}, or [the page of ${id}](${helpUri}).`,
    },
    defaultConfiguration: { level: sarifLevel(severity) },
    properties: { tags: ['ci', 'governance'] },
  };
}

function resultOf(finding: ReportFinding, report: Report, ruleIndex: number): unknown {
  const places = finding.evidence.filter(({ path }) => path !== '');
  const related = places.slice(1, SARIF_LIMITS.locations);
  const fix = linesOf(finding.fix)
    .map((line) => sarifText(line))
    .join('\n');
  const links = related.map(({ path, startLine }, index) => `[${linkText(`${path}:${startLine}`)}](${index + 1})`);
  const text = [
    sentence(sarifText(finding.title)),
    sarifText(finding.what),
    `Why: ${sarifText(finding.why)}`,
    `Fix: ${fix}`,
    ...(links.length === 0 ? [] : [`See also: ${links.join(', ')}`]),
    `[pm:${finding.findingId}]`,
  ].join('\n');
  const [primary] = places;
  return {
    ruleId: finding.ruleId,
    ruleIndex,
    level: sarifLevel(finding.severity),
    message: { text },
    locations: [primary === undefined ? physicalLocation(NO_FILE, 1, 1) : locationOf(primary)],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((evidence, index) => ({
            id: index + 1,
            ...locationOf(evidence),
            ...messageOf(evidence),
          })),
        }),
    partialFingerprints: {
      'phaseMirror/v1': finding.fingerprint,
      ...(primary === undefined ? { primaryLocationLineHash: `${finding.fingerprint.slice(0, 16)}:1` } : {}),
    },
    ...(report.compared === 'base' ? { baselineState: finding.status === 'new' ? 'new' : 'unchanged' } : {}),
  };
}

function locationOf({ path, startLine, endLine }: Evidence) {
  const start = Math.max(startLine, 1);
  return physicalLocation(path, start, Math.max(endLine, start));
}

/** Whole lines: without columns a region covers its lines (SARIF 2.1.0 §3.30.2). */
function physicalLocation(path: string, startLine: number, endLine: number) {
  return {
    physicalLocation: {
      artifactLocation: { uri: sarifUri(path), uriBaseId: '%SRCROOT%' },
      region: { startLine, endLine },
    },
  };
}

function messageOf({ label, excerpt }: Evidence): { message?: { text: string } } {
  const text = [label, excerpt]
    .filter((part) => part !== '')
    .map((part) => sarifText(part))
    .join(': ');
  return text === '' ? {} : { message: { text } };
}

/** Brackets and backslashes are escaped inside the text of a link (§3.11.6). */
function linkText(text: string): string {
  return sarifText(text).replace(/[\\[\]]/g, (sign) => `\\${sign}`);
}

function toolErrorNotification({ ruleId, side, message }: ToolError): unknown {
  const text = `${ruleId} failed on the ${side === 'base' ? 'base' : 'evaluated tree'}: ${sarifText(message)}`;
  const level = side === 'base' ? 'warning' : 'error';
  return { level, message: { text }, descriptor: { id: 'tool-error' }, associatedRule: { id: ruleId } };
}

function leftOutNotification(leftOut: number): unknown[] {
  if (leftOut === 0) return [];
  const text = `${plural(leftOut, 'result')} left out, the least severe: GitHub takes ${SARIF_LIMITS.results} results and 10 MB. The JSON report has all of them.`;
  return [{ level: 'warning', message: { text }, descriptor: { id: 'results-left-out' } }];
}

function sarifLevel(severity: Severity): SarifLevel {
  if (severity === 'critical' || severity === 'high') return 'error';
  return severity === 'medium' ? 'warning' : 'note';
}

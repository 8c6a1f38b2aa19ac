/** The order in which everything is shown and written: worst first, then by name and place; never by chance. */
import type { Level, Severity } from '../rules/types.js';
import { LEVELS, SEVERITIES } from '../rules/types.js';
import type { Report, ReportFinding } from './types.js';

const STATUSES = ['new', 'older', 'suppressed'] as const;

/**
 * True for a finding that the decision blocks on: new, of a rule at level block, and of a severity that is over its
 * maximum.
 */
export function isBlocking(finding: ReportFinding, { decision }: Pick<Report, 'decision'>): boolean {
  if (finding.status !== 'new' || finding.level !== 'block') return false;
  return decision.reasons.some(
    ({ kind, severity }) => kind === 'over-threshold' && (severity === undefined || severity === finding.severity),
  );
}

/** The same report with its findings, rules, lost evidence and tool errors in their defined order. */
export function orderReport(report: Report): Report {
  const blocking = new Map(report.findings.map((finding) => [finding, isBlocking(finding, report)]));
  const findings = [...report.findings].sort(
    (a, b) =>
      STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status) ||
      Number(blocking.get(b)) - Number(blocking.get(a)) ||
      severityRank(a.severity) - severityRank(b.severity) ||
      levelRank(a.level) - levelRank(b.level) ||
      byCodeUnit(a.ruleId, b.ruleId) ||
      byCodeUnit(a.evidence[0]?.path ?? '', b.evidence[0]?.path ?? '') ||
      (a.evidence[0]?.startLine ?? 0) - (b.evidence[0]?.startLine ?? 0) ||
      byCodeUnit(a.anchor, b.anchor) ||
      byCodeUnit(a.findingId, b.findingId),
  );
  return {
    ...report,
    run: { ...report.run, timings: sortedRecord(report.run.timings) },
    rules: [...report.rules].sort((a, b) => byCodeUnit(a.id, b.id)),
    findings,
    lost: [...report.lost].sort((a, b) => byCodeUnit(a.ruleId, b.ruleId) || byCodeUnit(a.key, b.key)),
    toolErrors: [...report.toolErrors].sort(
      (a, b) => byCodeUnit(b.side, a.side) || byCodeUnit(a.ruleId, b.ruleId) || byCodeUnit(a.message, b.message),
    ),
  };
}

/** 0 is the worst. */
export function severityRank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

/** By UTF-16 code unit: the same everywhere, unlike a locale's order. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function levelRank(level: Level): number {
  return LEVELS.indexOf(level);
}

function sortedRecord(record: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => byCodeUnit(a, b)));
}

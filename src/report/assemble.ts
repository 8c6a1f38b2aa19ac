/** The report from what a run found. Pure; the order of every array is fixed here. */
import type { JudgedFinding, JudgedRule } from '../policy/judge.js';
import type { Decision, EffectiveLevel, Lost, Thresholds } from '../policy/types.js';
import { findingIdOf, fingerprintOf } from '../rules/fingerprint.js';
import type { Gap, SourceAnswer, Unproven } from '../rules/types.js';
import { orderReport } from './order.js';
import type { Degradation, Report, ReportFinding, RuleReport, ToolError } from './types.js';

export interface ReportParts {
  readonly run: Report['run'];
  readonly version: string;
  readonly ruleSet: string;
  readonly subject: Report['subject'];
  readonly base: string | null;
  readonly complete: boolean;
  readonly degraded: readonly Degradation[];
  readonly enforcement: Report['enforcement'];
  readonly policy: {
    readonly source: string;
    readonly thresholds: Thresholds;
    readonly strict: boolean;
    readonly enforceFrom: string;
  };
  readonly sources: readonly SourceAnswer[];
  readonly rules: readonly JudgedRule[];
  readonly findings: readonly JudgedFinding[];
  readonly lost: readonly Lost[];
  readonly toolErrors: readonly ToolError[];
  /** The always-on check of the run itself. */
  readonly l0: Report['l0'];
  readonly decision: Decision;
  /** "pinned by .phase-mirror.yml:4". */
  readonly originText: (level: EffectiveLevel) => string;
}

/** Put the report together. */
export function assembleReport(parts: ReportParts): Report {
  const findings = parts.findings.map(reportFinding);
  return orderReport({
    schemaVersion: '1',
    run: parts.run,
    tool: { name: 'phase-mirror', version: parts.version, ruleSet: parts.ruleSet },
    subject: parts.subject,
    base: parts.base === null ? null : { id: parts.base },
    compared: parts.base === null ? 'none' : 'base',
    complete: parts.complete,
    degraded: parts.degraded,
    enforcement: parts.enforcement,
    policy: parts.policy,
    sources: parts.sources,
    rules: parts.rules.map((judged) => ruleReport(judged, findings, parts.lost, parts.originText)),
    findings,
    lost: parts.lost,
    toolErrors: parts.toolErrors,
    l0: parts.l0,
    decision: parts.decision,
  });
}

function reportFinding({ finding, rule, level, status, suppression }: JudgedFinding): ReportFinding {
  const fingerprint = fingerprintOf(finding);
  return {
    findingId: findingIdOf(fingerprint),
    fingerprint,
    status,
    ruleId: finding.ruleId,
    ruleName: rule.name,
    ruleVersion: finding.ruleVersion,
    level,
    severity: finding.severity,
    title: finding.title,
    what: finding.what,
    why: finding.why,
    fix: finding.fix,
    path: finding.path,
    anchor: finding.anchor,
    evidence: finding.evidence,
    suppression,
  };
}

function ruleReport(
  { rule, level, record, outcome }: JudgedRule,
  findings: readonly ReportFinding[],
  lost: readonly Lost[],
  originText: (level: EffectiveLevel) => string,
): RuleReport {
  const count = (status: ReportFinding['status']): number =>
    findings.filter((finding) => finding.ruleId === rule.id && finding.status === status).length;
  return {
    id: rule.id,
    name: rule.name,
    version: rule.version,
    summary: rule.summary,
    severity: rule.severity,
    level: level.level,
    levelOrigin: originText(level),
    state: outcome.state === 'unselected' ? 'not-evaluated' : outcome.state,
    reason: outcome.state === 'not-applicable' ? outcome.reason : '',
    gaps: gapsOf(outcome, new Set(lost.flatMap(({ ruleId, what }) => (ruleId === rule.id ? what : [])))),
    findings: { new: count('new'), older: count('older'), suppressed: count('suppressed') },
    record,
  };
}

/** @param lost what the change took away: it is told as that, and not counted as reported in the same breath */
function gapsOf(outcome: JudgedRule['outcome'], lost: ReadonlySet<string>): Gap[] {
  switch (outcome.state) {
    case 'evaluated':
      return [
        ...outcome.gaps,
        ...outcome.unproven.filter(({ what, cause }) => cause !== 'pattern' || !lost.has(what)).map(unprovenGap),
      ];
    case 'not-evaluated':
      return [...outcome.gaps];
    case 'unselected':
      return [{ evidence: 'this rule', reason: 'left out by --rule', next: 'Run without --rule', cause: 'not-asked' }];
    default:
      return [];
  }
}

/** A name that only a pattern may report is no gap anybody expected to be filled; an unreadable file is. */
function unprovenGap({ what, cause }: Unproven): Gap {
  return cause === 'pattern'
    ? { evidence: what, reason: 'counted as reported', next: '', cause: 'not-asked' }
    : { evidence: what, reason: 'not checked', next: 'Mend the file that cannot be read', cause: 'tree' };
}

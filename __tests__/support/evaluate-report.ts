/** Small valid reports for tests of what is done with a report. */
import type { Report, ReportFinding } from '../../src/report/types.js';

export function reportOf(parts: Partial<Report> = {}): Report {
  return {
    schemaVersion: '1',
    run: {
      startedAt: '2026-03-01T12:00:00.000Z',
      durationMs: 12,
      event: 'pull_request',
      url: '',
      runner: { node: 'v24.0.0', platform: 'linux' },
      timings: {},
    },
    tool: { name: 'phase-mirror', version: '0.1.0', ruleSet: 'test' },
    subject: { id: `commit:${'1'.repeat(40)}`, repository: 'octo-org/app', branch: 'main' },
    base: { id: `commit:${'2'.repeat(40)}` },
    compared: 'base',
    complete: true,
    degraded: [],
    enforcement: 'self-attested',
    policy: { source: 'built-in', thresholds: { critical: 0, high: 0, medium: 10 }, strict: false, enforceFrom: '' },
    sources: [],
    rules: [],
    findings: [],
    lost: [],
    toolErrors: [],
    l0: null,
    decision: { outcome: 'pass', reasons: [{ kind: 'clean', text: 'Nothing new was found.' }] },
    ...parts,
  };
}

/** A finding of MD-001; `number` makes its identity. */
export function findingOf(number: number, parts: Partial<ReportFinding> = {}): ReportFinding {
  return {
    findingId: String(number).padStart(32, '0'),
    fingerprint: String(number).padStart(64, '0'),
    status: 'new',
    ruleId: 'MD-001',
    ruleName: 'required-check-unresolved',
    ruleVersion: 1,
    level: 'block',
    severity: 'high',
    title: 'No job reports the required check "lint"',
    what: 'You renamed job "lint" to "checkstyle"; main still requires "lint".',
    why: 'GitHub waits for "lint" forever, on every pull request.',
    fix: 'put back `name: lint`',
    path: '',
    anchor: `context:lint-${number}`,
    evidence: [
      { path: '.github/workflows/lint.yml', startLine: 5, endLine: 5, excerpt: 'checkstyle:', label: 'this change' },
    ],
    suppression: null,
    ...parts,
  };
}

/** A report that blocks for one new finding, with one older and one suppressed beside it. */
export function blockingReport(): Report {
  return reportOf({
    findings: [
      findingOf(1),
      findingOf(2, { status: 'older' }),
      findingOf(3, { status: 'suppressed', suppression: { reason: 'known', until: '2026-06-01' } }),
    ],
    decision: {
      outcome: 'block',
      reasons: [{ kind: 'over-threshold', text: '1 new high finding, 0 allowed', severity: 'high', count: 1, max: 0 }],
    },
  });
}

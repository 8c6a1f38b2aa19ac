/** Calibration reports for tests of their surfaces. */
import type { CalibratedRule, CalibrationReport } from '../../src/calibration/report-types.js';

export function rule(ruleId: string, more: Partial<CalibratedRule> = {}): CalibratedRule {
  return {
    ruleId,
    ruleVersion: 1,
    name: 'gate-skips-green',
    builtIn: 'block',
    level: 'block',
    next: 'block',
    pin: null,
    evidence: evidence(),
    change: null,
    refused: [],
    reviewedOnly: null,
    events: 0,
    pending: 0,
    days: [],
    ...more,
  };
}

export function evidence(more: Partial<NonNullable<CalibratedRule['evidence']>> = {}): CalibratedRule['evidence'] {
  return {
    direction: 'demote',
    votes: 0,
    falseShare: 0,
    logE: 0,
    progress: 0,
    reviewers: 0,
    pullRequests: 0,
    waiting: 0,
    ...more,
  };
}

/** A rule with a record that changes nothing. */
export const STEADY = rule('MD-001', {
  name: 'required-check-unresolved',
  evidence: evidence({ votes: 61, falseShare: 1.5, logE: 0.64, progress: 0.2136, waiting: 2 }),
  reviewedOnly: { reviewed: 61, falsePositives: 1, low: 0.0029, high: 0.0872 },
  events: 120,
  pending: 59,
  days: [
    { day: '2026-11-20', total: 3, falsePositives: 1, truePositives: 2 },
    { day: '2026-11-22', total: 2, falsePositives: 0, truePositives: 1 },
  ],
});

/** One that stops blocking. */
export const DEMOTED = rule('MD-004', {
  next: 'warn',
  evidence: evidence({
    votes: 61,
    falseShare: 12,
    logE: 3.2,
    progress: 1,
    reviewers: 3,
    pullRequests: 12,
  }),
  change: { from: 'block', to: 'warn', by: 'record', why: '12 of 61 votes say that it was wrong' },
  reviewedOnly: { reviewed: 70, falsePositives: 12, low: 0.1, high: 0.277 },
  events: 120,
  pending: 50,
  days: [{ day: '2026-11-24', total: 9, falsePositives: 4, truePositives: 1 }],
});

/** One that would block again, if L0 let it. */
export const REFUSED = rule('MD-002', {
  level: 'warn',
  next: 'warn',
  evidence: evidence({ direction: 'promote', votes: 30, falseShare: 4, logE: 3.1, progress: 1 }),
  refused: ['its false-positive rate rose from 2 % to 9 %'],
  events: 30,
  pending: 2,
});

export function calibrationReport(
  rules: readonly CalibratedRule[],
  more: Partial<CalibrationReport> = {},
): CalibrationReport {
  return {
    schemaVersion: '1',
    run: {
      generatedAt: '2026-11-25T04:47:00.000Z',
      durationMs: 120,
      url: 'https://github.com/octo-org/app/actions/runs/7',
      requests: null,
    },
    tool: { name: 'phase-mirror', version: '1.2.3', ruleSet: 'abc' },
    mode: 'apply',
    store: 'the SQLite database store.db',
    environment: '',
    threshold: 0.05,
    auditRate: 0.2,
    complete: true,
    degraded: [],
    notes: [],
    repositories: { counted: 1, leftOut: [] },
    state: { sequence: 7, signed: true, published: 8 },
    rules,
    ingested: null,
    ...more,
  };
}

/** Text that tries everything a surface might obey. */
export const HOSTILE =
  '@octocat [x](https://evil.invalid) <img src=x> `a` | ::error::x ##[error]y\n# h\n```\n\u001b[31m\u202e\u200b "];--> end';

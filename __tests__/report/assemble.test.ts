import { describe, expect, it } from '@jest/globals';
import { assembleReport, type ReportParts } from '../../src/report/assemble.js';
import type { Unproven } from '../../src/rules/types.js';

const unproven = (what: string, cause: Unproven['cause']): Unproven => ({ key: what, what, cause });

function gapsWith(lost: ReportParts['lost']): string[] {
  const rule = { id: 'MD-001', name: 'x', version: 1, summary: 'x', severity: 'high', level: 'block' } as const;
  const report = assembleReport({
    run: { timings: {} } as ReportParts['run'],
    version: '1.0.0',
    ruleSet: '0',
    subject: { id: 'worktree', repository: '', branch: '' },
    base: null,
    complete: true,
    degraded: [],
    enforcement: 'none',
    policy: {} as ReportParts['policy'],
    sources: [],
    rules: [
      {
        rule,
        level: { level: 'block', origin: { kind: 'built-in' } } as ReportParts['rules'][number]['level'],
        record: null,
        outcome: {
          state: 'evaluated',
          findings: [],
          proven: [],
          unproven: [unproven('a', 'pattern'), unproven('b', 'pattern'), unproven('c', 'unreadable')],
          gaps: [],
        },
      },
    ],
    findings: [],
    lost,
    l0: { mask: 0, violations: [] },
    toolErrors: [],
    decision: { outcome: 'warn', reasons: [] },
    originText: () => '',
  });
  return report.rules[0]?.gaps.map(({ evidence, reason }) => `${evidence}: ${reason}`) ?? [];
}

describe('what could not be proven', () => {
  it('is counted as reported only when it was not lost by the change', () => {
    const all = ['a: counted as reported', 'b: counted as reported', 'c: not checked'];
    expect(gapsWith([])).toEqual(all);
    expect(gapsWith([{ ruleId: 'MD-001', key: 'a', what: 'a' }])).toEqual(all.slice(1));
    expect(gapsWith([{ ruleId: 'MD-002', key: 'a', what: 'a' }])).toEqual(all);
    expect(gapsWith([{ ruleId: 'MD-001', key: 'c', what: 'c' }])).toEqual(all);
  });
});

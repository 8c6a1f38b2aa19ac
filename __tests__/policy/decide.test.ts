import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DecisionInput } from '../../src/policy/decide.js';
import { compareOutcomes, decide, isComplete } from '../../src/policy/decide.js';
import { DEFAULT_THRESHOLDS } from '../../src/policy/types.js';
import type { Gap, Level, RuleOutcome } from '../../src/rules/types.js';
import { LEVELS, SEVERITIES } from '../../src/rules/types.js';

type Found = DecisionInput['findings'][number];

const CLEAN: DecisionInput = {
  findings: [],
  toolErrors: [],
  lost: [],
  complete: true,
  incompleteReasons: [],
  degraded: [],
  thresholds: DEFAULT_THRESHOLDS,
  compared: 'base',
};

function found(fields: Partial<Found> = {}): Found {
  return { ruleId: 'MD-001', severity: 'high', status: 'new', level: 'block', ...fields };
}

function texts(input: Partial<DecisionInput>): string[] {
  const { outcome, reasons } = decide({ ...CLEAN, ...input });
  return [outcome, ...reasons.map(({ text }) => text)];
}

describe('decide', () => {
  it('passes a clean and complete run', () => {
    expect(texts({})).toEqual(['pass', 'No new problem, and everything expected was checked']);
    expect(texts({ compared: 'none' })).toEqual(['pass', 'No problem, and everything expected was checked']);
  });

  it('does not count older, suppressed and switched-off findings', () => {
    const findings = [found({ status: 'older' }), found({ status: 'suppressed' }), found({ level: 'off' })];
    expect(texts({ findings })[0]).toBe('pass');
  });

  it('blocks one over a maximum, and says which', () => {
    expect(decide({ ...CLEAN, findings: [found()] })).toEqual({
      outcome: 'block',
      reasons: [
        {
          kind: 'over-threshold',
          text: '1 new problem of severity high; at most 0 are allowed',
          severity: 'high',
          count: 1,
          max: 0,
        },
      ],
    });
    const medium = (count: number) => texts({ findings: new Array(count).fill(found({ severity: 'medium' })) });
    expect(medium(10)).toEqual(['warn', '10 new problems that do not block']);
    expect(medium(11)).toEqual(['block', '11 new problems of severity medium; at most 10 are allowed']);
    const thresholds = { critical: 0, high: 1, medium: 0 };
    expect(texts({ thresholds, compared: 'none', findings: [found(), found()] })).toEqual([
      'block',
      '2 problems of severity high; at most 1 is allowed',
    ]);
  });

  it('warns of new findings of rules at warn and of low severity', () => {
    expect(texts({ findings: [found({ level: 'warn', severity: 'critical' })] })).toEqual([
      'warn',
      '1 new problem that does not block',
    ]);
    expect(texts({ findings: new Array(50).fill(found({ severity: 'low' })) })[0]).toBe('warn');
  });

  it('blocks on lost evidence and names it', () => {
    const lost = [
      { ruleId: 'MD-001', key: 'context:lint', what: 'whether a job reports "lint"', path: 'ci.yml', line: 3 },
      { ruleId: 'MD-004', key: 'job:ok', what: 'the gate "ok"' },
    ];
    expect(texts({ lost })).toEqual([
      'block',
      'Unproven, and proven before this change: MD-001, whether a job reports "lint" (ci.yml:3)',
      'Unproven, and proven before this change: MD-004, the gate "ok"',
    ]);
  });

  it('blocks on a rule that throws here, warns of one that throws on the base', () => {
    const error = { ruleId: 'MD-001', side: 'subject' } as const;
    expect(texts({ toolErrors: [error, error] })).toEqual([
      'block',
      'MD-001 failed: this is a fault of Phase Mirror, not of the change',
    ]);
    expect(texts({ toolErrors: [{ ...error, side: 'base' }] })).toEqual([
      'warn',
      'MD-001 failed on the base, so each of its problems counts as new',
    ]);
  });

  it('warns of a medium policy change, and blocks on a high one like on any other', () => {
    const weakened = (severity: Found['severity']) => found({ ruleId: 'policy-weakened', severity });
    expect(texts({ findings: [weakened('medium')] })).toEqual([
      'warn',
      'The change loosens the policy in one place; it takes effect after the merge',
    ]);
    expect(texts({ findings: [weakened('high'), weakened('medium')] })).toEqual([
      'block',
      '1 new problem of severity high; at most 0 are allowed',
      'The change loosens the policy in 2 places; it takes effect after the merge',
    ]);
  });

  it('warns when incomplete or degraded, with or without a reason at hand', () => {
    expect(texts({ complete: false, incompleteReasons: ['MD-007 lacks owners: 403'] })).toEqual([
      'warn',
      'MD-007 lacks owners: 403',
    ]);
    expect(texts({ complete: false })).toEqual(['warn', 'Something that was expected could not be read']);
    expect(texts({ degraded: [{ text: 'The fork has no token' }] })).toEqual(['warn', 'The fork has no token']);
  });

  it('puts the worst reason first', () => {
    const { reasons } = decide({
      ...CLEAN,
      findings: [
        found({ severity: 'low' }),
        found({ severity: 'high' }),
        found({ severity: 'critical' }),
        found({ ruleId: 'policy-weakened', severity: 'medium' }),
      ],
      lost: [{ ruleId: 'MD-001', key: 'k', what: 'w' }],
      toolErrors: [
        { ruleId: 'MD-003', side: 'base' },
        { ruleId: 'MD-004', side: 'subject' },
      ],
      complete: false,
      degraded: [{ text: 'd' }],
    });
    expect(reasons.map(({ kind, severity }) => severity ?? kind)).toEqual([
      'tool-error',
      'critical',
      'high',
      'unproven',
      'policy-weakened',
      'new-findings',
      'incomplete',
      'degraded',
      'tool-error',
    ]);
  });

  const finding = fc.record({
    ruleId: fc.constantFrom('MD-001', 'MD-008', 'policy-weakened'),
    severity: fc.constantFrom(...SEVERITIES),
    status: fc.constantFrom('new' as const, 'older' as const, 'suppressed' as const),
    level: fc.constantFrom(...LEVELS),
  });
  const input: fc.Arbitrary<DecisionInput> = fc.record({
    findings: fc.array(finding, { maxLength: 15 }),
    toolErrors: fc.array(
      fc.record({ ruleId: fc.constant('MD-001'), side: fc.constantFrom('subject' as const, 'base' as const) }),
      { maxLength: 1 },
    ),
    lost: fc.array(fc.constant({ ruleId: 'MD-001', key: 'k', what: 'w' }), { maxLength: 1 }),
    complete: fc.boolean(),
    incompleteReasons: fc.array(fc.constant('because'), { maxLength: 1 }),
    degraded: fc.array(fc.constant({ text: 'degraded' }), { maxLength: 1 }),
    thresholds: fc.record({ critical: fc.nat(2), high: fc.nat(2), medium: fc.nat(3) }),
    compared: fc.constantFrom('base' as const, 'none' as const),
  });

  it('passes only what is complete, without new findings, tool errors and losses', () => {
    fc.assert(
      fc.property(input, (value) => {
        const isNew = value.findings.some(({ status, level }) => status === 'new' && level !== 'off');
        const clean =
          value.complete &&
          !isNew &&
          [value.toolErrors, value.lost, value.degraded].every(({ length }) => length === 0);
        expect(decide(value).outcome === 'pass').toBe(clean);
      }),
    );
  });

  it('blocks exactly when the contract says so', () => {
    fc.assert(
      fc.property(input, (value) => {
        const over = (['critical', 'high', 'medium'] as const).some(
          (severity) =>
            value.findings.filter((f) => f.status === 'new' && f.level === 'block' && f.severity === severity).length >
            value.thresholds[severity],
        );
        const blocked = over || value.lost.length > 0 || value.toolErrors.some(({ side }) => side === 'subject');
        expect(decide(value).outcome === 'block').toBe(blocked);
      }),
    );
  });

  it('never gets better by one more finding, loss, error or degradation', () => {
    fc.assert(
      fc.property(input, finding, (value, extra) => {
        const before = decide(value).outcome;
        const worse: Partial<DecisionInput>[] = [
          { findings: [...value.findings, extra] },
          { lost: [...value.lost, { ruleId: 'MD-003', key: 'x', what: 'x' }] },
          { toolErrors: [...value.toolErrors, { ruleId: 'MD-003', side: 'base' }] },
          { degraded: [...value.degraded, { text: 'x' }] },
          { complete: false },
        ];
        for (const change of worse) {
          expect(compareOutcomes(decide({ ...value, ...change }).outcome, before)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('does not depend on the order of findings, and accounts for each of them once', () => {
    fc.assert(
      fc.property(input, (value) => {
        const decision = decide(value);
        expect(decide({ ...value, findings: [...value.findings].reverse() })).toEqual(decision);
        expect(decision.reasons.length).toBeGreaterThan(0);
        const others = value.findings.filter(
          (f) => f.status === 'new' && f.level !== 'off' && f.ruleId !== 'policy-weakened',
        );
        const told = decision.reasons.filter(({ kind }) => kind === 'over-threshold' || kind === 'new-findings');
        const sum = told.reduce((total, { count }) => total + (count ?? 0), 0);
        expect(sum).toBeGreaterThanOrEqual(others.length);
      }),
    );
  });
});

describe('isComplete', () => {
  const gap = (cause: Gap['cause']): Gap => ({ evidence: 'required checks', reason: '403', next: '', cause });
  const evaluated = (gaps: Gap[], unproven: { key: string; what: string; cause: 'pattern' | 'unreadable' }[] = []) =>
    ({ state: 'evaluated', findings: [], proven: [], unproven, gaps }) satisfies RuleOutcome;
  const one = (outcome: RuleOutcome | null, level: Level = 'block') =>
    isComplete({ rules: [{ id: 'MD-001', level, outcome }], base: 'present' });

  it.each<[string, RuleOutcome | null, string[]]>([
    ['nothing is missing', evaluated([]), []],
    ['nobody asked', evaluated([gap('not-asked')]), []],
    ['it does not apply', { state: 'not-applicable', reason: 'no CODEOWNERS' }, []],
    ['a pattern may report it', evaluated([], [{ key: 'k', what: 'lint', cause: 'pattern' }]), []],
    ['the answer was 403', evaluated([gap('environment')]), ['MD-001: required checks could not be read: 403']],
    [
      'the tree hides it',
      { state: 'not-evaluated', gaps: [gap('tree')] },
      ['MD-001: required checks could not be read: 403'],
    ],
    ['not evaluated, not asked', { state: 'not-evaluated', gaps: [gap('not-asked')] }, []],
    [
      'a file is unreadable on both sides',
      evaluated([], [{ key: 'k', what: 'the check "lint"', cause: 'unreadable' }]),
      ['MD-001: could not be proven: the check "lint"'],
    ],
    ['it threw', null, ['MD-001: failed and was not evaluated']],
  ])('%s', (_, outcome, reasons) => {
    expect(one(outcome)).toEqual({ complete: reasons.length === 0, reasons });
    expect(one(outcome, 'warn')).toEqual({ complete: true, reasons: [] });
    expect(one(outcome, 'off')).toEqual({ complete: true, reasons: [] });
  });

  it('names a rule once, and says how many of its checks one cause blinded', () => {
    const lost = (what: string) => ({ key: what, what: 'the check "lint"', cause: 'unreadable' as const });
    const rules = [
      { id: 'MD-001', level: 'block', outcome: evaluated([], [lost('a'), lost('b'), lost('c')]) },
      { id: 'MD-003', level: 'block', outcome: evaluated([], [lost('a')]) },
    ] as const;
    expect(isComplete({ rules, base: 'present' }).reasons).toEqual([
      'MD-001 (3 checks), MD-003: could not be proven: the check "lint"',
    ]);
  });

  it('wants a base where one is expected, and says each thing once', () => {
    const rules = [{ id: 'MD-001', level: 'block', outcome: evaluated([gap('tree'), gap('tree')]) } as const];
    expect(isComplete({ rules: [], base: 'missing' })).toEqual({
      complete: false,
      reasons: ['There is no base to compare with, so every problem counts as new'],
    });
    expect(isComplete({ rules: [], base: 'not-expected' }).complete).toBe(true);
    expect(isComplete({ rules, base: 'missing' }).reasons).toHaveLength(2);
  });
});

import { describe, expect, it } from '@jest/globals';
import { emptyConfig } from '../../src/policy/config.js';
import { type JudgeInput, judge, type RuleIdentity } from '../../src/policy/judge.js';
import { DEFAULT_THRESHOLDS } from '../../src/policy/types.js';
import { findingIdOf, fingerprintOf } from '../../src/rules/fingerprint.js';
import type { RuleRun } from '../../src/rules/run.js';
import type { ChangeContext, Finding, Rule, RuleOutcome, Unproven } from '../../src/rules/types.js';

const at = { path: 'w.yml', startLine: 3, endLine: 3, excerpt: 'x', label: 'here' };
const finding = (anchor: string, parts: Partial<Finding> = {}): Finding => ({
  ruleId: 'MD-001',
  ruleVersion: 1,
  severity: 'high',
  title: anchor,
  what: '',
  why: '',
  fix: '',
  path: 'w.yml',
  anchor,
  evidence: [{ ...at, fact: anchor }],
  ...parts,
});
const rule = (id: string, level: Rule['level'] = 'block', attribute?: Rule['attribute']): Rule => ({
  id,
  name: id.toLowerCase(),
  version: 1,
  severity: 'high',
  level,
  summary: id,
  needs: 'files',
  check: () => ({ state: 'not-applicable', reason: '' }),
  ...(attribute === undefined ? {} : { attribute }),
});
const evaluated = (
  findings: readonly Finding[],
  parts: Partial<Extract<RuleOutcome, { state: 'evaluated' }>> = {},
): RuleOutcome => ({
  state: 'evaluated',
  findings,
  proven: [],
  unproven: [],
  gaps: [],
  ...parts,
});
const run = (outcome: RuleRun['outcome'], of: Rule = rule('MD-001')): RuleRun => ({ rule: of, outcome });
const change = { change: { renames: new Map<string, string>() } } as unknown as ChangeContext;
const RULES: readonly RuleIdentity[] = [
  rule('MD-001'),
  rule('MD-005', 'warn'),
  rule('policy-weakened'),
  rule('suppression-problem', 'warn'),
];

const verdict = (parts: Partial<JudgeInput>) =>
  judge({
    rules: RULES,
    selected: () => true,
    config: emptyConfig(),
    side: 'base',
    thresholds: DEFAULT_THRESHOLDS,
    today: '2026-06-01',
    subjectRuns: [],
    baseRuns: [],
    change,
    weakened: [],
    policyCompared: true,
    base: 'present',
    degraded: [],
    ...parts,
  });
const unproven = (key: string, cause: Unproven['cause']): Unproven => ({ key, what: `${key} is not known`, cause });

describe('judge', () => {
  it('blocks on what the change introduced and not on what was there', () => {
    const older = verdict({
      subjectRuns: [run(evaluated([finding('a')]))],
      baseRuns: [run(evaluated([finding('a')]))],
    });
    expect(older.decision.outcome).toBe('pass');
    expect(older.findings).toMatchObject([{ status: 'older' }]);
    const more = verdict({
      subjectRuns: [run(evaluated([finding('a'), finding('a')]))],
      baseRuns: [run(evaluated([finding('a')]))],
    });
    expect(more.decision.outcome).toBe('block');
    expect(more.findings.map(({ status }) => status).sort()).toEqual(['new', 'older']);
  });

  it('lets the rule retell only what is new', () => {
    const telling = rule('MD-001', 'block', (told) => ({ ...told, title: `retold ${told.title}` }));
    const { findings } = verdict({
      subjectRuns: [run(evaluated([finding('a'), finding('b')]), telling)],
      baseRuns: [run(evaluated([finding('a')]), telling)],
    });
    expect(findings.map(({ finding: { title } }) => title)).toEqual(['a', 'retold b']);
  });

  it('blocks as unproven what the base could prove, and only that', () => {
    const here = evaluated([], { unproven: [unproven('context:a', 'pattern')] });
    const lost = verdict({ subjectRuns: [run(here)], baseRuns: [run(evaluated([], { proven: ['context:a'] }))] });
    expect(lost.lost).toMatchObject([{ ruleId: 'MD-001', key: 'context:a' }]);
    expect(lost.decision).toMatchObject({ outcome: 'block', reasons: [{ kind: 'unproven' }] });
    const always = verdict({ subjectRuns: [run(here)], baseRuns: [run(here)] });
    expect(always.decision.outcome).toBe('pass');
  });

  it('blocks when the tree hides from a whole rule what it could judge on the base', () => {
    const gap = {
      evidence: 'required checks',
      reason: 'settings.yml cannot be parsed',
      next: '',
      cause: 'tree',
    } as const;
    const blind = run({ state: 'not-evaluated', gaps: [gap] });
    expect(verdict({ subjectRuns: [blind], baseRuns: [run(evaluated([]))] }).decision.outcome).toBe('block');
    expect(verdict({ subjectRuns: [blind], baseRuns: [blind] }).decision.outcome).toBe('warn');
  });

  it('is incomplete, hence warns, when a file that hides a name cannot be read on both sides', () => {
    const both = evaluated([], { unproven: [unproven('context:a', 'unreadable')] });
    const judged = verdict({ subjectRuns: [run(both)], baseRuns: [run(both)] });
    expect(judged).toMatchObject({ complete: false, decision: { outcome: 'warn' } });
  });

  it('keeps tool errors apart from findings', () => {
    const thrown = run({ state: 'tool-error', message: 'TypeError: x' });
    const subject = verdict({ subjectRuns: [thrown], baseRuns: [run(evaluated([finding('a')]))] });
    expect(subject).toMatchObject({
      findings: [],
      toolErrors: [{ side: 'subject' }],
      decision: { outcome: 'block' },
      complete: false,
    });
    const base = verdict({ subjectRuns: [run(evaluated([finding('a')]))], baseRuns: [thrown] });
    expect(base.findings).toMatchObject([{ status: 'new' }]);
    expect(base.toolErrors).toMatchObject([{ side: 'base' }]);
  });

  it('takes a rule that throws while it retells a finding as a tool error, and keeps the finding', () => {
    const failing = rule('MD-001', 'block', () => {
      throw new TypeError('no such line');
    });
    const judged = verdict({
      subjectRuns: [run(evaluated([finding('a')]), failing)],
      baseRuns: [run(evaluated([]), failing)],
    });
    expect(judged.findings).toMatchObject([{ status: 'new', finding: { title: 'a' } }]);
    expect(judged.toolErrors).toEqual([{ ruleId: 'MD-001', side: 'subject', message: 'TypeError: no such line' }]);
  });

  it('suppresses what the configuration in force suppresses, and reports a suppression that matches nothing', () => {
    const id = findingIdOf(fingerprintOf(finding('a')));
    const entry = (findingId: string) => ({
      rule: 'MD-001',
      findingId,
      reason: 'known and accepted',
      until: '2026-09-01',
      at: { path: '.phase-mirror.yml', line: 4 },
    });
    const config = {
      ...emptyConfig(),
      path: '.phase-mirror.yml',
      suppressions: [entry(id.slice(0, 8)), entry('00000000')],
    };
    const judged = verdict({
      config,
      side: 'subject',
      baseRuns: null,
      change: null,
      subjectRuns: [run(evaluated([finding('a')]))],
    });
    expect(judged.findings).toMatchObject([
      { status: 'suppressed', suppression: { reason: 'known and accepted', until: '2026-09-01' } },
      { status: 'new', finding: { ruleId: 'suppression-problem' } },
    ]);
    expect(judged.decision.outcome).toBe('warn');
  });

  it('counts a weakened policy, and says what did not run', () => {
    const weakened = [finding('level:MD-001', { ruleId: 'policy-weakened', severity: 'medium' })];
    const judged = verdict({ weakened, selected: (id) => id !== 'MD-005' });
    expect(judged.decision.outcome).toBe('warn');
    expect(judged.rules.find(({ rule: { id } }) => id === 'MD-005')?.outcome.state).toBe('unselected');
    const off = verdict({
      config: {
        ...emptyConfig(),
        rules: new Map([
          [
            'MD-001',
            { level: { value: 'off', at: { path: '', startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 } } },
          ],
        ]),
      },
    });
    expect(off.rules[0]?.outcome.state).toBe('off');
    expect(off.complete).toBe(true);
  });
});

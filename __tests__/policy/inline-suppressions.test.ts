import { describe, expect, it } from '@jest/globals';
import { emptyConfig } from '../../src/policy/config.js';
import { ConfigError } from '../../src/policy/config-problems.js';
import { inlineSuppressions } from '../../src/policy/inline-suppressions.js';
import { applySuppressions } from '../../src/policy/suppressions.js';
import { weakenings } from '../../src/policy/weakenings.js';

const CONTEXT = { ruleIds: ['MD-001', 'MD-003'], today: '2026-06-01' };
const read = (...lines: string[]) => inlineSuppressions(new Map([['.github/workflows/ci.yml', lines]]), CONTEXT);
const OK = 'phase-mirror: ignore MD-003 reason="docs are apart" until=2026-09-01';

function problem(comment: string): string {
  try {
    read(`paths: [a] # ${comment}`);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('accepted');
}

describe('inlineSuppressions', () => {
  it('reads a comment on the line, and one above it', () => {
    expect(read('on:', `  paths: [a] # ${OK} owner=@o/docs ticket=D-1 verdict=accepted`)).toEqual([
      {
        rule: 'MD-003',
        path: '.github/workflows/ci.yml',
        line: `paths: [a] # ${OK} owner=@o/docs ticket=D-1 verdict=accepted`,
        reason: 'docs are apart',
        until: '2026-09-01',
        owner: '@o/docs',
        ticket: 'D-1',
        verdict: 'accepted',
        at: { path: '.github/workflows/ci.yml', line: 2 },
      },
    ]);
    expect(read(`# ${OK}`, '', '# another comment', '  paths: [a]')).toMatchObject([{ line: 'paths: [a]' }]);
  });

  it('is no comment without a number sign before it', () => {
    expect(read('run: echo "phase-mirror: ignore MD-003"', 'name: x')).toEqual([]);
  });

  it.each([
    ['phase-mirror: ignore MD-003 reason="docs are apart"', 'until'],
    ['phase-mirror: ignore MD-003 until=2026-09-01', 'reason'],
    ['phase-mirror: ignore MD-003 reason="docs are apart" until=2027-09-01', 'more than 180 days'],
    ['phase-mirror: ignore MD-999 reason="docs are apart" until=2026-09-01', 'is not a rule'],
    ['phase-mirror: ignore reason="docs are apart" until=2026-09-01', 'rule'],
    ['phase-mirror: ignore MD-003 because=docs until=2026-09-01', 'has "because=docs", which is none of reason'],
  ])('refuses %j', (comment, text) => {
    expect(problem(comment)).toContain(text);
    expect(problem(comment)).toContain('.github/workflows/ci.yml:1');
  });

  it('suppresses the finding of that line and no other', () => {
    const config = { ...emptyConfig(), suppressions: read(`paths: [a] # ${OK}`) };
    const finding = (excerpt: string, path = '.github/workflows/ci.yml') => ({
      ruleId: 'MD-003',
      findingId: 'f'.repeat(32),
      path,
      evidence: [{ path, excerpt }],
    });
    const hit = finding(`paths: [a] # ${OK}`);
    const result = applySuppressions(
      [hit, finding('paths: [b]'), finding(`paths: [a] # ${OK}`, 'other.yml')],
      config,
      CONTEXT.today,
    );
    expect([...result.suppressed.keys()]).toEqual([hit]);
  });

  it('that a change adds loosens the policy', () => {
    const subject = { ...emptyConfig(), suppressions: read(`paths: [a] # ${OK}`) };
    const context = { rules: [], today: CONTEXT.today, defaultBranch: 'main' };
    expect(weakenings(emptyConfig(), subject, context)).toMatchObject([
      { kind: 'suppression', subjectAt: { startLine: 1 } },
    ]);
    expect(weakenings(subject, subject, context)).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { emptyConfig } from '../../src/policy/config.js';
import { applySuppressions, suppressionFindings } from '../../src/policy/suppressions.js';
import type { Config } from '../../src/policy/types.js';
import { config, TODAY } from './support.js';

interface Found {
  ruleId: string;
  findingId: string;
  path: string;
  evidence: { path: string; fact?: string }[];
}

function found(fields: Partial<Found> = {}): Found {
  return {
    ruleId: 'MD-001',
    findingId: '0123abcd0123abcd0123abcd0123abcd',
    path: '.github/settings.yml',
    evidence: [{ path: '.github/settings.yml', fact: 'requires lint' }],
    ...fields,
  };
}

function suppressing(...entries: string[]): Config {
  return config(['suppressions:', ...entries.map((entry) => `  - {reason: long enough, ${entry}}`)].join('\n'));
}

const BY_PATH = 'rule: MD-001, path: .github/settings.yml, until: 2026-08-01';

describe('applySuppressions', () => {
  it.each<[string, string, Partial<Found>, boolean]>([
    ['the path', BY_PATH, {}, true],
    ['another rule', BY_PATH, { ruleId: 'MD-003' }, false],
    ['another path', BY_PATH, { path: 'a.yml', evidence: [] }, false],
    ['the path of a fact', BY_PATH, { path: 'a.yml', evidence: [{ path: '.github/settings.yml', fact: 'x' }] }, true],
    ['a path that is only shown', BY_PATH, { path: 'a.yml', evidence: [{ path: '.github/settings.yml' }] }, false],
    ['a glob', 'rule: MD-001, path: "**/settings.*", until: 2026-08-01', {}, true],
    ['a finding without a file', 'rule: MD-001, path: "**ab**", until: 2026-08-01', { path: '', evidence: [] }, false],
    ['the start of the id', 'rule: MD-001, finding: 0123abcd, until: 2026-08-01', {}, true],
    ['another id', 'rule: MD-001, finding: 0123abce, until: 2026-08-01', {}, false],
    ['the last day', 'rule: MD-001, finding: 0123abcd, until: 2026-06-01', {}, true],
    ['the day after', 'rule: MD-001, finding: 0123abcd, until: 2026-05-31', {}, false],
  ])('%s', (_, entry, fields, expected) => {
    const finding = found(fields);
    const result = applySuppressions([finding], suppressing(entry), TODAY);
    expect(result.suppressed.get(finding)?.rule).toBe(expected ? 'MD-001' : undefined);
  });

  it('never covers what has no switch, even when validation is passed by', () => {
    for (const ruleId of ['L0-PERMISSION-BITS', 'policy-weakened']) {
      const [entry] = suppressing(BY_PATH).suppressions;
      const forged: Config = {
        ...emptyConfig(),
        suppressions: entry === undefined ? [] : [{ ...entry, rule: ruleId }],
      };
      const result = applySuppressions([found({ ruleId })], forged, TODAY);
      expect([result.suppressed.size, result.unused.length]).toEqual([0, 1]);
    }
  });

  it('counts every entry that matches as used, and shows the first', () => {
    const own = suppressing(BY_PATH, 'rule: MD-001, finding: 0123abcd, until: 2026-08-01');
    const finding = found();
    const result = applySuppressions([finding], own, TODAY);
    expect(result.suppressed.get(finding)).toBe(own.suppressions[0]);
    expect(result.unused).toEqual([]);
  });

  it('sorts entries into used, unused, expired and expiring', () => {
    const own = suppressing(
      BY_PATH,
      'rule: MD-001, path: gone.yml, until: 2026-06-02',
      'rule: MD-001, path: .github/settings.yml, until: 2026-06-15',
      'rule: MD-001, path: .github/settings.yml, until: 2026-06-16',
      'rule: MD-001, path: .github/settings.yml, until: 2026-05-31',
    );
    const result = applySuppressions([found()], own, TODAY);
    const [, unused, expiring, , expired] = own.suppressions;
    expect([result.unused, result.expiring, result.expired]).toEqual([[unused], [expiring], [expired]]);
  });

  it('calls nothing unused of a rule that was not evaluated', () => {
    const own = suppressing(BY_PATH);
    expect(applySuppressions([], own, TODAY, new Set(['MD-003'])).unused).toEqual([]);
    expect(applySuppressions([], own, TODAY, new Set(['MD-001'])).unused).toEqual(own.suppressions);
  });
});

describe('suppressionFindings', () => {
  it('says what needs attention, in the order of the file', () => {
    const own = suppressing(
      'rule: MD-001, finding: 99999999, until: 2026-08-01',
      'rule: MD-001, path: .github/settings.yml, until: 2026-06-04',
      BY_PATH,
      'rule: MD-003, path: a.yml, until: 2026-05-31',
    );
    const findings = suppressionFindings(applySuppressions([found()], own, TODAY), own, TODAY);
    expect(findings.map(({ title, what }) => `${title}. ${what}`)).toEqual([
      'The suppression of MD-001 for finding 99999999 matches nothing. No problem that was found is covered by it.',
      'The suppression of MD-001 in .github/settings.yml ends soon. It ends in 3 days, on 2026-06-04: "long enough".',
      'The suppression of MD-003 in a.yml is over. It held until 2026-05-31: "long enough".',
    ]);
    expect(findings[1]).toMatchObject({
      ruleId: 'suppression-problem',
      severity: 'low',
      path: '.phase-mirror.yml',
      anchor: 'suppression:MD-001:.github/settings.yml',
      evidence: [
        {
          path: '.phase-mirror.yml',
          startLine: 4,
          label: 'expiring',
          excerpt: '- {reason: long enough, rule: MD-001, path: .github/settings.yml, until: 2026-06-04}',
          fact: 'expiring MD-001 in .github/settings.yml until 2026-06-04',
        },
      ],
    });
  });

  it.each([
    ['2026-06-01', 'It ends today, on'],
    ['2026-06-02', 'It ends tomorrow, on'],
    ['2026-06-03', 'It ends in 2 days, on'],
  ])('counts down to %s', (until, words) => {
    const own = suppressing(`rule: MD-001, path: .github/settings.yml, until: ${until}`);
    const [finding] = suppressionFindings(applySuppressions([found()], own, TODAY), own, TODAY);
    expect(finding?.what).toContain(words);
  });

  it('has the same identity tomorrow, and another one after the last day', () => {
    const own = suppressing('rule: MD-001, path: .github/settings.yml, until: 2026-06-04');
    const factOn = (today: string) =>
      suppressionFindings(applySuppressions([found()], own, today), own, today)[0]?.evidence[0].fact;
    expect(factOn('2026-06-02')).toBe(factOn('2026-06-01'));
    expect(factOn('2026-06-05')).toBe('expired MD-001 in .github/settings.yml until 2026-06-04');
  });
});

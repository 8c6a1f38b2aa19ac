import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PhaseMirrorError } from '../../src/errors.js';
import { CONFIG_PATHS, emptyConfig, findConfigPath, parseConfig } from '../../src/policy/config.js';
import { ConfigError } from '../../src/policy/config-problems.js';
import { bytes, CONTEXT, config } from './support.js';

function failure(text: string | Uint8Array): ConfigError {
  try {
    parseConfig('.phase-mirror.yml', typeof text === 'string' ? bytes(text) : text, CONTEXT);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

const FULL = `version: 1
rules:
  MD-001: {level: warn}
  MD-008:
    level: off
required-checks:
  - lint
  - context: test
    branches: [main, release/*]
external-checks: [codecov/*, DCO]
policy:
  max-critical: 0
  max-medium: 3
suppressions:
  - rule: MD-001
    path: .github/settings.yml
    reason: the vendor renames it in July
    until: 2026-07-31
    verdict: accepted
    owner: "@octo/platform"
    ticket: 1234
  - {rule: unreadable-file, finding: 12345678, reason: broken on purpose, until: 2026-06-01}
`;

describe('parseConfig', () => {
  it('reads every key with its place', () => {
    const read = config(FULL.slice(FULL.indexOf('\n') + 1));
    expect(read.path).toBe('.phase-mirror.yml');
    expect([...read.rules].map(([id, { level }]) => [id, level?.value, level?.at.startLine])).toEqual([
      ['MD-001', 'warn', 3],
      ['MD-008', 'off', 5],
    ]);
    expect(read.requiredChecks.map(({ value, at }) => [value, at.startLine])).toEqual([
      [{ context: 'lint', branches: [] }, 7],
      [{ context: 'test', branches: ['main', 'release/*'] }, 8],
    ]);
    expect(read.externalChecks.map(({ value }) => value)).toEqual(['codecov/*', 'DCO']);
    expect(read.thresholds.high).toBeUndefined();
    expect(read.thresholds.critical).toMatchObject({ value: 0, at: { startLine: 12 } });
    expect(read.thresholds.medium).toMatchObject({ value: 3, at: { startLine: 13, startColumn: 15 } });
    expect(read.suppressions).toEqual([
      {
        rule: 'MD-001',
        path: '.github/settings.yml',
        reason: 'the vendor renames it in July',
        until: '2026-07-31',
        verdict: 'accepted',
        owner: '@octo/platform',
        ticket: '1234',
        at: { path: '.phase-mirror.yml', line: 15 },
      },
      {
        rule: 'unreadable-file',
        findingId: '12345678',
        reason: 'broken on purpose',
        until: '2026-06-01',
        at: { path: '.phase-mirror.yml', line: 22 },
      },
    ]);
    expect(read.keys.get('policy')?.startLine).toBe(11);
    expect(read.lines[0]).toBe('version: 1');
  });

  it.each(['', '# nothing yet\n', '---\n', 'version: 1\n', '\uFEFFversion: 1'])('accepts %j', (text) => {
    const read = parseConfig('.phase-mirror.yml', bytes(text), CONTEXT).config;
    expect({ ...read, lines: [], keys: new Map() }).toEqual({ ...emptyConfig(), path: '.phase-mirror.yml' });
  });

  it('keeps digits of an id as they were written', () => {
    const read = config('suppressions: [{rule: MD-001, finding: 1234e567, reason: wrong here, until: 2026-06-02}]');
    expect(read.suppressions[0]?.findingId).toBe('1234e567');
  });

  it('says nothing about a level that stands in a key of the prototype', () => {
    expect(failure('version: 1\nrules: {__proto__: {level: off}, constructor: {level: off}}').problems).toHaveLength(2);
  });

  it.each<[string, string]>([
    ['rules: {}', '.phase-mirror.yml:1:1: version is missing. Start the file with `version: 1`.'],
    ['version: 2', '.phase-mirror.yml:1:10: version is "2". Write `version: 1`.'],
    ['version: "1"', '.phase-mirror.yml:1:10: version is "1". Write `version: 1`.'],
    [
      '- version',
      '.phase-mirror.yml:1:1: the configuration is a list. Write the configuration as a map that starts with `version: 1`.',
    ],
    [
      'version: 1\nrule: {}',
      '.phase-mirror.yml:2:1: rule is not a known key (did you mean "rules"?). Use `version`, `rules`, `required-checks`, `external-checks`, `schemas`, `policy`, `drift`, `calibration`, `trust` or `suppressions`.',
    ],
    [
      'version: 1\nrules:\n  MD-001: warn',
      '.phase-mirror.yml:3:11: rules.MD-001 is "warn". Write it as `{level: block}`, `{level: warn}` or `{level: off}`.',
    ],
    [
      'version: 1\nrules:\n  MD-001: {level: blok}',
      '.phase-mirror.yml:3:19: rules.MD-001.level is "blok". Use `block`, `warn` or `off`.',
    ],
    [
      'version: 1\nrules: {MD-001: {}}',
      '.phase-mirror.yml:2:9: rules.MD-001.level is missing. Add `level: block`, `level: warn` or `level: off`.',
    ],
    [
      'version: 1\nrules: {MD-001: {lvel: off, level: off}}',
      '.phase-mirror.yml:2:18: rules.MD-001.lvel is not a known key (did you mean "level"?). Use `level`.',
    ],
    [
      'version: 1\nrules: {MD-0O1: {level: off}}',
      '.phase-mirror.yml:2:9: rules: "MD-0O1" is not a rule (did you mean "MD-001"?). Use one of MD-001, MD-003, MD-008, policy-weakened, unreadable-file, L0-PERMISSION-BITS, suppression-problem.',
    ],
    [
      'version: 1\nrules: {L0-PERMISSION-BITS: {level: off}}',
      '.phase-mirror.yml:2:9: rules.L0-PERMISSION-BITS cannot be set: the always-on checks (L0) have no switch. Remove the entry.',
    ],
    [
      'version: 1\nrequired-checks: lint',
      '.phase-mirror.yml:2:18: required-checks is "lint". Write a list of check names, `[lint, test]`.',
    ],
    [
      'version: 1\nrequired-checks: [""]',
      '.phase-mirror.yml:2:19: required-checks[0] is empty. Write a name of 1 to 500 characters.',
    ],
    [
      'version: 1\nrequired-checks: [[a]]',
      '.phase-mirror.yml:2:19: required-checks[0] is a list. Write a check name, or `{context: NAME, branches: [BRANCH]}`.',
    ],
    [
      'version: 1\nrequired-checks:\n  - context: a\n    branch: [main]',
      '.phase-mirror.yml:4:5: required-checks[0].branch is not a known key (did you mean "branches"?). Use `context` or `branches`.',
    ],
    [
      'version: 1\nrequired-checks:\n  - branches: [main]',
      '.phase-mirror.yml:3:5: required-checks[0].context is missing. Add the name of the check.',
    ],
    [
      'version: 1\nrequired-checks:\n  - {context: a, branches: []}',
      '.phase-mirror.yml:3:28: required-checks[0].branches is an empty list. Name a branch, or remove the key to mean the default branch.',
    ],
    [
      'version: 1\nexternal-checks: ["*/*"]',
      '.phase-mirror.yml:2:19: external-checks[0] is a catch-all: it has fewer than two letters or digits beside the wildcards. Write the name of the check, or the start of it: `codecov/*`.',
    ],
    [
      'version: 1\nexternal-checks:',
      '.phase-mirror.yml:2:17: external-checks has no value. Write a list of check names or globs, `[codecov/*]`.',
    ],
    ['version: 1\npolicy: []', '.phase-mirror.yml:2:9: policy is an empty list. Write it as a map, `max-medium: 10`.'],
    [
      'version: 1\nrules: [MD-001]',
      '.phase-mirror.yml:2:8: rules is a list. Write a map from rule id to settings, `MD-001: {level: warn}`.',
    ],
    [
      'version: 1\nsuppressions: [[]]',
      '.phase-mirror.yml:2:16: suppressions[0] is an empty list. Write it as a map with `rule`, `path` or `finding`, `reason` and `until`.',
    ],
    [
      'version: 1\npolicy: {max-high: -1.5}',
      '.phase-mirror.yml:2:20: policy.max-high is "-1.5". Use a whole number of 0 or more.',
    ],
    [
      'version: 1\npolicy: {max-high: "1"}',
      '.phase-mirror.yml:2:20: policy.max-high is "1". Use a whole number of 0 or more.',
    ],
    [
      'version: 1\npolicy: {max-high: .inf}',
      '.phase-mirror.yml:2:20: policy.max-high is ".inf". Use a whole number of 0 or more.',
    ],
    [
      'version: 1\npolicy: {max-low: 1}',
      '.phase-mirror.yml:2:10: policy.max-low is not a known key. Use `max-critical`, `max-high` or `max-medium`.',
    ],
    [
      'version: 1\nversion: 1',
      '.phase-mirror.yml:2:1: the configuration has the key "version" twice. Mend the file; `phase-mirror config check` reads it again.',
    ],
  ])('%j → %s', (text, message) => {
    const error = failure(text);
    expect(error.message).toBe(message);
    expect([error.kind, error.exitCode, error.problems.length]).toEqual(['user', 2, 1]);
  });

  it.each<[string, string]>([
    [
      '{rule: MD-001, path: a.yml, reason: long enough}',
      'suppressions[0].until is missing. Add `until: YYYY-MM-DD`, at most 180 days from today.',
    ],
    [
      '{rule: MD-001, path: a.yml, reason: long enough, until: soon}',
      'suppressions[0].until is "soon". Write the date as YYYY-MM-DD.',
    ],
    [
      '{rule: MD-001, path: a.yml, reason: long enough, until: 2026-06-31}',
      'suppressions[0].until is not a day of the calendar. Write the date as YYYY-MM-DD.',
    ],
    [
      '{rule: MD-001, path: a.yml, reason: long enough, until: 2026-11-29}',
      'suppressions[0].until is 2026-11-29, more than 180 days from today. Use a date up to 2026-11-28.',
    ],
    [
      '{rule: MD-001, path: a.yml, reason: short, until: 2026-06-30}',
      'suppressions[0].reason has only 5 characters. Say in a sentence why the problem may stay.',
    ],
    [
      '{rule: MD-001, path: a.yml, reason: "          ", until: 2026-06-30}',
      'suppressions[0].reason has fewer than 8 characters. Say in a sentence why the problem may stay.',
    ],
    [
      '{rule: MD-001, path: a.yml, until: 2026-06-30}',
      'suppressions[0].reason is missing. Say in a sentence why the problem may stay.',
    ],
    [
      '{rule: MD-01, path: a.yml, reason: long enough, until: 2026-06-30}',
      'suppressions[0].rule is "MD-01", which is not a rule (did you mean "MD-001"?). Use one of MD-001, MD-003, MD-008, policy-weakened, unreadable-file, L0-PERMISSION-BITS, suppression-problem.',
    ],
    [
      '{path: a.yml, reason: long enough, until: 2026-06-30}',
      'suppressions[0].rule is missing. Name one rule, `rule: MD-001`.',
    ],
    [
      '{rule: policy-weakened, path: a.yml, reason: long enough, until: 2026-06-30}',
      'suppressions[0].rule cannot be suppressed: a change to the policy is always shown. Remove it.',
    ],
    [
      '{rule: L0-PERMISSION-BITS, path: a.yml, reason: long enough, until: 2026-06-30}',
      'suppressions[0].rule cannot be suppressed: the always-on checks (L0) have no switch. Remove it.',
    ],
    [
      '{rule: MD-001, reason: long enough, until: 2026-06-30}',
      'suppressions[0] names neither a path nor a finding. Give exactly one of `path` and `finding`.',
    ],
    [
      '{rule: MD-001, path: a, finding: 12345678, reason: long enough, until: 2026-06-30}',
      'suppressions[0] names both a path and a finding. Give exactly one of `path` and `finding`.',
    ],
    [
      '{rule: MD-001, finding: abc1234, reason: long enough, until: 2026-06-30}',
      'suppressions[0].finding is "abc1234". Write 8 to 32 of the hex digits (lower case) that the report shows.',
    ],
    [
      '{rule: MD-001, path: "**", reason: long enough, until: 2026-06-30}',
      'suppressions[0].path is a catch-all: it has fewer than two letters or digits beside the wildcards. Name the file, or turn the rule off under `rules`.',
    ],
    [
      '{rule: MD-001, path: ".github/**", reason: long enough, until: 2026-06-30}',
      'suppressions[0].path is a catch-all: it matches every workflow. Name the file, or turn the rule off under `rules`.',
    ],
    [
      '{rule: MD-001, path: "**/*.yaml", reason: long enough, until: 2026-06-30}',
      'suppressions[0].path is a catch-all: it matches every workflow. Name the file, or turn the rule off under `rules`.',
    ],
    [
      '{rule: MD-001, path: a.yml, reason: long enough, until: 2026-06-30, verdict: wrong}',
      'suppressions[0].verdict is "wrong". Use `false-positive` or `accepted`.',
    ],
    [
      'everything',
      'suppressions[0] is "everything". Write it as a map with `rule`, `path` or `finding`, `reason` and `until`.',
    ],
  ])('suppression %s → %s', (entry, sentence) => {
    const error = failure(`version: 1\nsuppressions:\n  - ${entry}\n`);
    expect(error.problems).toHaveLength(1);
    expect(error.problems[0]?.at.startLine).toBe(3);
    expect(error.message).toMatch(/^\.phase-mirror\.yml:3:\d+: /);
    expect(error.message.replace(/^\S+ /, '')).toBe(sentence);
  });

  it('accepts the last allowed day, a past one, and narrow globs', () => {
    const entry = (path: string, until: string) =>
      `  - {rule: MD-001, path: "${path}", reason: long enough, until: ${until}}`;
    const read = config(
      ['suppressions:', entry('a.yml', '2026-11-28'), entry('.github/workflows/nightly-*.yml', '2020-02-29')].join(
        '\n',
      ),
    );
    expect(read.suppressions.map(({ until }) => until)).toEqual(['2026-11-28', '2020-02-29']);
  });

  it('reports several problems together, in file order', () => {
    const error = failure('version: 3\nfoo: 1\nrules:\n  MD-999: {level: off}\nbar: 2\npolicy: {max-high: x}\n');
    expect(error.message).toBe(
      [
        '.phase-mirror.yml: the configuration has 5 problems. Mend them:',
        '  .phase-mirror.yml:1:10: version is "3". Write `version: 1`',
        '  .phase-mirror.yml:2:1: foo is not a known key. Use `version`, `rules`, `required-checks`, `external-checks`, `schemas`, `policy`, `drift`, `calibration`, `trust` or `suppressions`',
        '  .phase-mirror.yml:4:3: rules: "MD-999" is not a rule. Use one of MD-001, MD-003, MD-008, policy-weakened, unreadable-file, L0-PERMISSION-BITS, suppression-problem',
        '  .phase-mirror.yml:5:1: bar is not a known key. Use `version`, `rules`, `required-checks`, `external-checks`, `schemas`, `policy`, `drift`, `calibration`, `trust` or `suppressions`',
        '  .phase-mirror.yml:6:20: policy.max-high is "x". Use a whole number of 0 or more.',
      ].join('\n'),
    );
  });

  it('counts what does not fit into ten', () => {
    const keys = Array.from({ length: 13 }, (_, index) => `key${index}: 1`);
    const error = failure(['version: 1', ...keys].join('\n'));
    expect(error.problems).toHaveLength(13);
    expect(error.message.split('\n')).toHaveLength(12);
    expect(error.message).toMatch(/\n {2}and 3 more\.$/);
  });

  it('bounds what it repeats and keeps it on one line', () => {
    const error = failure(`version: 1\n"${'x'.repeat(900)}\\n::error::": 1\nrules: {MD-001: {level: "a\\nb"}}`);
    expect(error.message.length).toBeLessThan(600);
    expect(error.message.split('\n')).toHaveLength(3);
    expect(error.message).toContain('is "a\\nb"');
  });

  it('bounds lists and names', () => {
    const many = Array.from({ length: 501 }, (_, index) => `c${index}`).join(', ');
    expect(failure(`version: 1\nexternal-checks: [${many}]`).message).toContain(
      'external-checks has 501 entries. Keep at most 500 entries.',
    );
    expect(failure(`version: 1\nexternal-checks: [${'x'.repeat(501)}]`).message).toContain(
      'external-checks[0] has 501 characters. Write a name of 1 to 500 characters.',
    );
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    ['broken YAML', 'version: [1', /^\.phase-mirror\.yml:1:\d+: the configuration /],
    ['bytes that are not UTF-8', new Uint8Array([0xff, 0xfe]), /the configuration is not UTF-8 text/],
    ['two documents', 'version: 1\n---\nversion: 1', /holds more than one YAML document/],
  ])('names %s as what cannot be read', (_, text, message) => {
    expect(failure(text).message).toMatch(message);
  });

  it('answers any mutation of a file with a configuration or a ConfigError that has a place', () => {
    const token = fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      ': ',
      '- ',
      '\n',
      '&a ',
      '*a',
      '~',
      '"',
      '1e999',
      '__proto__',
      '#',
      '',
    );
    fc.assert(
      fc.property(fc.nat(FULL.length), fc.nat(12), token, (start, cut, inserted) => {
        const text = FULL.slice(0, start) + inserted + FULL.slice(start + cut);
        try {
          expect(parseConfig('c.yml', bytes(text), CONTEXT).config.path).toBe('c.yml');
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
          expect(error.problems.length).toBeGreaterThan(0);
          expect(error.message).toMatch(/^c\.yml:/);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('refuses a "today" that is none: a fault of the caller', () => {
    const text = bytes(
      'version: 1\nsuppressions: [{rule: MD-001, path: a.yml, reason: long enough, until: 2026-06-30}]',
    );
    expect(() => parseConfig('c.yml', text, { ...CONTEXT, today: 'now' })).toThrow(RangeError);
  });
});

describe('findConfigPath', () => {
  it('finds each name, and none', () => {
    for (const path of CONFIG_PATHS) expect(findConfigPath(['README.md', path])).toBe(path);
    expect(findConfigPath(['phase-mirror.yml', 'sub/.phase-mirror.yml'])).toBeNull();
  });

  it('names both when there are two', () => {
    const find = () => findConfigPath(['.github/phase-mirror.yml', '.phase-mirror.yml']);
    expect(find).toThrow(PhaseMirrorError);
    expect(find).toThrow(
      'the configuration is there more than once: .phase-mirror.yml, .github/phase-mirror.yml. Keep .phase-mirror.yml and remove the other.',
    );
    expect(() => findConfigPath(CONFIG_PATHS)).toThrow('remove the others');
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyConfig } from '../../src/policy/config.js';
import type { OrganisationLevels } from '../../src/policy/org-levels.js';
import type { Config } from '../../src/policy/types.js';
import { weakenedFindings } from '../../src/policy/weakened-findings.js';
import { type Weakening, weakenings } from '../../src/policy/weakenings.js';
import type { Level } from '../../src/rules/types.js';
import { config, RULES, TODAY } from './support.js';

const CONTEXT = { rules: RULES, today: TODAY, defaultBranch: null };

/** A trusted key; `more` are further fields. */
const KEY = (more: string) =>
  `trust: {keys: [{id: k1, use: levels, pem: "-----BEGIN PUBLIC KEY-----\\nMFkwEwYHKoZI\\n-----END PUBLIC KEY-----"${more}}]}`;

const entry = (fields: string) => `suppressions:\n  - {rule: MD-001, reason: long enough, ${fields}}`;

function anchors(base: Config, subject: Config, defaultBranch: string | null = null): string[] {
  return weakenings(base, subject, { ...CONTEXT, defaultBranch }).map(({ anchor }) => anchor);
}

describe('weakenings', () => {
  it.each<[string, string, string, string[]]>([
    ['a level lowered', '', 'rules: {MD-001: {level: warn}}', ['level:MD-001']],
    ['a level turned off', 'rules: {MD-001: {level: warn}}', 'rules: {MD-001: {level: off}}', ['level:MD-001']],
    ['a raising pin removed', 'rules: {MD-008: {level: block}}', '', ['level:MD-008']],
    ['a level raised', '', 'rules: {MD-008: {level: block}}', []],
    ['a lowering pin removed', 'rules: {MD-001: {level: off}}', '', []],
    ['a default spelled out', '', 'rules: {MD-001: {level: block}}\npolicy: {max-medium: 10}', []],
    ['a maximum raised', '', 'policy: {max-high: 1}', ['maximum:high']],
    ['a low maximum removed', 'policy: {max-medium: 2}', '', ['maximum:medium']],
    ['a maximum lowered', 'policy: {max-medium: 2}', 'policy: {max-medium: 0}', []],
    ['a required check removed', 'required-checks: [lint, test]', 'required-checks: [test]', ['required-check:lint']],
    ['a required check moved', 'required-checks: [lint, test]', 'required-checks: [test, lint]', []],
    ['a required check added', 'required-checks: [lint]', 'required-checks: [lint, test]', []],
    [
      'a branch removed',
      'required-checks: [{context: lint, branches: [main, dev]}]',
      'required-checks: [{context: lint, branches: [main]}]',
      ['required-check:lint'],
    ],
    [
      'a branch that a pattern still matches',
      'required-checks: [{context: lint, branches: [release/1]}]',
      'required-checks: [{context: lint, branches: [release/*]}]',
      [],
    ],
    [
      'a pattern narrowed to one branch',
      'required-checks: [{context: lint, branches: [release/*]}]',
      'required-checks: [{context: lint, branches: [release/1]}]',
      ['required-check:lint'],
    ],
    ['an external check added', '', 'external-checks: [codecov/*]', ['external-check:codecov/*']],
    [
      'an external check widened',
      'external-checks: [codecov/patch]',
      'external-checks: [codecov/*]',
      ['external-check:codecov/*'],
    ],
    ['a key trusted', '', KEY(''), ['trusted-key:levels:k1']],
    [
      'a key trusted for longer',
      KEY(', not-after: 2026-12-31'),
      KEY(', not-after: 2027-12-31'),
      ['trusted-key:levels:k1'],
    ],
    ['a key trusted without end', KEY(', not-after: 2026-12-31'), KEY(''), ['trusted-key:levels:k1']],
    ['another key under its id', KEY(''), KEY('').replace('MFkw', 'MFkx'), ['trusted-key:levels:k1']],
    [
      'a key for another use',
      KEY(''),
      KEY('').replace('use: levels', 'use: baseline'),
      ['trusted-key:baseline:k1', 'last-key:levels'],
    ],
    ['a key trusted for less long', KEY(', not-after: 2027-12-31'), KEY(', not-after: 2026-12-31'), []],
    ['the last key of a use removed', KEY(''), '', ['last-key:levels']],
    ['an external check narrowed', 'external-checks: [codecov/*]', 'external-checks: [codecov/p*, codecov/x]', []],
    ['an external check removed', 'external-checks: [codecov/*]', '', []],
    ['one external check twice', '', 'external-checks: [DCO, DCO]', ['external-check:DCO']],
    ['a suppression added', '', entry('path: a.yml, until: 2026-07-01'), ['suppression:MD-001:a.yml']],
    [
      'a suppression extended',
      entry('path: a.yml, until: 2026-07-01'),
      entry('path: a.yml, until: 2026-07-02'),
      ['suppression:MD-001:a.yml'],
    ],
    [
      'a suppression widened',
      entry('path: a/b.yml, until: 2026-07-01'),
      entry('path: a/b*.yml, until: 2026-07-01'),
      ['suppression:MD-001:a/b*.yml'],
    ],
    ['a suppression shortened', entry('path: a.yml, until: 2026-07-01'), entry('path: a.yml, until: 2026-06-02'), []],
    [
      'a suppression narrowed',
      entry('path: docs/*.yml, until: 2026-07-01'),
      entry('path: docs/a.yml, until: 2026-07-01'),
      [],
    ],
    [
      'a suppression by a longer id',
      entry('finding: 0123abcd, until: 2026-07-01'),
      entry('finding: 0123abcd99, until: 2026-07-01'),
      [],
    ],
    [
      'a suppression by a shorter id',
      entry('finding: 0123abcd99, until: 2026-07-01'),
      entry('finding: 0123abcd, until: 2026-07-01'),
      ['suppression:MD-001:0123abcd'],
    ],
    ['a suppression that was over already', '', entry('path: a.yml, until: 2026-05-31'), []],
    ['a suppression on its last day', '', entry('path: a.yml, until: 2026-06-01'), ['suppression:MD-001:a.yml']],
    [
      'a suppression revived',
      entry('path: a.yml, until: 2026-05-01'),
      entry('path: a.yml, until: 2026-07-01'),
      ['suppression:MD-001:a.yml'],
    ],
    [
      'a path suppression under an id suppression',
      entry('finding: 0123abcd, until: 2026-07-01'),
      entry('path: a.yml, until: 2026-07-01'),
      ['suppression:MD-001:a.yml'],
    ],
  ])('%s', (_, base, subject, expected) => {
    expect(anchors(config(base), config(subject))).toEqual(expected);
  });

  const organisation = (level: Level): OrganisationLevels =>
    new Map([['MD-008', { level, record: null, source: 'organisation', sequence: 3, signed: true }]]);
  const pin = (level: Level) => config(`rules: {MD-008: {level: ${level}}}`);

  it.each<[string, Level, Config, Config, string[]]>([
    ['a promoted rule pinned down', 'block', config(), pin('warn'), ['block -> warn']],
    ['a promoted rule pinned to what it has', 'block', config(), pin('block'), []],
    ['a demoted rule pinned to what it has', 'off', config(), pin('off'), []],
    ['a demoted rule pinned up', 'off', config(), pin('warn'), []],
    ['a pin removed above a demoted rule', 'off', pin('warn'), config(), ['warn -> off']],
    ['a pin removed below a promoted rule', 'block', pin('warn'), config(), []],
  ])('compares what holds under the levels of the organisation: %s', (_, level, base, subject, expected) => {
    const found = weakenings(base, subject, { ...CONTEXT, organisation: organisation(level) });
    expect(found.map(({ before, after }) => `${before} -> ${after}`)).toEqual(expected);
  });

  it('does not take a suppression of another rule for a cover', () => {
    const other = entry('path: a.yml, until: 2026-07-01').replace('MD-001', 'MD-003');
    expect(anchors(config(other), config(entry('path: a.yml, until: 2026-07-01')))).toEqual([
      'suppression:MD-001:a.yml',
    ]);
  });

  it('compares patterns of branches by what they match', () => {
    const on = (branch: string) => config(`required-checks: [{context: lint, branches: ["${branch}"]}]`);
    expect(anchors(on('release/*'), on('release/**'))).toEqual([]);
    expect(anchors(on('release/**'), on('release/*'))).toEqual([]);
    expect(anchors(on('release/*'), on('release/1.*'))).toEqual(['required-check:lint']);
    // As on GitHub, a star stops at a slash: `**` alone does not cover `release/1`.
    expect(anchors(on('release/1'), on('**'))).toEqual(['required-check:lint']);
    expect(anchors(on('release/1'), on('release/*'))).toEqual([]);
    expect(anchors(config('required-checks: [lint]'), on('**'))).toEqual(['required-check:lint']);
    expect(anchors(config('required-checks: [lint]'), on('**'), 'main')).toEqual([]);
  });

  it('compares an extension with the latest of the suppressions it covers', () => {
    const until = (...dates: string[]) =>
      config(
        `suppressions:\n${dates.map((date) => `  - {rule: MD-001, reason: long enough, path: a.yml, until: ${date}}\n`).join('')}`,
      );
    const base = until('2026-06-10', '2026-06-30', '2026-06-20');
    expect(
      weakenings(base, until('2026-07-01'), CONTEXT).map(({ before, baseAt }) => [before, baseAt?.startLine]),
    ).toEqual([['MD-001 in a.yml until 2026-06-30', 4]]);
    expect(anchors(base, until('2026-06-30'))).toEqual([]);
  });

  it('knows the default branch by its name, where it is known', () => {
    const [implied, named] = [
      config('required-checks: [lint]'),
      config('required-checks: [{context: lint, branches: [main]}]'),
    ];
    expect(anchors(implied, named, 'main')).toEqual([]);
    expect(anchors(named, implied, 'main')).toEqual([]);
    expect(anchors(implied, named, 'trunk')).toEqual(['required-check:lint']);
    expect(anchors(implied, named)).toEqual(['required-check:lint']);
  });

  const level = fc.constantFrom<Level>('block', 'warn', 'off');
  const pins = fc.dictionary(fc.constantFrom('MD-001', 'MD-003', 'MD-008'), level);
  const maxima = fc.dictionary(fc.constantFrom('max-critical', 'max-high', 'max-medium'), fc.nat(20));
  const names = fc.uniqueArray(fc.constantFrom('lint', 'test', 'ci*', 'codecov/*', 'codecov/x'));
  const suppressed = fc.array(
    fc.record({
      rule: fc.constantFrom('MD-001', 'MD-003'),
      path: fc.constantFrom('a.yml', 'docs/*.yml', 'docs/a.yml'),
      reason: fc.constant('long enough'),
      until: fc.constantFrom('2026-05-01', '2026-06-01', '2026-08-01'),
    }),
    { maxLength: 3 },
  );
  const shape = fc.record({
    rules: pins.map((map) => Object.fromEntries(Object.entries(map).map(([id, value]) => [id, { level: value }]))),
    policy: maxima,
    'required-checks': names,
    'external-checks': names,
    suppressions: suppressed,
  });
  const write = (value: object) =>
    config(
      Object.entries(value)
        .map(([key, part]) => `${JSON.stringify(key)}: ${JSON.stringify(part)}`)
        .join('\n'),
    );

  it('finds nothing between a configuration and itself', () => {
    fc.assert(fc.property(shape, (value) => expect(anchors(write(value), write(value))).toEqual([])));
  });

  it('finds every lowered level, and is silent on every raised one', () => {
    const rank = { block: 0, warn: 1, off: 2 };
    fc.assert(
      fc.property(shape, fc.constantFrom('MD-001', 'MD-003', 'MD-008'), level, level, (value, id, before, after) => {
        const pinned = (to: Level) => write({ ...value, rules: { ...value.rules, [id]: { level: to } } });
        expect(anchors(pinned(before), pinned(after))).toEqual(rank[after] > rank[before] ? [`level:${id}`] : []);
      }),
    );
  });

  it('finds every raised maximum, and is silent on every lowered one', () => {
    fc.assert(
      fc.property(
        shape,
        fc.constantFrom('critical', 'high', 'medium'),
        fc.nat(30),
        fc.nat(30),
        (value, key, before, after) => {
          const limited = (max: number) => write({ ...value, policy: { ...value.policy, [`max-${key}`]: max } });
          expect(anchors(limited(before), limited(after))).toEqual(after > before ? [`maximum:${key}`] : []);
        },
      ),
    );
  });

  it('never sees a loosening in both directions of one key', () => {
    fc.assert(
      fc.property(shape, shape, (a, b) => {
        const there = new Set(anchors(write(a), write(b)).filter((anchor) => /^(level|maximum)/.test(anchor)));
        expect(anchors(write(b), write(a)).filter((anchor) => there.has(anchor))).toEqual([]);
      }),
    );
  });
});

describe('weakenedFindings', () => {
  const context = { ...CONTEXT, branch: 'main', codeOwnerReviewOf: () => false };
  const COPY = '.github/phase-mirror-levels.json';
  const at = { path: COPY, startLine: 1, endLine: 1 };
  const copy = (after: string): Weakening => ({
    kind: 'levels-copy',
    anchor: 'levels-copy',
    subject: `the levels in ${COPY}`,
    before: 'sequence 5',
    after,
    baseAt: at,
    ...(after === '' ? {} : { subjectAt: at }),
    section: '',
  });

  it.each([
    [
      '',
      `This change deletes ${COPY}, the levels of the organisation`,
      'With it go the levels of sequence 5.',
      'levels-copy sequence 5 -> none',
    ],
    [
      'sequence 4',
      `This change puts older levels into ${COPY}: sequence 4 instead of 5`,
      'You replaced the levels of sequence 5 by sequence 4.',
      'levels-copy sequence 5 -> sequence 4',
    ],
    [
      'not believed: the document is unsigned (UNSIGNED)',
      `This change puts levels into ${COPY} that are not believed`,
      'You replaced the levels of sequence 5 by what is not believed: the document is unsigned (UNSIGNED).',
      'levels-copy sequence 5 -> not believed: the document is unsigned (UNSIGNED)',
    ],
  ])('has words of its own for the copy of the levels: %j', (after, title, what, fact) => {
    const found = weakenedFindings(config(), config(), { ...context, levelsCopy: copy(after) });
    expect(found).toEqual([
      {
        ruleId: 'policy-weakened',
        ruleVersion: 1,
        severity: 'high',
        title,
        what: `${what} This change is still judged by the policy on main; the new one holds after the merge.`,
        why: 'After the merge a run that cannot read the levels of the organisation no longer has them from this file, and a rule that they raised to block only warns there.',
        fix: `Put back ${COPY} as it is on main, or a later one that the organisation signed. On purpose? Require code-owner review of ${COPY} on the base branch: then it only warns.`,
        path: COPY,
        anchor: 'levels-copy',
        evidence: [
          {
            path: COPY,
            startLine: 1,
            endLine: 1,
            excerpt: '',
            label: after === '' ? 'deleted here' : 'this change',
            fact,
          },
          ...(after === '' ? [] : [{ path: COPY, startLine: 1, endLine: 1, excerpt: '', label: 'on main' }]),
        ],
      },
    ]);
  });

  it('keeps the copy apart from a configuration that is deleted, and asks who reviews the copy', () => {
    const reviewed = (path: string) => path === COPY;
    const base = config('policy: {max-medium: 1}');
    const loosened = { ...context, codeOwnerReviewOf: reviewed, levelsCopy: copy('') };
    expect(weakenedFindings(base, emptyConfig(), loosened).map(({ severity, anchor }) => [severity, anchor])).toEqual([
      ['high', 'config:deleted'],
      ['medium', 'levels-copy'],
    ]);
  });

  it('says what, where, why and how to mend it', () => {
    const base = config('rules:\n  MD-001: {level: block}');
    const subject = config('rules:\n  # quiet\n  MD-001: {level: off}');
    expect(weakenedFindings(base, subject, context)).toEqual([
      {
        ruleId: 'policy-weakened',
        ruleVersion: 1,
        severity: 'high',
        title: 'This change lowers MD-001 from block to off',
        what: 'You changed the level of MD-001 from block to off. This change is still judged by the policy on main; the new one holds after the merge.',
        why: 'After the merge MD-001 is not checked any more.',
        fix: 'Put back `MD-001: {level: block}` under `rules`. On purpose? Require code-owner review of .phase-mirror.yml on the base branch: then it only warns.',
        path: '.phase-mirror.yml',
        anchor: 'level:MD-001',
        evidence: [
          {
            path: '.phase-mirror.yml',
            startLine: 4,
            endLine: 4,
            excerpt: 'MD-001: {level: off}',
            label: 'this change',
            fact: 'level:MD-001 block -> off',
          },
          { path: '.phase-mirror.yml', startLine: 3, endLine: 3, excerpt: 'MD-001: {level: block}', label: 'on main' },
        ],
      },
    ]);
  });

  it.each<[string, string, string, string, string, number]>([
    [
      'level',
      '',
      'rules: {MD-001: {level: warn}}',
      'This change lowers MD-001 from block to warn',
      'level:MD-001 block -> warn',
      2,
    ],
    ['maximum', '', 'policy: {max-high: 3}', 'This change raises `max-high` from 0 to 3', 'maximum:high 0 -> 3', 2],
    [
      'removed check',
      'required-checks: [lint, test]',
      '\n\nrequired-checks: [test]',
      'This change stops requiring the check "lint"',
      'required-check:lint ~DEFAULT_BRANCH -> none',
      4,
    ],
    [
      'removed section',
      'required-checks: [lint]',
      '',
      'This change stops requiring the check "lint"',
      'required-check:lint ~DEFAULT_BRANCH -> none',
      1,
    ],
    [
      'fewer branches',
      'required-checks: [{context: lint, branches: [main, dev]}]',
      'required-checks: [{context: lint, branches: [main]}]',
      'This change requires the check "lint" on fewer branches',
      'required-check:lint dev, main -> main',
      2,
    ],
    [
      'external',
      '',
      'external-checks: [codecov/*]',
      'This change declares "codecov/*" to be reported from outside',
      'external-check:codecov/* none -> codecov/*',
      2,
    ],
    [
      'suppression',
      '',
      entry('path: a.yml, until: 2026-07-01'),
      'This change adds the suppression of MD-001 in a.yml',
      'suppression:MD-001:a.yml none -> MD-001 in a.yml until 2026-07-01',
      3,
    ],
    [
      'extension',
      entry('finding: 0123abcd, until: 2026-07-01'),
      entry('finding: 0123abcd, until: 2026-08-01'),
      'This change extends the suppression of MD-001 for finding 0123abcd',
      'suppression:MD-001:0123abcd MD-001 finding 0123abcd until 2026-07-01 -> MD-001 finding 0123abcd until 2026-08-01',
      3,
    ],
  ])('%s: title, fact and the line to look at', (_, base, subject, title, fact, line) => {
    const [finding, ...others] = weakenedFindings(config(base), config(subject), context);
    expect(others).toEqual([]);
    expect([finding?.title, finding?.evidence[0].fact, finding?.evidence[0].startLine]).toEqual([title, fact, line]);
  });

  it('names the default branch in words, not in the sign of the format', () => {
    const [finding] = weakenedFindings(config('required-checks: [lint]'), config(), context);
    expect(finding?.what).toMatch(/^You removed the required check "lint" \(was: the default branch\)\. /);
  });

  it('is high, and medium for a suppression or where code owners must review', () => {
    const base = config('rules: {MD-001: {level: warn}}');
    const subject = config(`rules: {MD-001: {level: off}}\n${entry('path: a.yml, until: 2026-07-01')}`);
    const severities = (review: boolean) =>
      weakenedFindings(base, subject, { ...context, codeOwnerReviewOf: () => review }).map(({ severity }) => severity);
    expect(severities(false)).toEqual(['high', 'medium']);
    expect(severities(true)).toEqual(['medium', 'medium']);
  });

  it('wants review of both files when the configuration moves', () => {
    const base = config('', '.github/phase-mirror.yml');
    const subject = config('policy: {max-high: 1}');
    const reviewed = (paths: string[]) =>
      weakenedFindings(base, subject, { ...context, codeOwnerReviewOf: (path) => paths.includes(path) })[0]?.severity;
    expect(reviewed(['.phase-mirror.yml'])).toBe('high');
    expect(reviewed(['.github/phase-mirror.yml'])).toBe('high');
    expect(reviewed(['.github/phase-mirror.yml', '.phase-mirror.yml'])).toBe('medium');
  });

  it('tells of a deleted file once, with what goes with it', () => {
    const base = config('rules: {MD-008: {level: block}}\nrequired-checks: [a, b, c, d, e]\npolicy: {max-medium: 1}');
    const [finding, ...others] = weakenedFindings(base, emptyConfig(), { ...context, branch: '' });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'high',
      title: 'This change deletes .phase-mirror.yml, which is stricter than the defaults',
      anchor: 'config:deleted',
      path: '.phase-mirror.yml',
    });
    expect(finding?.what).toContain('the level of MD-008 (block → warn), `max-medium` (1 → 10), ');
    expect(finding?.what).toContain(' and 2 more. ');
    expect(finding?.evidence[0]).toMatchObject({ startLine: 1, excerpt: 'version: 1', label: 'deleted here' });
    expect(finding?.evidence[0].fact?.split('; ')).toHaveLength(7);
    expect(finding?.evidence.slice(1).map(({ label }) => label)).toEqual(new Array(7).fill('on the base'));
  });

  it('is silent on a deleted file that loosened things, and on a first file', () => {
    expect(weakenedFindings(config('rules: {MD-001: {level: off}}'), emptyConfig(), context)).toEqual([]);
    expect(weakenedFindings(emptyConfig(), config(''), context)).toEqual([]);
  });

  it('points into a first file that loosens at once', () => {
    const [finding] = weakenedFindings(emptyConfig(), config('policy: {max-high: 2}'), context);
    expect(finding?.evidence.map(({ label, startLine }) => [label, startLine])).toEqual([['this change', 2]]);
  });

  it('bounds the lines it shows', () => {
    const [finding] = weakenedFindings(config(), config(`policy: {max-high: 2} # ${'x'.repeat(400)}`), context);
    expect(finding?.evidence[0].excerpt).toHaveLength(200);
  });
});

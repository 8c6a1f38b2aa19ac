/** `calibration` of the configuration: what is valid, how it is shown, what it loosens, and what of it wins. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_THRESHOLD } from '../../src/calibration/evidence.js';
import { emptyConfig, parseConfig } from '../../src/policy/config.js';
import { DEFAULT_FP_THRESHOLD } from '../../src/policy/config-calibration.js';
import { describeConfig } from '../../src/policy/levels.js';
import { overlayConfig } from '../../src/policy/overlay.js';
import { weakenedFindings } from '../../src/policy/weakened-findings.js';
import { weakenings } from '../../src/policy/weakenings.js';
import { bytes, CONTEXT, config, RULES, TODAY } from './support.js';

const WEAK = { rules: RULES, today: TODAY, defaultBranch: null };
const calibration = (body: string) => config(`calibration: ${body}`);

describe('calibration', () => {
  it('is read with its places, accounts without the mark', () => {
    const { calibration: settings } = config(
      'calibration:\n  reviewers: ["@ada", octo-org/security, "bob.b@example.org"]\n  threshold: 0.1\n  audit-rate: 1',
    );
    expect(settings.reviewers.map(({ value }) => value)).toEqual(['ada', 'octo-org/security', 'bob.b@example.org']);
    expect(settings.reviewers[1]?.at).toMatchObject({ path: '.phase-mirror.yml', startLine: 3 });
    expect(settings.threshold).toMatchObject({ value: 0.1, at: { startLine: 4 } });
    expect(settings.auditRate).toMatchObject({ value: 1, at: { startLine: 5 } });
    expect(emptyConfig().calibration).toEqual({ reviewers: [] });
    expect(calibration('{}').calibration).toEqual({ reviewers: [] });
    expect(calibration('{reviewers: []}').calibration).toEqual({ reviewers: [] });
  });

  it.each([
    ['[ada]', 'calibration is a list. Write it as a map, `reviewers: [octocat]`'],
    ['{reviewer: [a]}', 'calibration.reviewer is not a known key (did you mean "reviewers"?). Use `reviewers`, `thr'],
    ['{threshold: 0}', 'calibration.threshold is "0". Use a rate from 0.01 to 0.5, such as 0.05'],
    ['{threshold: 0.51}', 'calibration.threshold is "0.51". Use a rate'],
    ['{threshold: .nan}', 'calibration.threshold is ".nan". Use a rate'],
    ['{threshold: "5 %"}', 'calibration.threshold is "5 %". Use a rate'],
    ['{audit-rate: -0.1}', 'calibration.audit-rate is "-0.1". Use a share from 0 to 1'],
    ['{audit-rate: 1.1}', 'calibration.audit-rate is "1.1". Use a share'],
    ['{reviewers: ada}', 'calibration.reviewers is "ada". Write a list of users and teams'],
    ['{reviewers: [a/b/c]}', 'calibration.reviewers[0] is "a/b/c". Write the name of a user'],
    ['{reviewers: ["a b"]}', 'calibration.reviewers[0] is "a b". Write the name of a user'],
    ['{reviewers: ["renovate[bot]"]}', 'calibration.reviewers[0] is "renovate[bot]". Write the name of a user'],
    ['{reviewers: ["a@b@c.org"]}', 'calibration.reviewers[0] is "a@b@c.org". Write the name of a user'],
    ['{reviewers: [""]}', 'calibration.reviewers[0] is empty. Write the name of a user'],
    [`{reviewers: [${'a,'.repeat(101)}]}`, 'calibration.reviewers has 101 entries. Keep at most 100 entries'],
  ])('%s is refused', (body, message) => {
    const read = () => parseConfig('.phase-mirror.yml', bytes(`version: 1\ncalibration: ${body}`), CONTEXT);
    expect(read).toThrow(message);
  });

  it('is shown with its origin, the built-in numbers too', () => {
    const rows = (body: string) =>
      describeConfig(config(body), { strict: false, rules: [] })
        .filter(({ key }) => key.startsWith('calibration'))
        .map(({ key, value, origin }) => `${key} = ${value} ${origin.kind}`);
    expect(rows('')).toEqual(['calibration.threshold = 0.05 built-in', 'calibration.audit-rate = 0.2 built-in']);
    expect(rows('calibration: {reviewers: [ada, bob], threshold: 0.05, audit-rate: 0}')).toEqual([
      'calibration.reviewers[0] = ada file',
      'calibration.reviewers[1] = bob file',
      'calibration.threshold = 0.05 file',
      'calibration.audit-rate = 0 file',
    ]);
  });

  it('has the built-in rate that evidence is collected against', () => {
    expect(DEFAULT_FP_THRESHOLD).toBe(DEFAULT_THRESHOLD);
  });
});

describe('what loosens calibration', () => {
  it.each<[string, string, string, string[]]>([
    ['somebody more who judges', '{reviewers: [ada]}', '{reviewers: [ada, bob]}', ['calibration:reviewers:bob']],
    ['the first who judges', '{}', '{reviewers: [ada, Ada]}', ['calibration:reviewers:ada']],
    ['the same in other letters', '{reviewers: [Ada, octo/sec]}', '{reviewers: ["@ada", Octo/sec]}', []],
    ['somebody less who judges', '{reviewers: [ada, bob]}', '{reviewers: [bob]}', []],
    ['nobody who judges any more', '{reviewers: [ada]}', '{reviewers: []}', ['calibration:reviewers']],
    ['a higher rate', '{}', '{threshold: 0.06}', ['calibration:threshold']],
    ['a lower rate removed', '{threshold: 0.02}', '{}', ['calibration:threshold']],
    ['a lower rate', '{threshold: 0.1}', '{threshold: 0.05}', ['calibration:threshold']],
    ['the built-in rate spelled out', '{}', '{threshold: 0.05}', []],
    ['a smaller audit', '{}', '{audit-rate: 0.1}', ['calibration:audit-rate']],
    ['a larger audit removed', '{audit-rate: 0.5}', '{}', ['calibration:audit-rate']],
    ['a larger audit', '{audit-rate: 0.1}', '{audit-rate: 0.9}', []],
  ])('%s', (_what, before, after, anchors) => {
    expect(weakenings(calibration(before), calibration(after), WEAK).map(({ anchor }) => anchor)).toEqual(anchors);
  });

  it('is seen where the key goes', () => {
    const before = calibration('{reviewers: [ada], threshold: 0.02, audit-rate: 0.5}');
    expect(weakenings(before, config(''), WEAK)).toMatchObject([
      { anchor: 'calibration:threshold', before: '0.02', after: '0.05', section: 'calibration' },
      { anchor: 'calibration:audit-rate', before: '0.5', after: '0.2' },
      { anchor: 'calibration:reviewers', before: 'ada', after: '' },
    ]);
  });

  it('is empty against itself, and names each thing once', () => {
    const settings = fc.record({
      reviewers: fc.uniqueArray(fc.constantFrom('ada', 'Ada', 'bob', 'octo/sec', 'eve@example.org'), { maxLength: 4 }),
      threshold: fc.constantFrom(0.01, 0.05, 0.5),
      'audit-rate': fc.constantFrom(0, 0.2, 1),
    });
    fc.assert(
      fc.property(settings, settings, (one, other) => {
        const [a, b] = [calibration(JSON.stringify(one)), calibration(JSON.stringify(other))];
        expect(weakenings(a, a, WEAK)).toEqual([]);
        const anchors = weakenings(a, b, WEAK).map(({ anchor }) => anchor.toLowerCase());
        expect(new Set(anchors).size).toBe(anchors.length);
      }),
    );
  });

  it('is a finding that says what to undo', () => {
    const context = { ...WEAK, branch: 'main', codeOwnerReviewOf: () => false };
    const told = (before: string, after: string) =>
      weakenedFindings(calibration(before), calibration(after), context).map(({ severity, title, what, why, fix }) => [
        severity,
        title,
        what.split('. ')[0],
        why,
        fix.split('. ')[0],
      ]);
    const why = 'After the merge other verdicts, or fewer, decide which rules block.';
    expect(told('{reviewers: [ada]}', '{reviewers: [ada, bob]}')).toEqual([
      [
        'high',
        'This change loosens "bob" in `calibration.reviewers`',
        'You added "bob" in `calibration.reviewers` (new: bob)',
        why,
        'Undo the change of "bob" in `calibration.reviewers`',
      ],
    ]);
    expect(told('{reviewers: [ada]}', '{}')[0]?.[2]).toBe('You removed `reviewers` of `calibration` (was: ada)');
    expect(told('{}', '{threshold: 0.5}')[0]?.[2]).toBe('You changed `threshold` of `calibration` (0.05 → 0.5)');
    expect(told('{}', '{audit-rate: 0}')[0]?.[2]).toBe('You changed `audit-rate` of `calibration` (0.2 → 0)');
  });

  it('is not for config-inline outside of a required workflow', () => {
    const inline = (text: string) => config(text, 'config-inline');
    const file = calibration('{reviewers: [ada], audit-rate: 0.4}');
    expect(() => overlayConfig(file, inline('calibration: {reviewers: [bob]}'), false, WEAK)).toThrow(
      'may only tighten',
    );
    const tighter = overlayConfig(file, inline('calibration: {audit-rate: 0.6}'), false, WEAK).calibration;
    expect([tighter.reviewers.map(({ value }) => value), tighter.auditRate?.value]).toEqual([['ada'], 0.6]);
    const wider = overlayConfig(file, inline('calibration: {reviewers: [bob], threshold: 0.2}'), true, WEAK);
    expect(wider.calibration.reviewers.map(({ value }) => value)).toEqual(['ada', 'bob']);
    expect(wider.calibration.auditRate?.value).toBe(0.4);
    expect(wider.calibration.threshold?.value).toBe(0.2);
  });
});

/** `drift` of the configuration: what is valid, what it loosens, and what of it wins. */
import { describe, expect, it } from '@jest/globals';
import { emptyConfig, parseConfig } from '../../src/policy/config.js';
import { describeConfig } from '../../src/policy/levels.js';
import { overlayConfig } from '../../src/policy/overlay.js';
import { weakenedFindings } from '../../src/policy/weakened-findings.js';
import { weakenings } from '../../src/policy/weakenings.js';
import { bytes, CONTEXT, config, RULES, TODAY } from './support.js';

const WEAK = { rules: RULES, today: TODAY, defaultBranch: null };
const drift = (body: string) => config(`drift: ${body}`);

describe('drift', () => {
  it('is read with its places, accounts without the mark', () => {
    const { drift: settings } = config(
      'drift:\n  include: [deploy/**]\n  exclude: [x/*.yml]\n  max-magnitude: 0.25\n  accept: ["@ada", octo-org/security, "renovate[bot]", e_mu]',
    );
    expect(settings.include).toMatchObject([{ value: 'deploy/**', at: { startLine: 3 } }]);
    expect(settings.exclude.map(({ value }) => value)).toEqual(['x/*.yml']);
    expect(settings.maxMagnitude).toMatchObject({ value: 0.25, at: { startLine: 5 } });
    expect(settings.accept.map(({ value }) => value)).toEqual(['ada', 'octo-org/security', 'renovate[bot]', 'e_mu']);
    expect(emptyConfig().drift).toEqual({ include: [], exclude: [], accept: [] });
    expect(drift('{}').drift).toEqual({ include: [], exclude: [], accept: [] });
  });

  it.each([
    ['[a]', 'drift is a list. Write it as a map'],
    ['{includes: [a]}', 'drift.includes is not a known key (did you mean "include"?). Use `include`, `exclude`'],
    ['{max-magnitude: 1.5}', 'drift.max-magnitude is "1.5". Use a share from 0 to 1'],
    ['{max-magnitude: -0.1}', 'drift.max-magnitude is "-0.1". Use a share from 0 to 1'],
    ['{max-magnitude: "30 %"}', 'drift.max-magnitude is "30 %". Use a share from 0 to 1'],
    ['{exclude: ["**"]}', 'drift.exclude[0] is a catch-all'],
    ['{include: [""]}', 'drift.include[0] is empty'],
    ['{accept: ["a b"]}', 'drift.accept[0] is "a b". Write the name of a user, or `ORGANISATION/TEAM`'],
    ['{accept: [a/b/c]}', 'drift.accept[0] is "a/b/c"'],
  ])('%s is refused', (body, message) => {
    const read = () => parseConfig('.phase-mirror.yml', bytes(`version: 1\ndrift: ${body}`), CONTEXT);
    expect(read).toThrow(message);
  });

  it('is shown with its origin, the built-in magnitude too', () => {
    const rows = (body: string) =>
      describeConfig(config(body), { strict: false, rules: [] })
        .filter(({ key }) => key.startsWith('drift'))
        .map(({ key, value, origin }) => `${key} = ${value} ${origin.kind}`);
    expect(rows('')).toEqual(['drift.max-magnitude = 0.3 built-in']);
    expect(rows('drift: {include: [a/**], exclude: [b/c], accept: [ada], max-magnitude: 0}')).toEqual([
      'drift.include[0] = a/** file',
      'drift.exclude[0] = b/c file',
      'drift.accept[0] = ada file',
      'drift.max-magnitude = 0 file',
    ]);
  });
});

describe('what loosens drift', () => {
  it.each<[string, string, string, string[]]>([
    ['a larger magnitude than the built-in', '{}', '{max-magnitude: 0.5}', ['drift:max-magnitude']],
    ['a smaller maximum removed', '{max-magnitude: 0.1}', '{}', ['drift:max-magnitude']],
    ['a smaller magnitude', '{}', '{max-magnitude: 0.1}', []],
    ['the built-in spelled out', '{}', '{max-magnitude: 0.3}', []],
    ['a path no longer governed', '{include: [deploy/**]}', '{}', ['drift:include:deploy/**']],
    ['a path that a wider glob governs', '{include: [deploy/a.sh]}', '{include: [deploy/**]}', []],
    ['a path more', '{}', '{include: [deploy/**]}', []],
    ['an exclusion', '{}', '{exclude: [a/b.yml, a/b.yml]}', ['drift:exclude:a/b.yml']],
    ['a narrower exclusion', '{exclude: [aa/**]}', '{exclude: [aa/b.yml]}', []],
    ['an exclusion less', '{exclude: [aa/**]}', '{}', []],
    ['somebody more who may accept', '{accept: [ada]}', '{accept: [ada, bob]}', ['drift:accept:bob']],
    ['somebody less who may accept', '{accept: [ada, bob]}', '{accept: [ada]}', []],
    ['people named for the first time', '{}', '{accept: [ada]}', []],
    ['nobody named any more', '{accept: [ada]}', '{}', ['drift:accept']],
  ])('%s', (_what, before, after, anchors) => {
    expect(weakenings(drift(before), drift(after), WEAK).map(({ anchor }) => anchor)).toEqual(anchors);
  });

  it('is a finding that says what to undo', () => {
    const context = { ...WEAK, branch: 'main', codeOwnerReviewOf: () => false };
    const told = (before: string, after: string) =>
      weakenedFindings(drift(before), drift(after), context).map(({ severity, title, what, fix, path }) => [
        severity,
        title,
        what.split('.')[0],
        fix.split('. ')[0],
        path,
      ]);
    expect(told('{accept: [ada]}', '{accept: [ada, bob]}')).toEqual([
      [
        'high',
        'This change loosens "bob" in `drift.accept`',
        'You added "bob" in `drift',
        'Undo the change of "bob" in `drift.accept`',
        '.phase-mirror.yml',
      ],
    ]);
    expect(told('{include: [a/b]}', '{}')[0]?.[2]).toBe('You removed "a/b" in `drift');
    expect(told('{}', '{max-magnitude: 1}')[0]?.[2]).toBe('You changed `max-magnitude` of `drift` (0');
  });

  it('is not for config-inline outside of a required workflow', () => {
    const inline = (text: string) => config(text, 'config-inline');
    const file = drift('{include: [a/b], exclude: [c/d], accept: [ada], max-magnitude: 0.2}');
    expect(() => overlayConfig(file, inline('drift: {exclude: [e/f]}'), false, WEAK)).toThrow('may only tighten');
    const tighter = overlayConfig(file, inline('drift: {include: [g/h], max-magnitude: 0.1}'), false, WEAK).drift;
    expect([tighter.include.map(({ value }) => value), tighter.maxMagnitude?.value]).toEqual([['a/b', 'g/h'], 0.1]);
    const wider = overlayConfig(file, inline('drift: {exclude: [e/f], accept: [bob]}'), true, WEAK).drift;
    expect([wider.exclude, wider.accept].map((list) => list.map(({ value }) => value))).toEqual([
      ['c/d', 'e/f'],
      ['ada', 'bob'],
    ]);
    expect(wider.maxMagnitude?.value).toBe(0.2);
  });
});

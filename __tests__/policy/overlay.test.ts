import { describe, expect, it } from '@jest/globals';
import { emptyConfig, parseConfig } from '../../src/policy/config.js';
import { effectiveLevel, effectiveThresholds } from '../../src/policy/levels.js';
import { overlayConfig } from '../../src/policy/overlay.js';

const CONTEXT = { ruleIds: ['MD-001', 'MD-003'], today: '2026-06-01' };
const RULES = [
  { id: 'MD-001', level: 'block' },
  { id: 'MD-003', level: 'warn' },
] as const;
const weak = { rules: RULES, today: CONTEXT.today, defaultBranch: 'main' };
const read = (path: string, text: string) =>
  parseConfig(path, new TextEncoder().encode(`version: 1\n${text}`), CONTEXT).config;
const file = (text: string) => read('.phase-mirror.yml', text);
const inline = (text: string) => read('config-inline', text);

describe('overlayConfig', () => {
  it('tightens anywhere', () => {
    const config = overlayConfig(
      file('policy: {max-medium: 9}\n'),
      inline('rules: {MD-003: {level: block}}\npolicy: {max-medium: 3}\nrequired-checks: [ci]\n'),
      false,
      weak,
    );
    expect(effectiveLevel(RULES[1], config, 'base').level).toBe('block');
    expect(effectiveThresholds(config, false).medium).toBe(3);
    expect(config.requiredChecks.map(({ value }) => value.context)).toEqual(['ci']);
    expect(config.path).toBe('.phase-mirror.yml');
  });

  it.each([
    ['rules: {MD-001: {level: warn}}\n', 'from block to warn'],
    ['policy: {max-high: 3}\n', 'from 0 to 3'],
    ['external-checks: [my-app]\n', 'adds my-app'],
  ])('refuses to loosen outside a required workflow: %j', (text, change) => {
    expect(() => overlayConfig(emptyConfig(), inline(text), false, weak)).toThrow(change);
    expect(() => overlayConfig(emptyConfig(), inline(text), false, weak)).toThrow('may only tighten');
  });

  it('loosens nothing by a pin to the level that a rule has from the organisation', () => {
    const organisation = (level: 'block' | 'warn') =>
      new Map([['MD-003', { level, record: null, source: 'organisation', sequence: 1, signed: true } as const]]);
    const pinned = inline('rules: {MD-003: {level: warn}}\n');
    const under = (level: 'block' | 'warn') => () =>
      overlayConfig(emptyConfig(), pinned, false, { ...weak, organisation: organisation(level) });
    expect(under('warn')).not.toThrow();
    expect(under('block')).toThrow('loosens the level of MD-003: it changes it from block to warn');
  });

  it('wins under a required workflow', () => {
    const config = overlayConfig(
      file('rules: {MD-001: {level: block}}\n'),
      inline('rules: {MD-001: {level: off}}\n'),
      true,
      weak,
    );
    expect(effectiveLevel(RULES[0], config, 'base').level).toBe('off');
  });

  it('counts the others when it loosens more than one thing', () => {
    const text = 'rules: {MD-001: {level: off}}\npolicy: {max-high: 3}\n';
    expect(() => overlayConfig(emptyConfig(), inline(text), false, weak)).toThrow('(and 1 more)');
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyConfig } from '../../src/policy/config.js';
import {
  describeConfig,
  effectiveLevel,
  effectiveThresholds,
  originText,
  UNPINNABLE,
} from '../../src/policy/levels.js';
import type { Config } from '../../src/policy/types.js';
import { DEFAULT_THRESHOLDS, STRICT_THRESHOLDS } from '../../src/policy/types.js';
import { config, RULES } from './support.js';

const AT = { path: '.phase-mirror.yml', startLine: 3, startColumn: 5, endLine: 3, endColumn: 9 };

describe('effectiveLevel', () => {
  const rule = { id: 'MD-001', level: 'block' } as const;

  it('is built in without a pin', () => {
    expect(effectiveLevel(rule, emptyConfig(), 'base')).toEqual({ level: 'block', origin: { kind: 'built-in' } });
  });

  it('is the pin, up or down, with its line', () => {
    const pinned = config('rules:\n  MD-001: {level: off}\n  MD-008: {level: block}');
    expect(effectiveLevel(rule, pinned, 'base')).toEqual({
      level: 'off',
      origin: { kind: 'file', path: '.phase-mirror.yml', line: 3, side: 'base' },
    });
    expect(effectiveLevel({ id: 'MD-008', level: 'warn' }, pinned, 'subject').level).toBe('block');
  });

  it('ignores a pin that validation would have refused', () => {
    for (const id of UNPINNABLE.keys()) {
      const forged: Config = { ...emptyConfig(), rules: new Map([[id, { level: { value: 'off', at: AT } }]]) };
      expect(effectiveLevel({ id, level: 'block' }, forged, 'base').level).toBe('block');
    }
    expect([...UNPINNABLE.keys()].sort()).toEqual(['L0-PERMISSION-BITS', 'policy-weakened', 'unreadable-file']);
  });
});

describe('effectiveThresholds', () => {
  it('has the built-in ones', () => {
    expect(effectiveThresholds(emptyConfig(), false)).toEqual({ critical: 0, high: 0, medium: 10 });
    expect(effectiveThresholds(emptyConfig(), true)).toEqual({ critical: 0, high: 0, medium: 5 });
  });

  it('lets the file override, and strict only tighten', () => {
    const own = config('policy: {max-critical: 1, max-medium: 2}');
    expect(effectiveThresholds(own, false)).toEqual({ critical: 1, high: 0, medium: 2 });
    expect(effectiveThresholds(own, true)).toEqual({ critical: 0, high: 0, medium: 2 });
  });

  it('never gets looser through strict, nor looser than strict', () => {
    const value = fc.option(fc.nat(40), { nil: undefined });
    fc.assert(
      fc.property(value, value, value, (critical, high, medium) => {
        const thresholds = Object.fromEntries(
          Object.entries({ critical, high, medium }).flatMap(([key, max]) =>
            max === undefined ? [] : [[key, { value: max, at: AT }]],
          ),
        );
        const own = { ...emptyConfig(), thresholds };
        const [loose, strict] = [effectiveThresholds(own, false), effectiveThresholds(own, true)];
        for (const key of ['critical', 'high', 'medium'] as const) {
          expect(loose[key]).toBe({ critical, high, medium }[key] ?? DEFAULT_THRESHOLDS[key]);
          expect(strict[key]).toBe(Math.min(loose[key], STRICT_THRESHOLDS[key]));
        }
      }),
    );
  });
});

describe('describeConfig', () => {
  it('shows every value with its origin', () => {
    const own = config(
      [
        'rules: {MD-001: {level: warn}}',
        'required-checks: [lint, {context: test, branches: [main, dev]}]',
        'external-checks: [codecov/*]',
        'policy: {max-high: 2, max-medium: 1}',
        'suppressions:',
        '  - {rule: MD-003, path: a.yml, reason: long enough, until: 2026-07-01}',
        '  - {rule: MD-003, finding: 0123abcd, reason: long enough, until: 2026-07-01}',
      ].join('\n'),
    );
    const rows = describeConfig(own, { strict: true, rules: RULES.slice(0, 2), side: 'base' });
    expect(rows.map(({ key, value, origin }) => `${key} = ${value} [${originText(origin)}]`)).toEqual([
      'rules.MD-001.level = warn [.phase-mirror.yml:2 (base)]',
      'rules.MD-003.level = block [built-in]',
      'policy.max-critical = 0 [built-in]',
      'policy.max-high = 0 [input strict]',
      'policy.max-medium = 1 [.phase-mirror.yml:5 (base)]',
      'required-checks[0] = lint (default branch) [.phase-mirror.yml:3 (base)]',
      'required-checks[1] = test (main, dev) [.phase-mirror.yml:3 (base)]',
      'external-checks[0] = codecov/* [.phase-mirror.yml:4 (base)]',
      'drift.max-magnitude = 0.3 [built-in]',
      'calibration.threshold = 0.05 [built-in]',
      'calibration.audit-rate = 0.2 [built-in]',
      'suppressions[0] = MD-003 in a.yml until 2026-07-01 [.phase-mirror.yml:7 (base)]',
      'suppressions[1] = MD-003 finding 0123abcd until 2026-07-01 [.phase-mirror.yml:8 (base)]',
    ]);
  });

  it('reads the subject unless told otherwise, and is built in without a file', () => {
    const [first] = describeConfig(config('rules: {MD-001: {level: off}}'), { strict: false, rules: RULES });
    expect(originText(first?.origin ?? { kind: 'built-in' })).toBe('.phase-mirror.yml:2');
    const rows = describeConfig(emptyConfig(), { strict: false, rules: RULES });
    expect(new Set(rows.map(({ origin }) => origin.kind))).toEqual(new Set(['built-in']));
    expect(rows).toHaveLength(RULES.length + 6);
  });
});

import { describe, expect, it } from '@jest/globals';
import { checkL0, schemaPair } from '../../src/l0/check.js';
import { describeL0 } from '../../src/l0/describe.js';
import { baselineState, grantState, jobState, type L0State, nonceState, runState } from '../../src/l0/state.js';
import { STRANGERS } from './states.js';

const NOW = 1_764_000_000_000;
const expected = 'a'.repeat(64);
const schemas = schemaPair('b'.repeat(64), expected);

function told(state: L0State, now = NOW): unknown {
  return describeL0(checkL0(state, now), state, now);
}

describe('describeL0', () => {
  it('says nothing of a state that passes', () => {
    expect(told(jobState(1))).toEqual([]);
  });

  it('names invariant, value and bound', () => {
    expect(told(runState(schemas))).toEqual([
      { invariant: 'L0-SCHEMA-HASH', value: 'b'.repeat(64), bound: `equal to ${expected}` },
    ]);
    expect(told(jobState(0x1008))).toEqual([
      {
        invariant: 'L0-PERMISSION-BITS',
        value: '0x1008',
        bound: 'a whole number from 0 to 0x0fff: bits 12 to 15 are reserved',
      },
    ]);
    expect(told(nonceState(NOW - 3_600_500))).toEqual([
      { invariant: 'L0-NONCE-FRESHNESS', value: '3600.5 s', bound: '−5 s ≤ age < 3600 s' },
    ]);
  });

  it('tells several violations in the order of their bits', () => {
    expect(told(baselineState(schemas, { magnitude: 0.4, maxMagnitude: 0.3 }))).toEqual([
      { invariant: 'L0-SCHEMA-HASH', value: 'b'.repeat(64), bound: `equal to ${expected}` },
      { invariant: 'L0-DRIFT-MAGNITUDE', value: '0.4', bound: 'from 0 to the maximum (0.3), which is at most 1' },
    ]);
    expect(told(grantState(schemaPair('', ''), { fpBefore: 1, nBefore: 20, fpAfter: 2, nAfter: 21 }))).toEqual([
      { invariant: 'L0-SCHEMA-HASH', value: 'no valid hash (0)', bound: 'equal to no valid hash (0)' },
      {
        invariant: 'L0-CONTRACTION-WITNESS',
        value: '1 of 20 before, 2 of 21 after',
        bound: 'the share does not rise, with at least 10 votes on each side',
      },
    ]);
    expect(told({ kind: 9 } as unknown as L0State)).toEqual([
      { invariant: 'L0-SCHEMA-HASH', value: 'no valid hash (missing)', bound: 'equal to no valid hash (missing)' },
      expect.objectContaining({ invariant: 'L0-PERMISSION-BITS', value: 'missing' }),
      {
        invariant: 'L0-DRIFT-MAGNITUDE',
        value: 'missing',
        bound: 'from 0 to the maximum (missing), which is at most 1',
      },
      expect.objectContaining({ invariant: 'L0-NONCE-FRESHNESS', value: `verified at missing, now ${NOW}` }),
      expect.objectContaining({
        invariant: 'L0-CONTRACTION-WITNESS',
        value: 'missing of missing before, missing of missing after',
      }),
      {
        invariant: 'L0-KIND',
        value: '9',
        bound: 'one of run, job, firstBaseline, baseline, grant, nonce',
      },
    ]);
  });

  it('does without a state and without a clock', () => {
    for (const state of [undefined, null]) {
      expect(describeL0(63, state as unknown as L0State).map(({ invariant }) => invariant)).toHaveLength(6);
    }
    expect(describeL0(8, nonceState(12))).toEqual([expect.objectContaining({ value: 'verified at 12, now missing' })]);
  });

  it.each<readonly [string, unknown, string]>([
    ['negative zero', -0, '-0'],
    ['a fraction', 0.5, '0.5'],
    ['a negative number', -1, '-1'],
    ['a large number', 2 ** 32, '4294967296'],
    ['NaN', Number.NaN, 'NaN'],
    ['infinity', Number.POSITIVE_INFINITY, 'Infinity'],
    ['null', null, 'null'],
    ['a boolean', true, 'boolean true'],
    ['a bigint', 12n, 'bigint 12'],
    ['an object', {}, 'some object'],
    ['a symbol', Symbol('x'), 'some symbol'],
    ['a function', () => 1, 'some function'],
    ['text with a line break', '1\n::error::', 'string "1\\n::error::"'],
    ['text that is too long', 'x'.repeat(72), `string "${'x'.repeat(71)}…`],
    ['text that just fits', 'x'.repeat(71), `string "${'x'.repeat(71)}"`],
    ['very long text', 'x'.repeat(1_000_000), `string "${'x'.repeat(71)}…`],
  ])('writes %s', (_, value, text) => {
    const [violation] = describeL0(4, baselineState(schemas, { magnitude: value as number, maxMagnitude: 1 }));
    expect(violation?.value).toBe(text);
  });

  it('writes bits as bits, and what is none as it is', () => {
    const value = (bits: unknown): string | undefined => describeL0(2, jobState(bits as number))[0]?.value;
    expect([65536, 1, -1, 0.5, '1'].map(value)).toEqual(['0x10000', '0x0001', '-1', '0.5', 'string "1"']);
  });

  it('takes anything, on one line and bounded', () => {
    for (const stranger of STRANGERS) {
      const state = Object.fromEntries(Object.keys(jobState(0)).map((key) => [key, stranger])) as unknown as L0State;
      const violations = describeL0(63, state, stranger as number);
      expect(violations).toHaveLength(6);
      for (const { value, bound } of violations) {
        expect(value).toMatch(/^[^\n]{1,400}$/);
        expect(bound).toMatch(/^[^\n]{1,200}$/);
      }
    }
  });
});

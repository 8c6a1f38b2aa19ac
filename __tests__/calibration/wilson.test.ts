import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wilson, Z_95 } from '../../src/calibration/wilson.js';

describe('wilson', () => {
  // R. G. Newcombe, "Two-sided confidence intervals for the single proportion: comparison of seven methods", Statistics
  // in Medicine 17, 1998, pages 857 to 872, table I, method 3 (score, without continuity correction).
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%d of %d: the published interval', (k, n, low, high) => {
    const interval = wilson(k, n);
    expect([interval.low.toFixed(4), interval.high.toFixed(4)]).toEqual([low.toFixed(4), high.toFixed(4)]);
  });

  it('has the ends that solve |k/n − p| = z √(p(1 − p)/n), for shares too', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, rate) => {
        const k = rate * n;
        const { low, high } = wilson(k, n);
        for (const p of [low, high]) {
          expect(Math.abs((k / n - p) ** 2 - (Z_95 ** 2 * p * (1 - p)) / n)).toBeLessThan(1e-9);
        }
        expect(low <= rate + 1e-12 && rate <= high + 1e-12 && low >= -1e-12 && high <= 1 + 1e-12).toBe(true);
      }),
    );
  });

  it('mirrors: what is wrong of so many is what is right of them', () => {
    expect(wilson(3, 40).low).toBeCloseTo(1 - wilson(37, 40).high, 14);
  });

  it('ends at 0 and 1 exactly, and says nothing of nothing', () => {
    expect(wilson(0, 7).low).toBe(0);
    expect(wilson(7, 7).high).toBe(1);
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  });

  it.each([
    [3, 2],
    [-1, 2],
    [0, -1],
    [Number.NaN, 2],
    [1, Number.POSITIVE_INFINITY],
  ])('refuses %d of %d', (k, n) => {
    expect(() => wilson(k, n)).toThrow(RangeError);
  });
});

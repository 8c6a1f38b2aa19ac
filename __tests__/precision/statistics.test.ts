import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

const { binomialCdf, clopperPearsonUpper, wilson } = (await import(
  join(process.cwd(), 'precision/statistics.mjs')
)) as {
  binomialCdf(k: number, n: number, p: number): number;
  clopperPearsonUpper(k: number, n: number, confidence?: number): number;
  wilson(k: number, n: number): { readonly low: number; readonly high: number };
};

const trials = fc
  .integer({ min: 1, max: 60_000 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: Math.min(n - 1, 60) }), fc.constant(n)));

describe('clopperPearsonUpper', () => {
  it.each([
    // With no event the bound has a closed form: 1 - 0.05^(1/n).
    [0, 10, 1 - 0.05 ** (1 / 10)],
    [0, 1000, 1 - 0.05 ** (1 / 1000)],
    [0, 54_000, 1 - 0.05 ** (1 / 54_000)],
    // Quantiles of the beta distribution: qbeta(0.95, k + 1, n - k).
    [1, 10, 0.394163],
    [5, 100, 0.102253],
    [1, 2, 0.974679],
    // With one trial less than all it is closed again: 0.95^(1/n).
    [9, 10, 0.95 ** (1 / 10)],
    [10, 10, 1],
    [0, 0, 1],
  ])('%i of %i', (k, n, upper) => {
    expect(clopperPearsonUpper(k, n)).toBeCloseTo(upper, 6);
  });

  it('is where seeing so few has become improbable', () => {
    fc.assert(
      fc.property(trials, ([k, n]) => {
        const upper = clopperPearsonUpper(k, n);
        expect(binomialCdf(k, n, upper)).toBeCloseTo(0.05, 6);
        expect(upper).toBeGreaterThan(k / n);
      }),
    );
  });
});

describe('binomialCdf', () => {
  it('adds up the terms', () => {
    expect(binomialCdf(1, 4, 0.5)).toBeCloseTo(5 / 16, 12);
    expect(binomialCdf(2, 3, 0.2)).toBeCloseTo(1 - 0.008, 12);
    expect(binomialCdf(3, 3, 0.2)).toBeCloseTo(1, 12);
    expect(binomialCdf(0, 5, 0)).toBe(1);
    expect(binomialCdf(4, 5, 1)).toBe(0);
    expect(binomialCdf(5, 5, 1)).toBe(1);
  });
});

describe('wilson', () => {
  it.each([
    [5, 10, 0.236593, 0.763407],
    [10, 10, 0.722467, 1],
    [0, 10, 0, 0.277533],
    [1, 1, 0.206549, 1],
    [0, 0, 0, 1],
  ])('%i of %i', (k, n, low, high) => {
    expect(wilson(k, n).low).toBeCloseTo(low, 6);
    expect(wilson(k, n).high).toBeCloseTo(high, 6);
  });

  it('holds the share itself', () => {
    fc.assert(
      fc.property(trials, ([k, n]) => {
        const { low, high } = wilson(k, n);
        expect(low).toBeLessThanOrEqual(k / n);
        expect(high).toBeGreaterThanOrEqual(k / n);
      }),
    );
  });
});

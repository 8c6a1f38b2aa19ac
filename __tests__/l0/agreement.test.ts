import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkL0, schemaPair } from '../../src/l0/check.js';
import type { L0State } from '../../src/l0/state.js';
import { referenceMask } from './reference.js';
import { candidate, Random } from './states.js';

/** The id of a hash that was not interned before: every id up to it was given out. */
const idOf = (hash: string): number => schemaPair(hash, hash).actual;

describe('checkL0 and the reference', () => {
  it('agrees on states that look for trouble', () => {
    const issued = idOf('f'.repeat(64));
    const random = new Random(20261124);
    const seen = new Set<number>();
    const wrong: unknown[] = [];
    for (let i = 0; i < 150_000; i += 1) {
      const { state, now } = candidate(random, issued);
      const mask = checkL0(state as unknown as L0State, now as number);
      seen.add(mask);
      if (mask !== referenceMask(state, now, issued)) wrong.push({ state, now, mask });
    }
    expect(wrong).toEqual([]);
    // Every single violation, none, and all of them were among the states.
    for (const mask of [0, 1, 2, 4, 8, 16]) expect(seen.has(mask)).toBe(true);
    expect(seen.size).toBeGreaterThan(30);
  });

  it('agrees on whatever fast-check thinks of', () => {
    const issued = idOf('f'.repeat(64));
    const value = fc.oneof(
      fc.double(),
      fc.integer(),
      fc.maxSafeInteger(),
      fc.constantFrom<unknown>(undefined, 0, 1, 0.3, 10, 4095),
      fc.anything(),
    );
    const group = (...names: string[]): fc.Arbitrary<unknown> =>
      fc.oneof(fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] }), value);
    const states = fc.record({
      kind: fc.oneof(fc.nat(6), value),
      schemas: group('actual', 'expected'),
      permissionBits: value,
      drift: group('magnitude', 'maxMagnitude'),
      verifiedAt: value,
      witness: group('fpBefore', 'nBefore', 'fpAfter', 'nAfter'),
    });
    fc.assert(
      fc.property(states, value, (state, now) => {
        expect(checkL0(state as unknown as L0State, now as number)).toBe(referenceMask(state, now, issued));
      }),
      { numRuns: 5000 },
    );
  });
});

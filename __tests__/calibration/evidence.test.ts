import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as v from 'valibot';
import {
  ALTERNATIVES,
  addVotes,
  alternatives,
  DEFAULT_THRESHOLD,
  type Direction,
  EVIDENCE_BAR,
  type Evidence,
  evidenceSchema,
  isEnough,
  logEvidence,
  logFactor,
  noEvidence,
} from '../../src/calibration/evidence.js';

const DIRECTIONS = ['demote', 'promote'] as const;
const direction = fc.constantFrom<Direction>(...DIRECTIONS);
const threshold = fc.double({ min: 0.001, max: 0.5, noNaN: true });
/** Mostly 0 and 1, as votes are. */
const vote = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
const votes = fc.array(vote, { maxLength: 40 });

function of(direction: Direction, xs: Iterable<number>, threshold: number = DEFAULT_THRESHOLD): Evidence {
  return addVotes(noEvidence(direction, threshold), xs);
}

/** The formula of the design as it is written there. */
function naive(direction: Direction, xs: readonly number[], tau: number): number {
  const qs = alternatives(direction, tau);
  const product = (q: number): number =>
    xs.reduce((before, x) => before * (1 + ((x - tau) * (q - tau)) / (tau * (1 - tau))), 1);
  return qs.reduce((sum, q) => sum + product(q), 0) / qs.length;
}

/** Distribution function of Beta(1, b), by Simpson's rule on its density: no closed form. */
function integral(b: number, from: number, to: number): number {
  const density = (q: number): number => b * (1 - q) ** (b - 1);
  const steps = 2000;
  const width = (to - from) / steps;
  let sum = 0;
  for (let i = 0; i < steps; i += 1) {
    const at = from + i * width;
    sum += ((density(at) + 4 * density(at + width / 2) + density(at + width)) * width) / 6;
  }
  return sum;
}

describe('the alternatives', () => {
  it('are 64, in order, on the side of τ that the direction asks for', () => {
    fc.assert(
      fc.property(direction, threshold, (side, tau) => {
        const qs = alternatives(side, tau);
        expect(qs).toHaveLength(ALTERNATIVES);
        expect([...qs].sort((a, b) => a - b)).toEqual(qs);
        expect(qs.every((q) => (side === 'demote' ? q > tau && q < 1 : q > 0 && q < tau))).toBe(true);
      }),
    );
  });

  it.each([
    ['demote', 9, DEFAULT_THRESHOLD, 1],
    ['promote', 60, 0, DEFAULT_THRESHOLD],
  ] as const)('to %s are the middles of 64 equal parts of Beta(1, %d), cut off', (side, b, from, to) => {
    const whole = integral(b, from, to);
    for (const [i, q] of alternatives(side, DEFAULT_THRESHOLD).entries()) {
      expect(integral(b, from, q) / whole).toBeCloseTo((i + 0.5) / 64, 9);
    }
  });

  it.each([0, 1, -0.1, Number.NaN])('want a τ between 0 and 1, not %d', (tau) => {
    expect(() => alternatives('demote', tau)).toThrow(RangeError);
    expect(() => noEvidence('promote', tau)).toThrow(RangeError);
  });
});

describe('one factor', () => {
  it('is 1 on average at τ: nobody gains by waiting', () => {
    fc.assert(
      fc.property(direction, threshold, fc.nat(ALTERNATIVES - 1), (side, tau, i) => {
        const q = alternatives(side, tau)[i]!;
        const mean = tau * Math.exp(logFactor(1, q, tau)) + (1 - tau) * Math.exp(logFactor(0, q, tau));
        expect(mean).toBeCloseTo(1, 12);
      }),
    );
  });

  it('is at most 1 on average where the rate is on the other side of τ, more than 1 on this one', () => {
    fc.assert(
      fc.property(
        direction,
        threshold,
        fc.nat(ALTERNATIVES - 1),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (side, tau, i, rate) => {
          const q = alternatives(side, tau)[i]!;
          const mean = rate * Math.exp(logFactor(1, q, tau)) + (1 - rate) * Math.exp(logFactor(0, q, tau));
          const against = side === 'demote' ? rate <= tau : rate >= tau;
          expect(against ? mean <= 1 + 1e-12 : mean >= 1 - 1e-12).toBe(true);
        },
      ),
    );
  });

  it('is positive for every vote, and rises with it to demote, falls to promote', () => {
    fc.assert(
      fc.property(direction, threshold, fc.nat(ALTERNATIVES - 1), vote, vote, (side, tau, i, a, b) => {
        const q = alternatives(side, tau)[i]!;
        const [low, high] = [logFactor(Math.min(a, b), q, tau), logFactor(Math.max(a, b), q, tau)];
        expect(Number.isFinite(low) && Number.isFinite(high)).toBe(true);
        if (side === 'demote') expect(high).toBeGreaterThanOrEqual(low - 1e-15);
        else expect(high).toBeLessThanOrEqual(low + 1e-15);
      }),
    );
  });

  it('keeps its digits where it is almost 0, and where it is almost 1', () => {
    // A vote of 1 at q: the factor is q/τ. 1 − q/τ in doubles would leave 7 digits of it.
    expect(logFactor(1, 5e-11, 0.05)).toBeCloseTo(Math.log(1e-9), 13);
    // Near 1 the logarithm is the difference itself.
    expect(logFactor(0.05 + 1e-14, 0.0501, 0.05) / (((0.05 + 1e-14 - 0.05) * (0.0501 - 0.05)) / 0.0475)).toBeCloseTo(
      1,
      9,
    );
  });
});

describe('evidence', () => {
  it('is 1 before the first vote', () => {
    for (const side of DIRECTIONS) expect(logEvidence(noEvidence(side))).toBe(0);
  });

  it('is the formula, where its products fit into a double', () => {
    fc.assert(
      fc.property(direction, threshold, votes, (side, tau, xs) => {
        const expected = naive(side, xs, tau);
        expect(Math.abs(logEvidence(of(side, xs, tau)) - Math.log(expected))).toBeLessThan(1e-9);
      }),
    );
  });

  it('is the same vote by vote and all at once, through JSON too, to the last bit', () => {
    fc.assert(
      fc.property(direction, votes, fc.nat(40), (side, xs, cut) => {
        let stepwise = noEvidence(side);
        for (const x of xs) stepwise = addVotes(stepwise, [x]);
        const stored = JSON.parse(JSON.stringify(of(side, xs.slice(0, cut)))) as Evidence;
        expect(stepwise).toEqual(of(side, xs));
        expect(addVotes(stored, xs.slice(cut))).toEqual(of(side, xs));
      }),
    );
  });

  it('does not ask in which order the votes came', () => {
    fc.assert(
      fc.property(direction, votes, (side, xs) => {
        const [one, other] = [of(side, xs), of(side, xs.toReversed())];
        expect(Math.abs(logEvidence(one) - logEvidence(other))).toBeLessThan(1e-9);
      }),
    );
  });

  it('never falls when a vote moves towards the change', () => {
    fc.assert(
      fc.property(direction, fc.array(vote, { minLength: 1, maxLength: 40 }), fc.nat(39), vote, (side, xs, at, x) => {
        const index = at % xs.length;
        const lower = xs.with(index, Math.min(x, xs[index]!));
        const higher = xs.with(index, Math.max(x, xs[index]!));
        const rise = logEvidence(of(side, higher)) - logEvidence(of(side, lower));
        expect(side === 'demote' ? rise : -rise).toBeGreaterThanOrEqual(-1e-12);
      }),
    );
  });

  it('counts votes and adds them up, and leaves what it was given as it was', () => {
    const before = of('demote', [1, 0.25]);
    const copy = structuredClone(before);
    expect(addVotes(before, [0.5, 0])).toMatchObject({ n: 4, sumX: 1.75, direction: 'demote', threshold: 0.05 });
    expect(before).toEqual(copy);
  });

  it('holds where every product underflows or overflows', () => {
    const many = (x: number): number[] => new Array<number>(20_000).fill(x);
    for (const side of DIRECTIONS) {
      for (const x of [0, 1]) {
        const evidence = of(side, many(x));
        const factor = (q: number): number => Math.log(x === 1 ? q / 0.05 : (1 - q) / 0.95);
        // The alternative that fits best decides, less the logarithm of how many share the mean.
        const best = Math.max(...alternatives(side, 0.05).map(factor)) * 20_000;
        expect(logEvidence(evidence)).toBeLessThanOrEqual(best);
        expect(logEvidence(evidence)).toBeGreaterThanOrEqual(best - Math.log(64) - 1e-6);
        expect(v.is(evidenceSchema, JSON.parse(JSON.stringify(evidence)))).toBe(true);
      }
    }
    expect(naive('promote', many(1), 0.05)).toBe(0);
  });

  it.each([-0.01, 1.01, Number.NaN, Number.POSITIVE_INFINITY])('refuses a vote of %d', (x) => {
    expect(() => of('demote', [0, x])).toThrow(RangeError);
  });

  it('is enough from E = 20 on', () => {
    expect(EVIDENCE_BAR).toBe(20);
    const at = (e: number): Evidence => ({ ...noEvidence('demote'), logE: new Array<number>(64).fill(Math.log(e)) });
    expect([19.999, 20.001].map((e) => isEnough(at(e)))).toEqual([false, true]);
  });

  it('is enough after three false positives of three, and after 74 right ones of 74', () => {
    const needed = (side: Direction, x: number): number => {
      let n = 0;
      let evidence = noEvidence(side);
      while (!isEnough(evidence)) {
        evidence = addVotes(evidence, [x]);
        n += 1;
      }
      return n;
    };
    expect([needed('demote', 1), needed('promote', 0)]).toEqual([3, 74]);
  });
});

describe('stored evidence', () => {
  const good = of('promote', [0, 0.5]);

  it('is read back as it was', () => {
    expect(v.parse(evidenceSchema, JSON.parse(JSON.stringify(good)))).toEqual(good);
  });

  it.each([
    ['no direction', { ...good, direction: 'up' }],
    ['τ is no share', { ...good, threshold: 1 }],
    ['half a vote', { ...good, n: 1.5 }],
    ['more false positives than votes', { ...good, sumX: 3 }],
    ['a negative sum', { ...good, sumX: -0.1 }],
    ['an alternative is missing', { ...good, logE: good.logE.slice(1) }],
    ['a product that was 0', { ...good, logE: good.logE.with(3, Number.NEGATIVE_INFINITY) }],
    ['null, which is what JSON makes of that', { ...good, logE: [null, ...good.logE.slice(1)] }],
  ])('is refused: %s', (_, bad) => {
    expect(v.is(evidenceSchema, bad)).toBe(false);
  });
});

/** The promises of docs/statistics.md on few seeds; `npm run simulate` has the many. The seeds are fixed. */
import { describe, expect, it } from '@jest/globals';
import { look, stateFor } from '../../src/calibration/decide.js';
import {
  addVotes,
  alternatives,
  type Direction,
  EVIDENCE_BAR,
  isEnough,
  noEvidence,
} from '../../src/calibration/evidence.js';
import { wilson } from '../../src/calibration/wilson.js';
import { schemaPair } from '../../src/l0/check.js';
import {
  atLeast,
  changesOf,
  clustered,
  DILIGENT,
  exactChange,
  firstChange,
  firstChangeIfVerdictsWereVotes,
  firstChangeOfProject,
  independent,
  type Project,
  Random,
  SELECTIVE,
  TAU,
} from './simulation.js';

const HASH = '0'.repeat(64);
const code = { noEvidence, addVotes, isEnough, stateFor, look, schemas: schemaPair(HASH, HASH) };

/** How often something happens on `seeds` seeds. */
function hits(seeds: number, once: (random: Random) => boolean): number {
  let count = 0;
  for (let seed = 1; seed <= seeds; seed += 1) if (once(new Random(seed))) count += 1;
  return count;
}

/** Whether the exact one-sided test at 1 % leaves "at most `share`" standing. */
const within = (count: number, seeds: number, share: number): boolean => atLeast(count, seeds, share) >= 0.01;

/** E from counts alone, by the formula of the design in plain products of powers. */
function enough(direction: Direction): (n: number, ones: number) => boolean {
  const qs = alternatives(direction, TAU);
  return (n, ones) => {
    const products = qs.map((q) => (q / TAU) ** ones * ((1 - q) / (1 - TAU)) ** (n - ones));
    return products.reduce((sum, each) => sum + each, 0) / qs.length >= EVIDENCE_BAR;
  };
}

describe('exactly, for independent votes', () => {
  it.each([
    ['20 % false: demoted within 80 votes', 'demote', 0.2, 80, 0.967],
    ['1 % false: demoted', 'demote', 0.01, 500, 0.0000295],
    ['5 % false: demoted within 1,500 votes', 'demote', 0.05, 1500, 0.0303],
    ['5 % false: promoted within 1,500 votes', 'promote', 0.05, 1500, 0.0448],
    ['1 % false: promoted within 245 votes', 'promote', 0.01, 245, 0.931],
  ] as const)('%s', (_, direction, rate, horizon, probability) => {
    expect(exactChange(enough(direction), direction, rate, horizon)).toBeCloseTo(
      probability,
      probability < 0.001 ? 6 : 3,
    );
  });

  it('an interval looked at every day, one vote a day from the 30th on, demotes a rule at 5 % in 19.5 % within a year', () => {
    const above = (n: number, ones: number): boolean => n >= 30 && wilson(ones, n).low > TAU;
    expect(exactChange(above, 'demote', TAU, 365)).toBeCloseTo(0.195, 3);
  });

  it('agrees with the code, vote by vote, on where the bar is', () => {
    for (const direction of ['demote', 'promote'] as const) {
      const reached = enough(direction);
      for (let ones = 0; ones <= 12; ones += 1) {
        let evidence = addVotes(noEvidence(direction), new Array<number>(ones).fill(1));
        for (let n = Math.max(ones, 1); n <= 300; n += 1) {
          if (n > ones) evidence = addVotes(evidence, [0]);
          expect([direction, n, ones, isEnough(evidence)]).toEqual([direction, n, ones, reached(n, ones)]);
        }
      }
    }
  });
});

describe('independent votes', () => {
  it('20 % false is demoted within 80 votes in 95 %', () => {
    const late = hits(200, (random) => firstChange(code, 'demote', independent(0.2), 80, random) === null);
    expect(within(late, 200, 0.05)).toBe(true);
  });

  it('1 % false is never demoted, and promoted within 245 votes in 90 %', () => {
    expect(hits(60, (random) => firstChange(code, 'demote', independent(0.01), 300, random) !== null)).toBe(0);
    const late = hits(100, (random) => firstChange(code, 'promote', independent(0.01), 245, random) === null);
    expect(within(late, 100, 0.1)).toBe(true);
  });

  it.each(['demote', 'promote'] as const)(
    'exactly 5 %% false: to %s is an error, made in at most 5 %%',
    (direction) => {
      const wrong = hits(40, (random) => firstChange(code, direction, independent(TAU), 1500, random) !== null);
      expect(within(wrong, 40, 0.05)).toBe(true);
    },
  );

  it('two changes or more happen in at most 5 %', () => {
    const flaps = hits(25, (random) => changesOf(code, 'demote', independent(0.2), 1500, random) > 1);
    expect(within(flaps, 25, 0.05)).toBe(true);
    expect(changesOf(code, 'demote', () => 1, 10, new Random(1))).toBe(1);
  });
});

describe('five findings in each pull request', () => {
  it.each([0.3, 0.7])('correlated by %d: exactly 5 %% false errs in at most 5 %%', (icc) => {
    for (const direction of ['demote', 'promote'] as const) {
      const wrong = hits(40, (random) => firstChange(code, direction, clustered(TAU, icc), 400, random) !== null);
      expect(within(wrong, 40, 0.05)).toBe(true);
    }
  });

  it('have the rate and the correlation that were asked for', () => {
    const random = new Random(3);
    const shares = Array.from({ length: 40_000 }, () => clustered(0.2, 0.3)(random));
    const mean = shares.reduce((sum, each) => sum + each, 0) / shares.length;
    const variance = shares.reduce((sum, each) => sum + (each - mean) ** 2, 0) / shares.length;
    expect(mean).toBeCloseTo(0.2, 2);
    // Variance of a mean of five with correlation ρ: p(1 − p)(1 + 4ρ)/5.
    expect(variance).toBeCloseTo((0.16 * (1 + 4 * 0.3)) / 5, 2);
  });
});

describe('selective review', () => {
  const project: Project = {
    level: 'block',
    rate: TAU,
    findings: 1,
    icc: 0,
    review: SELECTIVE,
    pullRequests: 400,
    perDay: 5,
    every: 7,
  };

  it('does not demote a rule at 5 %, though most of what is reviewed is false', () => {
    const wrong = hits(40, (random) => firstChangeOfProject(code, project, random) !== null);
    expect(within(wrong, 40, 0.05)).toBe(true);
    // What is guarded against: verdicts as votes when they come demote it every time.
    expect(hits(40, (random) => firstChangeIfVerdictsWereVotes(code, project, random) !== null)).toBe(40);
  });

  it('does not promote it, nor does an audit that hears of false positives first', () => {
    for (const review of [SELECTIVE, DILIGENT]) {
      const at: Project = { ...project, level: 'warn', findings: 5, icc: 0.3, review };
      expect(
        within(
          hits(30, (random) => firstChangeOfProject(code, at, random) !== null),
          30,
          0.05,
        ),
      ).toBe(true);
    }
  });

  it('still demotes a rule at 20 %, and promotes one at 0 % that is audited', () => {
    const bad = hits(20, (random) => firstChangeOfProject(code, { ...project, rate: 0.2 }, random) !== null);
    const good: Project = { ...project, level: 'warn', rate: 0, review: DILIGENT };
    expect([bad, hits(20, (random) => firstChangeOfProject(code, good, random) !== null)]).toEqual([20, 20]);
  });
});

describe('the exact test', () => {
  it('sums the upper tail of the binomial distribution', () => {
    expect(atLeast(0, 10, 0.3)).toBeCloseTo(1, 12);
    expect(atLeast(10, 10, 0.5)).toBeCloseTo(1 / 1024, 12);
    expect(atLeast(9, 10, 0.5)).toBeCloseTo(11 / 1024, 12);
    expect(atLeast(1, 2000, 0.001)).toBeCloseTo(1 - 0.999 ** 2000, 9);
  });
});

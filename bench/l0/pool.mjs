/**
 * The states that are measured: every kind, made by the constructors that the product uses, one in five of them broken
 * in a way that happens. Their number is a prime, so that no stride runs over a part of them only.
 */
import { referenceMask } from '../../__tests__/l0/reference.ts';
import { Random } from '../../__tests__/l0/states.ts';
import { checkL0, schemaPair } from '../../build/l0/check.js';
import { baselineState, firstBaselineState, grantState, jobState, nonceState, runState } from '../../build/l0/state.js';

export const POOL_SIZE = 1021;
/** L0 has no clock and takes any instant; the reference reads the clock, and should find the same nonces fresh. */
export const NOW = Date.now();

/** @returns {{ state: object, naive: object, mask: number }[]} */
export function makePool(seed) {
  const random = new Random(seed);
  const hashes = ['3f', 'a7'].map((start) => start.padEnd(64, '0123456789abcdef'));
  // As in a run, which makes one pair and uses it for every state.
  const pairs = hashes.map((hash) => schemaPair(hash, hashes[0]));
  const issued = Math.max(...pairs.map(({ actual }) => actual));
  return Array.from({ length: POOL_SIZE }, () => {
    const made = make(random, hashes, pairs);
    const mask = checkL0(made.state, NOW);
    const wanted = referenceMask(made.state, NOW, issued);
    if (mask !== wanted) throw new Error(`checkL0 says ${mask}, the reference ${wanted}: nothing to measure yet`);
    return { ...made, mask };
  });
}

function make(random, hashes, pairs) {
  const broken = random.below(5) === 0;
  const other = broken ? 1 : 0;
  const pair = pairs[other];
  const [sound] = pairs;
  const texts = (index) => ({ actual: hashes[index], expected: hashes[0] });
  switch (random.below(6)) {
    case 0:
      return { state: runState(pair), naive: { schema: texts(other) } };
    case 1: {
      const permissionBits = random.below(4096) | (broken ? 0x1000 << random.below(4) : 0);
      return { state: jobState(permissionBits), naive: { permissionBits } };
    }
    case 2:
      return { state: firstBaselineState(pair), naive: { schema: texts(other) } };
    case 3: {
      const magnitude = broken ? random.of([0.31, 0.9, Number.NaN, -0.1]) : random.fraction() * 0.3;
      return {
        state: baselineState(sound, { magnitude, maxMagnitude: 0.3 }),
        naive: { schema: texts(0), drift: { magnitude, max: 0.3 } },
      };
    }
    case 4: {
      const nBefore = 10 + random.below(200);
      const nAfter = 10 + random.below(200);
      // A vote is a share of one pull request: whole more often than not.
      const fpBefore = random.below(4) > 0 ? random.below(nBefore) : random.fraction() * nBefore;
      // One in eight keeps its rate exactly.
      const same = random.below(8) === 0;
      const share = (fpBefore / nBefore) * nAfter * random.fraction();
      const falling = random.below(4) > 0 ? Math.floor(share) : share;
      const witness = broken
        ? { fpBefore: 1, nBefore, fpAfter: random.of([9, 9.5, Number.NaN]), nAfter: random.of([nBefore, 9]) }
        : same
          ? { fpBefore, nBefore, fpAfter: fpBefore, nAfter: nBefore }
          : { fpBefore, nBefore, fpAfter: falling, nAfter };
      return { state: grantState(sound, witness), naive: { schema: texts(0), witness } };
    }
    default: {
      const verifiedAt = NOW - (broken ? random.of([3_600_000, 9e9, -6000]) : random.below(3_600_000));
      return { state: nonceState(verifiedAt), naive: { nonce: { verifiedAt } } };
    }
  }
}

/**
 * The states that are measured: every kind, made by the constructors that the product uses, one in five of them broken
 * in a way that happens. Their number is a prime, so that no stride runs over a part of them only.
 */
import { referenceMask } from '../../__tests__/l0/reference.ts';
import { Random } from '../../__tests__/l0/states.ts';
import { checkL0, schemaHashOf, schemaPair } from '../../build/l0/check.js';
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
  // One kind of object after the other: the states of one target should not lie between those of another.
  const states = Array.from({ length: POOL_SIZE }, () => stateOf(random, pairs));
  const naive = states.map(naiveOf);
  const issued = Math.max(...pairs.map(({ actual }) => actual));
  return states.map((state, index) => {
    const mask = checkL0(state, NOW);
    const wanted = referenceMask(state, NOW, issued);
    if (mask !== wanted) throw new Error(`checkL0 says ${mask}, the reference ${wanted}: nothing to measure yet`);
    return { state, naive: naive[index], mask };
  });
}

function stateOf(random, [sound, other]) {
  const broken = random.below(5) === 0;
  switch (random.below(6)) {
    case 0:
      return runState(broken ? other : sound);
    case 1:
      return jobState(random.below(4096) | (broken ? 0x1000 << random.below(4) : 0));
    case 2:
      return firstBaselineState(broken ? other : sound);
    case 3: {
      const magnitude = broken ? random.of([0.31, 0.9, Number.NaN, -0.1]) : random.fraction() * 0.3;
      return baselineState(sound, { magnitude, maxMagnitude: 0.3 });
    }
    case 4:
      return grantState(sound, witnessOf(random, broken));
    default:
      return nonceState(NOW - (broken ? random.of([3_600_000, 9e9, -6000]) : random.below(3_600_000)));
  }
}

function witnessOf(random, broken) {
  const nBefore = 10 + random.below(200);
  const nAfter = 10 + random.below(200);
  if (broken) {
    return { fpBefore: 1, nBefore, fpAfter: random.of([9, 9.5, Number.NaN]), nAfter: random.of([nBefore, 9]) };
  }
  // A vote is a share of one pull request: whole more often than not.
  const whole = random.below(4) > 0;
  const fpBefore = whole ? random.below(nBefore) : random.fraction() * nBefore;
  // One in eight keeps its rate exactly.
  if (random.below(8) === 0) return { fpBefore, nBefore, fpAfter: fpBefore, nAfter: nBefore };
  const fpAfter = (fpBefore / nBefore) * nAfter * random.fraction();
  return { fpBefore, nBefore, fpAfter: whole ? Math.floor(fpAfter) : fpAfter, nAfter };
}

/** The same state as the reference takes it. */
function naiveOf({ schemas, permissionBits, drift, verifiedAt, witness }) {
  const naive = {};
  if (schemas !== undefined) {
    naive.schema = { actual: schemaHashOf(schemas.actual), expected: schemaHashOf(schemas.expected) };
  }
  if (permissionBits !== undefined) naive.permissionBits = permissionBits;
  if (drift !== undefined) naive.drift = { magnitude: drift.magnitude, max: drift.maxMagnitude };
  if (verifiedAt !== undefined) naive.nonce = { verifiedAt };
  if (witness !== undefined) naive.witness = { ...witness };
  return naive;
}

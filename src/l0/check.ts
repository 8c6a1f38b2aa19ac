/**
 * L0, the always-on checks: five invariants on one state, cheap enough that nothing is ever allowed to skip them.
 * No other folder is imported, nothing is allocated, there is no clock and no switch. Why it looks as it does, with the
 * alternatives that were measured: docs/adr/0007-l0-design.md.
 */
import {
  L0_CONTRACTION_WITNESS,
  L0_DRIFT_MAGNITUDE,
  L0_KIND,
  L0_NONCE_FRESHNESS,
  L0_PERMISSION_BITS,
  L0_SCHEMA_HASH,
  NONCE_MAX_AGE,
  NONCE_MAX_SKEW,
  PERMISSION_GRANTS,
  WITNESS_MIN_VOTES,
} from './constants.js';
import type { Drift, L0State, SchemaPair, Witness } from './state.js';

// Copies: V8 folds a constant of this file, and reads one that is imported or exported from memory at each use.
const SCHEMA_HASH = L0_SCHEMA_HASH;
const PERMISSION_BITS = L0_PERMISSION_BITS;
const DRIFT_MAGNITUDE = L0_DRIFT_MAGNITUDE;
const FRESHNESS = L0_NONCE_FRESHNESS;
const WITNESS = L0_CONTRACTION_WITNESS;
const KIND = L0_KIND;
const GRANTS = PERMISSION_GRANTS;
const MAX_AGE = NONCE_MAX_AGE;
const MIN_AGE = -NONCE_MAX_SKEW;
const MIN_VOTES = WITNESS_MIN_VOTES;

const ALL = SCHEMA_HASH | PERMISSION_BITS | DRIFT_MAGNITUDE | FRESHNESS | WITNESS;
const NO_STATE = ALL | KIND;

/** What each kind requires, five bits per kind in the order of L0_KINDS. An array costs a load and two checks more. */
const REQUIRED =
  SCHEMA_HASH |
  (PERMISSION_BITS << 5) |
  (SCHEMA_HASH << 10) |
  ((SCHEMA_HASH | DRIFT_MAGNITUDE) << 15) |
  ((SCHEMA_HASH | WITNESS) << 20) |
  (FRESHNESS << 25);
const KINDS = 6;

const ids = new Map<string, number>();
/** Ids that were given out: 1 to `issued`. */
let issued = 0;

/**
 * Two schema hashes as ids. All 256 bits are compared here, once; `checkL0` then compares the ids.
 *
 * @param actual of the schemas that the validator loads: SHA-256 in 64 lower-case hex digits
 * @param expected of the schemas that were published
 * @returns id 0, which never passes, for what is no such hash
 */
export function schemaPair(actual: string, expected: string): SchemaPair {
  return { actual: intern(actual), expected: intern(expected) };
}

function intern(hash: string): number {
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) return 0;
  const known = ids.get(hash);
  if (known !== undefined) return known;
  issued += 1;
  ids.set(hash, issued);
  return issued;
}

/** The hash of an id; '' for one that was not given out. */
export function schemaHashOf(id: unknown): string {
  for (const [hash, known] of ids) if (known === id) return hash;
  return '';
}

/**
 * Judge one state. What its kind requires has to be there and hold; what is there and not required has to hold too.
 * Whatever is not a number in its range does not hold: NaN, ±Infinity, `undefined` in a group, strings, objects.
 *
 * What it calls are constants, not declarations: V8 inlines both here, and checks at each call that a declared function
 * was not replaced.
 *
 * @param now milliseconds since 1970-01-01 UTC; looked at for the freshness of a nonce alone
 * @returns the bits of the invariants that do not hold; 0 when all do. Never throws, whatever data it is given.
 */
export function checkL0(state: L0State, now: number): number {
  if (state === null || state === undefined) return NO_STATE;
  const { kind, schemas, permissionBits, drift, verifiedAt, witness } = state;
  let mask = KIND;
  let missing = ALL;
  if (typeof kind === 'number' && kind >>> 0 === kind && kind < KINDS) {
    mask = 0;
    missing = (REQUIRED >> (kind * 5)) & ALL;
  }
  if (schemas !== undefined) {
    missing &= ~SCHEMA_HASH;
    if (!isPublished(schemas)) mask |= SCHEMA_HASH;
  }
  if (permissionBits !== undefined) {
    missing &= ~PERMISSION_BITS;
    if (!isGrants(permissionBits)) mask |= PERMISSION_BITS;
  }
  if (drift !== undefined) {
    missing &= ~DRIFT_MAGNITUDE;
    if (!isSmall(drift)) mask |= DRIFT_MAGNITUDE;
  }
  if (verifiedAt !== undefined) {
    missing &= ~FRESHNESS;
    if (!isFresh(verifiedAt, now)) mask |= FRESHNESS;
  }
  if (witness !== undefined) {
    missing &= ~WITNESS;
    if (!contracts(witness)) mask |= WITNESS;
  }
  return mask | missing;
}

const isPublished = (schemas: SchemaPair): boolean => {
  if (schemas === null) return false;
  const { actual, expected } = schemas;
  return typeof actual === 'number' && actual === expected && actual >>> 0 === actual && actual > 0 && actual <= issued;
};

const isGrants = (bits: number): boolean => {
  return typeof bits === 'number' && bits >>> 0 === bits && bits <= GRANTS;
};

/** A magnitude is a share, and so is its maximum: a larger one would be a switch that turns the check off. */
const isSmall = (drift: Drift): boolean => {
  if (drift === null) return false;
  const { magnitude, maxMagnitude } = drift;
  return (
    typeof magnitude === 'number' &&
    typeof maxMagnitude === 'number' &&
    magnitude >= 0 &&
    magnitude <= maxMagnitude &&
    maxMagnitude <= 1
  );
};

/**
 * −5 s ≤ now − verifiedAt < 1 h, exactly. A difference of doubles is rounded, but never past a double, so it decides
 * unless it falls on a bound.
 */
const isFresh = (verifiedAt: number, now: number): boolean => {
  if (typeof verifiedAt !== 'number' || typeof now !== 'number') return false;
  const age = now - verifiedAt;
  if (age > MIN_AGE && age < MAX_AGE) return true;
  return (age === MIN_AGE || age === MAX_AGE) && isFreshOnBound(verifiedAt, now);
};

/** There the rounding error decides (Knuth's TwoSum, exact without overflow). */
const isFreshOnBound = (verifiedAt: number, now: number): boolean => {
  const age = now - verifiedAt;
  const part = now - age;
  const error = now - (age + part) + (part - verifiedAt);
  return age === MIN_AGE ? error >= 0 : error < 0;
};

/**
 * The rate did not rise: fpAfter ÷ nAfter ≤ fpBefore ÷ nBefore, as products, exactly. Products of doubles are rounded
 * too, so different ones decide, and equal ones are looked at again.
 *
 * That fpBefore is not negative and fpAfter not above nAfter follows: 0 ≤ fpAfter · nBefore ≤ fpBefore · nAfter, and
 * with fpBefore ≤ nBefore the right side is at most nBefore · nAfter.
 */
const contracts = (witness: Witness): boolean => {
  if (witness === null) return false;
  const { fpBefore, nBefore, fpAfter, nAfter } = witness;
  if (!isCount(nBefore) || !isCount(nAfter) || typeof fpBefore !== 'number' || typeof fpAfter !== 'number')
    return false;
  if (!(fpAfter >= 0 && fpBefore <= nBefore)) return false;
  const after = fpAfter * nBefore;
  const before = fpBefore * nAfter;
  return after < before || (after === before && contractsOnBound(witness));
};

/** Enough votes to prove something, and few enough to be counted exactly. */
const isCount = (n: number): boolean => {
  return Number.isSafeInteger(n) && n >= MIN_VOTES;
};

/** 2^27 + 1 splits a double into two halves of 26 bits (Veltkamp). */
const HALVES = 134_217_729;

/**
 * Of two products that are rounded to the same double, what was lost decides (Dekker's TwoProduct). Exact, because the
 * counts are whole numbers and no factor is above 2^53: nothing overflows, and every term is a multiple of the smallest
 * double. Written out twice: a function that takes or returns a double allocates it where V8 does not inline the call.
 */
const contractsOnBound = ({ fpBefore, nBefore, fpAfter, nAfter }: Witness): boolean => {
  const product = fpAfter * nBefore;
  // Products of whole numbers are not rounded below 2^53: the usual tie, without the arithmetic for the others.
  if (Number.isSafeInteger(product) && Number.isInteger(fpBefore) && Number.isInteger(fpAfter)) return true;
  const fpAfterHigh = fpAfter * HALVES - (fpAfter * HALVES - fpAfter);
  const fpAfterLow = fpAfter - fpAfterHigh;
  const nBeforeHigh = nBefore * HALVES - (nBefore * HALVES - nBefore);
  const nBeforeLow = nBefore - nBeforeHigh;
  const fpBeforeHigh = fpBefore * HALVES - (fpBefore * HALVES - fpBefore);
  const fpBeforeLow = fpBefore - fpBeforeHigh;
  const nAfterHigh = nAfter * HALVES - (nAfter * HALVES - nAfter);
  const nAfterLow = nAfter - nAfterHigh;
  const lostAfter =
    fpAfterLow * nBeforeLow -
    (product - fpAfterHigh * nBeforeHigh - fpAfterLow * nBeforeHigh - fpAfterHigh * nBeforeLow);
  const lostBefore =
    fpBeforeLow * nAfterLow -
    (product - fpBeforeHigh * nAfterHigh - fpBeforeLow * nAfterHigh - fpBeforeHigh * nAfterLow);
  return lostAfter <= lostBefore;
};

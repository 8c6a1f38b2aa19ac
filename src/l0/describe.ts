/** L0 in words, for the report. Off the hot path: it may allocate. */
import { schemaHashOf } from './check.js';
import {
  L0_CONTRACTION_WITNESS,
  L0_DRIFT_MAGNITUDE,
  L0_KIND,
  L0_NONCE_FRESHNESS,
  L0_PERMISSION_BITS,
  L0_SCHEMA_HASH,
  PERMISSION_GRANTS,
  WITNESS_MIN_VOTES,
} from './constants.js';
import { type Drift, L0_KINDS, type L0State, type SchemaPair, type Witness } from './state.js';

/** One invariant that does not hold. */
export interface L0Violation {
  /** `L0-SCHEMA-HASH` … */
  readonly invariant: string;
  /** What the state has. On one line, bounded, and never text of a repository. */
  readonly value: string;
  /** What it has to be. */
  readonly bound: string;
}

/** Longest text of a value that is not a number. */
const MAX_TEXT = 80;

/**
 * Say what is wrong, in the order of the bits.
 *
 * @param mask what `checkL0` returned for this state
 * @param now what `checkL0` was given; without it an age cannot be told
 */
export function describeL0(mask: number, state: L0State, now?: number): L0Violation[] {
  // What is not there has no fields either.
  const of: Partial<L0State> = state ?? {};
  const schemas: Partial<SchemaPair> = of.schemas ?? {};
  const drift: Partial<Drift> = of.drift ?? {};
  const witness: Partial<Witness> = of.witness ?? {};
  const before = `${text(witness.fpBefore)} of ${text(witness.nBefore)} before`;
  const after = `${text(witness.fpAfter)} of ${text(witness.nAfter)} after`;
  const all: readonly (readonly [bit: number, invariant: string, value: string, bound: string])[] = [
    [L0_SCHEMA_HASH, 'L0-SCHEMA-HASH', hash(schemas.actual), `equal to ${hash(schemas.expected)}`],
    [
      L0_PERMISSION_BITS,
      'L0-PERMISSION-BITS',
      bits(of.permissionBits),
      `a whole number from 0 to ${bits(PERMISSION_GRANTS)}: bits 12 to 15 are reserved`,
    ],
    [
      L0_DRIFT_MAGNITUDE,
      'L0-DRIFT-MAGNITUDE',
      text(drift.magnitude),
      `from 0 to the maximum (${text(drift.maxMagnitude)}), which is at most 1`,
    ],
    [L0_NONCE_FRESHNESS, 'L0-NONCE-FRESHNESS', age(of.verifiedAt, now), '−5 s ≤ age < 3600 s'],
    [
      L0_CONTRACTION_WITNESS,
      'L0-CONTRACTION-WITNESS',
      `${before}, ${after}`,
      `the share does not rise, with at least ${WITNESS_MIN_VOTES} votes on each side`,
    ],
    [L0_KIND, 'L0-KIND', text(of.kind), `one of ${Object.keys(L0_KINDS).join(', ')}`],
  ];
  return all.flatMap(([bit, invariant, value, bound]) => ((mask & bit) === 0 ? [] : [{ invariant, value, bound }]));
}

function hash(id: unknown): string {
  const known = schemaHashOf(id);
  return known === '' ? `no valid hash (${text(id)})` : known;
}

function bits(value: unknown): string {
  return typeof value === 'number' && value >>> 0 === value ? `0x${value.toString(16).padStart(4, '0')}` : text(value);
}

function age(verifiedAt: unknown, now: unknown): string {
  if (typeof verifiedAt === 'number' && typeof now === 'number') return `${text((now - verifiedAt) / 1000)} s`;
  return `verified at ${text(verifiedAt)}, now ${text(now)}`;
}

/** A value of any type; a stranger's `toString` is never called. */
function text(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'missing';
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'boolean':
    case 'bigint':
      return cut(`${typeof value} ${value}`);
    case 'string':
      return cut(`string ${JSON.stringify(value.slice(0, MAX_TEXT))}`);
    default:
      return value === null ? 'null' : `some ${typeof value}`;
  }
}

function cut(value: string): string {
  return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT - 1)}…` : value;
}

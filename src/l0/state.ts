/**
 * The states that L0 judges: one constructor per kind of transition, so that code which makes one cannot leave out a
 * value. All of them have the same fields in the same order: V8 then reads them without a lookup.
 */

/** What a state is about. The numbers index the table of what each kind requires (check.ts). */
export const L0_KINDS = {
  /** A run of this program, before it decides. */
  run: 0,
  /** The token of one job of a workflow. */
  job: 1,
  /** Acceptance of a baseline where there was none. */
  firstBaseline: 2,
  /** Acceptance of a baseline that replaces another. */
  baseline: 3,
  /** A rule is given a level that blocks more. */
  grant: 4,
  /** Use of the redaction nonce. */
  nonce: 5,
} as const;

export type L0Kind = (typeof L0_KINDS)[keyof typeof L0_KINDS];

/** Two interned hashes (`schemaPair` of check.ts): equal ids are equal hashes, 0 is no valid hash. */
export interface SchemaPair {
  /** Of the schemas that the validator loads. */
  readonly actual: number;
  /** Of the schemas that were published. */
  readonly expected: number;
}

export interface Drift {
  /** Changed ÷ (tracked ∪ current). */
  readonly magnitude: number;
  /** The largest that may be accepted: `drift.max-magnitude` on the base, else `DEFAULT_MAX_MAGNITUDE`. */
  readonly maxMagnitude: number;
}

/** The record of a rule that is to be given a level. A vote is a share, so the sums need not be whole numbers. */
export interface Witness {
  /** Sum of the frozen votes that cost the level; 5 of 100 where the rule never had it. */
  readonly fpBefore: number;
  readonly nBefore: number;
  /** Sum of the votes since. */
  readonly fpAfter: number;
  readonly nAfter: number;
}

/** `undefined` is "not there". A value that is there is judged, whether the kind requires it or not. */
export interface L0State {
  readonly kind: L0Kind;
  readonly schemas: SchemaPair | undefined;
  /** The write grants of a token, 16 bits. */
  readonly permissionBits: number | undefined;
  readonly drift: Drift | undefined;
  /** When the nonce was last verified, in milliseconds since 1970-01-01 UTC. */
  readonly verifiedAt: number | undefined;
  readonly witness: Witness | undefined;
}

/** A run's own transition. */
export function runState(schemas: SchemaPair): L0State {
  return stateOf(L0_KINDS.run, schemas, undefined, undefined, undefined, undefined);
}

/** The token of a job. @param permissionBits see `src/rules/support/permission-bits.ts` */
export function jobState(permissionBits: number): L0State {
  return stateOf(L0_KINDS.job, undefined, permissionBits, undefined, undefined, undefined);
}

/** Acceptance of the first baseline of a branch: there is nothing it could have drifted from. */
export function firstBaselineState(schemas: SchemaPair): L0State {
  return stateOf(L0_KINDS.firstBaseline, schemas, undefined, undefined, undefined, undefined);
}

/** Acceptance of a baseline in place of another. */
export function baselineState(schemas: SchemaPair, { magnitude, maxMagnitude }: Drift): L0State {
  return stateOf(L0_KINDS.baseline, schemas, undefined, { magnitude, maxMagnitude }, undefined, undefined);
}

/** Promotion of a rule. */
export function grantState(schemas: SchemaPair, { fpBefore, nBefore, fpAfter, nAfter }: Witness): L0State {
  const witness = { fpBefore, nBefore, fpAfter, nAfter };
  return stateOf(L0_KINDS.grant, schemas, undefined, undefined, undefined, witness);
}

/** Use of a nonce. @param verifiedAt milliseconds since 1970-01-01 UTC */
export function nonceState(verifiedAt: number): L0State {
  return stateOf(L0_KINDS.nonce, undefined, undefined, undefined, verifiedAt, undefined);
}

function stateOf(
  kind: L0Kind,
  schemas: SchemaPair | undefined,
  permissionBits: number | undefined,
  drift: Drift | undefined,
  verifiedAt: number | undefined,
  witness: Witness | undefined,
): L0State {
  return { kind, schemas, permissionBits, drift, verifiedAt, witness };
}

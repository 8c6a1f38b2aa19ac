/** What L0 speaks in: the bits of its mask, the bits of a token, the bounds. */

/** Bits of the mask. 0 is "passed". */
export const L0_SCHEMA_HASH = 1;
export const L0_PERMISSION_BITS = 2;
export const L0_DRIFT_MAGNITUDE = 4;
export const L0_NONCE_FRESHNESS = 8;
export const L0_CONTRACTION_WITNESS = 16;
/** The kind is none of ours, so what it requires is not known: it requires everything, and still fails. */
export const L0_KIND = 32;

/** Write grants are bits 0 to 11. Bits 12 to 15 are reserved: each one that is set is a fault of its own. */
export const PERMISSION_GRANTS = 0x0fff;
/** `write-all`: every grant there is and every one there will be. */
export const PERMISSION_WRITE_ALL = 0x1000;
/** A scope that is a misspelt one. */
export const PERMISSION_MISSPELT = 0x2000;

/** The largest drift that may be accepted, where the configuration names no other. */
export const DEFAULT_MAX_MAGNITUDE = 0.3;
/** A nonce may come from a clock that is this far ahead, in milliseconds. */
export const NONCE_MAX_SKEW = 5_000;
/** A nonce is too old from this age on, in milliseconds. */
export const NONCE_MAX_AGE = 3_600_000;
/** Votes on each side below which a false-positive rate proves nothing. */
export const WITNESS_MIN_VOTES = 10;

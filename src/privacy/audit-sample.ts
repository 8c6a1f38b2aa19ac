/**
 * The audit sample: the pull requests whose findings have to be reviewed, whatever they say, before a rule may block
 * again. Drawn by the identity salt, so that nobody without it can open a pull request that is known to be outside.
 */
import { createHash, createHmac } from 'node:crypto';
import type { SecretVersion } from '../stores/ports.js';
import { secretKey } from './secret-key.js';

/**
 * Where a pull request stands, from 0 to below 1, evenly spread.
 *
 * @param repository anonymised under the newest version of the salt
 * @param change `pr#12`
 */
export type AuditFraction = (repository: string, change: string) => number;

/** Keeps the sample apart from identities, which the same key makes. */
const DOMAIN = 'phase-mirror/audit-sample/1\n';
/** Digits of the digest that are used: 2^48 is exact as a double. */
const DIGITS = 12;

/**
 * @param salt the newest version: a rotation draws another sample, and what was frozen stays. null: a database without a
 *   salt, whose sample anybody can compute who knows the ids
 * @param name what the source of the salt calls itself, for messages
 * @throws {StoreError} CORRUPT: the salt is not 64 hex digits
 */
export function auditFractions(salt: SecretVersion | null, name = 'identity_salt_v*'): AuditFraction {
  const key = salt === null ? null : secretKey(salt, name, 'AuditSample.open');
  return (repository, change) => {
    const hash = key === null ? createHash('sha256') : createHmac('sha256', key);
    const digest = hash.update(DOMAIN + JSON.stringify([repository, change])).digest('hex');
    return Number.parseInt(digest.slice(0, DIGITS), 16) / 16 ** DIGITS;
  };
}

/** @param rate `calibration.audit-rate`, 0 (nothing) to 1 (everything) */
export function inAuditSample(fraction: number, rate: number): boolean {
  return fraction < rate;
}

/**
 * A secret as it is stored (64 hex digits) becomes a key, here and nowhere else. The digits appear in no message, and a
 * `KeyObject` is inspected as `SecretKeyObject {}`: neither a log nor a printed error can show them.
 */
import type { KeyObject } from 'node:crypto';
import { createSecretKey } from 'node:crypto';
import { StoreError } from '../stores/errors.js';
import type { SecretVersion } from '../stores/ports.js';

/**
 * The parameter of one version, for messages.
 *
 * @param name what a `NonceSource` calls itself: `/guardian/staging/redaction_nonce_v*`
 * @returns `/guardian/staging/redaction_nonce_v3`
 */
export function parameterOf(name: string, version: number): string {
  return name.endsWith('*') ? `${name.slice(0, -1)}${version}` : `${name} version ${version}`;
}

/**
 * @param name see {@link parameterOf}
 * @param operation who wants it: `NonceRing.load`
 * @throws {StoreError} CORRUPT: the value is not 64 hex digits, or the version no positive whole number. Names the
 *   parameter, never the value.
 */
export function secretKey({ version, value }: SecretVersion, name: string, operation: string): KeyObject {
  if (!Number.isSafeInteger(version) || version < 1) {
    throw corrupt(operation, name, 'has a version that is not a positive whole number');
  }
  if (typeof value !== 'string' || !/^[0-9a-fA-F]{64}$/.test(value)) {
    throw corrupt(operation, parameterOf(name, version), 'does not hold 64 hex digits');
  }
  return createSecretKey(value, 'hex');
}

/**
 * Keys by version, ascending.
 *
 * @throws {StoreError} CORRUPT: one is malformed (see {@link secretKey}), or a version is there twice
 */
export function secretKeys(
  secrets: readonly SecretVersion[],
  name: string,
  operation: string,
): ReadonlyMap<number, KeyObject> {
  const keys = new Map<number, KeyObject>();
  for (const secret of [...secrets].sort((one, other) => one.version - other.version)) {
    const key = secretKey(secret, name, operation);
    if (keys.has(secret.version)) throw corrupt(operation, parameterOf(name, secret.version), 'was answered twice');
    keys.set(secret.version, key);
  }
  return keys;
}

function corrupt(operation: string, parameter: string, reason: string): StoreError {
  return new StoreError({
    operation,
    ids: { parameter },
    code: 'CORRUPT',
    reason,
    next: 'Find out who wrote it, then make a new version (docs/runbook.md)',
  });
}

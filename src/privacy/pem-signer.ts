/** Signing with a private key in PEM, for those without AWS. The text comes from an input or a secret, never from argv. */
import type { KeyObject } from 'node:crypto';
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { PhaseMirrorError } from '../errors.js';
import type { Signer } from './signed-object.js';
import { KEY_ID } from './signed-object.js';
import { publicKeyOf } from './verify-signed.js';

/**
 * @param keyId under which the base pins the public key
 * @param key PEM (PKCS #8 or SEC 1, not encrypted), or a key that was made of one
 * @throws {PhaseMirrorError} kind `user`: it is no private key on P-256, or the id is not in its form. Says nothing of
 *   the key.
 */
export function pemSigner(keyId: string, key: string | KeyObject): Signer {
  if (!KEY_ID.test(keyId)) throw refused('has an id that is not in its form', 'Give the id that `key show` prints');
  const privateKey = typeof key === 'string' ? privateKeyOf(key) : key;
  const { type, asymmetricKeyType, asymmetricKeyDetails } = privateKey;
  if (type !== 'private' || asymmetricKeyType !== 'ec' || asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw refused('is no private key on P-256', 'Make one with `phase-mirror key create`');
  }
  return {
    keyId,
    sign: async (bytes) => sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  };
}

/** SubjectPublicKeyInfo in PEM: what `trust.keys` pins. @param key a private or a public one */
export function publicPem(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

/**
 * The id of a key, from its public half: the same wherever the private one is kept, and of no other key.
 *
 * @param pem SubjectPublicKeyInfo in PEM
 * @throws {PhaseMirrorError} kind `user`: it is no public key on P-256
 */
export function keyIdOf(pem: string): string {
  const key = publicKeyOf(pem);
  if (key === null) throw refused('is no public key on P-256', 'Use a key of ECC_NIST_P256 for signing');
  const der = key.export({ type: 'spki', format: 'der' });
  return `p256-${createHash('sha256').update(der).digest('hex').slice(0, 32)}`;
}

function privateKeyOf(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    // What OpenSSL says about a key it can't read helps nobody, and no part of the key should be near a message.
    throw refused('cannot be read as a PEM private key', 'Give it whole, not encrypted, with its BEGIN and END lines');
  }
}

function refused(reason: string, next: string): PhaseMirrorError {
  return new PhaseMirrorError('user', { thing: 'the signing key', reason, next });
}

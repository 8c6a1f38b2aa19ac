/** Who may sign a document, in the order in which it is tried. */
import { createPrivateKey } from 'node:crypto';
import type { TrustedKey } from '../policy/types.js';
import { keyIdOf, pemSigner, publicPem } from '../privacy/pem-signer.js';
import type { SignedType, Signer } from '../privacy/signed-object.js';

/** The key of an environment, which never leaves its service. */
export interface EnvironmentKey {
  sign(keyId: string, bytes: Uint8Array): Promise<Uint8Array>;
}

/**
 * In AWS the key of the environment, under the id that the default branch pins it with: while keys are being replaced
 * there are several, and only KMS knows which one it has. Elsewhere a key in PEM, or none.
 *
 * @param keys that the default branch pins, of every use
 * @param environment null: not AWS
 * @param signingKey PEM
 * @returns never empty; null: unsigned
 * @throws PhaseMirrorError `user`: what was given cannot sign
 */
export function signersOf(
  use: SignedType,
  keys: readonly TrustedKey[],
  environment: EnvironmentKey | null,
  signingKey: string | undefined,
): readonly (Signer | null)[] {
  const pinned = keys.filter((key) => key.use === use);
  if (environment !== null) {
    if (pinned.length === 0) return [null];
    return pinned.reverse().map(({ id }) => ({ keyId: id, sign: (bytes) => environment.sign(id, bytes) }));
  }
  if (signingKey === undefined || signingKey.trim() === '') return [null];
  // Refuses what cannot sign, without a word of what it is.
  pemSigner('p256-0', signingKey);
  const fingerprint = keyIdOf(publicPem(createPrivateKey(signingKey)));
  const named = pinned.filter(({ pem }) => sameKey(pem, fingerprint));
  return (named.length === 0 ? [fingerprint] : named.map(({ id }) => id)).map((id) => pemSigner(id, signingKey));
}

/** A pinned key may have any id. */
function sameKey(pem: string, fingerprint: string): boolean {
  try {
    return keyIdOf(pem) === fingerprint;
  } catch {
    return false;
  }
}

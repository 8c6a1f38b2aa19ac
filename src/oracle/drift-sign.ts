/** Signing what was accepted, and checking it as the next reader will, before it is written. */
import { createPrivateKey } from 'node:crypto';
import type { Baseline } from '../drift/types.js';
import { PhaseMirrorError } from '../errors.js';
import type { JsonValue } from '../privacy/canonical.js';
import { keyIdOf, pemSigner, publicPem } from '../privacy/pem-signer.js';
import { type SignedDocument, type Signer, signDocument } from '../privacy/signed-object.js';
import { verifySigned } from '../privacy/verify-signed.js';
import type { DriftBackend } from './drift-backend.js';
import type { Expected } from './drift-read.js';

/**
 * @param order `previous`: digest of the document that is replaced
 * @throws PhaseMirrorError `user`: what would be written could not be read back: no key for a pinned one, a key that is
 *   not pinned
 * @throws StoreError what KMS does
 */
export async function signBaseline(
  baseline: Baseline,
  expected: Expected,
  order: { readonly sequence: number; readonly previous: string | null },
  backend: DriftBackend,
  signingKey: string | undefined,
): Promise<SignedDocument> {
  const { env, repositoryId, branch, keys, now } = expected;
  const subject = { type: 'baseline', env, repositoryId, branch } as const;
  const signers = signersOf(backend, expected, signingKey);
  let refusal = '';
  for (const signer of signers) {
    // A baseline is plain data; an interface has no index signature, which is all that JsonValue lacks in it.
    const document = await signDocument(baseline as unknown as JsonValue, { ...subject, ...order }, signer, now);
    const check = verifySigned(document.text, { ...subject, keys, now, highWaterMark: order.sequence });
    if (check.ok) return document;
    refusal = `${check.message.replace(/^the document /, '')} (${check.code})`;
  }
  throw new PhaseMirrorError('user', {
    thing: 'What would be written',
    reason: refusal,
    next: 'Nothing was written. Sign with a key that `trust.keys` of the default branch pins for baselines (phase-mirror key show)',
  });
}

/**
 * In AWS the key of the environment, under the id that the default branch pins it with: while keys are being replaced
 * there are several, and only KMS knows which one it has. Elsewhere a key in PEM, or none.
 */
function signersOf(
  backend: DriftBackend,
  { keys }: Expected,
  signingKey: string | undefined,
): readonly (Signer | null)[] {
  const { aws } = backend;
  if (aws !== null) {
    const pinned = keys.filter(({ use }) => use === 'baseline').reverse();
    if (pinned.length === 0) return [null];
    return pinned.map(({ id }) => ({ keyId: id, sign: (bytes) => aws.sign(id, bytes) }));
  }
  if (signingKey === undefined || signingKey.trim() === '') return [null];
  // Refuses what cannot sign, without a word of what it is.
  pemSigner('p256-0', signingKey);
  const fingerprint = keyIdOf(publicPem(createPrivateKey(signingKey)));
  const named = keys.filter(({ use, pem }) => use === 'baseline' && sameKey(pem, fingerprint));
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

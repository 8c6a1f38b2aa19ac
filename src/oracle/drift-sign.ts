/** Signing what was accepted, and checking it as the next reader will, before it is written. */
import type { Baseline } from '../drift/types.js';
import { PhaseMirrorError } from '../errors.js';
import type { JsonValue } from '../privacy/canonical.js';
import { type SignedDocument, signDocument } from '../privacy/signed-object.js';
import { verifySigned } from '../privacy/verify-signed.js';
import type { DriftBackend } from './drift-backend.js';
import type { Expected } from './drift-read.js';
import { signersOf } from './signers.js';

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
  const signers = signersOf('baseline', keys, backend.aws, signingKey);
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

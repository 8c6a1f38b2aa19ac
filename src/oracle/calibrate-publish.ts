/** Publishing levels: signed, checked as the next reader will, written only in place of what was read. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { copyPayloadOf, type LevelState, payloadOf } from '../calibration/state.js';
import { PhaseMirrorError } from '../errors.js';
import type { JsonValue } from '../privacy/canonical.js';
import { type SignedDocument, signDocument } from '../privacy/signed-object.js';
import { verifySigned } from '../privacy/verify-signed.js';
import { StoreError } from '../stores/errors.js';
import { type HeldState, judgeDocument, type StateContext } from './calibrate-state.js';
import type { CalibrationMemory } from './calibrate-store.js';
import { MAX_COPY_BYTES } from './signed-levels.js';
import { signersOf } from './signers.js';

export interface PublishContext extends StateContext {
  readonly memory: Pick<CalibrationMemory, 'stores' | 'env' | 'sign'>;
  readonly signingKey: string | undefined;
}

export interface Published {
  readonly sequence: number;
  readonly signed: boolean;
  readonly digest: string;
}

/** A sequence whose place in the history is taken by a publication that broke off is left out. */
const MAX_SKIPPED = 5;

/**
 * @throws PhaseMirrorError `store`: somebody else published first, and which sequence; `user`: there is no key to sign
 *   with that the default branch pins
 * @throws StoreError what the store and KMS do. Whatever is thrown, nothing is in force that was not before
 */
export async function publishLevels(next: LevelState, held: HeldState, context: PublishContext): Promise<Published> {
  const { levels } = context.memory.stores;
  for (let skipped = 0; ; skipped += 1) {
    const sequence = held.highest + 1 + skipped;
    const document = await signLevels(payloadOf(next), { sequence, previous: held.digest }, context);
    try {
      await levels.publish(Buffer.from(document.text, 'utf8'), sequence, held.tag);
      return { sequence, signed: document.header.keyId !== null, digest: document.digest };
    } catch (error) {
      if (!(error instanceof StoreError) || (error.code !== 'CONFLICT' && error.code !== 'SEQUENCE')) throw error;
      const now = await levels.load();
      if ((now?.tag ?? null) === held.tag && skipped < MAX_SKIPPED) continue;
      if (now === null || now.tag === held.tag) throw error;
      throw new PhaseMirrorError('store', {
        thing: 'This publication',
        reason: `lost a race: sequence ${now.sequence} was published at ${new Date(now.writtenAt).toISOString()}`,
        next: 'Nothing was published. Run it again: it goes on from what is there now',
        cause: error,
      });
    }
  }
}

/**
 * Writes the copy for forks beside its place and renames it. One of this sequence that is believed stays as it is: a
 * signature is another one each time, and a pull request without a change in it helps nobody.
 *
 * @returns whether it was signed; null: it was not written
 * @throws PhaseMirrorError `user`: it cannot be written, or there is no key to sign with
 */
export async function writeCopy(
  path: string,
  state: LevelState,
  order: { readonly sequence: number; readonly previous: string | null },
  context: PublishContext,
): Promise<boolean | null> {
  const there = await readFile(path).catch(() => null);
  if (there !== null && there.byteLength <= MAX_COPY_BYTES) {
    const judged = judgeDocument(there, context, order.sequence);
    if (judged.ok && judged.sequence === order.sequence) return null;
  }
  const { text, header } = await signLevels(copyPayloadOf(state), order, context);
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new PhaseMirrorError('user', {
      thing: `the copy ${path}`,
      reason: `cannot be written (${(cause as NodeJS.ErrnoException).code ?? 'unknown error'})`,
      next: 'The levels are published all the same; name a file in a folder that you may write to, and run it again',
      cause,
    });
  }
  return header.keyId !== null;
}

async function signLevels(
  payload: JsonValue,
  order: { readonly sequence: number; readonly previous: string | null },
  { memory, ground, now, signingKey }: PublishContext,
): Promise<SignedDocument> {
  const subject = { type: 'levels', env: memory.env, repositoryId: null, branch: null } as const;
  const keys = ground.config.trustedKeys.map(({ value }) => value);
  const { sign } = memory;
  let refusal = '';
  for (const signer of signersOf('levels', keys, sign === null ? null : { sign }, signingKey)) {
    const document = await signDocument(payload, { ...subject, ...order }, signer, now);
    const check = verifySigned(document.text, { ...subject, keys, now, highWaterMark: order.sequence });
    if (check.ok) return document;
    refusal = `${check.message.replace(/^the document /, '')} (${check.code})`;
  }
  throw new PhaseMirrorError('user', {
    thing: 'What would be published',
    reason: refusal,
    next: 'Nothing was published. Sign with a key that `trust.keys` of the default branch pins for levels: `phase-mirror key show --use levels --pem` prints what to pin of the key in PHASE_MIRROR_SIGNING_KEY, with `--environment NAME` in place of `--pem` of the one of AWS',
  });
}

/**
 * Signed documents: `{header, payload, signature}` in canonical JSON (RFC 8785).
 *
 * The signature is over the header; the header holds the digest of the payload. So what is signed is small (KMS takes
 * 4,096 bytes), an altered payload and an altered header are told apart, and the digest of a header stands for the
 * whole document. The signature is ECDSA on P-256 with SHA-256 in the form of IEEE P1363 (r and s, 32 bytes each), as
 * in JWS ES256 (RFC 7518, 3.4), in base64: DER has more than one length, and parsers that differ.
 */
import { createHash } from 'node:crypto';
import { PhaseMirrorError } from '../errors.js';
import type { JsonValue } from './canonical.js';
import { canonicalJson } from './canonical.js';

export const SIGNED_VERSION = 1;
export const SIGNED_TYPES = ['baseline', 'levels'] as const;
export type SignedType = (typeof SIGNED_TYPES)[number];

/** What a document is, and of whom. Whoever reads it says what it expects of these; nothing is taken on trust. */
export interface SignedSubject {
  readonly type: SignedType;
  /** `staging`, `production`. */
  readonly env: string;
  /** GitHub's numeric id; null for what belongs to an organisation. */
  readonly repositoryId: number | null;
  readonly branch: string | null;
}

export interface SignedHeader extends SignedSubject {
  readonly version: typeof SIGNED_VERSION;
  /** From 1, one more with every document of this subject. */
  readonly sequence: number;
  /** `digest` of the document that this one replaces; null for the first. */
  readonly previous: string | null;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly issuedAt: number;
  /** null: unsigned. */
  readonly keyId: string | null;
  /** SHA-256 over the canonical payload, 64 lower-case hex digits. */
  readonly payloadDigest: string;
}

/** Who can sign. Only `accept` and `calibrate` are given one. */
export interface Signer {
  readonly keyId: string;
  /** @returns r and s, 32 bytes each */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

export interface SignedDocument {
  /** Canonical, without a line feed. */
  readonly text: string;
  readonly header: SignedHeader;
  /** SHA-256 over the canonical header: what the next document names as `previous`. */
  readonly digest: string;
}

/** What KMS signs without being given a digest. */
const MAX_MESSAGE = 4096;
/** Keeps these signatures apart from any other use of the key. */
const DOMAIN = 'phase-mirror/signed/1\n';

/** `trust.keys[].id` of the configuration takes the same. */
export const KEY_ID = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,255}$/;
export const ENVIRONMENT = /^[a-z][a-z0-9-]{0,31}$/;
export const MAX_BRANCH = 512;

/**
 * @param signer null: the document says that it is unsigned
 * @param issuedAt milliseconds since 1970-01-01 UTC
 * @throws {PhaseMirrorError} kind `user`: a member of the header is not in its form, or the payload cannot be canonical
 * @throws what the signer throws
 */
export async function signDocument(
  payload: JsonValue,
  header: SignedSubject & Pick<SignedHeader, 'sequence' | 'previous'>,
  signer: Signer | null,
  issuedAt: number,
): Promise<SignedDocument> {
  const { type, env, repositoryId, branch, sequence, previous } = header;
  const subject = { type, env, repositoryId, branch, sequence, previous };
  const complete: SignedHeader = {
    version: SIGNED_VERSION,
    ...subject,
    issuedAt,
    keyId: signer?.keyId ?? null,
    payloadDigest: sha256(canonical(payload)),
  };
  const problem = headerProblem(complete);
  if (problem !== null) throw refused(`has a header whose ${problem}`);
  const message = signedBytes(complete);
  const textWith = (signature: string | null) => canonical({ header: { ...complete }, payload, signature });
  // Before the signer is asked: what cannot be written is not signed.
  const unsigned = textWith(null);
  if (message.length > MAX_MESSAGE) throw refused(`has a header of more than ${MAX_MESSAGE} bytes`);
  const signature = signer === null ? null : await signer.sign(message);
  if (signature !== null && signature.length !== 64) {
    throw new PhaseMirrorError('bug', {
      thing: `the signer of key ${signer?.keyId}`,
      reason: `answered ${signature.length} bytes, not r and s of 32 bytes each`,
      next: 'Report it',
    });
  }
  const text = signature === null ? unsigned : textWith(Buffer.from(signature).toString('base64'));
  return { text, header: complete, digest: headerDigest(complete) };
}

/** The bytes that a signature is over. */
export function signedBytes(header: SignedHeader): Buffer {
  return Buffer.from(DOMAIN + canonicalJson({ ...header }), 'utf8');
}

/** See {@link SignedDocument.digest}. */
export function headerDigest(header: SignedHeader): string {
  return sha256(canonicalJson({ ...header }));
}

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

type FormCheck = (value: unknown) => boolean;

const isDigest: FormCheck = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const isNumberFrom =
  (least: number): FormCheck =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= least;
const orNull =
  (check: FormCheck): FormCheck =>
  (value) =>
    value === null || check(value);

/** Every member of a header, and its form. */
const MEMBERS: Readonly<Record<keyof SignedHeader, FormCheck>> = {
  version: (value) => value === SIGNED_VERSION,
  type: (value) => (SIGNED_TYPES as readonly unknown[]).includes(value),
  env: (value) => typeof value === 'string' && ENVIRONMENT.test(value),
  repositoryId: orNull(isNumberFrom(1)),
  branch: orNull((value) => typeof value === 'string' && value !== '' && value.length <= MAX_BRANCH),
  sequence: isNumberFrom(1),
  previous: orNull(isDigest),
  issuedAt: (value) => isNumberFrom(0)(value) && (value as number) <= 253_402_300_799_999,
  keyId: orNull((value) => typeof value === 'string' && KEY_ID.test(value)),
  payloadDigest: isDigest,
};

/** What is wrong with a header, as a clause: `env is not in its form`. null: nothing. */
export function headerProblem(header: Readonly<Record<string, unknown>> | SignedHeader): string | null {
  const given: Readonly<Record<string, unknown>> = { ...header };
  for (const [name, check] of Object.entries(MEMBERS)) {
    if (!Object.hasOwn(given, name)) return `${name} is missing`;
    if (!check(given[name])) return `${name} is not in its form`;
  }
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(MEMBERS, name));
  return unknown === undefined ? null : `member ${JSON.stringify(unknown.slice(0, 40))} is unknown`;
}

function canonical(value: JsonValue): string {
  try {
    return canonicalJson(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw refused(`cannot be written as canonical JSON: ${error.message}`);
  }
}

function refused(reason: string): PhaseMirrorError {
  return new PhaseMirrorError('user', {
    thing: 'a document to be signed',
    reason,
    next: 'Correct it; nothing was signed',
  });
}

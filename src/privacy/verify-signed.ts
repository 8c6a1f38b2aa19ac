/**
 * Offline verification of a signed document, with public keys that the base pins. Each way of being wrong has its own
 * code and message. The order matters: nothing a document says is believed before its signature is, except what is
 * needed to find the key.
 */
import type { KeyObject } from 'node:crypto';
import { createPublicKey, verify } from 'node:crypto';
import type { JsonValue, ParseFault } from './canonical.js';
import { canonicalJson, parseCanonical } from './canonical.js';
import type { SignedHeader, SignedSubject, SignedType } from './signed-object.js';
import { headerProblem, SIGNED_VERSION, sha256, signedBytes } from './signed-object.js';

/** A public key that the base pins; `trust.keys` of the configuration has this shape. */
export interface TrustKey {
  readonly id: string;
  /** SubjectPublicKeyInfo in PEM, on P-256. */
  readonly pem: string;
  /** One key, one job. */
  readonly use: SignedType;
  /** Last day on which what it signed is accepted, `YYYY-MM-DD` in UTC. */
  readonly notAfter?: string;
}

export interface Expectation extends SignedSubject {
  /** An empty list for this `use`: unsigned documents are accepted, and said to be. */
  readonly keys: readonly TrustKey[];
  /** The highest sequence that was seen: a lower one is a replay. 0 where none was. */
  readonly highWaterMark: number;
  /** `digest` of the document that this one has to follow, null for "none"; absent: not asked. */
  readonly previous?: string | null;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: number;
}

export type SignatureRefusal =
  | 'TOO_LARGE'
  | 'TRUNCATED'
  | 'MALFORMED'
  | 'TOO_DEEP'
  | 'UNREPRESENTABLE'
  | 'DUPLICATE_KEY'
  | 'NOT_CANONICAL'
  | 'NOT_A_SIGNED_DOCUMENT'
  | 'UNSUPPORTED_VERSION'
  | 'HEADER_FORM'
  | 'UNSIGNED'
  | 'NO_KEY_PINNED'
  | 'UNKNOWN_KEY'
  | 'KEY_USE'
  | 'KEY_EXPIRED'
  | 'KEY_UNUSABLE'
  | 'SIGNATURE_ENCODING'
  | 'SIGNED_BY_ANOTHER_KEY'
  | 'SIGNATURE_INVALID'
  | 'PAYLOAD_ALTERED'
  | 'WRONG_TYPE'
  | 'WRONG_ENVIRONMENT'
  | 'WRONG_REPOSITORY'
  | 'WRONG_BRANCH'
  | 'ISSUED_IN_THE_FUTURE'
  | 'REPLAYED'
  | 'CHAIN_BROKEN';

export interface VerifiedDocument {
  readonly ok: true;
  readonly header: SignedHeader;
  readonly payload: JsonValue;
  /** SHA-256 over the canonical header. */
  readonly digest: string;
  readonly signed: boolean;
  /** What the run has to say: `unsigned: …`; '' for a signed one. */
  readonly note: string;
}

export interface RefusedDocument {
  readonly ok: false;
  readonly code: SignatureRefusal;
  /** A sentence without the final stop. Text of the document is in it as JSON, cut: escape on output all the same. */
  readonly message: string;
}

/** As MAX_DOCUMENT_BYTES of the stores: what can be stored can be read. */
export const MAX_SIGNED_BYTES = 32 * 1024 * 1024;
/** The signer's clock may be this far ahead. */
export const MAX_ISSUED_AHEAD_MS = 5 * 60_000;

/** Never throws for what a document holds. */
export function verifySigned(text: string, expected: Expectation): VerifiedDocument | RefusedDocument {
  if (text.length > MAX_SIGNED_BYTES || Buffer.byteLength(text) > MAX_SIGNED_BYTES) {
    return refuse('TOO_LARGE', `is larger than ${MAX_SIGNED_BYTES} bytes`);
  }
  const parsed = parseCanonical(text);
  if (!parsed.ok) return refuse(FAULTS[parsed.fault], `cannot be read: ${parsed.detail}`);
  const document = parsed.value;
  if (!isDocument(document)) {
    return refuse('NOT_A_SIGNED_DOCUMENT', 'is not {header, payload, signature}');
  }
  const { version } = document.header;
  if (version !== SIGNED_VERSION) {
    return refuse('UNSUPPORTED_VERSION', `has version ${shown(version)}; this program knows ${SIGNED_VERSION}`);
  }
  const problem = headerProblem(document.header);
  if (problem !== null) return refuse('HEADER_FORM', `has a header whose ${problem}`);
  // Every member was just looked at.
  const header = document.header as unknown as SignedHeader;
  const { payload, signature } = document;

  const headerText = canonicalJson(document.header);
  const payloadText = payloadOf(text, headerText, signature);
  const doubt = signatureProblem(header, signature, expected) ?? contentProblem(header, payloadText, expected);
  if (doubt !== null) return doubt;
  const signed = header.keyId !== null;
  const note = signed ? '' : `unsigned: no key is pinned for ${header.type}, so nothing vouches for this document`;
  return { ok: true, header, payload, digest: sha256(headerText), signed, note };
}

const FAULTS: Readonly<Record<ParseFault, SignatureRefusal>> = {
  truncated: 'TRUNCATED',
  malformed: 'MALFORMED',
  'too-deep': 'TOO_DEEP',
  unrepresentable: 'UNREPRESENTABLE',
  'duplicate-key': 'DUPLICATE_KEY',
  'not-canonical': 'NOT_CANONICAL',
};

/**
 * The canonical payload. The text is canonical, whole and of three members, so it stands between the other two.
 *
 * @param header canonical
 */
function payloadOf(text: string, header: string, signature: string | null): string {
  const from = '{"header":'.length + header.length + ',"payload":'.length;
  const after = `,"signature":${canonicalJson(signature)}}`;
  return text.slice(from, text.lastIndexOf(after));
}

interface Document {
  readonly header: Readonly<Record<string, JsonValue>>;
  readonly payload: JsonValue;
  readonly signature: string | null;
}

function isDocument(value: JsonValue): value is JsonValue & Document {
  if (!isObject(value) || Object.keys(value).length !== 3 || !Object.hasOwn(value, 'payload')) return false;
  const { header, signature } = value;
  return isObject(header) && (typeof signature === 'string' || signature === null);
}

function isObject(value: JsonValue | undefined): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function signatureProblem(
  header: SignedHeader,
  signature: string | null,
  { keys, now }: Expectation,
): RefusedDocument | null {
  const { keyId, type } = header;
  const pinned = keys.filter(({ use }) => use === type);
  if (keyId === null || signature === null) {
    if (keyId !== signature) return refuse('UNSIGNED', 'has a signature without a key, or a key without a signature');
    return pinned.length === 0
      ? null
      : refuse('UNSIGNED', `is unsigned, and ${pinned.length === 1 ? 'a key is' : 'keys are'} pinned for ${type}`);
  }
  if (keys.length === 0) {
    return refuse('NO_KEY_PINNED', `is signed with key ${shown(keyId)}, and no key is pinned to check it with`);
  }
  const named = keys.filter(({ id }) => id === keyId);
  if (named.length === 0) return refuse('UNKNOWN_KEY', `is signed with key ${shown(keyId)}, which is not pinned`);
  const usable = named.filter(({ use }) => use === type);
  if (usable.length === 0)
    return refuse(
      'KEY_USE',
      `of type ${type} is signed with key ${shown(keyId)}, which is pinned for ${named[0]?.use}`,
    );
  const valid = usable.filter((key) => !isExpired(key, now));
  if (valid.length === 0) {
    return refuse('KEY_EXPIRED', `is signed with key ${shown(keyId)}, which was accepted until ${usable[0]?.notAfter}`);
  }
  const publicKeys = valid.map(({ pem }) => publicKeyOf(pem)).filter((key) => key !== null);
  if (publicKeys.length === 0) {
    return refuse(
      'KEY_UNUSABLE',
      `is signed with key ${shown(keyId)}, and what is pinned under it is no public key on P-256`,
    );
  }
  const bytes = decode(signature);
  if (bytes === null) {
    const form = /^M[A-P]/.test(signature) ? 'it looks like DER' : 'it is none of that length';
    return refuse('SIGNATURE_ENCODING', `has a signature that is not r and s of 32 bytes each in base64: ${form}`);
  }
  const message = signedBytes(header);
  if (publicKeys.some((key) => fits(message, key, bytes))) return null;
  const other = keys.find(({ id, pem }) => id !== keyId && fits(message, publicKeyOf(pem), bytes));
  return other === undefined
    ? refuse('SIGNATURE_INVALID', `has a signature that does not fit its header: one of the two was changed`)
    : refuse('SIGNED_BY_ANOTHER_KEY', `names key ${shown(keyId)}, but key ${shown(other.id)} signed it`);
}

function contentProblem(header: SignedHeader, payload: string, expected: Expectation): RefusedDocument | null {
  if (sha256(payload) !== header.payloadDigest) {
    return refuse('PAYLOAD_ALTERED', 'has a payload that was changed: its digest is not the one in the header');
  }
  const differs = (name: 'type' | 'env' | 'repositoryId' | 'branch', what: string) =>
    `is for ${what} ${shown(header[name])}, not for ${shown(expected[name])}`;
  if (header.type !== expected.type) return refuse('WRONG_TYPE', differs('type', 'type'));
  if (header.env !== expected.env) return refuse('WRONG_ENVIRONMENT', differs('env', 'environment'));
  if (header.repositoryId !== expected.repositoryId) {
    return refuse('WRONG_REPOSITORY', differs('repositoryId', 'repository'));
  }
  if (header.branch !== expected.branch) return refuse('WRONG_BRANCH', differs('branch', 'branch'));
  if (!(header.issuedAt <= expected.now + MAX_ISSUED_AHEAD_MS)) {
    return refuse(
      'ISSUED_IN_THE_FUTURE',
      `was issued at ${new Date(header.issuedAt).toISOString()}, which is yet to come`,
    );
  }
  if (!(header.sequence >= expected.highWaterMark)) {
    return refuse(
      'REPLAYED',
      `has sequence ${header.sequence}, and ${expected.highWaterMark} was seen before: a replay`,
    );
  }
  if (expected.previous !== undefined && header.previous !== expected.previous) {
    const [follows, wanted] = [header.previous, expected.previous].map((digest) => digest?.slice(0, 12) ?? 'nothing');
    return refuse('CHAIN_BROKEN', `follows ${follows}, not ${wanted}`);
  }
  return null;
}

/** By the reader's clock: a leaked key could write any date into a header. */
function isExpired({ notAfter }: TrustKey, now: number): boolean {
  return notAfter !== undefined && !(now < Date.parse(`${notAfter}T00:00:00Z`) + 86_400_000);
}

/** null for what is no public key on P-256; a private key is none, whoever pinned it. */
export function publicKeyOf(pem: string): KeyObject | null {
  if (!/^-----BEGIN PUBLIC KEY-----\s/.test(pem)) return null;
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : null;
  } catch {
    return null;
  }
}

function fits(message: Buffer, key: KeyObject | null, signature: Buffer): boolean {
  return key !== null && verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

/** 64 bytes, in the one base64 text that they have. */
function decode(signature: string): Buffer | null {
  const bytes = Buffer.from(signature, 'base64');
  return bytes.length === 64 && bytes.toString('base64') === signature ? bytes : null;
}

function refuse(code: SignatureRefusal, reason: string): RefusedDocument {
  return { ok: false, code, message: `the document ${reason}` };
}

function shown(value: unknown): string {
  return JSON.stringify(typeof value === 'string' ? value.slice(0, 80) : (value ?? null)).slice(0, 200);
}

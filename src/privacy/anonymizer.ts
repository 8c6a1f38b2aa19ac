/**
 * Identities that cannot be turned back: HMAC-SHA256 under the identity salt, over what kind of id it is and the id.
 * The same id gives the same identity in every repository, so rows of one organisation can be joined without its name.
 * Rows carry the version of the salt they were written under; several versions live side by side until no row carries
 * the old one. There is no built-in salt.
 */
import type { KeyObject } from 'node:crypto';
import { createHmac } from 'node:crypto';
import { PhaseMirrorError } from '../errors.js';
import { StoreError } from '../stores/errors.js';
import type { NonceSource, SecretVersion } from '../stores/ports.js';
import { parameterOf, secretKey, secretKeys } from './secret-key.js';
import { isWellFormed } from './well-formed.js';

/** Names of the kinds are part of what is digested: org 5 and actor 5 have nothing in common. */
export interface Anonymizer {
  /** Of the salt; goes into every row. 0: not anonymised. */
  readonly saltVersion: number;
  /** @param id GitHub's numeric id (names change hands), or text that stands for one */
  org(id: number | string): string;
  repository(id: number | string): string;
  actor(id: number | string): string;
}

/** Keeps identities of this program apart from any other use of the same key. */
const DOMAIN = 'phase-mirror/identity/1\n';
/** Identities remembered per kind: a calibration of a large organisation meets fewer. */
const CACHE_SIZE = 10_000;
/** Longest id that is text: an e-mail address has at most 254. */
const MAX_ID = 256;
const SALTS = 'identity_salt_v*';
const OPERATION = 'Anonymizer.open';

/**
 * @param name what the source of the salt calls itself, for messages
 * @returns identities of 64 lower-case hex digits. Its methods throw a `PhaseMirrorError` (user) for what is no id.
 * @throws {StoreError} CORRUPT: the salt is not 64 hex digits; names the parameter, never the value
 */
export function saltedAnonymizer(secret: SecretVersion, name: string = SALTS): Anonymizer {
  return keyed(secret.version, secretKey(secret, name, OPERATION));
}

function keyed(saltVersion: number, key: KeyObject): Anonymizer {
  const digest = (kind: string) =>
    remembering((id) => createHmac('sha256', key).update(`${DOMAIN}${kind}:${id}`).digest('hex'));
  return { saltVersion, org: digest('org'), repository: digest('repository'), actor: digest('actor') };
}

/** Where rows go. Only what stays on this machine may hold identities as they are. */
export type RowBackend = 'none' | 'file' | 'sqlite' | 'aws';

const LOCAL: readonly string[] = ['none', 'file', 'sqlite'];

/**
 * Identities as they are, `actor:5`: for tests, and for a database on one's own disk, where a salt beside the rows would
 * hide nothing.
 *
 * @throws {PhaseMirrorError} kind `user`: with a cloud backend, or one that this version does not know
 */
export function noopAnonymizer({ backend }: { readonly backend: RowBackend }): Anonymizer {
  if (!LOCAL.includes(backend)) {
    throw new PhaseMirrorError('user', {
      thing: 'the no-op anonymizer',
      reason: `refuses to start with backend "${String(backend).slice(0, 40)}": identities would be stored as they are`,
      next: 'Make an identity salt with `phase-mirror salt create`',
    });
  }
  const plain = (kind: string) => (id: number | string) => `${kind}:${idText(id)}`;
  return { saltVersion: 0, org: plain('org'), repository: plain('repository'), actor: plain('actor') };
}

/** Every version of the salt that rows may carry. */
export interface AnonymizerRing {
  /** Writes new rows. */
  readonly newest: Anonymizer;
  /** Ascending. */
  readonly versions: readonly number[];
  /**
   * Reads rows of that version.
   *
   * @throws {StoreError} NOT_FOUND: the version is not there, so its rows can't be joined any more
   */
  forVersion(version: number): Anonymizer;
}

/**
 * @param salts in any order
 * @param name what their source calls itself
 * @throws {StoreError} NOT_FOUND: there is none. CORRUPT: one is malformed, or a version is there twice.
 */
export function anonymizerRing(salts: readonly SecretVersion[], name: string = SALTS): AnonymizerRing {
  const keys = secretKeys(salts, name, OPERATION);
  const byVersion = new Map([...keys].map(([version, key]) => [version, keyed(version, key)]));
  const newest = [...byVersion.values()].at(-1);
  if (newest === undefined) {
    throw new StoreError({
      operation: OPERATION,
      ids: { parameter: name },
      code: 'NOT_FOUND',
      reason: 'found no identity salt, and there is no built-in one: no row can be written or joined',
      next: 'Make the first version with `phase-mirror salt create`',
    });
  }
  return {
    newest,
    versions: [...byVersion.keys()],
    forVersion(version) {
      const found = byVersion.get(version);
      if (found !== undefined) return found;
      throw new StoreError({
        operation: OPERATION,
        ids: { parameter: parameterOf(name, version) },
        code: 'NOT_FOUND',
        reason: 'did not find the salt that rows were written under',
        next: 'Restore it, or leave these rows to expire',
      });
    },
  };
}

/** As {@link anonymizerRing}, read from where the salts are. @throws what `load` throws, too */
export async function loadAnonymizerRing(salts: NonceSource): Promise<AnonymizerRing> {
  return anonymizerRing(await salts.load(), salts.name);
}

/** First in, first out: the ids of one run come in bursts, and an answer that was dropped is only computed again. */
function remembering(compute: (id: string) => string): (id: number | string) => string {
  const known = new Map<number | string, string>();
  return (id) => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const identity = compute(idText(id));
    if (known.size >= CACHE_SIZE) {
      for (const oldest of known.keys()) {
        known.delete(oldest);
        break;
      }
    }
    known.set(id, identity);
    return identity;
  };
}

/** 5 and "5" are one id. Text that UTF-8 cannot hold is refused: two of them would become one identity. */
function idText(id: number | string): string {
  if (typeof id === 'number' ? Number.isSafeInteger(id) && id >= 0 : isIdText(id)) return String(id);
  throw new PhaseMirrorError('user', {
    thing: 'an id that was to be anonymised',
    reason: `is neither a whole number nor a text of 1 to ${MAX_ID} characters`,
    next: "Give GitHub's numeric id",
  });
}

function isIdText(id: unknown): boolean {
  return typeof id === 'string' && id.length >= 1 && id.length <= MAX_ID && isWellFormed(id);
}

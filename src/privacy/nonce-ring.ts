/**
 * The redaction nonces: every version that is there verifies, the newest signs. The keys lie in a private field and
 * leave it through one method, which asks L0 about their age each time: no caller can forget to.
 *
 * What is held is served for an hour after it was asked for. It is asked for again after five minutes, so that a
 * rotation is seen; when that fails the ring is *degraded* and says so, and beyond the hour it *fails closed*. Both
 * name the parameter.
 */
import type { KeyObject } from 'node:crypto';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { checkL0 } from '../l0/check.js';
import { NONCE_MAX_AGE } from '../l0/constants.js';
import { describeL0 } from '../l0/describe.js';
import { nonceState } from '../l0/state.js';
import { StoreError } from '../stores/errors.js';
import type { Clock, NonceSource } from '../stores/ports.js';
import { secretKeys } from './secret-key.js';

/** What is held is asked for again from this age on. */
export const NONCE_REFRESH_MS = 5 * 60_000;
/** After a failure the source is left alone for this long: a run must not wait for a timeout at every use. */
export const NONCE_RETRY_MS = 30_000;
/** A newer version than any that is held may have been made since: asked for at most this often. */
export const NONCE_LOOKUP_MS = 1_000;

export type NonceCondition =
  /** Nothing was asked for yet. */
  | 'idle'
  | 'fresh'
  /** The source does not answer; what is held is less than an hour old. */
  | 'degraded'
  /** Nothing that may be used. */
  | 'closed';

export interface NonceStatus {
  readonly condition: NonceCondition;
  /** Ascending. */
  readonly versions: readonly number[];
  /** When what is held was asked for; null when nothing is held. */
  readonly verifiedAt: number | null;
  /** What to say about it, with the parameter; '' when there is nothing to say. */
  readonly message: string;
}

export interface NonceMac {
  readonly version: number;
  /** 64 lower-case hex digits. */
  readonly mac: string;
}

export type MacVerdict = 'valid' | 'unknown-version' | 'mismatch';

interface Held {
  readonly keys: ReadonlyMap<number, KeyObject>;
  readonly newest: number;
  readonly verifiedAt: number;
}

const LOAD = 'NonceRing.load';

export class NonceRing {
  readonly #source: NonceSource;
  readonly #clock: Clock;
  #held: Held | undefined;
  #failure: StoreError | undefined;
  /** When the source was last asked. */
  #askedAt = Number.NEGATIVE_INFINITY;
  #loading: Promise<void> | undefined;

  constructor(source: NonceSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  /**
   * Asks the source now. Calls that overlap share one request.
   *
   * @throws {StoreError} naming the parameter, when nothing may be used after it: there is no nonce (NOT_FOUND), one is
   *   malformed (CORRUPT), the source does not answer and what was held is an hour old. A failure within the hour is
   *   not thrown: see `condition`.
   */
  async load(): Promise<NonceStatus> {
    await this.#ask();
    this.#usable();
    return this.status();
  }

  /** What can be said without asking anybody. */
  status(): NonceStatus {
    const held = this.#held;
    const versions = held === undefined ? [] : [...held.keys.keys()];
    const verifiedAt = held?.verifiedAt ?? null;
    const say = (condition: NonceCondition, message: string) => ({ condition, versions, verifiedAt, message });
    if (held === undefined) {
      return this.#failure === undefined ? say('idle', '') : say('closed', this.#failure.message);
    }
    const now = this.#clock.now();
    if (checkL0(nonceState(held.verifiedAt), now) !== 0) return say('closed', this.#stale(held, now).message);
    if (this.#failure === undefined) return say('fresh', '');
    const minutes = Math.floor((held.verifiedAt + NONCE_MAX_AGE - now) / 60_000);
    const age = Math.max(0, Math.floor((now - held.verifiedAt) / 60_000));
    return say(
      'degraded',
      `redaction nonce ${parameterIn(this.#failure, this.#source)} could not be read (${this.#failure.code}): ` +
        `the copy of ${age} min ago is used, for another ${minutes} min`,
    );
  }

  /**
   * @param compose what is to be authenticated, given the version that will do it
   * @throws {StoreError} as {@link NonceRing.load}
   */
  async sign(compose: (version: number) => string): Promise<NonceMac> {
    await this.#refresh();
    const { keys, newest } = this.#usable();
    const key = keys.get(newest) as KeyObject;
    return { version: newest, mac: macOf(key, compose(newest)).toString('hex') };
  }

  /**
   * Compares in constant time. A version newer than any that is held is looked up first: another process may have
   * rotated.
   *
   * @throws {StoreError} as {@link NonceRing.load}
   */
  async verify(message: string, { version, mac }: NonceMac): Promise<MacVerdict> {
    await this.#refresh();
    if (version > this.#usable().newest && this.#clock.now() - this.#askedAt >= NONCE_LOOKUP_MS) await this.#ask();
    const key = this.#usable().keys.get(version);
    if (key === undefined) return 'unknown-version';
    const expected = macOf(key, message);
    const given = Buffer.from(mac, 'hex');
    return given.length === expected.length && timingSafeEqual(given, expected) ? 'valid' : 'mismatch';
  }

  /** The only way to the keys. */
  #usable(): Held {
    const held = this.#held;
    if (held === undefined) throw this.#failure as StoreError;
    const now = this.#clock.now();
    if (checkL0(nonceState(held.verifiedAt), now) !== 0) throw this.#stale(held, now);
    return held;
  }

  async #refresh(): Promise<void> {
    const now = this.#clock.now();
    const due = this.#held === undefined || !(Math.abs(now - this.#held.verifiedAt) < NONCE_REFRESH_MS);
    const sinceAsked = now - this.#askedAt;
    // "There is none" was answered at once, and the first one may come any moment.
    const unread = this.#failure !== undefined && this.#failure.code !== 'NOT_FOUND';
    const resting = unread && sinceAsked >= 0 && sinceAsked < NONCE_RETRY_MS;
    if (due && !resting) await this.#ask();
  }

  #ask(): Promise<void> {
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  /** Never rejects: what went wrong is kept, and `#usable` decides what it means. */
  async #load(): Promise<void> {
    // Taken before the request: what is answered was true no earlier than now.
    const verifiedAt = this.#clock.now();
    this.#askedAt = verifiedAt;
    try {
      const keys = secretKeys(await this.#source.load(), this.#source.name, LOAD);
      const newest = [...keys.keys()].at(-1);
      this.#failure = newest === undefined ? this.#empty() : undefined;
      // "There is none" is an answer: what was held has been taken away, and is not used for the rest of its hour.
      this.#held = newest === undefined ? undefined : { keys, newest, verifiedAt };
    } catch (error) {
      this.#failure = this.#unread(error);
    }
  }

  #empty(): StoreError {
    return new StoreError({
      operation: LOAD,
      ids: { parameter: this.#source.name },
      code: 'NOT_FOUND',
      reason: 'found no redaction nonce',
      next: 'Make the first version with `phase-mirror nonce rotate`',
    });
  }

  #unread(cause: unknown): StoreError {
    if (cause instanceof StoreError && cause.ids.parameter !== undefined) return cause;
    return new StoreError({
      operation: LOAD,
      ids: { parameter: this.#source.name },
      code: cause instanceof StoreError ? cause.code : 'UNEXPECTED',
      reason: 'could not read the redaction nonce',
      cause,
    });
  }

  /** Fails closed: too old, or from a clock that went back. */
  #stale(held: Held, now: number): StoreError {
    const state = nonceState(held.verifiedAt);
    const [violation] = describeL0(checkL0(state, now), state, now);
    const { value, bound } = violation ?? { value: '', bound: '' };
    return new StoreError({
      operation: 'NonceRing.use',
      ids: { parameter: this.#failure?.ids.parameter ?? this.#source.name },
      code: this.#failure?.code ?? 'UNAVAILABLE',
      reason: `may not use the nonce that is held: L0-NONCE-FRESHNESS, its age is ${value}, not ${bound}`,
      next: 'Make the parameter readable for this role, then run it again',
      cause: this.#failure,
    });
  }
}

function macOf(key: KeyObject, message: string): Buffer {
  return createHmac('sha256', key).update(message, 'utf8').digest();
}

function parameterIn(failure: StoreError, source: NonceSource): string {
  return failure.ids.parameter ?? source.name;
}

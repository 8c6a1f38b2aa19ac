/**
 * Redacted text in an envelope. The MAC says that this program took the secrets out, when that stops being vouched for,
 * and under which version of the nonce: who changes any of the four members is found out.
 */
import { PhaseMirrorError } from '../errors.js';
import { DAY_MS, EVENT_DAYS } from '../stores/ports.js';
import { canonicalJson } from './canonical.js';
import type { NonceRing } from './nonce-ring.js';
import type { RedactedText } from './secrets.js';
import { redactText } from './secrets.js';
import { isWellFormed, toWellFormed } from './well-formed.js';

export interface RedactionEnvelope {
  /** Of the nonce. */
  readonly version: number;
  /** HMAC-SHA256 over the other three, 64 lower-case hex digits. */
  readonly mac: string;
  /** Milliseconds since 1970-01-01 UTC; from this instant on the envelope is refused. */
  readonly expiresAt: number;
  /** The text, with `[redacted:<kind>]` in place of each secret. */
  readonly value: string;
}

/** As long as an event is kept: nothing refers to the text afterwards. */
export const ENVELOPE_LIFETIME_MS = EVENT_DAYS * DAY_MS;
/** Keeps these MACs apart from any other use of the nonce. */
const DOMAIN = 'phase-mirror/redaction/1\n';

/**
 * Take the secrets out of a text and seal it with the newest nonce.
 *
 * @param now milliseconds since 1970-01-01 UTC
 * @throws {StoreError} naming the parameter, where there is no nonce that may be used: then there is no redacted text
 * @throws {PhaseMirrorError} kind `user`: the text is too long, or the lifetime is no positive whole number
 */
export async function redact(
  text: string,
  ring: NonceRing,
  now: number,
  lifetimeMs: number = ENVELOPE_LIFETIME_MS,
): Promise<{ readonly envelope: RedactionEnvelope; readonly found: RedactedText['found'] }> {
  const expiresAt = now + lifetimeMs;
  if (!isInstant(expiresAt) || !(lifetimeMs > 0)) {
    throw new PhaseMirrorError('user', {
      thing: 'the lifetime of a redacted text',
      reason: 'is no positive whole number of milliseconds',
      next: 'Give a positive one',
    });
  }
  // Half of a surrogate pair would not come back from UTF-8 as it went in.
  const { text: value, found } = redactText(toWellFormed(text));
  const { version, mac } = await ring.sign((signing) => sealed(signing, expiresAt, value));
  return { envelope: { version, mac, expiresAt, value }, found };
}

export type EnvelopeRefusal = 'malformed' | 'unknown-version' | 'mismatch' | 'expired';

export type OpenedEnvelope =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly refusal: EnvelopeRefusal; readonly message: string };

/**
 * Check an envelope of unknown origin.
 *
 * @param now milliseconds since 1970-01-01 UTC
 * @throws {StoreError} naming the parameter, where there is no nonce that may be used: nothing is known about the text
 */
export async function openEnvelope(envelope: unknown, ring: NonceRing, now: number): Promise<OpenedEnvelope> {
  if (!isEnvelope(envelope)) {
    return refused('malformed', 'is not {version, mac, expiresAt, value}, or a member is not in its form');
  }
  const { version, mac, expiresAt, value } = envelope;
  const verdict = await ring.verify(sealed(version, expiresAt, value), { version, mac });
  if (verdict === 'unknown-version') {
    return refused(
      'unknown-version',
      `was sealed with version ${version} of the nonce, which does not exist (any more)`,
    );
  }
  if (verdict === 'mismatch') return refused('mismatch', 'was changed after it was sealed, or sealed by somebody else');
  // After the MAC: of an envelope that was tampered with the date means nothing. NaN is past every date.
  if (!(now < expiresAt)) return refused('expired', `expired at ${new Date(expiresAt).toISOString()}`);
  return { ok: true, value };
}

function sealed(version: number, expiresAt: number, value: string): string {
  return DOMAIN + canonicalJson({ expiresAt, value, version });
}

function refused(refusal: EnvelopeRefusal, reason: string): OpenedEnvelope {
  return { ok: false, refusal, message: `redacted text ${reason}` };
}

function isEnvelope(candidate: unknown): candidate is RedactionEnvelope {
  if (typeof candidate !== 'object' || candidate === null || Object.keys(candidate).length !== 4) return false;
  const { version, mac, expiresAt, value } = candidate as Partial<Record<string, unknown>>;
  return (
    Number.isSafeInteger(version) &&
    (version as number) >= 1 &&
    typeof mac === 'string' &&
    /^[0-9a-f]{64}$/.test(mac) &&
    isInstant(expiresAt) &&
    typeof value === 'string' &&
    isWellFormed(value)
  );
}

/** What a Date can hold. */
function isInstant(value: unknown): boolean {
  return Number.isSafeInteger(value) && Math.abs(value as number) <= 8.64e15;
}

import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NonceRing } from '../../src/privacy/nonce-ring.js';
import { ENVELOPE_LIFETIME_MS, openEnvelope, type RedactionEnvelope, redact } from '../../src/privacy/redaction.js';
import { DAY_MS } from '../../src/stores/ports.js';
import { MemorySecrets, secret, TestClock, unreachable } from './memory-secrets.js';

const clock = new TestClock();
const NOW = clock.now();
const source = new MemorySecrets([secret(1), secret(2)]);
const ring = new NonceRing(source, clock);
const open = (envelope: unknown, now = NOW) => openEnvelope(envelope, ring, now);
const { envelope: good } = await redact('mail jane@corp.io about 8f4b7f84', ring, NOW);
const refusalOf = async (envelope: unknown, now = NOW) => {
  const opened = await open(envelope, now);
  return opened.ok ? 'none' : opened.refusal;
};

describe('an envelope', () => {
  it('holds the text without its secrets, sealed over all of it with the newest nonce', async () => {
    expect(good).toEqual({
      version: 2,
      mac: createHmac('sha256', Buffer.from(secret(2).value, 'hex'))
        .update(
          `phase-mirror/redaction/1\n{"expiresAt":${NOW + 90 * DAY_MS},"value":"mail [redacted:email] about 8f4b7f84","version":2}`,
        )
        .digest('hex'),
      expiresAt: NOW + ENVELOPE_LIFETIME_MS,
      value: 'mail [redacted:email] about 8f4b7f84',
    });
    expect(await open(good)).toEqual({ ok: true, value: good.value });
    expect((await redact('a@b.io c@d.io', ring, NOW)).found).toEqual({ email: 2 });
  });

  it('comes back from JSON as it went in, whatever the text (property)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 1e12 }), async (text, lifetime) => {
        const { envelope } = await redact(text, ring, NOW, lifetime);
        expect(await open(JSON.parse(JSON.stringify(envelope)))).toEqual({ ok: true, value: envelope.value });
      }),
    );
    expect((await redact('half \uD800 pair', ring, NOW)).envelope.value).toBe('half \uFFFD pair');
  });

  it.each<[string, Partial<RedactionEnvelope>, string]>([
    ['another text', { value: 'mail [redacted:email]' }, 'mismatch'],
    ['a later expiry', { expiresAt: good.expiresAt + 1 }, 'mismatch'],
    ['an earlier expiry', { expiresAt: NOW - 1 }, 'mismatch'],
    ['another version that exists', { version: 1 }, 'mismatch'],
    ['a version that does not', { version: 3 }, 'unknown-version'],
    ['zeros for a MAC', { mac: '0'.repeat(64) }, 'mismatch'],
  ])('with %s is refused', async (_, change, refusal) => {
    expect(await refusalOf({ ...good, ...change })).toBe(refusal);
  });

  it('expires at its instant, with its own message', async () => {
    expect(await refusalOf(good, good.expiresAt - 1)).toBe('none');
    expect(await open(good, good.expiresAt)).toEqual({
      ok: false,
      refusal: 'expired',
      message: 'redacted text expired at 2027-02-22T12:00:00.000Z',
    });
    expect(await refusalOf(good, Number.NaN)).toBe('expired');
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a text', 'envelope'],
    ['a list', [good]],
    ['a member less', { version: 2, mac: good.mac, value: good.value }],
    ['a member more', { ...good, trusted: true }],
    ['a version that is text', { ...good, version: '2' }],
    ['version 0', { ...good, version: 0 }],
    ['a short MAC', { ...good, mac: good.mac.slice(2) }],
    ['an upper-case MAC', { ...good, mac: good.mac.toUpperCase() }],
    ['a MAC that is a list', { ...good, mac: [good.mac] }],
    ['no instant', { ...good, expiresAt: 1e16 }],
    ['a value that is no text', { ...good, value: { toString: 1 } }],
    ['half a surrogate pair', { ...good, value: '\uDC00' }],
  ])('that is %s is malformed', async (_, envelope) => {
    expect(await refusalOf(envelope)).toBe('malformed');
  });

  it.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e16])('cannot last %p ms', async (lifetime) => {
    await expect(redact('x', ring, NOW, lifetime)).rejects.toThrow(/lifetime of a redacted text/);
  });

  it('is neither made nor opened without a nonce', async () => {
    const down = new MemorySecrets([secret(1)]);
    down.fault = () => {
      throw unreachable();
    };
    const closed = new NonceRing(down, clock);
    await expect(redact('x', closed, NOW)).rejects.toThrow(/redaction_nonce_v\*/);
    await expect(openEnvelope(good, closed, NOW)).rejects.toThrow(/redaction_nonce_v\*/);
  });
});

import { inspect } from 'node:util';
import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NONCE_REFRESH_MS, NONCE_RETRY_MS, NonceRing } from '../../src/privacy/nonce-ring.js';
import { openEnvelope, redact } from '../../src/privacy/redaction.js';
import { retire, rotate } from '../../src/privacy/rotation.js';
import { StoreError } from '../../src/stores/errors.js';
import { HOUR_MS } from '../../src/stores/ports.js';
import { MemorySecrets, NONCES, secret, TestClock, unreachable } from './memory-secrets.js';

let clock: TestClock;
let source: MemorySecrets;
let ring: NonceRing;

beforeEach(() => {
  clock = new TestClock();
  source = new MemorySecrets([secret(1)]);
  ring = new NonceRing(source, clock);
});

const cutOff = () => {
  source.fault = () => {
    throw unreachable();
  };
};
const restore = () => {
  source.fault = () => {};
};
const sign = (text = 'text') => ring.sign((version) => `${version}:${text}`);
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: StoreError) => `${error.code} ${error.ids.parameter}`,
  );

describe('a ring', () => {
  it('asks once and serves from memory', async () => {
    expect(ring.status()).toEqual({ condition: 'idle', versions: [], verifiedAt: null, message: '' });
    const mac = await sign();
    expect(mac.version).toBe(1);
    expect(await ring.verify('1:text', mac)).toBe('valid');
    expect(await ring.verify('1:text.', mac)).toBe('mismatch');
    expect(source.loads).toBe(1);
    expect(ring.status()).toEqual({ condition: 'fresh', versions: [1], verifiedAt: clock.now(), message: '' });
  });

  it('refuses every MAC but the right one (property)', async () => {
    const right = await sign();
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[0-9a-f]{0,80}$/), async (mac) => {
        expect(await ring.verify('1:text', { version: 1, mac })).toBe(mac === right.mac ? 'valid' : 'mismatch');
      }),
    );
  });

  it('shares one request among overlapping calls', async () => {
    await Promise.all([ring.load(), ring.load(), sign('a'), sign('b'), ring.load()]);
    expect(source.loads).toBe(1);
    await ring.load();
    expect(source.loads).toBe(2);
  });

  it('signs with the highest version, whatever the order', async () => {
    source.versions.clear();
    for (const version of [10, 9, 2]) source.versions.set(version, secret(version));
    expect((await sign()).version).toBe(10);
    expect(ring.status().versions).toEqual([2, 9, 10]);
  });

  it('shows no nonce to who prints it', async () => {
    await sign();
    expect(inspect(ring, { depth: 9, showHidden: true })).not.toContain(secret(1).value);
  });
});

describe('rotation', () => {
  it('v1 → v1 + v2 → new text by v2, v1 text still verifies → v1 removed → v1 text fails, v2 text verifies', async () => {
    const open = (envelope: unknown) => openEnvelope(envelope, ring, clock.now());
    const tools = { store: source, clock, random: () => new Uint8Array(32).fill(7) };

    const { envelope: old } = await redact('written under v1', ring, clock.now());
    expect(old.version).toBe(1);
    expect(await rotate(tools, { retire: true })).toMatchObject({ created: [2], retired: [] });
    await ring.load();

    const { envelope: young } = await redact('written under v2', ring, clock.now());
    expect(young.version).toBe(2);
    expect(await open(old)).toEqual({ ok: true, value: 'written under v1' });
    expect(await open(young)).toEqual({ ok: true, value: 'written under v2' });

    clock.pass(HOUR_MS - 1);
    expect((await retire(tools)).retired).toEqual([]);
    expect(await open(old)).toMatchObject({ ok: true });
    clock.pass(1);
    expect((await retire(tools)).retired).toEqual([1]);
    await ring.load();
    expect(await open(old)).toEqual({
      ok: false,
      refusal: 'unknown-version',
      message: 'redacted text was sealed with version 1 of the nonce, which does not exist (any more)',
    });
    expect(await open(young)).toEqual({ ok: true, value: 'written under v2' });
  });

  it('looks a newer version up at once, but not for every stranger that claims one', async () => {
    await sign();
    source.versions.set(2, secret(2));
    const other = new NonceRing(source, clock);
    const mac = await other.sign((version) => `${version}:text`);
    expect(mac.version).toBe(2);
    clock.pass(1_000);
    expect(await ring.verify('2:text', mac)).toBe('valid');
    const asked = source.loads;
    for (let version = 3; version < 50; version += 1) {
      expect(await ring.verify('x', { version, mac: mac.mac })).toBe('unknown-version');
    }
    expect(await ring.verify('x', { version: 0, mac: mac.mac })).toBe('unknown-version');
    expect(source.loads).toBe(asked);
  });

  it('is seen after five minutes without anybody asking', async () => {
    await sign();
    source.versions.set(2, secret(2));
    clock.pass(NONCE_REFRESH_MS - 1);
    expect((await sign()).version).toBe(1);
    clock.pass(1);
    expect((await sign()).version).toBe(2);
  });
});

describe('a source out of reach', () => {
  it('within the hour: degraded, said with the parameter; beyond it: fails closed; back again: fresh', async () => {
    const mac = await sign();
    cutOff();
    clock.pass(12 * 60_000);
    expect((await sign()).version).toBe(1);
    expect(ring.status()).toMatchObject({
      condition: 'degraded',
      message: `redaction nonce ${NONCES} could not be read (TIMEOUT): the copy of 12 min ago is used, for another 48 min`,
    });
    expect((await ring.load()).condition).toBe('degraded');

    clock.pass(HOUR_MS - 12 * 60_000 - 1);
    expect(await ring.verify('1:text', mac)).toBe('valid');
    clock.pass(1);
    expect(await codeOf(sign())).toBe(`TIMEOUT ${NONCES}`);
    expect(await codeOf(ring.verify('1:text', mac))).toBe(`TIMEOUT ${NONCES}`);
    expect(await codeOf(ring.load())).toBe(`TIMEOUT ${NONCES}`);
    await expect(sign()).rejects.toThrow(/L0-NONCE-FRESHNESS, its age is 3600 s/);
    expect(ring.status()).toMatchObject({ condition: 'closed', versions: [1] });
    expect(ring.status().message).toContain(NONCES);

    restore();
    clock.pass(NONCE_RETRY_MS);
    expect(await ring.verify('1:text', mac)).toBe('valid');
    expect(ring.status().condition).toBe('fresh');
  });

  it('is left alone for half a minute after a failure', async () => {
    await sign();
    cutOff();
    clock.pass(NONCE_REFRESH_MS);
    for (let i = 0; i < 20; i += 1) await sign();
    expect(source.loads).toBe(2);
    clock.pass(NONCE_RETRY_MS);
    await sign();
    expect(source.loads).toBe(3);
  });

  it('from the start: an error that names the parameter', async () => {
    cutOff();
    expect(await codeOf(sign())).toBe(`TIMEOUT ${NONCES}`);
    expect(ring.status()).toMatchObject({ condition: 'closed', versions: [], verifiedAt: null });
  });

  it('names the parameter even where the source does not', async () => {
    source.fault = () => {
      throw new Error('socket hang up');
    };
    const error = await sign().catch((thrown: StoreError) => thrown);
    expect(error).toMatchObject({
      code: 'UNEXPECTED',
      ids: { parameter: NONCES },
      cause: { message: 'socket hang up' },
    });
    source.fault = () => {
      throw new StoreError({ operation: 'x', code: 'ACCESS_DENIED', reason: 'was refused' });
    };
    expect(await codeOf(ring.load())).toBe(`ACCESS_DENIED ${NONCES}`);
  });
});

describe('what may not be used', () => {
  it('no nonce at all is an error, and takes away what was held', async () => {
    source.versions.clear();
    expect(await codeOf(sign())).toBe(`NOT_FOUND ${NONCES}`);
    await expect(sign()).rejects.toThrow(/found no redaction nonce.*nonce rotate/);

    source.versions.set(1, secret(1));
    await ring.load();
    source.versions.clear();
    expect(await codeOf(ring.load())).toBe(`NOT_FOUND ${NONCES}`);
    expect(await codeOf(sign())).toBe(`NOT_FOUND ${NONCES}`);
  });

  it.each(['', 'g'.repeat(64), 'a'.repeat(65)])('a malformed version is named, its value %j is not', async (value) => {
    source.versions.set(2, { version: 2, value, issuedAt: 0 });
    const error = await sign().catch((thrown: StoreError) => thrown);
    expect(error).toMatchObject({ code: 'CORRUPT', ids: { parameter: '/guardian/staging/redaction_nonce_v2' } });
    if (value !== '') expect((error as StoreError).message).not.toContain(value);
    // What was read before goes on for its hour.
    source.versions.delete(2);
    await ring.load();
    source.versions.set(2, { version: 2, value, issuedAt: 0 });
    expect((await ring.load()).message).toContain('redaction_nonce_v2 could not be read (CORRUPT)');
  });

  it('a clock that went back closes the ring until it has asked again', async () => {
    await sign();
    cutOff();
    clock.pass(-5_000);
    expect((await sign()).version).toBe(1);
    clock.pass(-1);
    expect(ring.status().condition).toBe('closed');
    clock.pass(-NONCE_REFRESH_MS);
    expect(await codeOf(sign())).toBe(`TIMEOUT ${NONCES}`);
    restore();
    clock.pass(-NONCE_RETRY_MS);
    expect((await sign()).version).toBe(1);
  });

  it('no answer that took an hour to come', async () => {
    source.fault = (_, moment) => {
      if (moment === 'after') clock.pass(HOUR_MS);
    };
    expect(await codeOf(sign())).toBe(`UNAVAILABLE ${NONCES}`);
  });
});

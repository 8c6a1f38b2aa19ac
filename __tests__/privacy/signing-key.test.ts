import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keyIdOf, publicPem } from '../../src/privacy/pem-signer.js';
import { createSigningKey, type KeyService, showSigningKey } from '../../src/privacy/signing-key.js';
import { StoreError } from '../../src/stores/errors.js';

const NAME = 'mirror-dissonance-staging-baseline';

/** Keys in memory, named as KMS names them. `fault` is called before and after each write. */
class MemoryKeys implements KeyService {
  readonly keys = new Map<string, { description: string; pem: string }>();
  readonly names = new Map<string, string>();
  fault: (moment: 'before' | 'after') => void = () => {};

  async named(name: string) {
    return this.names.get(name) ?? null;
  }

  async unnamed(description: string) {
    const taken = new Set(this.names.values());
    return [...this.keys].find(([key, made]) => made.description === description && !taken.has(key))?.[0] ?? null;
  }

  async create(description: string) {
    this.fault('before');
    const key = `key-${this.keys.size + 1}`;
    this.keys.set(key, { description, pem: `pem of ${key}` });
    this.fault('after');
    return key;
  }

  async name(name: string, key: string) {
    this.fault('before');
    if (this.names.has(name)) throw new StoreError({ operation: 'name', code: 'CONFLICT', reason: 'is taken' });
    this.names.set(name, key);
    this.fault('after');
  }

  async publicPem(key: string) {
    return this.keys.get(key)?.pem ?? '';
  }
}

describe('createSigningKey', () => {
  it('makes one key for each environment and job, once', async () => {
    const service = new MemoryKeys();
    expect(await createSigningKey(service, 'staging', 'baseline')).toEqual({
      name: NAME,
      publicPem: 'pem of key-1',
      created: true,
    });
    expect(await createSigningKey(service, 'staging', 'baseline')).toMatchObject({ created: false });
    await createSigningKey(service, 'staging', 'levels');
    await createSigningKey(service, 'production', 'baseline');
    expect(service.names.size).toBe(3);
    expect(new Set(service.names.values()).size).toBe(3);
  });

  it('is finished by running it again, wherever it was interrupted, and makes no second key (property)', async () => {
    const crash = fc.record({ at: fc.integer({ min: 1, max: 3 }), when: fc.constantFrom('before', 'after') });
    await fc.assert(
      fc.asyncProperty(fc.array(crash, { maxLength: 4 }), async (crashes) => {
        const service = new MemoryKeys();
        for (const { at, when } of crashes) {
          let writes = 0;
          service.fault = (moment) => {
            if (moment === 'before') writes += 1;
            if (writes === at && moment === when) throw new RangeError('crash');
          };
          await createSigningKey(service, 'staging', 'baseline').catch((error: unknown) => {
            if (!(error instanceof RangeError)) throw error;
          });
        }
        service.fault = () => {};
        expect(await createSigningKey(service, 'staging', 'baseline')).toMatchObject({ publicPem: 'pem of key-1' });
        expect(service.keys.size).toBe(1);
        expect([...service.names]).toEqual([[NAME, 'key-1']]);
      }),
    );
  });

  it('takes the key of who was faster, and passes on every other failure', async () => {
    const service = new MemoryKeys();
    service.fault = () => {
      service.fault = () => {};
      service.keys.set('theirs', { description: 'x', pem: 'their pem' });
      service.names.set(NAME, 'theirs');
    };
    expect(await createSigningKey(service, 'staging', 'baseline')).toEqual({
      name: NAME,
      publicPem: 'their pem',
      created: false,
    });
    const denied = new MemoryKeys();
    denied.name = async () => {
      throw new StoreError({ operation: 'name', code: 'ACCESS_DENIED', reason: 'was refused' });
    };
    await expect(createSigningKey(denied, 'staging', 'baseline')).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
  });
});

describe('showSigningKey', () => {
  it('shows the public half, or says how to make the key', async () => {
    const service = new MemoryKeys();
    await expect(showSigningKey(service, 'staging', 'levels')).rejects.toThrow(
      /mirror-dissonance-staging-levels\) found no signing key.*key create --use levels/,
    );
    await createSigningKey(service, 'staging', 'levels');
    expect(await showSigningKey(service, 'staging', 'levels')).toMatchObject({ publicPem: 'pem of key-1' });
  });
});

describe('keyIdOf', () => {
  it('tells keys apart, whatever the form of the text, and refuses what is no key', () => {
    const [one, two] = [1, 2].map(() => publicPem(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey));
    const id = keyIdOf(one as string);
    expect(id).toMatch(/^p256-[0-9a-f]{32}$/);
    expect(keyIdOf((one as string).replaceAll('\n', '\r\n'))).toBe(id);
    expect(keyIdOf(two as string)).not.toBe(id);
    expect(() => keyIdOf(publicPem(generateKeyPairSync('ed25519').publicKey))).toThrow(/no public key on P-256/);
  });
});

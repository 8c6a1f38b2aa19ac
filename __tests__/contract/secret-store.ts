/** SecretStore: versions of a secret, written once, and never shown. SSM alone: a secret never reaches a file. */
import { inspect } from 'node:util';
import { describe, expect } from '@jest/globals';
import type { SecretStore, SecretVersion } from '../../src/stores/ports.js';
import { casesOf, expectCode, failureOf, type SecretBackend, START } from './backend.js';
import { hex } from './events.js';

export const PORT = 'secret-store';

export interface SecretHooks extends SecretBackend {
  /** Puts a parameter behind the store's back. */
  putParameter(stores: object, name: string, value: string, type: 'SecureString' | 'String'): Promise<void>;
}

const secret = (version: number, overrides: Partial<SecretVersion> = {}): SecretVersion => ({
  version,
  value: hex(`secret ${version}`, 64),
  issuedAt: START + version,
  ...overrides,
});

/** `/guardian/staging/redaction_nonce_v*` without the star. */
const prefixOf = (store: SecretStore): string => store.name.replace(/\*$/, '');

export function secretStoreContract(backend: SecretHooks): void {
  describe(`SecretStore on ${backend.name}`, () => {
    const { check, done } = casesOf(PORT, backend);

    check('empty', 'is an empty ring where there is nothing', async ({ stores: { nonces, salts } }) => {
      expect(await nonces.load()).toEqual([]);
      expect(await salts.load()).toEqual([]);
      expect(nonces.name).toMatch(/^\/guardian\/[a-z0-9-]+\/redaction_nonce_v\*$/);
      expect(salts.name).toMatch(/^\/guardian\/[a-z0-9-]+\/identity_salt_v\*$/);
      expect(await nonces.remove(1)).toBe(false);
    });

    check('created', 'gives back every version, ascending', async ({ stores: { nonces, salts } }) => {
      // More than the ten that one page holds, and more than one digit.
      const versions = [3, 1, 12, 2, 10, 9, 11, 4, 5, 6, 7, 8, 100];
      for (const version of versions) await nonces.create(secret(version));
      expect(await nonces.load()).toEqual([...versions].sort((a, b) => a - b).map((version) => secret(version)));
      expect(await salts.load()).toEqual([]);
    });

    check('once', 'writes a version once: CONFLICT, and the first stays', async ({ stores: { salts } }) => {
      await salts.create(secret(1));
      const error = await expectCode(salts.create(secret(1, { value: hex('another', 64) })), 'CONFLICT');
      expect(error.ids.parameter).toBe(`${prefixOf(salts)}1`);
      await expectCode(salts.create(secret(1)), 'CONFLICT');
      expect(await salts.load()).toEqual([secret(1)]);
    });

    check('removed', 'removes one version, once', async ({ stores: { nonces } }) => {
      await nonces.create(secret(1));
      await nonces.create(secret(2));
      expect(await nonces.remove(1)).toBe(true);
      expect(await nonces.remove(1)).toBe(false);
      expect(await nonces.load()).toEqual([secret(2)]);
    });

    check('invalid', 'refuses what is no secret, without showing it', async ({ stores: { nonces } }) => {
      const wrong = [secret(0), secret(1.5), secret(1, { value: 'hunter2hunter2' }), secret(1, { issuedAt: -1 })];
      for (const one of wrong) {
        const error = await expectCode(nonces.create(one), 'INVALID');
        expect(shownBy(error)).not.toContain(one.value);
      }
      expect(await nonces.load()).toEqual([]);
    });

    check('racing', 'lets one of ten writers of a version win', async (world) => {
      const handles = await Promise.all(Array.from({ length: 10 }, () => world.another()));
      const outcomes = await Promise.allSettled(
        handles.map(({ nonces }, index) => nonces.create(secret(1, { value: hex(`racer ${index}`, 64) }))),
      );
      const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect((await world.stores.nonces.load()).map(({ value }) => value)).toEqual([hex(`racer ${winner}`, 64)]);
    });

    const malformed: readonly [string, string, 'SecureString' | 'String'][] = [
      ['no JSON', `value=${hex('leak', 64)}`, 'SecureString'],
      ['a value that is too short', JSON.stringify({ value: hex('leak', 63), issuedAt: START }), 'SecureString'],
      ['a value with other digits', JSON.stringify({ value: `${hex('leak', 63)}g`, issuedAt: START }), 'SecureString'],
      ['no instant', JSON.stringify({ value: hex('leak', 64) }), 'SecureString'],
      ['a list', JSON.stringify([hex('leak', 64)]), 'SecureString'],
      ['plain text', JSON.stringify({ value: hex('leak', 64), issuedAt: START }), 'String'],
    ];
    for (const [what, value, type] of malformed) {
      check(`malformed: ${what}`, `names the parameter that holds ${what}, and never the value`, async (world) => {
        const { nonces } = world.stores;
        await nonces.create(secret(1));
        await backend.putParameter(world.stores, `${prefixOf(nonces)}2`, value, type);
        const error = await failureOf(nonces.load());
        expect([error.code, error.ids.parameter]).toEqual(['CORRUPT', `${prefixOf(nonces)}2`]);
        expect(error.message).toContain(`${prefixOf(nonces)}2`);
        expect(shownBy(error)).not.toContain(hex('leak', 16));
        expect(shownBy(error)).not.toContain(hex('secret 1', 16));
      });
    }

    check('beside', 'reads nothing that only lies beside its own', async (world) => {
      const { nonces } = world.stores;
      await nonces.create(secret(1));
      for (const end of ['01', '2x', 'x', '1/2']) {
        await backend.putParameter(world.stores, `${prefixOf(nonces)}${end}`, 'whatever', 'String');
      }
      expect(await nonces.load()).toEqual([secret(1)]);
    });

    done();
  });
}

/** Everything of an error that a log or a crash could print: message, stack, causes, fields that no one enumerates. */
function shownBy(error: Error): string {
  return `${error.stack} ${inspect(error, { depth: 20, showHidden: true })} ${JSON.stringify(error)}`;
}

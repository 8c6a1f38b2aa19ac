/** What operators do with nonces, salts and keys, on the servers: the state machines over SSM and KMS themselves. */
import { randomBytes } from 'node:crypto';
import { KMSClient } from '@aws-sdk/client-kms';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NonceRing } from '../../src/privacy/nonce-ring.js';
import { keyIdOf } from '../../src/privacy/pem-signer.js';
import { openEnvelope, redact } from '../../src/privacy/redaction.js';
import { createFirst, retire, rotate } from '../../src/privacy/rotation.js';
import { signDocument } from '../../src/privacy/signed-object.js';
import { createSigningKey, type KeyService, showSigningKey } from '../../src/privacy/signing-key.js';
import { verifySigned } from '../../src/privacy/verify-signed.js';
import { KmsKeys } from '../../src/stores/aws/kms-keys.js';
import { kmsSigner } from '../../src/stores/aws/kms-signer.js';
import { HOUR_MS } from '../../src/stores/ports.js';
import { CREDENTIALS, endpointOf, freshEnvironment, REGION, type ServerName } from '../support/aws-rig.js';
import { type AwsOpened, awsBackend } from './aws-backend.js';

for (const server of ['moto', 'ministack'] as const satisfies readonly ServerName[]) {
  describe(`operators on ${server}`, () => {
    const clock = { time: Date.UTC(2026, 10, 24), now: () => clock.time };
    let opened: AwsOpened;
    let kms: KMSClient;

    beforeAll(async () => {
      opened = await awsBackend(server).open(clock);
      kms = new KMSClient({ endpoint: endpointOf(server), region: REGION, credentials: CREDENTIALS });
    });

    afterAll(async () => {
      await opened.close();
      kms.destroy();
    });

    it('rotate the nonce, first one included, and no text is lost in the hour of grace', async () => {
      const { nonces } = opened.stores;
      const tools = { store: nonces, clock, random: () => randomBytes(32) };
      const ring = new NonceRing(nonces, clock);
      await expect(ring.load()).rejects.toMatchObject({ code: 'NOT_FOUND', ids: { parameter: nonces.name } });

      expect((await rotate(tools, { retire: true })).created).toEqual([1]);
      const { envelope: old } = await redact('v1', ring, clock.now() + HOUR_MS);
      clock.time += HOUR_MS;
      expect((await rotate(tools, { retire: true })).created).toEqual([2]);
      expect((await rotate(tools, { retire: true })).created).toEqual([]);
      await ring.load();
      const { envelope: young } = await redact('v2', ring, clock.now());
      expect([old.version, young.version]).toEqual([1, 2]);
      expect((await openEnvelope(old, ring, clock.now())).ok).toBe(true);

      clock.time += HOUR_MS;
      expect((await retire(tools)).retired).toEqual([1]);
      await ring.load();
      expect(await openEnvelope(old, ring, clock.now())).toMatchObject({ refusal: 'unknown-version' });
      expect((await openEnvelope(young, ring, clock.now())).ok).toBe(true);
    });

    it('encrypt what they make with the key of the environment', async () => {
      const ssm = new SSMClient({ endpoint: endpointOf(server), region: REGION, credentials: CREDENTIALS });
      const environment = opened.stores.salts.name.split('/')[2] ?? '';
      await createFirst({ store: opened.stores.salts, clock, random: () => randomBytes(32) });
      const { Parameters: found = [] } = await ssm.send(
        new DescribeParametersCommand({
          ParameterFilters: [{ Key: 'Name', Values: [`/guardian/${environment}/identity_salt_v1`] }],
        }),
      );
      ssm.destroy();
      expect(found.map(({ Type: type, KeyId: key }) => [type, key])).toEqual([
        ['SecureString', `alias/mirror-dissonance-${environment}-data`],
      ]);
    });

    it('make a salt once', async () => {
      const tools = { store: opened.stores.salts, clock, random: () => randomBytes(32) };
      const first = (await createFirst(tools)).created.length;
      expect((await createFirst(tools)).created).toEqual([]);
      expect([first, (await opened.stores.salts.load()).length]).toEqual([0, 1]);
    });

    it('make a signing key, interrupted between key and name, and sign what verifies offline', async () => {
      const env = freshEnvironment();
      const service: KeyService = new KmsKeys(kms);
      const interrupted: KeyService = {
        named: (name) => service.named(name),
        unnamed: (description) => service.unnamed(description),
        create: (description) => service.create(description),
        publicPem: (key) => service.publicPem(key),
        name: async () => {
          throw new RangeError('crash');
        },
      };
      await expect(createSigningKey(interrupted, env, 'baseline')).rejects.toThrow('crash');
      const made = await service.unnamed(`Phase Mirror, ${env}: signs baseline`);
      const key = await createSigningKey(service, env, 'baseline');
      expect(key.publicPem).toBe(await service.publicPem(made as string));
      expect(await createSigningKey(service, env, 'baseline')).toEqual({ ...key, created: false });
      expect(await showSigningKey(service, env, 'baseline')).toEqual({ ...key, created: false });

      const subject = { type: 'baseline', env, repositoryId: 1, branch: 'main' } as const;
      const id = keyIdOf(key.publicPem);
      const signer = kmsSigner(kms, id, `alias/${key.name}`);
      const { text } = await signDocument(
        { files: [] },
        { ...subject, sequence: 1, previous: null },
        signer,
        clock.now(),
      );
      const keys = [{ id, pem: key.publicPem, use: 'baseline' as const }];
      expect(verifySigned(text, { ...subject, keys, highWaterMark: 0, now: clock.now() })).toMatchObject({
        signed: true,
      });
    });
  });
}

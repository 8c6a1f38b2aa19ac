import { generateKeyPairSync, sign, verify } from 'node:crypto';
import type { KMSClient } from '@aws-sdk/client-kms';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KmsKeys } from '../../../src/stores/aws/kms-keys.js';
import { kmsSigner, p1363 } from '../../../src/stores/aws/kms-signer.js';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
type Answer = (input: Record<string, unknown>, command: string) => object;
/** A client that answers by itself. */
const kms = (answer: Answer): KMSClient =>
  ({
    send: async (command: { input: Record<string, unknown>; constructor: { name: string } }) =>
      answer(command.input, command.constructor.name.replace(/Command$/, '')),
  }) as unknown as KMSClient;
const failing = (name: string): object => {
  throw Object.assign(new Error('no'), { name, $metadata: { httpStatusCode: 400, requestId: 'r' } });
};

describe('p1363', () => {
  it('turns every DER signature into r and s of 32 bytes (property)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (message) => {
        const raw = p1363(sign('sha256', message, privateKey));
        expect(raw).toHaveLength(64);
        expect(verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, raw as Uint8Array)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps leading zeros and takes away the sign', () => {
    const der = Buffer.from('3008020100020300ff01', 'hex');
    expect(Buffer.from(p1363(der) ?? []).toString('hex')).toBe(`${'00'.repeat(32)}${'00'.repeat(30)}ff01`);
  });

  it.each([
    '',
    '30',
    '3006020101020101ff',
    '3106020101020101',
    '3006020101030101',
    '3003020101',
    '3006020101020201',
    '3004020002 00'.replace(' ', ''),
    `3026022201${'11'.repeat(33)}020101`,
    `302602220001${'11'.repeat(32)}`,
    '3007020101020101 00'.replace(' ', ''),
  ])('is null for %s', (hex) => {
    expect(p1363(Buffer.from(hex, 'hex'))).toBeNull();
  });
});

describe('kmsSigner', () => {
  it('asks for ECDSA_SHA_256 over the bytes themselves, and answers in P1363', async () => {
    const message = Buffer.from('message');
    const signer = kmsSigner(
      kms((input, command) => {
        expect({ ...input, command }).toEqual({
          command: 'Sign',
          KeyId: 'alias/x',
          Message: message,
          MessageType: 'RAW',
          SigningAlgorithm: 'ECDSA_SHA_256',
        });
        return { Signature: sign('sha256', message, privateKey) };
      }),
      'p256-1',
      'alias/x',
    );
    expect(signer.keyId).toBe('p256-1');
    const signature = await signer.sign(message);
    expect(verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
  });

  it.each<[string, Answer]>([
    ['UNEXPECTED', () => ({})],
    ['UNEXPECTED', () => ({ Signature: new Uint8Array(64) })],
    ['ACCESS_DENIED', () => failing('AccessDeniedException')],
    ['KEY_DENIED', () => failing('DisabledException')],
  ])('%s names the key', async (code, answer) => {
    await expect(kmsSigner(kms(answer), 'k', 'alias/x').sign(new Uint8Array(1))).rejects.toMatchObject({
      code,
      ids: { key: 'alias/x' },
    });
  });

  it('gives the public key in PEM, of a key that signs on P-256 alone', async () => {
    const der = publicKey.export({ type: 'spki', format: 'der' });
    const answer = { PublicKey: der, KeyUsage: 'SIGN_VERIFY' };
    const other384 = generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).publicKey;
    const pemOf = (given: object) =>
      kmsSigner(
        kms(() => given),
        'k',
      ).publicPem();
    expect(await pemOf(answer)).toBe(publicKey.export({ type: 'spki', format: 'pem' }));
    for (const other of [
      { PublicKey: other384.export({ type: 'spki', format: 'der' }) },
      { PublicKey: der.subarray(5) },
      { KeyUsage: 'ENCRYPT_DECRYPT' },
      { PublicKey: undefined },
    ]) {
      await expect(pemOf({ ...answer, ...other })).rejects.toMatchObject({ code: 'INVALID', ids: { key: 'k' } });
    }
  });
});

describe('KmsKeys', () => {
  const metadata = { KeyId: 'id', KeyState: 'Enabled', KeySpec: 'ECC_NIST_P256', Description: 'd' };

  it('finds a key by its alias, and tells none from one that may not be used', async () => {
    const named = (answer: Answer) => new KmsKeys(kms(answer)).named('n');
    expect(await named(({ KeyId }) => ({ KeyMetadata: { ...metadata, KeyId } }))).toBe('alias/n');
    expect(await named(() => failing('NotFoundException'))).toBeNull();
    await expect(named(() => ({ KeyMetadata: { ...metadata, KeyState: 'PendingDeletion' } }))).rejects.toMatchObject({
      code: 'KEY_DENIED',
      ids: { key: 'alias/n' },
    });
    await expect(named(() => failing('AccessDeniedException'))).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
  });

  it('finds a key without a name on any page, and passes over those of others', async () => {
    const keys = new Map<string, object | 'denied'>([
      ['1', 'denied'],
      ['2', { ...metadata, Description: 'another' }],
      ['3', { ...metadata, KeyState: 'Disabled' }],
      ['4', { ...metadata, KeySpec: 'RSA_2048' }],
      ['5', metadata],
      ['6', metadata],
    ]);
    const service = new KmsKeys(
      kms(({ Marker, KeyId }, command) => {
        if (command === 'ListAliases') return { Aliases: KeyId === '5' ? [{ AliasName: 'alias/taken' }] : [] };
        if (command === 'DescribeKey') {
          const found = keys.get(KeyId as string);
          return found === 'denied' ? failing('AccessDeniedException') : { KeyMetadata: found };
        }
        const at = Number(Marker ?? 1);
        return { Keys: [{ KeyId: String(at) }], Truncated: at < keys.size, NextMarker: String(at + 1) };
      }),
    );
    expect(await service.unnamed('d')).toBe('6');
    expect(await service.unnamed('nothing of that')).toBeNull();
  });

  it('makes a signing key, and says when a name is taken', async () => {
    const service = (answer: Answer) => new KmsKeys(kms(answer));
    expect(
      await service((input) => {
        expect(input).toEqual({ Description: 'd', KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
        return { KeyMetadata: metadata };
      }).create('d'),
    ).toBe('id');
    await expect(service(() => ({})).create('d')).rejects.toMatchObject({ code: 'UNEXPECTED' });
    await expect(service(() => failing('AlreadyExistsException')).name('n', 'id')).rejects.toMatchObject({
      code: 'CONFLICT',
      ids: { key: 'alias/n' },
    });
    await expect(service(() => failing('AccessDeniedException')).name('n', 'id')).rejects.toMatchObject({
      code: 'ACCESS_DENIED',
    });
  });
});

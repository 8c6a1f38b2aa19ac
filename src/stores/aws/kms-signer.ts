/**
 * Signing with a key that never leaves KMS. `kms:Sign` and `kms:GetPublicKey` on this one key are all it needs; it has
 * the shape of the port `Signer` (src/privacy), which a store may not import.
 *
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
 */
import type { KeyObject } from 'node:crypto';
import { createPublicKey } from 'node:crypto';
import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { StoreError } from '../errors.js';
import { call } from './call.js';

export interface KmsSigner {
  readonly keyId: string;
  /**
   * @param bytes at most 4,096
   * @returns r and s, 32 bytes each
   * @throws {StoreError} naming the key
   */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
  /** SubjectPublicKeyInfo in PEM. @throws {StoreError} INVALID: the key is not for ECC_NIST_P256 signatures */
  publicPem(): Promise<string>;
}

/**
 * @param keyId under which the base pins the public key
 * @param kmsKey what KMS knows it by: id, ARN or `alias/…`. Default: keyId.
 */
export function kmsSigner(kms: KMSClient, keyId: string, kmsKey: string = keyId): KmsSigner {
  const ids = { key: kmsKey };
  return {
    keyId,
    async sign(bytes) {
      const operation = 'Signer.sign';
      const { Signature } = await call(operation, ids, () =>
        kms.send(
          new SignCommand({ KeyId: kmsKey, Message: bytes, MessageType: 'RAW', SigningAlgorithm: 'ECDSA_SHA_256' }),
        ),
      );
      const signature = Signature === undefined ? null : p1363(Signature);
      if (signature !== null) return signature;
      throw new StoreError({
        operation,
        ids,
        code: 'UNEXPECTED',
        reason: 'was answered with no ECDSA signature on P-256',
      });
    },
    async publicPem() {
      const operation = 'Signer.publicPem';
      const { PublicKey, KeyUsage } = await call(operation, ids, () =>
        kms.send(new GetPublicKeyCommand({ KeyId: kmsKey })),
      );
      const key = PublicKey === undefined || KeyUsage !== 'SIGN_VERIFY' ? null : p256Of(PublicKey);
      if (key !== null) return key.export({ type: 'spki', format: 'pem' }).toString();
      const next = 'Use a key of ECC_NIST_P256 for SIGN_VERIFY';
      throw new StoreError({
        operation,
        ids,
        code: 'INVALID',
        reason: 'found a key that does not sign on P-256',
        next,
      });
    },
  };
}

function p256Of(der: Uint8Array): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : null;
  } catch {
    return null;
  }
}

/**
 * KMS answers in DER (RFC 3279, 2.2.3): SEQUENCE of two INTEGERs, here always shorter than 128 bytes.
 *
 * @returns r and s, 32 bytes each; null for anything else
 */
export function p1363(der: Uint8Array): Uint8Array | null {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return null;
  const result = new Uint8Array(64);
  let position = 2;
  for (const end of [32, 64]) {
    const length = der[position + 1] ?? 0;
    if (der[position] !== 0x02 || length === 0 || position + 2 + length > der.length) return null;
    let number = der.subarray(position + 2, position + 2 + length);
    if (number.length > 1 && number[0] === 0) number = number.subarray(1);
    if (number.length > 32) return null;
    result.set(number, end - number.length);
    position += 2 + length;
  }
  return position === der.length ? result : null;
}

/**
 * Signing keys in KMS, for operators. Names are aliases. It has the shape of the port `KeyService` (src/privacy), which
 * a store may not import.
 */
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  type KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import { StoreError } from '../errors.js';
import { call, nameOf } from './call.js';
import { kmsSigner } from './kms-signer.js';

/** Keys of an account that are looked at for one without a name. */
const MAX_KEYS = 2_000;

export class KmsKeys {
  readonly #kms: KMSClient;

  constructor(kms: KMSClient) {
    this.#kms = kms;
  }

  async named(name: string): Promise<string | null> {
    const ids = { key: aliasOf(name) };
    return call('KeyService.named', ids, async () => {
      const found = await this.#describe(ids.key, 'NotFoundException');
      if (found === null) return null;
      if (found.KeyState === 'Enabled') return found.KeyId ?? null;
      throw new StoreError({
        operation: 'KeyService.named',
        ids,
        code: 'KEY_DENIED',
        reason: `found the key in state ${String(found.KeyState).slice(0, 40)}`,
      });
    });
  }

  /** Keys that may not be described are somebody else's. */
  async unnamed(description: string): Promise<string | null> {
    return call('KeyService.unnamed', { key: description }, async () => {
      let marker: string | undefined;
      let seen = 0;
      do {
        const page = await this.#kms.send(new ListKeysCommand(marker === undefined ? {} : { Marker: marker }));
        for (const { KeyId = '' } of page.Keys ?? []) {
          seen += 1;
          const found = await this.#describe(KeyId, 'AccessDeniedException');
          if (found?.Description !== description || found.KeyState !== 'Enabled') continue;
          if (found.KeySpec === 'ECC_NIST_P256' && !(await this.#hasAlias(KeyId))) return KeyId;
        }
        marker = page.Truncated === true ? page.NextMarker : undefined;
      } while (marker !== undefined && seen < MAX_KEYS);
      return null;
    });
  }

  async create(description: string): Promise<string> {
    const ids = { key: description };
    const { KeyMetadata } = await call('KeyService.create', ids, () =>
      this.#kms.send(
        new CreateKeyCommand({ Description: description, KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }),
      ),
    );
    if (KeyMetadata?.KeyId !== undefined) return KeyMetadata.KeyId;
    throw new StoreError({
      operation: 'KeyService.create',
      ids,
      code: 'UNEXPECTED',
      reason: 'was answered without a key',
    });
  }

  async name(name: string, key: string): Promise<void> {
    const ids = { key: aliasOf(name) };
    await call('KeyService.name', ids, async () => {
      try {
        await this.#kms.send(new CreateAliasCommand({ AliasName: ids.key, TargetKeyId: key }));
      } catch (cause) {
        if (nameOf(cause) !== 'AlreadyExistsException') throw cause;
        throw new StoreError({ operation: 'KeyService.name', ids, code: 'CONFLICT', reason: 'found the name taken' });
      }
    });
  }

  publicPem(key: string): Promise<string> {
    return kmsSigner(this.#kms, key).publicPem();
  }

  async #describe(key: string, absent: string) {
    try {
      return (await this.#kms.send(new DescribeKeyCommand({ KeyId: key }))).KeyMetadata ?? null;
    } catch (error) {
      if (nameOf(error) === absent) return null;
      throw error;
    }
  }

  async #hasAlias(key: string): Promise<boolean> {
    return ((await this.#kms.send(new ListAliasesCommand({ KeyId: key }))).Aliases ?? []).length > 0;
  }
}

function aliasOf(name: string): string {
  return `alias/${name}`;
}

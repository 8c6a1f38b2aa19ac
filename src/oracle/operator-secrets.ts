/** Where secrets and keys are kept, opened for operators. */
import type { KeyService } from '../privacy/signing-key.js';
import type { Clock, SecretStore } from '../stores/ports.js';
import { type AwsAccess, openAwsAccess } from './aws-access.js';
import { openStores } from './open-stores.js';
import { measured, observeNonceAge } from './run-metrics.js';

export interface SecretChoice {
  readonly region: string;
  readonly environment: string;
}

export interface OpenedSecrets {
  readonly nonces: SecretStore;
  readonly salts: SecretStore;
  close(): Promise<void>;
}

/** @throws StoreError INVALID: the environment is not in its form */
export async function openSecrets(choice: SecretChoice, clock: Clock): Promise<OpenedSecrets> {
  const stores = await openStores({ backend: 'aws', ...choice }, clock);
  return { nonces: stores.nonces, salts: stores.salts, close: () => stores.close() };
}

/**
 * Makes or retires nonces, counted for the alarms: that it failed, and how old the newest is.
 *
 * @param onNote takes a sentence for the log: the metrics could not be sent
 * @returns what `work` returns @throws what `work` throws; StoreError INVALID: the environment is not in its form
 */
export async function changeNonces<T extends { readonly versions: readonly { readonly issuedAt: number }[] }>(
  choice: SecretChoice,
  { clock, onNote }: { readonly clock: Clock; readonly onNote: (text: string) => void },
  work: (nonces: SecretStore) => Promise<T>,
): Promise<T> {
  const access: AwsAccess = {
    ...choice,
    session: { action: 'nonce', runId: '' },
    oidc: { requestUrl: undefined, requestToken: undefined },
    restricted: null,
    onNote,
  };
  return await measured({ action: 'nonce', clock }, access, async (counted) => {
    const stores = await openAwsAccess(counted ?? access, clock);
    try {
      const result = await work(stores.nonces);
      if (counted?.meter !== undefined) observeNonceAge(result.versions, counted.meter, clock);
      return result;
    } catch (error) {
      counted?.meter?.add('NonceRotationFailed');
      throw error;
    } finally {
      await stores.close();
    }
  });
}

/** @throws StoreError INVALID: the environment is not in its form */
export async function openKeys(choice: SecretChoice): Promise<{ keys: KeyService; close(): Promise<void> }> {
  const [{ createClients }, { KmsKeys }, { namesOf }] = await Promise.all([
    import('../aws/clients.js'),
    import('../stores/aws/kms-keys.js'),
    import('../stores/aws/names.js'),
  ]);
  namesOf(choice.environment);
  const clients = createClients(choice);
  return { keys: new KmsKeys(clients.kms), close: async () => clients.destroy() };
}

/** Where secrets and keys are kept, opened for operators. */
import type { KeyService } from '../privacy/signing-key.js';
import type { Clock, SecretStore } from '../stores/ports.js';
import { openStores } from './open-stores.js';

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

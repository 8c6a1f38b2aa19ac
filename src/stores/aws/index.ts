/** The AWS backend: DynamoDB for events, consent and blocks, S3 for signed documents, SSM for secrets. */
import { type AwsOptions, createClients } from '../../aws/clients.js';
import type { Clock } from '../ports.js';
import type { SecretStores } from '../stores.js';
import { S3BaselineStore } from './baseline-store.js';
import { DynamoBlockCounter } from './block-counter.js';
import { DynamoConsentStore } from './consent-store.js';
import { DynamoFPStore } from './fp-store.js';
import { S3LevelStore } from './level-store.js';
import { namesOf } from './names.js';
import { SsmSecretStore } from './secret-store.js';

/**
 * Opens the stores of one environment. Nothing is asked of AWS before a store is used.
 *
 * @throws {StoreError} INVALID: environment or bucket is not in its form
 * @throws {PhaseMirrorError} kind `user`: the proxy is not an address
 */
export function openAwsStores(options: AwsOptions, clock: Clock): SecretStores {
  const names = namesOf(options.environment, options.baselineBucket);
  const clients = createClients(options);
  return {
    fp: new DynamoFPStore(clients, names, clock),
    consent: new DynamoConsentStore(clients, names, clock),
    blocks: new DynamoBlockCounter(clients, names, clock),
    baselines: new S3BaselineStore(clients, names, clock),
    levels: new S3LevelStore(clients, names, clock),
    nonces: new SsmSecretStore(clients, names.secrets.nonces),
    salts: new SsmSecretStore(clients, names.secrets.salts),
    description: `AWS ${options.region}, environment ${options.environment}`,
    close: async () => clients.destroy(),
  };
}

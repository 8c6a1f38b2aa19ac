/** The memory that calibration works on: a database, or an environment of AWS with its salts and its signing key. */
import type { Anonymizer } from '../privacy/anonymizer.js';
import { anonymizerRing, noopAnonymizer } from '../privacy/anonymizer.js';
import { type AuditFraction, auditFractions } from '../privacy/audit-sample.js';
import type { Clock } from '../stores/ports.js';
import type { Stores } from '../stores/stores.js';
import { awsOptionsOf } from './aws-access.js';
import type { CalibrationStore } from './calibrate-types.js';
import { LOCAL } from './drift-backend.js';
import { openStores } from './open-stores.js';

export interface CalibrationMemory {
  readonly stores: Stores;
  /** `env` of what is signed: an environment of AWS, or `local`. */
  readonly env: string;
  /** Newest first, never empty; one that leaves ids as they are for a database. */
  readonly anonymizers: readonly [Anonymizer, ...Anonymizer[]];
  readonly auditFraction: AuditFraction;
  /** Signs with the key of the environment for levels; null: there is no AWS. */
  readonly sign: ((keyId: string, bytes: Uint8Array) => Promise<Uint8Array>) | null;
  /** Requests that were sent so far, retries included; null: a database takes none. */
  requests(): number | null;
  close(): Promise<void>;
}

/**
 * @param access `read`: nothing is changed, not even the schema of a database
 * @throws PhaseMirrorError, StoreError there is no such database, no credentials, no salt, or it cannot be opened
 */
export async function openCalibrationMemory(
  store: CalibrationStore,
  access: 'read' | 'write',
  clock: Clock,
): Promise<CalibrationMemory> {
  if (store.backend === 'sqlite') {
    const stores = await openStores({ backend: 'sqlite', file: store.file, access }, clock);
    return {
      stores,
      env: LOCAL,
      anonymizers: [noopAnonymizer({ backend: 'sqlite' })],
      auditFraction: auditFractions(null),
      sign: null,
      requests: () => null,
      close: () => stores.close(),
    };
  }
  const { backend: _backend, ...aws } = store;
  let requests = 0;
  const counted = {
    ...(await awsOptionsOf(aws, clock)),
    onRequest: () => {
      requests += 1;
    },
  };
  const stores = await openStores({ backend: 'aws', ...counted }, clock);
  const parts: { destroy(): void }[] = [];
  const close = async (): Promise<void> => {
    for (const part of parts) part.destroy();
    await stores.close();
  };
  try {
    const { salts } = stores;
    const secrets = await salts.load();
    const ring = anonymizerRing(secrets, salts.name);
    const newest = secrets.find(({ version }) => version === ring.newest.saltVersion);
    const older = [...ring.versions].reverse().slice(1);
    return {
      stores,
      env: counted.environment,
      anonymizers: [ring.newest, ...older.map((version) => ring.forVersion(version))],
      auditFraction: auditFractions(newest ?? null, salts.name),
      async sign(keyId, bytes) {
        const [{ createClients }, { kmsSigner }, { signingKeyName }] = await Promise.all([
          import('../aws/clients.js'),
          import('../stores/aws/kms-signer.js'),
          import('../privacy/signing-key.js'),
        ]);
        const clients = createClients(counted);
        parts.push(clients);
        return await kmsSigner(clients.kms, keyId, `alias/${signingKeyName(counted.environment, 'levels')}`).sign(
          bytes,
        );
      },
      requests: () => requests,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

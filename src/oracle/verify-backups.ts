/**
 * Are the backups any good? Each table is restored to a moment and laid beside itself, row by row; each signed document
 * and the version before it are read and verified. The copies are deleted whatever happens.
 */
import type { AwsOptions } from '../aws/clients.js';
import type { TrustedKey } from '../policy/types.js';
import type { Clock } from '../stores/ports.js';
import { checkDocuments, type DocumentCheck } from './verify-documents.js';
import { checkTable, removeCopy, type TableCheck, type TableTools } from './verify-table.js';

export interface VerifyBackupsRequest extends Pick<TableTools, 'sleep' | 'progress' | 'signal'> {
  readonly environment: string;
  readonly region: string;
  readonly bucket: string;
  /** Keys that the configuration pins. */
  readonly keys: readonly TrustedKey[];
  readonly clock: Clock;
  readonly endpoints?: AwsOptions['endpoints'];
  readonly credentials?: AwsOptions['credentials'];
}

export interface BackupReport {
  readonly schemaVersion: '1';
  readonly ok: boolean;
  readonly environment: string;
  readonly region: string;
  readonly tables: readonly TableCheck[];
  readonly documents: readonly DocumentCheck[];
}

/**
 * Problems are in the report; nothing of what a store answers is thrown.
 *
 * @throws StoreError INVALID: environment or bucket is not in its form
 */
export async function verifyBackups(request: VerifyBackupsRequest): Promise<BackupReport> {
  const { environment, region, bucket, keys, clock } = request;
  const { clients, backups } = await openBackups(request);
  try {
    const { DocumentVersions } = await import('../stores/aws/document-versions.js');
    const { baselineKey } = await import('../stores/aws/names.js');
    const documents = new DocumentVersions(clients, bucket, clock);
    const [tables, checked] = await Promise.all([
      Promise.all(backups.map((backup) => checkTable(backup, request))),
      checkDocuments(documents, { env: environment, keys, now: clock.now(), baselineKey }),
    ]);
    const ok = tables.every((table) => table.ok) && checked.every((document) => document.problems.length === 0);
    return { schemaVersion: '1', ok, environment, region, tables, documents: checked };
  } finally {
    clients.destroy();
  }
}

/**
 * Deletes copies that a check left behind when it was killed.
 *
 * @returns names of what was deleted
 * @throws StoreError CORRUPT: a table of that name is no copy; TIMEOUT: it is still being made
 */
export async function cleanBackups(request: Omit<VerifyBackupsRequest, 'keys' | 'bucket'>): Promise<readonly string[]> {
  const { clients, backups } = await openBackups(request);
  try {
    const removed: string[] = [];
    for (const backup of backups) if (await removeCopy(backup, request)) removed.push(backup.scratch);
    return removed;
  } finally {
    clients.destroy();
  }
}

async function openBackups(request: Omit<VerifyBackupsRequest, 'keys' | 'bucket'> & { readonly bucket?: string }) {
  const { environment, region, bucket, endpoints, credentials } = request;
  const [{ createClients }, { TableBackup }, { namesOf }] = await Promise.all([
    import('../aws/clients.js'),
    import('../stores/aws/backups.js'),
    import('../stores/aws/names.js'),
  ]);
  const { tables } = namesOf(environment, bucket);
  const clients = createClients({
    ...{ environment, region },
    // A page of a scan is a megabyte, and nobody waits for a merge here.
    ...{ requestTimeoutMs: 20_000, deadlineMs: 60_000 },
    ...(endpoints === undefined ? {} : { endpoints }),
    ...(credentials === undefined ? {} : { credentials }),
  });
  const backups = Object.values(tables).map((table) => new TableBackup(clients, table));
  return { clients, backups };
}

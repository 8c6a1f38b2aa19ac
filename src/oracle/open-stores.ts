/** Opens a backend. Each is loaded when it is asked for: Node 20 has no node:sqlite, and the AWS SDK is slow to load. */
import type { AwsOptions } from '../aws/clients.js';
import type { Clock } from '../stores/ports.js';
import type { SecretStores, Stores } from '../stores/stores.js';
import { makeStoreFolder, requireStoreFile } from './local.js';

export interface SqliteChoice {
  readonly backend: 'sqlite';
  /** Absolute path of the database. */
  readonly file: string;
  /**
   * `read` and `write` refuse a file that is not there: an empty memory would pass for the truth. `read` changes nothing,
   * not even the schema. `create` makes the file, and its folder, where there is none.
   */
  readonly access: 'read' | 'write' | 'create';
}

export type AwsChoice = { readonly backend: 'aws' } & AwsOptions;

export type StoreChoice = SqliteChoice | AwsChoice;

/**
 * @throws PhaseMirrorError `user`: there is no such database, and it is not to be made
 * @throws StoreError what opening throws: UNSUPPORTED_RUNTIME, NEWER_SCHEMA, READ_ONLY, CORRUPT, INVALID …
 */
export async function openStores(choice: AwsChoice, clock: Clock): Promise<SecretStores>;
export async function openStores(choice: StoreChoice, clock: Clock): Promise<Stores>;
export async function openStores(choice: StoreChoice, clock: Clock): Promise<Stores> {
  if (choice.backend === 'aws') {
    const { backend: _backend, ...options } = choice;
    return (await import('../stores/aws/index.js')).openAwsStores(options, clock);
  }
  // Before anything is made on a disk: without node:sqlite there is nothing to make it for.
  (await import('../stores/sqlite/runtime.js')).loadSqlite(choice.file);
  if (choice.access === 'create') await makeStoreFolder(choice.file);
  else await requireStoreFile(choice.file);
  const { openSqliteStores } = await import('../stores/sqlite/index.js');
  return openSqliteStores(choice.file, clock, { readOnly: choice.access === 'read' });
}

/** A database file as a whole: verified, exported, imported, merged, migrated. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { PhaseMirrorError } from '../errors.js';
import type { Clock } from '../stores/ports.js';
import type { MergeReport, MigrationReport, SqliteReport } from '../stores/sqlite/index.js';
import { makeStoreFolder, requireStoreFile } from './local.js';

export type { MergeReport, MigrationReport, SqliteReport } from '../stores/sqlite/index.js';

/** Loaded as open-stores.ts does it: without node:sqlite nothing is looked for or made. */
async function sqliteFor(file: string, access: 'existing' | 'create' = 'existing') {
  (await import('../stores/sqlite/runtime.js')).loadSqlite(file);
  if (access === 'existing') await requireStoreFile(file);
  return await import('../stores/sqlite/index.js');
}

/**
 * Every check with its result. Reads only.
 *
 * @throws PhaseMirrorError `user` when there is no such file; StoreError when it cannot be opened at all
 */
export async function verifyStore(file: string, clock: Clock): Promise<SqliteReport> {
  return (await sqliteFor(file)).verifySqlite(file, clock);
}

/** Everything in it, line by line, without line ends. @throws as {@link verifyStore}; CORRUPT */
export async function* exportStore(file: string): AsyncGenerator<string, void, undefined> {
  yield* (await sqliteFor(file)).exportSqlite(file);
}

/**
 * @param file of a database that is not there, or holds nothing yet
 * @param source what `exportStore` gave, as a file
 * @returns how many rows were taken in: all of them, or an error, and then nothing is left that was not there
 * @throws PhaseMirrorError `user` when `source` cannot be read; StoreError see `importSqlite`
 */
export async function importStore(file: string, source: string, clock: Clock): Promise<number> {
  const lines = await readLines(source);
  const { importSqlite } = await sqliteFor(file, 'create');
  const takeAway = await makeStoreFolder(file);
  try {
    return await importSqlite(file, lines, clock);
  } catch (error) {
    await takeAway();
    throw error;
  }
}

/** @param source another database; it is not changed @throws as {@link verifyStore}; DIFFERENT_PAYLOAD, CORRUPT */
export async function mergeStore(file: string, source: string, clock: Clock): Promise<MergeReport> {
  const { mergeSqlite } = await sqliteFor(file);
  await requireStoreFile(source);
  return await mergeSqlite(file, source, clock);
}

/** Brings the schema up to date. @throws as {@link verifyStore} */
export async function migrateStore(file: string): Promise<MigrationReport> {
  return (await sqliteFor(file)).migrateSqlite(file);
}

/** Opened before anything is made: a wrong name leaves nothing behind. */
async function readLines(path: string): Promise<AsyncIterable<string>> {
  const stream = createReadStream(path, { encoding: 'utf8' });
  try {
    await new Promise<void>((resolve, reject) => {
      stream.once('readable', resolve);
      stream.once('end', resolve);
      stream.once('error', reject);
    });
  } catch (cause) {
    throw unreadable(path, cause);
  }
  return linesOf(path, stream);
}

async function* linesOf(path: string, stream: ReturnType<typeof createReadStream>): AsyncGenerator<string> {
  // readline does not pass on what goes wrong while it reads.
  let failure: unknown;
  stream.once('error', (error) => {
    failure = error;
  });
  yield* createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  if (failure !== undefined) throw unreadable(path, failure);
}

function unreadable(path: string, cause: unknown): PhaseMirrorError {
  return new PhaseMirrorError('user', {
    thing: `the file ${path}`,
    reason: `cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown error'})`,
    next: 'Name a file that `store export` wrote',
    cause,
  });
}

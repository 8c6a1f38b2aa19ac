/** A copy of a database that one workflow run hands to the next (docs/stores.md, "Between workflow runs"). */
import { lstat, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StoreError, type StoreErrorCode } from '../stores/errors.js';
import type { Clock } from '../stores/ports.js';
import type { MergeReport } from '../stores/sqlite/index.js';
import { makeStoreFolder } from './local.js';

/**
 * `refused`: it was left as it is, and nothing of it is in the database. `newer`: a later version of Phase Mirror wrote
 * it; otherwise it is damaged, or contradicts what is there.
 */
export type TakenIn =
  | { readonly kind: 'merged'; readonly report: MergeReport }
  | { readonly kind: 'refused'; readonly newer: boolean; readonly why: string };

/** What a copy itself can be wrong with; anything else is a matter of this machine. */
const AT_FAULT: readonly StoreErrorCode[] = ['CORRUPT', 'NEWER_SCHEMA', 'INVALID', 'DIFFERENT_PAYLOAD'];

/**
 * Merges the copy into the database, by event id. Everything in the copy is checked first: it comes from outside.
 *
 * @param file made where there is none
 * @param maxBytes a copy that is larger is refused unread
 * @throws {StoreError} READ_ONLY, DISK_FULL, BUSY, UNSUPPORTED_RUNTIME: whatever is no fault of the copy
 */
export async function takeInStore(file: string, copy: string, maxBytes: number, clock: Clock): Promise<TakenIn> {
  const { migrateSqlite, verifySqlite, mergeSqlite } = await sqliteFor(file);
  try {
    // A link out of an archive could lead anywhere, and what is opened is written to.
    const found = await lstat(copy).catch(() => null);
    if (found === null || !found.isFile()) return refused('it holds no database file');
    if (found.size > maxBytes) return refused(`it has ${found.size} bytes, more than ${maxBytes}`);
    await migrateSqlite(copy);
    const { ok, checks } = await verifySqlite(copy, clock);
    const wrong = checks.find((check) => !check.ok);
    if (!ok) return refused(`the check \`${wrong?.name}\` failed: ${wrong?.detail}`);
    await makeStoreFolder(file);
    return { kind: 'merged', report: await mergeSqlite(file, copy, clock) };
  } catch (error) {
    if (!(error instanceof StoreError) || !AT_FAULT.includes(error.code)) throw error;
    return { kind: 'refused', newer: error.code === 'NEWER_SCHEMA', why: error.message };
  }
}

/** Takes a refused copy out of the way, as it is, and answers where it lies now. */
export async function setAsideStore(copy: string, name: string): Promise<string> {
  const place = join(dirname(dirname(copy)), name);
  await rename(copy, place);
  return place;
}

/**
 * One consistent file of everything that is committed, in a folder that holds nothing else.
 *
 * @returns its size in bytes; null when there is no database to copy
 * @throws {StoreError} see `copySqlite`
 */
export async function copyStore(file: string, copy: string): Promise<number | null> {
  if ((await lstat(file).catch(() => null)) === null) return null;
  const { copySqlite } = await sqliteFor(file);
  await emptyFolder(copy);
  await copySqlite(file, copy);
  return (await lstat(copy)).size;
}

/** Whether the copy lacks something that the database has. The copy has it afterwards. */
export async function lacksAnything(copy: string, file: string, clock: Clock): Promise<boolean> {
  const { mergeSqlite } = await sqliteFor(file);
  return Object.values(await mergeSqlite(copy, file, clock)).some((count) => count > 0);
}

/** The folder of a copy, empty: what an earlier copy left beside it would be taken for its log. */
export async function emptyFolder(copy: string): Promise<void> {
  await rm(dirname(copy), { recursive: true, force: true });
  await mkdir(dirname(copy), { recursive: true });
}

/** As open-stores.ts does it: without node:sqlite nothing is looked for or made. */
async function sqliteFor(file: string) {
  (await import('../stores/sqlite/runtime.js')).loadSqlite(file);
  return await import('../stores/sqlite/index.js');
}

function refused(why: string): TakenIn {
  return { kind: 'refused', newer: false, why };
}

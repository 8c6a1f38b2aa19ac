/** Writes the accepted state into the work tree. Loaded by an acceptance alone. */
import { lstat, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { spreadLines } from '../drift/lines.js';
import { PhaseMirrorError } from '../errors.js';
import { MAX_DOCUMENT_BYTES } from '../stores/ports.js';
import { documentOf } from './baseline-file.js';
import { BASELINE_FILE } from './baseline-path.js';
import { fileError } from './drift-file-refusals.js';

const FILE_MODE = 0o644;

/**
 * @param file absolute
 * @param tag the document that is to be replaced; null: there is none
 * @throws StoreError CONFLICT where another one lies there, or somebody is writing; CORRUPT behind a link
 * @throws PhaseMirrorError `user` when it cannot be written
 */
export async function writeBaseline(file: string, text: string, tag: string | null): Promise<void> {
  const lock = `${file}.lock`;
  await checkFolder(dirname(file));
  const handle = await open(lock, 'wx', FILE_MODE).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EEXIST') throw fileError('CONFLICT', `is being written by somebody else (${lock})`);
    throw unwritable(cause);
  });
  try {
    const found = await fileInWorkTree(file);
    if (found !== tag) throw fileError('CONFLICT', 'in the work tree is not the one that was to be replaced');
    await handle.writeFile(spreadLines(text));
    await handle.close();
    await rename(lock, file);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(lock, { force: true });
    if (error instanceof PhaseMirrorError) throw error;
    throw unwritable(error as NodeJS.ErrnoException);
  }
}

/** What lies in the work tree, committed or not; null for nothing. @throws as {@link writeBaseline} */
export async function fileInWorkTree(file: string): Promise<string | null> {
  const stat = await lstat(file).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw unwritable(cause);
  });
  if (stat === null) return null;
  if (!stat.isFile() || stat.size > 2 * MAX_DOCUMENT_BYTES) throw fileError('CORRUPT', 'is not a plain file');
  return documentOf(await readFile(file));
}

/** A folder that is a link would lead the writing out of the repository. */
async function checkFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    if ((await lstat(folder)).isDirectory()) return;
  } catch (cause) {
    throw unwritable(cause as NodeJS.ErrnoException);
  }
  throw fileError('CORRUPT', 'lies behind a link');
}

function unwritable(cause: NodeJS.ErrnoException): PhaseMirrorError {
  return new PhaseMirrorError('user', {
    thing: BASELINE_FILE,
    reason: `cannot be written (${cause.code ?? 'unknown error'})`,
    next: 'Make its folder writable',
    cause,
  });
}

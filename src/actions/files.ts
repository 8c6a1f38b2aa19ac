/** Reads and writes the files of a run, and never through a link out of where they may be. */
import { constants } from 'node:fs';
import { lstat, mkdir, mkdtemp, open, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { PhaseMirrorError } from '../errors.js';
import { isInside } from './inputs.js';

/** A new, empty folder under `parent` for files nobody named: two steps of one job do not overwrite each other. */
export async function newFolder(parent: string): Promise<string> {
  try {
    await mkdir(parent, { recursive: true });
    return await mkdtemp(join(parent, 'phase-mirror-'));
  } catch (cause) {
    throw unwritable(parent, 'cannot be written to', cause);
  }
}

/**
 * The checked-out tree is not trusted: a change may put a link where a folder was, and the run would evaluate something
 * else under its name.
 *
 * @throws PhaseMirrorError kind `user` when the folder is reached through a link below the workspace
 */
export async function refuseLinkedFolder(folder: string, workspace: string): Promise<void> {
  let real: string;
  try {
    real = await realpath(folder);
    const expected = join(await realpath(workspace), relative(workspace, folder));
    if (real === expected) return;
  } catch {
    // Not there: whoever opens it says so.
    return;
  }
  throw new PhaseMirrorError('user', {
    thing: `Input \`working-directory\` (${folder})`,
    reason: 'is a symbolic link, or lies behind one',
    next: 'Name the folder itself',
  });
}

/**
 * Writes `text` to `path` (absolute), making folders on the way. The checked-out tree is not trusted: a folder in it
 * may be a link to elsewhere, so the nearest folder that exists must *really* lie below one of `roots`, and the file
 * itself is not followed when it is a link.
 *
 * @throws PhaseMirrorError kind `user` when the path leads out or cannot be written.
 */
export async function writeFileInside(path: string, roots: readonly string[], text: string): Promise<void> {
  const folder = dirname(path);
  try {
    await refuseWayOut(path, roots);
    await mkdir(folder, { recursive: true });
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0);
    const file = await open(path, flags, 0o644);
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof PhaseMirrorError) throw cause;
    throw unwritable(path, 'cannot be written', cause);
  }
}

/**
 * For a file that somebody else writes: the nearest folder above it that exists must *really* lie below one of `roots`.
 *
 * @throws PhaseMirrorError kind `user` when the path leads out
 */
export async function refuseWayOut(path: string, roots: readonly string[]): Promise<void> {
  const real = await realpath(await nearestExisting(dirname(path)));
  // A root that does not exist (RUNNER_TEMP of a bare environment) holds nothing.
  const realRoots = await Promise.all(roots.map((root) => realpath(root).catch(() => null)));
  if (realRoots.some((root) => root !== null && isInside(root, real))) return;
  throw unwritable(path, 'leads out of the workspace through a link');
}

/**
 * The text of a file that an input names. A link in the checked-out tree must not make a run read what lies outside of it.
 *
 * @throws PhaseMirrorError kind `user` when the file leads out of `roots`, is too large or cannot be read
 */
export async function readFileInside(path: string, roots: readonly string[], maxBytes: number): Promise<string> {
  const refused = (reason: string, cause?: unknown): PhaseMirrorError =>
    new PhaseMirrorError('user', {
      thing: `The file ${JSON.stringify(basename(path))}`,
      reason,
      next: 'Name another file with the input `input`, or leave it empty',
      ...(cause === undefined ? {} : { cause }),
    });
  try {
    const real = await realpath(path);
    const realRoots = await Promise.all(roots.map((root) => realpath(root).catch(() => null)));
    if (!realRoots.some((root) => root !== null && isInside(root, real))) {
      throw refused('leads out of the workspace through a link');
    }
    const { size } = await stat(real);
    if (size > maxBytes) throw refused(`has ${size} bytes, more than ${maxBytes}`);
    return await readFile(real, 'utf8');
  } catch (cause) {
    if (cause instanceof PhaseMirrorError) throw cause;
    throw refused('cannot be read', cause);
  }
}

async function nearestExisting(folder: string): Promise<string> {
  for (let candidate = resolve(folder); ; candidate = dirname(candidate)) {
    try {
      await lstat(candidate);
      return candidate;
    } catch (error) {
      if (candidate === dirname(candidate)) throw error;
    }
  }
}

function unwritable(path: string, reason: string, cause?: unknown): PhaseMirrorError {
  return new PhaseMirrorError('user', {
    thing: `The file ${JSON.stringify(basename(path))}`,
    reason,
    next: 'Name another path with the input that it comes from (`report`, `sarif`, `copy`), or leave it empty',
    ...(cause === undefined ? {} : { cause }),
  });
}

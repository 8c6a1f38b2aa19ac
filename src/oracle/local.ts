/** What the machine knows by itself: where the database of a repository is, and who sits in front of it. */
import { createHash } from 'node:crypto';
import { lstat, mkdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EXIT_CODES, PhaseMirrorError } from '../errors.js';
import { Git } from '../repository/git.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Below the top of the repository. */
const STORE_FOLDER = '.phase-mirror';
const STORE_FILE = 'store.db';

/**
 * The database of the repository that `folder` is in; of the folder itself outside of git.
 *
 * Nothing that was committed is taken for it: a clone would bring its author's memory along, or lead out of the
 * repository through a link.
 *
 * @throws PhaseMirrorError `user` when the folder does not exist, there is no git, `.phase-mirror` or the file is a
 *   symbolic link, or git tracks the file
 */
export async function defaultStoreFile(folder: string, environment: Environment): Promise<string> {
  const git = await Git.open(folder, environment);
  const file = join(git?.top ?? folder, STORE_FOLDER, STORE_FILE);
  for (const path of [dirname(file), file]) {
    const found = await lstat(path).catch(() => undefined);
    if (found?.isSymbolicLink() === true) throw notTaken(file, `is not used: ${path} is a symbolic link`);
  }
  if (git !== null && (await tracks(git))) throw notTaken(file, 'is not used: git tracks it, so it came with a commit');
  return file;
}

/** Whether a commit can have brought the database, or a log that SQLite would fold into it. */
async function tracks(git: Git): Promise<boolean> {
  // In any case: some file systems have one file for all of them. `.phase-mirror` itself is listed for a submodule.
  const { stdout } = await git.run(['ls-files', '-z', '--', `:(top,icase)${STORE_FOLDER}`], { wildcards: true });
  const names = ['', '-wal', '-shm', '-journal'].map((end) => `${STORE_FOLDER}/${STORE_FILE}${end}`);
  return stdout
    .toString('utf8')
    .split('\0')
    .some((path) => [STORE_FOLDER, ...names].includes(path.toLowerCase()));
}

function notTaken(file: string, reason: string): PhaseMirrorError {
  return new PhaseMirrorError('user', {
    thing: `the database ${file}`,
    reason,
    next: 'Name another file with --store',
  });
}

/** @throws PhaseMirrorError `user` when there is no such file */
export async function requireStoreFile(file: string): Promise<void> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    // Whatever else it is, opening it says so in its own words.
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    return undefined;
  });
  if (found !== null) return;
  throw new PhaseMirrorError('user', {
    thing: `the database ${file}`,
    reason: 'does not exist, and a command that reads does not make one',
    next: 'Name the file with --store; `consent grant` and `store import` make one',
  });
}

/**
 * The folder of a database that is about to be made. The default one gets a `.gitignore` of its own, so that the
 * memory is not committed by accident.
 *
 * @returns takes away again what was made, as long as nothing else is in it
 * @throws PhaseMirrorError `user` when it cannot be made
 */
export async function makeStoreFolder(file: string): Promise<() => Promise<void>> {
  const folder = dirname(file);
  try {
    const made = await mkdir(folder, { recursive: true });
    const ignored = made !== undefined && file.endsWith(join(STORE_FOLDER, STORE_FILE));
    if (ignored) await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx' });
    return async () => {
      if (made === undefined) return;
      if (ignored) await rm(join(folder, '.gitignore'), { force: true });
      try {
        for (let path = folder; path.length >= made.length; path = dirname(path)) await rmdir(path);
      } catch {
        // Somebody else put something there.
      }
    };
  } catch (cause) {
    throw new PhaseMirrorError('user', {
      thing: `the folder ${folder}`,
      reason: `cannot be made (${(cause as NodeJS.ErrnoException).code ?? 'unknown error'})`,
      next: 'Name another file with --store',
      cause,
    });
  }
}

/**
 * The id that the anonymizer gets for a person without GitHub: `local:` and half of the SHA-256 of the address in lower
 * case. It tells reviewers apart and does not spell the address; whoever knows it can find it again.
 */
export function localIdOf(email: string): string {
  return `local:${createHash('sha256').update(email.trim().toLowerCase()).digest('hex').slice(0, 32)}`;
}

/**
 * Who works here, by git's `user.email`, as {@link localIdOf} has it.
 *
 * @param option what to give instead, for the message
 * @throws PhaseMirrorError `user`, exit 64, when git knows no address
 */
export async function localIdentity(folder: string, environment: Environment, option: string): Promise<string> {
  const git = await Git.open(folder, environment);
  const email = await git?.line(['config', '--get', 'user.email'], { okCodes: [0, 1] });
  if (email !== undefined && email.trim() !== '') {
    return localIdOf(email);
  }
  throw new PhaseMirrorError('user', {
    thing: option,
    reason: 'is missing, and git knows no user.email here',
    next: `Give GitHub's numeric id with ${option}, or set user.email`,
    exitCode: EXIT_CODES.usage,
  });
}

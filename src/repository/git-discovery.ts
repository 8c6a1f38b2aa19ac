/** Where a folder's repository is, found the way git finds it, without starting a process. */
import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { PhaseMirrorError } from '../errors.js';

export interface Place {
  /** Top of the work tree, absolute, without symbolic links. */
  readonly top: string;
  /** The folder asked about, relative to `top`: '' or `packages/a/`. */
  readonly prefix: string;
  /** The repository of this work tree. */
  readonly gitDir: string;
  /** The repository that holds objects and refs: another than `gitDir` in a linked work tree. */
  readonly commonDir: string;
  /**
   * Whoever owns `top` also owns the folder that was asked for (or is the user who runs us), so the person meant this
   * repository. Where it is not so, git's own ownership check decides: a `.git` that somebody left in a shared parent
   * folder is not to be used (CVE-2022-24765).
   */
  readonly meant: boolean;
}

/**
 * Find the repository `folder` belongs to.
 *
 * @param options `bare`: `folder` may itself be a git directory. It is then its own `top`, and there is no work tree.
 * @returns null where there is none
 * @throws {PhaseMirrorError} `user` when `folder` does not exist, is not a folder, or is a bare repository and may not be
 */
export function discover(folder: string, options: { readonly bare?: boolean } = {}): Place | null {
  const start = existingFolder(folder);
  if (options.bare === true && gitDirOf(start) === null && isRepository(start)) {
    return { top: start, prefix: '', gitDir: start, commonDir: commonDirOf(start), meant: true };
  }
  for (let here = start; ; here = dirname(here)) {
    const gitDir = gitDirOf(here);
    if (gitDir !== null) {
      const inside = relative(here, start).split(sep).join('/');
      const owner = statSync(here).uid;
      return {
        top: here,
        prefix: inside === '' ? '' : `${inside}/`,
        gitDir,
        commonDir: commonDirOf(gitDir),
        meant: here === start || owner === statSync(start).uid || owner === userInfo().uid,
      };
    }
    if (here === dirname(here)) break;
  }
  if (isRepository(start)) {
    throw new PhaseMirrorError('user', {
      thing: folder,
      reason: 'is a bare repository and has no files to evaluate',
      next: 'Clone it and evaluate the clone',
    });
  }
  return null;
}

function existingFolder(folder: string): string {
  let reason = 'does not exist';
  try {
    const real = realpathSync(folder);
    if (statSync(real).isDirectory()) return real;
    reason = 'is not a folder';
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') reason = `cannot be opened (${codeOf(error)})`;
  }
  throw new PhaseMirrorError('user', { thing: folder, reason, next: 'Name the folder of a checkout' });
}

function gitDirOf(folder: string): string | null {
  const dotGit = join(folder, '.git');
  const kind = kindOf(dotGit);
  if (kind === 'folder') return isRepository(dotGit) ? dotGit : null;
  if (kind !== 'file') return null;
  // A linked work tree or a submodule: `gitdir: <path>` (gitrepository-layout(5)).
  const target = /^gitdir: ([^\0\r\n]+)/.exec(firstLine(dotGit))?.[1];
  if (target === undefined) return null;
  const gitDir = resolve(folder, target);
  return isRepository(gitDir) ? gitDir : null;
}

function commonDirOf(gitDir: string): string {
  const file = join(gitDir, 'commondir');
  return kindOf(file) === 'file' ? resolve(gitDir, firstLine(file)) : gitDir;
}

/** What git asks of a repository: HEAD, objects and refs (setup.c, is_git_directory). */
function isRepository(gitDir: string): boolean {
  if (kindOf(join(gitDir, 'HEAD')) === null) return false;
  const common = commonDirOf(gitDir);
  return kindOf(join(common, 'objects')) === 'folder' && kindOf(join(common, 'refs')) === 'folder';
}

function kindOf(path: string): 'file' | 'folder' | 'other' | null {
  const stat = statSync(path, { throwIfNoEntry: false }) ?? lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  return stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : 'other';
}

function firstLine(file: string): string {
  if (statSync(file).size > 65_536) return '';
  return readFileSync(file, 'utf8').split('\n', 1)[0]?.trimEnd() ?? '';
}

/** The code of a system error, `unknown error` for anything else. */
export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error';
}

/** Files of a commit that is trusted, and the configuration among them. */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PhaseMirrorError } from '../errors.js';
import { CONFIG_PATHS } from '../policy/config-paths.js';
import type { Config } from '../policy/types.js';
import type { Git } from '../repository/git.js';
import { DEFAULT_BUDGET } from '../repository/types.js';

export type Committed =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** There is nothing; it is a link, a folder or a submodule; the clone lacks it. */
  | { readonly kind: 'none' | 'not-plain' | 'missing' }
  | { readonly kind: 'too-large'; readonly size: number };

/** @param path from the top @param maxBytes nothing larger is read @throws PhaseMirrorError `evidence` */
export async function committedFile(git: Git, commit: string, path: string, maxBytes: number): Promise<Committed> {
  const entry = await git.entryAt(commit, path);
  if (entry === null) return { kind: 'none' };
  if (!entry.mode.startsWith('100')) return { kind: 'not-plain' };
  const object = await git.objects.read(entry.oid, maxBytes);
  if (object.kind === 'object') return { kind: 'bytes', bytes: object.bytes };
  return object.kind === 'too-large' ? object : { kind: 'missing' };
}

/** A plain file of a commit; null where there is none. @throws PhaseMirrorError `user`, `evidence` */
export async function readCommitted(
  git: Git,
  commit: string,
  path: string,
  maxBytes: number,
): Promise<Uint8Array | null> {
  const found = await committedFile(git, commit, path, maxBytes);
  if (found.kind === 'none') return null;
  if (found.kind === 'bytes') return found.bytes;
  if (found.kind === 'not-plain') {
    throw new PhaseMirrorError('user', {
      thing: path,
      reason: 'is not a plain file',
      next: 'Make it a plain file of this repository',
      position: { path },
    });
  }
  throw new PhaseMirrorError('evidence', {
    thing: path,
    reason: found.kind === 'too-large' ? `has ${found.size} bytes; at most ${maxBytes} are read` : 'cannot be read',
    next: 'Check out without `filter`, or check the clone with git fsck',
    position: { path },
  });
}

/**
 * The configuration of a commit; null where it has none.
 *
 * @param named another path than the usual ones, from the top
 * @param now milliseconds since 1970-01-01 UTC
 * @throws PhaseMirrorError `user`, `evidence`
 */
export async function configOfCommit(
  git: Git,
  commit: string,
  named: string | undefined,
  now: number,
): Promise<Config | null> {
  const files = new Map<string, Uint8Array>();
  const paths = named === undefined ? CONFIG_PATHS : [named];
  const found = await Promise.all(paths.map((path) => readCommitted(git, commit, path, DEFAULT_BUDGET.maxBytes)));
  found.forEach((bytes, index) => {
    const path = paths[index];
    if (bytes !== null && path !== undefined) files.set(path, bytes);
  });
  return parsed(files, named, now);
}

/** The configuration as it lies on the disk, committed or not. */
export async function configOnDisk(git: Git, named: string | undefined, now: number): Promise<Config | null> {
  const files = new Map<string, Uint8Array>();
  for (const path of named === undefined ? CONFIG_PATHS : [named]) {
    const file = join(git.top, path);
    const stat = statOf(file);
    if (stat === null) continue;
    if (!stat.isFile() || stat.size > DEFAULT_BUDGET.maxBytes) {
      throw new PhaseMirrorError('user', {
        thing: 'the configuration',
        reason: stat.isFile()
          ? `has ${stat.size} bytes; at most ${DEFAULT_BUDGET.maxBytes} are read`
          : 'is not a plain file',
        next: 'Make it a plain file of this repository',
        position: { path },
      });
    }
    files.set(path, readFileSync(file));
  }
  return parsed(files, named, now);
}

function statOf(file: string) {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) ?? null;
  } catch {
    // A file where a folder is meant, or a folder that may not be searched: there is nothing to read.
    return null;
  }
}

/** Most repositories have none, so what reads one is loaded for those that do. */
async function parsed(
  files: ReadonlyMap<string, Uint8Array>,
  named: string | undefined,
  now: number,
): Promise<Config | null> {
  if (files.size === 0) return null;
  const [{ findConfigPath, parseConfig }, { RULE_IDS }] = await Promise.all([
    import('../policy/config.js'),
    import('./run-context.js'),
  ]);
  const path = named ?? findConfigPath(files.keys());
  const bytes = path === null ? undefined : files.get(path);
  if (path === null || bytes === undefined) return null;
  // The first date of a process looks for its time zone: only where a file is read.
  const today = new Date(now).toISOString().slice(0, 10);
  return parseConfig(path, bytes, { ruleIds: RULE_IDS, today }).config;
}

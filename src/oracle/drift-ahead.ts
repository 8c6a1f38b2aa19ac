/**
 * What every check from a terminal asks git first, asked before the check itself is loaded: git answers meanwhile, on
 * another processor. A guess that turns out wrong costs a process; it changes no answer.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { includeOf, placesOf } from '../drift/places.js';
import { CONFIG_PATHS } from '../policy/config-paths.js';
import { Git } from '../repository/git.js';
import { listingOf } from '../repository/snapshot-listing.js';
import { AHEAD_BYTES, BASELINE_FILE } from './baseline-path.js';

/**
 * Open the clone that `folder` is in.
 *
 * @param configNamed somebody names a configuration, which may govern other files than usual
 * @returns for `DriftRequest.clone`, and to be closed; null when `folder` is not inside a work tree
 * @throws PhaseMirrorError `user`: as opening it for the check would
 */
export async function openAhead(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
  configNamed = false,
): Promise<Git | null> {
  const git = await Git.open(folder, environment);
  if (git === null) return null;
  try {
    // What takes longest comes first. A configuration may govern more: then the check asks.
    if (!configNamed && !CONFIG_PATHS.some((path) => existsSync(join(git.top, path)))) {
      git.ahead(listingOf(git, placesOf(includeOf([]))).args, { wildcards: true });
    }
    git.holdHead([BASELINE_FILE], AHEAD_BYTES);
  } catch {
    // What cannot be asked now cannot be asked later either, and the check says so where it needs the answer.
  }
  return git;
}

/**
 * How git is asked for the governed files of a work tree. Apart from reading its answer, so that it can be asked before
 * that is loaded.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Git } from './git.js';
import type { WantedPaths } from './snapshot-governed.js';

/** What git does not track and does not ignore. */
export const OTHERS: readonly string[] = ['--others', '--exclude-standard'];
/** About 20,000 entries. From here on, looking through every folder costs more than all the rest. */
const MAX_INDEX_BYTES = 2 * 1024 * 1024;

export interface Listing {
  readonly pathspecs: readonly string[];
  /** Untracked files are listed with the tracked ones: looking through every folder costs little here. */
  readonly withOthers: boolean;
  /** Of `git ls-files`; the pathspecs hold wildcards. */
  readonly args: readonly string[];
}

/** What to ask for these paths in this clone. */
export function listingOf(
  { location }: Git,
  { anchors, anywhere }: Pick<WantedPaths, 'anchors' | 'anywhere'>,
): Listing {
  const pathspecs = [...roots(anchors).map(literalSpec), ...anywhere.map(starSpec)];
  const bytes = statSync(join(location.gitDir, 'index'), { throwIfNoEntry: false })?.size ?? 0;
  const withOthers = bytes < MAX_INDEX_BYTES;
  const args = ['ls-files', '-z', '-t', '--stage', ...(withOthers ? OTHERS : []), '--', ...pathspecs];
  return { pathspecs, withOthers, args };
}

/** So many files of one folder are asked for as the folder. */
const MANY = 4;
const SETTINGS = '.github';

/**
 * git compares every path of its index with every pathspec. The many files that may be in `.github` are one folder to
 * it: what else lies there is little, and `matches` leaves it out.
 */
function roots(anchors: readonly string[]): readonly string[] {
  const others = anchors.filter((path) => !path.startsWith(`${SETTINGS}/`));
  return anchors.length - others.length < MANY ? anchors : [...others, SETTINGS];
}

/** This path, and what lies below it. */
export function literalSpec(path: string): string {
  return `:(literal)${path}`;
}

/** Without the magic word `glob`, a star matches slashes too. */
function starSpec(pattern: string): string {
  return pattern.replace(/[\\?[\]]/g, '\\$&').replace(/^:/, '\\:');
}

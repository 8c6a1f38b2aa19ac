/**
 * Which tracked paths a pattern reaches, at a cost that a tree of 100,000 paths can bear: paths are sorted, so the
 * literal beginning of a pattern selects a range, and a literal part that every match contains is compared before
 * the pattern itself is tried.
 */
import type { Matcher } from '../../repository/glob-automaton.js';
import type { RepositoryModel } from '../../repository/types.js';

/** What every match of a pattern has in common. */
export interface Needle {
  readonly prefix: string;
  readonly contains: string;
}

/** `path = lib/x` of a `.gitmodules` file; a longer file is not looked at further. */
const MAX_SUBMODULES = 1000;

export class TrackedPaths {
  /** Sorted by code unit, submodules included: a change of a submodule is a change of its path. */
  readonly paths: readonly string[];
  readonly submodules: readonly string[];
  private names: ReadonlyMap<string, readonly string[]> | null = null;
  private joined: JoinedPaths | null = null;
  private lower: ReadonlyMap<string, string> | null = null;

  constructor(model: Pick<RepositoryModel, 'paths' | 'files'>) {
    this.submodules = submodulesOf(model.files.get('.gitmodules')?.lines ?? []);
    this.paths = this.submodules.length === 0 ? model.paths : [...model.paths, ...this.submodules].sort(byCodeUnit);
  }

  /** The first path that matches, or null. */
  first(matcher: Matcher, needle: Needle): string | null {
    for (const path of this.candidates(needle)) if (matcher.matches(path)) return path;
    return null;
  }

  /** All paths that match, at most `limit`. */
  all(matcher: Matcher, needle: Needle, limit: number): string[] {
    const found: string[] = [];
    for (const path of this.candidates(needle)) {
      if (!matcher.matches(path)) continue;
      found.push(path);
      if (found.length === limit) break;
    }
    return found;
  }

  has(path: string): boolean {
    return this.paths[this.lowerBound(path)] === path;
  }

  /** True when something tracked lies below this folder. */
  hasFolder(folder: string): boolean {
    return this.paths[this.lowerBound(`${folder}/`)]?.startsWith(`${folder}/`) ?? false;
  }

  /** All paths below a folder; '' is the top. */
  below(folder: string): Iterable<string> {
    return this.candidates({ prefix: folder === '' ? '' : `${folder}/`, contains: '' });
  }

  /** Paths below a folder that are at most `depth` segments deeper; what is deeper is jumped over. */
  *shallow(folder: string, depth: number): Generator<string> {
    const prefix = folder === '' ? '' : `${folder}/`;
    let index = this.lowerBound(prefix);
    for (let path = this.paths[index]; path?.startsWith(prefix); path = this.paths[index]) {
      let end = prefix.length - 1;
      for (let level = 0; level < depth && end !== Number.POSITIVE_INFINITY; level += 1) {
        const slash = path.indexOf('/', end + 1);
        end = slash === -1 ? Number.POSITIVE_INFINITY : slash;
      }
      if (end === Number.POSITIVE_INFINITY) {
        yield path;
        index += 1;
      } else {
        // The first path that comes after everything in that folder: `0` follows `/`.
        index = this.lowerBound(`${path.slice(0, end)}0`);
      }
    }
  }

  /** True when the path is a submodule or lies inside one: what is there is not ours to see. */
  isInSubmodule(path: string): boolean {
    return this.submodules.some((submodule) => path === submodule || path.startsWith(`${submodule}/`));
  }

  /** The paths that have this file name. */
  named(name: string): readonly string[] {
    if (this.names === null) {
      const names = new Map<string, string[]>();
      for (const path of this.paths) {
        const key = path.slice(path.lastIndexOf('/') + 1);
        const same = names.get(key);
        if (same === undefined) names.set(key, [path]);
        else same.push(path);
      }
      this.names = names;
    }
    return this.names.get(name) ?? [];
  }

  /** A path that differs from this one in upper and lower case only. */
  inOtherCase(path: string): string | null {
    this.lower ??= new Map(this.paths.map((each) => [each.toLowerCase(), each]));
    const found = this.lower.get(path.toLowerCase());
    return found === undefined || found === path ? null : found;
  }

  private *candidates({ prefix, contains }: Needle): Generator<string> {
    const from = this.lowerBound(prefix);
    if (contains !== '') {
      yield* this.containing(contains, prefix, from);
      return;
    }
    for (let index = from; index < this.paths.length; index += 1) {
      const path = this.paths[index] ?? '';
      if (!path.startsWith(prefix)) return;
      yield path;
    }
  }

  /** One search through all paths at once is many times faster than one for each path. */
  private *containing(text: string, prefix: string, from: number): Generator<string> {
    this.joined ??= joinedPaths(this.paths);
    const { all, starts } = this.joined;
    let at = all.indexOf(text, starts[from] ?? all.length);
    for (let index = from; at !== -1; at = all.indexOf(text, starts[index] ?? all.length)) {
      index = lastAtMost(starts, at);
      const path = this.paths[index] ?? '';
      if (!path.startsWith(prefix)) return;
      index += 1;
      if (path.includes(text)) yield path;
    }
  }

  private lowerBound(text: string): number {
    let [low, high] = [0, this.paths.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.paths[middle] ?? '') < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const known = new WeakMap<RepositoryModel, TrackedPaths>();

/** One index for each model, shared by the rules. */
export function trackedPaths(model: RepositoryModel): TrackedPaths {
  const found = known.get(model) ?? new TrackedPaths(model);
  known.set(model, found);
  return found;
}

/**
 * The literal text that every match of a glob starts with, and one that it contains. Good for GitHub's filter patterns
 * and for CODEOWNERS without its leading slash; where the dialects differ, the weaker reading is taken.
 */
export function needleOf(pattern: string): Needle {
  const runs: string[] = [''];
  for (let index = 0; index < pattern.length; index += 1) {
    const character = pattern[index] ?? '';
    const last = runs.length - 1;
    // Where a set ends depends on the escapes in it: what follows is not needed.
    if (character === '[') break;
    if (character === '*' || character === '\\') {
      if (character === '\\') index += 1;
      runs.push('');
    } else if (character === '?' || character === '+') {
      // `?` makes the character before it optional, `+` repeats it.
      runs[last] = (runs[last] ?? '').slice(0, -1);
      runs.push('');
    } else runs[last] += character;
  }
  const [prefix = '', ...later] = runs;
  let contains = '';
  for (const run of later) {
    // `**/name` also matches `name` at the top.
    const text = run.startsWith('/') ? run.slice(1) : run;
    if (text.length > contains.length) contains = text;
  }
  return { prefix, contains };
}

/** A pattern that names no file or folder, only a kind of file: `**.md`, `*.tf`. It is written for files to come. */
export function namesNothing(pattern: string): boolean {
  return pattern.split('/').every((segment) => segment === '' || segment.startsWith('*'));
}

/** True for a path without any glob character. */
export function isLiteral(pattern: string): boolean {
  return !/[*?+[\]\\!]/.test(pattern);
}

/** All paths in one text, and where each of them starts. */
interface JoinedPaths {
  readonly all: string;
  readonly starts: readonly number[];
}

function joinedPaths(paths: readonly string[]): JoinedPaths {
  const starts: number[] = [];
  let length = 0;
  for (const path of paths) {
    starts.push(length);
    length += path.length + 1;
  }
  return { all: paths.join('\n'), starts };
}

/** The index of the last start that is not after `at`. */
function lastAtMost(starts: readonly number[], at: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function submodulesOf(lines: readonly string[]): string[] {
  const found: string[] = [];
  for (const line of lines) {
    const path = /^\s*path\s*=\s*(\S.*)$/.exec(line)?.[1]?.trim();
    if (path !== undefined && found.length < MAX_SUBMODULES) found.push(path.replace(/^"|"$/g, '').replace(/\/$/, ''));
  }
  return found;
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

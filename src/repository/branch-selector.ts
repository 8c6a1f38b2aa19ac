/**
 * Which branches a protection is for.
 *
 * Branch protection rules and rulesets both match with Ruby's `File.fnmatch` and `File::FNM_PATHNAME`: `*` and `?` stop
 * at `/`, a whole-segment `**` followed by `/` stands for any number of segments. GitHub adds limits: a backslash is no
 * escape, a set cannot be complemented, there is no `{a,b}`.
 *
 * Sources: https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/managing-a-branch-protection-rule
 * and https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/creating-rulesets-for-a-repository
 */
import type { Atom, Matcher, Piece } from './glob-automaton.js';
import { compilePieces, DIRECTORIES, literal, MAX_PATTERN_LENGTH, SEGMENT } from './glob-automaton.js';
import type { BranchSelector } from './types.js';

/** The ruleset words for "the default branch" and "every branch". */
export const DEFAULT_BRANCH = '~DEFAULT_BRANCH';
export const ALL_BRANCHES = '~ALL';

/** Names that default branches have when nobody tells us the name. */
export const USUAL_DEFAULTS: readonly string[] = ['main', 'master', 'trunk'];

const NOTHING: Matcher = { matches: () => false };

/**
 * Whether a protection is for a branch.
 *
 * A name that is not known is treated like this:
 * - `branch` null, `defaultBranch` known: the default branch is judged.
 * - `branch` known, `defaultBranch` null: the branch counts as the default branch when it is named main, master or trunk.
 * - both null (a tree without branches: an unpacked archive, a detached checkout): we judge "the default branch, whatever
 *   its name". Selected are `~DEFAULT_BRANCH`, `~ALL`, patterns that match each of main, master and trunk (`*`: then the
 *   name makes no difference), and entries that name main, master or trunk literally: people protect the default branch
 *   first, and hardly a repository protects a `main` that is not it. Other names (`release/1.x`, `unstable`) may be
 *   another branch's requirements; judging this tree by them could accuse it wrongly, so they stay out.
 *
 * @param selector names, `refs/heads/…` or fnmatch patterns; `exclude` wins over `include`
 */
export function selectsBranch(selector: BranchSelector, branch: string | null, defaultBranch: string | null): boolean {
  const name = branch ?? defaultBranch;
  if (name !== null) {
    const isDefault = defaultBranch === null ? USUAL_DEFAULTS.includes(name) : name === defaultBranch;
    return anySelects(selector.include, name, isDefault) && !anySelects(selector.exclude, name, isDefault);
  }
  const selected = (entries: readonly string[], quantify: 'some' | 'every'): boolean =>
    USUAL_DEFAULTS[quantify]((usual) => anySelects(entries, usual, true));
  if (selected(selector.include, 'every') && !selected(selector.exclude, 'every')) return true;
  return USUAL_DEFAULTS.some(
    (usual) => names(selector.include, usual, false) && !anySelects(selector.exclude, usual, true),
  );
}

/**
 * Whether a selector names the branch itself and does not merely match it by a pattern. "Rules that include a specific
 * branch name have the highest priority", and of branch protection rules only one applies to a branch.
 */
export function namesBranch(selector: BranchSelector, branch: string | null, defaultBranch: string | null): boolean {
  const name = branch ?? defaultBranch;
  if (name === null) return USUAL_DEFAULTS.some((usual) => names(selector.include, usual, true));
  const isDefault = defaultBranch === null ? USUAL_DEFAULTS.includes(name) : name === defaultBranch;
  return names(selector.include, name, isDefault);
}

function names(entries: readonly string[], name: string, isDefault: boolean): boolean {
  return entries.some(
    (entry) => entry === name || entry === `refs/heads/${name}` || (entry === DEFAULT_BRANCH && isDefault),
  );
}

function anySelects(entries: readonly string[], name: string, isDefault: boolean): boolean {
  return entries.some((entry) => {
    if (entry === ALL_BRANCHES) return true;
    if (entry === DEFAULT_BRANCH) return isDefault;
    return compileBranchPattern(entry).matches(entry.startsWith('refs/') ? `refs/heads/${name}` : name);
  });
}

/** Compile one fnmatch pattern. What GitHub does not support (`[^a]`, an open `[`) matches nothing. */
export function compileBranchPattern(pattern: string): Matcher {
  if (pattern.length > MAX_PATTERN_LENGTH) return NOTHING;
  const pieces: Piece[] = [];
  const characters = Array.from(pattern);
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] ?? '';
    if (character === '*') {
      const atSegmentStart = index === 0 || characters[index - 1] === '/';
      let end = index;
      while (characters[end + 1] === '*') end += 1;
      // Only a whole segment of exactly two stars crosses slashes; `qa**` is `qa*`.
      const crosses = atSegmentStart && end === index + 1 && characters[end + 1] === '/';
      pieces.push(crosses ? DIRECTORIES : SEGMENT);
      index = crosses ? end + 1 : end;
    } else if (character === '?') {
      pieces.push({ kind: 'not-slash' });
    } else if (character === '[') {
      const set = readSet(characters, index + 1);
      if (set === null) return NOTHING;
      pieces.push(set.atom);
      index = set.end;
    } else pieces.push(...literal(character));
  }
  return compilePieces(pieces);
}

/** The set after `[`, with its `]`; null when it is open, empty or complemented. */
function readSet(characters: readonly string[], start: number): { readonly atom: Atom; readonly end: number } | null {
  if (characters[start] === '^' || characters[start] === '!') return null;
  const ranges: [number, number][] = [];
  for (let index = start; index < characters.length; index += 1) {
    const low = characters[index] ?? '';
    if (low === ']') return ranges.length === 0 ? null : { atom: { kind: 'set', ranges }, end: index };
    // With FNM_PATHNAME a set never matches, and never reaches over, a slash.
    if (low === '/') return null;
    const high = characters[index + 2];
    if (characters[index + 1] === '-' && high !== undefined && high !== ']' && high !== '/') {
      ranges.push(...withoutSlash(codeOf(low), codeOf(high)));
      index += 2;
    } else ranges.push([codeOf(low), codeOf(low)]);
  }
  return null;
}

function withoutSlash(low: number, high: number): [number, number][] {
  const slash = 0x2f;
  const parts: [number, number][] = [
    [low, Math.min(high, slash - 1)],
    [Math.max(low, slash + 1), high],
  ];
  return low <= slash && slash <= high ? parts.filter(([from, to]) => from <= to) : [[low, high]];
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

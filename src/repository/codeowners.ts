/**
 * CODEOWNERS as GitHub reads it: almost gitignore, not quite. `!`, `[ ]` and `\#` do not work, `docs/*` does not reach
 * into subdirectories, a line that is not valid is skipped, and the last line that matches decides.
 *
 * Sources: https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 * and, for `***`, the example of https://docs.github.com/rest/repos/repos#list-codeowners-errors
 */
import type { Matcher, Piece } from './glob-automaton.js';
import { ANY, compilePieces, DIRECTORIES, literal, MAX_PATTERN_LENGTH, SEGMENT, SLASH } from './glob-automaton.js';
import type { Codeowners, CodeownersProblem, CodeownersRule, Located, Span } from './types.js';
import { splitLines } from './yaml.js';

/** "CODEOWNERS files must be under 3 MB in size": a larger one is not loaded. */
export const MAX_CODEOWNERS_BYTES = 3 * 1024 * 1024;

/** Where GitHub looks, in this order; it uses the first file it finds. */
const LOCATIONS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

/** The CODEOWNERS file that is in force among these paths, or null. */
export function findCodeowners(paths: Iterable<string>): string | null {
  const known = paths instanceof Set ? (paths as ReadonlySet<string>) : new Set(paths);
  return LOCATIONS.find((path) => known.has(path)) ?? null;
}

/**
 * Read the rules of a CODEOWNERS file. Lines with syntax that GitHub does not accept are left out of `rules` and listed
 * in `invalid` with the reason.
 *
 * @param text decoded content, at most {@link MAX_CODEOWNERS_BYTES}; never throws for any text
 */
export function parseCodeowners(path: string, text: string): Codeowners {
  const lines = splitLines(text);
  const rules: CodeownersRule[] = [];
  const invalid: CodeownersProblem[] = [];
  for (const [index, line] of lines.entries()) {
    const [pattern, ...owners] = wordsOf(line);
    if (pattern === undefined) continue;
    const spanOf = (from: Word, to: Word): Span => ({
      path,
      startLine: index + 1,
      startColumn: from.start + 1,
      endLine: index + 1,
      endColumn: to.end + 1,
    });
    const at = spanOf(pattern, owners.at(-1) ?? pattern);
    const compiled = compileCodeownersPattern(pattern.text);
    const stranger = owners.find((owner) => !isOwner(owner.text));
    if ('invalid' in compiled)
      invalid.push({ kind: 'pattern', pattern: pattern.text, source: pattern.text, value: compiled.invalid, at });
    else if (stranger !== undefined) {
      invalid.push({
        kind: 'owner',
        pattern: pattern.text,
        source: stranger.text,
        value: 'names an owner that is no @user, @org/team or e-mail address',
        at: spanOf(stranger, stranger),
      });
    } else {
      rules.push({
        pattern: pattern.text,
        owners: owners.map((owner) => ({ value: owner.text, at: spanOf(owner, owner) })),
        at,
      });
    }
  }
  return { path, rules, lines, invalid };
}

/**
 * The owners of a path.
 *
 * @returns the owners of the last rule that matches (empty: nobody owns it, on purpose), or null when no rule matches
 */
export function ownersOf(codeowners: Codeowners, path: string): readonly Located<string>[] | null {
  const matchers = matchersOf(codeowners);
  for (let index = codeowners.rules.length - 1; index >= 0; index -= 1) {
    if (matchers[index]?.matches(path) === true) return codeowners.rules[index]?.owners ?? null;
  }
  return null;
}

/** Rules are compiled once for each parsed file, when the first path is asked for. */
const compiledRules = new WeakMap<Codeowners, readonly Matcher[]>();

function matchersOf(codeowners: Codeowners): readonly Matcher[] {
  const known = compiledRules.get(codeowners);
  if (known !== undefined) return known;
  const matchers = codeowners.rules.map(({ pattern }): Matcher => {
    const compiled = compileCodeownersPattern(pattern);
    return 'invalid' in compiled ? { matches: () => false } : compiled;
  });
  compiledRules.set(codeowners, matchers);
  return matchers;
}

interface Word {
  readonly text: string;
  /** Offsets in the line. */
  readonly start: number;
  readonly end: number;
}

/** The words of a line up to a comment; `\ ` does not end a word, and stays in it as it was written. */
function wordsOf(line: string): Word[] {
  const words: Word[] = [];
  let start = -1;
  for (let index = 0; index <= line.length; index += 1) {
    const character = line[index];
    const blank = character === undefined || character === ' ' || character === '\t';
    if (blank && start >= 0) {
      words.push({ text: line.slice(start, index), start, end: index });
      start = -1;
    } else if (!blank && start < 0) {
      if (character === '#') break;
      start = index;
    }
    if (character === '\\') index += 1;
  }
  return words;
}

function isOwner(text: string): boolean {
  const at = text.indexOf('@');
  // `@user` and `@org/team` start with the mark, an address has it inside; whether they exist, only GitHub knows.
  return at >= 0 && at < text.length - 1 && text.indexOf('@', at + 1) === -1;
}

/**
 * Compile one pattern, case-sensitive, for whole paths from the top of the repository.
 *
 * @returns the matcher, or why GitHub skips the line as a clause
 */
export function compileCodeownersPattern(pattern: string): Matcher | { readonly invalid: string } {
  if (pattern.length > MAX_PATTERN_LENGTH)
    return { invalid: `has a pattern longer than ${MAX_PATTERN_LENGTH} characters` };
  if (pattern.startsWith('!')) return { invalid: 'negates with `!`, which CODEOWNERS does not support' };
  if (pattern.startsWith('\\#')) return { invalid: 'escapes `#`, which CODEOWNERS does not support' };
  const segments = segmentsOf(pattern);
  if (segments === null) return { invalid: 'has `[ ]` or `***`, which CODEOWNERS does not support' };

  const directoryOnly = segments.length > 1 && segments.at(-1)?.length === 0;
  if (directoryOnly) segments.pop();
  // As in gitignore: a slash at the beginning or in the middle anchors the pattern at the top.
  const anchored = segments.length > 1;
  if (segments[0]?.length === 0) segments.shift();
  const last = segments.at(-1);
  if (last === undefined) return { matches: () => false };

  const pieces: Piece[] = anchored ? [] : [DIRECTORIES];
  for (const [index, segment] of segments.entries()) {
    const final = index === segments.length - 1;
    if (segment !== GLOBSTAR) pieces.push(...segment, ...(final ? [] : [SLASH]));
    else pieces.push(final ? ANY : DIRECTORIES);
  }
  if (directoryOnly && last !== GLOBSTAR) pieces.push(SLASH, ANY);
  // `docs/*` stops at the files of docs; any other pattern also owns what lies below a directory it matches.
  else if (!directoryOnly && last !== GLOBSTAR && !(anchored && last.length === 1 && last[0] === SEGMENT)) {
    pieces.push({ kind: 'optional', of: [SLASH, ANY] });
  }
  return compilePieces(pieces);
}

/** A segment that is `**` and nothing else. */
const GLOBSTAR: Piece[] = [ANY];

/** The pattern between its slashes; null for syntax that GitHub refuses. */
function segmentsOf(pattern: string): Piece[][] | null {
  const segments: Piece[][] = [];
  let current: Piece[] = [];
  let stars = 0;
  const characters = Array.from(pattern);
  const endSegment = (): void => {
    // `**` beside other characters is `*`: only a segment of its own crosses directories.
    segments.push(stars === 2 && current.length === 1 ? GLOBSTAR : current);
    current = [];
    stars = 0;
  };
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] ?? '';
    if (character === '*') {
      stars += 1;
      if (stars === 3) return null;
      if (stars === 1) current.push(SEGMENT);
      continue;
    }
    if (character === '/') {
      endSegment();
      continue;
    }
    stars = 0;
    if (character === '[' || character === ']') return null;
    if (character === '?') current.push({ kind: 'not-slash' });
    else if (character === '\\') {
      index += 1;
      current.push(...literal(characters[index] ?? '\\'));
    } else current.push(...literal(character));
  }
  endSegment();
  return segments;
}

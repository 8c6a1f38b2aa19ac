/**
 * GitHub's filter patterns (`branches`, `tags`, `paths` and `workflows` of a trigger). They are not picomatch: `?` and
 * `+` repeat the *preceding* character, and `**` crosses slashes wherever it stands.
 *
 * Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
 */
import type { Atom, Matcher, Piece } from './glob-automaton.js';
import { ANY, compilePieces, DIRECTORIES, literal, MAX_PATTERN_LENGTH, SEGMENT } from './glob-automaton.js';
import type { Located } from './types.js';

export interface CompiledFilter extends Matcher {
  /** True for `!pattern`; `matches` then answers for the pattern after the mark. */
  readonly negated: boolean;
}

/** Why GitHub would refuse the pattern, as a clause: "has no `]` for its `[`". */
export interface InvalidFilter {
  readonly invalid: string;
}

/**
 * Compile one pattern; a match takes at most pattern length × text length.
 *
 * @returns the matcher of whole names or paths, or why the pattern is not valid. Never throws.
 */
export function compileFilter(pattern: string): CompiledFilter | InvalidFilter {
  if (pattern.length > MAX_PATTERN_LENGTH) return { invalid: `is longer than ${MAX_PATTERN_LENGTH} characters` };
  const negated = pattern.startsWith('!');
  const body = Array.from(negated ? pattern.slice(1) : pattern);
  if (body.length === 0) return { invalid: negated ? 'has nothing after `!`' : 'is empty' };

  const pieces: Piece[] = [];
  /** Whether the last piece is one character, which `?` and `+` may repeat. */
  let repeatable = false;
  for (let index = 0; index < body.length; index += 1) {
    const character = body[index] ?? '';
    if (character === '*') {
      repeatable = false;
      if (body[index + 1] !== '*') {
        pieces.push(SEGMENT);
        continue;
      }
      // A whole segment of `**` may also stand for no directory at all: `docs/**/*.md` matches `docs/README.md`.
      const segment = body[index + 2] === '/' && (index === 0 || body[index - 1] === '/');
      pieces.push(segment ? DIRECTORIES : ANY);
      index += segment ? 2 : 1;
    } else if (character === '?' || character === '+') {
      const previous = repeatable ? pieces.pop() : undefined;
      if (previous === undefined) return { invalid: `has no character before \`${character}\` that it could repeat` };
      pieces.push({ kind: character === '?' ? 'optional' : 'plus', of: [previous] });
      repeatable = false;
    } else if (character === '[') {
      const set = readSet(body, index + 1);
      if ('invalid' in set) return set;
      pieces.push(set.atom);
      repeatable = true;
      index = set.end;
    } else {
      const escaped = character === '\\';
      if (escaped) index += 1;
      const text = body[index];
      if (text === undefined) return { invalid: 'ends with a `\\` that escapes nothing' };
      pieces.push(...literal(text));
      repeatable = true;
    }
  }
  return { negated, matches: compilePieces(pieces).matches };
}

/** The set that starts after `[`; `end` is the place of its `]`. */
function readSet(
  body: readonly string[],
  start: number,
): { readonly atom: Atom; readonly end: number } | InvalidFilter {
  const ranges: [number, number][] = [];
  for (let index = start; index < body.length; index += 1) {
    const character = body[index] ?? '';
    if (character === ']') {
      if (ranges.length === 0) return { invalid: 'has an empty `[]`' };
      return { atom: { kind: 'set', ranges }, end: index };
    }
    const escaped = character === '\\';
    if (escaped) index += 1;
    const low = body[index];
    if (low === undefined) break;
    const high = body[index + 2];
    if (!escaped && body[index + 1] === '-' && high !== undefined && high !== ']') {
      if (!isRange(low, high)) {
        return { invalid: `has the range \`${low}-${high}\`; ranges are within a-z, A-Z or 0-9, lower end first` };
      }
      ranges.push([codeOf(low), codeOf(high)]);
      index += 2;
    } else ranges.push([codeOf(low), codeOf(low)]);
  }
  return { invalid: 'has no `]` for its `[`' };
}

function isRange(low: string, high: string): boolean {
  return ['az', 'AZ', '09'].some((ends) => {
    const [first = '', last = ''] = ends;
    return first <= low && low <= high && high <= last && low.length === 1 && high.length === 1;
  });
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

export interface CompiledFilters extends Matcher {
  /** Entries that are not valid patterns; they match nothing here, and GitHub refuses the workflow. */
  readonly invalid: readonly { readonly index: number; readonly pattern: string; readonly reason: string }[];
}

/**
 * Compile a list in order: an entry that matches includes the text, a later `!entry` that matches excludes it again,
 * and so on. A text that nothing matches is not included. For `…-ignore` lists "included" means ignored.
 *
 * @param list patterns as text or with their position; an empty list matches nothing
 */
export function compileFilters(list: readonly (string | Located<string>)[]): CompiledFilters {
  const filters: CompiledFilter[] = [];
  const invalid: { index: number; pattern: string; reason: string }[] = [];
  for (const [index, entry] of list.entries()) {
    const pattern = typeof entry === 'string' ? entry : entry.value;
    const compiled = compileFilter(pattern);
    if ('invalid' in compiled) invalid.push({ index, pattern, reason: compiled.invalid });
    else filters.push(compiled);
  }
  return {
    invalid,
    matches: (text) => {
      for (let index = filters.length - 1; index >= 0; index -= 1) {
        const filter = filters[index];
        // The last entry that matches decides.
        if (filter?.matches(text) === true) return !filter.negated;
      }
      return false;
    },
  };
}

/** Whether a list of patterns includes one name or path; see {@link compileFilters} for many texts. */
export function filtersMatch(list: readonly (string | Located<string>)[], text: string): boolean {
  return compileFilters(list).matches(text);
}

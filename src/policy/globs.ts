/**
 * The two kinds of glob in `.phase-mirror.yml`. Both are matched by filling a table, never by a regular expression:
 * the pattern and the text come from a repository, and the time must stay pattern × text.
 *
 * - *names* (`external-checks`): `*` stands for any text. Check names have no path structure.
 * - *paths* (`suppressions[].path`): `*` stands for any text without `/`, `**` for any text, a leading or inner
 *   `**` + `/` for zero or more folders.
 *
 * There are no other special characters, so there is nothing to escape.
 */

export type GlobKind = 'name' | 'path';

type Token =
  | { readonly kind: 'char'; readonly char: string }
  /** Any text without a slash. */
  | { readonly kind: 'segment' }
  /** Any text. */
  | { readonly kind: 'any' }
  /** Nothing, or any text that ends in a slash. */
  | { readonly kind: 'folders' };

/** Longest pattern and text that is compared; anything longer matches nothing. */
const MAX_LENGTH = 4096;

export function hasWildcard(pattern: string): boolean {
  return pattern.includes('*');
}

/** Whether the pattern matches the whole text. */
export function matchesGlob(kind: GlobKind, pattern: string, text: string): boolean {
  if (!hasWildcard(pattern)) return pattern === text;
  return coversTokens(tokensOf(kind, pattern), charsOf(text));
}

/**
 * Whether everything that `narrow` matches is matched by `wide` too. Sound and not complete: `true` is always right,
 * `false` may be said of two patterns that happen to be equal in meaning.
 */
export function globCovers(kind: GlobKind, wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  if (!hasWildcard(wide)) return false;
  return coversTokens(tokensOf(kind, wide), tokensOf(kind, narrow));
}

function tokensOf(kind: GlobKind, pattern: string): readonly Token[] {
  const tokens: Token[] = [];
  const chars = [...pattern];
  for (let i = 0; i < chars.length; i += 1) {
    const char = chars[i] ?? '';
    if (char !== '*') {
      tokens.push({ kind: 'char', char });
      continue;
    }
    const atStart = i === 0 || chars[i - 1] === '/';
    let stars = 1;
    while (chars[i + 1] === '*') {
      i += 1;
      stars += 1;
    }
    if (kind === 'name') tokens.push({ kind: 'any' });
    else if (stars === 1) tokens.push({ kind: 'segment' });
    else if (atStart && chars[i + 1] === '/') {
      i += 1;
      tokens.push({ kind: 'folders' });
    } else tokens.push({ kind: 'any' });
  }
  return tokens;
}

function charsOf(text: string): readonly Token[] {
  return [...text].map((char) => ({ kind: 'char', char }));
}

/**
 * `reaches[i]` says whether the rest of `wide` covers `narrow` from `i` on; rows are filled from the last token of
 * `wide` to the first. A wildcard of `narrow` can only be swallowed by a wildcard of `wide` that is at least as wide.
 */
function coversTokens(wide: readonly Token[], narrow: readonly Token[]): boolean {
  if (wide.length > MAX_LENGTH || narrow.length > MAX_LENGTH) return false;
  let reaches: boolean[] = narrow.map(() => false).concat(true);
  for (const token of [...wide].reverse()) {
    const next: boolean[] = new Array<boolean>(narrow.length + 1).fill(false);
    let folderAhead = false;
    for (let i = narrow.length; i >= 0; i -= 1) {
      const here = narrow[i];
      const skip = reaches[i] === true;
      const after = reaches[i + 1] === true;
      if (token.kind === 'char') {
        next[i] = here?.kind === 'char' && here.char === token.char && after;
      } else if (token.kind === 'folders') {
        if (here !== undefined && endsFolder(here) && after) folderAhead = true;
        next[i] = skip || folderAhead;
      } else {
        const swallows = here !== undefined && (token.kind === 'any' || staysInSegment(here));
        next[i] = skip || (swallows && next[i + 1] === true);
      }
    }
    reaches = next;
  }
  return reaches[0] === true;
}

function endsFolder(token: Token): boolean {
  return token.kind === 'folders' || (token.kind === 'char' && token.char === '/');
}

function staysInSegment(token: Token): boolean {
  return token.kind === 'segment' || (token.kind === 'char' && token.char !== '/');
}

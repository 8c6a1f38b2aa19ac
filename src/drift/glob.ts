/** A path glob of the configuration, compiled once for many paths: the meaning is that of src/policy/globs.ts. */
import { ANY, compilePieces, DIRECTORIES, literal, type Piece, SEGMENT } from '../repository/glob-automaton.js';

/**
 * Whether a path matches. The time is linear in the length of the path: most paths lack a literal part of the pattern and
 * never reach the automaton.
 */
export function compilePathGlob(glob: string): (path: string) => boolean {
  const pieces: Piece[] = [];
  const parts: string[] = [];
  // After whole folders a part begins with a name.
  let before = '';
  let end = 0;
  for (const { 0: stars, index } of glob.matchAll(/\*+/g)) {
    const atStart = index === 0 || glob[index - 1] === '/';
    const text = glob.slice(end, index);
    const folders = stars.length > 1 && atStart && glob[index + stars.length] === '/';
    parts.push(`${before}${text}`);
    before = folders ? '/' : '';
    pieces.push(...literal(text), folders ? DIRECTORIES : stars.length > 1 ? ANY : SEGMENT);
    end = index + stars.length + (folders ? 1 : 0);
  }
  const last = glob.slice(end);
  const matcher = compilePieces([...pieces, ...literal(last)]);
  const [first = '', ...inner] = parts;
  return (path) =>
    path.startsWith(first) && path.endsWith(last) && holds(`/${path}`, first.length, inner) && matcher.matches(path);
}

/** Every literal part, one after the other; the slash that begins the next one may be the end of the one before. */
function holds(path: string, start: number, parts: readonly string[]): boolean {
  let from = start;
  for (const part of parts) {
    const at = path.indexOf(part, from);
    if (at === -1) return false;
    from = at + Math.max(part.length - 1, 0);
  }
  return true;
}

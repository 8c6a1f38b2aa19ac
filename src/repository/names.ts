/**
 * Names from a repository inside our own sentences. Surfaces escape what they print; here a name only loses what would
 * change the sentence around it: line breaks, control characters, text direction, and the backtick that marks code.
 */

/** Names longer than this are cut where people read them; the identity of a finding keeps them whole. */
export const MAX_SHOWN = 100;

/** Longer paths are cut: git and every usual file system end at 4096 bytes. */
const MAX_PATH = 4096;

const UNSAFE = '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}`]';

/** Most names: printable ASCII but for the backtick. */
const SAFE_ASCII = /^[ -_a-~]*$/;

/** Made when there is another name: V8 gathers the classes of a literal when it reads the source, which takes longer. */
let unsafe: RegExp | null = null;

function withEscapes(text: string, written: (character: string) => string): string {
  if (SAFE_ASCII.test(text)) return text;
  unsafe ??= new RegExp(UNSAFE, 'gu');
  return text.replace(unsafe, written);
}

/** A name as people see it: on one line, cut when it is very long. */
export function shownName(name: string, max: number = MAX_SHOWN): string {
  return safeText(name.replace(/\s+/g, ' '), max);
}

/** The same between double quotes. */
export function quotedName(name: string): string {
  return `"${shownName(name)}"`;
}

/** A path as people see it: every character counts, so what cannot be printed is written as an escape. */
export function shownPath(path: string, max: number = MAX_PATH): string {
  return safeText(path, max);
}

/** A sentence of ours, or of a library, that may hold names: its own backticks stay. */
export function oneLineText(text: string, max: number): string {
  return cut(
    withEscapes(text.replace(/\s+/g, ' '), (character) => (character === '`' ? character : escaped(character))),
    max,
  );
}

function safeText(text: string, max: number): string {
  return withEscapes(cut(text, max), escaped);
}

function cut(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max - 1)}…` : text;
}

/** The escapes of the report (`\n`, `\u{202e}`). */
function escaped(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

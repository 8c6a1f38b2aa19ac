/** Columns of a terminal: how wide text is, and how to fit it. Texts have gone through `inlineText` before. */
import { eastAsianWidth } from 'get-east-asian-width';

const ASCII = /^[ -~]*$/;
const MARK = '^\\p{M}$';
/** Made when there is other text: V8 gathers the class of a literal when it reads the source. */
let mark: RegExp | null = null;

/** Columns that `text` takes: wide East Asian characters and emoji two, combining marks none. */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** At most `width` columns; an ellipsis where something was cut. */
export function clipToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return `${prefixOfWidth(text, width - 1)}…`;
}

/** `text` and spaces up to `width` columns. */
export function padToWidth(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/**
 * Lines of at most `width` columns, broken at spaces; a word that is longer than a line is broken where it must.
 * Always at least one line.
 */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (displayWidth(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (displayWidth(line) > width) {
      const head = prefixOfWidth(line, width);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return [...lines, line];
}

function characterWidth(character: string): number {
  mark ??= new RegExp(MARK, 'u');
  return mark.test(character) ? 0 : eastAsianWidth(character.codePointAt(0) ?? 0);
}

/** The longest prefix that fits; at least one character, so that callers make progress. */
function prefixOfWidth(text: string, width: number): string {
  let taken = '';
  let used = 0;
  for (const character of text) {
    const next = used + characterWidth(character);
    if (taken !== '' && next > width) break;
    taken += character;
    used = next;
  }
  return taken;
}

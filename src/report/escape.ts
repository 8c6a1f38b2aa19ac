/**
 * The one place where text from a repository, an API or a person becomes safe to print. Every renderer takes its
 * text through here; none escapes on its own.
 *
 * The idea is the same on every surface: first `inlineText` makes what cannot be seen visible (a name that differs
 * from another by a zero-width space *is* the finding), then the surface's own syntax is taken out of it.
 */

/** Length of one field of a finding on a surface for people, in UTF-16 code units. */
export const FIELD_LIMIT = 400;

/**
 * Characters without a shape of their own, or that move other text: controls (ANSI escapes begin with one), format
 * characters (all bidirectional controls, zero-width characters, tags), lone surrogates, line and paragraph
 * separators, spaces other than U+0020, and the fillers that render as nothing. Trojan Source, CVE-2021-42574.
 */
const UNSEEN =
  '[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]|(?! )\\p{Zs}|[\\u{34f}\\u{115f}\\u{1160}\\u{17b4}\\u{17b5}\\u{2800}\\u{3164}\\u{ffa0}]';

/** Most text. */
const ASCII_SEEN = /^[ -~]*$/;

/** Made when there is other text: V8 gathers the classes of a literal when it reads the source, which takes longer. */
let unseenInText: RegExp | null = null;
let eachUnseen: RegExp | null = null;

function isUnseen(text: string): boolean {
  if (ASCII_SEEN.test(text)) return false;
  unseenInText ??= new RegExp(UNSEEN, 'u');
  return unseenInText.test(text);
}

/**
 * One line of visible text: what cannot be seen becomes `\u{202e}` (or `\n`, `\r`, `\t`), and text longer than `max`
 * code units ends with an ellipsis, never in the middle of a character or an escape.
 */
export function inlineText(text: string, max: number = FIELD_LIMIT): string {
  if (text.length <= max && !isUnseen(text)) return text;
  let shown = '';
  let cutAt = 0;
  for (const character of text) {
    const piece = isUnseen(character) ? visible(character) : character;
    if (shown.length + piece.length > max) return `${shown.slice(0, cutAt)}…`;
    shown += piece;
    // The longest prefix that leaves room for the ellipsis.
    if (shown.length < max) cutAt = shown.length;
  }
  return shown;
}

/** Several lines of our own making (`\n` is kept), each as `inlineText`; at most `maxLines` of them. */
export function linesOf(text: string, maxLines = 12, max: number = FIELD_LIMIT): string[] {
  const lines = text.split('\n', maxLines + 1);
  const shown = lines.slice(0, maxLines).map((line) => inlineText(line.replace(/\r$/, ''), max));
  return lines.length > maxLines ? [...shown, '…'] : shown;
}

/** At most `max` code units, an ellipsis where something was cut, never half a surrogate pair. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = /[\ud800-\udbff]/.test(text.charAt(max - 2)) ? max - 2 : max - 1;
  return `${text.slice(0, end)}…`;
}

/** Lone surrogates replaced by U+FFFD, as `String.prototype.toWellFormed` (ES2024) does. */
export function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udfff]/gu, '\ufffd');
}

function visible(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

// ---------------------------------------------------------------- markdown

/** An entity that renders as a zero-width space: it parts what GitHub would otherwise turn into a link or mention. */
const PART = '&#8203;';

/**
 * Inline markdown that shows `text` as it is: no formatting, no HTML, no table cells, no math, no mention, no link to
 * an issue or address, and nothing that opens a block at the start of a line or list item.
 */
export function markdownText(text: string, max: number = FIELD_LIMIT): string {
  return guardBlockStart(escapeMarkdown(inlineText(text, max).trim()));
}

/**
 * A code span for text outside tables. Its fence is longer than any run of backticks inside; mentions, HTML and links
 * stay text inside code.
 */
export function markdownCode(text: string, max: number = FIELD_LIMIT): string {
  const shown = inlineText(text, max);
  if (shown === '') return '` `';
  // Markdown may be printed to a job's log; a code span cannot hide a command from the runner (see guardLine).
  if (shown.includes('##[')) return htmlCode(shown);
  const longest = (shown.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
  const fence = '`'.repeat(longest + 1);
  // CommonMark strips one space on both sides when both are there, so text that begins and ends with one gets another.
  const padded = /^`|`$|^ .* $/.test(shown) ? ` ${shown} ` : shown;
  return `${fence}${padded}${fence}`;
}

/**
 * A code span for a table cell. A backslash cannot be escaped inside a code span, so `\|` in a name would end the cell
 * (GFM splits cells before it looks at inlines); names with a pipe therefore become `<code>` with entities.
 */
export function markdownCodeCell(text: string, max: number = FIELD_LIMIT): string {
  const shown = inlineText(text, max);
  return shown.includes('|') ? htmlCode(shown) : markdownCode(shown, Number.POSITIVE_INFINITY);
}

/** `<code>` whose every sign is an entity: nothing in it means anything to markdown, HTML or the runner. */
function htmlCode(shown: string): string {
  const parted = shown.replace(LINKED, (match) => `${match}\u200b`);
  const body = parted.replace(/[!-/:-@[-`{-~]/g, (sign) => `&#${sign.charCodeAt(0)};`).replaceAll('\u200b', PART);
  return `<code>${body}</code>`;
}

/**
 * Markdown for a sentence that quotes names in backticks, as rules write them: `` `…` `` becomes a code span, the rest
 * plain text. An odd backtick is shown as it is. Hostile backticks can move the spans; each piece stays safe.
 *
 * @param code how to write the spans: `markdownCodeCell` inside tables
 */
export function markdownProse(
  text: string,
  code: typeof markdownCode = markdownCode,
  max: number = FIELD_LIMIT,
): string {
  const pieces = inlineText(text, max).trim().split('`');
  let written = '';
  let afterCode = false;
  for (let index = 0; index < pieces.length; index += 1) {
    const piece = pieces[index] ?? '';
    const closed = index < pieces.length - 1;
    if (index % 2 === 0) {
      written += escapeMarkdown(piece);
      if (piece !== '') afterCode = false;
    } else if (closed && piece !== '') {
      // Two spans in a row would melt into one.
      written += (afterCode ? PART : '') + code(piece, Number.POSITIVE_INFINITY);
      afterCode = true;
    } else {
      written += closed ? '\\`\\`' : `\\\`${escapeMarkdown(piece)}`;
      afterCode = false;
    }
  }
  return guardBlockStart(written);
}

/** What GitHub's renderer links on its own inside a text: after these a zero-width space is put. */
const LINKED = /@|https?(?=:\/\/)|ftp(?=:\/\/)|www(?=\.)|#(?=\d)|GH-(?=\d)/gi;

const MARKDOWN_SIGNS = /[\\`*_[\]<>&|~$#@]|:(?=\/\/)|www(?=\.)|GH-(?=\d)/gi;

function escapeMarkdown(text: string): string {
  return text.replace(MARKDOWN_SIGNS, (sign, at: number) => {
    if (sign === '<') return '&lt;';
    if (sign === '>') return '&gt;';
    if (sign === '&') return '&amp;';
    if (sign === '@') return `@${PART}`;
    if (sign === '#') return /^[0-9]/.test(text.slice(at + 1, at + 2)) ? `\\#${PART}` : '\\#';
    if (sign === ':') return `${PART}:`;
    return sign.length > 1 ? `${sign}${PART}` : `\\${sign}`;
  });
}

/** List bullets, ordered lists and setext underlines count only at the start of a line; so do the runner's commands. */
function guardBlockStart(markdown: string): string {
  return markdown.replace(/^(\d{0,9})([-+=.):])/, (_match, digits: string, sign: string) => `${digits}\\${sign}`);
}

// ---------------------------------------------------------------- GitHub's runner

/**
 * The data of a workflow command, as `@actions/core` escapes it (`%`, `\r`, `\n`); other unseen characters are made
 * visible first, so no escape sequence reaches the log.
 */
export function workflowData(text: string): string {
  const lines = text.split('\n').map((line) => inlineText(line, Number.POSITIVE_INFINITY));
  return lines.join('\n').replaceAll('%', '%25').replaceAll('\n', '%0A');
}

/** A property of a workflow command: one line, and `:` and `,` escaped too. */
export function workflowProperty(text: string): string {
  return inlineText(text, Number.POSITIVE_INFINITY)
    .replaceAll('%', '%25')
    .replaceAll(':', '%3A')
    .replaceAll(',', '%2C');
}

/**
 * A line that the runner does not take for a command, should the output stand in a job's log: it obeys `::name::` at
 * the start of a line after white space, and the older `##[name]` anywhere (actions/runner, ActionCommand.cs).
 */
export function guardLine(line: string): string {
  return line.replace(/^(\s*):(?=:)/, '$1\\u{3a}').replaceAll('##[', '#\\u{23}[');
}

/** One line for a terminal (or a job's log): visible, bounded, no command. */
export function terminalText(text: string, max: number = FIELD_LIMIT): string {
  return guardLine(inlineText(text, max));
}

// ---------------------------------------------------------------- JSON and SARIF

/**
 * JSON that is safe to print: whatever is unseen inside its strings is written as `\uXXXX`, which is the same value,
 * and so is the `#` of `##[`. `JSON.stringify` itself escapes U+0000–001F only.
 */
export function visibleJson(json: string): string {
  eachUnseen ??= new RegExp(UNSEEN, 'gu');
  return json
    .replace(eachUnseen, (character) =>
      character === '\n'
        ? character
        : [...Array(character.length).keys()].map((at) => unicodeEscape(character.charCodeAt(at))).join(''),
    )
    .replaceAll('##[', '#\\u0023[');
}

function unicodeEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

/**
 * Text of a SARIF message. `[text](target)` in a message is a link (SARIF 2.1.0 §3.11.6), so the two halves are parted.
 */
export function sarifText(text: string, max: number = FIELD_LIMIT): string {
  return inlineText(text, max).replaceAll('](', '] (');
}

/** A path as a relative URI reference: each segment percent-encoded (RFC 3986), lone surrogates as U+FFFD. */
export function sarifUri(path: string): string {
  return wellFormed(path).split('/').map(encodeURIComponent).join('/');
}

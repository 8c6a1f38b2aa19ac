/**
 * A signed document over many lines, so that one kept in a repository can be reviewed: only white space between its
 * parts differs from the canonical form, which is what is signed and checked.
 */

const BACKSLASH = '\\';

/** Canonical JSON with every object of a list, and every member of the document itself, on a line of its own. */
export function spreadLines(canonical: string): string {
  let text = '';
  let from = 0;
  let depth = 0;
  const breakAt = (index: number): void => {
    text += `${canonical.slice(from, index)}\n`;
    from = index;
  };
  forEachOutsideStrings(canonical, (character, index) => {
    if (character === '{' || character === '[') {
      depth += 1;
      const next = canonical[index + 1];
      if (next === '{') breakAt(index + 1);
    } else if (character === '}' || character === ']') {
      depth -= 1;
    } else if (character === ',' && (depth === 1 || canonical[index + 1] === '{')) {
      breakAt(index + 1);
    }
  });
  return `${text}${canonical.slice(from)}\n`;
}

/** Without the white space outside of strings. Of any text: what is no document stays none. */
export function joinLines(text: string): string {
  return joinedPlainly(text) ?? joinedByStrings(text);
}

/** Code units; beyond them what the text nests could take much memory. */
const MUCH = 256 * 1024;

/** Where line feeds alone part a document, which the engine tells faster than we do. null: look closer. */
function joinedPlainly(text: string): string | null {
  if (text.length > MUCH) return null;
  const joined = text.replaceAll('\n', '');
  try {
    return JSON.stringify(JSON.parse(text)) === joined ? joined : null;
  } catch {
    return null;
  }
}

function joinedByStrings(text: string): string {
  let joined = '';
  let from = 0;
  for (;;) {
    const open = text.indexOf('"', from);
    if (open === -1) return joined + text.slice(from).replace(WHITE, '');
    const end = afterString(text, open);
    joined += text.slice(from, open).replace(WHITE, '') + text.slice(open, end);
    from = end;
  }
}

const WHITE = /[\n\r \t]+/g;

/** @param open where a string opens @returns the index behind it: that of the end where it never closes */
function afterString(text: string, open: number): number {
  for (let close = text.indexOf('"', open + 1); close !== -1; close = text.indexOf('"', close + 1)) {
    let before = close - 1;
    while (text[before] === BACKSLASH) before -= 1;
    if ((close - before) % 2 === 1) return close + 1;
  }
  return text.length;
}

function forEachOutsideStrings(text: string, visit: (character: string, index: number) => void): void {
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (quoted && character === BACKSLASH) index += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted) visit(character, index);
  }
}

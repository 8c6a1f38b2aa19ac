/** Which lines a patch added, read from `git diff -U0` output. Pure. */
import { decodeName } from './git-names.js';

/** `@@ -12,3 +14 @@`: a count that is left out is 1. */
const HUNK = /^@@ -\d{1,10}(?:,(\d{1,10}))? \+(\d{1,10})(?:,(\d{1,10}))? @@/;
const SIMPLE_ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/**
 * Lines that each file of a patch adds or modifies.
 *
 * @param patch output of git with `-p -U0 --text --dst-prefix=b/` and `core.quotePath=true`
 * @param maxLines per file; what is beyond is left out
 * @returns path of the new side → 1-based lines. Files that only lost lines have an empty set; deleted ones none.
 */
export function addedLines(patch: Buffer, maxLines: number): Map<string, Set<number>> {
  const files = new Map<string, Set<number>>();
  let lines: Set<number> | null = null;
  // Lines of the current hunk still to come: content may look like any header, so it is counted, never recognised.
  let removed = 0;
  let added = 0;
  for (let at = 0; at < patch.length; ) {
    const found = patch.indexOf(0x0a, at);
    const end = found === -1 ? patch.length : found;
    const first = patch[at];
    if (removed > 0 && first === 0x2d) removed -= 1;
    else if (added > 0 && first === 0x2b) added -= 1;
    else if (first === 0x40) {
      const hunk = HUNK.exec(patch.toString('latin1', at, Math.min(end, at + 100)));
      if (hunk !== null) {
        removed = Number(hunk[1] ?? 1);
        added = Number(hunk[3] ?? 1);
        addRange(lines, Number(hunk[2]), added, maxLines);
      }
    } else if (first === 0x2b) {
      const path = newSide(patch.toString('latin1', at, end));
      lines = path === null ? null : (files.get(path) ?? new Set());
      if (path !== null && lines !== null) files.set(path, lines);
    }
    at = end + 1;
  }
  return files;
}

function addRange(lines: Set<number> | null, start: number, count: number, maxLines: number): void {
  if (lines === null) return;
  const end = start + Math.min(count, maxLines - lines.size);
  for (let line = start; line < end; line += 1) lines.add(line);
}

/** The path of a `+++ b/path` line; git ends it with a tab when it holds a space, and quotes it when it must. */
function newSide(line: string): string | null {
  if (!line.startsWith('+++ ')) return null;
  const name = line.slice(4).replace(/\t$/, '');
  const bytes = name.startsWith('"') ? unquote(name.slice(1, -1)) : Buffer.from(name, 'latin1');
  const path = decodeName(bytes);
  return path.startsWith('b/') ? path.slice(2) : null;
}

/** Undo git's C-style quoting (git-config(1), `core.quotePath`). */
function unquote(text: string): Buffer {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== '\\') {
      bytes.push(text.charCodeAt(at));
      continue;
    }
    const octal = /^[0-3][0-7]{2}/.exec(text.slice(at + 1, at + 4))?.[0];
    const char = text[at + 1] ?? '';
    bytes.push(octal === undefined ? (SIMPLE_ESCAPES[char] ?? char.charCodeAt(0)) : Number.parseInt(octal, 8));
    at += octal === undefined ? 1 : 3;
  }
  return Buffer.from(bytes);
}

/**
 * Refs as the files of a clone say them, where they say them plainly: a process of git for a handful of refs
 * is a twentieth of a check of drift (docs/adr/0017-start-up.md). Whatever is not the plain case is for git: another format
 * than files, links, chains of symbolic refs, one whose target is gone, odd names and content, a `packed-refs` that git
 * did not write just so, or a great many refs.
 *
 * gitrepository-layout(5), "refs" and "packed-refs"; git-pack-refs(1).
 */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `id` of an object, or `target`, the name of the ref with an id that a symbolic ref stands for. */
export type Ref = { readonly id: string } | { readonly target: string };

const MAX_LOOSE = 4096;
/** About ten thousand refs. */
const MAX_PACKED = 1024 * 1024;
/** git takes it for a broken ref. */
const NONE = /^0+$/;
/** What git takes for a name (git-check-ref-format(1)), and what may stand in a path as it is. */
const PLAIN_NAME = /^refs(?:\/[A-Za-z0-9][A-Za-z0-9_-]*)+$/;
/** As git has written it since 2.15. */
const PACKED_HEAD = /^# pack-refs with:(?: [a-z-]+)* sorted(?: [a-z-]+)* ?$/;
const PACKED_LINE = /^([0-9a-f]+) (refs\/[^\0- \x7f]+)$/;
const PEELED_LINE = /^\^[0-9a-f]+$/;

/**
 * @param commonDir of the clone, absolute
 * @param names full names of refs that all work trees of a clone share
 * @param digits of an id in this clone
 * @returns those that there are; null: ask git
 */
export function plainRefs(
  commonDir: string,
  names: readonly string[],
  digits: number,
): ReadonlyMap<string, Ref> | null {
  if (!names.every((name) => PLAIN_NAME.test(name))) return null;
  try {
    // Of another format a file stands there, so that older versions of git fail (git-init(1), --ref-format).
    if (!lstatSync(join(commonDir, 'refs/heads')).isDirectory()) return null;
    if (lstatSync(join(commonDir, 'reftable'), { throwIfNoEntry: false }) !== undefined) return null;
    const refs = new Map<string, Ref>();
    const rest: string[] = [];
    // The list grows: what a symbolic ref stands for is looked for too.
    const wanted = [...names];
    for (const name of wanted) {
      const text = textOf(join(commonDir, name), MAX_LOOSE);
      if (text === '') {
        rest.push(name);
        continue;
      }
      const ref = looseRef(text, digits);
      refs.set(name, ref);
      if ('target' in ref && !wanted.includes(ref.target)) wanted.push(ref.target);
    }
    // After the loose ones: git writes a ref there before it takes the loose one away.
    const packed = rest.length === 0 ? '' : textOf(join(commonDir, 'packed-refs'), MAX_PACKED);
    for (const [name, id] of packedIds(packed, rest, digits)) refs.set(name, { id });
    for (const ref of refs.values()) {
      const end = 'target' in ref ? refs.get(ref.target) : ref;
      if (end === undefined || 'target' in end) return null;
    }
    for (const name of wanted.slice(names.length)) refs.delete(name);
    return refs;
  } catch {
    return null;
  }
}

/** Its text; '' where there is no such file. @throws what is no regular file, or too large, or empty */
function textOf(file: string, maxBytes: number): string {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return '';
  if (!stat.isFile() || stat.size === 0 || stat.size > maxBytes) throw notPlain();
  return readFileSync(file, 'latin1');
}

/** @throws not in the form that git writes */
function looseRef(text: string, digits: number): Ref {
  const line = text.endsWith('\n') ? text.slice(0, -1) : text;
  if (isId(line, digits)) return { id: line };
  const target = line.startsWith('ref: ') ? line.slice('ref: '.length) : '';
  if (!PLAIN_NAME.test(target)) throw notPlain();
  return { target };
}

/** @throws any line is not in the form that git writes: what one says counts only where all are whole */
function packedIds(packed: string, names: readonly string[], digits: number): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (packed === '') return found;
  const [head = '', ...lines] = packed.split('\n');
  // The last line feed leaves an empty line.
  if (!PACKED_HEAD.test(head) || lines.pop() !== '') throw notPlain();
  let before = '';
  for (const line of lines) {
    const [, id = '', name = ''] = PACKED_LINE.exec(line) ?? [];
    if (name === '') {
      if (before === '' || !PEELED_LINE.test(line) || line.length !== digits + 1) throw notPlain();
      continue;
    }
    if (!isId(id, digits) || name <= before) throw notPlain();
    before = name;
    if (names.includes(name)) found.set(name, id);
  }
  return found;
}

function isId(text: string, digits: number): boolean {
  return text.length === digits && /^[0-9a-f]+$/.test(text) && !NONE.test(text);
}

function notPlain(): Error {
  return new Error('not a plain ref');
}

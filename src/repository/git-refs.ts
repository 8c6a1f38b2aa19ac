/**
 * Refs as the files of a clone say them, where they say them plainly: asking git for five refs takes longer than a whole
 * check takes for anything else (docs/adr/0017-start-up.md). Whatever is not the plain case is for git: another format
 * than files, links, symbolic branches, odd content, a great many packed refs.
 *
 * gitrepository-layout(5), "refs" and "packed-refs"; git-pack-refs(1).
 */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `id` of an object, or `target`, the name that a symbolic ref stands for. */
export type Ref = { readonly id: string } | { readonly target: string };

const MAX_LOOSE = 4096;
/** About ten thousand refs. */
const MAX_PACKED = 1024 * 1024;
const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** git takes it for a broken ref. */
const NONE = /^0+$/;
/** What may stand in a path as it is. */
const PLAIN_NAME = /^refs(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)+$/;

/**
 * @param commonDir of the clone, absolute
 * @param names full names of refs that all work trees of a clone share
 * @returns those that there are; null: ask git
 */
export function plainRefs(commonDir: string, names: readonly string[]): ReadonlyMap<string, Ref> | null {
  if (!names.every((name) => PLAIN_NAME.test(name))) return null;
  try {
    // Of another format a file stands there, so that older versions of git fail (git-init(1), --ref-format).
    if (!lstatSync(join(commonDir, 'refs/heads')).isDirectory()) return null;
    if (lstatSync(join(commonDir, 'reftable'), { throwIfNoEntry: false }) !== undefined) return null;
    const refs = new Map<string, Ref>();
    const rest: string[] = [];
    for (const name of names) {
      const text = textOf(join(commonDir, name), MAX_LOOSE);
      if (text === '') rest.push(name);
      else refs.set(name, looseRef(text));
    }
    // After the loose ones: git writes a ref there before it takes the loose one away.
    const packed = rest.length === 0 ? '' : textOf(join(commonDir, 'packed-refs'), MAX_PACKED);
    for (const name of rest) {
      const id = packedId(packed, name);
      if (id !== null) refs.set(name, { id });
    }
    return refs;
  } catch {
    return null;
  }
}

/** Its text; '' where there is no such file. @throws what is no regular file, or too large, or empty */
function textOf(file: string, maxBytes: number): string {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return '';
  if (!stat.isFile() || stat.size === 0 || stat.size > maxBytes) throw new Error('not a plain ref');
  return readFileSync(file, 'latin1');
}

/** @throws not in the form that git writes */
function looseRef(text: string): Ref {
  const line = text.endsWith('\n') ? text.slice(0, -1) : text;
  if (ID.test(line) && !NONE.test(line)) return { id: line };
  const target = line.startsWith('ref: ') ? line.slice('ref: '.length) : '';
  if (!PLAIN_NAME.test(target)) throw new Error('not a plain ref');
  return { target };
}

/** @throws not in the form that git writes */
function packedId(packed: string, name: string): string | null {
  const at = packed.indexOf(` ${name}\n`);
  if (at === -1) return null;
  const id = packed.slice(packed.lastIndexOf('\n', at) + 1, at);
  if (!ID.test(id) || NONE.test(id)) throw new Error('not a plain ref');
  return id;
}

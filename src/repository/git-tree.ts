/**
 * One path of a commit, found through the trees on its way. Where few paths are asked for, those are a handful of small
 * objects for the process that reads objects anyway; `git ls-tree` would be a process for each path and commit.
 */
import type { GitObject } from './git-objects.js';

/** A tree's word about one path. */
export interface PathEntry {
  /** Six digits, as `git ls-tree` prints it: `100644`, `120000`, `040000`. */
  readonly mode: string;
  readonly oid: string;
}

/** `unknown`: a tree on the way is missing, broken or too large, or this is no commit. */
export type FoundPath = PathEntry | 'none' | 'unknown';

type Tree = ReadonlyMap<string, PathEntry>;

const OID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const FOLDER = '040000';
/** The modes that git writes (gitformat-index(5)): what else a tree may hold, git itself has to say what it makes of. */
const MODES: ReadonlySet<string> = new Set(['100644', '100755', '120000', '40000', '160000']);
/** Of 100,000 entries with long names. */
const MAX_TREE_BYTES = 8 * 1024 * 1024;
const SPACE = 0x20;

export class TreeReader {
  readonly #read: (spec: string, maxBytes: number) => Promise<GitObject>;
  /** By object id, or by the revision that was asked for. */
  readonly #trees = new Map<string, Promise<Tree | null>>();

  /** @param read how an object is read: see `ObjectReader.read` */
  constructor(read: (spec: string, maxBytes: number) => Promise<GitObject>) {
    this.#read = read;
  }

  /**
   * @param commit full object id
   * @param path from the top, as it is written in the tree, names parted by `/`
   */
  async find(commit: string, path: string): Promise<FoundPath> {
    if (!OID.test(commit)) return 'unknown';
    const names = path.split('/').map((name) => Buffer.from(name, 'utf8').toString('latin1'));
    const last = names.pop() ?? '';
    let tree = await this.#tree(`${commit}^{tree}`, commit.length / 2);
    for (const name of names) {
      const folder = tree?.get(name);
      if (tree === null) return 'unknown';
      if (folder?.mode !== FOLDER) return 'none';
      tree = await this.#tree(folder.oid, commit.length / 2);
    }
    return tree === null ? 'unknown' : (tree.get(last) ?? 'none');
  }

  #tree(spec: string, idBytes: number): Promise<Tree | null> {
    const known = this.#trees.get(spec);
    if (known !== undefined) return known;
    const reading = this.#read(spec, MAX_TREE_BYTES).then((object) =>
      object.kind === 'object' && object.type === 'tree' ? parseTree(object.bytes, idBytes) : null,
    );
    this.#trees.set(spec, reading);
    return reading;
  }
}

/**
 * The entries of a tree object by the bytes of their names, written as Latin-1: `<mode> <name>\0<id>`, one after the
 * other (git-scm.com/book/en/v2/Git-Internals-Git-Objects, "Tree Objects").
 *
 * @param idBytes 20, or 32 in a repository of SHA-256
 * @returns null where the bytes have another form, or one that git writes never: a name twice, a mode of its own
 */
export function parseTree(bytes: Uint8Array, idBytes: number): Tree | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = new Map<string, PathEntry>();
  for (let at = 0; at < buffer.length; ) {
    const space = buffer.indexOf(SPACE, at);
    const end = buffer.indexOf(0, space);
    const next = end + 1 + idBytes;
    const mode = buffer.toString('latin1', at, Math.max(space, at));
    if (space === -1 || end === -1 || next > buffer.length || !MODES.has(mode)) return null;
    const oid = buffer.toString('hex', end + 1, next);
    const name = buffer.toString('latin1', space + 1, end);
    // Which of two counts is for git to say: git fsck calls such a tree broken, and git reads it all the same.
    if (entries.has(name)) return null;
    entries.set(name, { mode: mode.padStart(6, '0'), oid });
    at = next;
  }
  return entries;
}

/**
 * One tree at one moment, whatever it comes from. What the sources share is here: the index of paths, symbolic links
 * that are followed inside the tree only, and a cache that hands out the same bytes for the same path (parse caches
 * are keyed by the identity of the bytes).
 */
import type { ReadFailure, ReadResult, Snapshot, TreeEntry } from './types.js';

/** What stands at a path; null for nothing. */
export type NodeKind = 'file' | 'directory' | 'symlink' | 'submodule' | 'special' | null;

/** As many links as Linux follows in one path (path_resolution(7)). */
const MAX_LINKS = 40;

/** What differs between a work tree, a folder, a commit and a base laid under a subject. */
export interface TreeSource {
  readonly id: string;
  /** True when the listing itself says what stands at a path, so that no look at the disk is needed. */
  readonly exact: boolean;
  /** All entries, in any order, without duplicates. Called once. */
  load(): Promise<readonly TreeEntry[]>;
  kindOf(path: string, index: TreeIndex): NodeKind;
  /** Contents of regular files, in the order asked. Follows no link. */
  contents(entries: readonly TreeEntry[], maxBytes: number): Promise<readonly ReadResult[]>;
  /** Where the symbolic link at `path` points; null when that cannot be read. */
  linkTarget(path: string, index: TreeIndex): Promise<string | null>;
  close(): Promise<void>;
}

/** The paths of a tree. */
export class TreeIndex {
  /** Sorted by code unit. */
  readonly entries: readonly TreeEntry[];
  readonly byPath: ReadonlyMap<string, TreeEntry>;
  #directories: Set<string> | null = null;

  constructor(entries: readonly TreeEntry[]) {
    this.entries = [...entries].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
    this.byPath = new Map(entries.map((entry) => [entry.path, entry]));
  }

  /** What the listing says. */
  kindOf(path: string): NodeKind {
    const entry = this.byPath.get(path);
    if (entry === undefined) return this.#folders().has(path) ? 'directory' : null;
    return entry.kind === 'executable' ? 'file' : entry.kind;
  }

  #folders(): ReadonlySet<string> {
    if (this.#directories !== null) return this.#directories;
    const folders = new Set<string>();
    for (const { path } of this.entries) {
      for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
        const folder = path.slice(0, end);
        if (folders.has(folder)) break;
        folders.add(folder);
      }
    }
    this.#directories = folders;
    return folders;
  }
}

type Resolved = { readonly entry: TreeEntry } | { readonly failure: ReadFailure };

/** A {@link Snapshot} over a {@link TreeSource}. */
export class TreeSnapshot implements Snapshot {
  readonly #source: TreeSource;
  readonly #bytes = new Map<string, Uint8Array>();
  #index: Promise<TreeIndex> | null = null;

  constructor(source: TreeSource) {
    this.#source = source;
  }

  get id(): string {
    return this.#source.id;
  }

  /** The paths with what is known of each. Computed once. */
  index(): Promise<TreeIndex> {
    this.#index ??= this.#source.load().then((entries) => new TreeIndex(entries));
    return this.#index;
  }

  async list(): Promise<readonly TreeEntry[]> {
    return (await this.index()).entries;
  }

  async read(path: string, maxBytes: number): Promise<ReadResult> {
    const [result] = await this.readMany([path], maxBytes);
    return result ?? { ok: false, failure: { reason: 'missing' } };
  }

  async readMany(paths: readonly string[], maxBytes: number): Promise<readonly ReadResult[]> {
    const index = await this.index();
    const resolved = await Promise.all(paths.map((path) => this.#resolve(path, index)));
    const wanted = new Map<string, TreeEntry>();
    for (const one of resolved) {
      if ('entry' in one && !this.#bytes.has(one.entry.path)) wanted.set(one.entry.path, one.entry);
    }
    const entries = [...wanted.values()];
    const contents = await this.#source.contents(entries, maxBytes);
    const failures = new Map<string, ReadResult>();
    entries.forEach(({ path }, at) => {
      const result = contents[at] ?? { ok: false, failure: { reason: 'missing' } };
      // Two reads at once: the first answer stays, so that there is one set of bytes for a path.
      if (!result.ok) failures.set(path, result);
      else if (!this.#bytes.has(path)) this.#bytes.set(path, result.bytes);
    });
    return resolved.map((one): ReadResult => {
      if ('failure' in one) return { ok: false, failure: one.failure };
      const bytes = this.#bytes.get(one.entry.path);
      if (bytes === undefined) {
        return failures.get(one.entry.path) ?? { ok: false, failure: { reason: 'missing' } };
      }
      if (bytes.length <= maxBytes) return { ok: true, bytes };
      return { ok: false, failure: { reason: 'too-large', bytes: bytes.length, limit: maxBytes } };
    });
  }

  /** Where a link of this tree points; null when `path` is no link or cannot be read. */
  async linkTarget(path: string): Promise<string | null> {
    const index = await this.index();
    return this.#source.kindOf(path, index) === 'symlink' ? this.#source.linkTarget(path, index) : null;
  }

  /** What stands at a path of this tree. */
  async kindOf(path: string): Promise<NodeKind> {
    return this.#source.kindOf(path, await this.index());
  }

  async close(): Promise<void> {
    this.#bytes.clear();
    await this.#source.close();
  }

  /** Walk `path` name by name, the way a kernel would, but never out of the tree and never into `.git`. */
  async #resolve(path: string, index: TreeIndex): Promise<Resolved> {
    if (this.#source.exact) {
      const entry = index.byPath.get(path);
      if (entry?.kind === 'file' || entry?.kind === 'executable') return { entry };
    }
    const pending = path.split('/').reverse();
    const done: string[] = [];
    let links = 0;
    let target = path;
    let kind: NodeKind = 'directory';
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (name === '' || name === '.') continue;
      if (kind !== 'directory') return { failure: { reason: 'missing' } };
      if (name === '..' && done.pop() !== undefined) continue;
      if (name === '..' || name.toLowerCase() === '.git') return { failure: { reason: 'symlink-outside', target } };
      done.push(name);
      const here = done.join('/');
      kind = this.#source.kindOf(here, index);
      if (kind !== 'symlink') continue;
      links += 1;
      if (links > MAX_LINKS)
        return { failure: { reason: 'unreadable', detail: 'its symbolic links go round in a circle' } };
      const next = await this.#source.linkTarget(here, index);
      if (next === null) return { failure: { reason: 'unreadable', detail: 'the symbolic link cannot be read' } };
      target = next;
      if (isAbsolute(next)) return { failure: { reason: 'symlink-outside', target } };
      done.pop();
      pending.push(...next.split('/').reverse());
      kind = 'directory';
    }
    if (kind === null) return { failure: { reason: 'missing' } };
    if (kind !== 'file') return { failure: { reason: 'not-a-file', kind } };
    // What is ignored by git is not part of the tree, even where a link leads to it.
    const entry = index.byPath.get(done.join('/'));
    return entry === undefined ? { failure: { reason: 'missing' } } : { entry };
  }
}

/** Absolute on any system a checkout may land on: a link that is fine on Linux alone is refused as well. */
function isAbsolute(target: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:)/.test(target);
}

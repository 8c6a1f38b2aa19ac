/**
 * The tree of one commit after the other, from what each changed. Content is read from git once for as long as
 * neighbours share it, and the same content is the same bytes, so that neighbours share the parse of it too.
 */
import type { Git } from '../repository/git.js';
import type { RawChange } from '../repository/raw-changes.js';
import { kindOfMode, readBlob, readLink } from '../repository/snapshot-objects.js';
import { type NodeKind, type TreeIndex, TreeSnapshot, type TreeSource } from '../repository/snapshot-tree.js';
import type { ReadResult, TreeEntry } from '../repository/types.js';

/** What one tree was asked for: its paths and their content. */
export class Reads {
  readonly paths = new Set<string>();
  readonly #contents = new Map<string, ReadResult>();
  #earlier: Reads | null;

  /** @param earlier the reads of the tree before, whose contents are handed on */
  constructor(earlier: Reads | null) {
    this.#earlier = earlier;
    // Two generations are kept and no more: what neither of them asked for is let go.
    if (earlier !== null) earlier.#earlier = null;
  }

  async content(key: string, read: () => Promise<ReadResult>): Promise<ReadResult> {
    const result = this.#known(key) ?? (await read());
    this.#contents.set(key, result);
    return result;
  }

  #known(key: string): ReadResult | undefined {
    const own = this.#contents.get(key);
    return own ?? (this.#earlier === null ? undefined : this.#earlier.#contents.get(key));
  }
}

/** The entries of a tree that changes; sorted by path whenever they are looked at. */
export class HistoryTree {
  #entries: readonly TreeEntry[];
  readonly #pending = new Map<string, TreeEntry | null>();

  /** @param entries sorted by code unit */
  constructor(entries: readonly TreeEntry[]) {
    this.#entries = entries;
  }

  apply(records: readonly RawChange[]): void {
    for (const { status, oldPath } of records) if (status === 'D' || status === 'R') this.#pending.set(oldPath, null);
    for (const { status, newPath, newMode, newOid } of records) {
      if (status === 'D') continue;
      this.#pending.set(newPath, { path: newPath, kind: kindOfMode(newMode), oid: newOid });
    }
  }

  get entries(): readonly TreeEntry[] {
    if (this.#pending.size > 0) {
      this.#entries = merged(this.#entries, this.#pending);
      this.#pending.clear();
    }
    return this.#entries;
  }
}

/** One pass over both: a history costs what changed, not a sort for each commit. */
function merged(entries: readonly TreeEntry[], pending: ReadonlyMap<string, TreeEntry | null>): TreeEntry[] {
  const fresh = [...pending.values()].flatMap((entry) => entry ?? []).sort((a, b) => (a.path < b.path ? -1 : 1));
  const result: TreeEntry[] = [];
  let next = 0;
  for (const entry of entries) {
    for (let one = fresh[next]; one !== undefined && one.path < entry.path; one = fresh[next]) {
      result.push(one);
      next += 1;
    }
    if (!pending.has(entry.path)) result.push(entry);
  }
  return result.concat(fresh.slice(next));
}

/**
 * Whether a change leaves everything alone that was read of a tree, and the tree's paths too. The model and the
 * policy are functions of these, so they stay what they are.
 */
export function leavesAlone(records: readonly RawChange[], reads: Reads): boolean {
  return records.every(({ status, newPath }) => status === 'M' && !reads.paths.has(newPath));
}

/** A snapshot of `entries` that notes what is read of it in `reads`. Closing it leaves `git` open. */
export function snapshotOf(git: Git, sha: string, entries: readonly TreeEntry[], reads: Reads): TreeSnapshot {
  return new TreeSnapshot(new HistorySource(git, sha, entries, reads));
}

class HistorySource implements TreeSource {
  readonly id: string;
  readonly exact = true;
  readonly #git: Git;
  readonly #entries: readonly TreeEntry[];
  readonly #reads: Reads;

  constructor(git: Git, sha: string, entries: readonly TreeEntry[], reads: Reads) {
    this.id = `commit:${sha}`;
    this.#git = git;
    this.#entries = entries;
    this.#reads = reads;
  }

  load(): Promise<readonly TreeEntry[]> {
    return Promise.resolve(this.#entries);
  }

  kindOf(path: string, index: TreeIndex): NodeKind {
    return index.kindOf(path);
  }

  contents(entries: readonly TreeEntry[], maxBytes: number): Promise<readonly ReadResult[]> {
    return Promise.all(
      entries.map(({ path, oid }) => {
        this.#reads.paths.add(path);
        return this.#reads.content(`${maxBytes} ${oid}`, () => readBlob(this.#git, oid, maxBytes));
      }),
    );
  }

  linkTarget(path: string, index: TreeIndex): Promise<string | null> {
    this.#reads.paths.add(path);
    return readLink(this.#git, index.byPath.get(path)?.oid);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

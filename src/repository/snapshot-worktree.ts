/** What is on disk in a work tree: tracked files, and untracked ones that are not ignored. */
import type { Git } from './git.js';
import { splitNames } from './git-names.js';
import { blobIdsOnDisk } from './snapshot-blob-ids.js';
import { Disk } from './snapshot-disk.js';
import { kindOfMode, readBlob, readLink } from './snapshot-objects.js';
import type { NodeKind, TreeSource } from './snapshot-tree.js';
import { TreeIndex, TreeSnapshot } from './snapshot-tree.js';
import type { ReadResult, TreeEntry } from './types.js';

/** The work tree of `git`. Its listing is one process. */
export function openWorkTree(git: Git): WorkTreeSnapshot {
  return new WorkTreeSnapshot(new WorkTreeSource(git));
}

/** A work tree, with the questions only a comparison asks. */
export class WorkTreeSnapshot extends TreeSnapshot {
  readonly #tree: WorkTreeSource;

  constructor(source: WorkTreeSource) {
    super(source);
    this.#tree = source;
  }

  /** Paths git does not track. */
  async untracked(): Promise<ReadonlySet<string>> {
    await this.index();
    return this.#tree.untracked;
  }

  /**
   * Object ids the content of `path` would have in git: as it is, and with line ends as git may have normalised them
   * (gitattributes(5), `text`). Empty when it is no file or link, or larger than `maxBytes`.
   *
   * @param length hex digits of an object id of this repository: 40 (SHA-1) or 64 (SHA-256)
   */
  blobIds(path: string, length: number, maxBytes: number): readonly string[] {
    return this.#tree.blobIds(path, length, maxBytes);
  }
}

class WorkTreeSource implements TreeSource {
  readonly id = 'worktree';
  readonly exact = false;
  readonly untracked = new Set<string>();
  readonly #git: Git;
  readonly #disk: Disk;
  /** Entries a sparse checkout leaves out: they are part of the tree, and their content is in the object database. */
  #sparse: TreeIndex | null = null;

  constructor(git: Git) {
    this.#git = git;
    this.#disk = new Disk(git.top);
  }

  async load(): Promise<readonly TreeEntry[]> {
    // One listing of untracked (tag ?), tracked (H, S for sparse, M while merging) and deleted (R) paths.
    const args = ['ls-files', '-t', '-z', '--stage', '--others', '--deleted', '--exclude-standard'];
    const { stdout } = await this.#git.run(args);
    const entries = new Map<string, TreeEntry>();
    const sparse: TreeEntry[] = [];
    for (const line of splitNames(stdout)) {
      const tag = line[0];
      const rest = line.slice(2);
      // A folder in this list is a repository of its own.
      if (tag === '?' && !rest.endsWith('/')) {
        this.untracked.add(rest);
        entries.set(rest, { path: rest, kind: this.#disk.kindOf(rest) === 'symlink' ? 'symlink' : 'file' });
        continue;
      }
      const tab = rest.indexOf('\t');
      if (tag === '?' || tab === -1) continue;
      const [mode = '', oid = ''] = rest.slice(0, tab).split(' ');
      const path = rest.slice(tab + 1);
      if (tag === 'R') entries.delete(path);
      else entries.set(path, { path, kind: kindOfMode(mode), oid });
      if (tag === 'S') sparse.push({ path, kind: kindOfMode(mode), oid });
    }
    if (sparse.length > 0) this.#sparse = new TreeIndex(sparse);
    return [...entries.values()];
  }

  kindOf(path: string): NodeKind {
    return this.#disk.kindOf(path) ?? this.#sparse?.kindOf(path) ?? null;
  }

  contents(entries: readonly TreeEntry[], maxBytes: number): Promise<readonly ReadResult[]> {
    return Promise.all(
      entries.map(({ path, oid }) =>
        this.#isAbsent(path) ? readBlob(this.#git, oid, maxBytes) : this.#disk.read(path, maxBytes),
      ),
    );
  }

  async linkTarget(path: string): Promise<string | null> {
    if (this.#isAbsent(path)) return readLink(this.#git, this.#sparse?.byPath.get(path)?.oid);
    return this.#disk.linkTarget(path);
  }

  #isAbsent(path: string): boolean {
    return this.#sparse?.byPath.has(path) === true && this.#disk.kindOf(path) === null;
  }

  blobIds(path: string, length: number, maxBytes: number): readonly string[] {
    return blobIdsOnDisk(this.#disk, path, length, maxBytes);
  }

  close(): Promise<void> {
    return this.#git.close();
  }
}

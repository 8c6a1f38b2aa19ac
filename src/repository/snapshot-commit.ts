/** A commit, read from the object database: nothing is checked out, nothing of it is executed. */
import type { Git } from './git.js';
import { splitNames } from './git-names.js';
import { kindOfMode, readBlob, readLink } from './snapshot-objects.js';
import type { NodeKind, TreeIndex, TreeSource } from './snapshot-tree.js';
import { TreeSnapshot } from './snapshot-tree.js';
import type { ReadResult, TreeEntry } from './types.js';

/**
 * The tree of a commit.
 *
 * @param sha the full object id of a commit that is in `git`'s object database
 */
export function openCommit(git: Git, sha: string): TreeSnapshot {
  return new TreeSnapshot(new CommitSource(git, sha));
}

class CommitSource implements TreeSource {
  readonly id: string;
  readonly exact = true;
  readonly #git: Git;
  readonly #sha: string;

  constructor(git: Git, sha: string) {
    this.id = `commit:${sha}`;
    this.#git = git;
    this.#sha = sha;
  }

  /** @throws {PhaseMirrorError} `evidence` when the commit or one of its trees is missing or broken */
  async load(): Promise<readonly TreeEntry[]> {
    const { stdout } = await this.#git.run(['ls-tree', '-r', '-z', '--full-tree', this.#sha]);
    return splitNames(stdout).map((line) => {
      const tab = line.indexOf('\t');
      const [mode = '', , oid = ''] = line.slice(0, tab).split(' ');
      return { path: line.slice(tab + 1), kind: kindOfMode(mode), oid };
    });
  }

  kindOf(path: string, index: TreeIndex): NodeKind {
    return index.kindOf(path);
  }

  contents(entries: readonly TreeEntry[], maxBytes: number): Promise<readonly ReadResult[]> {
    return Promise.all(entries.map(({ oid }) => readBlob(this.#git, oid, maxBytes)));
  }

  async linkTarget(path: string, index: TreeIndex): Promise<string | null> {
    return readLink(this.#git, index.byPath.get(path)?.oid);
  }

  close(): Promise<void> {
    return this.#git.close();
  }
}

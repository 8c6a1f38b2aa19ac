/** A commit, read from the object database: nothing is checked out, nothing of it is executed. */
import type { Git } from './git.js';
import { decodeName, splitNames } from './git-names.js';
import type { GitObject } from './git-objects.js';
import type { NodeKind, TreeIndex, TreeSource } from './snapshot-tree.js';
import { MAX_TARGET, TreeSnapshot } from './snapshot-tree.js';
import type { EntryKind, ReadResult, TreeEntry } from './types.js';

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

/** The kind of an entry from its mode, as git prints it: `100644`, `100755`, `120000`, `160000`. */
export function kindOfMode(mode: string): EntryKind {
  if (mode.startsWith('12')) return 'symlink';
  if (mode.startsWith('16')) return 'submodule';
  return mode === '100755' ? 'executable' : 'file';
}

/** One blob as the content of a file. */
export async function readBlob(git: Git, oid: string | undefined, maxBytes: number): Promise<ReadResult> {
  const object: GitObject = oid === undefined ? { kind: 'missing' } : await git.objects.read(oid, maxBytes);
  switch (object.kind) {
    case 'object':
      return { ok: true, bytes: object.bytes };
    case 'too-large':
      return { ok: false, failure: { reason: 'too-large', bytes: object.size, limit: maxBytes } };
    case 'missing':
      return { ok: false, failure: { reason: 'unreadable', detail: 'this clone lacks the object that holds it' } };
    case 'unreadable':
      return { ok: false, failure: { reason: 'unreadable', detail: object.detail } };
  }
}

/** The target of a symbolic link, which git keeps as the content of a blob. */
export async function readLink(git: Git, oid: string | undefined): Promise<string | null> {
  const result = await readBlob(git, oid, MAX_TARGET);
  return result.ok ? decodeName(result.bytes) : null;
}

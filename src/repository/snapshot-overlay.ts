/**
 * The base, laid under the subject: what the change did not touch *is* the subject's, the same bytes, so it is read
 * and parsed once; only what was changed, moved or deleted is read from git.
 */
import type { Git } from './git.js';
import { readBlob, readLink } from './snapshot-objects.js';
import type { NodeKind, TreeIndex, TreeSource } from './snapshot-tree.js';
import { TreeSnapshot } from './snapshot-tree.js';
import type { ReadResult, TreeChange, TreeEntry } from './types.js';

/**
 * What {@link TreeChange} says, and the base's side of it. A path that was moved is in `renames` and (under its new
 * name) in `changed`, not in `deleted`. A governed path without an entry in `lines` changed more than is looked at.
 */
export interface Comparison extends TreeChange {
  /** Every path of the base that the subject changed, moved or deleted, as it was. */
  readonly base: ReadonlyMap<string, TreeEntry>;
}

/**
 * @param git the repository that holds the base commit's objects
 * @param sha the base commit
 * @param subject the tree the base was compared with
 * @param change that comparison (`compareTrees`)
 * @returns the tree of `sha`. Its listing starts no process. Bytes of an unchanged path are those `subject` gives.
 */
export function overlay(git: Git, sha: string, subject: TreeSnapshot, change: Comparison): TreeSnapshot {
  return new TreeSnapshot(new OverlaySource(git, sha, subject, change));
}

class OverlaySource implements TreeSource {
  readonly id: string;
  readonly exact = true;
  readonly #git: Git;
  readonly #subject: TreeSnapshot;
  readonly #change: Comparison;

  constructor(git: Git, sha: string, subject: TreeSnapshot, change: Comparison) {
    this.id = `commit:${sha}`;
    this.#git = git;
    this.#subject = subject;
    this.#change = change;
  }

  async load(): Promise<readonly TreeEntry[]> {
    const { base, changed } = this.#change;
    const same = (await this.#subject.list()).filter(({ path }) => !base.has(path) && !changed.has(path));
    return [...same, ...base.values()];
  }

  kindOf(path: string, index: TreeIndex): NodeKind {
    return index.kindOf(path);
  }

  async contents(entries: readonly TreeEntry[], maxBytes: number): Promise<readonly ReadResult[]> {
    const { base } = this.#change;
    const same = entries.filter(({ path }) => !base.has(path)).map(({ path }) => path);
    const [unchanged, changed] = await Promise.all([
      this.#subject.readMany(same, maxBytes),
      Promise.all(entries.filter(({ path }) => base.has(path)).map(({ oid }) => readBlob(this.#git, oid, maxBytes))),
    ]);
    const fromSubject = unchanged.values();
    const fromGit = changed.values();
    return entries.map(({ path }) => {
      const next = (base.has(path) ? fromGit : fromSubject).next();
      return next.done === true ? { ok: false, failure: { reason: 'missing' } } : next.value;
    });
  }

  async linkTarget(path: string): Promise<string | null> {
    const entry = this.#change.base.get(path);
    return entry === undefined ? this.#subject.linkTarget(path) : readLink(this.#git, entry.oid);
  }

  close(): Promise<void> {
    return this.#git.close();
  }
}

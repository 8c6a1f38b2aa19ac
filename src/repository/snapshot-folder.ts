/** A plain folder without git. */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { PhaseMirrorError } from '../errors.js';
import { codeOf } from './git-discovery.js';
import { decodeName } from './git-names.js';
import { Disk } from './snapshot-disk.js';
import type { NodeKind, TreeSource } from './snapshot-tree.js';
import { TreeSnapshot } from './snapshot-tree.js';
import type { ReadResult, TreeEntry } from './types.js';

/** More entries than this are not a project but a home folder or a disk. */
const MAX_ENTRIES = 200_000;
/** Never part of what a repository says: git's own files, and what a package manager put there. */
const SKIPPED = new Set(['.git', 'node_modules']);

/**
 * What is on disk below `path`.
 *
 * @param maxEntries refuse a folder with more
 * @throws {PhaseMirrorError} `user` when `path` is not a folder; while listing, `user` when it holds more than
 *   `maxEntries` entries and `evidence` when a folder below it cannot be listed
 */
export function openFolder(path: string, maxEntries: number = MAX_ENTRIES): TreeSnapshot {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new PhaseMirrorError('user', {
      thing: path,
      reason: 'is not a folder',
      next: 'Name the folder of a checkout',
    });
  }
  return new TreeSnapshot(new FolderSource(realpathSync(path), maxEntries));
}

class FolderSource implements TreeSource {
  readonly id = 'folder';
  readonly exact = false;
  readonly #top: string;
  readonly #maxEntries: number;
  readonly #disk: Disk;

  constructor(top: string, maxEntries: number) {
    this.#top = top;
    this.#maxEntries = maxEntries;
    this.#disk = new Disk(top);
  }

  async load(): Promise<readonly TreeEntry[]> {
    const entries: TreeEntry[] = [];
    const folders = [''];
    let seen = 0;
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      for (const entry of this.#children(folder)) {
        seen += 1;
        if (seen > this.#maxEntries) throw this.#tooMany();
        const path = folder + decodeName(entry.name);
        if (entry.isDirectory() && !SKIPPED.has(entry.name.toString('latin1'))) folders.push(`${path}/`);
        else if (entry.isSymbolicLink()) entries.push({ path, kind: 'symlink' });
        else if (entry.isFile()) entries.push({ path, kind: 'file' });
      }
    }
    return entries;
  }

  #children(folder: string) {
    try {
      return readdirSync(this.#disk.locate(folder), { withFileTypes: true, encoding: 'buffer' });
    } catch (error) {
      throw new PhaseMirrorError('evidence', {
        thing: `the folder ${folder === '' ? this.#top : folder}`,
        reason: `cannot be listed (${codeOf(error)})`,
        next: 'Make it readable, or evaluate a folder without it',
        cause: error,
      });
    }
  }

  #tooMany(): PhaseMirrorError {
    return new PhaseMirrorError('user', {
      thing: this.#top,
      reason: `holds more than ${this.#maxEntries} files and folders`,
      next: 'Name the folder of one repository',
    });
  }

  kindOf(path: string): NodeKind {
    return this.#disk.kindOf(path);
  }

  async contents(entries: readonly TreeEntry[], maxBytes: number): Promise<readonly ReadResult[]> {
    return entries.map(({ path }) => this.#disk.read(path, maxBytes));
  }

  async linkTarget(path: string): Promise<string | null> {
    return this.#disk.linkTarget(path);
  }

  async close(): Promise<void> {
    // Nothing is held open.
  }
}

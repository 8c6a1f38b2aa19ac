/** Reading single files of a folder on disk without ever following a link. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readlinkSync, readSync } from 'node:fs';
import { codeOf } from './git-discovery.js';
import { decodeName, encodeName } from './git-names.js';
import type { NodeKind } from './snapshot-tree.js';
import { MAX_TARGET, type ReadResult } from './types.js';

/** Not on every system; where it is missing, `lstat` alone stands between us and a link or a pipe. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The files below one folder. Synchronous: a handful of small files is read faster than promises are made. */
export class Disk {
  readonly #top: string;
  readonly #kinds = new Map<string, NodeKind>();

  constructor(top: string) {
    this.#top = top;
  }

  /** The file system's name for a path of the tree; bytes where the name is not UTF-8. */
  locate(path: string): string | Buffer {
    if (!path.includes('\\x')) return `${this.#top}/${path}`;
    return Buffer.concat([Buffer.from(`${this.#top}/`), encodeName(path)]);
  }

  /** What stands at `path`. Remembered: folders are asked for again and again. */
  kindOf(path: string): NodeKind {
    const known = this.#kinds.get(path);
    if (known !== undefined) return known;
    const kind = this.#look(path);
    this.#kinds.set(path, kind);
    return kind;
  }

  #look(path: string): NodeKind {
    try {
      const stat = lstatSync(this.locate(path));
      if (stat.isFile()) return 'file';
      if (stat.isDirectory()) return 'directory';
      return stat.isSymbolicLink() ? 'symlink' : 'special';
    } catch (error) {
      // A name that cannot be looked up for any other reason is shown as unreadable when it is opened.
      return ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(codeOf(error)) ? null : 'file';
    }
  }

  /** Where the link at `path` points; null when it cannot be read or is longer than a path may be. */
  linkTarget(path: string): string | null {
    try {
      const target = readlinkSync(this.locate(path), 'buffer');
      return target.length > MAX_TARGET ? null : decodeName(target);
    } catch {
      return null;
    }
  }

  /** The content of the regular file at `path`, whose parent folders the caller has looked at. */
  read(path: string, maxBytes: number): ReadResult {
    let file: number;
    try {
      file = openSync(this.locate(path), OPEN_FLAGS);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ENOENT' || code === 'ENOTDIR') return { ok: false, failure: { reason: 'missing' } };
      return { ok: false, failure: { reason: 'unreadable', detail: `it cannot be opened (${code})` } };
    }
    try {
      const stat = fstatSync(file);
      if (!stat.isFile()) return { ok: false, failure: { reason: 'not-a-file', kind: 'special' } };
      if (stat.size > maxBytes) {
        return { ok: false, failure: { reason: 'too-large', bytes: stat.size, limit: maxBytes } };
      }
      // One byte more than expected shows that the file grew.
      const bytes = new Uint8Array(stat.size + 1);
      let size = 0;
      for (let got = -1; got !== 0 && size < bytes.length; size += got) {
        got = readSync(file, bytes, size, bytes.length - size, size);
      }
      if (size > stat.size) {
        return { ok: false, failure: { reason: 'unreadable', detail: 'it changed while it was read' } };
      }
      return { ok: true, bytes: bytes.subarray(0, size) };
    } catch (error) {
      return { ok: false, failure: { reason: 'unreadable', detail: `it cannot be read (${codeOf(error)})` } };
    } finally {
      closeSync(file);
    }
  }
}

/** The ids that git gives what lies on the disk. */
import { createHash, hash as hashOnce } from 'node:crypto';
import { encodeName } from './git-names.js';
import type { Disk } from './snapshot-disk.js';

/** Copying more would cost what a stream does. */
const SMALL = 64 * 1024;
const hash: typeof hashOnce | undefined = hashOnce;

/** See `WorkTreeSnapshot.blobIds`. */
export function blobIdsOnDisk(disk: Disk, path: string, length: number, maxBytes: number): readonly string[] {
  const kind = disk.kindOf(path);
  if (kind === 'symlink') {
    const target = disk.linkTarget(path);
    return target === null ? [] : [blobId(encodeName(target), length)];
  }
  const content = kind === 'file' ? disk.read(path, maxBytes) : undefined;
  if (content?.ok !== true) return [];
  const bytes = Buffer.from(content.bytes.buffer, content.bytes.byteOffset, content.bytes.length);
  const text = bytes.toString('latin1');
  if (!text.includes('\r\n')) return [blobId(bytes, length)];
  return [blobId(bytes, length), blobId(Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1'), length)];
}

/** The id git gives a blob: the hash of `blob <size>`, a NUL and the content (gitformat-loose, "Git objects"). */
function blobId(content: Uint8Array, length: number): string {
  const algorithm = length === 64 ? 'sha256' : 'sha1';
  const head = `blob ${content.length}\0`;
  // Of Node 20.12 (nodejs.org/api/crypto.html): no stream is made for each of many small files.
  if (content.length <= SMALL && hash !== undefined)
    return hash(algorithm, Buffer.concat([Buffer.from(head), content]));
  return createHash(algorithm).update(head).update(content).digest('hex');
}

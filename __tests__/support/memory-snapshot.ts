import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadResult, Snapshot } from '../../src/repository/types.js';

/** A tree that exists only in a test. Contents are text or bytes. */
export function memorySnapshot(files: Readonly<Record<string, string | Uint8Array>>): Snapshot {
  const entries = Object.keys(files)
    .sort((a, b) => (a < b ? -1 : 1))
    .map((path) => ({ path, kind: 'file' as const }));
  const read = (path: string, maxBytes: number): ReadResult => {
    const content = files[path];
    if (content === undefined) return { ok: false, failure: { reason: 'missing' } };
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    if (bytes.length > maxBytes) {
      return { ok: false, failure: { reason: 'too-large', bytes: bytes.length, limit: maxBytes } };
    }
    return { ok: true, bytes };
  };
  return {
    id: 'folder',
    list: () => Promise.resolve(entries),
    read: (path, maxBytes) => Promise.resolve(read(path, maxBytes)),
    readMany: (paths, maxBytes) => Promise.resolve(paths.map((path) => read(path, maxBytes))),
    close: () => Promise.resolve(),
  };
}

/** All files below a folder, by their path inside it. */
export function filesBelow(folder: string): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(folder.length + 1).replaceAll('\\', '/')] = readFileSync(path);
  }
  return files;
}

/** Entries of trees in the object database, as every snapshot reads them. */
import type { Git } from './git.js';
import { decodeName } from './git-names.js';
import type { GitObject } from './git-objects.js';
import { type EntryKind, MAX_TARGET, type ReadResult } from './types.js';

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

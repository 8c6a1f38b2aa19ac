/** How the subject differs from the base. */
import { addedLines } from './compare-hunks.js';
import type { Git } from './git.js';
import { NOT_INSIDE_SUBMODULES, parseRaw, RAW_TREES, type RawChange, RENAMES } from './raw-changes.js';
import { kindOfMode } from './snapshot-objects.js';
import type { Comparison } from './snapshot-overlay.js';
import type { WorkTreeSnapshot } from './snapshot-worktree.js';
import type { TreeEntry } from './types.js';

export type { Comparison } from './snapshot-overlay.js';

export type ComparedSubject =
  | { readonly kind: 'worktree'; readonly snapshot: WorkTreeSnapshot }
  | { readonly kind: 'commit'; readonly sha: string };

/** Lines remembered of one file. */
const MAX_LINES = 100_000;
/** Governed paths whose lines are looked at, and the patch that may be read for them. */
const MAX_PATHS = 1000;
const PATHS_PER_CALL = 250;
const MAX_PATCH = 16 * 1024 * 1024;
/** A file that only looks changed (a copied checkout) is hashed when it is no larger, and at most so many are. */
const MAX_HASHED_BYTES = 4 * 1024 * 1024;
const MAX_HASHED_FILES = 20_000;

const PATCH = [
  ...['-p', '-U0', '--text', '--no-color', '--no-ext-diff', '--no-textconv', '--full-index'],
  ...['--inter-hunk-context=0', '--src-prefix=a/', '--dst-prefix=b/', '--submodule=short'],
];

/**
 * Compare a base commit with the subject.
 *
 * A file moved in the work tree without telling git is found as a rename when its content is unchanged; git itself
 * finds similar ones only among files it tracks.
 *
 * @param git a repository that holds the objects of both
 * @param baseCommit full object id
 * @param governed the paths whose changed lines are wanted
 * @throws {PhaseMirrorError} `evidence` when git cannot compare them: an object is missing (a partial clone) or broken
 */
export async function compareTrees(
  git: Git,
  baseCommit: string,
  subject: ComparedSubject,
  governed: (path: string) => boolean,
): Promise<Comparison> {
  const draft = new Draft();
  if (subject.kind === 'commit') {
    const args = ['diff-tree', ...RAW_TREES, baseCommit, subject.sha];
    for (const change of parseRaw((await git.run(args)).stdout)) draft.add(change);
  } else {
    await compareWorkTree(git, baseCommit, subject.snapshot, governed, draft);
  }
  await addLines(git, baseCommit, subject, governed, draft);
  return draft;
}

/** A comparison while it is put together. */
class Draft implements Comparison {
  readonly renames = new Map<string, string>();
  readonly changed = new Set<string>();
  readonly deleted = new Set<string>();
  readonly lines = new Map<string, ReadonlySet<number>>();
  readonly base = new Map<string, TreeEntry>();

  add(change: RawChange): void {
    const { status, oldPath, newPath, oldMode, oldOid } = change;
    if (status === 'D') this.deleted.add(oldPath);
    else this.changed.add(newPath);
    if (status === 'R') this.renames.set(oldPath, newPath);
    if (Number(oldMode) > 0) this.base.set(oldPath, { path: oldPath, kind: kindOfMode(oldMode), oid: oldOid });
  }

  /** A deleted path and a new one hold the same: it was moved. */
  move(from: string, to: string): void {
    this.deleted.delete(from);
    this.changed.add(to);
    this.renames.set(from, to);
  }

  /** The path is the same on both sides after all. */
  restore(path: string): void {
    this.deleted.delete(path);
    this.changed.delete(path);
    this.base.delete(path);
  }
}

async function compareWorkTree(
  git: Git,
  baseCommit: string,
  snapshot: WorkTreeSnapshot,
  governed: (path: string) => boolean,
  draft: Draft,
): Promise<void> {
  const [untracked, config] = await Promise.all([snapshot.untracked(), git.withoutFilters()]);
  const args = ['diff-index', '-z', '--raw', ...RENAMES, '--no-abbrev', NOT_INSIDE_SUBMODULES, baseCommit];
  const { stdout } = await git.run(args, { config });
  let hashed = 0;
  for (const change of parseRaw(stdout)) {
    // Without a new object id git compared times and sizes alone.
    const unsure = change.status === 'M' && /^0+$/.test(change.newOid) && !change.oldMode.startsWith('16');
    if (unsure && hashed < MAX_HASHED_FILES) {
      hashed += 1;
      if (isSame(snapshot, change.newPath, change.oldOid)) continue;
    }
    draft.add(change);
  }
  const gone = new Map<string, string>();
  for (const path of draft.deleted) {
    const oid = draft.base.get(path)?.oid;
    if (oid !== undefined && governed(path) && !gone.has(oid)) gone.set(oid, path);
  }
  for (const path of untracked) {
    const old = draft.base.get(path);
    if (old?.oid !== undefined && draft.deleted.has(path)) {
      // Untracked since the base, and still there.
      if (isSame(snapshot, path, old.oid)) draft.restore(path);
      else draft.deleted.delete(path);
      if (draft.base.has(path)) draft.changed.add(path);
      continue;
    }
    const length = baseCommit.length;
    const ids = gone.size > 0 && governed(path) ? snapshot.blobIds(path, length, MAX_HASHED_BYTES) : [];
    const from = ids.map((id) => gone.get(id)).find((one) => one !== undefined && draft.deleted.has(one));
    if (from === undefined) draft.changed.add(path);
    else draft.move(from, path);
  }
}

function isSame(snapshot: WorkTreeSnapshot, path: string, oid: string): boolean {
  return snapshot.blobIds(path, oid.length, MAX_HASHED_BYTES).includes(oid);
}

/** The lines of governed paths that changed: from the patch, and all lines of what git does not track. */
async function addLines(
  git: Git,
  baseCommit: string,
  subject: ComparedSubject,
  governed: (path: string) => boolean,
  draft: Draft,
): Promise<void> {
  const wanted = [...draft.changed].filter(governed).sort().slice(0, MAX_PATHS);
  if (wanted.length === 0) return;
  const untracked = subject.kind === 'worktree' ? await subject.snapshot.untracked() : new Set<string>();
  const oldPaths = new Map([...draft.renames].map(([from, to]) => [to, from]));
  // A name that is not UTF-8 cannot be an argument of a process.
  const tracked = wanted.filter((path) => !untracked.has(path) && !`${path}${oldPaths.get(path)}`.includes('\\x'));
  const calls: Promise<void>[] = [];
  for (let at = 0; at < tracked.length; at += PATHS_PER_CALL) {
    const paths = tracked.slice(at, at + PATHS_PER_CALL);
    calls.push(addPatchLines(git, baseCommit, subject, paths, oldPaths, draft));
  }
  await Promise.all(calls);
  if (subject.kind === 'commit') return;
  const own = wanted.filter((path) => untracked.has(path));
  const contents = await subject.snapshot.readMany(own, MAX_HASHED_BYTES);
  own.forEach((path, at) => {
    const content = contents[at];
    if (content?.ok === true) draft.lines.set(path, oldPaths.has(path) ? new Set() : allLines(content.bytes));
  });
}

async function addPatchLines(
  git: Git,
  baseCommit: string,
  subject: ComparedSubject,
  paths: readonly string[],
  oldPaths: ReadonlyMap<string, string>,
  draft: Draft,
): Promise<void> {
  // A move is only seen when both of its ends are asked for.
  const pathspecs = paths.flatMap((path) => [path, oldPaths.get(path) ?? path]);
  const config = subject.kind === 'worktree' ? await git.withoutFilters() : [];
  const command = subject.kind === 'worktree' ? ['diff-index'] : ['diff-tree', '-r'];
  const trees = subject.kind === 'worktree' ? [baseCommit] : [baseCommit, subject.sha];
  const args = [...command, ...RENAMES, ...PATCH, NOT_INSIDE_SUBMODULES, ...trees, '--', ...new Set(pathspecs)];
  let patch: Buffer;
  try {
    patch = (await git.run(args, { config, maxBytes: MAX_PATCH })).stdout;
  } catch {
    // Lines only decide where an annotation is put: without them the finding itself stands.
    return;
  }
  const found = addedLines(patch, MAX_LINES);
  for (const path of paths) draft.lines.set(path, found.get(path) ?? new Set());
}

function allLines(bytes: Uint8Array): Set<number> {
  let count = bytes.length > 0 && bytes.at(-1) !== 0x0a ? 1 : 0;
  for (const byte of bytes) if (byte === 0x0a) count += 1;
  return new Set(Array.from({ length: Math.min(count, MAX_LINES) }, (_, index) => index + 1));
}

/**
 * The governed files of a work tree, without listing the rest. Of 100,000 files git reads its index, once; the few that
 * are governed are hashed here, and git is asked again only about those that are not as it recorded them.
 * bench/drift.mjs measures it.
 */
import { lstatSync, readdirSync } from 'node:fs';
import { PhaseMirrorError } from '../errors.js';
import type { Git } from './git.js';
import { decodeName, splitNames } from './git-names.js';
import { NOT_INSIDE_SUBMODULES, parseRaw, type RawChange } from './raw-changes.js';
import { blobIdsOnDisk } from './snapshot-blob-ids.js';
import { Disk } from './snapshot-disk.js';
import { type GovernedEntry, type GovernedTree, Part, treeOf, type WantedPaths } from './snapshot-governed.js';
import { type Listing, listingOf, literalSpec, OTHERS } from './snapshot-listing.js';
import { readBlob, readLink } from './snapshot-objects.js';
import type { NodeKind, TreeIndex } from './snapshot-tree.js';
import type { ReadResult, TreeEntry } from './types.js';

/** A single governed file is read into memory to be hashed. */
const MAX_HASHED_BYTES = 64 * 1024 * 1024;
/** So many files are hashed to see whether they changed; with more, git's look at their times is faster. */
const MAX_HASHED_FILES = 2000;
const MAX_QUICK_BYTES = 1024 * 1024;
/** Paths in one list of arguments. */
const MAX_PATHSPECS = 2000;

/**
 * The wanted files of the work tree: what is on disk counts, tracked or not, unless git ignores it.
 *
 * In a repository of more than about 20,000 files, an untracked file that may lie anywhere is looked for in the folders
 * of tracked ones only; `gap` then says so.
 *
 * @throws {PhaseMirrorError} `evidence` when git cannot list the tree or a wanted file cannot be read
 */
export async function openGovernedWorkTree(git: Git, wanted: WantedPaths): Promise<GovernedTree> {
  const disk = new Disk(git.top);
  const listing = listingOf(git, wanted);
  const { pathspecs: everywhere, withOthers: small } = listing;
  const [head, { tracked, others }] = await Promise.all([git.commitAt('HEAD'), list(git, listing, wanted)]);
  const suspects =
    tracked.size > MAX_HASHED_FILES ? null : [...tracked.values()].filter((one) => !isRecorded(disk, one));
  const [dirty, untracked] = await Promise.all([
    listDirty(git, suspects === null ? everywhere : narrowed(suspects, everywhere)),
    small ? others : listUntracked(git, narrowed(strangers(disk, tracked, wanted), everywhere)),
  ]);
  const length = head?.commit.length ?? [...tracked.values()][0]?.oid.length ?? 40;
  const entries = new Map(tracked);
  const uncommitted = new Set<string>();
  for (const change of dirty) {
    if (!wanted.matches(change.newPath)) continue;
    const known = tracked.get(change.newPath);
    const entry = change.status === 'D' ? null : entryOf(disk, change, known, length);
    // Times differ, content and mode do not: a copied checkout.
    if (entry !== null && known?.oid === entry.oid && known.mode === entry.mode && change.status === 'M') continue;
    uncommitted.add(change.newPath);
    if (entry === null) entries.delete(change.newPath);
    else entries.set(entry.path, entry);
  }
  for (const path of untracked) {
    if (!wanted.matches(path) || entries.has(path)) continue;
    entries.set(path, { path, mode: modeOnDisk(disk, path), oid: idsOf(disk, path, length)[0] ?? '' });
    uncommitted.add(path);
  }
  const gap =
    small || wanted.anywhere.length === 0
      ? null
      : 'This is a large repository: untracked files were looked for in governed folders only';
  let asked: Promise<ReadonlySet<string>> | null = null;
  const staged = () => {
    asked ??= head === null ? Promise.resolve(new Set()) : listStaged(git, everywhere, wanted);
    return asked;
  };
  return treeOf(new WorkTreePart(git, disk, entries), entries, { head, uncommitted, staged, gap });
}

/** What is on disk at a path that git says differs from its index. */
function entryOf(
  disk: Disk,
  { newMode, newPath }: RawChange,
  known: GovernedEntry | undefined,
  length: number,
): GovernedEntry {
  const mode = Number(newMode) > 0 ? newMode : modeOnDisk(disk, newPath);
  // Which commit a submodule is at is its own business; that it is another one is ours.
  const ids = mode.startsWith('16') ? ['0'.repeat(length)] : idsOf(disk, newPath, length);
  const oid = known !== undefined && ids.includes(known.oid) ? known.oid : (ids[0] ?? '');
  return { path: newPath, mode, oid };
}

// ---------------------------------------------------------------- git

/** What git tracks, in one process with what it does not where that is wanted too. */
async function list(
  git: Git,
  { pathspecs, args }: Listing,
  { matches }: WantedPaths,
): Promise<{ readonly tracked: ReadonlyMap<string, GovernedEntry>; readonly others: readonly string[] }> {
  const tracked = new Map<string, GovernedEntry>();
  const others: string[] = [];
  if (pathspecs.length === 0) return { tracked, others };
  for (const line of splitNames((await git.run(args, { wildcards: true })).stdout)) {
    const rest = line.slice(2);
    if (line.startsWith('?')) {
      others.push(rest);
      continue;
    }
    const tab = rest.indexOf('\t');
    const path = rest.slice(tab + 1);
    const [mode = '', oid = ''] = rest.slice(0, tab).split(' ');
    // Of the sides of a conflict the last one stands in for what is on disk, which is compared later.
    if (matches(path)) tracked.set(path, { path, mode, oid });
  }
  return { tracked, others: others.filter(isFile) };
}

/** What git takes for changed: it knows which modes and line ends count here. */
async function listDirty(git: Git, pathspecs: readonly string[]): Promise<RawChange[]> {
  if (pathspecs.length === 0) return [];
  const config = await git.withoutFilters();
  const args = ['diff-files', '-z', '--raw', '--no-abbrev', NOT_INSIDE_SUBMODULES, '--', ...pathspecs];
  return [...parseRaw((await git.run(args, { config, wildcards: true })).stdout)];
}

/** Where the index is not the commit: what is on disk may be exactly that. */
async function listStaged(git: Git, pathspecs: readonly string[], { matches }: WantedPaths): Promise<Set<string>> {
  if (pathspecs.length === 0) return new Set();
  const args = ['diff-index', '--cached', '-z', '--raw', '--no-abbrev', NOT_INSIDE_SUBMODULES, 'HEAD', '--'];
  const { stdout } = await git.run([...args, ...pathspecs], { wildcards: true });
  return new Set([...parseRaw(stdout)].map(({ newPath }) => newPath).filter(matches));
}

async function listUntracked(git: Git, pathspecs: readonly string[]): Promise<string[]> {
  if (pathspecs.length === 0) return [];
  const { stdout } = await git.run(['ls-files', '-z', ...OTHERS, '--', ...pathspecs], { wildcards: true });
  return splitNames(stdout).filter(isFile);
}

/** A folder among what git does not track is a repository of its own. */
function isFile(path: string): boolean {
  return !path.endsWith('/');
}

/** These paths, unless they are too many for one call or a name among them cannot be an argument. */
function narrowed(entries: readonly { readonly path: string }[], everywhere: readonly string[]): readonly string[] {
  const plain = entries.length <= MAX_PATHSPECS && entries.every(({ path }) => !path.includes('\\x'));
  return plain ? entries.map(({ path }) => literalSpec(path)) : everywhere;
}

// ---------------------------------------------------------------- disk

/** True when the file is, mode and content, what the index says; false also where that cannot be told here. */
function isRecorded(disk: Disk, { path, mode, oid }: GovernedEntry): boolean {
  return modeOnDisk(disk, path) === mode && blobIdsOnDisk(disk, path, oid.length, MAX_QUICK_BYTES)[0] === oid;
}

/**
 * Wanted files on disk that are not among the tracked ones: below the anchors, at the top, and in the folders of
 * tracked files that may lie anywhere. Whether git ignores them is for git to say.
 */
function strangers(
  disk: Disk,
  tracked: ReadonlyMap<string, GovernedEntry>,
  { anchors, matches }: WantedPaths,
): { readonly path: string }[] {
  const found: { path: string }[] = [];
  const look = (folder: string, deep: boolean): void => {
    for (const entry of childrenOf(disk, folder)) {
      const path = `${folder === '' ? '' : `${folder}/`}${decodeName(entry.name)}`;
      if (entry.isDirectory()) {
        if (deep && path !== '.git') look(path, deep);
      } else if (!tracked.has(path) && matches(path)) found.push({ path });
    }
  };
  for (const anchor of anchors) {
    if (disk.kindOf(anchor) === 'directory') look(anchor, true);
    else if (disk.kindOf(anchor) !== null && !tracked.has(anchor) && matches(anchor)) found.push({ path: anchor });
  }
  const folders = new Set(['']);
  for (const path of tracked.keys()) {
    if (!anchors.some((anchor) => path === anchor || path.startsWith(`${anchor}/`))) {
      folders.add(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
    }
  }
  for (const folder of folders) look(folder, false);
  return found;
}

/** Nothing where there is no folder: what was deleted is told as deleted. */
function childrenOf(disk: Disk, folder: string) {
  if (folder !== '' && disk.kindOf(folder) !== 'directory') return [];
  return readdirSync(disk.locate(folder), { withFileTypes: true, encoding: 'buffer' });
}

function modeOnDisk(disk: Disk, path: string): string {
  const stat = lstatSync(disk.locate(path), { throwIfNoEntry: false });
  if (stat?.isSymbolicLink() === true) return '120000';
  return stat !== undefined && (stat.mode & 0o100) !== 0 ? '100755' : '100644';
}

function idsOf(disk: Disk, path: string, length: number): readonly string[] {
  const ids = blobIdsOnDisk(disk, path, length, MAX_HASHED_BYTES);
  if (ids.length > 0) return ids;
  throw new PhaseMirrorError('evidence', {
    thing: `the governed file ${path}`,
    reason: `cannot be read, or has more than ${MAX_HASHED_BYTES / 1024 / 1024} MB`,
    next: 'Make it readable, or leave it out with drift.exclude',
  });
}

class WorkTreePart extends Part {
  readonly id = 'worktree';
  readonly exact = false;

  constructor(
    git: Git,
    private readonly disk: Disk,
    entries: ReadonlyMap<string, GovernedEntry>,
  ) {
    super(git, entries);
  }

  kindOf(path: string, index: TreeIndex): NodeKind {
    // What a sparse checkout leaves out is not on disk.
    return this.disk.kindOf(path) ?? index.kindOf(path);
  }

  contents(entries: readonly TreeEntry[], maxBytes: number): Promise<readonly ReadResult[]> {
    return Promise.all(
      entries.map(({ path, oid }) =>
        this.disk.kindOf(path) === null ? readBlob(this.git, oid, maxBytes) : this.disk.read(path, maxBytes),
      ),
    );
  }

  async linkTarget(path: string): Promise<string | null> {
    return this.disk.kindOf(path) === null
      ? readLink(this.git, this.entries.get(path)?.oid)
      : this.disk.linkTarget(path);
  }
}

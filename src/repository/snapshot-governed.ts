/**
 * The few files of a tree that somebody wants to keep an eye on, without listing the rest: in a work tree of 100,000
 * files git reads its index and looks at the governed ones alone. bench/drift.mjs measures it.
 */
import { lstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PhaseMirrorError } from '../errors.js';
import { parseRaw } from './compare.js';
import type { Git } from './git.js';
import { splitNames } from './git-names.js';
import { kindOfMode, readBlob, readLink } from './snapshot-commit.js';
import { Disk } from './snapshot-disk.js';
import type { NodeKind, TreeIndex, TreeSource } from './snapshot-tree.js';
import { TreeSnapshot } from './snapshot-tree.js';
import { blobIdsOnDisk } from './snapshot-worktree.js';
import type { ReadResult, TreeEntry } from './types.js';

/** Which paths are wanted, as git looks for them and as what it finds is judged. */
export interface WantedPaths {
  /** Files and folders, literally; each is a pathspec. */
  readonly anchors: readonly string[];
  /** What may lie anywhere: `*.tf`, `*action.yml`. A star stands for any text, slashes too; nothing else is special. */
  readonly anywhere: readonly string[];
  /** Whether one of the paths that git found is wanted. */
  matches(path: string): boolean;
}

/** One wanted path, as git would record it. */
export interface GovernedEntry {
  readonly path: string;
  /** `100644`, `100755`, `120000` or `160000`. */
  readonly mode: string;
  /** Object id of the content as it is now, committed or not. */
  readonly oid: string;
}

export interface GovernedTree {
  /** The wanted paths and nothing else. */
  readonly snapshot: TreeSnapshot;
  /** Sorted by code unit. */
  readonly entries: readonly GovernedEntry[];
  /** The commit that is read or checked out, and its root tree; null before the first commit. */
  readonly head: { readonly commit: string; readonly tree: string } | null;
  /** Wanted paths whose content, mode or existence is not what the index records, and those git does not track. */
  readonly uncommitted: ReadonlySet<string>;
  /** Where untracked files were not looked for, as a sentence; null: everywhere they were. */
  readonly gap: string | null;
}

/** What was known of a tree before: only what changed since is read. */
export interface KnownTree {
  /** Object id of the root tree. */
  readonly tree: string;
  readonly entries: readonly GovernedEntry[];
}

/** A single governed file is read into memory to be hashed. */
const MAX_HASHED_BYTES = 64 * 1024 * 1024;
/** About 20,000 entries. From here on, looking through every folder costs more than all the rest. */
const MAX_INDEX_BYTES = 2 * 1024 * 1024;
const MAX_FOLDERS = 1000;
const OID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** Never looks into a submodule: that would run git there, under its own configuration. */
const SUBMODULES = '--ignore-submodules=dirty';

/**
 * The wanted files of the work tree: what is on disk counts, tracked or not, unless git ignores it.
 *
 * In a repository of more than about 20,000 files, an untracked file that may lie anywhere is looked for beside
 * tracked ones only; `gap` then says so.
 *
 * @throws {PhaseMirrorError} `evidence` when git cannot list the tree or a wanted file cannot be read
 */
export async function openGovernedWorkTree(git: Git, wanted: WantedPaths): Promise<GovernedTree> {
  const disk = new Disk(git.top);
  const everywhere = [...wanted.anchors.map(literalSpec), ...wanted.anywhere.map(starSpec)];
  const small = (statSync(join(git.location.gitDir, 'index'), { throwIfNoEntry: false })?.size ?? 0) < MAX_INDEX_BYTES;
  const [head, tracked, dirty, untracked] = await Promise.all([
    headOf(git),
    listTracked(git, everywhere, wanted),
    listDirty(git, everywhere),
    listUntracked(git, small ? everywhere : wanted.anchors.map(literalSpec)),
  ]);
  const more = small ? [] : await listUntracked(git, siblings(tracked.keys(), wanted));
  const length = head?.commit.length ?? [...tracked.values()][0]?.oid.length ?? 40;
  const entries = new Map(tracked);
  const uncommitted = new Set<string>();
  for (const { status, newMode, newPath, oldMode } of dirty) {
    if (!wanted.matches(newPath)) continue;
    if (status === 'D') {
      entries.delete(newPath);
      uncommitted.add(newPath);
      continue;
    }
    const known = tracked.get(newPath);
    const mode = Number(newMode) > 0 ? newMode : modeOnDisk(disk, newPath);
    const ids = mode.startsWith('16') ? ['0'.repeat(length)] : idsOf(disk, newPath, length);
    // Times differ, content and mode do not: a copied checkout.
    if (known !== undefined && ids.includes(known.oid) && mode === oldMode) continue;
    const oid = known !== undefined && ids.includes(known.oid) ? known.oid : (ids[0] ?? '');
    entries.set(newPath, { path: newPath, mode, oid });
    uncommitted.add(newPath);
  }
  for (const path of [...untracked, ...more]) {
    if (!wanted.matches(path) || entries.has(path)) continue;
    entries.set(path, { path, mode: modeOnDisk(disk, path), oid: idsOf(disk, path, length)[0] ?? '' });
    uncommitted.add(path);
  }
  const gap =
    small || wanted.anywhere.length === 0
      ? null
      : 'This is a large repository: untracked files were looked for in governed folders only';
  return treeOf(new WorkTreePart(git, disk, entries), entries, { head, uncommitted, gap });
}

/**
 * The wanted files of a commit. With a tree that is known already, and still in the object database, only what differs
 * is read.
 *
 * @param commit full object id
 * @throws {PhaseMirrorError} `evidence` when the commit or one of its trees is missing or broken
 */
export async function openGovernedCommit(
  git: Git,
  commit: string,
  wanted: WantedPaths,
  known?: KnownTree,
): Promise<GovernedTree> {
  const tree = await git.line(['rev-parse', '--verify', '--quiet', `${commit}^{tree}`]);
  const entries =
    (known === undefined ? null : await changedSince(git, known, tree, wanted)) ??
    (await listCommit(git, commit, wanted));
  const facts = { head: { commit, tree }, uncommitted: new Set<string>(), gap: null };
  return treeOf(new CommitPart(git, commit, entries), entries, facts);
}

function treeOf(
  source: TreeSource,
  entries: ReadonlyMap<string, GovernedEntry>,
  facts: Pick<GovernedTree, 'head' | 'uncommitted' | 'gap'>,
): GovernedTree {
  const sorted = [...entries.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { snapshot: new TreeSnapshot(source), entries: sorted, ...facts };
}

// ---------------------------------------------------------------- git

async function headOf(git: Git): Promise<GovernedTree['head']> {
  const { stdout } = await git.run(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { okCodes: [0, 1, 128] });
  const commit = stdout.toString('latin1').trim();
  if (!OID.test(commit)) return null;
  return { commit, tree: await git.line(['rev-parse', '--verify', '--quiet', `${commit}^{tree}`]) };
}

async function listTracked(
  git: Git,
  pathspecs: readonly string[],
  wanted: WantedPaths,
): Promise<Map<string, GovernedEntry>> {
  if (pathspecs.length === 0) return new Map();
  const { stdout } = await git.run(['ls-files', '-z', '--stage', '--', ...pathspecs], { wildcards: true });
  const found = new Map<string, GovernedEntry>();
  for (const line of splitNames(stdout)) {
    const tab = line.indexOf('\t');
    const path = line.slice(tab + 1);
    const [mode = '', oid = ''] = line.slice(0, tab).split(' ');
    // Of the sides of a conflict the last one stands in for what is on disk, which is compared later.
    if (wanted.matches(path)) found.set(path, { path, mode, oid });
  }
  return found;
}

async function listDirty(git: Git, pathspecs: readonly string[]) {
  if (pathspecs.length === 0) return [];
  const config = await git.withoutFilters();
  const args = ['diff-files', '-z', '--raw', '--no-abbrev', SUBMODULES, '--', ...pathspecs];
  return [...parseRaw((await git.run(args, { config, wildcards: true })).stdout)];
}

async function listUntracked(git: Git, pathspecs: readonly string[]): Promise<string[]> {
  if (pathspecs.length === 0) return [];
  const args = ['ls-files', '-z', '--others', '--exclude-standard', '--', ...pathspecs];
  const { stdout } = await git.run(args, { wildcards: true });
  // A folder in this list is a repository of its own.
  return splitNames(stdout).filter((path) => !path.endsWith('/'));
}

/** The folders of tracked files that are wanted wherever they lie and are below no anchor. */
function siblings(paths: Iterable<string>, { anchors, anywhere }: WantedPaths): string[] {
  const covered = (path: string): boolean => anchors.some((anchor) => path === anchor || path.startsWith(`${anchor}/`));
  const folders = new Set<string>();
  for (const path of paths) {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (folder !== '' && !covered(path)) folders.add(folder);
  }
  return folders.size > MAX_FOLDERS ? anywhere.map(starSpec) : [...folders].map(literalSpec);
}

async function listCommit(git: Git, commit: string, wanted: WantedPaths): Promise<Map<string, GovernedEntry>> {
  const { stdout } = await git.run(['ls-tree', '-r', '-z', '--full-tree', commit]);
  const found = new Map<string, GovernedEntry>();
  for (const line of splitNames(stdout)) {
    const tab = line.indexOf('\t');
    const path = line.slice(tab + 1);
    if (!wanted.matches(path)) continue;
    const [mode = '', , oid = ''] = line.slice(0, tab).split(' ');
    found.set(path, { path, mode, oid });
  }
  return found;
}

/** null when the known tree is not in this clone any more. */
async function changedSince(
  git: Git,
  known: KnownTree,
  tree: string,
  wanted: WantedPaths,
): Promise<Map<string, GovernedEntry> | null> {
  if (!OID.test(known.tree)) return null;
  const entries = new Map(known.entries.map((entry) => [entry.path, entry]));
  if (known.tree === tree) return entries;
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-abbrev', SUBMODULES, known.tree, tree];
  const { code, stdout } = await git.run(args, { okCodes: [0, 128] });
  if (code !== 0) return null;
  for (const { status, newMode, newOid, newPath } of parseRaw(stdout)) {
    if (!wanted.matches(newPath)) continue;
    if (status === 'D') entries.delete(newPath);
    else entries.set(newPath, { path: newPath, mode: newMode, oid: newOid });
  }
  return entries;
}

function literalSpec(path: string): string {
  return `:(literal)${path}`;
}

/** Without the magic word `glob`, a star matches slashes too. */
function starSpec(pattern: string): string {
  return pattern.replace(/[\\?[\]]/g, '\\$&').replace(/^:/, '\\:');
}

// ---------------------------------------------------------------- disk

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

abstract class Part implements TreeSource {
  abstract readonly id: string;
  abstract readonly exact: boolean;

  constructor(
    protected readonly git: Git,
    protected readonly entries: ReadonlyMap<string, GovernedEntry>,
  ) {}

  async load(): Promise<readonly TreeEntry[]> {
    return [...this.entries.values()].map(({ path, mode, oid }) => ({ path, kind: kindOfMode(mode), oid }));
  }

  abstract kindOf(path: string, index: TreeIndex): NodeKind;
  abstract contents(entries: readonly TreeEntry[], maxBytes: number): Promise<readonly ReadResult[]>;
  abstract linkTarget(path: string, index: TreeIndex): Promise<string | null>;

  close(): Promise<void> {
    return this.git.close();
  }
}

class CommitPart extends Part {
  readonly id: string;
  readonly exact = true;

  constructor(git: Git, commit: string, entries: ReadonlyMap<string, GovernedEntry>) {
    super(git, entries);
    this.id = `commit:${commit}`;
  }

  kindOf(path: string, index: TreeIndex): NodeKind {
    return index.kindOf(path);
  }

  contents(entries: readonly TreeEntry[], maxBytes: number): Promise<readonly ReadResult[]> {
    return Promise.all(entries.map(({ oid }) => readBlob(this.git, oid, maxBytes)));
  }

  linkTarget(path: string): Promise<string | null> {
    return readLink(this.git, this.entries.get(path)?.oid);
  }
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

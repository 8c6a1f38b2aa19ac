/** The few files of a tree that somebody wants to keep an eye on; of a commit here, of a work tree in its own file. */
import { PhaseMirrorError } from '../errors.js';
import type { Git } from './git.js';
import { splitNames } from './git-names.js';
import { NOT_INSIDE_SUBMODULES, parseRaw } from './raw-changes.js';
import { kindOfMode, readBlob, readLink } from './snapshot-objects.js';
import type { NodeKind, TreeIndex, TreeSource } from './snapshot-tree.js';
import { TreeSnapshot } from './snapshot-tree.js';
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
  /** Wanted paths of which the index records something else than the commit. Starts a process when it is first asked. */
  staged(): Promise<ReadonlySet<string>>;
  /** Where untracked files were not looked for, as a sentence; null: everywhere they were. */
  readonly gap: string | null;
}

/** What was known of a tree before: only what changed since is read. */
export interface KnownTree {
  /** Object id of the root tree. */
  readonly tree: string;
  readonly entries: readonly GovernedEntry[];
}

const OID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

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
  const head = await git.commitAt(commit);
  if (head === null) {
    throw new PhaseMirrorError('evidence', {
      thing: `The commit ${commit.slice(0, 12)}`,
      reason: 'is not in this clone',
      next: 'Check out with `fetch-depth: 0`, or check the clone with git fsck',
    });
  }
  const { tree } = head;
  const entries =
    (known === undefined ? null : await changedSince(git, known, tree, wanted)) ??
    (await listCommit(git, commit, wanted));
  const none: ReadonlySet<string> = new Set();
  const facts = { head, uncommitted: none, staged: async () => none, gap: null };
  return treeOf(new CommitPart(git, commit, entries), entries, facts);
}

/** A tree from its source and what git said of it. */
export function treeOf(
  source: TreeSource,
  entries: ReadonlyMap<string, GovernedEntry>,
  facts: Pick<GovernedTree, 'head' | 'uncommitted' | 'staged' | 'gap'>,
): GovernedTree {
  const sorted = [...entries.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { snapshot: new TreeSnapshot(source), entries: sorted, ...facts };
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
  const args = [
    'diff-tree',
    '-r',
    '-z',
    '--raw',
    '--no-renames',
    '--no-abbrev',
    NOT_INSIDE_SUBMODULES,
    known.tree,
    tree,
  ];
  const { code, stdout } = await git.run(args, { okCodes: [0, 128] });
  if (code !== 0) return null;
  for (const { status, newMode, newOid, newPath } of parseRaw(stdout)) {
    if (!wanted.matches(newPath)) continue;
    if (status === 'D') entries.delete(newPath);
    else entries.set(newPath, { path: newPath, mode: newMode, oid: newOid });
  }
  return entries;
}

/** A source that has the wanted paths and nothing else. */
export abstract class Part implements TreeSource {
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

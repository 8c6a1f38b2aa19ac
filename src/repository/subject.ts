/** What is evaluated, and what it is compared with: see "Subject and base" in the design and docs/architecture.md. */
import { PhaseMirrorError } from '../errors.js';
import { USUAL_DEFAULTS } from './branch-selector.js';
import type { ComparedSubject } from './compare.js';
import type { Git } from './git.js';
import type { RemoteInput } from './git-fetch.js';
import { parentsOf } from './git-objects.js';
import { openCommit, openFolder, openWorkTree } from './snapshot.js';
import { comparePair, type Expected, givenBase, MAX_COMMIT, mergeBase, objectsOf, SHA, SHOWN } from './subject-base.js';
import { fromCommit } from './subject-commit.js';
import type { Snapshot, TreeChange } from './types.js';

export interface ActionEvent extends RemoteInput {
  /** GITHUB_SHA. */
  readonly sha: string;
  /** Revision of this clone to compare with, in place of the one the event names. */
  readonly base?: string;
}

/** What started the run. */
export type EventInput =
  | { readonly kind: 'terminal'; readonly base?: string }
  | (ActionEvent & {
      readonly kind: 'pull_request';
      readonly number: number | null;
      readonly targetBranch: string;
      /** GITHUB_REF. */
      readonly ref: string;
      /** Head commit of the pull request: what a checkout of the branch itself holds. */
      readonly headSha?: string;
    })
  | (ActionEvent & { readonly kind: 'merge_group'; readonly baseSha: string; readonly targetBranch: string })
  | (ActionEvent & { readonly kind: 'push'; readonly before: string; readonly branch: string | null })
  | CommitInput
  | (ActionEvent & { readonly kind: 'other'; readonly name: string; readonly branch: string | null });

/**
 * A change that trusted code of the default branch looks at, whatever is checked out: a merged commit, or the pull
 * request that another run was about. Nothing is checked out for it.
 */
export interface CommitInput extends ActionEvent {
  readonly kind: 'commit';
  /** What is judged. Fetched when the checkout lacks it. */
  readonly commit: string;
  /** Taken instead of `commit` when it merges exactly that commit: the merge that GitHub made of a pull request. */
  readonly mergeSha?: string;
  /** What it is compared with, where `baseSha` does not say: its first parent, or where it and the branch parted. */
  readonly compareWith: 'first-parent' | 'merge-base';
  /** Full object id; fetched when the checkout lacks it. */
  readonly baseSha?: string;
  readonly targetBranch: string;
}

type ActionInput = Exclude<EventInput, { kind: 'terminal' | 'commit' }>;

export interface ResolvedSubject {
  readonly subject: Snapshot;
  readonly base: Snapshot | null;
  readonly baseSha: string | null;
  readonly change: TreeChange | null;
  /** The branch whose requirements are judged. */
  readonly branch: string | null;
  /** What this clone knows as the remote's default branch. */
  readonly defaultBranch: string | null;
  /** Why a base that was expected is missing, as a clause for people. */
  readonly baseMissing: string | null;
  /** Why the checkout is not what the event is about, as a clause; null when it is. */
  readonly otherCommit: string | null;
  readonly fetched: boolean;
}

export interface ResolveOptions {
  /** All fetching together may take so long. */
  readonly fetchMs?: number;
}

const FETCH_MS = 30_000;
/**
 * Decide what is evaluated and what it is compared with.
 *
 * - terminal: the work tree, untracked files included, against `--base`. A branch is compared from where it and HEAD
 *   parted (`git diff main...`), so that only what this branch introduced counts; any other revision is taken as it is.
 * - pull_request: HEAD against its first parent when it is the merge commit GitHub made, else against the merge base
 *   with the target branch. Never `pull_request.base.sha`, which goes stale.
 * - merge_group: HEAD against `base_sha`; push: against `before` (zeros: a new branch, none); anything else: none.
 *
 * @param git the repository, null where there is none
 * @param folder what is evaluated when `git` is null
 * @param governed the paths whose changed lines are wanted
 * @throws {PhaseMirrorError} `user`: an unknown `--base`, an event without a checkout; `evidence`: a tree that cannot
 *   be read. A base that an *event* should have is not thrown about: `baseMissing` says why it is missing.
 */
export async function resolveSubject(
  git: Git | null,
  folder: string,
  input: EventInput,
  governed: (path: string) => boolean,
  options: ResolveOptions = {},
): Promise<ResolvedSubject> {
  if (git === null) return plainFolder(folder, input);
  if (input.kind === 'terminal') return fromTerminal(git, input.base, governed);
  if (input.kind === 'commit') {
    return fromCommit(git, input, governed, AbortSignal.timeout(options.fetchMs ?? FETCH_MS));
  }
  return fromEvent(git, input, governed, AbortSignal.timeout(options.fetchMs ?? FETCH_MS));
}

function plainFolder(folder: string, input: EventInput): ResolvedSubject {
  if (input.kind !== 'terminal') {
    throw new PhaseMirrorError('user', {
      thing: folder,
      reason: 'is not a git checkout',
      next: 'Run actions/checkout in a step before this one',
    });
  }
  if (input.base !== undefined) {
    throw new PhaseMirrorError('user', {
      thing: '--base',
      reason: `cannot be used: ${folder} is not in a git repository`,
      next: 'Leave it out, or evaluate a clone',
    });
  }
  const none = {
    base: null,
    baseSha: null,
    change: null,
    branch: null,
    defaultBranch: null,
    baseMissing: null,
    otherCommit: null,
  };
  return { subject: openFolder(folder), ...none, fetched: false };
}

// ---------------------------------------------------------------- terminal

async function fromTerminal(
  git: Git,
  rev: string | undefined,
  governed: (path: string) => boolean,
): Promise<ResolvedSubject> {
  const snapshot = openWorkTree(git);
  try {
    const [current, defaultBranch, base] = await Promise.all([
      symbolicRef(git, 'HEAD', 'refs/heads/'),
      symbolicRef(git, 'refs/remotes/origin/HEAD', 'refs/remotes/origin/'),
      rev === undefined ? null : namedBase(git, rev),
      snapshot.list(),
      // Wanted by the comparison: asked for while the rest is.
      rev === undefined ? null : git.withoutFilters(),
    ]);
    const branch = base?.branch ?? defaultBranch ?? (await usualBranch(git, current));
    if (base === null) {
      return { subject: snapshot, base: null, baseSha: null, change: null, branch, defaultBranch, ...NOTHING_FETCHED };
    }
    const pair = await comparePair(git, git, base.sha, { kind: 'worktree', snapshot }, snapshot, governed);
    return { subject: snapshot, ...pair, branch, defaultBranch, ...NOTHING_FETCHED };
  } catch (error) {
    await snapshot.close();
    throw error;
  }
}

/**
 * The branch a clone that does not know its remote's default branch is judged by: the usual name that it has, else
 * the current branch. Work on a feature branch goes to the default branch, so that is whose requirements count.
 */
async function usualBranch(git: Git, current: string | null): Promise<string | null> {
  if (current !== null && USUAL_DEFAULTS.includes(current)) return current;
  const names = USUAL_DEFAULTS.flatMap((name) => [`refs/heads/${name}`, `refs/remotes/*/${name}`]);
  const { stdout } = await git.run(['for-each-ref', '--format=%(refname)', ...names]);
  const found = new Set(stdout.toString('utf8').split('\n').map(branchOfRef));
  return USUAL_DEFAULTS.find((name) => found.has(name)) ?? current;
}

const NOTHING_FETCHED = { baseMissing: null, otherCommit: null, fetched: false } as const;

async function symbolicRef(git: Git, name: string, prefix: string): Promise<string | null> {
  const target = await git.line(['symbolic-ref', '--quiet', name], { okCodes: [0, 1] });
  return target.startsWith(prefix) ? target.slice(prefix.length) : null;
}

/** What `--base` names: the commit to compare with, and the branch when it is one. */
async function namedBase(git: Git, rev: string, option = '--base'): Promise<{ sha: string; branch: string | null }> {
  if (rev === '' || rev.startsWith('-') || [...rev].some((char) => char < ' ')) {
    throw new PhaseMirrorError('user', {
      thing: `${option} ${JSON.stringify(rev)}`,
      reason: 'is not a branch, tag or commit',
      next: 'Name a branch, tag or commit of this clone, such as origin/main',
    });
  }
  const okCodes = [0, 1, 128];
  const [commit, ref, ancestor] = await Promise.all([
    git.run(['rev-parse', '--verify', '--quiet', `${rev}^{commit}`], { okCodes }),
    git.line(['rev-parse', '--verify', '--quiet', '--symbolic-full-name', rev], { okCodes }),
    git.line(['merge-base', rev, 'HEAD'], { okCodes }),
  ]);
  // A range prints more than one line.
  const sha = commit.stdout.toString('latin1').trim();
  const short = rev.replace(/^origin\//, '');
  if (!SHA.test(sha)) {
    throw new PhaseMirrorError('user', {
      thing: `${option} ${JSON.stringify(rev)}`,
      reason: 'names no commit of this clone',
      next: `Fetch it first: git fetch origin ${short}:refs/remotes/origin/${short}, then use ${option} origin/${short}`,
    });
  }
  const branch = rev === 'HEAD' || rev === '@' ? null : branchOfRef(ref);
  if (branch === null) return { sha, branch };
  if (SHA.test(ancestor)) return { sha: ancestor, branch };
  if (!git.isShallow) return { sha, branch };
  throw new PhaseMirrorError('user', {
    thing: `${option} ${JSON.stringify(rev)}`,
    reason: 'has no common ancestor with HEAD in this shallow clone',
    next: 'Run git fetch --unshallow, or name the commit to compare with',
  });
}

/** `refs/heads/x` and `refs/remotes/<remote>/x` are branches. */
function branchOfRef(ref: string): string | null {
  return /^refs\/(?:heads|remotes\/[^/]+)\/(.+)$/.exec(ref)?.[1] ?? null;
}

// ---------------------------------------------------------------- events

async function fromEvent(
  git: Git,
  input: ActionInput,
  governed: (path: string) => boolean,
  signal: AbortSignal,
): Promise<ResolvedSubject> {
  const [head, defaultBranch] = await Promise.all([
    git.objects.read('HEAD^{commit}', MAX_COMMIT),
    symbolicRef(git, 'refs/remotes/origin/HEAD', 'refs/remotes/origin/'),
  ]);
  if (head.kind !== 'object') {
    await git.close();
    throw new PhaseMirrorError('user', {
      thing: 'HEAD',
      reason: 'is no commit of this checkout',
      next: 'Run actions/checkout in a step before this one',
    });
  }
  const subject = openCommit(git, head.oid);
  const common = {
    subject,
    branch: branchOf(input, defaultBranch),
    defaultBranch,
    otherCommit: otherCommit(input, head.oid),
  };
  const without = { base: null, baseSha: null, change: null, fetched: false };
  try {
    const [expected] = await Promise.all([
      expectedBase(git, input, head.oid, parentsOf(head.bytes), signal),
      subject.list(),
    ]);
    if (expected.sha === null) return { ...common, ...without, baseMissing: expected.missing };
    const from = await objectsOf(git, input, expected.sha, signal);
    if (!from.ok) return { ...common, ...without, baseMissing: from.why };
    const fetched = from.value !== git;
    try {
      const compared: ComparedSubject = { kind: 'commit', sha: head.oid };
      const pair = await comparePair(git, from.value, expected.sha, compared, subject, governed);
      return { ...common, ...pair, baseMissing: null, fetched };
    } catch (error) {
      if (fetched) await from.value.close();
      if (!(error instanceof PhaseMirrorError) || error.kind !== 'evidence') throw error;
      const why = `the base commit ${expected.sha.slice(0, SHOWN)} cannot be compared (${error.reason})`;
      return { ...common, ...without, baseMissing: `${why}; check out without \`filter\` and with fetch-depth: 0` };
    }
  } catch (error) {
    await subject.close();
    throw error;
  }
}

/**
 * A run on a change must look at that change: a checkout of something else would pass for it. A manual or scheduled run
 * may look at what it likes.
 */
function otherCommit(input: ActionInput, head: string): string | null {
  if (input.kind === 'other' || input.sha === '' || head === input.sha) return null;
  if (input.kind === 'pull_request' && head === input.headSha) return null;
  return `the checkout is at ${head.slice(0, SHOWN)}, the event is about ${input.sha.slice(0, SHOWN)}`;
}

function branchOf(input: ActionInput, defaultBranch: string | null): string | null {
  if (input.kind === 'pull_request' || input.kind === 'merge_group') return shortBranch(input.targetBranch);
  return input.branch === null ? defaultBranch : shortBranch(input.branch);
}

/** A merge group names its target as `refs/heads/main`, a pull request as `main`. */
function shortBranch(name: string): string {
  return name.replace(/^refs\/heads\//, '');
}

async function expectedBase(
  git: Git,
  input: ActionInput,
  head: string,
  parents: readonly string[],
  signal: AbortSignal,
): Promise<Expected> {
  if (input.base !== undefined) return { sha: (await namedBase(git, input.base, 'Input `base`')).sha, missing: null };
  switch (input.kind) {
    case 'pull_request': {
      // A checkout of the branch itself may end in a merge commit too, so HEAD must be the commit of the event.
      const merge = /^refs\/pull\/\d+\/merge$/.test(input.ref) && head === input.sha && parents.length === 2;
      if (merge) return { sha: parents[0] ?? null, missing: null };
      return mergeBase(git, input, shortBranch(input.targetBranch), head, signal);
    }
    case 'merge_group':
      return givenBase(input.baseSha, 'the base of the merge group');
    case 'push':
      return /^0+$/.test(input.before)
        ? { sha: null, missing: null }
        : givenBase(input.before, 'the commit before the push');
    case 'other':
      return { sha: null, missing: null };
  }
}

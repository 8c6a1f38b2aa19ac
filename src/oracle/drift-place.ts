/** Where a run about drift stands: the clone, its default branch, and the configuration that is trusted there. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PhaseMirrorError } from '../errors.js';
import type { Config } from '../policy/types.js';
import { Git } from '../repository/git.js';
import { configOfCommit, configOnDisk } from './committed-files.js';
import { configPathInTree } from './config-path.js';
import { branchOfRemote, LOCAL, listRefs, REMOTE_HEAD, type Refs, tipOf, USUAL, usualBranch } from './drift-refs.js';
import { NO_TIP, requireTip, type Tip } from './drift-tip.js';
import type { DriftRequest, DriftRun } from './drift-types.js';

export interface Place {
  readonly git: Git;
  /** The default branch: a baseline is of one branch. */
  readonly branch: string;
  /** What is checked out. */
  readonly head: string;
  /** The commit of the default branch, as this clone knows it: what is trusted is read from it. */
  readonly trusted: string;
  /** How `trusted` was found, for messages: `origin/main`, `main`, `HEAD`. */
  readonly trustedName: string;
  /** Whether `head` is what the default branch is at on the server. */
  readonly tip: Tip;
  /** In a workflow the commit counts, whatever steps before this one left on the disk. */
  readonly fromCommit: boolean;
  /** Of the default branch: keys, `max-magnitude`, `accept`. null: there is no file. */
  readonly policy: Config | null;
  /** Of the state that is looked at: what is governed. */
  readonly config: Config | null;
}

/**
 * @throws PhaseMirrorError `user`: not a clone, no commit, not the default branch in a workflow, an invalid
 *   configuration; `evidence`: the event does not say which branch is the default one
 */
export async function openPlace(request: DriftRequest): Promise<Place> {
  const git = request.clone ?? (await Git.open(request.folder, request.environment));
  if (git === null) {
    throw new PhaseMirrorError('user', {
      thing: request.folder,
      reason: 'is not inside a git repository',
      next: request.run === null ? 'Name a clone' : 'Run actions/checkout in a step before this one',
    });
  }
  try {
    const found = request.run === null ? await fromClone(git, request) : await fromRun(git, request, request.run);
    const now = request.clock();
    const named = request.configPath === undefined ? undefined : configPathInTree(request.configPath, git.top);
    const policy = await configOfCommit(git, found.trusted, named, now);
    const fromCommit = request.run !== null;
    const config = fromCommit ? policy : await configOnDisk(git, named, now);
    if (named !== undefined && policy === null && config === null) throw noSuchConfig(named);
    return { git, ...found, fromCommit, policy, config };
  } catch (error) {
    await git.close();
    throw error;
  }
}

type Found = Pick<Place, 'branch' | 'head' | 'trusted' | 'trustedName' | 'tip'>;

async function fromRun(git: Git, request: DriftRequest, run: DriftRun): Promise<Found> {
  const { defaultBranch } = request;
  if (defaultBranch === null) {
    throw new PhaseMirrorError('evidence', {
      thing: 'The payload of the event (GITHUB_EVENT_PATH)',
      reason: 'has no `repository.default_branch`',
      next: 'Leave GITHUB_EVENT_PATH as the runner sets it',
    });
  }
  if (run.ref !== `refs/heads/${defaultBranch}`) {
    throw new PhaseMirrorError('user', {
      thing: `A run on ${run.ref || 'no branch'}`,
      reason: `is refused: what is accepted is the state of the default branch, ${defaultBranch}`,
      next: 'Run the workflow on `schedule`, or by hand on the default branch',
    });
  }
  const head = await commitOf(git, 'HEAD');
  if (head === null || head !== run.sha) {
    throw new PhaseMirrorError('user', {
      thing: 'The checkout',
      reason: `is at ${shown(head)}, the event is about ${shown(run.sha)}`,
      next: 'Use actions/checkout without `ref`, and commit nothing before this step',
    });
  }
  const tip = await (await import('./drift-ask-tip.js')).tipOf(git, request, run, defaultBranch);
  return { branch: defaultBranch, head, trusted: head, trustedName: defaultBranch, tip };
}

/**
 * What is checked out, and the default branch as the clone knows it: of its remote, else its own.
 *
 * @throws PhaseMirrorError `user`: there is no commit, or nothing says which branch it is
 */
export async function fromClone(git: Git, { defaultBranch }: Pick<DriftRequest, 'defaultBranch'>): Promise<Found> {
  const head = await commitOf(git, 'HEAD');
  const usual = await refsOf(git, head);
  if (head === null) {
    throw new PhaseMirrorError('user', { thing: git.top, reason: 'has no commit', next: 'Make one first' });
  }
  const branch = defaultBranch ?? branchOfRemote(usual) ?? usualBranch(usual) ?? (await checkedOut(git));
  const tip = tipOf(USUAL.includes(branch) ? usual : await listRefs(git, [branch], head), branch);
  if (tip === null) return { branch, head, trusted: head, trustedName: 'HEAD', tip: NO_TIP };
  if (tip.commit !== head) await requireCommit(git, tip.commit, tip.name);
  return { branch, head, trusted: tip.commit, trustedName: tip.name, tip: NO_TIP };
}

/** @throws PhaseMirrorError `evidence`: nothing else stands for the default branch */
async function requireCommit(git: Git, id: string, name: string): Promise<void> {
  if ((await git.commitAt(id))?.commit === id) return;
  throw new PhaseMirrorError('evidence', {
    thing: name,
    reason: `is at ${shown(id)}, which is no commit of this clone`,
    next: 'Run git fetch, or check the clone with git fsck',
  });
}

/** The branch that is checked out. @throws PhaseMirrorError `user`: none is */
async function checkedOut(git: Git): Promise<string> {
  const current = await symbolic(git, 'HEAD');
  if (current.startsWith(LOCAL)) return current.slice(LOCAL.length);
  throw new PhaseMirrorError('user', {
    thing: 'The default branch',
    reason: 'is not known in this clone',
    next: 'Run git remote set-head origin --auto',
  });
}

/** The branches of usual names, and what the remote calls its default one. */
async function refsOf(git: Git, head: string | null): Promise<Refs> {
  const refs = await listRefs(git, USUAL, head);
  return refs.symbolic === null && mayDangle(git)
    ? { ...refs, symbolic: (await symbolic(git, REMOTE_HEAD)) || null }
    : refs;
}

/** What points at a branch that is gone is listed nowhere; it still says what the default branch is called. */
function mayDangle(git: Git): boolean {
  return ['reftable', REMOTE_HEAD].some((name) => existsSync(join(git.location.commonDir, name)));
}

async function symbolic(git: Git, name: string): Promise<string> {
  return await git.line(['symbolic-ref', '--quiet', name], { okCodes: [0, 1, 128] });
}

async function commitOf(git: Git, ref: 'HEAD'): Promise<string | null> {
  return (await git.commitAt(ref))?.commit ?? null;
}

function shown(commit: string | null): string {
  return commit === null || commit === '' ? 'no commit' : commit.slice(0, 12);
}

/** Only from what is checked out there may be accepted. @throws PhaseMirrorError `user` */
export function requireDefaultBranch({ head, trusted, trustedName, branch, tip }: Place): void {
  requireTip(tip);
  if (head === trusted) return;
  throw new PhaseMirrorError('user', {
    thing: `HEAD (${shown(head)})`,
    reason: `is not ${trustedName} (${shown(trusted)}): only the state of the default branch can be accepted`,
    next: `Merge first, then: git switch ${branch} && git pull`,
  });
}

function noSuchConfig(path: string): PhaseMirrorError {
  return new PhaseMirrorError('user', {
    thing: `the configuration ${path}`,
    reason: 'is not in this repository',
    next: 'Check the path: it is relative to the top of the repository',
  });
}

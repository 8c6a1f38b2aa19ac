/** Wires the replay of a history: the clone, the part of it that was asked for, and the one way to decide. */
import { PhaseMirrorError } from '../errors.js';
import { NOTHING_YET } from '../replay/flagged.js';
import { firstParentHistory, type HistoryCommit } from '../replay/history.js';
import { dayOf, replay } from '../replay/replay.js';
import type { ReplayProgress, ReplayResult, ReplayScope } from '../replay/types.js';
import { USUAL_DEFAULTS } from '../repository/branch-selector.js';
import { Git } from '../repository/git.js';
import { NO_FACTS } from '../rules/facts.js';
import { ruleSetId } from '../rules/registry.js';
import { VERSION } from '../version.js';
import { ALL_RULES } from './all-rules.js';
import { judgeTrees, type RunMemo } from './judge-trees.js';

export interface ReplayRequest {
  /** A folder of a clone, or a git directory. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Replay this branch instead of the default branch. */
  readonly branch?: string;
  /** The last so many changes. */
  readonly last?: number;
  /** YYYY-MM-DD, UTC: changes from this day on. */
  readonly since?: string;
  /** Run these rules only. */
  readonly onlyRules?: readonly string[];
  /** `owner/name`. */
  readonly repository?: string;
  /** What an earlier run of the same scope reached. */
  readonly resume?: ReplayResult | null;
  /** Told after each change, with all that is known so far. */
  readonly onChange?: (result: ReplayResult, total: number) => Promise<void> | void;
}

const SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * Replay the first-parent history of a clone.
 *
 * @throws {PhaseMirrorError} `user`: no repository, no such branch, a state that does not belong to this history;
 *   `evidence`: the clone lacks objects
 */
export async function replayHistory(request: ReplayRequest): Promise<ReplayResult> {
  const git = await Git.open(request.folder, request.environment, { bare: true });
  if (git === null) {
    throw new PhaseMirrorError('user', {
      thing: request.folder,
      reason: 'is not in a git repository',
      next: 'Name the folder of a clone',
    });
  }
  try {
    return await replayClone(git, request);
  } finally {
    await git.close();
  }
}

async function replayClone(git: Git, request: ReplayRequest): Promise<ReplayResult> {
  const place = await placeOf(git, request.branch);
  const history = await firstParentHistory(git, place.head);
  const chosen = chooseChanges(history, request);
  const ruleSet = ruleSetId(ALL_RULES.filter(({ id }) => request.onlyRules?.includes(id) ?? true));
  const scope: ReplayScope = {
    branch: place.branch,
    head: place.head,
    from: request.resume?.scope.from ?? dayOfFirst(chosen),
    to: dayOfFirst(chosen.slice(-1)),
    shallow: git.isShallow,
  };
  const resume = request.resume ?? null;
  if (resume !== null) checkState(resume, { ruleSet, branch: place.branch });
  const commits = resume === null || resume.last === null ? chosen : changesAfter(history, resume.last);
  const resultOf = (progress: ReplayProgress): ReplayResult => ({ ...progress, scope, ruleSet, version: VERSION });
  const start: ReplayProgress = resume ?? NOTHING_YET;
  const memo: RunMemo = new WeakMap();
  const progress = await replay(git, commits, {
    judge: ({ subject, base, change, policy, today }) =>
      judgeTrees({
        subject,
        base,
        change,
        policy,
        api: NOT_ASKED,
        facts: NO_FACTS,
        branch: place.branch,
        defaultBranch: place.defaultBranch,
        repository: request.repository ?? '',
        strict: false,
        today,
        baseState: 'present',
        degraded: degradedBy(policy.baseInvalid),
        memo,
        ...(request.onlyRules === undefined ? {} : { onlyRules: request.onlyRules }),
      }).judgement,
    ruleIds: ALL_RULES.map(({ id }) => id),
    repository: request.repository,
    progress: start,
    onChange: (reached) => request.onChange?.(resultOf(reached), start.counts.changes + commits.length),
  });
  return resultOf(progress);
}

const NOT_ASKED = {
  protections: [],
  answers: [{ source: 'GitHub API', status: 'not-asked', detail: 'a replay reads files alone' }],
} as const;

function degradedBy(baseInvalid: string | null): { text: string }[] {
  if (baseInvalid === null) return [];
  return [{ text: `The configuration on the base is invalid, so the built-in policy was applied: ${baseInvalid}` }];
}

// ---------------------------------------------------------------- where

interface Place {
  readonly branch: string;
  readonly head: string;
  readonly defaultBranch: string;
}

/**
 * The branch that is replayed: the one that was named, else the default branch. A clone knows its remote's default
 * branch; a bare repository says it with HEAD.
 */
async function placeOf(git: Git, named: string | undefined): Promise<Place> {
  const [remote, current] = await Promise.all([
    symbolicRef(git, 'refs/remotes/origin/HEAD', 'refs/remotes/origin/'),
    symbolicRef(git, 'HEAD', 'refs/heads/'),
  ]);
  const bare = !git.location.hasWorkTree;
  const isUsual = current !== null && USUAL_DEFAULTS.includes(current);
  const defaultBranch = remote ?? (bare || isUsual ? current : ((await firstKnown(git, USUAL_DEFAULTS)) ?? current));
  const branch = named ?? defaultBranch;
  if (branch === null) {
    throw new PhaseMirrorError('user', {
      thing: git.top,
      reason: 'has no branch checked out, and knows no default branch',
      next: 'Name the branch: --branch main',
    });
  }
  const head = await commitOf(git, branch);
  if (head === null) {
    throw new PhaseMirrorError('user', {
      thing: `The branch ${JSON.stringify(branch)}`,
      reason: 'is not in this clone, or has no commit',
      next: 'Name another one with --branch, or fetch it first',
    });
  }
  return { branch, head, defaultBranch: defaultBranch ?? branch };
}

async function firstKnown(git: Git, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) if ((await commitOf(git, name)) !== null) return name;
  return undefined;
}

/** The newest commit of a branch: as the remote has it where it is known, since that is what was merged. */
async function commitOf(git: Git, branch: string): Promise<string | null> {
  for (const ref of [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`]) {
    const sha = await git.line(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], {
      okCodes: [0, 1, 128],
    });
    if (SHA.test(sha)) return sha;
  }
  return null;
}

async function symbolicRef(git: Git, name: string, prefix: string): Promise<string | null> {
  const target = await git.line(['symbolic-ref', '--quiet', name], { okCodes: [0, 1, 128] });
  return target.startsWith(prefix) ? target.slice(prefix.length) : null;
}

// ---------------------------------------------------------------- which part

function chooseChanges(
  history: readonly HistoryCommit[],
  { last, since }: Pick<ReplayRequest, 'last' | 'since'>,
): readonly HistoryCommit[] {
  // A root, or where a shallow clone ends: there is nothing before it.
  const changes = history.filter(({ parent }) => parent !== null);
  if (since !== undefined) {
    const first = changes.findIndex(({ time }) => dayOf(time) >= since);
    const chosen = first === -1 ? [] : changes.slice(first);
    return last === undefined ? chosen : chosen.slice(-last);
  }
  return last === undefined ? changes : changes.slice(-last);
}

function changesAfter(history: readonly HistoryCommit[], last: string): readonly HistoryCommit[] {
  const at = history.findIndex(({ sha }) => sha === last);
  if (at !== -1) return history.slice(at + 1);
  throw otherState(`speaks of the commit ${last.slice(0, 12)}, which is not in the history of this branch`);
}

function checkState(state: ReplayResult, now: { readonly ruleSet: string; readonly branch: string }): void {
  if (state.ruleSet !== now.ruleSet) throw otherState('was made with other rules');
  if (state.scope.branch !== now.branch) throw otherState(`is about the branch ${JSON.stringify(state.scope.branch)}`);
}

function otherState(reason: string): PhaseMirrorError {
  return new PhaseMirrorError('user', {
    thing: 'The state file',
    reason,
    next: 'Begin again: delete it, or name another file with --state',
  });
}

function dayOfFirst([first]: readonly HistoryCommit[]): string {
  return first === undefined ? '' : dayOf(first.time);
}

/** Which changes a recording run is about: the commits of a push, or the pull request that another run judged. */

import { PhaseMirrorError } from '../errors.js';
import type { Changes, PullRequestFacts } from '../github/changes.js';
import type { Git } from '../repository/git.js';
import type { CommitInput } from '../repository/subject.js';

/** What started a run that records; both run default-branch code. */
export type RecordTrigger =
  | {
      readonly kind: 'push';
      /** The commit before; zeros for a new branch. */
      readonly before: string;
      readonly after: string;
      readonly branch: string;
      readonly pusherId: number | null;
    }
  | {
      readonly kind: 'workflow_run';
      /** Event of the run that was watched. Anything but a pull request is recorded by its own push. */
      readonly event: string;
      readonly headSha: string;
      /** The pull request that the payload names; null for forks, of which GitHub names none. */
      readonly pullRequest: number | null;
      readonly actorId: number | null;
    };

/** One change, ready to be evaluated and recorded. */
export interface RecordedChange {
  readonly input: Pick<CommitInput, 'commit' | 'mergeSha' | 'compareWith' | 'targetBranch'>;
  /** `pr#12`, `ref#refs/heads/main`. */
  readonly change: string;
  /** null: it came without one, or nobody could say. */
  readonly pullRequest: PullRequestFacts | null;
  /** Author, committers, pusher: who may not judge its findings. Numeric ids, ascending. */
  readonly actorIds: readonly number[];
}

export interface RecordedChanges {
  readonly changes: readonly RecordedChange[];
  /** What is not recorded and why, one sentence each. */
  readonly notes: readonly string[];
  /** True when a note is a failure that another run could heal. */
  readonly incomplete: boolean;
}

/** Merges of one push; a merge queue may land several. A push of more is history that was brought in. */
const MAX_COMMITS = 50;
const SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * @param git the checkout, which may lack history
 * @param changes GitHub's answers; null without a token
 * @param defaultBranch pull requests into other branches are none of the default branch's record
 */
export async function changesOf(
  git: Git,
  trigger: RecordTrigger,
  changes: Changes | null,
  defaultBranch: string,
): Promise<RecordedChanges> {
  return trigger.kind === 'push' ? await ofPush(git, trigger, changes) : await ofRun(trigger, changes, defaultBranch);
}

async function ofPush(
  git: Git,
  { before, after, branch, pusherId }: Extract<RecordTrigger, { kind: 'push' }>,
  changes: Changes | null,
): Promise<RecordedChanges> {
  const notes: string[] = [];
  const commits = await firstParents(git, before, after);
  if (commits.length > MAX_COMMITS)
    notes.push(`The push holds more than ${MAX_COMMITS} merges; the last ${MAX_COMMITS} are recorded.`);
  const found: RecordedChange[] = [];
  let incomplete = false;
  for (const commit of commits.slice(-MAX_COMMITS)) {
    const answer = changes === null ? null : await changes.ofCommit(commit, branch);
    if (answer?.ok === false) {
      // Under another name it would be recorded a second time when somebody runs this again.
      notes.push(
        `Not recorded: ${commit.slice(0, 12)}, because its pull request could not be asked for: ${answer.why}.`,
      );
      incomplete = true;
      continue;
    }
    const pullRequest = answer?.value ?? null;
    found.push({
      input: { commit, compareWith: 'first-parent', targetBranch: branch },
      change: pullRequest === null ? `ref#refs/heads/${branch}` : `pr#${pullRequest.number}`,
      pullRequest,
      actorIds: people(pullRequest, pusherId),
    });
  }
  return { changes: found, notes, incomplete };
}

/** The commits that a push put on the branch itself, oldest first; the last one alone where the history is not there. */
async function firstParents(git: Git, before: string, after: string): Promise<string[]> {
  if (!SHA.test(after)) {
    throw new PhaseMirrorError('evidence', {
      thing: 'The payload of the event push',
      reason: 'has no commit',
      next: 'Run this on `push`, or on `workflow_run` after the workflow of the gate',
    });
  }
  if (!SHA.test(before) || /^0+$/.test(before)) return [after];
  const { stdout, code } = await git.run(
    ['rev-list', '--first-parent', `--max-count=${MAX_COMMITS + 1}`, '--reverse', `${before}..${after}`, '--'],
    { okCodes: [0, 128] },
  );
  const commits =
    code === 0
      ? stdout
          .toString('latin1')
          .split('\n')
          .filter((line) => SHA.test(line))
      : [];
  return commits.length === 0 ? [after] : commits;
}

async function ofRun(
  trigger: Extract<RecordTrigger, { kind: 'workflow_run' }>,
  changes: Changes | null,
  defaultBranch: string,
): Promise<RecordedChanges> {
  const nothing = (note: string, incomplete: boolean): RecordedChanges => ({ changes: [], notes: [note], incomplete });
  if (!/^pull_request/.test(trigger.event)) {
    return nothing(`Nothing to record: the run was of the event ${trigger.event}, not of a pull request.`, false);
  }
  if (changes === null) {
    return nothing('Not recorded: without `github-token` nobody says which pull request the run was about.', true);
  }
  const answer =
    trigger.pullRequest === null
      ? await changes.ofCommit(trigger.headSha, defaultBranch)
      : await changes.byNumber(trigger.pullRequest);
  if (!answer.ok) return nothing(`Not recorded: the pull request could not be asked for: ${answer.why}.`, true);
  const pullRequest = answer.value;
  if (pullRequest === null) {
    return nothing(`Nothing to record: no pull request has the commit ${trigger.headSha.slice(0, 12)}.`, false);
  }
  if (pullRequest.baseBranch !== defaultBranch) {
    return nothing(`Nothing to record: #${pullRequest.number} does not go into ${defaultBranch}.`, false);
  }
  if (pullRequest.headSha !== trigger.headSha) {
    return nothing(`Nothing to record: #${pullRequest.number} has moved on, and its newer run is recorded.`, false);
  }
  return {
    changes: [
      {
        input: {
          commit: pullRequest.headSha,
          compareWith: 'merge-base',
          targetBranch: pullRequest.baseBranch,
          ...(pullRequest.mergeSha === '' ? {} : { mergeSha: pullRequest.mergeSha }),
        },
        change: `pr#${pullRequest.number}`,
        pullRequest,
        actorIds: people(pullRequest, trigger.actorId),
      },
    ],
    notes: [],
    incomplete: false,
  };
}

function people(pullRequest: PullRequestFacts | null, other: number | null): number[] {
  const ids = new Set([...(pullRequest?.actorIds ?? []), ...(other === null ? [] : [other])]);
  return [...ids].filter((id) => id > 0).sort((a, b) => a - b);
}

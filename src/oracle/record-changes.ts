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
      /** When the watched run was created; a later attempt of it has the same. Milliseconds; null when nobody says. */
      readonly createdAt: number | null;
    };

/** One change, ready to be evaluated and recorded. */
export interface RecordedChange {
  readonly input: Pick<CommitInput, 'commit' | 'mergeSha' | 'compareWith' | 'baseSha' | 'targetBranch'>;
  /** `pr#12`, `ref#refs/heads/main`. */
  readonly change: string;
  /** null: it came without one, or nobody could say. */
  readonly pullRequest: PullRequestFacts | null;
  /** Author, committers, pusher: who may not judge its findings. Numeric ids, ascending. */
  readonly actorIds: readonly number[];
  /** '' when its events may be recorded; else why they are not: it is judged all the same. */
  readonly notRecorded: string;
}

export interface RecordedChanges {
  readonly changes: readonly RecordedChange[];
  /** What was left out and why, one sentence each. */
  readonly notes: readonly string[];
  /** True when something that should have been seen or recorded was not. */
  readonly incomplete: boolean;
}

/** Commits of one push that are asked about one by one; those before them are judged together. */
const MAX_COMMITS = 50;
/** More than work on one change; a row has to end somewhere. */
const MAX_PEOPLE = 900;
const SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * Everything between before and after is in one of the changes: what lands on the branch is looked at whatever GitHub
 * knows of it, and whatever history the checkout has.
 *
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

type Push = Extract<RecordTrigger, { kind: 'push' }>;

/** Commits that landed together, oldest first, and what they are compared with. */
interface Range {
  readonly commits: readonly string[];
  /** null: the first parent of the only commit. */
  readonly base: string | null;
  readonly pullRequest: PullRequestFacts | null;
  readonly notRecorded: string;
}

async function ofPush(git: Git, push: Push, changes: Changes | null): Promise<RecordedChanges> {
  const { before, after, branch, pusherId } = push;
  const commits = await firstParents(git, before, after);
  const notes: string[] = [];
  const ranges: Range[] = [];
  if (commits === null) {
    notes.push(
      `The checkout lacks the history between ${short(before)} and ${short(after)}, so all of it is judged as one change. Set \`fetch-depth: 0\` on actions/checkout.`,
    );
    ranges.push({
      commits: [after],
      base: before,
      pullRequest: null,
      notRecorded: 'its pull requests cannot be told apart',
    });
  } else {
    const early = commits.slice(0, Math.max(0, commits.length - MAX_COMMITS));
    const base = isCommit(before) ? before : null;
    if (early.length > 0) {
      notes.push(`The push holds ${commits.length} commits; the first ${early.length} are judged as one change.`);
      ranges.push({ commits: early, base, pullRequest: null, notRecorded: 'its pull requests are not asked for' });
    }
    ranges.push(...(await byPullRequest(commits.slice(early.length), early.at(-1) ?? base, branch, changes)));
  }
  const found = await Promise.all(ranges.map((range) => changeOf(range, branch, pusherId, changes)));
  const unrecorded = found.filter(({ notRecorded }) => notRecorded !== '');
  notes.push(
    ...unrecorded.map(({ input, notRecorded }) => `Not recorded: ${short(input.commit)}, because ${notRecorded}.`),
  );
  return { changes: found, notes, incomplete: unrecorded.length > 0 };
}

/** A rebase merge lands every commit of a pull request by itself: together they are what was reviewed. */
async function byPullRequest(
  commits: readonly string[],
  base: string | null,
  branch: string,
  changes: Changes | null,
): Promise<Range[]> {
  const ranges: Range[] = [];
  let previous = base;
  for (const commit of commits) {
    const answer = changes === null ? null : await changes.ofCommit(commit, branch);
    const pullRequest = answer?.ok === true ? answer.value : null;
    // Under another name it would be recorded a second time when somebody runs this again.
    const notRecorded = answer?.ok === false ? `its pull request could not be asked for: ${answer.why}` : '';
    const last = ranges.at(-1);
    if (last !== undefined && pullRequest !== null && last.pullRequest?.number === pullRequest.number) {
      ranges[ranges.length - 1] = { ...last, commits: [...last.commits, commit] };
    } else {
      ranges.push({ commits: [commit], base: previous, pullRequest, notRecorded });
    }
    previous = commit;
  }
  return ranges;
}

async function changeOf(
  { commits, base, pullRequest, notRecorded }: Range,
  branch: string,
  pusherId: number | null,
  changes: Changes | null,
): Promise<RecordedChange> {
  const commit = commits.at(-1) ?? '';
  // Without a pull request GitHub still knows who wrote the commits.
  const writers = pullRequest === null && changes !== null ? await Promise.all(commits.map(changes.peopleOf)) : [];
  return {
    input: {
      commit,
      compareWith: 'first-parent',
      ...(base === null ? {} : { baseSha: base }),
      targetBranch: branch,
    },
    change: pullRequest === null ? `ref#refs/heads/${branch}` : `pr#${pullRequest.number}`,
    pullRequest,
    ...people(pullRequest, [pusherId, ...writers.flat()], notRecorded),
  };
}

/**
 * The commits that a push put on the branch itself, oldest first; null where the history is not there, or where before is
 * no ancestor (a force push).
 */
async function firstParents(git: Git, before: string, after: string): Promise<string[] | null> {
  if (!isCommit(after)) {
    throw new PhaseMirrorError('evidence', {
      thing: 'The payload of the event push',
      reason: 'has no commit',
      next: 'Run this on `push`, or on `workflow_run` after the workflow of the gate',
    });
  }
  if (!isCommit(before)) return [after];
  const ancestor = await git.run(['merge-base', '--is-ancestor', before, after], { okCodes: [0, 1, 128] });
  if (ancestor.code !== 0) return null;
  const { stdout } = await git.run(['rev-list', '--first-parent', '--reverse', `${before}..${after}`, '--']);
  const commits = stdout
    .toString('latin1')
    .split('\n')
    .filter((line) => SHA.test(line));
  return commits.length === 0 ? null : commits;
}

/** Zeros stand for "there was none". */
function isCommit(sha: string): boolean {
  return SHA.test(sha) && !/^0+$/.test(sha);
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
    return nothing(`Nothing to record: no pull request has the commit ${short(trigger.headSha)}.`, false);
  }
  if (pullRequest.baseBranch !== defaultBranch) {
    return nothing(`Nothing to record: #${pullRequest.number} does not go into ${defaultBranch}.`, false);
  }
  if (pullRequest.headSha !== trigger.headSha) {
    return nothing(`Nothing to record: #${pullRequest.number} has moved on, and its newer run is recorded.`, false);
  }
  const who = people(pullRequest, [trigger.actorId], '');
  const notes = who.notRecorded === '' ? [] : [`Not recorded: #${pullRequest.number}, because ${who.notRecorded}.`];
  const input = {
    commit: pullRequest.headSha,
    compareWith: 'merge-base' as const,
    targetBranch: pullRequest.baseBranch,
    ...(pullRequest.mergeSha === '' ? {} : { mergeSha: pullRequest.mergeSha }),
  };
  const change = { input, change: `pr#${pullRequest.number}`, pullRequest, ...who };
  return { changes: [change], notes, incomplete: notes.length > 0 };
}

/** Events that somebody could judge who took part are worth less than none. */
function people(
  pullRequest: PullRequestFacts | null,
  others: readonly (number | null)[],
  notRecorded: string,
): Pick<RecordedChange, 'actorIds' | 'notRecorded'> {
  const ids = new Set([...(pullRequest?.actorIds ?? []), ...others]);
  const actorIds = [...ids].filter((id): id is number => id !== null && id > 0).sort((a, b) => a - b);
  const unknown = pullRequest?.actorsComplete === false ? 'GitHub does not list everybody who worked on it' : '';
  const tooMany = actorIds.length > MAX_PEOPLE ? `more than ${MAX_PEOPLE} people worked on it` : '';
  return { actorIds: actorIds.slice(0, MAX_PEOPLE), notRecorded: notRecorded || unknown || tooMany };
}

function short(sha: string): string {
  return sha.slice(0, 12);
}

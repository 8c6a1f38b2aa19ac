/** The subject of a run that records: a commit that is named, not the one that is checked out. */
import { PhaseMirrorError } from '../errors.js';
import type { Git } from './git.js';
import { parentsOf } from './git-objects.js';
import { openCommit } from './snapshot.js';
import type { CommitInput, ResolvedSubject } from './subject.js';
import { comparePair, type Expected, givenBase, MAX_COMMIT, mergeBase, objectsOf, SHA, SHOWN } from './subject-base.js';

/**
 * Open a commit and its base, both fetched where the checkout lacks them.
 *
 * @throws {PhaseMirrorError} `evidence`: the commit cannot be had. A base that cannot is not thrown about.
 */
export async function fromCommit(
  git: Git,
  input: CommitInput,
  governed: (path: string) => boolean,
  signal: AbortSignal,
): Promise<ResolvedSubject> {
  const place = await placeOf(git, input, signal);
  // Whoever closes the subject closes the repository that it is read from; the checkout is another one then.
  if (place.git !== git) await git.close();
  const subject = openCommit(place.git, place.sha);
  const common = { subject, branch: input.targetBranch, defaultBranch: null, otherCommit: null };
  const without = { base: null, baseSha: null, change: null, fetched: place.git !== git };
  try {
    const [expected] = await Promise.all([baseOf(place, input, signal), subject.list()]);
    if (expected.sha === null) return { ...common, ...without, baseMissing: expected.missing };
    const from = await objectsOf(place.git, input, expected.sha, signal);
    if (!from.ok) return { ...common, ...without, baseMissing: from.why };
    try {
      const compared = { kind: 'commit', sha: place.sha } as const;
      const pair = await comparePair(place.git, from.value, expected.sha, compared, subject, governed);
      return { ...common, ...pair, baseMissing: null, fetched: from.value !== git };
    } catch (error) {
      if (from.value !== place.git) await from.value.close();
      if (!(error instanceof PhaseMirrorError) || error.kind !== 'evidence') throw error;
      const why = `the base commit ${expected.sha.slice(0, SHOWN)} cannot be compared (${error.reason})`;
      return { ...common, ...without, baseMissing: why };
    }
  } catch (error) {
    await subject.close();
    throw error;
  }
}

interface Place {
  /** Holds the commit. */
  readonly git: Git;
  readonly sha: string;
  readonly parents: readonly string[];
  /** Whether it is the merge that GitHub made, and so compared with its first parent. */
  readonly isMerge: boolean;
}

async function placeOf(git: Git, input: CommitInput, signal: AbortSignal): Promise<Place> {
  if (input.mergeSha !== undefined && SHA.test(input.mergeSha)) {
    const merge = await commitAt(git, input, input.mergeSha, signal);
    // The pull request may have moved on since: then its merge is of another commit.
    if (merge?.parents[1] === input.commit && merge.parents.length === 2) return { ...merge, isMerge: true };
  }
  const commit = SHA.test(input.commit) ? await commitAt(git, input, input.commit, signal) : null;
  if (commit !== null) return { ...commit, isMerge: false };
  throw new PhaseMirrorError('evidence', {
    thing: `The commit ${input.commit.slice(0, SHOWN)}`,
    reason: 'is not in this clone and could not be fetched',
    next: 'Give the job `contents: read`, and set fetch-depth: 0 on actions/checkout',
  });
}

async function commitAt(
  git: Git,
  input: CommitInput,
  sha: string,
  signal: AbortSignal,
): Promise<Omit<Place, 'isMerge'> | null> {
  const from = await objectsOf(git, input, sha, signal);
  if (!from.ok) return null;
  const read = await from.value.objects.read(`${sha}^{commit}`, MAX_COMMIT);
  if (read.kind === 'object' && read.oid === sha) return { git: from.value, sha, parents: parentsOf(read.bytes) };
  if (from.value !== git) await from.value.close();
  return null;
}

async function baseOf(place: Place, input: CommitInput, signal: AbortSignal): Promise<Expected> {
  if (input.baseSha !== undefined && !place.isMerge) return givenBase(input.baseSha, 'the commit before it');
  if (place.isMerge || input.compareWith === 'first-parent') {
    const [first] = place.parents;
    return first === undefined ? { sha: null, missing: 'the commit has no parent' } : { sha: first, missing: null };
  }
  return mergeBase(place.git, input, input.targetBranch, place.sha, signal);
}

/** Where the commits of an event are found, and how two trees are put side by side: the parts of subject.ts and subject-commit.ts. */
import type { ComparedSubject, Comparison } from './compare.js';
import { compareTrees } from './compare.js';
import type { Git } from './git.js';
import type { Fetched, RemoteInput } from './git-fetch.js';
import { fetchCommit, fetchMergeBase, remoteOf } from './git-fetch.js';
import type { TreeSnapshot } from './snapshot.js';
import { overlay } from './snapshot.js';
import type { Snapshot } from './types.js';

/** A commit object is small; its message could be anything. */
export const MAX_COMMIT = 16 * 1024 * 1024;
/** SHA-1 or SHA-256. */
export const SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** Digits of a commit that a person sees. */
export const SHOWN = 12;

/** The base of an event: a commit, none expected, or none to be had (with a clause that says why). */
export type Expected = { readonly sha: string | null; readonly missing: string | null };

/** A base that the event names. */
export function givenBase(sha: string, what: string): Expected {
  return SHA.test(sha) ? { sha, missing: null } : { sha: null, missing: `the event does not say ${what}` };
}

/** The best common ancestor of `head` and the branch `target` of the remote. */
export async function mergeBase(
  git: Git,
  input: RemoteInput,
  target: string,
  head: string,
  signal: AbortSignal,
): Promise<Expected> {
  if (!isBranchName(target)) return { sha: null, missing: 'the event names no valid target branch' };
  const remote = await remoteOf(git, input);
  if (remote.tracking) {
    const known = await git.line(['merge-base', `refs/remotes/origin/${target}`, head], { okCodes: [0, 1, 128] });
    if (SHA.test(known)) return { sha: known, missing: null };
  }
  const found = remote.ok ? await fetchMergeBase(git, remote.value, target, head, signal) : remote;
  return found.ok ? { sha: found.value, missing: null } : { sha: null, missing: found.why };
}

/** What git allows in a branch's name, more strictly than it does (git-check-ref-format(1)). */
function isBranchName(name: string): boolean {
  if (name === '' || name.length > 255 || name.includes('..') || name.includes('@{') || name.startsWith('/'))
    return false;
  return [...name].every((char) => char > ' ' && !'\x7f~^:?*[\\'.includes(char));
}

/** A repository with the objects of `sha`: this one, or one to which it was fetched. */
export async function objectsOf(git: Git, input: RemoteInput, sha: string, signal: AbortSignal): Promise<Fetched<Git>> {
  const here = await git.objects.read(`${sha}^{commit}`, MAX_COMMIT);
  if (here.kind === 'object') return { ok: true, value: git };
  const remote = await remoteOf(git, input);
  if (remote.ok) return fetchCommit(git, remote.value, sha, signal);
  return { ok: false, why: `the base commit ${sha.slice(0, SHOWN)} is not in this clone and ${remote.why}` };
}

/** Base and difference of a subject. @param objects where the commits are; another repository when one was fetched */
export async function comparePair(
  git: Git,
  objects: Git,
  sha: string,
  compared: ComparedSubject,
  subject: TreeSnapshot,
  governed: (path: string) => boolean,
): Promise<{ base: Snapshot; baseSha: string; change: Comparison }> {
  const change = await compareTrees(compared.kind === 'worktree' ? git : objects, sha, compared, governed);
  return { base: overlay(objects, sha, subject, change), baseSha: sha, change };
}

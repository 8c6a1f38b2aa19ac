/**
 * How a commit came to the default branch: through which pull request, who merged it and who approved it. That is who
 * answers for a suppression, since only what was merged counts.
 *
 * docs.github.com/rest/commits/commits#list-pull-requests-associated-with-a-commit,
 * docs.github.com/rest/pulls/pulls#get-a-pull-request, docs.github.com/rest/pulls/reviews#list-reviews-for-a-pull-request
 */
import type { components } from '@octokit/openapi-types';
import type { ApiFailure } from './answers.js';
import { openChanges } from './changes.js';
import { type ClientOptions, createClient } from './client.js';
import { wordsOf } from './failures.js';
import { readAll } from './pages.js';
import type { Account } from './reviewers.js';
import { array, count, ownerAndName, record, text, UNKNOWN_SHAPE, UnknownShape } from './shapes.js';

type Schemas = components['schemas'];

export interface Merge {
  /** Of the pull request. */
  readonly number: number;
  /** The commit that it became on the branch; '' where GitHub does not say. */
  readonly mergeSha: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  /** Its author, and the authors and committers of its commits. */
  readonly actorIds: readonly number[];
  /**
   * Whether these are all: GitHub lists 250 commits of a pull request and no more, and of a commit nobody whose address
   * belongs to no account. Who merges may have written it under such an address.
   */
  readonly actorsKnown: boolean;
  /** null: the account was deleted, or a merge queue did it. */
  readonly mergedBy: Account | null;
  /** Whose last word on it was an approval of its last commit, in the order of these words. */
  readonly approvedBy: readonly Account[];
}

/** `value` null: it came without a pull request. */
export type MergeAnswer =
  | { readonly ok: true; readonly value: Merge | null }
  | { readonly ok: false; readonly why: string };

export interface Merges {
  /** The pull request that brought a commit to the default branch. Each is asked for once. */
  ofCommit(sha: string): Promise<MergeAnswer>;
}

/**
 * @param options `repository`: `owner/name`
 * @throws PhaseMirrorError kind `user` when `repository` is not `owner/name` or the API address is none. What it returns
 *   never throws for what the server or the network does.
 */
export async function openMerges(options: ClientOptions & { readonly repository: string }): Promise<Merges> {
  const { repository } = options;
  const [owner, repo] = ownerAndName(repository);
  const to = { owner, repo };
  const [client, changes] = [await createClient(options), await openChanges(options)];
  const failed = (failure: ApiFailure): MergeAnswer => {
    const asked = {
      repository,
      missing: `no such pull request of ${repository} is visible to the token`,
      permission: 'pull-requests: read',
      grant: 'add it to `permissions` of the job',
    };
    return { ok: false, why: wordsOf(failure, asked).detail };
  };
  const byNumber = async (number: number): Promise<MergeAnswer> => {
    const pull = { ...to, pull_number: number };
    const got = await client.get('/repos/{owner}/{repo}/pulls/{pull_number}', pull);
    if (!got.ok) return failed(got.failure);
    const { merged_at: mergedAt, merged_by: mergedBy } = record<Partial<Schemas['pull-request']>>(got.data);
    const facts = await changes.byNumber(number);
    if (!facts.ok) return facts;
    const reviews = await readAll(client, '/repos/{owner}/{repo}/pulls/{pull_number}/reviews', pull, array);
    if (reviews.kind === 'failed') return failed(reviews.failure);
    if (reviews.kind === 'too-many') return { ok: false, why: `pull request #${number} has more than 1000 reviews` };
    return {
      ok: true,
      value: {
        number,
        mergeSha: facts.value?.mergeSha ?? '',
        at: instantOf(mergedAt),
        actorIds: facts.value?.actorIds ?? [],
        actorsKnown: facts.value?.actorsComplete === true && !facts.value.strangers,
        mergedBy: accountOf(mergedBy ?? null),
        approvedBy: approvalsOf(reviews.items, facts.value?.headSha ?? ''),
      },
    };
  };
  const known = new Map<string, Promise<MergeAnswer>>();
  const once = (key: string, ask: () => Promise<MergeAnswer>): Promise<MergeAnswer> => {
    const answer = known.get(key) ?? understood(ask);
    known.set(key, answer);
    return answer;
  };
  return {
    ofCommit: (sha) =>
      once(sha, async () => {
        const route = '/repos/{owner}/{repo}/commits/{commit_sha}/pulls';
        const got = await client.get(route, { ...to, commit_sha: sha });
        if (!got.ok) return failed(got.failure);
        const number = mergedInto(array(got.data), sha);
        return number === null ? { ok: true, value: null } : await once(`#${number}`, () => byNumber(number));
      }),
  };
}

async function understood(ask: () => Promise<MergeAnswer>): Promise<MergeAnswer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof UnknownShape) return { ok: false, why: UNKNOWN_SHAPE };
    throw error;
  }
}

/** One that was merged into the default branch: as this commit, else the first that was. */
function mergedInto(pulls: readonly unknown[], sha: string): number | null {
  const merged = pulls
    .map((entry) => record<Partial<Schemas['pull-request-simple']>>(entry))
    .filter(({ merged_at: at, base }) => {
      const { ref, repo } = record<Schemas['pull-request-simple']['base']>(base);
      return typeof at === 'string' && text(ref) === text(record<typeof repo>(repo).default_branch);
    })
    .sort((one, other) => instantOf(one.merged_at) - instantOf(other.merged_at));
  const chosen = merged.find(({ merge_commit_sha: commit }) => commit === sha) ?? merged[0];
  return chosen === undefined ? null : count(chosen.number);
}

/**
 * Reviews come oldest first. A comment takes nothing back; a dismissal and a request for changes do. Who approved an
 * earlier commit has not seen what was pushed after it.
 *
 * @param head the last commit of the pull request
 */
function approvalsOf(reviews: readonly unknown[], head: string): Account[] {
  const last = new Map<number, { readonly account: Account; readonly approves: boolean }>();
  for (const entry of reviews) {
    const { user, state, commit_id: commit } = record<Partial<Schemas['pull-request-review']>>(entry);
    const account = accountOf(user ?? null);
    if (account === null || !['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED'].includes(text(state))) continue;
    last.delete(account.id);
    last.set(account.id, { account, approves: state === 'APPROVED' && commit === head });
  }
  return [...last.values()].flatMap(({ account, approves }) => (approves ? [account] : []));
}

function accountOf(user: Schemas['simple-user'] | null): Account | null {
  if (user === null) return null;
  const { id, login, type } = record<Schemas['simple-user']>(user);
  return { id: count(id), login: text(login), person: text(type) === 'User' };
}

function instantOf(value: unknown): number {
  const at = Date.parse(text(value));
  if (Number.isNaN(at)) throw new UnknownShape();
  return at;
}

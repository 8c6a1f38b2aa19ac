/**
 * Which pull request a commit belongs to, and who worked on it: what a run that records has to know of a change, and
 * cannot read from files. Asked by default-branch code only.
 *
 * docs.github.com/rest/commits/commits#list-pull-requests-associated-with-a-commit,
 * docs.github.com/rest/pulls/pulls#get-a-pull-request, docs.github.com/rest/pulls/pulls#list-commits-on-a-pull-request
 */
import type { ApiFailure } from './answers.js';
import { type ApiClient, type ClientOptions, createClient } from './client.js';
import { wordsOf } from './failures.js';
import { readAll } from './pages.js';
import { array, count, ownerAndName, record, text, UNKNOWN_SHAPE, UnknownShape } from './shapes.js';

/** A pull request, as far as recording is concerned. Ids are GitHub's public numeric ones. */
export interface PullRequestFacts {
  readonly number: number;
  readonly authorId: number;
  /** Author of the pull request, authors and committers of its commits; ascending, without repeats. */
  readonly actorIds: readonly number[];
  readonly headSha: string;
  readonly baseBranch: string;
  /** The test merge of an open one, the commit on the branch of a merged one; '' when GitHub has not made it yet. */
  readonly mergeSha: string;
  /** From another repository; also when that was deleted. */
  readonly fork: boolean;
  readonly open: boolean;
  /** Opened by an app: nobody's pull request, as far as counting people goes. */
  readonly byBot: boolean;
  /** Whether `actorIds` names everybody: GitHub lists 250 commits of a pull request and no more. */
  readonly actorsComplete: boolean;
  /** Whether a commit has an author or a committer whose address belongs to no account: it may be anybody's. */
  readonly strangers: boolean;
}

/** An answer, or the clause that says why there is none. `value` null: there is no pull request. */
export type ChangeAnswer =
  | { readonly ok: true; readonly value: PullRequestFacts | null }
  | { readonly ok: false; readonly why: string };

export interface ChangesRequest extends ClientOptions {
  /** `owner/name`. */
  readonly repository: string;
}

export interface Changes {
  /** The pull request that a commit of a branch came with. */
  ofCommit(sha: string, branch: string): Promise<ChangeAnswer>;
  byNumber(number: number): Promise<ChangeAnswer>;
  /** Author and committer of a commit, numeric ids; empty where GitHub knows neither, or does not answer. */
  peopleOf(sha: string): Promise<readonly number[]>;
  /** Who opened a pull request; null where GitHub does not say. */
  authorOf(number: number): Promise<number | null>;
}

/**
 * @throws PhaseMirrorError kind `user` when `repository` is not `owner/name` or the API address is none. The functions it
 *   returns never throw for what the server or the network does.
 */
export async function openChanges(request: ChangesRequest): Promise<Changes> {
  const [owner, repo] = ownerAndName(request.repository);
  const client = await createClient(request);
  const to = { owner, repo };
  const why = (failure: ApiFailure): string =>
    wordsOf(failure, {
      repository: request.repository,
      missing: `no such pull request of ${request.repository} is visible to the token`,
      permission: 'pull-requests: read',
      grant: 'add it to `permissions` of the job',
    }).detail;
  const understood = async (ask: () => Promise<ChangeAnswer>): Promise<ChangeAnswer> => {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof UnknownShape) return { ok: false, why: UNKNOWN_SHAPE };
      throw error;
    }
  };
  const byNumber = async (number: number): Promise<ChangeAnswer> => {
    const got = await client.get('/repos/{owner}/{repo}/pulls/{pull_number}', { ...to, pull_number: number });
    if (!got.ok) return { ok: false, why: why(got.failure) };
    const commits = await readAll(
      client,
      '/repos/{owner}/{repo}/pulls/{pull_number}/commits',
      { ...to, pull_number: number },
      array,
    );
    // Who worked on it decides who may judge it, not whether it is looked at.
    return { ok: true, value: factsOf(got.data, commits.kind === 'all' ? commits.items : []) };
  };
  return {
    byNumber: (number) => understood(() => byNumber(number)),
    async peopleOf(sha) {
      const got = await client.get('/repos/{owner}/{repo}/commits/{ref}', { ...to, ref: sha });
      if (!got.ok) return [];
      try {
        const commit = record(got.data);
        return [idOf(commit['author']), idOf(commit['committer'])].filter((id): id is number => id !== null);
      } catch (error) {
        if (error instanceof UnknownShape) return [];
        throw error;
      }
    },
    async authorOf(number) {
      const got = await client.get('/repos/{owner}/{repo}/pulls/{pull_number}', { ...to, pull_number: number });
      try {
        return got.ok ? idOf(record(got.data)['user']) : null;
      } catch (error) {
        if (error instanceof UnknownShape) return null;
        throw error;
      }
    },
    ofCommit: (sha, branch) =>
      understood(async () => {
        const found = await pullRequestOf(client, { ...to, commit_sha: sha }, branch);
        if (found.failure !== null) return { ok: false, why: why(found.failure) };
        return found.number === null ? { ok: true, value: null } : byNumber(found.number);
      }),
  };
}

/** A commit can belong to several: the one that went into this branch as this commit, else the only one into the branch. */
async function pullRequestOf(
  client: ApiClient,
  parameters: { readonly owner: string; readonly repo: string; readonly commit_sha: string },
  branch: string,
): Promise<{ number: number | null; failure: ApiFailure | null }> {
  const got = await client.get('/repos/{owner}/{repo}/commits/{commit_sha}/pulls', parameters);
  if (!got.ok) return { number: null, failure: got.failure };
  const into = array(got.data)
    .map((entry) => record(entry))
    .filter((entry) => text(record(entry['base'])['ref']) === branch);
  const exact = into.find((entry) => entry['merge_commit_sha'] === parameters.commit_sha);
  const chosen = exact ?? (into.length === 1 ? into[0] : undefined);
  return { number: chosen === undefined ? null : count(chosen['number']), failure: null };
}

function factsOf(data: unknown, commits: readonly unknown[]): PullRequestFacts {
  const pull = record(data);
  const head = record(pull['head']);
  const base = record(pull['base']);
  // A deleted user is null; his part in it is then nobody's.
  const authorId = idOf(pull['user']) ?? 0;
  const people = commits.flatMap((entry) => {
    const commit = record(entry);
    return [idOf(commit['author']), idOf(commit['committer'])];
  });
  const baseRepo = count(record(base['repo'])['id']);
  const headRepo = head['repo'] === null ? null : count(record(head['repo'])['id']);
  const actorIds = [...new Set([authorId, ...people])].filter((id): id is number => id !== null && id > 0);
  const total = typeof pull['commits'] === 'number' ? pull['commits'] : commits.length;
  return {
    number: count(pull['number']),
    authorId,
    actorIds: actorIds.sort((a, b) => a - b),
    headSha: text(head['sha']),
    baseBranch: text(base['ref']),
    mergeSha: typeof pull['merge_commit_sha'] === 'string' ? pull['merge_commit_sha'] : '',
    fork: headRepo !== baseRepo,
    open: pull['state'] === 'open',
    byBot: pull['user'] !== null && pull['user'] !== undefined && record(pull['user'])['type'] === 'Bot',
    actorsComplete: commits.length > 0 && commits.length >= total,
    strangers: people.includes(null),
  };
}

function idOf(user: unknown): number | null {
  if (user === null || user === undefined) return null;
  // A commit whose address belongs to nobody has an empty object here.
  const { id } = record(user);
  return id === undefined ? null : count(id);
}

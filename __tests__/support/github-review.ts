/**
 * GitHub as those who review see it: accounts and teams, alerts that were dismissed, pull requests with their merge and
 * their reviews. Shapes are checked against @octokit/openapi-types. Goes behind `startGitHubApi({ elsewhere })`.
 */
import type { components } from '@octokit/openapi-types';
import { forbidden, paged, type Reply } from './github-api.js';

type Schemas = components['schemas'];
type Shown<K extends keyof Schemas, F extends keyof Schemas[K]> = Pick<Schemas[K], F>;

export interface Person {
  readonly id: number;
  readonly login: string;
  readonly type?: 'User' | 'Bot' | 'Organization';
}

export interface FakeAlert {
  readonly number: number;
  readonly message: string;
  readonly reason?: string | null;
  readonly by: Person | null;
  readonly comment?: string | null;
  /** ISO 8601. */
  readonly at?: string;
  readonly state?: 'dismissed' | 'open' | 'fixed';
  /** Where it is: `main`, or a pull request. */
  readonly ref?: string;
  readonly tool?: string;
}

export interface FakeReview {
  readonly by: Person | null;
  readonly state: string;
  readonly commit?: string;
}

export interface FakeMerge {
  readonly number: number;
  readonly author: Person;
  readonly mergedBy: Person | null;
  /** ISO 8601; null: still open. */
  readonly at: string | null;
  readonly commits: readonly string[];
  readonly mergeSha?: string;
  /** Where it is not the author. */
  readonly committers?: readonly Person[];
  /** The address of the last commit belongs to no account. */
  readonly stranger?: boolean;
  /** Of the head, where they name no other commit. */
  readonly reviews?: readonly FakeReview[];
  readonly base?: string;
  /** How many commits GitHub says it has, where it does not list all. */
  readonly total?: number;
}

export interface ReviewWorld {
  readonly people: Person[];
  /** `org/team` → members. */
  readonly teams: Map<string, readonly Person[]>;
  alerts: FakeAlert[];
  readonly merges: FakeMerge[];
  /** Refs without an analysis; with `!` behind them: they may not be asked for. */
  readonly empty: Set<string>;
  /** Answers instead, by a part of the path. */
  readonly instead: Map<string, Reply>;
}

export function reviewWorld(): ReviewWorld {
  return { people: [], teams: new Map(), alerts: [], merges: [], empty: new Set(), instead: new Map() };
}

const MISSING: Reply = { status: 404, body: { message: 'Not Found' } };

/** For `startGitHubApi({ elsewhere: reviewFront(world) })`. */
export function reviewFront(world: ReviewWorld): (attempt: number, url: URL) => Reply {
  return (attempt, url) => {
    const path = decodeURIComponent(url.pathname);
    for (const [part, reply] of world.instead) if (path.includes(part)) return reply;
    const list = (items: readonly unknown[]): Reply => paged(items)(attempt, url);
    const login = /^\/users\/([^/]+)$/.exec(path)?.[1];
    if (login !== undefined) {
      const person = world.people.find((known) => known.login.toLowerCase() === login.toLowerCase());
      return person === undefined ? MISSING : { body: userOf(person) };
    }
    const [, org, team] = /^\/orgs\/([^/]+)\/teams\/([^/]+)\/members$/.exec(path) ?? [];
    if (org !== undefined) {
      const members = world.teams.get(`${org}/${team}`);
      return members === undefined ? MISSING : list(members.map(userOf));
    }
    const tail = /^\/repos\/[^/]+\/[^/]+(\/.*)$/.exec(path)?.[1] ?? '';
    if (tail === '/code-scanning/alerts') {
      const { searchParams } = url;
      const [ref, tool, state] = ['ref', 'tool_name', 'state'].map((name) => searchParams.get(name));
      if (world.empty.has(`${ref}!`)) return forbidden();
      if (world.empty.has(ref ?? 'main')) return { status: 404, body: { message: 'no analysis found' } };
      const of = world.alerts.filter(
        (alert) =>
          (alert.ref ?? 'main') === (ref ?? 'main') &&
          (alert.tool ?? 'Phase Mirror') === tool &&
          (alert.state ?? 'dismissed') === state,
      );
      return list(of.map(alertOf));
    }
    const commit = /^\/commits\/([0-9a-f]+)\/pulls$/.exec(tail)?.[1];
    if (commit !== undefined) {
      return list(
        world.merges.filter(({ commits, mergeSha }) => [...commits, mergeSha].includes(commit)).map(simpleOf),
      );
    }
    const [, number, what] = /^\/pulls\/(\d+)(?:\/(commits|reviews))?$/.exec(tail) ?? [];
    const merge = world.merges.find((known) => known.number === Number(number));
    if (number === undefined || merge === undefined) return MISSING;
    if (what === 'reviews') return list((merge.reviews ?? []).map((review) => reviewOf(review, merge)));
    if (what === 'commits') return list(commitsOf(merge));
    return { body: pullOf(merge) };
  };
}

function userOf({ id, login, type = 'User' }: Person): Shown<'simple-user', 'id' | 'login' | 'type'> {
  return { id, login, type };
}

function orNobody(person: Person | null) {
  return person === null ? null : userOf(person);
}

function alertOf({ number, message, reason = 'false positive', by, comment = 'seen', at, state, ref }: FakeAlert) {
  return {
    number,
    state: state ?? 'dismissed',
    dismissed_by: orNobody(by) as Schemas['nullable-simple-user'],
    dismissed_at: at ?? '2026-11-20T10:00:00Z',
    dismissed_reason: reason as Schemas['code-scanning-alert-dismissed-reason'],
    dismissed_comment: comment,
    most_recent_instance: { ref: ref ?? 'refs/heads/main', message: { text: message } },
  } satisfies Partial<Schemas['code-scanning-alert-items']>;
}

function simpleOf({ number, at, mergeSha, base = 'main' }: FakeMerge) {
  return {
    number,
    merged_at: at,
    merge_commit_sha: mergeSha ?? null,
    base: { ref: base, repo: { id: 42, default_branch: 'main' } },
  };
}

function pullOf(merge: FakeMerge) {
  const { author, mergedBy, commits, total } = merge;
  return {
    ...simpleOf(merge),
    state: merge.at === null ? 'open' : 'closed',
    user: userOf(author),
    merged_by: orNobody(mergedBy),
    commits: total ?? commits.length,
    head: { sha: commits[0] ?? '', repo: { id: 42 } },
    base: { ref: merge.base ?? 'main', repo: { id: 42, default_branch: 'main' } },
  };
}

function commitsOf({ author, commits, committers = [], stranger = false }: FakeMerge) {
  return commits.map((sha, index) => {
    const unknown = stranger && index === commits.length - 1;
    return { sha, author: unknown ? null : userOf(author), committer: userOf(committers[index] ?? author) };
  });
}

function reviewOf({ by, state, commit }: FakeReview, { commits }: FakeMerge) {
  return {
    user: orNobody(by) as Schemas['nullable-simple-user'],
    state,
    commit_id: commit ?? commits[0] ?? null,
  } satisfies Partial<Schemas['pull-request-review']>;
}

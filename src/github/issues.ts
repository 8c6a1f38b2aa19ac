/**
 * Keeps one issue per matter: finds it by its marker, makes, edits, reopens or closes it. The matter itself is planned
 * in issue-plan.ts; here are the requests and what can go wrong with them.
 *
 * docs.github.com/rest/issues/issues, docs.github.com/rest/issues/labels, docs.github.com/rest/issues/comments,
 * docs.github.com/rest/users/users#get-the-authenticated-user
 */
import { type DesiredIssue, type IssueOutcome, type IssueTracker, LABELS, type LabelName } from '../report/issues.js';
import type { ApiFailure } from './answers.js';
import { type ClientOptions, createClient, type WritingClient } from './client.js';
import { wordsOf } from './failures.js';
import { readMarker } from './issue-marker.js';
import { type ExistingIssue, type Plan, planAfterCreate, planIssue, type Step } from './issue-plan.js';
import { readAll } from './pages.js';
import { array, count, ownerAndName, record, text, UNKNOWN_SHAPE, UnknownShape } from './shapes.js';

export interface IssuesRequest extends ClientOptions {
  /** `owner/name`. */
  readonly repository: string;
  /** Milliseconds since 1970-01-01 UTC; default: this moment. */
  readonly clock?: () => number;
}

/** Every issue of ours has it, so it narrows the list. */
const COMMON_LABEL: LabelName = 'governance';
/** Waiting for a secondary limit is allowed to take its minute. */
const TIME_LIMIT_MS = 120_000;
/**
 * Who writes what this token writes: nobody else's issue is taken for ours. Whoever belongs to the repository could
 * otherwise file the issue of a matter, close it, and so keep the real one from being opened. `app`: the token of an
 * installation, such as a job's own, which GitHub does not tell its name.
 */
type Author = { readonly kind: 'app' } | { readonly kind: 'person'; readonly login: string };

/**
 * @throws PhaseMirrorError kind `user` when `repository` is not `owner/name` or the API address is none
 */
export async function openIssues(request: IssuesRequest): Promise<IssueTracker> {
  const [owner, repo] = ownerAndName(request.repository);
  const client = await createClient({ timeLimitMs: TIME_LIMIT_MS, ...request });
  const tracker = new Tracker(client, { owner, repo }, request.repository, request.clock ?? Date.now);
  return { sync: (desired) => tracker.sync(desired), openAddress: (key) => tracker.openAddress(key) };
}

/** A request came back without an answer; caught in `sync`. */
class Failed extends Error {
  constructor(
    readonly failure: ApiFailure,
    readonly doing: string,
  ) {
    super(doing);
  }
}

class Tracker {
  /** Labels that are known to be there. */
  readonly #labels = new Set<string>();
  #author: Author | null = null;

  constructor(
    private readonly client: WritingClient,
    private readonly to: { readonly owner: string; readonly repo: string },
    private readonly repository: string,
    private readonly clock: () => number,
  ) {}

  async sync(desired: DesiredIssue): Promise<IssueOutcome> {
    const { key } = desired;
    try {
      const plan = planIssue(desired, await this.#list(), this.clock());
      return await this.#carryOut(desired, plan);
    } catch (error) {
      const failed = (why: string): IssueOutcome => ({ key, action: 'failed', number: null, url: '', why });
      if (error instanceof UnknownShape) return failed(UNKNOWN_SHAPE);
      if (error instanceof Failed) return failed(`${error.doing}: ${this.#words(error.failure)}`);
      throw error;
    }
  }

  async openAddress(key: string): Promise<string> {
    try {
      const issues = await this.#list();
      return issues.find(({ open, trusted, body }) => open && trusted && readMarker(body)?.key === key)?.url ?? '';
    } catch (error) {
      if (error instanceof UnknownShape || error instanceof Failed) return '';
      throw error;
    }
  }

  async #carryOut(desired: DesiredIssue, plan: Plan): Promise<IssueOutcome> {
    const { key } = desired;
    const { action } = plan;
    // Closing needs no label.
    const needsLabels = plan.steps.some(
      (step) => step.do === 'create' || (step.do === 'edit' && step.state === 'open'),
    );
    const why = needsLabels ? await this.#makeLabels(desired.labels) : '';
    let { number, url } = plan;
    for (const step of plan.steps) {
      const made = await this.#take(step);
      if (made !== null) ({ number, url } = made);
    }
    if (action === 'created' && number !== null) {
      const double = planAfterCreate(key, number, await this.#list());
      for (const step of double) await this.#take(step);
      if (double.length > 0)
        return { key, action: 'unchanged', number, url, why: 'another run had opened one already' };
    }
    return { key, action, number, url, why };
  }

  /** @returns the new issue, where one was made */
  async #take(step: Step): Promise<{ number: number; url: string } | null> {
    switch (step.do) {
      case 'create': {
        const { title, body, labels } = step;
        const made = await this.#send('POST', '/repos/{owner}/{repo}/issues', { title, body, labels }, 'open an issue');
        const issue = record(made);
        return { number: count(issue['number']), url: text(issue['html_url']) };
      }
      case 'edit': {
        const { number, title, body, labels, state, reason } = step;
        const fields = { title, body, labels, state, ...(reason === null ? {} : { state_reason: reason }) };
        const what = state === 'closed' ? `close issue #${number}` : `edit issue #${number}`;
        await this.#send(
          'PATCH',
          '/repos/{owner}/{repo}/issues/{issue_number}',
          { issue_number: number, ...fields },
          what,
        );
        return null;
      }
      case 'comment': {
        const { number, body } = step;
        const route = '/repos/{owner}/{repo}/issues/{issue_number}/comments';
        await this.#send('POST', route, { issue_number: number, body }, `comment on issue #${number}`);
        return null;
      }
    }
  }

  async #list(): Promise<ExistingIssue[]> {
    const listing = await readAll(
      this.client,
      '/repos/{owner}/{repo}/issues',
      // Newest first, so that ours is among the first thousand.
      { ...this.to, state: 'all', labels: COMMON_LABEL, sort: 'created', direction: 'desc' },
      array,
    );
    if (listing.kind === 'failed') throw new Failed(listing.failure, 'could not read the issues');
    if (listing.kind === 'too-many') {
      throw new Failed(
        { kind: 'too-large', megabytes: 5 },
        `more than a thousand issues are labelled ${COMMON_LABEL}; take the label off those that are not of Phase Mirror`,
      );
    }
    // The list holds pull requests too.
    const issues = listing.items.map((item) => record(item)).filter((item) => item['pull_request'] === undefined);
    this.#author ??= await this.#askAuthor();
    const author = this.#author;
    return issues.map((issue) => issueOf(issue, author));
  }

  async #askAuthor(): Promise<Author> {
    const answer = await this.client.get('/user', {});
    if (answer.ok) return { kind: 'person', login: text(record(answer.data)['login']) };
    const { failure } = answer;
    // "Resource not accessible by integration": what an installation is told, and nobody else is.
    const refused = failure.kind === 'status' && failure.status === 403;
    if (refused && failure.rateLimited === null && !failure.singleSignOn) return { kind: 'app' };
    throw new Failed(failure, 'could not find out whose the token is');
  }

  /** @returns what a person should know, '' when all is well: without its label an issue is still worth having */
  async #makeLabels(names: readonly LabelName[]): Promise<string> {
    const missing: string[] = [];
    for (const name of names) {
      if (this.#labels.has(name)) continue;
      const there = await this.client.get('/repos/{owner}/{repo}/labels/{name}', { ...this.to, name });
      if (!there.ok && there.failure.kind === 'status' && there.failure.status === 404) {
        const made = await this.client.send('POST', '/repos/{owner}/{repo}/labels', {
          ...this.to,
          name,
          ...LABELS[name],
        });
        // 422: another run made it at the same time.
        const raced = !made.ok && made.failure.kind === 'status' && made.failure.status === 422;
        if (!made.ok && !raced) {
          missing.push(`the label ${name} could not be made (${this.#words(made.failure)})`);
          continue;
        }
      }
      this.#labels.add(name);
    }
    return missing.join('; ');
  }

  async #send(
    method: 'POST' | 'PATCH',
    route: string,
    fields: Readonly<Record<string, unknown>>,
    doing: string,
  ): Promise<unknown> {
    const answer = await this.client.send(method, route, { ...this.to, ...fields });
    if (answer.ok) return answer.data;
    throw new Failed(answer.failure, `could not ${doing}`);
  }

  #words(failure: ApiFailure): string {
    if (failure.kind === 'status' && failure.status === 410) {
      return '410: issues are switched off in this repository; switch them on in its settings';
    }
    return wordsOf(failure, {
      repository: this.repository,
      missing: `no repository ${this.repository} with issues is visible to the token`,
      permission: 'issues: write',
      grant: 'add it to `permissions` of the job',
    }).detail;
  }
}

function issueOf(issue: Record<string, unknown>, author: Author): ExistingIssue {
  const user = issue['user'] === null ? {} : record(issue['user']);
  return {
    number: count(issue['number']),
    url: text(issue['html_url']),
    open: text(issue['state']) === 'open',
    title: text(issue['title']),
    // null for an empty one. GitHub stores what forms send with CR LF.
    body: typeof issue['body'] === 'string' ? issue['body'].replaceAll('\r\n', '\n') : '',
    labels: array(issue['labels']).map((label) => (typeof label === 'string' ? label : text(record(label)['name']))),
    trusted: author.kind === 'app' ? user['type'] === 'Bot' : user['login'] === author.login,
  };
}

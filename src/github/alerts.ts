/**
 * Alerts of code scanning that somebody dismissed, and as what. GitHub lists those of the default branch, or of one ref
 * that is named: of a pull request, which need not be merged for that.
 *
 * docs.github.com/rest/code-scanning/code-scanning#list-code-scanning-alerts-for-a-repository
 */
import type { components } from '@octokit/openapi-types';
import type { ApiFailure } from './answers.js';
import { type ApiClient, type ClientOptions, createClient } from './client.js';
import { wordsOf } from './failures.js';
import { PER_PAGE } from './pages.js';
import type { Account } from './reviewers.js';
import { array, count, ownerAndName, record, text, UNKNOWN_SHAPE, UnknownShape } from './shapes.js';

type Item = components['schemas']['code-scanning-alert-items'];
type User = components['schemas']['simple-user'];

/** `tool.driver.name` of what we upload (src/report/sarif.ts). */
export const TOOL = 'Phase Mirror';
/** Pages of one list that are read. */
const MAX_PAGES = 10;
/** GitHub cuts a message of a result at a few thousand characters. */
const MAX_MESSAGE = 64 * 1024;

export interface DismissedAlert {
  /** Of the alert, in its repository. */
  readonly number: number;
  /** 32 hex digits from `[pm:…]`, at the end of the message; null: it names no finding. */
  readonly findingId: string | null;
  /** As GitHub words it: `false positive`, `won't fix`, `used in tests`; '' where it says none. */
  readonly reason: string;
  /** null: the account was deleted. */
  readonly by: Account | null;
  readonly comment: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
}

export type AlertsAnswer =
  | {
      readonly kind: 'read';
      readonly alerts: readonly DismissedAlert[];
      /** There are more, which were dismissed before these. */
      readonly more: boolean;
    }
  /** There can be no alert. `off`: nowhere in the repository; else nothing was uploaded for this ref. */
  | { readonly kind: 'none'; readonly off: boolean; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string };

export interface Alerts {
  /** @param ref of a pull request, `refs/pull/12/merge`; absent: the default branch */
  dismissed(ref?: string): Promise<AlertsAnswer>;
}

/**
 * @param options `repository`: `owner/name`
 * @throws PhaseMirrorError kind `user` when `repository` is not `owner/name` or the API address is none. What it returns
 *   never throws for what the server or the network does.
 */
export async function openAlerts(options: ClientOptions & { readonly repository: string }): Promise<Alerts> {
  const { repository } = options;
  const [owner, repo] = ownerAndName(repository);
  const client = await createClient(options);
  return {
    async dismissed(ref) {
      const filter = { owner, repo, state: 'dismissed', tool_name: TOOL, sort: 'updated', direction: 'desc' };
      try {
        return await readPages(client, { ...filter, ...(ref === undefined ? {} : { ref }) }, repository);
      } catch (error) {
        if (error instanceof UnknownShape) return { kind: 'failed', why: UNKNOWN_SHAPE };
        throw error;
      }
    },
  };
}

async function readPages(
  client: ApiClient,
  filter: Readonly<Record<string, string>>,
  repository: string,
): Promise<AlertsAnswer> {
  const alerts: DismissedAlert[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const route = '/repos/{owner}/{repo}/code-scanning/alerts';
    const answer = await client.get(route, { ...filter, per_page: PER_PAGE, page });
    if (!answer.ok) return withoutAnswer(answer.failure, repository);
    const items = array(answer.data);
    for (const item of items) {
      const alert = alertOf(item);
      if (alert !== null) alerts.push(alert);
    }
    const more = answer.links === null ? items.length >= PER_PAGE : answer.links.next !== null;
    if (!more) return { kind: 'read', alerts, more: false };
  }
  return { kind: 'read', alerts, more: true };
}

function withoutAnswer(failure: ApiFailure, repository: string): AlertsAnswer {
  if (failure.kind === 'status' && (failure.noCodeScanning === 'off' || failure.notInPlan)) {
    return { kind: 'none', off: true, why: `${repository} has no code scanning` };
  }
  if (failure.kind === 'status' && failure.noCodeScanning === 'empty') {
    return { kind: 'none', off: false, why: `nothing was uploaded to the code scanning of ${repository} yet` };
  }
  const { detail } = wordsOf(failure, {
    repository,
    missing: `${repository} is not visible to the token`,
    permission: 'security-events: read',
    grant: 'add it to `permissions` of the job',
  });
  return { kind: 'failed', why: detail };
}

/** null: it is not dismissed, whatever was asked for. `fixed` is an outcome, and says nothing of who was right. */
function alertOf(item: unknown): DismissedAlert | null {
  const alert = record<Partial<Item>>(item);
  const { state, dismissed_reason: reason, dismissed_comment: comment, dismissed_at: dismissedAt } = alert;
  if (state !== 'dismissed') return null;
  const at = Date.parse(text(dismissedAt));
  if (Number.isNaN(at)) throw new UnknownShape();
  const { message } = record<Item['most_recent_instance']>(alert.most_recent_instance);
  return {
    number: count(alert.number),
    findingId: findingOf(message === undefined ? '' : text(record<typeof message>(message).text ?? '')),
    reason: typeof reason === 'string' ? reason : '',
    by: userOf(alert.dismissed_by ?? null),
    comment: typeof comment === 'string' ? comment : '',
    at,
  };
}

function userOf(user: User | null): Account | null {
  if (user === null) return null;
  const { id, login, type } = record<User>(user);
  return { id: count(id), login: text(login), person: text(type) === 'User' };
}

/** Ours is the last one: what comes before it may quote the repository. */
function findingOf(message: string): string | null {
  return [...message.slice(-MAX_MESSAGE).matchAll(/\[pm:([0-9a-f]{32})\]/g)].at(-1)?.[1] ?? null;
}

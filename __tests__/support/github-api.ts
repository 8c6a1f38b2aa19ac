/**
 * A GitHub API on the loopback interface that knows what emulators do not: rulesets, branch protection, CODEOWNERS
 * errors, environments, workflow states; with pages, ETags, permissions of tokens, and every status on demand. The
 * shapes are checked by the compiler against @octokit/openapi-types.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { components } from '@octokit/openapi-types';

type Schemas = components['schemas'];

/** One answer. A function decides per attempt (1, 2, …); `'hang'` never answers; `'reset'` cuts the connection. */
export type Reply =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body: unknown }
  | 'hang'
  | 'reset';
export type Behaviour = Reply | ((attempt: number, url: URL) => Reply);

export interface RecordedRequest {
  readonly method: string;
  /** Path and query exactly as sent, still encoded. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  /** What it was answered with; 0 for none. */
  status: number;
}

export interface GitHubApi {
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  close(): Promise<void>;
}

/** The endpoints of one repository. */
export const ENDPOINTS = {
  /** `GET …/rules/branches/{branch}`; default: no rules. */
  rules: { path: 'rules/branches/[^/]+', anyOf: ['metadata=read'] },
  /** `GET …/branches/{branch}`; default: an unprotected branch. */
  branch: { path: 'branches/[^/]+', anyOf: ['contents=read'] },
  codeownersErrors: { path: 'codeowners/errors', anyOf: ['contents=read'] },
  branches: { path: 'branches', anyOf: ['contents=read'] },
  labels: { path: 'labels', anyOf: ['issues=read', 'pull_requests=read'] },
  workflows: { path: 'actions/workflows', anyOf: ['actions=read'] },
  scheduledRuns: { path: 'actions/workflows/[^/]+/runs', anyOf: ['actions=read'] },
  environments: { path: 'environments', anyOf: ['actions=read'] },
  environmentApps: { path: 'environments/[^/]+/deployment_protection_rules', anyOf: ['actions=read'] },
} as const;
export type Endpoint = keyof typeof ENDPOINTS;

export interface GitHubApiOptions extends Partial<Record<Endpoint, Behaviour>> {
  /** Permissions (`contents=read`) of the token of a request; absent: every token may see everything. */
  readonly permissions?: (token: string) => readonly string[];
  /** Answers carry ETags, and a repeated question gets 304. */
  readonly etags?: boolean;
  /** Every path outside the endpoints, for targets of redirects. */
  readonly elsewhere?: Behaviour;
}

const NOT_FOUND: Reply = {
  status: 404,
  body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' },
};

export const NO_RULES: Reply = { body: [] };
export const UNPROTECTED: Reply = {
  body: { name: 'main', commit: { sha: '0'.repeat(40) }, protected: false, protection: { enabled: false } },
};
const DEFAULTS: Readonly<Record<Endpoint, Behaviour>> = {
  rules: NO_RULES,
  branch: UNPROTECTED,
  codeownersErrors: { body: { errors: [] } satisfies Schemas['codeowners-errors'] },
  branches: { body: [] },
  labels: { body: [] },
  workflows: { body: { total_count: 0, workflows: [] } },
  scheduledRuns: { body: { total_count: 0, workflow_runs: [] } },
  environments: { body: { total_count: 0, environments: [] } },
  environmentApps: { body: { total_count: 0, custom_deployment_protection_rules: [] } },
};

/** Starts the server on a free port of 127.0.0.1. Close it in `afterEach` or `finally`. */
export async function startGitHubApi(options: GitHubApiOptions = {}): Promise<GitHubApi> {
  const requests: RecordedRequest[] = [];
  const attempts = new Map<string, number>();
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const target = request.url ?? '/';
    const { headers } = request;
    const recorded: RecordedRequest = { method: request.method ?? '', target, headers, status: 0 };
    requests.push(recorded);
    const attempt = (attempts.get(target) ?? 0) + 1;
    attempts.set(target, attempt);
    const url = new URL(target, `http://${headers.host}`);
    const token = /^token (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    const behaviour = behaviourFor(url.pathname, token, options);
    const reply = typeof behaviour === 'function' ? behaviour(attempt, url) : behaviour;
    if (reply === 'hang') return;
    if (reply === 'reset') {
      request.socket.destroy();
      return;
    }
    const body = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
    const etag = `W/"${createHash('sha256').update(body).digest('hex')}"`;
    const tagged = options.etags === true && (reply.status ?? 200) === 200;
    const same = tagged && headers['if-none-match'] === etag;
    recorded.status = same ? 304 : (reply.status ?? 200);
    response.writeHead(recorded.status, {
      'content-type': 'application/json; charset=utf-8',
      ...(tagged ? { etag } : {}),
      ...reply.headers,
    });
    response.end(same ? undefined : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

function behaviourFor(path: string, token: string, options: GitHubApiOptions): Behaviour {
  for (const endpoint of Object.keys(ENDPOINTS) as Endpoint[]) {
    const { path: tail, anyOf } = ENDPOINTS[endpoint];
    if (!new RegExp(`^(?:/api/v3)?/repos/[^/]+/[^/]+/${tail}$`).test(path)) continue;
    const granted = options.permissions?.(token);
    if (granted !== undefined && !anyOf.some((permission) => granted.includes(permission))) {
      return forbidden({ 'x-accepted-github-permissions': anyOf.join('; ') });
    }
    return options[endpoint] ?? DEFAULTS[endpoint];
  }
  return options.elsewhere ?? NOT_FOUND;
}

// ---------------------------------------------------------------- replies

/** A list in pages, with GitHub's `Link` header (unless it is dropped, as some proxies do). */
export function paged(
  items: readonly unknown[],
  { wrap = (page: readonly unknown[]): unknown => page, link = true } = {},
): (attempt: number, url: URL) => Reply {
  return (_attempt, url) => {
    const size = Number(url.searchParams.get('per_page') ?? 30);
    const page = Number(url.searchParams.get('page') ?? 1);
    const last = Math.max(1, Math.ceil(items.length / size));
    const to = (number: number, relation: string): string => {
      const address = new URL(url);
      address.searchParams.set('page', String(number));
      return `<${address}>; rel="${relation}"`;
    };
    const links = [
      ...(page > 1 ? [to(page - 1, 'prev')] : []),
      ...(page < last ? [to(page + 1, 'next'), to(last, 'last')] : []),
      ...(page > 1 ? [to(1, 'first')] : []),
    ];
    const headers = link && links.length > 0 ? { headers: { link: links.join(', ') } } : {};
    return { ...headers, body: wrap(items.slice((page - 1) * size, page * size)) };
  };
}

/** The error body GitHub sends to a token that lacks a permission. */
export function forbidden(headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    status: 403,
    headers,
    body: {
      message: 'Resource not accessible by integration',
      documentation_url: 'https://docs.github.com/rest',
      status: '403',
    },
  };
}

/** The hourly limit is used up; it is reset so many seconds after the server's clock. */
export function primaryLimit(seconds: number, status: 403 | 429 = 403): Reply {
  const date = Date.UTC(2026, 2, 1, 12, 0, 0);
  return {
    status,
    headers: {
      date: new Date(date).toUTCString(),
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(date / 1000 + seconds),
    },
    body: { message: 'API rate limit exceeded for installation ID 1.', status: String(status) },
  };
}

/** Too many requests at once. Older servers speak of abuse detection and say no time. */
export function secondaryLimit(seconds: number | null, status: 403 | 429 = 403): Reply {
  return seconds === null
    ? { status, body: { message: 'You have triggered an abuse detection mechanism. Please wait a few minutes.' } }
    : {
        status,
        headers: { 'retry-after': String(seconds) },
        body: { message: 'You have exceeded a secondary rate limit. Please wait a few minutes.' },
      };
}

// ---------------------------------------------------------------- shapes

type DetailedRule = Schemas['repository-rule-detailed'];

/** A `required_status_checks` rule as `rules/branches` reports it. */
export function requiredChecksRule(contexts: readonly string[], info: Readonly<Record<string, unknown>> = {}): unknown {
  const rule: DetailedRule = {
    type: 'required_status_checks',
    parameters: {
      strict_required_status_checks_policy: false,
      required_status_checks: contexts.map((context) => ({ context, integration_id: 15368 })),
    },
    ruleset_source_type: 'Repository',
    ruleset_source: 'octo-org/app',
    ruleset_id: 42,
  };
  return { ...rule, ...info };
}

/** A rule of an organisation that requires workflows. */
export function workflowsRule(
  workflows: readonly Schemas['repository-rule-params-workflow-file-reference'][],
): DetailedRule {
  return {
    type: 'workflows',
    parameters: { workflows: [...workflows] },
    ruleset_source_type: 'Organization',
    ruleset_source: 'octo-org',
    ruleset_id: 7,
  };
}

const STAMP = '2026-01-01T00:00:00Z';

export function environment(name: string, more: Partial<Schemas['environment']> = {}): Schemas['environment'] {
  const url = `https://api.github.com/repos/octo-org/app/environments/${name}`;
  return { id: 1, node_id: 'E1', name, url, html_url: url, created_at: STAMP, updated_at: STAMP, ...more };
}

/** The body of the list of environments. */
export function environments(list: readonly unknown[]): { total_count: number; environments: readonly unknown[] } {
  return { total_count: list.length, environments: list };
}

/** An app that guards an environment. */
export function guard(enabled: boolean): Schemas['deployment-protection-rule'] {
  const app = { id: 9, slug: 'guard', integration_url: 'https://api.github.com/apps/guard', node_id: 'A9' };
  return { id: 3, node_id: 'G3', enabled, app };
}

export function workflow(path: string, state: Schemas['workflow']['state']): Schemas['workflow'] {
  const url = `https://api.github.com/repos/octo-org/app/actions/workflows/${path}`;
  return {
    id: 5,
    node_id: 'W5',
    name: path,
    path,
    state,
    created_at: STAMP,
    updated_at: STAMP,
    url,
    html_url: url,
    badge_url: url,
  };
}

export function shortBranch(name: string): Schemas['short-branch'] {
  return { name, commit: { sha: '0'.repeat(40), url: 'https://api.github.com/x' }, protected: false };
}

export function label(name: string): Schemas['label'] {
  const url = `https://api.github.com/repos/octo-org/app/labels/${name}`;
  return { id: 2, node_id: 'L2', url, name, description: null, color: 'ededed', default: false };
}

export function codeownersError(
  more: Partial<Schemas['codeowners-errors']['errors'][number]> = {},
): Schemas['codeowners-errors']['errors'][number] {
  return {
    line: 7,
    column: 3,
    kind: 'Unknown owner',
    source: '* @octo-org/gone',
    suggestion: 'make sure the team exists',
    message: 'Unknown owner on line 7:\n\n  * @octo-org/gone\n    ^',
    path: '.github/CODEOWNERS',
    ...more,
  };
}

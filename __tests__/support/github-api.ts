/**
 * A GitHub API on the loopback interface that knows the two endpoints of required checks. Emulators know neither
 * rulesets nor branch protection; the shapes follow @octokit/openapi-types.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

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
}

export interface GitHubApi {
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  close(): Promise<void>;
}

export interface GitHubApiOptions {
  /** `GET …/rules/branches/{branch}`; default: no rules. */
  readonly rules?: Behaviour;
  /** `GET …/branches/{branch}`; default: an unprotected branch. */
  readonly branch?: Behaviour;
}

export const NO_RULES: Reply = { body: [] };
export const UNPROTECTED: Reply = {
  body: { name: 'main', commit: { sha: '0'.repeat(40) }, protected: false, protection: { enabled: false } },
};

/** Starts the server on a free port of 127.0.0.1. Close it in `afterEach` or `finally`. */
export async function startGitHubApi(options: GitHubApiOptions = {}): Promise<GitHubApi> {
  const requests: RecordedRequest[] = [];
  const attempts = new Map<string, number>();
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const target = request.url ?? '/';
    requests.push({ method: request.method ?? '', target, headers: request.headers });
    const attempt = (attempts.get(target) ?? 0) + 1;
    attempts.set(target, attempt);
    const url = new URL(target, 'http://loopback');
    const behaviour = behaviourFor(url.pathname, options);
    const reply = typeof behaviour === 'function' ? behaviour(attempt, url) : behaviour;
    if (reply === 'hang') return;
    if (reply === 'reset') {
      request.socket.destroy();
      return;
    }
    const body = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json; charset=utf-8', ...reply.headers });
    response.end(body);
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

function behaviourFor(path: string, { rules = NO_RULES, branch = UNPROTECTED }: GitHubApiOptions): Behaviour {
  if (/^\/repos\/[^/]+\/[^/]+\/rules\/branches\/[^/]+$/.test(path)) return rules;
  if (/^\/repos\/[^/]+\/[^/]+\/branches\/[^/]+$/.test(path)) return branch;
  return {
    status: 404,
    body: { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' },
  };
}

/** A `required_status_checks` rule as `rules/branches` reports it. */
export function requiredChecksRule(contexts: readonly string[], info: Readonly<Record<string, unknown>> = {}): unknown {
  return {
    type: 'required_status_checks',
    parameters: {
      strict_required_status_checks_policy: false,
      required_status_checks: contexts.map((context) => ({ context, integration_id: 15368 })),
    },
    ruleset_source_type: 'Repository',
    ruleset_source: 'octo-org/app',
    ruleset_id: 42,
    ...info,
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

/**
 * GitHub's issues, labels and comments on the loopback, with a memory: what the documentation says of the endpoints that
 * src/github/issues.ts uses, and the ways in which they fail. `emulate` has issues too, but no `state_reason`, and every
 * token of it is a person's.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeIssue {
  number: number;
  state: 'open' | 'closed';
  state_reason: string | null;
  title: string;
  body: string | null;
  labels: { name: string }[];
  user: { login: string; type: 'Bot' | 'User' } | null;
  author_association: string;
  html_url: string;
  pull_request?: object;
  comments: string[];
}

export interface IssuesServer {
  readonly url: string;
  readonly issues: FakeIssue[];
  readonly labels: Map<string, { color: string; description: string }>;
  /** `POST /issues`, in order. */
  readonly writes: string[];
  /** Answers instead of the server, once per entry that matches; `undefined` leaves it to the server. */
  intercept:
    | ((
        method: string,
        path: string,
        url?: URL,
      ) => { status: number; headers?: Record<string, string>; body?: unknown } | undefined)
    | null;
  /** Whose the token is; null: an app's installation, such as a job's own token, which may not ask. */
  login: string | null;
  /** Called before a new issue is stored: the other run of a race. */
  beforeCreate: (() => void) | null;
  add(issue: Partial<FakeIssue>): FakeIssue;
  close(): Promise<void>;
}

export async function startIssues(): Promise<IssuesServer> {
  const issues: FakeIssue[] = [];
  const labels: IssuesServer['labels'] = new Map();
  const writes: string[] = [];
  const add = (issue: Partial<FakeIssue>): FakeIssue => {
    const number = Math.max(0, ...issues.map((known) => known.number)) + 1;
    const made: FakeIssue = {
      number,
      state: 'open',
      state_reason: null,
      title: '',
      body: null,
      labels: [],
      user: { login: 'github-actions[bot]', type: 'Bot' },
      author_association: 'NONE',
      html_url: `https://github.com/octo-org/app/issues/${number}`,
      comments: [],
      ...issue,
    };
    issues.push(made);
    return made;
  };
  const server: IssuesServer = {
    url: '',
    issues,
    labels,
    writes,
    intercept: null,
    login: null,
    beforeCreate: null,
    add,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  const http = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const path = url.pathname.replace(/^\/repos\/octo-org\/app/, '');
    const method = request.method ?? '';
    const body = await bodyOf(request);
    const reply = (status: number, data: unknown, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
      response.end(JSON.stringify(data));
    };
    if (method !== 'GET') writes.push(`${method} ${path}`);
    const instead = server.intercept?.(method, path, url);
    if (instead !== undefined) return reply(instead.status, instead.body ?? { message: 'no' }, instead.headers);
    if (method === 'GET' && path === '/user') {
      // docs.github.com/rest/users/users: not for the token of an installation.
      if (server.login === null) return reply(403, { message: 'Resource not accessible by integration' });
      return reply(200, { login: server.login, type: 'User' });
    }
    const issue = issues.find(
      ({ number }) =>
        path.startsWith(`/issues/${number}`) &&
        /^\/issues\/\d+(?:\/comments)?$/.test(path) &&
        path.split('/')[2] === String(number),
    );
    if (method === 'GET' && path === '/issues') return reply(200, listed(issues, url));
    if (method === 'POST' && path === '/issues') {
      server.beforeCreate?.();
      // The server makes labels that are missing, in grey.
      for (const name of body['labels'] as string[])
        if (!labels.has(name)) labels.set(name, { color: 'ededed', description: '' });
      const fields = { title: String(body['title']), body: String(body['body']), labels: named(body['labels']) };
      const { login } = server;
      return reply(201, add(login === null ? fields : { ...fields, user: { login, type: 'User' } }));
    }
    if (method === 'PATCH' && issue !== undefined) {
      Object.assign(issue, body, body['labels'] === undefined ? {} : { labels: named(body['labels']) });
      return reply(200, issue);
    }
    if (method === 'POST' && issue !== undefined && path.endsWith('/comments')) {
      issue.comments.push(String(body['body']));
      return reply(201, {});
    }
    const label = /^\/labels\/(.+)$/.exec(path)?.[1];
    if (method === 'GET' && label !== undefined) {
      const found = labels.get(decodeURIComponent(label));
      return found === undefined ? reply(404, { message: 'Not Found' }) : reply(200, { name: label, ...found });
    }
    if (method === 'POST' && path === '/labels') {
      labels.set(String(body['name']), { color: String(body['color']), description: String(body['description']) });
      return reply(201, {});
    }
    return reply(404, { message: 'Not Found' });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return Object.assign(server, { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` });
}

function listed(issues: readonly FakeIssue[], url: URL): FakeIssue[] {
  const wanted = url.searchParams.get('labels');
  const state = url.searchParams.get('state');
  const size = Number(url.searchParams.get('per_page') ?? 30);
  const page = Number(url.searchParams.get('page') ?? 1);
  return issues
    .filter((issue) => state === 'all' || issue.state === state)
    .filter(({ labels }) => wanted === null || labels.some(({ name }) => name === wanted))
    .sort((a, b) => b.number - a.number)
    .slice((page - 1) * size, page * size);
}

const named = (labels: unknown): { name: string }[] => (labels as string[]).map((name) => ({ name }));

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

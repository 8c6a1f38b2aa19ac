/** Git over HTTP as GitHub serves it, for repositories on this disk: `git http-backend` (gitprotocol-http(5)). */
import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { bodyOf, listen } from './loopback.js';

export interface GitServer {
  /** What GITHUB_SERVER_URL is. */
  readonly url: string;
  /** `Authorization` of every request; '' where there was none. */
  readonly authorizations: readonly string[];
  /** Serves the repository in `folder` as `owner/name`. */
  serve(name: string, folder: string): void;
  close(): Promise<void>;
}

/** @param root an empty folder */
export async function startGitServer(root: string): Promise<GitServer> {
  const authorizations: string[] = [];
  const { url, close } = await listen(async (request, response) => {
    authorizations.push(request.headers.authorization ?? '');
    await answer(root, request, response);
  });
  return {
    url,
    authorizations,
    serve(name, folder) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      symlinkSync(folder, join(root, name));
    },
    close,
  };
}

async function answer(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
  const header = (name: string): string => String(request.headers[name] ?? '');
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_NOSYSTEM: '1',
      HOME: root,
      REQUEST_METHOD: request.method,
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      CONTENT_TYPE: header('content-type'),
      HTTP_CONTENT_ENCODING: header('content-encoding'),
      HTTP_GIT_PROTOCOL: header('git-protocol'),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.end(await bodyOf(request));
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  const said = Buffer.concat(chunks);
  const end = said.indexOf('\r\n\r\n');
  const headers = said
    .subarray(0, end)
    .toString('latin1')
    .split('\r\n')
    .map((line): [string, string] => [line.split(': ', 1)[0] ?? '', line.slice(line.indexOf(': ') + 2)]);
  const { Status: status = '200', ...rest } = Object.fromEntries(headers);
  response.writeHead(Number.parseInt(status, 10), rest);
  response.end(said.subarray(end + 4));
}

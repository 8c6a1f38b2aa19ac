/** A loopback server that answers as a test says, badly where it says so, and remembers what it was asked. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AwsClients, type AwsOptions, createClients } from '../../../src/aws/clients.js';

export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export type Answer =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Uint8Array;
      /** What happens after the body: `cut` ends the connection although more was announced, `stall` says no more. */
      readonly after?: 'cut' | 'stall';
      /** Without Content-Length. */
      readonly chunked?: boolean;
    }
  /** No answer: the connection is closed, or left open. */
  | 'reset'
  | 'hang';

export interface CannedServer {
  readonly url: string;
  readonly port: number;
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

/** @param answers one after the other, the last one again and again; or a function of the request and its number */
export async function startServer(
  answers: readonly Answer[] | ((asked: Asked, count: number) => Answer),
): Promise<CannedServer> {
  const asked: Asked[] = [];
  const answerTo = typeof answers === 'function' ? answers : () => answers[Math.min(asked.length, answers.length) - 1]!;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    const question = { method, url, headers, body: Buffer.concat(chunks) };
    asked.push(question);
    give(response, answerTo(question, asked.length));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function give(response: ServerResponse, answer: Answer): void {
  if (answer === 'hang') return;
  if (answer === 'reset') {
    response.destroy();
    return;
  }
  const { status = 200, headers = {}, body = '', after, chunked = false } = answer;
  const length = Buffer.byteLength(body) + (after === undefined ? 0 : 10);
  response.writeHead(status, {
    'x-amzn-requestid': 'r-1',
    'x-amz-request-id': 'r-1',
    ...(chunked ? {} : { 'content-length': length }),
    ...headers,
  });
  if (after === undefined) response.end(body);
  else response.write(body, () => (after === 'cut' ? response.destroy() : undefined));
}

/** An error of S3. */
export const s3Error = (
  status: number,
  code: string,
  message = 'no',
  headers: Record<string, string> = {},
): Answer => ({
  status,
  headers: { 'content-type': 'application/xml', ...headers },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
});

/** An error of DynamoDB or SSM. */
export const jsonError = (
  status: number,
  code: string,
  more: object = {},
  headers: Record<string, string> = {},
): Answer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1', ...headers },
  body: JSON.stringify({ __type: `com.amazonaws#${code}`, message: 'no', ...more }),
});

export const json = (body: object): Answer => ({
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(body),
});

export const SESSION_TOKEN = 'planted-session-token-7c1d';
export const SECRET_KEY = 'planted-secret-key-91ab';

/** Clients with every service at `url`, which give up soon: three attempts without pauses. */
export function clientsFor(url: string, options: Partial<AwsOptions> = {}): AwsClients {
  return createClients({
    region: 'eu-central-1',
    environment: 'staging',
    endpoints: { dynamodb: url, s3: url, ssm: url, kms: url },
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: SECRET_KEY, sessionToken: SESSION_TOKEN },
    baselineBucket: 'some-bucket',
    requestTimeoutMs: 5_000,
    deadlineMs: 30_000,
    maxAttempts: 3,
    retryDelayMs: 0,
    proxy: {},
    ...options,
  });
}

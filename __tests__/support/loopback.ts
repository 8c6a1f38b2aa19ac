/** Servers on loopback for tests, and requests that are passed on to one. */
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Loopback {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves on a free port. A handler that throws answers 500 with its message, so that a test sees it. */
export async function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<Loopback> {
  const server = createServer((request, response) => {
    handle(request, response).catch((error) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Headers that belong to one connection. */
const HOP = new Set(['connection', 'content-length', 'expect', 'keep-alive', 'transfer-encoding', 'host']);

/** Sends the request on as it came and its answer back; `change` may answer something else. */
export async function relay(
  request: IncomingMessage,
  body: Buffer,
  upstream: string,
  response: ServerResponse,
  change: (status: number) => boolean = () => false,
): Promise<void> {
  const { hostname, port } = new URL(upstream);
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !HOP.has(name)));
  await new Promise<void>((resolve, reject) => {
    const onward = send(
      {
        ...{ hostname, port, method: request.method, path: request.url },
        // The name that was signed: S3 of an emulator may find the bucket in it.
        headers: { ...headers, host: request.headers.host, 'content-length': body.byteLength },
      },
      (back) => {
        if (change(back.statusCode ?? 0)) {
          back.resume();
          return resolve();
        }
        response.writeHead(back.statusCode ?? 502, back.headers);
        back.pipe(response);
        back.on('end', resolve);
        back.on('error', reject);
      },
    );
    onward.on('error', reject);
    onward.end(body);
  });
}

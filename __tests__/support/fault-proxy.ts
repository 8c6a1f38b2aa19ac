/**
 * A proxy on the loopback interface, in front of an endpoint of AWS, that does what networks and services do on a bad
 * day. Faults strike before a request has reached the server, or after: then the server has done what was asked, and
 * the client cannot know.
 */
import { Agent, createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

export const FAULTS = [
  /** Refused with the service's own error for too many requests. */
  'throttle',
  /** 500 and 503 in the service's form, before the request was seen, or after it was done. */
  'internal-before',
  'internal-after',
  'unavailable',
  /** The connection is reset: before anything happened, or in the middle of the answer. */
  'reset-before',
  'reset-mid-body',
  /** Half an answer that says it is whole: made up without asking the server, or the real one. */
  'truncate-before',
  'truncate-after',
  /** Half an answer with the length of the whole one. */
  'short-after',
  /** Late, otherwise well. */
  'latency',
  /** Refused for good: nothing that another attempt heals. */
  'denied',
  /** No answer at all. */
  'hang',
] as const;
export type Fault = (typeof FAULTS)[number];

/** What happens to the request with this number (from 1 on); null: nothing. */
export type Decide = (number: number, request: SeenRequest) => Fault | null;

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  /** `DynamoDB_20120810.PutItem`; empty for S3. */
  readonly target: string;
}

export interface FaultProxy {
  readonly endpoint: string;
  /** Requests that came. */
  requests(): number;
  /** How often each fault struck. */
  struck(): Readonly<Partial<Record<Fault, number>>>;
  /** From now on. */
  decide(next: Decide): void;
  close(): Promise<void>;
}

export interface ProxyOptions {
  readonly decide?: Decide;
  readonly latencyMs?: number;
  /** How far the server's clock is ahead. It refuses requests that are more than five minutes off by it, as AWS does. */
  readonly skewMs?: number;
}

export const never: Decide = () => null;
export const always =
  (fault: Fault): Decide =>
  () =>
    fault;
/** The first request, or the first few. */
export const first =
  (fault: Fault, requests = 1): Decide =>
  (number) =>
    number <= requests ? fault : null;

/** Each fault with its probability; the same seed makes the same decisions for the same order of requests. */
export function randomly(seed: number, probabilities: Readonly<Partial<Record<Fault, number>>>): Decide {
  const random = mulberry32(seed);
  return () => {
    let left = random();
    for (const [fault, probability] of Object.entries(probabilities) as [Fault, number][]) {
      left -= probability;
      if (left < 0) return fault;
    }
    return null;
  };
}

/** @param target the endpoint that requests are passed on to */
export async function startFaultProxy(target: string, options: ProxyOptions = {}): Promise<FaultProxy> {
  const { latencyMs = 200, skewMs = 0 } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const struck: Partial<Record<Fault, number>> = {};
  let decide = options.decide ?? never;
  let requests = 0;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bytesOf(request);
    requests += 1;
    if (skewMs !== 0) {
      response.setHeader('date', new Date(Date.now() + skewMs).toUTCString());
      if (isSkewed(request, Date.now() + skewMs)) return answer(response, request, SKEWED);
    }
    const seen = { method: request.method ?? '', path: request.url ?? '', target: targetOf(request) };
    const fault = decide(requests, seen);
    if (fault !== null) struck[fault] = (struck[fault] ?? 0) + 1;
    if (fault === 'hang') return;
    if (fault === 'reset-before') return void request.socket.resetAndDestroy();
    if (fault === 'truncate-before') return madeUp(response, request);
    const refusal = fault === null ? undefined : REFUSALS[fault];
    if (refusal !== undefined) return answer(response, request, refusal);
    if (fault === 'latency') await new Promise((done) => setTimeout(done, latencyMs));
    const { status, headers, content } = await forward(target, agent, request, body);
    if (fault === 'internal-after') return answer(response, request, INTERNAL);
    if (fault === 'truncate-after') return truncated(response, status, headers, content);
    response.writeHead(status, { ...headers, 'content-length': content.length, ...dateOf(skewMs) });
    if (fault !== 'reset-mid-body' && fault !== 'short-after') return void response.end(content);
    // Nothing of an empty body can be cut: the connection goes with the headers.
    response.write(content.subarray(0, Math.floor(content.length / 2)), () => {
      if (fault === 'short-after') request.socket.end();
      else request.socket.resetAndDestroy();
    });
    response.flushHeaders();
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    struck: () => ({ ...struck }),
    decide: (next) => {
      decide = next;
    },
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

interface Refusal {
  /** DynamoDB and SSM. */
  readonly json: { readonly status: number; readonly type: string };
  /** S3. */
  readonly xml: { readonly status: number; readonly code: string };
}

const INTERNAL: Refusal = {
  json: { status: 500, type: 'InternalServerError' },
  xml: { status: 500, code: 'InternalError' },
};
const SKEWED: Refusal = {
  json: { status: 400, type: 'InvalidSignatureException' },
  xml: { status: 403, code: 'RequestTimeTooSkewed' },
};
const REFUSALS: Readonly<Partial<Record<Fault, Refusal>>> = {
  throttle: { json: { status: 400, type: 'ThrottlingException' }, xml: { status: 503, code: 'SlowDown' } },
  'internal-before': INTERNAL,
  unavailable: {
    json: { status: 503, type: 'ServiceUnavailable' },
    xml: { status: 503, code: 'ServiceUnavailable' },
  },
  denied: { json: { status: 400, type: 'AccessDeniedException' }, xml: { status: 403, code: 'AccessDenied' } },
};

function answer(response: ServerResponse, request: IncomingMessage, { json, xml }: Refusal): void {
  const target = targetOf(request);
  if (target === '') {
    response.writeHead(xml.status, { 'content-type': 'application/xml' });
    response.end(`<?xml version="1.0"?><Error><Code>${xml.code}</Code><Message>planted</Message></Error>`);
    return;
  }
  const prefix = target.startsWith('DynamoDB') ? 'com.amazonaws.dynamodb.v20120810#' : '';
  response.writeHead(json.status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify({ __type: prefix + json.type, message: 'planted' }));
}

/** Half an answer of nobody: a "yes" in JSON; in XML an error, because a "yes" of S3 says it in its headers. */
function madeUp(response: ServerResponse, request: IncomingMessage): void {
  if (targetOf(request) !== '') truncated(response, 200, {}, Buffer.from('{"made": "up"}'));
  else truncated(response, 404, {}, Buffer.from('<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>'));
}

function truncated(response: ServerResponse, status: number, headers: object, content: Buffer): void {
  const half = content.subarray(0, Math.ceil(content.length / 2));
  response.writeHead(status, { ...headers, 'content-length': half.length });
  response.end(half);
}

function targetOf(request: IncomingMessage): string {
  return String(request.headers['x-amz-target'] ?? '');
}

function dateOf(skewMs: number): Readonly<Record<string, string>> {
  return skewMs === 0 ? {} : { date: new Date(Date.now() + skewMs).toUTCString() };
}

/** `x-amz-date`: `20260513T120000Z`. */
function isSkewed(request: IncomingMessage, now: number): boolean {
  const stamp = String(request.headers['x-amz-date'] ?? '');
  const iso = stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  return !(Math.abs(Date.parse(iso) - now) <= 5 * 60_000);
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly content: Buffer;
}

function forward(target: string, agent: Agent, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const { 'transfer-encoding': _chunked, connection: _connection, expect: _continue, ...headers } = request.headers;
  return new Promise((resolve, reject) => {
    const outgoing = send(
      new URL(request.url ?? '/', target),
      { method: request.method ?? 'GET', agent, headers: { ...headers, 'content-length': body.length } },
      (incoming) => {
        bytesOf(incoming).then((content) => {
          const { 'transfer-encoding': _encoding, connection: _close, ...rest } = incoming.headers;
          resolve({ status: incoming.statusCode ?? 502, headers: rest, content });
        }, reject);
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

/** Small, seeded, good enough to strike evenly. Public domain (Tommy Ettinger). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

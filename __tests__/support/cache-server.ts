/**
 * The cache service of GitHub Actions, version 2, as `@actions/cache` speaks to it: three twirp methods, and a storage
 * behind signed addresses. A cache is found by its exact key, else the newest whose key starts with a restore key, of
 * the same version (a hash of path and compression) alone. Only what was finalised is there.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf, listen } from './loopback.js';

export interface CacheEntry {
  readonly key: string;
  readonly version: string;
  bytes: Buffer;
  finalised: boolean;
}

export type CacheMethod = 'GetCacheEntryDownloadURL' | 'CreateCacheEntry' | 'FinalizeCacheEntryUpload';

export interface CacheServer {
  /** Oldest first. */
  readonly entries: CacheEntry[];
  /** Methods that were called, `upload` and `download`, in order. */
  readonly calls: string[];
  /** Runs before a method is answered: another run comes in between. */
  before: (method: CacheMethod) => Promise<void> | void;
  /** Answers instead of the service; undefined: the service answers. */
  intercept: (method: CacheMethod) => { readonly status: number; readonly body: unknown } | undefined;
  /** What a download gets instead of what was uploaded. */
  damage: (bytes: Buffer) => Buffer;
  /** What the runner gives a job with a cache service. */
  environment(temporary: string): Record<string, string>;
  close(): Promise<void>;
}

export const RUNTIME_TOKEN = 'runtime-token-of-a-job';
const SIGNATURE = 'sig=secret-signature';

export async function startCacheServer(): Promise<CacheServer> {
  const entries: CacheEntry[] = [];
  const calls: string[] = [];
  const { url, close } = await listen(async (request, response) => {
    const blob = /^\/storage\/container\/(\d+)\?(.*)$/.exec(request.url ?? '');
    if (blob === null) return await twirp(request, response);
    const entry = entries[Number(blob[1])];
    if (entry === undefined || !(blob[2] ?? '').includes(SIGNATURE)) return void response.writeHead(403).end();
    if (request.method === 'PUT') {
      calls.push('upload');
      entry.bytes = await bodyOf(request);
      return void response.writeHead(201, { etag: '"1"', 'x-ms-request-id': '1' }).end();
    }
    calls.push('download');
    const bytes = server.damage(entry.bytes);
    response.writeHead(200, { 'content-length': bytes.byteLength }).end(bytes);
  });

  async function twirp(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = /^\/twirp\/github\.actions\.results\.api\.v1\.CacheService\/(\w+)$/.exec(request.url ?? '')?.[1];
    const body = JSON.parse((await bodyOf(request)).toString()) as Record<string, unknown>;
    const answer = (status: number, value: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (request.headers.authorization !== `Bearer ${RUNTIME_TOKEN}`) return answer(401, { msg: 'who are you' });
    calls.push(String(method));
    await server.before(method as CacheMethod);
    const other = server.intercept(method as CacheMethod);
    if (other !== undefined) return answer(other.status, other.body);
    const [key, version] = [String(body['key']), String(body['version'])];
    const same = (entry: CacheEntry): boolean => entry.key === key && entry.version === version;
    switch (method) {
      case 'GetCacheEntryDownloadURL': {
        const there = entries.filter((entry) => entry.finalised && entry.version === version);
        const prefixes = (body['restore_keys'] ?? []) as string[];
        const found =
          there.find(same) ??
          prefixes.map((prefix) => there.findLast((entry) => entry.key.startsWith(prefix))).find((hit) => hit);
        if (found === undefined) return answer(200, { ok: false });
        const place = `${url}/storage/container/${entries.indexOf(found)}?${SIGNATURE}`;
        return answer(200, { ok: true, signed_download_url: place, matched_key: found.key });
      }
      case 'CreateCacheEntry': {
        if (entries.some(same)) return answer(409, { code: 'already_exists', msg: 'cache entry already exists' });
        const number = entries.push({ key, version, bytes: Buffer.alloc(0), finalised: false }) - 1;
        return answer(200, { ok: true, signed_upload_url: `${url}/storage/container/${number}?${SIGNATURE}` });
      }
      case 'FinalizeCacheEntryUpload': {
        const entry = entries.find(same);
        if (entry === undefined || String(body['size_bytes']) !== String(entry.bytes.byteLength)) {
          return answer(200, { ok: false, message: 'nothing of that size was uploaded' });
        }
        entry.finalised = true;
        return answer(200, { ok: true, entry_id: String(entries.indexOf(entry) + 1) });
      }
      default:
        return answer(404, { msg: `no such method: ${request.url}` });
    }
  }

  const server: CacheServer = {
    entries,
    calls,
    before: () => undefined,
    intercept: () => undefined,
    damage: (bytes) => bytes,
    environment: (temporary) => ({
      ACTIONS_CACHE_SERVICE_V2: 'true',
      ACTIONS_RESULTS_URL: `${url}/`,
      ACTIONS_RUNTIME_TOKEN: RUNTIME_TOKEN,
      GITHUB_SERVER_URL: 'https://github.com',
      RUNNER_TEMP: temporary,
    }),
    close,
  };
  return server;
}

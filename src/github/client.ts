/**
 * A small, patient client of the GitHub REST API, mostly a reader: bounded in time, in size and in retries. Reached through
 * `await import()` from the oracle alone, so that an offline run loads no HTTP stack. Why the retries are our own and
 * not Octokit's plugins: docs/adr/0006-github-api-client.md.
 */
import { PhaseMirrorError } from '../errors.js';
import {
  type ApiAnswer,
  type ApiFailure,
  failureOf,
  pageLinks,
  type RateLimit,
  type ResponseParts,
  responseOf,
} from './answers.js';
import { PROCESS_ETAGS, questionKey } from './etags.js';
import { BYTES_HEADER, boundedFetch, MOVED_HEADER } from './transport.js';

/** The part of Octokit that is used. */
interface Requester {
  request(route: string, parameters: Record<string, unknown>): Promise<ResponseParts>;
}

export interface ApiClient {
  /**
   * One GET. `route` is a template (`/repos/{owner}/{repo}`); parameters are percent-encoded into it, the rest become
   * the query. Never throws for what the server or the network does.
   */
  get(route: string, parameters: Readonly<Record<string, string | number>>): Promise<ApiAnswer>;
}

/** Writing, for the few that may: issues and labels. */
export interface WritingClient extends ApiClient {
  /**
   * One request that changes something. Asked again only when GitHub refused it before looking at it (a rate limit that
   * says for how long): after an outage nobody knows whether it was done. Never throws, as `get`.
   */
  send(
    method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    route: string,
    parameters: Readonly<Record<string, unknown>>,
  ): Promise<ApiAnswer>;
}

export interface ClientOptions {
  readonly token: string;
  /** `https://api.github.com`, or `https://HOST/api/v3` on GitHub Enterprise Server. */
  readonly apiUrl: string;
  /** For tests; the default honours the proxy variables as every action does. */
  readonly fetch?: typeof globalThis.fetch;
  /** For all requests of this client together. Default 10 s. */
  readonly timeLimitMs?: number;
  /** Pauses before the second and the third attempt. Default 200 ms and 1 s. */
  readonly retryDelaysMs?: readonly number[];
  /** Bytes of one answer. Default 5 MB: a hundred times a full page of rules. */
  readonly maxBytes?: number;
  /** For tests: a clock in milliseconds, and a pause that ends early when the time limit is over. */
  readonly now?: () => number;
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const TIME_LIMIT_MS = 10_000;
const RETRY_DELAYS_MS = [200, 1000];
const MAX_BYTES = 5_000_000;

/**
 * A client for one API server and one token. The time limit starts now.
 *
 * @throws PhaseMirrorError kind `user` when `apiUrl` is no http(s) address.
 */
export async function createClient(options: ClientOptions): Promise<WritingClient> {
  const baseUrl = checkedUrl(options.apiUrl);
  const { getOctokit, defaults } = await loadToolkit();
  const timeLimitMs = options.timeLimitMs ?? TIME_LIMIT_MS;
  const delays = options.retryDelaysMs ?? RETRY_DELAYS_MS;
  const maxBytes = options.maxBytes ?? MAX_BYTES;
  const now = options.now ?? (() => performance.now());
  const wait = options.pause ?? pause;
  const signal = AbortSignal.timeout(timeLimitMs);
  const deadline = now() + timeLimitMs;
  const token = options.token.trim();
  // A proxy-aware fetch made by the toolkit for this process; its type is looser than what it does.
  const transport = options.fetch ?? (defaults.request?.['fetch'] as typeof globalThis.fetch);
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const octokit: Requester = getOctokit(token, {
    baseUrl,
    userAgent: 'phase-mirror',
    log,
    request: { fetch: boundedFetch(transport, maxBytes), signal, log },
  });
  /** A rate limit that outlasts the time limit: whoever goes on asking is shut out for longer. */
  let shutOut: ApiFailure | null = null;

  const ask = async (route: string, parameters: Readonly<Record<string, string | number>>): Promise<ApiAnswer> => {
    const key = questionKey([baseUrl, token, route, JSON.stringify(parameters)]);
    const kept = PROCESS_ETAGS.get(key);
    const headers = kept === undefined ? {} : { headers: { 'if-none-match': kept.etag } };
    try {
      const { data, headers: received } = await octokit.request(`GET ${route}`, { ...parameters, ...headers });
      const links = pageLinks(received['link']);
      PROCESS_ETAGS.keep(key, received['etag'], Number(received[BYTES_HEADER]), { data, links });
      return { ok: true, data, links, renamed: received[MOVED_HEADER] !== undefined };
    } catch (error) {
      const response = responseOf(error);
      if (kept !== undefined && response?.status === 304) {
        return { ok: true, data: kept.data, links: kept.links, renamed: response.headers[MOVED_HEADER] !== undefined };
      }
      if (signal.aborted) return { ok: false, failure: { kind: 'time-out', seconds: timeLimitMs / 1000 } };
      return { ok: false, failure: failureOf(error, maxBytes) };
    }
  };

  const send = async (
    method: string,
    route: string,
    parameters: Readonly<Record<string, unknown>>,
  ): Promise<ApiAnswer> => {
    try {
      const { data, headers } = await octokit.request(`${method} ${route}`, { ...parameters });
      return { ok: true, data, links: null, renamed: headers[MOVED_HEADER] !== undefined };
    } catch (error) {
      if (signal.aborted) return { ok: false, failure: { kind: 'time-out', seconds: timeLimitMs / 1000 } };
      return { ok: false, failure: failureOf(error, maxBytes) };
    }
  };

  /** @param heals whether an outage is worth another attempt */
  const patiently = async (question: () => Promise<ApiAnswer>, heals: boolean): Promise<ApiAnswer> => {
    for (let attempt = 0; ; attempt += 1) {
      if (shutOut !== null) return { ok: false, failure: shutOut };
      const answer = await question();
      if (answer.ok) return answer;
      const { failure } = answer;
      const limited = limitOf(failure) !== null;
      const delay = heals || limited ? delayBefore(failure, delays[attempt]) : null;
      if (limited && (delay === null || delay > deadline - now())) shutOut = failure;
      if (delay === null || shutOut !== null) return answer;
      await wait(delay, signal);
    }
  };

  return {
    get: (route, parameters) => patiently(() => ask(route, parameters), true),
    send: (method, route, parameters) => patiently(() => send(method, route, parameters), false),
  };
}

/**
 * Milliseconds before the question is asked again; null when it is not. Only what may be different a moment later is: a
 * rate limit when GitHub says that it is over, an outage or a cut connection after a fixed pause.
 */
function delayBefore(failure: ApiFailure, pauseMs: number | undefined): number | null {
  if (pauseMs === undefined) return null;
  const limit = limitOf(failure);
  if (limit !== null) return limit.waitSeconds === null ? null : limit.waitSeconds * 1000;
  if (failure.kind === 'status') return failure.status >= 500 ? pauseMs : null;
  return failure.kind === 'network' ? pauseMs : null;
}

function limitOf(failure: ApiFailure): RateLimit | null {
  return failure.kind === 'status' ? failure.rateLimited : null;
}

function ignore(): void {}

function checkedUrl(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw notAnAddress(text, cause);
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw notAnAddress(text);
  // Credentials in an address would end up in messages of lower layers.
  url.username = '';
  url.password = '';
  return url.href.replace(/\/$/, '');
}

function notAnAddress(text: string, cause?: unknown): PhaseMirrorError {
  return new PhaseMirrorError('user', {
    thing: 'The address of the GitHub API',
    reason: `is not an http or https address: ${JSON.stringify(text.slice(0, 80))}`,
    next: 'Set GITHUB_API_URL to https://api.github.com, or to https://HOST/api/v3 of your server',
    ...(cause === undefined ? {} : { cause }),
  });
}

/**
 * The toolkit reads and parses the file of GITHUB_EVENT_PATH while it loads: it prints to stdout when there is none
 * and throws when it is not JSON. Neither is its business here, so the variable is hidden for that moment.
 */
async function loadToolkit(): Promise<typeof import('@actions/github') & typeof import('@actions/github/lib/utils')> {
  const eventPath = process.env['GITHUB_EVENT_PATH'];
  delete process.env['GITHUB_EVENT_PATH'];
  try {
    const [github, utils] = [await import('@actions/github'), await import('@actions/github/lib/utils')];
    return { ...utils, ...github };
  } finally {
    if (eventPath !== undefined) process.env['GITHUB_EVENT_PATH'] = eventPath;
  }
}

/** Waits, but never beyond the time limit. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}

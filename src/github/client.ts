/**
 * A small, patient reader of the GitHub REST API: GET only, bounded in time, in size and in retries. Reached through
 * `await import()` from the oracle alone, so that an offline run loads no HTTP stack.
 *
 * Nothing of a failure is passed on as GitHub or the network worded it: such texts may quote a header (and so the
 * token). A failure carries a status, a few checked facts of its headers and an error code, and is put into words in
 * failures.ts.
 */
import { PhaseMirrorError } from '../errors.js';

/** The part of Octokit that is used. */
interface Requester {
  request(route: string, parameters: Record<string, unknown>): Promise<{ data: unknown }>;
}

/** Why a request came back without a usable answer. */
export type ApiFailure =
  /** GitHub answered with an error status. */
  | {
      readonly kind: 'status';
      readonly status: number;
      /** What the endpoint accepts, from `x-accepted-github-permissions`: `contents=read`; '' when it is not said. */
      readonly acceptedPermissions: string;
      /** A primary or secondary rate limit; `until` is `2026-03-01 12:30 UTC` or ''. */
      readonly rateLimited: { readonly until: string } | null;
      /** The organisation's single sign-on has not authorised the token. */
      readonly singleSignOn: boolean;
      /** The plan of the owner does not have this feature on private repositories. */
      readonly notInPlan: boolean;
    }
  /** No answer at all: `ECONNREFUSED`, `ENOTFOUND`, a TLS code; '' when there is no code. */
  | { readonly kind: 'network'; readonly code: string }
  /** The time limit of the client was over before the answer was there. */
  | { readonly kind: 'time-out'; readonly seconds: number }
  /** An answer over the size limit. */
  | { readonly kind: 'too-large'; readonly megabytes: number };

export type ApiAnswer =
  | { readonly ok: true; readonly data: unknown }
  | { readonly ok: false; readonly failure: ApiFailure };

export interface ApiClient {
  /**
   * One GET. `route` is a template (`/repos/{owner}/{repo}`); parameters are percent-encoded into it, the rest become
   * the query. Never throws for what the server or the network does.
   */
  get(route: string, parameters: Readonly<Record<string, string | number>>): Promise<ApiAnswer>;
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
}

const TIME_LIMIT_MS = 10_000;
const RETRY_DELAYS_MS = [200, 1000];
const MAX_BYTES = 5_000_000;
/** Statuses whose answer has no body (Fetch Standard, "null body status"). */
const NULL_BODY = new Set([101, 103, 204, 205, 304]);

/**
 * A client for one API server and one token. The time limit starts now.
 *
 * @throws PhaseMirrorError kind `user` when `apiUrl` is no http(s) address.
 */
export async function createClient(options: ClientOptions): Promise<ApiClient> {
  const baseUrl = checkedUrl(options.apiUrl);
  const { getOctokit, defaults } = await loadToolkit();
  const timeLimitMs = options.timeLimitMs ?? TIME_LIMIT_MS;
  const delays = options.retryDelaysMs ?? RETRY_DELAYS_MS;
  const maxBytes = options.maxBytes ?? MAX_BYTES;
  const signal = AbortSignal.timeout(timeLimitMs);
  // A proxy-aware fetch made by the toolkit for this process; its type is looser than what it does.
  const transport = options.fetch ?? (defaults.request?.['fetch'] as typeof globalThis.fetch);
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const octokit: Requester = getOctokit(options.token.trim(), {
    baseUrl,
    userAgent: 'phase-mirror',
    log,
    request: { fetch: boundedFetch(transport, maxBytes), signal, log },
  });

  return {
    async get(route, parameters) {
      for (let attempt = 0; ; attempt += 1) {
        let failure: ApiFailure;
        try {
          const { data } = await octokit.request(`GET ${route}`, { ...parameters });
          return { ok: true, data };
        } catch (error) {
          failure = signal.aborted ? { kind: 'time-out', seconds: timeLimitMs / 1000 } : failureOf(error, maxBytes);
        }
        const delay = delays[attempt];
        if (delay === undefined || !canHeal(failure)) return { ok: false, failure };
        await pause(delay, signal);
      }
    },
  };
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

class TooLarge extends Error {}

/** Reads every body (of errors too) up to a limit before anything else sees it. */
function boundedFetch(transport: typeof globalThis.fetch, maxBytes: number): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await transport(input, init);
    const { status, statusText, headers } = response;
    if (response.body === null || NULL_BODY.has(status)) return new Response(null, { status, statusText, headers });
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw new TooLarge();
      chunks.push(chunk);
    }
    return new Response(Buffer.concat(chunks), { status, statusText, headers });
  };
}

function failureOf(error: unknown, maxBytes: number): ApiFailure {
  const response = property(error, 'response') as ErrorResponse | undefined;
  if (response !== undefined) return statusFailure(response);
  // The code sits below one or two wrappers: Octokit's, then that of fetch.
  for (let cause = error, depth = 0; cause !== undefined && depth < 5; cause = property(cause, 'cause'), depth += 1) {
    if (cause instanceof TooLarge) return { kind: 'too-large', megabytes: maxBytes / 1_000_000 };
    const code = property(cause, 'code');
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,50}$/.test(code)) return { kind: 'network', code };
  }
  return { kind: 'network', code: '' };
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

interface ErrorResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly data: unknown;
}

/** Headers: docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api and …/troubleshooting-the-rest-api. */
function statusFailure({ status, headers, data }: ErrorResponse): ApiFailure {
  const message = String(property(data, 'message') ?? '');
  const forbidden = status === 403;
  const limited =
    status === 429 ||
    (forbidden &&
      (headers['x-ratelimit-remaining'] === '0' ||
        headers['retry-after'] !== undefined ||
        /rate limit/i.test(message.slice(0, 500))));
  const accepted = headers['x-accepted-github-permissions'] ?? '';
  return {
    kind: 'status',
    status,
    acceptedPermissions: /^[a-z_]+=[a-z]+(?:[,;] ?[a-z_]+=[a-z]+){0,9}$/.test(accepted) ? accepted : '',
    rateLimited: limited ? { until: resetTime(headers['x-ratelimit-reset']) } : null,
    singleSignOn: forbidden && (headers['x-github-sso'] ?? '').startsWith('required'),
    // "Upgrade to GitHub Pro or make this repository public to enable this feature."
    notInPlan: forbidden && !limited && message.startsWith('Upgrade to GitHub'),
  };
}

/** `x-ratelimit-reset` is in seconds since the epoch, UTC. */
function resetTime(header: string | undefined): string {
  if (header === undefined || !/^\d{1,11}$/.test(header)) return '';
  return `${new Date(Number(header) * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Only what may be different a moment later is asked again. */
function canHeal(failure: ApiFailure): boolean {
  if (failure.kind === 'status') return failure.status >= 500;
  return failure.kind === 'network';
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

/**
 * What one request to GitHub came back with. Nothing of a failure is passed on as GitHub or the network worded it: such
 * texts may quote a header (and so the token). A failure carries a status, a few checked facts of its headers and an
 * error code, and is put into words in failures.ts.
 */
import { OtherServer, TooLarge, TooManyRedirects } from './transport.js';

/** Why a request came back without a usable answer. */
export type ApiFailure =
  /** GitHub answered with an error status. */
  | {
      readonly kind: 'status';
      readonly status: number;
      /** What the endpoint accepts, from `x-accepted-github-permissions`: `contents=read`; '' when it is not said. */
      readonly acceptedPermissions: string;
      readonly rateLimited: RateLimit | null;
      /** The organisation's single sign-on has not authorised the token. */
      readonly singleSignOn: boolean;
      /** The plan of the owner does not have this feature on private repositories. */
      readonly notInPlan: boolean;
      /** `off`: the repository has no code scanning; `empty`: nothing was uploaded to it. Absent: neither was said. */
      readonly noCodeScanning?: 'off' | 'empty';
    }
  /** A redirect that is not followed: to another server, or one too many. */
  | { readonly kind: 'redirect'; readonly reason: 'other-server' | 'too-many' }
  /** No answer at all: `ECONNREFUSED`, `ENOTFOUND`, a TLS code; '' when there is no code. */
  | { readonly kind: 'network'; readonly code: string }
  /** The time limit of the client was over before the answer was there. */
  | { readonly kind: 'time-out'; readonly seconds: number }
  /** An answer over the size limit. */
  | { readonly kind: 'too-large'; readonly megabytes: number };

/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
export interface RateLimit {
  /** `primary`: the hourly number of requests is used up. `secondary`: too many at once ("abuse detection" once). */
  readonly kind: 'primary' | 'secondary';
  /** `2026-03-01 12:30 UTC` where GitHub says it, else ''. */
  readonly until: string;
  /** Seconds after which GitHub says it answers again; null when it does not say. By its clock, never by ours. */
  readonly waitSeconds: number | null;
}

/** The pages a `Link` header points to. */
export interface PageLinks {
  readonly next: number | null;
  readonly last: number | null;
}

export type ApiAnswer =
  | {
      readonly ok: true;
      readonly data: unknown;
      /** Null without a `Link` header: GitHub leaves it out when one page is all there is. */
      readonly links: PageLinks | null;
      /** GitHub answered 301 first: the repository has another name by now. */
      readonly renamed: boolean;
    }
  | { readonly ok: false; readonly failure: ApiFailure };

/** The part of an Octokit response that is read. */
export interface ResponseParts {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly data: unknown;
}

/** `waitSeconds` when a secondary limit does not say how long: "wait for at least one minute before retrying". */
const UNSAID_WAIT_SECONDS = 60;
const MAX_LINK_BYTES = 8000;

/** What was thrown, in the terms above. Texts of the server stay behind. */
export function failureOf(error: unknown, maxBytes: number): ApiFailure {
  const response = responseOf(error);
  if (response !== undefined) return statusFailure(response);
  // The code sits below one or two wrappers: Octokit's, then that of fetch.
  for (let cause = error, depth = 0; cause !== undefined && depth < 5; cause = property(cause, 'cause'), depth += 1) {
    if (cause instanceof TooLarge) return { kind: 'too-large', megabytes: maxBytes / 1_000_000 };
    if (cause instanceof OtherServer) return { kind: 'redirect', reason: 'other-server' };
    if (cause instanceof TooManyRedirects) return { kind: 'redirect', reason: 'too-many' };
    const code = property(cause, 'code');
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,50}$/.test(code)) return { kind: 'network', code };
  }
  return { kind: 'network', code: '' };
}

/** The response that an Octokit error carries, if it carries one. */
export function responseOf(error: unknown): ResponseParts | undefined {
  return property(error, 'response') as ResponseParts | undefined;
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** Headers: docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api. */
function statusFailure({ status, headers, data }: ResponseParts): ApiFailure {
  const header = (name: string): string => String(headers[name] ?? '');
  const message = String(property(data, 'message') ?? '').slice(0, 500);
  const forbidden = status === 403;
  const rateLimited = rateLimitOf(status, header, message);
  const accepted = header('x-accepted-github-permissions');
  return {
    kind: 'status',
    status,
    acceptedPermissions: /^[a-z_]+=[a-z]+(?:[,;] ?[a-z_]+=[a-z]+){0,9}$/.test(accepted) ? accepted : '',
    rateLimited,
    singleSignOn: forbidden && header('x-github-sso').startsWith('required'),
    // "Upgrade to GitHub Pro or make this repository public to enable this feature."
    notInPlan: forbidden && rateLimited === null && message.startsWith('Upgrade to GitHub'),
    ...noCodeScanning(status, rateLimited, message),
  };
}

/**
 * 403 "Advanced Security must be enabled for this repository to use code scanning." (since 2025 also "Code Security …"),
 * 403 "Code scanning is not enabled for this repository. …", 404 "no analysis found".
 * docs.github.com/code-security/code-scanning/troubleshooting-code-scanning/advanced-security-must-be-enabled
 */
function noCodeScanning(
  status: number,
  rateLimited: RateLimit | null,
  message: string,
): { noCodeScanning?: 'off' | 'empty' } {
  if (status === 404 && /^no analysis found/i.test(message)) return { noCodeScanning: 'empty' };
  if (status !== 403 || rateLimited !== null) return {};
  const off =
    message.includes('must be enabled for this repository to use code scanning') ||
    /^Code scanning is not enabled for this repository/i.test(message);
  return off ? { noCodeScanning: 'off' } : {};
}

/**
 * Both limits answer 403 or 429. Used up (`x-ratelimit-remaining: 0`) is the primary one; `retry-after`, or a message
 * that speaks of a rate limit or of abuse detection, is a secondary one.
 */
function rateLimitOf(status: number, header: (name: string) => string, message: string): RateLimit | null {
  if (status !== 403 && status !== 429) return null;
  const retryAfter = header('retry-after');
  if (header('x-ratelimit-remaining') === '0' && retryAfter === '') {
    const reset = header('x-ratelimit-reset');
    return { kind: 'primary', until: clockTime(reset), waitSeconds: secondsUntil(reset, header('date')) };
  }
  if (status === 429 || retryAfter !== '' || /rate limit|abuse detection/i.test(message)) {
    const said = /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : UNSAID_WAIT_SECONDS;
    return { kind: 'secondary', until: '', waitSeconds: said };
  }
  return null;
}

/** `x-ratelimit-reset` is in seconds since the epoch, UTC. */
function clockTime(reset: string): string {
  if (!/^\d{1,11}$/.test(reset)) return '';
  return `${new Date(Number(reset) * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** From the server's own clock: that of a laptop may be wrong. One second more, because both are rounded down. */
function secondsUntil(reset: string, date: string): number | null {
  const now = Date.parse(date);
  if (!/^\d{1,11}$/.test(reset) || Number.isNaN(now)) return null;
  return Math.max(0, Number(reset) - Math.floor(now / 1000)) + 1;
}

/**
 * The page numbers of a `Link` header, and nothing else of it: a link is never followed as an address, because it could
 * lead the token to another host.
 *
 * https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
 */
export function pageLinks(header: string | number | undefined): PageLinks | null {
  if (header === undefined) return null;
  const found: { next: number | null; last: number | null } = { next: null, last: null };
  const text = String(header).slice(0, MAX_LINK_BYTES);
  for (const [, address = '', relation = ''] of text.matchAll(/<([^<>]{1,2000})>; ?rel="(next|last)"/g)) {
    const page = /[?&]page=(\d{1,9})(?:&|$)/.exec(address)?.[1];
    if (page !== undefined) found[relation as 'next' | 'last'] = Number(page);
  }
  return found;
}

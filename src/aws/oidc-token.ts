/**
 * Asks GitHub for the OIDC token of this job: GET on the address that the runner hands out, with the bearer token it
 * hands out, and the audience in the query. https://docs.github.com/en/actions/reference/security/oidc
 *
 * Both come in as arguments; src/actions reads them from the environment.
 */
import type { HttpResponse } from '@smithy/types';
import { CredentialsError } from './credential-errors.js';
import type { HttpClient } from './http.js';

export interface OidcTokenRequest {
  readonly url: URL;
  readonly bearer: string;
  readonly audience: string;
  readonly http: Pick<HttpClient, 'handle'>;
  readonly signal: AbortSignal;
  /** Pauses between attempts; ends early when the signal fires. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** An answer is a few kilobytes; GitHub's tokens have about 1.5. */
const MAX_ANSWER_BYTES = 65_536;
/** Pauses before the second and the third attempt. */
const PAUSES_MS = [200, 800] as const;
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);
/** Who is asked, for messages. */
export const OIDC_SERVICE = "GitHub's OIDC service";

/**
 * Checks the address the bearer token is sent to: https, or http on this machine (a proxy of the runner, a test).
 *
 * @throws CredentialsError INVALID; the address is not repeated, it is a capability
 */
export function oidcAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const safe = url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname)));
  if (safe && url.username === '' && url.password === '') return url;
  throw new CredentialsError({
    code: 'INVALID',
    thing: 'ACTIONS_ID_TOKEN_REQUEST_URL',
    reason: 'is not an https address, so the token of this job is not sent to it',
    next: 'Leave the variable as the runner sets it',
  });
}

/**
 * @returns the token, a JWT in its compact form
 * @throws CredentialsError TOKEN_REFUSED (4xx, never asked again), UNAVAILABLE (three attempts), UNEXPECTED
 */
export async function requestOidcToken(request: OidcTokenRequest): Promise<string> {
  let failure = '';
  for (let attempt = 0; ; attempt += 1) {
    const answer = await send(request);
    if (typeof answer !== 'string') {
      if (answer.status === 200) return tokenOf(answer.body);
      if (answer.status < 500 && answer.status !== 429) throw refused(answer.status);
      failure = `answered ${answer.status}`;
    } else {
      failure = answer;
    }
    const pause = PAUSES_MS[attempt];
    if (pause === undefined) break;
    await request.pause(pause, request.signal);
  }
  throw new CredentialsError({
    code: 'UNAVAILABLE',
    thing: OIDC_SERVICE,
    reason: `${failure}, ${PAUSES_MS.length + 1} times`,
    next: 'Run the job again',
  });
}

/** A clause that says what went wrong, or an answer. */
async function send({ url, bearer, audience, http, signal }: OidcTokenRequest): Promise<string | Answer> {
  const query: Record<string, string[]> = {};
  for (const [name, value] of url.searchParams) query[name] = [...(query[name] ?? []), value];
  query['audience'] = [audience];
  try {
    const { response } = await http.handle(
      {
        method: 'GET',
        protocol: url.protocol,
        hostname: url.hostname.replace(/^\[|\]$/g, ''),
        ...(url.port === '' ? {} : { port: Number(url.port) }),
        path: url.pathname,
        query,
        headers: { host: url.host, accept: 'application/json', authorization: `Bearer ${bearer}` },
      },
      { abortSignal: signal },
    );
    return { status: response.statusCode, body: await bodyOf(response) };
  } catch (error) {
    signal.throwIfAborted();
    return `could not be reached (${networkCode(error)})`;
  }
}

interface Answer {
  readonly status: number;
  readonly body: string | null;
}

/** null when it is longer than any answer; the rest is not read. */
async function bodyOf(response: HttpResponse): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stream = response.body as AsyncIterable<Uint8Array>;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Three parts of base64url, of which the last, the signature, is not empty. */
const JWT = /^[\w-]{1,4096}\.[\w-]{1,16384}\.[\w-]{1,4096}$/;

function tokenOf(body: string | null): string {
  let value: unknown;
  try {
    value = (JSON.parse(body ?? '') as { value?: unknown } | null)?.value;
  } catch {
    // Not passed on as cause: the parser quotes the text.
  }
  if (typeof value === 'string' && JWT.test(value)) return value;
  throw new CredentialsError({
    code: 'UNEXPECTED',
    thing: OIDC_SERVICE,
    reason: 'answered something that is no token',
    next: 'Run the job again; if it stays, look at githubstatus.com',
  });
}

function refused(status: number): CredentialsError {
  return new CredentialsError({
    code: 'TOKEN_REFUSED',
    thing: OIDC_SERVICE,
    reason: `refused to give this job a token (${status})`,
    next: 'Check that the job still runs and has `id-token: write`, then run it again',
  });
}

/** `ECONNREFUSED`, `TimeoutError`: the code of a network error, without its text. */
export function networkCode(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  for (const text of [code, name]) if (typeof text === 'string' && /^\w{2,40}$/.test(text)) return text;
  return 'unknown';
}

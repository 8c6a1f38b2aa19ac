/**
 * GitHub's OIDC provider on loopback: discovery, keys, and the address at which a job asks for its token. It also hands
 * out tokens that nobody may accept.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK, exportSPKI, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose';
import { type Claims, GITHUB_ISSUER, githubClaims, type JobFacts } from './github-claims.js';
import { listen } from './loopback.js';

/** What is wrong with the token that a job gets. */
export type TokenFault =
  /** Another key, under the id of the real one. */
  | 'forged-key'
  /** Another key, under an id that is not published. */
  | 'unknown-key'
  /** The claims were changed after signing. */
  | 'altered'
  | 'expired'
  | 'not-yet-valid'
  | 'wrong-audience'
  | 'wrong-issuer'
  /** `alg: none`, no signature. */
  | 'alg-none'
  /** HMAC with the published key as the secret. */
  | 'hs256-public-key';

export interface IssuedJob {
  /** ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN of the job. */
  readonly requestUrl: string;
  readonly requestToken: string;
}

export interface JobOptions {
  readonly fault?: TokenFault;
  /** Claims instead of GitHub's; undefined takes one away. */
  readonly claims?: Readonly<Record<string, string | number | undefined>>;
  /** Status codes of the first answers; 200 afterwards. */
  readonly failures?: readonly number[];
  /** A body instead of the token. */
  readonly body?: string;
}

export interface OidcIssuer {
  readonly url: string;
  /** What a verifier starts from: `/.well-known/openid-configuration`. */
  readonly discoveryUrl: string;
  job(facts?: JobFacts, options?: JobOptions): IssuedJob;
  /** The token itself, for those who do not ask over HTTP. */
  token(facts?: JobFacts, options?: JobOptions & { readonly audience?: string }): Promise<string>;
  /** Tokens that were handed out, to be looked for where they must not be. */
  readonly issued: readonly string[];
  /** Requests to the address of jobs, refused ones too. */
  readonly requests: readonly { readonly audience: string | null; readonly status: number }[];
  close(): Promise<void>;
}

const KEY_ID = 'phase-mirror-test-1';
const LIFE_SECONDS = 300;

/** @param now seconds since 1970; the real time by default */
export async function startOidcIssuer(now: () => number = () => Math.floor(Date.now() / 1000)): Promise<OidcIssuer> {
  const real = await generateKeyPair('RS256', { extractable: true });
  const other = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(real.publicKey)), kid: KEY_ID, alg: 'RS256', use: 'sig' };
  const pem = new TextEncoder().encode(await exportSPKI(real.publicKey));
  const jobs = new Map<string, { secret: string; facts: JobFacts; options: JobOptions; failures: number[] }>();
  const issued: string[] = [];
  const requests: { audience: string | null; status: number }[] = [];

  const mint = async (facts: JobFacts, { fault, claims }: JobOptions, audience: string): Promise<string> => {
    const at = now() + (fault === 'expired' ? -2 * LIFE_SECONDS : fault === 'not-yet-valid' ? 2 * LIFE_SECONDS : 0);
    const payload: Record<string, string | number | undefined> = {
      ...githubClaims(facts),
      ...{ aud: audience, jti: randomBytes(16).toString('hex'), iat: at, nbf: at - 5, exp: at + LIFE_SECONDS },
      ...(fault === 'wrong-audience' ? { aud: 'https://github.com/octo-org' } : {}),
      ...(fault === 'wrong-issuer' ? { iss: 'https://token.actions.example' } : {}),
      ...claims,
    };
    const token = await signed(payload as Claims, fault);
    issued.push(token);
    return token;
  };
  const signed = async (claims: Claims, fault: TokenFault | undefined): Promise<string> => {
    const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const header: JWTHeaderParameters = { alg: 'RS256', typ: 'JWT', kid: fault === 'unknown-key' ? 'other' : KEY_ID };
    if (fault === 'alg-none') return `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`;
    if (fault === 'hs256-public-key')
      return new SignJWT(claims).setProtectedHeader({ ...header, alg: 'HS256' }).sign(pem);
    const forged = fault === 'forged-key' || fault === 'unknown-key';
    const token = await new SignJWT(claims).setProtectedHeader(header).sign((forged ? other : real).privateKey);
    if (fault !== 'altered') return token;
    const [head, , signature] = token.split('.');
    return `${head}.${encode({ ...claims, actor: 'mallory' })}.${signature}`;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const address = new URL(request.url ?? '/', 'http://localhost');
    const json = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (address.pathname === '/.well-known/openid-configuration') {
      return json(200, {
        ...{ issuer: GITHUB_ISSUER, jwks_uri: `http://${request.headers.host}/.well-known/jwks` },
        ...{ subject_types_supported: ['public', 'pairwise'], response_types_supported: ['id_token'] },
        id_token_signing_alg_values_supported: ['RS256'],
      });
    }
    if (address.pathname === '/.well-known/jwks') return json(200, { keys: [jwk] });
    const job = jobs.get(address.pathname);
    const audience = address.searchParams.get('audience');
    const say = (status: number, body: unknown): void => {
      requests.push({ audience, status });
      json(status, body);
    };
    if (job === undefined) return say(404, { message: 'no such job' });
    if (request.headers.authorization?.toLowerCase() !== `bearer ${job.secret}`) return say(401, { message: 'no' });
    const failure = job.failures.shift();
    if (failure !== undefined) return say(failure, { message: 'fault' });
    if (job.options.body !== undefined) {
      requests.push({ audience, status: 200 });
      response.writeHead(200).end(job.options.body);
      return;
    }
    // Without an audience GitHub puts in the address of the owner.
    const value = await mint(job.facts, job.options, audience ?? `https://github.com/${job.facts.owner ?? 'octo-org'}`);
    say(200, { count: value.length, value });
  };

  const { url, close } = await listen(answer);
  return {
    url,
    discoveryUrl: `${url}/.well-known/openid-configuration`,
    issued,
    requests,
    job(facts = {}, options = {}) {
      const path = `/jobs/${jobs.size + 1}/idtoken`;
      // Lower case, because the comparison above is.
      const secret = `request-${randomBytes(24).toString('hex')}`;
      jobs.set(path, { secret, facts, options, failures: [...(options.failures ?? [])] });
      return { requestUrl: `${url}${path}?api-version=2.0`, requestToken: secret };
    },
    token: (facts = {}, { audience = 'sts.amazonaws.com', ...options } = {}) => mint(facts, options, audience),
    close,
  };
}

/**
 * STS with the part that no emulator has: AssumeRoleWithWebIdentity verifies the token against the issuer's keys and
 * judges it by the trust policy of the role. What passes is forwarded to the emulator behind it; with none behind it,
 * credentials are made up. Everything else about STS is the emulator's.
 *
 * Order and codes: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { decide, type PolicyDocument } from './iam.js';
import { bodyOf, listen, relay } from './loopback.js';
import { PROVIDER } from './role-policies.js';

/**
 * Claims that AWS knows as condition keys of GitHub's provider. A policy that asks for another one is never satisfied.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export const CONDITION_CLAIMS = [
  ...['aud', 'sub', 'actor', 'actor_id', 'enterprise_id', 'environment', 'job_workflow_ref', 'ref', 'repository'],
  ...['repository_id', 'workflow'],
] as const;

export interface StsFrontOptions {
  readonly discoveryUrl: string;
  /** Client ids that the identity provider in the account names. */
  readonly audiences?: readonly string[];
  /** ARN of a role → its trust policy. A role that is not here does not exist. */
  readonly roles: Readonly<Record<string, PolicyDocument>>;
  readonly providerArn: string;
  /** Address of the emulator that what passes is forwarded to. */
  readonly upstream?: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Status codes of the first answers. */
  readonly failures?: readonly number[];
}

export interface StsSession {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly subject: string;
  readonly endsAt: number;
}

export interface StsFront {
  readonly url: string;
  /** Access key id → session. The authorising front reads it. */
  readonly sessions: ReadonlyMap<string, StsSession>;
  /** Every AssumeRoleWithWebIdentity that came, with what it was answered: `OK` or an error code. */
  readonly calls: readonly { readonly roleArn: string; readonly sessionName: string; readonly outcome: string }[];
  /** Secrets that were handed out, to be looked for where they must not be. */
  readonly issued: readonly string[];
  close(): Promise<void>;
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const XMLNS = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"';
const ROLE_SESSION_NAME = /^[\w+=,.@-]{2,64}$/;

export async function startStsFront(options: StsFrontOptions): Promise<StsFront> {
  const { audiences = ['sts.amazonaws.com'], roles, upstream, now = Date.now } = options;
  const discovery = (await (await fetch(options.discoveryUrl)).json()) as { issuer: string; jwks_uri: string };
  const keys = createLocalJWKSet((await (await fetch(discovery.jwks_uri)).json()) as JSONWebKeySet);
  const sessions = new Map<string, StsSession>();
  const calls: { roleArn: string; sessionName: string; outcome: string }[] = [];
  const issued: string[] = [];
  const failures = [...(options.failures ?? [])];

  const verify = async (token: string): Promise<JWTPayload> => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        ...{ issuer: discovery.issuer, algorithms: ['RS256'], requiredClaims: ['sub', 'aud', 'exp', 'iat'] },
        ...{ currentDate: new Date(now()), clockTolerance: 5 },
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new Refusal(400, 'ExpiredTokenException', 'Token expired');
      throw new Refusal(400, 'InvalidIdentityToken', 'The ID Token provided is not a valid JWT.');
    }
  };
  const session = async (form: URLSearchParams): Promise<StsSession> => {
    const [roleArn, sessionName] = [form.get('RoleArn') ?? '', form.get('RoleSessionName') ?? ''];
    const seconds = Number(form.get('DurationSeconds') ?? 3600);
    if (!ROLE_SESSION_NAME.test(sessionName) || !(seconds >= 900 && seconds <= 3600)) {
      throw new Refusal(400, 'ValidationError', 'A parameter is not in its form');
    }
    const claims = await verify(form.get('WebIdentityToken') ?? '');
    if (![claims.aud].flat().some((audience) => audiences.includes(audience ?? ''))) {
      throw new Refusal(400, 'InvalidIdentityToken', 'Incorrect token audience');
    }
    const trust = roles[roleArn];
    const context: Record<string, string> = {};
    for (const claim of CONDITION_CLAIMS) {
      const value = claims[claim];
      if (typeof value === 'string') context[`${PROVIDER}:${claim}`] = value;
    }
    const question = { action: 'sts:AssumeRoleWithWebIdentity', federated: options.providerArn, context };
    if (trust === undefined || decide(trust, question) !== 'allow') {
      throw new Refusal(403, 'AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
    }
    return { roleArn, sessionName, subject: claims.sub ?? '', endsAt: now() + seconds * 1000 };
  };
  const grant = async (body: string, one: StsSession): Promise<string> => {
    const text = upstream === undefined ? madeUp(one) : await forwarded(upstream, body);
    const [id, secret, token] = ['AccessKeyId', 'SecretAccessKey', 'SessionToken'].map((name) => textOf(text, name));
    sessions.set(id ?? '', one);
    issued.push(secret ?? '', token ?? '');
    return text;
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const form = new URLSearchParams(body.toString('utf8'));
    if (form.get('Action') !== 'AssumeRoleWithWebIdentity') {
      if (upstream === undefined) throw new Refusal(400, 'InvalidAction', 'Nothing is behind this front');
      return relay(request, body, upstream, response);
    }
    const call = { roleArn: form.get('RoleArn') ?? '', sessionName: form.get('RoleSessionName') ?? '', outcome: 'OK' };
    calls.push(call);
    try {
      const failure = failures.shift();
      if (failure !== undefined) throw new Refusal(failure, 'ServiceUnavailable', 'fault');
      const text = await grant(body.toString('utf8'), await session(form));
      response.writeHead(200, { 'content-type': 'text/xml' }).end(text);
    } catch (error) {
      call.outcome = error instanceof Refusal ? error.code : 'InternalFailure';
      throw error;
    }
  };
  const { url, close } = await listen(async (request, response) => {
    try {
      await answer(request, response);
    } catch (error) {
      const { status, code } = error instanceof Refusal ? error : { status: 500, code: 'InternalFailure' };
      response.writeHead(status, { 'content-type': 'text/xml' });
      response.end(
        `<ErrorResponse ${XMLNS}><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(String(error))}` +
          `</Message></Error><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ErrorResponse>`,
      );
    }
  });
  return { url, sessions, calls, issued, close };
}

function madeUp({ roleArn, sessionName, subject, endsAt }: StsSession): string {
  const fields = {
    AccessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
    SecretAccessKey: randomBytes(30).toString('base64url'),
    SessionToken: randomBytes(90).toString('base64url'),
    Expiration: new Date(endsAt).toISOString(),
  };
  const credentials = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
  const arn = `${roleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${sessionName}`;
  return (
    `<AssumeRoleWithWebIdentityResponse ${XMLNS}><AssumeRoleWithWebIdentityResult>` +
    `<Credentials>${credentials.join('')}</Credentials><SubjectFromWebIdentityToken>${escaped(subject)}` +
    `</SubjectFromWebIdentityToken><AssumedRoleUser><Arn>${arn}</Arn><AssumedRoleId>AROATEST:${sessionName}` +
    `</AssumedRoleId></AssumedRoleUser></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`
  );
}

function textOf(xml: string, element: string): string {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? '';
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

async function forwarded(upstream: string, body: string): Promise<string> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await fetch(upstream, { method: 'POST', headers, body });
  const text = await response.text();
  if (!response.ok) throw new Refusal(502, 'InternalFailure', `The server behind answered ${response.status}`);
  return text;
}

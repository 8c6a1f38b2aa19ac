/**
 * IAM in front of an emulator: finds the session by the access key id that signed the request, the role by the session,
 * and judges every action the request needs by the role's permissions policy. What is not allowed gets AccessDenied in
 * the form of its service and never reaches the emulator. Signatures are not verified: whoever knows an access key id is
 * the session.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { needsOf } from './aws-actions.js';
import { decide, type PolicyDocument } from './iam.js';
import { bodyOf, listen, relay } from './loopback.js';
import type { StsSession } from './sts-front.js';

export interface AuthorizingFrontOptions {
  readonly upstream: string;
  readonly sessions: ReadonlyMap<string, StsSession>;
  /** ARN of a role → what it may do. */
  readonly permissions: Readonly<Record<string, PolicyDocument>>;
  readonly account: string;
  readonly aliases?: Readonly<Record<string, string>>;
  readonly now?: () => number;
}

export interface JudgedCall {
  readonly roleArn: string;
  readonly action: string;
  readonly resource: string;
  readonly allowed: boolean;
}

export interface AuthorizingFront {
  /** For every service: it is told from the signature. */
  readonly url: string;
  /** Every action that was asked for, in order. */
  readonly calls: readonly JudgedCall[];
  /** Why requests were answered 501: nobody knows which permission they need. */
  readonly unjudged: readonly string[];
  close(): Promise<void>;
}

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const CREDENTIAL = /Credential=([^/,\s]+)\/\d{8}\/([\w-]+)\/([\w-]+)\/aws4_request/;

export async function startAuthorizingFront(options: AuthorizingFrontOptions): Promise<AuthorizingFront> {
  const { upstream, sessions, permissions, account, aliases = {}, now = Date.now } = options;
  const calls: JudgedCall[] = [];
  const unjudged: string[] = [];
  const { url, close } = await listen(async (request, response) => {
    const body = await bodyOf(request);
    const [, keyId = '', region = '', service = ''] = CREDENTIAL.exec(request.headers.authorization ?? '') ?? [];
    const session = sessions.get(keyId);
    if (session === undefined) {
      const code = service === 's3' ? 'InvalidAccessKeyId' : 'UnrecognizedClientException';
      return refuse(response, request, service, { status: 403, code, message: 'The security token is invalid.' });
    }
    if (session.endsAt <= now()) {
      const code = service === 's3' ? 'ExpiredToken' : 'ExpiredTokenException';
      return refuse(response, request, service, { status: 400, code, message: 'The security token has expired.' });
    }
    const { roleArn } = session;
    const policy = permissions[roleArn] ?? { Version: '2012-10-17', Statement: [] };
    const judged: JudgedCall[] = [];
    try {
      for (const need of needsOf(service, request, body, { region, account, aliases })) {
        const { action, resource } = need;
        judged.push({ roleArn, action, resource, allowed: decide(policy, need) === 'allow' });
      }
    } catch (error) {
      const { message } = error as Error;
      unjudged.push(message);
      // Not tried again by the product, unlike the other statuses above 499.
      response.writeHead(501).end(message);
      return;
    }
    calls.push(...judged);
    const denied = judged.find(({ allowed }) => !allowed);
    if (denied !== undefined) return refuse(response, request, service, denial(denied));
    // Without the right to list, S3 does not say that an object is missing.
    const [first] = judged;
    const [bucket] = first?.resource.split('/') ?? [];
    const list = { action: 's3:ListBucket', resource: bucket ?? '', context: {} };
    const hides = service === 's3' && first?.action === 's3:GetObject' && decide(policy, list) !== 'allow';
    let hidden = false;
    await relay(request, body, upstream, response, (status) => {
      hidden = hides && status === 404;
      return hidden;
    });
    if (hidden && first !== undefined)
      await refuse(response, request, service, denial({ ...first, action: list.action }));
  });
  return { url, calls, unjudged, close };
}

function denial({ roleArn, action, resource }: JudgedCall): Refusal {
  const message = `User: ${roleArn} is not authorized to perform: ${action} on resource: ${resource}`;
  return { status: 403, code: 'AccessDenied', message };
}

/** JSON services answer 400 and call it AccessDeniedException; S3 answers 403 in XML, without a body to HEAD. */
async function refuse(
  response: ServerResponse,
  request: IncomingMessage,
  service: string,
  { status, code, message }: Refusal,
): Promise<void> {
  if (service === 's3' || service === '') {
    response.writeHead(status, { 'content-type': 'application/xml' });
    const xml = `<Error><Code>${code}</Code><Message>${message}</Message><RequestId>0</RequestId></Error>`;
    response.end(request.method === 'HEAD' ? '' : xml);
    return;
  }
  const name = code === 'AccessDenied' ? 'AccessDeniedException' : code;
  const target = String(request.headers['x-amz-target'] ?? '');
  if (target === '') {
    response.writeHead(403, { 'content-type': 'text/xml' });
    response.end(`<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code></Error></ErrorResponse>`);
    return;
  }
  const version = service === 'dynamodb' ? '1.0' : '1.1';
  const type = service === 'dynamodb' ? `com.amazon.coral.service#${name}` : name;
  response.writeHead(400, { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-errortype': name });
  response.end(JSON.stringify({ __type: type, Message: message, message }));
}

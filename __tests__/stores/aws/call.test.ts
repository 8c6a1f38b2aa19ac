import { inspect } from 'node:util';
import { GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { AwsClients, AwsOptions } from '../../../src/aws/clients.js';
import { CredentialsError } from '../../../src/aws/credential-errors.js';
import { attemptsOf, call, callWithSecrets, nameOf, statusOf, storeError } from '../../../src/stores/aws/call.js';
import { StoreError } from '../../../src/stores/errors.js';
import {
  type Answer,
  type CannedServer,
  clientsFor,
  json,
  jsonError,
  SECRET_KEY,
  SESSION_TOKEN,
  startServer,
} from './canned-server.js';

const OK = json({ Item: { pk: { S: 'a' } } });
const IDS = { table: 'some-table' };
let server: CannedServer | undefined;
let clients: AwsClients | undefined;

afterEach(async () => {
  clients?.destroy();
  await server?.close();
  server = undefined;
  clients = undefined;
});

/** Reads one row from a server that answers so; what came of it, and after how many requests. */
async function read(
  answers: readonly Answer[],
  options: Partial<AwsOptions> = {},
): Promise<{ readonly result: unknown; readonly requests: number }> {
  server = await startServer(answers);
  clients = clientsFor(server.url, options);
  const command = new GetItemCommand({ TableName: 'some-table', Key: { pk: { S: 'a' } } });
  const { dynamodb } = clients;
  const result = await call('FPStore.getFinding', IDS, () => dynamodb.send(command)).then(
    ({ Item }) => Item,
    (error: unknown) => error,
  );
  return { result, requests: server.asked.length };
}

async function failure(answers: readonly Answer[], options: Partial<AwsOptions> = {}) {
  const { result, requests } = await read(answers, options);
  if (!(result instanceof StoreError)) throw new Error(`no StoreError: ${inspect(result)}`);
  return { error: result, code: result.code, requests };
}

describe('what can heal is tried again', () => {
  it.each<[string, Answer]>([
    ['500', jsonError(500, 'InternalServerError')],
    ['503 without a body', { status: 503 }],
    ['a connection that is closed', 'reset'],
    ['throttling', jsonError(400, 'ThrottlingException')],
    ['throughput', jsonError(400, 'ProvisionedThroughputExceededException')],
    ['429', { status: 429 }],
  ])('%s, then an answer', async (_, first) => {
    const { result, requests } = await read([first, OK]);
    expect(result).toEqual({ pk: { S: 'a' } });
    expect(requests).toBe(2);
  });

  it('no answer in time, then an answer', async () => {
    const { result, requests } = await read(['hang', OK], { requestTimeoutMs: 300 });
    expect(result).toEqual({ pk: { S: 'a' } });
    expect(requests).toBe(2);
  });

  it.each<[string, Answer, string, RegExp]>([
    ['500', jsonError(500, 'InternalServerError'), 'UNAVAILABLE', /status 500 \(InternalServerError\)/],
    ['closed connections', 'reset', 'UNAVAILABLE', /ECONNRESET/],
    ['throttling', jsonError(400, 'ThrottlingException'), 'THROTTLED', /ThrottlingException/],
    ['503 without a body', { status: 503, body: '' }, 'UNAVAILABLE', /status 503/],
  ])('%s to the end', async (_, answer, code, message) => {
    const met = await failure([answer]);
    expect(met).toMatchObject({ code, requests: 3 });
    expect(met.error.message).toMatch(message);
    expect(met.error.retryable).toBe(true);
  });

  it('no answer at all: TIMEOUT', async () => {
    expect(await failure(['hang'], { requestTimeoutMs: 100 })).toMatchObject({ code: 'TIMEOUT', requests: 3 });
  });

  it('a clock that is wrong is put right by the answer', async () => {
    const skewed = jsonError(400, 'RequestTimeTooSkewed', {}, { date: new Date(Date.now() + 3_600_000).toUTCString() });
    const { result, requests } = await read([skewed, OK]);
    expect(result).toEqual({ pk: { S: 'a' } });
    expect(requests).toBe(2);
  });
});

describe('what cannot heal is not', () => {
  const tomorrow = { date: new Date(Date.now() + 86_400_000).toUTCString() };

  it.each<[string, Answer, string]>([
    ['AccessDenied', jsonError(400, 'AccessDeniedException'), 'ACCESS_DENIED'],
    // The SDK by itself takes this for a wrong clock, and asks again.
    ['AccessDenied under another clock', jsonError(400, 'AccessDeniedException', {}, tomorrow), 'ACCESS_DENIED'],
    ['403 without a name', { status: 403 }, 'ACCESS_DENIED'],
    ['a key by name', jsonError(400, 'KMSAccessDeniedException'), 'KEY_DENIED'],
    [
      'a key by text',
      jsonError(400, 'AccessDeniedException', { message: 'User: x is not authorized to perform: kms:Decrypt on y' }),
      'KEY_DENIED',
    ],
    ['an expired token', jsonError(400, 'ExpiredTokenException'), 'CREDENTIALS'],
    ['an unknown client', jsonError(400, 'UnrecognizedClientException'), 'CREDENTIALS'],
    ['a signature', jsonError(403, 'InvalidSignatureException'), 'CREDENTIALS'],
    ['a condition', jsonError(400, 'ConditionalCheckFailedException'), 'CONFLICT'],
    ['a table', jsonError(400, 'ResourceNotFoundException'), 'RESOURCE_MISSING'],
    ['a size', jsonError(400, 'ValidationException', { message: 'Item size has exceeded the maximum' }), 'TOO_LARGE'],
    ['a form', jsonError(400, 'ValidationException'), 'UNEXPECTED'],
    ['contention', jsonError(400, 'TransactionConflictException'), 'THROTTLED'],
    ['501', { status: 501 }, 'UNEXPECTED'],
    ['a new error', jsonError(400, 'NeverHeardOfException'), 'UNEXPECTED'],
  ])('%s', async (_, answer, code) => {
    expect(await failure([answer])).toMatchObject({ code, requests: 1 });
  });

  it('but an answer that breaks off may be whole the next time', async () => {
    expect(await failure([{ body: 'hello' }])).toMatchObject({ code: 'UNAVAILABLE', requests: 3 });
  });

  it.each<[string, readonly string[], string]>([
    ['a condition', ['None', 'ConditionalCheckFailed'], 'CONFLICT'],
    ['a condition beside contention', ['TransactionConflict', 'ConditionalCheckFailed'], 'CONFLICT'],
    ['contention', ['None', 'TransactionConflict'], 'THROTTLED'],
    ['a form', ['ValidationError'], 'UNEXPECTED'],
  ])('a transaction cancelled for %s', async (_, codes, code) => {
    const reasons = codes.map((Code) => ({ Code }));
    server = await startServer([jsonError(400, 'TransactionCanceledException', { CancellationReasons: reasons })]);
    clients = clientsFor(server.url);
    const { dynamodb } = clients;
    const write = call('FPStore.recordEvent', IDS, () =>
      dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [] })),
    );
    await expect(write).rejects.toMatchObject({ code });
    expect(server.asked.length).toBe(1);
  });

  it('a refusal that names no request is not one of AWS', async () => {
    const { error } = await failure([{ status: 403, headers: { 'x-amzn-requestid': '', 'x-amz-request-id': '' } }]);
    expect(error.message).toMatch(/something that does not answer like AWS.*Look at the proxy/);
  });

  it('a server that is not there: UNAVAILABLE, naming the code', async () => {
    server = await startServer([OK]);
    const { url } = server;
    await server.close();
    server = undefined;
    clients = clientsFor(url);
    const { dynamodb } = clients;
    const asked = call('FPStore.getFinding', IDS, () =>
      dynamodb.send(new GetItemCommand({ TableName: 't', Key: { pk: { S: 'a' } } })),
    );
    await expect(asked).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('an end to trying', () => {
  it('one attempt that hangs', async () => {
    const { error, code, requests } = await failure(['hang'], { deadlineMs: 200 });
    expect([code, requests]).toEqual(['TIMEOUT', 1]);
    expect(error.message).toMatch(/there was no answer within 200 ms/);
  });

  it('says what the last attempt met', async () => {
    const { error, code } = await failure([jsonError(400, 'ThrottlingException')], {
      deadlineMs: 500,
      maxAttempts: 99,
    });
    expect(code).toBe('THROTTLED');
    expect(error.message).toMatch(/within 500 ms; before, it was throttled to the end \(ThrottlingException\)/);
  });

  it('the run has no time left', async () => {
    expect(await failure([OK], { signal: AbortSignal.abort() })).toMatchObject({ code: 'TIMEOUT', requests: 0 });
  });

  it('the run runs out of time', async () => {
    const run = new AbortController();
    const pending = failure(['hang'], { signal: run.signal });
    setTimeout(() => run.abort(), 200);
    const { error, code } = await pending;
    expect(code).toBe('TIMEOUT');
    expect(error.message).toMatch(/the time of the run for this was up/);
  });

  it('credentials that never come', async () => {
    const credentials = () => new Promise<never>(() => undefined);
    expect(await failure([OK], { credentials, deadlineMs: 100 })).toMatchObject({ code: 'TIMEOUT', requests: 0 });
  });
});

describe('credentials', () => {
  const thrown = (code: 'FORK' | 'ROLE_REFUSED' | 'UNAVAILABLE') =>
    new CredentialsError({ code, thing: 'role x', reason: 'was not given', next: 'Do this' });

  it.each([
    ['FORK', 'CREDENTIALS'],
    ['ROLE_REFUSED', 'CREDENTIALS'],
    ['UNAVAILABLE', 'UNAVAILABLE'],
  ] as const)('%s of the exchange is %s, asked for once', async (code, expected) => {
    let calls = 0;
    const credentials = async () => {
      calls += 1;
      throw thrown(code);
    };
    const { error, requests } = await failure([OK], { credentials });
    expect([error.code, requests, calls]).toEqual([expected, 0, 1]);
    expect(error.message).toBe(
      `FPStore.getFinding (table some-table) has no credentials: role x was not given (${code}) (${expected}). Do this.`,
    );
  });

  it('none where the chain ends', () => {
    const error = Object.assign(new Error('no providers'), { name: 'CredentialsProviderError' });
    expect(storeError('X.y', {}, error).code).toBe('CREDENTIALS');
  });
});

describe('what an error shows', () => {
  const everything = (error: unknown): string => inspect(error, { showHidden: true, depth: 20 });

  it('operation, ids, name, status and number of attempts', async () => {
    const { error } = await failure([jsonError(500, 'InternalServerError')]);
    expect(error.operation).toBe('FPStore.getFinding');
    expect(error.ids).toEqual(IDS);
    expect(error.cause).toMatchObject({ name: 'InternalServerError', message: 'no', status: 500, attempts: 3 });
  });

  it.each<[string, Answer]>([
    ['a refusal', jsonError(400, 'AccessDeniedException')],
    ['a fault', { status: 500 }],
    ['an answer that cannot be read', { body: 'hello' }],
    ['a closed connection', 'reset'],
  ])('%s: no credential, however deep one looks', async (_, answer) => {
    const { error } = await failure([answer]);
    expect(everything(error)).not.toContain(SESSION_TOKEN);
    expect(everything(error)).not.toContain(SECRET_KEY);
    expect(everything(error)).not.toContain('AKIDEXAMPLE');
  });

  it('a StoreError of the caller passes unchanged', async () => {
    const own = new StoreError({ operation: 'A.b', code: 'CONFLICT', reason: 'x' });
    await expect(call('C.d', {}, () => Promise.reject(own))).rejects.toBe(own);
  });

  it('anything thrown becomes one', async () => {
    await expect(call('C.d', {}, () => Promise.reject('text'))).rejects.toMatchObject({ code: 'UNEXPECTED' });
    await expect(call('C.d', {}, () => Promise.reject(null))).rejects.toMatchObject({ code: 'UNEXPECTED' });
  });

  it('a cause with secrets has no message, and none below it', async () => {
    const error = new Error('value 0123secret', { cause: new Error('0123secret') });
    const met = await callWithSecrets('S.load', {}, () => Promise.reject(error)).catch((e: unknown) => e);
    expect(everything(met)).not.toContain('0123secret');
    const kept = await call('S.load', {}, () => Promise.reject(error)).catch((e: unknown) => e);
    expect(kept).toMatchObject({ cause: { message: 'value 0123secret', cause: { message: '0123secret' } } });
  });

  it('TLS and parser failures are UNAVAILABLE, our own mistakes are not', () => {
    const codeOf = (code: string) => storeError('X.y', {}, Object.assign(new Error('m'), { code })).code;
    expect(
      ['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_SSL_X', 'HPE_INVALID', 'EPROTO'].map(codeOf),
    ).toEqual(Array(5).fill('UNAVAILABLE'));
    expect(codeOf('ERR_INVALID_ARG_TYPE')).toBe('UNEXPECTED');
  });

  it('reads name, status and attempts of anything', () => {
    expect([nameOf(undefined), statusOf('x'), attemptsOf(null)]).toEqual(['', 0, 1]);
  });
});

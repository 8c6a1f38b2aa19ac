import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { AwsClients, AwsOptions } from '../../../src/aws/clients.js';
import { S3BaselineStore } from '../../../src/stores/aws/baseline-store.js';
import { StoreError } from '../../../src/stores/errors.js';
import { MAX_DOCUMENT_BYTES } from '../../../src/stores/ports.js';
import {
  BYTES,
  DOCUMENT,
  deletion,
  FULL,
  KEY,
  listing,
  NOT_THERE,
  NOW,
  OBJECT,
  TEXT,
  version,
} from './baseline-answers.js';
import { type Answer, type Asked, type CannedServer, clientsFor, s3Error, startServer } from './canned-server.js';

let server: CannedServer | undefined;
let clients: AwsClients | undefined;

afterEach(async () => {
  clients?.destroy();
  await server?.close();
  server = undefined;
  clients = undefined;
});

async function storeOn(
  answers: readonly Answer[] | ((asked: Asked, count: number) => Answer),
  options: Partial<AwsOptions> = {},
): Promise<S3BaselineStore> {
  server = await startServer(answers);
  clients = clientsFor(server.url, options);
  return new S3BaselineStore(clients, { bucket: 'some-bucket' }, { now: () => NOW });
}

async function failure(work: Promise<unknown>): Promise<{ readonly code: string; readonly error: StoreError }> {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof StoreError)) throw new Error(`no StoreError: ${inspect(error)}`);
  return { code: error.code, error };
}

const asked = (): string[] =>
  server!.asked.map(({ method, url }) => `${method} ${url.replace(/\?.*versions.*/, '?versions')}`);

describe('load', () => {
  it('reads document, tag, version and time in one request', async () => {
    const store = await storeOn([DOCUMENT]);
    expect(await store.load(KEY)).toEqual({
      bytes: BYTES,
      tag: '"e1"',
      version: 'v1',
      writtenAt: Date.parse('2026-11-24T11:00:00Z'),
    });
    expect(server!.asked.length).toBe(1);
    expect(server!.asked[0]!.url).toMatch(new RegExp(`^/some-bucket/${OBJECT}`));
    expect(server!.asked[0]!.headers['x-amz-checksum-mode']).toBe('ENABLED');
  });

  it('null only when no version and no deletion of exactly this key is listed', async () => {
    const other = version('v9', '2026-11-24T11:00:00Z', true, `${OBJECT}.bak`);
    const store = await storeOn([NOT_THERE, listing(other)]);
    expect(await store.load(KEY)).toBeNull();
    expect(server!.asked.length).toBe(2);
    expect(server!.asked[1]!.url).toContain('versions');
  });

  it('deleted: by the header of the answer', async () => {
    const store = await storeOn([s3Error(404, 'NoSuchKey', 'no', { 'x-amz-delete-marker': 'true' })]);
    expect((await failure(store.load(KEY))).code).toBe('DELETED');
    expect(server!.asked.length).toBe(1);
  });

  it('deleted: by the list, from a server without the header', async () => {
    const list = version('v1', '2026-11-24T11:00:00Z') + deletion('d1', '2026-11-24T11:00:00Z', true);
    const store = await storeOn([NOT_THERE, listing(list)]);
    expect((await failure(store.load(KEY))).code).toBe('DELETED');
  });

  it('written between the two requests: read once more', async () => {
    const store = await storeOn([NOT_THERE, listing(version('v1', '2026-11-24T11:00:00Z', true)), DOCUMENT]);
    expect((await store.load(KEY))?.version).toBe('v1');
  });

  it('listed and never readable', async () => {
    const there = listing(version('v1', '2026-11-24T11:00:00Z', true));
    const store = await storeOn((_, count) => (count % 2 === 1 ? NOT_THERE : there));
    expect((await failure(store.load(KEY))).code).toBe('UNAVAILABLE');
    expect(server!.asked.length).toBe(4);
  });

  it.each<[string, readonly Answer[], string, number]>([
    ['403 is never "missing"', [s3Error(403, 'AccessDenied')], 'ACCESS_DENIED', 1],
    ['nor is a list that is refused', [NOT_THERE, s3Error(403, 'AccessDenied')], 'ACCESS_DENIED', 2],
    ['no bucket', [s3Error(404, 'NoSuchBucket')], 'RESOURCE_MISSING', 1],
    ['another region', [s3Error(301, 'PermanentRedirect')], 'RESOURCE_MISSING', 1],
    ['404 without a name', [{ status: 404 }], 'UNEXPECTED', 1],
    [
      'key denied',
      [s3Error(403, 'AccessDenied', 'User: x is not authorized to perform: kms:Decrypt on y')],
      'KEY_DENIED',
      1,
    ],
    ['key disabled', [s3Error(400, 'KMS.DisabledException')], 'KEY_DENIED', 1],
    ['key pending deletion', [s3Error(400, 'KMS.KMSInvalidStateException')], 'KEY_DENIED', 1],
    ['token expired', [s3Error(400, 'ExpiredToken')], 'CREDENTIALS', 1],
    ['unknown access key', [s3Error(403, 'InvalidAccessKeyId')], 'CREDENTIALS', 1],
    ['SlowDown', [s3Error(503, 'SlowDown')], 'THROTTLED', 3],
    ['500', [s3Error(500, 'InternalError')], 'UNAVAILABLE', 3],
    ['no ETag', [{ body: TEXT }], 'UNEXPECTED', 1],
  ])('%s', async (_, answers, code, requests) => {
    const store = await storeOn(answers);
    expect((await failure(store.load(KEY))).code).toBe(code);
    expect(server!.asked.length).toBe(requests);
  });
});

describe('a body is whole or not there', () => {
  const cut: Answer = { headers: FULL, body: TEXT, after: 'cut' };
  const cutUnchecked: Answer = { headers: { etag: '"e1"' }, body: TEXT, after: 'cut' };

  it.each([
    ['with a stored checksum', cut],
    ['without', cutUnchecked],
  ])('broken off, %s: UNAVAILABLE after three requests', async (_, answer) => {
    const store = await storeOn([answer]);
    const { code, error } = await failure(store.load(KEY));
    expect(code).toBe('UNAVAILABLE');
    expect(error.message).toContain(OBJECT);
    expect(server!.asked.length).toBe(3);
  });

  it('broken off, then whole', async () => {
    const store = await storeOn([cut, DOCUMENT]);
    expect((await store.load(KEY))?.bytes).toEqual(BYTES);
    expect(server!.asked.length).toBe(2);
  });

  it('silent in the middle: TIMEOUT', async () => {
    const store = await storeOn([{ headers: FULL, body: TEXT, after: 'stall' }], { requestTimeoutMs: 100 });
    expect((await failure(store.load(KEY))).code).toBe('TIMEOUT');
    expect(server!.asked.length).toBe(3);
  });

  it('silent in the middle until the deadline: TIMEOUT, one request', async () => {
    const store = await storeOn([{ headers: FULL, body: TEXT, after: 'stall' }], { deadlineMs: 300 });
    expect((await failure(store.load(KEY))).code).toBe('TIMEOUT');
    expect(server!.asked.length).toBe(1);
  });

  it('another checksum: CORRUPT after three requests', async () => {
    const store = await storeOn([{ headers: FULL, body: '{"a":2}' }]);
    expect((await failure(store.load(KEY))).code).toBe('CORRUPT');
    expect(server!.asked.length).toBe(3);
  });

  it('longer than announced documents may be: CORRUPT, unread', async () => {
    const headers = { etag: '"e1"', 'content-length': String(MAX_DOCUMENT_BYTES + 1) };
    const store = await storeOn([{ headers, body: TEXT, after: 'stall' }]);
    expect((await failure(store.load(KEY))).code).toBe('CORRUPT');
    expect(server!.asked.length).toBe(1);
  });

  it('longer than documents may be, unannounced', async () => {
    const body = new Uint8Array(MAX_DOCUMENT_BYTES + 1);
    const store = await storeOn([{ headers: { etag: '"e1"' }, body, chunked: true }]);
    const { code, error } = await failure(store.load(KEY));
    expect(code).toBe('CORRUPT');
    expect(error.message).toContain(`longer than ${MAX_DOCUMENT_BYTES} bytes`);
  });
});

describe('create and replace', () => {
  const WRITTEN: Answer = { headers: { etag: '"e2"', 'x-amz-version-id': 'v2' } };

  it('create writes where there is none', async () => {
    const store = await storeOn([WRITTEN]);
    expect(await store.create(KEY, BYTES)).toEqual({ bytes: BYTES, tag: '"e2"', version: 'v2', writtenAt: NOW });
    const [put] = server!.asked;
    expect(put!.headers['if-none-match']).toBe('*');
    expect(put!.headers['if-match']).toBeUndefined();
    expect(put!.headers['x-amz-checksum-sha256']).toBe(FULL['x-amz-checksum-sha256']);
    expect(put!.headers['expect']).toBeUndefined();
    expect(put!.body.toString()).toBe(TEXT);
  });

  it('replace writes where the tag is still stored', async () => {
    const store = await storeOn([WRITTEN]);
    await store.replace(KEY, BYTES, '"e1"');
    expect(server!.asked[0]!.headers['if-match']).toBe('"e1"');
    expect(server!.asked[0]!.headers['if-none-match']).toBeUndefined();
  });

  it.each<[string, Answer]>([
    ['412', s3Error(412, 'PreconditionFailed')],
    ['409', s3Error(409, 'ConditionalRequestConflict')],
    ['gone', NOT_THERE],
  ])('%s is a CONFLICT and is not looked into', async (_, answer) => {
    const store = await storeOn([answer]);
    expect((await failure(store.replace(KEY, BYTES, '"e1"'))).code).toBe('CONFLICT');
    expect(server!.asked.length).toBe(1);
  });

  it('an answer that was lost: what is stored is ours', async () => {
    const store = await storeOn(['reset', s3Error(412, 'PreconditionFailed'), DOCUMENT]);
    expect((await store.create(KEY, BYTES)).version).toBe('v1');
    expect(asked().map((line) => line.slice(0, 3))).toEqual(['PUT', 'PUT', 'GET']);
  });

  it("an answer that was lost: what is stored is somebody else's", async () => {
    const store = await storeOn([
      'reset',
      s3Error(412, 'PreconditionFailed'),
      { headers: { etag: '"x"' }, body: 'other' },
    ]);
    expect((await failure(store.create(KEY, BYTES))).code).toBe('CONFLICT');
  });

  it.each<[string, Answer, string, number]>([
    ['refused', s3Error(403, 'AccessDenied'), 'ACCESS_DENIED', 1],
    ['key', s3Error(403, 'AccessDenied', 'not authorized to perform: kms:GenerateDataKey'), 'KEY_DENIED', 1],
    ['no bucket', s3Error(404, 'NoSuchBucket'), 'RESOURCE_MISSING', 1],
    ['another 404', { status: 404 }, 'UNEXPECTED', 1],
    ['500', s3Error(500, 'InternalError'), 'UNAVAILABLE', 3],
  ])('%s', async (_, answer, code, requests) => {
    const store = await storeOn([answer]);
    expect((await failure(store.create(KEY, BYTES))).code).toBe(code);
    expect(server!.asked.length).toBe(requests);
  });

  it('too large: nothing is sent', async () => {
    const store = await storeOn([WRITTEN]);
    expect((await failure(store.create(KEY, new Uint8Array(MAX_DOCUMENT_BYTES + 1)))).code).toBe('TOO_LARGE');
    expect(server!.asked.length).toBe(0);
  });
});

describe('versions', () => {
  it('all pages, newest first, deletions among them, longer keys not', async () => {
    const first = listing(
      `<IsTruncated>true</IsTruncated><NextKeyMarker>${OBJECT}</NextKeyMarker><NextVersionIdMarker>v3</NextVersionIdMarker>` +
        deletion('d4', '2026-11-24T12:00:00Z', true) +
        version('v3', '2026-11-24T12:00:00Z'),
    );
    const last = listing(
      `<IsTruncated>false</IsTruncated>${version('v1', '2026-11-20T12:00:00Z')}${deletion('d2', '2026-11-22T12:00:00Z')}` +
        version('x', '2026-11-23T12:00:00Z', false, `${OBJECT}x`),
    );
    const store = await storeOn([first, last]);
    expect((await store.versions(KEY)).map((v) => [v.version, v.deleted, v.size])).toEqual([
      ['d4', true, 0],
      ['v3', false, 7],
      ['d2', true, 0],
      ['v1', false, 7],
    ]);
    expect(server!.asked.length).toBe(2);
    expect(server!.asked[1]!.url).toMatch(/key-marker=baselines.*version-id-marker=v3/);
  });

  it('none', async () => {
    const store = await storeOn([listing('')]);
    expect(await store.versions(KEY)).toEqual([]);
  });

  it('one version by its id', async () => {
    const store = await storeOn([DOCUMENT]);
    expect((await store.loadVersion(KEY, 'v1')).bytes).toEqual(BYTES);
    expect(server!.asked[0]!.url).toContain('versionId=v1');
  });

  it.each<[string, Answer, string]>([
    ['no such version', s3Error(404, 'NoSuchVersion'), 'NOT_FOUND'],
    ['no id', s3Error(400, 'InvalidArgument'), 'NOT_FOUND'],
    ['a deletion', s3Error(405, 'MethodNotAllowed'), 'NOT_FOUND'],
    ['refused', s3Error(403, 'AccessDenied'), 'ACCESS_DENIED'],
    ['no bucket', s3Error(404, 'NoSuchBucket'), 'RESOURCE_MISSING'],
  ])('%s', async (_, answer, code) => {
    const store = await storeOn([answer]);
    expect((await failure(store.loadVersion(KEY, 'v9'))).code).toBe(code);
    expect(server!.asked.length).toBe(1);
  });
});

describe('what it takes', () => {
  it.each([
    [0, 'main'],
    [1.5, 'main'],
    [7, ''],
    [7, 'x'.repeat(2000)],
    [7, '\ud800'],
  ])('repository %p, branch %p: INVALID', async (repositoryId, branch) => {
    const store = await storeOn([DOCUMENT]);
    expect((await failure(store.load({ repositoryId, branch }))).code).toBe('INVALID');
    expect(server!.asked.length).toBe(0);
  });

  it('without a bucket every call says which input is missing', async () => {
    server = await startServer([DOCUMENT]);
    clients = clientsFor(server.url);
    const store = new S3BaselineStore(clients, { bucket: null }, { now: () => NOW });
    const { code, error } = await failure(store.load(KEY));
    expect(code).toBe('INVALID');
    expect(error.message).toContain('Set baseline-bucket');
  });
});

import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { AwsClients } from '../../../src/aws/clients.js';
import { namesOf } from '../../../src/stores/aws/names.js';
import { SsmSecretStore } from '../../../src/stores/aws/secret-store.js';
import { StoreError } from '../../../src/stores/errors.js';
import { type Answer, type CannedServer, clientsFor, json, jsonError, startServer } from './canned-server.js';

const { nonces, salts } = namesOf('staging').secrets;
const PATH = '/guardian/staging/';
const HEX = 'ab12'.repeat(16);
const OTHER = 'cd34'.repeat(16);

let server: CannedServer | undefined;
let clients: AwsClients | undefined;

afterEach(async () => {
  clients?.destroy();
  await server?.close();
  server = undefined;
  clients = undefined;
});

async function storeOn(answers: readonly Answer[], names = nonces): Promise<SsmSecretStore> {
  server = await startServer(answers);
  clients = clientsFor(server.url);
  return new SsmSecretStore(clients, names);
}

async function failure(work: Promise<unknown>): Promise<StoreError> {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof StoreError)) throw new Error(`no StoreError: ${inspect(error)}`);
  const everything = inspect(error, { showHidden: true, depth: 20 });
  for (const secret of [HEX, OTHER, HEX.slice(0, 12), OTHER.slice(0, 12), 'planted']) {
    expect(everything).not.toContain(secret);
  }
  return error;
}

const parameter = (name: string, Value = JSON.stringify({ value: HEX, issuedAt: 5 }), Type = 'SecureString') => ({
  Name: PATH + name,
  Type,
  Value,
});
const sent = (index: number): unknown => JSON.parse(server!.asked[index]!.body.toString());

describe('load', () => {
  it('all pages, ascending by number, exactly its own names', async () => {
    const store = await storeOn([
      json({ Parameters: [parameter('redaction_nonce_v10'), parameter('identity_salt_v1', 'x')], NextToken: 't1' }),
      json({ Parameters: [], NextToken: 't2' }),
      json({
        Parameters: [
          parameter('redaction_nonce_v2', JSON.stringify({ value: OTHER.toUpperCase(), issuedAt: 7 })),
          ...['redaction_nonce_v0', 'redaction_nonce_v02', 'redaction_nonce_vx', 'my_redaction_nonce_v3'].map((name) =>
            parameter(name, 'x'),
          ),
        ],
      }),
    ]);
    expect(await store.load()).toEqual([
      { version: 2, value: OTHER, issuedAt: 7 },
      { version: 10, value: HEX, issuedAt: 5 },
    ]);
    expect(server!.asked.map((_, index) => sent(index))).toEqual([
      { Path: PATH, WithDecryption: true },
      { Path: PATH, WithDecryption: true, NextToken: 't1' },
      { Path: PATH, WithDecryption: true, NextToken: 't2' },
    ]);
  });

  it('salts by their names, ten at a time, until one is not there', async () => {
    const names = (first: number) => Array.from({ length: 10 }, (_, index) => `${PATH}identity_salt_v${first + index}`);
    const store = await storeOn(
      [
        json({ Parameters: Array.from({ length: 10 }, (_, index) => parameter(`identity_salt_v${index + 1}`)) }),
        json({ Parameters: [parameter('identity_salt_v11')], InvalidParameters: names(11).slice(1) }),
      ],
      salts,
    );
    expect((await store.load()).map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect([sent(0), sent(1)]).toEqual([
      { Names: names(1), WithDecryption: true },
      { Names: names(11), WithDecryption: true },
    ]);
    expect(server!.asked).toHaveLength(2);
  });

  it('salts behind one that somebody deleted', async () => {
    const left = [1, 2, 4, 5, 6, 7, 8, 9, 10].map((version) => parameter(`identity_salt_v${version}`));
    const store = await storeOn(
      [json({ Parameters: left }), json({ Parameters: [parameter('identity_salt_v11')] })],
      salts,
    );
    expect((await store.load()).map(({ version }) => version)).toEqual([1, 2, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('none: empty', async () => {
    const store = await storeOn([json({})], salts);
    expect(await store.load()).toEqual([]);
    expect(store.name).toBe('/guardian/staging/identity_salt_v*');
  });

  it.each([
    ['no JSON', 'planted'],
    ['a piece of JSON', `{"value":"${HEX}"`],
    ['null', 'null'],
    ['short', JSON.stringify({ value: `${OTHER.slice(0, 62)}zz`, issuedAt: 1 })],
    ['no time', JSON.stringify({ value: HEX })],
    ['a time that is text', JSON.stringify({ value: HEX, issuedAt: '2026' })],
    ['a time before all', JSON.stringify({ value: HEX, issuedAt: -1 })],
    ['nothing', ''],
  ])('%s: CORRUPT, with the name and without the value', async (_, value) => {
    const store = await storeOn([json({ Parameters: [parameter('redaction_nonce_v4', value)] })]);
    const error = await failure(store.load());
    expect(error.code).toBe('CORRUPT');
    expect(error.ids).toEqual({ parameter: `${PATH}redaction_nonce_v4` });
    expect(error.cause).toBeUndefined();
  });

  it('kept in the clear: CORRUPT', async () => {
    const store = await storeOn([json({ Parameters: [parameter('redaction_nonce_v4', undefined, 'String')] })]);
    expect((await failure(store.load())).message).toContain('is no SecureString');
  });

  it.each<[string, Answer, string, number]>([
    ['refused', jsonError(400, 'AccessDeniedException'), 'ACCESS_DENIED', 1],
    [
      'key, as SSM passes it on',
      jsonError(400, 'AccessDeniedException', { message: 'The ciphertext refers to a customer master key that …' }),
      'KEY_DENIED',
      1,
    ],
    ['key id', jsonError(400, 'InvalidKeyId'), 'KEY_DENIED', 1],
    ['throttled', jsonError(400, 'ThrottlingException'), 'THROTTLED', 3],
    ['fault', jsonError(500, 'InternalServerError'), 'UNAVAILABLE', 3],
    ['a value in the middle of garbage', { body: `{"Parameters":[{"Value":"${HEX}"` }, 'UNAVAILABLE', 3],
    [
      'a value in an error',
      jsonError(400, 'ValidationException', { message: `Value '${HEX}' at 'x'` }),
      'UNEXPECTED',
      1,
    ],
  ])('%s', async (_, answer, code, requests) => {
    const store = await storeOn([answer]);
    const error = await failure(store.load());
    expect(error.code).toBe(code);
    expect(error.ids).toEqual({ parameter: '/guardian/staging/redaction_nonce_v*' });
    expect(server!.asked.length).toBe(requests);
  });
});

describe('create', () => {
  const SECRET = { version: 3, value: HEX, issuedAt: 5 };

  it('writes a version once, encrypted with the key of the environment', async () => {
    const store = await storeOn([json({ Version: 1 })]);
    await store.create(SECRET);
    expect(sent(0)).toEqual({
      Name: `${PATH}redaction_nonce_v3`,
      Value: JSON.stringify({ value: HEX, issuedAt: 5 }),
      Type: 'SecureString',
      KeyId: 'alias/mirror-dissonance-staging-data',
      Tier: 'Standard',
      Overwrite: false,
    });
  });

  it('is there: CONFLICT, asked once', async () => {
    const store = await storeOn([jsonError(400, 'ParameterAlreadyExists')]);
    const error = await failure(store.create(SECRET));
    expect([error.code, error.ids]).toEqual(['CONFLICT', { parameter: `${PATH}redaction_nonce_v3` }]);
    expect(server!.asked.length).toBe(1);
  });

  it.each([
    ['ours', HEX, null],
    ["somebody else's", OTHER, 'CONFLICT'],
  ])('an answer that was lost: what is there is %s', async (_, value, code) => {
    const there = json({ Parameters: [parameter('redaction_nonce_v3', JSON.stringify({ value, issuedAt: 5 }))] });
    const store = await storeOn(['reset', jsonError(400, 'ParameterAlreadyExists'), there]);
    if (code === null) await store.create(SECRET);
    else expect((await failure(store.create(SECRET))).code).toBe(code);
    expect(server!.asked.length).toBe(3);
  });

  it('a refusal that repeats the value', async () => {
    const store = await storeOn([jsonError(400, 'ValidationException', { message: `Value '${HEX}' is bad` })]);
    expect((await failure(store.create(SECRET))).cause).toMatchObject({ name: 'ValidationException' });
  });

  it.each([
    { ...SECRET, value: HEX.slice(1) },
    { ...SECRET, value: HEX.toUpperCase() },
    { ...SECRET, issuedAt: Number.NaN },
    { ...SECRET, version: 0 },
    { ...SECRET, version: 1_000_000_000 },
  ])('INVALID: nothing is sent', async (secret) => {
    const store = await storeOn([json({})]);
    expect((await failure(store.create(secret))).code).toBe('INVALID');
    expect(server!.asked.length).toBe(0);
  });
});

describe('remove', () => {
  it('there: true', async () => {
    const store = await storeOn([json({})]);
    expect(await store.remove(3)).toBe(true);
    expect(sent(0)).toEqual({ Name: `${PATH}redaction_nonce_v3` });
  });

  it('gone already: false', async () => {
    const store = await storeOn([jsonError(400, 'ParameterNotFound')]);
    expect(await store.remove(3)).toBe(false);
  });

  it('gone at the second attempt: it was us', async () => {
    const store = await storeOn(['reset', jsonError(400, 'ParameterNotFound')]);
    expect(await store.remove(3)).toBe(true);
  });

  it('refused', async () => {
    const store = await storeOn([jsonError(400, 'AccessDeniedException')]);
    expect((await failure(store.remove(3))).code).toBe('ACCESS_DENIED');
    expect((await failure(store.remove(-1))).code).toBe('INVALID');
    expect(server!.asked.length).toBe(1);
  });
});

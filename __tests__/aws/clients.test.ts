import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SignCommand } from '@aws-sdk/client-kms';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { GetParametersByPathCommand } from '@aws-sdk/client-ssm';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type AwsClients, type AwsOptions, createClients } from '../../src/aws/clients.js';
import { DeadlineError } from '../../src/aws/deadline.js';
import { openAwsStores } from '../../src/stores/aws/index.js';
import { baselineKey, historyKey, namesOf, sequenceOf } from '../../src/stores/aws/names.js';
import { startServer } from '../stores/aws/canned-server.js';

const open: { close(): void }[] = [];
const environment = { ...process.env };

afterEach(() => {
  process.env = { ...environment };
  for (const one of open.splice(0)) one.close();
});

const CREDENTIALS = { accessKeyId: 'AKID', secretAccessKey: 'secret' };
const ITEM = new GetItemCommand({ TableName: 't', Key: { pk: { S: 'a' } } });
const OBJECT = new GetObjectCommand({ Bucket: 'some-bucket', Key: 'k' });

function clientsWith(options: Partial<AwsOptions>): AwsClients {
  const clients = createClients({
    region: 'eu-central-1',
    environment: 'staging',
    credentials: CREDENTIALS,
    maxAttempts: 1,
    proxy: {},
    ...options,
  });
  open.push({ close: () => clients.destroy() });
  return clients;
}

/** A port that takes connections, keeps the first bytes and hangs up. */
async function listener(): Promise<{ readonly port: number; readonly heard: string[] }> {
  const heard: string[] = [];
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (data) => {
      heard.push(data.toString('latin1'));
      socket.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(server);
  return { port: (server.address() as AddressInfo).port, heard };
}

/** A proxy that takes every tunnel to `port`, whatever host was named, or refuses it with `status`. */
async function proxy(port: number, status = 200): Promise<{ readonly url: string; readonly tunnels: string[] }> {
  const tunnels: string[] = [];
  const server = createHttpServer();
  server.on('connect', ({ url, headers }, socket: Duplex) => {
    tunnels.push(`${url} ${headers['proxy-authorization'] ?? ''}`.trim());
    socket.on('error', () => undefined);
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const behind = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(behind).pipe(socket);
    });
    behind.on('error', () => socket.destroy());
    behind.on('close', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tunnels };
}

/** First byte of a TLS handshake. */
const isTls = (heard: readonly string[]): boolean => heard.length === 1 && heard[0]!.charCodeAt(0) === 0x16;

describe('the proxy', () => {
  it('carries https requests, each to its host', async () => {
    const target = await listener();
    const { url, tunnels } = await proxy(target.port);
    const clients = clientsWith({ proxy: { https: url.replace('http://', 'http://user:p%40ss@') } });
    await expect(clients.dynamodb.send(ITEM)).rejects.toThrow();
    const basic = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;
    expect(tunnels).toEqual([`dynamodb.eu-central-1.amazonaws.com:443 ${basic}`]);
    expect(isTls(target.heard)).toBe(true);
    await expect(clients.s3.send(OBJECT)).rejects.toThrow();
    expect(tunnels[1]).toMatch(/^some-bucket\.s3\.eu-central-1\.amazonaws\.com:443 /);
  });

  it('is passed by for hosts of NO_PROXY', async () => {
    const target = await listener();
    const { url, tunnels } = await proxy(target.port);
    const endpoints = { dynamodb: `https://127.0.0.1:${target.port}` };
    const clients = clientsWith({ endpoints, proxy: { https: url, noProxy: '127.0.0.1' } });
    await expect(clients.dynamodb.send(ITEM)).rejects.toThrow();
    expect(tunnels).toEqual([]);
    expect(isTls(target.heard)).toBe(true);
  });

  it('is passed by for http addresses', async () => {
    const server = await startServer([{ status: 400 }]);
    const { url, tunnels } = await proxy(1);
    const clients = clientsWith({ endpoints: { dynamodb: server.url }, proxy: { https: url } });
    await expect(clients.dynamodb.send(ITEM)).rejects.toThrow();
    expect([tunnels.length, server.asked.length]).toEqual([0, 1]);
    await server.close();
  });

  it('comes from the environment where none is given', async () => {
    const target = await listener();
    const { url, tunnels } = await proxy(target.port);
    delete process.env['https_proxy'];
    delete process.env['no_proxy'];
    process.env['HTTPS_PROXY'] = url;
    process.env['NO_PROXY'] = 's3.eu-central-1.amazonaws.com';
    const clients = createClients({
      region: 'eu-central-1',
      environment: 'x',
      credentials: CREDENTIALS,
      maxAttempts: 1,
    });
    open.push({ close: () => clients.destroy() });
    await expect(
      clients.kms.send(new SignCommand({ KeyId: 'k', Message: new Uint8Array(1), SigningAlgorithm: 'ECDSA_SHA_256' })),
    ).rejects.toThrow();
    expect(tunnels).toEqual(['kms.eu-central-1.amazonaws.com:443']);
  });

  it('that refuses is named as such, and asked once', async () => {
    const { url, tunnels } = await proxy(1, 407);
    const options = { region: 'eu-central-1', environment: 'staging', credentials: CREDENTIALS, proxy: { https: url } };
    const stores = openAwsStores({ ...options, baselineBucket: 'some-bucket' }, { now: () => 1 });
    open.push({ close: () => void stores.close() });
    await expect(stores.nonces.load()).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringMatching(/refused with 407.*Look at the proxy/),
    });
    expect(tunnels).toEqual(['ssm.eu-central-1.amazonaws.com:443']);
  });

  it('that is no address is refused at once', () => {
    expect(() => clientsWith({ proxy: { https: 'socks5://x' } })).toThrow(/HTTPS_PROXY/);
  });
});

describe('endpoints', () => {
  it('each service at its own, S3 with the bucket in the path', async () => {
    const servers = await Promise.all(Array.from({ length: 4 }, () => startServer([{ status: 400 }])));
    const [dynamodb, s3, ssm, kms] = servers.map(({ url }) => url);
    const clients = clientsWith({ endpoints: { dynamodb: dynamodb!, s3: s3!, ssm: ssm!, kms: kms! } });
    const sign = new SignCommand({ KeyId: 'k', Message: new Uint8Array(1), SigningAlgorithm: 'ECDSA_SHA_256' });
    await expect(clients.dynamodb.send(ITEM)).rejects.toThrow();
    await expect(clients.s3.send(OBJECT)).rejects.toThrow();
    await expect(clients.ssm.send(new GetParametersByPathCommand({ Path: '/' }))).rejects.toThrow();
    await expect(clients.kms.send(sign)).rejects.toThrow();
    expect(servers.map(({ asked }) => asked.length)).toEqual([1, 1, 1, 1]);
    expect(servers[1]!.asked[0]!.url).toMatch(/^\/some-bucket\/k/);
    await Promise.all(servers.map((server) => server.close()));
  });

  it.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3'])('of %s', async (name) => {
    const server = await startServer([{ status: 400 }]);
    process.env[name] = server.url.replace('127.0.0.1', 'localhost');
    await expect(clientsWith({}).s3.send(OBJECT)).rejects.toThrow();
    expect(server.asked.map(({ url }) => url.split('?')[0])).toEqual(['/some-bucket/k']);
    await server.close();
  });
});

describe('within', () => {
  it('is one deadline for all that is sent under its signal', async () => {
    const server = await startServer(['hang']);
    const clients = clientsWith({ endpoints: { dynamodb: server.url }, deadlineMs: 200 });
    const work = clients.within((abortSignal) => clients.dynamodb.send(ITEM, { abortSignal }));
    await expect(work).rejects.toThrow(DeadlineError);
    expect(server.asked.length).toBe(1);
    await server.close();
  });

  it('makes one client of each kind', () => {
    const clients = clientsWith({});
    expect(clients.dynamodb).toBe(clients.dynamodb);
    expect(clients.s3).toBe(clients.s3);
    expect(clients.ssm).toBe(clients.ssm);
    expect(clients.kms).toBe(clients.kms);
  });
});

describe('names', () => {
  it('of an environment, as design and Terraform have them', () => {
    expect(namesOf('staging', 'mirror-dissonance-staging-123456789012-baselines')).toEqual({
      environment: 'staging',
      tables: {
        fpEvents: 'mirror-dissonance-staging-fp-events',
        consent: 'mirror-dissonance-staging-consent',
        blockCounter: 'mirror-dissonance-staging-block-counter',
      },
      bucket: 'mirror-dissonance-staging-123456789012-baselines',
      secrets: {
        nonces: {
          path: '/guardian/staging/',
          stem: 'redaction_nonce_v',
          keptFromFirst: false,
          dataKey: 'alias/mirror-dissonance-staging-data',
        },
        salts: {
          path: '/guardian/staging/',
          stem: 'identity_salt_v',
          keptFromFirst: true,
          dataKey: 'alias/mirror-dissonance-staging-data',
        },
      },
    });
    expect(namesOf('p').bucket).toBeNull();
  });

  it.each(['', 'Staging', '1a', '-a', 'a_b', 'a/b', `a${'b'.repeat(32)}`])('%p is no environment', (name) => {
    expect(() => namesOf(name)).toThrow(/INVALID/);
  });

  it.each(['', 'ab', 'arn:aws:s3:::x', 's3://bucket', 'Upper', '-bucket', `b${'x'.repeat(63)}`])(
    '%p is no bucket',
    (name) => {
      expect(() => namesOf('staging', name)).toThrow(/INVALID/);
    },
  );

  it('keys of objects', () => {
    expect(baselineKey({ repositoryId: 7, branch: 'main' })).toBe(
      'baselines/7/0d6e4079e36703ebd37c00722f5891d28b0e2811dc114b129215123adcce3605.json',
    );
    expect(baselineKey({ repositoryId: 7, branch: 'a/b' })).not.toBe(baselineKey({ repositoryId: 7, branch: 'a' }));
    expect(sequenceOf(historyKey(12))).toBe(12);
    expect(['levels/history/0.json', 'levels/history/9999999999999999.json', 'x'].map(sequenceOf)).toEqual([
      null,
      null,
      null,
    ]);
  });
});

it('opens every store without asking anybody', async () => {
  const stores = openAwsStores({ region: 'eu-central-1', environment: 'staging', proxy: {} }, { now: () => 1 });
  expect(stores.description).toBe('AWS eu-central-1, environment staging');
  expect([stores.nonces.name, stores.salts.name]).toEqual([
    '/guardian/staging/redaction_nonce_v*',
    '/guardian/staging/identity_salt_v*',
  ]);
  await stores.close();
  await stores.close();
});

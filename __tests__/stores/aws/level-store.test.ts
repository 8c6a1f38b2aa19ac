import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AwsClients } from '../../../src/aws/clients.js';
import { S3LevelStore } from '../../../src/stores/aws/level-store.js';
import { type Answer, type Asked, type CannedServer, clientsFor, s3Error, startServer } from './canned-server.js';

interface Kept {
  readonly body: Buffer;
  readonly tag: string;
  readonly sequence: string | undefined;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const STATE = 'levels/state.json';
const historyOf = (sequence: number): string => `levels/history/${sequence}.json`;

let objects: Map<string, Kept>;
let trouble: (asked: Asked) => Answer | undefined;
let server: CannedServer;
let clients: AwsClients;
let store: S3LevelStore;

/** As much of S3 as one publication meets: conditions, metadata, a list in pages of two. */
function answer(asked: Asked): Answer {
  const bad = trouble(asked);
  if (bad !== undefined) return bad;
  const { pathname, searchParams } = new URL(asked.url, 'http://x');
  const key = decodeURIComponent(pathname.slice('/some-bucket/'.length));
  const kept = objects.get(key);
  if (asked.method === 'PUT') {
    const { 'if-match': match, 'if-none-match': none, 'x-amz-meta-sequence': sequence } = asked.headers;
    if (none === '*' ? kept !== undefined : kept?.tag !== match) return s3Error(412, 'PreconditionFailed');
    const tag = `"${objects.size}-${asked.body.toString()}"`;
    objects.set(key, { body: asked.body, tag, sequence: sequence as string | undefined });
    return { headers: { etag: tag } };
  }
  if (searchParams.has('versions')) return { body: '<ListVersionsResult></ListVersionsResult>' };
  if (searchParams.has('list-type')) {
    const keys = [...objects.keys()].filter((name) => name.startsWith(searchParams.get('prefix')!)).sort();
    const from = Number(searchParams.get('continuation-token') ?? 0);
    const more = from + 2 < keys.length;
    const entries = keys.slice(from, from + 2).map((name) => {
      return `<Contents><Key>${name}</Key><LastModified>2026-11-24T11:00:00Z</LastModified></Contents>`;
    });
    const next = more ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : '';
    return {
      body: `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${entries.join('')}</ListBucketResult>`,
    };
  }
  if (kept === undefined) return s3Error(404, 'NoSuchKey');
  const meta = kept.sequence === undefined ? {} : { 'x-amz-meta-sequence': kept.sequence };
  return { headers: { etag: kept.tag, ...meta }, body: kept.body };
}

beforeEach(async () => {
  objects = new Map();
  trouble = () => undefined;
  server = await startServer(answer);
  clients = clientsFor(server.url);
  store = new S3LevelStore(clients, { bucket: 'some-bucket' }, { now: () => 1 });
});

afterEach(async () => {
  clients.destroy();
  await server.close();
});

const puts = (): string[] => server.asked.filter(({ method }) => method === 'PUT').map(({ url }) => url.split('?')[0]!);

describe('publish', () => {
  it('writes history first, then the state', async () => {
    const first = await store.publish(bytes('one'), 1, null);
    expect(first.sequence).toBe(1);
    const second = await store.publish(bytes('two'), 5, first.tag);
    expect(puts()).toEqual([
      `/some-bucket/${historyOf(1)}`,
      `/some-bucket/${STATE}`,
      `/some-bucket/${historyOf(5)}`,
      `/some-bucket/${STATE}`,
    ]);
    expect(await store.load()).toMatchObject({ bytes: bytes('two'), sequence: 5, tag: second.tag });
    expect(await store.loadSequence(1)).toEqual(bytes('one'));
  });

  it('null before the first', async () => {
    expect(await store.load()).toBeNull();
    expect(await store.history()).toEqual([]);
  });

  it('the sequence must rise', async () => {
    const { tag } = await store.publish(bytes('one'), 3, null);
    for (const sequence of [2, 3]) {
      await expect(store.publish(bytes('two'), sequence, tag)).rejects.toMatchObject({
        code: 'SEQUENCE',
        message: expect.stringContaining(`was given sequence ${sequence}; 3 is stored`),
      });
    }
    expect(puts().length).toBe(2);
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 53])('%p is no sequence', async (sequence) => {
    await expect(store.publish(bytes('x'), sequence, null)).rejects.toMatchObject({ code: 'INVALID' });
    await expect(store.loadSequence(sequence)).rejects.toMatchObject({ code: 'INVALID' });
    expect(server.asked.length).toBe(0);
  });

  it('another tag, or none: CONFLICT, and nothing is written', async () => {
    await store.publish(bytes('one'), 1, null);
    for (const tag of [null, '"other"']) {
      await expect(store.publish(bytes('two'), 2, tag)).rejects.toMatchObject({ code: 'CONFLICT' });
    }
    expect([...objects.keys()]).toEqual([historyOf(1), STATE]);
  });

  it('somebody publishes between the look and the write', async () => {
    const { tag } = await store.publish(bytes('one'), 1, null);
    trouble = ({ method, url }) => {
      if (method === 'PUT' && url.includes(historyOf(2))) {
        objects.set(STATE, { body: Buffer.from('theirs'), tag: '"theirs"', sequence: '3' });
      }
      return undefined;
    };
    await expect(store.publish(bytes('two'), 2, tag)).rejects.toMatchObject({ code: 'CONFLICT', ids: { key: STATE } });
    expect(await store.load()).toMatchObject({ sequence: 3 });
  });
});

describe('a crash between history and state', () => {
  const crash = async (text: string): Promise<string> => {
    const { tag } = await store.publish(bytes('one'), 1, null);
    trouble = ({ method, url }) => (method === 'PUT' && url.includes(STATE) ? s3Error(403, 'AccessDenied') : undefined);
    await expect(store.publish(bytes(text), 2, tag)).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
    trouble = () => undefined;
    expect(objects.has(historyOf(2))).toBe(true);
    return tag;
  };

  it('is no history', async () => {
    await crash('two');
    expect(await store.history()).toEqual([{ sequence: 1, writtenAt: Date.parse('2026-11-24T11:00:00Z') }]);
  });

  it('the same again goes through', async () => {
    const tag = await crash('two');
    await store.publish(bytes('two'), 2, tag);
    expect(await store.load()).toMatchObject({ bytes: bytes('two'), sequence: 2 });
  });

  it('another under the same sequence is refused, naming the orphan and the way on', async () => {
    const tag = await crash('two');
    await expect(store.publish(bytes('else'), 2, tag)).rejects.toMatchObject({
      code: 'CONFLICT',
      ids: { key: historyOf(2) },
      message: expect.stringContaining('publish under 3'),
    });
    await store.publish(bytes('else'), 3, tag);
    // The orphan is below the state now and shows; its bytes are signed, so its reader can tell.
    expect((await store.history()).map(({ sequence }) => sequence)).toEqual([3, 2, 1]);
  });
});

describe('history and metadata', () => {
  it('all pages, newest first, by number, and nothing that lies beside them', async () => {
    let tag: string | null = null;
    for (const sequence of [1, 2, 9, 10, 11]) ({ tag } = await store.publish(bytes(`${sequence}`), sequence, tag));
    objects.set('levels/history/readme.txt', { body: Buffer.from(''), tag: '"r"', sequence: undefined });
    objects.set('levels/history/007.json', { body: Buffer.from(''), tag: '"r"', sequence: undefined });
    expect((await store.history()).map(({ sequence }) => sequence)).toEqual([11, 10, 9, 2, 1]);
  });

  it('no such sequence', async () => {
    await expect(store.loadSequence(4)).rejects.toMatchObject({ code: 'NOT_FOUND', ids: { key: historyOf(4) } });
  });

  it.each([undefined, '', '0', '01', 'x', '99999999999999999'])(
    'a state of sequence %p is CORRUPT',
    async (sequence) => {
      objects.set(STATE, { body: Buffer.from('x'), tag: '"x"', sequence });
      await expect(store.load()).rejects.toMatchObject({ code: 'CORRUPT', ids: { key: STATE } });
      await expect(store.publish(bytes('y'), 9, '"x"')).rejects.toMatchObject({ code: 'CORRUPT' });
    },
  );

  it('a copy that says it is another is CORRUPT', async () => {
    objects.set(historyOf(4), { body: Buffer.from('x'), tag: '"x"', sequence: '5' });
    await expect(store.loadSequence(4)).rejects.toMatchObject({ code: 'CORRUPT', ids: { key: historyOf(4) } });
  });
});

it('names the key where no bucket was given', async () => {
  const without = new S3LevelStore(clients, { bucket: null }, { now: () => 1 });
  await expect(without.load()).rejects.toMatchObject({ code: 'INVALID', ids: { key: STATE } });
});

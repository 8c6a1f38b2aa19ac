/** Signed documents and the versions before them, out of a bucket in memory. */
import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { checkDocuments, type DocumentSource } from '../../src/oracle/verify-documents.js';
import { pemSigner, publicPem } from '../../src/privacy/pem-signer.js';
import { type SignedHeader, signDocument } from '../../src/privacy/signed-object.js';
import { baselineKey } from '../../src/stores/aws/names.js';
import { StoreError } from '../../src/stores/errors.js';

const NOW = Date.UTC(2026, 10, 24);
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = publicPem(pair.publicKey);
const KEYS = [
  { id: 'b', pem, use: 'baseline' as const },
  { id: 'l', pem, use: 'levels' as const },
];
const BASELINE = { type: 'baseline', env: 'staging', repositoryId: 7, branch: 'main' } as const;
const LEVELS = { type: 'levels', env: 'staging', repositoryId: null, branch: null } as const;
const KEY = baselineKey(BASELINE);

type Made = { readonly text: string; readonly digest: string };

function sign(
  subject: typeof BASELINE | typeof LEVELS,
  more: Pick<SignedHeader, 'sequence' | 'previous'>,
): Promise<Made> {
  const id = subject.type === 'baseline' ? 'b' : 'l';
  return signDocument({ files: [more.sequence] }, { ...subject, ...more }, pemSigner(id, pair.privateKey), NOW - 1000);
}

async function chain(subject: typeof BASELINE | typeof LEVELS, length: number): Promise<Made[]> {
  const documents: Made[] = [];
  for (let sequence = 1; sequence <= length; sequence += 1) {
    documents.push(await sign(subject, { sequence, previous: documents.at(-1)?.digest ?? null }));
  }
  return documents;
}

/** Versions of one baseline, newest first, and the history of levels. */
class Bucket implements DocumentSource {
  versions: Record<string, string> = {};
  deleted = false;
  key = KEY;
  foreign: string[] = [];
  history: Record<number, string> = {};
  state: string | null = null;

  async baselines() {
    const versions = Object.keys(this.versions);
    const one = { key: this.key, repositoryId: 7, deleted: this.deleted, versions };
    return { found: versions.length === 0 && !this.deleted ? [] : [one], foreign: this.foreign };
  }
  async levelsHistory() {
    return Object.keys(this.history)
      .map((sequence) => ({ key: `levels/history/${sequence}.json`, sequence: Number(sequence) }))
      .reverse();
  }
  async levelsState() {
    return this.state;
  }
  async read(key: string, version?: string): Promise<string> {
    const sequence = Number(/(\d+)\.json$/.exec(key)?.[1]);
    const text = version === undefined ? this.history[sequence] : this.versions[version];
    if (text !== undefined) return text;
    throw new StoreError({ operation: 'Backups.read', ids: { key }, code: 'NOT_FOUND', reason: 'has no such version' });
  }
}

let bucket: Bucket;
let baselines: Made[];
let levels: Made[];

beforeEach(async () => {
  bucket = new Bucket();
  baselines = await chain(BASELINE, 3);
  levels = await chain(LEVELS, 3);
  bucket.versions = Object.fromEntries([...baselines].reverse().map(({ text }, index) => [`v${index}`, text]));
  bucket.history = Object.fromEntries(levels.map(({ text }, index) => [index + 1, text]));
  bucket.state = levels.at(-1)?.text ?? null;
});

function check(keys: typeof KEYS | [] = KEYS, now = NOW) {
  return checkDocuments(bucket, { env: 'staging', keys, now, baselineKey });
}

async function problems(keys?: typeof KEYS | []): Promise<readonly string[]> {
  return (await check(keys)).flatMap((one) => one.problems);
}

describe('documents', () => {
  it('that are whole, signed and in a chain are read with those before them', async () => {
    expect(await check()).toEqual([
      { document: 'levels/state.json', verified: 3, signed: true, problems: [], notes: [] },
      { document: KEY, verified: 2, signed: true, problems: [], notes: [] },
    ]);
  });

  it('of an environment that has none are no problem', async () => {
    [bucket.versions, bucket.history, bucket.state] = [{}, {}, null];
    expect(await check()).toEqual([
      { document: 'levels/state.json', verified: 0, signed: false, problems: [], notes: ['No levels were published.'] },
      { document: 'baselines/', verified: 0, signed: false, problems: [], notes: ['There is no baseline.'] },
    ]);
  });

  it.each<[string, () => void | Promise<void>, RegExp[]]>([
    [
      'an altered version',
      () => {
        bucket.versions['v0'] = (bucket.versions['v0'] ?? '').replace('[3]', '[4]');
      },
      [/^Version v0 is refused: .*\(PAYLOAD_ALTERED\)\.$/],
    ],
    [
      'an altered older version',
      () => {
        bucket.versions['v1'] = (bucket.versions['v1'] ?? '').replace('[2]', '[4]');
      },
      [/^Version v1 is refused: /],
    ],
    [
      'a version cut short',
      () => {
        bucket.versions['v1'] = (bucket.versions['v1'] ?? '').slice(0, 100);
      },
      [/^Version v1 is of branch ""/],
    ],
    [
      "a baseline in another one's place",
      () => {
        bucket.key = baselineKey({ repositoryId: 7, branch: 'other' });
      },
      [/^Version v0 is of branch "main", not of this key\.$/],
    ],
    [
      'an older one on top',
      () => {
        bucket.versions = { v0: baselines[0]?.text ?? '', v1: baselines[1]?.text ?? '' };
      },
      [/^Version v1 has sequence 2, and the one after it 1\.$/],
    ],
    [
      'another one with the right sequence below',
      async () => {
        bucket.versions['v1'] = (await sign(BASELINE, { sequence: 2, previous: null })).text;
      },
      [/^Version v1 is not the one that the one after it names as previous\.$/],
    ],
    [
      'a deletion',
      () => {
        bucket.deleted = true;
      },
      [/^It was deleted\./],
    ],
    [
      'nothing left of it',
      () => {
        [bucket.versions, bucket.deleted] = [{}, true];
      },
      [/^It was deleted\./, /^No version of it is left\.$/],
    ],
    [
      'a gap in the history of levels',
      () => void delete bucket.history[3],
      [/^levels\/history\/3\.json, its own copy, is missing\.$/],
    ],
    [
      'another copy of the state',
      async () => {
        bucket.history[3] = (await sign(LEVELS, { sequence: 3, previous: null })).text;
      },
      [/history\/3\.json is not the state, although it has its sequence\.$/],
    ],
    [
      'another past',
      async () => {
        bucket.history[2] = (await sign(LEVELS, { sequence: 2, previous: null })).text;
      },
      [/history\/2\.json is not the one that the one after it names/],
    ],
    [
      'a history without a state',
      () => {
        bucket.state = null;
      },
      [/^There is a history of levels and no state\.$/],
    ],
    [
      'a state that is none',
      () => {
        bucket.state = '{}';
      },
      [/^The state is refused: /],
    ],
  ])('%s', async (_, spoil, expected) => {
    await spoil();
    expect(await problems()).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
  });

  it('whose key was retired count where their successor names them', async () => {
    const next = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const latest = await signDocument(
      { files: [4] },
      { ...BASELINE, sequence: 4, previous: baselines[2]?.digest ?? null },
      pemSigner('b2', next.privateKey),
      NOW - 1000,
    );
    bucket.versions = { v0: latest.text, v1: baselines[2]?.text ?? '' };
    const keys = [{ id: 'b2', pem: publicPem(next.publicKey), use: 'baseline' as const }, ...KEYS.slice(1)];
    const [, baseline] = await check(keys);
    expect(baseline).toMatchObject({
      verified: 2,
      problems: [],
      notes: [expect.stringMatching(/^Version v1: its key is not in force any more \(UNKNOWN_KEY\)/)],
    });
    // Its header stands, its payload does not.
    bucket.versions['v1'] = (bucket.versions['v1'] ?? '').replace('[3]', '[5]');
    const [, altered] = await check(keys);
    expect(altered?.problems).toEqual([expect.stringMatching(/^Version v1 is refused: /)]);
  });

  it('that are unsigned say so where no key is pinned, and are refused where one is', async () => {
    const unsigned = await signDocument({ files: [] }, { ...BASELINE, sequence: 1, previous: null }, null, NOW - 1000);
    [bucket.versions, bucket.history, bucket.state] = [{ v0: unsigned.text }, {}, null];
    expect((await check([]))[1]).toMatchObject({
      verified: 1,
      signed: false,
      problems: [],
      notes: ['There is one version only.'],
    });
    expect(await problems()).toEqual([expect.stringMatching(/^Version v0 is refused: .*\(UNSIGNED\)/)]);
  });

  it('that the store does not give are a problem, not an end', async () => {
    bucket.baselines = async () => {
      throw new StoreError({ operation: 'Backups.baselines', code: 'ACCESS_DENIED', reason: 'was refused' });
    };
    delete bucket.history[1];
    bucket.history[1] = undefined as never;
    expect(await problems()).toEqual([
      expect.stringMatching(/has no such version \(NOT_FOUND\)/),
      expect.stringMatching(/was refused \(ACCESS_DENIED\)/),
    ]);
  });

  it('that are no baselines are named', async () => {
    bucket.foreign = ['baselines/readme.txt'];
    expect((await check()).at(-1)).toMatchObject({
      problems: [],
      notes: ["1 keys are no baseline's: baselines/readme.txt"],
    });
  });
});

import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { PhaseMirrorError } from '../../src/errors.js';
import { ALL_RULES } from '../../src/oracle/all-rules.js';
import { openRunMemory, type RunMemoryOptions } from '../../src/oracle/run-memory.js';
import type { TrustedKey } from '../../src/policy/types.js';
import { pemSigner } from '../../src/privacy/pem-signer.js';
import { signDocument } from '../../src/privacy/signed-object.js';
import { StoreError } from '../../src/stores/errors.js';
import type { Block, StoredLevels } from '../../src/stores/ports.js';
import { memorySnapshot } from '../support/memory-snapshot.js';

const NOW = Date.UTC(2026, 10, 24, 12);
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const KEY: TrustedKey = { id: 'k1', use: 'levels', pem: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
const SIGNER = pemSigner('k1', privateKey);
const OPTIONS: RunMemoryOptions = {
  environment: 'staging',
  region: 'eu-central-1',
  baselineBucket: 'a-bucket',
  session: { action: 'evaluate', runId: '1' },
  oidc: { requestUrl: undefined, requestToken: undefined },
  restricted: null,
};
const COPY = '.github/phase-mirror-levels.json';

interface Signed {
  readonly sequence?: number;
  readonly level?: 'block' | 'warn';
  readonly ruleId?: string;
  readonly signer?: typeof SIGNER | null;
  readonly env?: string;
  readonly payload?: Parameters<typeof signDocument>[0];
}

async function levelsText({
  sequence = 5,
  level = 'warn',
  ruleId = 'MD-001',
  signer = SIGNER,
  env = 'staging',
  payload,
}: Signed = {}) {
  const ruleVersion = ALL_RULES.find(({ id }) => id === ruleId)?.version ?? 1;
  const rules = [{ ruleId, ruleVersion, level, record: null }];
  const header = { type: 'levels', env, repositoryId: null, branch: null, sequence, previous: null } as const;
  return (await signDocument(payload ?? { schemaVersion: '1', rules }, header, signer, NOW)).text;
}

const down = (operation: string) =>
  new StoreError({ operation, code: 'UNAVAILABLE', reason: 'could not reach the service (ECONNREFUSED)' });

interface World {
  readonly state?: string | null | Error | 'hang';
  readonly blocks?: readonly Block[] | Error | 'hang';
  readonly opening?: Error;
  readonly copy?: string;
  readonly keys?: readonly TrustedKey[];
  readonly options?: Partial<RunMemoryOptions>;
  /** What the store calls the sequence, where that is another than the document's. */
  readonly stored?: number;
}

async function answerOf<T>(value: T | Error | 'hang'): Promise<T> {
  if (value === 'hang') return new Promise(() => undefined);
  if (value instanceof Error) throw value;
  return value as T;
}

function memoryOf({ state = null, blocks = [], opening, options = {}, stored }: World) {
  const asked: string[] = [];
  const memory = openRunMemory({ ...OPTIONS, ...options }, { now: () => NOW }, async () => {
    asked.push('open');
    if (opening !== undefined) throw opening;
    return {
      levels: {
        load: async (): Promise<StoredLevels | null> => {
          asked.push('levels');
          const text = await answerOf(state);
          const bytes = new TextEncoder().encode(text ?? '');
          const said = text === null ? 0 : (JSON.parse(text) as { header: { sequence: number } }).header.sequence;
          return text === null ? null : { bytes, tag: 't', version: 'v', writtenAt: NOW, sequence: stored ?? said };
        },
        publish: () => Promise.reject(new Error('evaluate writes nothing')),
        history: () => Promise.reject(new Error('evaluate needs no history')),
        loadSequence: () => Promise.reject(new Error('evaluate needs no history')),
      },
      blocks: {
        recordBlock: () => Promise.reject(new Error('evaluate writes nothing')),
        blocksSince: async (ruleId) => {
          asked.push(`blocks ${ruleId}`);
          return answerOf(blocks);
        },
      },
      close: () => Promise.resolve(),
    };
  });
  return { memory, asked };
}

async function levels(world: World) {
  const { memory, asked } = memoryOf(world);
  const tree = memorySnapshot(world.copy === undefined ? {} : { [COPY]: world.copy });
  try {
    const answer = await memory.levels({ keys: world.keys ?? [KEY], repositoryId: 42, tree });
    const held = [...answer.levels].map(([id, { level, source, sequence, signed }]) => [
      id,
      level,
      source,
      sequence,
      signed,
    ]);
    return {
      held,
      codes: answer.degraded.map(({ code }) => code),
      missing: answer.missing,
      asked,
      texts: answer.degraded.map(({ text }) => text),
    };
  } finally {
    await memory.close();
  }
}

describe('levels of the organisation', () => {
  it('hold when a pinned key signed them', async () => {
    expect(await levels({ state: await levelsText() })).toMatchObject({
      held: [['MD-001', 'warn', 'organisation', 5, true]],
      codes: [],
      missing: [],
    });
  });

  it('are none where nothing was ever published, and nobody is asked without a bucket', async () => {
    expect(await levels({ state: null })).toMatchObject({
      held: [],
      codes: [],
      missing: [],
      asked: ['open', 'levels'],
    });
    const { baselineBucket: _bucket, ...without } = OPTIONS;
    const memory = openRunMemory(without, { now: () => NOW }, () => Promise.reject(new Error('opened')));
    expect(await memory.levels({ keys: [KEY], repositoryId: 42, tree: null })).toEqual({
      levels: new Map(),
      degraded: [],
      missing: [],
    });
  });

  it('that nobody vouches for hold where no key is pinned, and say so', async () => {
    expect((await levels({ state: await levelsText({ signer: null }), keys: [] })).held).toEqual([
      ['MD-001', 'warn', 'organisation', 5, false],
    ]);
  });

  it.each<[string, Signed, World, string]>([
    ['unsigned, with a key pinned', { signer: null }, {}, 'UNSIGNED'],
    ['of another environment', { env: 'production' }, {}, 'WRONG_ENVIRONMENT'],
    [
      'signed by nobody we know',
      { signer: pemSigner('k2', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey) },
      {},
      'UNKNOWN_KEY',
    ],
    ['with a payload of another form', { payload: { schemaVersion: '1', rules: [{ ruleId: 'x' }] } }, {}, 'rules.0.'],
  ])('%s are not believed', async (_, signed, world, why) => {
    const answer = await levels({ ...world, state: await levelsText(signed) });
    expect(answer).toMatchObject({ held: [], codes: ['levels_refused'] });
    expect(answer.missing[0]).toContain(why);
  });

  it('older than the signed copy on the base are a replay; an unsigned copy proves nothing', async () => {
    const state = await levelsText({ sequence: 5 });
    const replayed = await levels({ state, copy: await levelsText({ sequence: 6, level: 'block', ruleId: 'MD-008' }) });
    expect(replayed).toMatchObject({ held: [['MD-008', 'block', 'copy', 6, true]], codes: ['levels_refused'] });
    expect(replayed.missing[0]).toContain('REPLAYED');
    const unsigned = await levelsText({ sequence: 6, signer: null });
    expect(await levels({ state: await levelsText({ signer: null }), copy: unsigned, keys: [] })).toMatchObject({
      codes: [],
    });
  });

  it('that are gone although the base has a signed copy leave the stricter of both, and an incomplete run', async () => {
    const copy = await levelsText({ level: 'block', ruleId: 'MD-008' });
    const answer = await levels({ state: null, copy });
    expect(answer).toMatchObject({ held: [['MD-008', 'block', 'copy', 5, true]], codes: ['levels_missing'] });
    expect(answer.missing).toEqual([
      'The bucket holds no levels, and .github/phase-mirror-levels.json is of sequence 5',
    ]);
  });

  it('that the store calls by another sequence are not believed', async () => {
    const answer = await levels({ state: await levelsText({ sequence: 2 }), stored: 9 });
    expect(answer).toMatchObject({ held: [], codes: ['levels_refused'] });
    expect(answer.missing[0]).toContain('the store calls it sequence 9, it calls itself 2');
  });

  it('that cannot be read leave the stricter of built-in and copy, and an incomplete run', async () => {
    const lax = await levelsText({ level: 'warn' });
    const strict = await levelsText({ level: 'block', ruleId: 'MD-008' });
    expect(await levels({ state: down('LevelStore.load'), copy: lax })).toMatchObject({
      held: [],
      codes: ['levels_unavailable'],
    });
    const answer = await levels({ state: down('LevelStore.load'), copy: strict });
    expect(answer).toMatchObject({ held: [['MD-008', 'block', 'copy', 5, true]], codes: ['levels_unavailable'] });
    expect(answer.texts[0]).toMatch(
      /^The levels of the organisation could not be read: LevelStore\.load .*\(UNAVAILABLE\)/,
    );
    expect(answer.texts[0]).toMatch(
      /This run uses the stricter of the built-in levels and \.github\/phase-mirror-levels\.json\.$/,
    );
    expect(answer.missing).toHaveLength(1);
    expect(await levels({ state: down('x'), copy: 'not json' })).toMatchObject({
      held: [],
      codes: ['levels_unavailable'],
    });
  });
});

const block = (pullRequest: number, minutes: number): Block => ({
  ruleId: 'MD-004',
  repositoryId: 42,
  pullRequest,
  authorId: (pullRequest % 3) + 1,
  firstSeenAt: NOW - minutes * 60_000,
});
const TEN = Array.from({ length: 10 }, (_, i) => block(i + 1, i));

describe('the circuit breaker', () => {
  const question = { ruleIds: ['MD-004'], repositoryId: 42, authorId: 9, senderId: null, now: NOW };

  it('is asked for the rules that block, in one repository', async () => {
    const { memory, asked } = memoryOf({ blocks: TEN });
    const answer = await memory.pauses({ ...question, ruleIds: ['MD-001', 'MD-004'] });
    expect([...answer.paused]).toEqual(['MD-001', 'MD-004']);
    expect(answer.degraded[1]).toEqual({
      code: 'circuit_breaker_open',
      text: 'MD-004 paused: 10 pull requests of 3 people blocked in an hour; it blocks again at 12:51 UTC, later if more are blocked.',
    });
    expect(asked).toEqual(['open', 'blocks MD-001', 'blocks MD-004']);
    expect((await memory.pauses({ ...question, repositoryId: null })).paused.size).toBe(0);
    await memory.close();
  });

  it('lifts nothing for who is inside the count, nor for nobody', async () => {
    const { memory } = memoryOf({ blocks: TEN });
    for (const authorId of [1, 2, 3, null]) {
      expect(await memory.pauses({ ...question, authorId })).toEqual({ paused: new Set(), degraded: [] });
    }
    await memory.close();
  });

  it('lifts nothing for somebody inside the count who pushes to the branch of another', async () => {
    const { memory } = memoryOf({ blocks: TEN });
    expect((await memory.pauses({ ...question, senderId: 2 })).paused.size).toBe(0);
    expect((await memory.pauses({ ...question, senderId: 8 })).paused.size).toBe(1);
    await memory.close();
  });

  it('that cannot be asked lifts nothing, and is told', async () => {
    const { memory } = memoryOf({ blocks: down('BlockCounter.blocksSince') });
    const { paused, degraded } = await memory.pauses(question);
    expect(paused.size).toBe(0);
    expect(degraded).toMatchObject([{ code: 'breaker_unavailable' }]);
    await memory.close();
  });
});

describe('a run without AWS', () => {
  it('says why, once for each question, and opens once', async () => {
    const { memory, asked } = memoryOf({ opening: down('openAwsStores') });
    expect((await memory.levels({ keys: [], repositoryId: 42, tree: null })).degraded[0]?.code).toBe(
      'levels_unavailable',
    );
    expect(
      (await memory.pauses({ ruleIds: ['MD-001'], repositoryId: 42, authorId: 9, senderId: null, now: NOW }))
        .degraded[0]?.code,
    ).toBe('breaker_unavailable');
    expect(asked).toEqual(['open']);
    await memory.close();
  });

  it('throws what a person has to correct', async () => {
    const mistake = new PhaseMirrorError('user', {
      thing: 'role-to-assume',
      reason: 'needs an OIDC token',
      next: 'Add it',
    });
    const { memory } = memoryOf({ opening: mistake });
    await expect(memory.levels({ keys: [], repositoryId: 42, tree: null })).rejects.toBe(mistake);
    await memory.close();
  });

  it('is not held up by a question that is never answered: closing answers it', async () => {
    const { memory } = memoryOf({ state: 'hang' });
    const asked = memory.levels({ keys: [], repositoryId: 42, tree: null });
    await new Promise((resolve) => setImmediate(resolve));
    await memory.close();
    expect((await asked).degraded[0]?.text).toContain('AWS did not answer within 5 s');
  });
});

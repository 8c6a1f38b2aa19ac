import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type CacheAnswer, type CacheClient, carriedOf, StoreCache } from '../../src/actions/store-cache.js';
import { toolkitCache } from '../../src/actions/toolkit-cache.js';
import { openStores } from '../../src/oracle.js';
import { verifySqlite } from '../../src/stores/sqlite/index.js';
import { APPLICATION_ID, MIGRATIONS } from '../../src/stores/sqlite/migrations.js';
import { rawDatabase, YEARS_LATER } from '../stores/sqlite/world.js';
import { type CacheServer, startCacheServer } from '../support/cache-server.js';
import { storedEvent } from '../support/events.js';

const NOW = Date.UTC(2026, 10, 24, 12);
const PREFIX = 'phase-mirror-store-v1-42-';
const SET = [
  'ACTIONS_CACHE_SERVICE_V2',
  'ACTIONS_RESULTS_URL',
  'ACTIONS_RUNTIME_TOKEN',
  'GITHUB_SERVER_URL',
  'RUNNER_TEMP',
];

let server: CacheServer;
let top: string;
let workspace: string;
let before: NodeJS.ProcessEnv;
/** What reaches the runner. */
let written: string;
const { write } = process.stdout;
beforeEach(async () => {
  server = await startCacheServer();
  top = mkdtempSync(join(tmpdir(), 'pm-cache-'));
  workspace = join(top, 'work');
  mkdirSync(workspace);
  before = { ...process.env };
  written = '';
  process.stdout.write = ((text: string) => {
    written += text;
    return true;
  }) as typeof write;
  Object.assign(process.env, server.environment(join(top, 'temp')), { GITHUB_WORKSPACE: workspace });
});
afterEach(async () => {
  process.stdout.write = write;
  for (const name of [...SET, 'GITHUB_WORKSPACE']) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  await server.close();
  rmSync(top, { recursive: true, force: true });
});

/** A job: a runner's empty temporary folder, always at the same path, as on a hosted runner. */
class Job {
  readonly cache: StoreCache;

  constructor(
    run: string,
    client: CacheClient = toolkitCache,
    readonly folder = join(top, 'temp'),
    maxBytes?: number,
  ) {
    const carried = { file: this.file, repositoryId: 42, run, clock: () => NOW };
    this.cache = new StoreCache(client, carried, maxBytes);
  }

  get file(): string {
    return join(this.folder, 'phase-mirror/store.db');
  }

  async record(...changes: number[]): Promise<void> {
    const stores = await openStores({ backend: 'sqlite', file: this.file, access: 'create' }, { now: () => NOW });
    await stores.fp.recordEvents(changes.map((number) => storedEvent(NOW, { change: `pr#${number}` })));
    await stores.close();
  }

  async changes(): Promise<string[]> {
    const stores = await openStores({ backend: 'sqlite', file: this.file, access: 'read' }, { now: () => NOW });
    const found: string[] = [];
    for await (const { change } of stores.fp.listEvents({})) found.push(change);
    await stores.close();
    return found.sort();
  }

  /** The runner empties it before the next job. */
  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One whole job. @returns what it said, and what its database knew at the end */
async function whole(run: string, ...changes: number[]) {
  const job = new Job(run);
  const said = [...(await job.cache.bring())];
  await job.record(...changes);
  said.push(...(await job.cache.keep(true)));
  const known = await job.changes();
  job.end();
  return { said, known };
}

const keys = (): string[] => server.entries.filter(({ finalised }) => finalised).map(({ key }) => key);

describe('one run after the other', () => {
  it('each knows what all before it recorded, and saves a cache of its own', async () => {
    expect(await whole('100-1', 1, 2)).toEqual({
      said: ['There is no database in the cache yet: this run starts one.', `Saved to the cache as ${PREFIX}100-1.`],
      known: ['pr#1', 'pr#2'],
    });
    expect(await whole('101-1', 2, 3)).toEqual({
      said: [
        `Restored from the cache ${PREFIX}100-1: 2 events that this job did not know.`,
        `Saved to the cache as ${PREFIX}101-1.`,
      ],
      known: ['pr#1', 'pr#2', 'pr#3'],
    });
    expect((await whole('102-1', 4)).known).toEqual(['pr#1', 'pr#2', 'pr#3', 'pr#4']);
    expect(keys()).toEqual([`${PREFIX}100-1`, `${PREFIX}101-1`, `${PREFIX}102-1`]);
  });

  it('a run that wrote nothing saves nothing', async () => {
    await whole('100-1', 1);
    const job = new Job('101-1');
    await job.cache.bring();
    expect(await job.cache.keep(false)).toEqual([]);
    expect(keys()).toEqual([`${PREFIX}100-1`]);
  });

  it('a run that failed before it opened a database saves nothing', async () => {
    const job = new Job('100-1');
    await job.cache.bring();
    expect(await job.cache.keep(true)).toEqual([]);
    expect(keys()).toEqual([]);
  });

  it('restores the newest of its own repository, whatever else starts alike', async () => {
    await whole('100-1', 1);
    const other = new StoreCache(toolkitCache, {
      file: join(top, 'temp/phase-mirror/store.db'),
      repositoryId: 421,
      run: '7-1',
      clock: () => NOW,
    });
    expect(await other.bring()).toEqual(['There is no database in the cache yet: this run starts one.']);
  });

  it('what is saved is one consistent file, although others have the database open', async () => {
    const job = new Job('100-1');
    const open = await openStores({ backend: 'sqlite', file: job.file, access: 'create' }, { now: () => NOW });
    await open.fp.recordEvent(storedEvent(NOW));
    expect(existsSync(`${job.file}-wal`)).toBe(true);
    await job.cache.keep(true);
    expect(readdirSync(dirname(`${job.file}.carried/store.db`))).toEqual(['store.db']);
    expect(await verifySqlite(`${job.file}.carried/store.db`, YEARS_LATER)).toMatchObject({ ok: true });
    await open.close();
    job.end();
    expect((await whole('101-1')).known).toEqual(['pr#12']);
  });
});

describe('runs at the same time', () => {
  it('who saves later takes in what the other saved', async () => {
    await whole('100-1', 1);
    const job = new Job('101-1');
    await job.cache.bring();
    await job.record(2);
    // Another job, on another runner: the same paths there, so its folder is moved away meanwhile.
    const elsewhere = await beside(job, () => whole('102-1', 3));
    expect(elsewhere.known).toEqual(['pr#1', 'pr#3']);
    expect(await job.cache.keep(true)).toEqual([
      `Restored from the cache ${PREFIX}102-1: 1 event that this job did not know.`,
      `Saved to the cache as ${PREFIX}101-1.`,
    ]);
    job.end();
    expect((await whole('103-1', 4)).known).toEqual(['pr#1', 'pr#2', 'pr#3', 'pr#4']);
  });

  it('one that saved during our own save is taken in, and saved again together', async () => {
    const job = new Job('100-1');
    await job.cache.bring();
    await job.record(1);
    let once = true;
    server.before = async (method) => {
      if (method !== 'FinalizeCacheEntryUpload' || !once) return;
      once = false;
      await insert('101-1', 2);
    };
    expect(await job.cache.keep(true)).toEqual([
      `Saved to the cache as ${PREFIX}100-1.`,
      `Restored from the cache ${PREFIX}101-1: 1 event that this job did not know.`,
      `Saved to the cache as ${PREFIX}100-1-2.`,
    ]);
    server.before = () => undefined;
    job.end();
    expect((await whole('102-1')).known).toEqual(['pr#1', 'pr#2']);
  });

  it('one that has taken us in already is left alone', async () => {
    const job = new Job('100-1');
    await job.record(1);
    let calls = 0;
    server.before = async (method) => {
      calls += method === 'GetCacheEntryDownloadURL' ? 1 : 0;
      if (calls === 2) {
        calls += 1;
        await insert('101-1', 1, 2);
      }
    };
    expect(await job.cache.keep(true)).toEqual([
      `Saved to the cache as ${PREFIX}100-1.`,
      `Restored from the cache ${PREFIX}101-1: 1 event that this job did not know.`,
    ]);
    expect(keys()).toEqual([`${PREFIX}100-1`, `${PREFIX}101-1`]);
  });

  it('gives up after three saves, and says whose cache the next run gets', async () => {
    const job = new Job('100-1');
    await job.record(1);
    let other = 200;
    server.before = async (method) => {
      if (method === 'FinalizeCacheEntryUpload') await insert(`${other++}-1`, other);
    };
    const said = await job.cache.keep(true);
    expect(said.filter((line) => line.startsWith('Saved'))).toHaveLength(3);
    expect(said.at(-1)).toBe(
      `Other runs saved each time this one did. The next run restores ${PREFIX}202-1; if it lacks what this one recorded, run this job again: what is recorded twice counts once.`,
    );
  });

  it('two jobs of one run and attempt: the second says that it could not save', async () => {
    await whole('100-1', 1);
    const { said } = await whole('100-1', 2);
    expect(said.at(-1)).toMatch(
      /^The database could not be saved to the cache \(Unable to reserve cache with key phase-mirror-store-v1-42-100-1, another job may be creating this cache\): run this job again, /,
    );
  });

  /** Runs another job while this one's folder is out of the way. */
  async function beside<T>(job: Job, work: () => Promise<T>): Promise<T> {
    const away = `${job.folder}-away`;
    renameSync(job.folder, away);
    const result = await work();
    renameSync(away, job.folder);
    return result;
  }

  /** A finished cache of another run, put behind the service's back: made as a job on another runner makes it. */
  async function insert(run: string, ...changes: number[]): Promise<void> {
    const { before: hook } = server;
    server.before = () => undefined;
    const own = new Job('x', toolkitCache, join(top, 'other-runner'));
    await own.record(...changes);
    const path = join(top, 'temp/phase-mirror/store.db.carried/store.db');
    const mine = existsSync(path) ? readFileSync(path) : null;
    const { copyStore } = await import('../../src/oracle/carried-store.js');
    await copyStore(own.file, path);
    const { key } = await toolkitCache.save(path, `${PREFIX}${run}`);
    expect(key).toBe(`${PREFIX}${run}`);
    if (mine === null) rmSync(path);
    else writeFileSync(path, mine);
    own.end();
    server.before = hook;
  }
});

describe('a cache that is no good', () => {
  it.each<[string, (file: string) => void, RegExp]>([
    ['is no database', (file) => writeFileSync(file, 'x'.repeat(5000)), /no SQLite database/],
    [
      'is empty of meaning',
      (file) => rawDatabase(file, (db) => db.exec('UPDATE total SET total = 7')),
      /`totals` failed/,
    ],
    [
      'would have everything taken for expired',
      (file) => rawDatabase(file, (db) => db.exec("INSERT INTO mark VALUES ('purged-until', 4000000000000)")),
      /`marks` failed: the mark purged-until is of 2096-/,
    ],
    [
      'is of the future',
      (file) => rawDatabase(file, (db) => db.exec('UPDATE event SET occurred_at = 4000000000000')),
      /`(?:totals|instants)` failed/,
    ],
    [
      'is of another program',
      (file) => rawDatabase(file, (db) => db.exec('PRAGMA application_id = 1')),
      /another program/,
    ],
  ])('%s: it is set aside, and said; the run starts anew', async (_what, spoil, why) => {
    await spoiled('100-1', spoil);
    const job = new Job('101-1');
    const said = await job.cache.bring();
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(new RegExp(`^The cache ${PREFIX}100-1 was set aside and is not used: `));
    expect(said[0]).toMatch(why);
    const place = join(job.folder, 'phase-mirror', `set-aside-${PREFIX}100-1.db`);
    expect(said[0]).toContain(place);
    expect(existsSync(place)).toBe(true);
    await job.record(2);
    expect(await job.cache.keep(true)).toEqual([`Saved to the cache as ${PREFIX}101-1.`]);
    expect(await job.changes()).toEqual(['pr#2']);
  });

  it('says something else of an event that we have: set aside, and what we have stays', async () => {
    await spoiled('100-1', (file) => rawDatabase(file, (db) => db.exec("UPDATE event SET change = 'pr#99'")));
    const job = new Job('101-1');
    await job.record(1);
    const [said] = await job.cache.keep(true);
    expect(said).toContain('DIFFERENT_PAYLOAD');
    expect(await job.changes()).toEqual(['pr#1']);
  });

  it('is of a later version: left alone, and nothing older is saved in front of it', async () => {
    await spoiled('100-1', (file) => rawDatabase(file, (db) => db.exec('PRAGMA user_version = 99')));
    const { said } = await whole('101-1', 2);
    expect(said).toEqual([
      expect.stringMatching(/was set aside and is not used: .*NEWER_SCHEMA/),
      `The database was not saved to the cache: ${PREFIX}100-1 is of a later version of Phase Mirror, and would not be restored any more. Run this job again; if that does not help, \`gh cache delete\` removes it.`,
    ]);
    expect(keys()).toEqual([`${PREFIX}100-1`]);
  });

  it('is of an older version: brought up to date', async () => {
    await spoiled('100-1', (file) => {
      rmSync(file);
      rawDatabase(file, (db) => {
        db.exec(MIGRATIONS[0] ?? '');
        db.exec(`PRAGMA user_version = 1; PRAGMA application_id = ${APPLICATION_ID}`);
      });
    });
    expect((await whole('101-1', 2)).said).toEqual([
      `Restored from the cache ${PREFIX}100-1: 0 events that this job did not know.`,
      `Saved to the cache as ${PREFIX}101-1.`,
    ]);
  });

  it('holds a link: nothing behind it is touched', async () => {
    const victim = join(top, 'victim.db');
    writeFileSync(victim, '');
    await spoiled('100-1', (file) => {
      rmSync(file);
      symlinkSync(victim, file);
    });
    expect((await whole('101-1', 2)).said[0]).toContain('it holds no database file');
    expect(readFileSync(victim, 'utf8')).toBe('');
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['cut short', (bytes) => bytes.subarray(0, bytes.byteLength / 2)],
    ['with other bytes', (bytes) => Buffer.from(bytes.map((byte, at) => (at > 40 ? byte ^ 0x55 : byte)))],
  ])('the download is damaged (%s): said, and nothing is saved in front of what it was', async (_what, damage) => {
    await whole('100-1', 1);
    server.damage = damage;
    const { said, known } = await whole('101-1', 2);
    expect(said[0]).toMatch(
      new RegExp(`^The database in the cache could not be restored: ${PREFIX}100-1: "[^"]*tar" failed with error`),
    );
    expect(said[1]).toMatch(/^The database was not saved to the cache: the one in the cache could not be restored /);
    expect(said).toHaveLength(2);
    expect(known).toEqual(['pr#2']);
    // The next day.
    server.damage = (bytes) => bytes;
    expect((await whole('102-1', 3)).known).toEqual(['pr#1', 'pr#3']);
  });

  it('the download fails once: what was recorded meanwhile is saved with the rest', async () => {
    await whole('100-1', 1);
    server.damage = () => Buffer.from('no archive');
    const job = new Job('101-1');
    expect((await job.cache.bring())[0]).toContain('could not be restored');
    await job.record(2);
    server.damage = (bytes) => bytes;
    expect(await job.cache.keep(true)).toEqual([
      `Restored from the cache ${PREFIX}100-1: 1 event that this job did not know.`,
      `Saved to the cache as ${PREFIX}101-1.`,
    ]);
  });

  it('is larger than it may be, in either direction', async () => {
    const first = new Job('100-1', toolkitCache, undefined, 1000);
    await first.record(1);
    expect(await first.cache.keep(true)).toEqual([
      'The database was not saved to the cache: it has 1 MB, more than 1 MB. Record with `backend: aws`.',
    ]);
    first.end();
    await whole('101-1', 1);
    const third = new Job('102-1', toolkitCache, undefined, 1000);
    expect((await third.cache.bring())[0]).toMatch(/was set aside and is not used: it has \d+ bytes, more than 1000/);
  });

  /** A cache of an earlier run, spoiled before it was saved. */
  async function spoiled(run: string, spoil: (file: string) => void): Promise<void> {
    const job = new Job(run, {
      ...toolkitCache,
      save: (path, key) => {
        spoil(path);
        return toolkitCache.save(path, key);
      },
    });
    await job.record(1);
    expect(await job.cache.keep(true)).toEqual([`Saved to the cache as ${PREFIX}${run}.`]);
    job.end();
  }
});

describe('a service that is no good', () => {
  it('is not there: said once, the run goes on', async () => {
    delete process.env['ACTIONS_RESULTS_URL'];
    const { said, known } = await whole('100-1', 1);
    expect(said).toEqual([
      'This job has no cache service: what earlier runs recorded is not known, and this will not be carried on.',
    ]);
    expect(known).toEqual(['pr#1']);
  });

  it('is down: said with the reason, twice, and nothing is thrown', async () => {
    await server.close();
    const { said, known } = await whole('100-1', 1);
    expect(said).toEqual([
      'The database in the cache could not be read: Failed to GetCacheEntryDownloadURL: Unable to make request: ECONNREFUSED.',
      expect.stringMatching(
        /^The database was not saved to the cache: the one in the cache could not be read \(.*ECONNREFUSED\)/,
      ),
    ]);
    expect(known).toEqual(['pr#1']);
  });

  it('does not let this run write: said, and not as an annotation', async () => {
    server.intercept = (method) =>
      method === 'CreateCacheEntry'
        ? { status: 200, body: { ok: false, message: 'cache write denied: read-only token' } }
        : undefined;
    const { said } = await whole('100-1', 1);
    expect(said.at(-1)).toBe(
      `The database could not be saved to the cache (Unable to reserve cache with key ${PREFIX}100-1. More details: cache write denied: read-only token): run this job again, what is recorded twice counts once.`,
    );
    expect(written).not.toMatch(/::(?:warning|error)/);
  });

  it('refuses: the reason is said, without what opens the storage, and masks reach the runner', async () => {
    await whole('100-1', 1);
    server.intercept = (method) =>
      method === 'GetCacheEntryDownloadURL'
        ? { status: 403, body: { msg: 'no: http://storage/x?sig=geheim' } }
        : undefined;
    const job = new Job('101-1');
    expect(await job.cache.bring()).toEqual([
      'The database in the cache could not be read: Failed to GetCacheEntryDownloadURL: Received non-retryable error: Failed request: (403) Forbidden: no: http://storage/x.',
    ]);
    server.intercept = () => undefined;
    await job.cache.bring();
    expect(written).toContain('::add-mask::secret-signature');
  });

  it('a key that no cache can have is a problem, not a crash', async () => {
    expect(await toolkitCache.restore(join(top, 'x'), 'a,b')).toEqual({
      key: null,
      problem: 'Key Validation Error: a,b cannot contain commas',
    } satisfies CacheAnswer);
  });
});

describe('what is thrown', () => {
  const silent: CacheClient = {
    available: () => true,
    find: async () => ({ key: null, problem: null }),
    restore: async () => ({ key: null, problem: null }),
    save: async (_path, key) => ({ key, problem: null }),
  };

  it('a folder that cannot be written is said', async () => {
    writeFileSync(join(top, 'temp'), '');
    const job = new Job('100-1', { ...silent, find: async () => ({ key: `${PREFIX}1-1`, problem: null }) });
    expect((await job.cache.bring())[0]).toMatch(/^The database in the cache could not be used: .*ENOTDIR/);
  });

  it('a cache that goes between finding and restoring is said', async () => {
    const job = new Job('100-1', { ...silent, find: async () => ({ key: `${PREFIX}1-1`, problem: null }) });
    expect(await job.cache.bring()).toEqual([
      `The database in the cache could not be restored: ${PREFIX}1-1: it has gone in the meantime.`,
    ]);
  });

  it('a bug of ours stays one', async () => {
    const job = new Job('100-1', { ...silent, find: () => Promise.reject(new TypeError('x')) });
    await expect(job.cache.bring()).rejects.toThrow(TypeError);
  });
});

it('a run is told from every other one', () => {
  const clock = () => NOW;
  expect(carriedOf({ runId: '9' }, 42, '/f', { GITHUB_RUN_ATTEMPT: '3' }, clock)).toEqual({
    file: '/f',
    repositoryId: 42,
    run: '9-3',
    clock,
  });
  expect(carriedOf({ runId: '' }, 42, '/f', {})).toMatchObject({ file: '/f', repositoryId: 42, run: '0-1' });
});

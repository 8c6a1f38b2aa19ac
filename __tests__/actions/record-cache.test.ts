/** When a recording run asks for the cache, and what it says of it. The cache itself: store-cache.test.ts. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type EvaluateDependencies, runEvaluate } from '../../src/actions/run.js';
import type { CacheClient } from '../../src/actions/store-cache.js';
import { openStores } from '../../src/oracle.js';
import { reportOf } from '../support/evaluate-report.js';
import { storedEvent } from '../support/events.js';

const NOW = Date.UTC(2026, 10, 24, 12);

let top: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'pm-record-'));
  mkdirSync(join(top, 'workspace'));
  mkdirSync(join(top, 'temp'));
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

type Result = Awaited<ReturnType<EvaluateDependencies['record']>>;

const NOTHING: Result = {
  ...{ outcomes: [], recorded: 0, known: 0, blocks: 0, consent: { kind: 'implicit' }, notes: [] },
  ...{ incomplete: false, failure: undefined, issues: [], store: 'none' },
};

async function run({
  inputs = {},
  branch = 'main',
  event = 'push',
  work = async () => NOTHING,
}: {
  inputs?: Record<string, string>;
  branch?: string;
  event?: string;
  work?: EvaluateDependencies['record'];
}) {
  const payload = {
    ...{ before: 'a'.repeat(40), after: 'b'.repeat(40), sender: { id: 5 } },
    ...(event === 'pull_request' ? { pull_request: { number: 7, base: { ref: 'main' }, head: {} } } : {}),
    repository: { id: 42, default_branch: 'main', owner: { id: 7 } },
  };
  writeFileSync(join(top, 'event.json'), JSON.stringify(payload));
  const calls: string[] = [];
  const lines: string[] = [];
  const summaries: string[] = [];
  const errors: string[] = [];
  const cache: CacheClient = {
    available: () => true,
    find: async (_path, prefix) => {
      calls.push(`find ${prefix}`);
      return { key: null, problem: null };
    },
    restore: async () => ({ key: null, problem: null }),
    save: async (_path, key) => {
      calls.push(`save ${key}`);
      return { key, problem: null };
    },
  };
  const code = await runEvaluate({
    environment: {
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: join(top, 'event.json'),
      GITHUB_REPOSITORY: 'octo-org/app',
      GITHUB_REF: `refs/heads/${branch}`,
      GITHUB_SHA: 'b'.repeat(40),
      GITHUB_RUN_ID: '9',
      GITHUB_RUN_ATTEMPT: '3',
      GITHUB_WORKSPACE: join(top, 'workspace'),
      RUNNER_TEMP: join(top, 'temp'),
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    },
    clock: () => NOW,
    runner: {
      mask: () => undefined,
      output: () => undefined,
      lines: (text) => void lines.push(text),
      commands: () => undefined,
      error: (message) => void errors.push(message),
      debug: () => undefined,
      summary: async (text) => void summaries.push(text),
    },
    evaluate: async () => reportOf(),
    record: async (request) => {
      calls.push('record');
      return await work(request);
    },
    openCache: async () => {
      calls.push('open');
      return cache;
    },
  });
  return { code, calls, log: lines.join('\n'), summary: summaries.join('\n'), errors };
}

const RECORD = { record: 'true', backend: 'sqlite' };

/** Records one event where the request says. */
const one: EvaluateDependencies['record'] = async ({ store }) => {
  if (store.backend !== 'sqlite') throw new Error('not for AWS');
  const stores = await openStores({ ...store, access: 'create' }, { now: () => NOW });
  await stores.fp.recordEvent(storedEvent(NOW));
  await stores.close();
  return { ...NOTHING, recorded: 1, store: 'the SQLite database x' };
};

it('brings the database before it records and keeps it afterwards, and says both', async () => {
  const { code, calls, log, summary } = await run({ inputs: RECORD, work: one });
  expect(code).toBe(0);
  const find = 'find phase-mirror-store-v1-42-';
  const save = 'save phase-mirror-store-v1-42-9-3';
  expect(calls).toEqual(['open', find, 'record', find, save, find]);
  for (const text of [log, summary.replaceAll('\\', '')]) {
    expect(text).toContain('There is no database in the cache yet: this run starts one.');
    expect(text).toContain('Saved to the cache as phase-mirror-store-v1-42-9-3.');
  }
});

it('keeps nothing where nothing was recorded', async () => {
  const { calls, log } = await run({ inputs: RECORD });
  expect(calls).toEqual(['open', 'find phase-mirror-store-v1-42-', 'record']);
  expect(log).toContain('Nothing to record.');
});

it('keeps what was recorded before it failed', async () => {
  const { code, calls, log, errors } = await run({
    inputs: RECORD,
    work: async (request) => {
      await one(request);
      throw new Error('then it broke');
    },
  });
  expect(code).toBe(2);
  expect(calls).toContain('save phase-mirror-store-v1-42-9-3');
  expect(log).toContain('Saved to the cache as');
  expect(errors[0]).toContain('then it broke');
});

it.each<[string, Parameters<typeof run>[0], string[]]>([
  ['a run that only judges', {}, []],
  ['a pull request', { event: 'pull_request' }, []],
  ['a pull request that would record', { event: 'pull_request', inputs: RECORD }, []],
  ['another branch', { inputs: RECORD, branch: 'topic' }, []],
  ['a dry run', { inputs: { ...RECORD, 'dry-run': 'true' } }, ['record']],
  [
    'AWS',
    { inputs: { record: 'true', backend: 'aws', 'aws-region': 'eu-central-1', environment: 'test' } },
    ['record'],
  ],
])('%s does not even load the cache', async (_what, options, expected) => {
  expect((await run(options)).calls).toEqual(expected);
});

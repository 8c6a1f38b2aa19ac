/** calibrate from inputs to outputs. What the oracle finds is given: its own tests and the end-to-end ones run it. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CalibrateDependencies, runCalibrate } from '../../src/actions/calibrate-run.js';
import type { Runner } from '../../src/actions/runner.js';
import type { IngestSummary } from '../../src/calibration/report-types.js';
import { PhaseMirrorError } from '../../src/errors.js';
import type { CalibrateRequest, CalibrateResult, IngestRequest } from '../../src/oracle.js';
import { openStores } from '../../src/oracle.js';
import { calibrationReport, DEMOTED, HOSTILE, STEADY } from '../calibration/report-support.js';
import { type FolderCache, folderCache } from '../support/folder-cache.js';
import { Workshop } from '../support/git-repo.js';

const TOKEN = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz';
const KEY = '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----';
const NOW = Date.UTC(2026, 10, 25, 4, 47);
const workshop = new Workshop();
afterAll(() => workshop.clean());

const FOUND: IngestSummary = {
  read: { alert: 3, suppression: 0, file: 0 },
  stored: 2,
  known: 0,
  refused: [{ reason: 'by its author', count: 1 }],
  examples: [],
  notStored: '',
};
const RESULT: CalibrateResult = { report: calibrationReport([STEADY, DEMOTED]), issue: null, breakerIssue: '' };
const NOTHING: CalibrateResult = {
  ...RESULT,
  report: calibrationReport([STEADY], { mode: 'report', state: { sequence: null, signed: false, published: null } }),
};

let workspace: string;
let cache: FolderCache;
let asked: { ingest: IngestRequest[]; calibrate: CalibrateRequest[] };
beforeEach(() => {
  workspace = workshop.folder('workspace');
  cache = folderCache(workshop.folder('cache'));
  asked = { ingest: [], calibrate: [] };
});

interface Options {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly event?: string;
  readonly payload?: object;
  readonly ingest?: CalibrateDependencies['ingest'];
  readonly calibrate?: CalibrateDependencies['calibrate'];
  /** With RUNNER_TEMP, before the run. */
  readonly before?: (temporary: string) => Promise<void>;
}

let run = 0;
async function act(options: Options = {}) {
  run += 1;
  const temporary = workshop.folder('temp');
  const event = join(temporary, 'event.json');
  await options.before?.(temporary);
  const payload = options.payload ?? { repository: { id: 42, default_branch: 'main', owner: { id: 1 } } };
  writeFileSync(event, JSON.stringify(payload));
  const said = { log: '', errors: '', summary: '' };
  const outputs: Record<string, string> = {};
  const masked: string[] = [];
  const runner: Runner = {
    mask: (secret) => void masked.push(secret),
    output: (name, value) => {
      outputs[name] = value;
    },
    lines: (text) => {
      said.log += `${text}\n`;
    },
    commands: () => undefined,
    error: (message) => {
      said.errors += message;
    },
    debug: (message) => {
      said.log += message;
    },
    summary: async (text) => {
      said.summary += text;
    },
  };
  const code = await runCalibrate({
    environment: {
      GITHUB_API_URL: 'http://127.0.0.1:9',
      GITHUB_EVENT_NAME: options.event ?? 'schedule',
      GITHUB_EVENT_PATH: event,
      GITHUB_REF: 'refs/heads/main',
      GITHUB_REPOSITORY: 'octo-org/app',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_RUN_ID: String(run),
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: temporary,
      ...Object.fromEntries(
        Object.entries(options.inputs ?? {}).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
      ),
      ...options.environment,
    },
    clock: () => NOW,
    runner,
    ingest: async (request) => {
      asked.ingest.push(request);
      return await (options.ingest ?? (async () => FOUND))(request);
    },
    calibrate: async (request) => {
      asked.calibrate.push(request);
      return await (options.calibrate ?? (async () => RESULT))(request);
    },
    openCache: async () => cache,
  });
  return { code, outputs, masked, temporary, ...said };
}

/** Leaves a database where a run that recorded, or the cache, would have put it. */
async function recorded(temporary: string): Promise<void> {
  const file = join(temporary, 'phase-mirror/store.db');
  mkdirSync(dirname(file), { recursive: true });
  await (await openStores({ backend: 'sqlite', file, access: 'create' }, { now: () => NOW })).close();
}

const AWS = {
  ...{ backend: 'aws', 'aws-region': 'eu-central-1', environment: 'staging', 'baseline-bucket': 'levels' },
};

describe('a look', () => {
  it('takes verdicts in, decides, and tells it', async () => {
    const { code, outputs, log, summary, errors } = await act({
      inputs: { ...AWS, mode: 'apply', 'github-token': TOKEN },
      calibrate: async () => ({
        ...RESULT,
        issue: { key: 'k', action: 'created', number: 9, url: 'https://github.com/octo-org/app/issues/9', why: '' },
        breakerIssue: 'https://github.com/octo-org/app/issues/3',
      }),
    });
    expect([code, errors]).toEqual([0, '']);
    expect(outputs).toEqual({
      ...{ changes: '1', published: 'true', sequence: '8', complete: 'true', degraded: '' },
      ...{ issue: 'https://github.com/octo-org/app/issues/9', report: outputs['report'] },
    });
    expect(log).toMatch(/^LEVELS {2}1 level changed: MD-004 no longer blocks\n/);
    expect(log).toContain('Issue https://github.com/octo-org/app/issues/9 was created.');
    expect(log).toContain(
      'A rule is paused, because it blocked many pull requests: https://github.com/octo-org/app/issues/3.',
    );
    expect(summary).toMatch(/^## 1 level changed: MD-004 no longer blocks\n/);
    expect(JSON.parse(readFileSync(outputs['report'] ?? '', 'utf8'))).toEqual(RESULT.report);
  });

  it('asks for everything that the run knows', async () => {
    const { masked } = await act({
      inputs: { ...AWS, mode: 'apply', 'github-token': TOKEN, config: 'c.yml', copy: 'levels.json', issue: 'false' },
      environment: { PHASE_MIRROR_SIGNING_KEY: KEY },
    });
    expect(asked.ingest).toHaveLength(1);
    expect(asked.ingest[0]).toMatchObject({
      ...{
        folder: workspace,
        repository: 'octo-org/app',
        repositoryId: 42,
        ownerId: 1,
        token: TOKEN,
        configPath: 'c.yml',
      },
      ...{ sources: ['alerts', 'suppressions'], dryRun: false, apiUrl: 'http://127.0.0.1:9' },
      store: { backend: 'aws', region: 'eu-central-1', environment: 'staging', session: { action: 'calibrate' } },
      runUrl: `https://github.com/octo-org/app/actions/runs/${run}`,
    });
    expect(asked.calibrate[0]).toMatchObject({
      ...{ mode: 'apply', issue: false, signingKey: KEY, ingested: FOUND, copy: join(workspace, 'levels.json') },
    });
    expect(masked).toEqual([TOKEN, ...KEY.split('\n')]);
  });

  it('that is a report asks for no copy, and says that nothing was published', async () => {
    const { code, outputs } = await act({ inputs: { ...AWS, ingest: 'false' }, calibrate: async () => NOTHING });
    expect(code).toBe(0);
    expect(asked.ingest).toEqual([]);
    expect(asked.calibrate[0]).toMatchObject({ mode: 'report', issue: true });
    expect(asked.calibrate[0]?.run).toEqual({ sha: '', attempt: 1, defaultBranch: 'main' });
    expect(asked.calibrate[0]).not.toHaveProperty('ingested');
    expect(outputs).toMatchObject({ changes: '0', published: 'false', sequence: '', complete: 'true' });
  });

  it('on a dry run writes no file', async () => {
    const { outputs } = await act({ inputs: { ...AWS, mode: 'apply', 'dry-run': 'true', copy: 'levels.json' } });
    expect(asked.calibrate[0]).toMatchObject({ dryRun: true });
    expect(asked.calibrate[0]).not.toHaveProperty('copy');
    expect(outputs['report']).toBe('');
  });

  it('that was incomplete exits with 0, and says so', async () => {
    const report = { ...NOTHING.report, complete: false, degraded: [{ code: 'team', text: 'no team' }] };
    const { code, outputs, log } = await act({ inputs: AWS, calibrate: async () => ({ ...NOTHING, report }) });
    expect([code, outputs['complete'], outputs['degraded']]).toEqual([0, 'false', 'team']);
    expect(log).toContain('not everything could be looked at');
  });

  it('whose verdicts were read in part is not complete', async () => {
    const report = { ...NOTHING.report, complete: false, ingested: { ...FOUND, incomplete: true } as const };
    const { code, outputs } = await act({ inputs: AWS, calibrate: async () => ({ ...NOTHING, report }) });
    expect([code, outputs['complete']]).toEqual([0, 'false']);
  });

  it('says what became of an issue that could not be kept, and no command that it holds', async () => {
    const { log, summary } = await act({
      inputs: AWS,
      calibrate: async () => ({
        ...NOTHING,
        issue: { key: 'k', action: 'failed', number: null, url: '', why: HOSTILE },
      }),
    });
    expect(log).toContain('The issue could not be kept: ');
    expect(log).not.toMatch(/^\s*::|##\[|\u202e/m);
    expect(summary).not.toContain('<img');
  });
});

describe('a file of verdicts', () => {
  it('is read, and passed on with its name', async () => {
    writeFileSync(join(workspace, 'v.jsonl'), '{}\n');
    await act({ inputs: { ...AWS, input: 'v.jsonl' } });
    expect(asked.ingest[0]).toMatchObject({ sources: ['file'], input: { name: 'v.jsonl', text: '{}\n' } });
  });

  it.each<[string, (path: string) => void]>([
    ['leads out of the workspace through a link', (path) => symlinkSync('/etc/hostname', path)],
    ['cannot be read', () => undefined],
    ['has 10000001 bytes, more than 10000000', (path) => writeFileSync(path, ' '.repeat(10_000_001))],
  ])('that %s is refused', async (reason, make) => {
    make(join(workspace, 'v.jsonl'));
    const { code, errors } = await act({ inputs: { ...AWS, input: 'v.jsonl' } });
    expect(code).toBe(2);
    expect(errors).toContain(`The file "v.jsonl" ${reason}`);
    expect(asked.ingest).toEqual([]);
  });
});

describe('a run that may not', () => {
  it.each<[string, Options, string]>([
    [
      'a pull request',
      {
        event: 'pull_request',
        environment: { GITHUB_REF: 'refs/pull/7/merge' },
        payload: {
          repository: { id: 42, default_branch: 'main', owner: { id: 1 } },
          pull_request: { number: 7, base: { ref: 'main' }, head: { sha: 'a', repo: { full_name: 'octo-org/app' } } },
        },
      },
      'The event pull_request is refused: who reviews, and how much, is read from the default branch',
    ],
    ['workflow_run', { event: 'workflow_run' }, 'The event workflow_run is refused'],
    [
      'another branch',
      { environment: { GITHUB_REF: 'refs/heads/next' } },
      'A run on refs/heads/next is refused: the default branch is main',
    ],
    [
      'a tag',
      {
        event: 'push',
        environment: { GITHUB_REF: 'refs/tags/v1' },
        payload: { before: 'a', repository: { id: 42, default_branch: 'main' } },
      },
      'A run on refs/tags/v1 is refused',
    ],
    ['an unknown default branch', { payload: { repository: { id: 42 } } }, 'has no `repository.default_branch`'],
    ['an unknown repository', { payload: { repository: { default_branch: 'main' } } }, 'has no `repository.id`'],
    ['a wrong input', { inputs: { mode: 'all' } }, 'Input `mode`: "all" is not known'],
    [
      'a copy that would be written elsewhere',
      { inputs: { mode: 'apply', copy: 'linked/levels.json' } },
      'The file "levels.json" leads out of the workspace through a link',
    ],
  ])('%s: exit 2, and nothing is asked', async (_name, options, message) => {
    symlinkSync(workshop.folder('elsewhere'), join(workspace, 'linked'));
    const { code, errors, outputs } = await act({ ...options, inputs: { ...AWS, ...options.inputs } });
    expect(code).toBe(2);
    expect(errors).toContain(message);
    expect([asked.ingest, asked.calibrate]).toEqual([[], []]);
    expect(outputs).toMatchObject({ complete: 'false', published: '', changes: '' });
  });

  it.each([
    ['3', 3],
    ['', 2],
  ])('be another day\u2019s is handed on: attempt %j', async (GITHUB_RUN_ATTEMPT, attempt) => {
    const GITHUB_SHA = 'a'.repeat(40);
    await act({ inputs: AWS, environment: { GITHUB_SHA, GITHUB_RUN_ATTEMPT } });
    for (const request of [asked.ingest[0], asked.calibrate[0]]) {
      expect(request?.run).toEqual({ sha: GITHUB_SHA, attempt, defaultBranch: 'main' });
    }
  });

  it('by hand and on a push to the default branch may', async () => {
    expect((await act({ inputs: AWS, event: 'workflow_dispatch' })).code).toBe(0);
    const payload = { before: 'a'.repeat(40), repository: { id: 42, default_branch: 'main' } };
    expect((await act({ inputs: AWS, event: 'push', payload })).code).toBe(0);
  });

  it('be believed: what the oracle refuses ends with 2; under fail-on: never with 0, and says so', async () => {
    const calibrate = async (): Promise<never> => {
      throw new PhaseMirrorError('store', { thing: 'the levels', reason: `are not believed ${TOKEN}`, next: 'Look' });
    };
    const failed = await act({ inputs: { ...AWS, 'github-token': TOKEN }, calibrate });
    expect([failed.code, failed.errors]).toEqual([2, 'the levels are not believed ***. Look.']);
    const never = await act({ inputs: { ...AWS, 'fail-on': 'never' }, calibrate });
    expect(never.code).toBe(0);
    expect(never.log).toContain('fail-on: never');
  });
});

describe('a database in the cache', () => {
  const inputs = { mode: 'apply' };

  it('that is not there yet is no failure, and nothing is asked', async () => {
    const { code, log, summary, outputs } = await act({ inputs });
    expect(code).toBe(0);
    expect(log).toContain('Nothing to calibrate: no run with `record: true`');
    expect(summary).toMatch(/^## Nothing to calibrate\n/);
    expect(outputs).toMatchObject({ changes: '0', published: 'false', complete: 'false', report: '' });
    expect([asked.ingest, asked.calibrate]).toEqual([[], []]);
  });

  it('is carried from run to run', async () => {
    const first = await act({ inputs, before: recorded });
    expect([first.code, first.errors]).toEqual([0, '']);
    expect(first.log).toMatch(/Saved to the cache as phase-mirror-store-v1-42-\d+-1\./);
    const second = await act({ inputs: { ingest: 'false' }, calibrate: async () => NOTHING });
    expect(second.code).toBe(0);
    expect(second.log).toContain('Restored from the cache');
    expect(second.log).not.toContain('Saved to the cache');
    expect(asked.calibrate).toHaveLength(2);
  });

  it('that cannot be had makes no levels of a part of the record', async () => {
    cache.fail('the service answered 500');
    const { code, errors } = await act({ inputs, before: recorded });
    expect(code).toBe(2);
    expect(errors).toContain('The database of earlier runs cannot be had or carried on: ');
    expect([asked.ingest, asked.calibrate]).toEqual([[], []]);
  });

  it('that cannot be saved ends with 2, after what was found is told', async () => {
    const { code, errors, log, outputs } = await act({
      inputs,
      before: recorded,
      calibrate: async () => {
        cache.fail('the service answered 500');
        return RESULT;
      },
    });
    expect(code).toBe(2);
    expect(log).toContain('1 level changed');
    expect(errors).toContain('cannot be had or carried on');
    expect(outputs['published']).toBe('false');
  });

  it('keeps the verdicts of a run whose look failed', async () => {
    const { code, log } = await act({
      inputs,
      before: recorded,
      calibrate: async () => {
        throw new PhaseMirrorError('store', { thing: 'the levels', reason: 'are not believed', next: 'Look' });
      },
    });
    expect(code).toBe(2);
    expect(log).toContain('Saved to the cache as');
  });

  it('is not saved by a dry run', async () => {
    const { code, log } = await act({ inputs: { ...inputs, 'dry-run': 'true' }, before: recorded });
    expect(code).toBe(0);
    expect(log).not.toContain('Saved to the cache');
  });
});

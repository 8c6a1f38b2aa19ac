/** The built action records in SQLite and carries the database to the next run: bundle, tar, storage SDK and all. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, expect, it } from '@jest/globals';
import { type ActionRun, removeRuns, runAction } from '../support/action-harness.js';
import { GATE, HEALTHY, RENAMED, TOKEN } from '../support/action-scenario.js';
import { type CacheServer, startCacheServer } from '../support/cache-server.js';
import { Workshop } from '../support/git-repo.js';
import { type IssuesServer, startIssues } from '../support/github-issues.js';

const CONFIG = { '.phase-mirror.yml': 'version: 1\nrequired-checks: [lint]\n' };

const workshop = new Workshop();
let github: IssuesServer;
let cache: CacheServer;
beforeEach(async () => {
  [github, cache] = await Promise.all([startIssues(), startCacheServer()]);
});
afterEach(() => Promise.all([github.close(), cache.close()]));
afterAll(async () => {
  await removeRuns();
  workshop.clean();
});

/** A push to main of a merge that renamed a required job, and a run that records it. */
async function record(run: string, environment: Record<string, string | undefined> = {}): Promise<ActionRun> {
  const repo = workshop.repo();
  const before = repo.commitFiles({ ...HEALTHY, ...CONFIG });
  const after = repo.commitFiles(RENAMED);
  github.intercept = (method, path) => {
    if (method !== 'GET') return undefined;
    const pull = {
      ...{ number: 7, user: { id: 31 }, merge_commit_sha: after },
      ...{ head: { sha: after, repo: { id: 42 } }, base: { ref: 'main', repo: { id: 42 } } },
    };
    if (/^\/commits\/[0-9a-f]+\/pulls$/.test(path)) return { status: 200, body: [pull] };
    if (path === '/pulls/7') return { status: 200, body: pull };
    if (path === '/pulls/7/commits') return { status: 200, body: [{ author: { id: 31 }, committer: { id: 31 } }] };
    if (path.startsWith('/rules/')) return { status: 200, body: [] };
    if (path.startsWith('/branches/')) {
      return { status: 200, body: { name: 'main', protected: false, protection: { enabled: false } } };
    }
    return undefined;
  };
  const { RUNNER_TEMP: _temp, ...service } = cache.environment('');
  return await runAction({
    workspace: repo.dir,
    event: 'push',
    payload: {
      ...{ before, after, sender: { id: 31 } },
      repository: { id: 42, full_name: 'octo-org/app', default_branch: 'main', owner: { id: 7 } },
    },
    inputs: { record: 'true', backend: 'sqlite' },
    token: TOKEN,
    apiUrl: github.url,
    environment: {
      ...service,
      GITHUB_SHA: after,
      GITHUB_RUN_ID: run,
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_WORKFLOW_REF: `octo-org/app/${GATE}@refs/heads/main`,
      ...environment,
    },
  });
}

it('saves what it recorded, as one file and without an annotation', async () => {
  const { exitCode, log, summary, annotations, temporary } = await record('100');
  expect({ exitCode, annotations }).toEqual({ exitCode: 0, annotations: [] });
  for (const text of [log, summary.replaceAll('\\', '')]) {
    expect(text).toContain('There is no database in the cache yet: this run starts one.');
    expect(text).toContain('Saved to the cache as phase-mirror-store-v1-42-100-1.');
  }
  expect(log).toContain('1 event (0 known already)');
  expect(cache.entries.map(({ finalised }) => finalised)).toEqual([true]);
  expect(readdirSync(`${temporary}/phase-mirror/store.db.carried`)).toEqual(['store.db']);
});

it('the next run knows what the first recorded', async () => {
  // Every hosted runner has the same path, and empties it.
  const temporary = workshop.folder('runner-temp');
  await record('100', { RUNNER_TEMP: temporary });
  rmSync(temporary, { recursive: true });
  mkdirSync(temporary);
  const { exitCode, log } = await record('101', { RUNNER_TEMP: temporary });
  expect(exitCode).toBe(0);
  expect(log).toContain('Restored from the cache phase-mirror-store-v1-42-100-1: 1 event that this job did not know.');
  expect(log).toContain('0 events (1 known already)');
});

it('a service that is down is said, and the run succeeds', async () => {
  await cache.close();
  const { exitCode, log, annotations } = await record('100');
  expect({ exitCode, annotations }).toEqual({ exitCode: 0, annotations: [] });
  expect(log).toContain('1 event (0 known already)');
  expect(log).toMatch(
    /The database was not saved to the cache: the one in the cache could not be read \(.*ECONNREFUSED/,
  );
});

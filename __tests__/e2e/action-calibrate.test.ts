/** The built calibrate: a run records, people dismiss its alerts, the next run lowers the rule and opens the issue. */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openStores } from '../../src/oracle.js';
import { type ActionRun, removeRuns, runAction } from '../support/action-harness.js';
import { type CacheServer, startCacheServer } from '../support/cache-server.js';
import { storedEvent } from '../support/events.js';
import { type TestRepo, Workshop } from '../support/git-repo.js';
import { type IssuesServer, startIssues } from '../support/github-issues.js';

const TOKEN = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz';
const DAY = 86_400_000;
const PEOPLE = [
  { id: 11, login: 'ada', type: 'User' },
  { id: 12, login: 'grace', type: 'User' },
];
const workshop = new Workshop();
let repo: TestRepo;
let github: IssuesServer;
let cache: CacheServer;
let temporary: string;
beforeEach(async () => {
  [github, cache] = await Promise.all([startIssues(), startCacheServer()]);
  temporary = workshop.folder('runner-temp');
  repo = workshop.repo();
  repo.commitFiles({ '.phase-mirror.yml': 'version: 1\ncalibration:\n  reviewers: [ada, grace]\n' });
});
afterEach(() => Promise.all([github.close(), cache.close()]));
afterAll(async () => {
  await removeRuns();
  workshop.clean();
});

const calibrate = (inputs: Readonly<Record<string, string>>, run: string): Promise<ActionRun> => {
  const { RUNNER_TEMP: _temp, ...service } = cache.environment('');
  return runAction({
    action: 'actions/calibrate',
    workspace: repo.dir,
    event: 'schedule',
    payload: { repository: { id: 7, full_name: 'octo-org/app', default_branch: 'main', owner: { id: 1 } } },
    inputs: { ...inputs },
    token: TOKEN,
    apiUrl: github.url,
    environment: {
      ...service,
      RUNNER_TEMP: temporary,
      GITHUB_SHA: repo.git('rev-parse', 'HEAD'),
      GITHUB_RUN_ID: run,
      GITHUB_RUN_ATTEMPT: '1',
    },
  });
};

/** Twelve pull requests that MD-004 blocked, in a database of the path that every run has. */
async function recorded(): Promise<string[]> {
  const file = join(temporary, 'phase-mirror/store.db');
  mkdirSync(dirname(file), { recursive: true });
  const stores = await openStores({ backend: 'sqlite', file, access: 'create' }, { now: Date.now });
  const ids: string[] = [];
  for (let day = 1; day <= 12; day += 1) {
    const findingId = createHash('sha256').update(String(day)).digest('hex').slice(0, 32);
    const event = { findingId, ruleId: 'MD-004', change: `pr#${day}` };
    await stores.fp.recordEvent(storedEvent(Date.now() - (20 - day) * DAY, event));
    ids.push(findingId);
  }
  await stores.close();
  return ids;
}

/** Every finding as an alert that one of two reviewers dismissed. */
function dismissed(ids: readonly string[]): void {
  const alerts = ids.map((id, index) => ({
    number: index + 1,
    state: 'dismissed',
    dismissed_at: new Date(Date.now() - DAY).toISOString(),
    dismissed_by: PEOPLE[index % 2],
    dismissed_reason: 'false positive',
    dismissed_comment: 'our gate tests it elsewhere',
    rule: { id: 'MD-004', description: '' },
    tool: { name: 'Phase Mirror' },
    most_recent_instance: { ref: 'refs/heads/main', message: { text: `Skipped [pm:${id}]` } },
  }));
  github.intercept = (method, path) => {
    const person = PEOPLE.find(({ login }) => path === `/users/${login}`);
    if (method === 'GET' && person !== undefined) return { status: 200, body: person };
    return method === 'GET' && path === '/code-scanning/alerts' ? { status: 200, body: alerts } : undefined;
  };
}

describe('the built calibrate', () => {
  it('refuses a run of a pull request', async () => {
    const { exitCode, annotations, outputs } = await runAction({
      action: 'actions/calibrate',
      workspace: repo.dir,
      event: 'pull_request',
      payload: {
        repository: { id: 7, default_branch: 'main', owner: { id: 1 } },
        pull_request: { number: 7, base: { ref: 'main' }, head: { sha: 'a', repo: { full_name: 'octo-org/app' } } },
      },
      environment: { GITHUB_REF: 'refs/pull/7/merge' },
    });
    expect([exitCode, outputs['complete']]).toEqual([2, 'false']);
    expect(annotations[0]?.message).toContain('The event pull_request is refused');
  });

  it('says that there is nothing yet, and is no failure', async () => {
    const { exitCode, log, outputs, visible } = await calibrate({ mode: 'apply' }, '100');
    expect(exitCode).toBe(0);
    expect(log).toContain('Nothing to calibrate: no run with `record: true`');
    expect(outputs).toMatchObject({ published: 'false', complete: 'false' });
    expect(visible).not.toContain(TOKEN);
  });

  it('lowers the rule that people call wrong, opens the issue, and keeps both', async () => {
    dismissed(await recorded());
    const first = await calibrate({ mode: 'apply' }, '100');
    expect([first.exitCode, first.annotations]).toEqual([0, []]);
    expect(first.log).toContain('LEVELS  1 level changed: MD-004 no longer blocks');
    expect(first.log).toContain('Verdicts of 12 dismissed alerts: 12 new, 0 known already.');
    expect(first.outputs).toMatchObject({ changes: '1', published: 'true', sequence: '1', complete: 'true' });
    expect(first.report).toMatchObject({ schemaVersion: '1', mode: 'apply', rules: expect.any(Array) });
    expect(first.visible).not.toContain(TOKEN);
    expect(first.summary).toContain('```mermaid\nxychart-beta');
    expect(github.issues.map(({ title, labels }) => [title, labels.map(({ name }) => name)])).toEqual([
      ['MD-004 no longer blocks', ['fp-calibration', 'governance']],
    ]);
    expect(first.outputs['issue']).toBe(github.issues[0]?.html_url);
    // The next job has an empty folder of the same path.
    rmSync(join(temporary, 'phase-mirror'), { recursive: true });
    const second = await calibrate({ mode: 'apply' }, '101');
    expect(second.log).toContain('Restored from the cache');
    expect(second.log).toContain('MD-004  warn (built in: block)');
    expect(second.outputs).toMatchObject({ changes: '0', published: 'false', sequence: '1' });
    expect(github.issues).toHaveLength(1);
    expect(github.issues[0]?.comments).toEqual([]);
  });
});

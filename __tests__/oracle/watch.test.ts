/** Whether the scheduled drift check still runs, as a run of the gate tells it. */
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { driftWorkflows, overdueDriftChecks } from '../../src/oracle/watch.js';
import { evaluate } from '../../src/oracle.js';
import { renderSummary } from '../../src/report/summary.js';
import { renderTerminal } from '../../src/report/terminal.js';
import { buildModel, ParseCache } from '../../src/repository/model.js';
import { TEST_ENVIRONMENT, Workshop } from '../support/git-repo.js';
import { forbidden, type GitHubApi, type GitHubApiOptions, startGitHubApi } from '../support/github-api.js';
import { memorySnapshot } from '../support/memory-snapshot.js';

const NOW = Date.UTC(2026, 10, 24, 12);
const HOUR = 3_600_000;
const PATH = '.github/workflows/drift.yml';

const workflow = (uses: string, cron = '23 */6 * * *'): string =>
  `on:\n  schedule:\n    - cron: "${cron}"\njobs:\n  drift:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ${uses}\n`;
const OURS = workflow('PhaseMirror/evaluate/actions/drift-check@v1');

let api: GitHubApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

async function modelOf(files: Readonly<Record<string, string>>) {
  return (await buildModel(memorySnapshot(files), { cache: new ParseCache() })).model;
}

async function said(
  files: Readonly<Record<string, string>>,
  scheduledRuns: NonNullable<GitHubApiOptions['scheduledRuns']>,
  parts: { readonly apiExpected?: boolean; readonly token?: string | null } = {},
) {
  api = await startGitHubApi({ scheduledRuns });
  const { apiExpected = true, token = 'ghs_x' } = parts;
  const sentences = await overdueDriftChecks(
    { apiExpected, repository: 'octo-org/app', apiUrl: api.url, ...(token === null ? {} : { token }) },
    await modelOf(files),
    NOW,
  );
  return { sentences, asked: api.requests.map(({ target }) => target) };
}

const ran = (hoursAgo: number) => ({
  body: {
    total_count: 1,
    workflow_runs: [{ id: 1, run_started_at: new Date(NOW - hoursAgo * HOUR).toISOString(), created_at: 'x' }],
  },
});

describe('a scheduled drift check', () => {
  it('that succeeded within twice its interval is not worth a word', async () => {
    const { sentences, asked } = await said({ [PATH]: OURS }, ran(12));
    expect(sentences).toEqual([]);
    expect(asked).toEqual([
      '/repos/octo-org/app/actions/workflows/drift.yml/runs?event=schedule&status=success&per_page=1',
    ]);
  });

  it('that did not is told, with when it did', async () => {
    expect((await said({ [PATH]: OURS }, ran(12.1))).sentences).toEqual([
      'drift from the accepted state, which `.github/workflows/drift.yml` looks for every 6 hours: it last succeeded on 2026-11-23. It stopped, or it fails since, because of drift or an error: see its runs.',
    ]);
  });

  it('that never did is told', async () => {
    const none = { body: { total_count: 0, workflow_runs: [] } };
    expect((await said({ [PATH]: workflow('./actions/drift-check', '7 3 * * *') }, none)).sentences).toEqual([
      'drift from the accepted state, which `.github/workflows/drift.yml` looks for every day: it has not succeeded yet.',
    ]);
  });

  it.each([
    ['a refusal', forbidden(), '403: the token lacks `actions: read` for octo-org/app'],
    ['a 404', { status: 404, body: {} }, '404: octo-org/app has no such workflow on its default branch'],
    ['another answer', { body: { workflow_runs: 'x' } }, 'GitHub does not say'],
    ['no time', { body: { workflow_runs: [{ run_started_at: 'soon' }] } }, 'GitHub does not say'],
  ] as const)('of which GitHub does not tell: %s', async (_name, reply, clause) => {
    const { sentences } = await said({ [PATH]: OURS }, reply);
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toContain(clause);
  });

  it('is not asked for where there is none, no API, or no schedule that can be read', async () => {
    for (const [files, parts] of [
      [{ [PATH]: workflow('actions/checkout@v4') }, {}],
      [{ [PATH]: OURS.replace(/schedule:\n.*\n/, 'push:\n') }, {}],
      [{ [PATH]: workflow('PhaseMirror/evaluate/actions/drift-check@v1', 'x') }, {}],
      [{ [PATH]: OURS }, { apiExpected: false }],
      [{ [PATH]: OURS }, { token: null }],
    ] as const) {
      const { sentences, asked } = await said(files, ran(1000), parts);
      expect({ sentences, asked }).toEqual({ sentences: [], asked: [] });
      await api?.close();
    }
    api = undefined;
  });

  it.each([
    ['PhaseMirror/evaluate/actions/drift-check@v1', 1],
    ['phasemirror/drift-check@0123456789012345678901234567890123456789', 1],
    ['octo-org/mirror/drift-check@main', 1],
    ['./actions/drift-check', 1],
    ['$/actions/drift-check', 1],
    ['./.github/actions/drift-check/', 1],
    ['octo-org/drift-check-helper@v1', 0],
    ['octo-org/tools/undrift-check@v1', 0],
    ['docker://drift-check', 0],
  ])('%s: %i', async (uses, count) => {
    expect(driftWorkflows(await modelOf({ [PATH]: workflow(uses) }))).toHaveLength(count);
  });
});

describe('a run of the gate', () => {
  const workshop = new Workshop();
  afterAll(() => workshop.clean());

  it('lists an overdue check under "Not checked"; the decision stays what it was', async () => {
    const repo = workshop.repo('watched');
    repo.commitFiles({ [PATH]: OURS });
    // Only what is on the branch runs: the one that this change adds is not asked about.
    const other = '.github/workflows/other.yml';
    repo.git('checkout', '--quiet', '-b', 'change');
    repo.commitFiles({ [other]: OURS });
    const run = async (reply: NonNullable<GitHubApiOptions['scheduledRuns']>) => {
      api = await startGitHubApi({ scheduledRuns: reply });
      const report = await evaluate({
        folder: repo.dir,
        event: { kind: 'terminal', base: 'main' },
        environment: TEST_ENVIRONMENT,
        clock: () => NOW,
        strict: false,
        apiExpected: true,
        repository: 'octo-org/app',
        token: 'ghs_x',
        apiUrl: api.url,
        eventName: 'terminal',
        timings: false,
      });
      const asked = api.requests.filter(({ target }) => target.includes('/runs?')).length;
      await api.close();
      return { report, asked };
    };
    const fresh = await run(ran(1));
    const overdue = await run(ran(1000));
    api = undefined;
    expect([fresh.asked, overdue.asked]).toEqual([1, 1]);
    expect(fresh.report.run.notChecked).toBeUndefined();
    expect(overdue.report.run.notChecked).toHaveLength(1);
    const { run: _run, ...rest } = overdue.report;
    const { run: _other, ...before } = fresh.report;
    expect(rest).toEqual(before);
    const line = 'Not checked: drift from the accepted state, which';
    expect(renderTerminal(overdue.report, { width: 200, color: false })).toContain(line);
    expect(renderSummary(overdue.report)).toContain(line);
    expect(renderSummary(fresh.report)).not.toContain(line);
  });
});

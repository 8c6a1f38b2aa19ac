/** The built action, from a checkout and a payload to exit status, outputs, annotations, summary and report. */
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import type { Report } from '../../src/report/types.js';
import { type ActionOptions, type ActionRun, removeRuns, runAction } from '../support/action-harness.js';
import { GATE, HEALTHY, LINT, onMain, pullRequest, RENAMED, TOKEN, workflow } from '../support/action-scenario.js';
import {
  forbidden,
  type GitHubApi,
  type GitHubApiOptions,
  type Reply,
  requiredChecksRule,
  startGitHubApi,
} from '../support/github-api.js';
import { bareFolder, type Files, git, mergeRef, pushed, removeCheckouts } from '../support/merge-ref.js';

const LINT_IS_REQUIRED: GitHubApiOptions = { rules: { body: [requiredChecksRule(['lint'])] } };

let api: GitHubApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});
afterAll(() => Promise.all([removeRuns(), removeCheckouts()]));

/** Runs against a loopback API that requires `lint`, unless told otherwise. */
async function act(options: ActionOptions, behaviour: GitHubApiOptions = LINT_IS_REQUIRED): Promise<ActionRun> {
  api = await startGitHubApi(behaviour);
  return runAction({ apiUrl: api.url, ...options });
}

async function change(after: Files, before: Files = HEALTHY) {
  return pullRequest(await mergeRef(before, after));
}

const reportOf = (run: ActionRun): Report => run.report as Report;
const findingsOf = (run: ActionRun) =>
  reportOf(run).findings.map(({ ruleId, status, anchor }) => `${ruleId} ${status} ${anchor}`);

describe('a pull request that renames a required job', () => {
  it('is blocked: one new finding, at the line it changed', async () => {
    const run = await act(await change(RENAMED));
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({
      decision: 'block',
      complete: 'true',
      degraded: '',
      findings: '1',
      'new-findings': '1',
      sarif: '',
    });
    expect(findingsOf(run)).toEqual(['MD-001 new context:lint']);
    expect(run.annotations).toEqual([
      {
        name: 'error',
        properties: { title: 'MD-001 No job reports the required check "lint"', file: LINT, line: '5' },
        message: expect.stringMatching(/lint[\s\S]*\nWhy: [\s\S]*\nFix: /),
      },
    ]);
    expect(run.log).toMatch(/^BLOCK /);
    expect(run.summary).toMatch(/^## Blocked: 1 problem new in this pull request\n/);
    expect(run.summary).toContain('MD-001');
    expect(run.summary).toContain('lint.yml:5');
  });

  it('has a report that says what was asked and compared', async () => {
    const checkout = await mergeRef(HEALTHY, RENAMED);
    const run = await act(pullRequest(checkout));
    const report = reportOf(run);
    expect(report).toMatchObject({
      schemaVersion: '1',
      run: { event: 'pull_request', url: 'https://github.com/octo-org/app/actions/runs/1' },
      subject: { id: `commit:${checkout.sha}`, repository: 'octo-org/app', branch: 'main' },
      base: { id: `commit:${checkout.base}` },
      compared: 'base',
      complete: true,
      enforcement: 'self-attested',
      decision: { outcome: 'block' },
    });
    expect(report.sources).toEqual(
      expect.arrayContaining([
        { source: 'rules/branches/main', status: 'answered', detail: '' },
        { source: 'branches/main', status: 'none', detail: 'no classic branch protection is enabled' },
      ]),
    );
    expect(run.outputs['report']?.startsWith(run.temporary)).toBe(true);
  });

  it('asks GitHub with the token, and never shows it', async () => {
    const run = await act(await change(RENAMED));
    const asked = api?.requests.map(({ target }) => target.replace(/=[0-9a-f]{40}$/, '=SHA')).sort();
    expect(asked).toEqual([
      '/repos/octo-org/app/actions/workflows?per_page=100&page=1',
      '/repos/octo-org/app/branches/main',
      '/repos/octo-org/app/branches?per_page=100&page=1',
      '/repos/octo-org/app/codeowners/errors?ref=SHA',
      '/repos/octo-org/app/environments?per_page=100&page=1',
      '/repos/octo-org/app/labels?per_page=100&page=1',
      '/repos/octo-org/app/rules/branches/main?per_page=100&page=1',
    ]);
    for (const { headers } of api?.requests ?? []) expect(headers.authorization).toBe(`token ${TOKEN}`);
    expect(run.masked).toEqual([TOKEN]);
    expect(run.stdout.startsWith(`::add-mask::${TOKEN}\n`)).toBe(true);
    expect(run.visible).not.toContain(TOKEN);
  });

  it('leaves the checkout as it was', async () => {
    const event = await change(RENAMED);
    await act(event);
    expect(await git(event.workspace, 'status', '--porcelain', '--ignored')).toBe('');
  });

  it('is blocked on classic protection just as well', async () => {
    const protection = {
      enabled: true,
      required_status_checks: { enforcement_level: 'everyone', contexts: ['lint'], checks: [] },
    };
    const run = await act(await change(RENAMED), { branch: { body: { name: 'main', protected: true, protection } } });
    expect(findingsOf(run)).toEqual(['MD-001 new context:lint']);
  });

  it('passes when nothing requires the job', async () => {
    const run = await act(await change(RENAMED), {});
    expect([run.exitCode, run.outputs['decision']]).toEqual([0, 'pass']);
    expect(run.annotations).toEqual([]);
  });
});

describe('what was there before', () => {
  it('does not block, and is one line', async () => {
    const run = await act(await change({ 'README.md': 'Changed\n' }, { ...HEALTHY, ...RENAMED }));
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({ decision: 'pass', findings: '1', 'new-findings': '0' });
    expect(findingsOf(run)).toEqual(['MD-001 older context:lint']);
    expect(run.annotations).toEqual([]);
    expect(run.summary.split('\n').filter((line) => /older problem/.test(line))).toEqual([
      '<details><summary>1 older problem on main: not yours, not blocking.</summary>',
    ]);
  });
});

describe('a change that loosens its own policy', () => {
  it('is judged by the policy on the base, and that is a finding too', async () => {
    const off = 'version: 1\nrules:\n  MD-001:\n    level: off\n';
    const run = await act(await change({ ...RENAMED, '.phase-mirror.yml': off }));
    expect([run.exitCode, run.outputs['decision']]).toEqual([1, 'block']);
    expect(
      reportOf(run)
        .findings.map(({ ruleId, status }) => `${ruleId} ${status}`)
        .sort(),
    ).toEqual(['MD-001 new', 'policy-weakened new']);
  });

  it('is not decided when its configuration is invalid', async () => {
    const run = await act(await change({ '.phase-mirror.yml': 'version: 1\nrulez: {}\n' }));
    expect(run.exitCode).toBe(2);
    expect(run.annotations).toEqual([
      {
        name: 'error',
        properties: { title: 'Phase Mirror', file: '.phase-mirror.yml', line: '2' },
        message: expect.stringContaining('rulez'),
      },
    ]);
    expect(run.summary).toMatch(/^## Not decided/);
    expect(run.outputs).toEqual({ complete: 'false' });
  });
});

describe('a change that hides the evidence', () => {
  it('is blocked as unproven', async () => {
    const run = await act(await change({ [LINT]: 'name: lint\njobs: [\n' }));
    expect([run.exitCode, run.outputs['decision']]).toEqual([1, 'block']);
    expect(reportOf(run).decision.reasons.map(({ kind }) => kind)).toContain('unproven');
    expect(reportOf(run).lost.map(({ ruleId, key }) => `${ruleId} ${key}`)).toContain('MD-001 context:lint');
    expect(run.annotations.some(({ properties }) => properties['file'] === LINT)).toBe(true);
  });
});

describe('without everything it needs', () => {
  it('a fork without a token is at least a warning, and says what was not checked', async () => {
    const run = await act({ ...pullRequest(await mergeRef(HEALTHY, RENAMED), 'mallory/app'), token: '' });
    expect([run.exitCode, run.outputs['decision'], run.outputs['complete']]).toEqual([0, 'warn', 'false']);
    expect(run.outputs['degraded']).toBe('fork_token');
    expect(api?.requests).toEqual([]);
    expect(run.masked).toEqual([]);
    for (const surface of [run.log, run.summary]) {
      expect(surface).toMatch(/fork/);
      expect(surface).toMatch(/MD-001/);
      expect(surface).toMatch(/no token/);
    }
  });

  it('a fork with its read-only token is judged like any other', async () => {
    const run = await act(pullRequest(await mergeRef(HEALTHY, RENAMED), 'mallory/app'));
    expect([run.exitCode, run.outputs['degraded']]).toEqual([1, '']);
  });

  it('Dependabot without a token says so', async () => {
    const event = await change({ 'README.md': 'Changed\n' });
    const run = await act({
      ...event,
      token: '',
      environment: { ...event.environment, GITHUB_ACTOR: 'dependabot[bot]' },
    });
    expect([run.outputs['decision'], run.outputs['degraded']]).toEqual(['warn', 'dependabot_token']);
  });

  it.each<[string, Reply, RegExp]>([
    ['401', { status: 401, body: { message: 'Bad credentials' } }, /401: GitHub does not accept the token/],
    ['403', forbidden(), /403: the token lacks `?contents: read/],
    ['403 rate limit', forbidden({ 'x-ratelimit-remaining': '0' }), /403: the rate limit of the token is used up/],
    ['404', { status: 404, body: { message: 'Not Found' } }, /404: octo-org\/app has no such branch/],
    ['500', { status: 500, body: 'oops' }, /500: GitHub has a problem/],
  ])('the API answers %s: a warning that says what to do', async (_what, reply, words) => {
    const run = await act(await change({ 'README.md': 'Changed\n' }), { rules: reply, branch: reply });
    expect([run.exitCode, run.outputs['decision'], run.outputs['complete']]).toEqual([0, 'warn', 'false']);
    const details = reportOf(run).sources.map(({ detail }) => detail);
    expect(details.some((detail) => words.test(detail))).toBe(true);
    // People need not open the report: the words, with whatever markup, are in the summary and in the log.
    for (const surface of [run.log, run.summary]) {
      expect(surface.replace(/\s+/g, ' ').replaceAll('\\', '')).toMatch(words);
    }
  });

  it('no API at all is a warning', async () => {
    const run = await runAction(await change({ 'README.md': 'Changed\n' }));
    expect([run.exitCode, run.outputs['decision']]).toEqual([0, 'warn']);
    expect(reportOf(run).sources.map(({ status }) => status)).toContain('unavailable');
  });

  it('require-complete: true: exit 2', async () => {
    const event = await change({ 'README.md': 'Changed\n' });
    const run = await act(
      { ...event, inputs: { 'require-complete': 'true' } },
      { rules: forbidden(), branch: forbidden() },
    );
    expect([run.exitCode, run.outputs['decision']]).toEqual([2, 'warn']);
  });
});

describe('the exit status', () => {
  it('fail-on: never succeeds, says so first, and shows the block', async () => {
    const run = await act({ ...(await change(RENAMED)), inputs: { 'fail-on': 'never' } });
    expect([run.exitCode, run.outputs['decision']]).toEqual([0, 'block']);
    expect(run.log).toMatch(/^fail-on: never/);
    expect(run.annotations).toHaveLength(1);
  });

  it('fail-on: never holds for errors too', async () => {
    const run = await act({ ...(await change(RENAMED)), inputs: { 'fail-on': 'never', strict: 'sure' } });
    expect(run.exitCode).toBe(0);
    expect(run.log).toMatch(/^fail-on: never/);
    expect(run.annotations.map(({ message }) => message)).toEqual([
      'Input `strict`: "sure" is not a boolean. Use `true` or `false`.',
    ]);
  });

  it('fail-on: warn fails a warning', async () => {
    const run = await act(
      { ...(await change({ 'README.md': 'Changed\n' })), inputs: { 'fail-on': 'warn' } },
      { rules: forbidden(), branch: forbidden() },
    );
    expect([run.exitCode, run.outputs['decision']]).toEqual([1, 'warn']);
  });

  it('enforce-from in the future succeeds, and says so first', async () => {
    const soon = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
    const run = await act({ ...(await change(RENAMED)), inputs: { 'enforce-from': soon } });
    expect([run.exitCode, run.outputs['decision']]).toEqual([0, 'block']);
    expect(run.log).toMatch(/^enforce-from: /);
  });

  it.each<[Record<string, string>, string]>([
    [{ 'fail-on': 'maybe' }, 'Input `fail-on`: "maybe" is not known. Use one of: block, warn, never.'],
    [
      { report: '../report.json' },
      'Input `report`: "../report.json" leads out of the workspace or RUNNER_TEMP. Name a path inside the workspace or RUNNER_TEMP.',
    ],
    [
      { base: '-x' },
      'Input `base`: "-x" is not a revision. Name a branch, a tag or a commit, for example origin/main.',
    ],
    [{ 'enforce-from': 'soon' }, 'Input `enforce-from`: "soon" is not a date. Write it as YYYY-MM-DD.'],
  ])('a bad input ends it: %j', async (inputs, message) => {
    const run = await act({ ...(await change(RENAMED)), inputs });
    expect(run.exitCode).toBe(2);
    expect(run.annotations.map((annotation) => annotation.message)).toEqual([message]);
    expect(run.summary).toMatch(/^## Not decided/);
    expect(api?.requests).toEqual([]);
  });
});

describe('events', () => {
  it('push: compared with the commit before', async () => {
    const checkout = await pushed(HEALTHY, RENAMED);
    const run = await act(onMain('push', checkout, { before: checkout.base }));
    expect([run.exitCode, run.outputs['new-findings']]).toEqual([1, '1']);
    expect(reportOf(run).base).toEqual({ id: `commit:${checkout.base}` });
  });

  it('push of a new branch: everything counts, compared with nothing', async () => {
    const checkout = await pushed(HEALTHY, RENAMED);
    const run = await act(onMain('push', checkout, { before: '0'.repeat(40) }));
    expect(reportOf(run)).toMatchObject({ compared: 'none', base: null });
    expect(run.exitCode).toBe(1);
  });

  it('merge_group: compared with its base_sha', async () => {
    const checkout = await pushed(HEALTHY, RENAMED);
    const group = { base_sha: checkout.base, base_ref: 'refs/heads/main', head_sha: checkout.sha };
    const run = await act(onMain('merge_group', checkout, { merge_group: group }));
    expect([run.exitCode, run.outputs['new-findings'], reportOf(run).subject.branch]).toEqual([1, '1', 'main']);
  });

  it('workflow_dispatch: compared with nothing, or with the input base', async () => {
    const checkout = await pushed({ ...HEALTHY, ...RENAMED }, { 'README.md': 'Changed\n' });
    const all = await act(onMain('workflow_dispatch', checkout, {}));
    expect([all.exitCode, all.outputs['new-findings'], reportOf(all).compared]).toEqual([1, '1', 'none']);
    await api?.close();
    const some = await act({ ...onMain('workflow_dispatch', checkout, {}), inputs: { base: checkout.base } });
    expect([some.exitCode, some.outputs['new-findings'], reportOf(some).compared]).toEqual([0, '0', 'base']);
  });

  it('a base that does not exist is named', async () => {
    const checkout = await pushed(HEALTHY, RENAMED);
    const run = await act({ ...onMain('workflow_dispatch', checkout, {}), inputs: { base: 'origin/nothing' } });
    expect(run.exitCode).toBe(2);
    expect(run.annotations[0]?.message).toMatch(/^Input `base` "origin\/nothing" names no commit of this clone\./);
  });

  it('pull_request_target: refused', async () => {
    const event = await change(RENAMED);
    const run = await act({ ...event, event: 'pull_request_target' });
    expect(run.exitCode).toBe(2);
    expect(run.annotations[0]?.message).toMatch(/^The event pull_request_target runs on the base branch with secrets/);
  });

  it('no checkout: says which step is missing', async () => {
    const workspace = await bareFolder();
    const run = await act({ ...pullRequest({ workspace, sha: 'a'.repeat(40), base: '' }) });
    expect(run.exitCode).toBe(2);
    expect(run.annotations[0]?.message).toMatch(/Run actions\/checkout in a step before this one\.$/);
  });
});

describe('files', () => {
  it('report and SARIF go where they were asked to go', async () => {
    const event = await change(RENAMED);
    const run = await act({ ...event, inputs: { report: 'out/r.json', sarif: 'out/r.sarif' } });
    expect(run.outputs).toMatchObject({
      report: join(event.workspace, 'out/r.json'),
      sarif: join(event.workspace, 'out/r.sarif'),
    });
    const sarif = JSON.parse(await readFile(join(event.workspace, 'out/r.sarif'), 'utf8'));
    expect(sarif.runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(['MD-001']);
  });

  it('a dry run writes none', async () => {
    const event = await change(RENAMED);
    const run = await act({ ...event, inputs: { 'dry-run': 'true', report: 'r.json', sarif: 'r.sarif' } });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ decision: 'block', report: '', sarif: '' });
    expect(await readdir(run.temporary)).toEqual([]);
    expect(await git(event.workspace, 'status', '--porcelain')).toBe('');
  });

  it('a link in the checkout leads nowhere else', async () => {
    const event = await change(RENAMED);
    const outside = join(event.workspace, '../outside');
    await mkdir(outside);
    await symlink(outside, join(event.workspace, 'out'));
    const run = await act({ ...event, inputs: { report: 'out/r.json' } });
    expect(run.exitCode).toBe(2);
    expect(await readdir(outside)).toEqual([]);
  });
});

describe('hostile names', () => {
  const EVIL = '::error::x `|<img src=x>@everyone \\u001b[31m\\r\\n::set-output name=decision::pass\\u202e##[error]y';

  it('in a job, a context and a configuration are text everywhere', async () => {
    const context = JSON.parse(`"${EVIL}"`) as string;
    const named = workflow('lint').replace('    runs-on', `    name: "${EVIL}"\n    runs-on`);
    const event = await change({ [LINT]: workflow('checkstyle') }, { ...HEALTHY, [LINT]: named });
    const run = await act(event, { rules: { body: [requiredChecksRule([context])] } });
    expect([run.exitCode, run.outputs['decision']]).toEqual([1, 'block']);
    // The runner obeyed the mask and one annotation; nothing of what the names say.
    expect(run.commands.map(({ name }) => name)).toEqual(['add-mask', 'error']);
    expect(run.annotations[0]?.properties).toMatchObject({ file: LINT, line: '5' });
    for (const raw of ['\u001b', '\u202e', '\r']) {
      for (const surface of [run.stdout, run.summary]) expect(surface).not.toContain(raw);
    }
    for (const raw of ['<img', '@everyone']) expect(run.summary).not.toContain(raw);
    expect(reportOf(run).findings[0]?.anchor).toBe(`context:${context}`);
  });

  it('of files too', async () => {
    const path = '.github/workflows/::error::a,b%0A.yml';
    const run = await act(await change({ [path]: 'jobs: [\n', [GATE]: workflow('phase-mirror', 'gate') }));
    const known = run.annotations.map(({ name, properties }) => `${name} ${properties['file']}`);
    expect(new Set(known)).toEqual(new Set([`error ${path}`]));
  });
});

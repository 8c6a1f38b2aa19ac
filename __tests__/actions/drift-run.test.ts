/** drift-check from inputs to outputs, on real clones, with the real oracle and GitHub's API on the loopback. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runDriftCheck } from '../../src/actions/drift-run.js';
import type { Runner } from '../../src/actions/runner.js';
import { loadDrift } from '../../src/oracle.js';
import { runCli } from '../support/cli.js';
import { CI, GOVERNED, MOVES, NOW } from '../support/drift-repo.js';
import { type FolderCache, folderCache } from '../support/folder-cache.js';
import { TEST_ENVIRONMENT, type TestRepo, Workshop } from '../support/git-repo.js';
import {
  environment,
  forbidden,
  type GitHubApi,
  type GitHubApiOptions,
  guard,
  type Reply,
  startGitHubApi,
} from '../support/github-api.js';

const TOKEN = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz';
const workshop = new Workshop();
afterAll(() => workshop.clean());

let repo: TestRepo;
let temporary: string;
let cache: FolderCache;
let run = 0;
let api: GitHubApi | undefined;
beforeEach(() => {
  repo = workshop.repo();
  repo.git('config', 'user.email', 'jane@example.invalid');
  repo.commitFiles(GOVERNED);
  cache = folderCache(workshop.folder('cache'));
});
afterEach(async () => {
  await api?.close();
  api = undefined;
});

interface Outcome {
  readonly code: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
  readonly annotations: string;
  readonly errors: string;
  readonly summary: string;
  readonly masked: readonly string[];
}

async function act(
  inputs: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string | undefined>> = {},
  event = 'schedule',
): Promise<Outcome> {
  run += 1;
  temporary = workshop.folder('temp');
  const payload = join(temporary, 'event.json');
  writeFileSync(payload, JSON.stringify({ repository: { id: 42, default_branch: 'main', owner: { id: 1 } } }));
  const said = { log: '', annotations: '', errors: '', summary: '' };
  const outputs: Record<string, string> = {};
  const masked: string[] = [];
  const runner: Runner = {
    mask: (secret) => masked.push(secret),
    output: (name, value) => {
      outputs[name] = value;
    },
    lines: (text) => {
      said.log += text;
    },
    commands: (text) => {
      said.annotations += text;
    },
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
  const { driftCheck, driftAccept } = await loadDrift();
  const code = await runDriftCheck({
    environment: {
      ...TEST_ENVIRONMENT,
      GITHUB_ACTOR: 'ada',
      GITHUB_TRIGGERING_ACTOR: 'ada',
      GITHUB_API_URL: api?.url ?? 'http://127.0.0.1:9',
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: payload,
      GITHUB_REF: 'refs/heads/main',
      GITHUB_REPOSITORY: 'octo-org/app',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_RUN_ID: String(run),
      GITHUB_SHA: repo.git('rev-parse', 'HEAD'),
      GITHUB_WORKFLOW_REF: 'octo-org/app/.github/workflows/drift.yml@refs/heads/main',
      GITHUB_WORKSPACE: repo.dir,
      RUNNER_TEMP: temporary,
      INPUT_ISSUE: 'false',
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      ...environment,
    },
    clock: () => NOW,
    runner,
    check: driftCheck,
    accept: driftAccept,
    openCache: async () => cache,
  });
  return { code, outputs, masked, ...said };
}

const SQLITE = { backend: 'sqlite' };
const ACCEPT = { ...SQLITE, mode: 'accept', reason: 'state of the release' };
const FIRST = { ...ACCEPT, first: 'true' };
const DISPATCH = 'workflow_dispatch';

/** GitHub, which knows these roles and members of teams. */
async function github(
  people: Readonly<Record<string, Reply>> = {},
  more: GitHubApiOptions = {},
  tip = '',
): Promise<void> {
  const reference: Reply = { body: { ref: 'refs/heads/main', object: { type: 'commit', sha: tip } } };
  api = await startGitHubApi({
    ...more,
    elsewhere: (_attempt, url) =>
      (tip !== '' && decodeURIComponent(url.pathname) === '/repos/octo-org/app/git/ref/heads/main'
        ? reference
        : undefined) ??
      people[url.pathname] ?? { status: 404, body: { message: 'Not Found', status: '404' } },
  });
}

const role = (permission: string, name = permission, rights = {}): Reply => ({
  body: { permission, role_name: name, user: { login: 'ada', permissions: rights } },
});
const ROLE = '/repos/octo-org/app/collaborators/ada/permission';

const listing = (...people: string[]): Record<string, string> => ({
  '.phase-mirror.yml': `version: 1\ndrift:\n  accept: [${people.join(', ')}]\n`,
});

describe('with a file of the repository', () => {
  const accept = async (): Promise<void> => {
    const words = ['drift', 'accept', '--backend', 'file', '--first', '--repository', '42', '--reason', 'first state'];
    expect((await runCli({ cwd: repo.dir, now: NOW }, ...words)).status).toBe(0);
    repo.commit('accept');
  };

  it('says that there is none, with the command that makes one', async () => {
    const { code, errors, outputs } = await act({});
    expect(code).toBe(2);
    expect(errors).toContain(
      'phase-mirror drift accept --first --backend file --repository octo-org/app --reason "why this state is right"',
    );
    expect(outputs).toMatchObject({ drift: '', complete: 'false', report: '', changes: '' });
  });

  it('is clean after the acceptance', async () => {
    await accept();
    const { code, outputs, log, summary } = await act({});
    expect([code, log.split('\n')[0]]).toEqual([0, 'NO DRIFT  none of 12 governed files changed']);
    expect(outputs).toMatchObject({ drift: 'false', magnitude: '0', changes: '0', complete: 'true', degraded: '' });
    expect(summary).toContain('## No drift');
    expect(JSON.parse(readFileSync(outputs['report'] ?? '', 'utf8'))).toMatchObject({
      drift: false,
      accepted: { sequence: 1, reason: 'first state', by: { name: 'jane@example.invalid', kind: 'local' } },
    });
  });

  it.each(MOVES)('tells $name', async ({ make, says, severity }) => {
    await accept();
    make(repo);
    const { code, outputs, log, summary, annotations } = await act({});
    expect(code).toBe(1);
    expect(outputs).toMatchObject({ drift: 'true', complete: 'true' });
    expect(log.replace(/\s+/g, ' ')).toMatch(says);
    expect(summary).toContain(`**${severity}**`);
    const kind = { critical: 'error', high: 'error', medium: 'warning', low: 'notice' }[severity];
    expect(annotations).toMatch(new RegExp(`^::${kind} title=Drift`));
  });

  it('looks at the commit, whatever a step before it left on the disk', async () => {
    await accept();
    repo.write('.github/workflows/left.yml', 'on: push\n');
    repo.write('.github/phase-mirror-baseline.json', '{}');
    expect((await act({})).code).toBe(0);
  });

  it('with fail-on: never says first what it hides, and a dry run writes no report', async () => {
    await accept();
    repo.commitFiles({ [CI]: 'on: push\n' });
    const { code, log, outputs } = await act({ 'fail-on': 'never', 'dry-run': 'true' });
    expect(code).toBe(0);
    expect(log).toMatch(/^fail-on: never: this run always exits 0; without it: exit 1\.\n/);
    expect(outputs['report']).toBe('');
  });

  it('is not accepted by a run', async () => {
    const { code, errors } = await act({ mode: 'accept', reason: 'state of the release' }, {}, DISPATCH);
    expect(code).toBe(2);
    expect(errors).toContain('phase-mirror drift accept --backend file');
  });

  it.each([
    ['another branch', { GITHUB_REF: 'refs/heads/next' }, 'A run on refs/heads/next is refused'],
    ['another commit', { GITHUB_SHA: 'c'.repeat(40) }, 'the event is about cccccccccccc'],
  ])('refuses %s', async (_name, environment, message) => {
    await accept();
    const { code, errors } = await act({}, environment);
    expect(code).toBe(2);
    expect(errors).toContain(message);
  });

  it('says when the history is too short to notice an older one', async () => {
    await accept();
    repo = workshop.clone(repo, '--depth=1');
    expect((await act({})).log).toContain('The history of this clone is cut off');
  });
});

describe('what GitHub says', () => {
  const protectedBy = { workflows: { body: { total_count: 0, workflows: [] } } };

  it('is part of the accepted state; without it a run is degraded, and says why', async () => {
    repo.commitFiles(listing('ada'));
    await github({}, protectedBy);
    expect((await act({ ...FIRST, 'github-token': TOKEN }, {}, DISPATCH)).code).toBe(0);
    const clean = await act({ ...SQLITE, 'github-token': TOKEN });
    expect(clean.outputs).toMatchObject({ drift: 'false', complete: 'true', degraded: '' });
    expect(clean.masked).toContain(TOKEN);
    const blind = await act(SQLITE);
    expect(blind.log).toContain('NO DRIFT in what was compared  none of');
    expect(blind.summary).toContain('## No drift in what was compared: none of');
    expect(blind.outputs).toMatchObject({ drift: 'false', complete: 'false', degraded: 'no_token' });
    await api?.close();
    await github({}, { ...protectedBy, environments: { status: 403, body: { message: 'no', status: '403' } } });
    const partly = await act({ ...SQLITE, 'github-token': TOKEN });
    expect(partly.outputs).toMatchObject({ complete: 'false', degraded: 'github_unanswered' });
    expect(partly.log).toContain('environments (403');
  });
});

describe('a run on a commit that is not the tip of the default branch any more', () => {
  beforeEach(() => {
    repo.commitFiles(listing('ada'));
  });

  it('accepts nothing, is degraded, and leaves the issue alone', async () => {
    await github({}, {}, repo.git('rev-parse', 'HEAD'));
    expect((await act({ ...FIRST, 'github-token': TOKEN }, {}, DISPATCH)).code).toBe(0);
    await api?.close();
    await github({}, {}, 'c'.repeat(40));
    const again = await act({ ...ACCEPT, 'github-token': TOKEN }, { GITHUB_RUN_ATTEMPT: '2' }, DISPATCH);
    expect([again.code, again.errors]).toEqual([2, expect.stringContaining('main is at cccccccccccc by now')]);
    const check = await act({ ...SQLITE, 'github-token': TOKEN, issue: 'true' });
    expect(check.outputs).toMatchObject({ complete: 'false', degraded: 'not_the_tip', issue: '' });
    expect(check.log).toContain('it was left alone, because this run is degraded (not_the_tip)');
    expect(api?.requests.some(({ target }) => target.includes('/issues'))).toBe(false);
  });

  it('is told by origin where there is no token', async () => {
    const server = repo;
    repo = workshop.clone(server);
    expect((await act(FIRST, {}, DISPATCH)).code).toBe(0);
    expect((await act(SQLITE)).outputs['degraded']).toBe('');
    server.commitFiles({ [CI]: 'on: push\n' });
    expect((await act(SQLITE)).outputs).toMatchObject({ complete: 'false', degraded: 'not_the_tip' });
    const { code, errors } = await act(ACCEPT, {}, DISPATCH);
    expect([code, errors]).toEqual([2, expect.stringContaining('Start a new run on the default branch')]);
  });
});

it('never accepts what would lose answers of GitHub', async () => {
  repo.commitFiles(listing('ada'));
  await github();
  expect((await act({ ...FIRST, 'github-token': TOKEN }, {}, DISPATCH)).code).toBe(0);
  repo.commitFiles({ [CI]: 'on: push\n' });
  const { code, errors } = await act(ACCEPT, {}, DISPATCH);
  expect([code, errors]).toEqual([2, expect.stringContaining('would lose answers of GitHub')]);
  const asked = await act({ ...ACCEPT, 'github-token': TOKEN }, {}, DISPATCH);
  expect(asked.code).toBe(0);
  expect(asked.summary).toContain('### What changed: 1 of');
  expect(`${asked.log}${asked.summary}`).not.toMatch(/^(?:DRIFT|## Drift)/m);
});

describe('an acceptance of what GitHub told in part', () => {
  it('keeps what was proven before, and says so', async () => {
    const asks = { 'github-token': TOKEN };
    const list = { body: { total_count: 1, environments: [environment('production')] } };
    repo.commitFiles(listing('ada'));
    await github(
      {},
      { environments: list, environmentApps: { body: { custom_deployment_protection_rules: [guard(true)] } } },
    );
    expect((await act({ ...FIRST, ...asks }, {}, DISPATCH)).code).toBe(0);
    await api?.close();
    await github({}, { environments: list, environmentApps: forbidden() });
    repo.commitFiles({ [CI]: 'on: push\n' });
    const second = await act({ ...ACCEPT, ...asks }, {}, DISPATCH);
    expect(second.code).toBe(0);
    expect(second.log).toContain('stays as it was accepted before: the protection of production');
    await api?.close();
    await github({}, { environments: list });
    const lost = await act({ ...SQLITE, ...asks });
    expect(lost.code).toBe(1);
    expect(lost.log.replace(/\s+/g, ' ')).toContain('environment `production` lost its protection');
  });

  it('is refused where the parameters of a part did not come', async () => {
    repo.commitFiles(listing('ada'));
    await github();
    expect((await act({ ...FIRST, 'github-token': TOKEN }, {}, DISPATCH)).code).toBe(0);
    await api?.close();
    // The second question about the same rules.
    await github({}, { rules: (attempt) => (attempt === 1 ? { body: [] } : forbidden()) });
    repo.commitFiles({ [CI]: 'on: push\n' });
    const { code, errors } = await act({ ...ACCEPT, 'github-token': TOKEN }, {}, DISPATCH);
    expect([code, errors]).toEqual([2, expect.stringContaining('would lose answers of GitHub')]);
  });
});

it('closes the issue once the cache has what was accepted, and not before', async () => {
  repo.commitFiles(listing('ada'));
  await github({}, {}, repo.git('rev-parse', 'HEAD'));
  const first = { ...FIRST, 'github-token': TOKEN, issue: 'true' };
  cache.failSaving('the service answered 503');
  const lost = await act(first, {}, DISPATCH);
  expect([lost.code, lost.errors]).toEqual([2, expect.stringContaining('503')]);
  const ofIssues = () => api?.requests.filter(({ target }) => target.includes('/issues')) ?? [];
  expect(ofIssues()).toEqual([]);
  cache.failSaving(null);
  expect((await act(first, {}, DISPATCH)).code).toBe(0);
  expect(ofIssues().length).toBeGreaterThan(0);
});

describe('with a database in the cache', () => {
  beforeEach(() => {
    repo.commitFiles(listing('Ada', 'octo-org/guards'));
  });

  it('names the workflow that makes the first one; accepts; is clean', async () => {
    const none = await act(SQLITE);
    expect(none.code).toBe(2);
    expect(none.errors).toContain(
      'gh workflow run drift.yml --repo octo-org/app -f mode=accept -f first=true -f reason="why this state is right"',
    );
    const made = await act(FIRST, {}, DISPATCH);
    expect([made.code, made.errors]).toEqual([0, '']);
    expect(made.summary).toContain('Accepted: main at');
    expect((await act(SQLITE)).code).toBe(0);
    repo.commitFiles({ [CI]: 'on: push\n' });
    expect((await act(SQLITE)).code).toBe(1);
    const again = await act(ACCEPT, {}, DISPATCH);
    expect([again.code, again.outputs['drift']]).toEqual([0, 'false']);
    expect(again.log).toContain('sequence 2');
    expect((await act(SQLITE)).code).toBe(0);
  });

  it('never takes a cache that fails for "there is none"', async () => {
    await act(FIRST, {}, DISPATCH);
    cache.fail('the service answered 503');
    for (const [inputs, event] of [
      [SQLITE, 'schedule'],
      [FIRST, DISPATCH],
    ] as const) {
      const { code, errors } = await act(inputs, {}, event);
      expect(code).toBe(2);
      expect(errors).toContain('503');
      expect(errors).not.toContain('is not there yet');
    }
  });

  it.each([
    ['on a schedule', ACCEPT, {}, 'schedule', 'a person has to ask for it'],
    ['from a branch', ACCEPT, { GITHUB_REF: 'refs/heads/next' }, DISPATCH, 'is refused: what is accepted is the state'],
    [
      "by a re-run of another's run",
      ACCEPT,
      { GITHUB_RUN_ATTEMPT: '2', GITHUB_ACTOR: 'mallory' },
      DISPATCH,
      'this is a re-run of a run that mallory started',
    ],
    [
      'by who re-runs the run of somebody on the list',
      ACCEPT,
      { GITHUB_RUN_ATTEMPT: '2', GITHUB_TRIGGERING_ACTOR: 'mallory' },
      DISPATCH,
      'An acceptance by mallory is refused',
    ],
    ['without a reason', { ...ACCEPT, reason: '' }, {}, DISPATCH, 'is needed with `mode: accept`'],
    ['with half a reason', { ...ACCEPT, reason: 'because' }, {}, DISPATCH, 'has 7 characters'],
    ['without saying that it is the first', ACCEPT, {}, DISPATCH, 'is not there yet'],
  ] as const)('refuses an acceptance %s', async (_name, inputs, environment, event, message) => {
    const { code, errors } = await act(inputs, environment, event);
    expect(code).toBe(2);
    expect(errors).toContain(message);
    expect((await act(SQLITE)).errors).toContain('is not there yet');
  });

  it('lets who is on the list re-run their own', async () => {
    const rerun = (inputs: Record<string, string>) => act(inputs, { GITHUB_RUN_ATTEMPT: '2' }, DISPATCH);
    const blind = await rerun(FIRST);
    expect([blind.code, blind.errors]).toEqual([2, expect.stringContaining('there is no remote named origin')]);
    await github({}, {}, repo.git('rev-parse', 'HEAD'));
    expect((await rerun({ ...FIRST, 'github-token': TOKEN })).code).toBe(0);
  });

  it('asks for the members of a team', async () => {
    const MEMBER = '/orgs/octo-org/teams/guards/memberships/mallory';
    const byMallory = { GITHUB_ACTOR: 'mallory', GITHUB_TRIGGERING_ACTOR: 'mallory' };
    const asMallory = () => act({ ...FIRST, 'github-token': TOKEN }, byMallory, DISPATCH);
    await github();
    expect((await asMallory()).errors).toContain('`drift.accept` of the default branch lists Ada, octo-org/guards');
    await api?.close();
    await github({ [MEMBER]: { status: 403, body: { message: 'no', status: '403' } } });
    const hidden = await asMallory();
    expect(hidden.errors).toContain('whether mallory is in a team that may accept could not be found out');
    await api?.close();
    await github({ [MEMBER]: { body: { state: 'pending' } } });
    expect((await asMallory()).code).toBe(2);
    await api?.close();
    await github({ [MEMBER]: { body: { state: 'active' } } });
    expect((await asMallory()).code).toBe(0);
  });
});

describe('without a list', () => {
  const accept = () => act({ ...FIRST, 'github-token': TOKEN }, {}, DISPATCH);

  it.each([
    ['admin', role('admin')],
    ['maintain', role('write', 'maintain')],
    ['a role made of maintain', role('write', 'releaser', { maintain: true })],
  ])('%s may accept', async (_name, reply) => {
    await github({ [ROLE]: reply });
    expect((await accept()).code).toBe(0);
  });

  it.each([
    ['write', role('write'), 'neither the role admin nor maintain'],
    ['an app', { status: 404, body: { message: 'Not Found', status: '404' } }, 'neither the role admin nor maintain'],
    ['nobody knows', { status: 500, body: {} }, 'the role of ada could not be found out: 500'],
    ['an answer of another form', { body: { permission: 7 } }, 'the role of ada could not be found out'],
  ] as const)('%s may not', async (_name, reply, message) => {
    await github({ [ROLE]: reply });
    const { code, errors } = await accept();
    expect(code).toBe(2);
    expect(errors).toContain(message);
  });

  it('nobody may without a token', async () => {
    expect((await act(FIRST, {}, DISPATCH)).errors).toContain('the input `github-token` is empty');
  });
});

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PhaseMirrorError } from '../../src/errors.js';
import type { RecordResult } from '../../src/oracle/record.js';
import { recordIssues } from '../../src/oracle/record-issues.js';
import type { RecordRequest, RecordTrigger } from '../../src/oracle.js';
import { openStores, recordRun } from '../../src/oracle.js';
import type { Stores } from '../../src/stores/stores.js';
import { workflow } from '../support/action-scenario.js';
import { TEST_ENVIRONMENT, type TestRepo, Workshop } from '../support/git-repo.js';
import { type IssuesServer, startIssues } from '../support/github-issues.js';

const NOW = Date.UTC(2026, 10, 24, 12);
const LINT = '.github/workflows/lint.yml';
const GOOD = { [LINT]: workflow('lint'), '.phase-mirror.yml': 'version: 1\nrequired-checks: [lint]\n', 'a.txt': '1\n' };
const BAD = { [LINT]: workflow('checkstyle') };

const workshop = new Workshop();
afterAll(() => workshop.clean());

let server: IssuesServer;
let pulls: Map<number, Pull>;
let file: string;
let now: number;

interface Pull {
  readonly number: number;
  readonly author: number;
  readonly headSha: string;
  readonly mergeSha?: string | null;
  readonly base?: string;
  readonly fork?: boolean;
  readonly state?: 'open' | 'closed';
  readonly bot?: boolean;
  /** Commits that GitHub says belong to it. */
  readonly commits?: readonly string[];
}

beforeEach(async () => {
  server = await startIssues();
  pulls = new Map();
  now = NOW;
  file = join(workshop.folder('store'), 'store.db');
  server.intercept = (method, path) => {
    if (method !== 'GET') return undefined;
    const ok = (body: unknown) => ({ status: 200, body });
    const ofCommit = /^\/commits\/([0-9a-f]+)\/pulls$/.exec(path)?.[1];
    if (ofCommit !== undefined) {
      return ok(
        [...pulls.values()].filter(({ commits, headSha }) => (commits ?? [headSha]).includes(ofCommit)).map(shape),
      );
    }
    const one = /^\/pulls\/(\d+)(\/commits)?$/.exec(path);
    const pull = pulls.get(Number(one?.[1]));
    if (one !== null && pull === undefined) return { status: 404 };
    if (pull !== undefined) {
      return ok(one?.[2] === undefined ? shape(pull) : [{ author: { id: pull.author }, committer: { id: 900 } }]);
    }
    if (path.startsWith('/rules/')) return ok([]);
    if (path.startsWith('/branches/')) return ok({ name: 'main', protected: false, protection: { enabled: false } });
    return undefined;
  };
});
afterEach(() => server.close());

function shape({
  number,
  author,
  headSha,
  mergeSha = null,
  base = 'main',
  fork = false,
  state = 'open',
  bot = false,
}: Pull) {
  return {
    number,
    state,
    commits: 1,
    user: { id: author, type: bot ? 'Bot' : 'User' },
    head: { sha: headSha, repo: { id: fork ? 43 : 42 } },
    base: { ref: base, repo: { id: 42 } },
    merge_commit_sha: mergeSha,
  };
}

/** A repository with `lint` required and reported, and a branch that renames the job. */
function scenario(): { origin: TestRepo; main: string; change: string } {
  const origin = workshop.repo();
  const main = origin.commitFiles(GOOD);
  origin.git('checkout', '--quiet', '-b', 'change');
  const change = origin.commitFiles(BAD);
  origin.git('checkout', '--quiet', 'main');
  return { origin, main, change };
}

function request(folder: string, trigger: RecordTrigger, more: Partial<RecordRequest> = {}): RecordRequest {
  return {
    folder,
    environment: { ...TEST_ENVIRONMENT, RUNNER_TEMP: workshop.root },
    clock: () => now,
    strict: false,
    repository: 'octo-org/app',
    token: 'ghs_test',
    apiUrl: server.url,
    apiExpected: true,
    eventName: trigger.kind,
    timings: false,
    trigger,
    repositoryId: 42,
    ownerId: 7,
    defaultBranch: 'main',
    serverUrl: 'https://github.com',
    store: { backend: 'sqlite', file },
    dryRun: false,
    ...more,
  };
}

const run = (headSha: string, pullRequest: number | null = 1): RecordTrigger => ({
  kind: 'workflow_run',
  event: 'pull_request',
  headSha,
  pullRequest,
  actorId: 5,
  createdAt: now,
});

async function stored<T>(read: (stores: Stores) => Promise<T>): Promise<T> {
  const stores = await openStores({ backend: 'sqlite', file, access: 'read' }, { now: () => now });
  try {
    return await read(stores);
  } finally {
    await stores.close();
  }
}

async function events() {
  return stored(async ({ fp }) => {
    const found = [];
    for await (const event of fp.listEvents({})) found.push(event);
    return found;
  });
}

describe('a pull request that another run judged', () => {
  it('is judged again from its commits, recorded once, and counted for the breaker', async () => {
    const { origin, change } = scenario();
    pulls.set(1, { number: 1, author: 11, headSha: change });
    const checkout = workshop.checkout(origin, 'refs/heads/main', 0);
    const first = await recordRun(request(checkout.dir, run(change)));
    expect(first).toMatchObject({
      recorded: 1,
      known: 0,
      blocks: 1,
      consent: { kind: 'implicit' },
      notes: [],
      incomplete: false,
    });
    expect(
      first.outcomes.map(({ change: name, blockedBy, report }) => [name, blockedBy, report.decision.outcome]),
    ).toEqual([['pr#1', ['MD-001'], 'block']]);
    expect(await events()).toMatchObject([
      {
        ruleId: 'MD-001',
        change: 'pr#1',
        repository: 'repository:42',
        saltVersion: 0,
        actors: ['actor:11', 'actor:5', 'actor:900'],
        blocked: true,
        level: 'block',
        state: 'pending',
        occurredAt: NOW,
      },
    ]);
    now += 60_000;
    expect(await recordRun(request(checkout.dir, run(change)))).toMatchObject({ recorded: 0, known: 1, blocks: 0 });
    expect(await stored(({ blocks }) => blocks.blocksSince('MD-001', 42, NOW - 1))).toEqual([
      { ruleId: 'MD-001', repositoryId: 42, pullRequest: 1, authorId: 11, firstSeenAt: NOW },
    ]);
  });

  it('is fetched where the checkout is shallow, and taken as the merge that GitHub made', async () => {
    const { origin, main, change } = scenario();
    origin.git('checkout', '--quiet', '--detach', 'main');
    origin.git('merge', '--quiet', '--no-ff', '-m', 'merge', 'change');
    const mergeSha = origin.git('rev-parse', 'HEAD');
    origin.git('update-ref', 'refs/pull/1/merge', mergeSha);
    origin.git('checkout', '--quiet', 'main');
    origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
    pulls.set(1, { number: 1, author: 11, headSha: change, mergeSha });
    const checkout = workshop.checkout(origin, 'refs/heads/main', 1);
    const { outcomes, recorded } = await recordRun(request(checkout.dir, run(change)));
    expect(recorded).toBe(1);
    expect(outcomes[0]?.report).toMatchObject({
      subject: { id: `commit:${mergeSha}` },
      base: { id: `commit:${main}` },
    });
  });

  it('of a fork is recorded and never counted for the breaker', async () => {
    const { origin, change } = scenario();
    pulls.set(1, { number: 1, author: 11, headSha: change, fork: true });
    const checkout = workshop.checkout(origin, 'refs/heads/main', 0);
    expect(await recordRun(request(checkout.dir, run(change, null)))).toMatchObject({ recorded: 1, blocks: 0 });
  });

  it.each<[string, Partial<Pull>, RecordTrigger | null, string]>([
    [
      'that moved on',
      { headSha: 'a'.repeat(40) },
      null,
      'Nothing to record: #1 has moved on, and its newer run is recorded.',
    ],
    ['into another branch', { base: 'release' }, null, 'Nothing to record: #1 does not go into main.'],
    [
      'that is none',
      {},
      { kind: 'workflow_run', event: 'push', headSha: '', pullRequest: null, actorId: null, createdAt: null },
      'Nothing to record: the run was of the event push, not of a pull request.',
    ],
  ])('%s is left alone', async (_, fields, trigger, note) => {
    const { origin, change } = scenario();
    pulls.set(1, { number: 1, author: 11, headSha: change, commits: [change], ...fields });
    const checkout = workshop.checkout(origin, 'refs/heads/main', 0);
    expect(await recordRun(request(checkout.dir, trigger ?? run(change)))).toMatchObject({
      outcomes: [],
      notes: [note],
      incomplete: false,
    });
  });

  it('that cannot be asked for is not recorded under another name', async () => {
    const { origin, change } = scenario();
    const checkout = workshop.checkout(origin, 'refs/heads/main', 0);
    const { notes, incomplete, recorded } = await recordRun(request(checkout.dir, run(change)));
    expect([recorded, incomplete]).toEqual([0, true]);
    expect(notes).toEqual([
      'Not recorded: the pull request could not be asked for: 404: no such pull request of octo-org/app is visible to the token.',
    ]);
  });
});

describe('a push to the default branch', () => {
  function merged() {
    const { origin, main, change } = scenario();
    origin.git('merge', '--quiet', '--no-ff', '-m', 'merge', 'change');
    return { origin, main, change, after: origin.git('rev-parse', 'HEAD') };
  }
  const push = (before: string, after: string): RecordTrigger => ({
    kind: 'push',
    before,
    after,
    branch: 'main',
    pusherId: 5,
  });

  it('opens one issue for what would have been blocked, and nobody has to close it twice', async () => {
    const { origin, main, change, after } = merged();
    pulls.set(3, { number: 3, author: 11, headSha: change, mergeSha: after, commits: [after] });
    const checkout = workshop.checkout(origin, 'refs/heads/main', 0);
    const result = await recordRun(request(checkout.dir, push(main, after)));
    expect(result).toMatchObject({ recorded: 1, blocks: 0, notes: [] });
    expect(result.issues.map(({ action }) => action)).toEqual(['created']);
    expect(server.issues).toHaveLength(1);
    expect(server.issues[0]).toMatchObject({
      title: 'Merged to main although the gate would have blocked it: #3',
      labels: [{ name: 'runtime-enforcement' }, { name: 'governance' }],
    });
    expect(server.issues[0]?.body).toContain(`Pull request #3 (${after}) is on the branch.`);
    expect(server.issues[0]?.body).toContain('| MD-001 | No job reports the required check "lint" |');
    expect((await recordRun(request(checkout.dir, push(main, after)))).issues[0]).toMatchObject({
      action: 'unchanged',
    });
    (server.issues[0] as { state: string }).state = 'closed';
    expect((await recordRun(request(checkout.dir, push(main, after)))).issues[0]).toMatchObject({
      action: 'unchanged',
    });
    expect(server.issues.map(({ state }) => state)).toEqual(['closed']);
  });

  it('of several merges is recorded one by one', async () => {
    const { origin, main, change, after } = merged();
    origin.git('checkout', '--quiet', '-b', 'second', 'main');
    const second = origin.commitFiles({ 'b.txt': '2\n' });
    origin.git('checkout', '--quiet', 'main');
    origin.git('merge', '--quiet', '--no-ff', '-m', 'merge second', 'second');
    const last = origin.git('rev-parse', 'HEAD');
    pulls.set(3, { number: 3, author: 11, headSha: change, mergeSha: after, commits: [after] });
    pulls.set(4, { number: 4, author: 12, headSha: second, mergeSha: last, commits: [last] });
    const checkout = workshop.checkout(origin, 'refs/heads/main', 0);
    const { outcomes } = await recordRun(request(checkout.dir, push(main, last)));
    expect(outcomes.map(({ change: name, report }) => [name, report.decision.outcome])).toEqual([
      ['pr#3', 'block'],
      ['pr#4', 'pass'],
    ]);
  });

  it('without a pull request is recorded under the branch, and a dry run writes nothing', async () => {
    const { origin, main, after } = merged();
    const checkout = workshop.checkout(origin, 'refs/heads/main', 0);
    const dry = await recordRun(request(checkout.dir, push(main, after), { dryRun: true }));
    expect(dry).toMatchObject({ recorded: 0, issues: [], notes: ['Dry run: nothing is written.'], store: 'none' });
    expect(server.writes).toEqual([]);
    expect(await recordRun(request(checkout.dir, push(main, after)))).toMatchObject({ recorded: 1 });
    expect(await events()).toMatchObject([{ change: 'ref#refs/heads/main', actors: ['actor:5'] }]);
  });
});

describe('nothing that lands is left unseen', () => {
  const push = (before: string, after: string): RecordTrigger => ({
    kind: 'push',
    before,
    after,
    branch: 'main',
    pusherId: 5,
  });

  /** A bad commit, and `more` harmless ones on top of it. */
  function hidden(more: number) {
    const origin = workshop.repo();
    const before = origin.commitFiles(GOOD);
    const bad = origin.commitFiles(BAD);
    for (let i = 0; i < more; i += 1) origin.commit(`harmless ${i}`);
    return { origin, before, bad, after: origin.git('rev-parse', 'HEAD') };
  }

  it('below many commits', async () => {
    const { origin, before, after } = hidden(60);
    const checkout = workshop.checkout(origin, 'refs/heads/main', 0);
    const result = await recordRun(request(checkout.dir, push(before, after)));
    expect(result.notes[0]).toBe('The push holds 61 commits; the first 11 are judged as one change.');
    expect(result.outcomes[0]?.report.decision.outcome).toBe('block');
    expect(result.issues).toMatchObject([{ action: 'created' }]);
    expect(result.incomplete).toBe(true);
  }, 120_000);

  it('in a shallow checkout, nor after a force push', async () => {
    const { origin, before, after } = hidden(2);
    origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
    const shallow = workshop.checkout(origin, 'refs/heads/main', 1);
    const result = await recordRun(request(shallow.dir, push(before, after)));
    expect(result.outcomes.map(({ report }) => report.decision.outcome)).toEqual(['block']);
    expect(result.notes[0]).toContain('The checkout lacks the history');
    expect(result.issues).toMatchObject([{ action: 'created' }]);
    expect([result.incomplete, result.recorded]).toEqual([true, 0]);
    origin.git('checkout', '--quiet', '--orphan', 'other');
    origin.commitFiles({ [LINT]: workflow('checkstyle'), '.phase-mirror.yml': GOOD['.phase-mirror.yml'] });
    const forced = origin.git('rev-parse', 'HEAD');
    origin.git('branch', '--force', 'main', forced);
    const again = await recordRun(request(workshop.checkout(origin, 'refs/heads/main', 0).dir, push(before, forced)));
    expect(again.outcomes.map(({ report }) => report.decision.outcome)).toEqual(['block']);
  }, 60_000);

  it('when GitHub does not say whose it is', async () => {
    const { origin, before, after } = hidden(0);
    const answer = server.intercept;
    server.intercept = (method, path) =>
      /^\/commits\/.*\/pulls$/.test(path) ? { status: 403 } : answer?.(method, path);
    const checkout = workshop.checkout(origin, 'refs/heads/main', 0);
    const result = await recordRun(request(checkout.dir, push(before, after)));
    expect(result).toMatchObject({ recorded: 0, incomplete: true, issues: [{ action: 'created' }] });
    expect(result.notes[0]).toMatch(
      /^Not recorded: [0-9a-f]{12}, because its pull request could not be asked for: 403: /,
    );
  });

  it('beside a commit that cannot be judged', async () => {
    const origin = workshop.repo();
    const before = origin.commitFiles(GOOD);
    origin.commitFiles(BAD);
    origin.commitFiles({ '.phase-mirror.yml': 'version: 7\n' });
    const after = origin.commitFiles({ '.phase-mirror.yml': GOOD['.phase-mirror.yml'] });
    const checkout = workshop.checkout(origin, 'refs/heads/main', 0);
    const result = await recordRun(request(checkout.dir, push(before, after)));
    expect(result.issues).toMatchObject([{ action: 'created' }]);
    expect(result.incomplete).toBe(true);
    expect(result.notes.join(' ')).toContain('Not judged: ref#refs/heads/main');
  });

  it('when nothing can be written: the issue is opened first, and the failure is for the caller', async () => {
    const { origin, before, after } = hidden(0);
    file = join(workshop.folder('store'), 'folder.db');
    mkdirSync(file);
    const checkout = workshop.checkout(origin, 'refs/heads/main', 0);
    const result = await recordRun(request(checkout.dir, push(before, after)));
    expect(result).toMatchObject({ recorded: 0, incomplete: true, issues: [{ action: 'created' }] });
    expect(result.failure).toBeInstanceOf(PhaseMirrorError);
  });

  it('and the commits of a rebased pull request are judged together, as they were reviewed', async () => {
    const origin = workshop.repo();
    const before = origin.commitFiles(GOOD);
    const first = origin.commitFiles(BAD);
    const second = origin.commitFiles(GOOD);
    pulls.set(3, { number: 3, author: 11, headSha: 'f'.repeat(40), mergeSha: second, commits: [first, second] });
    const checkout = workshop.checkout(origin, 'refs/heads/main', 0);
    const result = await recordRun(request(checkout.dir, push(before, second)));
    expect(result.outcomes.map(({ change, report }) => [change, report.decision.outcome])).toEqual([['pr#3', 'pass']]);
    expect(result.issues).toEqual([]);
  });
});

describe('what does not count for the breaker', () => {
  it.each<[string, Partial<Pull>, number]>([
    ['a closed pull request', { state: 'closed' }, 0],
    ['a pull request of an app', { bot: true }, 0],
    ['a run of more than an hour ago, whoever runs it again', {}, 61],
  ])('%s', async (_, fields, minutes) => {
    const { origin, change } = scenario();
    pulls.set(1, { number: 1, author: 11, headSha: change, ...fields });
    const checkout = workshop.checkout(origin, 'refs/heads/main', 0);
    const trigger = { ...run(change), createdAt: now - minutes * 60_000 } as RecordTrigger;
    expect(await recordRun(request(checkout.dir, trigger))).toMatchObject({ recorded: 1, blocks: 0 });
  });

  it('a later attempt of a run: it counts from when the first was', async () => {
    const { origin, change } = scenario();
    pulls.set(1, { number: 1, author: 11, headSha: change });
    const checkout = workshop.checkout(origin, 'refs/heads/main', 0);
    const trigger = { ...run(change), createdAt: NOW - 30 * 60_000 } as RecordTrigger;
    await recordRun(request(checkout.dir, trigger));
    expect(await stored(({ blocks }) => blocks.blocksSince('MD-001', 42, NOW - 60 * 60_000))).toMatchObject([
      { firstSeenAt: NOW - 30 * 60_000 },
    ]);
  });
});

describe('the circuit breaker', () => {
  const result: RecordResult = {
    outcomes: [],
    recorded: 0,
    known: 0,
    blocks: 0,
    consent: { kind: 'implicit' },
    notes: [],
    incomplete: false,
    failure: undefined,
  };
  const aws: RecordRequest['store'] = {
    backend: 'aws',
    environment: 'staging',
    region: 'eu-central-1',
    session: { action: 'record', runId: '1' },
    oidc: { requestUrl: undefined, requestToken: undefined },
    restricted: null,
  };

  it('is fed by record; its issue opens with the tenth pull request, and closes when the hour is over', async () => {
    const { origin } = scenario();
    for (let number = 1; number <= 10; number += 1) {
      origin.git('checkout', '--quiet', '-b', `pr${number}`, 'main');
      pulls.set(number, {
        number,
        author: 10 + (number % 3),
        headSha: origin.commitFiles({ ...BAD, 'n.txt': `${number}\n` }),
      });
    }
    const checkout = workshop.checkout(origin, 'refs/heads/main', 0);
    const keep = (store: RecordRequest['store'], more: Partial<RecordResult> = {}) =>
      stored(({ blocks }) =>
        recordIssues({
          request: request(checkout.dir, run(''), { store }),
          result: { ...result, ...more },
          blocks,
          now,
        }),
      );
    for (const { number, headSha } of pulls.values()) {
      now += 60_000;
      expect(await recordRun(request(checkout.dir, run(headSha, number)))).toMatchObject({ blocks: 1, issues: [] });
      await keep(aws);
      expect(server.issues).toHaveLength(number < 10 ? 0 : 1);
    }
    expect(server.issues[0]).toMatchObject({
      title: 'Paused: MD-001 blocked many pull requests within an hour',
      state: 'open',
    });
    expect(server.issues[0]?.body).toContain('| MD-001 | 10 | 3 | 2026-11-24 13:01 UTC |');
    now = NOW + 62 * 60_000;
    // A run that could not see everything closes nothing.
    expect(await keep(aws, { incomplete: true })).toEqual([]);
    expect(await keep({ backend: 'sqlite', file })).toEqual([]);
    expect(await keep(aws)).toMatchObject([{ action: 'closed' }]);
    expect(server.issues[0]).toMatchObject({ state: 'closed' });
  }, 60_000);
});

/** Taking verdicts in, against a database and GitHub's API on the loopback. */

import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ingestSentences } from '../../src/calibration/words.js';
import { ingest } from '../../src/oracle/calibrate-ingest.js';
import { localIdOf } from '../../src/oracle/local.js';
import { eventIdOf } from '../../src/oracle/record.js';
import { evaluate, type IngestRequest, openStores } from '../../src/oracle.js';
import type { FPEvent, StoredEvent } from '../../src/stores/ports.js';
import { workflow } from '../support/action-scenario.js';
import { TEST_ENVIRONMENT, type TestRepo, Workshop } from '../support/git-repo.js';
import { forbidden, type GitHubApi, startGitHubApi } from '../support/github-api.js';
import { type FakeAlert, type Person, type ReviewWorld, reviewFront, reviewWorld } from '../support/github-review.js';

const NOW = Date.UTC(2026, 10, 24, 12);
const REPOSITORY = 'repository:42';
const ada: Person = { id: 5, login: 'ada' };
const bob: Person = { id: 6, login: 'bob' };
const cid: Person = { id: 7, login: 'cid' };
const eve: Person = { id: 9, login: 'eve' };
const bot: Person = { id: 8, login: 'merge[bot]', type: 'Bot' };
const CONFIG = 'version: 1\ncalibration: {reviewers: [ada, bob, octo-org/sec]}\n';

const workshop = new Workshop();
afterAll(() => workshop.clean());

let world: ReviewWorld;
let api: GitHubApi;
let file: string;
beforeEach(async () => {
  world = reviewWorld();
  world.people.push(ada, bob, cid, eve);
  world.teams.set('octo-org/sec', [cid]);
  api = await startGitHubApi({ elsewhere: (attempt, url) => reviewFront(world)(attempt, url) });
  file = join(workshop.folder('store'), 'store.db');
});
afterEach(() => api.close());

/** 32 hex digits. */
const id = (digit: number): string => digit.toString(16).padStart(32, '0');

function event(findingId: string, change: string, actors: readonly number[], more: Partial<FPEvent> = {}): FPEvent {
  return {
    eventId: eventIdOf(REPOSITORY, change, findingId, 1),
    findingId,
    ruleId: 'MD-001',
    ruleVersion: 1,
    repository: REPOSITORY,
    saltVersion: 0,
    change,
    severity: 'high',
    level: 'block',
    blocked: true,
    actors: actors.map((actor) => `actor:${actor}`),
    occurredAt: NOW - 1000,
    ...more,
  };
}

async function withStores<T>(use: (stores: Awaited<ReturnType<typeof openStores>>) => Promise<T>): Promise<T> {
  const stores = await openStores({ backend: 'sqlite', file, access: 'create' }, { now: () => NOW });
  try {
    return await use(stores);
  } finally {
    await stores.close();
  }
}

const recorded = (...events: FPEvent[]) => withStores(({ fp }) => fp.recordEvents(events));

async function stored(): Promise<StoredEvent[]> {
  return await withStores(async ({ fp }) => {
    const found: StoredEvent[] = [];
    for await (const one of fp.listEvents({})) found.push(one);
    return found;
  });
}

/** What people said, `<finding digit> <change>: kind by reviewer: ticket`. */
async function said(): Promise<string[]> {
  return (await stored())
    .flatMap(({ findingId, change, verdicts }) =>
      verdicts.map(({ kind, reviewer, ticket, source }) => {
        return `${Number.parseInt(findingId, 16)} ${change}: ${kind} by ${reviewer} (${source}): ${ticket}`;
      }),
    )
    .sort();
}

function repo(files: Readonly<Record<string, string>> = { '.phase-mirror.yml': CONFIG }): TestRepo {
  const made = workshop.repo();
  made.commitFiles(files);
  return made;
}

function request(folder: string, more: Partial<IngestRequest> = {}): IngestRequest {
  return {
    folder,
    environment: TEST_ENVIRONMENT,
    clock: () => NOW,
    store: { backend: 'sqlite', file },
    repository: 'octo-org/app',
    repositoryId: 42,
    ownerId: 1,
    token: 'ghs_test',
    apiUrl: api.url,
    runUrl: '',
    sources: ['alerts'],
    ...more,
  };
}

const alert = (number: number, finding: number, by: Person | null, more: Partial<FakeAlert> = {}): FakeAlert => ({
  number,
  message: `Required check [pm:${id(finding)}]`,
  by,
  ...more,
});

describe('alerts', () => {
  it('become verdicts on every event of the finding, once', async () => {
    await recorded(event(id(1), 'pr#1', [11]), event(id(1), 'pr#2', [12]), event(id(2), 'pr#1', [11]));
    world.alerts = [
      alert(1, 1, ada, { comment: 'key AKIAIOSFODNN7EXAMPLE is generated' }),
      alert(2, 2, cid, { reason: "won't fix" }),
    ];
    const { dir } = repo();
    expect(await ingest(request(dir))).toEqual({
      read: { alert: 2, suppression: 0, file: 0 },
      stored: 3,
      known: 0,
      refused: [],
      examples: [],
      notStored: '',
    });
    const after = [
      '1 pr#1: false-positive by actor:5 (alert): key [redacted:aws-access-key-id] is generated',
      '1 pr#2: false-positive by actor:5 (alert): key [redacted:aws-access-key-id] is generated',
      '2 pr#1: true-positive by actor:7 (alert): seen',
    ];
    expect(await said()).toEqual(after);
    expect(await ingest(request(dir))).toMatchObject({ stored: 0, known: 3 });
    expect(await said()).toEqual(after);
  });

  it('of pull requests that are not merged count as well', async () => {
    await recorded(event(id(1), 'pr#3', [11]), event(id(2), 'ref#refs/heads/main', [11]));
    world.alerts = [alert(1, 1, ada, { ref: 'refs/pull/3/merge' })];
    expect(await ingest(request(repo().dir))).toMatchObject({ stored: 1, refused: [] });
    expect(await said()).toEqual(['1 pr#3: false-positive by actor:5 (alert): seen']);
  });

  it('of pull requests count where nothing was ever uploaded for the default branch', async () => {
    await recorded(event(id(1), 'pr#3', [11]));
    world.alerts = [alert(1, 1, ada, { ref: 'refs/pull/3/merge' })];
    world.empty.add('main');
    const summary = await ingest(request(repo().dir));
    expect(summary).toMatchObject({ stored: 1 });
    expect(summary.notes).toBeUndefined();
  });

  it('of more pull requests than are asked for are left aside, the oldest first, and said', async () => {
    const changes = Array.from({ length: 52 }, (_, index) => index + 1);
    await recorded(...changes.map((n) => event(id(n), `pr#${n}`, [11], { occurredAt: NOW - 100_000 + n })));
    world.alerts = changes.map((n) => alert(n, n, ada, { ref: `refs/pull/${n}/merge` }));
    const summary = await ingest(request(repo().dir));
    expect(summary).toMatchObject({ read: { alert: 50 }, stored: 50 });
    expect(summary.notes).toEqual([
      'Only alerts of the last 50 pull requests with pending findings were read, of as many with dismissed alerts, and of the default branch',
    ]);
    expect((await said()).filter((verdict) => /^[12] /.test(verdict))).toEqual([]);
    // Those that are judged make room, and are asked for beside them.
    expect(await ingest(request(repo().dir))).toMatchObject({ read: { alert: 52 }, stored: 2, known: 50 });
  });

  it('stop being asked for where GitHub does not answer', async () => {
    await recorded(event(id(1), 'pr#1', [11]), event(id(2), 'pr#2', [11]));
    world.alerts = [alert(1, 1, ada)];
    world.empty.add('refs/pull/2/merge!');
    expect(await ingest(request(repo().dir))).toMatchObject({
      stored: 1,
      incomplete: true,
      notes: [expect.stringContaining('Alerts of pull request #2 could not be read: 403')],
    });
  });

  it('of one person: the latest word counts, whatever was said in a terminal or alert before', async () => {
    await recorded(event(id(1), 'pr#1', [11]));
    await withStores(({ fp }) =>
      fp.confirmTruePositive(
        { repository: REPOSITORY, findingId: id(1) },
        { reviewer: 'actor:5', ticket: 'later', at: NOW, source: 'cli' },
      ),
    );
    world.alerts = [alert(1, 1, ada, { at: '2026-11-20T10:00:00Z' })];
    const { dir } = repo();
    expect(await ingest(request(dir))).toMatchObject({ stored: 0 });
    expect(await said()).toEqual(['1 pr#1: true-positive by actor:5 (cli): later']);
    world.alerts = [
      alert(1, 1, bob, { at: '2026-11-20T10:00:00Z', comment: 'first' }),
      alert(2, 1, bob, { at: '2026-11-21T10:00:00Z', comment: 'second', reason: 'used in tests' }),
    ];
    expect(await ingest(request(dir))).toMatchObject({
      stored: 1,
      refused: [{ reason: 'which the same person replaced by a later one', count: 1 }],
    });
    expect(await said()).toContain('1 pr#1: true-positive by actor:6 (alert): second');
  });

  it.each<[string, FakeAlert, string]>([
    ['no reviewer', alert(1, 1, eve), 'alert 1 (finding 00000000): by somebody who is not among the reviewers (eve)'],
    ['its author', alert(1, 1, bob), 'alert 1 (finding 00000000): by somebody who took part in the change (bob)'],
    ['an app', alert(1, 1, bot), 'alert 1 (finding 00000000): by an app, which answers for nothing (merge[bot])'],
    ['nobody', alert(1, 1, null), 'alert 1 (finding 00000000): by nobody who is known'],
    [
      'no comment',
      alert(1, 1, ada, { comment: null }),
      'alert 1 (finding 00000000): without a comment or ticket (ada)',
    ],
    ['no event', alert(1, 9, ada), 'alert 1 (finding 00000000): about a finding that was not recorded here (ada)'],
    ['no finding', { number: 1, message: 'x', by: ada }, 'alert 1: without the id of a finding (ada)'],
    [
      'an unknown reason',
      alert(1, 1, ada, { reason: null }),
      'alert 1 (finding 00000000): for a reason that does not say who was right (ada)',
    ],
  ])('are refused and not stored: %s', async (_what, one, example) => {
    await recorded(event(id(1), 'pr#1', [6, 11]));
    world.alerts = [one];
    const summary = await ingest(request(repo().dir));
    expect(summary).toMatchObject({ read: { alert: 1 }, stored: 0, examples: [example] });
    expect(summary.refused.map(({ count }) => count)).toEqual([1]);
    expect(await said()).toEqual([]);
  });

  it('speak of the changes of others where the reviewer took part in one', async () => {
    await recorded(event(id(1), 'pr#1', [5]), event(id(1), 'pr#2', [11]));
    world.alerts = [alert(1, 1, ada)];
    expect(await ingest(request(repo().dir))).toMatchObject({ stored: 2, refused: [] });
  });

  it('without code scanning are no loss; without the permission the run is incomplete', async () => {
    await recorded(event(id(1), 'pr#1', [11]));
    const { dir } = repo();
    const message = 'Advanced Security must be enabled for this repository to use code scanning.';
    world.instead.set('/code-scanning/', { status: 403, body: { message } });
    const without = await ingest(request(dir));
    expect(without).toMatchObject({ stored: 0, notes: ['No alerts: octo-org/app has no code scanning'] });
    expect(without.incomplete).toBeUndefined();
    world.instead.set('/code-scanning/', { status: 404, body: { message: 'no analysis found' } });
    const empty = await ingest(request(dir));
    expect(empty.notes).toEqual(['No alerts: nothing was uploaded to the code scanning of octo-org/app yet']);
    expect(empty.incomplete).toBeUndefined();
    world.instead.set('/code-scanning/', forbidden());
    expect(await ingest(request(dir))).toMatchObject({
      notes: [expect.stringContaining('Alerts could not be read: 403: the token lacks `security-events: read`')],
      incomplete: true,
    });
    expect(
      await ingest(request(dir, { sources: ['alerts', 'suppressions'], token: undefined as never })),
    ).toMatchObject({ incomplete: true });
  });
});

describe('a mass dismissal', () => {
  const SIXTY = Array.from({ length: 60 }, (_, index) => index + 1);

  it('by one person is stored as the word of one person', async () => {
    await recorded(...SIXTY.map((n) => event(id(n), `pr#${n}`, [11])));
    world.alerts = SIXTY.map((n) => alert(n, n, ada));
    expect(await ingest(request(repo().dir))).toMatchObject({ stored: 60 });
    const reviewers = (await stored()).flatMap(({ verdicts }) => verdicts.map(({ reviewer }) => reviewer));
    expect(new Set(reviewers)).toEqual(new Set(['actor:5']));
  });

  it('by the authors of the changes is refused, all of it', async () => {
    await recorded(...SIXTY.map((n) => event(id(n), `pr#${n}`, [n % 2 === 0 ? 5 : 6, 11])));
    world.alerts = SIXTY.map((n) => alert(n, n, n % 2 === 0 ? ada : bob));
    const summary = await ingest(request(repo().dir));
    expect(summary).toMatchObject({
      stored: 0,
      refused: [{ reason: 'by somebody who took part in the change', count: 60 }],
    });
    expect(summary.examples).toHaveLength(50);
    expect(await said()).toEqual([]);
  });

  it('of findings that were never recorded is refused, and makes no event', async () => {
    await recorded(event(id(99), 'pr#1', [11]));
    world.alerts = SIXTY.map((n) => alert(n, n, ada));
    expect(await ingest(request(repo().dir))).toMatchObject({
      stored: 0,
      refused: [{ reason: 'about a finding that was not recorded here', count: 60 }],
    });
    expect(await stored()).toHaveLength(1);
  });

  it('of 30 findings of one pull request stays with that pull request', async () => {
    await recorded(...SIXTY.slice(0, 30).map((n) => event(id(n), 'pr#1', [11])));
    world.alerts = SIXTY.slice(0, 30).map((n) => alert(n, n, n % 2 === 0 ? ada : bob));
    expect(await ingest(request(repo().dir))).toMatchObject({ stored: 30, refused: [] });
    expect(new Set((await stored()).map(({ change }) => change))).toEqual(new Set(['pr#1']));
  });

  it('by people whom only the work tree lists is refused: the commit counts', async () => {
    await recorded(event(id(1), 'pr#1', [11]));
    world.alerts = [alert(1, 1, eve)];
    const made = repo();
    made.write('.phase-mirror.yml', 'version: 1\ncalibration: {reviewers: [eve]}\n');
    expect(await ingest(request(made.dir))).toMatchObject({ stored: 0 });
    expect(await said()).toEqual([]);
  });
});

describe('reviewers', () => {
  it('that cannot be told are named, and the run is incomplete where GitHub did not say', async () => {
    await recorded(event(id(1), 'pr#1', [11]));
    world.alerts = [alert(1, 1, ada)];
    const list = '[ada, gone, "x@example.org", octo-org/secret, robot]';
    world.people.push({ id: 20, login: 'robot', type: 'Organization' });
    const { dir } = repo({ '.phase-mirror.yml': `version: 1\ncalibration:\n  reviewers: ${list}\n` });
    const summary = await ingest(request(dir));
    expect(summary).toMatchObject({ stored: 1, incomplete: true });
    const at = 'in `calibration.reviewers` (.phase-mirror.yml:3)';
    expect(summary.notes).toEqual([
      `"gone" ${at} is no account of GitHub; a renamed one has to be listed anew`,
      `"octo-org/secret" ${at} counts only where the token may list its members: 404: octo-org/secret is not visible to the token`,
      `"robot" ${at} is no person: nobody else answers for a verdict`,
    ]);
  });

  it('are nobody without a list', async () => {
    await recorded(event(id(1), 'pr#1', [11]));
    world.alerts = [alert(1, 1, ada)];
    expect(await ingest(request(repo({ 'a.txt': '1' }).dir))).toMatchObject({ stored: 0, read: { alert: 1 } });
  });
});

describe('a file', () => {
  const line = (reviewer: number | string, more: object = {}) =>
    JSON.stringify({
      ...{ finding: id(1), verdict: 'false-positive', reviewer, comment: 'PROJ-7', at: '2026-11-20T10:00:00Z' },
      ...more,
    });
  const input = (...lines: string[]) => ({
    input: { name: 'v.jsonl', text: lines.join('\n') },
    sources: ['file'] as const,
  });

  it('speaks by id, by login and by address', async () => {
    await recorded(event(id(1), 'pr#1', [11]), event(id(2), 'pr#2', [11]), event(id(3), 'pr#3', [11]));
    const list = '[ada, bob, "Ann@Example.org"]';
    const { dir } = repo({ '.phase-mirror.yml': `version: 1\ncalibration: {reviewers: ${list}}\n` });
    const text = input(line(5), line('@BOB', { finding: id(2) }), line('ann@example.org', { finding: id(3) }));
    expect(await ingest(request(dir, text))).toMatchObject({ read: { file: 3 }, stored: 3, refused: [] });
    expect((await said()).map((verdict) => verdict.replace(/ \(file\).*/, ''))).toEqual([
      '1 pr#1: false-positive by actor:5',
      '2 pr#2: false-positive by actor:6',
      `3 pr#3: false-positive by actor:${localIdOf('ann@example.org')}`,
    ]);
  });

  it('names people in vain who are not listed', async () => {
    await recorded(event(id(1), 'pr#1', [11]));
    const text = input(line(9), line('eve'), line('name:5'), line(`local:${'0'.repeat(32)}`));
    expect(await ingest(request(repo().dir, text))).toMatchObject({
      stored: 0,
      refused: [{ reason: 'by somebody who is not among the reviewers', count: 4 }],
      examples: expect.arrayContaining([
        'v.jsonl:2 (finding 00000000): by somebody who is not among the reviewers (eve)',
      ]),
    });
  });

  it('needs no GitHub for those who have an address', async () => {
    await recorded(event(id(1), 'pr#1', [11]));
    const { dir } = repo({ '.phase-mirror.yml': 'version: 1\ncalibration: {reviewers: ["ann@example.org"]}\n' });
    const { token: _token, ...rest } = request(dir, { ...input(line('ann@example.org')), repositoryId: null });
    expect(await ingest(rest)).toEqual({
      ...{ read: { alert: 0, suppression: 0, file: 1 }, stored: 1, known: 0, refused: [], examples: [], notStored: '' },
    });
    expect(api.requests).toEqual([]);
  });

  it('is taken in whole or not at all', async () => {
    await recorded(event(id(1), 'pr#1', [11]));
    await expect(ingest(request(repo().dir, input(line(5), '{')))).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('v.jsonl:2: '),
    });
    expect(await said()).toEqual([]);
  });

  it('is weighed and not written in a dry run', async () => {
    await recorded(event(id(1), 'pr#1', [11]));
    const summary = await ingest(request(repo().dir, { ...input(line(5), line('eve')), dryRun: true }));
    expect(summary).toMatchObject({ stored: 1, known: 0, notStored: 'dry run', read: { file: 2 } });
    expect(ingestSentences(summary)[0]).toMatch(/not stored: dry run; they would be 1 new, 0 known already\.$/);
    expect(summary.refused).toHaveLength(1);
    expect(await said()).toEqual([]);
    const again = request(repo().dir, input(line(5)));
    await ingest(again);
    expect(await ingest({ ...again, dryRun: true })).toMatchObject({ stored: 0, known: 1 });
  });

  it('keeps a long comment within what a store takes', async () => {
    await recorded(event(id(1), 'pr#1', [11]));
    expect(await ingest(request(repo().dir, input(line(5, { comment: '😀'.repeat(1000) }))))).toMatchObject({
      stored: 1,
    });
    const [one] = await stored();
    expect(one?.verdicts[0]?.ticket).toBe(`${'😀'.repeat(499)}…`);
  });
});

describe('merged suppressions', () => {
  const LINT = '.github/workflows/lint.yml';
  const BAD = { [LINT]: workflow('checkstyle') };
  const HEAD = `${CONFIG}required-checks: [lint]\n`;
  const entry = (more: string) =>
    `suppressions:\n  - rule: MD-001\n    ${more}\n    reason: the check is reported by hand\n    until: 2026-12-31\n`;

  /** The finding that the repository has without its suppressions. */
  async function findingOf(dir: string): Promise<string> {
    const report = await evaluate({
      ...{ folder: dir, environment: TEST_ENVIRONMENT, clock: () => NOW, event: { kind: 'terminal' } },
      ...{ strict: false, apiExpected: false, eventName: 'terminal', timings: false },
    });
    const found = report.findings.filter(({ ruleId }) => ruleId === 'MD-001');
    expect(found).toHaveLength(1);
    return found[0]?.findingId ?? '';
  }

  const sources = { sources: ['suppressions'] } as const;
  const at = '2026-11-20T10:00:00Z';

  async function scenario(config: string, files: Readonly<Record<string, string>> = {}) {
    const made = repo({ '.phase-mirror.yml': HEAD, ...BAD });
    const finding = await findingOf(made.dir);
    await recorded(event(finding, 'pr#1', [11]));
    const sha = made.commitFiles({ '.phase-mirror.yml': `${HEAD}${config}`, ...files });
    return { ...made, dir: made.dir, made, finding, sha };
  }

  it('speak with the voice of who merged them', async () => {
    const { dir, sha } = await scenario(entry(`path: .phase-mirror.yml\n    verdict: false-positive`));
    world.merges.push({ number: 3, author: eve, mergedBy: ada, at, commits: [sha] });
    expect(await ingest(request(dir, sources))).toMatchObject({ read: { suppression: 1 }, stored: 1, refused: [] });
    expect((await stored())[0]?.verdicts).toEqual([
      {
        kind: 'false-positive',
        reviewer: 'actor:5',
        ticket: 'the check is reported by hand',
        at: Date.parse(at),
        source: 'suppression',
      },
    ]);
  });

  it('give the ticket where there is one, and accepted for what is right', async () => {
    const { dir, sha } = await scenario(entry('path: .phase-mirror.yml\n    verdict: accepted\n    ticket: PROJ-8'));
    world.merges.push({ number: 3, author: eve, mergedBy: ada, at, commits: [sha] });
    await ingest(request(dir, sources));
    expect((await stored())[0]?.verdicts).toMatchObject([{ kind: 'true-positive', ticket: 'PROJ-8' }]);
  });

  it('say nothing without a verdict', async () => {
    const { dir, sha } = await scenario(entry('path: .phase-mirror.yml\n    ticket: PROJ-8'));
    world.merges.push({ number: 3, author: eve, mergedBy: ada, at, commits: [sha] });
    expect(await ingest(request(dir, sources))).toMatchObject({ read: { suppression: 0 }, stored: 0 });
  });

  it('are known by the start of an id, of the same rule alone', async () => {
    const made = repo({ '.phase-mirror.yml': HEAD });
    await recorded(
      event(`${'ab'.repeat(4)}${'0'.repeat(24)}`, 'pr#1', [11]),
      event(`${'ab'.repeat(4)}${'1'.repeat(24)}`, 'pr#2', [11], { ruleId: 'MD-003' }),
    );
    const sha = made.commitFiles({
      '.phase-mirror.yml': `${HEAD}${entry('finding: abababab\n    verdict: accepted')}`,
    });
    world.merges.push({ number: 3, author: eve, mergedBy: ada, at, commits: [sha] });
    expect(await ingest(request(made.dir, sources))).toMatchObject({
      read: { suppression: 2 },
      stored: 1,
      refused: [{ reason: 'about a finding that was not recorded here', count: 1 }],
    });
  });

  it('in a comment count too, with the line of the comment', async () => {
    const settings = (comment: string) =>
      `branches:\n  - name: main\n    protection:\n      required_status_checks:\n        contexts:\n          - lint${comment}\n`;
    const made = repo({ '.phase-mirror.yml': CONFIG, ...BAD, '.github/settings.yml': settings('') });
    const finding = await findingOf(made.dir);
    await recorded(event(finding, 'pr#1', [11]));
    const comment = ' # phase-mirror: ignore MD-001 reason="reported by hand" until=2026-12-31 verdict=false-positive';
    const sha = made.commitFiles({ '.github/settings.yml': settings(comment) });
    world.merges.push({ number: 3, author: eve, mergedBy: ada, at, commits: [sha] });
    expect(await ingest(request(made.dir, sources))).toMatchObject({ read: { suppression: 1 }, stored: 1 });
    expect((await stored())[0]?.verdicts).toMatchObject([{ reviewer: 'actor:5', ticket: 'reported by hand' }]);
    made.commitFiles({ '.github/settings.yml': settings(' # phase-mirror: ignore MD-001 verdict=false-positive') });
    world.alerts = [{ number: 1, message: `x [pm:${finding}]`, by: bob }];
    const unreadable = await ingest(request(made.dir, { sources: ['alerts', 'suppressions'] }));
    expect(unreadable).toMatchObject({
      read: { alert: 1, suppression: 0 },
      stored: 1,
      notes: [expect.stringContaining('No suppression in a comment was read: .github/settings.yml:6')],
    });
    const next = made.commitFiles({
      '.phase-mirror.yml': `${CONFIG}${entry('path: .github/settings.yml\n    verdict: accepted')}`,
    });
    world.merges.push({ number: 4, author: eve, mergedBy: ada, at, commits: [next] });
    expect(await ingest(request(made.dir, sources))).toMatchObject({
      incomplete: true,
      notes: [
        expect.stringContaining('No suppression in a comment was read'),
        expect.stringContaining('What suppressions cover could not be found out'),
      ],
    });
  });

  it.each<[string, Partial<ReviewWorld['merges'][number]>, string]>([
    ['merged by its author', { author: ada, mergedBy: ada }, 'took part in the change (ada)'],
    ['merged by who pushed to it', { committers: [ada] }, 'took part in the change (ada)'],
    ['merged by a stranger', { author: bob, mergedBy: eve }, 'is not among the reviewers (eve)'],
    ['merged by an app', { mergedBy: bot }, 'by an app, which answers for nothing (merge[bot])'],
    ['merged by nobody known', { mergedBy: null }, 'by nobody who is known'],
    ['of whose people not all are known', { total: 300 }, 'took part in the change (ada)'],
    [
      'approved before it was there',
      { author: ada, mergedBy: ada, reviews: [{ by: bob, state: 'APPROVED', commit: 'e'.repeat(40) }] },
      'took part in the change (ada)',
    ],
  ])('%s say nothing', async (_what, merge, why) => {
    const { dir, sha } = await scenario(entry('path: .phase-mirror.yml\n    verdict: false-positive'));
    world.merges.push({ number: 3, author: eve, mergedBy: ada, at, commits: [sha], ...merge });
    const summary = await ingest(request(dir, sources));
    expect(summary).toMatchObject({ stored: 0, examples: [expect.stringContaining(why)] });
    expect(summary.examples[0]).toContain('.phase-mirror.yml:5');
  });

  it('speak with the voice of the reviewers who approved them where who merged may not', async () => {
    const { dir, sha } = await scenario(entry('path: .phase-mirror.yml\n    verdict: false-positive'));
    const reviews = [ada, bob, cid, eve].map((by) => ({ by, state: 'APPROVED' }));
    world.merges.push({ number: 3, author: ada, mergedBy: ada, at, commits: [sha], reviews });
    expect(await ingest(request(dir, sources))).toMatchObject({ stored: 2, refused: [] });
    expect((await stored())[0]?.verdicts.map(({ reviewer }) => reviewer)).toEqual(['actor:6', 'actor:7']);
  });

  it('say nothing where a line of them came without a pull request', async () => {
    const config = entry('path: .phase-mirror.yml');
    const { dir, made, sha } = await scenario(config);
    made.commitFiles({
      '.phase-mirror.yml': `${HEAD}${entry('path: .phase-mirror.yml\n    verdict: false-positive')}`,
    });
    world.merges.push({ number: 3, author: eve, mergedBy: ada, at, commits: [sha] });
    expect(await ingest(request(dir, sources))).toMatchObject({
      stored: 0,
      refused: [{ reason: 'by nobody who is known', count: 1 }],
    });
  });

  it('say nothing by who wrote another line of them', async () => {
    const { dir, made, sha } = await scenario(entry('path: .phase-mirror.yml'));
    const next = made.commitFiles({
      '.phase-mirror.yml': `${HEAD}${entry('path: .phase-mirror.yml\n    verdict: false-positive')}`,
    });
    world.merges.push({ number: 3, author: ada, mergedBy: bob, at, commits: [sha] });
    world.merges.push({ number: 4, author: eve, mergedBy: ada, at: '2026-11-21T10:00:00Z', commits: [next] });
    expect(await ingest(request(dir, sources))).toMatchObject({
      stored: 0,
      refused: [{ reason: 'by somebody who took part in the change', count: 1 }],
    });
  });

  it('leave the run incomplete where the history or GitHub is missing', async () => {
    const { made, dir, sha } = await scenario(entry('path: .phase-mirror.yml\n    verdict: false-positive'));
    world.merges.push({ number: 3, author: eve, mergedBy: ada, at, commits: [sha] });
    const shallow = workshop.checkout(made, 'refs/heads/main', 1);
    expect(await ingest(request(shallow.dir, sources))).toMatchObject({
      stored: 0,
      incomplete: true,
      notes: [expect.stringContaining('the checkout lacks its history (fetch-depth: 0)')],
    });
    world.instead.set('/commits/', forbidden());
    expect(await ingest(request(dir, sources))).toMatchObject({
      stored: 0,
      incomplete: true,
      notes: [expect.stringContaining('Who merged the suppression at .phase-mirror.yml:5 could not be asked: 403')],
    });
  });
});

describe('where nothing can be taken in', () => {
  it('names what is missing', async () => {
    await expect(ingest(request(workshop.folder('plain')))).rejects.toMatchObject({ kind: 'user', exitCode: 2 });
    await expect(ingest(request(repo().dir))).rejects.toMatchObject({
      message: expect.stringContaining('does not exist'),
    });
    const invalid = repo({ '.phase-mirror.yml': 'version: 1\ncalibration: {reviewers: 5}\n' });
    await expect(ingest(request(invalid.dir))).rejects.toMatchObject({ kind: 'user', exitCode: 2 });
  });
});

/** Those who would like a rule to be quiet, or to block, without the evidence for it. */
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ingest } from '../../src/oracle/calibrate-ingest.js';
import { eventIdOf } from '../../src/oracle/record.js';
import { type IngestRequest, openStores } from '../../src/oracle.js';
import type { FPEvent, StoredEvent } from '../../src/stores/ports.js';
import { TEST_ENVIRONMENT, type TestRepo, Workshop } from '../support/git-repo.js';
import { type GitHubApi, startGitHubApi } from '../support/github-api.js';
import { type Person, type ReviewWorld, reviewFront, reviewWorld } from '../support/github-review.js';
import { PEOPLE, ruleOf, World } from './calibrate-support.js';

const workshop = new Workshop();
afterAll(() => workshop.clean());

const NOW = Date.UTC(2026, 10, 24, 12);
const REPOSITORY = 'repository:42';
const ada: Person = { id: 5, login: 'ada' };
const bob: Person = { id: 6, login: 'bob' };
const eve: Person = { id: 9, login: 'eve' };
const CONFIG = 'version: 1\ncalibration: {reviewers: [ada, bob]}\n';

let world: ReviewWorld;
let api: GitHubApi;
let file: string;
beforeEach(async () => {
  world = reviewWorld();
  world.people.push(ada, bob, eve);
  api = await startGitHubApi({ elsewhere: (attempt, url) => reviewFront(world)(attempt, url) });
  file = join(workshop.folder('store'), 'store.db');
});
afterEach(() => api.close());

const id = (digit: number): string => digit.toString(16).padStart(32, '0');

function event(findingId: string, change: string, actors: readonly number[], more: Partial<FPEvent> = {}): FPEvent {
  return {
    eventId: eventIdOf(REPOSITORY, change, findingId, 1),
    ...{ findingId, ruleId: 'MD-001', ruleVersion: 1, repository: REPOSITORY, saltVersion: 0, change },
    ...{ severity: 'high', level: 'block', blocked: true, occurredAt: NOW - 1000 },
    actors: actors.map((actor) => `actor:${actor}`),
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
async function said(): Promise<string[]> {
  return await withStores(async ({ fp }) => {
    const found: StoredEvent[] = [];
    for await (const one of fp.listEvents({})) found.push(one);
    return found
      .flatMap(({ change, verdicts }) =>
        verdicts.map(({ kind, reviewer, source }) => `${change} ${kind} ${reviewer} ${source}`),
      )
      .sort();
  });
}
function repo(files: Readonly<Record<string, string>> = { '.phase-mirror.yml': CONFIG }): TestRepo {
  const made = workshop.repo();
  made.commitFiles(files);
  return made;
}
function request(folder: string, more: Partial<IngestRequest> = {}): IngestRequest {
  return {
    ...{ folder, environment: TEST_ENVIRONMENT, clock: () => NOW, store: { backend: 'sqlite', file } },
    ...{ repository: 'octo-org/app', repositoryId: 42, ownerId: 1, token: 'ghs_test', apiUrl: api.url, runUrl: '' },
    sources: ['alerts'],
    ...more,
  };
}

describe('a dismissal', () => {
  it('in a pull request that is edited replaces what it said', async () => {
    await recorded(event(id(1), 'pr#1', [11]));
    const dismissed = { number: 1, message: `Required check [pm:${id(1)}]`, by: ada, ref: 'refs/pull/1/merge' };
    world.alerts = [dismissed];
    const { dir } = repo();
    await ingest(request(dir));
    expect(await said()).toEqual(['pr#1 false-positive actor:5 alert']);
    world.alerts = [{ ...dismissed, reason: "won't fix", at: '2026-11-23T10:00:00Z' }];
    await ingest(request(dir));
    expect(await said()).toEqual(['pr#1 true-positive actor:5 alert']);
  });
});

describe('a merged suppression', () => {
  const finding = `${'ab'.repeat(4)}${'0'.repeat(24)}`;
  const merged = { number: 3, at: '2026-11-20T10:00:00Z' };
  const taken = (dir: string) => ingest(request(dir, { sources: ['suppressions'] }));

  it('is nobody\u2019s word where a commit of it was written under an address without an account', async () => {
    const made = repo();
    await recorded(event(finding, 'pr#1', [11]));
    const text =
      'suppressions:\n  - {rule: MD-001, finding: abababab, reason: reported by hand here, until: 2026-12-31, verdict: false-positive}\n';
    const sha = made.commitFiles({ '.phase-mirror.yml': `${CONFIG}${text}` });
    const reviews = [{ by: bob, state: 'APPROVED' }];
    world.merges.push({ ...merged, author: eve, mergedBy: ada, commits: [sha], stranger: true, reviews });
    expect(await taken(made.dir)).toMatchObject({ read: { suppression: 1 }, stored: 0 });
    expect(await said()).toEqual([]);
    world.merges[0] = { ...merged, author: eve, mergedBy: ada, commits: [sha] };
    expect(await taken(made.dir)).toMatchObject({ stored: 1 });
  });

  it('is nobody\u2019s word where it was written into the merge itself', async () => {
    const made = repo();
    await recorded(event(finding, 'pr#1', [11]));
    made.git('switch', '--quiet', '-c', 'change');
    const change = made.commitFiles({ 'a.txt': '1' });
    made.git('switch', '--quiet', 'main');
    made.git('merge', '--quiet', '--no-ff', '--no-commit', 'change');
    const text = `${CONFIG}suppressions:\n${ENTRY('false-positive').join('\n')}\n`;
    const mergeSha = made.commitFiles({ '.phase-mirror.yml': text });
    world.merges.push({ ...merged, author: eve, mergedBy: ada, commits: [change], mergeSha });
    expect(await taken(made.dir)).toMatchObject({
      stored: 0,
      refused: [{ reason: 'by nobody who is known', count: 1 }],
    });
  });

  it('in a comment that is wrong hides the others, and the run says that it did not see all', async () => {
    await recorded(event(finding, 'pr#1', [11]));
    const settings = 'branches: [] # phase-mirror: ignore MD-001 verdict=false-positive\n';
    const made = repo({ '.phase-mirror.yml': CONFIG, '.github/settings.yml': settings });
    expect(await taken(made.dir)).toMatchObject({
      incomplete: true,
      notes: [expect.stringContaining('No suppression in a comment was read: .github/settings.yml:1')],
    });
  });

  const ENTRY = (verdict: string, id = 'abababab') => [
    '  - rule: MD-001',
    `    finding: ${id}`,
    '    reason: reported by hand here',
    '    until: 2026-12-31',
    `    verdict: ${verdict}`,
  ];
  it.each<[string, (verdict: string) => readonly string[]]>([
    ['that is aliased', (verdict) => ['  - &a', ...ENTRY(verdict).map((line) => line.replace('  -', '   ')), '  - *a']],
    [
      'before an alias of an earlier one',
      (verdict) => [
        '  - &a',
        ...ENTRY('accepted', 'deadbeef').map((line) => line.replace('  -', '   ')),
        ...ENTRY(verdict),
        '  - *a',
      ],
    ],
    ['with a value of another', (verdict) => [...ENTRY(`&v ${verdict}`, 'deadbeef'), ...ENTRY('*v')]],
  ])('%s is not turned by who edits a line of it', async (_what, entries) => {
    const made = repo();
    await recorded(event(finding, 'pr#1', [11]));
    const text = (verdict: string) => `${CONFIG}suppressions:\n${entries(verdict).join('\n')}\n`;
    const sha = made.commitFiles({ '.phase-mirror.yml': text('accepted') });
    world.merges.push({ ...merged, author: eve, mergedBy: ada, commits: [sha] });
    expect(await taken(made.dir)).toMatchObject({ stored: 1 });
    expect(await said()).toEqual(['pr#1 true-positive actor:5 suppression']);
    const next = made.commitFiles({ '.phase-mirror.yml': text('false-positive') });
    const at = '2026-11-21T10:00:00Z';
    world.merges.push({ ...merged, at, number: 4, author: bob, mergedBy: bob, commits: [next] });
    expect(await taken(made.dir)).toMatchObject({ stored: 0 });
    expect(await said()).toEqual(['pr#1 true-positive actor:5 suppression']);
  });
});

describe('a file of verdicts', () => {
  it('puts no address into what the summary shows', async () => {
    await recorded(event(id(1), 'pr#1', [11]));
    const text = JSON.stringify({
      ...{ finding: id(1), verdict: 'false-positive', reviewer: 'jane.doe@example.com' },
      ...{ comment: 'PROJ-7', at: '2026-11-20T10:00:00Z' },
    });
    const { examples } = await ingest(request(repo().dir, { sources: ['file'], input: { name: 'v.jsonl', text } }));
    expect(examples).toHaveLength(1);
    expect(examples[0]).toContain('v.jsonl:1 (finding 00000000)');
    expect(examples[0]).not.toContain('jane.doe');
  });

  it('stores no half of a character', async () => {
    await recorded(event(id(1), 'pr#1', [11]));
    const text = JSON.stringify({
      ...{ finding: id(1), verdict: 'false-positive', reviewer: 5 },
      ...{ comment: `${'a'.repeat(997)}\u{1F600}bcd`, at: '2026-11-20T10:00:00Z' },
    });
    await ingest(request(repo().dir, { sources: ['file'], input: { name: 'v.jsonl', text } }));
    const tickets = await withStores(async ({ fp }) => {
      const found = await fp.getFinding({ repository: REPOSITORY, findingId: id(1) });
      return found.flatMap(({ verdicts }) => verdicts.map(({ ticket }) => ticket));
    });
    expect(tickets).toEqual([`${'a'.repeat(997)}\uFFFD…`]);
  });
});

describe('another commit than that of the default branch', () => {
  const refused = (reason: string) => ({ kind: 'user', exitCode: 2, message: expect.stringContaining(reason) });

  it('appoints no reviewer from a terminal: nothing is taken in, and nothing published', async () => {
    const made = new World(workshop, { reviewers: [PEOPLE[2]] });
    await made.judged({ count: 8, kind: 'false-positive' });
    made.repo.git('switch', '--quiet', '-c', 'feature');
    made.configure({ reviewers: PEOPLE });
    await expect(made.look()).rejects.toMatchObject(refused('is not main'));
    expect(await made.stored()).toBeNull();
    const { folder, store } = made.request();
    await expect(ingest(request(folder, { store }))).rejects.toMatchObject(refused('is not main'));
    // Whoever only looks may look at what a change would bring.
    expect(ruleOf(await made.look({ mode: 'report' })).change).toMatchObject({ to: 'warn' });
    made.repo.git('switch', '--quiet', 'main');
    expect((await made.look()).report.state.published).toBeNull();
    // What is on the branch here and was pushed nowhere is not the branch.
    const clone = workshop.clone(made.repo);
    clone.commitFiles({ 'a.txt': '1' });
    await expect(made.look({ folder: clone.dir })).rejects.toMatchObject(refused('is not origin/main'));
  });

  it('is refused in a workflow, and so is a re-run with the reviewers of another day', async () => {
    const made = new World(workshop);
    await made.judged({ count: 8, kind: 'false-positive' });
    const old = made.repo.git('rev-parse', 'HEAD');
    const run = { sha: old, attempt: 1, defaultBranch: 'main' };
    const github = { token: 'ghs_test', repository: 'octo-org/app', apiUrl: api.url };
    const tip = made.repo.commitFiles({ 'a.txt': '1' });
    await expect(made.look({ run })).rejects.toMatchObject(refused('the event is about'));
    made.repo.git('switch', '--quiet', '--detach', old);
    world.instead.set('/git/ref/heads/main', { body: { object: { sha: tip } } });
    const again = { ...run, attempt: 2 };
    for (const mode of ['report', 'apply'] as const) {
      await expect(made.look({ ...github, run: again, mode })).rejects.toMatchObject(refused('is at'));
    }
    await expect(made.look({ run: again })).rejects.toMatchObject(refused('this is a re-run'));
    await expect(ingest(request(made.repo.dir, { run: again }))).rejects.toMatchObject(refused('is at'));
    expect(await made.stored()).toBeNull();
    world.instead.set('/git/ref/heads/main', { body: { object: { sha: old } } });
    expect((await made.look({ ...github, run: again })).report.state.published).toBe(1);
  });
});

describe('a level that a person takes', () => {
  const by = { ruleId: 'MD-001', by: 99 } as const;

  it('is told of in whole characters', async () => {
    const made = new World(workshop);
    await made.judged({ count: 1, kind: 'pending' });
    await made.look({ set: { ...by, level: 'warn', reason: `${'a'.repeat(499)}\u{1F600}` } });
    expect((await made.payload()).calibration?.changes.at(-1)?.['why']).toBe(`${'a'.repeat(499)}\uFFFD`);
  });

  it('is earned back by a good record, although not one vote had been wrong when it was taken', async () => {
    const made = new World(workshop);
    await made.judged({ count: 40, kind: 'true-positive' });
    await made.look({ set: { ...by, level: 'warn', reason: 'INC-7' } });
    made.day = 1;
    await made.judged({ count: 1, kind: 'false-positive', from: 1000 });
    await made.judged({ count: 160, kind: 'true-positive', from: 2000 });
    made.day = 40;
    expect(ruleOf(await made.look())).toMatchObject({
      refused: [],
      change: { from: 'warn', to: 'block', by: 'record' },
    });
    const reason = `${'a'.repeat(479)}\u{1F600}`;
    await made.look({ restore: { sequence: 1, by: 99, reason } });
    expect((await made.payload()).calibration?.changes.at(-1)?.['why']).toBe(
      `Back to sequence 1: ${'a'.repeat(479)}\uFFFD`,
    );
  });

  it('is held against the votes that cost it, where the record takes it in the same look', async () => {
    const made = new World(workshop);
    await made.judged({ count: 12, kind: 'false-positive' });
    await made.look({ set: { ...by, level: 'warn', reason: 'INC-7' } });
    expect((await made.payload()).calibration?.rules[0]).toMatchObject({ level: 'warn', before: { fp: 12, n: 12 } });
  });
});

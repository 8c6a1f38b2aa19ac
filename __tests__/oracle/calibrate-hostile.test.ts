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
    return found.flatMap(({ change, verdicts }) => verdicts.map(({ kind, reviewer, source }) => `${change} ${kind} ${reviewer} ${source}`)).sort();
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
const entry = (more: string) =>
  `suppressions:\n  - rule: MD-001\n    ${more}\n    reason: by hand\n    until: 2026-12-31\n`;


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
    const text = 'suppressions:\n  - {rule: MD-001, finding: abababab, reason: reported by hand here, until: 2026-12-31, verdict: false-positive}\n';
    const sha = made.commitFiles({ '.phase-mirror.yml': `${CONFIG}${text}` });
    const reviews = [{ by: bob, state: 'APPROVED' }];
    world.merges.push({ ...merged, author: eve, mergedBy: ada, commits: [sha], stranger: true, reviews });
    expect(await taken(made.dir)).toMatchObject({ read: { suppression: 1 }, stored: 0 });
    expect(await said()).toEqual([]);
    world.merges[0] = { ...merged, author: eve, mergedBy: ada, commits: [sha] };
    expect(await taken(made.dir)).toMatchObject({ stored: 1 });
  });

  it.each([
    ['an entry', (verdict: string) => ['&a {finding: abababab, VERDICT}', '*a'].map((one) => one.replace('VERDICT', `verdict: ${verdict}`))],
    ['a value', (verdict: string) => [`{finding: deadbeef, verdict: &v ${verdict}}`, '{finding: abababab, verdict: *v}']],
    ['a value behind it', (verdict: string) => ['{finding: abababab, verdict: *v}', `{finding: deadbeef, verdict: &v ${verdict}}`]],
    ['a merge key', (verdict: string) => [`&m {finding: deadbeef, verdict: ${verdict}}`, '{<<: *m, finding: abababab}']],
  ])('that has %s of another is not turned by who edits the other', async (_what, entries) => {
    const made = repo();
    await recorded(event(finding, 'pr#1', [11]));
    const text = (verdict: string) =>
      `${CONFIG}suppressions:\n${entries(verdict).map((one) => `  - ${one.replace('finding:', 'rule: MD-001, reason: reported by hand here, until: 2026-12-31, finding:')}\n`).join('')}`;
    const sha = made.commitFiles({ '.phase-mirror.yml': text('accepted') });
    world.merges.push({ ...merged, author: eve, mergedBy: ada, commits: [sha] });
    const next = made.commitFiles({ '.phase-mirror.yml': text('false-positive') });
    world.merges.push({ ...merged, number: 4, author: bob, mergedBy: bob, at: '2026-11-21T10:00:00Z', commits: [next] });
    console.log(await taken(made.dir).catch((e) => e.message), await said());
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

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readMarker } from '../../src/github/issue-marker.js';
import { openIssues } from '../../src/github/issues.js';
import type { DesiredIssue } from '../../src/report/issues.js';
import { LABELS } from '../../src/report/issues.js';
import { type IssuesServer, startIssues } from '../support/github-issues.js';

const KEY = 'drift:42:main';
const HOUR = 3_600_000;
const DESIRED: DesiredIssue = {
  key: KEY,
  state: 'open',
  title: 'main has drifted',
  body: 'A workflow was added.',
  labels: ['governance', 'priority-high'],
  about: 'one',
  changed: 'Now two things differ.',
  resolved: 'It was accepted.',
};

let server: IssuesServer;
let now = Date.UTC(2026, 10, 24);

beforeEach(async () => {
  server = await startIssues();
  now = Date.UTC(2026, 10, 24);
});
afterEach(() => server.close());

function open() {
  return openIssues({
    repository: 'octo-org/app',
    token: 'ghs_test',
    apiUrl: server.url,
    retryDelaysMs: [1, 1],
    timeLimitMs: 5000,
    clock: () => now,
  });
}

async function sync(desired: Partial<DesiredIssue> = {}) {
  return (await open()).sync({ ...DESIRED, ...desired });
}

const labelsOf = (index: number) => server.issues[index]?.labels.map(({ name }) => name);

describe('one issue per matter', () => {
  it('opens one, with labels in their colours, and says where', async () => {
    expect(await sync()).toEqual({
      key: KEY,
      action: 'created',
      number: 1,
      url: 'https://github.com/octo-org/app/issues/1',
      why: '',
    });
    expect(server.issues[0]).toMatchObject({ title: 'main has drifted', state: 'open', comments: [] });
    expect(server.issues[0]?.body).toMatch(/^A workflow was added\.\n\n<!-- phase-mirror: key=drift:42:main /);
    expect(labelsOf(0)).toEqual(['governance', 'priority-high']);
    expect(server.labels.get('governance')).toEqual(LABELS.governance);
    expect(server.labels.get('priority-high')?.color).toBe('b60205');
  });

  it('leaves it alone while nothing changes', async () => {
    await sync();
    const writes = server.writes.length;
    expect(await sync()).toMatchObject({ action: 'unchanged', number: 1 });
    expect(await sync()).toMatchObject({ action: 'unchanged', number: 1 });
    expect(server.writes.slice(writes)).toEqual([]);
    expect(server.issues).toHaveLength(1);
  });

  it('edits it silently when only the words change, with one comment when the matter does', async () => {
    await sync();
    expect(await sync({ body: 'A workflow was added an hour ago.' })).toMatchObject({ action: 'edited', number: 1 });
    expect(server.issues[0]?.comments).toEqual([]);
    expect(await sync({ body: 'Two.', about: 'two' })).toMatchObject({ action: 'edited', number: 1 });
    expect(server.issues[0]?.comments).toEqual(['Now two things differ.']);
    expect(await sync({ body: 'Two.', about: 'two' })).toMatchObject({ action: 'unchanged' });
    expect(server.issues[0]?.comments).toHaveLength(1);
  });

  it('backs off: the second comment after an hour, the third after two, and none is lost', async () => {
    await sync();
    const comments = () => server.issues[0]?.comments.length;
    for (const about of ['2', '3']) await sync({ about });
    expect(comments()).toBe(1);
    now += HOUR;
    await sync({ about: '3' });
    expect(comments()).toBe(2);
    now += HOUR;
    await sync({ about: '4' });
    expect(comments()).toBe(2);
    now += HOUR;
    await sync({ about: '4' });
    expect(comments()).toBe(3);
  });

  it('closes it with what resolved it, and is then done', async () => {
    await sync();
    expect(await sync({ state: 'closed' })).toMatchObject({ action: 'closed', number: 1 });
    expect(server.issues[0]).toMatchObject({
      state: 'closed',
      state_reason: 'completed',
      comments: ['It was accepted.'],
    });
    expect(await sync({ state: 'closed' })).toMatchObject({ action: 'absent', number: null });
    expect(server.issues[0]?.comments).toHaveLength(1);
  });

  it('reopens it, unless what somebody closed has to stay closed', async () => {
    await sync();
    await sync({ state: 'closed' });
    expect(await sync({ reopen: false })).toMatchObject({ action: 'unchanged', number: 1 });
    expect(server.issues[0]?.state).toBe('closed');
    expect(await sync()).toMatchObject({ action: 'reopened', number: 1 });
    expect(server.issues[0]).toMatchObject({ state: 'open', state_reason: 'reopened' });
    expect(server.issues[0]?.comments.at(-1)).toBe('It is back. Now two things differ.');
    expect(server.issues).toHaveLength(1);
  });

  it('keeps the labels of people, and takes its own off when they no longer hold', async () => {
    await sync();
    server.issues[0]?.labels.push({ name: 'team/platform' });
    await sync({ labels: ['governance'] });
    expect(labelsOf(0)).toEqual(['governance', 'team/platform']);
  });

  it('finds it among hundreds, behind pull requests', async () => {
    await sync();
    for (let i = 0; i < 250; i += 1)
      server.add({ labels: [{ name: 'governance' }], pull_request: {}, body: server.issues[0]?.body ?? '' });
    expect(await sync()).toMatchObject({ action: 'unchanged', number: 1 });
  });
});

describe('what came and what went', () => {
  const items = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => {
      const id = (from + at).toString(16).padStart(8, '0');
      return { id, text: `item ${from + at}` };
    });
  const comments = () => server.issues[0]?.comments;

  it('is told in the comment: the first twenty, and how many went', async () => {
    await sync({ items: items(0, 3) });
    await sync({ about: 'two', items: items(2, 25) });
    const [comment = ''] = comments() ?? [];
    expect(comment).toMatch(/^Now two things differ\.\n\nNew since then:\n\n- item 3\n- item 4\n/);
    expect(comment).toMatch(
      /\n- item 22\n- and 2 more, in the issue\n\n2 of what was told before are no longer there\.$/,
    );
  });

  it('is not told where the memory was full, or there was none', async () => {
    await sync({ items: items(0, 300) });
    expect(readMarker(server.issues[0]?.body ?? '')?.seen).toHaveLength(200);
    await sync({ about: 'two', items: items(250, 260) });
    expect(comments()).toEqual(['Now two things differ.']);
    server.issues.length = 0;
    await sync();
    await sync({ about: 'two', items: items(0, 1) });
    expect(comments()).toEqual(['Now two things differ.']);
  });

  it('remembers what it is measured against', async () => {
    const basis = { basis: 'one', resolvedByBasis: 'The measure moved.' };
    await sync(basis);
    await sync({ ...basis, state: 'closed' });
    await sync(basis);
    await sync({ ...basis, basis: 'two', state: 'closed' });
    await sync({ ...basis, basis: 'two' });
    await sync({ basis: 'three', state: 'closed' });
    expect(comments()?.filter((one) => !one.startsWith('It is back'))).toEqual([
      'It was accepted.',
      'The measure moved.',
      'It was accepted.',
    ]);
  });
});

describe('what is not ours', () => {
  it('never touches the issue of a stranger, whatever its body says', async () => {
    await sync();
    const forged = { body: server.issues[0]?.body ?? '', labels: [{ name: 'governance' }] };
    server.issues.length = 0;
    server.add({ ...forged, user: { login: 'mallory', type: 'User' }, author_association: 'CONTRIBUTOR' });
    expect(await sync()).toMatchObject({ action: 'created', number: 2 });
    expect(server.issues[0]?.state).toBe('open');
  });

  it.each(['OWNER', 'MEMBER', 'COLLABORATOR'])('nor that of somebody who belongs to it (%s)', async (association) => {
    await sync();
    const body = server.issues[0]?.body ?? '';
    server.issues.length = 0;
    // Filed and closed before the matter comes up, so that nobody is told of it.
    const ann = { user: { login: 'ann', type: 'User' as const }, author_association: association };
    server.add({ body, labels: [{ name: 'governance' }], state: 'closed', ...ann });
    expect(await sync({ reopen: false })).toMatchObject({ action: 'created', number: 2 });
    expect(server.issues.map(({ state }) => state)).toEqual(['closed', 'open']);
  });

  it('nor that of an account which is gone', async () => {
    await sync();
    Object.assign(server.issues[0] ?? {}, { user: null });
    expect(await sync()).toMatchObject({ action: 'created', number: 2 });
  });

  it("believes what the token's own person wrote, and neither a bot nor anybody else", async () => {
    server.login = 'ann';
    expect(await sync()).toMatchObject({ action: 'created', number: 1 });
    expect(server.issues[0]?.user).toEqual({ login: 'ann', type: 'User' });
    expect(await sync()).toMatchObject({ action: 'unchanged', number: 1 });
    Object.assign(server.issues[0] ?? {}, { user: { login: 'github-actions[bot]', type: 'Bot' } });
    expect(await sync()).toMatchObject({ action: 'created', number: 2 });
    Object.assign(server.issues[1] ?? {}, { user: { login: 'bob', type: 'User' } });
    expect(await sync()).toMatchObject({ action: 'created', number: 3 });
  });

  it('asks once whose the token is, however many matters there are', async () => {
    let asked = 0;
    server.intercept = (_method, path) => {
      if (path === '/user') asked += 1;
      return undefined;
    };
    const tracker = await open();
    for (const key of ['a:1', 'a:2', 'a:3']) await tracker.sync({ ...DESIRED, key });
    expect([asked, server.issues.length]).toEqual([1, 3]);
  });

  it.each([
    [502, {}, /^could not find out whose the token is: .*502/],
    [403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, /^could not find out whose the token is: 403: /],
  ])('does nothing while it is not known whose the token is (%i)', async (status, headers, why) => {
    server.intercept = (_method, path) => (path === '/user' ? { status, headers } : undefined);
    const outcome = await sync();
    expect(outcome).toMatchObject({ action: 'failed', why: expect.stringMatching(why) });
    expect(server.writes).toEqual([]);
    server.intercept = null;
    expect(await sync()).toMatchObject({ action: 'created' });
  });

  it('reads no marker but one at the end, in its form', () => {
    const line = `<!-- phase-mirror: key=${KEY} about=${'a'.repeat(64)} comments=1 last=5 -->`;
    expect(readMarker(`x\n\n${line}`)).toEqual({ key: KEY, about: 'a'.repeat(64), comments: 1, lastComment: 5 });
    expect(readMarker(`${line}\nmore`)).toBeNull();
    expect(readMarker(line.replace(KEY, 'a--b'))).toBeNull();
    expect(readMarker('')).toBeNull();
  });
});

describe('two runs at once', () => {
  it('leave one open issue', async () => {
    server.beforeCreate = () => {
      server.beforeCreate = null;
      const body = `x\n\n<!-- phase-mirror: key=${KEY} about=${'0'.repeat(64)} comments=0 last=0 -->`;
      server.add({ body, labels: [{ name: 'governance' }] });
    };
    expect(await sync()).toMatchObject({ action: 'unchanged', why: 'another run had opened one already' });
    expect(server.issues.map(({ number, state, state_reason: reason }) => [number, state, reason])).toEqual([
      [1, 'open', null],
      [2, 'closed', 'not_planned'],
    ]);
  });

  it('heal a pair that was left behind', async () => {
    await sync();
    server.add({ body: server.issues[0]?.body ?? '', labels: [{ name: 'governance' }] });
    expect(await sync()).toMatchObject({ action: 'unchanged', number: 1 });
    expect(server.issues[1]).toMatchObject({
      state: 'closed',
      comments: ['Two runs opened an issue for the same matter at once. #1 goes on.'],
    });
  });
});

describe('limits and failures', () => {
  it('cuts a body at a line, keeps the marker, and cuts a title', async () => {
    const body = Array.from({ length: 9000 }, (_, i) => `| row ${i} |`).join('\n');
    await sync({ body, title: 'x'.repeat(300) });
    const stored = server.issues[0];
    expect(stored?.body?.length).toBeLessThanOrEqual(65_536);
    expect(stored?.body).toMatch(
      /\| row \d+ \|\n\n\*Cut here: the rest is in the report of the run\.\*\n\n<!-- phase-mirror: /,
    );
    expect(stored?.title).toHaveLength(240);
    expect(await sync({ body, title: 'x'.repeat(300) })).toMatchObject({ action: 'unchanged' });
  });

  it.each([
    [
      403,
      {},
      'could not read the issues: 403: the token lacks `issues: write` for octo-org/app; add it to `permissions` of the job',
    ],
    [404, {}, 'could not read the issues: 404: no repository octo-org/app with issues is visible to the token'],
    [
      410,
      {},
      'could not read the issues: 410: issues are switched off in this repository; switch them on in its settings',
    ],
  ])('names a %i', async (status, headers, why) => {
    server.intercept = () => ({ status, headers });
    expect(await sync()).toEqual({ key: KEY, action: 'failed', number: null, url: '', why });
  });

  it('names what a read-only token cannot do', async () => {
    server.intercept = (method) => (method === 'GET' ? undefined : { status: 403 });
    expect((await sync()).why).toBe(
      'could not open an issue: 403: the token lacks `issues: write` for octo-org/app; add it to `permissions` of the job',
    );
  });

  it('waits out a secondary limit, and does not repeat a write after an outage', async () => {
    let limited = 1;
    server.intercept = (method, path) => {
      if (method !== 'POST' || path !== '/issues' || limited === 0) return undefined;
      limited -= 1;
      return {
        status: 403,
        headers: { 'retry-after': '0' },
        body: { message: 'You have exceeded a secondary rate limit' },
      };
    };
    expect(await sync()).toMatchObject({ action: 'created', number: 1 });
    server.intercept = (method, path) =>
      method === 'POST' && path.endsWith('/comments') ? { status: 502 } : undefined;
    const writes = server.writes.length;
    expect(await sync({ about: 'two' })).toMatchObject({ action: 'failed' });
    expect(server.writes.slice(writes).filter((write) => write.endsWith('/comments'))).toHaveLength(1);
  });

  it('opens the issue without a label that cannot be made, and says so', async () => {
    server.intercept = (method, path) => (method === 'POST' && path === '/labels' ? { status: 403 } : undefined);
    const outcome = await sync({ labels: ['governance'] });
    expect(outcome).toMatchObject({ action: 'created', number: 1 });
    expect(outcome.why).toMatch(/^the label governance could not be made \(403: /);
  });

  it('does not take another answer for "there is none"', async () => {
    server.intercept = (method) => (method === 'GET' ? { status: 200, body: [{ number: 'x' }] } : undefined);
    expect(await sync()).toMatchObject({ action: 'failed' });
    expect(server.writes).toEqual([]);
  });
});

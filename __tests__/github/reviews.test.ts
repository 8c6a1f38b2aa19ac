/** What GitHub says of those who review: accounts and teams, dismissed alerts, merges and approvals. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openAlerts } from '../../src/github/alerts.js';
import { openMerges } from '../../src/github/merges.js';
import { openAccounts } from '../../src/github/reviewers.js';
import { forbidden, type GitHubApi, primaryLimit, type Reply, startGitHubApi } from '../support/github-api.js';
import { type Person, type ReviewWorld, reviewFront, reviewWorld } from '../support/github-review.js';

const ada: Person = { id: 5, login: 'ada' };
const bob: Person = { id: 6, login: 'bob' };
const cid: Person = { id: 7, login: 'cid' };
const bot: Person = { id: 8, login: 'merge[bot]', type: 'Bot' };
const FINDING = '0123456789abcdef'.repeat(2);
const SHA = 'a'.repeat(40);

let world: ReviewWorld;
let api: GitHubApi;
beforeEach(async () => {
  world = reviewWorld();
  api = await startGitHubApi({ elsewhere: (attempt, url) => reviewFront(world)(attempt, url) });
});
afterEach(() => api.close());

const options = () => ({ token: 'ghs_x', apiUrl: api.url, repository: 'octo-org/app', retryDelaysMs: [1, 1] });

describe('accounts', () => {
  it('tells people from apps and organisations', async () => {
    world.people.push(ada, bot, { id: 1, login: 'octo-org', type: 'Organization' });
    const accounts = await openAccounts(options());
    expect(await accounts.byLogin('Ada')).toEqual({ ok: true, value: { id: 5, login: 'ada', person: true } });
    expect(await accounts.byLogin('merge[bot]')).toMatchObject({ value: { person: false } });
    expect(await accounts.byLogin('octo-org')).toMatchObject({ value: { person: false } });
    expect(await accounts.byLogin('gone')).toEqual({ ok: true, value: null });
    expect(await accounts.byLogin('..')).toEqual({ ok: true, value: null });
  });

  it('lists all members of a team, and says where it may not', async () => {
    world.teams.set(
      'octo-org/sec',
      Array.from({ length: 230 }, (_, index) => ({ id: index + 1, login: `u${index}` })),
    );
    const accounts = await openAccounts(options());
    const all = await accounts.membersOf('octo-org', 'sec');
    expect(all.ok && all.value.map(({ id }) => id)).toEqual(Array.from({ length: 230 }, (_, index) => index + 1));
    expect(await accounts.membersOf('octo-org', 'gone')).toEqual({
      ok: false,
      detail: '404: octo-org/gone is not visible to the token',
    });
    expect(await accounts.membersOf('octo-org', '..')).toEqual({ ok: false, detail: 'there is no team octo-org/..' });
    world.instead.set('/members', forbidden({ 'x-accepted-github-permissions': 'members=read' }));
    expect(await accounts.membersOf('octo-org', 'sec')).toEqual({
      ok: false,
      detail: '403: the token lacks `members: read` for octo-org/sec; use a token that has it',
    });
  });

  it.each<[string, Reply]>([
    ['a text as id', { body: { id: '5', login: 'ada', type: 'User' } }],
    ['a list', { body: [] }],
    ['no type', { body: { id: 5, login: 'ada' } }],
  ])('does not guess from %s', async (_what, reply) => {
    world.instead.set('/users/', reply);
    world.instead.set('/members', { body: [7] });
    const accounts = await openAccounts(options());
    for (const asked of [await accounts.byLogin('ada'), await accounts.membersOf('octo-org', 'sec')]) {
      expect(asked).toMatchObject({ ok: false, detail: expect.stringContaining('not of the documented form') });
    }
  });
});

describe('dismissed alerts', () => {
  it('reads who dismissed what, why and when, with the finding that stands last', async () => {
    world.alerts = [
      {
        number: 12,
        message: `quotes [pm:${'f'.repeat(32)}] and ends [pm:${FINDING}]`,
        by: ada,
        comment: 'generated',
        at: '2026-11-20T10:00:00Z',
      },
      { number: 13, message: 'no finding [pm:123]', by: null, reason: null, comment: null },
      { number: 14, message: 'x', by: ada, state: 'fixed' },
      { number: 15, message: 'x', by: ada, tool: 'CodeQL' },
      { number: 16, message: `of a pull request [pm:${FINDING}]`, by: bot, ref: 'refs/pull/3/merge' },
    ];
    const alerts = await openAlerts(options());
    expect(await alerts.dismissed()).toEqual({
      kind: 'read',
      more: false,
      alerts: [
        {
          number: 12,
          findingId: FINDING,
          reason: 'false positive',
          by: { id: 5, login: 'ada', person: true },
          comment: 'generated',
          at: Date.UTC(2026, 10, 20, 10),
        },
        { number: 13, findingId: null, reason: '', by: null, comment: '', at: Date.UTC(2026, 10, 20, 10) },
      ],
    });
    expect(await alerts.dismissed('refs/pull/3/merge')).toMatchObject({
      alerts: [{ number: 16, by: { person: false } }],
    });
    expect(api.requests[0]?.target).toBe(
      '/repos/octo-org/app/code-scanning/alerts?state=dismissed&tool_name=Phase%20Mirror&sort=updated&direction=desc&per_page=100&page=1',
    );
  });

  it('reads ten pages, and says that there are more', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ number: index + 1, message: 'x', by: ada }));
    const read = async () => {
      const answer = await (await openAlerts(options())).dismissed();
      return answer.kind === 'read' ? [answer.alerts.length, answer.more] : answer.why;
    };
    world.alerts = many(1000);
    expect(await read()).toEqual([1000, false]);
    world.alerts = many(1001);
    expect(await read()).toEqual([1000, true]);
  });

  it.each<[string, Reply, string, string]>([
    [
      'a private repository without it',
      { status: 403, body: { message: 'Advanced Security must be enabled for this repository to use code scanning.' } },
      'none',
      'octo-org/app has no code scanning',
    ],
    [
      'the newer words for it',
      { status: 403, body: { message: 'Code Security must be enabled for this repository to use code scanning.' } },
      'none',
      'octo-org/app has no code scanning',
    ],
    [
      'code scanning that is off',
      { status: 403, body: { message: 'Code scanning is not enabled for this repository. Please enable it.' } },
      'none',
      'octo-org/app has no code scanning',
    ],
    ['a plan without it', { status: 403, body: { message: 'Upgrade to GitHub Pro' } }, 'none', 'has no code scanning'],
    [
      'nothing uploaded yet',
      { status: 404, body: { message: 'no analysis found' } },
      'none',
      'nothing was uploaded to the code scanning of octo-org/app yet',
    ],
    ['a token that may not', forbidden(), 'failed', '403: the token lacks `security-events: read`'],
    [
      'a repository out of sight',
      { status: 404, body: { message: 'Not Found' } },
      'failed',
      '404: octo-org/app is not',
    ],
    ['a used-up limit', primaryLimit(3600), 'failed', 'the rate limit of the token is used up'],
    ['an outage', { status: 503, body: '' }, 'failed', '503: GitHub has a problem'],
    ['no list', { body: {} }, 'failed', 'not of the documented form'],
    ['an alert without a time', { body: [{ state: 'dismissed', dismissed_at: null }] }, 'failed', 'documented form'],
    ['a time that is none', { body: [{ state: 'dismissed', dismissed_at: 'soon' }] }, 'failed', 'documented form'],
  ])('tells %s apart', async (_what, reply, kind, why) => {
    world.instead.set('/code-scanning/', reply);
    const answer = await (await openAlerts(options())).dismissed();
    expect(answer).toMatchObject({ kind, why: expect.stringContaining(why) });
    if (answer.kind === 'none') expect(answer.off).toBe(why.endsWith('no code scanning'));
  });
});

describe('merges', () => {
  const merge = { number: 3, author: ada, mergedBy: bob, at: '2026-11-20T10:00:00Z', commits: [SHA] };

  it('says who merged, who worked on it, and whose last word was an approval', async () => {
    world.merges.push({
      ...merge,
      committers: [cid],
      reviews: [
        { by: bob, state: 'APPROVED' },
        { by: cid, state: 'APPROVED' },
        { by: bob, state: 'CHANGES_REQUESTED' },
        { by: null, state: 'APPROVED' },
        { by: bot, state: 'APPROVED' },
        { by: cid, state: 'COMMENTED' },
        { by: { id: 9, login: 'dan' }, state: 'APPROVED' },
        { by: { id: 9, login: 'dan' }, state: 'DISMISSED' },
        { by: { id: 10, login: 'early' }, state: 'APPROVED', commit: 'e'.repeat(40) },
      ],
    });
    expect(await (await openMerges(options())).ofCommit(SHA)).toEqual({
      ok: true,
      value: {
        number: 3,
        mergeSha: '',
        at: Date.UTC(2026, 10, 20, 10),
        actorIds: [5, 7],
        actorsKnown: true,
        mergedBy: { id: 6, login: 'bob', person: true },
        approvedBy: [
          { id: 7, login: 'cid', person: true },
          { id: 8, login: 'merge[bot]', person: false },
        ],
      },
    });
  });

  it('takes the one that was merged into the default branch as this commit, else the first', async () => {
    const other = 'b'.repeat(40);
    world.merges.push(
      { ...merge, number: 1, at: null },
      { ...merge, number: 2, base: 'develop' },
      { ...merge, number: 4, at: '2026-11-22T10:00:00Z' },
      { ...merge, number: 5, at: '2026-11-21T10:00:00Z' },
      { ...merge, number: 6, at: '2026-11-23T10:00:00Z', commits: [other], mergeSha: SHA },
    );
    const merges = await openMerges(options());
    expect(await merges.ofCommit(SHA)).toMatchObject({ value: { number: 6 } });
    world.merges.pop();
    expect(await (await openMerges(options())).ofCommit(SHA)).toMatchObject({ value: { number: 5 } });
    expect(await merges.ofCommit(other)).toEqual({ ok: true, value: null });
  });

  it('asks once for each commit and each pull request', async () => {
    const second = 'b'.repeat(40);
    world.merges.push({ ...merge, commits: [SHA, second] });
    const merges = await openMerges(options());
    await Promise.all([merges.ofCommit(SHA), merges.ofCommit(SHA), merges.ofCommit(second)]);
    const targets = api.requests.map(({ target }) => target.replace(/\?.*/, ''));
    expect(targets.filter((target) => target.endsWith('/pulls'))).toHaveLength(2);
    expect(targets.filter((target) => target.endsWith('/reviews'))).toHaveLength(1);
  });

  it.each([
    ['does not list all commits', { total: 300 }],
    ['knows the address of a commit as nobody\u2019s', { stranger: true }],
  ])('does not claim to know everybody where GitHub %s', async (_what, more) => {
    world.merges.push({ ...merge, ...more, mergedBy: null });
    expect(await (await openMerges(options())).ofCommit(SHA)).toMatchObject({
      value: { actorsKnown: false, mergedBy: null },
    });
  });

  it.each<[string, string, Reply, string]>([
    ['the pull requests of a commit', '/commits/', forbidden(), '403: the token lacks `pull-requests: read`'],
    ['a pull request', '/pulls/3', { status: 500, body: '' }, '500: GitHub has a problem'],
    ['its reviews', '/reviews', { status: 404, body: {} }, '404: no such pull request of octo-org/app'],
    ['a form that is not known', '/reviews', { body: [{ user: 5, state: 'APPROVED' }] }, 'not of the documented form'],
    ['no time of merging', '/pulls/3', { body: { merged_at: null } }, 'not of the documented form'],
  ])('says what it could not ask: %s', async (_what, part, reply, why) => {
    world.merges.push(merge);
    world.instead.set(part, reply);
    const answer = await (await openMerges(options())).ofCommit(SHA);
    expect(answer).toMatchObject({ ok: false, why: expect.stringContaining(why) });
  });
});

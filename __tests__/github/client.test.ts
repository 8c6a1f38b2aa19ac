/** Waiting, shutting up, redirects and ETags: seen on one endpoint. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { type ApiClient, type ClientOptions, createClient } from '../../src/github/client.js';
import { EtagCache, questionKey } from '../../src/github/etags.js';
import { fetchFacts } from '../../src/github/facts.js';
import { fetchProtection } from '../../src/github/protection.js';
import {
  forbidden,
  type GitHubApi,
  type GitHubApiOptions,
  label,
  NO_RULES,
  paged,
  primaryLimit,
  type Reply,
  requiredChecksRule,
  secondaryLimit,
  startGitHubApi,
  UNPROTECTED,
} from '../support/github-api.js';

const TOKEN = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz';
const LABELS = '/repos/{owner}/{repo}/labels';
const REPOSITORY = { owner: 'octo-org', repo: 'app' };
let api: GitHubApi | undefined;
let waited: number[] = [];

afterEach(async () => {
  await api?.close();
  api = undefined;
  waited = [];
});

/** A client whose pauses pass at once on its own clock. */
async function clientOf(options: GitHubApiOptions, more: Partial<ClientOptions> = {}): Promise<ApiClient> {
  api = await startGitHubApi(options);
  let clock = 0;
  return createClient({
    token: TOKEN,
    apiUrl: api.url,
    now: () => clock,
    pause: async (milliseconds) => {
      waited.push(milliseconds);
      clock += milliseconds;
    },
    ...more,
  });
}

const thenBody =
  (reply: Reply, times = 1) =>
  (attempt: number) =>
    attempt <= times ? reply : { body: [] };

describe('waiting', () => {
  it.each<[string, Reply, number]>([
    ['a secondary limit that is over in time', secondaryLimit(3), 3000],
    ['a secondary limit as 429', secondaryLimit(9, 429), 9000],
    ['a primary limit that is over in time, by the clock of the server', primaryLimit(4), 5000],
    ['a primary limit as 429', primaryLimit(1, 429), 2000],
    ['an outage', { status: 503, body: '' }, 200],
    ['a cut connection', 'reset', 200],
  ])('for %s is as long as it has to be', async (_what, reply, milliseconds) => {
    const client = await clientOf({ labels: thenBody(reply) });
    expect(await client.get(LABELS, REPOSITORY)).toMatchObject({ ok: true, data: [] });
    expect(waited).toEqual([milliseconds]);
  });

  it.each<[string, Reply]>([
    ['a secondary limit beyond the time limit', secondaryLimit(11)],
    ['a secondary limit that does not say how long', secondaryLimit(null)],
    ['a primary limit beyond the time limit', primaryLimit(10)],
    [
      'a primary limit without a clock',
      { status: 403, headers: { date: 'soon', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, body: '' },
    ],
    ['a permission', forbidden()],
    ['404', { status: 404, body: '' }],
    ['422', { status: 422, body: '' }],
  ])('is refused for %s', async (_what, reply) => {
    const client = await clientOf({ labels: reply });
    expect(await client.get(LABELS, REPOSITORY)).toMatchObject({ ok: false });
    expect(waited).toEqual([]);
    expect(api?.requests).toHaveLength(1);
  });

  it('counts what was waited before', async () => {
    const client = await clientOf({ labels: thenBody(secondaryLimit(6), 2) });
    expect(await client.get(LABELS, REPOSITORY)).toMatchObject({ ok: false });
    expect(waited).toEqual([6000]);
    expect(api?.requests).toHaveLength(2);
  });

  it('ends after three attempts', async () => {
    const client = await clientOf({ labels: { status: 500, body: '' } });
    expect(await client.get(LABELS, REPOSITORY)).toMatchObject({ ok: false, failure: { status: 500 } });
    expect(waited).toEqual([200, 1000]);
    expect(api?.requests).toHaveLength(3);
  });
});

describe('a token that is shut out', () => {
  it('asks nothing more', async () => {
    const client = await clientOf({ labels: secondaryLimit(60) });
    const first = await client.get(LABELS, REPOSITORY);
    expect(first).toMatchObject({ ok: false, failure: { rateLimited: { kind: 'secondary', waitSeconds: 60 } } });
    expect(await client.get('/repos/{owner}/{repo}/branches', REPOSITORY)).toEqual(first);
    expect(api?.requests).toHaveLength(1);
  });

  it('asks nothing more either when it was shut out three times', async () => {
    const client = await clientOf({ labels: secondaryLimit(1) });
    const first = await client.get(LABELS, REPOSITORY);
    expect(await client.get('/repos/{owner}/{repo}/branches', REPOSITORY)).toEqual(first);
    expect(api?.requests).toHaveLength(3);
  });

  it('is not one that lacks a permission', async () => {
    const client = await clientOf({ labels: forbidden() });
    await client.get(LABELS, REPOSITORY);
    expect(await client.get('/repos/{owner}/{repo}/branches', REPOSITORY)).toMatchObject({ ok: true });
  });
});

describe('a renamed repository', () => {
  const moved = (location: string, status = 301): Reply => ({ status, headers: { location }, body: '' });

  it('is followed on the same server with the token, and says so', async () => {
    api = await startGitHubApi({
      rules: moved('/repositories/1/rules'),
      branch: moved('/repositories/1/branch'),
      elsewhere: (_attempt, url) =>
        url.pathname.endsWith('/rules') ? { body: [requiredChecksRule(['lint'])] } : UNPROTECTED,
    });
    const request = { repository: 'octo-org/old', branch: 'main', token: TOKEN, apiUrl: api.url };
    const { answers, protections } = await fetchProtection(request);
    const renamed = 'the repository has a new name; GitHub redirected the question';
    expect(answers).toEqual([
      { source: 'rules/branches/main', status: 'answered', detail: renamed },
      { source: 'branches/main', status: 'none', detail: `no classic branch protection is enabled; ${renamed}` },
    ]);
    expect(protections[0]?.requiredChecks[0]?.context).toBe('lint');
    for (const { headers } of api.requests) expect(headers.authorization).toBe(`token ${TOKEN}`);
  });

  it('is not what another redirect means', async () => {
    const client = await clientOf({ labels: moved('/x', 302), elsewhere: { body: [] } });
    expect(await client.get(LABELS, REPOSITORY)).toMatchObject({ ok: true, renamed: false });
  });

  it('is not what a server can claim by a header', async () => {
    const client = await clientOf({ labels: { headers: { 'x-phase-mirror-moved': '1' }, body: [] } });
    expect(await client.get(LABELS, REPOSITORY)).toMatchObject({ ok: true, renamed: false });
  });

  it('does not send the question to another server', async () => {
    const other = await startGitHubApi({ elsewhere: NO_RULES });
    try {
      const client = await clientOf({ labels: moved(`${other.url}/labels`) });
      const failure = { kind: 'redirect', reason: 'other-server' };
      expect(await client.get(LABELS, REPOSITORY)).toEqual({ ok: false, failure });
      expect(other.requests).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it('is not followed for ever', async () => {
    const client = await clientOf({ labels: moved('/x'), elsewhere: moved('/x') }, { retryDelaysMs: [] });
    const failure = { kind: 'redirect', reason: 'too-many' };
    expect(await client.get(LABELS, REPOSITORY)).toEqual({ ok: false, failure });
    expect(api?.requests).toHaveLength(4);
  });
});

describe('a repeated question', () => {
  const wanted = new Set(['labels'] as const);
  const items = Array.from({ length: 150 }, (_, index) => label(`l${index}`));

  it('is answered by 304, pages and all', async () => {
    api = await startGitHubApi({ etags: true, labels: paged(items) });
    const request = { repository: 'octo-org/app', token: TOKEN, apiUrl: api.url };
    const first = await fetchFacts(request, wanted);
    const second = await fetchFacts(request, wanted);
    expect(first.labels).toMatchObject({ status: 'answered', value: items.map(({ name }) => name) });
    expect(second).toEqual(first);
    expect(api.requests.map(({ status }) => status)).toEqual([200, 200, 304, 304]);
  });

  it('gets the new answer when there is one', async () => {
    let name = 'old';
    api = await startGitHubApi({ etags: true, labels: () => ({ body: [label(name)] }) });
    const request = { repository: 'octo-org/app', token: TOKEN, apiUrl: api.url };
    await fetchFacts(request, wanted);
    name = 'new';
    expect((await fetchFacts(request, wanted)).labels).toEqual({ status: 'answered', value: ['new'] });
    expect(api.requests.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('of another token is another question', async () => {
    api = await startGitHubApi({ etags: true, labels: paged(items.slice(0, 1)) });
    for (const token of ['one', 'two']) await fetchFacts({ repository: 'o/r', token, apiUrl: api.url }, wanted);
    expect(api.requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, undefined]);
  });

  it('is no answer when a server says 304 to a question without an ETag', async () => {
    const client = await clientOf({ labels: { status: 304, body: '' } });
    expect(await client.get(LABELS, REPOSITORY)).toMatchObject({ ok: false, failure: { status: 304 } });
  });

  it('is not kept when the answer is large', async () => {
    const large = { ...label('x'), description: 'x'.repeat(200_001) };
    api = await startGitHubApi({ etags: true, labels: { body: [large] } });
    const request = { repository: 'octo-org/app', token: TOKEN, apiUrl: api.url };
    for (let time = 0; time < 2; time += 1) await fetchFacts(request, wanted);
    expect(api.requests.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('keeps a bounded number of answers, the newest', () => {
    const cache = new EtagCache();
    const answer = { data: [], links: null };
    for (let index = 0; index < 70; index += 1) cache.keep(`k${index}`, `"${index}"`, 2, answer);
    expect([cache.get('k5'), cache.get('k6')?.etag, cache.get('k69')?.etag]).toEqual([undefined, '"6"', '"69"']);
    cache.keep('k69', undefined, 2, answer);
    expect(cache.get('k69')).toBeUndefined();
  });

  it('is named by a digest that does not hold the token', () => {
    expect(questionKey(['https://api.github.com', TOKEN, LABELS])).toMatch(/^[0-9a-f]{64}$/);
  });
});

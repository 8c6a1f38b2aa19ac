import { afterEach, describe, expect, it } from '@jest/globals';
import { type FactsRequest, fetchFacts } from '../../src/github/facts.js';
import type { EnvironmentFact, RepositoryFacts } from '../../src/rules/facts.js';
import {
  codeownersError,
  type Endpoint,
  environment,
  environments,
  forbidden,
  type GitHubApi,
  type GitHubApiOptions,
  guard,
  label,
  paged,
  primaryLimit,
  type Reply,
  secondaryLimit,
  shortBranch,
  startGitHubApi,
  workflow,
} from '../support/github-api.js';

const TOKEN = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz';
type Name = keyof RepositoryFacts;
const ALL: readonly Name[] = ['codeownersErrors', 'environments', 'workflows', 'branches', 'labels'];
let api: GitHubApi | undefined;

afterEach(async () => {
  await api?.close();
  api = undefined;
});

async function ask(options: GitHubApiOptions, wanted: readonly Name[] = ALL, more: Partial<FactsRequest> = {}) {
  api = await startGitHubApi(options);
  const request = { repository: 'octo-org/app', token: TOKEN, apiUrl: api.url, retryDelaysMs: [1, 1], ...more };
  return fetchFacts(request, new Set(wanted));
}

const targets = (): string[] => (api?.requests ?? []).map(({ target }) => target).sort();
const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `b${index}`);

describe('what is asked', () => {
  it('asks nothing when nothing is wanted', async () => {
    const facts = await ask({}, []);
    for (const name of ALL) expect(facts[name]).toEqual({ status: 'not-asked', detail: 'no rule that is on needs it' });
    expect(targets()).toEqual([]);
  });

  it.each<[Name, string]>([
    ['codeownersErrors', '/repos/octo-org/app/codeowners/errors'],
    ['environments', '/repos/octo-org/app/environments?per_page=100&page=1'],
    ['workflows', '/repos/octo-org/app/actions/workflows?per_page=100&page=1'],
    ['branches', '/repos/octo-org/app/branches?per_page=100&page=1'],
    ['labels', '/repos/octo-org/app/labels?per_page=100&page=1'],
  ])('asks for %s alone when it alone is wanted', async (name, target) => {
    const facts = await ask({}, [name]);
    expect(targets()).toEqual([target]);
    for (const other of ALL) expect(facts[other].status).toBe(other === name ? 'answered' : 'not-asked');
  });

  it('asks nothing without a token, and says so of what was wanted', async () => {
    const facts = await ask({}, ['labels'], { token: ' ' });
    expect(facts.labels).toEqual({ status: 'not-asked', detail: 'no token was given' });
    expect(facts.branches).toEqual({ status: 'not-asked', detail: 'no rule that is on needs it' });
    expect(targets()).toEqual([]);
  });

  it('names the commit whose CODEOWNERS is checked', async () => {
    await ask({}, ['codeownersErrors'], { codeownersRef: 'refs/pull/1/merge' });
    expect(targets()).toEqual(['/repos/octo-org/app/codeowners/errors?ref=refs%2Fpull%2F1%2Fmerge']);
  });

  it('keeps the path of a GitHub Enterprise Server address', async () => {
    api = await startGitHubApi({ labels: paged([label('bug')]) });
    const facts = await fetchFacts(
      { repository: 'o/r', token: TOKEN, apiUrl: `${api.url}/api/v3` },
      new Set<Name>(['labels']),
    );
    expect(targets()).toEqual(['/api/v3/repos/o/r/labels?per_page=100&page=1']);
    expect(facts.labels).toEqual({ status: 'answered', value: ['bug'] });
  });

  it('refuses a repository that is not owner/name', async () => {
    await expect(ask({}, ALL, { repository: '../app' })).rejects.toThrow(
      'The repository is not of the form owner/name',
    );
  });
});

describe('the facts', () => {
  it('are what GitHub says', async () => {
    const facts = await ask({
      codeownersErrors: {
        body: {
          errors: [
            codeownersError(),
            { line: 1, column: 1, kind: 'Invalid pattern', message: '', path: 'CODEOWNERS', suggestion: null },
          ],
        },
      },
      workflows: {
        body: {
          total_count: 2,
          workflows: [workflow('.github/workflows/ci.yml', 'active'), workflow('old.yml', 'disabled_inactivity')],
        },
      },
      branches: paged([shortBranch('main'), shortBranch('release/1.x')]),
      labels: paged([label('bug'), label('good first issue')]),
    });
    expect(facts).toEqual({
      codeownersErrors: {
        status: 'answered',
        value: [
          {
            path: '.github/CODEOWNERS',
            line: 7,
            column: 3,
            kind: 'Unknown owner',
            source: '* @octo-org/gone',
            suggestion: 'make sure the team exists',
          },
          { path: 'CODEOWNERS', line: 1, column: 1, kind: 'Invalid pattern', source: '', suggestion: '' },
        ],
      },
      environments: { status: 'answered', value: [] },
      workflows: {
        status: 'answered',
        value: [
          { path: '.github/workflows/ci.yml', state: 'active' },
          { path: 'old.yml', state: 'disabled_inactivity' },
        ],
      },
      branches: { status: 'answered', value: ['main', 'release/1.x'] },
      labels: { status: 'answered', value: ['bug', 'good first issue'] },
    });
  });

  it.each<[string, Name, unknown]>([
    ['no list of errors', 'codeownersErrors', {}],
    ['an error without a line', 'codeownersErrors', { errors: [{ ...codeownersError(), line: undefined }] }],
    ['a line that is no number', 'codeownersErrors', { errors: [{ ...codeownersError(), line: '7' }] }],
    ['a list in place of an object', 'workflows', []],
    ['a workflow without a state', 'workflows', { workflows: [{ path: 'ci.yml' }] }],
    ['no list of environments', 'environments', { total_count: 0 }],
    ['an environment without a name', 'environments', { environments: [{}] }],
    ['protection that is no list', 'environments', { environments: [{ name: 'x', protection_rules: {} }] }],
    ['an object in place of a list', 'branches', { message: 'hello' }],
    ['a label that is text', 'labels', ['bug']],
    ['a page that is not JSON', 'labels', '<html>'],
  ])('%s is no answer', async (_what, name, body) => {
    const facts = await ask({ [name]: { body } });
    expect(facts[name]).toEqual({
      status: 'unavailable',
      detail: 'the answer is not of the documented form; check GITHUB_API_URL and any proxy',
    });
    for (const other of ALL) if (other !== name) expect(facts[other].status).toBe('answered');
  });
});

describe('environments', () => {
  const ids = { id: 1, node_id: 'R1' };
  const env = async (list: readonly unknown[], apps?: GitHubApiOptions['environmentApps']) => {
    const facts = await ask(
      { environments: paged(list, { wrap: environments }), ...(apps === undefined ? {} : { environmentApps: apps }) },
      ['environments'],
    );
    return facts.environments.status === 'answered' ? facts.environments.value : facts.environments;
  };

  it.each([
    ['reviewers', { protection_rules: [{ ...ids, type: 'required_reviewers', reviewers: [] }] }],
    ['a wait timer', { protection_rules: [{ ...ids, type: 'wait_timer', wait_timer: 30 }] }],
    ['a kind that is not known', { protection_rules: [{ ...ids, type: 'moon_phase' }] }],
    ['a branch policy', { deployment_branch_policy: { protected_branches: true, custom_branch_policies: false } }],
  ])('are protected by %s, and no app is asked about', async (_what, more) => {
    expect(await env([environment('prod', more)])).toEqual([{ name: 'prod', protected: true }]);
    expect(api?.requests).toHaveLength(1);
  });

  it.each([
    ['nothing', {}],
    ['a timer of no minutes', { protection_rules: [{ ...ids, type: 'wait_timer', wait_timer: 0 }] }],
    ['no branch policy', { protection_rules: [], deployment_branch_policy: null }],
  ])('with %s are unprotected when no app guards them', async (_what, more) => {
    expect(await env([environment('prod/eu', more)])).toEqual([{ name: 'prod/eu', protected: false }]);
    expect(api?.requests[1]?.target).toBe('/repos/octo-org/app/environments/prod%2Feu/deployment_protection_rules');
  });

  it.each([
    ['an app', true, true],
    ['an app that is switched off', false, false],
  ])('guarded by %s', async (_what, enabled, expected) => {
    const body = { total_count: 1, custom_deployment_protection_rules: [guard(enabled)] };
    expect(await env([environment('prod')], { body })).toEqual([{ name: 'prod', protected: expected }]);
  });

  it.each<[string, Reply, string]>([
    [
      'may not be asked',
      forbidden(),
      "403: the token lacks `actions: read` for octo-org/app; add it to the job's `permissions`",
    ],
    ['is not understood', { body: [] }, 'the answer is not of the documented form; check GITHUB_API_URL and any proxy'],
  ])('are not called unprotected when the question about apps %s', async (_what, reply, unproven) => {
    expect(await env([environment('prod')], reply)).toEqual([{ name: 'prod', protected: true, unproven }]);
  });

  it('are not called unprotected beyond twenty questions, and keep their names', async () => {
    const list = Array.from({ length: 23 }, (_, index) => environment(`preview-${index}`));
    const value = await env(list);
    expect(value).toHaveLength(23);
    expect((value as readonly EnvironmentFact[]).filter((one) => !one.protected)).toHaveLength(20);
    expect((value as readonly EnvironmentFact[])[22]).toEqual({
      name: 'preview-22',
      protected: true,
      unproven: 'more than 20 environments have no built-in protection; no more were asked about',
    });
    expect(api?.requests).toHaveLength(21);
  });

  it('cannot lead the question to another path', async () => {
    expect(await env([environment('..')])).toEqual([
      { name: '..', protected: true, unproven: 'GitHub cannot be asked about an environment of this name' },
    ]);
    expect(api?.requests).toHaveLength(1);
  });
});

describe('long lists', () => {
  it.each([0, 1, 99, 100, 101, 250, 1000])('of %p branches are read whole', async (size) => {
    const facts = await ask({ branches: paged(names(size).map(shortBranch)) }, ['branches']);
    expect(facts.branches).toEqual({ status: 'answered', value: names(size) });
  });

  it('are read whole without a Link header too', async () => {
    const facts = await ask({ branches: paged(names(250).map(shortBranch), { link: false }) }, ['branches']);
    expect(facts.branches).toEqual({ status: 'answered', value: names(250) });
    expect(api?.requests).toHaveLength(3);
  });

  it('are asked for side by side after the first page', async () => {
    let waiting = 0;
    let most = 0;
    const serve = paged(names(400).map(shortBranch));
    const slow: typeof fetch = async (...to) => {
      waiting += 1;
      most = Math.max(most, waiting);
      await new Promise((resolve) => setImmediate(resolve));
      const response = await fetch(...to);
      waiting -= 1;
      return response;
    };
    const facts = await ask({ branches: serve }, ['branches'], { fetch: slow });
    expect(facts.branches).toEqual({ status: 'answered', value: names(400) });
    expect(most).toBe(3);
  });

  it('beyond 1,000 entries are no answer, and cost one request', async () => {
    const facts = await ask({ branches: paged(names(1001).map(shortBranch)) }, ['branches']);
    expect(facts.branches).toEqual({
      status: 'unavailable',
      detail: 'there are more than 1000 branches; a part of them would be a wrong answer',
    });
    expect(api?.requests).toHaveLength(1);
  });

  it('beyond 1,000 entries are no answer without a Link header', async () => {
    const facts = await ask({ labels: paged(names(1500).map(label), { link: false }) }, ['labels']);
    expect(facts.labels.status).toBe('unavailable');
    expect(api?.requests).toHaveLength(10);
  });

  it('are no answer when one page fails', async () => {
    const serve = paged(names(300).map(shortBranch));
    const facts = await ask(
      { branches: (attempt, url) => (url.searchParams.get('page') === '2' ? forbidden() : serve(attempt, url)) },
      ['branches'],
    );
    expect(facts.branches.status).toBe('forbidden');
  });

  it('never follow a link to another host', async () => {
    const headers = {
      link: '<https://evil.example/x?page=2>; rel="next", <https://evil.example/x?page=2>; rel="last"',
    };
    const facts = await ask(
      {
        labels: (_attempt, url) => ({
          ...(url.searchParams.get('page') === '1' ? { headers } : {}),
          body: [label('x')],
        }),
      },
      ['labels'],
    );
    expect(facts.labels).toEqual({ status: 'answered', value: ['x', 'x'] });
    expect(targets()).toEqual([1, 2].map((page) => `/repos/octo-org/app/labels?per_page=100&page=${page}`));
  });

  it('grow while they are read', async () => {
    const serve = paged(names(201).map(shortBranch));
    const before = paged(names(200).map(shortBranch));
    const facts = await ask(
      { branches: (attempt, url) => (url.searchParams.get('page') === '1' ? before : serve)(attempt, url) },
      ['branches'],
    );
    expect(facts.branches).toEqual({ status: 'answered', value: names(201) });
  });
});

describe('failures', () => {
  const EVERY: readonly [Name, Endpoint, string, string][] = [
    ['codeownersErrors', 'codeownersErrors', 'contents: read', 'has no CODEOWNERS on its default branch'],
    ['environments', 'environments', 'actions: read', 'has no environments'],
    ['workflows', 'workflows', 'actions: read', 'has no workflows'],
    ['branches', 'branches', 'contents: read', 'has no branches'],
    ['labels', 'labels', 'issues: read', 'has no labels'],
  ];
  const GRANT = "for octo-org/app; add it to the job's `permissions`";

  it.each<[string, Reply, string, string]>([
    [
      '401',
      { status: 401, body: '' },
      'forbidden',
      '401: GitHub does not accept the token (expired, revoked, or made for another server); pass a valid one',
    ],
    ['403', forbidden(), 'forbidden', `403: the token lacks \`PERMISSION\` ${GRANT}`],
    [
      '403 with either of two permissions',
      forbidden({ 'x-accepted-github-permissions': 'issues=read; pull_requests=read' }),
      'forbidden',
      `403: the token lacks \`issues: read or pull-requests: read\` ${GRANT}`,
    ],
    [
      '403 of single sign-on',
      forbidden({ 'x-github-sso': 'required; url=https://github.com/x' }),
      'forbidden',
      "403: the token is not authorised for the organisation's single sign-on; authorise it there",
    ],
    [
      '403 of a plan',
      {
        status: 403,
        body: { message: 'Upgrade to GitHub Pro or make this repository public to enable this feature.' },
      },
      'unavailable',
      'this private repository is on a plan without it',
    ],
    [
      '404',
      { status: 404, body: { message: 'Not Found' } },
      'not-found',
      '404: octo-org/app MISSING that the token can see; check the name and that the token has `PERMISSION`',
    ],
    [
      '410',
      { status: 410, body: '' },
      'unavailable',
      '410: it is switched off in this repository, or this server no longer offers it',
    ],
    ['422', { status: 422, body: '' }, 'unavailable', '422: GitHub did not accept the request; run again later'],
    ['500', { status: 500, body: '' }, 'unavailable', '500: GitHub has a problem (asked three times); run again later'],
    [
      'a cut connection',
      'reset',
      'unavailable',
      'the API could not be reached (UND_ERR_SOCKET); check the network, the proxy variables and GITHUB_API_URL',
    ],
    [
      'the primary limit',
      primaryLimit(1800),
      'unavailable',
      '403: the rate limit of the token is used up; run again after 2026-03-01 12:30 UTC',
    ],
    [
      'the primary limit as 429',
      primaryLimit(60, 429),
      'unavailable',
      '429: the rate limit of the token is used up; run again after 2026-03-01 12:01 UTC',
    ],
    [
      'a secondary limit',
      secondaryLimit(90),
      'unavailable',
      '403: GitHub asks to slow down (secondary rate limit, many requests at once); run again in 90 s',
    ],
    [
      'abuse detection',
      secondaryLimit(null),
      'unavailable',
      '403: GitHub asks to slow down (secondary rate limit, many requests at once); run again in 60 s',
    ],
    [
      'a redirect to another server',
      { status: 301, headers: { location: 'https://evil.example/repositories/1/labels' }, body: '' },
      'unavailable',
      'the API answered with a redirect to another server, which is not followed; check GITHUB_API_URL',
    ],
    [
      'a redirect to nowhere',
      { status: 302, headers: { location: 'http://[' }, body: '' },
      'unavailable',
      'the API answered with a redirect to another server, which is not followed; check GITHUB_API_URL',
    ],
  ])('%s has its own outcome for every fact', async (_what, reply, status, detail) => {
    for (const [name, endpoint, permission, missing] of EVERY) {
      const facts = await ask({ [endpoint]: reply });
      expect(facts[name]).toEqual({
        status,
        detail: detail.replace('PERMISSION', permission).replace('MISSING', missing),
      });
      for (const other of ALL) if (other !== name) expect(facts[other].status).toBe('answered');
      await api?.close();
    }
    api = undefined;
  });

  it('stops all of them at one time limit', async () => {
    const facts = await ask({ labels: 'hang', branches: 'hang' }, ['labels', 'branches', 'workflows'], {
      timeLimitMs: 300,
    });
    const over = { status: 'unavailable', detail: 'no answer within 0.3 s; run again later' };
    expect([facts.labels, facts.branches, facts.workflows.status]).toEqual([over, over, 'answered']);
  });

  it('never repeats the token', async () => {
    for (const reply of [
      { status: 403, body: { message: `token ${TOKEN} is not allowed` } },
      forbidden({ 'x-accepted-github-permissions': TOKEN, 'x-ratelimit-reset': TOKEN, 'x-ratelimit-remaining': '0' }),
      { status: 403, headers: { 'retry-after': TOKEN }, body: '' },
      { status: 301, headers: { location: `https://evil.example/?${TOKEN}` }, body: '' },
    ] satisfies Reply[]) {
      const facts = await ask({
        codeownersErrors: reply,
        environments: reply,
        workflows: reply,
        branches: reply,
        labels: reply,
      });
      expect(JSON.stringify(facts)).not.toContain('0123456789abcdef');
      expect(facts.labels.status).not.toBe('answered');
      await api?.close();
    }
    api = undefined;
  });
});

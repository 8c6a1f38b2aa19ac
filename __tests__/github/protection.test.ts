import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { PhaseMirrorError } from '../../src/errors.js';
import { fetchProtection, type ProtectionRequest } from '../../src/github/protection.js';
import {
  forbidden,
  type GitHubApi,
  type GitHubApiOptions,
  primaryLimit,
  type Reply,
  requiredChecksRule,
  secondaryLimit,
  startGitHubApi,
  workflowsRule,
} from '../support/github-api.js';

const TOKEN = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz';
let api: GitHubApi | undefined;

afterEach(async () => {
  await api?.close();
  api = undefined;
});

async function ask(options: GitHubApiOptions, more: Partial<ProtectionRequest> = {}) {
  api = await startGitHubApi(options);
  return fetchProtection({
    repository: 'octo-org/app',
    branch: 'main',
    token: TOKEN,
    apiUrl: api.url,
    retryDelaysMs: [1, 1],
    ...more,
  });
}

/** The classic summary of a branch. */
function branch(protection: unknown, more: Record<string, unknown> = {}): Reply {
  return { body: { name: 'main', commit: { sha: '0'.repeat(40) }, protected: true, protection, ...more } };
}

// First in this file: the toolkit is loaded once per process.
it('does not let the toolkit read the event file while it loads', async () => {
  const before = process.env['GITHUB_EVENT_PATH'];
  const notJson = fileURLToPath(import.meta.url);
  process.env['GITHUB_EVENT_PATH'] = notJson;
  try {
    const { answers } = await ask({});
    expect(answers.map(({ status }) => status)).toEqual(['none', 'none']);
    expect(process.env['GITHUB_EVENT_PATH']).toBe(notJson);
  } finally {
    if (before === undefined) delete process.env['GITHUB_EVENT_PATH'];
    else process.env['GITHUB_EVENT_PATH'] = before;
  }
});

describe('what is asked', () => {
  it('asks both endpoints with the token, a user agent and JSON', async () => {
    await ask({});
    expect(api?.requests.map(({ method, target }) => `${method} ${target}`).sort()).toEqual([
      'GET /repos/octo-org/app/branches/main',
      'GET /repos/octo-org/app/rules/branches/main?per_page=100&page=1',
    ]);
    for (const { headers } of api?.requests ?? []) {
      expect(headers.authorization).toBe(`token ${TOKEN}`);
      expect(headers['user-agent']).toMatch(/^phase-mirror /);
      expect(headers.accept).toContain('json');
    }
  });

  it('encodes the name of the branch as one segment', async () => {
    const { answers } = await ask({}, { branch: 'release/1.x #é?' });
    expect(api?.requests.map(({ target }) => target.split('?')[0]).sort()).toEqual([
      '/repos/octo-org/app/branches/release%2F1.x%20%23%C3%A9%3F',
      '/repos/octo-org/app/rules/branches/release%2F1.x%20%23%C3%A9%3F',
    ]);
    expect(answers.map(({ source }) => source)).toEqual(['rules/branches/release/1.x #é?', 'branches/release/1.x #é?']);
  });

  it.each(['', '.', '..'])('does not ask for %p, which is no branch and another path', async (name) => {
    const { answers } = await ask({}, { branch: name });
    expect(answers.map(({ status, detail }) => [status, detail])).toEqual([
      ['not-asked', 'this is not the name of a branch'],
      ['not-asked', 'this is not the name of a branch'],
    ]);
    expect(api?.requests).toEqual([]);
  });

  it('does not ask without a token', async () => {
    const { answers, protections } = await ask({}, { token: ' ' });
    expect(answers.map(({ status, detail }) => `${status}: ${detail}`)).toEqual([
      'not-asked: no token was given',
      'not-asked: no token was given',
    ]);
    expect(protections).toEqual([]);
    expect(api?.requests).toEqual([]);
  });

  it.each(['app', 'octo-org/app/x', '../app', 'octo-org/..', 'octo org/app', '/'])(
    'refuses the repository %p',
    async (repository) => {
      await expect(ask({}, { repository })).rejects.toThrow(
        `The repository is not of the form owner/name: ${JSON.stringify(repository)}. Give it as owner/name, for example octo-org/app.`,
      );
    },
  );

  it.each(['api.github.com', 'file:///etc/passwd', ''])('refuses the API address %p', async (apiUrl) => {
    const refused = ask({}, { apiUrl });
    await expect(refused).rejects.toBeInstanceOf(PhaseMirrorError);
    await expect(refused).rejects.toThrow(
      /^The address of the GitHub API is not an http or https address: ".*"\. Set GITHUB_API_URL/,
    );
  });

  it('keeps the path of a GitHub Enterprise Server address', async () => {
    api = await startGitHubApi();
    await fetchProtection({ repository: 'o/r', branch: 'main', token: TOKEN, apiUrl: `${api.url}/api/v3/` });
    expect(api.requests.map(({ target }) => target.split('?')[0]).sort()).toEqual([
      '/api/v3/repos/o/r/branches/main',
      '/api/v3/repos/o/r/rules/branches/main',
    ]);
  });
});

describe('rulesets', () => {
  it('groups the rules by ruleset and keeps the app that must report', async () => {
    const organization = { ruleset_source_type: 'Organization', ruleset_source: 'octo-org', ruleset_id: 7 };
    const { protections, answers } = await ask({
      rules: {
        body: [
          requiredChecksRule(['lint', 'test']),
          {
            type: 'merge_queue',
            parameters: {},
            ruleset_source_type: 'Repository',
            ruleset_source: 'octo-org/app',
            ruleset_id: 42,
          },
          { type: 'deletion', ruleset_source_type: 'Repository', ruleset_source: 'octo-org/app', ruleset_id: 3 },
          { type: 'pull_request', parameters: { require_code_owner_review: true }, ...organization },
          {
            type: 'workflows',
            parameters: {
              workflows: [
                { path: '.github/workflows/gate.yml', repository_id: 9, ref: 'refs/heads/main', sha: 'a'.repeat(40) },
              ],
            },
            ...organization,
          },
        ],
      },
    });
    const orgSource = { kind: 'api', endpoint: 'rules', label: 'organization ruleset 7 of octo-org' };
    const source = { kind: 'api', endpoint: 'rules', label: 'ruleset 42 of octo-org/app' };
    const branches = { include: ['main'], exclude: [] };
    expect(protections).toEqual([
      {
        source: orgSource,
        branches,
        requiredChecks: [],
        codeOwnerReview: true,
        requiredWorkflows: [
          { path: '.github/workflows/gate.yml', repositoryId: 9, ref: 'refs/heads/main', sha: 'a'.repeat(40) },
        ],
      },
      {
        source,
        branches,
        requiredChecks: [
          { context: 'lint', source, integrationId: 15368 },
          { context: 'test', source, integrationId: 15368 },
        ],
        mergeQueue: true,
      },
    ]);
    expect(answers).toEqual([
      { source: 'rules/branches/main', status: 'answered', detail: '' },
      { source: 'branches/main', status: 'none', detail: 'no classic branch protection is enabled' },
    ]);
  });

  it('says "none" when rules apply and none of them is judged', async () => {
    const { protections, answers } = await ask({
      rules: {
        body: [{ type: 'deletion' }, { type: 'pull_request', parameters: { require_code_owner_review: false } }],
      },
    });
    expect(protections).toEqual([]);
    expect(answers[0]).toEqual({
      source: 'rules/branches/main',
      status: 'none',
      detail: 'no ruleset requires anything we judge on this branch',
    });
  });

  it('reads every page', async () => {
    const rule = (n: number): unknown => requiredChecksRule([`check ${n}`], { ruleset_id: n });
    const { protections } = await ask({
      rules: (_attempt, url) => {
        const page = Number(url.searchParams.get('page'));
        return { body: Array.from({ length: page < 3 ? 100 : 5 }, (_, i) => rule((page - 1) * 100 + i)) };
      },
    });
    expect(protections.map(({ requiredChecks }) => requiredChecks[0]?.context)).toEqual(
      Array.from({ length: 205 }, (_, n) => `check ${n}`),
    );
  });

  it('keeps required workflows with and without a pinned version, and in any position', async () => {
    const { protections, answers } = await ask({
      rules: {
        body: [
          workflowsRule([{ path: '.github/workflows/a.yml', repository_id: 9 }]),
          workflowsRule([
            { path: 'b.yml', repository_id: 10, ref: 'refs/tags/v1' },
            { path: 'c.yml', repository_id: 10, sha: 'c'.repeat(40) },
          ]),
        ],
      },
    });
    expect(protections.map(({ requiredWorkflows }) => requiredWorkflows)).toEqual([
      [
        { path: '.github/workflows/a.yml', repositoryId: 9 },
        { path: 'b.yml', repositoryId: 10, ref: 'refs/tags/v1' },
        { path: 'c.yml', repositoryId: 10, sha: 'c'.repeat(40) },
      ],
    ]);
    expect(answers[0]?.status).toBe('answered');
  });

  it('gives up on a server that never stops sending pages', async () => {
    const page = Array.from({ length: 100 }, () => ({ type: 'deletion' }));
    const { answers } = await ask({ rules: { body: page } });
    expect(answers[0]).toEqual({
      source: 'rules/branches/main',
      status: 'unavailable',
      detail: 'more than 1000 rules apply to the branch; they were not read',
    });
  });

  it.each<[string, unknown]>([
    ['an object', { message: 'hello' }],
    ['text', 'not JSON'],
    ['a page that is not JSON', '<html>'],
    ['a rule that is no object', ['deletion']],
    ['a rule without parameters', [{ type: 'required_status_checks' }]],
    ['checks that are no list', [{ type: 'required_status_checks', parameters: { required_status_checks: {} } }]],
    ['a context that is no text', [requiredChecksRule([7 as unknown as string])]],
    ['a workflow without a repository', [{ type: 'workflows', parameters: { workflows: [{ path: 'x' }] } }]],
  ])('does not take %s for "nothing is required"', async (_what, body) => {
    const { answers, protections } = await ask({ rules: { body } });
    expect(answers[0]).toEqual({
      source: 'rules/branches/main',
      status: 'unavailable',
      detail: 'the answer is not of the documented form; check GITHUB_API_URL and any proxy',
    });
    expect(protections).toEqual([]);
  });
});

describe('classic protection', () => {
  it('takes contexts and the apps of checks', async () => {
    const { protections, answers } = await ask({
      branch: branch({
        enabled: true,
        required_status_checks: {
          enforcement_level: 'everyone',
          contexts: ['lint', 'test', 'old'],
          checks: [
            { context: 'lint', app_id: 15368 },
            { context: 'test', app_id: null },
          ],
        },
      }),
    });
    const source = { kind: 'api', endpoint: 'branch', label: 'branch protection of main' };
    expect(protections).toEqual([
      {
        source,
        branches: { include: ['main'], exclude: [] },
        requiredChecks: [
          { context: 'lint', source, integrationId: 15368 },
          { context: 'test', source },
          { context: 'old', source },
        ],
      },
    ]);
    expect(answers[1]).toEqual({ source: 'branches/main', status: 'answered', detail: '' });
  });

  it.each<[string, unknown]>([
    [
      'is switched off',
      { enabled: false, required_status_checks: { enforcement_level: 'off', contexts: ['lint'], checks: [] } },
    ],
    ['is absent', undefined],
    ['does not say that it is enabled', { required_status_checks: { contexts: ['lint'] } }],
  ])('is not believed when it %s', async (_what, protection) => {
    const { protections, answers } = await ask({ branch: branch(protection) });
    expect(protections).toEqual([]);
    expect(answers[1]?.status).toBe('none');
  });

  it('is enabled and requires no check when the checks are off or absent', async () => {
    for (const required_status_checks of [undefined, { enforcement_level: 'off', contexts: ['lint'] }]) {
      const { protections, answers } = await ask({ branch: branch({ enabled: true, required_status_checks }) });
      expect(protections.map(({ requiredChecks }) => requiredChecks)).toEqual([[]]);
      expect(answers[1]?.status).toBe('answered');
      await api?.close();
    }
    api = undefined;
  });

  it('knows code-owner review when an administrator asks', async () => {
    const { protections } = await ask({
      branch: branch({ enabled: true, required_pull_request_reviews: { require_code_owner_reviews: true } }),
    });
    expect(protections[0]?.codeOwnerReview).toBe(true);
  });

  it.each<[string, unknown]>([
    ['a list', []],
    ['text', 'hello'],
    ['a protection that is no object', { protection: 'yes' }],
    ['contexts that are no list', { protection: { enabled: true, required_status_checks: { contexts: 'lint' } } }],
  ])('does not take %s for "not protected"', async (_what, body) => {
    const { answers } = await ask({ branch: { body } });
    expect(answers[1]?.status).toBe('unavailable');
  });
});

describe('failures', () => {
  it.each<[string, Reply, string, string, string]>([
    [
      '401',
      { status: 401, body: { message: 'Bad credentials' } },
      'forbidden',
      '401: GitHub does not accept the token (expired, revoked, or made for another server); pass a valid one',
      '401: GitHub does not accept the token (expired, revoked, or made for another server); pass a valid one',
    ],
    [
      '403 for want of a permission',
      forbidden(),
      'forbidden',
      '403: the token lacks `metadata: read` for octo-org/app; the GITHUB_TOKEN of a workflow has it for its own repository, another token needs it',
      "403: the token lacks `contents: read` for octo-org/app; add it to the job's `permissions`",
    ],
    [
      '403 with the permissions GitHub names',
      forbidden({ 'x-accepted-github-permissions': 'administration=read,contents=read' }),
      'forbidden',
      '403: the token lacks `administration: read, contents: read` for octo-org/app; the GITHUB_TOKEN of a workflow has it for its own repository, another token needs it',
      "403: the token lacks `administration: read, contents: read` for octo-org/app; add it to the job's `permissions`",
    ],
    [
      '403 with a header that is no list of permissions',
      forbidden({ 'x-accepted-github-permissions': '::error::`hello`' }),
      'forbidden',
      '403: the token lacks `metadata: read` for octo-org/app; the GITHUB_TOKEN of a workflow has it for its own repository, another token needs it',
      "403: the token lacks `contents: read` for octo-org/app; add it to the job's `permissions`",
    ],
    [
      '403 of single sign-on',
      forbidden({ 'x-github-sso': 'required; url=https://github.com/orgs/octo-org/sso' }),
      'forbidden',
      "403: the token is not authorised for the organisation's single sign-on; authorise it there",
      "403: the token is not authorised for the organisation's single sign-on; authorise it there",
    ],
    [
      'a primary rate limit',
      primaryLimit(1800),
      'unavailable',
      '403: the rate limit of the token is used up; run again after 2026-03-01 12:30 UTC',
      '403: the rate limit of the token is used up; run again after 2026-03-01 12:30 UTC',
    ],
    [
      'a secondary rate limit',
      secondaryLimit(60, 429),
      'unavailable',
      '429: GitHub asks to slow down (secondary rate limit, many requests at once); run again in 60 s',
      '429: GitHub asks to slow down (secondary rate limit, many requests at once); run again in 60 s',
    ],
    [
      'a plan without the feature',
      {
        status: 403,
        body: { message: 'Upgrade to GitHub Pro or make this repository public to enable this feature.' },
      },
      'none',
      'this private repository is on a plan without it',
      'this private repository is on a plan without it',
    ],
    [
      '404',
      { status: 404, body: { message: 'Not Found' } },
      'not-found',
      '404: no repository octo-org/app is visible to the token; check the name and that the token may read it',
      '404: octo-org/app has no such branch that the token can see; check the branch and that the token has `contents: read`',
    ],
    [
      '410',
      { status: 410, body: '' },
      'unavailable',
      '410: it is switched off in this repository, or this server no longer offers it',
      '410: it is switched off in this repository, or this server no longer offers it',
    ],
    [
      '422',
      { status: 422, body: { message: 'Unprocessable' } },
      'unavailable',
      '422: GitHub did not accept the request; run again later',
      '422: GitHub did not accept the request; run again later',
    ],
  ])('%s: says so, and is not asked again', async (_what, reply, status, rules, classic) => {
    const { answers, protections } = await ask({ rules: reply, branch: reply });
    expect(answers).toEqual([
      { source: 'rules/branches/main', status, detail: rules },
      { source: 'branches/main', status, detail: classic },
    ]);
    expect(protections).toEqual([]);
    expect(api?.requests).toHaveLength(2);
  });

  it('asks three times when the server has a problem, then says so', async () => {
    const { answers } = await ask({ branch: { status: 502, body: '<html>Bad gateway</html>' } });
    expect(answers[1]).toEqual({
      source: 'branches/main',
      status: 'unavailable',
      detail: '502: GitHub has a problem (asked three times); run again later',
    });
    expect(api?.requests.filter(({ target }) => target.startsWith('/repos/octo-org/app/branches'))).toHaveLength(3);
  });

  it('heals when the third answer is good', async () => {
    const { answers, protections } = await ask({
      rules: (attempt) => (attempt < 3 ? { status: 503, body: '' } : { body: [requiredChecksRule(['lint'])] }),
    });
    expect(answers[0]?.status).toBe('answered');
    expect(protections[0]?.requiredChecks[0]?.context).toBe('lint');
  });

  it('keeps what one endpoint said when the other fails', async () => {
    const { answers, protections } = await ask({
      rules: { body: [requiredChecksRule(['lint'])] },
      branch: forbidden(),
    });
    expect(answers.map(({ status }) => status)).toEqual(['answered', 'forbidden']);
    expect(protections).toHaveLength(1);
  });

  it('names the code when there is no connection', async () => {
    api = await startGitHubApi();
    const { url } = api;
    await api.close();
    api = undefined;
    const { answers } = await fetchProtection({
      repository: 'o/r',
      branch: 'main',
      token: TOKEN,
      apiUrl: url,
      retryDelaysMs: [],
    });
    expect(answers[0]).toEqual({
      source: 'rules/branches/main',
      status: 'unavailable',
      detail: 'the API could not be reached (ECONNREFUSED); check the network, the proxy variables and GITHUB_API_URL',
    });
  });

  it('asks again after a connection was cut', async () => {
    const { answers } = await ask({ rules: (attempt) => (attempt === 1 ? 'reset' : { body: [] }) });
    expect(answers[0]?.status).toBe('none');
  });

  it('stops at the time limit', async () => {
    const { answers } = await ask({ rules: 'hang' }, { timeLimitMs: 300 });
    expect(answers.map(({ status, detail }) => `${status} ${detail}`)).toEqual([
      'unavailable no answer within 0.3 s; run again later',
      'none no classic branch protection is enabled',
    ]);
  });

  it('does not wait for a retry beyond the time limit', async () => {
    const { answers } = await ask({ rules: { status: 500, body: '' } }, { timeLimitMs: 300, retryDelaysMs: [60_000] });
    expect(answers[0]?.detail).toBe('no answer within 0.3 s; run again later');
  });

  it.each([200, 403])('does not read an answer of status %p beyond the size limit', async (status) => {
    const body = JSON.stringify([{ type: 'x'.repeat(20_000) }]);
    const { answers } = await ask({ rules: { status, body } }, { maxBytes: 10_000 });
    expect(answers[0]?.detail).toBe('the answer is larger than 0.01 MB and was not read');
  });
});

describe('the token', () => {
  it.each<[string, Reply | undefined, string]>([
    ['a server that repeats it', { status: 403, body: { message: `token ${TOKEN} is not allowed` } }, TOKEN],
    ['a server that repeats it in a header', forbidden({ 'x-accepted-github-permissions': TOKEN }), TOKEN],
    ['a token that is no header value', undefined, `${TOKEN}\nx: y`],
  ])('never appears in an answer: %s', async (_what, reply, token) => {
    const answer = await ask(reply === undefined ? {} : { rules: reply, branch: reply }, { token });
    expect(JSON.stringify(answer)).not.toContain('0123456789abcdef');
    expect(answer.answers.map(({ status }) => status)).toEqual(
      reply === undefined ? ['unavailable', 'unavailable'] : ['forbidden', 'forbidden'],
    );
  });
});

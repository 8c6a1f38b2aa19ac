/** The parameters of protection and environments, from every form of answer. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { fetchSettings } from '../../src/github/governed-settings.js';
import {
  environment,
  environments,
  forbidden,
  type GitHubApi,
  type GitHubApiOptions,
  type Reply,
  requiredChecksRule,
  startGitHubApi,
} from '../support/github-api.js';

let api: GitHubApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

/** @param more answers by path below the repository */
async function ask(options: GitHubApiOptions, more: Readonly<Record<string, Reply>> = {}, branch = 'main') {
  api = await startGitHubApi({
    ...options,
    elsewhere: (_attempt, { pathname }) =>
      more[decodeURIComponent(pathname).slice('/repos/octo-org/app/'.length)] ?? forbidden(),
  });
  return await fetchSettings({ repository: 'octo-org/app', branch, token: 'secret', apiUrl: api.url });
}

async function protection(options: GitHubApiOptions, more: Readonly<Record<string, Reply>> = {}) {
  const { protection: found } = await ask(options, more);
  return found.ok ? found.value : found.why;
}

const rule = (type: string, parameters?: object, id = 42): object => ({
  ...{ type, ruleset_source_type: 'Repository', ruleset_source: 'octo-org/app', ruleset_id: id },
  ...(parameters === undefined ? {} : { parameters }),
});
const review = (parameters: object, id = 42): object => rule('pull_request', parameters, id);
const classicOn: Reply = { body: { name: 'main', protection: { enabled: true } } };

describe('rules of a branch', () => {
  it('are none where nothing is protected', async () => {
    const found = await protection({});
    expect(found).toEqual({ rulesets: { on: [], approvals: 0 }, bypass: [], classic: 'none' });
  });

  it('of several rulesets are the strictest', async () => {
    const rules = [
      review({ required_approving_review_count: 1, dismiss_stale_reviews_on_push: true }),
      review({ required_approving_review_count: 2, require_last_push_approval: true }, 7),
      review({ required_review_thread_resolution: true }, 7),
      rule('non_fast_forward'),
      rule('deletion'),
      rule('code_scanning', {}),
      requiredChecksRule(['lint'], { parameters: { strict_required_status_checks_policy: true } }),
    ];
    const found = await protection({ rules: { body: rules } });
    expect(found).toEqual({
      rulesets: {
        approvals: 2,
        on: [
          ...['approval of the last push', 'branch up to date before merging', 'dismissal of stale approvals'],
          ...['no deletion', 'no force push', 'pull request before merging', 'resolved conversations'],
          'rule code_scanning',
        ],
      },
      bypass: [
        { ruleset: 'ruleset 7 of octo-org/app', actors: null },
        { ruleset: 'ruleset 42 of octo-org/app', actors: null },
      ],
      classic: 'none',
    });
  });

  it('name the team that has to review', async () => {
    const reviewer = { reviewer: { id: 7, type: 'Team' }, file_patterns: ['src/**', 'a'], minimum_approvals: 2 };
    const found = await protection({ rules: { body: [review({ required_reviewers: [reviewer] })] } });
    expect(found).toMatchObject({
      rulesets: { on: ['pull request before merging', 'review by team 7 (2) of a, src/**'] },
    });
  });

  it('may be bypassed by those who are shown', async () => {
    const bypass_actors = [
      { actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'always' },
      { actor_id: 99, actor_type: 'RepositoryRole', bypass_mode: 'pull_request' },
      { actor_id: 7, actor_type: 'Team', bypass_mode: 'exempt' },
      { actor_id: 9, actor_type: 'Integration' },
      { actor_id: null, actor_type: 'DeployKey', bypass_mode: 'always' },
      { actor_id: 1, actor_type: 'OrganizationAdmin', bypass_mode: 'always' },
    ];
    const found = await protection(
      { rules: { body: [rule('deletion')] } },
      { 'rulesets/42': { body: { bypass_actors } } },
    );
    expect(found).toMatchObject({
      bypass: [
        {
          actors: [
            ...['app 9', 'deploy keys', 'owners of the organisation', 'team 7 (exempt)'],
            ...['the role 99 (pull requests only)', 'the role admin'],
          ],
        },
      ],
    });
    await api?.close();
    // Left out for those who may not change it.
    const hidden = await protection({ rules: { body: [rule('deletion')] } }, { 'rulesets/42': { body: { id: 42 } } });
    expect(hidden).toMatchObject({ bypass: [{ actors: null }] });
  });

  it('are asked about ruleset by ruleset, up to twenty', async () => {
    const rules = Array.from({ length: 22 }, (_, index) => rule('deletion', undefined, index + 1));
    const ok = Object.fromEntries(rules.map((_, index) => [`rulesets/${index + 1}`, { body: { bypass_actors: [] } }]));
    const found = await protection({ rules: { body: rules } }, ok);
    const actors = typeof found === 'string' ? [] : found.bypass.map(({ actors: list }) => list);
    expect([actors.length, actors.filter((list) => list === null).length]).toEqual([22, 2]);
  });

  it('of classic protection need an administrator, and are not made up without one', async () => {
    expect(await protection({ branch: classicOn })).toMatchObject({ classic: null });
    await api?.close();
    const body = {
      required_pull_request_reviews: {
        dismiss_stale_reviews: true,
        require_code_owner_reviews: true,
        required_approving_review_count: 2,
        bypass_pull_request_allowances: {
          users: [{ login: 'ada' }],
          teams: [{ slug: 'sec' }],
          apps: [{ slug: 'bot' }],
        },
      },
      enforce_admins: { enabled: true },
      allow_force_pushes: { enabled: true },
      allow_deletions: { enabled: false },
      restrictions: { users: [{ login: 'bob' }], teams: [], apps: [] },
    };
    expect(await protection({ branch: classicOn }, { 'branches/main/protection': { body } })).toMatchObject({
      classic: {
        on: [
          ...['dismissal of stale approvals', 'no bypass by administrators', 'no deletion'],
          ...['pull request before merging', 'review by code owners'],
        ],
        approvals: 2,
        bypass: ['ada', 'app bot', 'team sec'],
        pushers: ['bob'],
      },
    });
    await api?.close();
    expect(await protection({ branch: classicOn }, { 'branches/main/protection': { body: {} } })).toMatchObject({
      classic: { on: ['no deletion', 'no force push'], approvals: 0, bypass: [], pushers: null },
    });
  });

  it.each<[string, GitHubApiOptions, string]>([
    ['rules that may not be seen', { rules: forbidden() }, '403: the token lacks `metadata: read`'],
    ['a branch that is not there', { branch: { status: 404, body: {} } }, '404: octo-org/app does not show it'],
    ['rules that are none', { rules: { body: {} } }, 'not of the documented form'],
    ['a count that is none', { rules: { body: [review({ required_approving_review_count: '2' })] } }, 'not of the'],
  ])('are not taken for none: %s', async (_name, options, why) => {
    expect(await protection(options)).toContain(why);
  });

  it('are none where the plan has no such thing', async () => {
    const plan: Reply = {
      status: 403,
      body: { message: 'Upgrade to GitHub Pro or make this repository public to enable this feature.' },
    };
    expect(await protection({ rules: plan, branch: plan })).toEqual({
      ...{ rulesets: { on: [], approvals: 0 }, bypass: [], classic: 'none' },
    });
  });

  it('are asked of no address that is no branch', async () => {
    const { protection: found } = await ask({}, {}, '..');
    expect(found).toEqual({ ok: false, why: 'this is not the name of a branch' });
  });
});

describe('environments', () => {
  async function env(list: readonly unknown[], more: Readonly<Record<string, Reply>> = {}) {
    const { environments: found } = await ask({ environments: { body: environments(list) } }, more);
    return found.ok ? found.value : found.why;
  }
  const custom = { deployment_branch_policy: { protected_branches: false, custom_branch_policies: true } };

  it('are told with all that stands before them', async () => {
    const rules = [
      { id: 1, node_id: 'a', type: 'wait_timer', wait_timer: 30 },
      {
        ...{ id: 2, node_id: 'b', type: 'required_reviewers', prevent_self_review: true },
        reviewers: [
          { type: 'User', reviewer: { login: 'bob' } },
          { type: 'Team', reviewer: { slug: 'sec' } },
        ],
      },
    ];
    const protectedOnes = { protected_branches: true, custom_branch_policies: false };
    const one = { ...environment('prod', { deployment_branch_policy: protectedOnes }), protection_rules: rules };
    expect(await env([{ ...one, can_admins_bypass: false }, environment('dev')])).toEqual([
      {
        ...{ name: 'prod', reviewers: ['bob', 'team sec'], selfReviewPrevented: true, waitMinutes: 30 },
        ...{ branches: 'protected', adminsBypass: false },
      },
      { name: 'dev', reviewers: [], selfReviewPrevented: false, waitMinutes: 0, branches: 'any', adminsBypass: null },
    ]);
  });

  it('name the branches that may deploy, where the token may see them', async () => {
    const list: Reply = { body: { branch_policies: [{ name: 'v*', type: 'tag' }, { name: 'main' }] } };
    const found = await env([environment('prod', custom), environment('..', custom), environment('eu', custom)], {
      'environments/prod/deployment-branch-policies': list,
    });
    expect(found).toMatchObject([{ branches: ['main', 'tag v*'] }, { branches: null }, { branches: null }]);
  });

  it('are not asked about beyond twenty', async () => {
    const names = Array.from({ length: 22 }, (_, index) => `e${index}`);
    const list: Reply = { body: { branch_policies: [] } };
    const found = await env(
      names.map((name) => environment(name, custom)),
      Object.fromEntries(names.map((name) => [`environments/${name}/deployment-branch-policies`, list])),
    );
    const unknown = typeof found === 'string' ? -1 : found.filter(({ branches }) => branches === null).length;
    expect(unknown).toBe(2);
  });

  it('are not taken for none where nobody may see them', async () => {
    const { environments: found } = await ask({ environments: forbidden() });
    expect(found).toMatchObject({ ok: false, why: expect.stringContaining('403: the token lacks `actions: read`') });
  });
});

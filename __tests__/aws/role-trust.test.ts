/**
 * Who may take which role: every kind of event against the trust policies of the Terraform, by the product's own provider
 * through the STS front. What is not listed as accepted has to be refused.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JobFacts } from '../support/github-claims.js';
import { decide, type PolicyDocument } from '../support/iam.js';
import {
  organisationTrustPolicy,
  PROVIDER,
  providerArn,
  ROLE_NAMES,
  type RoleName,
  roleFacts,
  subjectsOf,
  trustPolicy,
} from '../support/role-policies.js';
import {
  ACCOUNT,
  failureOf,
  REPOSITORY,
  roleArn,
  startWebIdentityRig,
  trustOfAllRoles,
  type WebIdentityRig,
} from '../support/web-identity.js';

let rig: WebIdentityRig;
beforeAll(async () => {
  rig = await startWebIdentityRig();
});
afterAll(() => rig.close());

async function accepted(
  target: WebIdentityRig,
  job: JobFacts,
  roles: readonly RoleName[] = ROLE_NAMES,
): Promise<readonly RoleName[]> {
  const taken: RoleName[] = [];
  for (const role of roles) {
    const provider = target.provider(role, job);
    const start = target.sts.calls.length;
    try {
      const { accessKeyId } = await provider();
      expect(target.sts.sessions.get(accessKeyId)?.roleArn).toBe(roleArn(role));
      taken.push(role);
    } catch {
      expect((await failureOf(provider)).code).toBe('ROLE_REFUSED');
      expect(target.sts.calls.slice(start).map(({ outcome }) => outcome)).toEqual(['AccessDenied']);
    }
  }
  return taken;
}

const ON_DEFAULT_BRANCH: readonly RoleName[] = ['evaluate', 'record', 'drift', 'calibrate'];
const queue = 'refs/heads/gh-readonly-queue/main/pr-12-0123456789abcdef';

const EVENTS: readonly [string, JobFacts, readonly RoleName[]][] = [
  ['a pull request', { event: 'pull_request' }, ['evaluate']],
  ['a push to the default branch', { event: 'push' }, ON_DEFAULT_BRANCH],
  ['workflow_run', { event: 'workflow_run' }, ON_DEFAULT_BRANCH],
  ['a schedule', { event: 'schedule' }, ON_DEFAULT_BRANCH],
  ['the merge queue', { event: 'merge_group', ref: queue }, ['evaluate']],
  ['the merge queue of another branch', { event: 'merge_group', ref: queue.replace('/main/', '/next/') }, []],
  ['a push to another branch', { event: 'push', ref: 'refs/heads/topic' }, []],
  ['a branch whose name starts with the default one', { event: 'push', ref: 'refs/heads/main2' }, []],
  ['a branch whose name ends with the default one', { event: 'push', ref: 'refs/heads/x/main' }, []],
  ['a tag', { event: 'push', ref: 'refs/tags/v1.0.0' }, []],
  ['a tag named like the default branch', { event: 'push', ref: 'refs/tags/main' }, []],
  ['dispatch on another branch', { event: 'workflow_dispatch', ref: 'refs/heads/topic' }, []],
  ['the environment for accepting', { event: 'workflow_dispatch', environment: 'phase-mirror-accept' }, ['accept']],
  ['the environment for operating', { event: 'workflow_dispatch', environment: 'phase-mirror-operate' }, ['operate']],
  ['the environment for verifying backups', { event: 'schedule', environment: 'phase-mirror-verify' }, ['verify']],
  ['another environment', { event: 'push', environment: 'production' }, []],
  ['an environment with other capitals', { event: 'push', environment: 'Phase-Mirror-Accept' }, []],
  [
    'a pull request whose job names the environment for accepting',
    { event: 'pull_request', environment: 'phase-mirror-accept' },
    [],
  ],
  [
    'the environment for operating on another branch',
    { event: 'workflow_dispatch', environment: 'phase-mirror-operate', ref: 'refs/heads/topic' },
    [],
  ],
  [
    'a pull request whose job names the environment for verifying backups',
    { event: 'pull_request', environment: 'phase-mirror-verify' },
    [],
  ],
  [
    'the environment for verifying backups on another branch',
    { event: 'workflow_dispatch', environment: 'phase-mirror-verify', ref: 'refs/heads/topic' },
    [],
  ],
  ['an environment named like a ref', { event: 'push', environment: 'x:ref:refs/heads/main' }, []],
  ['another repository of the owner', { name: 'other', repositoryId: 5 }, []],
  ['another repository of the owner, on a pull request', { name: 'other', repositoryId: 5, event: 'pull_request' }, []],
  ['a repository whose name begins the same', { name: 'octo-repo2', repositoryId: 6 }, []],
  ['the fork, running for itself', { owner: 'mallory', ownerId: 9, repositoryId: 7, event: 'pull_request' }, []],
  ['somebody who took the old name of the owner', { ownerId: 99, repositoryId: 77 }, []],
  ['the same, on a pull request', { ownerId: 99, repositoryId: 77, event: 'pull_request' }, []],
  ['ourselves, renamed', { owner: 'octo-inc', immutable: true }, []],
  ['the owner renamed, in classic subjects', { owner: 'octo-inc', immutable: false }, []],
  ['the repository renamed', { name: 'octo-repo-2' }, []],
  ['the repository renamed, on a pull request', { name: 'octo-repo-2', event: 'pull_request' }, []],
  ['the repository moved to another owner', { owner: 'other-org', ownerId: 654321 }, []],
  ['the repository made anew under its old name', { repositoryId: 999999 }, []],
  ['a pull request of a fork, by its own token', { owner: 'mallory', ownerId: 9, event: 'pull_request' }, []],
  ['a release', { event: 'release', ref: 'refs/tags/v1.0.0' }, []],
  ['a deployment in another environment', { event: 'deployment', environment: 'staging' }, []],
  ['a branch of the merge queue that somebody pushed', { event: 'push', ref: queue.replace('/pr-', '/x-') }, []],
  ['a merge queue of the queue', { event: 'merge_group', ref: queue.replace('/main/', '/main/x/') }, []],
  ['the default branch of another case', { event: 'push', ref: 'refs/heads/Main' }, []],
  // The workflow of the caller counts; who calls ours does not get our roles, and whom ours calls does not either.
  [
    'another repository that calls our workflow',
    {
      ...{ name: 'other', repositoryId: 5 },
      jobWorkflowRef: 'octo-org/octo-repo/.github/workflows/phase-mirror.yml@refs/heads/main',
    },
    [],
  ],
  [
    'our default branch through the workflow of somebody else',
    { jobWorkflowRef: 'mallory/tools/.github/workflows/x.yml@refs/heads/main' },
    ON_DEFAULT_BRANCH,
  ],
];

describe.each([
  ['classic subjects', false],
  ['subjects with ids', true],
])('%s', (_, immutable) => {
  it.each(EVENTS)('%s', async (_name, job, roles) => {
    expect(await accepted(rig, { immutable, ...job })).toEqual(roles);
  });
});

describe('several repositories', () => {
  const other = { ...REPOSITORY, name: 'second', repository_id: 222, default_branch: 'trunk' };

  it('share the roles that are shared, each on its own default branch', async () => {
    const shared = ROLE_NAMES.filter((role) => roleFacts()[role].shared);
    expect(shared).toEqual(['evaluate', 'record', 'calibrate', 'operate', 'verify']);
    const roles = Object.fromEntries(
      shared.map((role) => [roleArn(role), trustPolicy(role, ACCOUNT, [REPOSITORY, other])]),
    );
    const both = await startWebIdentityRig({ roles });
    try {
      const second = { name: 'second', repositoryId: 222 };
      expect(await accepted(both, { ...second, ref: 'refs/heads/trunk' }, shared)).toEqual([
        'evaluate',
        'record',
        'calibrate',
      ]);
      expect(await accepted(both, { ...second, ref: 'refs/heads/main' }, shared)).toEqual([]);
      expect(await accepted(both, { ref: 'refs/heads/trunk' }, shared)).toEqual([]);
      expect(await accepted(both, {}, shared)).toEqual(['evaluate', 'record', 'calibrate']);
    } finally {
      await both.close();
    }
  });

  it('never share the roles that hold a prefix of their own', () => {
    expect(() => trustPolicy('drift', ACCOUNT, [REPOSITORY, other])).toThrow('is made for each repository');
    expect(() => trustPolicy('accept', ACCOUNT, [REPOSITORY, other])).toThrow('is made for each repository');
  });
});

describe('a whole organisation, through one pinned workflow', () => {
  const pinned = `octo-org/gate/.github/workflows/gate.yml@${'a1'.repeat(20)}`;
  const facts = { owner: 'octo-org', owner_id: 123456, job_workflow_refs: [pinned], default_branches: ['main'] };
  const roles: readonly RoleName[] = ['evaluate', 'record'];
  const any: JobFacts = { immutable: true, name: 'any', repositoryId: 31337, jobWorkflowRef: pinned };
  let organisation: WebIdentityRig;
  beforeAll(async () => {
    const policies = roles.map((role) => [roleArn(role), organisationTrustPolicy(role, ACCOUNT, facts)] as const);
    organisation = await startWebIdentityRig({ roles: Object.fromEntries(policies) });
  });
  afterAll(() => organisation.close());

  const CASES: readonly [string, JobFacts, readonly RoleName[]][] = [
    ['a pull request', { event: 'pull_request' }, ['evaluate']],
    ['the merge queue', { event: 'merge_group', ref: queue }, ['evaluate']],
    ['the default branch', {}, ['evaluate', 'record']],
    ['another branch', { ref: 'refs/heads/topic' }, ['evaluate']],
    ['an environment named like a ref', { environment: 'x:ref:refs/heads/main', ref: 'refs/heads/main' }, ['evaluate']],
    ['the workflow at another commit', { jobWorkflowRef: pinned.replace('a1', 'b2') }, []],
    ['the workflow at a branch', { jobWorkflowRef: pinned.replace(/@.*/, '@refs/heads/main') }, []],
    ['a workflow of its own', { jobWorkflowRef: 'octo-org/any/.github/workflows/gate.yml@refs/heads/main' }, []],
    ['a classic subject', { immutable: false }, []],
    ['the pinned workflow in another letter case', { jobWorkflowRef: pinned.replace('gate.yml', 'Gate.yml') }, []],
    ['a workflow whose path begins the same', { jobWorkflowRef: pinned.replace('gate.yml', 'gate.yml.yml') }, []],
    ['a tag', { ref: 'refs/tags/main' }, ['evaluate']],
    ['a pull request of a fork that runs for itself', { owner: 'mallory', ownerId: 9, event: 'pull_request' }, []],
    ['the owner renamed', { owner: 'octo-inc' }, []],
    ['another owner', { owner: 'mallory', ownerId: 9 }, []],
    ['another owner under the same name', { ownerId: 1234567 }, []],
    ['an owner whose name begins the same', { owner: 'octo-org2' }, []],
  ];
  it.each(CASES)('%s', async (_, job, expected) => {
    expect(await accepted(organisation, { ...any, ...job }, roles)).toEqual(expected);
  });

  it('and the exact subjects beside it, as Terraform joins them, let nobody else in', async () => {
    const joined = roles.map((role): [string, PolicyDocument] => [
      roleArn(role),
      {
        Version: '2012-10-17',
        Statement: [
          ...trustPolicy(role, ACCOUNT, [REPOSITORY]).Statement,
          ...organisationTrustPolicy(role, ACCOUNT, facts).Statement,
        ],
      },
    ]);
    const both = await startWebIdentityRig({ roles: Object.fromEntries(joined) });
    try {
      for (const [, job, expected] of CASES) expect(await accepted(both, { ...any, ...job }, roles)).toEqual(expected);
      for (const [, job, expected] of EVENTS) {
        const wanted = expected.filter((role) => roles.includes(role));
        expect([job, await accepted(both, job, roles)]).toEqual([job, wanted]);
      }
    } finally {
      await both.close();
    }
  });

  it('is not there for the other roles', () => {
    for (const role of ROLE_NAMES.filter((name) => !roles.includes(name))) {
      expect(() => organisationTrustPolicy(role, ACCOUNT, facts)).toThrow('never for a whole organisation');
    }
  });
});

describe('the policies themselves', () => {
  const all = (): [string, PolicyDocument][] => [
    ...Object.entries(trustOfAllRoles()),
    ...(['evaluate', 'record'] as const).map((role): [string, PolicyDocument] => [
      `${role} of an organisation`,
      organisationTrustPolicy(role, ACCOUNT, {
        ...{ owner: 'octo-org', owner_id: 1, job_workflow_refs: ['o/g/w.yml@v1'], default_branches: ['main'] },
      }),
    ]),
  ];
  const conditions = (policy: PolicyDocument) =>
    policy.Statement.map(({ Condition = {} }) => ({
      equal: Condition['StringEquals'] ?? {},
      like: Condition['StringLike'] ?? {},
    }));

  it('name the audience and the subject in each statement, and the repository or the workflow', () => {
    for (const [, policy] of all()) {
      for (const { equal, like } of conditions(policy)) {
        expect(equal[`${PROVIDER}:aud`]).toBe('sts.amazonaws.com');
        expect([equal, like].filter((block) => `${PROVIDER}:sub` in block)).toHaveLength(1);
        expect(['repository_id', 'job_workflow_ref'].filter((key) => `${PROVIDER}:${key}` in equal)).toHaveLength(1);
      }
    }
  });

  it('leave no wildcard in front of the repository, except with a pinned workflow', () => {
    for (const [, policy] of all()) {
      for (const { equal, like } of conditions(policy)) {
        const subjects = [equal[`${PROVIDER}:sub`] ?? [], like[`${PROVIDER}:sub`] ?? []].flat();
        const wide = subjects.filter((subject) => /^repo:[^/]*\*|^repo:[^/]*\/[^:]*[*?]/.test(subject));
        if (wide.length === 0) continue;
        expect(equal).toHaveProperty([`${PROVIDER}:job_workflow_ref`]);
        for (const subject of wide) expect(subject).toMatch(/^repo:octo-org@1\/\*/);
      }
    }
  });

  it('let no pull request into a role that writes, whatever else its token says', () => {
    const subjects = subjectsOf(REPOSITORY);
    for (const role of ROLE_NAMES.filter((name) => name !== 'evaluate')) {
      for (const sub of Object.values(subjects).flat()) {
        const context = {
          [`${PROVIDER}:aud`]: 'sts.amazonaws.com',
          [`${PROVIDER}:sub`]: sub,
          [`${PROVIDER}:repository_id`]: String(REPOSITORY.repository_id),
          [`${PROVIDER}:ref`]: 'refs/pull/7/merge',
        };
        const question = { action: 'sts:AssumeRoleWithWebIdentity', federated: providerArn(ACCOUNT), context };
        expect(decide(trustPolicy(role, ACCOUNT, [REPOSITORY]), question)).toBe('none');
      }
    }
  });

  it('trust one identity provider', () => {
    const context = { [`${PROVIDER}:aud`]: 'sts.amazonaws.com' };
    const federated = 'arn:aws:iam::123456789012:oidc-provider/gitlab.example';
    for (const [, policy] of all()) {
      expect(decide(policy, { action: 'sts:AssumeRoleWithWebIdentity', federated, context })).toBe('none');
      for (const { Principal } of policy.Statement) expect(Principal).toEqual({ Federated: providerArn(ACCOUNT) });
    }
  });

  it('fit into the 8,192 characters of a trust policy, for 20 repositories', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({
      ...REPOSITORY,
      name: `a-name-of-usual-length-${index}`,
      repository_id: 900_000_000 + index,
    }));
    for (const role of ['record', 'calibrate', 'operate', 'verify'] as const) {
      expect(JSON.stringify(trustPolicy(role, ACCOUNT, many)).length).toBeLessThan(8192);
    }
  });
});

/**
 * MD-021: a job's token may write what none of its steps can use. "You should use the GITHUB_TOKEN with the least
 * privilege needed."
 * https://docs.github.com/en/actions/reference/security/secure-use#use-secrets-for-sensitive-information
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions
 */
import type { Job, PermissionScope, Permissions, RepositoryModel, Workflow } from '../repository/types.js';
import { changedLineFirst, evidenceAt, placeOf, quoted, shown } from './support/evidence.js';
import { StepReader } from './support/steps.js';
import { TokenUse, type Uses } from './support/token-use.js';
import type { Evidence, Finding, Rule, RuleContext, RuleOutcome } from './types.js';

const ID = 'MD-021';
const VERSION = 1;
/** Scopes whose use is understood; nothing is said of others. */
const SCOPES: readonly string[] = [
  'actions',
  'attestations',
  'checks',
  'contents',
  'deployments',
  'discussions',
  'id-token',
  'issues',
  'packages',
  'pages',
  'pull-requests',
  'security-events',
  'statuses',
];

export const tokenGrantsUnused: Rule = {
  id: ID,
  name: 'token-grants-unused',
  version: VERSION,
  severity: 'low',
  level: 'warn',
  summary: 'A write grant of a job that none of its steps can use',
  needs: 'files',
  check,
  attribute: (finding, { change }) => changedLineFirst(finding, change),
};

/** One `permissions` block, and the jobs whose token it is. */
interface Grant {
  readonly workflow: Workflow;
  readonly permissions: Extract<Permissions, { kind: 'scopes' }>;
  /** null: the block of the workflow. */
  readonly job: Job | null;
  readonly jobs: readonly Job[];
}

function check({ model }: RuleContext): RuleOutcome {
  const grants = model.workflows.flatMap(grantsOf);
  if (grants.length === 0) return { state: 'not-applicable', reason: 'no `permissions` grant anything to write' };
  const reader = new StepReader(model);
  const tokens = new TokenUse(model);
  const findings: Finding[] = [];
  const proven: string[] = [];
  for (const grant of grants) {
    const uses = usesOf(grant, (job) => tokens.of(grant.workflow, job, reader.stepsOf(job)));
    if (uses === 'anything') continue;
    proven.push(anchorOf(grant));
    const unused = writes(grant.permissions).filter(({ scope }) => !uses.has(scope));
    const [first, ...rest] = unused;
    if (first !== undefined) findings.push(findingFor(model, grant, [first, ...rest]));
  }
  return { state: 'evaluated', findings, proven, unproven: [], gaps: [] };
}

function grantsOf(workflow: Workflow): Grant[] {
  const found: Grant[] = [];
  const add = (permissions: Permissions | undefined, job: Job | null, jobs: readonly Job[]): void => {
    if (permissions?.kind !== 'scopes' || jobs.length === 0 || writes(permissions).length === 0) return;
    found.push({ workflow, permissions, job, jobs });
  };
  const inheriting = workflow.jobs.filter(({ permissions }) => permissions === undefined);
  add(workflow.permissions, null, inheriting);
  for (const job of workflow.jobs) add(job.permissions, job, [job]);
  return found;
}

function writes(permissions: Grant['permissions']): PermissionScope[] {
  return permissions.scopes.filter(({ scope, access }) => access === 'write' && SCOPES.includes(scope));
}

/** What one of the jobs can use, all of them can. */
function usesOf({ jobs }: Grant, of: (job: Job) => Uses): Uses {
  const all = new Set<string>();
  for (const job of jobs) {
    const uses = of(job);
    if (uses === 'anything') return uses;
    for (const scope of uses) all.add(scope);
  }
  return all;
}

function anchorOf({ job }: Grant): string {
  return job === null ? 'permissions' : `job:${job.id}`;
}

function findingFor(
  model: RepositoryModel,
  grant: Grant,
  unused: readonly [PermissionScope, ...PermissionScope[]],
): Finding {
  const { workflow, job, permissions } = grant;
  const names = unused.map(({ scope }) => `\`${shown(scope)}: write\``);
  const list = names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  const whose = job === null ? `Workflow ${workflow.path}` : `Job ${quoted(job.id)}`;
  const [first, ...rest] = unused;
  const evidence: [Evidence, ...Evidence[]] = [
    evidenceAt(model, first.at, 'not used', `${first.scope} unused`),
    ...rest.map(({ at, scope }) => evidenceAt(model, at, 'not used', `${scope} unused`)),
    ...(job === null ? [] : [evidenceAt(model, job.at, 'the job')]),
  ];
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity: 'low',
    title: `${whose} has no use for ${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}`,
    what: `${whose} is granted ${list} (${placeOf(first.at)}), and no step ${job === null ? 'of the jobs with these permissions' : 'of it'} can use that.`,
    why: 'Whatever goes wrong in a step, in one of its actions or packages, can do that in your name.',
    fix: fixFor(permissions, unused),
    path: workflow.path,
    anchor: anchorOf(grant),
    evidence,
  };
}

/** Contents have to stay readable: a checkout needs them. */
function fixFor({ at }: Grant['permissions'], unused: readonly PermissionScope[]): string {
  const contents = unused.some(({ scope }) => scope === 'contents');
  const others = unused.filter(({ scope }) => scope !== 'contents').map(({ scope }) => `\`${shown(scope)}: write\``);
  const parts = [
    ...(others.length === 0 ? [] : [`remove ${others.join(', ')}`]),
    ...(contents ? ['set `contents: read`'] : []),
  ].join(' and ');
  return `${parts.slice(0, 1).toUpperCase()}${parts.slice(1)} below ${placeOf(at)}.`;
}

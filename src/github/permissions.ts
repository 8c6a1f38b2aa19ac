/**
 * What each feature asks for, and what is lost without it: the table of the README and the words of every 403. Data only.
 *
 * Permissions: docs.github.com/rest/authentication/permissions-required-for-github-apps. Each of these endpoints also
 * answers a token without the permission when the repository is public ("can be used without authentication or the
 * aforementioned permissions if only public resources are requested").
 */
import type { RepositoryFacts } from '../rules/facts.js';

/** A piece of evidence of the API: a source of required checks, a fact, or part of one. */
export type Evidence = 'rules' | 'branch' | 'environmentApps' | 'scheduledRuns' | keyof RepositoryFacts;

export interface PermissionRow {
  /** What a person gets; Markdown. */
  readonly feature: string;
  /** What the job must grant, as a workflow writes it; Markdown. */
  readonly permission: string;
  /** What is missing without it; Markdown. */
  readonly without: string;
  /** The endpoint that is asked; absent where no endpoint is. */
  readonly api?: {
    readonly evidence: Evidence;
    /** Route below the API's address. */
    readonly route: string;
    /** `actions: read`. */
    readonly permission: string;
    /** Rules that are then not evaluated, or in part. Empty: every rule about required checks. */
    readonly rules: readonly string[];
  };
}

const OWN = 'which every token has';

export const PERMISSIONS: readonly PermissionRow[] = [
  {
    feature: 'decide from the files of the checkout',
    permission: '`contents: read`',
    without: 'nothing can be checked out',
  },
  {
    feature: 'fetch a base commit that the checkout lacks',
    permission: '`contents: read`',
    without: 'every problem counts as new, and the run is incomplete',
  },
  endpoint({
    feature: 'read what rulesets require (`rules/branches`)',
    note: OWN,
    without: 'required checks, merge queue and code-owner review are those that files declare',
    evidence: 'rules',
    route: '/repos/{owner}/{repo}/rules/branches/{branch}',
    permission: 'metadata: read',
    rules: [],
  }),
  endpoint({
    feature: 'read classic branch protection (`branches`)',
    without: 'required checks of classic protection are those that files declare',
    evidence: 'branch',
    route: '/repos/{owner}/{repo}/branches/{branch}',
    permission: 'contents: read',
    rules: [],
  }),
  endpoint({
    feature: 'see which owners GitHub rejects (`codeowners/errors`)',
    without: 'MD-007 sees only placeholders and names nobody can have',
    evidence: 'codeownersErrors',
    route: '/repos/{owner}/{repo}/codeowners/errors',
    permission: 'contents: read',
    rules: ['MD-007'],
  }),
  endpoint({
    feature: 'see which branches exist (`branches`)',
    without: 'MD-013 is not evaluated',
    evidence: 'branches',
    route: '/repos/{owner}/{repo}/branches',
    permission: 'contents: read',
    rules: ['MD-013'],
  }),
  endpoint({
    feature: 'see which labels exist (`labels`)',
    without: 'MD-017 checks directories only',
    evidence: 'labels',
    route: '/repos/{owner}/{repo}/labels',
    permission: 'issues: read',
    note: 'or `pull-requests: read`',
    rules: ['MD-017'],
  }),
  endpoint({
    feature: 'see which workflows are switched off (`actions/workflows`)',
    without: 'MD-019 is not evaluated; MD-008 judges workflows that are switched off too',
    evidence: 'workflows',
    route: '/repos/{owner}/{repo}/actions/workflows',
    permission: 'actions: read',
    rules: ['MD-008', 'MD-019'],
  }),
  endpoint({
    feature: 'see whether the scheduled drift check still runs (`actions/workflows/…/runs`)',
    without: 'the report says that it is not known; nothing else changes',
    evidence: 'scheduledRuns',
    route: '/repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
    permission: 'actions: read',
    rules: [],
  }),
  endpoint({
    feature: 'see environments and their protection (`environments`)',
    without: 'MD-020 is not evaluated',
    evidence: 'environments',
    route: '/repos/{owner}/{repo}/environments',
    permission: 'actions: read',
    rules: ['MD-020'],
  }),
  endpoint({
    feature: 'see apps that guard an environment (`deployment_protection_rules`)',
    without: 'MD-020 calls no environment unprotected',
    evidence: 'environmentApps',
    route: '/repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules',
    permission: 'actions: read',
    rules: ['MD-020'],
  }),
  {
    feature: '`record: true`: which pull request a commit came with, and who took part in it',
    permission: '`pull-requests: read`',
    without: 'that change is not recorded',
  },
  {
    feature: '`record: true`: the issues `runtime-enforcement` and `circuit-breaker`',
    permission: '`issues: write`',
    without: 'no issue is opened, edited or closed',
  },
  {
    feature: 'calibrate: dismissed alerts of code scanning as verdicts',
    permission: '`security-events: read`',
    without: 'the run is incomplete and raises no level; a repository without code scanning needs none of it',
  },
  {
    feature: 'calibrate: who merged a suppression that carries a verdict, and who approved it',
    permission: '`pull-requests: read`',
    without: 'its verdict waits, and the run is incomplete',
  },
  {
    feature: 'drift-check and calibrate: their issue',
    permission: '`issues: write`',
    without: 'no issue is opened, edited or closed',
  },
  {
    feature: '`role-to-assume`: take an AWS role with the OIDC token of the job',
    permission: '`id-token: write`',
    without: 'levels are those that files know and the circuit breaker lifts nothing; `record: true` exits with 2',
  },
  {
    feature: '`upload-sarif: true`',
    permission: '`security-events: write`',
    without: 'the upload step fails',
  },
  { feature: '`upload-report: true`', permission: 'none', without: '' },
];

/** The endpoint of one piece of evidence. */
export function endpointOf(evidence: Evidence): NonNullable<PermissionRow['api']> {
  const api = PERMISSIONS.find((row) => row.api?.evidence === evidence)?.api;
  if (api === undefined) throw new Error(`no endpoint is listed for ${evidence}`);
  return api;
}

type Endpoint = NonNullable<PermissionRow['api']> & { feature: string; without: string; note?: string };

function endpoint({ feature, without, note, ...api }: Endpoint): PermissionRow {
  const separator = note?.startsWith('or ') === true ? ' ' : ', ';
  return { feature, without, permission: `\`${api.permission}\`${note === undefined ? '' : separator + note}`, api };
}

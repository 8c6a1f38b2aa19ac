/**
 * MD-006: a step asks GitHub for an OIDC token in a job whose token may not. `id-token` is never part of the default
 * token, so it has to be declared: on the job, or on its workflow, and by every caller of a called workflow.
 * https://docs.github.com/en/actions/reference/security/oidc#workflow-permissions-for-the-requesting-the-oidc-token
 * https://docs.github.com/en/actions/tutorials/authenticate-with-github_token#permissions-for-the-github_token
 */
import { contextPaths, parseCondition } from '../repository/expressions.js';
import { accessIn, callersOf, effectivePermissions } from '../repository/permissions.js';
import type { Job, Permissions, RepositoryModel, Workflow } from '../repository/types.js';
import { changedLineFirst, evidenceAt, placeOf, quoted } from './support/evidence.js';
import { type OidcUse, oidcUse } from './support/oidc.js';
import { StepReader } from './support/steps.js';
import type { Evidence, Finding, Rule, RuleContext, RuleOutcome } from './types.js';

const ID = 'MD-006';
const VERSION = 1;
const SCOPE = 'id-token';

export const oidcWithoutIdToken: Rule = {
  id: ID,
  name: 'oidc-without-id-token',
  version: VERSION,
  severity: 'high',
  level: 'block',
  summary: 'A job that asks for an OIDC token without `id-token: write`: the step fails',
  needs: 'files',
  check,
  attribute: (finding, { change }) => changedLineFirst(finding, change),
};

interface JobPlace {
  readonly workflow: Workflow;
  readonly job: Job;
}

function check({ model }: RuleContext): RuleOutcome {
  if (model.workflows.length === 0) return { state: 'not-applicable', reason: 'there is no workflow' };
  const reader = new StepReader(model);
  const findings = new Map<string, Finding>();
  const proven: string[] = [];
  for (const workflow of model.workflows) {
    for (const job of workflow.jobs) {
      const use = isOff(job) ? null : oidcUse(reader, workflow, job);
      if (use === null) continue;
      proven.push(`job:${workflow.path}:${job.id}`);
      for (const place of lackingPlaces(model, { workflow, job })) {
        const key = JSON.stringify([place.workflow.path, place.job.id]);
        if (!findings.has(key)) findings.set(key, findingFor(model, place, { workflow, job }, use));
      }
    }
  }
  return { state: 'evaluated', findings: [...findings.values()], proven, unproven: [], gaps: [] };
}

/** The jobs that have to declare the scope and don't: the job itself, or callers of its workflow. */
function lackingPlaces(model: RepositoryModel, place: JobPlace): JobPlace[] {
  const { workflow, job } = place;
  const declared = job.permissions ?? workflow.permissions;
  const own = declared === undefined ? null : accessIn(declared, SCOPE);
  if (own !== null && own !== 'write') return own === 'unknown' ? [] : [place];
  const lacking: JobPlace[] = [];
  // Undeclared and started by its own trigger: the default token.
  if (own === null && workflow.triggers.some(({ event }) => event !== 'workflow_call')) lacking.push(place);
  // Whether a condition on the inputs lets it run differs from caller to caller; a declared scope is asked for anyway.
  if (own === null && dependsOnInputs(job)) return lacking;
  for (const caller of callersOf(model, workflow)) {
    if (isOff(caller.job)) continue;
    const access = effectivePermissions(model, caller.workflow, caller.job).grants(SCOPE);
    if (access === 'none' || access === 'read') lacking.push(caller);
  }
  return lacking;
}

function isOff({ if: condition }: Job): boolean {
  return condition !== undefined && /^(\$\{\{)?\s*false\s*(\}\})?$/.test(condition.value.trim());
}

function dependsOnInputs({ if: condition }: Job): boolean {
  if (condition === undefined) return false;
  const expr = parseCondition(condition.value);
  return expr === null || contextPaths(expr).some(([context]) => context === 'inputs');
}

function findingFor(model: RepositoryModel, place: JobPlace, user: JobPlace, use: OidcUse): Finding {
  const { workflow, job } = place;
  const declared = job.permissions ?? workflow.permissions;
  const calls = place.job !== user.job;
  const name = quoted(job.id);
  const step = use.running.at;
  const line = declared?.at ?? job.at;
  const evidence: [Evidence, ...Evidence[]] = [
    evidenceAt(model, line, declared === undefined ? 'declares no permissions' : 'no id-token here', 'no id-token'),
    evidenceAt(model, step, 'asks for an OIDC token'),
    ...(calls ? [evidenceAt(model, job.uses?.at ?? job.at, 'the call')] : []),
  ];
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity: 'high',
    title: `Job ${name} uses OIDC without \`id-token: write\``,
    what: calls
      ? `Job ${name} calls ${user.workflow.path}, where ${use.by} asks for an OIDC token (${placeOf(step)}), and does not pass on \`id-token: write\`.`
      : `In job ${name}, ${use.by} asks for an OIDC token (${placeOf(step)}), and ${whose(declared, job)}.`,
    why: calls
      ? 'GitHub gives a called workflow no more than its caller has: the step fails, or the run does not start.'
      : 'GitHub gives the job no token: the step fails each time it runs.',
    fix: fixFor(job, declared, use),
    path: workflow.path,
    anchor: `job:${job.id}`,
    evidence,
  };
}

function whose(declared: Permissions | undefined, job: Job): string {
  if (declared === undefined) return 'nothing declares `id-token: write` (the default token never has it)';
  return `the \`permissions\` of ${declared === job.permissions ? 'the job' : 'its workflow'} (line ${declared.at.startLine}) lack \`id-token: write\``;
}

/** A block on the job replaces that of the workflow, so the fix repeats what the job has now. */
function fixFor(job: Job, declared: Permissions | undefined, { also, docs }: OidcUse): string {
  if (declared?.kind === 'scopes' && declared === job.permissions && declared.scopes.length > 0) {
    const missing = ['id-token: write', ...also.filter((scope) => !has(declared, scope))];
    return `Add ${missing.map((scope) => `\`${scope}\``).join(' and ')} below ${placeOf(declared.at)}. ${docs}`;
  }
  const kept = declared?.kind === 'scopes' ? declared.scopes.filter(({ scope }) => scope !== SCOPE) : [];
  const scopes = new Map(kept.map(({ scope, access }) => [scope, access]));
  if (declared?.kind !== 'scopes') scopes.set('contents', 'read');
  for (const entry of ['id-token: write', ...also]) {
    const [scope = '', access = ''] = entry.split(': ');
    scopes.set(scope, access);
  }
  const block = [...scopes].map(([scope, access]) => `${scope}: ${access}`).join(', ');
  const others =
    declared?.kind === 'scopes' && declared.scopes.length > 0
      ? ''
      : ' Scopes that are not named are dropped: add the others that it needs.';
  return `Set \`permissions: { ${block} }\` on job ${quoted(job.id)}.${others} ${docs}`;
}

function has(declared: Extract<Permissions, { kind: 'scopes' }>, entry: string): boolean {
  return declared.scopes.some(({ scope, access }) => `${scope}: ${access}` === entry);
}

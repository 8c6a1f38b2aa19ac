/**
 * MD-020: a job deploys to an environment that GitHub does not know, or that nothing protects although the job holds
 * credentials. "Running a workflow that references an environment that does not exist will create an environment with
 * the referenced name", without any protection.
 * https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments
 */
import { distance } from 'fastest-levenshtein';
import { hasExpression, templatePaths } from '../repository/expressions.js';
import { effectivePermissions } from '../repository/permissions.js';
import type { Job, Located, RepositoryModel, Workflow } from '../repository/types.js';
import type { EnvironmentFact } from './facts.js';
import { changedLineFirst, evidenceAt, placeOf, quoted } from './support/evidence.js';
import { factGap } from './support/fact-gap.js';
import type { Finding, Gap, Rule, RuleContext, RuleOutcome } from './types.js';

const ID = 'MD-020';
const VERSION = 1;
/** Names longer than this are not compared letter by letter. */
const MAX_COMPARED = 100;
/** In shorter names one letter makes another name: `dev`, `qa1`. */
const MIN_COMPARED = 5;

export const environmentUnprotected: Rule = {
  id: ID,
  name: 'environment-unprotected',
  version: VERSION,
  severity: 'medium',
  level: 'warn',
  summary: 'A job deploys to an environment that does not exist, or that nothing protects',
  needs: 'files-or-api',
  wants: ['environments'],
  check,
  attribute: (finding, { change }) => changedLineFirst(finding, change),
};

interface Deployment {
  readonly workflow: Workflow;
  readonly job: Job;
  readonly environment: Located<string>;
}

function check({ model, facts }: RuleContext): RuleOutcome {
  const deployments = model.workflows.flatMap((workflow) =>
    workflow.jobs.flatMap((job): Deployment[] =>
      job.environment === undefined || isOff(job) ? [] : [{ workflow, job, environment: job.environment }],
    ),
  );
  if (deployments.length === 0) return { state: 'not-applicable', reason: 'no job names an environment' };
  if (facts.environments.status !== 'answered') {
    return { state: 'not-evaluated', gaps: [factGap(facts.environments, 'environments', 'actions: read')] };
  }
  // "Environment names are not case sensitive."
  const known = new Map(facts.environments.value.map((fact) => [fact.name.toLowerCase(), fact]));
  const findings = new Map<string, Finding>();
  const proven: string[] = [];
  const gaps = new Map<string, Gap>();
  for (const deployment of deployments) {
    const name = deployment.environment.value.trim();
    // A name that is put together at run time is not known here.
    if (name === '' || hasExpression(name)) continue;
    proven.push(`environment:${name}`);
    const fact = known.get(name.toLowerCase());
    if (fact?.unproven !== undefined) gaps.set(fact.name, unprovenGap(fact.name, fact.unproven));
    const finding =
      fact === undefined
        ? missing(model, deployment, nearest(name, facts.environments.value))
        : unprotected(model, deployment, fact);
    const key = finding === null ? '' : JSON.stringify([finding.path, finding.anchor]);
    if (finding !== null && !findings.has(key)) findings.set(key, finding);
  }
  return { state: 'evaluated', findings: [...findings.values()], proven, unproven: [], gaps: [...gaps.values()] };
}

function unprovenGap(name: string, reason: string): Gap {
  return {
    evidence: `protection of the environment ${quoted(name)}`,
    reason,
    next: 'look in the repository settings',
    cause: 'environment',
  };
}

function isOff({ if: condition }: Job): boolean {
  return condition !== undefined && /^(?:\$\{\{)?\s*false\s*(?:\}\})?$/.test(condition.value.trim());
}

/** An environment whose name differs in one letter; digits tell environments apart on purpose. */
function nearest(name: string, environments: readonly EnvironmentFact[]): string | null {
  if (name.length < MIN_COMPARED || name.length > MAX_COMPARED) return null;
  const letters = (text: string): string => text.toLowerCase().replace(/\d/g, '');
  const near = environments.find(
    (other) =>
      other.name.length >= MIN_COMPARED &&
      other.name.length <= MAX_COMPARED &&
      distance(name.toLowerCase(), other.name.toLowerCase()) === 1 &&
      letters(name) !== letters(other.name),
  );
  return near?.name ?? null;
}

function missing(model: RepositoryModel, { workflow, job, environment }: Deployment, near: string | null): Finding {
  const name = quoted(environment.value);
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity: near === null && !holdsCredentials(model, workflow, job) ? 'low' : 'medium',
    title: `Job ${quoted(job.id)} deploys to the environment ${name}, which does not exist`,
    what: `${placeOf(environment.at)} names the environment ${name}, and the repository has none of that name${near === null ? '' : `, but it has ${quoted(near)}`}.`,
    why: 'GitHub creates it on the first run, without reviewers, branch rules or secrets.',
    fix:
      near === null
        ? `Create ${name} in the repository settings with its protection, or correct the name.`
        : `Write ${quoted(near)}, or create ${name} in the repository settings with its protection.`,
    path: workflow.path,
    anchor: `environment:${environment.value}`,
    evidence: [evidenceAt(model, environment.at, 'no such environment', 'does not exist')],
  };
}

function unprotected(
  model: RepositoryModel,
  { workflow, job, environment }: Deployment,
  fact: EnvironmentFact,
): Finding | null {
  if (fact.protected || !holdsCredentials(model, workflow, job)) return null;
  const name = quoted(fact.name);
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity: 'low',
    title: `Nothing protects the environment ${name} that job ${quoted(job.id)} deploys to`,
    what: `Job ${quoted(job.id)} holds credentials and deploys to ${name} (${placeOf(environment.at)}), which has no reviewers, wait timer or branch rules.`,
    why: 'Any branch whose workflow names the environment gets what it guards.',
    fix: `Limit ${name} to the branches that deploy, or add reviewers, in the repository settings.`,
    path: workflow.path,
    anchor: `environment:${environment.value}`,
    evidence: [evidenceAt(model, environment.at, 'not protected', 'is not protected')],
  };
}

/** A secret beside the job's own token, or the right to ask for an OIDC token. */
function holdsCredentials(model: RepositoryModel, workflow: Workflow, job: Job): boolean {
  const texts = [
    ...job.env.values(),
    ...job.steps.flatMap(({ run, with: inputs, env }) => [
      ...(run === undefined ? [] : [run]),
      ...inputs.values(),
      ...env.values(),
    ]),
  ];
  const usesSecret = texts.some(({ value }) =>
    templatePaths(value).some(([context, name]) => context === 'secrets' && name?.toLowerCase() !== 'github_token'),
  );
  return usesSecret || effectivePermissions(model, workflow, job).grants('id-token') === 'write';
}

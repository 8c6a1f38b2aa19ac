/**
 * Which step takes which AWS role with the job's own token.
 * https://github.com/aws-actions/configure-aws-credentials#assuming-a-role
 */
import { contextPaths, hasExpression, parseExpression, soleExpression } from '../../repository/expressions.js';
import { effectivePermissions } from '../../repository/permissions.js';
import type { Job, RepositoryModel, Span, Workflow } from '../../repository/types.js';
import { type RunningStep, StepReader } from './steps.js';

const ACTION = 'aws-actions/configure-aws-credentials';

export interface RoleUse {
  readonly workflow: Workflow;
  readonly job: Job;
  /** Name of the role without its path; null when it is only known at run time. */
  readonly name: string | null;
  /** The role as it is written. */
  readonly text: string;
  /** The line that names the role, or the step where its action names it. */
  readonly at: Span;
  /** False when only an input says whether the step runs, or when the step may fail. */
  readonly certain: boolean;
}

/** Every step of every job that takes a role with the token of its job. */
export function roleUses(model: RepositoryModel): RoleUse[] {
  const reader = new StepReader(model);
  return model.workflows.flatMap((workflow) =>
    workflow.jobs
      .filter((job) => job.steps.length > 0 && mayAskForToken(model, workflow, job))
      .flatMap((job) => reader.stepsOf(job).flatMap((running) => useOf(workflow, job, running) ?? [])),
  );
}

/** True when the token of the job may be exchanged: `id-token: write`, or decided outside this repository. */
export function mayAskForToken(model: RepositoryModel, workflow: Workflow, job: Job): boolean {
  const access = effectivePermissions(model, workflow, job).grants('id-token');
  return (access === 'write' || access === 'unknown') && !isOff(job);
}

function isOff({ if: condition }: Job): boolean {
  return condition !== undefined && (soleExpression(condition.value) ?? condition.value).trim() === 'false';
}

function useOf(workflow: Workflow, job: Job, running: RunningStep): RoleUse | null {
  const { step, outer, input } = running;
  if (step.uses?.value.split('@', 1)[0]?.toLowerCase() !== ACTION) return null;
  const role = input('role-to-assume');
  if (role === undefined) return null;
  // Taken with other credentials than the token.
  const others = ['aws-access-key-id', 'web-identity-token-file'].some((name) => input(name) !== undefined);
  if (others || !['false', undefined].includes(input('role-chaining')?.trim())) return null;
  const text = role === null ? '' : resolved(role, [step.env, outer.env, job.env, workflow.env]);
  const written = [...step.with].find(([name]) => name.toLowerCase() === 'role-to-assume')?.[1];
  return {
    workflow,
    job,
    name: nameOf(text),
    text,
    at: step === outer ? (written?.at ?? running.at) : (outer.uses?.at ?? outer.at),
    certain: running.isCertain() && [step, outer].every(({ continueOnError }) => continueOnError === undefined),
  };
}

/** `${{ env.ROLE }}` where the workflow itself sets it. */
function resolved(text: string, environments: readonly Job['env'][]): string {
  const sole = soleExpression(text);
  const expr = sole === null ? null : parseExpression(sole);
  const [path, ...more] = expr === null ? [] : contextPaths(expr);
  if (path?.[0] !== 'env' || path.length !== 2 || more.length > 0 || sole?.trim().toLowerCase() !== path.join('.')) {
    return text;
  }
  for (const environment of environments) {
    for (const [name, { value }] of environment) if (name.toLowerCase() === path[1]) return value;
  }
  return text;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
function nameOf(text: string): string | null {
  const trimmed = text.trim();
  const role = trimmed.lastIndexOf(':role/');
  const rest = role < 0 ? trimmed : trimmed.slice(role + ':role/'.length);
  const name = rest.slice(rest.lastIndexOf('/') + 1);
  return /^[\w+=,.@-]{1,64}$/.test(name) && (role >= 0 || !hasExpression(trimmed)) ? name : null;
}

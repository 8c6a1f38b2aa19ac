/** Which step of a job asks GitHub for an OIDC token. */
import { hasExpression } from '../../repository/expressions.js';
import type { Job, Located, Workflow } from '../../repository/types.js';
import { OIDC_USERS, type OidcUser, SCRIPT_DOCS, TOKEN_VARIABLE } from '../data/oidc-users.js';
import type { RunningStep, StepReader } from './steps.js';

const BY_ACTION: ReadonlyMap<string, OidcUser> = new Map(OIDC_USERS.map((user) => [user.action, user]));

export interface OidcUse {
  readonly running: RunningStep;
  /** `aws-actions/configure-aws-credentials`, or `a script` for a `run` step. */
  readonly by: string;
  /** Other write scopes that it needs. */
  readonly also: readonly string[];
  readonly docs: string;
}

/** The first step that surely asks for a token whenever the job gets that far; null when none does. */
export function oidcUse(reader: StepReader, workflow: Workflow, job: Job): OidcUse | null {
  const steps = reader.stepsOf(job);
  for (const [index, running] of steps.entries()) {
    const use = useOf(running);
    if (use === null || !running.isCertain()) continue;
    if ([running.step, running.outer].some(({ continueOnError }) => continueOnError !== undefined)) continue;
    if (use.ambient && hasOtherCredentials(workflow, job, running, steps.slice(0, index))) continue;
    return use;
  }
  return null;
}

function useOf(running: RunningStep): (OidcUse & { readonly ambient: boolean }) | null {
  const { uses, run } = running.step;
  if (run !== undefined && fetchesToken(run.value)) {
    return { running, by: 'a script', also: [], docs: SCRIPT_DOCS, ambient: false };
  }
  const name = uses?.value.split('@', 1)[0];
  const user = name === undefined ? undefined : BY_ACTION.get(name.toLowerCase());
  if (user === undefined || name === undefined || !asks(user, running)) return null;
  return { running, by: name, also: user.also ?? [], docs: user.docs, ambient: user.ambient === true };
}

/** A script that uses the address, not one that only tests whether it is set. */
function fetchesToken(script: string): boolean {
  if (!script.includes(TOKEN_VARIABLE)) return false;
  return script
    .split('\n')
    .some((line) => line.includes(TOKEN_VARIABLE) && /\b(curl|wget|Invoke-RestMethod)\b/.test(line));
}

function asks({ given, unless, equals, differs, contains }: OidcUser, { input }: RunningStep): boolean {
  const text = (name: string): string | null => input(name) ?? null;
  if (given?.some((name) => text(name) === null)) return false;
  // An input that is there may be empty at run time; then again it may not.
  if (unless?.some((name) => input(name) !== undefined)) return false;
  if (equals !== undefined && text(equals[0])?.trim() !== equals[1]) return false;
  if (differs !== undefined && !surelyDiffers(input(differs[0]), differs[1])) return false;
  return contains === undefined || (text(contains[0])?.includes(contains[1]) ?? false);
}

function surelyDiffers(value: string | null | undefined, other: string): boolean {
  if (value === undefined) return true;
  return value !== null && !hasExpression(value) && value.trim().toLowerCase() !== other.toLowerCase();
}

const AWS_VARIABLES = ['AWS_ACCESS_KEY_ID', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_PROFILE', 'AWS_CONTAINER_CREDENTIALS'];

/**
 * Credentials that are there without OIDC: variables, an earlier step that sets some, or the machine's own. Only
 * GitHub's machines surely have none.
 */
function hasOtherCredentials(
  workflow: Workflow,
  job: Job,
  running: RunningStep,
  earlier: readonly RunningStep[],
): boolean {
  const environments = [workflow.env, job.env, running.step.env, running.outer.env];
  if (environments.some((env) => AWS_VARIABLES.some((name) => env.has(name)))) return true;
  if (!isHosted(job.runsOn)) return true;
  return earlier.some(({ step }) => {
    if (step.run !== undefined) return AWS_VARIABLES.some((name) => step.run?.value.includes(name));
    return /aws|vault|credential|secret|assume/i.test(step.uses?.value ?? '');
  });
}

function isHosted(labels: readonly Located<string>[] | undefined): boolean {
  return (
    labels !== undefined && labels.length > 0 && labels.every(({ value }) => /^(ubuntu|windows|macos)-/.test(value))
  );
}

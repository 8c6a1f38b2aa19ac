/**
 * What a job's token may do. A job's `permissions` replace the workflow's; with either declared, every scope that is
 * not named is `none`. A called workflow can only lower what its caller has.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions
 */
import { localCallee } from './check-names.js';
import type { Job, Permissions, RepositoryModel, Span, Workflow } from './types.js';

export type Access = 'none' | 'read' | 'write';

export interface EffectivePermissions {
  /**
   * The most that any run of this job can hold for a scope. `unknown` where it is decided outside this repository: the
   * default token (undeclared) for most scopes, or a caller in another repository.
   */
  grants(scope: string): Access | 'unknown';
  /** Where the deciding declaration stands: the job, the workflow, or nowhere. */
  readonly declared: { readonly by: 'job' | 'workflow'; readonly at: Span } | null;
  /** The caller whose declaration takes a scope away that the job itself asks for; null when none does. */
  cappedBy(scope: string): { readonly workflow: Workflow; readonly job: Job } | null;
}

/** Permissions of a job over all ways in which it can be started: by its own triggers and by its local callers. */
export function effectivePermissions(
  model: Pick<RepositoryModel, 'workflows'>,
  workflow: Workflow,
  job: Job,
): EffectivePermissions {
  const own = declaration(workflow, job);
  const grants = (scope: string): Access | 'unknown' => grantsOf(model, workflow, job, scope, new Map());
  return {
    grants,
    declared: own === null ? null : { by: own === job.permissions ? 'job' : 'workflow', at: own.at },
    cappedBy(scope) {
      const asked = own === null ? defaultAccess(scope) : accessIn(own, scope);
      if (asked !== 'write' || grants(scope) === 'write') return null;
      return callersOf(model, workflow)[0] ?? null;
    },
  };
}

/**
 * @param known results of this question so far; a job that is being asked about counts as `none`, so that workflows which
 *   call each other end, and every job is asked once
 */
function grantsOf(
  model: Pick<RepositoryModel, 'workflows'>,
  workflow: Workflow,
  job: Job,
  scope: string,
  known: Map<Job, Access | 'unknown'>,
): Access | 'unknown' {
  const answer = known.get(job);
  if (answer !== undefined) return answer;
  known.set(job, 'none');
  const declared = declaration(workflow, job);
  const started = workflow.triggers.some(({ event }) => event !== 'workflow_call');
  const callable = workflow.triggers.some(({ event }) => event === 'workflow_call');
  const asked = declared === null ? null : accessIn(declared, scope);
  const ways: (Access | 'unknown')[] = [];
  if (started) ways.push(asked ?? defaultAccess(scope));
  if (callable) {
    const callers = callersOf(model, workflow);
    for (const caller of callers) {
      const ceiling = grantsOf(model, caller.workflow, caller.job, scope, known);
      ways.push(asked === null ? ceiling : lower(asked, ceiling));
    }
    // Nobody here calls it: it is for other repositories, whose permissions are not ours to see.
    if (callers.length === 0) ways.push(asked === 'none' ? 'none' : 'unknown');
  }
  const result = ways.reduce<Access | 'unknown'>(higher, 'none');
  known.set(job, result);
  return result;
}

type Caller = { readonly workflow: Workflow; readonly job: Job };

/** Callers by the path they call, made once for the workflows of a model. */
const CALLERS = new WeakMap<readonly Workflow[], ReadonlyMap<string, readonly Caller[]>>();

/** Jobs of this repository that call the workflow. */
export function callersOf({ workflows }: Pick<RepositoryModel, 'workflows'>, workflow: Workflow): readonly Caller[] {
  let index = CALLERS.get(workflows);
  if (index === undefined) {
    index = indexOf(workflows);
    CALLERS.set(workflows, index);
  }
  return index.get(workflow.path) ?? [];
}

function indexOf(workflows: readonly Workflow[]): Map<string, Caller[]> {
  const index = new Map<string, Caller[]>();
  for (const workflow of workflows) {
    for (const job of workflow.jobs) {
      const path = localCallee(job);
      if (path === null) continue;
      const callers = index.get(path);
      if (callers === undefined) index.set(path, [{ workflow, job }]);
      else callers.push({ workflow, job });
    }
  }
  return index;
}

function declaration(workflow: Workflow, job: Job): Permissions | null {
  return job.permissions ?? workflow.permissions ?? null;
}

/** What a declaration says of one scope. An expression or unknown shorthand grants nothing that is known. */
export function accessIn(permissions: Permissions, scope: string): Access | 'unknown' {
  if (permissions.kind === 'unknown') return permissions.text === '' ? 'none' : 'unknown';
  if (permissions.kind === 'all') return permissions.access;
  const entry = permissions.scopes.find((candidate) => candidate.scope === scope);
  if (entry === undefined) return 'none';
  return entry.access === 'write' || entry.access === 'read' || entry.access === 'none' ? entry.access : 'unknown';
}

/**
 * Without any declaration the repository's setting decides, permissive or restricted; neither ever holds `id-token`.
 * https://docs.github.com/en/actions/tutorials/authenticate-with-github_token#permissions-for-the-github_token
 */
function defaultAccess(scope: string): Access | 'unknown' {
  return scope === 'id-token' ? 'none' : 'unknown';
}

const ORDER: readonly (Access | 'unknown')[] = ['none', 'read', 'unknown', 'write'];

function higher(a: Access | 'unknown', b: Access | 'unknown'): Access | 'unknown' {
  return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b;
}

function lower(a: Access | 'unknown', b: Access | 'unknown'): Access | 'unknown' {
  return ORDER.indexOf(a) <= ORDER.indexOf(b) ? a : b;
}

/** Which job of the subject is the one that the base had: by its file and id, else by its steps. */
import type { Job, RepositoryModel, TreeChange, Workflow } from '../../repository/types.js';

export interface JobPlace {
  readonly workflow: Workflow;
  readonly job: Job;
}

/**
 * Follow a job of the base into the subject.
 *
 * @returns the job with the same id in the same (perhaps moved) file; else the only job, new in the subject, that does
 *   the same work: the same calls and commands in the same order; else null
 */
export function counterpart(
  old: JobPlace,
  base: RepositoryModel,
  subject: RepositoryModel,
  change: TreeChange,
): JobPlace | null {
  const path = change.renames.get(old.workflow.path) ?? old.workflow.path;
  const workflow = subject.workflows.find((candidate) => candidate.path === path);
  const job = workflow?.jobs.find(({ id }) => id === old.job.id);
  if (workflow !== undefined && job !== undefined) return { workflow, job };
  const work = workOf(old.job);
  if (work === '') return null;
  const known = new Set(
    base.workflows.flatMap(({ path: from, jobs }) => jobs.map(({ id }) => key(change.renames.get(from) ?? from, id))),
  );
  const fresh = subject.workflows.flatMap((candidate) =>
    candidate.jobs
      .filter((other) => !known.has(key(candidate.path, other.id)) && workOf(other) === work)
      .map((other) => ({ workflow: candidate, job: other })),
  );
  return fresh.length === 1 ? (fresh[0] ?? null) : null;
}

function key(path: string, id: string): string {
  return JSON.stringify([path, id]);
}

/** What a job does, without names and conditions; '' for a job that does nothing. */
function workOf(job: Job): string {
  if (job.uses !== undefined) return JSON.stringify([job.uses.value]);
  const steps = job.steps.map(({ uses, run }) => uses?.value ?? run?.value.trim() ?? '');
  return steps.length === 0 ? '' : JSON.stringify(steps);
}

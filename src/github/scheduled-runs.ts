/**
 * When a scheduled workflow last did its work.
 *
 * docs.github.com/rest/actions/workflow-runs#list-workflow-runs-for-a-workflow
 */
import type { components } from '@octokit/openapi-types';
import { type ClientOptions, createClient } from './client.js';
import { wordsOf } from './failures.js';
import { endpointOf } from './permissions.js';
import { array, isPathSegment, ownerAndName, record, text, UNKNOWN_SHAPE, UnknownShape } from './shapes.js';

export interface ScheduledRunRequest extends ClientOptions {
  /** `owner/name`. */
  readonly repository: string;
  /** Name of the file below `.github/workflows`: `drift-check.yml`. */
  readonly workflow: string;
}

/** `at` null: none was ever successful. `why`: one clause. */
export type ScheduledRun =
  | { readonly ok: true; readonly at: number | null }
  | { readonly ok: false; readonly why: string };

/**
 * Start of the last successful run that the schedule made, in milliseconds since 1970-01-01 UTC. One request.
 *
 * @throws PhaseMirrorError kind `user` when `repository` is not `owner/name` or the API address is none
 */
export async function lastScheduledRun(request: ScheduledRunRequest): Promise<ScheduledRun> {
  const { repository, workflow } = request;
  const [owner, repo] = ownerAndName(repository);
  if (!isPathSegment(workflow)) return { ok: false, why: 'GitHub cannot be asked about a workflow of this name' };
  const client = await createClient(request);
  const { route, permission } = endpointOf('scheduledRuns');
  const filter = { event: 'schedule', status: 'success', per_page: 1 };
  const got = await client.get(route, { owner, repo, workflow_id: workflow, ...filter });
  if (!got.ok) {
    const missing = `${repository} has no such workflow on its default branch, or the token may not see it`;
    const grant = "add it to the job's `permissions`";
    return { ok: false, why: wordsOf(got.failure, { repository, missing, permission, grant }).detail };
  }
  try {
    const [run] = array(record(got.data)['workflow_runs']);
    if (run === undefined) return { ok: true, at: null };
    const { run_started_at: started, created_at: created } =
      record<Partial<components['schemas']['workflow-run']>>(run);
    const at = Date.parse(text(started ?? created));
    return Number.isNaN(at) ? { ok: false, why: UNKNOWN_SHAPE } : { ok: true, at };
  } catch (error) {
    if (error instanceof UnknownShape) return { ok: false, why: UNKNOWN_SHAPE };
    throw error;
  }
}

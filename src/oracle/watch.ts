/**
 * Is somebody watching? A gate judges changes; what moves between them (settings, pushes past the gate) is seen by the
 * scheduled drift check alone. Where the tree has one and it has not succeeded for long, the report says so.
 */
import { longestPause } from '../repository/cron.js';
import type { RepositoryModel, Workflow } from '../repository/types.js';
import type { GitHubRequest } from './ask-github.js';

/** `PhaseMirror/evaluate/actions/drift-check@v1`, also of a copy; `./actions/drift-check` and `$/…` in its own repository. */
const DRIFT_CHECK = /^(?:[\w.-]{1,100}\/){1,4}drift-check@|^(?:\.|\$)\/(?:[\w.-]{1,100}\/){0,4}drift-check\/?$/i;
const MAX_ASKED = 3;
const PUBLIC_API = 'https://api.github.com';

/** Workflows that run `drift-check` on a schedule, with their crons. */
export function driftWorkflows({ workflows }: Pick<RepositoryModel, 'workflows'>): {
  readonly workflow: Workflow;
  readonly crons: readonly string[];
}[] {
  return workflows.flatMap((workflow) => {
    const crons = workflow.triggers.flatMap(({ event, cron = [] }) =>
      event === 'schedule' ? cron.map(({ value }) => value) : [],
    );
    const runs = workflow.jobs.some(({ steps }) => steps.some(({ uses }) => DRIFT_CHECK.test(uses?.value ?? '')));
    return runs && crons.length > 0 ? [{ workflow, crons }] : [];
  });
}

/**
 * A clause for each scheduled drift check that is overdue, or of which GitHub does not tell. No request where there is
 * none, and none in a run without the API.
 *
 * @param model of the base where there is one: a schedule runs from the branch, not from the change
 * @param now milliseconds since 1970-01-01 UTC
 */
export async function overdueDriftChecks(
  request: GitHubRequest,
  model: Pick<RepositoryModel, 'workflows'>,
  now: number,
): Promise<string[]> {
  const { token, repository, apiUrl = PUBLIC_API } = request;
  const found = driftWorkflows(model).slice(0, MAX_ASKED);
  if (!request.apiExpected || token === undefined || repository === undefined || found.length === 0) return [];
  const { lastScheduledRun } = await import('../github/scheduled-runs.js');
  const sentences = await Promise.all(
    found.map(async ({ workflow: { path }, crons }) => {
      const pause = longestPause(crons);
      if (pause === null) return null;
      const last = await lastScheduledRun({ repository, token, apiUrl, workflow: path.replace(/^.*\//, '') });
      const about = `drift from the accepted state, which \`${path}\` looks for every ${durationOf(pause)}`;
      if (!last.ok) return `${about}: when it last did, GitHub does not say (${last.why}).`;
      if (last.at === null) return `${about}: it has not succeeded yet.`;
      if (now - last.at <= 2 * pause * 60_000) return null;
      const day = new Date(last.at).toISOString().slice(0, 10);
      return `${about}: it last succeeded on ${day}. It stopped, or it fails since, because of drift or an error: see its runs.`;
    }),
  );
  return sentences.filter((sentence) => sentence !== null);
}

/** `6 hours`, `1 day`, `90 minutes`: the largest unit that fits. */
function durationOf(minutes: number): string {
  const [unit, size] = (
    [
      ['day', 1440],
      ['hour', 60],
    ] as const
  ).find(([, one]) => minutes % one === 0) ?? ['minute', 1];
  const count = minutes / size;
  return count === 1 ? unit : `${count} ${unit}s`;
}

/**
 * Mistakes in the jobs of a workflow for which GitHub refuses the whole file, so that none of its jobs runs and none of
 * its checks is ever reported. Finer mistakes stop one job only and are left to actionlint.
 *
 * - `runs-on` is required of a job that calls no workflow: workflow schema, `job-factory`
 *   (actions/languageservices, workflow-parser/src/workflow-v1.0.json)
 * - ids: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_id
 * - `needs`: "depends on unknown job", "creates a cycle in the dependency graph" (the same parser, converter/jobs.ts)
 */
import { distance } from 'fastest-levenshtein';
import { quotedName } from './names.js';
import type { Job, Located, Span } from './types.js';
import type { YamlEntry, YamlMap } from './yaml.js';

export interface JobProblem {
  /** A predicate of the file: `is refused by GitHub: job "test" needs "biuld", which does not exist`. */
  readonly reason: string;
  readonly at: Span;
}

/** Edits between a name and the one that was probably meant. */
const MAX_EDITS = 2;
/** Longer names are not compared letter by letter, and no more than so many. */
const MAX_COMPARED = 100;

/**
 * The first mistake in file order of its kind, or null.
 *
 * @param entries `jobs:` as it was written
 * @param jobs the same, read
 */
export function jobProblem(entries: YamlMap, jobs: readonly Job[]): JobProblem | null {
  for (const entry of entries.entries) {
    const problem = entryProblem(entry);
    if (problem !== null) return refused(...problem);
  }
  return unknownNeed(jobs) ?? circle(jobs);
}

function refused(what: string, at: Span): JobProblem {
  return { reason: `is refused by GitHub: ${what}`, at };
}

function entryProblem({ key, keyAt, value }: YamlEntry): [what: string, at: Span] | null {
  const name = quotedName(key);
  if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(key)) {
    return [`the job id ${name} has to begin with a letter or _ and hold only letters, digits, - and _`, keyAt];
  }
  if (value.kind !== 'map') return [`job ${name} is not a mapping`, keyAt];
  if (value.get('uses') !== undefined) return null;
  const runsOn = value.entry('runs-on');
  if (runsOn === undefined) return [`job ${name} has neither \`runs-on\` nor \`uses\``, keyAt];
  const empty = runsOn.value.kind === 'scalar' && (runsOn.value.value === null || runsOn.value.value === '');
  return empty ? [`\`runs-on\` of job ${name} is empty`, runsOn.keyAt] : null;
}

/** Ids are compared without regard to case, which never refuses what GitHub takes. */
function keyOf(id: string): string {
  return id.toLowerCase();
}

function unknownNeed(jobs: readonly Job[]): JobProblem | null {
  const known = new Set(jobs.map(({ id }) => keyOf(id)));
  for (const job of jobs) {
    const unknown = job.needs.find(({ value }) => !known.has(keyOf(value)));
    if (unknown === undefined) continue;
    const near = nearest(unknown.value, jobs);
    const hint = near === null ? '' : `; the nearest is ${quotedName(near)}`;
    return refused(
      `job ${quotedName(job.id)} needs ${quotedName(unknown.value)}, which does not exist${hint}`,
      unknown.at,
    );
  }
  return null;
}

function nearest(name: string, jobs: readonly Job[]): string | null {
  if (name.length > MAX_COMPARED) return null;
  const limit = Math.min(MAX_EDITS, Math.floor(name.length / 2));
  let best: { readonly id: string; readonly edits: number } | null = null;
  for (const { id } of jobs.slice(0, MAX_COMPARED)) {
    if (Math.abs(id.length - name.length) > limit) continue;
    const edits = distance(keyOf(name), keyOf(id));
    if (edits <= limit && (best === null || edits < best.edits)) best = { id, edits };
  }
  return best?.id ?? null;
}

/** A need that closes a circle: what is left after all jobs that can ever start have been taken away, one by one. */
function circle(jobs: readonly Job[]): JobProblem | null {
  const waiting = new Map(jobs.map((job) => [keyOf(job.id), new Set(job.needs.map(({ value }) => keyOf(value)))]));
  const dependants = new Map<string, string[]>();
  for (const [id, needs] of waiting) {
    for (const need of needs) {
      const list = dependants.get(need);
      if (list === undefined) dependants.set(need, [id]);
      else list.push(id);
    }
  }
  const ready = [...waiting].filter(([, needs]) => needs.size === 0).map(([id]) => id);
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    waiting.delete(id);
    for (const dependant of dependants.get(id) ?? []) {
      const needs = waiting.get(dependant);
      needs?.delete(id);
      if (needs?.size === 0) ready.push(dependant);
    }
  }
  if (waiting.size === 0) return null;
  const members = circleAmong(jobs, waiting);
  const [first] = members;
  if (first === undefined) return null;
  const ids = members.map(({ job }) => quotedName(job.id));
  const path = ids.length > 5 ? [...ids.slice(0, 4), '…'] : ids;
  return refused(
    ids.length === 1 ? `job ${ids[0]} needs itself` : `jobs need each other: ${[...path, ids[0]].join(' → ')}`,
    first.need.at,
  );
}

interface Member {
  readonly job: Job;
  readonly need: Located<string>;
}

/** Follow needs among jobs that never start until one comes up again: from there on it is a circle. */
function circleAmong(jobs: readonly Job[], waiting: ReadonlyMap<string, ReadonlySet<string>>): Member[] {
  const byId = new Map(jobs.map((job) => [keyOf(job.id), job]));
  const walked: Member[] = [];
  const index = new Map<string, number>();
  let job = jobs.find(({ id }) => waiting.has(keyOf(id)));
  while (job !== undefined) {
    const seenAt = index.get(keyOf(job.id));
    if (seenAt !== undefined) return walked.slice(seenAt);
    index.set(keyOf(job.id), walked.length);
    const need = job.needs.find(({ value }) => waiting.has(keyOf(value)));
    if (need === undefined) break;
    walked.push({ job, need });
    job = byId.get(keyOf(need.value));
  }
  return [];
}

/**
 * MD-004: a required job that does not fail when a job it needs fails. It is skipped, and "a job that is skipped will
 * report its status as Success" (GitHub docs, using conditions to control job execution), or it runs and never looks.
 * https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-jobs-with-conditions
 */
import { parseCondition, soleExpression, templatePaths } from '../repository/expressions.js';
import type { CheckProducer, Job, Located, Step, Workflow } from '../repository/types.js';
import { CHANGE_DETECTORS, PREPARING_STEPS } from './data/gates.js';
import { changedLineFirst, evidenceAt, listed, quoted, requirementEvidence } from './support/evidence.js';
import { JobGraph, jobsDecidingBy } from './support/failing-need.js';
import {
  nothingToJudge,
  type RequiredContext,
  reporterIndex,
  requiredContexts,
  requirementGaps,
  unprovenContexts,
} from './support/required.js';
import { reportsOnPullRequests } from './support/starts.js';
import type { Evidence, Finding, Rule, RuleContext, RuleOutcome } from './types.js';

const ID = 'MD-004';
const VERSION = 1;

export const gateSkipsGreen: Rule = {
  id: ID,
  name: 'gate-skips-green',
  version: VERSION,
  severity: 'high',
  level: 'block',
  summary: 'A required job that passes when a job it needs fails',
  needs: 'files-or-api',
  check,
  attribute: (finding, { change }) => changedLineFirst(finding, change),
};

/** A required check and the job that reports it. */
interface Gate {
  readonly producer: CheckProducer;
  readonly required: RequiredContext;
  readonly graph: JobGraph;
}

function check(context: RuleContext): RuleOutcome {
  const nothing = nothingToJudge(context.requirements);
  if (nothing !== null) return nothing;
  const index = reporterIndex(context.model);
  const required = requiredContexts(context).filter(({ reporter }) => reporter === null);
  const names = new Set(required.map(({ context: name }) => name));
  const graphs = new Map<Workflow, JobGraph>();
  const graphOf = (workflow: Workflow): JobGraph => {
    const graph = graphs.get(workflow) ?? new JobGraph(workflow);
    graphs.set(workflow, graph);
    return graph;
  };
  const reported = required.map((entry) => ({
    entry,
    producers: index(entry.context).exact.filter(({ workflow }) =>
      reportsOnPullRequests(workflow, context.requirements.branch),
    ),
  }));
  const gates = reported.flatMap(({ entry, producers }) =>
    producers.map((producer): Gate => ({ producer, required: entry, graph: graphOf(producer.leaf.workflow) })),
  );
  const findings = new Map<Job, Finding>();
  for (const gate of gates) {
    const { job } = gate.producer.leaf;
    // A matrix job that is skipped reports none of its names: it waits, which is not green.
    if (job.needs.length === 0 || gate.producer.matrixTexts.length > 0 || findings.has(job)) continue;
    const finding = judge(context, gate, gates, names);
    if (finding !== null) findings.set(job, finding);
  }
  return {
    state: 'evaluated',
    findings: [...findings.values()],
    proven: reported.flatMap(({ entry, producers }) => (producers.length > 0 ? [`context:${entry.context}`] : [])),
    unproven: unprovenContexts(required, index),
    gaps: requirementGaps(context.requirements),
  };
}

function judge(context: RuleContext, gate: Gate, gates: readonly Gate[], names: ReadonlySet<string>): Finding | null {
  const { job } = gate.producer.leaf;
  // GitHub refuses a condition that is no expression; what text around `${{ }}` does is not documented.
  if (job.if !== undefined && parseCondition(job.if.value) === null) return null;
  const ancestors = [...gate.graph.ancestors(job)];
  const deciding = new Set([job, ...ancestors].flatMap((other) => [...jobsDecidingBy(other)]));
  const open = ancestors.filter(
    (need) =>
      canFail(need) &&
      !deciding.has(need.id.toLowerCase()) &&
      !isDetector(need) &&
      !isRequired(context, gate.producer, need, names) &&
      !gates.some((other) => other.producer.leaf.job !== job && blocksOn(other, gate.producer, need)),
  );
  const skippedBy = open.filter((need) => gate.graph.runsAfterFailure(job, need) === false);
  if (skippedBy.length > 0) return findingFor(context, gate, skippedBy, 'skipped');
  return open.length > 0 && judgesNothing(job) ? findingFor(context, gate, open, 'untested') : null;
}

/**
 * Does another required job run when `need` fails, and may it fail for that? Inside a called workflow, a job of the
 * caller that needs the call sees the failure too.
 */
function blocksOn({ producer, graph }: Gate, judged: CheckProducer, need: Job): boolean {
  const { job, workflow } = producer.leaf;
  if (judgesNothing(job)) return false;
  const seen = workflow === judged.leaf.workflow ? need : workflow === judged.workflow ? judged.job : null;
  if (seen === null) return false;
  return graph.ancestors(job).has(seen) && graph.runsAfterFailure(job, seen) !== false;
}

/** Can the failure of this job stop the jobs that need it? With `continue-on-error` it counts as a success. */
function canFail({ continueOnError, matrix }: Job): boolean {
  if (continueOnError === undefined) return true;
  const text = continueOnError.value.trim();
  if (text === 'true' || text === 'false') return text === 'false';
  const key = /^matrix\.([\w-]+)$/.exec(soleExpression(text)?.trim() ?? '')?.[1];
  const rows = matrix?.combinations ?? null;
  if (key === undefined || rows === null) return false;
  return rows.some(({ values }) => values.get(key) !== true);
}

/** Every check that the job reports is required itself, so its failure blocks anyway. */
function isRequired({ model }: RuleContext, judged: CheckProducer, job: Job, names: ReadonlySet<string>): boolean {
  const own = model.producers.filter((producer) =>
    producer.job === judged.job ? producer.leaf.job === job : producer.job === job,
  );
  return own.length > 0 && own.every(({ name }) => name.kind === 'exact' && names.has(name.text.trim()));
}

function isDetector({ steps }: Job): boolean {
  const actions = steps.map((step) => step.uses?.value.split('@', 1)[0]?.toLowerCase() ?? '');
  return (
    actions.some((action) => CHANGE_DETECTORS.includes(action)) &&
    actions.every((action) => CHANGE_DETECTORS.includes(action) || PREPARING_STEPS.includes(action))
  );
}

/**
 * True when the job surely passes whatever its needs did: each step is a command that cannot fail and nothing in the
 * job mentions `needs`. Any other step (a script, an action, an artifact that is read) may judge by its own means.
 */
function judgesNothing(job: Job): boolean {
  if (job.uses !== undefined || job.steps.length === 0 || [...job.env.values()].some(readsNeeds)) return false;
  return job.steps.every((step) => passesAlways(step));
}

function passesAlways({ run, if: condition, env }: Step): boolean {
  if (run === undefined || readsNeeds(run) || [...env.values()].some(readsNeeds)) return false;
  if (condition !== undefined && !/^(always|success)\(\)$/.test(bare(condition.value))) return false;
  return run.value.split('\n').every((line) => {
    const command = line.trim();
    return command === '' || command.startsWith('#') || /^(echo|printf|true|:|exit 0)( [^;&|`(]*)?$/.test(command);
  });
}

function bare(condition: string): string {
  return (soleExpression(condition) ?? condition).trim();
}

function readsNeeds({ value }: Located<string>): boolean {
  return templatePaths(value).some(([context]) => context === 'needs');
}

function findingFor(
  { model }: RuleContext,
  { producer, required }: Gate,
  failing: readonly Job[],
  how: 'skipped' | 'untested',
): Finding {
  const { job, workflow } = producer.leaf;
  const name = quoted(required.context);
  const ids = failing.map(({ id }) => id);
  const needed = job.needs.filter(({ value }) => ids.some((id) => id.toLowerCase() === value.toLowerCase()));
  const decisive = job.if?.at ?? job.at;
  const evidence: [Evidence, ...Evidence[]] = [
    evidenceAt(
      model,
      decisive,
      how === 'skipped' ? 'skipped when a need fails' : 'runs, tests nothing',
      how === 'skipped' ? 'skipped when a need fails' : 'runs whatever its needs did',
    ),
    ...needed.slice(0, 5).map(({ at }) => evidenceAt(model, at, 'can fail')),
    requirementEvidence(model, required.checks[0], 'required here'),
  ];
  const verb = ids.length === 1 ? 'fails' : 'fail';
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity: 'high',
    title: `The required check ${name} passes when ${listed(ids, 1)} ${verb}`,
    what:
      how === 'skipped'
        ? `When ${listed(ids)} ${verb}, GitHub skips job ${quoted(job.id)}${job.if === undefined ? ' (it has no `if`)' : ' (its `if` is false then)'}, and a skipped job counts as passed.`
        : `Job ${quoted(job.id)} runs even when ${listed(ids)} ${verb}, and none of its steps looks at the result.`,
    why: `A pull request can merge although ${listed(ids, 1)} failed.`,
    fix: fixFor(job, ids, needed.length, how),
    path: workflow.path,
    anchor: `job:${job.id}`,
    evidence,
  };
}

const TEST_STEP =
  "`- if: contains(needs.*.result, 'failure') || contains(needs.*.result, 'cancelled')` with `run: exit 1`";

function fixFor(job: Job, ids: readonly string[], direct: number, how: 'skipped' | 'untested'): string {
  const indirect = direct < ids.length ? ` List ${listed(ids)} in its \`needs\`.` : '';
  const always =
    how === 'skipped' ? `Set \`if: always()\` on job ${quoted(job.id)} and give it` : `Give job ${quoted(job.id)}`;
  return `${always} the first step ${TEST_STEP}.${indirect} Or require ${listed(ids)} as well.`;
}

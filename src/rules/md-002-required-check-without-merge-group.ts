/**
 * MD-002: a merge queue is in force and a required check does not run in it. Without the `merge_group` trigger nothing
 * is reported and the queue times out; a job that an `if` skips there counts as passed.
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue#triggering-merge-group-checks-with-github-actions
 * https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/troubleshooting-required-status-checks#handling-skipped-but-required-checks
 */
import type { CheckProducer, Job, Span, Workflow } from '../repository/types.js';
import { changedLineFirst, evidenceAt, listed, placeOf, quoted, requirementEvidence } from './support/evidence.js';
import { EVENT, queueEvidence, queueSkips, type Skip, startsInQueue, testsCode } from './support/merge-queue.js';
import {
  branchName,
  nothingToJudge,
  type RequiredContext,
  reporterIndex,
  requiredContexts,
  requirementGaps,
} from './support/required.js';
import { reportsOnPullRequests } from './support/starts.js';
import { StepReader } from './support/steps.js';
import type { Evidence, Finding, Gap, Rule, RuleContext, RuleOutcome } from './types.js';

const ID = 'MD-002';
const VERSION = 1;
/** Requirements shown with one finding. */
const MAX_SHOWN = 5;

export const requiredCheckWithoutMergeGroup: Rule = {
  id: ID,
  name: 'required-check-without-merge-group',
  version: VERSION,
  severity: 'high',
  level: 'block',
  summary: 'A required check that does not run in the merge queue: the queue times out, or tests nothing',
  needs: 'files-or-api',
  check,
  attribute: (finding, { change }) => changedLineFirst(finding, change),
};

/** Why a required check says nothing in the queue. */
type Absence =
  /** Its workflow is not started. */
  | { readonly kind: 'not-started'; readonly producer: CheckProducer }
  /** Its job is skipped, and the name is reported as skipped. */
  | { readonly kind: 'skipped'; readonly producer: CheckProducer; readonly skip: Skip }
  /** It is skipped before it has its name: a matrix, or the call of a workflow. */
  | { readonly kind: 'nameless'; readonly producer: CheckProducer; readonly skip: Skip };

/** Required checks with one reason. */
interface Group {
  readonly absence: Absence;
  readonly required: RequiredContext[];
}

function check(context: RuleContext): RuleOutcome {
  const nothing = nothingToJudge(context.requirements);
  if (nothing !== null) return nothing;
  const queue = queueEvidence(context);
  if (queue === null) return withoutQueue(context);
  const { model, requirements } = context;
  const index = reporterIndex(model);
  const judge = judgeOf(context);
  const posting = model.workflows.filter(postsStatuses);
  const groups = new Map<string, Group>();
  const proven: string[] = [];
  /** Contexts that something of this repository reports in the queue, skipped or not. */
  let alive = 0;
  for (const entry of requiredContexts(context)) {
    const { exact, maybe } = index(entry.context);
    // What reports elsewhere may run there; no reporter at all is MD-001.
    if (entry.reporter !== null || exact.length === 0) {
      alive += 1;
      continue;
    }
    proven.push(`context:${entry.context}`);
    const possible = maybe.some(({ workflow }) => startsInQueue(workflow, requirements.branch) !== 'no');
    const absence =
      possible || posting.some(({ lines }) => lines.some((line) => line.includes(entry.context))) ? null : judge(exact);
    if (absence?.kind !== 'skipped') alive += 1;
    if (absence === null) continue;
    const { workflow, jobPath } = absence.producer;
    const key = JSON.stringify(absence.kind === 'not-started' ? [workflow.path] : [workflow.path, jobPath]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { absence, required: [entry] });
    else group.required.push(entry);
  }
  const findings = [...groups.values()].map((group) => findingFor(context, queue, group, alive === 0));
  return { state: 'evaluated', findings, proven, unproven: [], gaps: requirementGaps(requirements) };
}

/** Nothing says that a queue is in force. Only the API knows all rulesets; a trigger for a queue proves none. */
function withoutQueue({ model, requirements }: RuleContext): RuleOutcome {
  const asked = requirements.answers.find(({ source }) => source.startsWith('rules/branches/'));
  const trigger = model.workflows.flatMap(({ triggers }) => triggers).find(({ event }) => event === EVENT);
  const answered = asked?.status === 'answered' || asked?.status === 'none';
  if (answered && trigger === undefined) {
    return { state: 'not-applicable', reason: `no ruleset puts a merge queue on ${branchName(requirements)}` };
  }
  const failed = asked !== undefined && !answered && asked.status !== 'not-asked';
  const gap: Gap = {
    evidence: 'merge queue',
    reason: answered
      ? `no ruleset declares one; whether ${placeOf(trigger?.at ?? { path: '', startLine: 0 })} is for one of classic protection cannot be read`
      : failed
        ? `rules/branches did not answer${asked.detail === '' ? '' : `: ${asked.detail}`}`
        : 'no file here declares one and GitHub was not asked',
    next: answered ? 'declare the queue in a ruleset' : 'set GITHUB_TOKEN and --repository',
    cause: failed ? 'environment' : 'not-asked',
  };
  return { state: 'not-evaluated', gaps: [gap] };
}

/** Judges the jobs that report one name; remembers what was read of each workflow and job. */
function judgeOf({ model, requirements }: RuleContext): (exact: readonly CheckProducer[]) => Absence | null {
  const reader = new StepReader(model);
  const starts = remembered((workflow: Workflow) => startsInQueue(workflow, requirements.branch));
  const skips = remembered(queueSkips);
  const skipOf = (workflow: Workflow, job: Job): Skip | null => skips(workflow)(job);
  const tests = remembered((job: Job) => testsCode(job, reader.stepsOf(job)));
  return (exact) => {
    const started = exact.filter(({ workflow }) => starts(workflow) !== 'no');
    if (started.length === 0) {
      // What never reports on a pull request keeps it from the queue in the first place: not our finding.
      const producer = exact.find(({ workflow }) => reportsOnPullRequests(workflow, requirements.branch));
      return producer === undefined ? null : { kind: 'not-started', producer };
    }
    // For a push there are other conditions.
    if (started.some(({ workflow }) => starts(workflow) === 'push')) return null;
    const absences = started.map((producer) => skippedAs(producer, skipOf, tests));
    return absences.every((absence) => absence !== null) ? (absences[0] ?? null) : null;
  };
}

function skippedAs(
  producer: CheckProducer,
  skipOf: (workflow: Workflow, job: Job) => Skip | null,
  tests: (job: Job) => boolean,
): Absence | null {
  const { workflow, job, leaf } = producer;
  const outer = skipOf(workflow, job);
  const skip = outer ?? (leaf.job === job ? null : skipOf(leaf.workflow, leaf.job));
  // A condition that speaks of the queue is meant; so is one in front of a job that is about the pull request.
  if (skip === null || skip.condition.value.includes(EVENT) || !tests(leaf.job)) return null;
  const called = outer !== null && leaf.job !== job;
  return { kind: called || leaf.job.matrix !== undefined ? 'nameless' : 'skipped', producer, skip };
}

/** A script that runs in the queue may report any name itself, as a commit status. */
function postsStatuses({ triggers, lines }: Workflow): boolean {
  return (
    triggers.some(({ event }) => event === EVENT) &&
    lines.some((line) => /createCommitStatus|\/statuses\/|checks\.create|check-runs/.test(line))
  );
}

function remembered<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.has(key) ? (known.get(key) as V) : compute(key);
    known.set(key, value);
    return value;
  };
}

function findingFor(
  context: RuleContext,
  queue: Evidence,
  { absence, required }: Group,
  nothingRuns: boolean,
): Finding {
  const { model, requirements } = context;
  const { workflow, leaf } = absence.producer;
  const names = required.map((entry) => entry.context);
  const branch = branchName(requirements);
  const notStarted = absence.kind === 'not-started';
  const at: Span = notStarted ? triggerLine(workflow, leaf.job) : absence.skip.condition.at;
  const evidence: [Evidence, ...Evidence[]] = [
    evidenceAt(
      model,
      at,
      notStarted ? 'no merge_group here' : 'false in the queue',
      notStarted ? 'no merge_group' : 'skipped in the queue',
    ),
    queue,
    ...required.slice(0, MAX_SHOWN).map(({ checks: [entry] }) => requirementEvidence(model, entry, 'required here')),
  ];
  const one = names.length === 1;
  const them = one ? listed(names) : 'these checks';
  const subject = one ? `The required check ${listed(names)}` : `The required checks ${listed(names, 2)}`;
  const common = { ruleId: ID, ruleVersion: VERSION, path: at.path, evidence };
  if (absence.kind === 'not-started') {
    return {
      ...common,
      severity: 'high',
      title: `${subject} ${one ? 'does' : 'do'} not start in the merge queue`,
      what: `${branch} merges through a queue and requires ${listed(names)}, but ${workflow.path} has no \`merge_group\` trigger (line ${at.startLine}).`,
      why: `The queue waits for ${them} until it times out, and drops the pull request.`,
      fix: `Add \`merge_group:\` to the triggers of ${workflow.path} (line ${at.startLine}).`,
      anchor: 'trigger:merge_group',
    };
  }
  const { skip } = absence;
  const whose = skip.job === leaf.job ? `its \`if\`` : `the \`if\` of job ${quoted(skip.job.id)}`;
  const nameless = absence.kind === 'nameless';
  return {
    ...common,
    severity: nameless || nothingRuns ? 'high' : 'medium',
    title: `${subject} ${one ? 'is' : 'are'} skipped in the merge queue`,
    what: `${branch} merges through a queue and requires ${listed(names)}; ${workflow.path} starts for it, but ${whose} (${placeOf(at)}) is false for \`merge_group\`.`,
    why: nameless
      ? `A job that is skipped before its ${leaf.job.matrix === undefined ? 'call' : 'matrix'} is expanded does not report ${them}: the queue waits until it times out.`
      : nothingRuns
        ? 'GitHub counts a skipped job as passed, and no other required check runs: the queue tests nothing.'
        : `GitHub counts a skipped job as passed: the queue merges what ${them} never tested.`,
    fix: `Let ${placeOf(at)} be true there too (\`… || github.event_name == 'merge_group'\`), or write that it is meant (\`github.event_name != 'merge_group'\`).`,
    anchor: `job:${leaf.job.id}`,
  };
}

/** The trigger beside which `merge_group` belongs. */
function triggerLine({ triggers }: Workflow, job: Job): Span {
  const beside = ['pull_request', 'pull_request_target', 'push'];
  const found = beside.flatMap((event) => triggers.filter((trigger) => trigger.event === event))[0] ?? triggers[0];
  return found?.at ?? job.at;
}

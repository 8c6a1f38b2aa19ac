/**
 * MD-005: two jobs report one required name for the same event. "Using the same job name in more than one workflow can
 * cause ambiguous status check results and block pull requests from merging."
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches#require-status-checks-before-merging
 */
import { calledFunctions, contextPaths, parseCondition } from '../repository/expressions.js';
import type { CheckProducer, Job, Span, Trigger } from '../repository/types.js';
import { changedLineFirst, evidenceAt, isChanged, placeOf, quoted, requirementEvidence } from './support/evidence.js';
import { placesOfTrigger } from './support/lost-reporter.js';
import {
  nothingToJudge,
  type RequiredContext,
  reporterIndex,
  requiredContexts,
  requirementGaps,
  unprovenContexts,
} from './support/required.js';
import { startsFor } from './support/starts.js';
import type { ChangeContext, Evidence, Finding, Rule, RuleContext, RuleOutcome } from './types.js';

const ID = 'MD-005';
const VERSION = 1;
const ANCHOR = 'context:';
const SAME_NAME = 'the same name';
/** Reporters of one name that are compared with each other. */
const MAX_COMPARED = 100;

export const duplicateRequiredCheck: Rule = {
  id: ID,
  name: 'duplicate-required-check',
  version: VERSION,
  severity: 'medium',
  level: 'block',
  summary: 'Two jobs report one required name: the result of one can stand for the other',
  needs: 'files-or-api',
  check,
  attribute,
};

/** Two reporters and the event that starts both. */
interface Pair {
  readonly one: CheckProducer;
  readonly other: CheckProducer;
  readonly event: string;
}

function check(context: RuleContext): RuleOutcome {
  const nothing = nothingToJudge(context.requirements);
  if (nothing !== null) return nothing;
  const index = reporterIndex(context.model);
  const findings: Finding[] = [];
  const proven: string[] = [];
  for (const entry of requiredContexts(context)) {
    if (entry.reporter !== null) continue;
    const { exact } = index(entry.context);
    if (exact.length === 0) continue;
    proven.push(`${ANCHOR}${entry.context}`);
    const pair = firstPair(exact, context.requirements.branch);
    if (pair !== null) findings.push(findingFor(context, entry, pair, exact.length));
  }
  return {
    state: 'evaluated',
    findings,
    proven,
    unproven: unprovenContexts(requiredContexts(context), index),
    gaps: requirementGaps(context.requirements),
  };
}

/** The first two reporters that surely report for the same event; order of the model. */
function firstPair(all: readonly CheckProducer[], branch: string | null): Pair | null {
  const producers = all.slice(0, MAX_COMPARED);
  for (const [index, one] of producers.entries()) {
    if (isConditional(one)) continue;
    for (const other of producers.slice(index + 1)) {
      if (isConditional(other)) continue;
      const event = commonEvent(one, other, branch);
      if (event !== null) return { one, other, event };
    }
  }
  return null;
}

/** A condition may keep one of the two away whenever the other runs: the pair `x` and `x-skip`. */
function isConditional({ job, leaf }: CheckProducer): boolean {
  return [job, leaf.job].some(mayBeSkipped);
}

function mayBeSkipped(job: Job): boolean {
  if (job.if === undefined) return false;
  const condition = parseCondition(job.if.value);
  if (condition === null) return true;
  // `if: always()` and the like say nothing about which pull requests are meant.
  return contextPaths(condition).length > 0 || calledFunctions(condition).size === 0;
}

function commonEvent(one: CheckProducer, other: CheckProducer, branch: string | null): string | null {
  for (const trigger of one.workflow.triggers) {
    const same = other.workflow.triggers.find(({ event }) => event === trigger.event);
    if (same !== undefined && overlap(trigger, same, one.workflow === other.workflow, branch)) return trigger.event;
  }
  return null;
}

/**
 * Do both triggers fire together? Two triggers with path filters are taken as halves of a pair (GitHub's own pattern
 * for skipped checks), and branch filters only count where both surely let the judged branch through.
 */
function overlap(one: Trigger, other: Trigger, sameWorkflow: boolean, branch: string | null): boolean {
  if (one.event === 'merge_group') return true;
  const [a, b] = [startsFor(one, branch), startsFor(other, branch)];
  if (a.kind === 'never' || b.kind === 'never' || a.kind === 'other-branches' || b.kind === 'other-branches')
    return false;
  if (sameWorkflow) return true;
  if (a.kind === 'paths' && b.kind === 'paths') return false;
  const branchFilters = [one, other].filter(
    ({ branches, branchesIgnore }) => (branches ?? branchesIgnore) !== undefined,
  );
  if (branchFilters.length === 2 && (branch === null || one.event === 'push')) return false;
  const [types, otherTypes] = [typesOf(one), typesOf(other)];
  return types.some((type) => otherTypes.includes(type));
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request */
function typesOf({ types }: Trigger): readonly string[] {
  return types?.map(({ value }) => value) ?? ['opened', 'synchronize', 'reopened'];
}

function findingFor(
  { model }: RuleContext,
  { context, checks }: RequiredContext,
  { one, other, event }: Pair,
  count: number,
): Finding {
  const name = quoted(context);
  const sameLeaf = one.leaf.job === other.leaf.job;
  const oneJob = sameLeaf && one.job === other.job;
  // Two calls of one workflow: the names of the calling jobs are what can differ.
  const [line, otherLine] = sameLeaf && !oneJob ? [callLine(one), callLine(other)] : [one.nameAt, other.nameAt];
  const evidence: [Evidence, ...Evidence[]] = [
    evidenceAt(model, otherLine, oneJob ? 'one name for several jobs' : SAME_NAME, `reports ${event}`),
    ...(oneJob ? [] : [evidenceAt(model, line, SAME_NAME, `reports ${event}`)]),
    requirementEvidence(model, checks[0], 'required here'),
  ];
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity: 'medium',
    title: `${oneJob ? `${count} runs of one job` : 'Two jobs'} report the required check ${name}`,
    what: oneJob
      ? `The matrix of job ${quoted(one.leaf.job.id)} starts ${count} jobs for ${event}, all named ${name} (${placeOf(line)}).`
      : `Two jobs report ${name} for ${event}: ${placeOf(line)} and ${placeOf(otherLine)}.`,
    why: 'GitHub cannot tell them apart: a failure of one can hide behind the other, or block for no reason.',
    fix: oneJob
      ? `Put every matrix value into the name (${placeOf(line)}) and require each of the names.`
      : `Give one of them its own \`name:\` (${placeOf(otherLine)}) and require that name too if it has to pass.`,
    path: otherLine.path,
    anchor: `${ANCHOR}${context}`,
    evidence,
  };
}

/** Point at the job that the change added or began to start, wherever it stands in the order of the files. */
function attribute(finding: Finding, { change, subject }: ChangeContext): Finding {
  const pair = finding.evidence.filter(({ label }) => label === SAME_NAME);
  const own =
    onlyOne(pair, (entry) => isChanged(change, entry)) ?? onlyOne(pair, ({ path }) => change.changed.has(path));
  const other = pair.find((entry) => entry !== own);
  if (own === undefined || other === undefined) return changedLineFirst(finding, change);
  const name = quoted(finding.anchor.slice(ANCHOR.length));
  const retold: Finding = {
    ...finding,
    what: `With this change ${placeOf(own)} reports ${name} for the same event as ${placeOf(other)}.`,
    fix: `Give the job at ${placeOf(own)} its own \`name:\`, and require that name too if it has to pass.`,
    evidence: [own, ...finding.evidence.filter((entry) => entry !== own)],
  };
  if (isChanged(change, own)) return changedLineFirst(retold, change);
  // Its name is old: a trigger made it report.
  const workflow = subject.model.workflows.find(({ path }) => path === own.path);
  const places = workflow?.triggers.flatMap(placesOfTrigger) ?? [];
  const at = places.find((place) => isChanged(change, place));
  if (at === undefined) return changedLineFirst(retold, change);
  return { ...retold, evidence: [evidenceAt(subject.model, at, 'this change'), ...retold.evidence] };
}

function onlyOne(pair: readonly Evidence[], wanted: (entry: Evidence) => boolean): Evidence | undefined {
  const found = pair.filter(wanted);
  return found.length === 1 ? found[0] : undefined;
}

function callLine({ job }: CheckProducer): Span {
  return job.name?.at ?? job.at;
}

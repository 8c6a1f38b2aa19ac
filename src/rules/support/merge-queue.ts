/**
 * What a workflow does for a merge group. "You must use the merge_group event to trigger your GitHub Actions workflow
 * when a pull request is added to a merge queue."
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#merge_group
 */
import { type Expr, FunctionCall, Grouping, Logical, Unary } from '@actions/expressions/ast';
import * as data from '@actions/expressions/data/index';
import { Evaluator } from '@actions/expressions/evaluator';
import { calledFunctions, contextPaths, parseCondition } from '../../repository/expressions.js';
import { compileFilters } from '../../repository/filter-patterns.js';
import type { Job, RepositoryModel, Span, Trigger, Workflow } from '../../repository/types.js';
import type { Evidence, RuleContext } from '../types.js';
import { evidenceAt } from './evidence.js';
import type { RunningStep } from './steps.js';

export const EVENT = 'merge_group';

/**
 * How a workflow comes to run on the commit of a merge group: by its event, or (perhaps) by the push of the branch that
 * GitHub makes for the group; then nothing is known of its conditions.
 */
export function startsInQueue({ triggers }: Workflow, branch: string | null): 'merge_group' | 'push' | 'no' {
  if (triggers.some((trigger) => onQueueBranch(trigger, branch))) return 'push';
  return triggers.some(({ event }) => event === EVENT) ? EVENT : 'no';
}

/** The branch of a merge group is `gh-readonly-queue/<base>/pr-<number>-<sha>`. */
function onQueueBranch({ event, branches, branchesIgnore, tags, tagsIgnore }: Trigger, branch: string | null): boolean {
  if (event === 'create') return true;
  if (event !== 'push') return false;
  const name = `gh-readonly-queue/${branch ?? 'main'}/pr-1-${'0'.repeat(40)}`;
  if (branches !== undefined) {
    const filter = compileFilters(branches);
    // Of an unknown base branch nothing is claimed from patterns.
    return filter.invalid.length > 0 || filter.matches(name) || (branch === null && branches.some(isQueuePattern));
  }
  if (branchesIgnore !== undefined) return !compileFilters(branchesIgnore).matches(name);
  return (tags ?? tagsIgnore) === undefined;
}

function isQueuePattern({ value }: { readonly value: string }): boolean {
  return value.includes('gh-readonly-queue');
}

/** The job whose `if` keeps a job from running for a merge group: itself, or one that it needs. */
export interface Skip {
  readonly job: Job;
  readonly condition: { readonly value: string; readonly at: Span };
}

/** Chains of needed jobs are followed this far. */
const MAX_CHAIN = 50;

/** Tells of the jobs of a workflow why one is surely skipped for a merge group; null when it runs, or may run. */
export function queueSkips({ jobs }: Pick<Workflow, 'jobs'>): (job: Job) => Skip | null {
  const byId = new Map(jobs.map((each) => [each.id.toLowerCase(), each]));
  const known = new Map<Job, Skip | null>();
  const skipOf = (each: Job, depth: number): Skip | null => {
    if (known.has(each)) return known.get(each) ?? null;
    known.set(each, null);
    const found = depth > MAX_CHAIN ? null : compute(each, depth);
    known.set(each, found);
    return found;
  };
  const compute = (each: Job, depth: number): Skip | null => {
    const condition = each.if === undefined ? undefined : parseCondition(each.if.value);
    // Text around `${{ }}` makes a string, which is true.
    if (condition === null) return null;
    if (condition !== undefined && each.if !== undefined && truth(condition) === false) {
      return { job: each, condition: each.if };
    }
    if (condition !== undefined && hasStatusFunction(condition)) return null;
    for (const { value } of each.needs) {
      const need = byId.get(value.toLowerCase());
      const skip = need === undefined ? null : skipOf(need, depth + 1);
      if (skip !== null) return skip;
    }
    return null;
  };
  return (job) => skipOf(job, 0);
}

function hasStatusFunction(condition: Expr): boolean {
  const called = calledFunctions(condition);
  return ['success', 'always', 'cancelled', 'failure'].some((name) => called.has(name));
}

/** The value of a condition for a merge group: undefined where something else decides. */
function truth(expr: Expr): boolean | undefined {
  if (expr instanceof Grouping) return truth(expr.group);
  if (expr instanceof Unary) return not(truth(expr.expr));
  if (expr instanceof Logical) {
    const values = expr.args.map(truth);
    return expr.operator.lexeme === '||' ? any(values) : not(any(values.map(not)));
  }
  if (expr instanceof FunctionCall && expr.functionName.lexeme.toLowerCase() === 'always') return true;
  return isKnown(expr) ? isTruthy(expr) : undefined;
}

/** Only the name of the event, and what a pull request alone has, are known. */
function isKnown(expr: Expr): boolean {
  if (hasStatusFunction(expr) || calledFunctions(expr).has('hashfiles')) return false;
  return contextPaths(expr).every(
    ([context, first, second]) =>
      context === 'github' && (first === 'event_name' || (first === 'event' && second === 'pull_request')),
  );
}

function isTruthy(expr: Expr): boolean | undefined {
  const event = new data.Dictionary({ key: 'merge_group', value: new data.Dictionary() });
  const github = new data.Dictionary(
    { key: 'event_name', value: new data.StringData(EVENT) },
    { key: 'event', value: event },
  );
  try {
    const value = new Evaluator(expr, new data.Dictionary({ key: 'github', value: github })).evaluate();
    if (value instanceof data.StringData) return value.value !== '';
    return !['false', '0', 'NaN', ''].includes(value.coerceString());
  } catch {
    return undefined;
  }
}

function not(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function any(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(true)) return true;
  return values.includes(undefined) ? undefined : false;
}

/** Words by which a step asks about the pull request itself: there is nothing to ask about in a queue. */
const ABOUT_PULL_REQUEST =
  /pull_request|event\.number|head_ref|base_ref|GITHUB_HEAD_REF|GITHUB_BASE_REF|pull-request|\bgh pr\b|commitlint|dependency-review|labeler|pr-title|changelog/i;

/**
 * Whether a job tests code, and not the pull request: it checks out the tree, runs commands, and mentions nothing that
 * only a pull request has.
 */
export function testsCode(job: Job, steps: readonly RunningStep[]): boolean {
  const texts = steps.flatMap(({ step: { uses, run, with: inputs, env, name } }) => [
    uses?.value ?? '',
    run?.value ?? '',
    name?.value ?? '',
    ...[...inputs, ...env].map(([key, { value }]) => `${key} ${value}`),
  ]);
  const ofJob = [job.id, job.name?.value ?? '', ...[...job.env.values()].map(({ value }) => value)];
  if ([...ofJob, ...texts].some((text) => ABOUT_PULL_REQUEST.test(text))) return false;
  const checksOut = steps.some(({ step }) => step.uses?.value.toLowerCase().startsWith('actions/checkout@') === true);
  return checksOut && steps.some(({ step }) => step.run !== undefined);
}

/** Where it stands that a merge queue is in force: the rule in a file, or what the API said. */
export function queueEvidence({ model, requirements }: RuleContext): Evidence | null {
  const [source] = requirements.mergeQueue;
  if (source === undefined) return null;
  const label = 'a merge queue is on';
  if (source.kind === 'api') {
    return { path: '', startLine: 0, endLine: 0, excerpt: `${source.label} says merge_queue`, label };
  }
  return evidenceAt(model, queueLine(model, source.path), label);
}

function queueLine(model: RepositoryModel, path: string): Pick<Span, 'path' | 'startLine'> {
  const at = model.protections.find(
    ({ mergeQueue, source }) => mergeQueue === true && source.kind !== 'api' && source.path === path,
  )?.at;
  if (at === undefined) return { path, startLine: 1 };
  for (let line = at.startLine; line <= at.endLine; line += 1) {
    if (model.excerpt({ path, startLine: line }).includes('merge_queue')) return { path, startLine: line };
  }
  return at;
}

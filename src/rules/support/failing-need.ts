/**
 * What happens to a job when one of the jobs it needs fails, as far as the workflow tells.
 *
 * "If a job fails or is skipped, all jobs that need it are skipped unless the jobs use a conditional expression that
 * causes the job to continue" (workflow syntax, `needs`), and "a default status check of success() is applied unless
 * you include one of these functions" (expressions, status check functions).
 */
import {
  Binary,
  type Expr,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Unary,
} from '@actions/expressions/ast';
import type { ExpressionData } from '@actions/expressions/data/expressiondata';
import { StringData } from '@actions/expressions/data/index';
import { calledFunctions, contextPaths, parseCondition } from '../../repository/expressions.js';
import type { Job, Workflow } from '../../repository/types.js';

/** true, false, or undefined where it depends on something that only a run knows. */
export type Maybe = boolean | undefined;

type Result = 'failure' | 'success' | 'skipped' | undefined;

const STATUS_FUNCTIONS = ['success', 'always', 'cancelled', 'failure'];

/** Nothing is said of workflows with more jobs: bounds the work that a file can ask for. */
const MAX_JOBS = 1000;
/** A result that follows from a longer chain of conditions is not known. */
const MAX_CHAIN = 50;

/** The jobs of one workflow by id. Ids are compared as GitHub does, without regard to case. */
export class JobGraph {
  private readonly byId: ReadonlyMap<string, Job>;
  private readonly before = new Map<Job, ReadonlySet<Job>>();
  /** Failed job → job → whether that runs; a job that is being looked at counts as not known, which ends cycles. */
  private readonly answers = new Map<Job, Map<Job, Maybe>>();

  constructor({ jobs }: Workflow) {
    this.byId = new Map(jobs.length > MAX_JOBS ? [] : jobs.map((job) => [job.id.toLowerCase(), job]));
  }

  /** All jobs that have to end before this one, the direct ones first. Unknown ids are left out. */
  ancestors(job: Job): ReadonlySet<Job> {
    const known = this.before.get(job);
    if (known !== undefined) return known;
    const found = new Set<Job>();
    let level = this.needsOf(job);
    while (level.length > 0) {
      const fresh = level.filter((need) => need !== job && !found.has(need));
      for (const need of fresh) found.add(need);
      level = fresh.flatMap((need) => this.needsOf(need));
    }
    this.before.set(job, found);
    return found;
  }

  private needsOf(job: Job): Job[] {
    return job.needs.flatMap(({ value }) => this.byId.get(value.toLowerCase()) ?? []);
  }

  /** Does `job` run when `failed`, one of its ancestors, fails and every job that doesn't depend on it succeeds? */
  runsAfterFailure(job: Job, failed: Job): Maybe {
    return this.runs(job, failed, 0);
  }

  private runs(job: Job, failed: Job, chain: number): Maybe {
    if (job.if === undefined) return false;
    const answers = this.answers.get(failed) ?? new Map<Job, Maybe>();
    this.answers.set(failed, answers);
    if (answers.has(job)) return answers.get(job);
    answers.set(job, undefined);
    const answer = this.evaluate(job.if.value, failed, chain);
    answers.set(job, answer);
    return answer;
  }

  private evaluate(text: string, failed: Job, chain: number): Maybe {
    const condition = parseCondition(text);
    // Text around `${{ }}` makes it a string, which is true; whether `success()` still applies is not documented.
    if (condition === null || chain > MAX_CHAIN) return undefined;
    const functions = calledFunctions(condition);
    if (!STATUS_FUNCTIONS.some((name) => functions.has(name))) return false;
    return truth(condition, (id) => this.resultOf(id, failed, chain + 1));
  }

  private resultOf(id: string, failed: Job, chain: number): Result {
    const job = this.byId.get(id);
    if (job === undefined) return undefined;
    if (job === failed) return 'failure';
    if (!this.ancestors(job).has(failed)) return 'success';
    return this.runs(job, failed, chain) === false ? 'skipped' : undefined;
  }
}

/** Ids of jobs whose outputs an `if` reads: whether it runs was meant to depend on them. */
export function jobsDecidingBy(job: Job): Set<string> {
  const condition = job.if === undefined ? null : parseCondition(job.if.value);
  if (condition === null) return new Set();
  return new Set(
    contextPaths(condition).flatMap(([context, id, member]) =>
      context === 'needs' && id !== undefined && member === 'outputs' ? [id] : [],
    ),
  );
}

function truth(expr: Expr, resultOf: (id: string) => Result): Maybe {
  if (expr instanceof Grouping) return truth(expr.group, resultOf);
  if (expr instanceof Literal) return isTruthy(expr.literal);
  if (expr instanceof Unary) return not(truth(expr.expr, resultOf));
  if (expr instanceof Logical) {
    const values = expr.args.map((argument) => truth(argument, resultOf));
    return expr.operator.lexeme === '||' ? any(values) : not(any(values.map(not)));
  }
  if (expr instanceof Binary) return compared(expr, resultOf);
  if (expr instanceof FunctionCall) return called(expr);
  return undefined;
}

/** false, 0, NaN, null and the empty string are false; every other string is true, also `'false'`. */
function isTruthy(value: ExpressionData): boolean {
  if (value instanceof StringData) return value.value !== '';
  return !['false', '0', 'NaN', ''].includes(value.coerceString());
}

function not(value: Maybe): Maybe {
  return value === undefined ? undefined : !value;
}

function any(values: readonly Maybe[]): Maybe {
  if (values.includes(true)) return true;
  return values.includes(undefined) ? undefined : false;
}

/** `needs.test.result == 'success'` and `!=`, either way round; GitHub compares strings without regard to case. */
function compared({ left, operator, right }: Binary, resultOf: (id: string) => Result): Maybe {
  const [path, text] = left instanceof Literal ? [right, left] : [left, right];
  if (!(path instanceof IndexAccess) || !(text instanceof Literal)) return undefined;
  const [read = []] = contextPaths(path);
  const [context, id, member, ...rest] = read;
  if (context !== 'needs' || id === undefined || id === '*' || member !== 'result' || rest.length > 0) return undefined;
  const result = resultOf(id);
  if (result === undefined) return undefined;
  const same = result === text.literal.coerceString().toLowerCase();
  if (operator.lexeme === '==') return same;
  return operator.lexeme === '!=' ? !same : undefined;
}

function called({ functionName, args }: FunctionCall): Maybe {
  switch (functionName.lexeme.toLowerCase()) {
    case 'always':
      return true;
    case 'cancelled':
      return false;
    case 'success':
      return args.length === 0 ? false : undefined;
    case 'failure':
      return args.length === 0 ? true : undefined;
    case 'contains':
      return containsResult(args);
    default:
      return undefined;
  }
}

/** `contains(needs.*.result, 'failure')`, also through `toJSON` and `join`: one result is a failure, none cancelled. */
function containsResult([where, what]: readonly Expr[]): Maybe {
  if (where === undefined || !(what instanceof Literal) || !(what.literal instanceof StringData)) return undefined;
  const paths = contextPaths(where);
  const allResults = paths.length === 1 && paths[0]?.join('.') === 'needs.*.result';
  if (!allResults) return undefined;
  const text = what.literal.value.toLowerCase();
  if (text === 'failure') return true;
  return text === 'cancelled' ? false : undefined;
}

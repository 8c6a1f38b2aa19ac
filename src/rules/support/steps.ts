/** The steps of a job in the order in which they run, those of local composite actions in their place. */
import {
  contextPaths,
  parseCondition,
  parseExpression,
  soleExpression,
  templatePaths,
} from '../../repository/expressions.js';
import { localActionPath } from '../../repository/model.js';
import type { Job, LocalAction, Located, RepositoryModel, Span, Step } from '../../repository/types.js';

export interface RunningStep {
  readonly step: Step;
  /** The line that names the action or the command. */
  readonly at: Span;
  /** The step of the workflow that leads here; the same for a step of the workflow itself. */
  readonly outer: Step;
  /** False when only the inputs of an action or of a called workflow say whether it runs. Computed when asked. */
  isCertain(): boolean;
  /** The value of one of its `with` inputs: undefined when it is not given, null when it is only known at run time. */
  input(name: string): string | null | undefined;
}

/** "Composite actions can nest ten deep" (GitHub docs, limits). */
const MAX_DEPTH = 10;
/** Bounds the work for actions that use each other many times over. */
const MAX_STEPS = 2000;

/** Lists the steps of jobs; made once for a model, because every job asks for the same paths and actions. */
export class StepReader {
  private readonly known: ReadonlySet<string>;
  private readonly actions: ReadonlyMap<string, LocalAction>;

  constructor(model: Pick<RepositoryModel, 'actions' | 'paths'>) {
    this.known = new Set(model.paths);
    this.actions = new Map(model.actions.map((action) => [action.path, action]));
  }

  /** The steps of a job in order; steps of actions of other repositories are not looked into. */
  stepsOf(job: Job): RunningStep[] {
    const found: RunningStep[] = [];
    for (const step of job.steps) this.visit(found, { step, outer: step, scope: null, depth: 0 });
    return found;
  }

  private visit(found: RunningStep[], { step, outer, scope, depth }: Visit): void {
    if (found.length >= MAX_STEPS || neverRuns(step)) return;
    const running: RunningStep = {
      step,
      at: step.uses?.at ?? step.run?.at ?? step.at,
      outer,
      isCertain: () => !dependsOnInputs(step) && (scope === null || scope.running.isCertain()),
      input: (name) => resolve(given(step.with, name), scope),
    };
    found.push(running);
    const path = localActionPath(step, this.known);
    const action = path === null ? undefined : this.actions.get(path);
    if (action === undefined || action.using !== 'composite' || depth >= MAX_DEPTH) return;
    for (const inner of action.steps) {
      this.visit(found, { step: inner, outer, scope: { running, action }, depth: depth + 1 });
    }
  }
}

interface Visit {
  readonly step: Step;
  readonly outer: Step;
  readonly scope: Scope | null;
  readonly depth: number;
}

/** The composite action that a step stands in, and the step that called it. */
interface Scope {
  readonly running: RunningStep;
  readonly action: LocalAction;
}

/** Input names are compared without regard to case, as the runner does. */
function given(inputs: ReadonlyMap<string, Located<string>>, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (const [key, { value }] of inputs) if (key.toLowerCase() === wanted) return value;
  return undefined;
}

/** `${{ inputs.x }}` inside an action is what its caller gave; any other use of inputs is not known. */
function resolve(text: string | undefined, scope: Scope | null): string | null | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  if (!templatePaths(text).some(([context]) => context === 'inputs')) return text;
  const sole = soleExpression(text);
  const expr = sole === null ? null : parseExpression(sole);
  const [path, ...more] = expr === null ? [] : contextPaths(expr);
  if (scope === null || path === undefined || more.length > 0 || path.length !== 2) return null;
  const [, name = ''] = path;
  // What is not given falls back to a default that the model does not keep.
  return scope.running.input(name) ?? null;
}

function dependsOnInputs({ if: condition }: Step): boolean {
  if (condition === undefined) return false;
  const expr = parseCondition(condition.value);
  return expr === null || contextPaths(expr).some(([context]) => context === 'inputs');
}

function neverRuns({ if: condition }: Step): boolean {
  if (condition === undefined) return false;
  return condition.value.includes('false') && (soleExpression(condition.value) ?? condition.value).trim() === 'false';
}

/**
 * The check runs that workflows can report, by name.
 *
 * The name is `name:` (expressions expanded) or the job id; a matrix adds ` (a, b)` unless the name uses the matrix; a
 * called workflow's jobs are `caller / callee`, nested. What is only known at run time is a pattern.
 */
import { evaluateTemplate, type KnownValues, nameOf, templatePaths } from './expressions.js';
import type { CheckName, CheckProducer, Job, MatrixCombination, MatrixValue, Workflow } from './types.js';
import { typedInput } from './workflows.js';

/** "You can connect up to ten levels of workflows" (reusing workflows, GitHub docs). */
const MAX_NESTING = 10;
/** Names of one workflow that are computed, and jobs that are visited for them: bounds time and memory. */
const MAX_NAMES = 5000;
const MAX_VISITS = 20_000;
/** GitHub shortens longer default names of matrix jobs with `...`. */
const MAX_DEFAULT_NAME = 100;

/**
 * Every check run that the workflows can report when something starts them. Jobs of a workflow that can only be
 * called (`on: workflow_call` alone) report through their callers.
 *
 * @param onTooMany told about a workflow of whose checks only the first are known
 */
export function checkProducers(
  workflows: readonly Workflow[],
  onTooMany: (workflow: Workflow, reason: string) => void = () => undefined,
): CheckProducer[] {
  const byPath = new Map(workflows.map((workflow) => [workflow.path, workflow]));
  const producers: CheckProducer[] = [];
  for (const workflow of workflows) {
    if (!workflow.triggers.some(({ event }) => event !== 'workflow_call')) continue;
    const { found, complete } = new NameExpander(workflow, byPath).expand();
    for (const producer of found) producers.push(producer);
    if (!complete) onTooMany(workflow, `reports more than ${MAX_NAMES} checks, or calls more than ${MAX_VISITS} jobs`);
  }
  return producers;
}

/** Path of the local workflow that a job calls (`./.github/workflows/x.yml`); null when it calls something else. */
export function localCallee(job: Job): string | null {
  const uses = job.uses?.value;
  return uses?.startsWith('./') ? uses.slice(2) : null;
}

class NameExpander {
  private readonly found: CheckProducer[] = [];
  private visits = 0;
  private complete = true;

  constructor(
    private readonly root: Workflow,
    private readonly byPath: ReadonlyMap<string, Workflow>,
  ) {}

  expand(): { readonly found: readonly CheckProducer[]; readonly complete: boolean } {
    for (const job of this.root.jobs) {
      this.addJob({
        workflow: this.root,
        job,
        top: job,
        prefix: nameOf(['']),
        path: [],
        inputs: undefined,
        open: [this.root.path],
      });
    }
    return { found: this.found, complete: this.complete };
  }

  private addJob(at: Place): void {
    this.visits += 1;
    if (this.visits > MAX_VISITS || this.found.length >= MAX_NAMES) {
      this.complete = false;
      return;
    }
    const { job } = at;
    const rows = job.matrix === undefined ? [null] : (job.matrix.combinations ?? ['unknown' as const]);
    for (const row of rows) {
      const known: KnownValues = {
        ...(row === 'unknown' ? {} : { matrix: row?.values ?? new Map() }),
        ...(at.inputs === undefined ? {} : { inputs: at.inputs }),
        workflowName: this.root.name?.value ?? this.root.path,
      };
      const own = join(at.prefix, jobName(job, row, known));
      const callee = job.uses === undefined ? null : this.calleeOf(job, at.open);
      if (job.uses === undefined) this.add(at, own, row);
      else if (callee === null) this.add(at, join(own, nameOf([' / ', ''])), row);
      else this.addCallee(at, own, callee, known);
    }
  }

  private calleeOf(job: Job, open: readonly string[]): Workflow | null {
    const path = localCallee(job);
    if (path === null || open.includes(path) || open.length >= MAX_NESTING) return null;
    return this.byPath.get(path) ?? null;
  }

  private addCallee(at: Place, own: CheckName, callee: Workflow, known: KnownValues): void {
    const prefix = join(own, nameOf([' / ']));
    const inputs = this.inputsFor(at.job, callee, known);
    for (const job of callee.jobs) {
      this.addJob({
        workflow: callee,
        job,
        top: at.top,
        prefix,
        path: [...at.path, at.job.id],
        inputs,
        open: [...at.open, callee.path],
      });
    }
  }

  /** What the callee's `inputs` are, as far as the caller's `with` and literal defaults tell. */
  private inputsFor(caller: Job, callee: Workflow, known: KnownValues): ReadonlyMap<string, MatrixValue> {
    const inputs = new Map<string, MatrixValue>();
    for (const [name, input] of callee.callInputs) {
      const given = caller.with.get(name);
      if (given === undefined) {
        if (input.default !== undefined) inputs.set(name, input.default);
        continue;
      }
      const text = evaluateTemplate(given.value, known);
      if (text.kind === 'exact') inputs.set(name, typedInput(input.type, text.text));
    }
    return inputs;
  }

  private add(at: Place, name: CheckName, row: MatrixCombination | 'unknown' | null): void {
    if (this.found.length >= MAX_NAMES) {
      this.complete = false;
      return;
    }
    this.found.push({
      name,
      workflow: this.root,
      job: at.top,
      jobPath: [...at.path, at.job.id],
      leaf: { workflow: at.workflow, job: at.job },
      nameAt: at.job.name?.at ?? at.job.at,
      matrixTexts: row === null || row === 'unknown' ? [] : [...row.suffix],
    });
  }
}

interface Place {
  readonly workflow: Workflow;
  readonly job: Job;
  /** The job of the root workflow that leads here. */
  readonly top: Job;
  readonly prefix: CheckName;
  readonly path: readonly string[];
  readonly inputs: ReadonlyMap<string, MatrixValue> | undefined;
  readonly open: readonly string[];
}

function jobName(job: Job, row: MatrixCombination | 'unknown' | null, known: KnownValues): CheckName {
  const written = job.name?.value;
  const base = written === undefined || written === '' ? nameOf([job.id]) : evaluateTemplate(written, known);
  if (row === null) return base;
  const paths = written === undefined ? [] : templatePaths(written);
  if (paths.some(([context]) => context === 'matrix')) return base;
  // A name with another expression: whether the suffix follows is not documented, so both are possible.
  if (paths.length > 0) return join(base, nameOf(['', '']));
  if (row === 'unknown') return join(base, nameOf([' (', ')']));
  if (row.suffix.length === 0) return base;
  const suffix = row.suffix.join(', ');
  if (row.extended) return join(base, nameOf([` (${suffix}`, ')']));
  const full = join(base, nameOf([` (${suffix})`]));
  if (full.kind === 'exact' && full.text.length > MAX_DEFAULT_NAME) {
    return nameOf([full.text.slice(0, MAX_DEFAULT_NAME - 3), '']);
  }
  return full;
}

function join(a: CheckName, b: CheckName): CheckName {
  const left = literalsOf(a);
  const right = literalsOf(b);
  const seam = `${left[left.length - 1] ?? ''}${right[0] ?? ''}`;
  return nameOf([...left.slice(0, -1), seam, ...right.slice(1)]);
}

function literalsOf(name: CheckName): readonly string[] {
  return name.kind === 'exact' ? [name.text] : name.literals;
}

/**
 * Whether a check of this name satisfies a required context. GitHub compares names exactly, case included.
 * A pattern without literal text could be anything, which says nothing: it matches no context.
 */
export function matchName(name: CheckName, context: string): 'exact' | 'maybe' | 'no' {
  if (name.kind === 'exact') return trimBlanks(name.text) === trimBlanks(context) ? 'exact' : 'no';
  if (name.literals.every((literal) => literal.trim() === '')) return 'no';
  return fitsLiterals(name.literals, context) ? 'maybe' : 'no';
}

/** Without spaces and tabs at the ends. Other blanks (a no-break space) look the same and are not: they stay. */
export function trimBlanks(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && (text[from] === ' ' || text[from] === '\t')) from += 1;
  while (to > from && (text[to - 1] === ' ' || text[to - 1] === '\t')) to -= 1;
  return text.slice(from, to);
}

/** `literals` in order with any text between; anchored at both ends. Greedy from the left is enough, and linear. */
function fitsLiterals(literals: readonly string[], text: string): boolean {
  const first = literals[0] ?? '';
  const last = literals[literals.length - 1] ?? '';
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const literal of literals.slice(1, -1)) {
    const at = text.indexOf(literal, from);
    if (at < 0) return false;
    from = at + literal.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}

/** A name for people: unknown parts as `…`. */
export function nameText(name: CheckName): string {
  return literalsOf(name).join('…');
}

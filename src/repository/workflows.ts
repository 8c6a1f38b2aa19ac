/**
 * Workflow and action files as data with positions.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
 *
 * Only what makes GitHub refuse the whole file (no mapping, no `on`, no `jobs`, a job that cannot be started: see
 * job-problems.ts) is a problem of it; finer mistakes are what actionlint is for, and are read as far as they make sense.
 */
import { hasExpression } from './expressions.js';
import { jobProblem } from './job-problems.js';
import { readMatrix } from './matrix.js';
import type {
  CallInput,
  FileBudget,
  FileProblem,
  Job,
  LocalAction,
  Located,
  Matrix,
  Permissions,
  Span,
  Step,
  Trigger,
  Workflow,
} from './types.js';
import { pointAt, readYaml, scalarText, textList, type YamlMap, type YamlValue } from './yaml.js';

export { isWorkflowPath } from './workflow-paths.js';

export type WorkflowResult =
  | { readonly kind: 'workflow'; readonly workflow: Workflow }
  /** Nothing but comments: how people park a workflow. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'problem'; readonly problem: FileProblem };

/** Read a workflow. Never throws for any input. */
export function readWorkflow(path: string, bytes: Uint8Array, budget?: FileBudget): WorkflowResult {
  const yaml = readYaml(path, bytes, 'workflow', budget);
  if (!yaml.ok) return { kind: 'problem', problem: yaml.problem };
  if (yaml.value === null) return { kind: 'empty' };
  const shape = (reason: string, at: Span): WorkflowResult => ({
    kind: 'problem',
    problem: { path, role: 'workflow', kind: 'shape', reason, at },
  });
  if (yaml.value.kind !== 'map') return shape('is not a mapping of `on`, `jobs` …', yaml.value.at);
  const top = yaml.value;
  const on = top.get('on');
  if (on === undefined) return shape('has no `on`: GitHub cannot tell when to run it', top.at);
  const jobs = top.entry('jobs');
  if (jobs === undefined) return shape('has no `jobs`', top.at);
  if (jobs.value.kind !== 'map') return shape('has `jobs` that are not a mapping of job ids', jobs.keyAt);
  const read = jobs.value.entries.flatMap(({ key, keyAt, value }) =>
    value.kind === 'map' ? [readJob(key, keyAt, value)] : [],
  );
  const refused = jobProblem(jobs.value, read);
  if (refused !== null) return shape(refused.reason, refused.at);
  const name = scalarText(top.get('name'));
  const permissions = readPermissions(top);
  return {
    kind: 'workflow',
    workflow: {
      path,
      ...(name === null ? {} : { name }),
      triggers: readTriggers(on),
      ...(permissions === undefined ? {} : { permissions }),
      env: textMap(top.get('env')),
      callInputs: readCallInputs(on),
      jobs: read,
      lines: yaml.lines,
    },
  };
}

export type ActionResult =
  | { readonly kind: 'action'; readonly action: LocalAction }
  /** Nothing in it: it says nothing, and a job that uses it fails on its own. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'problem'; readonly problem: FileProblem };

/**
 * Read an `action.yml`. https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax
 */
export function readAction(path: string, bytes: Uint8Array, budget?: FileBudget): ActionResult {
  const read = readYaml(path, bytes, 'action', budget);
  if (!read.ok) return { kind: 'problem', problem: read.problem };
  const shape = (reason: string, at: Span): ActionResult => ({
    kind: 'problem',
    problem: { path, role: 'action', kind: 'shape', reason, at },
  });
  if (read.value === null) return { kind: 'empty' };
  if (read.value.kind !== 'map') return shape('is not a mapping of `name`, `runs` …', pointAt(path, 1));
  const runs = read.value.get('runs');
  if (runs?.kind !== 'map') return shape('has no `runs`', read.value.at);
  const inputs = read.value.get('inputs');
  return {
    kind: 'action',
    action: {
      path,
      using: scalarText(runs.get('using'))?.value ?? '',
      inputs: inputs?.kind === 'map' ? inputs.entries.map(({ key, keyAt }) => ({ value: key, at: keyAt })) : [],
      steps: readSteps(runs.get('steps')),
      lines: read.lines,
    },
  };
}

function readTriggers(on: YamlValue): Trigger[] {
  if (on.kind !== 'map') return textList(on).map(({ value, at }) => ({ event: value, at }));
  return on.entries.map(({ key, keyAt, value }) => readTrigger(key, keyAt, value));
}

const FILTERS = [
  ['types', 'types'],
  ['branches', 'branches'],
  ['branches-ignore', 'branchesIgnore'],
  ['tags', 'tags'],
  ['tags-ignore', 'tagsIgnore'],
  ['paths', 'paths'],
  ['paths-ignore', 'pathsIgnore'],
  ['workflows', 'workflows'],
] as const;

function readTrigger(event: string, at: Span, value: YamlValue): Trigger {
  if (event === 'schedule' && value.kind === 'seq') {
    const cron = value.items.flatMap((item) => (item.kind === 'map' ? (scalarText(item.get('cron')) ?? []) : []));
    return { event, at, cron };
  }
  const trigger: { -readonly [K in keyof Trigger]: Trigger[K] } = { event, at };
  if (value.kind !== 'map') return trigger;
  for (const [key, field] of FILTERS) {
    const list = value.get(key);
    // `branches:` without a value is no filter on GitHub.
    if (list !== undefined && !(list.kind === 'scalar' && list.value === null)) trigger[field] = textList(list);
  }
  return trigger;
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_callinputs */
function readCallInputs(on: YamlValue): Map<string, CallInput> {
  const found = new Map<string, CallInput>();
  const call = on.kind === 'map' ? on.get('workflow_call') : undefined;
  const inputs = call?.kind === 'map' ? call.get('inputs') : undefined;
  if (inputs?.kind !== 'map') return found;
  for (const { key, value } of inputs.entries) {
    const declared = value.kind === 'map' ? scalarText(value.get('type'))?.value : undefined;
    const type = declared === 'number' || declared === 'boolean' ? declared : 'string';
    const written = value.kind === 'map' ? scalarText(value.get('default'))?.value : undefined;
    found.set(key, {
      type,
      default: written !== undefined && hasExpression(written) ? undefined : typedInput(type, written ?? ''),
    });
  }
  return found;
}

/** The text of an input as a value of its declared type; an empty text is the type's own default. */
export function typedInput(type: CallInput['type'], text: string): string | number | boolean {
  if (type === 'boolean') return text === 'true';
  if (type === 'number') return Number(text);
  return text;
}

/** `permissions` of a workflow or job; undefined when the key is absent. */
function readPermissions(owner: YamlMap): Permissions | undefined {
  const entry = owner.entry('permissions');
  if (entry === undefined) return undefined;
  const { value, keyAt } = entry;
  if (value.kind === 'map') {
    return {
      kind: 'scopes',
      at: keyAt,
      scopes: value.entries.map(({ key, keyAt: at, value: access }) => ({
        scope: key,
        access: scalarText(access)?.value ?? '',
        at,
      })),
    };
  }
  const text = scalarText(value)?.value ?? '';
  if (text === 'read-all') return { kind: 'all', access: 'read', at: keyAt };
  if (text === 'write-all') return { kind: 'all', access: 'write', at: keyAt };
  return { kind: 'unknown', text, at: keyAt };
}

function readJob(id: string, at: Span, map: YamlMap): Job {
  const optional = {
    name: scalarText(map.get('name')),
    if: scalarText(map.get('if')),
    uses: scalarText(map.get('uses')),
    environment: environmentOf(map.get('environment')),
    runsOn: map.get('runs-on') === undefined ? null : textList(map.get('runs-on')),
    continueOnError: scalarText(map.get('continue-on-error')),
    matrix: matrixOf(map),
    permissions: readPermissions(map) ?? null,
  };
  return {
    id,
    at,
    needs: textList(map.get('needs')),
    steps: readSteps(map.get('steps')),
    env: textMap(map.get('env')),
    with: textMap(map.get('with')),
    ...withoutNull(optional),
  };
}

function matrixOf(job: YamlMap): Matrix | null {
  const strategy = job.entry('strategy');
  if (strategy === undefined) return null;
  // `strategy: ${{ fromJSON(…) }}` may hold a matrix or not.
  if (strategy.value.kind === 'scalar') return readMatrix(strategy.value);
  const matrix = strategy.value.kind === 'map' ? strategy.value.get('matrix') : undefined;
  return matrix === undefined ? null : readMatrix(matrix);
}

function environmentOf(value: YamlValue | undefined): Located<string> | null {
  return value?.kind === 'map' ? scalarText(value.get('name')) : scalarText(value);
}

function readSteps(value: YamlValue | undefined): Step[] {
  if (value?.kind !== 'seq') return [];
  return value.items.flatMap((item) => (item.kind === 'map' ? [readStep(item)] : []));
}

function readStep(map: YamlMap): Step {
  const id = scalarText(map.get('id'))?.value ?? null;
  return {
    at: map.at,
    with: textMap(map.get('with')),
    env: textMap(map.get('env')),
    ...withoutNull({
      id,
      name: scalarText(map.get('name')),
      uses: scalarText(map.get('uses')),
      run: scalarText(map.get('run')),
      if: scalarText(map.get('if')),
      continueOnError: scalarText(map.get('continue-on-error')),
    }),
  };
}

/** A mapping of texts. Values that are not scalars are left out; null is the empty text. */
function textMap(value: YamlValue | undefined): Map<string, Located<string>> {
  const map = new Map<string, Located<string>>();
  if (value?.kind !== 'map') return map;
  for (const { key, value: item } of value.entries) {
    if (item.kind === 'scalar') map.set(key, scalarText(item) ?? { value: '', at: item.at });
  }
  return map;
}

type WithoutNull<T> = { [K in keyof T]?: Exclude<T[K], null> };

function withoutNull<T extends Record<string, unknown>>(object: T): WithoutNull<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null)) as WithoutNull<T>;
}

/**
 * MD-014: a required check whose name holds a version that a matrix supplies. When the version is raised, the old name
 * is reported by nobody, and every pull request waits until an administrator has changed the requirement.
 * https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
 */
import { templatePaths, textOf } from '../repository/expressions.js';
import type { CheckProducer, Job, MatrixValue, RepositoryModel } from '../repository/types.js';
import { changedLineFirst, evidenceAt, listed, placeOf, quoted, requirementEvidence } from './support/evidence.js';
import {
  branchName,
  nothingToJudge,
  type RequiredContext,
  reporterIndex,
  requiredContexts,
  requirementGaps,
} from './support/required.js';
import { isVersion, standsIn } from './support/version-values.js';
import type { Evidence, Finding, Rule, RuleContext, RuleOutcome } from './types.js';

const ID = 'MD-014';
const VERSION = 1;
/** Requirements shown with one finding. */
const MAX_SHOWN = 5;

export const requiredCheckEmbedsMatrixValue: Rule = {
  id: ID,
  name: 'required-check-embeds-matrix-value',
  version: VERSION,
  severity: 'low',
  level: 'warn',
  summary: 'A required check with a version of a matrix in its name: the next upgrade strands it',
  needs: 'files-or-api',
  check,
  attribute: (finding, { change }) => changedLineFirst(finding, change),
};

/** A value of a matrix that became part of a name. */
interface Embedded {
  readonly job: Job;
  readonly key: string;
  readonly value: string;
}

/** The required checks of one job that hold versions. */
interface Group {
  readonly producer: CheckProducer;
  readonly first: Embedded;
  readonly keys: Set<string>;
  readonly values: Set<string>;
  readonly required: RequiredContext[];
}

function check(context: RuleContext): RuleOutcome {
  const nothing = nothingToJudge(context.requirements);
  if (nothing !== null) return nothing;
  const index = reporterIndex(context.model);
  const versionsOf = rememberedVersions();
  const groups = new Map<string, Group>();
  const proven: string[] = [];
  for (const entry of requiredContexts(context)) {
    if (entry.reporter !== null) continue;
    const { exact } = index(entry.context);
    const [producer] = exact;
    if (producer === undefined) continue;
    proven.push(`context:${entry.context}`);
    // A second job reports the name without a matrix: an upgrade does not take it away.
    const found = exact.map((each) => embedded(entry.context, each, versionsOf));
    const [first] = found[0] ?? [];
    if (first === undefined || found.some((values) => values.length === 0)) continue;
    const key = JSON.stringify([producer.workflow.path, producer.jobPath]);
    const group = groups.get(key) ?? {
      producer,
      first,
      keys: new Set<string>(),
      values: new Set<string>(),
      required: [],
    };
    for (const embedded of found[0] ?? []) {
      group.keys.add(embedded.key);
      group.values.add(embedded.value);
    }
    group.required.push(entry);
    groups.set(key, group);
  }
  const findings = [...groups.values()].map((group) => findingFor(context, group));
  return { state: 'evaluated', findings, proven, unproven: [], gaps: requirementGaps(context.requirements) };
}

/** The versions that the matrices of a job, or of the job that calls it, put into this name. */
function embedded(context: string, { job, leaf }: CheckProducer, versionsOf: (job: Job) => Embedded[]): Embedded[] {
  const own = namedBy(leaf.job, versionsOf(leaf.job));
  const callers =
    job === leaf.job ? [] : [...namedBy(job, versionsOf(job)), ...passedOn(job, leaf.job, versionsOf(job))];
  return [...own, ...callers].filter(({ value }) => standsIn(context, value));
}

/** Without its own use of the matrix, a name gets all values as its suffix. */
function namedBy({ name }: Job, values: readonly Embedded[]): readonly Embedded[] {
  const paths = templatePaths(name?.value ?? '').filter(([context]) => context === 'matrix');
  return paths.length === 0 ? values : values.filter(({ key }) => paths.some((path) => reads(path, key)));
}

/** Values that a caller hands over as inputs which the called job has in its name. */
function passedOn(caller: Job, called: Job, values: readonly Embedded[]): readonly Embedded[] {
  const inputs = templatePaths(called.name?.value ?? '').flatMap(([context, name]) =>
    context === 'inputs' && name !== undefined ? [name] : [],
  );
  const paths = [...caller.with]
    .filter(([name]) => inputs.includes(name.toLowerCase()))
    .flatMap(([, { value }]) => templatePaths(value).filter(([context]) => context === 'matrix'));
  return values.filter(({ key }) => paths.some((path) => reads(path, key)));
}

/** `matrix.node` reads the key `node`; `matrix`, `matrix.*` and `matrix.node` read `node.version`. */
function reads([, ...path]: readonly string[], key: string): boolean {
  const parts = key.toLowerCase().split('.');
  return path.every((part, index) => part === '*' || parts[index] === undefined || part === parts[index]);
}

/** One walk through each matrix: many required checks often come from one job. */
function rememberedVersions(): (job: Job) => Embedded[] {
  const known = new Map<Job, Embedded[]>();
  return (job) => {
    const values = known.get(job) ?? versionsIn(job);
    known.set(job, values);
    return values;
  };
}

function versionsIn(job: Job): Embedded[] {
  const found = new Map<string, Embedded>();
  const visit = (key: string, value: MatrixValue): void => {
    if (value !== null && typeof value === 'object') {
      for (const [name, inner] of Object.entries(value)) visit(Array.isArray(value) ? key : `${key}.${name}`, inner);
      return;
    }
    const text = textOf(value);
    const name = key.slice(key.lastIndexOf('.') + 1);
    if (isVersion(name, text)) found.set(JSON.stringify([key, text]), { job, key, value: text });
  };
  for (const { values } of job.matrix?.combinations ?? []) for (const [key, value] of values) visit(key, value);
  return [...found.values()];
}

function findingFor({ model, requirements }: RuleContext, { producer, first, keys, values, required }: Group): Finding {
  const names = required.map(({ context }) => context);
  const { leaf } = producer;
  const at = first.job.matrix?.at ?? first.job.at;
  const one = names.length === 1;
  const evidence: [Evidence, ...Evidence[]] = [
    evidenceAt(model, at, 'supplies the version', `name holds ${[...keys].sort().join(', ')}`),
    ...required.slice(0, MAX_SHOWN).map(({ checks: [entry] }) => requirementEvidence(model, entry, 'required here')),
  ];
  const id = producer.job.id;
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity: 'low',
    title: one
      ? `The required check ${listed(names)} has a version of a matrix in its name`
      : `${names.length} required checks have a version of a matrix in their names`,
    what: `${branchName(requirements)} requires ${listed(names)}; the matrix of job ${quoted(first.job.id)} (${placeOf(at)}) puts ${listed([...values])} into ${one ? 'that name' : 'these names'}.`,
    why: 'The pull request that raises the version no longer reports the old name, and waits for it forever.',
    fix: `Add ${gateName(model, producer)}: \`needs: [${id}]\`, \`if: always()\` and a step that fails unless \`needs.${id}.result\` is \`success\`. Then require it instead of ${listed(names)}.`,
    path: leaf.workflow.path,
    anchor: `job:${leaf.job.id}`,
    evidence,
  };
}

/** A name for the gate that no job has yet. */
function gateName({ producers }: RepositoryModel, { workflow, job }: CheckProducer): string {
  const taken = takenNames(producers);
  const name = [`${job.id}-ok`, `${job.id}-passed`].find((candidate) => !taken.has(candidate)) ?? `all-of-${job.id}`;
  return `a job \`${name}\` to ${workflow.path}`;
}

/** Made once for a model: every finding asks. */
const TAKEN = new WeakMap<readonly CheckProducer[], ReadonlySet<string>>();

function takenNames(producers: readonly CheckProducer[]): ReadonlySet<string> {
  const known = TAKEN.get(producers);
  if (known !== undefined) return known;
  const taken = new Set(producers.flatMap(({ name }) => (name.kind === 'exact' ? [name.text] : [])));
  TAKEN.set(producers, taken);
  return taken;
}

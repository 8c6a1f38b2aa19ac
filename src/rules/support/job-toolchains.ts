/** Which versions of a tool the jobs set up that install the package of this repository. */
import { hasExpression, soleExpression } from '../../repository/expressions.js';
import type { Job, Located, RepositoryModel, Workflow } from '../../repository/types.js';
import { type Statement, union } from './toolchains.js';
import { npmRange, type VersionSet } from './version-sets.js';

interface Setup {
  readonly tool: string;
  readonly action: string;
  readonly input: string;
  /** Files that say what the package needs. With more than one of them it is not known which one a job means. */
  readonly manifest: RegExp;
  /** Commands that stop, or warn, when the version does not fit the manifest. */
  readonly installs: RegExp;
}

const SETUPS: readonly Setup[] = [
  {
    tool: 'Node.js',
    action: 'actions/setup-node',
    input: 'node-version',
    manifest: /(?:^|\/)package\.json$/,
    installs:
      /(?:^|[\s;&|(])(?:npm (?:ci|i|install)|yarn(?: install)?|pnpm (?:i|install))(?:\s+--?[a-z][\w-]*(?:=\S+)?)*\s*(?:$|[;&|)])/m,
  },
  {
    tool: 'Python',
    action: 'actions/setup-python',
    input: 'python-version',
    manifest: /(?:^|\/)(?:pyproject\.toml|setup\.py)$/,
    installs: /(?:^|[\s;&|(])pip3? install (?:-e |--editable[ =])?["']?\.(?:\[[^\]\s]*\])?["']?(?:$|[\s;&|)])/m,
  },
];

/** Statements of jobs about the only package of the repository, which stands at its top. */
export function jobStatements(model: RepositoryModel): Statement[] {
  return SETUPS.flatMap((setup) => {
    const manifests = model.paths.filter((path) => setup.manifest.test(path)).slice(0, 2);
    if (manifests.length !== 1 || manifests[0]?.includes('/')) return [];
    return model.workflows.flatMap((workflow) => workflow.jobs.flatMap((job) => statementOf(setup, workflow, job)));
  });
}

function statementOf(setup: Setup, workflow: Workflow, job: Job): Statement[] {
  const installs = job.steps.some(({ run }) => run !== undefined && setup.installs.test(run.value));
  if (!installs || job.continueOnError !== undefined) return [];
  const sets: (VersionSet | null)[] = [];
  const texts: string[] = [];
  let first: Located<string> | null = null;
  for (const step of job.steps) {
    if (step.uses?.value.split('@', 1)[0]?.toLowerCase() !== setup.action) continue;
    const given = step.with.get(setup.input);
    // `node-version-file` and the like: what it reads is judged by itself.
    if (given === undefined) return [];
    first ??= given;
    for (const text of valuesOf(given.value, job)) {
      texts.push(text ?? '');
      sets.push(text === null ? null : npmRange(text));
    }
  }
  const versions = union(sets);
  if (first === null || versions === null) return [];
  const source = `${setup.input} of job ${job.id} in ${workflow.path}`;
  return [{ tool: setup.tool, kind: 'choice', versions, text: texts.join(', '), source, at: first.at }];
}

/** The versions an input stands for: one for each line and each value of the matrix; null where it is not known. */
function valuesOf(text: string, job: Job): (string | null)[] {
  if (!hasExpression(text))
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  const key = /^matrix\.([\w-]+)$/.exec(soleExpression(text)?.trim() ?? '')?.[1];
  const combinations = job.matrix?.combinations;
  if (key === undefined || combinations === undefined || combinations === null) return [null];
  return combinations.map(({ values }) => {
    const value = values.get(key);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
  });
}

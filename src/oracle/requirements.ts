/** What is required of one tree: its own files, the policy in force, GitHub's answer, and the gate's own check. */
import type { LoadedPolicy } from '../policy/load.js';
import type { BuiltModel } from '../repository/model.js';
import type { Protection, RequiredCheck } from '../repository/types.js';
import { resolveRequirements } from '../rules/requirements.js';
import type { Requirements, SourceAnswer } from '../rules/types.js';

/** What the GitHub API said, or why it was not asked. */
export interface ApiAnswer {
  readonly protections: readonly Protection[];
  readonly answers: readonly SourceAnswer[];
}

/** The job that runs the gate. */
export interface Gate {
  readonly workflowPath: string;
  readonly jobId: string;
}

export interface RequirementScope {
  readonly gate?: Gate;
  readonly branch: string | null;
  readonly defaultBranch: string | null;
}

/**
 * Join them for the branch that is judged.
 *
 * @param gateSide the side whose workflow the gate runs from: the base where there is one
 */
export function requirementsOf(
  built: BuiltModel,
  gateSide: BuiltModel,
  policy: LoadedPolicy,
  api: ApiAnswer,
  { gate, branch, defaultBranch }: RequirementScope,
): Requirements {
  const configured = configuredProtections(policy, defaultBranch);
  const own = gate === undefined ? [] : gateProtection(gate, gateSide);
  return resolveRequirements({
    protections: [...built.model.protections, ...configured, ...own, ...api.protections],
    branch,
    defaultBranch,
    answers: [...fileAnswers(built), ...configAnswers(policy, configured), ...api.answers],
  });
}

function fileAnswers({ model, protectionFiles }: BuiltModel): SourceAnswer[] {
  const answered = protectionFiles.map(({ path, silent }): SourceAnswer => {
    if (silent !== null) return { source: path, status: 'not-asked', detail: silent };
    const speaks = model.protections.some(({ source }) => source.kind === 'file' && source.path === path);
    return { source: path, status: speaks ? 'answered' : 'none', detail: '' };
  });
  const listed = new Set(protectionFiles.map(({ path }) => path));
  const broken = model.problems
    .filter(({ role, path }) => role === 'protection' && !listed.has(path))
    .map(({ path, reason }): SourceAnswer => ({ source: path, status: 'unreadable', detail: reason }));
  return [...answered, ...broken];
}

function configAnswers(policy: LoadedPolicy, configured: readonly Protection[]): SourceAnswer[] {
  const { path } = policy.config;
  return path === null || configured.length === 0 ? [] : [{ source: path, status: 'answered', detail: '' }];
}

function configuredProtections({ config }: LoadedPolicy, defaultBranch: string | null): Protection[] {
  const path = config.path;
  if (path === null) return [];
  const source = { kind: 'config', path } as const;
  return config.requiredChecks.map(({ value, at }) => ({
    source,
    branches: {
      include: value.branches.length > 0 ? value.branches : [defaultBranch ?? '~DEFAULT_BRANCH'],
      exclude: [],
    },
    at,
    requiredChecks: [{ context: value.context, source, at }],
  }));
}

/** The names under which the job of this gate reports, as the base (else the subject) has them. */
function gateProtection(gate: Gate, { model }: BuiltModel): Protection[] {
  const source = { kind: 'gate', path: gate.workflowPath } as const;
  const requiredChecks = model.producers
    .filter(({ workflow, jobPath }) => workflow.path === gate.workflowPath && jobPath.includes(gate.jobId))
    .flatMap(({ name, nameAt }): RequiredCheck[] =>
      name.kind === 'exact' ? [{ context: name.text, source, at: nameAt }] : [],
    );
  return [{ source, branches: { include: ['~ALL'], exclude: [] }, requiredChecks }];
}

/** What is required of one tree: its own files, the policy in force, GitHub's answer, and the gate's own check. */
import type { LoadedPolicy } from '../policy/load.js';
import { selectsBranch } from '../repository/branch-selector.js';
import type { BuiltModel } from '../repository/model.js';
import type { CheckProducer, Protection, RequiredCheck } from '../repository/types.js';
import { resolveRequirements } from '../rules/requirements.js';
import type { Requirements, SourceAnswer } from '../rules/types.js';

/** Branches that are named when none of them is the judged one. */
const MAX_BRANCHES = 3;

/** What the GitHub API said, or why it was not asked. */
export interface ApiAnswer {
  readonly protections: readonly Protection[];
  readonly answers: readonly SourceAnswer[];
}

/** The job that runs the gate. */
export interface Gate {
  readonly workflowPath: string;
  readonly jobId: string;
  /** `owner/name` of the action that runs (GITHUB_ACTION_REPOSITORY); absent for an action of the repository itself. */
  readonly action?: string;
}

type Renames = ReadonlyMap<string, string>;

export interface RequirementScope {
  readonly gate?: Gate;
  /** Base path → subject path. */
  readonly renames: Renames;
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
  { gate, renames, branch, defaultBranch }: RequirementScope,
): Requirements {
  const configured = configuredProtections(policy, defaultBranch);
  const own = gate === undefined ? [] : gateProtection(gate, gateSide, renames);
  return resolveRequirements({
    protections: [...built.model.protections, ...configured, ...own, ...api.protections],
    branch,
    defaultBranch,
    answers: [
      ...fileAnswers(built, branch, defaultBranch),
      ...configAnswers(policy, configured),
      ...own.map(({ source }) => gateAnswer(source)),
      ...api.answers,
    ],
  });
}

function fileAnswers(
  { model, protectionFiles }: BuiltModel,
  branch: string | null,
  defaultBranch: string | null,
): SourceAnswer[] {
  const answered = protectionFiles.map(({ path, silent }): SourceAnswer => {
    if (silent !== null) return { source: path, status: 'not-asked', detail: silent };
    const own = model.protections.filter(({ source }) => source.kind === 'file' && source.path === path);
    if (own.some(({ branches }) => selectsBranch(branches, branch, defaultBranch))) {
      return { source: path, status: 'answered', detail: '' };
    }
    return { source: path, status: 'none', detail: otherBranches(own) };
  });
  const listed = new Set(protectionFiles.map(({ path }) => path));
  const broken = model.problems
    .filter(({ role, path }) => role === 'protection' && !listed.has(path))
    .map(({ path, reason }): SourceAnswer => ({ source: path, status: 'unreadable', detail: reason }));
  return [...answered, ...broken];
}

function gateAnswer(source: Protection['source']): SourceAnswer {
  return { source: source.kind === 'gate' ? source.path : '', status: 'answered', detail: 'the job of this gate' };
}

/** Which branches have required checks where the judged one has none; '' when no branch has. */
function otherBranches(protections: readonly Protection[]): string {
  const names = protections
    .filter(({ requiredChecks }) => requiredChecks.length > 0)
    .flatMap(({ branches }) => branches.include);
  if (names.length === 0) return '';
  const rest = names.length > MAX_BRANCHES ? ` and ${names.length - MAX_BRANCHES} more` : '';
  return `requires checks on ${names.slice(0, MAX_BRANCHES).join(', ')}${rest} only`;
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

/**
 * The names under which this gate reports on its own side (the base, where there is one). The run knows its workflow and
 * job as the change has them; a change that renames both must not lose the requirement, so every job of that side that
 * uses this very action counts too.
 */
function gateProtection({ workflowPath, jobId, action }: Gate, { model }: BuiltModel, renames: Renames): Protection[] {
  const path = [...renames].find(([, now]) => now === workflowPath)?.[0] ?? workflowPath;
  const source = { kind: 'gate', path } as const;
  const runsIt = ({ job }: CheckProducer['leaf']): boolean =>
    action !== undefined && job.steps.some(({ uses }) => isSameAction(uses?.value ?? '', action));
  const requiredChecks = model.producers
    .filter(({ workflow, jobPath, leaf }) => (workflow.path === path && jobPath.includes(jobId)) || runsIt(leaf))
    .flatMap(({ name, nameAt }): RequiredCheck[] =>
      name.kind === 'exact' ? [{ context: name.text, source, at: nameAt }] : [],
    );
  return requiredChecks.length === 0 ? [] : [{ source, branches: { include: ['~ALL'], exclude: [] }, requiredChecks }];
}

/** `owner/name@v1` and `owner/name/folder@v1` are of the action `owner/name`. */
function isSameAction(uses: string, action: string): boolean {
  const path = (uses.split('@')[0] ?? '').toLowerCase();
  return path === action.toLowerCase() || path.startsWith(`${action.toLowerCase()}/`);
}

/**
 * The one place that wires implementations to ports: git and the work tree, the GitHub API (loaded only when it is
 * asked), the rules, the policy and the report. The action and the CLI both call `evaluate` and nothing else.
 */
import { PhaseMirrorError } from './errors.js';
import { type InspectRequest, readWorkTreeConfig } from './oracle/inspect-config.js';
import { type ApiAnswer, type Gate, requirementsOf } from './oracle/requirements.js';
import { judge, type RuleIdentity } from './policy/judge.js';
import { effectiveThresholds, originText } from './policy/levels.js';
import { type LoadedPolicy, loadPolicy } from './policy/load.js';
import { SUPPRESSION_PROBLEM, SUPPRESSION_PROBLEM_VERSION } from './policy/suppressions.js';
import type { Config } from './policy/types.js';
import { POLICY_WEAKENED, POLICY_WEAKENED_VERSION, weakenedFindings } from './policy/weakened-findings.js';
import { assembleReport } from './report/assemble.js';
import { validateReport } from './report/schema.js';
import type { Degradation, Report } from './report/types.js';
import { ownersOf } from './repository/codeowners.js';
import { Git } from './repository/git.js';
import { type BuiltModel, buildModel, isGoverned, ParseCache } from './repository/model.js';
import { type EventInput, type ResolvedSubject, resolveSubject } from './repository/subject.js';
import type { Protection } from './repository/types.js';
import { externalChecks } from './rules/external-checks.js';
import { NO_FACTS } from './rules/facts.js';
import { RULES, ruleSetId } from './rules/registry.js';
import { runRules, type Throwing } from './rules/run.js';
import type { ChangeContext, RuleContext } from './rules/types.js';
import { VERSION } from './version.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface EvaluateRequest {
  /** A folder of the repository; its top is what is evaluated. */
  readonly folder: string;
  readonly event: EventInput;
  readonly environment: Environment;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly clock: () => number;
  /** Configuration file, relative to the top of the repository. */
  readonly configPath?: string;
  readonly strict: boolean;
  /** Run these rules only. */
  readonly onlyRules?: readonly string[];
  /** `owner/name`. */
  readonly repository?: string;
  readonly token?: string;
  readonly apiUrl?: string;
  /** The default branch, where the event names it. */
  readonly defaultBranch?: string;
  /** Whether a run without the API's answer is incomplete: always in an action, in a terminal when it was asked for. */
  readonly apiExpected: boolean;
  /** The job that runs this gate: its own check counts as required. */
  readonly gate?: Gate;
  /** `GITHUB_WORKFLOW_REF` of an action run; absent in a terminal. */
  readonly workflowRef?: string;
  readonly runUrl?: string;
  readonly eventName: string;
  readonly degraded?: readonly Degradation[];
  readonly enforceFrom?: string;
  /** Put per-phase times into the report. */
  readonly timings: boolean;
  /** Told at the start of each phase, for progress output. */
  readonly onPhase?: (phase: string) => void;
  /** Makes a rule throw on one side: how tests see that a tool error is never a finding. */
  readonly throwing?: Throwing;
}

/** Rules that look at the policy instead of the tree. */
const POLICY_RULES: readonly RuleIdentity[] = [
  {
    id: POLICY_WEAKENED,
    name: POLICY_WEAKENED,
    version: POLICY_WEAKENED_VERSION,
    summary: 'The change loosens the configuration it will be judged by after the merge',
    severity: 'high',
    level: 'block',
  },
  {
    id: SUPPRESSION_PROBLEM,
    name: SUPPRESSION_PROBLEM,
    version: SUPPRESSION_PROBLEM_VERSION,
    summary: 'A suppression is over, about to end, or matches nothing',
    severity: 'low',
    level: 'warn',
  },
];

/** Every rule with its identity, in the order of lists. */
export const ALL_RULES: readonly RuleIdentity[] = [...RULES, ...POLICY_RULES];
const RULE_IDS = ALL_RULES.map(({ id }) => id);

/**
 * The validated configuration of a work tree.
 *
 * @throws PhaseMirrorError `user`, exit 2
 */
export function inspectConfig(request: InspectRequest): Promise<Config> {
  return readWorkTreeConfig(request, RULE_IDS);
}

/**
 * Evaluate one tree, against its base where there is one.
 *
 * @returns the report, validated against its schema
 * @throws PhaseMirrorError for bad input or configuration (exit 2); whatever else is thrown is a bug of ours
 */
export async function evaluate(request: EvaluateRequest): Promise<Report> {
  const started = request.clock();
  const phases = new Phases(request);
  checkSelection(request.onlyRules);
  const today = new Date(started).toISOString().slice(0, 10);

  phases.enter('snapshot');
  const asked = askApi(request, branchOfEvent(request.event));
  // It is awaited later; until then a rejection must not count as unhandled.
  asked.catch(() => undefined);
  const git = await Git.open(request.folder, request.environment);
  const resolved = await resolveSubject(git, request.folder, request.event, isGoverned);
  try {
    return await evaluateResolved(request, resolved, { started, today, phases, asked });
  } finally {
    await Promise.all([resolved.subject.close(), resolved.base?.close(), asked.catch(() => undefined)]);
  }
}

interface Progress {
  readonly started: number;
  readonly today: string;
  readonly phases: Phases;
  readonly asked: Promise<ApiAnswer>;
}

async function evaluateResolved(
  request: EvaluateRequest,
  resolved: ResolvedSubject,
  progress: Progress,
): Promise<Report> {
  const { phases, today } = progress;
  const { event } = request;
  const baseExpected = event.kind === 'pull_request' || event.kind === 'merge_group';

  phases.enter('model');
  const cache = new ParseCache();
  const [subject, base] = await Promise.all([
    buildModel(resolved.subject, { cache }),
    resolved.base === null ? null : buildModel(resolved.base, { cache }),
  ]);

  phases.enter('policy');
  const fromBase =
    baseExpected || (event.kind === 'terminal' && resolved.base !== null && request.configPath === undefined);
  const policy = await loadPolicy(
    {
      subject: resolved.subject,
      base: resolved.base,
      fromBase,
      ...(request.configPath === undefined ? {} : { path: request.configPath }),
    },
    { ruleIds: RULE_IDS, today },
  );

  phases.enter('api');
  const defaultBranch = request.defaultBranch ?? resolved.defaultBranch;
  const branch = resolved.branch;
  const late = branchOfEvent(event) === null ? await askApi(request, branch ?? defaultBranch) : await progress.asked;

  phases.enter('rules');
  const external = externalChecks(
    policy.config.externalChecks.map(({ value }) => value),
    configuredBy(policy),
  );
  const contextOf = (built: BuiltModel, before: BuiltModel | null): RuleContext => ({
    model: built.model,
    external,
    facts: NO_FACTS,
    defaultBranch,
    repository: request.repository ?? '',
    before: before?.model ?? null,
    requirements: requirementsOf(built, base ?? subject, policy, late, {
      branch,
      defaultBranch,
      ...(request.gate === undefined ? {} : { gate: request.gate }),
    }),
  });
  const selected = (id: string): boolean => request.onlyRules === undefined || request.onlyRules.includes(id);
  const enabled = RULES.filter(({ id }) => selected(id) && policy.config.rules.get(id)?.level?.value !== 'off');
  const subjectContext = contextOf(subject, base);
  const baseContext = base === null ? null : contextOf(base, null);
  const throwing = request.throwing === undefined ? {} : { throwing: request.throwing };
  const subjectRuns = runRules(enabled, subjectContext, { side: 'subject', ...throwing });
  const baseRuns = baseContext === null ? null : runRules(enabled, baseContext, { side: 'base', ...throwing });

  phases.enter('decision');
  const change: ChangeContext | null =
    baseContext === null || resolved.change === null
      ? null
      : { subject: subjectContext, base: baseContext, change: resolved.change };
  const degraded = degradations(request, resolved, policy);
  const thresholds = effectiveThresholds(policy.config, request.strict);
  const judgement = judge({
    rules: ALL_RULES,
    selected,
    config: policy.config,
    side: policy.side,
    thresholds,
    today,
    subjectRuns,
    baseRuns,
    change,
    weakened: selected(POLICY_WEAKENED) ? weakened(policy, baseContext, base, { today, branch, defaultBranch }) : [],
    base: resolved.base !== null ? 'present' : baseExpected ? 'missing' : 'not-expected',
    degraded,
  });
  phases.enter(null);

  const report = assembleReport({
    run: {
      startedAt: new Date(progress.started).toISOString(),
      durationMs: request.clock() - progress.started,
      event: request.eventName,
      url: request.runUrl ?? '',
      runner: { node: process.version, platform: process.platform },
      timings: request.timings ? phases.times : {},
    },
    version: VERSION,
    ruleSet: ruleSetId(RULES),
    subject: { id: resolved.subject.id, repository: request.repository ?? '', branch: branch ?? '' },
    base: resolved.base?.id ?? null,
    complete: judgement.complete,
    degraded,
    enforcement: enforcementOf(request, late.protections),
    policy: {
      source: policySource(policy),
      thresholds,
      strict: request.strict,
      enforceFrom: request.enforceFrom ?? '',
    },
    sources: subjectContext.requirements.answers,
    rules: judgement.rules,
    findings: judgement.findings,
    lost: judgement.lost,
    toolErrors: judgement.toolErrors,
    decision: judgement.decision,
    originText: (level) => originText(level.origin),
  });
  validateReport(report);
  return report;
}

function checkSelection(only: readonly string[] | undefined): void {
  const unknown = only?.find((id) => !ALL_RULES.some((rule) => rule.id === id));
  if (unknown === undefined) return;
  throw new PhaseMirrorError('user', {
    thing: `the rule "${unknown}"`,
    reason: 'is not known',
    next: `Use one of: ${RULE_IDS.join(', ')}`,
    exitCode: 64,
  });
}

/** The branch an event is about, before anything was read; null when only git can tell. */
function branchOfEvent(event: EventInput): string | null {
  if (event.kind === 'pull_request' || event.kind === 'merge_group') return event.targetBranch;
  return event.kind === 'push' || event.kind === 'other' ? event.branch : null;
}

async function askApi(request: EvaluateRequest, branch: string | null): Promise<ApiAnswer> {
  const { token, repository } = request;
  if (!request.apiExpected) {
    const detail = token === undefined ? 'no token was given' : 'no --repository was given';
    return { protections: [], answers: [{ source: 'GitHub API', status: 'not-asked', detail }] };
  }
  if (token === undefined || repository === undefined || branch === null) {
    const detail =
      token === undefined
        ? 'no token was given'
        : branch === null
          ? 'no branch to ask about'
          : 'the repository is not known';
    return { protections: [], answers: [{ source: 'GitHub API', status: 'unavailable', detail }] };
  }
  const { fetchProtection } = await import('./github/protection.js');
  return await fetchProtection({
    repository,
    branch,
    token,
    apiUrl: request.apiUrl ?? 'https://api.github.com',
  });
}

// ---------------------------------------------------------------- policy

function weakened(
  policy: LoadedPolicy,
  base: RuleContext | null,
  built: BuiltModel | null,
  { today, branch, defaultBranch }: { today: string; branch: string | null; defaultBranch: string | null },
) {
  if (policy.compare === null || base === null) return [];
  const codeowners = built?.model.codeowners ?? null;
  return weakenedFindings(policy.compare.base, policy.compare.subject, {
    rules: ALL_RULES,
    today,
    defaultBranch,
    branch: branch ?? '',
    codeOwnerReviewOf: (path) =>
      base.requirements.codeOwnerReview && codeowners !== null && (ownersOf(codeowners, path)?.length ?? 0) > 0,
  });
}

function configuredBy({ config }: LoadedPolicy): { configuredBy?: string } {
  return config.path === null ? {} : { configuredBy: `external-checks of ${config.path}` };
}

function policySource(policy: LoadedPolicy): string {
  if (policy.config.path === null) return 'built-in';
  return `${policy.side}:${policy.config.path}`;
}

function degradations(request: EvaluateRequest, resolved: ResolvedSubject, policy: LoadedPolicy): Degradation[] {
  const found: Degradation[] = [...(request.degraded ?? [])];
  if (resolved.baseMissing !== null) {
    found.push({ code: 'base_missing', text: `The base could not be read: ${resolved.baseMissing}` });
  }
  if (policy.baseInvalid !== null) {
    found.push({
      code: 'base_config_invalid',
      text: `The configuration on the base is invalid, so the built-in policy was applied: ${policy.baseInvalid}`,
    });
  }
  return found;
}

/**
 * A pull request can edit the workflow that runs the gate; only a workflow that an organisation's ruleset requires, at
 * a pinned ref, is out of its reach.
 */
function enforcementOf(request: EvaluateRequest, protections: readonly Protection[]): Report['enforcement'] {
  const { workflowRef } = request;
  if (workflowRef === undefined) return 'none';
  const required = protections.flatMap(({ requiredWorkflows }) => requiredWorkflows ?? []);
  const pinned = required.some(
    ({ path, ref, sha }) =>
      (ref !== undefined || sha !== undefined) && workflowRef.split('@')[0]?.endsWith(`/${path}`) === true,
  );
  const elsewhere = request.repository !== undefined && !workflowRef.startsWith(`${request.repository}/`);
  return pinned && elsewhere ? 'required-workflow' : 'self-attested';
}

/** Wall-clock time of each phase, in milliseconds. */
class Phases {
  readonly times: Record<string, number> = {};
  private current: { readonly name: string; readonly since: number } | null = null;

  constructor(private readonly request: EvaluateRequest) {}

  enter(name: string | null): void {
    const now = this.request.clock();
    if (this.current !== null) this.times[this.current.name] = now - this.current.since;
    this.current = name === null ? null : { name, since: now };
    if (name !== null) this.request.onPhase?.(name);
  }
}

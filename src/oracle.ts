/**
 * The one place that wires implementations to ports: git and the work tree, the GitHub API (loaded only when it is
 * asked), the rules, the policy and the report. The action and the CLI both call `evaluate` and nothing else.
 */
import { PhaseMirrorError } from './errors.js';
import { ALL_RULES } from './oracle/all-rules.js';
import { askApi, askFacts } from './oracle/ask-github.js';
import { configPathInTree } from './oracle/config-path.js';
import { type InspectRequest, readWorkTreeConfig } from './oracle/inspect-config.js';
import { judgeTrees } from './oracle/judge-trees.js';
import type { ReplayRequest } from './oracle/replay-history.js';
import type { ApiAnswer, Gate } from './oracle/requirements.js';
import { checkRun } from './oracle/run-check.js';
import { parseConfig } from './policy/config.js';
import { originText } from './policy/levels.js';
import { type LoadedPolicy, loadPolicy } from './policy/load.js';
import { CONFIG_INLINE, overlayConfig } from './policy/overlay.js';
import type { Config, Decision } from './policy/types.js';
import type { ReplayResult } from './replay/types.js';
import { assembleReport } from './report/assemble.js';
import { validateReport } from './report/schema.js';
import type { Degradation, Report, ToolError } from './report/types.js';
import { Git } from './repository/git.js';
import { buildModel, isGoverned, type ModelOptions, ParseCache } from './repository/model.js';
import { type EventInput, type ResolvedSubject, resolveSubject } from './repository/subject.js';
import type { Protection } from './repository/types.js';
import { RULES, ruleSetId } from './rules/registry.js';
import type { Throwing } from './rules/run.js';
import { VERSION } from './version.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface EvaluateRequest {
  /** A folder of the repository; its top is what is evaluated. */
  readonly folder: string;
  readonly event: EventInput;
  readonly environment: Environment;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly clock: () => number;
  /** Configuration file: absolute, or relative to the top of the repository. */
  readonly configPath?: string;
  /** Text of a configuration that the workflow gives (input `config-inline`). */
  readonly configInline?: string;
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

export { ALL_RULES } from './oracle/all-rules.js';
export type { ReplayRequest } from './oracle/replay-history.js';

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
 * Every change of a clone's history, decided as {@link evaluate} would have. Loaded only when it is asked for.
 *
 * @throws PhaseMirrorError see `oracle/replay-history.ts`
 */
export async function replayHistory(request: ReplayRequest): Promise<ReplayResult> {
  checkSelection(request.onlyRules);
  return (await import('./oracle/replay-history.js')).replayHistory(request);
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
    return await evaluateResolved(request, resolved, {
      started,
      today,
      phases,
      asked,
      top: git?.top ?? request.folder,
    });
  } finally {
    await Promise.all([resolved.subject.close(), resolved.base?.close(), asked.catch(() => undefined)]);
  }
}

interface Progress {
  readonly started: number;
  readonly today: string;
  readonly phases: Phases;
  readonly asked: Promise<ApiAnswer>;
  /** Absolute top of the repository, or the folder itself without git. */
  readonly top: string;
}

async function evaluateResolved(
  request: EvaluateRequest,
  resolved: ResolvedSubject,
  progress: Progress,
): Promise<Report> {
  const { phases, today } = progress;
  const { event } = request;
  const baseExpected = event.kind === 'pull_request' || event.kind === 'merge_group';

  phases.enter('policy');
  const configPath = request.configPath === undefined ? undefined : configPathInTree(request.configPath, progress.top);
  const fromBase =
    baseExpected || (event.kind === 'terminal' && resolved.base !== null && request.configPath === undefined);
  const loaded = await loadPolicy(
    {
      subject: resolved.subject,
      base: resolved.base,
      fromBase,
      ...(configPath === undefined ? {} : { path: configPath }),
    },
    { ruleIds: RULE_IDS, today },
  );

  phases.enter('model');
  const options: ModelOptions = {
    cache: new ParseCache(),
    alsoRead: loaded.config.schemas.flatMap(({ value }) => [value.schema, value.version.path]),
    ...(request.repository === undefined ? {} : { repository: request.repository }),
  };
  const [subject, base] = await Promise.all([
    buildModel(resolved.subject, options),
    resolved.base === null ? null : buildModel(resolved.base, options),
  ]);

  phases.enter('api');
  const defaultBranch = request.defaultBranch ?? resolved.defaultBranch;
  const branch = resolved.branch;
  const enabled = RULES.filter(({ id }) => request.onlyRules === undefined || request.onlyRules.includes(id));
  const wanted = new Set(
    enabled.flatMap(({ id, wants }) => (loaded.config.rules.get(id)?.level?.value === 'off' ? [] : (wants ?? []))),
  );
  const commit = /^commit:([0-9a-f]+)$/.exec(resolved.subject.id)?.[1] ?? null;
  const [api, facts] = await Promise.all([
    branchOfEvent(event) === null ? askApi(request, branch ?? defaultBranch) : progress.asked,
    askFacts(request, wanted, commit),
  ]);

  const enforcement = enforcementOf(request, api.protections);
  const policy = withInline(loaded, request.configInline, enforcement === 'required-workflow', {
    today,
    defaultBranch,
  });

  phases.enter('rules');
  const degraded = degradations(request, resolved, policy);
  const { judgement, thresholds, requirements } = judgeTrees({
    subject,
    base,
    change: resolved.change,
    policy,
    api,
    facts,
    branch,
    defaultBranch,
    repository: request.repository ?? '',
    strict: request.strict,
    today,
    ...(resolved.otherCommit === null
      ? {}
      : { missing: [`This is not the tree of the event: ${resolved.otherCommit}`] }),
    baseState: resolved.base !== null ? 'present' : baseExpected ? 'missing' : 'not-expected',
    degraded,
    onDecision: () => phases.enter('decision'),
    ...(request.gate === undefined ? {} : { gate: request.gate }),
    ...(request.onlyRules === undefined ? {} : { onlyRules: request.onlyRules }),
    ...(request.throwing === undefined ? {} : { throwing: request.throwing }),
  });
  phases.enter(null);

  const l0 = checkRun(progress.started);
  const violations = l0.violations.map(
    ({ invariant, value, bound }): ToolError => ({
      ruleId: 'L0',
      side: 'subject',
      message: `${invariant}: ${value}, but it has to be ${bound}`,
    }),
  );
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
    enforcement,
    policy: {
      source: policySource(policy),
      thresholds,
      strict: request.strict,
      enforceFrom: request.enforceFrom ?? '',
    },
    sources: requirements.answers,
    rules: judgement.rules,
    findings: judgement.findings,
    lost: judgement.lost,
    toolErrors: [...violations, ...judgement.toolErrors],
    l0: {
      mask: l0.mask,
      violations: l0.violations.map(({ invariant, value, bound }) => ({ invariant, value, bound })),
    },
    decision: violations.length > 0 ? refusal(violations) : judgement.decision,
    originText: (level) => originText(level.origin),
  });
  validateReport(report);
  return report;
}

/** A bundle that validates with other schemas than were published says nothing about the tree. */
function refusal(violations: readonly ToolError[]): Decision {
  return {
    outcome: 'block',
    reasons: violations.map(({ message }) => ({
      kind: 'tool-error',
      text: `This build of Phase Mirror is not sound and decides nothing. ${message}`,
    })),
  };
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

// ---------------------------------------------------------------- policy

/** The loaded policy under what the workflow gives. */
function withInline(
  policy: LoadedPolicy,
  text: string | undefined,
  wins: boolean,
  { today, defaultBranch }: { readonly today: string; readonly defaultBranch: string | null },
): LoadedPolicy {
  if (text === undefined) return policy;
  const inline = parseConfig(CONFIG_INLINE, new TextEncoder().encode(text), { ruleIds: RULE_IDS, today }).config;
  return { ...policy, config: overlayConfig(policy.config, inline, wins, { rules: ALL_RULES, today, defaultBranch }) };
}

function policySource(policy: LoadedPolicy): string {
  if (policy.config.path === null) return 'built-in';
  return `${policy.side}:${policy.config.path}`;
}

function degradations(request: EvaluateRequest, resolved: ResolvedSubject, policy: LoadedPolicy): Degradation[] {
  const found: Degradation[] = [...(request.degraded ?? [])];
  if (resolved.subject.id === 'folder') {
    found.push({
      code: 'no_git',
      text: 'This is not a git repository: the files of the folder were evaluated, and nothing is known of its branches',
    });
  }
  if (resolved.otherCommit !== null) {
    found.push({
      code: 'other_commit',
      text: `The tree that was evaluated is not the change of this event: ${resolved.otherCommit}. Use actions/checkout without \`ref\``,
    });
  }
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

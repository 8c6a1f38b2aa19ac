/** One evaluation from end to end: trees, policy, memory, rules, decision, report. */

import { blockingRules } from '../policy/breaker.js';
import { type DecisionInput, decide } from '../policy/decide.js';
import { originText } from '../policy/levels.js';
import { type LoadedPolicy, loadPolicy } from '../policy/load.js';
import type { Decision } from '../policy/types.js';
import { assembleReport } from '../report/assemble.js';
import { validateReport } from '../report/schema.js';
import type { Degradation, Report, ToolError } from '../report/types.js';
import { Git } from '../repository/git.js';
import { buildModel, isGoverned, type ModelOptions, ParseCache } from '../repository/model.js';
import { type EventInput, type ResolvedSubject, resolveSubject } from '../repository/subject.js';
import { RULES, ruleSetId } from '../rules/registry.js';
import type { Throwing } from '../rules/run.js';
import { VERSION } from '../version.js';
import { askApi, askFacts } from './ask-github.js';
import { committedLevels } from './committed-levels.js';
import { configPathInTree } from './config-path.js';
import { judgeTrees } from './judge-trees.js';
import { copyLoosened } from './levels-copy.js';
import { pauses } from './pauses.js';
import { Phases } from './phases.js';
import type { ApiAnswer, Gate } from './requirements.js';
import { checkRun } from './run-check.js';
import { checkSelection, degradations, enforcementOf, policySource, RULE_IDS } from './run-context.js';
import type { LevelsAnswer, RunMemory, RunMemoryOptions } from './run-memory.js';
import { inlineWins, settlePolicy } from './run-policy.js';
import { overdueDriftChecks } from './watch.js';

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
  /** The organisation's memory: levels and circuit breaker. Absent: none is configured, and levels are built in. */
  readonly memory?: RunMemoryOptions;
  /** GitHub's numeric id of the repository; null when the run does not say. */
  readonly repositoryId?: number | null;
  /** Who opened the pull request, GitHub's numeric id: whom a paused rule is lifted for. */
  readonly authorId?: number | null;
  /** Who started the run: a pause is not lifted for somebody who pushes to a colleague's branch either. */
  readonly senderId?: number | null;
  /** The pull request that a merge group lands: its author is asked for when a rule is paused. */
  readonly queuedPullRequest?: number;
  readonly enforceFrom?: string;
  /** Put per-phase times into the report. */
  readonly timings: boolean;
  /** Told at the start of each phase, for progress output. */
  readonly onPhase?: (phase: string) => void;
  /** Makes a rule throw on one side: how tests see that a tool error is never a finding. */
  readonly throwing?: Throwing;
}

export interface EvaluatedRun {
  /** Validated against its schema. */
  readonly report: Report;
  /** Rules whose new findings blocked: those of a severity over its maximum, without what a pause lifted. In order. */
  readonly blockedBy: readonly string[];
}

/**
 * Evaluate one tree, against its base where there is one.
 *
 * @throws PhaseMirrorError for bad input or configuration (exit 2); whatever else is thrown is a bug of ours
 */
export async function evaluateRun(request: EvaluateRequest): Promise<EvaluatedRun> {
  const started = request.clock();
  const phases = new Phases(request);
  checkSelection(request.onlyRules);
  const today = new Date(started).toISOString().slice(0, 10);

  phases.enter('snapshot');
  const memory = request.memory === undefined ? null : await loadMemory(request.memory, request.clock);
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
      memory,
      top: git?.top ?? request.folder,
    });
  } finally {
    await Promise.all([
      resolved.subject.close(),
      resolved.base?.close(),
      memory?.close(),
      asked.catch(() => undefined),
    ]);
  }
}

/** Loaded by runs that have a memory; the others never see the AWS SDK. */
async function loadMemory(options: RunMemoryOptions, clock: () => number): Promise<RunMemory> {
  return (await import('./run-memory.js')).openRunMemory(options, { now: clock });
}

interface Progress {
  readonly started: number;
  readonly today: string;
  readonly phases: Phases;
  readonly asked: Promise<ApiAnswer>;
  /** null: none is configured. */
  readonly memory: RunMemory | null;
  /** Absolute top of the repository, or the folder itself without git. */
  readonly top: string;
}

async function evaluateResolved(
  request: EvaluateRequest,
  resolved: ResolvedSubject,
  progress: Progress,
): Promise<EvaluatedRun> {
  const { phases, today, memory } = progress;
  const { event } = request;
  const baseExpected = event.kind === 'pull_request' || event.kind === 'merge_group' || event.kind === 'commit';

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

  const levelsUnder = async ({ config, side }: LoadedPolicy): Promise<LevelsAnswer> => {
    const keys = config.trustedKeys.map(({ value }) => value);
    // Whoever may change the policy may change the copy: both are the base's, or neither.
    const tree = side === 'base' ? resolved.base : resolved.subject;
    const question = { keys, repositoryId: request.repositoryId ?? null, tree };
    return await (memory?.levels(question) ?? committedLevels(question, progress.started));
  };
  // Asked while the trees are read, unless the workflow may add keys to those of the file.
  const levelsAsked = request.configInline === undefined ? levelsUnder(loaded) : null;
  levelsAsked?.catch(() => undefined);

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
  const [api, facts, notChecked] = await Promise.all([
    branchOfEvent(event) === null ? askApi(request, branch ?? defaultBranch) : progress.asked,
    askFacts(request, wanted, commit),
    overdueDriftChecks(request, (base ?? subject).model, progress.started),
  ]);

  const enforcement = enforcementOf(request, api.protections);
  const wins = inlineWins(enforcement, event.kind);
  const inline = { text: request.configInline, wins, today, defaultBranch };
  const { policy, levels } = await settlePolicy(loaded, inline, (under) => levelsAsked ?? levelsUnder(under));

  phases.enter('rules');
  const known = [...degradations(request, resolved, policy), ...levels.degraded];
  const missing = [
    ...(resolved.otherCommit === null ? [] : [`This is not the tree of the event: ${resolved.otherCommit}`]),
    ...levels.missing,
  ];
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
    organisation: levels.levels,
    levelsCopy: await copyLoosened(request, resolved, policy, progress.started),
    missing,
    baseState: resolved.base !== null ? 'present' : baseExpected ? 'missing' : 'not-expected',
    degraded: known,
    onDecision: () => phases.enter('decision'),
    ...(request.gate === undefined ? {} : { gate: request.gate }),
    ...(request.onlyRules === undefined ? {} : { onlyRules: request.onlyRules }),
    ...(request.throwing === undefined ? {} : { throwing: request.throwing }),
  });
  const breaker = await pauses(judgement, memory, request, progress.started);
  const degraded = [...known, ...breaker.degraded];
  const decisionInput: DecisionInput = { ...judgement.decisionInput, degraded, paused: breaker.paused };
  const decision = breaker.degraded.length === 0 ? judgement.decision : decide(decisionInput);
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
      ...(notChecked.length === 0 ? {} : { notChecked }),
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
    decision: violations.length > 0 ? refusal(violations) : decision,
    originText: (level) => originText(level.origin),
  });
  validateReport(report);
  return { report, blockedBy: decision.outcome === 'block' ? blockingRules(decisionInput) : [] };
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

/** The branch an event is about, before anything was read; null when only git can tell. */
function branchOfEvent(event: EventInput): string | null {
  if (event.kind === 'pull_request' || event.kind === 'merge_group' || event.kind === 'commit') {
    return event.targetBranch;
  }
  return event.kind === 'push' || event.kind === 'other' ? event.branch : null;
}

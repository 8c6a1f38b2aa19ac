/**
 * From two models to a decision: the one path that `evaluate` and `replay` share. Pure: it reads nothing, and knows
 * neither the clock nor where the trees came from.
 */
import type { ConfigContext } from '../policy/config.js';
import { ConfigError } from '../policy/config-problems.js';
import { inlineSuppressions } from '../policy/inline-suppressions.js';
import { type Judgement, judge } from '../policy/judge.js';
import { effectiveThresholds } from '../policy/levels.js';
import type { LoadedPolicy } from '../policy/load.js';
import type { OrganisationLevels } from '../policy/org-levels.js';
import type { Config, Suppression, Thresholds } from '../policy/types.js';
import { POLICY_WEAKENED, weakenedFindings } from '../policy/weakened-findings.js';
import type { Weakening } from '../policy/weakenings.js';
import { ownersOf } from '../repository/codeowners.js';
import { type BuiltModel, MAX_EXCERPT } from '../repository/model.js';
import type { RepositoryModel, TreeChange } from '../repository/types.js';
import { externalChecks } from '../rules/external-checks.js';
import type { RepositoryFacts } from '../rules/facts.js';
import { L0_PERMISSION_BITS_RULE } from '../rules/l0-permission-bits.js';
import { RULES } from '../rules/registry.js';
import { type RuleRun, runRules, type Throwing } from '../rules/run.js';
import type { ChangeContext, Finding, Requirements, Rule, RuleContext } from '../rules/types.js';
import { ALL_RULES } from './all-rules.js';
import { type ApiAnswer, type Gate, requirementsOf } from './requirements.js';

export interface TreesInput {
  readonly subject: BuiltModel;
  /** null: there is nothing to compare with. */
  readonly base: BuiltModel | null;
  /** How they differ; null exactly when `base` is. */
  readonly change: TreeChange | null;
  readonly policy: LoadedPolicy;
  readonly api: ApiAnswer;
  readonly facts: RepositoryFacts;
  /** The branch whose requirements are judged. */
  readonly branch: string | null;
  readonly defaultBranch: string | null;
  /** `owner/name`, '' when it is not known. */
  readonly repository: string;
  readonly gate?: Gate;
  /** Run these rules only. */
  readonly onlyRules?: readonly string[];
  readonly strict: boolean;
  /** Levels that the organisation's state gives; none by default. */
  readonly organisation?: OrganisationLevels;
  /** What the change loosens in the copy of the organisation's levels; null or absent: nothing. */
  readonly levelsCopy?: Weakening | null;
  /** YYYY-MM-DD, UTC. */
  readonly today: string;
  readonly baseState: 'present' | 'missing' | 'not-expected';
  /** What else was expected and is not there, one sentence each. */
  readonly missing?: readonly string[];
  readonly degraded: readonly { readonly text: string }[];
  readonly throwing?: Throwing;
  /** Told when the rules have run and the decision begins. */
  readonly onDecision?: () => void;
  /**
   * What rules said of a tree, kept for the next comparison that this tree takes part in. Only for one set of `api`,
   * `facts`, branches, repository and `onlyRules`: whoever replays a history holds these still.
   */
  readonly memo?: RunMemo;
}

/** By tree, then by rule. */
export type RunMemo = WeakMap<BuiltModel, Map<string, RuleRun>>;

export interface JudgedTrees {
  readonly judgement: Judgement;
  readonly thresholds: Thresholds;
  /** What is required of the subject. */
  readonly requirements: Requirements;
}

/** Run every enabled rule on both trees and decide. Never throws for what a tree holds. */
export function judgeTrees(input: TreesInput): JudgedTrees {
  const { subject, base, today, branch, defaultBranch } = input;
  const policy = withComments(input);
  const external = externalChecks(
    policy.config.externalChecks.map(({ value }) => value),
    configuredBy(policy),
  );
  const requiredOf = (built: BuiltModel): Requirements =>
    requirementsOf(built, base ?? subject, policy, input.api, {
      branch,
      defaultBranch,
      renames: input.change?.renames ?? new Map(),
      ...(input.gate === undefined ? {} : { gate: input.gate }),
    });
  const contextOf = (built: BuiltModel, before: BuiltModel | null): RuleContext => ({
    model: withConfigLines(built.model, policy),
    external,
    facts: input.facts,
    defaultBranch,
    repository: input.repository,
    before: before?.model ?? null,
    schemas: policy.config.schemas.map(({ value }) => value),
    requirementsBefore: before === null ? null : requiredOf(before),
    requirements: requiredOf(built),
  });
  // The always-on checks have no switch, and leaving a rule out would be one.
  const selected = (id: string): boolean =>
    id === L0_PERMISSION_BITS_RULE || input.onlyRules === undefined || input.onlyRules.includes(id);
  const enabled = RULES.filter(({ id }) => selected(id) && policy.config.rules.get(id)?.level?.value !== 'off');
  const subjectContext = contextOf(subject, base);
  const baseContext = base === null ? null : contextOf(base, null);
  const throwing = input.throwing === undefined ? {} : { throwing: input.throwing };
  const run = (side: 'subject' | 'base', built: BuiltModel, context: RuleContext): RuleRun[] => {
    // A configuration, a gate or a rule told to fail makes the two sides of one tree differ.
    const same = policy.config.path === null && input.gate === undefined && input.throwing === undefined;
    if (input.memo === undefined || !same) return runRules(enabled, context, { side, ...throwing });
    return recall(input.memo, enabled, built, context, side);
  };
  const subjectRuns = run('subject', subject, subjectContext);
  const baseRuns = base === null || baseContext === null ? null : run('base', base, baseContext);

  input.onDecision?.();
  const change: ChangeContext | null =
    baseContext === null || input.change === null
      ? null
      : { subject: subjectContext, base: baseContext, change: input.change };
  const thresholds = effectiveThresholds(policy.config, input.strict);
  const judgement = judge({
    rules: ALL_RULES,
    selected,
    config: policy.config,
    ...(input.organisation === undefined ? {} : { organisation: input.organisation }),
    side: policy.side,
    thresholds,
    today,
    subjectRuns,
    baseRuns,
    change,
    weakened: selected(POLICY_WEAKENED) ? weakened({ ...input, policy }, baseContext) : [],
    policyCompared: policy.compare !== null,
    base: input.baseState,
    ...(input.missing === undefined ? {} : { missing: input.missing }),
    degraded: input.degraded,
  });
  return { judgement, thresholds, requirements: subjectContext.requirements };
}

/** Run what is not known yet. What a rule says depends on one tree alone unless it looks at the tree before. */
function recall(
  memo: RunMemo,
  rules: readonly Rule[],
  built: BuiltModel,
  context: RuleContext,
  side: 'subject' | 'base',
): RuleRun[] {
  const known = memo.get(built) ?? new Map<string, RuleRun>();
  memo.set(built, known);
  return rules.flatMap((rule) => {
    const before = known.get(rule.id);
    if (before !== undefined) return [before];
    let looked = false;
    const watched: RuleContext = {
      ...context,
      get before() {
        looked = true;
        return context.before;
      },
      get requirementsBefore() {
        looked = true;
        return context.requirementsBefore;
      },
    };
    const runs = runRules([rule], watched, { side });
    for (const run of runs) if (!looked) known.set(rule.id, run);
    return runs;
  });
}

function weakened(
  { policy, base: built, today, branch, defaultBranch, organisation, levelsCopy }: TreesInput,
  base: RuleContext | null,
): Finding[] {
  if (policy.compare === null || base === null) return [];
  const codeowners = built?.model.codeowners ?? null;
  return [
    ...weakenedFindings(policy.compare.base, policy.compare.subject, {
      rules: ALL_RULES,
      today,
      defaultBranch,
      ...(organisation === undefined ? {} : { organisation }),
      ...(levelsCopy == null ? {} : { levelsCopy }),
      branch: branch ?? '',
      codeOwnerReviewOf: (path) =>
        base.requirements.codeOwnerReview && codeowners !== null && (ownersOf(codeowners, path)?.length ?? 0) > 0,
    }),
  ];
}

/** The policy with the suppressions that stand in comments: the base's where the base's policy is in force. */
function withComments({ policy, subject, base, change, today }: TreesInput): LoadedPolicy {
  const context = { ruleIds: ALL_RULES.map(({ id }) => id), today };
  const ofSubject = inlineSuppressions(subject.model.texts, context);
  const ofBase = commentsOfBase(base, change?.renames ?? new Map(), context);
  if (ofSubject.length === 0 && ofBase.length === 0) return policy;
  const add = (config: Config, more: readonly Suppression[]): Config => ({
    ...config,
    suppressions: [...config.suppressions, ...more],
  });
  return {
    ...policy,
    config: add(policy.config, policy.side === 'base' ? ofBase : ofSubject),
    compare:
      policy.compare === null
        ? null
        : { base: add(policy.compare.base, ofBase), subject: add(policy.compare.subject, ofSubject) },
  };
}

/** A comment on the base that is not valid suppresses nothing; the change that mends it must be able to pass. */
function commentsOfBase(
  base: BuiltModel | null,
  renames: ReadonlyMap<string, string>,
  context: ConfigContext,
): Suppression[] {
  if (base === null) return [];
  try {
    return inlineSuppressions(base.model.texts, context).map((entry) =>
      entry.path === undefined ? entry : { ...entry, path: renames.get(entry.path) ?? entry.path },
    );
  } catch (error) {
    if (error instanceof ConfigError) return [];
    throw error;
  }
}

/** Evidence in the configuration in force shows its own lines, whichever side's tree is judged. */
function withConfigLines(model: RepositoryModel, { config }: LoadedPolicy): RepositoryModel {
  if (config.path === null) return model;
  return {
    ...model,
    excerpt: (at) =>
      at.path === config.path ? (config.lines[at.startLine - 1] ?? '').trim().slice(0, MAX_EXCERPT) : model.excerpt(at),
  };
}

function configuredBy({ config }: LoadedPolicy): { configuredBy?: string } {
  return config.path === null ? {} : { configuredBy: `external-checks of ${config.path}` };
}

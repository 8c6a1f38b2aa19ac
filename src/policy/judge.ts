/**
 * From what the rules said on both sides of a change to a decision: which findings are new, which are suppressed,
 * what was lost, whether the run is complete. Pure.
 */
import { compareRuns, lostThroughChange } from '../rules/compare.js';
import { findingIdOf, fingerprintOf } from '../rules/fingerprint.js';
import type { RuleRun } from '../rules/run.js';
import type { ChangeContext, Finding, Level, Lost, RuleOutcome } from '../rules/types.js';
import { type DecisionInput, decide, isComplete } from './decide.js';
import { effectiveLevel } from './levels.js';
import type { OrganisationLevels, RuleLevelState } from './org-levels.js';
import { applySuppressions, SUPPRESSION_PROBLEM, suppressionFindings } from './suppressions.js';
import type { Config, Decision, EffectiveLevel, Suppression, Thresholds } from './types.js';
import { POLICY_WEAKENED } from './weakened-findings.js';

/** What a report needs to know of a rule, whether it looks at the tree or at the policy. */
export interface RuleIdentity {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly summary: string;
  readonly severity: Finding['severity'];
  readonly level: Level;
}

/** One rule of the run with its level and what came of it. */
export interface JudgedRule {
  readonly rule: RuleIdentity;
  readonly level: EffectiveLevel;
  /** Its record of being right, where the organisation's state holds one. */
  readonly record: RuleLevelState['record'];
  /** `off` and `unselected` rules did not run; `tool-error`: the rule threw. */
  readonly outcome:
    | RuleOutcome
    | { readonly state: 'tool-error'; readonly message: string }
    | { readonly state: 'off' | 'unselected' };
}

export interface JudgedFinding {
  readonly finding: Finding;
  readonly rule: RuleIdentity;
  readonly level: Level;
  readonly status: 'new' | 'older' | 'suppressed';
  readonly suppression: null | { readonly reason: string; readonly until: string };
}

export interface JudgeInput {
  /** Every rule there is, in the order of the registry, those that look at the policy included. */
  readonly rules: readonly RuleIdentity[];
  /** Ids that ran; the others are `off` or were left out. */
  readonly selected: (id: string) => boolean;
  readonly config: Config;
  /** Levels that the organisation's state gives; none by default. */
  readonly organisation?: OrganisationLevels;
  readonly side: 'base' | 'subject';
  readonly thresholds: Thresholds;
  /** YYYY-MM-DD, UTC. */
  readonly today: string;
  readonly subjectRuns: readonly RuleRun[];
  /** null: there is no base. */
  readonly baseRuns: readonly RuleRun[] | null;
  readonly change: ChangeContext | null;
  /** Findings of `policy-weakened`: always new. */
  readonly weakened: readonly Finding[];
  /** Whether two configurations were compared at all. */
  readonly policyCompared: boolean;
  readonly base: 'present' | 'missing' | 'not-expected';
  /** What else was expected and is not there, one sentence each. */
  readonly missing?: readonly string[];
  readonly degraded: readonly { readonly text: string }[];
}

export interface Judgement {
  readonly rules: readonly JudgedRule[];
  readonly findings: readonly JudgedFinding[];
  readonly lost: readonly Lost[];
  readonly toolErrors: readonly {
    readonly ruleId: string;
    readonly side: 'subject' | 'base';
    readonly message: string;
  }[];
  readonly complete: boolean;
  readonly decision: Decision;
  /** What was decided from: to decide again where a rule is paused. */
  readonly decisionInput: DecisionInput;
}

/** Judge a run. */
export function judge(input: JudgeInput): Judgement {
  const identities = new Map(input.rules.map((rule) => [rule.id, rule]));
  const levels = new Map(
    input.rules.map((rule) => [rule.id, effectiveLevel(rule, input.config, input.side, input.organisation)]),
  );
  const levelOf = (id: string): Level => levels.get(id)?.level ?? 'warn';

  const comparison = compareRuns(input.subjectRuns, input.baseRuns, input.change);
  const compared = comparison.findings.map(({ finding, status }) => ({ finding, status }));
  const marked = suppress(
    [...compared, ...input.weakened.map((finding) => ({ finding, status: 'new' as const }))],
    input,
  );
  const findings = marked.flatMap(({ finding, status, suppression }): JudgedFinding[] => {
    const rule = identities.get(finding.ruleId);
    return rule === undefined ? [] : [{ finding, rule, level: levelOf(rule.id), status, suppression }];
  });

  const toolErrors = [
    ...errorsOf(input.subjectRuns, 'subject'),
    ...comparison.errors.map((error) => ({ ...error, side: 'subject' as const })),
    ...errorsOf(input.baseRuns ?? [], 'base'),
  ];
  const lost = onceEach(
    lostThroughChange(input.subjectRuns, input.baseRuns ?? []).filter(({ ruleId }) => levelOf(ruleId) === 'block'),
  );
  const outcomes = new Map(input.subjectRuns.map((run) => [run.rule.id, run.outcome]));
  const rules = input.rules.map((rule): JudgedRule => {
    const level = levels.get(rule.id) as EffectiveLevel;
    return {
      rule,
      level,
      record: input.organisation?.get(rule.id)?.record ?? null,
      outcome: outcomeOf(rule, level, outcomes, input),
    };
  });
  const lacking = isComplete({
    base: input.base,
    rules: rules.map(({ rule, level, outcome }) => ({
      id: rule.id,
      level: level.level,
      outcome: evidenceOf(outcome),
    })),
  });
  const completeness = {
    complete: lacking.complete && (input.missing ?? []).length === 0,
    reasons: [...(input.missing ?? []), ...lacking.reasons],
  };
  const decisionInput: DecisionInput = {
    findings: findings.map(({ finding, level, status }) => ({
      ruleId: finding.ruleId,
      severity: finding.severity,
      status,
      level,
    })),
    toolErrors,
    lost,
    complete: completeness.complete,
    incompleteReasons: completeness.reasons,
    degraded: input.degraded,
    thresholds: input.thresholds,
    compared: input.baseRuns === null ? 'none' : 'base',
  };
  const decision = decide(decisionInput);
  return { rules, findings, lost, toolErrors, complete: completeness.complete, decision, decisionInput };
}

/** What several rules lost for one and the same reason, told by the first of them. */
function onceEach(lost: readonly Lost[]): Lost[] {
  const told = new Set<string>();
  return lost.filter(({ what, path, line }) => {
    const text = JSON.stringify([what, path, line]);
    return !told.has(text) && told.add(text).size > 0;
  });
}

interface Marked {
  readonly finding: Finding;
  readonly status: JudgedFinding['status'];
  readonly suppression: JudgedFinding['suppression'];
}

/** Mark what the configuration suppresses, and add what is wrong with the suppressions themselves. */
function suppress(
  found: readonly { readonly finding: Finding; readonly status: 'new' | 'older' }[],
  input: JudgeInput,
): Marked[] {
  const suppressible = found.map((entry) => ({
    ...entry,
    ...entry.finding,
    findingId: findingIdOf(fingerprintOf(entry.finding)),
  }));
  const ran = new Set(
    input.subjectRuns.filter(({ outcome }) => outcome.state === 'evaluated').map(({ rule }) => rule.id),
  );
  const result = applySuppressions(suppressible, input.config, input.today, ran);
  const marked = suppressible.map((entry): Marked => {
    const by: Suppression | undefined = result.suppressed.get(entry);
    return by === undefined
      ? { finding: entry.finding, status: entry.status, suppression: null }
      : { finding: entry.finding, status: 'suppressed', suppression: { reason: by.reason, until: by.until } };
  });
  // They speak of the policy in force. With a base that is the base's own file: not introduced here, hence older.
  const status = input.side === 'base' && input.baseRuns !== null ? 'older' : 'new';
  const problems = suppressionFindings(result, input.config, input.today);
  return [...marked, ...problems.map((finding): Marked => ({ finding, status, suppression: null }))];
}

function outcomeOf(
  rule: RuleIdentity,
  { level }: EffectiveLevel,
  outcomes: ReadonlyMap<string, RuleRun['outcome']>,
  input: JudgeInput,
): JudgedRule['outcome'] {
  if (level === 'off') return { state: 'off' };
  if (!input.selected(rule.id)) return { state: 'unselected' };
  const ran = outcomes.get(rule.id);
  if (ran !== undefined) return ran;
  // A rule that looks at the policy has no run of its own: it is evaluated by being asked, where there is what it asks about.
  if (rule.id === POLICY_WEAKENED && !input.policyCompared) {
    return { state: 'not-applicable', reason: 'there is no earlier configuration to compare with' };
  }
  if (rule.id === SUPPRESSION_PROBLEM && input.config.suppressions.length === 0) {
    return { state: 'not-applicable', reason: 'nothing is suppressed' };
  }
  return { state: 'evaluated', findings: [], proven: [], unproven: [], gaps: [] };
}

/** A rule that did not run lacks nothing that was expected; one that threw lacks everything. */
function evidenceOf(outcome: JudgedRule['outcome']): RuleOutcome | null {
  switch (outcome.state) {
    case 'tool-error':
      return null;
    case 'off':
    case 'unselected':
      return { state: 'not-applicable', reason: outcome.state };
    default:
      return outcome;
  }
}

function errorsOf(
  runs: readonly RuleRun[],
  side: 'subject' | 'base',
): { ruleId: string; side: 'subject' | 'base'; message: string }[] {
  return runs.flatMap(({ rule, outcome }) =>
    outcome.state === 'tool-error' ? [{ ruleId: rule.id, side, message: outcome.message }] : [],
  );
}

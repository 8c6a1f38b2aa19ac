/**
 * From what was found to `pass`, `warn` or `block`, with every reason. Pure, and total: an input that is not known to
 * be clean never passes. design.md, "Rule states and the decision".
 */
import type { Gap, Level, RuleOutcome, Severity } from '../rules/types.js';
import { MAXIMA } from './levels.js';
import type { Decision, DecisionReason, Lost, Outcome, Thresholds } from './types.js';
import { POLICY_WEAKENED } from './weakened-findings.js';

export interface DecisionInput {
  /** All findings; those of rules that are off don't count. */
  readonly findings: readonly {
    readonly ruleId: string;
    readonly severity: Severity;
    readonly status: 'new' | 'older' | 'suppressed';
    readonly level: Level;
  }[];
  /** Rules that threw. */
  readonly toolErrors: readonly { readonly ruleId: string; readonly side: 'subject' | 'base' }[];
  /** What rules at `block` could prove on the base and cannot here. */
  readonly lost: readonly Lost[];
  readonly complete: boolean;
  /** Sentences for people; see {@link isComplete}. */
  readonly incompleteReasons: readonly string[];
  /** Sentences for people: `Report.degraded`. */
  readonly degraded: readonly { readonly text: string }[];
  readonly thresholds: Thresholds;
  /** `base`: findings are new because the change introduced them; `none`: every finding counts as new. */
  readonly compared: 'base' | 'none';
  /** Rules that the circuit breaker paused: their findings leave the counts, except critical ones. */
  readonly paused?: ReadonlySet<string>;
}

/**
 * The decision and its reasons, worst first.
 *
 * - *block*: a rule threw on the subject; more new findings of rules at `block` than a maximum allows; evidence of a
 *   rule at `block` was lost by the change.
 * - *warn*: any other new finding, an incomplete or degraded run, a rule that threw on the base.
 * - *pass*: none of these, which is why a pass is always complete.
 */
export function decide(input: DecisionInput): Decision {
  const block = [...toolErrors(input), ...overMaxima(input), ...unproven(input)];
  const warn = [
    ...weakened(input),
    ...otherFindings(input),
    ...incomplete(input),
    ...degraded(input),
    ...baseErrors(input),
  ];
  const reasons = [...block, ...warn];
  if (reasons.length > 0) return { outcome: block.length > 0 ? 'block' : 'warn', reasons };
  return { outcome: 'pass', reasons: [{ kind: 'clean', text: cleanText(input) }] };
}

/** Compares outcomes: positive when `a` is the worse one. */
export function compareOutcomes(a: Outcome, b: Outcome): number {
  return OUTCOME_RANK[a] - OUTCOME_RANK[b];
}

const OUTCOME_RANK: Readonly<Record<Outcome, number>> = { pass: 0, warn: 1, block: 2 };

/** One rule of a run, as far as completeness is concerned. */
export interface RuleEvidence {
  readonly id: string;
  readonly level: Level;
  /** null: the rule threw. */
  readonly outcome: RuleOutcome | null;
}

export interface Completeness {
  readonly complete: boolean;
  /** One sentence for people per thing that is missing, without repeats. */
  readonly reasons: readonly string[];
}

/**
 * Whether no enabled rule at `block` lacks evidence that was expected, and a base was there where one is expected.
 * A gap that nobody expected to be filled (`not-asked`) is listed elsewhere and takes nothing away.
 */
export function isComplete(input: {
  readonly rules: readonly RuleEvidence[];
  readonly base: 'present' | 'missing' | 'not-expected';
}): Completeness {
  const reasons = new Set<string>();
  if (input.base === 'missing') reasons.add('There is no base to compare with, so every problem counts as new');
  // One cause usually blinds several rules: it is told once, with all of them.
  const blinded = new Map<string, string[]>();
  for (const { id, level, outcome } of input.rules) {
    if (level !== 'block') continue;
    const missing = outcome === null ? ['failed and was not evaluated'] : missingEvidence(outcome);
    for (const what of missing) blinded.set(what, [...(blinded.get(what) ?? []), id]);
  }
  for (const [what, ids] of blinded) reasons.add(`${idsText(ids)}: ${what}`);
  return { complete: reasons.size === 0, reasons: [...reasons] };
}

/** Each rule once; how often, where it was more than once. */
function idsText(ids: readonly string[]): string {
  return [...new Set(ids)]
    .map((id) => {
      const times = ids.filter((other) => other === id).length;
      return times === 1 ? id : `${id} (${times} checks)`;
    })
    .join(', ');
}

function missingEvidence(outcome: RuleOutcome): string[] {
  if (outcome.state === 'not-applicable') return [];
  const gaps = outcome.gaps.filter(({ cause }) => cause !== 'not-asked').map(gapText);
  const unreadable =
    outcome.state === 'evaluated' ? outcome.unproven.filter(({ cause }) => cause === 'unreadable') : [];
  return [...gaps, ...unreadable.map(({ what }) => `could not be proven: ${what}`)];
}

function gapText({ evidence, reason }: Gap): string {
  return `${evidence} could not be read: ${reason}`;
}

function counted({ findings }: DecisionInput) {
  return findings.filter(({ status, level }) => status === 'new' && level !== 'off');
}

function countOver(input: DecisionInput, severity: keyof Thresholds): number {
  const paused = severity === 'critical' ? undefined : input.paused;
  const count = counted(input).filter(
    (found) => found.level === 'block' && found.severity === severity && paused?.has(found.ruleId) !== true,
  ).length;
  return count > input.thresholds[severity] ? count : 0;
}

function overMaxima(input: DecisionInput): DecisionReason[] {
  return MAXIMA.flatMap((severity): DecisionReason[] => {
    const count = countOver(input, severity);
    const max = input.thresholds[severity];
    if (count === 0) return [];
    const text = `${problems(count, input)} of severity ${severity}; at most ${max} ${max === 1 ? 'is' : 'are'} allowed`;
    return [{ kind: 'over-threshold', text, severity, count, max }];
  });
}

function toolErrors(input: DecisionInput): DecisionReason[] {
  return errorsOn(input, 'subject').map((ruleId) => ({
    kind: 'tool-error',
    text: `${ruleId} failed: this is a fault of Phase Mirror, not of the change`,
  }));
}

function baseErrors(input: DecisionInput): DecisionReason[] {
  return errorsOn(input, 'base').map((ruleId) => ({
    kind: 'tool-error',
    text: `${ruleId} failed on the base, so each of its problems counts as new`,
  }));
}

function errorsOn({ toolErrors }: DecisionInput, side: 'subject' | 'base'): string[] {
  return [...new Set(toolErrors.filter((error) => error.side === side).map(({ ruleId }) => ruleId))];
}

function unproven({ lost }: DecisionInput): DecisionReason[] {
  return lost.map(({ ruleId, what, path, line }) => {
    const where = path === undefined ? '' : ` (${path}${line === undefined ? '' : `:${line}`})`;
    return { kind: 'unproven', text: `Unproven, and proven before this change: ${ruleId}, ${what}${where}` };
  });
}

function weakened(input: DecisionInput): DecisionReason[] {
  const count = counted(input).filter(({ ruleId }) => ruleId === POLICY_WEAKENED).length;
  if (count === 0) return [];
  const places = count === 1 ? 'one place' : `${count} places`;
  return [
    {
      kind: 'policy-weakened',
      text: `The change loosens the policy in ${places}; it takes effect after the merge`,
      count,
    },
  ];
}

/** New findings that no reason above speaks of. */
function otherFindings(input: DecisionInput): DecisionReason[] {
  const count = counted(input).filter(({ ruleId, level, severity }) => {
    if (ruleId === POLICY_WEAKENED) return false;
    if (severity !== 'critical' && input.paused?.has(ruleId) === true) return true;
    return level !== 'block' || severity === 'low' || countOver(input, severity) === 0;
  }).length;
  if (count === 0) return [];
  return [
    { kind: 'new-findings', text: `${problems(count, input)} that ${count === 1 ? 'does' : 'do'} not block`, count },
  ];
}

function incomplete({ complete, incompleteReasons }: DecisionInput): DecisionReason[] {
  if (complete) return [];
  const reasons = incompleteReasons.length > 0 ? incompleteReasons : ['Something that was expected could not be read'];
  return reasons.map((text) => ({ kind: 'incomplete', text }));
}

function degraded(input: DecisionInput): DecisionReason[] {
  return input.degraded.map(({ text }) => ({ kind: 'degraded', text }));
}

function problems(count: number, { compared }: DecisionInput): string {
  return `${count} ${compared === 'base' ? 'new ' : ''}problem${count === 1 ? '' : 's'}`;
}

function cleanText({ compared }: DecisionInput): string {
  return compared === 'base'
    ? 'No new problem, and everything expected was checked'
    : 'No problem, and everything expected was checked';
}

/** From looks to what is published: the changes of the record, and the one that a person asks for. */
import { changed, type EarnedLevel, guardGrant, type RuleState, witnessOf } from '../calibration/decide.js';
import type { OverrideChange } from '../calibration/report-types.js';
import { type LevelState, MAX_WHY, overrideOf, type RecordedChange, withOverride } from '../calibration/state.js';
import { percentOf } from '../calibration/words.js';
import { PhaseMirrorError } from '../errors.js';
import type { L0Violation } from '../l0/describe.js';
import type { SchemaPair } from '../l0/state.js';
import type { LevelsPayload } from '../policy/org-levels.js';
import { redactText } from '../privacy/secrets.js';
import { toWellFormed } from '../privacy/well-formed.js';
import type { LookedRule } from './calibrate-looks.js';
import type { ForcedLevel } from './calibrate-types.js';

export interface SettledChange {
  readonly from: EarnedLevel;
  readonly to: EarnedLevel;
  readonly by: 'record' | 'person';
  readonly why: string;
  /** false: an incomplete look grants nothing. */
  readonly applies: boolean;
}

export interface SettledRule extends LookedRule {
  /** What is published; null: no record changes the level of this rule. */
  readonly state: RuleState | null;
  readonly change: SettledChange | null;
  /** Why L0 refuses a grant that the evidence asks for. */
  readonly refused: readonly string[];
}

export interface Settled {
  readonly rules: readonly SettledRule[];
  readonly repositories: LevelsPayload['repositories'];
  /** For the history, oldest first. */
  readonly changes: readonly RecordedChange[];
  /** Sentences for people. */
  readonly notes: readonly string[];
  /** What a person changes for one repository alone. */
  readonly override?: OverrideChange;
}

export interface SettleInput {
  readonly looked: readonly LookedRule[];
  readonly state: LevelState;
  readonly complete: boolean;
  readonly schemas: SchemaPair;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: number;
  /** The level that a person asks for; null: nobody does. */
  readonly set: { readonly forced: ForcedLevel /** Anonymised. */; readonly by: string } | null;
}

/** @throws PhaseMirrorError `user`, exit 2: L0 refuses what a person asks for; exit 64: it cannot be asked for */
export function settle(input: SettleInput): Settled {
  const { looked, state, complete, now, set } = input;
  const all = looked.map((one) => settledByRecord(one, complete));
  const changes = (rules: readonly SettledRule[]): RecordedChange[] =>
    rules.flatMap(({ rule, change }) =>
      change?.applies === true && change.by === 'record'
        ? [changeRecord(rule, change, { at: now, by: 'record', why: change.why })]
        : [],
    );
  const { repositories } = state.levels;
  if (set === null) return { rules: all, repositories, changes: changes(all), notes: [] };
  const target = targetOf(all, set.forced);
  const why = reasonOf(set.forced.reason);
  const told = { at: now, by: set.by, why };
  if (set.forced.repositoryId !== undefined) {
    const own = settleOne(target, set.forced.repositoryId, input);
    const record = changeRecord(target.rule, own, told);
    return {
      rules: all,
      repositories: own.repositories,
      changes: [...changes(all), ...(own.same ? [] : [{ ...record, repository: String(set.forced.repositoryId) }])],
      notes: [own.note],
      ...(own.same
        ? {}
        : {
            override: {
              ...{ ruleId: target.rule.id, repository: String(set.forced.repositoryId), from: own.from, to: own.to },
              inherits: set.forced.level === 'inherit',
            },
          }),
    };
  }
  const by = settleAll(target, input);
  if (by === null) {
    const note = `${target.rule.id} is at \`${set.forced.level}\` already.`;
    return { rules: all, repositories, changes: changes(all), notes: [note] };
  }
  const change: SettledChange = { ...by, by: 'person', why: `Set by hand: ${why}`, applies: true };
  const rules = all.map((one) => (one === target ? { ...one, state: by.state, change, refused: [] } : one));
  return { rules, repositories, changes: [...changes(rules), changeRecord(target.rule, by, told)], notes: [] };
}

/** What the record alone makes of a rule. Of an incomplete look nothing is kept but what lowers a level. */
function settledByRecord(one: LookedRule, complete: boolean): SettledRule {
  const { look, start } = one;
  if (look === null || start === null) return { ...one, state: null, change: null, refused: [] };
  const refused = look.refused.map(l0Text);
  if (look.change === null) return { ...one, state: complete ? look.state : start, change: null, refused };
  const { from, to } = look.change;
  const applies = complete || to === 'warn';
  const { fp, n } = look.votes;
  const rate = `${to === 'warn' ? 'more' : 'less'} than ${percentOf(start.evidence.threshold)}`;
  const why = `${Number(fp.toFixed(1))} of ${n} votes call it wrong: enough evidence that ${rate} of its findings are false positives`;
  return { ...one, state: applies ? look.state : start, change: { from, to, by: 'record', why, applies }, refused };
}

/** The rule that a person names. */
function targetOf(rules: readonly SettledRule[], { ruleId, level, repositoryId }: ForcedLevel): SettledRule {
  const usage = (thing: string, reason: string, next: string): PhaseMirrorError =>
    new PhaseMirrorError('user', { thing, reason, next, exitCode: 64 });
  const target = rules.find(({ rule }) => rule.id === ruleId);
  if (target === undefined) {
    throw usage(`the rule "${ruleId}"`, 'is not known', `Use one of: ${rules.map(({ rule }) => rule.id).join(', ')}`);
  }
  if (target.start === null) {
    const next = 'Set `rules` in the configuration of the default branch, where it can be changed';
    throw usage(`the level of ${ruleId}`, 'is none that is earned or lost', next);
  }
  if (level === 'inherit' && repositoryId === undefined) {
    throw usage('the level "inherit"', 'takes back what one repository has of its own', 'Name the repository');
  }
  return target;
}

/** For all repositories. @returns null where the level is that already, whatever the record asks for */
function settleAll(
  target: SettledRule,
  input: SettleInput,
): null | { readonly from: EarnedLevel; readonly to: EarnedLevel; readonly state: RuleState } {
  const { start, look, pullRequests } = target;
  const to = input.set?.forced.level as EarnedLevel;
  if (start === null || look === null || start.level === to) return null;
  if (to === 'block') requireGrant(target, input);
  const state = changed(start, { to }, look.votes, { pullRequests, now: input.now });
  // A level that a person takes was not cost by votes: held against a clean record it could never be earned again.
  return { from: start.level, to, state: look.change === null ? { ...state, before: null } : state };
}

/** For one repository. What it may do for itself is bounded by the same invariant. */
function settleOne(target: SettledRule, repositoryId: number, input: SettleInput) {
  const { rule, start, state: after } = target;
  const { state, set } = input;
  const wanted = set?.forced.level === 'inherit' ? null : (set?.forced.level as EarnedLevel);
  // `targetOf` refused rules without one. What holds for all may change by this very look.
  const general = (after as RuleState).level;
  const own = overrideOf(state, repositoryId, rule);
  const from = own ?? (start as RuleState).level;
  const to = wanted ?? general;
  if (wanted === 'block' && own !== 'block' && general === 'warn') requireGrant(target, input);
  const same = wanted === own;
  const now = wanted === null ? `as everywhere, \`${general}\`` : `\`${wanted}\``;
  return {
    ...{ from, to, same },
    repositories: same
      ? state.levels.repositories
      : withOverride(state.levels.repositories, repositoryId, rule, wanted),
    note: `${rule.id} in the repository ${repositoryId} ${same ? 'is already' : 'becomes'} ${now}.`,
  };
}

/** @throws PhaseMirrorError `user`, exit 2 */
function requireGrant(one: LookedRule, { complete, schemas, now }: SettleInput): void {
  if (!complete) throw notGranted(one.rule.id, 'asks for a complete look, and this one is not');
  const refused = grantRefusals(one, schemas, now);
  if (refused.length > 0) throw notGranted(one.rule.id, `breaks ${refused.join('; ')}`);
}

/** What L0 says of a grant with the votes since the level was lost; empty: nothing. */
export function grantRefusals({ start, look }: LookedRule, schemas: SchemaPair, now: number): readonly string[] {
  if (start === null || look === null) return ['its level is none that is earned'];
  return guardGrant(schemas, witnessOf(start, look.votes), now).map(l0Text);
}

export function notGranted(ruleIds: string, reason: string): PhaseMirrorError {
  return new PhaseMirrorError('user', {
    thing: `Raising ${ruleIds} to block`,
    reason,
    next: 'Nothing was published. Have its findings reviewed (phase-mirror fp list --audit), or pin `level: block` in the configuration',
  });
}

function l0Text({ invariant, value, bound }: L0Violation): string {
  return `${invariant} (${value}; needed: ${bound})`;
}

export function changeRecord(
  { id: ruleId, version: ruleVersion }: LookedRule['rule'],
  { from, to }: Pick<SettledChange, 'from' | 'to'>,
  { at, by, why }: { readonly at: number; readonly by: string; readonly why: string },
): RecordedChange {
  return { at: new Date(at).toISOString(), ruleId, ruleVersion, from, to, by, why };
}

/** The words of a person: without secrets, on one line, bounded. @throws PhaseMirrorError `user`, exit 64: there are none */
export function reasonOf(reason: string): string {
  const text = redactText(reason.slice(0, 10 * MAX_WHY))
    .text.replace(/\s+/g, ' ')
    .trim();
  // What is signed has no half of a surrogate pair.
  if (text !== '') return toWellFormed(text.slice(0, MAX_WHY));
  throw new PhaseMirrorError('user', {
    thing: 'the reason',
    reason: 'is empty',
    next: 'Say why the level is to be another one',
    exitCode: 64,
  });
}

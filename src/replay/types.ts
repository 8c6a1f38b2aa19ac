/** What a replay says. Text fields come from the replayed repository and are untrusted: renderers escape them. */
import type { Judgement } from '../policy/judge.js';
import type { LoadedPolicy } from '../policy/load.js';
import type { DecisionReason, Outcome } from '../policy/types.js';
import type { BuiltModel } from '../repository/model.js';
import type { TreeChange } from '../repository/types.js';
import type { Level, Lost, Severity } from '../rules/types.js';

/** Decides one change: the function that `evaluate` decides by, bound to what is the same for the whole history. */
export type Judge = (input: {
  readonly subject: BuiltModel;
  readonly base: BuiltModel;
  readonly change: TreeChange;
  readonly policy: LoadedPolicy;
  /** YYYY-MM-DD, UTC: the day of the commit. */
  readonly today: string;
}) => Judgement;

/** A problem that one change introduced. */
export interface ReplayedFinding {
  readonly ruleId: string;
  readonly level: Level;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly path: string;
  readonly line: number;
  readonly anchor: string;
  readonly findingId: string;
  /** It is one of those that blocked the change. */
  readonly blocking: boolean;
}

/** A change that introduced something, or could not be evaluated. */
export interface FlaggedChange {
  readonly sha: string;
  readonly parent: string;
  /** Committer date, `2026-01-31T10:00:00.000Z`. */
  readonly date: string;
  /** First line of the commit's message. */
  readonly subject: string;
  /** `failed`: evaluate would have exited with 2. */
  readonly outcome: Outcome | 'failed';
  readonly reasons: readonly DecisionReason[];
  readonly findings: readonly ReplayedFinding[];
  readonly lost: readonly Lost[];
  /** Rules that blocked it. */
  readonly blockedBy: readonly string[];
  /** What made it fail; '' when it did not. */
  readonly error: string;
}

export interface RuleTally {
  /** Changes that the rule blocked. */
  readonly blocked: number;
  /** Changes in which the rule found something new and did not block. */
  readonly warned: number;
}

export interface ReplayCounts {
  /** Changes replayed: commits with a first parent. */
  readonly changes: number;
  readonly pass: number;
  readonly warn: number;
  readonly block: number;
  readonly failed: number;
  /** Changes that touched anything a rule reads; all others are decided without running one. */
  readonly judged: number;
  /** Changes whose moved files were found by identical content alone, because the clone lacks content. */
  readonly exactRenames: number;
}

/** All that is known after a number of changes; what a state file holds. */
export interface ReplayProgress {
  /** The last change replayed; null before the first. */
  readonly last: string | null;
  readonly counts: ReplayCounts;
  readonly rules: Readonly<Record<string, RuleTally>>;
  /** Oldest first. */
  readonly flagged: readonly FlaggedChange[];
}

/** Where the history is, and what part of it is replayed. */
export interface ReplayScope {
  readonly branch: string;
  /** The newest commit. */
  readonly head: string;
  /** YYYY-MM-DD of the oldest and newest change; '' without one. */
  readonly from: string;
  readonly to: string;
  /** A shallow clone ends before the history does. */
  readonly shallow: boolean;
}

export interface ReplayResult extends ReplayProgress {
  readonly scope: ReplayScope;
  /** Identity of the set of rules, as in a report. */
  readonly ruleSet: string;
  readonly version: string;
}

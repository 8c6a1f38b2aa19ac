/**
 * What `fleet report` found out about several repositories of one organisation. Every surface is rendered from it;
 * `schema/fleet.v1.json` says the same.
 */
import type { Level } from '../rules/types.js';

export interface FleetReport {
  readonly schemaVersion: '1';
  /** Everything that differs between two identical runs. */
  readonly run: {
    /** ISO 8601, UTC. */
    readonly generatedAt: string;
    readonly durationMs: number;
    /** Requests that the stores sent; null where none were asked, or they send none (SQLite). */
    readonly requests: number | null;
  };
  readonly tool: { readonly name: 'phase-mirror'; readonly version: string; readonly ruleSet: string };
  /** What the memory is called; '' where none was asked. */
  readonly store: string;
  /** Version of the identity salt that `identity` is under; 0: identities as they are; null: no memory. */
  readonly saltVersion: number | null;
  /** Everything that was asked for could be looked at. */
  readonly complete: boolean;
  /** Sentences for people: what was left out, and why. */
  readonly notes: readonly string[];
  readonly totals: FleetTotals;
  /** In the order of ids. */
  readonly rules: readonly FleetRule[];
  /** In the order of names. */
  readonly repositories: readonly FleetRepository[];
}

export interface FleetTotals {
  readonly repositories: number;
  /** Looked at as a clone. */
  readonly clones: number;
  /** With a workflow that runs the gate. */
  readonly gates: number;
  /** Whose findings may be recorded; null without a memory. */
  readonly consented: number | null;
  /** With recorded events in the last 90 days. */
  readonly recorded: number | null;
  /** Pull requests that were blocked in the last 90 days. */
  readonly blocked: number | null;
  readonly expiring: number;
}

/** Counts of what was recorded and judged, "reviewed only": it describes, and decides nothing. */
export interface FleetRate {
  readonly events: number;
  readonly falsePositives: number;
  readonly truePositives: number;
  /** Wilson interval of the false-positive rate, 95 %; null until anything was reviewed. */
  readonly interval: null | { readonly low: number; readonly high: number };
}

export interface FleetRule {
  readonly ruleId: string;
  readonly name: string;
  readonly builtIn: Level;
  /** Level → repositories that have it, strictest first; more than one entry: they differ. */
  readonly levels: readonly { readonly level: Level; readonly repositories: readonly string[] }[];
  /** Clones in which it was not evaluated. */
  readonly notEvaluated: number;
  /** Over all repositories that consent to be counted; null without a memory. */
  readonly rate: FleetRate | null;
}

export interface FleetRepository {
  /** `owner/name` where it is known, else the folder. */
  readonly name: string;
  /** GitHub's numeric id; null: not known, so nothing in the memory can be joined. */
  readonly id: number | null;
  /** Under the newest salt; '' where there is no memory, or no id. */
  readonly identity: string;
  /** '' where there is no clone. */
  readonly path: string;
  /** Why the clone could not be evaluated; '' where it was, or there is none. */
  readonly problem: string;
  readonly coverage: FleetCoverage;
  /** What holds for each rule here, and where it comes from; empty where nothing is known. */
  readonly levels: readonly FleetLevel[];
  /** In the last 90 days; null: no memory, or no consent to be counted. */
  readonly blocks: null | {
    readonly pullRequests: number;
    readonly rules: readonly { readonly ruleId: string; readonly pullRequests: number }[];
  };
  /** Of the clone, compared with nothing; null without one. */
  readonly findings: null | { readonly total: number; readonly suppressed: number; readonly complete: boolean };
  /** Suppressions that end within 30 days, first to end first. */
  readonly expiring: readonly FleetException[];
  readonly notEvaluated: readonly { readonly ruleId: string; readonly reasons: readonly string[] }[];
}

export interface FleetCoverage {
  /** `unknown`: there is no clone. `missing`: no workflow of the clone runs it; a ruleset may. */
  readonly gate: 'present' | 'missing' | 'unknown';
  /** Paths of the workflows that run it. */
  readonly workflows: readonly string[];
  /** null: no memory, or a database, where consent is implicit. */
  readonly consent: null | { readonly granted: readonly string[]; readonly reason: string };
  /** Recorded in the last 90 days; null: no memory, no id, or no consent to be counted. */
  readonly rate: FleetRate | null;
  /** ISO 8601, UTC; '' where nothing was, or nobody knows. */
  readonly lastSeen: string;
}

export interface FleetLevel {
  readonly ruleId: string;
  readonly level: Level;
  readonly origin: 'built-in' | 'organisation' | 'repository' | 'pin';
}

export interface FleetException {
  readonly ruleId: string;
  /** Path, glob or finding that is suppressed. */
  readonly target: string;
  /** YYYY-MM-DD, the last day. */
  readonly until: string;
  readonly daysLeft: number;
  /** Where it stands. */
  readonly path: string;
  readonly line: number;
  /** '' where nobody is named. */
  readonly owner: string;
}

/**
 * What a look at the record of all rules found: what `calibrate report` proposes and `calibrate apply` publishes. Every
 * surface (JSON, terminal, job summary, issue) is rendered from it. `schema/calibration.v1.json` says the same.
 */
import type { Level } from '../rules/types.js';
import type { Direction } from './evidence.js';

export interface CalibrationReport {
  readonly schemaVersion: '1';
  /** Everything that differs between two identical runs. */
  readonly run: {
    /** ISO 8601, UTC. */
    readonly generatedAt: string;
    readonly durationMs: number;
    /** Link to the workflow run, '' in a terminal. */
    readonly url: string;
    /** Requests that the stores sent; null where the store sends none (SQLite). */
    readonly requests: number | null;
  };
  readonly tool: { readonly name: 'phase-mirror'; readonly version: string; readonly ruleSet: string };
  /** `report` changes nothing. */
  readonly mode: 'report' | 'apply';
  /** What the store is called. */
  readonly store: string;
  /** Environment of the Terraform; '' for a database. */
  readonly environment: string;
  readonly threshold: number;
  readonly auditRate: number;
  /** Everything that was to be looked at was. An incomplete look publishes no change and closes no issue. */
  readonly complete: boolean;
  readonly degraded: readonly { readonly code: string; readonly text: string }[];
  /** Sentences for people: what was left out, what waits. */
  readonly notes: readonly string[];
  readonly repositories: {
    /** Repositories whose votes count. */
    readonly counted: number;
    /** Repositories with events that do not count, by reason: `no consent`, `excluded` … */
    readonly leftOut: readonly { readonly reason: string; readonly repositories: number }[];
  };
  readonly state: {
    /** The state that was judged; null: there was none. */
    readonly sequence: number | null;
    readonly signed: boolean;
    /** Sequence that was published; null: nothing was. */
    readonly published: number | null;
  };
  /** In the order of ids. */
  readonly rules: readonly CalibratedRule[];
  /** What a person changed for one repository alone; absent: nothing. */
  readonly override?: OverrideChange;
  /** What taking verdicts in found; null where it was not asked for. */
  readonly ingested: IngestSummary | null;
}

export interface OverrideChange {
  readonly ruleId: string;
  /** GitHub's numeric id. */
  readonly repository: string;
  readonly from: Level;
  readonly to: Level;
  /** Its own level was taken back: from now on it has the one of all. */
  readonly inherits: boolean;
}

export interface CalibratedRule {
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly name: string;
  readonly builtIn: Level;
  /** What held when the look began: by state, else built in. */
  readonly level: Level;
  /** What holds after it. */
  readonly next: Level;
  /** A pin of the base's configuration, which wins over any record; null: none. */
  readonly pin: null | { readonly level: Level; readonly path: string; readonly line: number };
  /** null where no record changes the level (built in as off, or always on). */
  readonly evidence: null | {
    readonly direction: Direction;
    /** Votes that count, and the sum of their shares of false positives. */
    readonly votes: number;
    readonly falseShare: number;
    /** log E; the level changes at log 20. JSON has no infinity: it is finite. */
    readonly logE: number;
    /** E ÷ 20 as a share of the way on a log scale, 0 to 1. */
    readonly progress: number;
    readonly reviewers: number;
    readonly pullRequests: number;
    /** Surplus votes of one reviewer or one repository. */
    readonly waiting: number;
  };
  /** A change that the evidence, or a person, asks for and nothing refuses. */
  readonly change: null | {
    readonly from: Level;
    readonly to: Level;
    readonly by: 'record' | 'person';
    /** One sentence for people. */
    readonly why: string;
  };
  /** Why L0 refuses a grant that the evidence asks for; else empty. */
  readonly refused: readonly string[];
  /** "Reviewed only": describes, decides nothing. null until anything was reviewed. */
  readonly reviewedOnly: null | {
    readonly reviewed: number;
    readonly falsePositives: number;
    /** Wilson, 95 %. */
    readonly low: number;
    readonly high: number;
  };
  readonly events: number;
  readonly pending: number;
  /** By UTC day, oldest first, at most 90; days without events are absent. */
  readonly days: readonly {
    readonly day: string;
    readonly total: number;
    readonly falsePositives: number;
    readonly truePositives: number;
  }[];
}

export interface IngestSummary {
  /** Verdicts that were read, by source. */
  readonly read: Readonly<Record<'alert' | 'suppression' | 'file', number>>;
  /** New or changed verdicts in the store, counted by event; of a dry run those that would be. */
  readonly stored: number;
  /** Verdicts that were in the store already. */
  readonly known: number;
  /** Why verdicts do not count, worst first: `by its author` 3. */
  readonly refused: readonly { readonly reason: string; readonly count: number }[];
  /** Single refusals for people, at most 50: `alert 12 (finding 1a2b3c4d): dismissed by its author`. */
  readonly examples: readonly string[];
  /** Not written: no consent, dry run. '' where it was. */
  readonly notStored: string;
  /** Clauses for people: which reviewers are not known, which source was not read and why. Absent: none. */
  readonly notes?: readonly string[];
  /** There may be verdicts that were not seen; absent: no. */
  readonly incomplete?: true;
}

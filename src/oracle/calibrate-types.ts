/** What runs about calibration are asked, and what they answer. */
import type { CalibrationReport, IngestSummary } from '../calibration/report-types.js';
import type { IssueOutcome } from '../report/issues.js';
import type { Level } from '../rules/types.js';
import type { AwsAccess } from './aws-access.js';
import type { Id } from './memory.js';

export type CalibrationStore =
  | { readonly backend: 'sqlite'; readonly file: string }
  | ({ readonly backend: 'aws' } & AwsAccess);

export interface CalibrationRequest {
  /** A checkout of the default branch: the base, with the configuration that counts. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly clock: () => number;
  readonly store: CalibrationStore;
  /** `owner/name`. */
  readonly repository?: string;
  /** GitHub's numeric id; null: not known (a database of one repository needs none). */
  readonly repositoryId: number | null;
  /** Numeric id of the account that owns it; null: not known. With AWS it is needed for consent. */
  readonly ownerId: number | null;
  readonly configPath?: string;
  readonly token?: string;
  readonly apiUrl?: string;
  readonly runUrl: string;
  readonly dryRun?: boolean;
  /** What the runner says of a run on the default branch; absent: from a terminal. */
  readonly run?: CalibrationRun;
}

export interface CalibrationRun {
  /** The commit of the event. */
  readonly sha: string;
  /** From 1. */
  readonly attempt: number;
  readonly defaultBranch: string;
}

export interface IngestRequest extends CalibrationRequest {
  /** Which sources to read; alerts and suppressions need a token and `repository`. */
  readonly sources: readonly ('alerts' | 'suppressions' | 'file')[];
  /** JSON lines, with `file`. */
  readonly input?: { readonly name: string; readonly text: string };
}

/** A level that a person sets, whatever the record says. */
export interface ForcedLevel {
  readonly ruleId: string;
  /** `inherit` takes an override of one repository back. */
  readonly level: Exclude<Level, 'off'> | 'inherit';
  /** Numeric id: for this repository alone. Absent: for all. */
  readonly repositoryId?: number;
  readonly reason: string;
  readonly by: Id;
}

export interface CalibrateRequest extends CalibrationRequest {
  readonly mode: 'report' | 'apply';
  /** Keep the `fp-calibration` issue; needs a token and `repository`. */
  readonly issue?: boolean;
  readonly set?: ForcedLevel;
  /** Go back to what this sequence published: its content under a new sequence. */
  readonly restore?: { readonly sequence: number; readonly reason: string; readonly by: Id };
  /** Absolute path to write the copy for forks to, `.github/phase-mirror-levels.json` in the checkout. */
  readonly copy?: string;
  /** PEM of the key that signs, for those without AWS; undefined: the document says that it is unsigned. */
  readonly signingKey?: string;
  /** Verdicts taken in by the same run, for the report. */
  readonly ingested?: IngestSummary;
  /** Other repositories whose numeric ids are known, so that their rows are joined over salt versions. */
  readonly repositories?: readonly { readonly id: number; readonly name: string }[];
}

export interface CalibrateResult {
  readonly report: CalibrationReport;
  /** null: nobody asked for one, or the run may not touch it. */
  readonly issue: IssueOutcome | null;
  /** Address of an open `circuit-breaker` issue; '' where there is none. */
  readonly breakerIssue: string;
}

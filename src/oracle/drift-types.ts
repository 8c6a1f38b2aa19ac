/** What a run about drift is asked, and what it answers. */
import type { DriftAbout } from '../drift/render-sentences.js';
import type { Baseline, BaselineHeader, Drift } from '../drift/types.js';
import type { IssueOutcome } from '../report/issues.js';
import type { Degradation } from '../report/types.js';
import type { Git } from '../repository/git.js';
import type { AwsAccess } from './aws-access.js';

export type DriftStore =
  /** A signed file of the repository itself. */
  | { readonly backend: 'file' }
  | {
      readonly backend: 'sqlite';
      /** Absolute path of the database. */
      readonly file: string;
      /** Somebody named it: a command that is shown has to name it too. */
      readonly named?: boolean;
    }
  | ({ readonly backend: 'aws' } & AwsAccess);

/** What the runner says of a run of an action. */
export interface DriftRun {
  readonly event: string;
  /** `refs/heads/main` */
  readonly ref: string;
  /** The commit of the event. */
  readonly sha: string;
  readonly runUrl: string;
  /** `.github/workflows/drift.yml`, '' when it is not known. */
  readonly workflow: string;
  /** Who started the first attempt. */
  readonly actor: string;
  /** Who started this attempt. */
  readonly triggeringActor: string;
  /** From 1. */
  readonly attempt: number;
  readonly restricted: AwsAccess['restricted'];
}

export interface DriftRequest {
  readonly folder: string;
  /** The clone that `folder` is in, where it was opened before (drift-ahead.ts). Who opened it waits for its end. */
  readonly clone?: Git;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly clock: () => number;
  readonly store: DriftStore;
  /** `owner/name`. */
  readonly repository?: string;
  /** GitHub's numeric id; null: not known. */
  readonly repositoryId: number | null;
  /** null: the clone is asked. */
  readonly defaultBranch: string | null;
  /** null: from a terminal. */
  readonly run: DriftRun | null;
  readonly configPath?: string;
  readonly token?: string;
  readonly apiUrl?: string;
  /** Keep the issue of this repository and branch; needs a token. */
  readonly issue?: boolean;
  readonly dryRun?: boolean;
  /** PEM of the key that signs, for those without AWS; undefined: the document says that it is unsigned. */
  readonly signingKey?: string;
}

export interface AcceptRequest extends DriftRequest {
  readonly reason: string;
  /** There is none yet, and this is to be the first. */
  readonly first: boolean;
  /** What is stored was refused or deleted: accept the state of now in its place. */
  readonly anew?: boolean;
  /** Go back to this version of what was accepted, or to the one that begins so: its content, under a new sequence. */
  readonly restore?: string;
  /** After it was written, before the issue is closed: makes it last where the store itself does not. */
  readonly keep?: () => Promise<void>;
}

/** The accepted state, checked. */
export interface AcceptedState {
  readonly baseline: Baseline;
  readonly sequence: number;
  /** What the next document names as `previous`. */
  readonly digest: string;
  readonly previous: string | null;
  readonly signed: boolean;
  /** Opaque, for `replace`. */
  readonly tag: string;
}

export interface DriftCheckResult {
  readonly drift: Drift;
  readonly about: DriftAbout;
  readonly accepted: AcceptedState;
  /** Everything that the accepted state speaks of was looked at. */
  readonly complete: boolean;
  readonly degraded: readonly Degradation[];
  /** Sentences for people: unsigned, what was not checked. */
  readonly notes: readonly string[];
  /** What the store is called. */
  readonly store: string;
  readonly repository: string;
  readonly repositoryId: number;
  readonly branch: string;
  readonly startedAt: number;
  readonly runUrl: string;
  /** null: nobody asked for one, or the run may not touch it. */
  readonly issue: IssueOutcome | null;
}

export interface DriftAcceptResult {
  /** `unchanged`: the state was accepted already, and nothing was written. */
  readonly outcome: 'written' | 'unchanged' | 'dry-run';
  readonly accepted: AcceptedState;
  /** What this acceptance takes in; null for the first one. */
  readonly drift: Drift | null;
  readonly notes: readonly string[];
  readonly store: string;
  readonly issue: IssueOutcome | null;
}

export interface ShownVersion {
  readonly version: string;
  readonly writtenAt: number | null;
  readonly deleted: boolean;
  /** What it says of itself; null: deleted, or too old to be opened. */
  readonly about:
    | {
        readonly ok: true;
        readonly sequence: number;
        readonly header: BaselineHeader;
        /** Why it is not to be used as it is: `UNKNOWN_KEY`; '' for nothing. */
        readonly doubt: string;
      }
    | { readonly ok: false; readonly why: string }
    | null;
}

export interface DriftShowResult {
  /** null: there is none, or it is refused. */
  readonly accepted: AcceptedState | null;
  /** Why what is there is not to be used, for people; '' where it is, or there is none. */
  readonly refused: string;
  /** An acceptance in the work tree that no commit of the default branch has yet, as a sentence; '' for none. */
  readonly pending: string;
  /** Newest first. */
  readonly versions: readonly ShownVersion[];
  readonly branch: string;
  /** What the configuration of today governs. */
  readonly patterns: Baseline['header']['patterns'];
  /** Paths that are governed today. */
  readonly governed: readonly string[];
  readonly notes: readonly string[];
  readonly store: string;
  /** The command that makes the first one; '' where there is one. */
  readonly command: string;
}

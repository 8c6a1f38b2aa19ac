/** The governed state of a repository, and how it moved. Text from a repository is untrusted: renderers escape it. */
import type { LastChange } from '../repository/git-history.js';
import type { Severity } from '../rules/types.js';

/** What is known about governance, in the order in which it is told. */
export const FACT_KINDS = [
  'permissions',
  'oidc',
  'required-check',
  'branch-rule',
  'codeowners',
  'environment',
  'trigger',
  'job',
  'action',
  'policy',
  'schema',
  'github',
] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/** One governed file: mode and digest as git has them. */
export interface BaselineFile {
  readonly path: string;
  /** `100644`, `100755`, `120000` (a link) or `160000` (a submodule). */
  readonly mode: string;
  /** git's object id of the content. */
  readonly digest: string;
}

/**
 * One statement about governance. `kind`, `key` and `value` are what is compared; several facts may share a key (the
 * subjects of one role), then together they are its value.
 */
export interface Fact {
  readonly kind: FactKind;
  /** What it is about, normalised: `['.github/workflows/ci.yml', 'build', 'contents']`. */
  readonly key: readonly string[];
  readonly value: string;
  /** Where it is said, for people; '' and 0 for what only GitHub says. */
  readonly path: string;
  readonly line: number;
  /** Shown and not compared: the version in the comment beside a pinned action. */
  readonly note?: string;
}

/** Which paths are governed. */
export interface DriftPatterns {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

export interface Unreadable {
  readonly path: string;
  /** One clause for people: "is not UTF-8 text". */
  readonly reason: string;
}

/** The governed state at one moment. */
export interface Observation {
  readonly head: { readonly commit: string; readonly tree: string } | null;
  readonly patterns: DriftPatterns;
  /** Sorted by path. */
  readonly files: readonly BaselineFile[];
  /** In the order of {@link sortFacts}. */
  readonly facts: readonly Fact[];
  /** Kinds of answers that GitHub gave: facts without a path are among `facts` for these alone. */
  readonly api: readonly ApiPart[];
  /** Governed files that say nothing because they cannot be read. */
  readonly unreadable: readonly Unreadable[];
  /** What was not looked at, each a sentence. */
  readonly gaps: readonly string[];
  /** Governed files that are not as the commit has them; of a state that is the accepted one, those the disk shows. */
  readonly uncommitted: ReadonlySet<string>;
}

/** What GitHub is asked: each part is there as a whole or not at all. */
export const API_PARTS = ['protection', 'environments', 'workflows'] as const;
export type ApiPart = (typeof API_PARTS)[number];

/** The accepted state. */
export interface Baseline {
  readonly schemaVersion: '1';
  readonly header: BaselineHeader;
  readonly files: readonly BaselineFile[];
  readonly facts: readonly Fact[];
}

export interface BaselineHeader {
  readonly type: 'baseline';
  /** GitHub's numeric id; 0 where there is none (a clone that nobody told which repository it is). */
  readonly repositoryId: number;
  /** `owner/name` for people, '' when it is not known. */
  readonly repository: string;
  readonly branch: string;
  /** The commit that was accepted, and its root tree. */
  readonly commit: string;
  readonly tree: string;
  /** ISO 8601, UTC. */
  readonly acceptedAt: string;
  readonly acceptedBy: { readonly name: string; readonly kind: 'github' | 'local' | 'aws' };
  readonly reason: string;
  /** '' from a terminal. */
  readonly runUrl: string;
  /** Version of Phase Mirror. */
  readonly tool: string;
  /** Which answers of GitHub the facts hold. */
  readonly api: readonly ApiPart[];
  readonly patterns: DriftPatterns;
}

// ---------------------------------------------------------------- drift

export interface Place {
  readonly path: string;
  readonly line: number;
  /** It was there in the accepted state and is not there now. */
  readonly gone: boolean;
}

/** One statement that changed. */
export interface FactChange {
  readonly kind: FactKind | 'unreadable';
  /** One line, names in backticks, without a full stop: "job `publish` gained `contents: write`". */
  readonly sentence: string;
  readonly severity: Severity;
  /** More may be done than before, by more, or with less in the way. */
  readonly widened: boolean;
  /** A schema, or the version of one, changed. */
  readonly schema: boolean;
  /** First the one to look at; '' for what only GitHub says. */
  readonly place: Place;
}

export type FileChangeKind = 'added' | 'removed' | 'modified' | 'renamed' | 'mode-changed';

/** One governed file that changed, with the facts that say what it means. */
export interface FileChange {
  readonly kind: FileChangeKind;
  readonly path: string;
  /** Where it was, of a renamed one. */
  readonly from?: string;
  /** Mode and digest of now, '' for a file that is gone: one more edit is another change. */
  readonly state: string;
  /** It runs, and what its facts do not tell changed in it, or may have. */
  readonly content: boolean;
  /** Of the file itself: "renamed from `a.yml`". */
  readonly sentence: string;
  /** The worst of the file's own and of its facts. */
  readonly severity: Severity;
  readonly widened: boolean;
  readonly schema: boolean;
  /** Worst first. */
  readonly facts: readonly FactChange[];
  /** Not committed yet. */
  readonly uncommitted: boolean;
  /** Who brought it in; null where the history at hand does not say. */
  readonly change: LastChange | null;
}

export interface Magnitude {
  readonly changed: number;
  /** Governed paths of the accepted state and of now, each once. */
  readonly total: number;
  /** `changed ÷ total`, 0 when there is nothing. */
  readonly value: number;
}

export interface Drift {
  /** Worst first, then by path. */
  readonly files: readonly FileChange[];
  /** What changed in no file that changed: settings on GitHub, what another file decides. Worst first. */
  readonly others: readonly FactChange[];
  readonly magnitude: Magnitude;
  /** null: no drift. */
  readonly severity: Severity | null;
  readonly widened: boolean;
  readonly schema: boolean;
  /** What could not be compared, each a sentence. */
  readonly notCompared: readonly string[];
  /** 32 hex digits of what is said: equal for equal drifts, whenever and wherever they are seen. '' for none. */
  readonly id: string;
}

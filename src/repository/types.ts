/**
 * What a repository says, parsed once, every fact with its file and line. Everything here is data: no I/O, no clock.
 * Text fields come from the evaluated repository and are untrusted: renderers escape them.
 */

import type { Terraform } from './terraform.js';

/** A place in a file of the evaluated tree. Lines and columns count from 1; the end is inclusive of its line. */
export interface Span {
  readonly path: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A value together with the place that says so. */
export interface Located<T> {
  readonly value: T;
  readonly at: Span;
}

// ---------------------------------------------------------------- snapshot

export type EntryKind = 'file' | 'executable' | 'symlink' | 'submodule';

/** One tracked path. Paths are '/'-separated and relative to the top of the repository. */
export interface TreeEntry {
  readonly path: string;
  readonly kind: EntryKind;
  /** Object id of the content where it is known without hashing (commit trees, clean index entries). */
  readonly oid?: string;
}

/** Limits of one governed file. A file over its budget is a finding with a reason, never a crash. */
export interface FileBudget {
  /** Bytes. */
  readonly maxBytes: number;
  /** Nested collections. */
  readonly maxDepth: number;
  /** Lexical tokens of a YAML file: bounds the time of parsing it (about a second at the default on a slow machine). */
  readonly maxTokens: number;
  /** Aliases followed while a document is expanded, and nodes after expansion. */
  readonly maxAliases: number;
  readonly maxNodes: number;
}

export const DEFAULT_BUDGET: FileBudget = {
  maxBytes: 1024 * 1024,
  maxDepth: 100,
  maxTokens: 100_000,
  maxAliases: 1000,
  maxNodes: 50_000,
};

/** PATH_MAX of Linux: no longer target of a link can be followed on disk. */
export const MAX_TARGET = 4096;

export type ReadFailure =
  | { readonly reason: 'missing' }
  | { readonly reason: 'too-large'; readonly bytes: number; readonly limit: number }
  | { readonly reason: 'symlink-outside'; readonly target: string }
  | { readonly reason: 'not-a-file'; readonly kind: string }
  | { readonly reason: 'unreadable'; readonly detail: string };

export type ReadResult =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly failure: ReadFailure };

/**
 * A tree at one moment: a work tree (what is on disk, untracked files that are not ignored included), a commit
 * (read from the object database; nothing is checked out, nothing of the commit is ever executed) or a plain folder.
 */
export interface Snapshot {
  /** `commit:<40 hex>`, `worktree` or `folder`. */
  readonly id: string;
  /** All paths, sorted by code unit. Computed once. */
  list(): Promise<readonly TreeEntry[]>;
  /** The content of one path, never more than `maxBytes`. Links are followed inside the tree only. */
  read(path: string, maxBytes: number): Promise<ReadResult>;
  /** Several paths at once (one process for a commit). Same order as asked. */
  readMany(paths: readonly string[], maxBytes: number): Promise<readonly ReadResult[]>;
  /** Release processes. Safe to call twice. */
  close(): Promise<void>;
}

// ---------------------------------------------------------------- problems

/** A governed file that could not be read as what it should be. Becomes the finding `unreadable-file`. */
export interface FileProblem {
  readonly path: string;
  readonly at: Span;
  readonly kind:
    | 'syntax'
    | 'shape'
    | 'too-large'
    | 'too-deep'
    | 'too-many-aliases'
    | 'encoding'
    | 'symlink'
    | 'unreadable';
  /** One clause for people, bounded and free of line breaks: "`on` is missing". */
  readonly reason: string;
  /** What the file would have told us, so that rules know which evidence is gone. */
  readonly role: FileRole;
}

export type FileRole = 'workflow' | 'action' | 'protection' | 'codeowners' | 'config';

// ---------------------------------------------------------------- workflows

/** `branches`, `paths` … of a trigger, in file order; a leading `!` negates. */
export type FilterList = readonly Located<string>[];

export interface Trigger {
  readonly event: string;
  readonly at: Span;
  readonly types?: readonly Located<string>[];
  readonly branches?: FilterList;
  readonly branchesIgnore?: FilterList;
  readonly tags?: FilterList;
  readonly tagsIgnore?: FilterList;
  readonly paths?: FilterList;
  readonly pathsIgnore?: FilterList;
  /** `workflow_run.workflows`. */
  readonly workflows?: readonly Located<string>[];
  /** `schedule[].cron`. */
  readonly cron?: readonly Located<string>[];
}

/** A declaration of token permissions: a shorthand, or scope → access. */
export type Permissions =
  | { readonly kind: 'all'; readonly access: 'read' | 'write'; readonly at: Span }
  | { readonly kind: 'scopes'; readonly scopes: readonly PermissionScope[]; readonly at: Span }
  /** A shorthand this version does not know, kept as it was written. */
  | { readonly kind: 'unknown'; readonly text: string; readonly at: Span };

export interface PermissionScope {
  readonly scope: string;
  readonly access: string;
  readonly at: Span;
}

export interface Step {
  readonly at: Span;
  readonly id?: string;
  readonly name?: Located<string>;
  readonly uses?: Located<string>;
  readonly run?: Located<string>;
  readonly if?: Located<string>;
  readonly with: ReadonlyMap<string, Located<string>>;
  readonly env: ReadonlyMap<string, Located<string>>;
  readonly continueOnError?: Located<string>;
}

/** `strategy.matrix`, as far as it can be known without running anything. */
export interface Matrix {
  readonly at: Span;
  /** All combinations after include/exclude in GitHub's order; null when it can only be known at run time. */
  readonly combinations: readonly MatrixCombination[] | null;
  /** Why it is not known: the expression, or "more than 256 jobs". */
  readonly unknown?: Located<string>;
  /** Keys declared literally, whatever is known of their values. */
  readonly keys: readonly string[];
}

/** Key → value as GitHub prints it. `path.to.member` keys are flattened for expressions. */
export interface MatrixCombination {
  readonly values: ReadonlyMap<string, MatrixValue>;
  /** Values that form the default suffix `(a, b)`, in order. */
  readonly suffix: readonly string[];
  /** `include` added keys to it: whether GitHub prints them in the suffix is not documented. */
  readonly extended: boolean;
}

export type MatrixValue =
  | string
  | number
  | boolean
  | null
  | { readonly [key: string]: MatrixValue }
  | readonly MatrixValue[];

export interface Job {
  readonly id: string;
  /** The line of the job's key. */
  readonly at: Span;
  readonly name?: Located<string>;
  readonly needs: readonly Located<string>[];
  readonly if?: Located<string>;
  readonly permissions?: Permissions;
  readonly matrix?: Matrix;
  /** A reusable workflow call. */
  readonly uses?: Located<string>;
  readonly steps: readonly Step[];
  readonly environment?: Located<string>;
  /** Labels of `runs-on`; empty for a runner group. Absent: a reusable workflow call. */
  readonly runsOn?: readonly Located<string>[];
  readonly env: ReadonlyMap<string, Located<string>>;
  /** `continue-on-error` of the job, as written: with `true` a failure counts as success for dependants. */
  readonly continueOnError?: Located<string>;
  readonly with: ReadonlyMap<string, Located<string>>;
}

export interface Workflow {
  readonly path: string;
  readonly name?: Located<string>;
  readonly triggers: readonly Trigger[];
  readonly permissions?: Permissions;
  readonly env: ReadonlyMap<string, Located<string>>;
  /** `on.workflow_call.inputs`: declared type and the value that stands when the caller gives none. */
  readonly callInputs: ReadonlyMap<string, CallInput>;
  readonly jobs: readonly Job[];
  /** Source lines, for excerpts. */
  readonly lines: readonly string[];
}

export interface CallInput {
  readonly type: 'string' | 'number' | 'boolean';
  /** undefined: an expression, known at run time only. */
  readonly default: string | number | boolean | undefined;
}

/** A composite, JavaScript or Docker action of this repository (action.yml). */
export interface LocalAction {
  readonly path: string;
  readonly using: string;
  readonly inputs: readonly Located<string>[];
  /** Steps of a composite action. */
  readonly steps: readonly Step[];
  readonly lines: readonly string[];
}

// ---------------------------------------------------------------- check names

/**
 * The name a check run will have. A pattern is what cannot be known statically: literal parts in order, with any
 * text between two neighbours (so `['build (', ')']` is `build (…)`, and `['', '']` is "anything").
 */
export type CheckName =
  | { readonly kind: 'exact'; readonly text: string }
  | { readonly kind: 'pattern'; readonly literals: readonly string[] };

/** One check run that a workflow can report. */
export interface CheckProducer {
  readonly name: CheckName;
  /** The workflow whose trigger starts it (the outermost caller). */
  readonly workflow: Workflow;
  /** The job of `workflow`. */
  readonly job: Job;
  /** Ids from the outermost job to the one that reports, `['call', 'build']` for `call / build`. */
  readonly jobPath: readonly string[];
  /** The job that reports, in whichever file it stands. */
  readonly leaf: { readonly workflow: Workflow; readonly job: Job };
  /** The line to edit to change the name: `name:` where there is one, else the job's key. */
  readonly nameAt: Span;
  /** Matrix value texts that ended up in the name. */
  readonly matrixTexts: readonly string[];
}

// ---------------------------------------------------------------- protection

/** Which branches a protection entry is for. */
export interface BranchSelector {
  /** Branch names or fnmatch patterns; `~DEFAULT_BRANCH` and `~ALL` as in rulesets. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

export type ProtectionSource =
  | { readonly kind: 'file'; readonly path: string; readonly format: ProtectionFormat }
  | { readonly kind: 'config'; readonly path: string }
  /** The job that runs the gate itself: its own check counts as required. */
  | { readonly kind: 'gate'; readonly path: string }
  | { readonly kind: 'api'; readonly endpoint: 'rules' | 'branch'; readonly label: string };

export type ProtectionFormat =
  | 'settings'
  | 'ruleset'
  | 'branch-protection'
  | 'asf'
  | 'sync-repo-settings'
  | 'terraform';

export interface RequiredCheck {
  readonly context: string;
  readonly source: ProtectionSource;
  /** Where it is declared; absent for the API. */
  readonly at?: Span;
  /** GitHub App that must report it; 15368 is GitHub Actions. */
  readonly integrationId?: number;
  /** The same by name, where a file names the app by its slug (`.asf.yaml` rulesets). */
  readonly appSlug?: string;
}

/** What one source says about one set of branches. */
export interface Protection {
  readonly source: ProtectionSource;
  readonly branches: BranchSelector;
  readonly at?: Span;
  readonly requiredChecks: readonly RequiredCheck[];
  readonly codeOwnerReview?: boolean;
  readonly mergeQueue?: boolean;
  /** Required workflows of a ruleset (`workflows` rule). */
  readonly requiredWorkflows?: readonly RequiredWorkflow[];
}

export interface RequiredWorkflow {
  readonly path: string;
  readonly repositoryId: number;
  readonly ref?: string;
  readonly sha?: string;
}

// ---------------------------------------------------------------- CODEOWNERS

export interface CodeownersRule {
  readonly pattern: string;
  readonly owners: readonly Located<string>[];
  readonly at: Span;
}

/** A line that GitHub skips: `value` says why, as a clause. */
export interface CodeownersProblem extends Located<string> {
  /** What is wrong: the pattern, or one of the owners (then `at` is that owner's place). */
  readonly kind: 'pattern' | 'owner';
  /** The pattern of the line, and what is wrong in it: the pattern again, or an owner, as they were written. */
  readonly pattern: string;
  readonly source: string;
}

export interface Codeowners {
  readonly path: string;
  readonly rules: readonly CodeownersRule[];
  readonly invalid: readonly CodeownersProblem[];
  readonly lines: readonly string[];
}

// ---------------------------------------------------------------- the model

/** Everything one tree says. Built by `buildModel`; immutable. */
export interface RepositoryModel {
  readonly snapshotId: string;
  /** All paths of the tree, sorted. */
  readonly paths: readonly string[];
  readonly workflows: readonly Workflow[];
  readonly actions: readonly LocalAction[];
  readonly producers: readonly CheckProducer[];
  readonly protections: readonly Protection[];
  readonly codeowners: Codeowners | null;
  /** Text of the further files that rules read (see extra-files.ts), by path. */
  readonly files: ReadonlyMap<string, TextFile>;
  /** Source lines of every file that was read, by path. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
  /** The Terraform of the tree where it has to do with GitHub (see terraform-files.ts); null where it has not. */
  readonly terraform: Terraform | null;
  /** Files that could not be read, in path order. */
  readonly problems: readonly FileProblem[];
  /** Trimmed source text of a line, at most 200 characters; '' when it is not known. */
  excerpt(at: { readonly path: string; readonly startLine: number }): string;
}

/** A text file that rules read as it is. */
export interface TextFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly lines: readonly string[];
}

/** How two trees differ, from `git diff-tree -M` (and the work tree where that is the subject). */
export interface TreeChange {
  /** Old path → new path, for files that were moved. */
  readonly renames: ReadonlyMap<string, string>;
  /** Paths (of the subject) that were added or modified. */
  readonly changed: ReadonlySet<string>;
  /** Paths (of the base) that are gone. */
  readonly deleted: ReadonlySet<string>;
  /** For governed paths in `changed`: the lines the change added or modified (1-based, in the subject). */
  readonly lines: ReadonlyMap<string, ReadonlySet<number>>;
}

/** The shapes every rule speaks. Rules are pure: no clock, no network, no `process.env`. */
import type {
  ProtectionSource,
  RepositoryModel,
  RequiredCheck,
  RequiredWorkflow,
  Span,
  TreeChange,
} from '../repository/types.js';
import type { RepositoryFacts } from './facts.js';

export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const LEVELS = ['block', 'warn', 'off'] as const;
export type Level = (typeof LEVELS)[number];

/**
 * One place (or one answer of the API) that a finding rests on. `fact` is what it says in normalised words, without
 * line numbers, colours or the writer's spelling; only facts enter the fingerprint.
 */
export interface Evidence {
  /** '' for evidence that is not in a file (an API answer). */
  readonly path: string;
  /** 1-based; 0 when `path` is ''. */
  readonly startLine: number;
  readonly endLine: number;
  /** The source line, trimmed and bounded, or the API answer in words. Untrusted text. */
  readonly excerpt: string;
  /** Two or three words a person reads beside it: "still required", "this change". */
  readonly label: string;
  /** Normalised statement for the fingerprint; undefined for evidence that is shown and not part of the identity. */
  readonly fact?: string;
}

export interface Finding {
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly severity: Severity;
  /** One line without a full stop: `No job reports the required check "lint"`. */
  readonly title: string;
  /** What happened, in one or two sentences with names and places. */
  readonly what: string;
  /** What it costs, in one sentence. */
  readonly why: string;
  /** The exact change that mends it. */
  readonly fix: string;
  /** The path that is part of the identity: where the contradiction is declared ('' for the API). */
  readonly path: string;
  /** What the finding is about, in terms that survive moves of lines: `context:lint`, `job:ci-ok`. */
  readonly anchor: string;
  /** Worst first: the first entry is annotated. Never empty. */
  readonly evidence: readonly [Evidence, ...Evidence[]];
}

/** Why something a rule wanted could not be had. */
export interface Gap {
  /** Names the thing: `required checks`, `.github/workflows/ci.yml`. */
  readonly evidence: string;
  /** One clause for people: "no token was given", "403: the token lacks `administration: read`". */
  readonly reason: string;
  /** What the person can do about it, or '' where nothing can be done. */
  readonly next: string;
  /**
   * `tree`: the tree itself hides it (an unparsable file); `environment`: it was asked and did not come (403, fork,
   * outage); `not-asked`: nobody expected it (offline run).
   */
  readonly cause: 'tree' | 'environment' | 'not-asked';
}

/**
 * Something the rule could neither prove nor refute in this tree: a required check that only a pattern may report, or
 * that an unreadable workflow may have held. Compared with the base: proven there and not here = lost by the change.
 */
export interface Unproven {
  /** Identity for the comparison with the base, `context:lint`. */
  readonly key: string;
  readonly what: string;
  readonly at?: Span;
  /** `pattern` on both sides is no gap at all; `unreadable` on both sides makes the run incomplete. */
  readonly cause: 'pattern' | 'unreadable';
}

export type RuleOutcome =
  | {
      readonly state: 'evaluated';
      readonly findings: readonly Finding[];
      /** Keys that were proven clean, `context:lint`; what is proven here and unproven after a change was lost by it. */
      readonly proven: readonly string[];
      readonly unproven: readonly Unproven[];
      /** What was checked in part only, and why. */
      readonly gaps: readonly Gap[];
    }
  | { readonly state: 'not-applicable'; readonly reason: string }
  | { readonly state: 'not-evaluated'; readonly gaps: readonly [Gap, ...Gap[]] };

/** How one source of required checks answered. `none` is an answer; 403 and 404 are not. */
export interface SourceAnswer {
  /** `rules/branches/main`, `.github/settings.yml`. */
  readonly source: string;
  readonly status: 'answered' | 'none' | 'forbidden' | 'not-found' | 'unavailable' | 'not-asked' | 'unreadable';
  /** One clause for people; '' when there is nothing to add. */
  readonly detail: string;
}

/** The requirements in force on the branch that is judged, from all sources that answered. */
export interface Requirements {
  /** Name of the branch that is judged; null when it is not known (then selectors for the default branch apply). */
  readonly branch: string | null;
  readonly checks: readonly RequiredCheck[];
  readonly answers: readonly SourceAnswer[];
  /** True when at least one source (file, config or API) answered, even with "none". */
  readonly known: boolean;
  readonly codeOwnerReview: boolean;
  /** The sources that say a merge queue is in force on the branch; empty when none does. */
  readonly mergeQueue: readonly ProtectionSource[];
  /** Workflows that a ruleset requires (`workflows` rule): their jobs report too, and may lie in another repository. */
  readonly requiredWorkflows: readonly RequiredWorkflow[];
}

/** Decides whether a context is reported by something that is not a job of this repository. */
export interface ExternalChecks {
  /** The name of what reports it ("Netlify", "external-checks of .phase-mirror.yml"), or null when nothing known does. */
  reporterOf(check: RequiredCheck): string | null;
}

/** A schema file, and the version that has to change when its structure does. */
export interface SchemaPair {
  readonly schema: string;
  /** `key` is dotted (`info.version`); '' when the file holds nothing but the version. */
  readonly version: { readonly path: string; readonly key: string };
}

export interface RuleContext {
  readonly model: RepositoryModel;
  readonly requirements: Requirements;
  readonly external: ExternalChecks;
  /** What only GitHub can say; `NO_FACTS` in an offline run. */
  readonly facts: RepositoryFacts;
  /** Name of the default branch; null when it is not known. */
  readonly defaultBranch: string | null;
  /** `owner/name`, '' when it is not known. */
  readonly repository: string;
  /** The tree that this one is compared with, for rules about a change; null on the base itself and in a full scan. */
  readonly before: RepositoryModel | null;
  /** What that tree required of the judged branch; null exactly when `before` is. */
  readonly requirementsBefore: Requirements | null;
  /** `schemas` of the configuration. */
  readonly schemas?: readonly SchemaPair[];
}

/** Both sides of a change, for `attribute`. */
export interface ChangeContext {
  readonly subject: RuleContext;
  readonly base: RuleContext;
  readonly change: TreeChange;
}

export interface Rule {
  readonly id: string;
  /** `required-check-unresolved`: the page docs/rules/<id>.md is named by the id. */
  readonly name: string;
  /** Raised when the rule's meaning changes; part of event identity, not of the fingerprint. */
  readonly version: number;
  /** The severity of its findings (the highest, where they differ). */
  readonly severity: Severity;
  /** Built-in level. Within a major version no release raises it. */
  readonly level: Level;
  /** One line for lists. */
  readonly summary: string;
  /** Evidence the rule can use. `files` alone: never waits for the API. */
  readonly needs: 'files' | 'files-or-api';
  /** Facts it reads from `RuleContext.facts`: they are asked for only when a rule that is on names them here. */
  readonly wants?: readonly (keyof RepositoryFacts)[];
  /**
   * True where the anchor alone says what the problem is, and a finding of the base with the same anchor is the same
   * problem, in whichever file it is declared now: taking one of two declarations away must not make it new.
   */
  readonly sameByAnchor?: boolean;
  check(context: RuleContext): RuleOutcome;
  /**
   * Retell a finding that the change introduced: put the line the change touched first, name what it did ("You renamed
   * job `lint` …"). Must not touch `ruleId`, `path`, `anchor` or facts.
   */
  attribute?(finding: Finding, context: ChangeContext): Finding;
}

/** Evidence of a block-level rule that the base had and the change took away. */
export interface Lost {
  readonly ruleId: string;
  readonly key: string;
  readonly what: string;
  readonly path?: string;
  readonly line?: number;
}

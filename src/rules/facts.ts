/**
 * What only GitHub can say about a repository, beyond what it requires. A rule that wants one of these and has no answer
 * is not evaluated in that part: it never guesses.
 */
import type { SourceAnswer } from './types.js';

/** An answer of the API, or why there is none. */
export type Fact<T> =
  | { readonly status: 'answered'; readonly value: T }
  | { readonly status: Exclude<SourceAnswer['status'], 'answered' | 'none' | 'unreadable'>; readonly detail: string };

/** https://docs.github.com/en/rest/repos/repos#list-codeowners-errors */
export interface CodeownersError {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** `Unknown owner`, `Invalid pattern` … as GitHub words it. */
  readonly kind: string;
  readonly source: string;
  readonly suggestion: string;
}

/** https://docs.github.com/en/rest/deployments/environments */
export interface EnvironmentFact {
  readonly name: string;
  /** True when reviewers, a wait timer, an app or a branch policy stand between a job and it, or may: `unproven`. */
  readonly protected: boolean;
  /** Why it could not be told whether an app guards it; such an environment is not to be called unprotected. */
  readonly unproven?: string;
}

/** https://docs.github.com/en/rest/actions/workflows */
export interface WorkflowState {
  readonly path: string;
  /** `active`, `disabled_manually`, `disabled_inactivity`, `disabled_fork`, `deleted`. */
  readonly state: string;
}

export interface RepositoryFacts {
  readonly codeownersErrors: Fact<readonly CodeownersError[]>;
  readonly environments: Fact<readonly EnvironmentFact[]>;
  readonly workflows: Fact<readonly WorkflowState[]>;
  /** Names of the branches. */
  readonly branches: Fact<readonly string[]>;
  /** Names of the issue labels. */
  readonly labels: Fact<readonly string[]>;
}

const NOT_ASKED = { status: 'not-asked', detail: 'GitHub was not asked' } as const;

/** An offline run. */
export const NO_FACTS: RepositoryFacts = {
  codeownersErrors: NOT_ASKED,
  environments: NOT_ASKED,
  workflows: NOT_ASKED,
  branches: NOT_ASKED,
  labels: NOT_ASKED,
};

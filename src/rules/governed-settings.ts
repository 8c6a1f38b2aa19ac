/**
 * What GitHub says behind "is protected", with nothing of its API left in it. null is what it keeps from the token: never
 * taken for "nobody" or "off". Compared by src/drift; no rule asks for it.
 */

/** Rules without a parameter that are on, and the others. */
export interface BranchSettings {
  /** `no force push`, `signed commits`, `rule code_scanning`. */
  readonly on: readonly string[];
  /** Approvals that a merge needs; 0 where none is needed. */
  readonly approvals: number;
}

export interface RulesetBypass {
  /** `ruleset 42 of octo-org/app`. */
  readonly ruleset: string;
  /** `team 7`, `the role admin (pull requests only)`; null: the token may not see them. */
  readonly actors: readonly string[] | null;
}

export interface ClassicSettings extends BranchSettings {
  /** Who merges without the reviews. */
  readonly bypass: readonly string[];
  /** Who may push; null: whoever may write. */
  readonly pushers: readonly string[] | null;
}

export interface ProtectionSettings {
  /** Of all rulesets together: the strictest counts. */
  readonly rulesets: BranchSettings;
  readonly bypass: readonly RulesetBypass[];
  /** `none`: it is not on. null: the token may not see more than that it is on. */
  readonly classic: ClassicSettings | 'none' | null;
}

export interface EnvironmentSettings {
  readonly name: string;
  /** `team octo-org/guards`, `ada`. */
  readonly reviewers: readonly string[];
  readonly selfReviewPrevented: boolean;
  readonly waitMinutes: number;
  readonly branches: 'any' | 'protected' | readonly string[] | null;
  /** null: the server does not say. */
  readonly adminsBypass: boolean | null;
}

/** An answer as a whole, or why there is none, as a clause. */
export type Settings<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

export interface GovernedSettings {
  readonly protection: Settings<ProtectionSettings>;
  readonly environments: Settings<readonly EnvironmentSettings[]>;
}

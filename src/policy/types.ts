/** Configuration as it is after validation, and the decision. */
import type { Located, Span } from '../repository/types.js';
import type { Level, SchemaPair, Severity } from '../rules/types.js';

/** Where a value of the effective configuration came from: shown by `config show`. */
export type Origin =
  | { readonly kind: 'built-in' }
  | { readonly kind: 'file'; readonly path: string; readonly line: number; readonly side: 'base' | 'subject' }
  | { readonly kind: 'input'; readonly name: string }
  | {
      readonly kind: 'organisation';
      readonly source: 'organisation' | 'copy';
      readonly sequence: number;
      readonly signed: boolean;
    };

export interface RuleSetting {
  readonly level?: Located<Level>;
}

export interface RequiredCheckSetting {
  readonly context: string;
  /** Empty: the default branch. */
  readonly branches: readonly string[];
}

/** Maxima of new findings per severity at level block; one over: block. */
export interface Thresholds {
  readonly critical: number;
  readonly high: number;
  readonly medium: number;
}

export const DEFAULT_THRESHOLDS: Thresholds = { critical: 0, high: 0, medium: 10 };
export const STRICT_THRESHOLDS: Thresholds = { critical: 0, high: 0, medium: 5 };

/** A valid suppression of the configuration file or of a comment. */
export interface Suppression {
  readonly rule: string;
  /** Exactly one of these says what is suppressed: a path or glob, or at least 8 hex digits a finding id starts with. */
  readonly path?: string;
  readonly findingId?: string;
  /** With `path`: the text of the one line that is meant, of a comment in the file itself. */
  readonly line?: string;
  readonly reason: string;
  /** YYYY-MM-DD, UTC, inclusive. */
  readonly until: string;
  readonly verdict?: 'false-positive' | 'accepted';
  readonly owner?: string;
  readonly ticket?: string;
  readonly at: { readonly path: string; readonly line: number };
}

/** A public key that the base trusts, for one use. */
export interface TrustedKey {
  readonly id: string;
  /** SubjectPublicKeyInfo, PEM. */
  readonly pem: string;
  readonly use: 'baseline' | 'levels';
  /** YYYY-MM-DD, UTC, inclusive; undefined: no end. */
  readonly notAfter?: string;
}

/** `drift` of the configuration. */
export interface DriftSettings {
  /** Governed besides the built-in paths. */
  readonly include: readonly Located<string>[];
  /** Not governed. */
  readonly exclude: readonly Located<string>[];
  /** Users and `organisation/team`, without `@`; empty: who has the role admin or maintain. */
  readonly accept: readonly Located<string>[];
  readonly maxMagnitude?: Located<number>;
}

/** `calibration` of the configuration. */
export interface CalibrationSettings {
  /** Users, `organisation/team` (both without `@`), and e-mail addresses; empty: nobody's verdict counts. */
  readonly reviewers: readonly Located<string>[];
  /** False-positive rate above which a rule no longer blocks. */
  readonly threshold?: Located<number>;
  /** Share of pull requests that are reviewed before a promotion. */
  readonly auditRate?: Located<number>;
}

/** `.phase-mirror.yml` (version 1) after validation. Absent keys are undefined: defaults are applied later. */
export interface Config {
  /** null when there is no file: a valid configuration. */
  readonly path: string | null;
  readonly rules: ReadonlyMap<string, RuleSetting>;
  readonly requiredChecks: readonly Located<RequiredCheckSetting>[];
  readonly externalChecks: readonly Located<string>[];
  readonly schemas: readonly Located<SchemaPair>[];
  readonly thresholds: {
    readonly critical?: Located<number>;
    readonly high?: Located<number>;
    readonly medium?: Located<number>;
  };
  /** In file order; those past their date are kept and have no effect. */
  readonly suppressions: readonly Suppression[];
  /** Public keys that signed baselines and levels are checked with. Read from the base, as everything here. */
  readonly trustedKeys: readonly Located<TrustedKey>[];
  readonly drift: DriftSettings;
  readonly calibration: CalibrationSettings;
  /** Where each top-level key stands: the place to point at when something below it was taken away. */
  readonly keys: ReadonlyMap<string, Span>;
  /** Source lines, for excerpts. */
  readonly lines: readonly string[];
}

/** The level in force for one rule, and why. */
export interface EffectiveLevel {
  readonly level: Level;
  readonly origin: Origin;
}

export type Outcome = 'pass' | 'warn' | 'block';

/** Why the outcome is what it is; worst first. `text` is for people and complete in itself. */
export interface DecisionReason {
  readonly kind:
    | 'over-threshold'
    | 'unproven'
    | 'tool-error'
    | 'new-findings'
    | 'incomplete'
    | 'policy-weakened'
    | 'degraded'
    | 'clean';
  readonly text: string;
  readonly severity?: Severity;
  readonly count?: number;
  readonly max?: number;
}

export interface Decision {
  readonly outcome: Outcome;
  readonly reasons: readonly DecisionReason[];
}

export type { Lost } from '../rules/types.js';

/**
 * The report, version 1: what every surface is rendered from. The runtime schema (schema.ts) and the JSON Schema
 * (schema/report.v1.json) say the same. Outside `run`, equal inputs give equal bytes: arrays have a defined order,
 * nothing depends on the clock, the machine or the folder.
 */
import type { Decision, Lost, Thresholds } from '../policy/types.js';
import type { Evidence, Gap, Level, Severity, SourceAnswer } from '../rules/types.js';

export interface Report {
  readonly schemaVersion: '1';
  /** Everything that differs between two identical runs. */
  readonly run: {
    /** ISO 8601, UTC. */
    readonly startedAt: string;
    readonly durationMs: number;
    /** `terminal`, or the event name of the action run. */
    readonly event: string;
    /** Link to the workflow run, '' in a terminal. */
    readonly url: string;
    readonly runner: { readonly node: string; readonly platform: string };
    /** Phase → milliseconds; empty without --timings. */
    readonly timings: Readonly<Record<string, number>>;
    /** What nobody looked at lately, each a sentence: the scheduled drift check is overdue. Depends on the moment. */
    readonly notChecked?: readonly string[];
  };
  readonly tool: { readonly name: 'phase-mirror'; readonly version: string; readonly ruleSet: string };
  readonly subject: {
    /** `commit:<sha>`, `worktree`, `folder`. */
    readonly id: string;
    /** `owner/name`, '' when it is not known. */
    readonly repository: string;
    /** The branch whose requirements were judged; '' when it is not known. */
    readonly branch: string;
  };
  /** null: compared with nothing. */
  readonly base: { readonly id: string } | null;
  /** `base`: only introduced findings count; `none`: every finding counts. */
  readonly compared: 'base' | 'none';
  readonly complete: boolean;
  readonly degraded: readonly Degradation[];
  readonly enforcement: 'required-workflow' | 'self-attested' | 'none';
  readonly policy: {
    /** Where the configuration was read: `built-in`, `base:.phase-mirror.yml`, `subject:.phase-mirror.yml`. */
    readonly source: string;
    readonly thresholds: Thresholds;
    readonly strict: boolean;
    /** YYYY-MM-DD, '' when it is not set. */
    readonly enforceFrom: string;
  };
  readonly sources: readonly SourceAnswer[];
  readonly rules: readonly RuleReport[];
  readonly findings: readonly ReportFinding[];
  /** What a rule at `block` could prove on the base and cannot here. */
  readonly lost: readonly Lost[];
  /** Rules that threw: ours to mend, never a finding. */
  readonly toolErrors: readonly ToolError[];
  /** Result of the always-on checks (L0); null until a run has a state to check. */
  readonly l0: null | { readonly mask: number; readonly violations: readonly L0Violation[] };
  readonly decision: Decision;
}

export interface L0Violation {
  readonly invariant: string;
  readonly value: string;
  readonly bound: string;
}

export interface Degradation {
  /** Machine word: `base_missing`, `base_config_invalid`, `fork_token`, `api_unavailable`. */
  readonly code: string;
  /** One sentence for people. */
  readonly text: string;
}

export interface RuleReport {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** One line for lists: what the rule looks for. */
  readonly summary: string;
  /** The highest severity of its findings. */
  readonly severity: Severity;
  readonly level: Level;
  /** Why this level: `built-in`, `pinned by .phase-mirror.yml:4`. */
  readonly levelOrigin: string;
  readonly state: 'evaluated' | 'not-applicable' | 'not-evaluated' | 'tool-error' | 'off';
  /** Why it is not applicable; '' otherwise. */
  readonly reason: string;
  readonly gaps: readonly Gap[];
  readonly findings: { readonly new: number; readonly older: number; readonly suppressed: number };
  /** The rule's record of being right; null until a record exists. */
  readonly record: null | {
    readonly reviewed: number;
    readonly falsePositives: number;
    /** Upper end of the interval, 0…1. */
    readonly upper: number;
  };
}

export interface ReportFinding {
  /** 32 hex digits. */
  readonly findingId: string;
  /** 64 hex digits, SHA-256. */
  readonly fingerprint: string;
  readonly status: 'new' | 'older' | 'suppressed';
  readonly ruleId: string;
  readonly ruleName: string;
  readonly ruleVersion: number;
  /** The level of its rule in this run. */
  readonly level: Level;
  readonly severity: Severity;
  readonly title: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly path: string;
  readonly anchor: string;
  readonly evidence: readonly Evidence[];
  /** Reason and end of the suppression; null otherwise. */
  readonly suppression: null | { readonly reason: string; readonly until: string };
}

export interface ToolError {
  readonly ruleId: string;
  readonly side: 'subject' | 'base';
  /** One line, without a stack trace. */
  readonly message: string;
}

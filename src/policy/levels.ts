/** Which level and which maxima are in force, and why. design.md, "Levels". */
import { DEFAULT_MAX_MAGNITUDE } from '../l0/constants.js';
import type { Located } from '../repository/types.js';
import type { Level, SchemaPair } from '../rules/types.js';
import { DEFAULT_AUDIT_RATE, DEFAULT_FP_THRESHOLD } from './config-calibration.js';
import { LEVELS_COPY, NO_LEVELS, type OrganisationLevels } from './org-levels.js';
import type { Config, EffectiveLevel, Origin, RequiredCheckSetting, Suppression, Thresholds } from './types.js';
import { DEFAULT_THRESHOLDS, STRICT_THRESHOLDS } from './types.js';

/** What this module needs to know of a rule. */
export interface RuleLevel {
  readonly id: string;
  readonly level: Level;
}

/** Rules whose level no configuration can change, with the reason a person is told. */
export const UNPINNABLE: ReadonlyMap<string, string> = new Map([
  ['L0-PERMISSION-BITS', 'the always-on checks (L0) have no switch'],
  ['policy-weakened', 'a change to the policy is always shown'],
  ['unreadable-file', 'a file that cannot be read is never taken as clean'],
]);

/** Rules whose findings no suppression can hide. An unreadable file can be one on purpose, and then may be named. */
export const UNSUPPRESSIBLE: ReadonlyMap<string, string> = new Map(
  [...UNPINNABLE].filter(([id]) => id !== 'unreadable-file'),
);

/** Maxima in the order of severity. */
export const MAXIMA = ['critical', 'high', 'medium'] as const;

/**
 * The level of one rule: a pin in the configuration, else what the organisation's state says, else the built-in one.
 *
 * @param side which tree the configuration was read from, for the origin
 */
export function effectiveLevel(
  rule: RuleLevel,
  config: Config,
  side: 'base' | 'subject',
  organisation: OrganisationLevels = NO_LEVELS,
): EffectiveLevel {
  if (UNPINNABLE.has(rule.id)) return { level: rule.level, origin: { kind: 'built-in' } };
  const pin = config.rules.get(rule.id)?.level;
  if (pin !== undefined) return { level: pin.value, origin: fileOrigin(pin, side) };
  const earned = organisation.get(rule.id);
  if (earned !== undefined) {
    const { level, source, sequence, signed } = earned;
    return { level, origin: { kind: 'organisation', source, sequence, signed } };
  }
  return { level: rule.level, origin: { kind: 'built-in' } };
}

/**
 * The maxima in force. The configuration overrides the built-in ones; with `strict` the smaller of the configured and
 * the strict maximum holds, so that `strict` never loosens anything.
 */
export function effectiveThresholds(config: Config, strict: boolean): Thresholds {
  const of = (key: keyof Thresholds): number => {
    const own = config.thresholds[key]?.value ?? DEFAULT_THRESHOLDS[key];
    return strict ? Math.min(own, STRICT_THRESHOLDS[key]) : own;
  };
  return { critical: of('critical'), high: of('high'), medium: of('medium') };
}

/** `built-in`, `.phase-mirror.yml:4 (base)`, `input strict`. */
export function originText(origin: Origin): string {
  if (origin.kind === 'built-in') return 'built-in';
  if (origin.kind === 'organisation') {
    const where = origin.source === 'copy' ? LEVELS_COPY : 'organisation';
    return `${where}, sequence ${origin.sequence}${origin.signed ? '' : ', unsigned'}`;
  }
  if (origin.kind === 'input') return `input ${origin.name}`;
  return `${origin.path}:${origin.line}${origin.side === 'base' ? ' (base)' : ''}`;
}

export interface ConfigRow {
  /** `rules.MD-001.level`, `policy.max-high`, `suppressions[0]`. */
  readonly key: string;
  /** For people; may hold text from the repository. */
  readonly value: string;
  readonly origin: Origin;
}

/** The whole effective configuration with the origin of every value, for `config show`. */
export function describeConfig(
  config: Config,
  options: {
    readonly strict: boolean;
    readonly rules: readonly RuleLevel[];
    readonly side?: 'base' | 'subject';
    /** Levels that were earned; absent: none are known. */
    readonly organisation?: OrganisationLevels;
  },
): ConfigRow[] {
  const side = options.side ?? 'subject';
  const thresholds = effectiveThresholds(config, options.strict);
  return [
    ...options.rules.map((rule): ConfigRow => {
      const { level, origin } = effectiveLevel(rule, config, side, options.organisation);
      return { key: `rules.${rule.id}.level`, value: level, origin };
    }),
    ...MAXIMA.map((key): ConfigRow => {
      const origin = thresholdOrigin(config, key, options.strict, side);
      return { key: `policy.max-${key}`, value: String(thresholds[key]), origin };
    }),
    ...rows('required-checks', config.requiredChecks, requiredCheckText, side),
    ...rows('external-checks', config.externalChecks, (name) => name, side),
    ...rows('schemas', config.schemas, schemaPairText, side),
    ...rows(
      'trust.keys',
      config.trustedKeys,
      ({ id, use, notAfter }) => `${id} for ${use}${notAfter === undefined ? '' : ` until ${notAfter}`}`,
      side,
    ),
    ...rows('drift.include', config.drift.include, (glob) => glob, side),
    ...rows('drift.exclude', config.drift.exclude, (glob) => glob, side),
    ...rows('drift.accept', config.drift.accept, (name) => name, side),
    numberRow('drift.max-magnitude', config.drift.maxMagnitude, DEFAULT_MAX_MAGNITUDE, side),
    ...rows('calibration.reviewers', config.calibration.reviewers, (name) => name, side),
    numberRow('calibration.threshold', config.calibration.threshold, DEFAULT_FP_THRESHOLD, side),
    numberRow('calibration.audit-rate', config.calibration.auditRate, DEFAULT_AUDIT_RATE, side),
    ...config.suppressions.map(
      (entry, index): ConfigRow => ({
        key: `suppressions[${index}]`,
        value: suppressionText(entry),
        origin: { kind: 'file', path: entry.at.path, line: entry.at.line, side },
      }),
    ),
  ];
}

/** `MD-001 in .github/settings.yml until 2026-12-31`. */
export function suppressionText(entry: Suppression): string {
  const target = entry.path === undefined ? `finding ${entry.findingId}` : `in ${entry.path}`;
  return `${entry.rule} ${target} until ${entry.until}`;
}

function thresholdOrigin(config: Config, key: keyof Thresholds, strict: boolean, side: 'base' | 'subject'): Origin {
  const own = config.thresholds[key];
  if (strict && STRICT_THRESHOLDS[key] < (own?.value ?? DEFAULT_THRESHOLDS[key])) {
    return { kind: 'input', name: 'strict' };
  }
  return own === undefined ? { kind: 'built-in' } : fileOrigin(own, side);
}

function requiredCheckText({ context, branches }: RequiredCheckSetting): string {
  return `${context} (${branches.length === 0 ? 'default branch' : branches.join(', ')})`;
}

function schemaPairText({ schema, version: { path, key } }: SchemaPair): string {
  return `${schema} with ${key === '' ? path : `${key} of ${path}`}`;
}

function numberRow(
  key: string,
  own: Located<number> | undefined,
  builtIn: number,
  side: 'base' | 'subject',
): ConfigRow {
  return {
    key,
    value: String(own?.value ?? builtIn),
    origin: own === undefined ? { kind: 'built-in' } : fileOrigin(own, side),
  };
}

function rows<T>(
  key: string,
  items: readonly Located<T>[],
  text: (value: T) => string,
  side: 'base' | 'subject',
): ConfigRow[] {
  return items.map((item, index) => ({
    key: `${key}[${index}]`,
    value: text(item.value),
    origin: fileOrigin(item, side),
  }));
}

function fileOrigin({ at }: Located<unknown>, side: 'base' | 'subject'): Origin {
  return { kind: 'file', path: at.path, line: at.startLine, side };
}

/**
 * What a change loosens in the policy. The policy in force is the base's, so nothing here takes effect before the
 * merge; but the next change would be judged by it, and people must see it now. Tightenings are silent.
 * design.md, "Policy comes from base".
 */
import { compileBranchPattern, DEFAULT_BRANCH } from '../repository/branch-selector.js';
import type { Located, Span } from '../repository/types.js';
import type { Level } from '../rules/types.js';
import { calibrationWeakenings } from './config-calibration.js';
import { daysBetween } from './dates.js';
import { driftWeakenings } from './drift-weakenings.js';
import { globCovers } from './globs.js';
import type { RuleLevel } from './levels.js';
import { effectiveLevel, effectiveThresholds, MAXIMA, suppressionText } from './levels.js';
import type { OrganisationLevels } from './org-levels.js';
import type { Config, RequiredCheckSetting, Suppression, TrustedKey } from './types.js';

export interface WeakeningContext {
  /** All rules with their built-in levels. */
  readonly rules: readonly RuleLevel[];
  /** YYYY-MM-DD, UTC. A suppression that is over loosens nothing. */
  readonly today: string;
  /** Name of the default branch, where known: then `[main]` and "the default branch" are the same. */
  readonly defaultBranch: string | null;
  /** Levels of the organisation, which hold on both sides where nothing is pinned; none by default. */
  readonly organisation?: OrganisationLevels;
}

export interface Weakening {
  readonly kind:
    | 'level'
    | 'maximum'
    | 'required-check'
    | 'external-check'
    | 'trusted-key'
    | 'last-key'
    | 'drift'
    | 'calibration'
    | 'suppression'
    | 'levels-copy';
  /** Identity of what is loosened, stable against moves of lines: `level:MD-001`. */
  readonly anchor: string;
  /** What is loosened, as a noun: `the level of MD-001`. */
  readonly subject: string;
  /** Normalised value before and after; '' for what is not there. */
  readonly before: string;
  readonly after: string;
  /** Where the base says so; absent when it said nothing (a built-in value). */
  readonly baseAt?: Place;
  /** Where the subject says so; absent when what said so was removed. */
  readonly subjectAt?: Place;
  /** The top-level key it stands under, for removals. */
  readonly section: string;
}

export interface Place {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
}

const RANK: Readonly<Record<Level, number>> = { block: 0, warn: 1, off: 2 };

/**
 * Everything the subject's configuration loosens against the base's, in a fixed order. Compared is what holds, not
 * what is written: removing a pin that raised a level loosens it, spelling out a default does not.
 */
export function weakenings(base: Config, subject: Config, context: WeakeningContext): Weakening[] {
  return [
    ...levels(base, subject, context),
    ...maxima(base, subject),
    ...requiredChecks(base, subject, context.defaultBranch),
    ...externalChecks(base, subject),
    ...trustedKeys(base, subject),
    ...lastKeys(base, subject),
    ...driftWeakenings(base, subject),
    ...calibrationWeakenings(base, subject),
    ...suppressions(base, subject, context.today),
  ];
}

function levels(base: Config, subject: Config, { rules, organisation }: WeakeningContext): Weakening[] {
  return rules.flatMap((rule): Weakening[] => {
    const before = effectiveLevel(rule, base, 'base', organisation).level;
    const after = effectiveLevel(rule, subject, 'subject', organisation).level;
    if (RANK[after] <= RANK[before]) return [];
    return [
      {
        kind: 'level',
        anchor: `level:${rule.id}`,
        subject: `the level of ${rule.id}`,
        before,
        after,
        ...places(base.rules.get(rule.id)?.level?.at, subject.rules.get(rule.id)?.level?.at),
        section: 'rules',
      },
    ];
  });
}

function maxima(base: Config, subject: Config): Weakening[] {
  const before = effectiveThresholds(base, false);
  const after = effectiveThresholds(subject, false);
  return MAXIMA.filter((key) => after[key] > before[key]).map((key) => ({
    kind: 'maximum',
    anchor: `maximum:${key}`,
    subject: `\`max-${key}\``,
    before: String(before[key]),
    after: String(after[key]),
    ...places(base.thresholds[key]?.at, subject.thresholds[key]?.at),
    section: 'policy',
  }));
}

/** One weakening per context that some branch no longer requires. */
function requiredChecks(base: Config, subject: Config, defaultBranch: string | null): Weakening[] {
  const before = branchesByContext(base.requiredChecks, defaultBranch);
  const after = branchesByContext(subject.requiredChecks, defaultBranch);
  return [...before].flatMap(([context, required]): Weakening[] => {
    const kept = after.get(context);
    const lost = [...required.branches].filter((branch) => !stillRequired(branch, kept?.branches));
    if (lost.length === 0) return [];
    return [
      {
        kind: 'required-check',
        anchor: `required-check:${context}`,
        subject: `the required check "${context}"`,
        before: [...required.branches].sort().join(', '),
        after: kept === undefined ? '' : [...kept.branches].sort().join(', '),
        ...places(required.at, kept?.at),
        section: 'required-checks',
      },
    ];
  });
}

/** Stands for the default branch where its name is not known. */

function branchesByContext(
  checks: readonly Located<RequiredCheckSetting>[],
  defaultBranch: string | null,
): Map<string, { branches: Set<string>; at: Span }> {
  const contexts = new Map<string, { branches: Set<string>; at: Span }>();
  for (const { value, at } of checks) {
    const entry = contexts.get(value.context) ?? { branches: new Set(), at };
    const branches = value.branches.length === 0 ? [DEFAULT_BRANCH] : value.branches;
    for (const branch of branches) entry.branches.add(branch === DEFAULT_BRANCH ? (defaultBranch ?? branch) : branch);
    contexts.set(value.context, entry);
  }
  return contexts;
}

/** Branch entries are fnmatch patterns, as in rulesets: one dialect for what is required and for what is loosened. */
function stillRequired(branch: string, kept: ReadonlySet<string> | undefined): boolean {
  if (kept === undefined) return false;
  // A `**` that is not followed by a slash matches no more than `*`.
  const plain = (pattern: string): string => pattern.replace(/\*+$/, '*');
  if ([...kept].some((other) => plain(other) === plain(branch))) return true;
  // No pattern surely matches a default branch whose name is not known, or all that another pattern matches.
  const literal = branch !== DEFAULT_BRANCH && !/[*?[\]\\]/.test(branch);
  return literal && [...kept].some((other) => compileBranchPattern(other).matches(branch));
}

function externalChecks(base: Config, subject: Config): Weakening[] {
  const known = base.externalChecks.map(({ value }) => value);
  const added = subject.externalChecks.filter(({ value }) => !known.some((wide) => globCovers('name', wide, value)));
  return distinct(added, ({ value }) => value).map(({ value, at }) => ({
    kind: 'external-check',
    anchor: `external-check:${value}`,
    subject: `"${value}" in \`external-checks\``,
    before: '',
    after: value,
    ...places(undefined, at),
    section: 'external-checks',
  }));
}

/** Where the last key of a use goes, unsigned documents are believed from then on. */
function lastKeys(base: Config, subject: Config): Weakening[] {
  const of = (config: Config, use: TrustedKey['use']) => config.trustedKeys.filter(({ value }) => value.use === use);
  return (['baseline', 'levels'] as const).flatMap((use): Weakening[] => {
    const [first] = of(base, use);
    if (first === undefined || of(subject, use).length > 0) return [];
    return [
      {
        kind: 'last-key',
        anchor: `last-key:${use}`,
        subject: `the last key that signs ${use === 'levels' ? 'levels' : 'baselines'}`,
        before: first.value.id,
        after: '',
        ...places(first.at, undefined),
        section: 'trust',
      },
    ];
  });
}

/** A key more, another key under a known id, or a later end: signatures count that did not. */
function trustedKeys(base: Config, subject: Config): Weakening[] {
  const text = ({ pem, notAfter }: TrustedKey): string => `${pem.replace(/\s+/g, '')} until ${notAfter ?? 'ever'}`;
  const lasts = (old: TrustedKey, entry: TrustedKey): boolean =>
    old.notAfter === undefined || (entry.notAfter !== undefined && entry.notAfter <= old.notAfter);
  const pemOf = ({ pem }: TrustedKey): string => pem.replace(/\s+/g, '');
  const added = subject.trustedKeys.filter(
    ({ value }) =>
      !base.trustedKeys.some(
        (old) =>
          old.value.id === value.id &&
          old.value.use === value.use &&
          pemOf(old.value) === pemOf(value) &&
          lasts(old.value, value),
      ),
  );
  return distinct(added, ({ value }) => `${value.use} ${value.id} ${text(value)}`).map(({ value, at }) => {
    const old = base.trustedKeys.find((known) => known.value.id === value.id && known.value.use === value.use);
    return {
      kind: 'trusted-key',
      anchor: `trusted-key:${value.use}:${value.id}`,
      subject: `the key "${value.id}" that signs ${value.use === 'levels' ? 'levels' : 'baselines'}`,
      before: old === undefined ? '' : `until ${old.value.notAfter ?? 'it is removed'}`,
      after: `until ${value.notAfter ?? 'it is removed'}`,
      ...places(old?.at, at),
      section: 'trust',
    };
  });
}

function suppressions(base: Config, subject: Config, today: string): Weakening[] {
  const active = subject.suppressions.filter(({ until }) => daysBetween(today, until) >= 0);
  const found = active.flatMap((entry): Weakening[] => {
    const covering = base.suppressions.filter((old) => coversTarget(old, entry));
    if (covering.some((old) => daysBetween(entry.until, old.until) >= 0)) return [];
    const [latest] = [...covering].sort((a, b) => daysBetween(a.until, b.until));
    return [
      {
        kind: 'suppression',
        anchor: `suppression:${entry.rule}:${entry.path ?? entry.findingId ?? ''}${entry.line === undefined ? '' : `:${entry.line}`}`,
        subject: `the suppression of ${entry.rule} ${entry.path === undefined ? `for finding ${entry.findingId}` : `in ${entry.path}`}`,
        before: latest === undefined ? '' : suppressionText(latest),
        after: suppressionText(entry),
        ...places(latest && lineOf(latest), lineOf(entry)),
        section: 'suppressions',
      },
    ];
  });
  return distinct(found, ({ anchor, after }) => `${anchor} ${after}`);
}

/** Whether everything that `entry` suppresses was suppressed by `old` too, while it lasted. */
function coversTarget(old: Suppression, entry: Suppression): boolean {
  if (old.rule !== entry.rule) return false;
  if (old.line !== undefined && (old.line !== entry.line || old.path !== entry.path)) return false;
  if (old.path !== undefined && entry.path !== undefined) return globCovers('path', old.path, entry.path);
  return old.findingId !== undefined && entry.findingId?.startsWith(old.findingId) === true;
}

function lineOf({ at }: Suppression): Place {
  return { path: at.path, startLine: at.line, endLine: at.line };
}

function places(baseAt: Place | undefined, subjectAt: Place | undefined): Pick<Weakening, 'baseAt' | 'subjectAt'> {
  return { ...(baseAt === undefined ? {} : { baseAt }), ...(subjectAt === undefined ? {} : { subjectAt }) };
}

function distinct<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const byKey = new Map<string, T>();
  for (const item of items) if (!byKey.has(keyOf(item))) byKey.set(keyOf(item), item);
  return [...byKey.values()];
}

/** Suppressions of the configuration file: which findings they cover, and which of them need attention. */
import type { Evidence, Finding } from '../rules/types.js';
import { daysBetween } from './dates.js';
import { matchesGlob } from './globs.js';
import { suppressionText, UNSUPPRESSIBLE } from './levels.js';
import type { Config, Suppression } from './types.js';

export const SUPPRESSION_PROBLEM = 'suppression-problem';
/** Raised when the meaning of the rule changes. */
export const SUPPRESSION_PROBLEM_VERSION = 1;

/** Days before the end in which a suppression is announced. design.md, "Suppression". */
export const WARN_DAYS = 14;

/** What is read of a finding. */
export interface Suppressible {
  readonly ruleId: string;
  /** 32 hex digits. */
  readonly findingId: string;
  readonly path: string;
  readonly evidence: readonly (Pick<Evidence, 'path' | 'fact'> & Partial<Pick<Evidence, 'excerpt'>>)[];
}

export interface SuppressionResult<T> {
  /** Finding → what suppresses it. Findings that are not in the map are not suppressed. */
  readonly suppressed: ReadonlyMap<T, Suppression>;
  /** In force, and matching none of the findings. */
  readonly unused: readonly Suppression[];
  /** Past their last day: without effect. */
  readonly expired: readonly Suppression[];
  /** In force, matching, and over within {@link WARN_DAYS} days. */
  readonly expiring: readonly Suppression[];
}

/**
 * Which findings the configuration suppresses today.
 *
 * A suppression by path covers a finding whose own path, or one of whose facts, lies in it; by id, one whose id starts
 * with the digits. The last day still counts. Findings of {@link UNSUPPRESSIBLE} rules are never covered.
 *
 * @param today YYYY-MM-DD, UTC
 * @param evaluated ids of the rules that were evaluated: of a rule that was not, nobody can say that a suppression
 *   matches nothing. Left out: every rule was.
 */
export function applySuppressions<T extends Suppressible>(
  findings: readonly T[],
  config: Config,
  today: string,
  evaluated?: ReadonlySet<string>,
): SuppressionResult<T> {
  const suppressed = new Map<T, Suppression>();
  const used = new Set<Suppression>();
  const inForce = config.suppressions.filter((entry) => daysLeft(entry, today) >= 0);
  for (const finding of findings) {
    if (UNSUPPRESSIBLE.has(finding.ruleId)) continue;
    for (const entry of inForce) {
      if (!covers(entry, finding)) continue;
      used.add(entry);
      if (!suppressed.has(finding)) suppressed.set(finding, entry);
    }
  }
  return {
    suppressed,
    unused: inForce.filter((entry) => !used.has(entry) && (evaluated?.has(entry.rule) ?? true)),
    expired: config.suppressions.filter((entry) => daysLeft(entry, today) < 0),
    expiring: inForce.filter((entry) => used.has(entry) && daysLeft(entry, today) <= WARN_DAYS),
  };
}

/** Findings of the rule `suppression-problem` (low), in the order of the file. */
export function suppressionFindings(result: SuppressionResult<unknown>, config: Config, today: string): Finding[] {
  return config.suppressions.flatMap((entry) => {
    if (result.expired.includes(entry)) return [finding(entry, config, expiredWords(entry))];
    if (result.unused.includes(entry)) return [finding(entry, config, unusedWords(entry))];
    if (result.expiring.includes(entry)) return [finding(entry, config, expiringWords(entry, daysLeft(entry, today)))];
    return [];
  });
}

function covers(entry: Suppression, finding: Suppressible): boolean {
  if (entry.rule !== finding.ruleId) return false;
  const { path, findingId, line } = entry;
  if (line !== undefined) return finding.evidence.some((item) => item.path === path && item.excerpt === line);
  if (path === undefined) return findingId !== undefined && finding.findingId.startsWith(findingId);
  return [finding.path, ...finding.evidence.filter(({ fact }) => fact !== undefined).map((item) => item.path)].some(
    (place) => place !== '' && matchesGlob('path', path, place),
  );
}

/** Days until the last one: 0 on the last day, negative after it. */
function daysLeft({ until }: Suppression, today: string): number {
  return daysBetween(today, until);
}

interface Words {
  readonly state: 'expired' | 'unused' | 'expiring';
  readonly title: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

function expiredWords(entry: Suppression): Words {
  return {
    state: 'expired',
    title: `The suppression of ${targetOf(entry)} is over`,
    what: `It held until ${entry.until}: "${entry.reason}".`,
    why: 'What it suppressed counts again, like any other problem.',
    fix: 'Remove the entry, or give it a new `until` if the reason still stands.',
  };
}

function unusedWords(entry: Suppression): Words {
  return {
    state: 'unused',
    title: `The suppression of ${targetOf(entry)} matches nothing`,
    what: 'No problem that was found is covered by it.',
    why: 'It would hide the same problem if it came back.',
    fix: 'Remove the entry.',
  };
}

function expiringWords(entry: Suppression, days: number): Words {
  const left = days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`;
  return {
    state: 'expiring',
    title: `The suppression of ${targetOf(entry)} ends soon`,
    what: `It ends ${left}, on ${entry.until}: "${entry.reason}".`,
    why: 'From the day after, what it suppresses counts again.',
    fix: 'Mend the problem before that day, or give the entry a new `until` if the reason still stands.',
  };
}

function finding(entry: Suppression, config: Config, { state, ...words }: Words): Finding {
  const { path, line } = entry.at;
  const excerpt = (config.lines[line - 1] ?? '').trim().slice(0, 200);
  return {
    ruleId: SUPPRESSION_PROBLEM,
    ruleVersion: SUPPRESSION_PROBLEM_VERSION,
    severity: 'low',
    ...words,
    path,
    anchor: `suppression:${entry.rule}:${entry.path ?? entry.findingId ?? ''}`,
    evidence: [
      { path, startLine: line, endLine: line, excerpt, label: state, fact: `${state} ${suppressionText(entry)}` },
    ],
  };
}

function targetOf({ rule, path, findingId }: Suppression): string {
  return path === undefined ? `${rule} for finding ${findingId}` : `${rule} in ${path}`;
}

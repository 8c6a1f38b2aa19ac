/** From the report to the exit status. The inputs here change the status only: no check is skipped. */
import type { Gap, Level } from '../rules/types.js';
import { daysBetween, daysOf, formatDate, isDateShaped, MAX_DAYS_AHEAD, parseDate } from './dates.js';
import type { Decision } from './types.js';

export const FAIL_ON = ['block', 'warn', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** What is read of the report. */
export interface ExitInput {
  readonly decision: Pick<Decision, 'outcome'>;
  readonly complete: boolean;
  readonly rules: readonly { readonly level: Level; readonly gaps: readonly Pick<Gap, 'cause'>[] }[];
  readonly degraded: readonly { readonly code: string }[];
  readonly toolErrors: readonly { readonly side: 'subject' | 'base' }[];
}

export interface ExitOptions {
  readonly failOn: FailOn;
  readonly requireComplete: boolean;
  /** YYYY-MM-DD, UTC: the first day a block fails the run. Validate it with {@link enforceFromProblem} first. */
  readonly enforceFrom?: string;
  /** YYYY-MM-DD, UTC. */
  readonly today: string;
}

export interface Exit {
  readonly code: 0 | 1 | 2;
  /** What the first lines of the output must say, in this order. Empty when no input changed the status. */
  readonly notes: readonly string[];
}

/**
 * The exit status: 0 pass or warn, 1 block, 2 a tool error or (with `requireComplete`) evidence that did not come.
 *
 * `fail-on: warn` fails a warning too; `enforce-from` in the future turns a 1 into 0; `fail-on: never` turns
 * everything into 0 and says what it hid. A bad configuration is not in a report: it never comes here.
 */
export function exitCode(report: ExitInput, options: ExitOptions): Exit {
  const { outcome } = report.decision;
  const strict = statusOf(report, { ...options, failOn: options.failOn === 'never' ? 'block' : options.failOn });
  const early = isEarly(options) && strict === 1;
  const enforced = early ? 0 : strict;
  const notes: string[] = [];
  if (options.failOn === 'never') {
    notes.push(`fail-on: never: this run always exits 0; without it: ${outcome}, exit ${enforced}`);
  }
  if (options.requireComplete && strict === 2 && !report.toolErrors.some(({ side }) => side === 'subject')) {
    notes.push('require-complete: something that should have been checked was not, so this run exits 2; see below');
  }
  if (isEarly(options)) {
    const held = early
      ? `this run is not held back; from that day it would be: ${outcome}, exit ${strict}`
      : 'until then a block does not fail a run';
    notes.push(`enforce-from: ${options.enforceFrom}: ${held}`);
  }
  return { code: options.failOn === 'never' ? 0 : enforced, notes };
}

/**
 * What is wrong with a value of `enforce-from`, as a clause, or null. Like a suppression it loosens for a while, so it
 * has the same limit of 180 days.
 */
export function enforceFromProblem(value: string, today: string): { reason: string; next: string } | null {
  if (!isDateShaped(value)) return { reason: 'is not a date', next: 'Write it as YYYY-MM-DD' };
  const day = parseDate(value);
  if (day === null) return { reason: 'is not a day of the calendar', next: 'Write it as YYYY-MM-DD' };
  if (daysBetween(today, value) <= MAX_DAYS_AHEAD) return null;
  const latest = formatDate(daysOf(today) + MAX_DAYS_AHEAD);
  return { reason: `is more than ${MAX_DAYS_AHEAD} days from today`, next: `Use a date up to ${latest}` };
}

function statusOf(report: ExitInput, { failOn, requireComplete }: ExitOptions): 0 | 1 | 2 {
  if (report.toolErrors.some(({ side }) => side === 'subject')) return 2;
  if (requireComplete && !report.complete && !onlyTheTreeHides(report)) return 2;
  const { outcome } = report.decision;
  return outcome === 'block' || (failOn === 'warn' && outcome === 'warn') ? 1 : 0;
}

/**
 * True when every gap is known to lie in the tree itself (a file nobody can parse, on the base already): asking again
 * would not help. A run that cannot say why it is incomplete counts as one whose evidence did not come.
 */
function onlyTheTreeHides({ rules, degraded }: ExitInput): boolean {
  const gaps = rules.filter(({ level }) => level === 'block').flatMap((rule) => rule.gaps);
  const expected = gaps.filter(({ cause }) => cause !== 'not-asked');
  return degraded.length === 0 && expected.length > 0 && expected.every(({ cause }) => cause === 'tree');
}

/** An invalid or too distant date holds nothing back: it never loosens more than it may. */
function isEarly({ enforceFrom, today }: ExitOptions): boolean {
  if (enforceFrom === undefined || enforceFromProblem(enforceFrom, today) !== null) return false;
  return daysBetween(today, enforceFrom) > 0;
}

/**
 * A rule over time as a mermaid chart, which GitHub draws in job summaries and issues: bars are findings, the line is how
 * many of them were called wrong. https://mermaid.js.org/syntax/xyChart.html
 */
import { formatDate, parseDate } from '../policy/dates.js';
import type { CalibratedRule } from './report-types.js';

/** More than two weeks are drawn in weeks: a chart of ninety bars says nothing. */
const DAYS_SHOWN = 14;
const WEEK = 7;
/** Weeks, counted back from the last one with a finding. */
const WEEKS_SHOWN = 13;

interface Bucket {
  /** `03-31`, its first day. */
  readonly label: string;
  total: number;
  wrong: number;
}

/** A fenced block with a final newline; '' for a rule without findings. */
export function ruleChart({ ruleId, days }: Pick<CalibratedRule, 'ruleId' | 'days'>): string {
  const { buckets, each } = bucketsOf(days);
  if (buckets.length === 0) return '';
  const most = Math.max(1, ...buckets.map(({ total }) => total));
  return [
    '```mermaid',
    'xychart-beta',
    `    title "${plain(ruleId)}: findings a ${each} (bars), called wrong (line)"`,
    `    x-axis [${buckets.map(({ label }) => `"${label}"`).join(', ')}]`,
    `    y-axis "findings" 0 --> ${most}`,
    `    bar [${buckets.map(({ total }) => total).join(', ')}]`,
    `    line [${buckets.map(({ wrong }) => wrong).join(', ')}]`,
    '```',
    '',
  ].join('\n');
}

/** Days without findings are zeros: left out they would make a quiet month look like a busy one. */
function bucketsOf(days: CalibratedRule['days']): { readonly buckets: readonly Bucket[]; readonly each: string } {
  const known = days.flatMap(({ day, total, falsePositives }) => {
    const number = parseDate(day);
    return number === null ? [] : [{ number, total, falsePositives }];
  });
  if (known.length === 0) return { buckets: [], each: 'day' };
  const last = Math.max(...known.map(({ number }) => number));
  const earliest = Math.min(...known.map(({ number }) => number));
  const size = last - earliest < DAYS_SHOWN ? 1 : WEEK;
  // The last bucket ends with the last day.
  const count = Math.min(size === 1 ? DAYS_SHOWN : WEEKS_SHOWN, Math.floor((last - earliest) / size) + 1);
  const start = last - count * size + 1;
  const buckets = Array.from({ length: count }, (_, index): Bucket => {
    return { label: formatDate(start + index * size).slice(5), total: 0, wrong: 0 };
  });
  for (const { number, total, falsePositives } of known) {
    const bucket = buckets[Math.floor((number - start) / size)];
    if (bucket === undefined) continue;
    bucket.total += total;
    bucket.wrong += falsePositives;
  }
  return { buckets, each: size === 1 ? 'day' : 'week' };
}

/** Mermaid has no escape inside its quotes, so what could end them, or the block, is left out. */
function plain(text: string): string {
  return text.replace(/[^A-Za-z0-9 ._-]/g, '').slice(0, 60);
}

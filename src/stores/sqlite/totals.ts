/** Daily totals, changed in the transaction of the event or verdict that changes them. */
import type { DayTotal, EventState } from '../ports.js';
import { DAY_MS, TOTAL_DAYS } from '../ports.js';
import { dayOf } from '../window.js';
import type { Sql } from './database.js';

/** What a total is of. */
export interface TotalKey {
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly day: string;
}

/** How a total changes when an event comes (`before` null), goes (`after` null) or is judged otherwise. */
export function changeTotal(sql: Sql, key: TotalKey, before: EventState | null, after: EventState | null): void {
  if (before === after) return;
  const one = (state: EventState | null, of: EventState): number => (state === of ? 1 : 0);
  const { ruleId, ruleVersion, day } = key;
  sql.run('INSERT OR IGNORE INTO total VALUES (?, ?, ?, 0, 0, 0)', ruleId, ruleVersion, day);
  sql.run(
    `UPDATE total SET total = total + ?, false_positives = false_positives + ?, true_positives = true_positives + ?
     WHERE rule_id = ? AND rule_version = ? AND day = ?`,
    (after === null ? 0 : 1) - (before === null ? 0 : 1),
    one(after, 'false-positive') - one(before, 'false-positive'),
    one(after, 'true-positive') - one(before, 'true-positive'),
    ruleId,
    ruleVersion,
    day,
  );
}

/** First day whose total is still kept. */
export function firstKeptDay(now: number): string {
  return dayOf(Math.max(0, now - TOTAL_DAYS * DAY_MS));
}

export interface TotalRow {
  readonly rule_id: string;
  readonly rule_version: number;
  readonly day: string;
  readonly total: number;
  readonly false_positives: number;
  readonly true_positives: number;
}

export function toDayTotal(row: TotalRow): DayTotal {
  return {
    day: row.day,
    ruleId: row.rule_id,
    ruleVersion: row.rule_version,
    total: row.total,
    falsePositives: row.false_positives,
    truePositives: row.true_positives,
  };
}

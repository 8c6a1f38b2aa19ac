/** Removes what nobody can read any more, a bounded number of rows at a time. */
import { BLOCK_HOURS, DAY_MS, EVENT_DAYS, HOUR_MS } from '../ports.js';
import { dayOf } from '../window.js';
import type { Sql } from './database.js';
import { PURGED, raiseMark, readMark } from './marks.js';
import { firstKeptDay } from './totals.js';

/** Rows of one kind that one purge removes at most. */
export const PURGE_LIMIT = 1000;

/**
 * Events (and their actors and verdicts) of more than EVENT_DAYS, totals of more than TOTAL_DAYS, blocks of more than
 * BLOCK_HOURS. Totals outlive the events that they counted.
 */
export function purge(sql: Sql, now: number, limit: number = PURGE_LIMIT): void {
  let left = limit;
  for (const { rule_id, rule_version } of sql.all<RuleRow>('SELECT rule_id, rule_version FROM rule')) {
    if (left === 0) break;
    const expired = sql.all<{ event_id: string; occurred_at: number }>(
      `SELECT event_id, occurred_at FROM event WHERE rule_id = ? AND rule_version = ? AND occurred_at <= ?
       ORDER BY occurred_at LIMIT ?`,
      rule_id,
      rule_version,
      now - EVENT_DAYS * DAY_MS,
      left,
    );
    for (const { event_id } of expired) sql.run('DELETE FROM event WHERE event_id = ?', event_id);
    const last = expired.at(-1);
    if (last !== undefined) raiseMark(sql, PURGED, last.occurred_at);
    left -= expired.length;
  }
  // A total goes after its events, never before: until then it has to be what they add up to.
  sql.run(
    `DELETE FROM total WHERE (rule_id, rule_version, day) IN
       (SELECT rule_id, rule_version, day FROM total WHERE day < min(?, ?) LIMIT ?)`,
    firstKeptDay(now),
    dayOf(readMark(sql, PURGED)),
    limit,
  );
  sql.run(
    `DELETE FROM block WHERE (rule_id, repository_id, pull_request) IN
       (SELECT rule_id, repository_id, pull_request FROM block WHERE first_seen_at <= ? LIMIT ?)`,
    now - BLOCK_HOURS * HOUR_MS,
    limit,
  );
}

interface RuleRow {
  readonly rule_id: string;
  readonly rule_version: number;
}

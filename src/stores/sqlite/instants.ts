/**
 * Instants that cannot be right at this moment. A database comes from a cache that others may write, and one that calls
 * everything expired would delete, on a merge, every event there is and every one that comes after.
 */
import type { Clock } from '../ports.js';
import { DAY_MS, EVENT_DAYS, HOUR_MS } from '../ports.js';
import type { Sql } from './database.js';
import { PURGED } from './marks.js';

/** For whoever has no clock of its own. */
export const SYSTEM_CLOCK: Clock = { now: Date.now };

/** Machines that write one database do not agree on the time to the second. */
const CLOCKS_APART_MS = HOUR_MS;

/** The latest instant up to which events can have expired. @param now milliseconds since 1970-01-01 UTC */
export function latestPurge(now: number): number {
  return now + CLOCKS_APART_MS - EVENT_DAYS * DAY_MS;
}

/** Beyond year 9999 there is no date, and beyond 2^53 not even a number: SQLite makes the text. */
const instantText = (column: string): string =>
  `coalesce(strftime('%Y-%m-%dT%H:%M:%SZ', ${column} / 1000, 'unixepoch'), CAST(${column} AS TEXT))`;

/** What is wrong with the mark of what expired, as clauses for people; empty: nothing. */
export function earlyMark(sql: Sql, now: number): string[] {
  const latest = latestPurge(now);
  const rows = sql.all<{ at: string; latest: string }>(
    `SELECT ${instantText('value')} AS at, ${instantText('?')} AS latest FROM mark WHERE name = ? AND value > ?`,
    latest,
    latest,
    PURGED,
    latest,
  );
  return rows.map((row) => `the mark ${PURGED} is of ${row.at}, and nothing after ${row.latest} can have expired yet`);
}

/** Events that are yet to happen, at most a hundred, as clauses for people. */
export function futureEvents(sql: Sql, now: number): string[] {
  const rows = sql.all<{ event_id: string; at: string }>(
    `SELECT event_id, ${instantText('occurred_at')} AS at FROM event WHERE occurred_at > ? ORDER BY event_id LIMIT 100`,
    now + CLOCKS_APART_MS,
  );
  return rows.map((row) => `event ${row.event_id} is of ${row.at}, which is yet to come`);
}

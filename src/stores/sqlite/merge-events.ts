/** Merging events, verdicts and totals of two copies of a database that went apart. */

import type { FPEvent, Verdict } from '../ports.js';
import { DAY_MS, EVENT_DAYS } from '../ports.js';
import { dayOf, payloadOf, stateOf } from '../window.js';
import type { Sql } from './database.js';
import type { EventRow } from './event-rows.js';
import { actorsOf, addActors, insertEvent, putVerdict, toEvent, verdictsOf } from './event-rows.js';
import { PURGED, raiseMark, readMark } from './marks.js';
import type { TotalRow } from './totals.js';

export interface EventMerge {
  /** Events that only the source had. */
  readonly added: number;
  /** Events that both had, and of which the source knew more. */
  readonly changed: number;
  /** Ids of events that both have, with different payloads. Not empty: the target must be rolled back. */
  readonly conflicts: readonly string[];
}

interface Counts {
  readonly total: number;
  readonly fp: number;
  readonly tp: number;
}

/**
 * Both copies may have removed what expired. Up to the later of their marks, P, events can't be compared any more: those
 * that are left are dropped, and of their days only totals remain. A day's total is then what is left of it beyond the
 * events after P, from the copy that counted more, plus the events after P of both. Days after P are counted again.
 * Merging either into the other therefore gives the same, and merging again changes nothing.
 */
export function mergeEvents(target: Sql, source: Sql): EventMerge {
  const purged = commonMark(target, source);
  const boundary = purged === 0 ? '' : dayOf(purged);
  const leftovers = larger(leftoversOf(target, purged, boundary), leftoversOf(source, purged, boundary));
  const touched = new Set(leftovers.keys());
  if (purged > 0) {
    target.run('DELETE FROM event WHERE occurred_at <= ?', purged);
    raiseMark(target, PURGED, purged);
  }
  for (const rule of source.all<TotalRow>('SELECT rule_id, rule_version FROM rule')) {
    target.run('INSERT OR IGNORE INTO rule VALUES (?, ?)', rule.rule_id, rule.rule_version);
  }
  let added = 0;
  let changed = 0;
  const conflicts: string[] = [];
  const rows = source.iterate<EventRow>('SELECT * FROM event WHERE occurred_at > ? ORDER BY event_id', purged);
  for (const theirs of rows) {
    const ours = target.get<EventRow>('SELECT * FROM event WHERE event_id = ?', theirs.event_id);
    if (ours === undefined) {
      insertEvent(target, toEvent(theirs, actorsOf(source, theirs.event_id)), verdictsOf(source, theirs.event_id));
      touched.add(keyOf(theirs));
      added += 1;
    } else if (payloadOf(toEvent(ours)) !== payloadOf(toEvent(theirs))) {
      conflicts.push(theirs.event_id);
    } else if (mergeOne(target, source, ours, theirs)) {
      touched.add(keyOf(ours)).add(keyOf(theirs));
      changed += 1;
    }
  }
  for (const key of touched) recount(target, key, purged, leftovers.get(key));
  return { added, changed, conflicts };
}

/**
 * P. Also where both have an event, but one of them recorded it anew after it had expired: the older is as good as
 * removed then.
 */
function commonMark(target: Sql, source: Sql): number {
  let mark = Math.max(readMark(target, PURGED), readMark(source, PURGED));
  const instant = 'SELECT occurred_at FROM event WHERE event_id = ?';
  for (const row of source.iterate<EventRow>('SELECT event_id, occurred_at FROM event')) {
    const ours = target.get<EventRow>(instant, row.event_id)?.occurred_at ?? row.occurred_at;
    const apart = Math.abs(ours - row.occurred_at) >= EVENT_DAYS * DAY_MS;
    if (apart) mark = Math.max(mark, Math.min(ours, row.occurred_at));
  }
  return mark;
}

/** What the totals of days up to P's say beyond the events after P. */
function leftoversOf(sql: Sql, purged: number, boundary: string): Map<string, Counts> {
  const left = new Map<string, Counts>();
  for (const row of sql.all<TotalRow>('SELECT * FROM total WHERE day <= ?', boundary)) {
    const key = JSON.stringify([row.rule_id, row.rule_version, row.day]);
    const { total, fp, tp } = countEvents(sql, key, purged);
    left.set(key, { total: row.total - total, fp: row.false_positives - fp, tp: row.true_positives - tp });
  }
  return left;
}

/** Key by key, the one that counted more; the same whichever comes first. */
function larger(a: ReadonlyMap<string, Counts>, b: ReadonlyMap<string, Counts>): Map<string, Counts> {
  const most = new Map(a);
  for (const [key, theirs] of b) {
    const ours = most.get(key);
    const order = (counts: Counts): number[] => [counts.total, counts.fp + counts.tp, counts.fp];
    if (ours === undefined || compare(order(theirs), order(ours)) > 0) most.set(key, theirs);
  }
  return most;
}

/** Whether it changed anything. */
function mergeOne(target: Sql, source: Sql, ours: EventRow, theirs: EventRow): boolean {
  const id = ours.event_id;
  const first = firstSeen(ours, theirs);
  const actors = actorsOf(target, id);
  const newActors = actorsOf(source, id).filter((actor) => !actors.includes(actor));
  const verdicts = new Map(verdictsOf(target, id).map((verdict) => [verdict.reviewer, verdict]));
  const newVerdicts = verdictsOf(source, id).filter((verdict) => isLater(verdict, verdicts.get(verdict.reviewer)));
  const observed =
    first.severity !== ours.severity ||
    first.level !== ours.level ||
    first.blocked !== ours.blocked ||
    first.occurred_at !== ours.occurred_at ||
    first.sealed !== ours.sealed;
  if (!observed && newActors.length === 0 && newVerdicts.length === 0) return false;
  addActors(target, id, newActors);
  for (const verdict of newVerdicts) {
    putVerdict(target, id, verdict);
    verdicts.set(verdict.reviewer, verdict);
  }
  target.run(
    'UPDATE event SET severity = ?, level = ?, blocked = ?, occurred_at = ?, sealed = ?, state = ? WHERE event_id = ?',
    first.severity,
    first.level,
    first.blocked,
    first.occurred_at,
    first.sealed,
    stateOf(verdicts.values()),
    id,
  );
  return true;
}

/** Gravest first. */
const SEVERITIES: readonly FPEvent['severity'][] = ['critical', 'high', 'medium', 'low'];

type Observation = Pick<EventRow, 'severity' | 'level' | 'blocked' | 'occurred_at' | 'sealed'>;

/** The earlier observation; of two at once the graver. */
function firstSeen(a: EventRow, b: EventRow): Observation {
  if (a.occurred_at !== b.occurred_at) return a.occurred_at < b.occurred_at ? a : b;
  const severity = SEVERITIES.find((grade) => grade === a.severity || grade === b.severity) ?? a.severity;
  const level: FPEvent['level'] = a.level === 'block' || b.level === 'block' ? 'block' : 'warn';
  // Whichever comes first: the lesser text, and any text before none.
  const [sealed = null] = [a.sealed, b.sealed].filter((text) => text !== null).sort();
  return { severity, level, blocked: Math.max(a.blocked, b.blocked), occurred_at: a.occurred_at, sealed };
}

/** Two verdicts of one instant: the same of them wins whichever comes first. */
function isLater(theirs: Verdict, ours: Verdict | undefined): boolean {
  if (ours === undefined) return true;
  const order = ({ at, kind, ticket, source }: Verdict): (number | string)[] => [at, kind, ticket, source];
  return compare(order(theirs), order(ours)) > 0;
}

/** Element by element; above 0 when `a` is the larger. */
function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? value;
    if (value !== other) return value > other ? 1 : -1;
  }
  return 0;
}

function recount(sql: Sql, key: string, purged: number, left: Counts = { total: 0, fp: 0, tp: 0 }): void {
  const { total, fp, tp } = countEvents(sql, key, purged);
  const [ruleId, ruleVersion, day] = JSON.parse(key) as [string, number, string];
  if (total + left.total === 0) {
    // The only event of the day was seen earlier by the other copy, on another day.
    sql.run('DELETE FROM total WHERE rule_id = ? AND rule_version = ? AND day = ?', ruleId, ruleVersion, day);
    return;
  }
  sql.run(
    'INSERT OR REPLACE INTO total VALUES (?, ?, ?, ?, ?, ?)',
    ruleId,
    ruleVersion,
    day,
    total + left.total,
    fp + left.fp,
    tp + left.tp,
  );
}

function countEvents(sql: Sql, key: string, purged: number): Counts {
  const [ruleId, ruleVersion, day] = JSON.parse(key) as [string, number, string];
  const start = Date.parse(day);
  const counts = sql.get<Counts>(
    `SELECT count(*) AS total, count(*) FILTER (WHERE state = 'false-positive') AS fp,
       count(*) FILTER (WHERE state = 'true-positive') AS tp
     FROM event WHERE rule_id = ? AND rule_version = ? AND occurred_at >= ? AND occurred_at < ?`,
    ruleId,
    ruleVersion,
    Math.max(start, purged + 1),
    start + DAY_MS,
  );
  return counts ?? { total: 0, fp: 0, tp: 0 };
}

function keyOf(row: EventRow): string {
  return JSON.stringify([row.rule_id, row.rule_version, dayOf(row.occurred_at)]);
}

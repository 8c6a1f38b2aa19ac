/** Events as rows, and back. */
import { StoreError } from '../errors.js';
import type { EventState, FPEvent, StoredEvent, Verdict } from '../ports.js';
import { dayOf, stateOf } from '../window.js';
import type { Sql } from './database.js';
import { changeTotal } from './totals.js';

export interface EventRow {
  readonly event_id: string;
  readonly finding_id: string;
  readonly rule_id: string;
  readonly rule_version: number;
  readonly repository: string;
  readonly salt_version: number;
  readonly change: string;
  readonly severity: FPEvent['severity'];
  readonly level: FPEvent['level'];
  readonly blocked: number;
  readonly occurred_at: number;
  readonly state: EventState;
  readonly sealed: string | null;
  /** Whether it has a verdict; a trigger keeps it. */
  readonly judged: number;
}

/** In order of reviewer. */
export function verdictsOf(sql: Sql, eventId: string): Verdict[] {
  const rows = sql.all<Verdict>(
    'SELECT kind, reviewer, ticket, at, source FROM verdict WHERE event_id = ? ORDER BY reviewer',
    eventId,
  );
  // Rows have no prototype; what leaves the store are plain objects.
  return rows.map((row) => ({ ...row }));
}

/** In order. */
export function actorsOf(sql: Sql, eventId: string): string[] {
  const rows = sql.all<{ actor: string }>('SELECT actor FROM actor WHERE event_id = ? ORDER BY actor', eventId);
  return rows.map(({ actor }) => actor);
}

/** The row together with what other tables hold of the event. */
export function toStoredEvent(sql: Sql, row: EventRow): StoredEvent {
  const verdicts = verdictsOf(sql, row.event_id);
  return { ...toEvent(row, actorsOf(sql, row.event_id)), state: row.state, verdicts };
}

/** The event as it was recorded. */
export function toEvent(row: EventRow, actors: readonly string[] = []): FPEvent {
  return {
    eventId: row.event_id,
    findingId: row.finding_id,
    ruleId: row.rule_id,
    ruleVersion: row.rule_version,
    repository: row.repository,
    saltVersion: row.salt_version,
    change: row.change,
    severity: row.severity,
    level: row.level,
    blocked: row.blocked === 1,
    actors,
    occurredAt: row.occurred_at,
    ...(row.sealed === null ? {} : { sealed: row.sealed }),
  };
}

/** Inserts an event with what is known of it. Its day's total is the caller's. */
export function insertEvent(sql: Sql, event: FPEvent, verdicts: readonly Verdict[] = []): EventState {
  const state = stateOf(verdicts);
  sql.run('INSERT OR IGNORE INTO rule (rule_id, rule_version) VALUES (?, ?)', event.ruleId, event.ruleVersion);
  sql.run(
    `INSERT INTO event (event_id, finding_id, rule_id, rule_version, repository, salt_version, change, severity, level,
       blocked, occurred_at, state, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    event.eventId,
    event.findingId,
    event.ruleId,
    event.ruleVersion,
    event.repository,
    event.saltVersion,
    event.change,
    event.severity,
    event.level,
    event.blocked ? 1 : 0,
    event.occurredAt,
    state,
    event.sealed ?? null,
  );
  addActors(sql, event.eventId, event.actors);
  for (const verdict of verdicts) putVerdict(sql, event.eventId, verdict);
  return state;
}

export function addActors(sql: Sql, eventId: string, actors: readonly string[]): void {
  for (const actor of actors) {
    sql.run('INSERT OR IGNORE INTO actor (event_id, actor) VALUES (?, ?)', eventId, actor);
  }
}

/** The reviewer's verdict on the event is this one now. */
export function putVerdict(sql: Sql, eventId: string, { reviewer, kind, ticket, at, source }: Verdict): void {
  sql.run(
    'INSERT OR REPLACE INTO verdict (event_id, reviewer, kind, ticket, at, source) VALUES (?, ?, ?, ?, ?, ?)',
    eventId,
    reviewer,
    kind,
    ticket,
    at,
    source,
  );
}

/** Makes state and total of an event what its verdicts say. */
export function settleState(sql: Sql, row: EventRow): void {
  const state = stateOf(verdictsOf(sql, row.event_id));
  if (state === row.state) return;
  sql.run('UPDATE event SET state = ? WHERE event_id = ?', state, row.event_id);
  changeTotal(sql, totalKeyOf(row), row.state, state);
}

/** The total that an event counts in. */
export function totalKeyOf(row: EventRow): { ruleId: string; ruleVersion: number; day: string } {
  return { ruleId: row.rule_id, ruleVersion: row.rule_version, day: dayOf(row.occurred_at) };
}

export function differentPayload(operation: string, event: FPEvent): StoreError {
  return new StoreError({
    operation,
    code: 'DIFFERENT_PAYLOAD',
    reason: 'is stored already with another payload',
    ids: { ruleId: event.ruleId, eventId: event.eventId, findingId: event.findingId },
  });
}

/** Recording events: the writing half of the FPStore that recorders use. */
import { StoreError } from '../errors.js';
import type { Clock, FPEvent, RecordResult } from '../ports.js';
import { DAY_MS, EVENT_DAYS } from '../ports.js';
import { checkEvent } from '../validate.js';
import { dayOf, payloadOf } from '../window.js';
import type { Database, Sql } from './database.js';
import type { EventRow } from './event-rows.js';
import { addActors, differentPayload, insertEvent, toEvent } from './event-rows.js';
import { PURGED, raiseMark } from './marks.js';
import { purge } from './purge.js';
import { changeTotal } from './totals.js';

/** Events of one transaction: each costs a sync of the disk, and holds the lock while it lasts. */
const BATCH = 200;
/** How often a connection that records looks for what has expired. */
const PURGE_EVERY_MS = 60_000;

/** Events at or before this instant have expired. */
export function eventCutoff(now: number): number {
  return now - EVENT_DAYS * DAY_MS;
}

export class Recorder {
  readonly #db: Database;
  readonly #clock: Clock;
  #purgedAt = Number.NEGATIVE_INFINITY;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  async recordEvent(event: FPEvent): Promise<'recorded' | 'known'> {
    const operation = 'FPStore.recordEvent';
    const now = this.#clock.now();
    checkEvent(operation, event, now);
    return this.#db.write(operation, { ruleId: event.ruleId, eventId: event.eventId }, (sql) => {
      const result = recordOne(sql, operation, event, now);
      this.#purgeAtTimes(sql, now);
      return result;
    });
  }

  async recordEvents(events: readonly FPEvent[]): Promise<RecordResult> {
    const operation = 'FPStore.recordEvents';
    const failures: unknown[] = [];
    let recorded = 0;
    let known = 0;
    for (let start = 0; start < events.length; start += BATCH) {
      const now = this.#clock.now();
      const batch = events.slice(start, start + BATCH);
      try {
        const done = await this.#db.write(operation, {}, (sql) => {
          const outcome = recordBatch(sql, operation, batch, now);
          this.#purgeAtTimes(sql, now);
          return outcome;
        });
        recorded += done.recorded;
        known += done.known;
        failures.push(...done.refused);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return { recorded, known };
  }

  #purgeAtTimes(sql: Sql, now: number): void {
    if (now - this.#purgedAt < PURGE_EVERY_MS) return;
    this.#purgedAt = now;
    purge(sql, now);
  }
}

function recordBatch(
  sql: Sql,
  operation: string,
  events: readonly FPEvent[],
  now: number,
): RecordResult & { readonly refused: readonly unknown[] } {
  const refused: unknown[] = [];
  let recorded = 0;
  let known = 0;
  for (const event of events) {
    try {
      checkEvent(operation, event, now);
      if (recordOne(sql, operation, event, now) === 'recorded') recorded += 1;
      else known += 1;
    } catch (error) {
      // One that is refused has written nothing, so the others of its transaction stand. Anything else undoes them all.
      if (!(error instanceof StoreError)) throw error;
      refused.push(error);
    }
  }
  return { recorded, known, refused };
}

function recordOne(sql: Sql, operation: string, event: FPEvent, now: number): 'recorded' | 'known' {
  const stored = sql.get<EventRow>('SELECT * FROM event WHERE event_id = ?', event.eventId);
  if (stored !== undefined) {
    if (stored.occurred_at > eventCutoff(now)) {
      if (payloadOf(toEvent(stored)) !== payloadOf(event)) throw differentPayload(operation, event);
      addActors(sql, event.eventId, event.actors);
      return 'known';
    }
    // Expired and not purged yet: to everybody it is gone already, so this one is new. The old one's total stays.
    sql.run('DELETE FROM event WHERE event_id = ?', event.eventId);
    raiseMark(sql, PURGED, stored.occurred_at);
  }
  const state = insertEvent(sql, event);
  changeTotal(sql, { ruleId: event.ruleId, ruleVersion: event.ruleVersion, day: dayOf(event.occurredAt) }, null, state);
  return 'recorded';
}

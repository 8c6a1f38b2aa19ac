/** The FPStore: windows, verdicts and lists. Recording is in record.ts. */
import { StoreError } from '../errors.js';
import type {
  Clock,
  DayTotal,
  EventQuery,
  FindingRef,
  FPEvent,
  FPStore,
  MarkResult,
  RecordResult,
  StoredEvent,
  Verdict,
  VoteRow,
  Window,
} from '../ports.js';
import * as check from '../validate.js';
import type { Counts } from '../window.js';
import { addCounts, computeWindow, keptVerdict, planWindow, windowOf } from '../window.js';
import type { Database, Sql } from './database.js';
import type { EventRow } from './event-rows.js';
import { putVerdict, settleState, toStoredEvent } from './event-rows.js';
import { eventCutoff, Recorder } from './record.js';
import type { TotalRow } from './totals.js';
import { firstKeptDay, toDayTotal } from './totals.js';
import { votePages } from './votes.js';

/** Events of one page of `listEvents`. */
const PAGE = 500;

type RuleKey = { readonly ruleId: string; readonly ruleVersion: number };

export class SqliteFPStore implements FPStore {
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #recorder: Recorder;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
    this.#recorder = new Recorder(db, clock);
  }

  recordEvent(event: FPEvent): Promise<'recorded' | 'known'> {
    return this.#recorder.recordEvent(event);
  }

  recordEvents(events: readonly FPEvent[]): Promise<RecordResult> {
    return this.#recorder.recordEvents(events);
  }

  async getWindowByCount(ruleId: string, count: number, ruleVersion?: number): Promise<Window> {
    const operation = 'FPStore.getWindowByCount';
    check.checkRule(operation, ruleId, ruleVersion);
    check.checkCount(operation, ruleId, count);
    const cutoff = eventCutoff(this.#clock.now());
    return this.#db.read(operation, { ruleId }, (sql) => {
      // The newest of every version, then the newest of those: the index is by version.
      const newest = rulesOf(sql, { ruleId, ruleVersion }).flatMap((rule) =>
        sql.all<Pick<EventRow, 'occurred_at' | 'event_id' | 'state'>>(
          `SELECT occurred_at, event_id, state FROM event WHERE rule_id = ? AND rule_version = ? AND occurred_at > ?
           ORDER BY occurred_at DESC, event_id DESC LIMIT ?`,
          rule.ruleId,
          rule.ruleVersion,
          cutoff,
          count,
        ),
      );
      newest.sort((a, b) => b.occurred_at - a.occurred_at || (a.event_id < b.event_id ? 1 : -1));
      return computeWindow(ruleId, ruleVersion ?? null, newest.slice(0, count));
    });
  }

  async getWindowBySince(ruleId: string, since: number, ruleVersion?: number): Promise<Window> {
    const operation = 'FPStore.getWindowBySince';
    check.checkRule(operation, ruleId, ruleVersion);
    check.checkSince(operation, { ruleId }, since);
    const now = this.#clock.now();
    const plan = planWindow(since, now);
    return this.#db.read(operation, { ruleId }, (sql) => {
      let counts: Counts = { total: 0, falsePositives: 0, truePositives: 0 };
      for (const rule of rulesOf(sql, { ruleId, ruleVersion })) {
        for (const row of totalsOf(sql, rule, plan.firstDay, null, now)) counts = addCounts(counts, toDayTotal(row));
        if (plan.partial === null) continue;
        const from = Math.max(plan.partial.from, eventCutoff(now) + 1);
        counts = addCounts(counts, countEvents(sql, rule, from, plan.partial.to));
      }
      return windowOf(ruleId, ruleVersion ?? null, counts, plan.since);
    });
  }

  markFalsePositive(finding: FindingRef, verdict: Omit<Verdict, 'kind'>): Promise<MarkResult> {
    return this.#judge('FPStore.markFalsePositive', finding, 'false-positive', verdict);
  }

  confirmTruePositive(finding: FindingRef, verdict: Omit<Verdict, 'kind'>): Promise<MarkResult> {
    return this.#judge('FPStore.confirmTruePositive', finding, 'true-positive', verdict);
  }

  async getFinding(finding: FindingRef): Promise<readonly StoredEvent[]> {
    const operation = 'FPStore.getFinding';
    check.checkFinding(operation, finding.repository, finding.findingId);
    const cutoff = eventCutoff(this.#clock.now());
    return this.#db.read(operation, { findingId: finding.findingId }, (sql) =>
      findingRows(sql, finding, cutoff).map((row) => toStoredEvent(sql, row)),
    );
  }

  async findFindings(repository: string, prefix: string, limit: number): Promise<readonly string[]> {
    const operation = 'FPStore.findFindings';
    check.checkPrefix(operation, repository, prefix, limit);
    const cutoff = eventCutoff(this.#clock.now());
    return this.#db.read(operation, { findingId: prefix }, (sql) =>
      sql
        .all<{ finding_id: string }>(
          `SELECT DISTINCT finding_id FROM event
           WHERE repository = ? AND finding_id >= ? AND finding_id < ? AND occurred_at > ? ORDER BY finding_id LIMIT ?`,
          repository,
          prefix,
          // Behind every hex digit: what starts with the prefix lies before it.
          `${prefix}g`,
          cutoff,
          limit,
        )
        .map((row) => row.finding_id),
    );
  }

  listRules(): Promise<readonly RuleKey[]> {
    return this.#db.read('FPStore.listRules', {}, (sql) => rulesOf(sql, {}));
  }

  async *listEvents(query: EventQuery): AsyncIterable<StoredEvent> {
    const operation = 'FPStore.listEvents';
    check.checkQuery(operation, query);
    const ids = query.ruleId === undefined ? {} : { ruleId: query.ruleId };
    // Fixed at the start: an event that expires between two pages is still listed.
    const from = Math.max(query.since ?? 0, eventCutoff(this.#clock.now()) + 1);
    for (const rule of await this.#db.read(operation, ids, (sql) => rulesOf(sql, query))) {
      let last: StoredEvent | undefined;
      do {
        const behind: StoredEvent | undefined = last;
        const page = await this.#db.read(operation, ids, (sql) => pageOf(sql, rule, query, from, behind));
        yield* page;
        last = page.length < PAGE ? undefined : page.at(-1);
      } while (last !== undefined);
    }
  }

  async *voteRows(ruleId: string, ruleVersion: number): AsyncIterable<readonly VoteRow[]> {
    const operation = 'FPStore.voteRows';
    check.checkRule(operation, ruleId, ruleVersion);
    // Fixed at the start, as in listEvents.
    const cutoff = eventCutoff(this.#clock.now());
    yield* votePages(this.#db, operation, { ruleId, ruleVersion }, cutoff);
  }

  async dailyTotals(ruleId: string, ruleVersion: number, fromDay: string, toDay: string): Promise<readonly DayTotal[]> {
    const operation = 'FPStore.dailyTotals';
    check.checkRule(operation, ruleId, ruleVersion);
    check.checkDay(operation, ruleId, 'fromDay', fromDay);
    check.checkDay(operation, ruleId, 'toDay', toDay);
    const now = this.#clock.now();
    return this.#db.read(operation, { ruleId }, (sql) =>
      totalsOf(sql, { ruleId, ruleVersion }, fromDay, toDay, now).map(toDayTotal),
    );
  }

  async #judge(
    operation: string,
    finding: FindingRef,
    kind: Verdict['kind'],
    said: Omit<Verdict, 'kind'>,
  ): Promise<MarkResult> {
    check.checkVerdict(operation, finding.findingId, said);
    check.checkFinding(operation, finding.repository, finding.findingId);
    const verdict = keptVerdict(kind, said);
    const ids = { findingId: finding.findingId };
    const cutoff = eventCutoff(this.#clock.now());
    return this.#db.write(operation, ids, (sql) => {
      const rows = findingRows(sql, finding, cutoff);
      if (rows.length === 0) {
        const reason = 'found no event of this finding in this repository';
        throw new StoreError({ operation, code: 'NOT_FOUND', reason, ids });
      }
      let changed = 0;
      let events = 0;
      for (const row of rows) {
        const outcome = judgeOne(sql, row, verdict);
        if (outcome !== 'outdated') events += 1;
        if (outcome === 'changed') changed += 1;
      }
      return { events, changed };
    });
  }
}

/** `outdated`: the reviewer has said something later already, which stays. */
function judgeOne(sql: Sql, row: EventRow, verdict: Verdict): 'changed' | 'same' | 'outdated' {
  const known = sql.get<Verdict>(
    'SELECT kind, reviewer, ticket, at, source FROM verdict WHERE event_id = ? AND reviewer = ?',
    row.event_id,
    verdict.reviewer,
  );
  if (known !== undefined) {
    if (known.at > verdict.at) return 'outdated';
    const fields = ['kind', 'ticket', 'at', 'source'] as const;
    if (fields.every((field) => known[field] === verdict[field])) return 'same';
  }
  putVerdict(sql, row.event_id, verdict);
  settleState(sql, row);
  return 'changed';
}

/** Newest first. */
function findingRows(sql: Sql, { repository, findingId }: FindingRef, cutoff: number): EventRow[] {
  return sql.all<EventRow>(
    `SELECT * FROM event WHERE repository = ? AND finding_id = ? AND occurred_at > ?
     ORDER BY occurred_at DESC, event_id DESC`,
    repository,
    findingId,
    cutoff,
  );
}

function rulesOf(sql: Sql, of: { ruleId?: string | undefined; ruleVersion?: number | undefined }): RuleKey[] {
  const rows = sql.all<RuleKey>(
    `SELECT rule_id AS ruleId, rule_version AS ruleVersion FROM rule
     WHERE rule_id = coalesce(?, rule_id) AND rule_version = coalesce(?, rule_version) ORDER BY rule_id, rule_version`,
    of.ruleId ?? null,
    of.ruleVersion ?? null,
  );
  return rows.map(({ ruleId, ruleVersion }) => ({ ruleId, ruleVersion }));
}

/** The next events of a rule version, newest first, behind the last one of the page before. */
function pageOf(sql: Sql, rule: RuleKey, query: EventQuery, from: number, behind?: StoredEvent): StoredEvent[] {
  const rows = sql.all<EventRow>(
    `SELECT * FROM event WHERE rule_id = ? AND rule_version = ? AND occurred_at >= ?
       AND (occurred_at, event_id) < (?, ?) AND repository = coalesce(?, repository) AND state = coalesce(?, state)
     ORDER BY occurred_at DESC, event_id DESC LIMIT ${PAGE}`,
    rule.ruleId,
    rule.ruleVersion,
    from,
    behind?.occurredAt ?? Number.MAX_SAFE_INTEGER,
    behind?.eventId ?? '',
    query.repository ?? null,
    query.state ?? null,
  );
  return rows.map((row) => toStoredEvent(sql, row));
}

function countEvents(sql: Sql, rule: RuleKey, from: number, to: number): Counts {
  const row = sql.get<Counts>(
    `SELECT count(*) AS total, count(*) FILTER (WHERE state = 'false-positive') AS falsePositives,
       count(*) FILTER (WHERE state = 'true-positive') AS truePositives
     FROM event WHERE rule_id = ? AND rule_version = ? AND occurred_at >= ? AND occurred_at < ?`,
    rule.ruleId,
    rule.ruleVersion,
    from,
    to,
  );
  return row ?? { total: 0, falsePositives: 0, truePositives: 0 };
}

/** Oldest first. A day whose total has run out is gone, whether the purge has been there or not. */
function totalsOf(sql: Sql, rule: RuleKey, fromDay: string, toDay: string | null, now: number): TotalRow[] {
  const kept = firstKeptDay(now);
  return sql.all<TotalRow>(
    `SELECT * FROM total WHERE rule_id = ? AND rule_version = ? AND day >= ? AND day <= coalesce(?, day)
       AND total > 0 ORDER BY day`,
    rule.ruleId,
    rule.ruleVersion,
    fromDay > kept ? fromDay : kept,
    toDay,
  );
}

/**
 * Merges a copy of a database that went its own way: two runs restored the same cache, and each wrote. By id, so that
 * nothing counts twice; in one transaction of the target, so that a failure changes nothing. The source is only read.
 */
import { StoreError } from '../errors.js';
import type { Clock } from '../ports.js';
import { BLOCK_HOURS, HOUR_MS } from '../ports.js';
import { insertBaseline } from './baseline-store.js';
import type { ConsentRow } from './consent-rows.js';
import { insertConsent } from './consent-rows.js';
import type { Sql } from './database.js';
import { earlyMark, futureEvents, SYSTEM_CLOCK } from './instants.js';
import { insertLevels, type LevelRow } from './level-store.js';
import { PURGED, raiseMark } from './marks.js';
import { mergeEvents } from './merge-events.js';
import { openDatabase } from './open.js';

/** What the target has now that it did not have before. */
export interface MergeReport {
  readonly eventsAdded: number;
  /** Events that both had: further actors or verdicts, or an earlier first sight. */
  readonly eventsChanged: number;
  readonly consents: number;
  readonly blocks: number;
  readonly baselines: number;
  readonly levels: number;
}

/** Ids that a message names. */
const NAMED = 10;

/**
 * Events: the union by id; actors and verdicts: the union, of one reviewer the latest; totals: counted again where
 * something changed. Consent, baselines, levels: every version of both is kept, the highest is in force; where both
 * wrote the same number, both stay in the history, and every copy picks the same one (a revocation before a grant, then
 * the one written later).
 *
 * @param target path; made where there is no file
 * @param source path of the other copy, up to date (`migrateSqlite`)
 * @param clock what is later than it says is wrong: of either copy it would delete the events of both
 * @throws {StoreError} what opening throws; CORRUPT, naming the file with a mark or an event that cannot be yet;
 *   DIFFERENT_PAYLOAD, naming the events that the two copies know under one id with different payloads. In neither case
 *   anything was changed
 */
export async function mergeSqlite(target: string, source: string, clock: Clock = SYSTEM_CLOCK): Promise<MergeReport> {
  const operation = 'store.merge';
  const theirs = await openDatabase(source, { readOnly: true });
  try {
    const ours = await openDatabase(target);
    try {
      const reading = await theirs.db.begin('read', operation);
      const now = clock.now();
      refuseUntimely(operation, theirs.db, theirs.db.file, now);
      const report = await ours.db.write(operation, {}, (sql) => {
        refuseUntimely(operation, sql, ours.db.file, now);
        return mergeAll(operation, sql, theirs.db);
      });
      reading.end('commit');
      return report;
    } finally {
      ours.db.close();
    }
  } finally {
    theirs.db.close();
  }
}

function refuseUntimely(operation: string, sql: Sql, file: string, now: number): void {
  const [first, ...others] = [...earlyMark(sql, now), ...futureEvents(sql, now)];
  if (first === undefined) return;
  const more = others.length === 0 ? '' : `; and ${others.length} more`;
  throw new StoreError({ operation, code: 'CORRUPT', reason: `found what cannot be: ${first}${more}`, ids: { file } });
}

function mergeAll(operation: string, target: Sql, source: Sql): MergeReport {
  const { added, changed, conflicts } = mergeEvents(target, source);
  const [first] = conflicts;
  if (first !== undefined) {
    const more = conflicts.length > NAMED ? ` and ${conflicts.length - NAMED} more` : '';
    const named = `${conflicts.slice(0, NAMED).join(', ')}${more}`;
    const reason = `found ${conflicts.length} of one id with different payloads: ${named}`;
    throw new StoreError({ operation, code: 'DIFFERENT_PAYLOAD', reason, ids: { eventId: first } });
  }
  const marks = source.all<{ name: string; value: number }>('SELECT * FROM mark WHERE name <> ?', PURGED);
  for (const { name, value } of marks) raiseMark(target, name, value);
  return {
    eventsAdded: added,
    eventsChanged: changed,
    consents: growth(target, 'consent', () => {
      const rows = source.iterate<ConsentRow>('SELECT * FROM consent ORDER BY recorded_at, seq');
      for (const row of rows) insertConsent(target, row);
    }),
    blocks: growth(target, 'block', () => mergeBlocks(target, source)),
    baselines: growth(target, 'baseline', () => mergeBaselines(target, source)),
    levels: growth(target, 'level_state', () => {
      for (const row of source.iterate<LevelRow>('SELECT * FROM level_state')) insertLevels(target, row);
    }),
  };
}

/** By how many rows a table grows. */
function growth(sql: Sql, table: string, work: () => void): number {
  const count = (): number => sql.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0;
  const before = count();
  work();
  return count() - before;
}

interface BlockRow {
  readonly rule_id: string;
  readonly repository_id: number;
  readonly pull_request: number;
  readonly author_id: number;
  readonly first_seen_at: number;
}

/** The first block of a pull request counts; where the second was written after the first had expired, the second. */
function mergeBlocks(target: Sql, source: Sql): void {
  for (const row of source.iterate<BlockRow>('SELECT * FROM block')) {
    target.run(
      `INSERT INTO block (rule_id, repository_id, pull_request, author_id, first_seen_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET author_id = excluded.author_id, first_seen_at = excluded.first_seen_at
       WHERE CASE WHEN abs(first_seen_at - excluded.first_seen_at) >= ? THEN excluded.first_seen_at > first_seen_at
         ELSE (excluded.first_seen_at, excluded.author_id) < (first_seen_at, author_id) END`,
      row.rule_id,
      row.repository_id,
      row.pull_request,
      row.author_id,
      row.first_seen_at,
      BLOCK_HOURS * HOUR_MS,
    );
  }
}

interface BaselineRow {
  readonly repository_id: number;
  readonly branch: string;
  readonly version: number;
  readonly digest: string;
  readonly written_at: number;
  readonly bytes: Uint8Array;
}

function mergeBaselines(target: Sql, source: Sql): void {
  for (const row of source.iterate<BaselineRow>('SELECT * FROM baseline')) {
    insertBaseline(target, { repositoryId: row.repository_id, branch: row.branch }, row);
  }
}

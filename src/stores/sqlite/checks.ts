/** What has to be true of every database, checked against the rows themselves. Reads only. */
import { StoreError } from '../errors.js';
import { dayOf } from '../window.js';
import { digestOf } from './baseline-store.js';
import type { ConsentRow } from './consent-rows.js';
import { toConsent } from './consent-rows.js';
import type { Sql } from './database.js';
import { isSqliteError } from './failures.js';
import { earlyMark, futureEvents, latestPurge } from './instants.js';
import { LEVELS, PURGED } from './marks.js';
import { APPLICATION_ID, constraints, SCHEMA_VERSION } from './migrations.js';

export interface SqliteCheck {
  /** `totals`, `verdicts` … */
  readonly name: string;
  readonly ok: boolean;
  /** What was looked at, or what is wrong with it. */
  readonly detail: string;
}

/** How many offenders a detail names. */
const NAMED = 5;

/** UTC day of an event, as `dayOf` says it. */
const DAY = `strftime('%Y-%m-%d', occurred_at / 1000, 'unixepoch')`;

/** Counts of the events after an instant, by rule version and day. */
const COUNTED = `
  SELECT rule_id, rule_version, ${DAY} AS day, count(*) AS total,
    count(*) FILTER (WHERE state = 'false-positive') AS false_positives,
    count(*) FILTER (WHERE state = 'true-positive') AS true_positives
  FROM event WHERE occurred_at > ? GROUP BY rule_id, rule_version, day`;

const CHECKS: Readonly<Record<string, (sql: Sql, now: number) => { wrong: readonly string[]; looked: string }>> = {
  schema: (sql) => {
    const application = sql.get<{ application_id: number }>('PRAGMA application_id')?.application_id;
    const version = sql.get<{ user_version: number }>('PRAGMA user_version')?.user_version;
    const wrong = application === APPLICATION_ID && version === SCHEMA_VERSION ? [] : [`version ${version}`];
    return { wrong, looked: `version ${version}` };
  },
  integrity: (sql) => {
    const rows = sql.all<{ integrity_check: string }>('PRAGMA integrity_check(100)');
    const wrong = rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
    return { wrong, looked: 'every page and index' };
  },
  constraints: (sql) => {
    const conditions = constraints();
    const wrong = conditions.flatMap(({ table, condition }) => {
      const row = sql.get<{ n: number }>(`SELECT count(*) AS n FROM "${table}" WHERE NOT ${condition}`);
      return row === undefined || row.n === 0 ? [] : [`${row.n} rows of ${table} without ${condition}`];
    });
    return { wrong, looked: `${conditions.length} conditions` };
  },
  references: (sql) => {
    const rows = sql.all<{ table: string; parent: string }>('PRAGMA foreign_key_check');
    return { wrong: rows.map((row) => `a row of ${row.table} without its ${row.parent}`), looked: 'every reference' };
  },
  verdicts: (sql) => {
    const rows = sql.all<{ event_id: string }>(
      `SELECT event.event_id FROM event LEFT JOIN (
         SELECT event_id, count(*) AS n, count(*) FILTER (WHERE kind = 'false-positive') AS fp FROM verdict
         GROUP BY event_id) AS said ON said.event_id = event.event_id
       WHERE judged <> (n IS NOT NULL) OR state <> CASE WHEN n IS NULL OR (fp > 0 AND fp < n) THEN 'pending'
         WHEN fp = n THEN 'false-positive' ELSE 'true-positive' END LIMIT 100`,
    );
    const wrong = rows.map((row) => `the state of event ${row.event_id} is not what its verdicts say`);
    return { wrong, looked: `${count(sql, 'event')} events, ${count(sql, 'verdict')} verdicts` };
  },
  totals: (sql, now) => {
    // A mark that cannot be right, which `marks` tells, excuses no total.
    const mark = 'SELECT min(value, ?) AS value FROM mark WHERE name = ?';
    const purged = Math.max(0, sql.get<{ value: number }>(mark, latestPurge(now), PURGED)?.value ?? 0);
    // Days that events were removed from can only be counted from below.
    const rows = sql.all<{ rule_id: string; rule_version: number; day: string }>(
      `SELECT * FROM (
         SELECT coalesce(total.rule_id, counted.rule_id) AS rule_id,
           coalesce(total.rule_version, counted.rule_version) AS rule_version, coalesce(total.day, counted.day) AS day,
           coalesce(total.total, 0) - coalesce(counted.total, 0) AS more,
           coalesce(total.false_positives, 0) - coalesce(counted.false_positives, 0) AS more_false,
           coalesce(total.true_positives, 0) - coalesce(counted.true_positives, 0) AS more_true
         FROM total FULL JOIN (${COUNTED}) AS counted ON total.rule_id = counted.rule_id
           AND total.rule_version = counted.rule_version AND total.day = counted.day)
       WHERE CASE WHEN day <= ? THEN more_false < 0 OR more_true < 0 OR more_false + more_true > more
         ELSE more <> 0 OR more_false <> 0 OR more_true <> 0 END ORDER BY rule_id, rule_version, day LIMIT 100`,
      purged,
      purged === 0 ? '' : dayOf(purged),
    );
    const wrong = rows.map((row) => `${row.rule_id} version ${row.rule_version}, ${row.day}`);
    return { wrong, looked: `${count(sql, 'total')} daily totals, counted again` };
  },
  marks: (sql, now) => {
    const rows = sql.all<{ name: string }>(
      `SELECT coalesce(mark.name, reached.name) AS name FROM mark FULL JOIN (
         SELECT '${LEVELS}' AS name, max(sequence) AS value FROM level_state HAVING count(*) > 0
         UNION ALL SELECT 'baseline:' || repository_id || ':' || branch, max(version) FROM baseline
           GROUP BY repository_id, branch
         UNION ALL SELECT 'consent:' || org || ':' || repository, max(version) FROM consent
           GROUP BY org, repository) AS reached ON mark.name = reached.name
       WHERE coalesce(mark.name, '') <> '${PURGED}' AND mark.value IS NOT reached.value ORDER BY 1 LIMIT 100`,
    );
    const wrong = rows.map((row) => `${row.name} is not what was reached`);
    return { wrong: [...wrong, ...earlyMark(sql, now)], looked: `${count(sql, 'mark')} marks` };
  },
  instants: (sql, now) => ({
    wrong: futureEvents(sql, now),
    looked: `${count(sql, 'event')} events, none of them of the future`,
  }),
  histories: (sql) => {
    const rows = sql.all<{ name: string }>(
      `SELECT 'baseline ' || repository_id || '/' || branch AS name FROM baseline GROUP BY repository_id, branch
         HAVING count(DISTINCT version) <> max(version)
       UNION ALL SELECT 'consent ' || org || '/' || repository FROM consent GROUP BY org, repository
         HAVING count(DISTINCT version) <> max(version) ORDER BY 1 LIMIT 100`,
    );
    return { wrong: rows.map((row) => `${row.name} lacks a version`), looked: 'versions without a gap' };
  },
  documents: (sql) => {
    const wrong: string[] = [];
    for (const [table, name] of Object.entries(DOCUMENTS)) {
      const rows = sql.iterate<{ name: string; digest: string; bytes: Uint8Array }>(
        `SELECT ${name} AS name, digest, bytes FROM ${table} ORDER BY 1`,
      );
      for (const row of rows) if (digestOf(row.bytes) !== row.digest) wrong.push(`${table} ${row.name} was altered`);
    }
    for (const row of sql.iterate<ConsentRow>('SELECT * FROM consent ORDER BY seq')) wrong.push(...alteredConsent(row));
    const documents = count(sql, 'baseline') + count(sql, 'level_state');
    return { wrong, looked: `${documents} documents, ${count(sql, 'consent')} consent records` };
  },
};

const DOCUMENTS = { baseline: `repository_id || '/' || branch || ' version ' || version`, level_state: 'sequence' };

/**
 * Every check, in order. One that cannot be made, because a page is damaged, has failed.
 *
 * @param now milliseconds since 1970-01-01 UTC: nothing can be later
 */
export function runChecks(sql: Sql, now: number): SqliteCheck[] {
  return Object.entries(CHECKS).map(([name, check]) => {
    try {
      const { wrong, looked } = check(sql, now);
      if (wrong.length === 0) return { name, ok: true, detail: looked };
      const more = wrong.length > NAMED ? ` and ${wrong.length - NAMED} more` : '';
      return { name, ok: false, detail: `${wrong.slice(0, NAMED).join('; ')}${more}` };
    } catch (error) {
      if (!isSqliteError(error)) throw error;
      return { name, ok: false, detail: `could not be checked: ${error.message}` };
    }
  });
}

function alteredConsent(row: ConsentRow): string[] {
  try {
    toConsent(row);
    return [];
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return [`${error.ids.key} was altered`];
  }
}

function count(sql: Sql, table: string): number {
  return sql.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0;
}

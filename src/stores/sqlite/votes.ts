/**
 * The events of one rule version as calibration reads them: what nobody judged folded by change in SQL, from an index that
 * holds all of it; what somebody judged alone, with actors and verdicts.
 */
import type { JudgedEvent, UnjudgedEvents, VoteRow } from '../ports.js';
import type { Database, Sql } from './database.js';
import type { EventRow } from './event-rows.js';
import { actorsOf, verdictsOf } from './event-rows.js';

/** Changes of one page: what is in memory at once, and how long a page keeps others from the connection. */
export const CHANGES_PER_PAGE = 2_000;

interface RuleKey {
  readonly ruleId: string;
  readonly ruleVersion: number;
}

/** Where a change stands in the order of the pages. */
type Place = Pick<UnjudgedEvents, 'repository' | 'saltVersion' | 'change'>;

/** Before every change: versions of the salt count from 0. */
const BEGINNING: Place = { repository: '', saltVersion: -1, change: '' };
/** Behind every change: identities are ASCII. */
const END: Place = { repository: '\u{10FFFF}', saltVersion: 0, change: '' };

type FoldedRow = Omit<UnjudgedEvents, 'kind'>;

/**
 * Every event later than `cutoff` once, in pages of whole changes. A page is one transaction and an event never leaves its
 * change. So an event that is judged while the pages are read is in exactly one of them: folded where its page was read
 * before, alone where it was read after.
 */
export async function* votePages(
  db: Pick<Database, 'read'>,
  operation: string,
  rule: RuleKey,
  cutoff: number,
): AsyncGenerator<readonly VoteRow[], void, undefined> {
  let behind: Place | undefined = BEGINNING;
  while (behind !== undefined) {
    const from: Place = behind;
    const { rows, last } = await db.read(operation, { ruleId: rule.ruleId }, (sql) => pageOf(sql, rule, cutoff, from));
    yield rows;
    behind = last;
  }
}

/** The page behind `from`, and the change that it ends with; undefined at the end. */
function pageOf(
  sql: Sql,
  { ruleId, ruleVersion }: RuleKey,
  cutoff: number,
  from: Place,
): { readonly rows: readonly VoteRow[]; readonly last: Place | undefined } {
  // Named, because the planner would take the index by time, and then look every event up in the table.
  const folded = sql.all<FoldedRow>(
    `SELECT repository, salt_version AS saltVersion, change, count(*) AS events, min(occurred_at) AS firstSeen,
       max(occurred_at) AS lastSeen, sum(blocked) AS blocked
     FROM event INDEXED BY event_by_change
     WHERE rule_id = ? AND rule_version = ? AND (repository, salt_version, change) > (?, ?, ?)
       AND judged = 0 AND occurred_at > ?
     GROUP BY repository, salt_version, change ORDER BY repository, salt_version, change LIMIT ${CHANGES_PER_PAGE}`,
    ruleId,
    ruleVersion,
    from.repository,
    from.saltVersion,
    from.change,
    cutoff,
  );
  // Changes without an event that nobody judged are on the page too, up to its last change.
  const last = folded.length < CHANGES_PER_PAGE ? undefined : folded.at(-1);
  const to = last ?? END;
  const judged = sql.all<EventRow>(
    `SELECT * FROM event INDEXED BY event_judged
     WHERE rule_id = ? AND rule_version = ? AND (repository, salt_version, change) > (?, ?, ?)
       AND (repository, salt_version, change) <= (?, ?, ?) AND judged = 1 AND occurred_at > ?`,
    ruleId,
    ruleVersion,
    from.repository,
    from.saltVersion,
    from.change,
    to.repository,
    to.saltVersion,
    to.change,
    cutoff,
  );
  const rows: VoteRow[] = folded.map(unjudged);
  for (const row of judged) rows.push(toJudged(sql, row));
  return { rows, last };
}

/** Rows have no prototype; what leaves the store are plain objects. */
function unjudged({
  repository,
  saltVersion,
  change,
  events,
  firstSeen,
  lastSeen,
  blocked,
}: FoldedRow): UnjudgedEvents {
  return { kind: 'unjudged', repository, saltVersion, change, events, firstSeen, lastSeen, blocked };
}

function toJudged(sql: Sql, row: EventRow): JudgedEvent {
  return {
    kind: 'judged',
    findingId: row.finding_id,
    repository: row.repository,
    saltVersion: row.salt_version,
    change: row.change,
    actors: actorsOf(sql, row.event_id),
    occurredAt: row.occurred_at,
    blocked: row.blocked === 1,
    verdicts: verdictsOf(sql, row.event_id),
  };
}

/** Rule versions, and their events in order of time. The index is eventually consistent: an event appears in it within moments. */
import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { EventQuery, EventState, StoredEvent, UnjudgedEvents, VoteRow } from '../ports.js';
import type { Counts } from '../window.js';
import type { RuleVersion } from './fp-items.js';
import {
  itemToEvent,
  itemToRule,
  itemToState,
  itemToVoteRow,
  RULE_INDEX,
  RULES_PK,
  repositoryPk,
  rulePk,
} from './fp-items.js';
import type { Item } from './items.js';
import { isoOf, N, readRow, S } from './items.js';
import { mergeNewest } from './merge.js';
import type { About, Table } from './table.js';
import { countsOf, sumOf } from './totals.js';

/** Versions of one rule, or of all, by rule and version. */
export async function ruleVersions(table: Table, about: About, ruleId?: string): Promise<readonly RuleVersion[]> {
  const items = await table.all(about, {
    KeyConditionExpression: '#pk = :pk AND begins_with(#sk, :sk)',
    ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk' },
    ExpressionAttributeValues: { ':pk': S(RULES_PK), ':sk': S(ruleId === undefined ? 'rule#' : `rule#${ruleId}#`) },
    ConsistentRead: true,
  });
  const origin = { operation: about.operation, table: table.name };
  return items.map((item) => readRow(origin, item, itemToRule)).sort(byRule);
}

/** The sort key is a text, so DynamoDB has version 10 before version 2. */
function byRule(a: RuleVersion, b: RuleVersion): number {
  if (a.ruleId !== b.ruleId) return a.ruleId < b.ruleId ? -1 : 1;
  return a.ruleVersion - b.ruleVersion;
}

/** What a query of a rule version's events asks for: from an instant on, up to another (not included). */
interface Range {
  readonly from: number;
  readonly to?: number;
}

function rangeInput(version: RuleVersion, { from, to }: Range) {
  // `<ISO>#<event id>` is greater than the bare `<ISO>`: an event at `from` is in, one at `to` is not.
  const range = to === undefined ? '#sk >= :from' : '#sk BETWEEN :from AND :to';
  return {
    IndexName: RULE_INDEX,
    KeyConditionExpression: `#pk = :pk AND ${range}`,
    ExpressionAttributeNames: { '#pk': 'gsi1pk', '#sk': 'gsi1sk' } as Record<string, string>,
    ExpressionAttributeValues: {
      ':pk': S(rulePk(version)),
      ':from': S(isoOf(from)),
      ...(to === undefined ? {} : { ':to': S(isoOf(to)) }),
    } as Record<string, { S: string }>,
    ScanIndexForward: false,
  } satisfies Omit<QueryCommandInput, 'TableName'>;
}

/** Events of a rule version, newest first, page by page. */
export async function* eventsOf(
  table: Table,
  about: About,
  version: RuleVersion,
  from: number,
  { repository, state }: Pick<EventQuery, 'repository' | 'state'>,
): AsyncGenerator<StoredEvent, void, void> {
  const input = rangeInput(version, { from });
  const filters: string[] = [];
  for (const [name, value] of Object.entries({ repository, state })) {
    if (value === undefined) continue;
    filters.push(`#${name} = :${name}`);
    input.ExpressionAttributeNames[`#${name}`] = name;
    input.ExpressionAttributeValues[`:${name}`] = S(value);
  }
  const filter = filters.length === 0 ? {} : { FilterExpression: filters.join(' AND ') };
  const origin = { operation: about.operation, table: table.name };
  for await (const item of table.rows(about, { ...input, ...filter })) {
    yield readRow(origin, item, (row) => itemToEvent(row).event);
  }
}

/** What a vote needs of an event, and the key for the error that it may become. */
const VOTE_ATTRIBUTES: Readonly<Record<string, string>> = {
  '#rowPk': 'pk',
  '#rowSk': 'sk',
  '#repository': 'repository',
  '#saltVersion': 'saltVersion',
  '#change': 'change',
  '#occurredAt': 'occurredAt',
  '#blocked': 'blocked',
  '#findingId': 'findingId',
  '#actors': 'actors',
  '#verdicts': 'verdicts',
};

/**
 * Events of a rule version for calibration, a page of the index at a time: what nobody judged folded by change, what
 * somebody judged alone. A query goes on behind the key where it stopped, and the key of an event in the index, when it was
 * seen, stays when it is judged: so one that is judged between two pages is still met once.
 */
export async function* votePages(
  table: Table,
  about: About,
  version: RuleVersion,
  from: number,
): AsyncGenerator<readonly VoteRow[], void, void> {
  const input = rangeInput(version, { from });
  const pages = table.pages(about, {
    ...input,
    ProjectionExpression: Object.keys(VOTE_ATTRIBUTES).join(', '),
    ExpressionAttributeNames: { ...input.ExpressionAttributeNames, ...VOTE_ATTRIBUTES },
  });
  const origin = { operation: about.operation, table: table.name };
  for await (const page of pages) {
    const rows: VoteRow[] = [];
    const folded = new Map<string, UnjudgedEvents>();
    for (const item of page) {
      const row = readRow(origin, item, itemToVoteRow);
      if (row.kind === 'judged') rows.push(row);
      else fold(folded, row);
    }
    rows.push(...folded.values());
    yield rows;
  }
}

function fold(folded: Map<string, UnjudgedEvents>, one: UnjudgedEvents): void {
  const key = `${one.repository} ${one.saltVersion} ${one.change}`;
  const known = folded.get(key);
  folded.set(
    key,
    known === undefined
      ? one
      : {
          ...known,
          events: known.events + one.events,
          firstSeen: Math.min(known.firstSeen, one.firstSeen),
          lastSeen: Math.max(known.lastSeen, one.lastSeen),
          blocked: known.blocked + one.blocked,
        },
  );
}

/** Counts a rule version's events one by one. */
export async function countEvents(table: Table, about: About, version: RuleVersion, range: Range): Promise<Counts> {
  const origin = { operation: about.operation, table: table.name };
  const counts: Counts[] = [];
  for await (const page of table.pages(about, states(rangeInput(version, range)))) {
    counts.push(sumOf(page.map((item) => countsOf(readRow(origin, item, itemToState)))));
  }
  return sumOf(counts);
}

/** States of the newest events over all these versions, newest first, ties by event id. */
export async function newestStates(
  table: Table,
  about: About,
  versions: readonly RuleVersion[],
  from: number,
  count: number,
): Promise<readonly EventState[]> {
  const sources = versions.map((version) =>
    table.pages(about, { ...states(rangeInput(version, { from })), Limit: count }),
  );
  const origin = { operation: about.operation, table: table.name };
  const newest = await mergeNewest(sources, sortKey, count);
  return newest.map((item) => readRow(origin, item, itemToState));
}

const sortKey = (item: Item): string => item['gsi1sk']?.S ?? '';

/** The same query, answering little: what is counted, its place in the index, and its key for the error it may become. */
function states(input: ReturnType<typeof rangeInput>) {
  return {
    ...input,
    ProjectionExpression: '#sk, #state, #rowPk, #rowSk',
    ExpressionAttributeNames: { ...input.ExpressionAttributeNames, '#state': 'state', '#rowPk': 'pk', '#rowSk': 'sk' },
  };
}

/**
 * Ids of the findings of one rule in one repository that start with `prefix`. An index finds a finding by its whole id
 * only, so this reads what the repository has of the rule: for people who type a prefix, not for a run.
 */
export async function findingIds(
  table: Table,
  about: About,
  repository: string,
  ruleId: string,
  prefix: string,
  from: number,
): Promise<readonly string[]> {
  const ids = new Set<string>();
  const origin = { operation: about.operation, table: table.name };
  const rows = table.rows(about, {
    KeyConditionExpression: '#pk = :pk',
    FilterExpression: 'begins_with(#findingId, :prefix) AND #occurredAt >= :from',
    ProjectionExpression: '#pk, #sk, #findingId',
    ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk', '#findingId': 'findingId', '#occurredAt': 'occurredAt' },
    ExpressionAttributeValues: { ':pk': S(repositoryPk(repository, ruleId)), ':prefix': S(prefix), ':from': N(from) },
    ConsistentRead: true,
  });
  for await (const item of rows) ids.add(readRow(origin, item, (row) => row.matching('findingId', /^[0-9a-f]{32}$/)));
  return [...ids];
}

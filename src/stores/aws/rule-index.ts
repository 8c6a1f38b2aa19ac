/** Rule versions, and their events in order of time. The index is eventually consistent: an event appears in it within moments. */
import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { EventQuery, EventState, StoredEvent } from '../ports.js';
import type { Counts } from '../window.js';
import type { RuleVersion } from './fp-items.js';
import { itemToEvent, itemToRule, itemToState, RULE_INDEX, RULES_PK, repositoryPk, rulePk } from './fp-items.js';
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

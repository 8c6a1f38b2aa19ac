/** Daily totals: one row per rule version and UTC day, changed in the same transaction as the event it counts. */
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { DayTotal, EventState, FPEvent } from '../ports.js';
import { DAY_MS, TOTAL_DAYS } from '../ports.js';
import type { Counts } from '../window.js';
import { addCounts, dayOf } from '../window.js';
import type { RuleVersion } from './fp-items.js';
import { daySk, itemToTotal, totalExpiry, totalKey, totalPk } from './fp-items.js';
import { keyItem, N, readRow, S } from './items.js';
import type { About, Table } from './table.js';

export const NOTHING: Counts = { total: 0, falsePositives: 0, truePositives: 0 };
/** After every day there is. */
export const LAST_DAY = '9999-12-31';

/** What one event in this state adds to its total. */
export function countsOf(state: EventState): Counts {
  return {
    total: 1,
    falsePositives: state === 'false-positive' ? 1 : 0,
    truePositives: state === 'true-positive' ? 1 : 0,
  };
}

/** What changes in a total when an event goes from one state to another. */
export function changeOf(before: EventState, after: EventState): Counts {
  const [from, to] = [countsOf(before), countsOf(after)];
  return {
    total: 0,
    falsePositives: to.falsePositives - from.falsePositives,
    truePositives: to.truePositives - from.truePositives,
  };
}

/**
 * Adds to the total of the event's day, which is made when it is the first. It needs no condition of its own: it goes
 * through only together with the conditional write of the event.
 */
export function totalUpdate(table: Table, event: FPEvent, { total, falsePositives, truePositives }: Counts) {
  return {
    Update: {
      TableName: table.name,
      Key: keyItem(totalKey(event)),
      UpdateExpression:
        'ADD #total :total, #falsePositives :falsePositives, #truePositives :truePositives SET #expiresAt = :expiresAt',
      ExpressionAttributeNames: {
        '#total': 'total',
        '#falsePositives': 'falsePositives',
        '#truePositives': 'truePositives',
        '#expiresAt': 'expiresAt',
      },
      ExpressionAttributeValues: {
        ':total': N(total),
        ':falsePositives': N(falsePositives),
        ':truePositives': N(truePositives),
        ':expiresAt': N(totalExpiry(event.occurredAt)),
      },
    },
  } satisfies TransactWriteItem;
}

/** First day whose total is not expired. */
export function firstKeptDay(now: number): string {
  return dayOf(Math.max(0, now - TOTAL_DAYS * DAY_MS));
}

/** Totals from one day to another, both included, oldest first: one query of about a hundred bytes a day. */
export async function readTotals(
  table: Table,
  about: About,
  version: RuleVersion,
  fromDay: string,
  toDay: string,
  now: number,
): Promise<readonly DayTotal[]> {
  const kept = firstKeptDay(now);
  const first = fromDay < kept ? kept : fromDay;
  // DynamoDB refuses BETWEEN with its bounds the wrong way round.
  if (first > toDay) return [];
  const items = await table.all(about, {
    KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :from AND :to',
    ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk' },
    ExpressionAttributeValues: { ':pk': S(totalPk(version)), ':from': S(daySk(first)), ':to': S(daySk(toDay)) },
    ConsistentRead: true,
  });
  const origin = { operation: about.operation, table: table.name };
  return items.map((item) => readRow(origin, item, (row) => itemToTotal(row, version)));
}

export function sumOf(parts: readonly Counts[]): Counts {
  return parts.reduce(addCounts, NOTHING);
}

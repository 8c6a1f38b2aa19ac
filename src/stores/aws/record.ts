/** Writing one event so that it is there once and counted once, whatever happens to requests and answers. */
import { randomUUID } from 'node:crypto';
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { StoreError } from '../errors.js';
import type { FPEvent } from '../ports.js';
import { payloadOf } from '../window.js';
import type { EventRow } from './fp-items.js';
import { eventKey, eventToItem, expiredUntil, itemToEvent, ruleKey, rulePk } from './fp-items.js';
import { keyItem, N, readRow } from './items.js';
import type { About, Table } from './table.js';
import { countsOf, totalUpdate } from './totals.js';

/** How often a row may vanish between the write that it stood in the way of and the read. */
const TURNS = 5;

export class Recorder {
  /** Rule versions that this process knows to be named in the table. */
  private readonly named = new Set<string>();

  constructor(private readonly table: Table) {}

  /**
   * One transaction: the event under the condition that it is not there, and its day's total. A request that is sent
   * again after its answer was lost fails at the condition, so nothing counts twice. Whether the event found then is
   * from this call is told by `writer`.
   *
   * An expired event that DynamoDB has not deleted yet is treated like one that it has: replaced, and counted in the
   * total of its new day. The old total keeps counting the old one, as it does after a deletion; so no answer depends
   * on when DynamoDB deletes. The limit of what is expired is taken once per call. Taken anew for each attempt, an
   * event recorded at the very limit could be expired for the second attempt, replaced, and counted twice.
   *
   * @param now milliseconds since 1970-01-01 UTC
   */
  async record(about: About, event: FPEvent, now: number): Promise<'recorded' | 'known'> {
    const writer = randomUUID();
    const expired = expiredUntil(now);
    const items = this.transaction(event, writer, expired);
    for (let turn = 0; turn < TURNS; turn += 1) {
      const outcome = await this.table.transact(about, items, writer);
      const stored = outcome === 'done' ? 'recorded' : await this.compare(about, event, writer, expired);
      if (stored === null) continue;
      this.named.add(rulePk(event));
      return stored;
    }
    const reason = `met a row that came and went ${TURNS} times in a row`;
    throw new StoreError({ ...about, code: 'CONFLICT', reason });
  }

  private transaction(event: FPEvent, writer: string, expired: number): readonly TransactWriteItem[] {
    const put: TransactWriteItem = {
      Put: {
        TableName: this.table.name,
        Item: eventToItem(event, writer),
        ConditionExpression: 'attribute_not_exists(#pk) OR #occurredAt <= :expired',
        ExpressionAttributeNames: { '#pk': 'pk', '#occurredAt': 'occurredAt' },
        ExpressionAttributeValues: { ':expired': N(expired) },
      },
    };
    return [put, totalUpdate(this.table, event, countsOf('pending')), ...this.naming(event)];
  }

  /**
   * The row that names the rule version, for `listRules`: with the first event of each that this process records, in
   * the same transaction, so that a version is named exactly when something of it was recorded. It holds its key alone,
   * so writing it again changes nothing.
   */
  private naming(event: FPEvent): readonly TransactWriteItem[] {
    if (this.named.has(rulePk(event))) return [];
    return [{ Put: { TableName: this.table.name, Item: keyItem(ruleKey(event)) } }];
  }

  /** What the event that stands in the way says: null when there is none any more. */
  private async compare(about: About, event: FPEvent, writer: string, expired: number) {
    const item = await this.table.get(about, eventKey(event));
    if (item === undefined) return null;
    const stored = readRow({ operation: about.operation, table: this.table.name }, item, itemToEvent);
    if (stored.event.occurredAt <= expired) return null;
    if (stored.writer === writer) return 'recorded';
    if (payloadOf(stored.event) !== payloadOf(event)) {
      const ids = { ...about.ids, findingId: event.findingId };
      const reason = 'is stored already with another payload';
      throw new StoreError({ operation: about.operation, ids, code: 'DIFFERENT_PAYLOAD', reason });
    }
    return (await this.addActors(about, event, stored)) ? 'known' : null;
  }

  /** Adds people who were not seen with the change before. @returns false when the event is gone meanwhile */
  private async addActors(about: About, event: FPEvent, { event: stored }: EventRow): Promise<boolean> {
    const more = [...new Set(event.actors)].filter((actor) => !stored.actors.includes(actor));
    if (more.length === 0) return true;
    const outcome = await this.table.update(about, {
      Key: keyItem(eventKey(event)),
      UpdateExpression: 'ADD #actors :actors',
      ConditionExpression: '#occurredAt = :occurredAt',
      ExpressionAttributeNames: { '#actors': 'actors', '#occurredAt': 'occurredAt' },
      ExpressionAttributeValues: { ':actors': { SS: more }, ':occurredAt': N(stored.occurredAt) },
    });
    return outcome === 'done';
  }
}

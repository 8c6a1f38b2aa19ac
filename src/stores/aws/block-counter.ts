/** Blocks for the circuit breaker in DynamoDB: `pk=<rule>#repo#<repository id>`, `sk=pr#<number>`, two hours each. */
import { randomUUID } from 'node:crypto';
import type { AwsClients } from '../../aws/clients.js';
import type { Block, BlockCounter, Clock } from '../ports.js';
import { BLOCK_HOURS, HOUR_MS } from '../ports.js';
import { checkBlock, checkRule, checkSince } from '../validate.js';
import { expiryOf } from '../window.js';
import type { Item, Row, RowKey } from './items.js';
import { keyItem, N, readRow, S } from './items.js';
import type { AwsNames } from './names.js';
import { Table } from './table.js';

const blocksPk = (ruleId: string, repositoryId: number): string => `${ruleId}#repo#${repositoryId}`;
const blockKey = ({ ruleId, repositoryId, pullRequest }: Block): RowKey => ({
  pk: blocksPk(ruleId, repositoryId),
  sk: `pr#${pullRequest}`,
});

/** A block and the token of the call that wrote it. */
interface BlockRow {
  readonly block: Block;
  readonly writer: string;
}

export function blockToItem(block: Block, writer: string): Item {
  return {
    ...keyItem(blockKey(block)),
    expiresAt: N(expiryOf(block.firstSeenAt, BLOCK_HOURS / 24)),
    ruleId: S(block.ruleId),
    repositoryId: N(block.repositoryId),
    pullRequest: N(block.pullRequest),
    authorId: N(block.authorId),
    firstSeenAt: N(block.firstSeenAt),
    writer: S(writer),
  };
}

/** Reads what `blockToItem` wrote; throws inside `readRow` when it is not in that form. */
export function itemToBlock(row: Row): BlockRow {
  const block: Block = {
    ruleId: row.text('ruleId'),
    repositoryId: row.integer('repositoryId', 1),
    pullRequest: row.integer('pullRequest', 1),
    authorId: row.integer('authorId', 1),
    firstSeenAt: row.integer('firstSeenAt'),
  };
  const { pk, sk } = blockKey(block);
  row.expect('pk', pk);
  row.expect('sk', sk);
  return { block, writer: row.text('writer') };
}

/** BlockCounter over the table block-counter. Reads are strongly consistent. */
export class DynamoBlockCounter implements BlockCounter {
  private readonly table: Table;

  constructor(
    clients: AwsClients,
    names: AwsNames,
    private readonly clock: Clock,
  ) {
    this.table = new Table(clients, names.tables.blockCounter);
  }

  /** A block that has expired and is not deleted yet is replaced, as if it were gone. */
  async recordBlock(block: Block): Promise<'recorded' | 'known'> {
    const operation = 'BlockCounter.recordBlock';
    checkBlock(operation, block);
    const key = blockKey(block);
    const about = { operation, ids: { ruleId: block.ruleId, key: `${key.pk} ${key.sk}` } };
    const writer = randomUUID();
    const outcome = await this.table.put(about, {
      Item: { ...blockToItem(block, writer) },
      ConditionExpression: 'attribute_not_exists(#pk) OR #firstSeenAt <= :expired',
      ExpressionAttributeNames: { '#pk': 'pk', '#firstSeenAt': 'firstSeenAt' },
      ExpressionAttributeValues: { ':expired': N(this.expired()) },
    });
    if (outcome === 'done') return 'recorded';
    if (outcome === 'refused') return 'known';
    // The answer to an earlier attempt was lost. Whoever's row this is, there is one.
    const item = await this.table.get(about, key);
    const ours =
      item !== undefined && readRow({ operation, table: this.table.name }, item, itemToBlock).writer === writer;
    return ours ? 'recorded' : 'known';
  }

  async blocksSince(ruleId: string, repositoryId: number, since: number): Promise<readonly Block[]> {
    const operation = 'BlockCounter.blocksSince';
    checkRule(operation, ruleId);
    checkSince(operation, { ruleId }, since);
    const items = await this.table.all(
      { operation, ids: { ruleId } },
      {
        KeyConditionExpression: '#pk = :pk',
        FilterExpression: '#firstSeenAt >= :since AND #firstSeenAt > :expired',
        ExpressionAttributeNames: { '#pk': 'pk', '#firstSeenAt': 'firstSeenAt' },
        ExpressionAttributeValues: {
          ':pk': S(blocksPk(ruleId, repositoryId)),
          ':since': N(since),
          ':expired': N(this.expired()),
        },
        ConsistentRead: true,
      },
    );
    return items
      .map((item) => readRow({ operation, table: this.table.name }, item, itemToBlock).block)
      .sort((a, b) => a.firstSeenAt - b.firstSeenAt || a.pullRequest - b.pullRequest);
  }

  /** Last instant that has expired. */
  private expired(): number {
    return this.clock.now() - BLOCK_HOURS * HOUR_MS;
  }
}

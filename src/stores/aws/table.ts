/**
 * One table of DynamoDB, with what every access needs: all pages, everything a batch left over, contention waited out,
 * errors in our words. Reads by key are strongly consistent; an index (GSI) never is.
 */
import type {
  AttributeValue,
  DynamoDBClient,
  PutItemCommandInput,
  QueryCommandInput,
  TransactWriteItem,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { StoreErrorIds } from '../errors.js';
import { StoreError } from '../errors.js';
import { attemptsOf, call, nameOf } from './call.js';
import type { Item, RowKey } from './items.js';
import { keyItem } from './items.js';

/** What a call is about, for its error. */
export interface About {
  /** Port and method: `FPStore.recordEvent`. */
  readonly operation: string;
  readonly ids: StoreErrorIds;
}

/**
 * What became of a conditional write. `unclear`: the condition failed, but the request had been sent before and its
 * answer was lost, so it may be our own write that stands in the way. Read the row and look whose it is.
 */
export type Outcome = 'done' | 'refused' | 'unclear';

export type Pause = (ms: number) => Promise<void>;
type Input<T extends { TableName: string | undefined }> = Omit<T, 'TableName'>;

/** BatchGetItem takes this many keys (docs: API_BatchGetItem). */
const BATCH_KEYS = 100;
/**
 * Attempts against contention, which the clients leave to us (src/aws/retry.ts). A busy total is changed by many writers,
 * and all of them have to get through: with these pauses the last attempt comes after 9 s on average.
 */
const ATTEMPTS = 24;
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1000;

/**
 * Reasons for which DynamoDB cancels a transaction although it could go through a moment later
 * (docs: API_TransactWriteItems, "Cancellation reason codes").
 */
const PASSING = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);
/** The same, as errors: of a plain write that meets a transaction, and of a transaction that is still under way. */
const CONTENTION = new Set(['TransactionConflictException', 'TransactionInProgressException']);

export class Table {
  /**
   * @param clients where the client is taken from at each call; it is made at the first
   * @param name full name of the table
   */
  constructor(
    private readonly clients: { readonly dynamodb: DynamoDBClient },
    readonly name: string,
    private readonly pause: Pause = (ms) => new Promise((done) => setTimeout(done, ms)),
  ) {}

  /** The row, strongly consistent. */
  async get(about: About, key: RowKey): Promise<Item | undefined> {
    const command = new GetItemCommand({ TableName: this.name, Key: keyItem(key), ConsistentRead: true });
    const { Item: item } = await this.call(about, () => this.clients.dynamodb.send(command));
    return item;
  }

  /** The rows that are there, in no order, strongly consistent (each by itself: not one moment for all). */
  async getAll(about: About, keys: readonly RowKey[]): Promise<readonly Item[]> {
    const items: Item[] = [];
    for (let start = 0; start < keys.length; start += BATCH_KEYS) {
      let left: Record<string, AttributeValue>[] = keys.slice(start, start + BATCH_KEYS).map(keyItem);
      for (let attempt = 1; left.length > 0; attempt += 1) {
        const request = { RequestItems: { [this.name]: { Keys: left, ConsistentRead: true } } };
        const answer = await this.call(about, () => this.clients.dynamodb.send(new BatchGetItemCommand(request)));
        items.push(...(answer.Responses?.[this.name] ?? []));
        left = answer.UnprocessedKeys?.[this.name]?.Keys ?? [];
        if (left.length > 0) await this.wait(about, attempt);
      }
    }
    return items;
  }

  /** Pages of a query. A page may be empty though others follow (a filter, or 1 MB of rows read without a match). */
  async *pages(about: About, input: Input<QueryCommandInput>): AsyncGenerator<readonly Item[], void, void> {
    let from: Record<string, AttributeValue> | undefined;
    do {
      const start = from === undefined ? {} : { ExclusiveStartKey: from };
      const command = new QueryCommand({ TableName: this.name, ...input, ...start });
      const { Items: items = [], LastEvaluatedKey: last } = await this.call(about, () =>
        this.clients.dynamodb.send(command),
      );
      yield items;
      from = last;
    } while (from !== undefined && Object.keys(from).length > 0);
  }

  /** Every row of a query, page after page. */
  async *rows(about: About, input: Input<QueryCommandInput>): AsyncGenerator<Item, void, void> {
    for await (const page of this.pages(about, input)) yield* page;
  }

  /** Every row of a query at once; for those that are known to be few. */
  async all(about: About, input: Input<QueryCommandInput>): Promise<readonly Item[]> {
    const items: Item[] = [];
    for await (const page of this.pages(about, input)) items.push(...page);
    return items;
  }

  put(about: About, input: Input<PutItemCommandInput>): Promise<Outcome> {
    const command = () => new PutItemCommand({ TableName: this.name, ...input });
    return this.write(about, () => this.clients.dynamodb.send(command()));
  }

  update(about: About, input: Input<UpdateItemCommandInput>): Promise<Outcome> {
    const command = () => new UpdateItemCommand({ TableName: this.name, ...input });
    return this.write(about, () => this.clients.dynamodb.send(command()));
  }

  /**
   * All of it or nothing.
   *
   * @param token makes DynamoDB answer a repeated request like the first for ten minutes. Not every server keeps to
   *   it, so each transaction holds a condition that makes the second one fail.
   */
  transact(about: About, items: readonly TransactWriteItem[], token: string): Promise<Outcome> {
    const command = () => new TransactWriteItemsCommand({ TransactItems: [...items], ClientRequestToken: token });
    return this.write(about, () => this.clients.dynamodb.send(command()));
  }

  private async write(about: About, send: () => Promise<unknown>): Promise<Outcome> {
    let repeated = false;
    for (let attempt = 1; ; attempt += 1) {
      const verdict = await this.call(about, async (): Promise<Outcome | 'contention'> => {
        try {
          await send();
          return 'done';
        } catch (error) {
          repeated ||= attemptsOf(error) > 1;
          const meaning = meaningOf(error);
          if (meaning === null) throw error;
          return meaning;
        }
      });
      if (verdict === 'refused' && repeated) return 'unclear';
      if (verdict !== 'contention') return verdict;
      await this.wait(about, attempt);
    }
  }

  /** Full jitter: those who met once shall not meet again. @throws {StoreError} THROTTLED after the last attempt */
  private async wait({ operation, ids }: About, attempt: number): Promise<void> {
    if (attempt >= ATTEMPTS) {
      const reason = `was refused ${ATTEMPTS} times because of others at the same rows`;
      throw new StoreError({ operation, ids: { table: this.name, ...ids }, code: 'THROTTLED', reason });
    }
    await this.pause(Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)));
  }

  private call<T>({ operation, ids }: About, send: () => Promise<T>): Promise<T> {
    return call(operation, { table: this.name, ...ids }, send);
  }
}

/** What the refusal of a write means here; null when it is an error like any other. */
function meaningOf(error: unknown): 'refused' | 'contention' | null {
  const name = nameOf(error);
  if (name === 'ConditionalCheckFailedException') return 'refused';
  if (CONTENTION.has(name)) return 'contention';
  if (!(error instanceof TransactionCanceledException)) return null;
  const codes = (error.CancellationReasons ?? [])
    .map(({ Code: code }) => code ?? 'None')
    .filter((code) => code !== 'None');
  if (codes.includes('ConditionalCheckFailed')) return 'refused';
  return codes.length > 0 && codes.every((code) => PASSING.has(code)) ? 'contention' : null;
}

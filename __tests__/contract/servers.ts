/**
 * What the stores rely on in DynamoDB, S3 and SSM themselves, by bare calls: what AWS documents, and where the servers
 * differ from it (deviations.ts). A store that is right on a server which is wrong here proves nothing there.
 */
import { randomUUID } from 'node:crypto';
import {
  BatchWriteItemCommand,
  DeleteTableCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
  UpdateItemCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { describe, expect, it } from '@jest/globals';
import {
  type Bare,
  bareClients,
  endpointOf,
  freshEnvironment,
  optionsOf,
  provision,
  type ServerName,
} from '../support/aws-rig.js';
import { deviatingTitle, deviationOf, expectDeviation } from './backend.js';
import { DEVIATIONS } from './deviations.js';

export const PORT = 'servers';

interface Server extends Bare {
  /** Passes the queue of scripts/moto-server.py by. */
  readonly unqueued: Bare['dynamodb'];
  /** A table of events, empty. */
  readonly table: string;
  readonly bucket: string;
  readonly prefix: string;
}

const key = (name: string, sort = 'x') => ({ pk: { S: name }, sk: { S: sort } });
const number = (value: number) => ({ N: String(value) });

/** Cases in order: id, what AWS does, the calls. */
type ServerCase = readonly [string, string, (server: Server) => Promise<void>];

const CASES: readonly ServerCase[] = [
  [
    'condition',
    'DynamoDB writes only where the condition holds',
    async ({ dynamodb, table }) => {
      const put = { TableName: table, Item: key('a'), ConditionExpression: 'attribute_not_exists(pk)' };
      await dynamodb.send(new PutItemCommand(put));
      expect(await nameOf(dynamodb.send(new PutItemCommand(put)))).toBe('ConditionalCheckFailedException');
    },
  ],
  [
    'all-old',
    'DynamoDB shows the item that a condition failed at, where it is asked to',
    async ({ dynamodb, table }) => {
      await dynamodb.send(new PutItemCommand({ TableName: table, Item: { ...key('a'), v: number(1) } }));
      const again = new PutItemCommand({
        TableName: table,
        Item: key('a'),
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      expect(await errorOf(dynamodb.send(again))).toMatchObject({ Item: { ...key('a'), v: number(1) } });
    },
  ],
  [
    'transaction',
    'DynamoDB writes all of a transaction or nothing, and says which condition failed',
    async ({ dynamodb, table }) => {
      await dynamodb.send(new PutItemCommand({ TableName: table, Item: key('taken') }));
      const error = await errorOf(dynamodb.send(new TransactWriteItemsCommand(twoPuts(table, 'fresh', 'taken'))));
      expect(error).toMatchObject({
        name: 'TransactionCanceledException',
        CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
      });
      const { Item } = await dynamodb.send(new GetItemCommand({ TableName: table, Key: key('fresh') }));
      expect(Item).toBe(undefined);
      const add = { UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': number(1) } };
      await dynamodb.send(new UpdateItemCommand({ TableName: table, Key: key('counter'), ...add }));
      const { TransactItems } = twoPuts(table, 'fresh', 'taken');
      const update = { Update: { TableName: table, Key: key('counter'), ...add } };
      const both = new TransactWriteItemsCommand({ TransactItems: [update, ...(TransactItems ?? [])] });
      expect(await nameOf(dynamodb.send(both))).toBe('TransactionCanceledException');
      const counter = await dynamodb.send(new GetItemCommand({ TableName: table, Key: key('counter') }));
      expect(counter.Item?.['n']).toEqual(number(1));
    },
  ],
  [
    'transaction-all-old',
    'DynamoDB shows the item that a condition of a transaction failed at, where it is asked to',
    async ({ dynamodb, table }) => {
      await dynamodb.send(new PutItemCommand({ TableName: table, Item: { ...key('a'), v: number(1) } }));
      const put = {
        TableName: table,
        Item: key('a'),
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
      };
      const error = await errorOf(dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: put }] })));
      expect(error).toMatchObject({ CancellationReasons: [{ Item: { ...key('a'), v: number(1) } }] });
    },
  ],
  [
    'token',
    'DynamoDB does a transaction once that comes twice with the same token',
    async ({ dynamodb, table }) => {
      const token = randomUUID();
      const once = { ...twoPuts(table, 'a', 'b'), ClientRequestToken: token };
      await dynamodb.send(new TransactWriteItemsCommand(once));
      expect(await nameOf(dynamodb.send(new TransactWriteItemsCommand(once)))).toBe('nothing');
      const other = { ...twoPuts(table, 'c', 'd'), ClientRequestToken: token };
      expect(await nameOf(dynamodb.send(new TransactWriteItemsCommand(other)))).toBe(
        'IdempotentParameterMismatchException',
      );
    },
  ],
  [
    'isolation',
    'DynamoDB keeps what others write while a transaction fails',
    async ({ dynamodb, unqueued, table }) => {
      // The partition of the plain writes comes before the large one, so a copy of the table has it early.
      await dynamodb.send(new PutItemCommand({ TableName: table, Item: key('plain', 'first') }));
      await fill(dynamodb, table, 2000, 100);
      // Each round: a transaction that fails, and beside it thirty plain writes. Which of them falls in between is chance.
      let acknowledged = 1;
      let lost = 0;
      for (let round = 0; round < 20 && lost === 0; round += 1) {
        const failing = nameOf(unqueued.send(new TransactWriteItemsCommand(twoPuts(table, `new ${round}`, 'filler'))));
        const writes = Array.from({ length: 30 }, (_, index) =>
          nameOf(unqueued.send(new PutItemCommand({ TableName: table, Item: key('plain', `${round} ${index}`) }))),
        );
        await failing;
        acknowledged += (await Promise.all(writes)).filter((name) => name === 'nothing').length;
        const { Count = 0 } = await dynamodb.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': { S: 'plain' } },
          }),
        );
        lost = acknowledged - Count;
      }
      expect({ lost }).toEqual({ lost: 0 });
    },
  ],
  [
    'counter',
    'DynamoDB adds up what many add at once',
    async ({ dynamodb, table }) => {
      const add = new UpdateItemCommand({
        TableName: table,
        Key: key('counter'),
        UpdateExpression: 'ADD n :one',
        ExpressionAttributeValues: { ':one': number(1) },
      });
      await Promise.all(Array.from({ length: 100 }, () => dynamodb.send(add)));
      const { Item } = await dynamodb.send(new GetItemCommand({ TableName: table, Key: key('counter') }));
      expect(Item?.['n']).toEqual(number(100));
    },
  ],
  [
    'unused-value',
    'DynamoDB refuses a value that no expression uses',
    async ({ dynamodb, table }) => {
      const put = new PutItemCommand({
        TableName: table,
        Item: key('a'),
        ConditionExpression: 'attribute_not_exists(pk)',
        ExpressionAttributeValues: { ':unused': number(1) },
      });
      expect(await nameOf(dynamodb.send(put))).toBe('ValidationException');
    },
  ],
  [
    'page',
    'DynamoDB answers a query in pages of 1 MB, from a table and from an index',
    async ({ dynamodb, table }) => {
      await fill(dynamodb, table, 40, 30_000);
      for (const index of [undefined, 'RuleIndex']) {
        const page = await dynamodb.send(
          new QueryCommand({
            TableName: table,
            IndexName: index,
            KeyConditionExpression: '#pk = :pk',
            ExpressionAttributeNames: { '#pk': index === undefined ? 'pk' : 'gsi1pk' },
            ExpressionAttributeValues: { ':pk': { S: 'filler' } },
          }),
        );
        // 1 MB holds 34 rows of 30 kB; the docs don't say whether the one that crosses the line belongs to the page.
        expect(page.Count).toBeGreaterThanOrEqual(33);
        expect(page.Count).toBeLessThanOrEqual(35);
        expect(Object.keys(page.LastEvaluatedKey ?? {})).toEqual(expect.arrayContaining(['pk', 'sk']));
      }
    },
  ],
  [
    'deletion-protection',
    'DynamoDB does not delete a table that is protected',
    async ({ dynamodb, table }) => {
      await dynamodb.send(new UpdateTableCommand({ TableName: table, DeletionProtectionEnabled: true }));
      expect(await nameOf(dynamodb.send(new DeleteTableCommand({ TableName: table })))).toBe('ValidationException');
    },
  ],
  [
    'if-none-match',
    'S3 lets one of twenty writers create an object',
    async ({ s3, bucket }) => {
      const writes = Array.from({ length: 20 }, (_, index) =>
        nameOf(s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: `${index}`, IfNoneMatch: '*' }))),
      );
      const names = (await Promise.all(writes)).sort();
      expect(names).toEqual([...Array.from({ length: 19 }, () => 'PreconditionFailed'), 'nothing'].sort());
    },
  ],
  [
    'if-match',
    'S3 lets one of twenty writers replace an object',
    async ({ s3, bucket }) => {
      const { ETag } = await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'first' }));
      const writes = Array.from({ length: 20 }, (_, index) =>
        nameOf(s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: `${index}`, IfMatch: ETag }))),
      );
      const names = (await Promise.all(writes)).sort();
      expect(names).toEqual([...Array.from({ length: 19 }, () => 'PreconditionFailed'), 'nothing'].sort());
      const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
      expect(Versions).toHaveLength(2);
    },
  ],
  [
    'if-match-absent',
    'S3 does not replace an object that is not there',
    async ({ s3, bucket }) => {
      const put = new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'x', IfMatch: '"0123"' });
      expect(await nameOf(s3.send(put))).toBe('NoSuchKey');
      expect(await nameOf(s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'k' })))).toBe('NoSuchKey');
    },
  ],
  [
    'parameter-once',
    'SSM writes a parameter once that may not be overwritten',
    async ({ ssm, prefix }) => {
      const put = { Name: `${prefix}once`, Type: 'SecureString' as const, Overwrite: false };
      await ssm.send(new PutParameterCommand({ ...put, Value: 'first' }));
      expect(await nameOf(ssm.send(new PutParameterCommand({ ...put, Value: 'second' })))).toBe(
        'ParameterAlreadyExists',
      );
    },
  ],
  [
    'parameter-version',
    'SSM reads an older version by `name:version`',
    async ({ ssm, prefix }) => {
      const name = `${prefix}versioned`;
      const put = { Name: name, Type: 'SecureString' as const };
      await ssm.send(new PutParameterCommand({ ...put, Value: 'first' }));
      await ssm.send(new PutParameterCommand({ ...put, Value: 'second', Overwrite: true }));
      const { Parameter } = await ssm.send(new GetParameterCommand({ Name: `${name}:1`, WithDecryption: true }));
      expect(Parameter?.Value).toBe('first');
    },
  ],
  [
    'parameter-encrypted',
    'SSM shows a SecureString only to who asks for it decrypted',
    async ({ ssm, prefix }) => {
      const name = `${prefix}encrypted`;
      await ssm.send(new PutParameterCommand({ Name: name, Type: 'SecureString', Value: 'plain words' }));
      const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name }));
      expect(Parameter?.Value).not.toContain('plain words');
    },
  ],
];

export function serversContract(name: ServerName): void {
  describe(`The server itself on ${name}`, () => {
    for (const [id, title, body] of CASES) {
      const deviation = deviationOf(`${PORT}/${id}`, name);
      const run = async (): Promise<void> => {
        const options = optionsOf(endpointOf(name), freshEnvironment());
        const bare = bareClients(endpointOf(name));
        const past = bareClients(endpointOf(name), { unqueued: true });
        try {
          await provision(bare, options);
          const table = `mirror-dissonance-${options.environment}-fp-events`;
          await body({
            ...bare,
            unqueued: past.dynamodb,
            table,
            bucket: options.baselineBucket,
            prefix: `/${options.environment}/`,
          });
        } finally {
          bare.destroy();
          past.destroy();
        }
      };
      if (deviation === undefined) it(title, run);
      else it(deviatingTitle(title, deviation), () => expectDeviation(run, deviation));
    }

    it('has no recorded deviation of a case that does not exist', () => {
      const ids = CASES.map(([id]) => `${PORT}/${id}`);
      const recorded = DEVIATIONS.map((deviation) => deviation.case).filter((id) => id.startsWith(`${PORT}/`));
      expect(recorded.filter((id) => !ids.includes(id))).toEqual([]);
    });
  });
}

function twoPuts(table: string, first: string, second: string): TransactWriteItemsCommandInput {
  const put = (name: string) => ({
    Put: { TableName: table, Item: key(name), ConditionExpression: 'attribute_not_exists(pk)' },
  });
  return { TransactItems: [put(first), put(second)] };
}

/** Rows `filler`, `x` first, in the table and in RuleIndex. */
async function fill(client: Bare['dynamodb'], table: string, rows: number, size: number): Promise<void> {
  const text = { S: 'x'.repeat(size) };
  const items = Array.from({ length: rows }, (_, index) => {
    const sort = index === 0 ? 'x' : `row ${String(index).padStart(5, '0')}`;
    return { ...key('filler', sort), gsi1pk: { S: 'filler' }, gsi1sk: { S: sort }, text };
  });
  for (let start = 0; start < rows; start += 25) {
    const requests = items.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
  }
}

/** The error of a call, null when it has none. */
async function errorOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => null,
    (error: unknown) => error,
  );
}

/** The name of a call's error; `nothing` when it has none. */
async function nameOf(call: Promise<unknown>): Promise<string> {
  const error = await errorOf(call);
  return error instanceof Error ? error.name : 'nothing';
}

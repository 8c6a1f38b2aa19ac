import { TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { Table } from '../../../src/stores/aws/table.js';
import type { Answer } from './scripted-client.js';
import { cancelled, conditionFailed, scripted } from './scripted-client.js';

const ABOUT = { operation: 'FPStore.recordEvent', ids: { ruleId: 'MD-001' } };
const QUERY = { KeyConditionExpression: '#pk = :pk' };

function tableOf(...answers: Answer[]) {
  const script = scripted(...answers);
  const pauses: number[] = [];
  const table = new Table(script.clients, 'the-table', async (ms) => {
    pauses.push(ms);
  });
  return { table, pauses, asked: script.asked };
}

const row = (sk: string) => ({ pk: { S: 'p' }, sk: { S: sk } });
const all = (table: Table) => table.all(ABOUT, QUERY);

describe('queries', () => {
  it('read every page, also behind an empty one', async () => {
    const { table, asked } = tableOf(
      { Items: [row('1')], LastEvaluatedKey: row('1') },
      { Items: [], LastEvaluatedKey: row('2') },
      { LastEvaluatedKey: row('3') },
      { Items: [row('4')] },
    );
    expect(await all(table)).toEqual([row('1'), row('4')]);
    expect(asked.map(({ input }) => input.ExclusiveStartKey)).toEqual([undefined, row('1'), row('2'), row('3')]);
    expect(asked.every(({ input }) => input.TableName === 'the-table')).toBe(true);
  });

  it('take an empty LastEvaluatedKey for the end', async () => {
    const { table, asked } = tableOf({ Items: [row('1')], LastEvaluatedKey: {} });
    expect(await all(table)).toEqual([row('1')]);
    expect(asked).toHaveLength(1);
  });

  it('stop reading when the reader stops', async () => {
    const { table, asked } = tableOf({ Items: [row('1')], LastEvaluatedKey: row('1') });
    for await (const item of table.rows(ABOUT, QUERY)) {
      expect(item).toEqual(row('1'));
      break;
    }
    expect(asked).toHaveLength(1);
  });
});

describe('batches', () => {
  const keys = (count: number) => Array.from({ length: count }, (_, index) => ({ pk: 'p', sk: String(index) }));
  const serve =
    (most: number): Answer =>
    ({ input }) => {
      const asked: object[] = input.RequestItems['the-table'].Keys;
      const left = asked.slice(most);
      return {
        Responses: { 'the-table': asked.slice(0, most) },
        UnprocessedKeys: left.length === 0 ? {} : { 'the-table': { Keys: left } },
      };
    };

  it('ask for a hundred at a time, and again for what was left over', async () => {
    const { table, asked, pauses } = tableOf(serve(40));
    const items = await table.getAll(ABOUT, keys(130));
    expect(items.map(({ sk }) => sk?.S)).toEqual(keys(130).map(({ sk }) => sk));
    expect(asked.map(({ input }) => input.RequestItems['the-table'].Keys.length)).toEqual([100, 60, 20, 30]);
    expect(asked.every(({ input }) => input.RequestItems['the-table'].ConsistentRead === true)).toBe(true);
    expect(pauses).toHaveLength(2);
  });

  it('ask for nothing when there is nothing to ask for', async () => {
    const { table, asked } = tableOf({});
    expect(await table.getAll(ABOUT, [])).toEqual([]);
    expect(asked).toHaveLength(0);
  });

  it('give up as THROTTLED when nothing is ever processed', async () => {
    const { table, asked } = tableOf(serve(0));
    await expect(table.getAll(ABOUT, keys(3))).rejects.toMatchObject({
      code: 'THROTTLED',
      retryable: true,
      operation: 'FPStore.recordEvent',
      ids: { table: 'the-table', ruleId: 'MD-001' },
    });
    expect(asked).toHaveLength(24);
  });
});

describe('conditional writes', () => {
  it('say what became of them', async () => {
    const outcome = (answer: Answer) => tableOf(answer).table.put(ABOUT, { Item: {} });
    expect(await outcome({})).toBe('done');
    expect(await outcome(conditionFailed())).toBe('refused');
    expect(await outcome(conditionFailed(2))).toBe('unclear');
    await expect(outcome(new Error('something else'))).rejects.toMatchObject({ code: 'UNEXPECTED' });
  });

  it('come again when they met a transaction, after pauses that grow and are never the same', async () => {
    const met = new TransactionConflictException({ message: 'met', $metadata: {} });
    const { table, asked, pauses } = tableOf(met, met, met, {});
    expect(await table.update(ABOUT, { Key: {} })).toBe('done');
    expect(asked.map(({ name }) => name)).toEqual(Array(4).fill('UpdateItem'));
    expect(pauses).toHaveLength(3);
    expect(pauses.every((pause, index) => pause >= 0 && pause < 20 * 2 ** index)).toBe(true);
  });
});

describe('transactions', () => {
  const transact = (...answers: Answer[]) => {
    const { table, asked, pauses } = tableOf(...answers);
    return { asked, pauses, outcome: table.transact(ABOUT, [{ Put: { TableName: 'the-table', Item: {} } }], 'token') };
  };

  it('come again with the same token while others are at the same rows', async () => {
    const conflict = cancelled(['None', 'TransactionConflict']);
    const { asked, outcome } = transact(conflict, cancelled(['ThrottlingError', 'None']), conflict, {});
    expect(await outcome).toBe('done');
    expect(asked.map(({ input }) => input.ClientRequestToken)).toEqual(['token', 'token', 'token', 'token']);
  });

  it('are refused by a failed condition, whatever else stands in the way', async () => {
    const { asked, outcome } = transact(cancelled(['ConditionalCheckFailed', 'TransactionConflict']));
    expect(await outcome).toBe('refused');
    expect(asked).toHaveLength(1);
  });

  it('leave it unclear whose row it is when any attempt before had no answer', async () => {
    const { outcome } = transact(cancelled(['TransactionConflict'], 3), cancelled(['ConditionalCheckFailed']));
    expect(await outcome).toBe('unclear');
  });

  it('give up as THROTTLED after 24 times', async () => {
    const { asked, outcome } = transact(cancelled(['TransactionConflict']));
    await expect(outcome).rejects.toMatchObject({ code: 'THROTTLED', retryable: true });
    expect(asked).toHaveLength(24);
  });

  it('fail at once for a reason that does not pass', async () => {
    const { asked, outcome } = transact(cancelled(['None', 'ValidationError']));
    await expect(outcome).rejects.toMatchObject({ code: 'UNEXPECTED', retryable: false });
    expect(asked).toHaveLength(1);
  });
});

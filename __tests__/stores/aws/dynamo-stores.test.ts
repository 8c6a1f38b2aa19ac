/**
 * What happens between requests: lost answers, rows that come and go, others who write first. The contract suites
 * (`npm run test:aws`) show on real servers what the stores answer; no server does these things when it is asked to.
 */
import { describe, expect, it } from '@jest/globals';
import type { AwsClients } from '../../../src/aws/clients.js';
import { blockToItem, DynamoBlockCounter } from '../../../src/stores/aws/block-counter.js';
import { consentToItem, grantKey } from '../../../src/stores/aws/consent-items.js';
import { DynamoConsentStore } from '../../../src/stores/aws/consent-store.js';
import { eventToItem, verdictsToItem } from '../../../src/stores/aws/fp-items.js';
import { DynamoFPStore } from '../../../src/stores/aws/fp-store.js';
import { namesOf } from '../../../src/stores/aws/names.js';
import type { Block, ConsentGrant, ConsentRecord, FPEvent, Verdict } from '../../../src/stores/ports.js';
import { DAY_MS, EVENT_DAYS, HOUR_MS } from '../../../src/stores/ports.js';
import { stateOf } from '../../../src/stores/window.js';
import type { Answer, Asked } from './scripted-client.js';
import { cancelled, conditionFailed, eventOf, NOW, scripted } from './scripted-client.js';

const NAMES = namesOf('staging');
const CLOCK = { now: () => NOW };

function storesOf(...answers: Answer[]) {
  const { asked, clients } = scripted(...answers);
  const aws = clients as AwsClients;
  return {
    asked,
    calls: () => asked.map(({ name }) => name),
    fp: new DynamoFPStore(aws, NAMES, CLOCK),
    consent: new DynamoConsentStore(aws, NAMES, CLOCK),
    blocks: new DynamoBlockCounter(aws, NAMES, CLOCK),
  };
}

const refused = (attempts = 1) => cancelled(['ConditionalCheckFailed', 'None', 'None'], attempts);
const stored = (event: FPEvent, writer = 'somebody else') => ({ Item: eventToItem(event, writer) });
const tokenOf = (asked: Asked | undefined): string => asked?.input.ClientRequestToken;

describe('recordEvent', () => {
  it('is one request, and names a rule version once', async () => {
    const { fp, asked, calls } = storesOf({});
    expect(await fp.recordEvent(eventOf())).toBe('recorded');
    expect(await fp.recordEvent(eventOf({ eventId: 'd'.repeat(64) }))).toBe('recorded');
    expect(await fp.recordEvent(eventOf({ ruleVersion: 2 }))).toBe('recorded');
    expect(calls()).toEqual(['TransactWriteItems', 'TransactWriteItems', 'TransactWriteItems']);
    const written = asked.map(({ input }) => input.TransactItems.map((item: object) => Object.keys(item)[0]));
    expect(written).toEqual([
      ['Put', 'Update', 'Put'],
      ['Put', 'Update'],
      ['Put', 'Update', 'Put'],
    ]);
    const [put, total, rule] = asked[0]?.input.TransactItems ?? [];
    expect(put.Put.ConditionExpression).toBe('attribute_not_exists(#pk) OR #occurredAt <= :expired');
    expect(put.Put.ExpressionAttributeValues).toEqual({ ':expired': { N: String(NOW - EVENT_DAYS * DAY_MS) } });
    expect(total.Update.Key).toEqual({ pk: { S: 'total#MD-001#1' }, sk: { S: 'day#2026-11-24' } });
    expect(total.Update.ExpressionAttributeValues[':total']).toEqual({ N: '1' });
    expect(rule.Put.Item).toEqual({ pk: { S: 'rules' }, sk: { S: 'rule#MD-001#1' } });
  });

  it('knows its own write again when the answer was lost', async () => {
    const { fp, asked } = storesOf(refused(2), () => stored(eventOf(), tokenOf(asked[0])));
    expect(await fp.recordEvent(eventOf())).toBe('recorded');
    expect(asked[0]?.input.TransactItems[0].Put.Item.writer).toEqual({ S: tokenOf(asked[0]) });
  });

  it('takes the same payload for known, whatever was observed with it', async () => {
    const seen = eventOf({ level: 'warn', blocked: false, occurredAt: NOW - DAY_MS, actors: ['ann', 'bob', 'eve'] });
    const { fp, calls } = storesOf(refused(), stored(seen));
    expect(await fp.recordEvent(eventOf())).toBe('known');
    expect(calls()).toEqual(['TransactWriteItems', 'GetItem']);
  });

  it('adds people to a known event, under the condition that it is still the same', async () => {
    const seen = eventOf({ occurredAt: NOW - DAY_MS });
    const { fp, asked } = storesOf(refused(), stored(seen), {});
    expect(await fp.recordEvent(eventOf({ actors: ['eve', 'bob', 'eve'] }))).toBe('known');
    expect(asked[2]?.name).toBe('UpdateItem');
    expect(asked[2]?.input.ExpressionAttributeValues).toEqual({
      ':actors': { SS: ['eve'] },
      ':occurredAt': { N: String(NOW - DAY_MS) },
    });
  });

  it('refuses another payload, and changes nothing', async () => {
    const { fp, calls } = storesOf(refused(), stored(eventOf({ change: 'pr#8' })));
    await expect(fp.recordEvent(eventOf())).rejects.toMatchObject({
      code: 'DIFFERENT_PAYLOAD',
      operation: 'FPStore.recordEvent',
      ids: { ruleId: 'MD-001', eventId: 'e'.repeat(64), findingId: 'f'.repeat(32) },
    });
    expect(calls()).toEqual(['TransactWriteItems', 'GetItem']);
  });

  it.each<[string, Answer]>([
    ['deleted', {}],
    ['expired', stored(eventOf({ occurredAt: NOW - EVENT_DAYS * DAY_MS }))],
  ])('writes again when what stood in the way is %s by the time it is read', async (_, found) => {
    const { fp, asked, calls } = storesOf(refused(), found, {});
    expect(await fp.recordEvent(eventOf())).toBe('recorded');
    expect(calls()).toEqual(['TransactWriteItems', 'GetItem', 'TransactWriteItems']);
    // The same request, with the same limit of what is expired.
    expect(asked[2]?.input).toEqual(asked[0]?.input);
  });

  it('writes again when the event vanished before people could be added', async () => {
    const seen = stored(eventOf({ actors: [] }));
    const { fp, calls } = storesOf(refused(), seen, conditionFailed(), {});
    expect(await fp.recordEvent(eventOf())).toBe('recorded');
    expect(calls()).toEqual(['TransactWriteItems', 'GetItem', 'UpdateItem', 'TransactWriteItems']);
  });

  it('gives up when a row comes and goes for ever', async () => {
    const { fp } = storesOf(({ name }) => (name === 'GetItem' ? {} : refused()));
    await expect(fp.recordEvent(eventOf())).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('says what is damaged', async () => {
    const { fp } = storesOf(refused(), { Item: { ...eventToItem(eventOf(), 'w'), severity: { N: '1' } } });
    await expect(fp.recordEvent(eventOf())).rejects.toMatchObject({
      code: 'CORRUPT',
      ids: { table: 'mirror-dissonance-staging-fp-events' },
    });
  });
});

describe('recordEvents', () => {
  const many = Array.from({ length: 20 }, (_, index) => eventOf({ eventId: index.toString(16).padStart(64, '0') }));

  it('never has two transactions on one total under way', async () => {
    let running = 0;
    let most = 0;
    const { fp } = storesOf({});
    const script = scripted({});
    const send = script.clients.dynamodb.send.bind(script.clients.dynamodb);
    Object.assign(script.clients.dynamodb, {
      send: async (command: Parameters<typeof send>[0]) => {
        running += 1;
        most = Math.max(most, running);
        await new Promise(setImmediate);
        running -= 1;
        return send(command);
      },
    });
    expect(await fp.recordEvents([])).toEqual({ recorded: 0, known: 0 });
    const slow = new DynamoFPStore(script.clients as AwsClients, NAMES, CLOCK);
    expect(await slow.recordEvents(many)).toEqual({ recorded: 20, known: 0 });
    expect([most, script.asked.length]).toEqual([1, 20]);
    const days = many.map((event, index) => ({ ...event, occurredAt: NOW - (index % 4) * DAY_MS }));
    await slow.recordEvents(days);
    expect(most).toBe(4);
  });

  it('tries every event before it throws the first failure', async () => {
    const { fp, asked } = storesOf(({ name, input }) => {
      if (name === 'GetItem') return stored(eventOf({ eventId: input.Key.sk.S.slice(6), change: 'pr#8' }));
      return input.TransactItems[0].Put.Item.eventId.S.endsWith('3') ? refused() : {};
    });
    const bad = eventOf({ occurredAt: Number.NaN });
    await expect(fp.recordEvents([...many, bad])).rejects.toMatchObject({
      code: 'DIFFERENT_PAYLOAD',
      operation: 'FPStore.recordEvents',
      ids: { eventId: many[3]?.eventId },
    });
    expect(asked.filter(({ name }) => name === 'TransactWriteItems')).toHaveLength(20);
  });
});

describe('verdicts', () => {
  const finding = { repository: eventOf().repository, findingId: eventOf().findingId };
  const said: Omit<Verdict, 'kind'> = { reviewer: 'rev', ticket: 'T-1', at: NOW, source: 'cli' };
  const by = (parts: Partial<Verdict> = {}): Verdict => ({ kind: 'false-positive', ...said, ...parts });
  const judged = (verdicts: readonly Verdict[], revision = 1, event = eventOf()) => ({
    ...eventToItem(event, 'w'),
    verdicts: verdictsToItem(verdicts),
    state: { S: stateOf(verdicts) },
    revision: { N: String(revision) },
  });
  const index = { Items: [eventToItem(eventOf(), 'w')] };
  const batch = (...items: object[]) => ({ Responses: { [NAMES.tables.fpEvents]: items } });
  const mark = (...answers: Answer[]) => {
    const stores = storesOf(index, ...answers);
    return { ...stores, result: stores.fp.markFalsePositive(finding, said) };
  };

  it('are written onto the revision that was read from the table, not from the index', async () => {
    const { result, asked, calls } = mark(batch(judged([by({ reviewer: 'other', kind: 'true-positive' })], 4)), {});
    expect(await result).toEqual({ events: 1, changed: 1 });
    expect(calls()).toEqual(['Query', 'BatchGetItem', 'TransactWriteItems']);
    const [event, total] = asked[2]?.input.TransactItems ?? [];
    expect(event.Update.ExpressionAttributeValues).toMatchObject({
      ':revision': { N: '4' },
      ':next': { N: '5' },
      ':state': { S: 'pending' },
    });
    expect(total.Update.ExpressionAttributeValues).toMatchObject({
      ':total': { N: '0' },
      ':falsePositives': { N: '0' },
      ':truePositives': { N: '-1' },
    });
  });

  it('leave the total alone when the state stays', async () => {
    const { result, calls } = mark(batch(judged([by({ reviewer: 'other' })])), {});
    expect(await result).toEqual({ events: 1, changed: 1 });
    expect(calls()).toEqual(['Query', 'BatchGetItem', 'UpdateItem']);
  });

  it('are not written again, nor over a later one', async () => {
    expect(await mark(batch(judged([by()]))).result).toEqual({ events: 1, changed: 0 });
    const later = mark(batch(judged([by({ kind: 'true-positive', at: NOW + 1 })])));
    expect(await later.result).toEqual({ events: 0, changed: 0 });
    expect(later.calls()).toEqual(['Query', 'BatchGetItem']);
  });

  it('start again from what somebody else wrote meanwhile', async () => {
    const other = by({ reviewer: 'other', kind: 'true-positive' });
    const { result, asked } = mark(batch(judged([])), refused(), { Item: judged([other], 2) }, {});
    expect(await result).toEqual({ events: 1, changed: 1 });
    expect(asked[4]?.input.TransactItems[0].Update.ExpressionAttributeValues).toMatchObject({
      ':verdicts': verdictsToItem([other, by()]),
      ':revision': { N: '2' },
    });
  });

  it('count as changed when the answer was lost, and as unchanged when another said the very same', async () => {
    const lost = mark(batch(judged([])), refused(2), { Item: judged([by()], 2) });
    expect(await lost.result).toEqual({ events: 1, changed: 1 });
    const raced = mark(batch(judged([])), refused(), { Item: judged([by()], 2) });
    expect(await raced.result).toEqual({ events: 1, changed: 0 });
  });

  it('are NOT_FOUND for what is only in the index, or expired, or gone while it was judged', async () => {
    const expired = judged([], 1, eventOf({ occurredAt: NOW - EVENT_DAYS * DAY_MS }));
    for (const answers of [[batch()], [batch(expired)], [batch(judged([])), refused(), {}]]) {
      await expect(mark(...answers).result).rejects.toMatchObject({
        code: 'NOT_FOUND',
        ids: { findingId: finding.findingId },
      });
    }
  });

  it('give up when there is always somebody else', async () => {
    let revision = 1;
    const { result } = mark(batch(judged([])), ({ name }) => {
      revision += 1;
      return name === 'GetItem' ? { Item: judged([], revision) } : refused();
    });
    await expect(result).rejects.toMatchObject({ code: 'CONFLICT', ids: { eventId: 'e'.repeat(64) } });
  });
});

describe('consent', () => {
  const grant: ConsentGrant = {
    scope: { kind: 'org', org: 'acme' },
    resources: ['events'],
    excludes: ['r2'],
    grantor: 'ann',
    grantedAt: NOW,
    expiresAt: null,
    revocable: true,
  };
  const record = (parts: Partial<ConsentRecord> = {}): ConsentRecord => ({
    ...grant,
    version: 1,
    revoked: null,
    ...parts,
  });
  const row = (parts: Partial<ConsentRecord> = {}) => ({
    Item: consentToItem(grantKey(record(parts).scope), record(parts), NOW),
  });
  const lost = () => cancelled(['ConditionalCheckFailed', 'ConditionalCheckFailed'], 2);

  it('is recorded with its history, or not at all', async () => {
    const { consent, asked } = storesOf({}, {});
    expect(await consent.recordConsent(grant)).toEqual(record());
    const [now, history] = asked[1]?.input.TransactItems ?? [];
    expect(now.Put.ConditionExpression).toBe('attribute_not_exists(#pk)');
    expect(history.Put.Item.sk.S).toBe('history#2026-11-24T12:00:00.000Z#2026-11-24T12:00:00.000Z#0000000001#org');
  });

  it('replaces what somebody else recorded meanwhile', async () => {
    const { consent, asked } = storesOf({}, refused(), row({ grantor: 'eve' }), {});
    expect(await consent.recordConsent(grant)).toEqual(record({ version: 2 }));
    expect(asked[3]?.input.TransactItems[0].Put.ExpressionAttributeValues).toEqual({ ':version': { N: '1' } });
  });

  it('does not take back a revocation that came in between', async () => {
    const revoked = { by: 'eve', at: NOW };
    const { consent, calls } = storesOf(row(), refused(), row({ version: 2, revoked }));
    await expect(consent.recordConsent(grant)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('revoked while'),
    });
    expect(calls()).toEqual(['GetItem', 'TransactWriteItems', 'GetItem']);
  });

  it('is given again where the revocation was there from the start', async () => {
    const revoked = { by: 'eve', at: NOW };
    const { consent } = storesOf(row({ version: 2, revoked }), refused(), row({ version: 2, revoked }), {});
    expect(await consent.recordConsent(grant)).toEqual(record({ version: 3 }));
  });

  it('is not recorded twice when the answer was lost', async () => {
    const { consent, calls } = storesOf({}, lost(), row());
    expect(await consent.recordConsent(grant)).toEqual(record());
    expect(calls()).toEqual(['GetItem', 'TransactWriteItems', 'GetItem']);
  });

  it('is revoked in the version that is stored by then', async () => {
    const { consent } = storesOf(row(), refused(), row({ version: 2, grantor: 'eve' }), {});
    const revoked = { by: 'ann', at: NOW + 5 };
    expect(await consent.revokeConsent(grant.scope, 'ann', NOW + 5)).toEqual(
      record({ version: 3, grantor: 'eve', revoked }),
    );
  });

  it('cannot be revoked when a grant that is not revocable came in between', async () => {
    const { consent } = storesOf(row(), refused(), row({ version: 2, revocable: false }));
    await expect(consent.revokeConsent(grant.scope, 'ann', NOW)).rejects.toMatchObject({ code: 'NOT_REVOCABLE' });
  });

  it('gives up when there is always somebody else', async () => {
    const { consent } = storesOf(({ name }) => (name === 'GetItem' ? row() : refused()));
    await expect(consent.recordConsent(grant)).rejects.toMatchObject({ code: 'CONFLICT', ids: { key: 'org acme' } });
  });

  it('asks for both records at once, and again for the one that was left over', async () => {
    const table = NAMES.tables.consent;
    const left = { pk: { S: 'org#acme' }, sk: { S: 'grant#org' } };
    const { consent, asked } = storesOf(
      { Responses: { [table]: [] }, UnprocessedKeys: { [table]: { Keys: [left] } } },
      { Responses: { [table]: [row().Item] } },
    );
    const question = { org: 'acme', repository: 'r1', resources: ['events'] as const };
    expect(await consent.checkConsent(question, NOW)).toEqual({ granted: true, reason: 'granted-by-org', missing: [] });
    expect(asked.map(({ input }) => input.RequestItems[table].Keys.length)).toEqual([2, 1]);
    expect(asked.every(({ input }) => input.RequestItems[table].ConsistentRead)).toBe(true);
  });
});

describe('recordBlock', () => {
  const block: Block = { ruleId: 'MD-001', repositoryId: 5, pullRequest: 7, authorId: 9, firstSeenAt: NOW };
  const found = (writer: string) => ({ Item: blockToItem(block, writer) });

  it('is one request, known or not', async () => {
    const first = storesOf({});
    expect(await first.blocks.recordBlock(block)).toBe('recorded');
    expect(first.asked[0]?.input.ExpressionAttributeValues).toEqual({ ':expired': { N: String(NOW - 2 * HOUR_MS) } });
    const again = storesOf(conditionFailed());
    expect(await again.blocks.recordBlock(block)).toBe('known');
    expect([...first.calls(), ...again.calls()]).toEqual(['PutItem', 'PutItem']);
  });

  it('looks whose row it is when an answer was lost', async () => {
    const own = storesOf(conditionFailed(2), () => found(own.asked[0]?.input.Item.writer.S));
    expect(await own.blocks.recordBlock(block)).toBe('recorded');
    expect(await storesOf(conditionFailed(2), found('somebody else')).blocks.recordBlock(block)).toBe('known');
    expect(await storesOf(conditionFailed(2), {}).blocks.recordBlock(block)).toBe('known');
  });
});

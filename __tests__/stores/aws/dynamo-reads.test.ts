/** Which requests a read is made of: what it costs, what it leaves unread, and what it does with pages. */
import { describe, expect, it } from '@jest/globals';
import type { AwsClients } from '../../../src/aws/clients.js';
import { blockToItem, DynamoBlockCounter } from '../../../src/stores/aws/block-counter.js';
import { consentToItem, grantKey, historyKey } from '../../../src/stores/aws/consent-items.js';
import { DynamoConsentStore } from '../../../src/stores/aws/consent-store.js';
import type { RuleVersion } from '../../../src/stores/aws/fp-items.js';
import { eventToItem, ruleKey, verdictsToItem } from '../../../src/stores/aws/fp-items.js';
import { DynamoFPStore } from '../../../src/stores/aws/fp-store.js';
import { keyItem } from '../../../src/stores/aws/items.js';
import { namesOf } from '../../../src/stores/aws/names.js';
import type {
  Block,
  ConsentRecord,
  EventQuery,
  FPEvent,
  StoredEvent,
  Verdict,
  VoteRow,
} from '../../../src/stores/ports.js';
import { DAY_MS, EVENT_DAYS, HOUR_MS } from '../../../src/stores/ports.js';
import type { Answer, Asked } from './scripted-client.js';
import { eventOf, NOW, scripted } from './scripted-client.js';

const NAMES = namesOf('staging');
const FIRST_SEEN = new Date(NOW - EVENT_DAYS * DAY_MS + 1).toISOString();

function storesOf(...answers: Answer[]) {
  const { asked, clients } = scripted(...answers);
  const aws = clients as AwsClients;
  const clock = { now: () => NOW };
  return {
    asked,
    fp: new DynamoFPStore(aws, NAMES, clock),
    consent: new DynamoConsentStore(aws, NAMES, clock),
    blocks: new DynamoBlockCounter(aws, NAMES, clock),
  };
}

const rules = (...versions: RuleVersion[]) => ({ Items: versions.map((version) => keyItem(ruleKey(version))) });
const V1: RuleVersion = { ruleId: 'MD-001', ruleVersion: 1 };
const V2: RuleVersion = { ruleId: 'MD-001', ruleVersion: 2 };
const OTHER: RuleVersion = { ruleId: 'MD-002', ruleVersion: 1 };

const partition = ({ input }: Asked): string => input.ExpressionAttributeValues[':pk'].S;
const bounds = ({ input }: Asked) => [':from', ':to'].map((name) => input.ExpressionAttributeValues[name]?.S);
const total = (day: string, all: number, fp = 0, tp = 0) => ({
  sk: { S: `day#${day}` },
  total: { N: String(all) },
  falsePositives: { N: String(fp) },
  truePositives: { N: String(tp) },
});
const row = (second: number, state = 'pending') => {
  const item = eventToItem(eventOf({ occurredAt: NOW - second * 1000 }), 'w');
  return { pk: item.pk, sk: item.sk, gsi1sk: item['gsi1sk'], state: { S: state } };
};

/** Every name and value that an expression defines is used, and the other way round: DynamoDB refuses anything else. */
function unmatched({ input }: Asked): string[] {
  const text = ['KeyConditionExpression', 'FilterExpression', 'ProjectionExpression']
    .map((name) => input[name])
    .join(' ');
  const used = new Set(text.match(/[#:][A-Za-z]+/g));
  const defined = [input.ExpressionAttributeNames, input.ExpressionAttributeValues].flatMap((map) => Object.keys(map));
  return [...defined.filter((name) => !used.has(name)), ...[...used].filter((name) => !defined.includes(name))];
}

describe('getWindowBySince', () => {
  it('is one request for whole days of one version', async () => {
    const { fp, asked } = storesOf({ Items: [total('2026-11-20', 7, 1, 2), total('2026-11-24', 4, 1, 0)] });
    const since = Date.UTC(2026, 10, 20);
    expect(await fp.getWindowBySince('MD-001', since, 1)).toEqual({
      ruleId: 'MD-001',
      ruleVersion: 1,
      total: 11,
      falsePositives: 2,
      truePositives: 2,
      pending: 7,
      fpr: 0.5,
      since,
    });
    expect(asked.map((each) => [partition(each), ...bounds(each)])).toEqual([
      ['total#MD-001#1', 'day#2026-11-20', 'day#9999-12-31'],
    ]);
    expect(asked.flatMap(unmatched)).toEqual([]);
  });

  it('counts the first day event by event, over pages, and not the event of the next midnight', async () => {
    const { fp, asked } = storesOf(({ input }) => {
      if (input.IndexName === undefined) return { Items: [total('2026-11-21', 5)] };
      if (input.ExclusiveStartKey === undefined) return { Items: [row(1)], LastEvaluatedKey: { pk: { S: 'x' } } };
      return { Items: [row(2, 'true-positive'), row(3, 'false-positive')] };
    });
    const since = Date.UTC(2026, 10, 20, 6);
    const window = await fp.getWindowBySince('MD-001', since, 1);
    expect(window).toMatchObject({ total: 8, falsePositives: 1, truePositives: 1, since });
    expect(asked).toHaveLength(3);
    const single = asked.find(({ input }) => input.IndexName === 'RuleIndex');
    expect(single && bounds(single)).toEqual(['2026-11-20T06:00:00.000Z', '2026-11-21T00:00:00.000Z']);
    expect(asked.flatMap(unmatched)).toEqual([]);
  });

  it('adds up every version of the rule', async () => {
    const { fp, asked } = storesOf((each) => {
      if (partition(each) === 'rules') return rules(V1, V2);
      return { Items: [total('2026-11-24', partition(each).endsWith('2') ? 20 : 3)] };
    });
    const window = await fp.getWindowBySince('MD-001', Date.UTC(2026, 10, 24));
    expect(window).toMatchObject({ total: 23, ruleVersion: null });
    expect(asked.map(partition)).toEqual(['rules', 'total#MD-001#1', 'total#MD-001#2']);
    expect(asked[0]?.input.ExpressionAttributeValues[':sk']).toEqual({ S: 'rule#MD-001#' });
  });

  it('never counts an event that expired in this very millisecond', async () => {
    const { fp, asked } = storesOf({});
    await fp.getWindowBySince('MD-001', NOW - EVENT_DAYS * DAY_MS, 1);
    expect(asked.filter(({ input }) => input.IndexName !== undefined).map((each) => bounds(each)[0])).toEqual([
      FIRST_SEEN,
    ]);
  });
});

describe('getWindowByCount', () => {
  it('merges versions by time, and reads on only in the one that ran out', async () => {
    const { fp, asked } = storesOf((each) => {
      if (partition(each) === 'rules') return rules(V1, V2);
      if (partition(each).endsWith('#2'))
        return { Items: [row(3, 'true-positive')], LastEvaluatedKey: { pk: { S: 'x' } } };
      if (each.input.ExclusiveStartKey !== undefined) return { Items: [row(6)] };
      return { Items: [row(1, 'false-positive'), row(2)], LastEvaluatedKey: { pk: { S: 'x' } } };
    });
    const window = await fp.getWindowByCount('MD-001', 3);
    expect(window).toMatchObject({ total: 3, falsePositives: 1, truePositives: 1, pending: 1, since: null });
    expect(asked.map(partition)).toEqual(['rules', 'rule#MD-001#1', 'rule#MD-001#2', 'rule#MD-001#1']);
    expect(asked[1]?.input).toMatchObject({ Limit: 3, ScanIndexForward: false, IndexName: 'RuleIndex' });
    expect(asked[1] && bounds(asked[1])[0]).toBe(FIRST_SEEN);
    expect(asked.flatMap(unmatched)).toEqual([]);
  });

  it('says which row is damaged', async () => {
    const { fp } = storesOf({ Items: [row(1, 'undecided')] });
    await expect(fp.getWindowByCount('MD-001', 3, 1)).rejects.toMatchObject({
      code: 'CORRUPT',
      ids: { key: `repo#${'a1'.repeat(32)}#rule#MD-001 event#${'e'.repeat(64)}` },
    });
  });
});

describe('votes', () => {
  const read = async (...answers: Answer[]) => {
    const { fp, asked } = storesOf(...answers);
    const rows: VoteRow[] = [];
    for await (const page of fp.voteRows('MD-001', 1)) rows.push(...page);
    return { rows, asked };
  };
  const item = (parts: Partial<FPEvent>, verdicts: readonly Verdict[] = []) => ({
    ...eventToItem(eventOf(parts), 'w'),
    verdicts: verdictsToItem(verdicts),
  });
  const said: Verdict = { kind: 'false-positive', reviewer: 'eve', ticket: 'T-1', at: NOW, source: 'alert' };

  it('are one query of one version, of what votes need alone, folded page by page', async () => {
    const { rows, asked } = await read(
      {
        Items: [item({ occurredAt: NOW - 1 }), item({ occurredAt: NOW - 3, blocked: false }), item({}, [said])],
        LastEvaluatedKey: { pk: { S: 'x' } },
      },
      { Items: [item({ occurredAt: NOW - 9 }), item({ change: 'pr#8', occurredAt: NOW - 9 })] },
    );
    const { repository, saltVersion, change, actors, findingId, occurredAt, blocked } = eventOf();
    const place = { kind: 'unjudged', repository, saltVersion, change };
    const oldest = { events: 1, firstSeen: NOW - 9, lastSeen: NOW - 9, blocked: 1 };
    expect(rows).toEqual([
      { kind: 'judged', findingId, repository, saltVersion, change, actors, occurredAt, blocked, verdicts: [said] },
      { ...place, events: 2, firstSeen: NOW - 3, lastSeen: NOW - 1, blocked: 1 },
      { ...place, ...oldest },
      { ...place, ...oldest, change: 'pr#8' },
    ]);
    expect(asked.map(partition)).toEqual(['rule#MD-001#1', 'rule#MD-001#1']);
    expect(asked[0] && bounds(asked[0])).toEqual([FIRST_SEEN, undefined]);
    expect(asked[1]?.input.ExclusiveStartKey).toEqual({ pk: { S: 'x' } });
    expect(asked[0]?.input.IndexName).toBe('RuleIndex');
    expect(asked.flatMap(unmatched)).toEqual([]);
    const names = asked[0]?.input.ExpressionAttributeNames as Record<string, string>;
    const projected = String(asked[0]?.input.ProjectionExpression).split(', ');
    expect(projected.map((name) => names[name])).not.toContain('sealed');
  });

  it.each([
    ['verdicts', { S: 'none' }],
    ['occurredAt', { S: 'today' }],
    ['blocked', { N: '1' }],
  ])('say which row is damaged: %s', async (name, value) => {
    const answer = read({ Items: [{ ...item({}), [name]: value }] });
    const key = `repo#${'a1'.repeat(32)}#rule#MD-001 event#${'e'.repeat(64)}`;
    await expect(answer).rejects.toMatchObject({ code: 'CORRUPT', ids: { key } });
  });
});

describe('lists', () => {
  const list = async (query: EventQuery, ...answers: Answer[]) => {
    const { fp, asked } = storesOf(...answers);
    const events: StoredEvent[] = [];
    for await (const event of fp.listEvents(query)) events.push(event);
    return { events, asked };
  };
  const of = (event: FPEvent) => ({ Items: [eventToItem(event, 'w')] });

  it('go through rules and versions in order, 10 after 2', async () => {
    const versions = [{ ...V1, ruleVersion: 10 }, V2, OTHER, V1];
    const { events, asked } = await list({}, (each) => {
      if (partition(each) === 'rules') return rules(...versions);
      const [, ruleId = '', version] = partition(each).split('#');
      return of(eventOf({ ruleId, ruleVersion: Number(version) }));
    });
    const ordered = ['rule#MD-001#1', 'rule#MD-001#2', 'rule#MD-001#10', 'rule#MD-002#1'];
    expect(asked.map(partition)).toEqual(['rules', ...ordered]);
    expect(events.map(({ ruleId, ruleVersion }) => `rule#${ruleId}#${ruleVersion}`)).toEqual(ordered);
    expect(asked.flatMap(unmatched)).toEqual([]);
  });

  it('keep to a version of every rule, and leave choosing to the server', async () => {
    const query: EventQuery = { ruleVersion: 1, repository: 'r', state: 'pending', since: NOW - HOUR_MS };
    const { asked } = await list(query, rules(V1, V2, OTHER), {}, {});
    expect(asked.map(partition)).toEqual(['rules', 'rule#MD-001#1', 'rule#MD-002#1']);
    expect(asked[1]?.input.FilterExpression).toBe('#repository = :repository AND #state = :state');
    expect(asked[1]?.input.ExpressionAttributeValues).toMatchObject({
      ':from': { S: new Date(NOW - HOUR_MS).toISOString() },
      ':repository': { S: 'r' },
      ':state': { S: 'pending' },
    });
    expect(asked.flatMap(unmatched)).toEqual([]);
  });

  it('of findings by prefix ask once per rule, not per version', async () => {
    const { fp, asked } = storesOf((each) => {
      if (partition(each) === 'rules') return rules(V1, V2, OTHER);
      const ids = partition(each).endsWith('MD-002') ? ['c', 'a', 'c'] : ['b', 'd'];
      return { Items: ids.map((digit) => ({ findingId: { S: `aaaaaaaa${digit.repeat(24)}` } })) };
    });
    const expected = ['a', 'b', 'c'].map((digit) => `aaaaaaaa${digit.repeat(24)}`);
    expect(await fp.findFindings('r', 'aaaaaaaa', 3)).toEqual(expected);
    expect(asked.map(partition)).toEqual(['rules', 'repo#r#rule#MD-001', 'repo#r#rule#MD-002']);
    expect(asked.flatMap(unmatched)).toEqual([]);
  });

  it('of a finding read the index from what is not expired on', async () => {
    const { fp, asked } = storesOf(of(eventOf()));
    const events = await fp.getFinding({ repository: 'r', findingId: 'f'.repeat(32) });
    expect(events).toEqual([{ ...eventOf(), state: 'pending', verdicts: [] }]);
    expect(asked[0]?.input).toMatchObject({ IndexName: 'FindingIndex', ScanIndexForward: false });
    expect(asked[0] && [partition(asked[0]), ...bounds(asked[0])]).toEqual([
      `finding#r#${'f'.repeat(32)}`,
      FIRST_SEEN,
      undefined,
    ]);
    expect(asked.flatMap(unmatched)).toEqual([]);
  });

  it('of rules are in order', async () => {
    const { fp } = storesOf(rules({ ...V1, ruleVersion: 10 }, V1, V2, OTHER));
    expect(await fp.listRules()).toEqual([V1, V2, { ...V1, ruleVersion: 10 }, OTHER]);
  });

  it('of totals leave out what is kept no longer, and ask nothing when that is everything', async () => {
    const { fp, asked } = storesOf({ Items: [total('2026-01-02', 3)] });
    await fp.dailyTotals('MD-001', 1, '2020-01-01', '2026-02-01');
    expect(asked.map(bounds)).toEqual([['day#2025-10-20', 'day#2026-02-01']]);
    expect(await fp.dailyTotals('MD-001', 1, '2020-01-01', '2025-10-19')).toEqual([]);
    expect(await fp.dailyTotals('MD-001', 1, '2026-02-01', '2026-01-31')).toEqual([]);
    expect(asked).toHaveLength(1);
  });
});

describe('consent and blocks', () => {
  const record: ConsentRecord = {
    scope: { kind: 'org', org: 'acme' },
    resources: ['events'],
    excludes: [],
    grantor: 'ann',
    grantedAt: NOW,
    expiresAt: NOW + 5,
    revocable: true,
    version: 1,
    revoked: null,
  };

  it('consent is read strongly, and holds until the millisecond it runs out', async () => {
    const { consent, asked } = storesOf({ Item: consentToItem(grantKey(record.scope), record, NOW) });
    expect(await consent.hasValidConsent(record.scope, NOW + 4)).toBe(true);
    expect(await consent.hasValidConsent(record.scope, NOW + 5)).toBe(false);
    expect(await consent.getConsent(record.scope)).toEqual(record);
    expect(asked.every(({ name, input }) => name === 'GetItem' && input.ConsistentRead === true)).toBe(true);
    expect(await storesOf({}).consent.getConsent(record.scope)).toBeNull();
    expect(await storesOf({}).consent.hasValidConsent(record.scope, NOW)).toBe(false);
  });

  it('the history of an organisation is read to its end', async () => {
    const item = consentToItem(historyKey(record, NOW), record, NOW);
    const { consent, asked } = storesOf({ Items: [item], LastEvaluatedKey: { pk: { S: 'x' } } }, { Items: [item] });
    expect(await consent.consentHistory('acme')).toEqual([record, record]);
    expect(asked.flatMap(unmatched)).toEqual([]);
  });

  it('a revocation without a grant, or of one that is revoked, writes nothing', async () => {
    const none = storesOf({});
    await expect(none.consent.revokeConsent(record.scope, 'ann', NOW)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const revoked: ConsentRecord = { ...record, version: 2, revoked: { by: 'eve', at: NOW } };
    const again = storesOf({ Item: consentToItem(grantKey(record.scope), revoked, NOW) });
    expect(await again.consent.revokeConsent(record.scope, 'ann', NOW + 1)).toEqual(revoked);
    expect([...none.asked, ...again.asked].map(({ name }) => name)).toEqual(['GetItem', 'GetItem']);
  });

  it('blocks come oldest first, ties by number, and none that has expired', async () => {
    const block = (pullRequest: number, firstSeenAt: number): Block => ({
      ruleId: 'MD-001',
      repositoryId: 5,
      pullRequest,
      authorId: 9,
      firstSeenAt,
    });
    const expected = [block(9, NOW - 3), block(10, NOW - 3), block(1, NOW - 2)];
    const items = [expected[1]!, expected[2]!, expected[0]!].map((each) => blockToItem(each, 'w'));
    const { blocks, asked } = storesOf(
      { Items: items.slice(0, 2), LastEvaluatedKey: { pk: { S: 'x' } } },
      { Items: items.slice(2) },
    );
    expect(await blocks.blocksSince('MD-001', 5, NOW - HOUR_MS)).toEqual(expected);
    expect(asked[0]?.input.ExpressionAttributeValues).toEqual({
      ':pk': { S: 'MD-001#repo#5' },
      ':since': { N: String(NOW - HOUR_MS) },
      ':expired': { N: String(NOW - 2 * HOUR_MS) },
    });
    expect(asked.flatMap(unmatched)).toEqual([]);
    await expect(blocks.blocksSince('MD#001', 5, 0)).rejects.toMatchObject({ code: 'INVALID' });
    await expect(blocks.blocksSince('MD-001', 5, -1)).rejects.toMatchObject({ code: 'INVALID' });
  });
});

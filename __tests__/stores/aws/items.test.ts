import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { blockToItem, itemToBlock } from '../../../src/stores/aws/block-counter.js';
import { consentToItem, grantKey, historyKey, itemToConsent } from '../../../src/stores/aws/consent-items.js';
import {
  eventToItem,
  expiredUntil,
  itemToEvent,
  itemToRule,
  itemToTotal,
  ruleKey,
  totalExpiry,
  totalKey,
  verdictsToItem,
} from '../../../src/stores/aws/fp-items.js';
import type { Item } from '../../../src/stores/aws/items.js';
import { keyItem, readRow } from '../../../src/stores/aws/items.js';
import { firstKeptDay } from '../../../src/stores/aws/totals.js';
import { StoreError } from '../../../src/stores/errors.js';
import type { Block, ConsentRecord, ConsentScope, Verdict } from '../../../src/stores/ports.js';
import { DAY_MS, EVENT_DAYS } from '../../../src/stores/ports.js';
import { dayOf, stateOf } from '../../../src/stores/window.js';
import { eventOf, events, identities, instants, NOW } from './scripted-client.js';

const ORIGIN = { operation: 'FPStore.getFinding', table: 'the-table' };
const read = (item: Item) => readRow(ORIGIN, item, itemToEvent);

const verdicts: fc.Arbitrary<readonly Verdict[]> = fc.uniqueArray(
  fc.record<Verdict>({
    kind: fc.constantFrom('false-positive', 'true-positive'),
    reviewer: identities,
    ticket: fc.string({ unit: 'binary' }),
    at: instants,
    source: fc.constantFrom('alert', 'suppression', 'cli', 'file'),
  }),
  { selector: ({ reviewer }) => reviewer, maxLength: 4 },
);

const scopes: fc.Arbitrary<ConsentScope> = fc.oneof(
  fc.record({ kind: fc.constant('org' as const), org: identities }),
  fc.record({ kind: fc.constant('repo' as const), org: identities, repository: identities }),
);

const consents: fc.Arbitrary<ConsentRecord> = fc.record({
  scope: scopes,
  resources: fc.subarray(['events', 'verdicts', 'aggregate'] as const),
  excludes: fc.array(identities, { maxLength: 3 }),
  grantor: identities,
  grantedAt: instants,
  expiresAt: fc.option(instants),
  revocable: fc.boolean(),
  version: fc.integer({ min: 1, max: 1_000_000 }),
  revoked: fc.option(fc.record({ by: identities, at: instants })),
});

function corruptOf(item: Item): StoreError | null {
  try {
    read(item);
    return null;
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
}

describe('events as rows', () => {
  it('come back as they went, people in order and once', () => {
    fc.assert(
      fc.property(events, fc.string(), (event, writer) => {
        expect(read(eventToItem(event, writer))).toEqual({
          event: { ...event, actors: [...new Set(event.actors)].sort(), state: 'pending', verdicts: [] },
          revision: 1,
          writer,
        });
      }),
    );
  });

  it('come back with what people said of them', () => {
    fc.assert(
      fc.property(events, verdicts, (event, said) => {
        const item = { ...eventToItem(event, 'w'), verdicts: verdictsToItem(said), state: { S: stateOf(said) } };
        expect(read(item).event).toMatchObject({ verdicts: said, state: stateOf(said) });
      }),
    );
  });

  it('lie where the design says, and never need an empty set', () => {
    const item = eventToItem(
      eventOf({ actors: [], repository: 'r', occurredAt: Date.UTC(2026, 2, 1, 4, 5, 6, 7) }),
      'w',
    );
    expect(item).toMatchObject({
      pk: { S: 'repo#r#rule#MD-001' },
      sk: { S: `event#${'e'.repeat(64)}` },
      gsi1pk: { S: 'rule#MD-001#1' },
      gsi1sk: { S: `2026-03-01T04:05:06.007Z#${'e'.repeat(64)}` },
      gsi2pk: { S: `finding#r#${'f'.repeat(32)}` },
      gsi2sk: { S: `2026-03-01T04:05:06.007Z#${'e'.repeat(64)}` },
      expiresAt: { N: String(Date.UTC(2026, 2, 1, 4, 5, 6) / 1000 + 90 * 86_400) },
    });
    expect(item).not.toHaveProperty('actors');
    expect(totalKey(eventOf({ occurredAt: Date.UTC(2026, 2, 1, 23, 59, 59, 999) }))).toEqual({
      pk: 'total#MD-001#1',
      sk: 'day#2026-03-01',
    });
  });

  it('sort in the index as they happened', () => {
    fc.assert(
      fc.property(events, events, (a, b) => {
        const [left, right] = [eventToItem(a, 'w').gsi1sk?.S ?? '', eventToItem(b, 'w').gsi1sk?.S ?? ''];
        const byTime = a.occurredAt - b.occurredAt || (a.eventId < b.eventId ? -1 : 1);
        expect(left < right).toBe(byTime < 0);
      }),
    );
  });

  it('are CORRUPT, with table and key, when an attribute is missing or of another type', () => {
    const whole = eventToItem(eventOf(), 'w');
    const unread = new Set(['gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk', 'expiresAt']);
    for (const name of Object.keys(whole).filter((each) => !unread.has(each))) {
      const others: (AttributeValue | undefined)[] = [
        { NULL: true },
        { M: {} },
        name === 'actors' ? { S: 'ann' } : undefined,
      ];
      for (const other of others) {
        const { [name]: _, ...rest } = whole;
        const error = corruptOf(other === undefined ? rest : { ...rest, [name]: other });
        expect([name, error?.code]).toEqual([name, 'CORRUPT']);
        expect(error?.ids.table).toBe('the-table');
        expect(error?.operation).toBe('FPStore.getFinding');
        if (name !== 'pk') expect(error?.ids.key).toContain(`repo#${'a1'.repeat(32)}#rule#MD-001`);
      }
    }
  });

  it.each<[string, Item]>([
    ['a state that the verdicts do not make', { state: { S: 'false-positive' } }],
    ['another key', { sk: { S: `event#${'d'.repeat(64)}` } }],
    ['a number that is none', { occurredAt: { N: 'NaN' } }],
    ['half a number', { ruleVersion: { N: '1.5' } }],
    ['a version 0', { ruleVersion: { N: '0' } }],
    ['a severity that does not exist', { severity: { S: 'fatal' } }],
    ['a verdict that is a text', { verdicts: { L: [{ S: 'no' }] } }],
    ['a verdict without a kind', { verdicts: { L: [{ M: {} }] } }],
    ['an id in capitals', { eventId: { S: 'E'.repeat(64) } }],
  ])('are CORRUPT with %s', (_, part) => {
    expect(corruptOf({ ...eventToItem(eventOf(), 'w'), ...part })?.code).toBe('CORRUPT');
  });

  it('pass on what is no damage of the row', () => {
    const bug = () => {
      throw new TypeError('a bug');
    };
    expect(() => readRow(ORIGIN, {}, bug)).toThrow(TypeError);
  });
});

describe('expiry', () => {
  it('is 90 days for an event: at that instant it is gone, a millisecond before it is not', () => {
    expect(expiredUntil(NOW)).toBe(NOW - EVENT_DAYS * DAY_MS);
  });

  it('lets DynamoDB delete an event no earlier than a second before readers stop seeing it', () => {
    fc.assert(
      fc.property(events, (event) => {
        const deletion = Number(eventToItem(event, 'w').expiresAt?.N) * 1000;
        const gone = event.occurredAt + EVENT_DAYS * DAY_MS;
        expect(gone - deletion).toBeGreaterThanOrEqual(0);
        expect(gone - deletion).toBeLessThan(1000);
      }),
    );
  });

  it('keeps a total for as long as readers read it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 500 * DAY_MS, max: 4e12 }), fc.integer({ min: 0, max: 402 }), (now, days) => {
        const instant = now - days * DAY_MS;
        const isRead = dayOf(instant) >= firstKeptDay(now);
        expect(isRead).toBe(totalExpiry(instant) * 1000 > now);
      }),
    );
  });
});

describe('rules and totals as rows', () => {
  it('come back', () => {
    fc.assert(
      fc.property(events, ({ ruleId, ruleVersion }) => {
        expect(readRow(ORIGIN, keyItem(ruleKey({ ruleId, ruleVersion })), itemToRule)).toEqual({ ruleId, ruleVersion });
      }),
    );
    const counts = { total: { N: '3' }, falsePositives: { N: '1' }, truePositives: { N: '0' } };
    const item = { pk: { S: 'total#MD-001#2' }, sk: { S: 'day#2026-11-24' }, ...counts };
    const version = { ruleId: 'MD-001', ruleVersion: 2 };
    expect(readRow(ORIGIN, item, (row) => itemToTotal(row, version))).toEqual({
      ...version,
      day: '2026-11-24',
      total: 3,
      falsePositives: 1,
      truePositives: 0,
    });
    expect(() => readRow(ORIGIN, { ...item, total: { N: '-1' } }, (row) => itemToTotal(row, version))).toThrow(
      'CORRUPT',
    );
  });
});

describe('consent as rows', () => {
  it('comes back, from the grant and from the history', () => {
    fc.assert(
      fc.property(consents, instants, (record, writtenAt) => {
        for (const key of [grantKey(record.scope), historyKey(record, writtenAt)]) {
          const item = consentToItem(key, record, writtenAt);
          expect(readRow(ORIGIN, item, itemToConsent)).toEqual(record);
          // The table's TTL attribute: DynamoDB would delete the row.
          expect(item).not.toHaveProperty('expiresAt');
        }
      }),
    );
  });

  it('keeps history in the order it was written, then of what it says of the time, then of versions', () => {
    const record = (version: number, grantedAt: number): ConsentRecord => ({
      scope: { kind: 'org', org: 'acme' },
      resources: ['events'],
      excludes: [],
      grantor: 'ann',
      grantedAt,
      expiresAt: null,
      revocable: true,
      version,
      revoked: null,
    });
    const keys = [
      historyKey(record(9, 50), 100),
      historyKey(record(10, 50), 100),
      historyKey(record(1, 60), 100),
      historyKey(record(2, 40), 200),
    ].map(({ sk }) => sk);
    expect([...keys].sort()).toEqual(keys);
  });

  it.each<[string, Item]>([
    ['a resource that does not exist', { resources: { L: [{ S: 'everything' }] } }],
    ['another organisation than its key', { org: { S: 'other' } }],
    ['a repository in the row of the organisation', { repository: { S: 'r' } }],
    ['an exclude that is a number', { excludes: { L: [{ N: '1' }] } }],
    ['a revocation by nobody', { revoked: { M: { at: { N: '1' } } } }],
  ])('is CORRUPT with %s', (_, part) => {
    const [record] = fc.sample(
      consents.filter(({ scope }) => scope.kind === 'org' && scope.org !== 'other'),
      1,
    );
    const item = { ...consentToItem(grantKey(record!.scope), record!, 1), ...part };
    expect(() => readRow(ORIGIN, item, itemToConsent)).toThrow('CORRUPT');
  });
});

describe('blocks as rows', () => {
  const blocks: fc.Arbitrary<Block> = fc.record({
    ruleId: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/),
    repositoryId: fc.integer({ min: 1 }),
    pullRequest: fc.integer({ min: 1 }),
    authorId: fc.integer({ min: 1 }),
    firstSeenAt: instants,
  });

  it('come back, and are deleted two hours after they were seen', () => {
    fc.assert(
      fc.property(blocks, (block) => {
        const item = blockToItem(block, 'w');
        expect(readRow(ORIGIN, item, itemToBlock)).toEqual({ block, writer: 'w' });
        expect(item['expiresAt']?.N).toBe(String(Math.floor(block.firstSeenAt / 1000) + 7200));
      }),
    );
  });
});

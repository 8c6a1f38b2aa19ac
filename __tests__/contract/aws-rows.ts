/**
 * What lies behind the ports in AWS: the attribute by which DynamoDB deletes rows, a deleted
 * object, a missing table. Not part of a port, so SQLite has no such suite.
 */
import {
  type AttributeValue,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTimeToLiveCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { DeleteBucketCommand, DeleteObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { describe, expect } from '@jest/globals';
import { BLOCK_HOURS, DAY_MS, EVENT_DAYS, type FPEvent, HOUR_MS, TOTAL_DAYS } from '../../src/stores/ports.js';
import { enableTtl, TABLES } from '../support/aws-rig.js';
import type { AwsBackend, AwsOpened } from './aws-backend.js';
import { type Case, casesOf, expectCode, START } from './backend.js';
import { all, event, findingOf, hex, judge, RULE } from './events.js';

export const PORT = 'aws-rows';

const MAIN = { repositoryId: 42, branch: 'main' };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Every row of a table: sort key → epoch second of its TTL attribute, null when it has none. */
async function expiries({ bare, options }: AwsOpened, table: string): Promise<Readonly<Record<string, number | null>>> {
  const { Items = [] } = await bare.dynamodb.send(
    new ScanCommand({ TableName: `mirror-dissonance-${options.environment}-${table}`, ConsistentRead: true }),
  );
  const attribute = TABLES[table]?.ttl_attribute ?? '';
  const entry = (item: Record<string, AttributeValue>): [string, number | null] => [
    `${item['pk']?.S} ${item['sk']?.S}`,
    item[attribute]?.N === undefined ? null : Number(item[attribute].N),
  ];
  return Object.fromEntries(Items.map(entry));
}

export function awsRowsContract(backend: AwsBackend): void {
  describe(`Rows and objects on ${backend.name}`, () => {
    const { check: register, done } = casesOf(PORT, backend);
    const check = (id: string, title: string, body: (world: Case & AwsOpened) => Promise<void>): void =>
      register(id, title, (world) => body(world as unknown as Case & AwsOpened));

    check('ttl-enabled', 'deletes rows by the attribute that Terraform declares', async ({ bare, options }) => {
      await enableTtl(bare, options);
      for (const [table, { ttl_attribute }] of Object.entries(TABLES)) {
        const { TimeToLiveDescription } = await bare.dynamodb.send(
          new DescribeTimeToLiveCommand({ TableName: `mirror-dissonance-${options.environment}-${table}` }),
        );
        expect([table, TimeToLiveDescription?.AttributeName, TimeToLiveDescription?.TimeToLiveStatus]).toEqual([
          table,
          ttl_attribute,
          'ENABLED',
        ]);
      }
    });

    check('ttl-events', 'keeps an event for 90 days and a total for 400, in epoch seconds', async (world) => {
      const { fp } = world.stores;
      const one = event('one', { occurredAt: START - 10 * DAY_MS });
      await fp.recordEvent(one);
      await judge(fp, one, 'fp');
      await fp.recordEvent({ ...one, actors: [hex('late', 64)] });
      const rows = await expiries(world, 'fp-events');
      const found = Object.entries(rows).map(([key, expiry]) => [key.replace(/[0-9a-f]{64}/g, '…'), expiry]);
      const midnight = Math.floor(one.occurredAt / DAY_MS) * DAY_MS;
      const kept = new Map(found as [string, number | null][]);
      expect(kept.get(`repo#…#rule#${RULE} event#…`)).toBe((one.occurredAt + EVENT_DAYS * DAY_MS) / 1000);
      const total = kept.get(`total#${RULE}#1 day#2026-05-03`) ?? 0;
      expect(total).toBeGreaterThanOrEqual((midnight + TOTAL_DAYS * DAY_MS) / 1000);
      expect(total).toBeLessThanOrEqual((midnight + (TOTAL_DAYS + 1) * DAY_MS) / 1000);
      // Which rule versions there are is not forgotten.
      expect([...kept].filter(([, expiry]) => expiry === null).map(([key]) => key)).toEqual([`rules rule#${RULE}#1`]);
    });

    check('ttl-blocks', 'keeps a block for two hours', async (world) => {
      const block = { ruleId: RULE, repositoryId: 42, pullRequest: 7, authorId: 1, firstSeenAt: START - 60_000 };
      await world.stores.blocks.recordBlock(block);
      expect(await expiries(world, 'block-counter')).toEqual({
        [`${RULE}#repo#42 pr#7`]: (block.firstSeenAt + BLOCK_HOURS * HOUR_MS) / 1000,
      });
    });

    check('ttl-consent', 'never deletes a consent: that it ran out is an answer too', async (world) => {
      const scope = { kind: 'org', org: hex('org', 64) } as const;
      await world.stores.consent.recordConsent({
        scope,
        resources: ['events'],
        excludes: [],
        grantor: hex('ada', 64),
        grantedAt: START,
        expiresAt: START + DAY_MS,
        revocable: true,
      });
      expect(Object.values(await expiries(world, 'consent'))).toEqual([null, null]);
    });

    check('ttl-deletion', 'answers the same whether DynamoDB has deleted what expired or not', async (world) => {
      const { clock, stores } = world;
      const events = [0, 1, 40].map((back) => event(`${back} days`, { occurredAt: START - back * DAY_MS }));
      await stores.fp.recordEvents(events);
      for (const one of events) await judge(stores.fp, one, 'fp');
      const block = { ruleId: RULE, repositoryId: 42, pullRequest: 7, authorId: 1, firstSeenAt: START };
      await stores.blocks.recordBlock(block);
      for (const days of [60, 90, 200, 500]) {
        clock.set(START + days * DAY_MS);
        const answers = async (): Promise<unknown> => [
          await all(stores.fp.listEvents({})),
          await stores.fp.getFinding(findingOf(events[0] as FPEvent)),
          await stores.fp.getWindowByCount(RULE, 10),
          await stores.fp.getWindowBySince(RULE, START - 50 * DAY_MS),
          await stores.fp.dailyTotals(RULE, 1, '2026-01-01', '2027-12-31'),
          await stores.fp.listRules(),
          await stores.blocks.blocksSince(RULE, 42, 0),
        ];
        const before = await answers();
        for (const table of Object.keys(TABLES)) await deleteExpired(world, table, clock.now());
        expect(await answers()).toEqual(before);
      }
      expect(Object.keys(await expiries(world, 'fp-events'))).toEqual([`rules rule#${RULE}#1`]);
    });

    check('deleted', 'tells a deleted baseline from one that never was', async (world) => {
      const { baselines } = world.stores;
      const first = await baselines.create(MAIN, bytes('first'));
      await deleteAll(world);
      await expectCode(baselines.load(MAIN), 'DELETED');
      await expectCode(baselines.replace(MAIN, bytes('second'), first.tag), 'CONFLICT');
      expect(await baselines.load({ ...MAIN, branch: 'other' })).toBeNull();
      const versions = await baselines.versions(MAIN);
      expect(versions.map(({ deleted }) => deleted)).toEqual([true, false]);
      expect(await baselines.loadVersion(MAIN, first.version)).toMatchObject({ tag: first.tag });
    });

    check('deleted-levels', 'tells deleted levels from levels that never were', async (world) => {
      await world.stores.levels.publish(bytes('one'), 1, null);
      await deleteAll(world);
      await expectCode(world.stores.levels.load(), 'DELETED');
    });

    check('no-table', 'says that a table is missing, and which', async (world) => {
      const TableName = `mirror-dissonance-${world.options.environment}-fp-events`;
      await world.bare.dynamodb.send(new DeleteTableCommand({ TableName }));
      const error = await expectCode(world.stores.fp.recordEvent(event('one')), 'RESOURCE_MISSING');
      expect(error.message).toContain(TableName);
      await expectCode(world.stores.fp.getWindowBySince(RULE, START - DAY_MS), 'RESOURCE_MISSING');
      await expectCode(world.stores.fp.getFinding(findingOf(event('one'))), 'RESOURCE_MISSING');
    });

    check('no-bucket', 'says that the bucket is missing, and never that the baseline is', async (world) => {
      const Bucket = world.options.baselineBucket;
      await world.bare.s3.send(new DeleteBucketCommand({ Bucket }));
      const error = await expectCode(world.stores.baselines.load(MAIN), 'RESOURCE_MISSING');
      expect(error.message).toContain(Bucket);
      await expectCode(world.stores.levels.load(), 'RESOURCE_MISSING');
    });

    check('keys', 'writes the keys of design.md', async ({ stores, bare, options }) => {
      await stores.levels.publish(bytes('one'), 1, null);
      await stores.baselines.create(MAIN, bytes('first'));
      const { Versions = [] } = await bare.s3.send(new ListObjectVersionsCommand({ Bucket: options.baselineBucket }));
      expect(Versions.map(({ Key }) => Key).sort()).toEqual([
        `baselines/42/${hex('main', 64)}.json`,
        'levels/history/1.json',
        'levels/state.json',
      ]);
    });

    done();
  });
}

/** What DynamoDB does by itself, some day. */
async function deleteExpired(world: AwsOpened, table: string, now: number): Promise<void> {
  for (const [key, expiry] of Object.entries(await expiries(world, table))) {
    if (expiry === null || expiry * 1000 > now) continue;
    const [pk = '', sk = ''] = key.split(' ');
    await world.bare.dynamodb.send(
      new DeleteItemCommand({
        TableName: `mirror-dissonance-${world.options.environment}-${table}`,
        Key: { pk: { S: pk }, sk: { S: sk } },
      }),
    );
  }
}

/** Deletes every object as a person in the console does: leaves markers, keeps versions. */
async function deleteAll({ bare, options }: AwsOpened): Promise<void> {
  const Bucket = options.baselineBucket;
  const { Versions = [] } = await bare.s3.send(new ListObjectVersionsCommand({ Bucket }));
  for (const { Key } of Versions) await bare.s3.send(new DeleteObjectCommand({ Bucket, Key }));
}

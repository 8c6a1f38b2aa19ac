/** Every attribute that tables.json names is written by the store of that table: keys, keys of indexes, and the expiry. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attributeOf, blocksOf } from '../../src/repository/hcl.js';
import { openAwsStores } from '../../src/stores/aws/index.js';
import { namesOf } from '../../src/stores/aws/names.js';
import type { SecretStores } from '../../src/stores/stores.js';
import { TABLES } from '../support/aws-rig.js';
import { storedEvent } from '../support/events.js';
import { bodyOf, type Loopback, listen } from '../support/loopback.js';
import { blocksNamed, referenceText, terraformFiles } from '../support/terraform.js';

const NOW = 1_800_000_000_000;
const HEX = 'ab'.repeat(32);
type Item = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
interface Write {
  readonly TableName: string;
  readonly Item?: Item;
}

let server: Loopback;
let stores: SecretStores;
/** Full name of a table → what was put into it. */
const written = new Map<string, Item[]>();

beforeAll(async () => {
  server = await listen(async (request, response) => {
    const body = JSON.parse((await bodyOf(request)).toString('utf8')) as Write & {
      TransactItems?: readonly Readonly<Record<string, Write>>[];
    };
    for (const write of [body, ...(body.TransactItems ?? []).flatMap((item) => Object.values(item))]) {
      if (write.Item !== undefined) {
        written.set(write.TableName, [...(written.get(write.TableName) ?? []), write.Item]);
      }
    }
    response.end('{}');
  });
  stores = openAwsStores(
    {
      ...{ region: 'eu-central-1', environment: 'staging', proxy: {}, endpoints: { dynamodb: server.url } },
      credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
    },
    { now: () => NOW },
  );
  await stores.fp.recordEvent(storedEvent(NOW - 1_000, { repository: HEX, saltVersion: 1, actors: [HEX] }));
  await stores.blocks.recordBlock({
    ...{ ruleId: 'MD-001', repositoryId: 7, pullRequest: 12, authorId: 9, firstSeenAt: NOW - 1_000 },
  });
  await stores.consent.recordConsent({
    ...{ scope: { kind: 'org', org: HEX }, resources: ['events'], excludes: [], grantor: HEX, revocable: true },
    ...{ grantedAt: NOW, expiresAt: NOW + 86_400_000 },
  });
});
afterAll(async () => {
  await stores.close();
  await server.close();
});

const fullName = (table: string): string => `mirror-dissonance-staging-${table}`;
const TYPES = Object.entries(TABLES).flatMap(([table, { attributes }]) =>
  Object.entries(attributes).map(([attribute, type]) => ({ table, attribute, type })),
);

describe('tables.json', () => {
  it('names the tables that the stores write to', () => {
    const { tables } = namesOf('staging');
    expect(Object.keys(TABLES).map(fullName).sort()).toEqual(Object.values(tables).sort());
    expect([...written.keys()].sort()).toEqual(Object.values(tables).sort());
  });

  it.each(TYPES)('$table: $attribute is written, as $type', ({ table, attribute, type }) => {
    const values = (written.get(fullName(table)) ?? []).flatMap((item) => {
      const value = item[attribute];
      return value === undefined ? [] : [value];
    });
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) expect(Object.keys(value)).toEqual([type]);
  });

  it.each(Object.entries(TABLES))(
    '%s: its keys and those of its indexes are declared, and nothing else',
    (_, table) => {
      const used = [table, ...Object.values(table.indexes)].flatMap(({ hash_key, range_key }) => [hash_key, range_key]);
      expect(Object.keys(table.attributes).sort()).toEqual([...new Set(used)].sort());
    },
  );

  it.each(Object.entries(TABLES))(
    '%s: what expires is written in seconds, and lies ahead',
    (table, { ttl_attribute }) => {
      const seconds = (written.get(fullName(table)) ?? []).flatMap((item) => {
        const value = item[ttl_attribute]?.['N'];
        return value === undefined ? [] : [Number(value)];
      });
      // Of consent nothing expires by itself: that it ran out is an answer too (src/stores/aws/consent-items.ts).
      expect([table, seconds.length > 0]).toEqual([table, table !== 'consent']);
      for (const one of seconds) {
        expect(Number.isSafeInteger(one)).toBe(true);
        expect(one).toBeGreaterThan(NOW / 1000);
        expect(one).toBeLessThan(NOW / 1000 + 500 * 86_400);
      }
    },
  );
});

describe('the Terraform of the tables', () => {
  const tables = blocksNamed(terraformFiles(), 'resource', 'aws_dynamodb_table').filter(
    ({ labels }) => labels[1] !== 'lock' && labels[1] !== 'terraform_lock',
  );

  it('takes keys and expiry from tables.json', () => {
    const ours = tables.filter(({ body }) => referenceText(attributeOf(body, 'hash_key')) === 'each.value.hash_key');
    expect(ours).toHaveLength(1);
    for (const { body } of ours) {
      expect(referenceText(attributeOf(body, 'range_key'))).toBe('each.value.range_key');
      const [ttl] = blocksOf(body, 'ttl');
      expect(ttl === undefined ? '' : referenceText(attributeOf(ttl.body, 'attribute_name'))).toBe(
        'each.value.ttl_attribute',
      );
    }
  });
});

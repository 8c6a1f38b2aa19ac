/**
 * What the runs of the product ask of AWS: each kind of run does what src/oracle does, through the ports, and every
 * request is counted. DynamoDB's units are computed from the sizes of the items that were sent and answered, by the
 * rules of its documentation ("Read consistency", "Item sizes and formats", "Managing complex workflows with
 * transactions"): the emulators answer ConsumedCapacity, but not by those rules.
 */
import { DAY_MS, eventOf, NOW, next, ORG, REPOSITORY } from './operations.mjs';

/** Rules at level block: the breaker is asked for each. */
const BLOCKING = ['MD-001', 'MD-002', 'MD-003', 'MD-004', 'MD-005', 'MD-006', 'MD-007'];

/** @returns requests, read and write units and bytes of each kind of run */
export async function capacityOf({ stores, take }) {
  const { fp, consent, blocks, levels, salts } = stores;
  const ask = { org: ORG, repository: REPOSITORY, resources: ['events'] };
  const runs = {
    evaluate: async () => {
      await levels.load();
      await Promise.all(BLOCKING.map((ruleId) => blocks.blocksSince(ruleId, 5, NOW - 3_600_000)));
    },
    'record, nothing found': async () => {
      await salts.load();
      await consent.checkConsent(ask, NOW);
    },
    'record, one finding that blocks': async () => {
      await salts.load();
      await consent.checkConsent(ask, NOW);
      await fp.recordEvent(eventOf(next(), { occurredAt: NOW }));
      await blocks.recordBlock({
        ruleId: 'MD-004',
        repositoryId: 5,
        pullRequest: next(),
        authorId: 3,
        firstSeenAt: NOW,
      });
      await Promise.all(BLOCKING.map((ruleId) => blocks.blocksSince(ruleId, 5, NOW - 3_600_000)));
    },
    'window of 90 days, one rule': async () => {
      await fp.getWindowBySince('MD-001', NOW - 90 * DAY_MS - 1, 1);
    },
    'verdict on one event': async (number) => {
      await fp.markFalsePositive(eventOf(number, { occurredAt: NOW }), {
        ...{ reviewer: REPOSITORY, ticket: 'OPS-41: the lab reports it', at: NOW, source: 'cli' },
      });
    },
  };
  // The rule's name is written with its first event.
  await fp.recordEvent(eventOf(next(), { occurredAt: NOW }));
  const measured = {};
  for (const [name, run] of Object.entries(runs)) {
    const number = next();
    if (name.startsWith('verdict')) await fp.recordEvent(eventOf(number, { occurredAt: NOW }));
    take();
    await run(number);
    measured[name] = sum(take().map(unitsOf));
  }
  const item = Object.values(itemsOf(await lastPut(stores, take)))[0];
  return { runs: measured, eventBytes: sizeOf(item) };
}

async function lastPut({ fp }, take) {
  await fp.recordEvent(eventOf(next(), { occurredAt: NOW }));
  return take()[0].input;
}

const itemsOf = ({ TransactItems = [] }) => TransactItems.flatMap(({ Put }) => (Put === undefined ? [] : [Put.Item]));
const KB = 1024;

function unitsOf({ service, command, input, output }) {
  const none = { requests: { [`${service} ${command}`]: 1 }, read: 0, write: 0 };
  if (service !== 'dynamodb') return none;
  const strong = input.ConsistentRead === true ? 1 : 0.5;
  switch (command) {
    case 'QueryCommand': {
      const bytes = (output.Items ?? []).reduce((total, item) => total + sizeOf(item), 0);
      return { ...none, read: Math.max(1, Math.ceil(bytes / (4 * KB))) * strong };
    }
    case 'GetItemCommand':
      return { ...none, read: Math.max(1, Math.ceil(sizeOf(output.Item ?? {}) / (4 * KB))) * strong };
    case 'BatchGetItemCommand': {
      const [[table, { Keys, ConsistentRead }]] = Object.entries(input.RequestItems);
      const found = output.Responses?.[table] ?? [];
      const units = found.reduce((total, item) => total + Math.max(1, Math.ceil(sizeOf(item) / (4 * KB))), 0);
      return { ...none, read: (units + Keys.length - found.length) * (ConsistentRead === true ? 1 : 0.5) };
    }
    case 'PutItemCommand':
      return { ...none, write: writeUnits(input.Item) };
    case 'UpdateItemCommand':
      return { ...none, write: 1 };
    case 'TransactWriteItemsCommand':
      return {
        ...none,
        write: input.TransactItems.reduce((total, { Put, Update }) => {
          // An update says only what changes. A total is far below 1 KB; a judged event is 2 KB at most, in two indexes.
          if (Update !== undefined) return total + (Update.Key.pk.S.startsWith('total#') ? 2 : 2 * 2 + 2 * 2);
          const indexes = ['gsi1pk', 'gsi2pk'].filter((name) => Put.Item[name] !== undefined).length;
          const single = writeUnits(Put.Item);
          // Twice for the row (prepare and commit); once for each index that it is in.
          return total + 2 * single + indexes * single;
        }, 0),
      };
    default:
      throw new Error(`no rule for ${command}`);
  }
}

const writeUnits = (item) => Math.max(1, Math.ceil(sizeOf(item) / KB));

/** Names and values in UTF-8; numbers about one byte per two digits and one; containers 3 bytes and one per entry. */
export function sizeOf(item) {
  return Object.entries(item).reduce((total, [name, value]) => total + Buffer.byteLength(name) + valueSize(value), 0);
}

function valueSize(value) {
  const [[type, content]] = Object.entries(value);
  switch (type) {
    case 'S':
      return Buffer.byteLength(content);
    case 'N':
      return Math.ceil(content.replace('-', '').length / 2) + 1;
    case 'SS':
      return content.reduce((total, text) => total + Buffer.byteLength(text), 0);
    case 'L':
      return 3 + content.reduce((total, entry) => total + 1 + valueSize(entry), 0);
    case 'M':
      return 3 + sizeOf(content) + Object.keys(content).length;
    default:
      return 1;
  }
}

function sum(parts) {
  const total = { requests: {}, read: 0, write: 0 };
  for (const { requests, read, write } of parts) {
    for (const [name, count] of Object.entries(requests)) total.requests[name] = (total.requests[name] ?? 0) + count;
    total.read += read;
    total.write += write;
  }
  return total;
}

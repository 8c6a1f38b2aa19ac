/**
 * What the runs of the product ask of AWS: each kind of run does what src/oracle does, through the ports, and every
 * request is counted. DynamoDB's units are computed from the sizes of the items that were sent and answered, by the
 * rules of its documentation ("Read consistency", "Item sizes and formats", "Managing complex workflows with
 * transactions"): the emulators answer ConsumedCapacity, but not by those rules.
 */
import { ALL_RULES } from '../../build/oracle/all-rules.js';
import { DAY_MS, eventOf, NOW, next, ORG, REPOSITORY, VERDICT } from './operations.mjs';

/** The start of a day, with a total for each since (bench.mjs, `windows`). */
const WINDOW_START = (Math.floor(NOW / DAY_MS) - 89) * DAY_MS;

/** Recording asks the breaker for each; evaluate for the rules that blocked. */
const RULES = ALL_RULES.filter(({ level }) => level !== 'off').map(({ id }) => id);
/** A title of 80 characters in its envelope (src/privacy/redaction.ts). */
const SEALED = JSON.stringify({ version: 1, mac: 'a'.repeat(64), expiresAt: NOW, value: 't'.repeat(80) });

/** @returns requests, read and write units of each kind of run, and the size of an event */
export async function capacityOf({ stores, take }) {
  const { fp, consent, blocks, levels, nonces, salts } = stores;
  const ask = { org: ORG, repository: REPOSITORY, resources: ['events'] };
  const blocksOf = (ruleId) => blocks.blocksSince(ruleId, 6, NOW - 3_600_000);
  const found = (number) => eventOf(number, { occurredAt: NOW, sealed: SEALED });
  const granted = async () => {
    await salts.load();
    await consent.checkConsent(ask, NOW);
  };
  const runs = {
    'evaluate, nothing blocks': () => levels.load(),
    'evaluate, one rule blocks': async () => {
      await levels.load();
      await blocksOf('MD-004');
    },
    'record, nothing found': async () => {
      await granted();
      await nonces.load();
      await Promise.all(RULES.map(blocksOf));
    },
    'record, one finding that blocks': async (number) => {
      await granted();
      await nonces.load();
      await fp.recordEvent(found(number));
      const block = { ruleId: 'MD-004', repositoryId: 7, pullRequest: number, authorId: 3, firstSeenAt: NOW };
      await blocks.recordBlock(block);
      await Promise.all(RULES.map(blocksOf));
    },
    'record, a finding known already': (number) => fp.recordEvent(found(number)),
    'verdict on one event': (number) => fp.markFalsePositive(found(number), VERDICT),
    'window of 90 days of one rule': () => fp.getWindowBySince('MD-009', WINDOW_START, 1),
  };
  // What writes the name of the rule, once per process and rule version, and what is there before.
  await fp.recordEvent(found(next()));
  const measured = {};
  for (const [name, run] of Object.entries(runs)) {
    const number = next();
    if (/known|verdict/.test(name)) await fp.recordEvent(found(number));
    take();
    await run(number);
    measured[name] = sum(take().map(unitsOf));
  }
  return { runs: measured, rules: RULES.length, eventBytes: sizeOf(await lastPut(stores, take, found(next()))) };
}

/** The item of an event as it is sent. */
async function lastPut({ fp }, take, event) {
  take();
  await fp.recordEvent(event);
  return take()[0].input.TransactItems[0].Put.Item;
}

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

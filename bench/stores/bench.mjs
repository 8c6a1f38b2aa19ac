/**
 * What the stores cost on top of what they stand on (docs/performance.md, "Stores"):
 *
 *   npm run bench:stores                    SQLite against bare node:sqlite, AWS against the bare SDK on ministack (--server moto: it copies
 *                                           every table for each transaction, so the ratios say less)
 *   npm run bench:stores -- --only sqlite   or aws
 *   npm run bench:stores -- --save          also writes bench/results/<date>-stores.json, which scripts/capacity.mjs reads
 *
 * Ratios decide: at most 1.15 for what goes over the network. Times are printed. Exits 1 when a ratio is over, or a window asks too much.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { eventToItem } from '../../build/stores/aws/fp-items.js';
import { startServer, whyNot } from '../../scripts/aws-servers.mjs';
import { openWorld, replay } from './aws.mjs';
import { BOUND, compare } from './measure.mjs';
import { DAY_MS, eventOf, NOW, next, operations, seed } from './operations.mjs';
import { capacityOf } from './profile.mjs';
import { listen, openThree, statementsOf } from './sqlite.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'sqlite,aws' },
    samples: { type: 'string', default: '150' },
    server: { type: 'string', default: 'ministack' },
    save: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const ONLY = values.only.split(',');
const SAMPLES = Number(values.samples);
const clock = { now: () => NOW };
/**
 * SQLite is in this process: there is no server to wait for, and a call costs what its statements cost and 10 to 50 µs
 * (arguments checked, that no newer version has migrated the file, digests). Next to a sync of a disk that is little, next
 * to a read it is as much again. These bounds find what went wrong; they promise nothing about the network.
 */
const EMBEDDED_BOUNDS = { read: 4, write: 1.5 };
/** What a window may ask for: a page of totals per rule version, and the pages of one day. */
const MAX_WINDOW_REQUESTS = 90;

const result = {
  node: process.version,
  server: values.server,
  samples: SAMPLES,
  sqlite: [],
  aws: [],
  window: [],
  runs: null,
};
const say = (text) => values.json || console.log(text);

function row(backend, measured, bound, requests) {
  const entry = { ...measured, bound, ...(requests === undefined ? {} : { requests }) };
  result[backend].push(entry);
  const { name, ratio, bareP50, bareP99, p50, p99 } = entry;
  const over = ratio > bound ? '  OVER' : '';
  const sent = requests === undefined ? '' : `${requests} request${requests === 1 ? '' : 's'}`;
  say(
    `${backend.padEnd(7)} ${name.padEnd(36)} ${ratio.toFixed(2).padStart(6)}x  p50 ${bareP50} → ${p50} ms, p99 ${bareP99} → ${p99} ms  ${sent}${over}`,
  );
}

async function sqlite() {
  listen();
  const folder = mkdtempSync(join(tmpdir(), 'phase-mirror-bench-'));
  try {
    const { note, ours, bare, close } = await openThree(folder, clock, seed);
    const [noting, measured] = [operations(note), operations(ours)];
    for (const [index, { name, input, call, prepare, writes }] of measured.entries()) {
      let given;
      const twin = noting[index];
      const bound = EMBEDDED_BOUNDS[writes ? 'write' : 'read'];
      const entry = await compare({
        name,
        samples: prepare === undefined && !writes ? SAMPLES * 10 : SAMPLES,
        bound,
        ours: async () => {
          given = input(next());
          await prepare?.(given);
          const mine = given;
          return () => call(mine);
        },
        bare: async () => {
          const before = await statementsOf(async () => twin.prepare?.(given));
          bare.replay(before)();
          return bare.replay(await statementsOf(() => twin.call(given)));
        },
      });
      row('sqlite', entry, bound);
    }
    await close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function aws(endpoint) {
  // A store of its own notes what is sent; the measured one and the bare calls each have an environment.
  const [note, ours, bare] = await Promise.all(
    ['bench-note', 'bench-ours', 'bench-bare'].map((environment) => openWorld(endpoint, environment, clock)),
  );
  for (const world of [note, ours, bare]) {
    await seed(world.stores);
    for (let version = 1; version <= 2; version += 1) {
      const secret = { version, value: 'ab'.repeat(32), issuedAt: NOW };
      await world.stores.nonces.create(secret);
      await world.stores.salts.create(secret);
    }
    world.take();
  }
  const [noting, measured] = [operations(note.stores), operations(ours.stores)];
  for (const [index, { name, input, call, prepare }] of measured.entries()) {
    let given;
    let requests = 0;
    const twin = noting[index];
    const entry = await compare({
      name,
      samples: SAMPLES,
      bound: BOUND,
      ours: async () => {
        given = input(next());
        await prepare?.(given);
        const mine = given;
        return () => call(mine);
      },
      bare: async () => {
        ours.take();
        await twin.prepare?.(given);
        await replay(note.take(), bare, note.environment)();
        await twin.call(given);
        const sent = note.take();
        requests = sent.length;
        return replay(sent, bare, note.environment);
      },
    });
    row('aws', entry, BOUND, requests);
  }
  await windows(note);
  result.runs = await capacityOf(note);
  for (const world of [note, ours, bare]) world.close();
}

/** 1,000,000 events in 90 days, as totals; of the first day also the events, because a window may start within it. */
async function windows({ stores, bare, environment, take }) {
  const perDay = Math.ceil(1_000_000 / 90);
  const table = `mirror-dissonance-${environment}-fp-events`;
  const first = Math.floor(NOW / DAY_MS) - 89;
  const totals = Array.from({ length: 90 }, (_, index) => ({
    pk: { S: 'total#MD-009#1' },
    sk: { S: `day#${new Date((first + index) * DAY_MS).toISOString().slice(0, 10)}` },
    total: { N: String(perDay) },
    falsePositives: { N: '100' },
    truePositives: { N: '900' },
    expiresAt: { N: String(Math.floor(NOW / 1000) + 1_000_000) },
  }));
  await writeAll(bare.dynamodb, table, [...totals, { pk: { S: 'rules' }, sk: { S: 'rule#MD-009#1' } }]);
  take();
  const start = first * DAY_MS;
  const ask = async (name, since) => {
    const started = performance.now();
    const window = await stores.fp.getWindowBySince('MD-009', since);
    const sent = take();
    const entry = { name, events: window.total, requests: sent.length, ms: Math.round(performance.now() - started) };
    result.window.push(entry);
    say(`window  ${name.padEnd(36)} ${entry.events} events in ${entry.requests} requests, ${entry.ms} ms`);
  };
  await ask('90 days from the start of a day', start);
  // The events of the afternoon of the first day.
  const half = Math.ceil(perDay / 2);
  const events = Array.from({ length: half }, (_, index) =>
    eventToItem(
      eventOf(`window ${index}`, {
        ruleId: 'MD-009',
        change: `pr#${index + 1}`,
        occurredAt: start + DAY_MS / 2 + index * 1000,
      }),
      'bench',
    ),
  );
  await writeAll(bare.dynamodb, table, events);
  await ask('90 days from a noon', start + DAY_MS / 2);
}

async function writeAll(client, table, items) {
  for (let at = 0; at < items.length; at += 25) {
    const batch = items.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: batch } }));
  }
}

if (ONLY.includes('sqlite')) await sqlite();
if (ONLY.includes('aws')) {
  const reason = whyNot();
  if (reason !== null) {
    console.log(`aws: skipped, ${reason}`);
    if (process.env.CI === 'true') process.exitCode = 1;
  } else {
    const server = await startServer(values.server);
    try {
      await aws(server.endpoint);
    } finally {
      await server.stop();
    }
  }
}
if (values.json) console.log(JSON.stringify(result, null, 2));
if (values.save) {
  const file = `bench/results/${new Date().toISOString().slice(0, 10)}-stores.json`;
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  say(`saved as ${file}`);
}
const over = [...result.sqlite, ...result.aws].filter(({ ratio, bound }) => ratio > bound);
const greedy = result.window.filter(({ requests }) => requests > MAX_WINDOW_REQUESTS);
if (over.length + greedy.length > 0) process.exitCode = 1;

/**
 * What one look at every rule costs over a large record (docs/performance.md, "Calibration"):
 *
 *   npm run bench:calibrate                          1,000,000 events, and 100,000 for memory
 *   npm run bench:calibrate -- --events 200000 --rounds 5 [--json] [--no-aws]
 *
 * Events of all rules, five to a pull request, 2 % of them judged, are put into a database in a temporary folder by SQL.
 * Then `calibrate report` and two bare scans of the table of events run in turn, in one process: every row read by the same
 * driver, and a sum that SQLite makes of all rows without handing one out. Peak memory is that of a fresh process: as it is,
 * where V8 lets garbage grow before it looks (printed), and with a small heap, which is what the run needs (bound). Requests
 * to DynamoDB are computed from the sizes of rows, and the computation is compared with MiniStack on one page and a half.
 *
 * Exits 1 when a bound is missed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { ALL_RULES } from '../build/oracle/all-rules.js';
import { localIdOf } from '../build/oracle/local.js';
import { actualSchemaHash } from '../build/oracle/schema-hash.js';
import { loadCalibration } from '../build/oracle.js';
import { noopAnonymizer } from '../build/privacy/anonymizer.js';
import { eventToItem } from '../build/stores/aws/fp-items.js';
import { migrateSqlite } from '../build/stores/sqlite/index.js';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '9' },
    aws: { type: 'boolean', default: true },
    json: { type: 'boolean', default: false },
    /** Look once at the database in this folder and print the peak memory: a child of this program. */
    once: { type: 'string' },
  },
  allowNegative: true,
});
const EVENTS = Number(values.events);
const ROUNDS = Number(values.rounds);
const BOUNDS = { scan: 3, memory: 1.3 };

const DAY_MS = 86_400_000;
const DAYS = 90;
const NOW = Date.UTC(2026, 10, 24, 12);
const PER_PULL_REQUEST = 5;
const REPOSITORIES = 20;
const JUDGED = 0.02;
const FALSE = 0.04;
const REVIEWERS = Array.from({ length: 8 }, (_, index) => `reviewer-${index}@example.invalid`);
const { actor, repository } = noopAnonymizer({ backend: 'sqlite' });

const digest = (text) => createHash('sha256').update(text).digest();
const git = (cwd, ...args) => {
  const identity = ['-c', 'user.name=b', '-c', 'user.email=b@example.invalid', '-c', 'commit.gpgSign=false'];
  const { status, stderr } = spawnSync('git', [...identity, ...args], { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
};

function makeCheckout(folder) {
  const reviewers = REVIEWERS.map((address) => `    - ${address}\n`).join('');
  writeFileSync(join(folder, '.phase-mirror.yml'), `version: 1\ncalibration:\n  reviewers:\n${reviewers}`);
  writeFileSync(join(folder, '.gitignore'), '*.db*\n');
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'one');
}

/** One event of a made-up history; numbers of the same event are the same in every run. */
function eventOf(index) {
  const rule = ALL_RULES[index % ALL_RULES.length];
  const nth = Math.floor(index / ALL_RULES.length);
  const request = Math.floor(nth / PER_PULL_REQUEST);
  const bytes = digest(`event ${index}`);
  const requests = Math.ceil(EVENTS / ALL_RULES.length / PER_PULL_REQUEST);
  return {
    eventId: bytes.toString('hex'),
    findingId: bytes.toString('hex', 0, 16),
    ruleId: rule.id,
    ruleVersion: rule.version,
    // As long as an anonymised one: the sizes of rows are those of an organisation.
    repository: digest(repository(1 + (request % REPOSITORIES))).toString('hex'),
    change: `pr#${1 + Math.floor(request / REPOSITORIES)}`,
    actors: [actor(1000 + (request % 50))],
    occurredAt: NOW - Math.floor(((requests - request) / requests) * (DAYS - 1) * DAY_MS) + (nth % PER_PULL_REQUEST),
    judged: bytes.readUInt32LE(16) / 2 ** 32 < JUDGED,
    false: bytes.readUInt32LE(20) / 2 ** 32 < FALSE,
    reviewer: actor(localIdOf(REVIEWERS[bytes[24] % REVIEWERS.length])),
  };
}

/** Straight into the tables, in the order of their keys, without a sync: recording a million takes a quarter of an hour. */
async function fill(file, count) {
  await migrateSqlite(file);
  const db = new DatabaseSync(file, { enableForeignKeyConstraints: false });
  try {
    // Indexes are put in order at the end: row by row they would be written all over the file.
    const indexes = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").all();
    db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN');
    for (const { name } of indexes) db.exec(`DROP INDEX ${name}`);
    const event = db.prepare(
      `INSERT INTO event (event_id, finding_id, rule_id, rule_version, repository, salt_version, change, severity, level,
         blocked, occurred_at, state, sealed) VALUES (?, ?, ?, ?, ?, 0, ?, 'high', 'block', 1, ?, ?, NULL)`,
    );
    const doer = db.prepare('INSERT INTO actor VALUES (?, ?)');
    const verdict = db.prepare("INSERT INTO verdict VALUES (?, ?, ?, 'The gate is required by a ruleset', ?, 'alert')");
    for (const { id, version } of ALL_RULES) db.prepare('INSERT INTO rule VALUES (?, ?)').run(id, version);
    const order = Array.from({ length: count }, (_, index) => [digest(`event ${index}`).readUIntBE(0, 6), index]);
    for (const [, index] of order.sort(([a], [b]) => a - b)) {
      const one = eventOf(index);
      const kind = one.false ? 'false-positive' : 'true-positive';
      event.run(
        ...[one.eventId, one.findingId, one.ruleId, one.ruleVersion, one.repository, one.change, one.occurredAt],
        one.judged ? kind : 'pending',
      );
      doer.run(one.eventId, one.actors[0]);
      if (one.judged) verdict.run(one.eventId, one.reviewer, kind, one.occurredAt + DAY_MS);
    }
    db.exec(`
      INSERT INTO total SELECT rule_id, rule_version, strftime('%Y-%m-%d', occurred_at / 1000, 'unixepoch') AS day, count(*),
        count(*) FILTER (WHERE state = 'false-positive'), count(*) FILTER (WHERE state = 'true-positive')
      FROM event GROUP BY 1, 2, 3;
      COMMIT`);
    for (const { sql } of indexes) db.exec(sql);
    db.exec('PRAGMA journal_mode = WAL');
  } finally {
    db.close();
  }
}

/** `calibrate report`, without the rendering. */
async function report(folder) {
  const { calibrate } = await loadCalibration();
  const { report: found } = await calibrate(
    {
      ...{
        folder,
        environment: process.env,
        clock: () => NOW,
        store: { backend: 'sqlite', file: join(folder, 'store.db') },
      },
      ...{ repositoryId: null, ownerId: null, runUrl: '', mode: 'report' },
    },
    // That schemas and code belong together is another test's business.
    actualSchemaHash(),
  );
  return found;
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const round = (value) => Math.round(value * 100) / 100;

async function inTurn(folder) {
  const db = new DatabaseSync(join(folder, 'store.db'), { readOnly: true });
  // A connection as the store sets its own up.
  db.exec('PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF');
  const rows = db.prepare('SELECT * FROM event NOT INDEXED');
  const sums = db.prepare('SELECT count(*), sum(blocked), max(occurred_at), max(sealed) FROM event NOT INDEXED');
  const runs = {
    report: () => report(folder),
    rows: () => {
      let count = 0;
      for (const _ of rows.iterate()) count += 1;
      if (count !== EVENTS) throw new Error(`${count} rows`);
    },
    sums: () => sums.get(),
  };
  const times = { report: [], rows: [], sums: [] };
  for (let at = -1; at < ROUNDS; at += 1) {
    const order = Object.keys(runs);
    for (const name of at % 2 === 0 ? order : order.reverse()) {
      const started = process.hrtime.bigint();
      await runs[name]();
      if (at >= 0) times[name].push(Number(process.hrtime.bigint() - started) / 1e6);
    }
  }
  db.close();
  const ratio = (of) => round(median(times.report.map((ms, at) => ms / times[of][at])));
  return {
    ms: Object.fromEntries(Object.entries(times).map(([name, list]) => [name, Math.round(median(list))])),
    toRows: ratio('rows'),
    toSums: ratio('sums'),
  };
}

/** A heap in which garbage cannot hide growth: a run that keeps more than this fails. */
const SMALL_HEAP = ['--max-old-space-size=32', '--max-semi-space-size=1'];

function peakOf(folder, flags = []) {
  const args = ['--disable-warning=ExperimentalWarning', ...flags, import.meta.filename, '--once', folder];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** Bytes of a row as DynamoDB counts them: names and values in UTF-8, 3 bytes and 1 per entry for lists and maps. */
function sizeOf(value) {
  const [[type, content]] = Object.entries(value);
  if (type === 'S') return Buffer.byteLength(content);
  if (type === 'N') return Math.ceil(content.replace(/^0+|\D/g, '').length / 2) + 1;
  if (type === 'SS') return content.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (type === 'L') return content.reduce((sum, one) => sum + 1 + sizeOf(one), 3);
  if (type === 'M')
    return Object.entries(content).reduce((sum, [name, one]) => sum + 1 + Buffer.byteLength(name) + sizeOf(one), 3);
  return 1;
}
const itemOf = (index, more = {}) =>
  eventToItem(
    {
      ...eventOf(index),
      ...{ saltVersion: 1, severity: 'high', level: 'block', blocked: true, sealed: 'x'.repeat(400) },
      ...more,
    },
    '0'.repeat(36),
  );
const rowBytes = (item) =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOf(value), 0);
const PAGE_BYTES = 1024 * 1024;
const pagesOf = (events, bytes) => Math.max(1, Math.ceil(events / Math.floor(PAGE_BYTES / bytes)));

/** Rules with their versions, then per rule the pages of its events and one page of daily totals. */
function requestsFor(events) {
  const bytes = rowBytes(itemOf(1));
  const each = Math.ceil(events / ALL_RULES.length);
  const requests = 1 + ALL_RULES.length * (pagesOf(each, bytes) + 1);
  return { events, rowBytes: bytes, requests, rulesTimesDays: ALL_RULES.length * DAYS };
}

/** Whether a server that speaks the API sends as many pages as computed. */
async function checked() {
  const [{ BatchWriteItemCommand }, { startServer, whyNot }, { openWorld }] = await Promise.all([
    import('@aws-sdk/client-dynamodb'),
    import('../scripts/aws-servers.mjs'),
    import('./stores/aws.mjs'),
  ]);
  const reason = whyNot();
  if (reason !== null) return { skipped: reason };
  const server = await startServer('ministack');
  try {
    const world = await openWorld(server.endpoint, 'bench-votes', { now: () => NOW });
    const count = 2_500;
    const [{ id: ruleId, version: ruleVersion }] = ALL_RULES;
    const items = Array.from({ length: count }, (_, index) => itemOf(index * ALL_RULES.length));
    for (let at = 0; at < count; at += 25) {
      const batch = items.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } }));
      const RequestItems = { [`mirror-dissonance-${world.environment}-fp-events`]: batch };
      await world.bare.dynamodb.send(new BatchWriteItemCommand({ RequestItems }));
    }
    world.take();
    let met = 0;
    for await (const page of world.stores.fp.voteRows(ruleId, ruleVersion)) {
      for (const row of page) met += row.kind === 'judged' ? 1 : row.events;
    }
    const requests = world.take().length;
    world.close();
    return { events: met, requests, computed: pagesOf(count, rowBytes(items[1])) };
  } finally {
    await server.stop();
  }
}

function both(folder) {
  const [free, limited] = [peakOf(folder), peakOf(folder, SMALL_HEAP)];
  return { events: limited.events, free: free.peakMb, limited: limited.peakMb };
}

/** Linux hands the maximum of a parent down to its child in `getrusage`; the high-water mark of /proc starts anew. */
function peakKb() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
}

if (values.once !== undefined) {
  const { rules } = await report(values.once);
  const events = rules.reduce((sum, rule) => sum + rule.events, 0);
  console.log(JSON.stringify({ events, peakMb: round(peakKb() / 1024) }));
} else {
  const scratch = mkdtempSync(join(tmpdir(), 'phase-mirror-calibrate-'));
  const say = (text) => values.json || console.log(text);
  try {
    makeCheckout(scratch);
    await fill(join(scratch, 'store.db'), EVENTS / 10);
    const small = both(scratch);
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(scratch, `store.db${suffix}`), { force: true });
    await fill(join(scratch, 'store.db'), EVENTS);
    const large = both(scratch);
    const memory = round(large.limited / small.limited);
    const timed = await inTurn(scratch);
    const aws = requestsFor(EVENTS);
    const server = values.aws ? await checked() : { skipped: '--no-aws' };
    const result = {
      node: process.version,
      events: large.events,
      rules: ALL_RULES.length,
      ...timed,
      memory,
      small,
      large,
      aws,
      server,
    };
    say(`${large.events} events, ${ALL_RULES.length} rules, Node ${process.version}`);
    say(
      `calibrate report ÷ every row through the driver   ${timed.toRows}x  (at most ${BOUNDS.scan}x)  ${timed.ms.rows} → ${timed.ms.report} ms`,
    );
    say(`calibrate report ÷ a sum within SQLite            ${timed.toSums}x  (no bound)       ${timed.ms.sums} ms`);
    say(
      `peak memory ÷ with a tenth of the events, small heap   ${memory}x  (at most ${BOUNDS.memory}x)  ${small.limited} → ${large.limited} MB`,
    );
    say(
      `peak memory ÷ with a tenth of the events, as it is     ${round(large.free / small.free)}x  (no bound)  ${small.free} → ${large.free} MB`,
    );
    say(
      `DynamoDB: ${aws.requests} requests computed for rows of ${aws.rowBytes} bytes; rules × days is ${aws.rulesTimesDays}`,
    );
    say(`  on MiniStack: ${JSON.stringify(server)}`);
    if (values.json) console.log(JSON.stringify(result, null, 2));
    const wrongCount = large.events !== EVENTS || small.events !== EVENTS / 10;
    const wrongPages = server.requests !== undefined && server.requests !== server.computed;
    const over = timed.toRows > BOUNDS.scan || memory > BOUNDS.memory || aws.requests > aws.rulesTimesDays;
    if (over || wrongCount || wrongPages) process.exitCode = 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

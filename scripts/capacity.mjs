/**
 * The tables of docs/capacity.md, computed: what one run asks of AWS (measured by `npm run bench:stores -- --save`, the
 * newest bench/results/*-stores.json) × what a repository does × prices, and which limit is met first.
 *
 *   npm run capacity                              writes the tables
 *   npm run capacity -- --check                   fails when they are not what the figures say
 *   npm run capacity -- --pulls 20 --pushes 2     prints them for other repositories, writes nothing
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    pulls: { type: 'string' },
    pushes: { type: 'string' },
  },
});
const root = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const newest = readdirSync(root('bench/results'))
  .filter((name) => name.endsWith('-stores.json'))
  .sort()
  .at(-1);
const measured = JSON.parse(readFileSync(root(`bench/results/${newest}`), 'utf8')).runs;

/** What one repository does in a month. Assumptions: change them to what yours do. */
const MONTH = {
  pulls: Number(values.pulls ?? 60),
  /** Of each pull request, each judged. */
  pushes: Number(values.pushes ?? 4),
  /** Share of the judged pushes that a rule blocks. */
  blocked: 0.1,
  /** Of a finding that was recorded, later pushes that show it again. */
  again: 2,
  /** Share of the recorded findings that somebody judges. */
  judged: 0.2,
};
/** Of the month: 22 days of 10 hours, and three times the mean at the worst. */
const BUSY_SECONDS = 22 * 10 * 3600;
const PEAK = 3;
/** A job is billed by the started minute; this long it holds a runner. */
const JOB_MINUTES = 1;
const JOB_SECONDS = 40;
const RULE_SHARE = 0.5;
/** Versions of each secret that are valid at once. */
const SECRETS = 4;

/** US dollars, US East (N. Virginia), without any free tier. Page and date: docs/capacity.md. */
const PRICE = {
  read: 0.125e-6,
  write: 0.625e-6,
  s3Get: 0.4e-6,
  kms: 3e-6,
  /** A GB and month, with point-in-time recovery. */
  gigabyte: 0.25 + 0.2,
  keys: 4,
  minute: 0.006,
};

const run = (name) => measured.runs[name];
const calls = ({ requests }, service) =>
  Object.entries(requests).reduce((sum, [name, count]) => sum + (name.startsWith(service) ? count : 0), 0);

/** Of one repository and month. */
function perRepository() {
  const judgedPushes = MONTH.pulls * MONTH.pushes;
  const evaluations = judgedPushes + MONTH.pulls;
  const recordings = judgedPushes + MONTH.pulls;
  const blocked = judgedPushes * MONTH.blocked;
  const found = blocked;
  const known = found * MONTH.again;
  const verdicts = found * MONTH.judged;
  const [nothing, one] = [run('record, nothing found'), run('record, one finding that blocks')];
  const units = (kind) =>
    (evaluations - blocked) * run('evaluate, nothing blocks')[kind] +
    blocked * run('evaluate, one rule blocks')[kind] +
    recordings * nothing[kind] +
    found * (one[kind] - nothing[kind]) +
    known * run('record, a finding known already')[kind] +
    verdicts * run('verdict on one event')[kind];
  return {
    evaluations,
    recordings,
    found,
    known,
    read: units('read'),
    write: units('write'),
    s3: evaluations * calls(run('evaluate, nothing blocks'), 's3'),
    ssm: recordings * calls(nothing, 'ssm'),
    // One decryption for each secret, one for the object.
    kms: recordings * SECRETS + evaluations,
    // Three months, in the table and two indexes.
    bytes: found * 3 * 3 * measured.eventBytes,
    minutes: (evaluations + recordings) * JOB_MINUTES,
  };
}

const one = perRepository();
const SIZES = [10, 1000, 50_000];
const count = (value) => Math.round(value).toLocaleString('en-US');
const dollars = (value) => (value < 0.005 ? '< 0.01' : value < 100 ? value.toFixed(2) : count(value));

function table(head, rows) {
  return [
    `| ${head.join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n');
}

function unitsTable() {
  const rows = Object.entries(measured.runs).map(([name, { requests, read, write }]) => {
    const sent = Object.entries(requests).map(
      ([call, times]) => `${times} ${call.split(' ')[1].replace('Command', '')}`,
    );
    return [name, sent.join(', '), read, write];
  });
  return table(['One', 'Requests', 'Read units', 'Write units'], rows);
}

function costTable() {
  const cost = (repositories) => {
    const n = repositories;
    const dynamodb = n * (one.read * PRICE.read + one.write * PRICE.write);
    const storage = ((n * one.bytes) / 1e9) * PRICE.gigabyte;
    const requests = n * (one.s3 * PRICE.s3Get + one.kms * PRICE.kms);
    const aws = dynamodb + storage + requests + PRICE.keys;
    return { dynamodb, storage, requests, aws, runner: n * one.minutes * PRICE.minute };
  };
  const costs = SIZES.map(cost);
  const line = (name, of) => [name, ...SIZES.map((n, index) => of(n, costs[index]))];
  return table(
    ['A month', ...SIZES.map((n) => `${count(n)} repositories`)],
    [
      line('runs: gate and recording', (n) => `${count(n * one.evaluations)} + ${count(n * one.recordings)}`),
      line('events recorded, and met again', (n) => `${count(n * one.found)} + ${count(n * one.known)}`),
      line('read units', (n) => count(n * one.read)),
      line('write units', (n) => count(n * one.write)),
      line('DynamoDB requests, $', (_, c) => dollars(c.dynamodb)),
      line('DynamoDB storage with recovery, $', (_, c) => dollars(c.storage)),
      line('S3 and KMS requests, $', (_, c) => dollars(c.requests)),
      line(`${PRICE.keys} keys, $`, () => dollars(PRICE.keys)),
      line('**AWS, $**', (_, c) => `**${dollars(c.aws)}**`),
      line('**runner minutes, $**', (_, c) => `**${dollars(c.runner)}**`),
    ],
  );
}

function limitTable() {
  const peak = (perMonth) => (perMonth / BUSY_SECONDS) * PEAK;
  const { recordings, evaluations } = one;
  const events = one.found + one.known;
  const limits = [
    [
      'Jobs at once, all of the organisation',
      '500 (Enterprise; more on request)',
      500,
      peak(evaluations + recordings) * JOB_SECONDS,
      'Larger or self-hosted runners; ask GitHub for more. Their own CI meets this limit long before the gate does',
    ],
    [
      'SSM parameters per second, account and region',
      '40 (default)',
      40,
      peak(one.ssm),
      'Turn on higher throughput (paid per request); or an account for a part of the organisation',
    ],
    [
      'STS role assumptions per second',
      '600, shared with everything else of the account',
      600,
      peak(evaluations + recordings),
      'An account for a part of the organisation',
    ],
    [
      'One partition of an index: events of one rule',
      '1,000 write units a second',
      1000,
      peak(events) * RULE_SHARE * 2,
      'An account for a part of the organisation; DynamoDB cannot split one key',
    ],
    [
      'One total: a rule and day, in transactions',
      '500 a second by units; they also wait for each other',
      500,
      peak(events) * RULE_SHARE,
      'As above. Recording waits and retries for about 9 s, then fails and is run again',
    ],
    ['Table, on demand', '40,000 write units a second (default)', 40_000, peak(one.write), 'Raise the quota'],
  ];
  const rows = limits.map(([what, limit, value, each, then]) => {
    const reached = Math.floor(value / each);
    return {
      reached,
      row: [what, limit, ...SIZES.map((n) => share((each * n) / value)), count(round2(reached)), then],
    };
  });
  rows.sort((a, b) => a.reached - b.reached);
  return table(
    ['Limit', 'Value', ...SIZES.map((n) => `used by ${count(n)}`), 'Reached at', 'Then'],
    rows.map(({ row }) => row),
  );
}

/** Two digits: the assumptions hold no more. */
function round2(value) {
  const scale = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.floor(value / scale) * scale;
}

function share(value) {
  return value < 0.001 ? '< 0.1 %' : `${value < 0.1 ? (value * 100).toFixed(1) : Math.round(value * 100)} %`;
}

const SECTIONS = { units: unitsTable(), cost: costTable(), limits: limitTable() };
const target = root('docs/capacity.md');
const text = readFileSync(target, 'utf8');
const wanted = Object.entries(SECTIONS).reduce((page, [name, body]) => {
  const [open, close] = [`<!-- generated: ${name} -->`, '<!-- end generated -->'];
  const from = page.indexOf(open);
  const to = page.indexOf(close, from);
  if (from < 0 || to < from) throw new Error(`docs/capacity.md lacks "${open}" or its end`);
  return `${page.slice(0, from)}${open}\n\n${body}\n\n${page.slice(to)}`;
}, text);
if (values.pulls !== undefined || values.pushes !== undefined) console.log(Object.values(SECTIONS).join('\n\n'));
else if (!values.check) writeFileSync(target, wanted);
else if (wanted !== text) {
  console.error('docs/capacity.md is not what the figures say: run `npm run capacity`');
  process.exit(1);
}

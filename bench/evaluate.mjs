/**
 * How long one evaluate takes, as ratios measured in one run (docs/performance.md).
 *
 *   npm run bench                               synthetic repositories
 *   npm run bench -- --small DIR --large DIR    and two real ones
 *
 * Every pair runs interleaved, A B A B …, each as a fresh process; medians are compared. Absolute times are printed
 * and mean nothing on another machine.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    small: { type: 'string' },
    large: { type: 'string' },
    runs: { type: 'string', default: '15' },
    node: { type: 'string', default: process.execPath },
    json: { type: 'boolean', default: false },
  },
});
const RUNS = Number(values.runs);
const PROGRAM = resolve('dist/cli/index.js');
const scratch = mkdtempSync(join(tmpdir(), 'phase-mirror-bench-'));

/** Peak memory of a child, written by itself to a file when it ends. */
const MEMORY = join(scratch, 'memory');
const WATCH = `--import=data:text/javascript,import{writeFileSync}from'node:fs';process.on('exit',()=>writeFileSync('${MEMORY}',String(process.resourceUsage().maxRSS)))`;

function once(args, environment = {}) {
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(values.node, args, {
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    // A report of thousands of findings is larger than what spawnSync keeps.
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ms = Number(process.hrtime.bigint() - started) / 1e6;
  if (status !== 0 && status !== 1) throw new Error(`${args.join(' ')} exited with ${status}: ${stderr}`);
  return ms;
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** Median times of two commands and the median of the ratios B/A, pair by pair. */
function pair(a, b) {
  once(a);
  once(b);
  const times = { a: [], b: [], ratio: [] };
  for (let i = 0; i < RUNS; i += 1) {
    const [ta, tb] = i % 2 === 0 ? [once(a), once(b)] : [once(b), once(a)].reverse();
    times.a.push(ta);
    times.b.push(tb);
    times.ratio.push(tb / ta);
  }
  return { aMs: round(median(times.a)), bMs: round(median(times.b)), ratio: round(median(times.ratio)) };
}

const round = (value) => Math.round(value * 100) / 100;

function git(cwd, ...args) {
  const { status, stderr } = spawnSync(
    'git',
    ['-c', 'user.name=b', '-c', 'user.email=b@example.invalid', '-c', 'commit.gpgSign=false', ...args],
    { cwd, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
}

function workflow(number) {
  const jobs = Array.from(
    { length: 4 },
    (_, j) =>
      `  job-${number}-${j}:\n    runs-on: ubuntu-latest\n    strategy: { matrix: { os: [linux, mac], version: [1, 2, 3] } }\n${j === 0 ? '' : `    needs: job-${number}-${j - 1}\n`}    steps:\n      - uses: actions/checkout@v7\n      - name: build\n        run: |\n          make build\n          make test\n`,
  );
  return `name: w${number}\non:\n  pull_request:\n    branches: [main]\npermissions: {}\njobs:\n${jobs.join('')}`;
}

/** A repository of `count` workflows, half of whose jobs are required, and a second commit that changes one file. */
function synthetic(count) {
  const dir = join(scratch, `w${count}`);
  mkdirSync(join(dir, '.github/workflows'), { recursive: true });
  for (let i = 0; i < count; i += 1) writeFileSync(join(dir, `.github/workflows/w${i}.yml`), workflow(i));
  const contexts = Array.from({ length: Math.ceil(count / 2) }, (_, i) => `          - job-${i}-0 (linux, 1)\n`).join(
    '',
  );
  writeFileSync(
    join(dir, '.github/settings.yml'),
    `branches:\n  - name: main\n    protection:\n      required_status_checks:\n        contexts:\n${contexts}`,
  );
  git(dir, 'init', '-q', '-b', 'main');
  git(dir, 'add', '-A');
  git(dir, 'commit', '-q', '-m', 'one');
  writeFileSync(join(dir, '.github/workflows/w0.yml'), workflow(0).replace('make test', 'make check'));
  git(dir, 'commit', '-q', '-a', '-m', 'two');
  return dir;
}

const evaluate = (dir, ...more) => [PROGRAM, 'evaluate', dir, '--format', 'json', ...more];
const NOTHING = ['-e', '0'];

function memory(args) {
  once([WATCH, ...args]);
  return Math.round(Number(readFileSync(MEMORY, 'utf8')) / 1024);
}

/** Files of the bundle that a run loaded, by V8's own coverage. */
function loaded(args) {
  const folder = join(scratch, 'coverage');
  once(args, { NODE_V8_COVERAGE: folder });
  const files = readdirSync(folder).flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')).result);
  rmSync(folder, { recursive: true });
  return files
    .map(({ url }) => url)
    .filter((url) => url.includes('/dist/'))
    .map((url) => url.slice(url.lastIndexOf('/dist/') + 1))
    .sort();
}

const rows = [];
function row(name, bound, result) {
  rows.push({ name, bound, ...result });
  if (!values.json)
    console.log(
      `${name.padEnd(58)} ${String(result.ratio).padStart(6)}x  (at most ${bound}x)  ${result.aMs} → ${result.bMs} ms`,
    );
}

try {
  const [one, few, many] = [1, 200, 2000].map(synthetic);
  row('evaluate, 1 workflow ÷ node -e 0', 3, pair(NOTHING, evaluate(values.small ?? one)));
  if (values.large !== undefined) {
    row('evaluate, the largest repository ÷ node -e 0', 10, pair(NOTHING, evaluate(values.large)));
    row(
      'the same with --base HEAD ÷ without',
      1.6,
      pair(evaluate(values.large), evaluate(values.large, '--base', 'HEAD')),
    );
  }
  row('evaluate, 200 workflows, with a base ÷ without', 1.6, pair(evaluate(few), evaluate(few, '--base', 'HEAD~1')));
  row('evaluate, 2,000 workflows ÷ 200', 12, pair(evaluate(few), evaluate(many)));
  const peak = {
    smallMb: memory(evaluate(values.small ?? one)),
    manyMb: memory(evaluate(many)),
    ...(values.large === undefined ? {} : { largeMb: memory(evaluate(values.large)) }),
  };
  const files = loaded(evaluate(one));
  const result = {
    node: spawnSync(values.node, ['--version'], { encoding: 'utf8' }).stdout.trim(),
    runs: RUNS,
    rows,
    peak,
    loaded: files,
  };
  if (values.json) console.log(JSON.stringify(result, null, 2));
  else {
    console.log(`peak memory, MB: ${JSON.stringify(peak)}`);
    console.log(`loaded by an offline run: ${files.join(', ')}`);
  }
  if (rows.some(({ ratio, bound }) => ratio > bound)) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

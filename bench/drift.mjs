/**
 * How long a check of drift takes, as ratios measured in one run (docs/performance.md).
 *
 *   npm run bench:drift -- [--runs 15] [--json]
 *
 * Synthetic trees of 100, 10,000 and 100,000 files, 20 of them workflows. Every pair runs interleaved, A B A B …, each as
 * a fresh process; medians are compared, of four times as many rounds for the first. Absolute times are printed and mean nothing on another machine.
 *
 * Measured is what people run, as it was built: `dist/cli/index.js drift check --backend file`, from the first byte that
 * Node reads to the last that it writes. Arguments, configuration, the baseline in a commit, its history and signature
 * are in it.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '15' },
    node: { type: 'string', default: process.execPath },
    json: { type: 'boolean', default: false },
  },
});
const RUNS = Number(values.runs);
/** As `npm run build` left it. */
const CLI = resolve('dist/cli/index.js');
const CHECK = ['drift', 'check', '--backend', 'file', '--repository', '1'];
const scratch = mkdtempSync(join(tmpdir(), 'phase-mirror-drift-'));

function run(command, args, cwd = scratch, expected = 0) {
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  const ms = Number(process.hrtime.bigint() - started) / 1e6;
  if (status !== expected) throw new Error(`${args.join(' ')} exited with ${status}: ${stderr}`);
  return ms;
}

const git = (cwd, ...args) =>
  run('git', ['-c', 'user.name=b', '-c', 'user.email=b@example.invalid', '-c', 'commit.gpgSign=false', ...args], cwd);
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const round = (value) => Math.round(value * 100) / 100;

/** Medians of several commands that run one after the other, round by round. */
function interleaved(commands, rounds = RUNS) {
  for (const command of commands) command();
  const times = commands.map(() => []);
  for (let at = 0; at < rounds; at += 1) {
    const order = commands.map((_, index) => (at % 2 === 0 ? index : commands.length - 1 - index));
    for (const index of order) times[index].push(commands[index]());
  }
  return times.map((list) => median(list));
}

function workflow(number, step) {
  return `on: push\npermissions: {}\njobs:\n  job-${number}:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: ${step}\n`;
}

/** A committed tree of `count` files in folders of 100, and its baseline. */
function synthetic(count) {
  const dir = join(scratch, `t${count}`);
  const workflows = 20;
  mkdirSync(join(dir, '.github/workflows'), { recursive: true });
  for (let at = 0; at < workflows; at += 1) {
    writeFileSync(join(dir, `.github/workflows/w${at}.yml`), workflow(at, 'make'));
  }
  for (let at = workflows; at < count; at += 1) {
    const folder = join(dir, `src/d${Math.floor(at / 100)}`);
    if (at % 100 === 0 || at === workflows) mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `file-${at}.ts`), `export const a${at} = ${at};\n`);
  }
  git(dir, 'init', '-q', '-b', 'main');
  git(dir, 'add', '-A');
  git(dir, 'commit', '-q', '-m', 'one');
  git(dir, 'config', 'user.email', 'b@example.invalid');
  const reason = ['--reason', 'the state of the bench'];
  run(values.node, [CLI, 'drift', 'accept', '--first', '--repository', '1', ...reason, '--backend', 'file'], dir);
  git(dir, 'add', '-A');
  git(dir, 'commit', '-q', '-m', 'accept');
  return { dir, check: (expected) => run(values.node, [CLI, ...CHECK], dir, expected) };
}

const rows = [];
function row(name, bound, ratio, detail) {
  rows.push({ name, bound, ratio: round(ratio), ...detail });
  if (!values.json) {
    console.log(
      `${name.padEnd(66)} ${String(round(ratio)).padStart(6)}x  (at most ${bound}x)  ${JSON.stringify(detail)}`,
    );
  }
}

try {
  // Files that were just written: their way to the disk is not ours. So the large tree comes after the first figure.
  const settled = () => run('sync', []);
  const middle = synthetic(10_000);
  settled();
  const nothing = () => run(values.node, ['-e', '0']);
  const [zero, ten] = interleaved([nothing, () => middle.check(0)], 4 * RUNS);
  row('clean check, 10,000 files ÷ node -e 0', 3, ten / zero, { aMs: round(zero), bMs: round(ten) });

  const [small, large] = [100, 100_000].map((count) => synthetic(count));
  const list = () => run('git', ['ls-files', '-s'], large.dir);
  settled();
  const [least, most, listing] = interleaved([() => small.check(0), () => large.check(0), list]);
  row('clean check, (100,000 files − 100) ÷ git ls-files -s', 1.5, (most - least) / listing, {
    smallMs: round(least),
    largeMs: round(most),
    lsFilesMs: round(listing),
  });

  for (const { dir } of [small, large]) {
    for (let at = 0; at < 8; at += 1)
      writeFileSync(join(dir, `.github/workflows/w${at}.yml`), workflow(at, 'make all'));
    writeFileSync(join(dir, '.github/workflows/untracked.yml'), workflow(99, 'make'));
    rmSync(join(dir, '.github/workflows/w19.yml'));
  }
  const { stdout } = spawnSync(values.node, [CLI, ...CHECK, '--format', 'json'], { cwd: large.dir, encoding: 'utf8' });
  const seen = JSON.parse(stdout).files.length;
  if (seen !== 10) throw new Error(`saw ${seen} files, not 10`);
  const [fewChanged, manyChanged, listed] = interleaved([() => small.check(1), () => large.check(1), list]);
  row('10 changes, (100,000 files − 100) ÷ git ls-files -s', 2, (manyChanged - fewChanged) / listed, {
    smallMs: round(fewChanged),
    largeMs: round(manyChanged),
    lsFilesMs: round(listed),
  });
  row('100,000 files, 10 changes ÷ none', 2, manyChanged / most, {
    cleanMs: round(most),
    changedMs: round(manyChanged),
  });
  // What changes cost has to do with them, and little with the tree that they are in.
  row('what 10 changes cost in 100,000 files ÷ in 100 files', 2, (manyChanged - most) / (fewChanged - least), {
    largeMs: round(manyChanged - most),
    smallMs: round(fewChanged - least),
  });

  if (values.json) console.log(JSON.stringify({ runs: RUNS, rows }, null, 2));
  if (rows.some(({ ratio, bound }) => ratio > bound)) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/**
 * How long one look at the governed state takes, as ratios measured in one run (docs/performance.md).
 *
 *   npm run bench:drift -- [--runs 15] [--json]
 *
 * Synthetic trees of 100, 10,000 and 100,000 files, 20 of them workflows. Every pair runs interleaved, A B A B …, each as
 * a fresh process; medians are compared. Absolute times are printed and mean nothing on another machine.
 *
 * Measured are the library (what the check itself costs) and `dist/cli/index.js drift check --backend file` as it was
 * built, which is what people run: arguments, configuration, baseline in a commit, its history and signature included.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '15' },
    node: { type: 'string', default: process.execPath },
    json: { type: 'boolean', default: false },
  },
});
const RUNS = Number(values.runs);
const BUILD = resolve('build');
/** As `npm run build` left it. */
const CLI = resolve('dist/cli/index.js');
const scratch = mkdtempSync(join(tmpdir(), 'phase-mirror-drift-'));

/** What the check does between reading the baseline and rendering: the program that is measured, bundled as users run it. */
const PROGRAM = `
import { readFileSync, writeFileSync } from 'node:fs';
import { Git } from '${BUILD}/repository/git.js';
import { openGovernedWorkTree } from '${BUILD}/repository/snapshot-governed-worktree.js';
import { lastChanges } from '${BUILD}/repository/git-history.js';
import { emptyConfig } from '${BUILD}/policy/config.js';
import { baselineText, makeBaseline, readBaseline } from '${BUILD}/drift/baseline.js';
import { changedFiles, compareStates } from '${BUILD}/drift/compare.js';
import { observe } from '${BUILD}/drift/observe.js';
import { renderDriftText } from '${BUILD}/drift/render-text.js';
import { patternsOf, scopeOf } from '${BUILD}/drift/scope.js';
const [mode, folder, file, expected] = process.argv.slice(2);
const of = { repositoryId: 1, branch: 'main' };
const git = await Git.open(folder, process.env);
const patterns = patternsOf(emptyConfig());
const known = mode === 'check' ? readBaseline(readFileSync(file, 'utf8'), of) : null;
const scope = scopeOf(known === null ? [patterns] : [patterns, known.header.patterns]);
const tree = await openGovernedWorkTree(git, scope.wanted);
const state = await observe({ tree, scope, patterns, config: null, repository: '', known, branch: 'main' });
if (known === null) {
  const by = { name: 'bench', kind: 'local' };
  const acceptance = { ...of, repository: '', at: 0, by, reason: 'bench', runUrl: '', tool: 'bench' };
  writeFileSync(file, baselineText(makeBaseline(state, acceptance)));
} else {
  const changed = changedFiles(known, state);
  const who = changed.length === 0 ? new Map() : await lastChanges(git, state.head.commit, known.header.commit, changed);
  const drift = compareStates(known, state, who);
  const about = { accepted: known.header, commit: state.head.commit, maxMagnitude: 0.3, tooLarge: false };
  process.stdout.write(renderDriftText(drift, about, { width: 80, color: false }));
  if (drift.files.length !== Number(expected)) throw new Error('saw ' + drift.files.length + ' files, not ' + expected);
}
await git.close();
`;

async function bundle() {
  const source = join(BUILD, 'bench-drift-entry.js');
  writeFileSync(source, PROGRAM);
  try {
    const { default: ncc } = await import('@vercel/ncc');
    const { code, assets } = await ncc(source, { cache: false, esm: true, quiet: true, target: 'es2022' });
    const { minifySync } = await import('@swc/core');
    const minify = (text) =>
      minifySync(text, { module: true, compress: true, mangle: true, format: { comments: false } }).code;
    const out = join(scratch, 'bundle/index.js');
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, minify(code));
    for (const [name, { source: body }] of Object.entries(assets)) {
      writeFileSync(join(dirname(out), name), name.endsWith('.js') ? minify(body.toString()) : body);
    }
    writeFileSync(join(dirname(out), 'package.json'), '{"type":"module"}');
    return out;
  } finally {
    rmSync(source, { force: true });
  }
}

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
function interleaved(commands) {
  for (const command of commands) command();
  const times = commands.map(() => []);
  for (let at = 0; at < RUNS; at += 1) {
    const order = commands.map((_, index) => (at % 2 === 0 ? index : commands.length - 1 - index));
    for (const index of order) times[index].push(commands[index]());
  }
  return times.map((list) => median(list));
}

function workflow(number, step) {
  return `on: push\npermissions: {}\njobs:\n  job-${number}:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: ${step}\n`;
}

/** A committed tree of `count` files in folders of 100, and its baseline. */
function synthetic(program, count) {
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
  const file = join(scratch, `t${count}.json`);
  run(values.node, [program, 'accept', dir, file]);
  const drift = (words, expected) => run(values.node, [CLI, 'drift', ...words, '--backend', 'file'], dir, expected);
  // The baseline is not governed, so the library sees the same tree with it and without.
  git(dir, 'config', 'user.email', 'b@example.invalid');
  drift(['accept', '--first', '--repository', '1', '--reason', 'the state of the bench'], 0);
  git(dir, 'add', '-A');
  git(dir, 'commit', '-q', '-m', 'accept');
  return {
    dir,
    check: (expected) => run(values.node, [program, 'check', dir, file, String(expected)]),
    cli: (expected) => drift(['check', '--repository', '1'], expected),
  };
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
  const program = await bundle();
  const [small, middle, large] = [100, 10_000, 100_000].map((count) => synthetic(program, count));
  const nothing = () => run(values.node, ['-e', '0']);
  const list = () => run('git', ['ls-files', '-s'], large.dir);

  const [zero, ten] = interleaved([nothing, () => middle.check(0)]);
  row('clean check, 10,000 files ÷ node -e 0', 3, ten / zero, { aMs: round(zero), bMs: round(ten) });
  const [least, most, listing] = interleaved([() => small.check(0), () => large.check(0), list]);
  row('clean check, (100,000 files − 100) ÷ git ls-files -s', 1.5, (most - least) / listing, {
    smallMs: round(least),
    largeMs: round(most),
    lsFilesMs: round(listing),
  });

  const [idle, tenCli] = interleaved([nothing, () => middle.cli(0)]);
  row('dist/cli: clean check, 10,000 files ÷ node -e 0', 3, tenCli / idle, { aMs: round(idle), bMs: round(tenCli) });
  const [leastCli, mostCli, listingCli] = interleaved([() => small.cli(0), () => large.cli(0), list]);
  row('dist/cli: clean check, (100,000 files − 100) ÷ git ls-files -s', 1.5, (mostCli - leastCli) / listingCli, {
    smallMs: round(leastCli),
    largeMs: round(mostCli),
    lsFilesMs: round(listingCli),
  });

  for (const { dir } of [small, large]) {
    for (let at = 0; at < 8; at += 1)
      writeFileSync(join(dir, `.github/workflows/w${at}.yml`), workflow(at, 'make all'));
    writeFileSync(join(dir, '.github/workflows/untracked.yml'), workflow(99, 'make'));
    rmSync(join(dir, '.github/workflows/w19.yml'));
  }
  const [fewChanged, manyChanged, listed] = interleaved([() => small.check(10), () => large.check(10), list]);
  row('10 changes, (100,000 files − 100) ÷ git ls-files -s', 2, (manyChanged - fewChanged) / listed, {
    smallMs: round(fewChanged),
    largeMs: round(manyChanged),
    lsFilesMs: round(listed),
  });
  const [fewCli, manyCli, listedCli] = interleaved([() => small.cli(1), () => large.cli(1), list]);
  row('dist/cli: 10 changes, (100,000 files − 100) ÷ git ls-files -s', 2, (manyCli - fewCli) / listedCli, {
    smallMs: round(fewCli),
    largeMs: round(manyCli),
    lsFilesMs: round(listedCli),
  });
  const [before, after] = [most, manyChanged];
  row('100,000 files, 10 changes ÷ none', 2, after / before, { cleanMs: round(before), changedMs: round(after) });

  if (values.json) console.log(JSON.stringify({ runs: RUNS, rows }, null, 2));
  if (rows.some(({ ratio, bound }) => ratio > bound)) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

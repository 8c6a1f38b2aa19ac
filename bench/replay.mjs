/**
 * What a replay costs: time against what it may (5 × `git log --first-parent --raw`, and one cold evaluate for every 20
 * changes), peak memory of the whole history against that of the last 1,000 changes (at most 1.2 ×).
 *
 *   node bench/replay.mjs [--cli FILE] CLONE…     clones may be bare
 *
 * Exits with 1 when a bound does not hold.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const LOGS = 5;
const CHANGES_PER_EVALUATE = 20;
const FEW = 1000;
const MEMORY = 1.2;
const MEASURED_FROM = 5000;

const { values, positionals } = parseArgs({
  options: { cli: { type: 'string', default: join(HERE, '../dist/cli/index.js') } },
  allowPositionals: true,
});
/** Prints the peak of the process when it ends; `maxRSS` is in kilobytes. */
const PEAK =
  'data:text/javascript,process.on("exit",()=>process.stderr.write("\\npeak "+process.resourceUsage().maxRSS))';

let broken = false;
for (const clone of positionals.map((folder) => resolve(folder))) {
  const scratch = mkdtempSync(join(tmpdir(), 'phase-mirror-bench-'));
  try {
    const checkout = join(scratch, 'checkout');
    run('git', ['clone', '--quiet', '--shared', clone, checkout]);
    const log = timed('git', ['-C', clone, 'log', '--first-parent', '--raw', 'HEAD']);
    const cold = timed(process.execPath, [
      values.cli,
      'evaluate',
      checkout,
      '--base',
      'HEAD~1',
      '--output',
      '/dev/null',
    ]);
    const few = replay(clone, ['--last', String(FEW)]);
    const all = replay(clone, []);
    const budget = LOGS * log + (all.changes / CHANGES_PER_EVALUATE) * cold;
    const growth = all.peak / few.peak;
    report(clone, { log, cold, few, all, budget, growth });
    if (all.ms > budget || (all.changes >= MEASURED_FROM && growth > MEMORY)) broken = true;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
process.exitCode = broken ? 1 : 0;

function report(clone, { log, cold, few, all, budget, growth }) {
  console.log(`${clone}: ${all.changes} changes, ${all.rate} per second`);
  console.log(
    `  time    ${seconds(all.ms)} of ${seconds(budget)} (git log ${seconds(log)}, cold evaluate ${seconds(cold)})`,
  );
  console.log(`  memory  ${all.peak} MB, ${few.peak} MB for the last ${few.changes}: ${growth.toFixed(2)} ×`);
}

function replay(clone, more) {
  const args = ['--import', PEAK, values.cli, 'replay', clone, '--format', 'json', ...more];
  const { stdout, stderr } = run(process.execPath, args);
  const { counts, run: took } = JSON.parse(stdout);
  const peak = Math.round(Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024);
  return { changes: counts.changes, rate: took.changesPerSecond, ms: took.durationMs, peak };
}

/** Median of three, in milliseconds. */
function timed(program, args) {
  const times = [1, 2, 3].map(() => {
    const start = performance.now();
    run(program, args, [0, 1]);
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[1];
}

function run(program, args, okStatuses = [0]) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1024 * 1024 * 1024 });
  if (!okStatuses.includes(status)) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return { stdout, stderr };
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

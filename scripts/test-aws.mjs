/**
 * Runs the suites that need servers: starts moto and MiniStack, runs jest with jest.aws.config.js, stops both, whatever
 * happened, and prints the counts per server.
 *
 * Usage: npm run test:aws [-- ARGUMENTS OF JEST]
 *        node scripts/test-aws.mjs --can-run     makes .venv; prints why the suites cannot run here, and exits 1
 * A lane that cannot run is printed as skipped, with the reason; with CI=true that is a failure.
 */
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, whyNot } from './aws-servers.mjs';

process.chdir(join(import.meta.dirname, '..'));
const asked = process.argv.slice(2);

const reason = whyNot();
if (asked.includes('--can-run')) {
  if (reason !== null) console.log(reason);
  process.exit(reason === null ? 0 : 1);
}
if (reason !== null) {
  const inCI = process.env.CI === 'true';
  console.log(`test:aws: skipped, ${reason}${inCI ? ' (CI=true forbids to skip)' : ''}`);
  process.exit(inCI ? 1 : 0);
}

// The writers of the fault test are processes of their own, and run what tsc emits.
const compiled = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});
if (compiled.status !== 0) process.exit(1);

const folder = mkdtempSync(join(tmpdir(), 'phase-mirror-test-aws-'));
const servers = [];
let jest;
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted = true;
    jest?.kill('SIGTERM');
  });
}

let status = 1;
try {
  const starting = await Promise.allSettled(['moto', 'ministack'].map(startServer));
  for (const outcome of starting) if (outcome.status === 'fulfilled') servers.push(outcome.value);
  for (const outcome of starting) if (outcome.status === 'rejected') throw outcome.reason;
  if (!interrupted) status = await run(reportPath());
} catch (error) {
  console.error(`test:aws: ${error.message}`);
} finally {
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
}
process.exit(interrupted ? 130 : status);

/** Where the caller wants jest's report, if at all. */
function reportPath() {
  const at = asked.indexOf('--outputFile');
  return at === -1 ? undefined : asked[at + 1];
}

async function run(wanted) {
  const report = join(folder, 'report.json');
  const rest = asked.filter(
    (argument, index) => argument !== '--json' && argument !== '--outputFile' && asked[index - 1] !== '--outputFile',
  );
  const code = await new Promise((resolve) => {
    jest = spawn(
      process.execPath,
      [
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        'node_modules/jest/bin/jest.js',
        ...['--config', 'jest.aws.config.js', '--json', '--outputFile', report],
        ...rest,
      ],
      {
        stdio: ['ignore', 'inherit', 'inherit'],
        env: {
          ...environmentWithoutAws(),
          ...Object.fromEntries(servers.map(({ name, endpoint }) => [`TEST_${name.toUpperCase()}`, endpoint])),
          // Half an hour off and with summer time: whatever reads the local clock shows here.
          TZ: 'America/St_Johns',
        },
      },
    );
    jest.once('exit', (exit) => resolve(exit ?? 1));
  });
  const counted = count(report);
  if (wanted !== undefined) copyFileSync(report, wanted);
  return counted && code === 0 ? 0 : 1;
}

/** Neither the caller's credentials nor the caller's proxy has any business here. */
function environmentWithoutAws() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:AWS_|(?:https?|all|no)_proxy$)/i.test(name)),
  );
}

/** Prints passed, failed, skipped and recorded deviations per server. A skipped test is a failure. */
function count(report) {
  const { testResults, numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, 'utf8'));
  const rows = new Map();
  for (const { assertionResults } of testResults) {
    for (const { ancestorTitles, title, status: outcome } of assertionResults) {
      const row = ancestorTitles[0]?.match(/ on (sqlite|moto|ministack)$/)?.[1] ?? 'other suites';
      const sums = rows.get(row) ?? { passed: 0, failed: 0, skipped: 0, deviations: 0 };
      if (outcome === 'passed' || outcome === 'failed') sums[outcome] += 1;
      else sums.skipped += 1;
      if (outcome === 'passed' && title.includes('[deviation')) sums.deviations += 1;
      rows.set(row, sums);
    }
  }
  console.log('');
  for (const [row, { passed, failed, skipped, deviations }] of [...rows].sort()) {
    const recorded = deviations === 0 ? '' : `; ${deviations} of the passed assert a recorded deviation`;
    console.log(`${row.padEnd(15)} ${passed} passed, ${failed} failed, ${skipped} skipped${recorded}`);
  }
  return numPendingTests + numTodoTests === 0;
}

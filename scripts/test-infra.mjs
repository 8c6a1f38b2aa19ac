/**
 * Checks infra/terraform without an account: format, validation, `terraform test`, the plans of staging and production and
 * what they have to say (__tests__/infra/plan-checks.mjs), checkov, and deliberate mistakes that a named one of these has to
 * find (__tests__/infra/mutations). Terraform's provider is a stub that has the schema of the real one: docs/testing.md.
 *
 * Usage: npm run test:infra [-- --only TEXT] [--json --outputFile FILE]
 *          --only        the checks and mistakes whose name holds TEXT
 *          --outputFile  counts, in jest's words
 *        node scripts/test-infra.mjs --can-run     makes .venv-infra; prints why the checks cannot run here, and exits 1
 * Where it cannot run it is skipped, with the reason; with CI=true that is a failure.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

process.chdir(join(import.meta.dirname, '..'));
const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    json: { type: 'boolean' },
    outputFile: { type: 'string' },
    'can-run': { type: 'boolean' },
  },
});

/** Commands at once: a machine of CI has two cores. */
const WORKERS = 2;

function whyNot() {
  try {
    const why = { stdio: ['ignore', 2, 'pipe'], encoding: 'utf8' };
    execFileSync('scripts/venv.sh', ['requirements-infra.txt', '.venv-infra'], why);
    return null;
  } catch (error) {
    const said = String(error.stderr || error.message).trim();
    return `no virtual environment with the tools of requirements-infra.txt: ${said.split('\n').at(-1)}`;
  }
}

const counts = { passed: 0, failed: 0, skipped: 0 };

function finish() {
  if (options.outputFile !== undefined) {
    const { passed, failed, skipped } = counts;
    const report = { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped, numTodoTests: 0 };
    writeFileSync(options.outputFile, `${JSON.stringify(report)}\n`);
  }
  console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  process.exit(counts.failed === 0 ? 0 : 1);
}

const reason = whyNot();
if (options['can-run']) {
  if (reason !== null) console.log(reason);
  process.exit(reason === null ? 0 : 1);
}
if (reason !== null) {
  const inCI = process.env.CI === 'true';
  console.log(`test:infra: skipped, ${reason}${inCI ? ' (CI=true forbids to skip)' : ''}`);
  counts[inCI ? 'failed' : 'skipped'] = 1;
  finish();
}

const { DERIVED_FROM } = await import('../__tests__/infra/provider/stub.mjs');
const { CHECKS } = await import('../__tests__/infra/plan-checks.mjs');
const { ENVIRONMENTS, mutate, run, VENV, Workshop } = await import('../__tests__/infra/terraform.mjs');

const MUTATIONS = JSON.parse(readFileSync('__tests__/infra/mutations/mutations.json', 'utf8'));
const wanted = (name) => name.includes(options.only);

/** One test: its name, how it went, and why not. */
async function test(name, body) {
  if (!wanted(name)) return;
  const start = Date.now();
  try {
    await body();
    counts.passed += 1;
    console.log(`passed  ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  } catch (error) {
    counts.failed += 1;
    console.log(`FAILED  ${name}\n${String(error.message).replaceAll(/^/gm, '        ')}`);
  }
}

/** @throws Error with what the command said */
function ended({ status, output }) {
  if (status !== 0) throw new Error(output);
}

const workshop = await Workshop.open();
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted = true;
  });
}

/** By name, what finds a mistake in a folder: rejects where it finds one. Those of plans are CHECKS. */
function finderOf(name) {
  if (name === 'fmt')
    return async (folder) => ended(await workshop.terraform(folder, ['fmt', '-check', '-diff', '-recursive']));
  if (name === 'validate') return async (folder) => ended(await workshop.terraform(folder, ['validate']));
  const [, environment] = /^plan: (\w+)$/.exec(name) ?? [];
  if (environment !== undefined) return (folder) => workshop.plan(folder, environment);
  const [, own, file] = /^terraform test: (bootstrap\/)?(\S+)$/.exec(name) ?? [];
  if (own !== undefined) return (folder) => tested(join(folder, own), file);
  if (file !== undefined) return (folder) => tested(folder, file, 'staging');
  const [, id] = /^checkov: (\w+)$/.exec(name) ?? [];
  if (id !== undefined) return async (folder) => ended(await checkov(folder, ['--check', id]));
  if (!Object.hasOwn(CHECKS, name)) throw new Error(`There is no check "${name}"`);
  return async (folder) => {
    // Production has more in it; staging is only made where production shows nothing.
    for (const of of [...ENVIRONMENTS].reverse()) CHECKS[name](await workshop.plan(folder, of, { predict: true }));
  };
}

async function tested(folder, file, environment) {
  const args = [
    'test',
    `-filter=${file}`,
    ...(environment === undefined ? [] : [`-var-file=environments/${environment}.tfvars`]),
  ];
  const result = await workshop.terraform(folder, args, { predict: true });
  ended(result);
  // A filter that matches no file is no error to Terraform.
  if (!/^Success! [1-9][0-9]* passed, 0 failed/m.test(result.output))
    throw new Error(`Nothing was tested:\n${result.output}`);
}

async function plansOf(folder) {
  const plans = [];
  for (const environment of ENVIRONMENTS) plans.push(await workshop.plan(folder, environment, { predict: true }));
  return plans;
}

function checkov(folder, more = []) {
  const args = ['-d', folder, '--framework', 'terraform', '--compact', '--skip-download', ...more];
  return run([join(VENV, 'bin', 'checkov'), ...args], {
    env: { ...process.env, CKV_IGNORE_HIDDEN_DIRECTORIES: 'true' },
  });
}

/** Each exception has a reason, and excuses something. */
async function checkovIsClean(folder) {
  const { status, stdout, output } = await checkov(folder, ['--output', 'json']);
  const start = stdout.indexOf('{');
  if (start < 0) throw new Error(output);
  const { results, summary } = JSON.parse(stdout.slice(start));
  const of = ({ check_id, check_name, resource, file_path }) => `${check_id} ${resource} (${file_path}): ${check_name}`;
  if (status !== 0 || summary.parsing_errors > 0) throw new Error(results.failed_checks.map(of).join('\n') || output);
  const used = new Set(results.skipped_checks.map(({ check_id, file_path }) => `${check_id} ${file_path}`));
  const idle = [];
  for (const file of ['modules/audit', 'modules/baselines', 'modules/kms', 'modules/monitoring', 'bootstrap']) {
    for (const [, id, why] of readFileSync(join(folder, file, 'main.tf'), 'utf8').matchAll(
      /#checkov:skip=(\w+):?(.*)/g,
    )) {
      if (why.trim().length < 20 || !used.has(`${id} /${file}/main.tf`)) idle.push(`${file}/main.tf: ${id}`);
    }
  }
  if (idle.length > 0) throw new Error(`Exceptions without a reason, or that excuse nothing:\n${idle.join('\n')}`);
  return `${summary.passed} checks passed, ${summary.skipped} excused`;
}

/** Runs the jobs, WORKERS at a time, in their order. */
async function inTurns(jobs) {
  const queue = [...jobs];
  const worker = async () => {
    for (let job = queue.shift(); job !== undefined && !interrupted; job = queue.shift()) await job();
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
}

try {
  console.log(`The provider is a stub. Its schema is derived from ${DERIVED_FROM}; it is not the real provider.`);
  const clean = workshop.copy();
  const bootstrap = join(clean, 'bootstrap');
  for (const folder of [clean, bootstrap]) ended(await workshop.terraform(folder, ['init', '-input=false']));
  console.log((await workshop.terraform(clean, ['version'])).stdout.split('\n')[0]);

  await test('fmt', () => finderOf('fmt')(clean));
  await test('validate', () => finderOf('validate')(clean));
  await test('validate: bootstrap', () => finderOf('validate')(bootstrap));
  for (const environment of ENVIRONMENTS) {
    await test(`plan: ${environment}`, async () => {
      const plan = await workshop.plan(clean, environment);
      const rows = Object.entries(plan.counts()).sort();
      console.log(`\n${environment}: ${plan.resources.length} resources`);
      for (const [type, count] of rows) console.log(`${String(count).padStart(4)}  ${type}`);
    });
  }
  for (const environment of ENVIRONMENTS) {
    const file = 'tests/environment.tftest.hcl';
    await test(`terraform test: ${file}, ${environment}`, () => tested(clean, file, environment));
  }
  for (const file of ['tests/inputs.tftest.hcl', 'tests/roles.tftest.hcl']) {
    await test(`terraform test: ${file}`, () => finderOf(`terraform test: ${file}`)(clean));
  }
  await test('terraform test: bootstrap/tests/bootstrap.tftest.hcl', () =>
    tested(bootstrap, 'tests/bootstrap.tftest.hcl'));

  const plans = await plansOf(clean);
  for (const [name, check] of Object.entries(CHECKS)) {
    await test(name, () => {
      for (const plan of plans) check(plan);
    });
  }
  await test('checkov', async () => console.log(`        ${await checkovIsClean(clean)}`));

  await test('mistakes: at least 25, each different', () => {
    const texts = MUTATIONS.map(({ file, find, replace }) => JSON.stringify([file, find, replace]));
    if (new Set(texts).size !== MUTATIONS.length || MUTATIONS.length < 25) throw new Error(`${MUTATIONS.length}`);
    // Those checks compare with the templates of the repository. In a copy they see any change of one; in the repository
    // itself, where both sides are the same file, they would not.
    const idle = MUTATIONS.filter(
      ({ file, caughtBy }) => file.includes('/policies/') && caughtBy.includes('tests judge'),
    );
    if (idle.length > 0)
      throw new Error(`Found by comparing a template with itself: ${idle.map((one) => one.mistake)}`);
  });
  await test('mistakes: every check has one', () => {
    const tests = ['environment', 'inputs', 'roles'].map((one) => `terraform test: tests/${one}.tftest.hcl`);
    const all = ['fmt', 'validate', ...tests, 'terraform test: bootstrap/tests/bootstrap.tftest.hcl'];
    const found = new Set(MUTATIONS.map(({ caughtBy }) => caughtBy));
    const unproven = [...all, ...Object.keys(CHECKS)].filter((name) => !found.has(name));
    if (unproven.length > 0) throw new Error(`No mistake proves:\n${unproven.join('\n')}`);
  });
  await inTurns(
    MUTATIONS.map(
      (mutation) => () =>
        test(`mistake: ${mutation.mistake} → ${mutation.caughtBy}`, async () => {
          const finder = finderOf(mutation.caughtBy);
          const folder = workshop.copy(clean);
          mutate(folder, mutation);
          const found = await finder(folder).then(
            () => null,
            (error) => error,
          );
          if (found === null) throw new Error(`${mutation.caughtBy} does not find it`);
          // A check of a plan has to see the plan: one that cannot be made would prove nothing about the check.
          if (Object.hasOwn(CHECKS, mutation.caughtBy) && found.code !== 'ERR_ASSERTION') throw found;
        }),
    ),
  );
} catch (error) {
  counts.failed += 1;
  console.log(`test:infra: ${error.message}`);
} finally {
  await workshop.close();
}
if (interrupted) process.exit(130);
finish();

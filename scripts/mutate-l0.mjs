/**
 * Mutation tests of src/l0: every mutant of Stryker has to fail a test. `npm run mutate:l0`, some minutes.
 *
 * Runs in a copy below the temporary folder, with Stryker installed there: it brings 180 packages, which nothing else
 * needs. Only the example tests run against the mutants. The random ones would find most of them as well, but a mutant
 * should be told by a sentence, not by a number.
 *
 * Exits 1 when a mutant survives that EQUIVALENT does not list, or could not be judged.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STRYKER = ['@stryker-mutator/core@10.0.0', '@stryker-mutator/jest-runner@10.0.0'];
const TESTS = ['check.test.ts', 'describe.test.ts', 'reference.ts', 'states.ts'];

/** Mutants that change nothing anybody can see; docs/adr/0007-l0-design.md says why of each. */
const EQUIVALENT = [
  // The short cut for whole numbers away: the arithmetic that it saves gives the same answer.
  ['Number.isSafeInteger(product) && Number.isInteger(fpBefore) && Number.isInteger(fpAfter)', 'false'],
  // The whole text is quoted and then cut, in place of its start: the same words, later.
  ['value.slice(0, MAX_TEXT)', 'value'],
];

const CONFIG = {
  mutate: ['src/l0/*.ts'],
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  testRunnerNodeArgs: ['--experimental-vm-modules'],
  // TypeScript 7 has no compiler API for Stryker to read a project with; swc compiles the mutants.
  tsconfigFile: 'none.json',
  coverageAnalysis: 'perTest',
  reporters: ['progress-append-only', 'json'],
  jest: { projectType: 'custom', configFile: 'jest.config.js', enableFindRelatedTests: false },
  allowConsoleColors: false,
  // A busy machine is no endless loop.
  timeoutMS: 30_000,
};

const work = mkdtempSync(join(tmpdir(), 'phase-mirror-mutate-'));
try {
  for (const name of ['package.json', 'package-lock.json', 'jest.config.js', 'src/l0']) {
    cpSync(join(ROOT, name), join(work, name), { recursive: true });
  }
  for (const name of TESTS) cpSync(join(ROOT, '__tests__/l0', name), join(work, '__tests__/l0', name));
  writeFileSync(join(work, 'stryker.config.json'), JSON.stringify(CONFIG));
  run('npm', ['ci', '--no-audit', '--no-fund', '--silent']);
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--silent', ...STRYKER]);
  run('node_modules/.bin/stryker', ['run']);
  const { files } = JSON.parse(readFileSync(join(work, 'reports/mutation/mutation.json'), 'utf8'));
  process.exitCode = report(files);
} finally {
  rmSync(work, { recursive: true, force: true });
}

function run(command, args) {
  const { status } = spawnSync(command, args, { cwd: work, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with status ${status}`);
}

function report(files) {
  const mutants = Object.entries(files).flatMap(([path, { source, mutants }]) =>
    mutants.map((mutant) => ({ ...mutant, path, original: textAt(source, mutant.location) })),
  );
  const alive = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  const unknown = alive.filter(
    ({ original, replacement }) => !EQUIVALENT.some(([from, to]) => from === original && to === replacement),
  );
  for (const { path, location, original, replacement } of unknown) {
    console.log(`survived: ${path}:${location.start.line}: ${original} → ${replacement}`);
  }
  const unjudged = mutants.filter(({ status }) => !['Killed', 'Timeout', 'Survived', 'NoCoverage'].includes(status));
  for (const { path, location, status, statusReason = '' } of unjudged) {
    console.log(`not judged (${status}): ${path}:${location.start.line}: ${statusReason.slice(0, 200)}`);
  }
  console.log(`mutants: ${mutants.length}, equivalent: ${alive.length - unknown.length}, survived: ${unknown.length}`);
  return unknown.length + unjudged.length > 0 ? 1 : 0;
}

/** The mutated piece of source, on one line. */
function textAt(source, { start, end }) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  return lines.join('\n').replace(/\s+/g, ' ');
}

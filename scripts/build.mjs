/**
 * Builds what users run: src/ → build/ (tsc) → dist/<bundle>/ (ncc).
 *
 * dist/ is committed, because an action is run from a checkout without an install step, so the same source must give
 * the same bytes everywhere: under Node 20 and 24, in any folder, on any machine. What that needs is in here:
 * a clean build/ (a file left over from a deleted source would be bundled again), no webpack cache, no source maps
 * (they hold paths), and the repository root as working directory (module ids are hashed from paths relative to it).
 *
 * ncc gets JavaScript because its own loader does not work with TypeScript 7 (docs/adr/0004-tool-chain.md).
 *
 * Usage: node scripts/build.mjs [--out DIR]     DIR replaces dist/ (check-dist builds beside it)
 */
import { spawnSync } from 'node:child_process';
import { access, chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundle } from './bundle.mjs';
import { licensesOf } from './licenses.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** By path: TypeScript 7 does not export it. */
const TSC = 'node_modules/typescript/bin/tsc';
const EXECUTABLE = 0o755;
const PLAIN = 0o644;

/** One bundle per entry point. Each is self-contained: an action's folder is all that a runner loads. */
const BUNDLES = [
  { name: 'evaluate', entry: 'build/actions/evaluate.js' },
  { name: 'drift-check', entry: 'build/actions/drift-check.js' },
  { name: 'calibrate', entry: 'build/actions/calibrate.js' },
  { name: 'cli', entry: 'build/cli/index.js', shebang: '#!/usr/bin/env node\n' },
];

const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist' } } });
process.chdir(ROOT);
await build(resolve(values.out));

/** @param {string} out absolute folder; every bundle in it is replaced, nothing else is touched */
async function build(out) {
  await rm('build', { recursive: true, force: true });
  compile();
  for (const bundle of BUNDLES) {
    const files = await bundleFiles(bundle);
    await replaceFolder(join(out, bundle.name), files);
    console.log(`${bundle.name}: ${files.map(({ name, body }) => `${name} ${kilobytes(body)}`).join(', ')}`);
  }
}

function compile() {
  const { status } = spawnSync(process.execPath, [TSC, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
  if (status !== 0) fail('tsc failed; its errors are above. Fix them and build again.');
}

/** @returns {Promise<{ name: string, body: Buffer, mode: number }[]>} sorted by name */
async function bundleFiles({ entry, shebang = '' }) {
  await access(entry).catch(() =>
    fail(`${entry} was not emitted. Is its source under src/ and included by tsconfig.build.json?`),
  );
  const { scripts, others, modules } = await bundle(resolve(entry));
  return [
    // Node decides by the nearest package.json whether index.js is a module; without one it would depend on where
    // the folder was copied to.
    { name: 'package.json', body: Buffer.from('{\n  "type": "module"\n}\n'), mode: PLAIN },
    { name: 'licenses.txt', body: Buffer.from(await licensesOf(modules)), mode: PLAIN },
    ...[...scripts].map(([name, text]) => ({
      name,
      body: Buffer.from((name === 'index.js' ? shebang : '') + text),
      mode: name === 'index.js' && shebang !== '' ? EXECUTABLE : PLAIN,
    })),
    ...[...others].map(([name, source]) => ({ name, body: Buffer.from(source), mode: PLAIN })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Writes beside the target and renames, so a folder is never half old and half new. */
async function replaceFolder(target, files) {
  const fresh = `${target}.new`;
  await rm(fresh, { recursive: true, force: true });
  for (const { name, body, mode } of files) {
    const path = join(fresh, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, body);
    await chmod(path, mode);
  }
  await rm(target, { recursive: true, force: true });
  await rename(fresh, target);
}

/** @param {string} message */
function fail(message) {
  console.error(`build: ${message}`);
  process.exit(1);
}

function kilobytes(body) {
  return `${Math.ceil(body.length / 1024)} KB`;
}

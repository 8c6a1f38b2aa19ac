/**
 * Proves that dist/ is what the source builds to: builds into a temporary folder and compares the set of files, their
 * bytes and their executable bit with dist/ in this checkout. A bundle that grew a chunk, lost one or kept a stale one
 * differs as much as one with other bytes. Prints every difference; exit 1 when there is one.
 *
 * Usage: node scripts/check-dist.mjs
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareFolders } from './compare-folders.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const fresh = await mkdtemp(join(tmpdir(), 'phase-mirror-dist-'));
try {
  process.exitCode = await check();
} finally {
  await rm(fresh, { recursive: true, force: true });
}

/** @returns {Promise<number>} exit status */
async function check() {
  const build = spawnSync(process.execPath, [join(ROOT, 'scripts/build.mjs'), '--out', fresh], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (build.status !== 0) {
    console.error('check-dist: the build failed, so nothing was compared. Run `npm run build` to see why.');
    return 1;
  }
  const differences = await compareFolders(join(ROOT, 'dist'), fresh);
  if (differences.length === 0) {
    console.log('check-dist: dist/ equals a fresh build.');
    return 0;
  }
  console.error(`check-dist: dist/ differs from a fresh build in ${differences.length} file(s):`);
  for (const line of differences) console.error(`  ${line}`);
  console.error('Run `npm run build` and commit dist/ with the change that caused it.');
  return 1;
}

/** Entry of dist/drift-check: the real environment, clock, runner and oracle for {@link runDriftCheck}. */
import { loadDrift } from '../oracle.js';
import { runDriftCheck } from './drift-run.js';
import { createRunner } from './runner.js';

process.exitCode = await runDriftCheck({
  environment: process.env,
  clock: Date.now,
  runner: createRunner(process.env),
  check: async (request) => (await loadDrift()).driftCheck(request),
  accept: async (request) => (await loadDrift()).driftAccept(request),
  openCache: async () => (await import('./toolkit-cache.js')).toolkitCache,
});

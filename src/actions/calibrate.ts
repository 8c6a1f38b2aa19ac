/** Entry of dist/calibrate: the real environment, clock, runner and oracle for {@link runCalibrate}. */
import { loadCalibration } from '../oracle.js';
import { runCalibrate } from './calibrate-run.js';
import { createRunner } from './runner.js';

process.exitCode = await runCalibrate({
  environment: process.env,
  clock: Date.now,
  runner: createRunner(process.env),
  ingest: async (request) => (await loadCalibration()).ingest(request),
  calibrate: async (request) => (await loadCalibration()).calibrate(request),
  openCache: async () => (await import('./toolkit-cache.js')).toolkitCache,
});

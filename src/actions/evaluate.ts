/** Entry of dist/evaluate: the real environment, clock, runner and oracle for {@link runEvaluate}. */
import { evaluate, recordRun } from '../oracle.js';
import { runEvaluate } from './run.js';
import { createRunner } from './runner.js';

process.exitCode = await runEvaluate({
  environment: process.env,
  clock: Date.now,
  runner: createRunner(process.env),
  evaluate,
  record: recordRun,
  openCache: async () => (await import('./toolkit-cache.js')).toolkitCache,
});

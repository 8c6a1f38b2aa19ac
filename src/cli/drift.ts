/** `phase-mirror drift check|accept|show`. A check asks git first, and loads what it needs while git answers. */
import { resolve } from 'node:path';
import { openAhead } from '../oracle.js';
import type { DriftCommand } from './args-drift.js';
import type { Io } from './io.js';

/** @returns 0; `check`: 1 when something moved; `show`: 2 when what is there is not to be used */
export async function runDrift(command: DriftCommand, io: Io): Promise<number> {
  const { action, path, config } = command;
  const named = config !== undefined;
  const clone = action === 'check' ? await openAhead(resolve(io.cwd, path), io.environment, named) : null;
  try {
    return await (await import(/* webpackChunkName: "drift" */ './drift-run.js')).runOpened(command, clone, io);
  } finally {
    await clone?.close();
  }
}

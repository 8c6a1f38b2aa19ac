/** Runs commands as `index.ts` does, without a process. */
import type { Io } from '../../src/cli/io.js';
import { main } from '../../src/cli/main.js';
import { TEST_ENVIRONMENT } from './git-repo.js';

export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Situation {
  readonly cwd: string;
  /** Milliseconds since 1970-01-01 UTC; it stands still. */
  readonly now: number;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function runCli({ cwd, now, environment = {} }: Situation, ...args: string[]): Promise<Outcome> {
  let [stdout, stderr] = ['', ''];
  const io: Io = {
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    environment: { ...TEST_ENVIRONMENT, ...environment },
    cwd,
    clock: () => now,
    columns: undefined,
    stderrIsTerminal: false,
  };
  return { status: await main(args, io), stdout, stderr };
}

#!/usr/bin/env node
/** The program `phase-mirror`: binds the commands to this process. */
import { EXIT_CODES } from '../errors.js';
import { main } from './main.js';

// `phase-mirror … | head` closes the pipe early; that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  process.stderr.write(
    `phase-mirror: the result cannot be written (${error.code ?? 'unknown error'}). Make room, or write it somewhere else.\n`,
  );
  process.exit(EXIT_CODES.failed);
});

let saidOnStderr = false;
process.exitCode = await main(process.argv.slice(2), {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => {
    // Where nothing can be said, the exit status still can.
    if (!saidOnStderr) process.stderr.on('error', () => undefined);
    saidOnStderr = true;
    process.stderr.write(text);
  },
  environment: process.env,
  cwd: process.cwd(),
  clock: () => Date.now(),
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
  // Making the stream takes time, and few ask.
  get stderrIsTerminal() {
    return process.stderr.isTTY === true;
  },
  onInterrupt: (stop) => {
    const signals = ['SIGINT', 'SIGTERM'] as const;
    for (const signal of signals) process.once(signal, stop);
    return () => {
      for (const signal of signals) process.removeListener(signal, stop);
    };
  },
});

// All is done, and everything is closed. What is left is to take the heap apart, and the system does that faster; but
// only after the last word has been written (nodejs.org/api/process.html, "A note on process I/O"). Where it could not
// be, the event `error` says so.
process.stdout.write('', (failed) => {
  if (failed) return;
  if (saidOnStderr) process.stderr.write('', () => process.exit());
  else process.exit();
});

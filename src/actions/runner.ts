/**
 * The surface the runner gives an action: log, annotations, outputs, summary. The only file that talks to
 * `@actions/core`, so that everything else can be run without a runner.
 */
import { randomUUID } from 'node:crypto';
import { debug, error, setOutput, setSecret, summary } from '@actions/core';
import type { ErrorPosition } from '../errors.js';
import { inlineText, terminalText } from '../report/escape.js';
import type { Environment } from './context.js';

export interface Runner {
  /** Hides a value in everything the job prints from now on. */
  mask(secret: string): void;
  output(name: string, value: string): void;
  /** Lines for people. Whatever stands in them is never obeyed as a command. */
  lines(text: string): void;
  /** Workflow commands that are already escaped, one a line. */
  commands(commands: string): void;
  /** One error annotation. */
  error(message: string, position?: ErrorPosition): void;
  /** Shown with ACTIONS_STEP_DEBUG only. */
  debug(message: string): void;
  /** Adds markdown to the job summary. A summary that cannot be written is said, and changes nothing else. */
  summary(markdown: string): Promise<void>;
}

/** The runner of this process. */
export function createRunner(environment: Environment): Runner {
  const print = (text: string): void => void process.stdout.write(text);
  const lines = (text: string): void => {
    if (text === '') return;
    // Repository text is in these lines. They are escaped, and on top of that the runner is told not to listen:
    // docs.github.com/actions/reference/workflow-commands-for-github-actions#stopping-and-starting-workflow-commands
    const token = randomUUID();
    print(`::stop-commands::${token}\n${text.replace(/\n$/, '')}\n::${token}::\n`);
  };
  return {
    mask: setSecret,
    output: (name, value) => setOutput(name, value),
    lines,
    commands: (commands) => {
      if (commands !== '') print(commands.endsWith('\n') ? commands : `${commands}\n`);
    },
    error: (message, position) =>
      error(message, {
        title: 'Phase Mirror',
        ...(position === undefined ? {} : { file: inlineText(position.path) }),
        ...(position?.line === undefined ? {} : { startLine: position.line }),
      }),
    debug,
    summary: async (markdown) => {
      if (!environment['GITHUB_STEP_SUMMARY']) return debug('GITHUB_STEP_SUMMARY is not set: no job summary');
      try {
        await summary.addRaw(markdown, true).write();
      } catch (cause) {
        lines(
          `The job summary could not be written: ${terminalText(cause instanceof Error ? cause.message : String(cause))}`,
        );
      }
    },
  };
}

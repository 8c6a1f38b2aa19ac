/** What a person sees when the tool itself could not do its work: one annotation, the job summary, an exit status. */
import { EXIT_CODES, PhaseMirrorError } from '../errors.js';
import { clip, linesOf, markdownProse, terminalText } from '../report/escape.js';
import type { FailOn } from './inputs.js';
import type { Runner } from './runner.js';

export interface FailureSurface {
  readonly runner: Runner;
  readonly token: string | undefined;
  readonly failOn: FailOn;
}

/** GitHub cuts the text of an annotation after 4,096 characters. */
const ANNOTATION_LIMIT = 4000;

/**
 * Reports any error and returns the exit status: 2, or 0 under `fail-on: never`, which is then said first. Errors of
 * people are told as they are; everything else is a bug of ours, told in one line, its stack in the debug log alone.
 */
export async function reportFailure(error: unknown, { runner, token, failOn }: FailureSurface): Promise<number> {
  const hide = (text: string): string => (token === undefined ? text : text.replaceAll(token, '***'));
  const known = error instanceof PhaseMirrorError && error.kind !== 'bug';
  const message = hide(known ? error.message : bugMessage(error));
  const lines = linesOf(message);
  const notes =
    failOn === 'never'
      ? ['fail-on: never, so this step succeeds although nothing was decided (it would exit with 2).']
      : [];
  runner.lines(notes.join('\n'));
  runner.error(clip(lines.join('\n'), ANNOTATION_LIMIT), known ? error.position : undefined);
  runner.output('complete', 'false');
  await runner.summary(
    [
      '## Not decided: Phase Mirror could not do its work',
      ...notes.map((note) => `**${markdownProse(note)}**`),
      lines.map((line) => markdownProse(line)).join('\\\n'),
      'Nothing was checked to the end, so this says nothing about the change.',
    ].join('\n\n'),
  );
  if (!known && error instanceof Error) runner.debug(hide(error.stack ?? ''));
  return failOn === 'never' ? EXIT_CODES.ok : EXIT_CODES.failed;
}

function bugMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return `Phase Mirror failed: ${terminalText(text)}. This is a bug of the tool, not of your change. Run the job again with debug logging and report it with that log.`;
}

/** `phase-mirror replay`. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PhaseMirrorError } from '../errors.js';
import { type ReplayRequest, replayHistory } from '../oracle.js';
import { type ReplayRun, replayJson, replayMarkdown, replayText } from '../replay/render.js';
import { parseState, stateText } from '../replay/state.js';
import type { ReplayResult } from '../replay/types.js';
import type { ReplayCommand, ReplayFormat } from './args-evaluate.js';
import type { Io } from './io.js';
import { rulesNamed } from './rule-names.js';
import { writeWhole } from './write-whole.js';

/** How often progress is shown and kept, in milliseconds. */
const SHOW_EVERY = 1000;
const KEEP_EVERY = 5000;

/** Run it; 0 comes back, whatever the replay found: it decides nothing. */
export async function runReplay(command: ReplayCommand, io: Io): Promise<number> {
  const started = io.clock();
  const state = command.state === undefined ? null : resolve(io.cwd, command.state);
  const resume = state === null ? null : await readState(state);
  const keep = async (result: ReplayResult): Promise<void> => {
    if (state !== null) await writeWhole('--state', state, stateText(result));
  };
  let shown = started;
  let kept = started;
  const result = await replayHistory({
    ...(await requestOf(command, io)),
    resume,
    onChange: async (reached, total) => {
      const now = io.clock();
      if (io.stderrIsTerminal && now - shown >= SHOW_EVERY) {
        shown = now;
        io.stderr(`\r\u001b[Kphase-mirror: ${reached.counts.changes} of ${total} changes …`);
      }
      if (state === null || now - kept < KEEP_EVERY) return;
      await keep(reached);
      kept = now;
    },
  });
  if (shown !== started) io.stderr('\r\u001b[K');
  await keep(result);
  const changes = result.counts.changes - (resume?.counts.changes ?? 0);
  const text = render(result, { durationMs: io.clock() - started, changes }, command.format);
  if (command.output === undefined) io.stdout(text);
  else await writeWhole('--output', resolve(io.cwd, command.output), text);
  return 0;
}

async function requestOf(command: ReplayCommand, io: Io): Promise<ReplayRequest> {
  const { branch, last, since, repository, rules } = command;
  return {
    folder: resolve(io.cwd, command.path),
    environment: io.environment,
    ...(branch === undefined ? {} : { branch }),
    ...(last === undefined ? {} : { last }),
    ...(since === undefined ? {} : { since }),
    ...(repository === undefined ? {} : { repository }),
    ...(rules.length === 0 ? {} : { onlyRules: await rulesNamed(rules) }),
  };
}

async function readState(path: string): Promise<ReplayResult | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    if (code === 'ENOENT') return null;
    throw new PhaseMirrorError('user', {
      thing: `--state ${path}`,
      reason: `cannot be read (${code})`,
      next: 'Name a file that you may read and write, or one that does not exist yet',
      cause,
    });
  }
  return parseState(text);
}

function render(result: ReplayResult, run: ReplayRun, format: ReplayFormat): string {
  switch (format) {
    case 'json':
      return replayJson(result, run);
    case 'markdown':
      return replayMarkdown(result, run);
    case 'text':
      return replayText(result, run);
  }
}

/** `phase-mirror config check|show`. */
import { resolve } from 'node:path';
import { inspectTree, loadRules } from '../oracle.js';
import { CONFIG_PATHS } from '../policy/config-paths.js';
import { describeConfig, originText } from '../policy/levels.js';
import { terminalText } from '../report/escape.js';
import type { ConfigCommand } from './args-evaluate.js';
import type { Io } from './io.js';

/** Longest value that widens the column; longer ones push their origin to the right. */
const MAX_COLUMN = 60;
/** Of why the copy of the levels is not believed. */
const MAX_NOTE = 1000;

/** @throws PhaseMirrorError `user`, exit 2, with every problem of an invalid file */
export async function runConfig(command: ConfigCommand, io: Io): Promise<number> {
  const { config, levels } = await inspectTree({ ...io, folder: resolve(io.cwd, command.path) });
  if (command.action === 'check') {
    const valid =
      config.path === null ? `No ${CONFIG_PATHS[0]}: the built-in policy applies` : `${config.path} is valid`;
    io.stdout(`${valid}\n`);
    return 0;
  }
  const described = describeConfig(config, {
    strict: command.strict,
    rules: await loadRules(),
    organisation: levels.levels,
  });
  const rows = described.map(({ key, value, origin }) =>
    [key, value, originText(origin)].map((text) => terminalText(text)),
  );
  const width = (column: number): number =>
    Math.min(MAX_COLUMN, Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  const widths = [width(0), width(1)];
  for (const row of rows)
    io.stdout(
      `${row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
  for (const { text } of levels.degraded) io.stderr(`phase-mirror: ${terminalText(text, MAX_NOTE)}\n`);
  return 0;
}

/** `phase-mirror config check|show`. */
import { resolve } from 'node:path';
import { ALL_RULES } from '../oracle.js';
import { CONFIG_PATHS } from '../policy/config.js';
import { describeConfig, originText } from '../policy/levels.js';
import { loadPolicy } from '../policy/load.js';
import { terminalText } from '../report/escape.js';
import { Git } from '../repository/git.js';
import { isGoverned } from '../repository/model.js';
import { resolveSubject } from '../repository/subject.js';
import type { ConfigCommand } from './args.js';
import type { Io } from './io.js';

/** @throws PhaseMirrorError `user`, exit 2, with every problem of an invalid file */
export async function runConfig(command: ConfigCommand, io: Io): Promise<number> {
  const folder = resolve(io.cwd, command.path);
  const git = await Git.open(folder, io.environment);
  const resolved = await resolveSubject(git, folder, { kind: 'terminal' }, isGoverned);
  try {
    const today = new Date(io.clock()).toISOString().slice(0, 10);
    const { config } = await loadPolicy(
      { subject: resolved.subject, base: null, fromBase: false },
      { ruleIds: ALL_RULES.map(({ id }) => id), today },
    );
    if (command.action === 'check') {
      io.stdout(
        config.path === null
          ? `No ${CONFIG_PATHS[0]}: the built-in policy applies, which is valid\n`
          : `${config.path} is valid\n`,
      );
      return 0;
    }
    const rows = describeConfig(config, { strict: command.strict, rules: ALL_RULES }).map(({ key, value, origin }) => [
      terminalText(key),
      terminalText(value),
      terminalText(originText(origin)),
    ]);
    const width = (column: number): number => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0));
    const [keys, values] = [width(0), Math.min(width(1), 60)];
    io.stdout(
      rows
        .map(([key = '', value = '', origin = '']) => `${key.padEnd(keys)}  ${value.padEnd(values)}  ${origin}\n`)
        .join(''),
    );
    return 0;
  } finally {
    await resolved.subject.close();
  }
}

/** Words in, exit status out: every command, and the one catch at the edge. */
import { EXIT_CODES, PhaseMirrorError } from '../errors.js';
import { VERSION } from '../version.js';
import { parseCommand } from './args.js';
import { runDrift } from './drift.js';
import type { Io } from './io.js';

/** Never rejects: whatever goes wrong is a message on stderr and an exit status. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  try {
    const command = await parseCommand(args);
    switch (command.command) {
      case 'help':
        io.stdout((await import('./help.js')).helpText(command.topic));
        return EXIT_CODES.ok;
      case 'version':
        io.stdout(`${VERSION}\n`);
        return EXIT_CODES.ok;
      case 'evaluate':
        return await (await import('./evaluate.js')).runEvaluate(command, io);
      case 'replay':
        return await (await import('./replay.js')).runReplay(command, io);
      case 'explain':
        return await (await import('./explain.js')).runExplain(command, io);
      case 'config':
        return await (await import('./config.js')).runConfig(command, io);
      case 'drift':
        return await runDrift(command, io);
      case 'calibrate':
        return await (await import('./calibrate.js')).runCalibrate(command, io);
      case 'fp':
        return await (await import('./fp.js')).runFp(command, io);
      case 'consent':
        return await (await import('./consent.js')).runConsent(command, io);
      case 'store':
        return await (await import('./store.js')).runStore(command, io);
      case 'verify-backups':
        return await (await import('./backups.js')).runBackups(command, io);
      case 'fleet':
        return await (await import('./fleet.js')).runFleet(command, io);
      case 'nonce':
      case 'salt':
        return await (await import('./secrets.js')).runSecrets(command, io);
      case 'key':
        return await (await import('./key.js')).runKey(command, io);
      case 'verify-oidc':
        return await (await import('./oidc.js')).runVerifyOidc(command, io);
    }
  } catch (error) {
    io.stderr(await errorText(error, io));
    return error instanceof PhaseMirrorError ? error.exitCode : EXIT_CODES.failed;
  }
}

const MAX_LINES = 40;

/** What a person reads. The stack of a bug is shown on request only. */
async function errorText(error: unknown, { environment }: Io): Promise<string> {
  const { linesOf, terminalText } = await import('../report/escape.js');
  if (error instanceof PhaseMirrorError) {
    return `${linesOf(`phase-mirror: ${error.message}`, MAX_LINES, 1000)
      .map((line) => terminalText(line, 1000))
      .join('\n')}\n`;
  }
  const message = error instanceof Error ? error.message : String(error);
  const stack = environment['PHASE_MIRROR_DEBUG'] && error instanceof Error ? `${error.stack ?? ''}\n` : '';
  return `phase-mirror: this is a fault of Phase Mirror, not of your repository: ${terminalText(message, 500)}. Run again with PHASE_MIRROR_DEBUG=1 and open an issue with what it prints.\n${stack}`;
}

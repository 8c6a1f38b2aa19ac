/**
 * Command lines → typed commands. A wrong word is a usage error (exit 64) that names the word and the nearest right one.
 * Each command's line is read by a module of its own, which is loaded with it.
 */
import type { BackupsCommand } from './args-backups.js';
import type { CalibrateCommand } from './args-calibrate.js';
import { type DriftCommand, driftCommand } from './args-drift.js';
import type { ConfigCommand, EvaluateCommand, ExplainCommand, ReplayCommand } from './args-evaluate.js';
import type { FleetCommand } from './args-fleet.js';
import type { ConsentCommand, FpCommand, StoreCommand } from './args-memory.js';
import type { VerifyOidcCommand } from './args-oidc.js';
import type { KeyCommand, NonceCommand, SaltCommand } from './args-secrets.js';
import { VERIFY_BACKUPS } from './store-target.js';

export type Command =
  | EvaluateCommand
  | ReplayCommand
  | ExplainCommand
  | ConfigCommand
  | DriftCommand
  | CalibrateCommand
  | FpCommand
  | ConsentCommand
  | StoreCommand
  | BackupsCommand
  | FleetCommand
  | NonceCommand
  | SaltCommand
  | KeyCommand
  | VerifyOidcCommand
  | { readonly command: 'help'; readonly topic: string | null }
  | { readonly command: 'version' };

export const COMMANDS = [
  'evaluate',
  'replay',
  'explain',
  'config',
  'drift',
  'calibrate',
  'fp',
  'consent',
  'store',
  'fleet',
  'nonce',
  'salt',
  'key',
  'verify-oidc',
  'help',
  'version',
] as const;

/**
 * @param args the words after the program's name
 * @throws PhaseMirrorError `user`, exit 64
 */
export async function parseCommand(args: readonly string[]): Promise<Command> {
  const [word, ...rest] = args;
  if (word === undefined || word === '--help' || word === '-h') return { command: 'help', topic: null };
  if (word === '--version' || word === '-v' || word === 'version') return { command: 'version' };
  if (word !== 'help' && (rest.includes('--help') || rest.includes('-h'))) return { command: 'help', topic: word };
  switch (word) {
    case 'help':
      return { command: 'help', topic: rest[0] ?? null };
    case 'evaluate':
      return (await import('./args-evaluate.js')).evaluateCommand(rest);
    case 'replay':
      return (await import('./args-evaluate.js')).replayCommand(rest);
    case 'explain':
      return (await import('./args-evaluate.js')).explainCommand(rest);
    case 'config':
      return (await import('./args-evaluate.js')).configCommand(rest);
    case 'drift':
      return driftCommand(rest);
    case 'calibrate':
      return (await import('./args-calibrate.js')).calibrateCommand(rest);
    case 'fp':
      return (await import('./args-memory.js')).fpCommand(rest);
    case 'consent':
      return (await import('./args-memory.js')).consentCommand(rest);
    case 'store':
      return rest[0] === VERIFY_BACKUPS
        ? (await import('./args-backups.js')).backupsCommand(rest)
        : (await import('./args-memory.js')).storeCommand(rest);
    case 'fleet':
      return (await import('./args-fleet.js')).fleetCommand(rest);
    case 'nonce':
      return (await import('./args-secrets.js')).nonceCommand(rest);
    case 'salt':
      return (await import('./args-secrets.js')).saltCommand(rest);
    case 'key':
      return (await import('./args-secrets.js')).keyCommand(rest);
    case 'verify-oidc':
      return (await import('./args-oidc.js')).verifyOidcCommand(rest);
    default: {
      const { near, usage } = await import('./parse.js');
      throw usage(`"${word}"`, 'is not a command', near(word, COMMANDS) ?? `One of: ${COMMANDS.join(', ')}`);
    }
  }
}

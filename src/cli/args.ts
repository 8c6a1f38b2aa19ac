/** Command lines → typed commands. A wrong word is a usage error (exit 64) that names the word and the nearest right one. */

import { type BackupsCommand, backupsCommand } from './args-backups.js';
import { type CalibrateCommand, calibrateCommand } from './args-calibrate.js';
import { type DriftCommand, driftCommand } from './args-drift.js';
import { type FleetCommand, fleetCommand } from './args-fleet.js';
import {
  type ConsentCommand,
  consentCommand,
  type FpCommand,
  fpCommand,
  type StoreCommand,
  storeCommand,
  VERIFY_BACKUPS,
} from './args-memory.js';
import { type VerifyOidcCommand, verifyOidcCommand } from './args-oidc.js';
import {
  type KeyCommand,
  keyCommand,
  type NonceCommand,
  nonceCommand,
  type SaltCommand,
  saltCommand,
} from './args-secrets.js';
import { defined, FLAG, isDay, isOneOf, near, onePath, ownerAndName, parse, TEXT, TEXTS, usage } from './parse.js';

export const FORMATS = ['text', 'json', 'sarif', 'github', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

export interface EvaluateCommand {
  readonly command: 'evaluate';
  readonly path: string;
  readonly base?: string;
  readonly config?: string;
  readonly strict: boolean;
  readonly dryRun: boolean;
  readonly format: Format;
  readonly output?: string;
  readonly rules: readonly string[];
  readonly repository?: string;
  readonly timings: boolean;
}

export interface ExplainCommand {
  readonly command: 'explain';
  /** A rule id, or at least 8 hex digits of a finding id. */
  readonly target: string;
  readonly path: string;
  readonly base?: string;
}

export interface ConfigCommand {
  readonly command: 'config';
  readonly action: 'check' | 'show';
  readonly path: string;
  readonly strict: boolean;
}

export const REPLAY_FORMATS = ['text', 'json', 'markdown'] as const;
export type ReplayFormat = (typeof REPLAY_FORMATS)[number];

export interface ReplayCommand {
  readonly command: 'replay';
  readonly path: string;
  readonly branch?: string;
  /** YYYY-MM-DD, UTC. */
  readonly since?: string;
  readonly last?: number;
  readonly rules: readonly string[];
  readonly repository?: string;
  readonly state?: string;
  readonly format: ReplayFormat;
  readonly output?: string;
}

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
export function parseCommand(args: readonly string[]): Command {
  const [word, ...rest] = args;
  if (word === undefined || word === '--help' || word === '-h') return { command: 'help', topic: null };
  if (word === '--version' || word === '-v' || word === 'version') return { command: 'version' };
  if (word !== 'help' && (rest.includes('--help') || rest.includes('-h'))) return { command: 'help', topic: word };
  switch (word) {
    case 'help':
      return { command: 'help', topic: rest[0] ?? null };
    case 'evaluate':
      return evaluateCommand(rest);
    case 'replay':
      return replayCommand(rest);
    case 'explain':
      return explainCommand(rest);
    case 'config':
      return configCommand(rest);
    case 'drift':
      return driftCommand(rest);
    case 'calibrate':
      return calibrateCommand(rest);
    case 'fp':
      return fpCommand(rest);
    case 'consent':
      return consentCommand(rest);
    case 'store':
      return rest[0] === VERIFY_BACKUPS ? backupsCommand(rest) : storeCommand(rest);
    case 'fleet':
      return fleetCommand(rest);
    case 'nonce':
      return nonceCommand(rest);
    case 'salt':
      return saltCommand(rest);
    case 'key':
      return keyCommand(rest);
    case 'verify-oidc':
      return verifyOidcCommand(rest);
    default:
      throw usage(`"${word}"`, 'is not a command', near(word, COMMANDS) ?? `One of: ${COMMANDS.join(', ')}`);
  }
}

function evaluateCommand(args: readonly string[]): EvaluateCommand {
  const { values, positionals } = parse('evaluate', args, {
    base: TEXT,
    config: TEXT,
    strict: FLAG,
    'dry-run': FLAG,
    format: TEXT,
    output: TEXT,
    rule: TEXTS,
    repository: TEXT,
    timings: FLAG,
  });
  const format = values['format'] ?? 'text';
  if (!isOneOf(FORMATS, format))
    throw usage('--format', `has the unknown value "${format}"`, `Use one of: ${FORMATS.join(', ')}`);
  const repository = ownerAndName(values['repository']);
  return {
    command: 'evaluate',
    path: onePath('evaluate', positionals),
    strict: values['strict'],
    dryRun: values['dry-run'],
    format,
    rules: values['rule'] ?? [],
    timings: values['timings'],
    ...defined({ base: values['base'], config: values['config'], output: values['output'], repository }),
  };
}

function replayCommand(args: readonly string[]): ReplayCommand {
  const { values, positionals } = parse('replay', args, {
    branch: TEXT,
    since: TEXT,
    last: TEXT,
    rule: TEXTS,
    repository: TEXT,
    state: TEXT,
    format: TEXT,
    output: TEXT,
  });
  const format = values['format'] ?? 'text';
  if (!isOneOf(REPLAY_FORMATS, format))
    throw usage('--format', `has the unknown value "${format}"`, `Use one of: ${REPLAY_FORMATS.join(', ')}`);
  const { since, last } = values;
  if (since !== undefined && !isDay(since)) {
    throw usage('--since', `"${since}" is not a date`, 'Give it as YYYY-MM-DD, for example 2026-01-31');
  }
  if (last !== undefined && !/^[1-9]\d{0,8}$/.test(last)) {
    throw usage('--last', `"${last}" is not a number of changes`, 'Give a whole number from 1 on');
  }
  return {
    command: 'replay',
    path: onePath('replay', positionals),
    rules: values['rule'] ?? [],
    format,
    ...defined({
      branch: values['branch'],
      since,
      last: last === undefined ? undefined : Number(last),
      repository: ownerAndName(values['repository']),
      state: values['state'],
      output: values['output'],
    }),
  };
}

function explainCommand(args: readonly string[]): ExplainCommand {
  const { values, positionals } = parse('explain', args, { base: TEXT });
  const [target, ...rest] = positionals;
  if (target === undefined) {
    throw usage(
      'explain',
      'needs a rule or a finding',
      'Name one: phase-mirror explain MD-001, or phase-mirror explain 3f9a1c07',
    );
  }
  return { command: 'explain', target, path: onePath('explain', rest), ...defined({ base: values['base'] }) };
}

function configCommand(args: readonly string[]): ConfigCommand {
  const { values, positionals } = parse('config', args, { strict: FLAG });
  const [action, ...rest] = positionals;
  if (!isOneOf(['check', 'show'] as const, action)) {
    throw usage(
      'config',
      action === undefined ? 'needs a word' : `doesn't know "${action}"`,
      'Use `config check` or `config show`',
    );
  }
  return { command: 'config', action, path: onePath('config', rest), strict: values['strict'] };
}

/** The command lines of secrets and keys: `nonce`, `salt`, `key`. They live in AWS, so there is no database to name. */
import { SIGNED_TYPES, type SignedType } from '../privacy/signed-object.js';
import { defined, FLAG, isOneOf, near, parse, TEXT, usage } from './parse.js';
import { MEMORY_FORMATS, type MemoryFormat } from './store-target.js';

/** Where the parameters and keys are. */
export interface AwsTarget {
  readonly environment: string;
  /** Absent: AWS_REGION. */
  readonly region?: string;
}

export interface NonceCommand {
  readonly command: 'nonce';
  readonly action: 'rotate' | 'list' | 'retire';
  readonly target: AwsTarget;
  readonly format: MemoryFormat;
  /** `rotate`: although the newest is not an hour old. `retire`: without the hour of grace. */
  readonly now: boolean;
  /** `rotate`: the version that is to be replaced, 0 for none; so that the same again is the same rotation. */
  readonly from?: number;
}

export interface SaltCommand {
  readonly command: 'salt';
  readonly action: 'create' | 'rotate' | 'list';
  readonly target: AwsTarget;
  readonly format: MemoryFormat;
  readonly now: boolean;
}

export interface KeyCommand {
  readonly command: 'key';
  readonly action: 'create' | 'show';
  readonly use: SignedType;
  /** null: a key in PEM, which nobody keeps but who asks for it. */
  readonly target: AwsTarget | null;
}

const ACTIONS = {
  nonce: ['rotate', 'list', 'retire'],
  salt: ['create', 'rotate', 'list'],
} as const;
const TARGET = { environment: TEXT, region: TEXT } as const;

/** @throws PhaseMirrorError `user`, exit 64 */
export function nonceCommand(args: readonly string[]): NonceCommand {
  const { from, ...command } = secretCommand('nonce', args, ACTIONS.nonce);
  if (from === undefined) return { command: 'nonce', ...command };
  if (command.now) throw usage('--now', 'makes a version whatever there is', 'Leave out --now, or --from');
  if (!/^(?:0|[1-9]\d{0,7})$/.test(from)) {
    throw usage('--from', `"${from}" is not a version`, 'Give the number of the newest one, or 0 where there is none');
  }
  return { command: 'nonce', ...command, from: Number(from) };
}

/** @throws PhaseMirrorError `user`, exit 64 */
export function saltCommand(args: readonly string[]): SaltCommand {
  const { from: _none, ...command } = secretCommand('salt', args, ACTIONS.salt);
  return { command: 'salt', ...command };
}

function secretCommand<T extends string>(command: string, args: readonly string[], actions: readonly T[]) {
  const action = actionOf(command, args[0], actions);
  const takesNow = action === 'rotate' || action === 'retire';
  const takesFrom = command === 'nonce' && action === 'rotate';
  const options = {
    ...{ ...TARGET, format: TEXT },
    ...(takesNow ? { now: FLAG } : {}),
    ...(takesFrom ? { from: TEXT } : {}),
  };
  const { values, positionals } = parse(`${command} ${action}`, args, options);
  noMore(`${command} ${action}`, positionals.slice(1));
  const { environment, region, from, format = 'text' } = values as Readonly<Record<string, string | undefined>>;
  if (!isOneOf(MEMORY_FORMATS, format)) {
    throw usage('--format', `has the unknown value "${format}"`, `Use one of: ${MEMORY_FORMATS.join(', ')}`);
  }
  const now = (values as { now?: boolean }).now === true;
  return { action, target: targetOf(environment, region), format, now, from };
}

/** @throws PhaseMirrorError `user`, exit 64 */
export function keyCommand(args: readonly string[]): KeyCommand {
  const action = actionOf('key', args[0], ['create', 'show'] as const);
  const { values, positionals } = parse(`key ${action}`, args, { ...TARGET, use: TEXT, pem: FLAG });
  noMore(`key ${action}`, positionals.slice(1));
  const { use, pem, environment, region } = values;
  if (!isOneOf(SIGNED_TYPES, use)) {
    const reason = use === undefined ? 'is missing' : `has the unknown value "${use}"`;
    throw usage('--use', reason, `One key, one job. Use one of: ${SIGNED_TYPES.join(', ')}`);
  }
  if (pem !== true) return { command: 'key', action, use, target: targetOf(environment, region) };
  if (environment !== undefined || region !== undefined) {
    throw usage('--pem', 'makes a key outside AWS', 'Leave out --environment and --region, or --pem');
  }
  return { command: 'key', action, use, target: null };
}

function targetOf(environment: string | undefined, region: string | undefined): AwsTarget {
  if (environment === undefined) {
    throw usage('--environment', 'is missing', 'Name the environment, for example --environment staging');
  }
  return { environment, ...defined({ region }) };
}

function actionOf<T extends string>(command: string, word: string | undefined, actions: readonly T[]): T {
  if (isOneOf(actions, word)) return word;
  const all = `Use one of: ${actions.map((action) => `${command} ${action}`).join(', ')}`;
  if (word === undefined || word.startsWith('-')) throw usage(command, 'needs a word after it', all);
  throw usage(command, `doesn't know "${word}"`, near(word, actions) ?? all);
}

function noMore(command: string, words: readonly string[]): void {
  if (words[0] !== undefined)
    throw usage(`"${words[0]}"`, 'is one word too many', `phase-mirror ${command} takes no more words`);
}

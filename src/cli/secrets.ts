/** `phase-mirror nonce …` and `phase-mirror salt …`. No value of a secret is ever printed. */
import { randomBytes } from 'node:crypto';
import { EXIT_CODES } from '../errors.js';
import { loadOperator } from '../oracle.js';
import {
  createFirst,
  type ListedSecret,
  listSecrets,
  retire,
  rotate,
  rotateFrom,
  type SecretChange,
  type SecretTools,
} from '../privacy/rotation.js';
import type { SecretStore } from '../stores/ports.js';
import type { NonceCommand, SaltCommand } from './args-secrets.js';
import type { Io } from './io.js';
import { instantText, isoOf, regionOf } from './memory.js';

type SecretCommand = NonceCommand | SaltCommand;

/** @returns 0 */
export async function runSecrets(command: SecretCommand, io: Io): Promise<number> {
  const { target } = command;
  const choice = { environment: target.environment, region: regionOf(target.region, io) };
  const { changeNonces, openSecrets } = await loadOperator();
  const clock = { now: io.clock };
  const work = (store: SecretStore): Promise<SecretChange> =>
    perform(command, { store, clock, random: () => randomBytes(32) });
  const print = (change: SecretChange): number => {
    io.stdout(command.format === 'json' ? jsonOf(change) : textOf(command, change, io.clock()));
    return EXIT_CODES.ok;
  };
  if (command.command === 'nonce' && command.action !== 'list') {
    const onNote = (text: string): void => io.stderr(`${text}\n`);
    return print(await changeNonces(choice, { clock, onNote }, work));
  }
  const { nonces, salts, close } = await openSecrets(choice, clock);
  try {
    return print(await work(command.command === 'nonce' ? nonces : salts));
  } finally {
    await close();
  }
}

async function perform(command: SecretCommand, tools: SecretTools): Promise<SecretChange> {
  const { action, now } = command;
  switch (action) {
    case 'list':
      return { created: [], retired: [], versions: await listSecrets(tools) };
    case 'create':
      return await createFirst(tools);
    case 'rotate':
      return command.command === 'nonce' && command.from !== undefined
        ? await rotateFrom(tools, command.from)
        : await rotate(tools, { retire: command.command === 'nonce', force: now });
    case 'retire':
      return await retire(tools, { immediately: now });
  }
}

function jsonOf({ created, retired, versions }: SecretChange): string {
  const listed = versions.map(({ issuedAt, retirableAt, ...version }) => ({
    ...version,
    issuedAt: isoOf(issuedAt),
    retirableAt: retirableAt === null ? null : isoOf(retirableAt),
  }));
  return `${JSON.stringify({ created, retired, versions: listed }, null, 2)}\n`;
}

/** What people read. @param now milliseconds since 1970-01-01 UTC */
export function textOf(command: SecretCommand, { created, retired, versions }: SecretChange, now: number): string {
  const lines = [
    ...retired.map((version) => `Retired v${version}`),
    ...created.map((version) => `Made v${version}`),
    ...(command.action === 'list' || created.length + retired.length > 0 ? [] : [nothingDone(command, versions)]),
    ...versions.map((version) => `  ${lineOf(command, version)}`),
    ...(versions.length === 0 ? [`There is none. Make the first: ${again(command, firstAction(command))}`] : []),
    ...next(command, versions, now),
  ];
  return `${lines.join('\n')}\n`;
}

function lineOf(
  { command }: SecretCommand,
  { version, parameter, issuedAt, newest, retirableAt }: ListedSecret,
): string {
  const since = `since ${instantText(issuedAt)}`;
  if (command === 'salt')
    return `v${version}  ${parameter}  ${since}, ${newest ? 'writes' : 'read while rows carry it'}`;
  const role = newest ? 'signs' : `verifies, can be retired from ${instantText(retirableAt ?? issuedAt)}`;
  return `v${version}  ${parameter}  ${since}, ${role}`;
}

function nothingDone(command: SecretCommand, versions: readonly ListedSecret[]): string {
  if (command.action === 'create') return 'Nothing to do: there is one';
  if (command.action === 'retire') {
    return versions.length > 1 ? 'Nothing to retire yet: the hour of grace is not over' : 'Nothing to retire';
  }
  if (command.command === 'nonce' && command.from !== undefined) {
    const over = versions.length === 1;
    return `Nothing to do: v${command.from + 1} ${over ? 'is the only one' : 'is there, and the hour of grace is not over'}`;
  }
  return 'Nothing to do: the newest is not an hour old, so this is the rotation that was begun (--now makes another)';
}

function next(command: SecretCommand, versions: readonly ListedSecret[], now: number): string[] {
  const old = command.command === 'nonce' ? versions.find(({ newest }) => !newest) : undefined;
  if (old === undefined || old.retirableAt === null) return [];
  const when = old.retirableAt <= now ? 'now' : `from ${instantText(old.retirableAt)} on`;
  const same = command.command === 'nonce' && command.from !== undefined;
  return [`Next, ${when}: ${same ? 'the same again' : again(command, 'retire')}`];
}

function firstAction({ command }: SecretCommand): string {
  return command === 'nonce' ? 'rotate' : 'create';
}

function again({ command, target }: SecretCommand, action: string): string {
  return `phase-mirror ${command} ${action} --environment ${target.environment}`;
}

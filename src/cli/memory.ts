/** What `fp` and `consent` share: opening the memory that is meant, and reading who and what is meant in it. */
import { resolve } from 'node:path';
import { EXIT_CODES, PhaseMirrorError } from '../errors.js';
import {
  accountIdOf,
  type Id,
  loadLocal,
  loadOperator,
  type Memory,
  repositoryAndOwner as ofRepository,
  repositoryIdOf,
  type StoreChoice,
} from '../oracle.js';
import { terminalText, visibleJson } from '../report/escape.js';
import type { Io } from './io.js';
import type { StoreTarget } from './store-target.js';

type Access = 'read' | 'write' | 'create';

/**
 * @param access of a database: whether the command reads, writes what is there, or may make it
 * @returns what `use` returns; the memory is closed in any case
 */
export async function withMemory<T>(
  { target, access }: { readonly target: StoreTarget; readonly access: Access },
  io: Io,
  use: (memory: Memory) => Promise<T>,
): Promise<T> {
  const { openMemory } = await loadOperator();
  const memory = await openMemory(await choiceOf(target, access, io), { now: io.clock });
  try {
    return await use(memory);
  } finally {
    await memory.close();
  }
}

async function choiceOf(target: StoreTarget, access: Access, io: Io): Promise<StoreChoice> {
  if (target.backend === 'sqlite') return { backend: 'sqlite', file: await storeFileOf(target.file, io), access };
  return { backend: 'aws', region: regionOf(target.region, io), environment: target.environment };
}

/** The region that was given, else that of the environment. @throws PhaseMirrorError `user`, exit 64 */
export function regionOf(given: string | undefined, io: Io): string {
  const region = given || io.environment['AWS_REGION'] || io.environment['AWS_DEFAULT_REGION'];
  if (!region) {
    throw new PhaseMirrorError('user', {
      thing: '--region',
      reason: 'is missing, and AWS_REGION is not set',
      next: 'Name the region of the tables, for example --region eu-central-1',
      exitCode: EXIT_CODES.usage,
    });
  }
  return region;
}

/** The database file: as it was given, or the one of the repository that the working folder is in. */
export async function storeFileOf(file: string | undefined, io: Io): Promise<string> {
  return await storeFileAt(io.cwd, file, io);
}

/** The same for the repository that `folder` is in. */
export async function storeFileAt(folder: string, file: string | undefined, io: Io): Promise<string> {
  if (file !== undefined) return resolve(io.cwd, file);
  return await (await loadLocal()).defaultStoreFile(folder, io.environment);
}

/** The numeric id of what `--org` names. */
export async function orgId(word: string, io: Io): Promise<number> {
  return await accountIdOf('--org', word, namesFrom(io));
}

/** The numeric ids of a repository and its owner; null: a numeric id does not tell. */
export async function repositoryAndOwner(
  option: string,
  word: string,
  io: Io,
): Promise<{ readonly repository: number; readonly owner: number | null }> {
  return await ofRepository(option, word, namesFrom(io));
}

/** @param owner the id of the organisation it has to belong to, where that is known */
export async function repositoryId(option: string, word: string, io: Io, owner?: number): Promise<number> {
  return await repositoryIdOf(option, word, namesFrom(io), owner);
}

/**
 * Who judges or grants: the id or login that was given, else who works here. In a memory that others share a local
 * address proves nothing, so there it has to be given.
 */
export async function personId(
  option: string,
  word: string | undefined,
  backend: StoreTarget['backend'],
  io: Io,
): Promise<Id> {
  if (word !== undefined) return await accountIdOf(option, word, namesFrom(io));
  if (backend === 'sqlite') return await (await loadLocal()).localIdentity(io.cwd, io.environment, option);
  throw new PhaseMirrorError('user', {
    thing: option,
    reason: 'is missing: with --backend aws nobody is taken for granted',
    next: `Give GitHub's numeric id of the person: ${option} ID`,
    exitCode: EXIT_CODES.usage,
  });
}

/** How to ask GitHub for ids. */
export function namesFrom({ environment }: Io): { token?: string; apiUrl?: string } {
  const token = environment['GITHUB_TOKEN'];
  const apiUrl = environment['GITHUB_API_URL'];
  return { ...(token ? { token } : {}), ...(apiUrl ? { apiUrl } : {}) };
}

/** An identity as people can bear to read it: digests cut to their first 12 digits. JSON has them whole. */
export function identityText(identity: string): string {
  return terminalText(identity.replace(/[0-9a-f]{32,64}$/, (digest) => digest.slice(0, 12)));
}

/** `2026-11-24 10:30 UTC`. */
export function instantText(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** An instant for programs. */
export function isoOf(instant: number): string {
  return new Date(instant).toISOString();
}

/** A result for programs, which a terminal can show without harm. */
export function jsonText(value: unknown): string {
  return `${visibleJson(JSON.stringify(value, null, 2))}\n`;
}

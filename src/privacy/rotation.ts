/**
 * Making, rotating and retiring secrets, for operators. Each command looks at what is stored and does the next step, so
 * one that was interrupted is finished by running it again; a rotation that was begun within the last hour is not begun
 * a second time. At no moment is there no valid version.
 *
 *     v1 → v1 + v2 (an hour of grace: v2 signs, both verify) → v2
 *
 * Salts have no third step: a salt is kept while rows carry its version.
 */
import { timingSafeEqual } from 'node:crypto';
import { PhaseMirrorError } from '../errors.js';
import { NONCE_MAX_AGE } from '../l0/constants.js';
import { StoreError } from '../stores/errors.js';
import type { Clock, SecretStore, SecretVersion } from '../stores/ports.js';
import { parameterOf, secretKeys } from './secret-key.js';

/**
 * How long an old version goes on verifying: a process may sign with what it holds for as long as L0 lets it, and it
 * may have read it just before the new version came.
 */
export const GRACE_MS = NONCE_MAX_AGE;

export interface SecretTools {
  readonly store: SecretStore;
  readonly clock: Clock;
  /** 32 bytes of a cryptographic generator. */
  readonly random: () => Uint8Array;
}

/** A version as it may be shown: without its value. */
export interface ListedSecret {
  readonly version: number;
  readonly parameter: string;
  readonly issuedAt: number;
  /** The newest signs or writes; the others verify or read. */
  readonly newest: boolean;
  /** From when on `retire` removes it; null for the newest. */
  readonly retirableAt: number | null;
}

/** What a command did, in order, and what is there now. */
export interface SecretChange {
  readonly created: readonly number[];
  readonly retired: readonly number[];
  readonly versions: readonly ListedSecret[];
}

/** @throws {StoreError} CORRUPT, naming the parameter: one is malformed, or there twice. And what the store throws. */
export async function listSecrets({ store }: Pick<SecretTools, 'store'>): Promise<ListedSecret[]> {
  return listed(await read(store), store.name);
}

/**
 * The first version, where there is none.
 *
 * @throws as {@link listSecrets}
 */
export async function createFirst(tools: SecretTools): Promise<SecretChange> {
  const secrets = await read(tools.store);
  const created = secrets.length === 0 ? [await create(tools, 1)] : [];
  return change(tools.store, created, []);
}

/**
 * A new version. Where the newest is younger than the grace hour nothing is made: that is the rotation that was
 * begun. Versions whose grace is over are retired first, if the secret is one that retires.
 *
 * @param options.retire true for nonces, false for salts
 * @param options.force makes a new version all the same: the newest has leaked
 * @throws as {@link listSecrets}; CORRUPT or UNAVAILABLE where what was written does not come back
 */
export async function rotate(
  tools: SecretTools,
  options: { readonly retire: boolean; readonly force?: boolean },
): Promise<SecretChange> {
  const { store, clock } = tools;
  const retired = options.retire ? await retireOld(tools) : [];
  const newest = (await read(store)).at(-1);
  // A clock that went back does not make a version younger than it is.
  const begun = newest !== undefined && Math.abs(clock.now() - newest.issuedAt) < GRACE_MS;
  const created = begun && options.force !== true ? [] : [await create(tools, (newest?.version ?? 0) + 1)];
  return change(store, created, retired);
}

/**
 * The rotation away from one version: its successor, and once that is an hour old the removal of what came before it. The
 * same call again is the same rotation, at any time: it goes on from what is there and never makes a second successor.
 * For nonces; salts are never removed.
 *
 * @param current the version that is to be replaced; 0 where there is none yet
 * @throws PhaseMirrorError `user`: the newest is neither that version nor its successor; nothing was changed
 * @throws as {@link rotate}
 */
export async function rotateFrom(tools: SecretTools, current: number): Promise<SecretChange> {
  const { store } = tools;
  const newest = (await read(store)).at(-1)?.version ?? 0;
  if (newest !== current && newest !== current + 1) {
    const named = (version: number): string => (version === 0 ? 'none' : `v${version}`);
    throw new PhaseMirrorError('user', {
      thing: store.name,
      reason: `is not to be rotated away from ${named(current)}: the newest is ${named(newest)}`,
      next: 'Look at what is there, and name its newest version',
    });
  }
  const retired = await retireOld(tools);
  const created = newest === current ? [await create(tools, current + 1)] : [];
  return change(store, created, retired);
}

/**
 * Remove every version whose successor has been there for the grace hour. Never the newest.
 *
 * @param options.immediately without the hour: an old version has leaked, and text made under it is to fail now
 * @throws as {@link listSecrets}
 */
export async function retire(
  tools: SecretTools,
  options: { readonly immediately?: boolean } = {},
): Promise<SecretChange> {
  return change(tools.store, [], await retireOld(tools, options.immediately === true ? 0 : GRACE_MS));
}

async function retireOld({ store, clock }: SecretTools, graceMs: number = GRACE_MS): Promise<number[]> {
  const retired: number[] = [];
  const secrets = await read(store);
  for (const [index, { version }] of secrets.entries()) {
    const successor = secrets[index + 1];
    // Oldest first: whatever interrupts this, the newest is there.
    if (successor === undefined || (graceMs > 0 && !(successor.issuedAt + graceMs <= clock.now()))) break;
    if (await store.remove(version)) retired.push(version);
  }
  return retired;
}

/** @returns the version that is there now: ours, or the one that somebody else wrote at the same moment */
async function create({ store, clock, random }: SecretTools, version: number): Promise<number> {
  const bytes = random();
  if (bytes.length !== 32) throw new RangeError('random() must give 32 bytes');
  const secret: SecretVersion = { version, value: Buffer.from(bytes).toString('hex'), issuedAt: clock.now() };
  try {
    await store.create(secret);
  } catch (error) {
    // Of two operators, or of one request that was sent twice, one wins. Either way the version is there.
    if (error instanceof StoreError && error.code === 'CONFLICT') return version;
    throw error;
  }
  const stored = (await read(store)).find((candidate) => candidate.version === version);
  if (stored !== undefined && timingSafeEqual(Buffer.from(stored.value, 'hex'), bytes)) return version;
  const lost = stored === undefined;
  throw new StoreError({
    operation: 'SecretStore.create',
    ids: { parameter: parameterOf(store.name, version) },
    code: lost ? 'UNAVAILABLE' : 'CORRUPT',
    reason: lost ? 'wrote a version that cannot be read yet' : 'does not hold what was written a moment ago',
    next: lost ? 'Run it again: it goes on from what is there' : 'Find out who else writes this parameter',
  });
}

async function change(store: SecretStore, created: number[], retired: number[]): Promise<SecretChange> {
  return { created, retired, versions: listed(await read(store), store.name) };
}

/** Ascending, and every one of them checked: a version that is not in its form is never counted as a valid one. */
async function read(store: SecretStore): Promise<SecretVersion[]> {
  const secrets = [...(await store.load())].sort((one, other) => one.version - other.version);
  secretKeys(secrets, store.name, 'SecretStore.load');
  return secrets;
}

function listed(secrets: readonly SecretVersion[], name: string): ListedSecret[] {
  return secrets.map(({ version, issuedAt }, index) => {
    const successor = secrets[index + 1];
    return {
      version,
      parameter: parameterOf(name, version),
      issuedAt,
      newest: successor === undefined,
      retirableAt: successor === undefined ? null : successor.issuedAt + GRACE_MS,
    };
  });
}

/**
 * Making the signing key that a service keeps, for operators: make it, then name it. Interrupted in between, a key is
 * there that has no name yet; the next run finds it by what it is described as, and goes on.
 */
import { StoreError } from '../stores/errors.js';
import type { SignedType } from './signed-object.js';

/** What keeps keys. Its methods throw StoreErrors that name the key. */
export interface KeyService {
  /** The key of this name; null where there is none. */
  named(name: string): Promise<string | null>;
  /** A signing key that was made with this description and has no name; null where there is none. */
  unnamed(description: string): Promise<string | null>;
  /** @returns what the service knows the key by */
  create(description: string): Promise<string>;
  /** CONFLICT where the name is taken. */
  name(name: string, key: string): Promise<void>;
  /** SubjectPublicKeyInfo in PEM. */
  publicPem(key: string): Promise<string>;
}

export interface SigningKey {
  readonly name: string;
  readonly publicPem: string;
  /** Whether this run gave the key its name. */
  readonly created: boolean;
}

/** One key, one job, one environment. */
export function signingKeyName(env: string, use: SignedType): string {
  return `mirror-dissonance-${env}-${use}`;
}

/** @throws what the service throws */
export async function createSigningKey(service: KeyService, env: string, use: SignedType): Promise<SigningKey> {
  const name = signingKeyName(env, use);
  const present = await service.named(name);
  if (present !== null) return { name, publicPem: await service.publicPem(present), created: false };
  const description = `Phase Mirror, ${env}: signs ${use}`;
  const key = (await service.unnamed(description)) ?? (await service.create(description));
  try {
    await service.name(name, key);
  } catch (error) {
    // Somebody else named theirs at the same moment: that one is the key, whatever we made.
    const other = error instanceof StoreError && error.code === 'CONFLICT' ? await service.named(name) : null;
    if (other === null) throw error;
    return { name, publicPem: await service.publicPem(other), created: other === key };
  }
  return { name, publicPem: await service.publicPem(key), created: true };
}

/** @throws {StoreError} NOT_FOUND, and what the service throws */
export async function showSigningKey(service: KeyService, env: string, use: SignedType): Promise<SigningKey> {
  const name = signingKeyName(env, use);
  const present = await service.named(name);
  if (present === null) {
    throw new StoreError({
      operation: 'KeyService.named',
      ids: { key: name },
      code: 'NOT_FOUND',
      reason: 'found no signing key',
      next: `Make it with \`phase-mirror key create --use ${use}\``,
    });
  }
  return { name, publicPem: await service.publicPem(present), created: false };
}

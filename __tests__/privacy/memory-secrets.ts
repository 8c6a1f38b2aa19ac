/** A `SecretStore` in memory, as SSM behaves: a version is written once, removal of what is gone says so. */
import { StoreError } from '../../src/stores/errors.js';
import type { Clock, SecretStore, SecretVersion } from '../../src/stores/ports.js';

export const NONCES = '/guardian/staging/redaction_nonce_v*';

export class MemorySecrets implements SecretStore {
  readonly name: string;
  readonly versions = new Map<number, SecretVersion>();
  loads = 0;
  /** Called before (`'before'`) and after (`'after'`) each call takes effect; throws to fail it there. */
  fault: (method: 'load' | 'create' | 'remove', moment: 'before' | 'after') => void = () => {};

  constructor(secrets: readonly SecretVersion[] = [], name: string = NONCES) {
    this.name = name;
    for (const secret of secrets) this.versions.set(secret.version, secret);
  }

  async load(): Promise<readonly SecretVersion[]> {
    this.loads += 1;
    this.fault('load', 'before');
    const all = [...this.versions.values()];
    this.fault('load', 'after');
    return all;
  }

  async create(secret: SecretVersion): Promise<void> {
    this.fault('create', 'before');
    if (this.versions.has(secret.version)) {
      throw new StoreError({ operation: 'SecretStore.create', code: 'CONFLICT', reason: 'came too late' });
    }
    this.versions.set(secret.version, secret);
    this.fault('create', 'after');
  }

  async remove(version: number): Promise<boolean> {
    this.fault('remove', 'before');
    const removed = this.versions.delete(version);
    this.fault('remove', 'after');
    return removed;
  }
}

export class TestClock implements Clock {
  time = Date.UTC(2026, 10, 24, 12);

  now(): number {
    return this.time;
  }

  pass(ms: number): void {
    this.time += ms;
  }
}

/** A different, valid value for every version. */
export function secret(version: number, issuedAt = 0): SecretVersion {
  return { version, value: version.toString(16).padStart(64, 'c'), issuedAt };
}

export function unreachable(): StoreError {
  return new StoreError({
    operation: 'NonceSource.load',
    ids: { parameter: NONCES },
    code: 'TIMEOUT',
    reason: 'got no answer in time',
  });
}

/** Where accepted states are kept: a store, or a file of the repository. One face for both. */
import { access } from 'node:fs/promises';
import { PhaseMirrorError } from '../errors.js';
import type { BaselineKey, BaselineStore, Clock } from '../stores/ports.js';
import type { Stores } from '../stores/stores.js';
import { type AwsAccess, awsOptionsOf } from './aws-access.js';
import { FileBackend, noVersion } from './drift-file.js';
import type { Place } from './drift-place.js';
import type { DriftRequest } from './drift-types.js';
import { openStores } from './open-stores.js';

export interface StoredBaseline {
  /** The signed document, of any content. */
  readonly text: string;
  /** Opaque, for `write`. */
  readonly tag: string;
}

export interface BackendVersion {
  readonly version: string;
  readonly writtenAt: number | null;
  readonly deleted: boolean;
}

/** What signs, and who asks, where the backend itself knows. */
export interface AwsPart {
  /** `arn:aws:sts::123456789012:assumed-role/…` */
  callerIdentity(): Promise<string>;
  sign(keyId: string, bytes: Uint8Array): Promise<Uint8Array>;
}

export interface DriftBackend {
  readonly description: string;
  /** `env` of what is signed: an environment of AWS, or `local`. */
  readonly env: string;
  /** null only when it is certain that there never was one. @throws StoreError, PhaseMirrorError for everything else */
  load(): Promise<StoredBaseline | null>;
  /** Every other version that can be had, for the highest sequence that was seen; and why they may not be all. */
  earlier(): Promise<{ readonly texts: readonly string[]; readonly gap: string | null }>;
  versions(): Promise<readonly BackendVersion[]>;
  /** @throws StoreError NOT_FOUND where there is no such version */
  loadVersion(version: string): Promise<string>;
  /** @param tag what `load` gave; null: there was none @throws StoreError CONFLICT where somebody else wrote first */
  write(text: string, tag: string | null): Promise<void>;
  /** After a CONFLICT: what somebody else wrote; null where it is gone again. */
  winner(): Promise<string | null>;
  /** null: not AWS. */
  readonly aws: AwsPart | null;
  close(): Promise<void>;
}

/** `env` of documents that no environment of AWS holds. */
export const LOCAL = 'local';
/** The key of a repository whose id nobody told. It is in a database of this clone, so there is no other. */
export const UNKNOWN_ID = Number.MAX_SAFE_INTEGER;
/** Versions that are looked through for the highest sequence. */
const MAX_VERSIONS = 200;
const AT_ONCE = 4;

/**
 * @param access `create`: it may be made
 * @throws PhaseMirrorError, StoreError what opening throws
 */
export async function openBackend(
  request: DriftRequest,
  place: Place,
  access: 'read' | 'create',
): Promise<DriftBackend> {
  const { store, repositoryId } = request;
  const clock: Clock = { now: request.clock };
  const key: BaselineKey = { repositoryId: repositoryId ?? UNKNOWN_ID, branch: place.branch };
  switch (store.backend) {
    case 'file':
      return new FileBackend(place);
    case 'sqlite': {
      const { file } = store;
      if (access === 'read' && !(await exists(file))) return new NoDatabase(file);
      const stores = await openStores({ backend: 'sqlite', file, access }, clock);
      return new StoreBackend(stores, key, LOCAL, null);
    }
    case 'aws': {
      const { backend: _backend, ...rest } = store;
      return await openAws(rest, key, clock);
    }
  }
}

async function openAws(access: AwsAccess, key: BaselineKey, clock: Clock): Promise<DriftBackend> {
  const options = await awsOptionsOf(access, clock);
  const stores = await openStores({ backend: 'aws', ...options }, clock);
  const parts: { close(): void }[] = [];
  const { environment } = options;
  const aws: AwsPart = {
    async callerIdentity() {
      const { callerIdentity } = await import('../stores/aws/caller-identity.js');
      return await callerIdentity(options);
    },
    async sign(keyId, bytes) {
      const [{ createClients }, { kmsSigner }, { signingKeyName }] = await Promise.all([
        import('../aws/clients.js'),
        import('../stores/aws/kms-signer.js'),
        import('../privacy/signing-key.js'),
      ]);
      const clients = createClients(options);
      parts.push({ close: () => clients.destroy() });
      return await kmsSigner(clients.kms, keyId, `alias/${signingKeyName(environment, 'baseline')}`).sign(bytes);
    },
  };
  return new StoreBackend(stores, key, environment, aws, () => {
    for (const part of parts) part.close();
  });
}

/** A database that nobody made: certainly none was ever accepted in it. */
class NoDatabase implements DriftBackend {
  readonly env = LOCAL;
  readonly aws = null;
  readonly description: string;

  constructor(file: string) {
    this.description = `the SQLite database ${file}`;
  }

  async load(): Promise<null> {
    return null;
  }

  async earlier() {
    return { texts: [], gap: null };
  }

  async versions() {
    return [];
  }

  async loadVersion(version: string): Promise<string> {
    throw noVersion(version);
  }

  async write(): Promise<void> {
    throw new RangeError('a database that is not there cannot be written to');
  }

  async winner(): Promise<null> {
    return null;
  }

  async close(): Promise<void> {}
}

class StoreBackend implements DriftBackend {
  readonly #baselines: BaselineStore;

  constructor(
    private readonly stores: Stores,
    private readonly key: BaselineKey,
    readonly env: string,
    readonly aws: AwsPart | null,
    private readonly closeMore: () => void = () => undefined,
  ) {
    this.#baselines = stores.baselines;
  }

  get description(): string {
    return this.stores.description;
  }

  async load(): Promise<StoredBaseline | null> {
    const stored = await this.#baselines.load(this.key);
    return stored === null ? null : { text: decoded(stored.bytes), tag: stored.tag };
  }

  async earlier() {
    const [, ...versions] = await this.#baselines.versions(this.key);
    const there = versions.filter(({ deleted }) => !deleted);
    const texts: string[] = [];
    for (let at = 0; at < Math.min(there.length, MAX_VERSIONS); at += AT_ONCE) {
      const some = there.slice(at, Math.min(at + AT_ONCE, MAX_VERSIONS));
      const loaded = await Promise.all(some.map(({ version }) => this.#baselines.loadVersion(this.key, version)));
      texts.push(...loaded.map(({ bytes }) => decoded(bytes)));
    }
    const gap =
      there.length > MAX_VERSIONS
        ? `Of ${there.length} earlier versions the newest ${MAX_VERSIONS} were looked through for a higher sequence.`
        : null;
    return { texts, gap };
  }

  async versions(): Promise<readonly BackendVersion[]> {
    const versions = await this.#baselines.versions(this.key);
    return versions.map(({ version, writtenAt, deleted }) => ({ version, writtenAt, deleted }));
  }

  async loadVersion(version: string): Promise<string> {
    return decoded((await this.#baselines.loadVersion(this.key, version)).bytes);
  }

  async write(text: string, tag: string | null): Promise<void> {
    const bytes = Buffer.from(text, 'utf8');
    if (tag === null) await this.#baselines.create(this.key, bytes);
    else await this.#baselines.replace(this.key, bytes, tag);
  }

  async winner(): Promise<string | null> {
    return (await this.load())?.text ?? null;
  }

  async close(): Promise<void> {
    this.closeMore();
    await this.stores.close();
  }
}

/** Bytes that are no UTF-8 become text that no signature fits: the reader refuses it. */
function decoded(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw new PhaseMirrorError('store', {
      thing: `the database ${file}`,
      reason: `cannot be read (${code ?? 'unknown error'})`,
      next: 'Make it readable, or name another with --store',
      cause,
    });
  }
}

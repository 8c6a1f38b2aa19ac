/** Accepted states in a store: SQLite or AWS. */
import { access } from 'node:fs/promises';
import { PhaseMirrorError } from '../errors.js';
import { MAX_ISSUED_AHEAD_MS } from '../privacy/verify-signed.js';
import { StoreError, type StoreErrorCode } from '../stores/errors.js';
import type { BaselineKey, BaselineStore, Clock } from '../stores/ports.js';
import type { Stores } from '../stores/stores.js';
import { type AwsAccess, awsOptionsOf } from './aws-access.js';
import { type AwsPart, type BackendVersion, type DriftBackend, LOCAL, type StoredBaseline } from './drift-backend.js';
import { noVersion } from './drift-file-refusals.js';
import type { DriftStore } from './drift-types.js';
import { openStores } from './open-stores.js';

/** The key of a repository whose id nobody told. It is in a database of this clone, so there is no other. */
const UNKNOWN_ID = Number.MAX_SAFE_INTEGER;
/** Versions that are looked through for the highest sequence. */
const MAX_VERSIONS = 200;
/** How far the clock of who signs may be ahead of that of S3. A database has the clock of who signs. */
const CLOCKS_DIFFER_MS = MAX_ISSUED_AHEAD_MS;
/** Whoever asks for all that is left goes on without these. An outage is none of them. */
const LOST: ReadonlySet<StoreErrorCode> = new Set(['CORRUPT', 'KEY_DENIED', 'NOT_FOUND']);
const AT_ONCE = 4;

/**
 * @param of `repositoryId` null: nobody told it
 * @param mode `create`: it may be made
 * @throws PhaseMirrorError, StoreError what opening throws
 */
export async function openStoreBackend(
  store: Exclude<DriftStore, { readonly backend: 'file' }>,
  of: { readonly repositoryId: number | null; readonly branch: string },
  mode: 'read' | 'create',
  clock: Clock,
): Promise<DriftBackend> {
  const key: BaselineKey = { repositoryId: of.repositoryId ?? UNKNOWN_ID, branch: of.branch };
  switch (store.backend) {
    case 'sqlite': {
      const { file } = store;
      if (mode === 'read' && !(await exists(file))) return new NoDatabase(file);
      const stores = await openStores({ backend: 'sqlite', file, access: mode }, clock).catch((error: unknown) => {
        throw withoutSqlite(error);
      });
      return new StoreBackend(stores, key, LOCAL, null);
    }
    case 'aws': {
      const { backend: _backend, ...rest } = store;
      return await openAws(rest, key, clock);
    }
  }
}

/** Node 20 has no SQLite, and drift needs none. */
export function withoutSqlite(error: unknown): unknown {
  if (!(error instanceof StoreError) || error.code !== 'UNSUPPORTED_RUNTIME') return error;
  const { code, operation, ids, reason } = error;
  return new StoreError({
    ...{ code, operation, ids, cause: error },
    reason: reason.replace(` (${code})`, ''),
    next: 'Keep the accepted state in a file of the repository (--backend file; in a workflow `backend: file`), or use Node 22.13 or later',
  });
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
    return { texts: [], gap: null, lost: 0 };
  }

  async damaged(): Promise<null> {
    return null;
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

  /**
   * An acceptance counts on from the highest sequence that it sees, so what was stored before a document was signed is
   * below it. What was stored after that is another matter: all of it is read, however old the document is that somebody
   * put on top. When a version was stored, the store says; when a document was issued is in what is signed.
   */
  async earlier(issuedAt: number | null) {
    const [, ...versions] = await this.#baselines.versions(this.key);
    const from = issuedAt === null ? null : issuedAt - (this.aws === null ? 0 : CLOCKS_DIFFER_MS);
    const there = versions.filter(
      ({ deleted, writtenAt }) => !deleted && (from === null || writtenAt === null || writtenAt >= from),
    );
    const texts: string[] = [];
    const lost: string[] = [];
    for (let at = 0; at < Math.min(there.length, MAX_VERSIONS); at += AT_ONCE) {
      const some = there.slice(at, Math.min(at + AT_ONCE, MAX_VERSIONS));
      const loaded = await Promise.all(
        some.map(async ({ version }) => {
          try {
            return await this.loadVersion(version);
          } catch (error) {
            if (issuedAt !== null || !(error instanceof StoreError) || !LOST.has(error.code)) throw error;
            lost.push(error.code);
            return null;
          }
        }),
      );
      texts.push(...loaded.filter((text) => text !== null));
    }
    const gaps = [
      ...(there.length > MAX_VERSIONS
        ? [`Of ${there.length} earlier versions the newest ${MAX_VERSIONS} were looked through for a higher sequence.`]
        : []),
      ...(lost.length > 0
        ? [`Of ${there.length} earlier versions ${lost.length} cannot be read (${[...new Set(lost)].join(', ')}).`]
        : []),
    ];
    return { texts, gap: gaps.length === 0 ? null : gaps.join(' '), lost: lost.length };
  }

  /** The tag of a row of SQLite is its version. */
  async damaged(): Promise<string | null> {
    return this.aws === null ? ((await this.versions())[0]?.version ?? null) : null;
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

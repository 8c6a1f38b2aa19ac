/** The BaselineStore: every version of every baseline, appended. */
import { createHash } from 'node:crypto';
import type { StoreErrorIds } from '../errors.js';
import { StoreError } from '../errors.js';
import type { BaselineKey, BaselineStore, Clock, DocumentVersion, StoredDocument } from '../ports.js';
import { checkBaselineKey, checkBytes } from '../validate.js';
import type { Database, Sql } from './database.js';
import { baselineMark, raiseMark, readMark } from './marks.js';

/** A version of a document: the number, and what tells two copies of the database apart that both wrote that number. */
interface DocumentRow {
  readonly version: number;
  readonly digest: string;
  readonly written_at: number;
  readonly bytes: Uint8Array;
}

/** Newest first; the order is the same in every copy of a database. */
const NEWEST = 'version DESC, written_at DESC, digest DESC';

export class SqliteBaselineStore implements BaselineStore {
  readonly #db: Database;
  readonly #clock: Clock;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  async load(key: BaselineKey): Promise<StoredDocument | null> {
    const operation = 'BaselineStore.load';
    checkBaselineKey(operation, key);
    return this.#db.read(operation, idsOf(key), (sql) => {
      const row = newest(sql, operation, key);
      return row === undefined ? null : toDocument(operation, key, row);
    });
  }

  async create(key: BaselineKey, bytes: Uint8Array): Promise<StoredDocument> {
    return this.#write('BaselineStore.create', key, bytes, (current) =>
      current === undefined ? null : 'found a baseline where none was expected',
    );
  }

  async replace(key: BaselineKey, bytes: Uint8Array, tag: string): Promise<StoredDocument> {
    return this.#write('BaselineStore.replace', key, bytes, (current) => {
      if (current === undefined) return 'found no baseline to replace';
      return tagOf(current) === tag ? null : 'found another baseline than the one that was to be replaced';
    });
  }

  async versions(key: BaselineKey): Promise<readonly DocumentVersion[]> {
    const operation = 'BaselineStore.versions';
    checkBaselineKey(operation, key);
    return this.#db.read(operation, idsOf(key), (sql) =>
      sql
        .all<Omit<DocumentRow, 'bytes'> & { readonly size: number }>(
          `SELECT version, digest, written_at, length(bytes) AS size FROM baseline
           WHERE repository_id = ? AND branch = ? ORDER BY ${NEWEST}`,
          key.repositoryId,
          key.branch,
        )
        .map((row) => ({ version: tagOf(row), writtenAt: row.written_at, size: row.size, deleted: false })),
    );
  }

  async loadVersion(key: BaselineKey, version: string): Promise<StoredDocument> {
    const operation = 'BaselineStore.loadVersion';
    checkBaselineKey(operation, key);
    const [number, digest] = version.split('-');
    return this.#db.read(operation, idsOf(key), (sql) => {
      const row = sql.get<DocumentRow>(
        'SELECT * FROM baseline WHERE repository_id = ? AND branch = ? AND version = ? AND digest = ?',
        key.repositoryId,
        key.branch,
        // A text that is no number equals no version.
        /^[0-9]{1,15}$/.test(number ?? '') ? Number(number) : null,
        digest ?? null,
      );
      if (row !== undefined) return toDocument(operation, key, row);
      const reason = `found no version ${version.slice(0, 80)}`;
      throw new StoreError({ operation, code: 'NOT_FOUND', reason, ids: idsOf(key), next: 'List the versions' });
    });
  }

  async #write(
    operation: string,
    key: BaselineKey,
    bytes: Uint8Array,
    conflict: (current: DocumentRow | undefined) => string | null,
  ): Promise<StoredDocument> {
    checkBaselineKey(operation, key);
    checkBytes(operation, idsOf(key), bytes);
    return this.#db.write(operation, idsOf(key), (sql) => {
      const current = newest(sql, operation, key);
      const reason = conflict(current);
      if (reason !== null) throw new StoreError({ operation, code: 'CONFLICT', reason, ids: idsOf(key) });
      const row: DocumentRow = {
        version: (current?.version ?? 0) + 1,
        digest: digestOf(bytes),
        written_at: this.#clock.now(),
        bytes,
      };
      insertBaseline(sql, key, row);
      return documentOf(row);
    });
  }
}

export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** SQLite sees a damaged page, but not a damaged value. @throws {StoreError} CORRUPT */
export function checkDigest(
  operation: string,
  ids: StoreErrorIds,
  row: { readonly bytes: Uint8Array; readonly digest: string },
): void {
  if (digestOf(row.bytes) === row.digest) return;
  throw new StoreError({ operation, code: 'CORRUPT', reason: 'found other bytes than were written', ids });
}

/** Adds a version. The same one again, from a copy of the database: the earlier time stays. */
export function insertBaseline(sql: Sql, key: BaselineKey, row: DocumentRow): void {
  sql.run(
    `INSERT INTO baseline (repository_id, branch, version, digest, written_at, bytes) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET written_at = min(written_at, excluded.written_at)`,
    key.repositoryId,
    key.branch,
    row.version,
    row.digest,
    row.written_at,
    row.bytes,
  );
  raiseMark(sql, baselineMark(key.repositoryId, key.branch), row.version);
}

/** @throws {StoreError} CORRUPT where there was one and it is gone: "there never was one" has to be certain */
function newest(sql: Sql, operation: string, key: BaselineKey): DocumentRow | undefined {
  const { repositoryId, branch } = key;
  const row = sql.get<DocumentRow>(
    `SELECT * FROM baseline WHERE repository_id = ? AND branch = ? ORDER BY ${NEWEST} LIMIT 1`,
    repositoryId,
    branch,
  );
  if ((row?.version ?? 0) < readMark(sql, baselineMark(repositoryId, branch))) {
    throw new StoreError({ operation, code: 'CORRUPT', reason: 'found the newest version missing', ids: idsOf(key) });
  }
  return row;
}

/** Says exactly one state: the same number in another copy of the database is another tag. */
function tagOf({ version, digest }: Pick<DocumentRow, 'version' | 'digest'>): string {
  return `${version}-${digest}`;
}

/** @throws {StoreError} CORRUPT where the bytes are not those that were written */
function toDocument(operation: string, key: BaselineKey, row: DocumentRow): StoredDocument {
  checkDigest(operation, idsOf(key), row);
  return documentOf(row);
}

function documentOf(row: DocumentRow): StoredDocument {
  return { bytes: new Uint8Array(row.bytes), tag: tagOf(row), version: tagOf(row), writtenAt: row.written_at };
}

function idsOf({ repositoryId, branch }: BaselineKey): { key: string } {
  return { key: `${repositoryId}/${branch.slice(0, 80)}` };
}

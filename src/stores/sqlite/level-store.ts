/** The LevelStore: the newest state and every one before it. */
import { StoreError } from '../errors.js';
import type { Clock, LevelStore, StoredLevels } from '../ports.js';
import { checkBytes, checkSequence } from '../validate.js';
import { checkDigest, digestOf } from './baseline-store.js';
import type { Database, Sql } from './database.js';
import { LEVELS, raiseMark, readMark } from './marks.js';

export interface LevelRow {
  readonly sequence: number;
  readonly digest: string;
  readonly written_at: number;
  readonly bytes: Uint8Array;
}

/** Newest first; two copies of a database may both have written a sequence, and every copy then has the same winner. */
const NEWEST = 'sequence DESC, written_at DESC, digest DESC';

export class SqliteLevelStore implements LevelStore {
  readonly #db: Database;
  readonly #clock: Clock;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  load(): Promise<StoredLevels | null> {
    const operation = 'LevelStore.load';
    return this.#db.read(operation, {}, (sql) => {
      const row = newest(sql, operation);
      return row === undefined ? null : toLevels(operation, row);
    });
  }

  async publish(bytes: Uint8Array, sequence: number, tag: string | null): Promise<StoredLevels> {
    const operation = 'LevelStore.publish';
    checkSequence(operation, sequence);
    checkBytes(operation, {}, bytes);
    return this.#db.write(operation, {}, (sql) => {
      const current = newest(sql, operation);
      if ((current === undefined ? null : tagOf(current)) !== tag) {
        const reason = 'found other levels than those that the new ones were made from';
        throw new StoreError({ operation, code: 'CONFLICT', reason });
      }
      const highest = readMark(sql, LEVELS);
      if (sequence <= highest) {
        const reason = `was given sequence ${sequence}; ${highest} is stored`;
        throw new StoreError({ operation, code: 'SEQUENCE', reason });
      }
      const row: LevelRow = { sequence, digest: digestOf(bytes), written_at: this.#clock.now(), bytes };
      insertLevels(sql, row);
      return levelsOf(row);
    });
  }

  history(): Promise<readonly { readonly sequence: number; readonly writtenAt: number }[]> {
    return this.#db.read('LevelStore.history', {}, (sql) =>
      sql
        .all<{ sequence: number; writtenAt: number }>(
          `SELECT sequence, max(written_at) AS writtenAt FROM level_state GROUP BY sequence ORDER BY sequence DESC`,
        )
        .map((row) => ({ ...row })),
    );
  }

  async loadSequence(sequence: number): Promise<Uint8Array> {
    const operation = 'LevelStore.loadSequence';
    checkSequence(operation, sequence);
    return this.#db.read(operation, {}, (sql) => {
      const row = sql.get<LevelRow>(
        `SELECT * FROM level_state WHERE sequence = ? ORDER BY ${NEWEST} LIMIT 1`,
        sequence,
      );
      if (row !== undefined) return toLevels(operation, row).bytes;
      const reason = `found no sequence ${sequence}`;
      throw new StoreError({ operation, code: 'NOT_FOUND', reason, next: 'List the history' });
    });
  }
}

/** Adds a state. The same one again, from a copy of the database: the earlier time stays. */
export function insertLevels(sql: Sql, row: LevelRow): void {
  sql.run(
    `INSERT INTO level_state (sequence, digest, written_at, bytes) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET written_at = min(written_at, excluded.written_at)`,
    row.sequence,
    row.digest,
    row.written_at,
    row.bytes,
  );
  raiseMark(sql, LEVELS, row.sequence);
}

/** @throws {StoreError} CORRUPT where there were levels and they are gone: "there never were any" has to be certain */
function newest(sql: Sql, operation: string): LevelRow | undefined {
  const row = sql.get<LevelRow>(`SELECT * FROM level_state ORDER BY ${NEWEST} LIMIT 1`);
  if ((row?.sequence ?? 0) < readMark(sql, LEVELS)) {
    throw new StoreError({ operation, code: 'CORRUPT', reason: 'found the newest levels missing' });
  }
  return row;
}

function tagOf({ sequence, digest }: LevelRow): string {
  return `${sequence}-${digest}`;
}

/** @throws {StoreError} CORRUPT where the bytes are not those that were written */
function toLevels(operation: string, row: LevelRow): StoredLevels {
  checkDigest(operation, {}, row);
  return levelsOf(row);
}

function levelsOf(row: LevelRow): StoredLevels {
  const tag = tagOf(row);
  return { bytes: new Uint8Array(row.bytes), tag, version: tag, writtenAt: row.written_at, sequence: row.sequence };
}

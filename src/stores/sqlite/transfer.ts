/** A database as lines of JSON, and back: for backups, for moving to another machine, for looking at with other tools. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { SQLInputValue } from 'node:sqlite';
import { StoreError } from '../errors.js';
import type { Clock } from '../ports.js';
import { runChecks } from './checks.js';
import { putInPlace, removeDatabase, temporaryBeside } from './create.js';
import type { Database } from './database.js';
import { newerSchema } from './database.js';
import { isSqliteError } from './failures.js';
import { SYSTEM_CLOCK } from './instants.js';
import { SCHEMA_VERSION } from './migrations.js';
import { openDatabase } from './open.js';

/** Version of the form of the lines; the version of the schema stands beside it. */
export const EXPORT_VERSION = 1;
const FORMAT = 'phase-mirror-store';
/** A baseline of 32 MB in base64, and room for its key. */
const MAX_LINE = 64 * 1024 * 1024;

interface Table {
  readonly columns: readonly string[];
  /** Makes the order of the lines that of the contents, not that of the writing. */
  readonly order: string;
}

const EVENT_COLUMNS = ['event_id', 'finding_id', 'rule_id', 'rule_version', 'repository', 'salt_version', 'change'];
const CONSENT_COLUMNS = [
  'org',
  'repository',
  'version',
  'resources',
  'excludes',
  'grantor',
  'granted_at',
  'expires_at',
];

/** Every table, referenced ones first. */
const TABLES: Readonly<Record<string, Table>> = {
  mark: { columns: ['name', 'value'], order: 'name' },
  rule: { columns: ['rule_id', 'rule_version'], order: 'rule_id, rule_version' },
  // Without `judged`, which follows from the verdicts.
  event: {
    columns: [...EVENT_COLUMNS, 'severity', 'level', 'blocked', 'occurred_at', 'state', 'sealed'],
    order: 'rule_id, rule_version, occurred_at, event_id',
  },
  actor: { columns: ['event_id', 'actor'], order: 'event_id, actor' },
  verdict: { columns: ['event_id', 'reviewer', 'kind', 'ticket', 'at', 'source'], order: 'event_id, reviewer' },
  total: {
    columns: ['rule_id', 'rule_version', 'day', 'total', 'false_positives', 'true_positives'],
    order: 'rule_id, rule_version, day',
  },
  consent: {
    columns: [...CONSENT_COLUMNS, 'revocable', 'revoked_by', 'revoked_at', 'recorded_at', 'digest'],
    order: 'recorded_at, org, repository, version, digest',
  },
  block: {
    columns: ['rule_id', 'repository_id', 'pull_request', 'author_id', 'first_seen_at'],
    order: 'rule_id, repository_id, pull_request',
  },
  baseline: {
    columns: ['repository_id', 'branch', 'version', 'digest', 'written_at', 'bytes'],
    order: 'repository_id, branch, version, digest',
  },
  level_state: { columns: ['sequence', 'digest', 'written_at', 'bytes'], order: 'sequence, digest' },
};

type Value = string | number | null;

/**
 * The whole database as it is at one moment, line by line, without line ends. The first line is the header
 * `{"format":"phase-mirror-store","version":1,"schema":4}`, then one line per row, `[table, …columns]`, the bytes of
 * documents in base64; the last one is `{"rows":n}`, so that a file that was cut off is noticed. The same contents make
 * the same lines.
 *
 * @throws {StoreError} what opening throws; CORRUPT
 */
export async function* exportSqlite(path: string): AsyncGenerator<string, void, undefined> {
  const { db } = await openDatabase(path, { readOnly: true });
  try {
    const transaction = await db.begin('read', 'store.export');
    yield JSON.stringify({ format: FORMAT, version: EXPORT_VERSION, schema: SCHEMA_VERSION });
    let rows = 0;
    for (const [name, { columns, order }] of Object.entries(TABLES)) {
      const text = `SELECT ${columns.join(', ')} FROM "${name}" ORDER BY ${order}`;
      for (const row of db.iterate<Record<string, Value | Uint8Array>>(text)) {
        rows += 1;
        yield JSON.stringify([name, ...columns.map((column) => encode(row[column] ?? null))]);
      }
    }
    yield JSON.stringify({ rows });
    transaction.end('commit');
  } catch (error) {
    throw db.failure('store.export', {}, error);
  } finally {
    db.close();
  }
}

/**
 * Puts what `exportSqlite` gave into a database, in one transaction. A new one is made under another name and gets its own
 * when all of it is there, so that a failure leaves nothing that could pass for a sound, empty memory.
 *
 * @param path of a file that is not there, or holds nothing yet
 * @param lines without line ends; empty ones are skipped
 * @param clock what is later than it says is wrong
 * @returns how many rows it has now
 * @throws {StoreError} what opening throws; CONFLICT (the database holds something already); INVALID (not such lines, cut
 *   off, rows that contradict each other), naming the line; NEWER_SCHEMA
 */
export async function importSqlite(
  path: string,
  lines: AsyncIterable<string> | Iterable<string>,
  clock: Clock = SYSTEM_CLOCK,
): Promise<number> {
  const file = resolve(path);
  if (existsSync(file) || !existsSync(dirname(file))) return await fill(file, file, lines, clock);
  const temporary = temporaryBeside(file);
  try {
    const rows = await fill(temporary, file, lines, clock);
    if (!putInPlace(temporary, file)) throw full(IMPORT, file);
    return rows;
  } finally {
    removeDatabase(temporary);
  }
}

const IMPORT = 'store.import';

/** @param name what messages call `file` */
async function fill(
  file: string,
  name: string,
  lines: AsyncIterable<string> | Iterable<string>,
  clock: Clock,
): Promise<number> {
  const operation = IMPORT;
  const { db } = await openDatabase(file, { name });
  try {
    const transaction = await db.begin('write', operation);
    try {
      refuseFull(operation, db);
      const rows = await readLines(operation, db, lines);
      refuseUnsound(operation, db, clock.now());
      transaction.end('commit');
      return rows;
    } catch (error) {
      transaction.end('rollback');
      throw db.failure(operation, {}, error);
    }
  } finally {
    db.close();
  }
}

async function readLines(
  operation: string,
  db: Database,
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<number> {
  let number = 0;
  let rows = 0;
  let state: 'header' | 'rows' | 'end' = 'header';
  const refuse = (reason: string, cause?: unknown): never => {
    throw invalid(operation, db.file, `line ${number} ${reason}`, cause);
  };
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    if (line.length > MAX_LINE) refuse('is too long');
    if (state === 'end') refuse('stands behind the last one');
    const value = parse(line, refuse);
    if (state === 'header') {
      readHeader(operation, db, value, refuse);
      state = 'rows';
    } else if (Array.isArray(value)) {
      insert(db, value, refuse);
      rows += 1;
    } else {
      if (field(value, 'rows') !== rows) refuse(`counts other rows than the ${rows} before it`);
      state = 'end';
    }
  }
  if (state !== 'end') throw invalid(operation, db.file, 'the last line is missing: the export was cut off');
  return rows;
}

type Refuse = (reason: string, cause?: unknown) => never;

function parse(line: string, refuse: Refuse): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    return refuse('is not JSON', error);
  }
}

function readHeader(operation: string, db: Database, header: unknown, refuse: Refuse): void {
  if (field(header, 'format') !== FORMAT) refuse('is not the header of an export');
  if (field(header, 'version') !== EXPORT_VERSION) refuse('names a form that this version does not know');
  const schema = Number(field(header, 'schema'));
  if (schema > SCHEMA_VERSION) throw newerSchema(operation, db.file, schema);
}

function insert(db: Database, [name, ...values]: unknown[], refuse: Refuse): void {
  const table = typeof name === 'string' && Object.hasOwn(TABLES, name) ? TABLES[name] : undefined;
  const columns = table?.columns ?? refuse('is the row of no table');
  if (values.length !== columns.length) refuse(`has not the columns of ${name}`);
  const row = values.map((value, index) => decode(columns[index] === 'bytes', value) ?? refuse('holds no such value'));
  const text = `INSERT INTO "${name}" (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
  try {
    db.run(text, ...row.map(({ bound }) => bound));
  } catch (error) {
    // Constraint: a value that may not be there, or one that is there already.
    if (isSqliteError(error) && (error.errcode & 0xff) === 19) refuse(`does not fit: ${error.message}`, error);
    throw error;
  }
}

function encode(value: Value | Uint8Array): Value {
  return typeof value === 'object' && value !== null ? Buffer.from(value).toString('base64') : value;
}

/** The value in its box, undefined when a column cannot hold it. */
function decode(bytes: boolean, value: unknown): { readonly bound: SQLInputValue } | undefined {
  if (bytes) return typeof value === 'string' ? { bound: Buffer.from(value, 'base64') } : undefined;
  if (value === null || typeof value === 'string' || Number.isSafeInteger(value)) return { bound: value as Value };
  return undefined;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function refuseFull(operation: string, db: Database): void {
  for (const name of Object.keys(TABLES)) {
    if (db.get(`SELECT 1 FROM "${name}" LIMIT 1`) === undefined) continue;
    throw full(operation, db.file);
  }
}

function full(operation: string, file: string): StoreError {
  return new StoreError({
    operation,
    code: 'CONFLICT',
    reason: 'holds something already',
    next: 'Import into a new file, then merge the two',
    ids: { file },
  });
}

function refuseUnsound(operation: string, db: Database, now: number): void {
  const failed = runChecks(db, now).filter(({ ok }) => !ok);
  if (failed.length === 0) return;
  const reason = failed.map(({ name, detail }) => `${name}: ${detail}`).join('; ');
  throw invalid(operation, db.file, `what the lines say contradicts itself: ${reason}`);
}

function invalid(operation: string, file: string, reason: string, cause?: unknown): StoreError {
  return new StoreError({
    operation,
    code: 'INVALID',
    reason: `was stopped, ${reason}`,
    next: 'Export again; nothing was imported',
    ids: { file },
    cause,
  });
}

/** Consent records as rows, and back. A row is never changed: what is in force is the row with the highest version. */
import { createHash } from 'node:crypto';
import { StoreError } from '../errors.js';
import type { ConsentRecord, ConsentResource, ConsentScope } from '../ports.js';
import { scopeText } from '../validate.js';
import type { Sql } from './database.js';
import { consentMark, raiseMark, readMark } from './marks.js';

export interface ConsentRow {
  readonly org: string;
  /** Empty for an organisation's. */
  readonly repository: string;
  readonly version: number;
  /** JSON array. */
  readonly resources: string;
  /** JSON array. */
  readonly excludes: string;
  readonly grantor: string;
  readonly granted_at: number;
  readonly expires_at: number | null;
  readonly revocable: number;
  readonly revoked_by: string | null;
  readonly revoked_at: number | null;
  /** When it was written, by the clock of the writer. */
  readonly recorded_at: number;
  readonly digest: string;
}

/**
 * Which of several rows with one version is in force: two copies of a database that went apart may each have written
 * one. A revocation wins, because what was taken back must not come back; then the later, then any, but always the same.
 */
const WINNER = 'version DESC, (revoked_at IS NOT NULL) DESC, recorded_at DESC, digest DESC';

/**
 * The record in force, or not any more; null where there never was one.
 *
 * @throws {StoreError} CORRUPT where the row is not what was written, or a later one is gone: that may have been the
 *   revocation
 */
export function currentConsent(sql: Sql, scope: ConsentScope): ConsentRecord | null {
  const row = sql.get<ConsentRow>(
    `SELECT * FROM consent WHERE org = ? AND repository = ? ORDER BY ${WINNER} LIMIT 1`,
    scope.org,
    scope.kind === 'org' ? '' : scope.repository,
  );
  if ((row?.version ?? 0) < readMark(sql, consentMark(scope))) {
    const ids = { table: 'consent', key: scopeText(scope) };
    throw new StoreError({
      operation: 'ConsentStore',
      code: 'CORRUPT',
      reason: 'found the newest version missing',
      ids,
    });
  }
  return row === undefined ? null : toConsent(row);
}

/** @throws {StoreError} CORRUPT where the row is not what was written */
export function toConsent(row: ConsentRow): ConsentRecord {
  const { org, repository } = row;
  if (digestOf(row) !== row.digest) {
    const ids = { table: 'consent', key: `${org}/${repository} version ${row.version}` };
    throw new StoreError({ operation: 'ConsentStore', code: 'CORRUPT', reason: 'found a row that was altered', ids });
  }
  return {
    scope: repository === '' ? { kind: 'org', org } : { kind: 'repo', org, repository },
    resources: JSON.parse(row.resources) as ConsentResource[],
    excludes: JSON.parse(row.excludes) as string[],
    grantor: row.grantor,
    grantedAt: row.granted_at,
    expiresAt: row.expires_at,
    revocable: row.revocable === 1,
    version: row.version,
    revoked: row.revoked_by === null || row.revoked_at === null ? null : { by: row.revoked_by, at: row.revoked_at },
  };
}

export function toConsentRow(record: ConsentRecord, recordedAt: number): ConsentRow {
  const row = {
    org: record.scope.org,
    repository: record.scope.kind === 'org' ? '' : record.scope.repository,
    version: record.version,
    resources: JSON.stringify(record.resources),
    excludes: JSON.stringify(record.excludes),
    grantor: record.grantor,
    granted_at: record.grantedAt,
    expires_at: record.expiresAt,
    revocable: record.revocable ? 1 : 0,
    revoked_by: record.revoked?.by ?? null,
    revoked_at: record.revoked?.at ?? null,
    recorded_at: recordedAt,
  };
  return { ...row, digest: digestOf(row) };
}

function digestOf(row: Omit<ConsentRow, 'digest'>): string {
  const { org, repository, version, resources, excludes, grantor, granted_at, expires_at, revocable } = row;
  const values = [org, repository, version, resources, excludes, grantor, granted_at, expires_at, revocable];
  const text = JSON.stringify([...values, row.revoked_by, row.revoked_at, row.recorded_at]);
  return createHash('sha256').update(text).digest('hex');
}

/** Adds a row; one that is there already stays as it is. */
export function insertConsent(sql: Sql, row: ConsentRow): void {
  sql.run(
    `INSERT OR IGNORE INTO consent (org, repository, version, resources, excludes, grantor, granted_at, expires_at,
       revocable, revoked_by, revoked_at, recorded_at, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.org,
    row.repository,
    row.version,
    row.resources,
    row.excludes,
    row.grantor,
    row.granted_at,
    row.expires_at,
    row.revocable,
    row.revoked_by,
    row.revoked_at,
    row.recorded_at,
    row.digest,
  );
  raiseMark(sql, consentMark(toConsent(row).scope), row.version);
}

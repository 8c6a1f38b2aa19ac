/**
 * High-water marks: what was reached once and may not be lost. They stand beside the rows that they are about, so that a
 * missing last row is noticed.
 */
import type { ConsentScope } from '../ports.js';
import type { Sql } from './database.js';

/** Events up to this instant may have been removed, so that days up to it can't be counted again. */
export const PURGED = 'purged-until';
/** Highest sequence of the levels. */
export const LEVELS = 'levels';

/** Highest version of a baseline. */
export function baselineMark(repositoryId: number, branch: string): string {
  return `baseline:${repositoryId}:${branch}`;
}

/** Highest version of a consent. */
export function consentMark(scope: ConsentScope): string {
  return `consent:${scope.org}:${scope.kind === 'org' ? '' : scope.repository}`;
}

/** The mark, 0 when it was never set. */
export function readMark(sql: Sql, name: string): number {
  return sql.get<{ value: number }>('SELECT value FROM mark WHERE name = ?', name)?.value ?? 0;
}

/** Never goes down. */
export function raiseMark(sql: Sql, name: string, value: number): void {
  sql.run(
    'INSERT INTO mark (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = max(value, excluded.value)',
    name,
    value,
  );
}

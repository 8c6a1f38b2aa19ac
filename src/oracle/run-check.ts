/** The L0 check of a run's own transition: a bundle that validates with other schemas than were published decides nothing. */
import { schemaPair } from '../l0/check.js';
import { PUBLISHED_SCHEMA_HASH } from './published-schemas.js';
import { judgeRun, type RunCheck } from './run-judge.js';
import { actualSchemaHash } from './schema-hash.js';

/**
 * Check this run, which may validate with any of the schemas.
 *
 * @param now milliseconds since 1970-01-01 UTC
 * @param expected another hash than the published one, for tests
 */
export function checkRun(now: number, expected: string = PUBLISHED_SCHEMA_HASH): RunCheck {
  return judgeRun(schemaPair(actualSchemaHash(), expected), now);
}

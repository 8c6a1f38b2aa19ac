/** The L0 check of a run's own transition: a bundle that validates with other schemas than were published decides nothing. */
import { checkL0, schemaPair } from '../l0/check.js';
import { describeL0, type L0Violation } from '../l0/describe.js';
import { runState } from '../l0/state.js';
import { PUBLISHED_SCHEMA_HASH } from './published-schemas.js';
import { actualSchemaHash } from './schema-hash.js';

export interface RunCheck {
  /** 0: passed. */
  readonly mask: number;
  readonly violations: readonly L0Violation[];
}

/**
 * Check this run.
 *
 * @param now milliseconds since 1970-01-01 UTC
 * @param expected another hash than the published one, for tests
 */
export function checkRun(now: number, expected: string = PUBLISHED_SCHEMA_HASH): RunCheck {
  const state = runState(schemaPair(actualSchemaHash(), expected));
  const mask = checkL0(state, now);
  return { mask, violations: describeL0(mask, state, now) };
}

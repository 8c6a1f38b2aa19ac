/** L0 on a run, by the schemas that it validates with. */
import { checkL0 } from '../l0/check.js';
import { describeL0, type L0Violation } from '../l0/describe.js';
import { runState, type SchemaPair } from '../l0/state.js';

export interface RunCheck {
  /** 0: passed. */
  readonly mask: number;
  readonly violations: readonly L0Violation[];
}

/** @param now milliseconds since 1970-01-01 UTC */
export function judgeRun(schemas: SchemaPair, now: number): RunCheck {
  const state = runState(schemas);
  const mask = checkL0(state, now);
  return { mask, violations: mask === 0 ? [] : describeL0(mask, state, now) };
}

/** L0 on a drift: how far the governed state may move in one acceptance. */
import { checkL0 } from '../l0/check.js';
import { DEFAULT_MAX_MAGNITUDE, L0_DRIFT_MAGNITUDE } from '../l0/constants.js';
import { baselineState, firstBaselineState, type L0State, type SchemaPair } from '../l0/state.js';
import type { Config } from '../policy/types.js';
import type { Drift, Magnitude } from './types.js';

/** The largest drift that may be accepted. */
export function maxMagnitude(config: Config | null): number {
  return config?.drift.maxMagnitude?.value ?? DEFAULT_MAX_MAGNITUDE;
}

export interface AcceptanceJudgement {
  /** 0: it may be written. */
  readonly mask: number;
  /** For `describeL0`. */
  readonly state: L0State;
}

/**
 * May this state be accepted?
 *
 * @param magnitude of the drift from the baseline that is replaced; null for the first one of a branch
 */
export function judgeAcceptance(
  schemas: SchemaPair,
  magnitude: Magnitude | null,
  maximum: number,
  now: number,
): AcceptanceJudgement {
  const state =
    magnitude === null
      ? firstBaselineState(schemas)
      : baselineState(schemas, { magnitude: magnitude.value, maxMagnitude: maximum });
  return { mask: checkL0(state, now), state };
}

/** Whether a drift is too large to be accepted as it is. A check only measures it. */
export function isTooLarge(schemas: SchemaPair, magnitude: Magnitude, maximum: number, now: number): boolean {
  return (judgeAcceptance(schemas, magnitude, maximum, now).mask & L0_DRIFT_MAGNITUDE) !== 0;
}

/** The labels of an issue about a drift (design.md, "Issues"). */
export function labelsOf(drift: Drift, tooLarge: boolean): readonly string[] {
  return [
    'governance',
    ...(drift.schema ? ['schema-drift'] : []),
    ...(tooLarge || drift.widened ? ['priority-high'] : []),
  ];
}

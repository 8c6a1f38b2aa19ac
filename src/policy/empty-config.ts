/** The configuration where nobody wrote one. Apart from reading it: most repositories have none. */
import type { CalibrationSettings, Config } from './types.js';

/** The settings of a repository without the key: nobody's verdict counts. */
export const NO_CALIBRATION: CalibrationSettings = { reviewers: [] };

/** The configuration of a repository without a file: valid, and everything built in. */
export function emptyConfig(): Config {
  return {
    path: null,
    rules: new Map(),
    requiredChecks: [],
    externalChecks: [],
    schemas: [],
    trustedKeys: [],
    drift: { include: [], exclude: [], accept: [] },
    calibration: NO_CALIBRATION,
    thresholds: {},
    suppressions: [],
    keys: new Map(),
    lines: [],
  };
}

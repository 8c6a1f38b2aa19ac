/** Actions that matter when a job that gathers results is judged (MD-004). Names in lower case, without a version. */

/**
 * Steps that only find out what changed. A job of nothing else fails only when GitHub itself does.
 */
export const CHANGE_DETECTORS: readonly string[] = [
  /** https://github.com/dorny/paths-filter */
  'dorny/paths-filter',
  /** https://github.com/step-security/paths-filter */
  'step-security/paths-filter',
  /** https://github.com/tj-actions/changed-files */
  'tj-actions/changed-files',
  /** https://github.com/step-security/changed-files */
  'step-security/changed-files',
  /** https://github.com/fkirc/skip-duplicate-actions */
  'fkirc/skip-duplicate-actions',
  /** https://github.com/actions/labeler: its outputs say which labels apply. */
  'actions/labeler',
];

/** Steps that prepare a job and judge nothing. */
export const PREPARING_STEPS: readonly string[] = ['actions/checkout', 'step-security/harden-runner'];

/** Where a repository keeps its accepted state, for those who ask for it before they can read it. */

/** Below the top of the repository. Not governed itself: an acceptance is no drift. */
export const BASELINE_FILE = '.github/phase-mirror-baseline.json';

/** Of one that is read ahead: nearly every one is smaller, and any other is read when it is asked for. */
export const AHEAD_BYTES = 1024 * 1024;

/** Whether what somebody says of a finding will count: told when they say it, decided when calibration looks. */
import { PhaseMirrorError } from '../errors.js';
import { openCalibrationGround } from './calibrate-ground.js';
import { type GitHubAccess, reviewersOf } from './calibrate-reviewers.js';
import type { Id } from './memory.js';

export interface StandingRequest {
  /** Where the command runs. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly clock: () => number;
  readonly reviewer: Id;
  readonly backend: 'sqlite' | 'aws';
  /** null: there is no token to ask who a login is. */
  readonly github: GitHubAccess | null;
}

/**
 * Against the list of the commit that is checked out.
 *
 * @returns why it will not count, after the name of the person; '' where it may, or where that cannot be told: outside of
 *   a clone, without a commit, with a configuration that is not valid, with logins or teams on the list and no token
 */
export async function standingOf(request: StandingRequest): Promise<string> {
  const { reviewer, backend, github } = request;
  try {
    const { git, config, head } = await openCalibrationGround(request);
    await git.close();
    const where = `under \`calibration.reviewers\` of ${config.path ?? 'a configuration'} in the commit ${head.slice(0, 12)}`;
    if (config.calibration.reviewers.length === 0) return `is not listed: nobody is, ${where}`;
    const { ids, incomplete } = await reviewersOf(config, github, backend);
    // An address is on the list or it is not: logins and teams never stand for one.
    if (ids.has(reviewer) || (incomplete && typeof reviewer === 'number')) return '';
    return `is not listed ${where}`;
  } catch (error) {
    // The verdict is stored already; what stands in the way of this question is no fault of it.
    if (error instanceof PhaseMirrorError && error.kind !== 'bug') return '';
    throw error;
  }
}

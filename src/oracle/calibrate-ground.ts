/** What calibration trusts: the configuration and the copy of the levels, as the commit that is checked out has them. */
import { PhaseMirrorError } from '../errors.js';
import { emptyConfig } from '../policy/empty-config.js';
import { LEVELS_COPY } from '../policy/org-levels.js';
import type { Config } from '../policy/types.js';
import { Git } from '../repository/git.js';
import type { CalibrationRequest } from './calibrate-types.js';
import { configOfCommit, readCommitted } from './committed-files.js';
import { configPathInTree } from './config-path.js';
import { MAX_COPY_BYTES } from './signed-levels.js';

export interface CalibrationGround {
  readonly git: Git;
  /** The commit that everything is read from. */
  readonly head: string;
  /** Empty where there is no file: a valid configuration, under which nobody's verdict counts. */
  readonly config: Config;
  /** The committed copy of the levels, of any content; null: there is none. */
  readonly copy: string | null;
}

/**
 * Opens the checkout. The commit counts, not what lies beside it on the disk: whoever wants another reviewer has it
 * merged. Close `git` afterwards.
 *
 * @throws PhaseMirrorError `user`: no clone, no commit, an invalid configuration or none where one was named;
 *   `evidence`: a file of the commit cannot be read
 */
export async function openCalibrationGround(
  request: Pick<CalibrationRequest, 'folder' | 'environment' | 'configPath' | 'clock'>,
): Promise<CalibrationGround> {
  const { folder, environment, configPath, clock } = request;
  const git = await Git.open(folder, environment);
  if (git === null) {
    throw new PhaseMirrorError('user', {
      thing: folder,
      reason: 'is not inside a git repository, so nothing says whose verdicts count',
      next: 'Name a clone of the default branch',
    });
  }
  try {
    const head = await git.line(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { okCodes: [0, 1, 128] });
    if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(head)) {
      throw new PhaseMirrorError('user', { thing: git.top, reason: 'has no commit', next: 'Make one first' });
    }
    const named = configPath === undefined ? undefined : configPathInTree(configPath, git.top);
    const config = await configOfCommit(git, head, named, clock());
    if (config === null && named !== undefined) {
      throw new PhaseMirrorError('user', {
        thing: `the configuration ${named}`,
        reason: 'is not in the commit that is checked out',
        next: 'Commit it, or check the path: it is relative to the top of the repository',
      });
    }
    const copy = await readCommitted(git, head, LEVELS_COPY, MAX_COPY_BYTES);
    return { git, head, config: config ?? emptyConfig(), copy: copy === null ? null : new TextDecoder().decode(copy) };
  } catch (error) {
    await git.close();
    throw error;
  }
}

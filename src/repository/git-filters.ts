/** Keeps git from running the filter drivers of the evaluated repository's own configuration. */
import { PhaseMirrorError } from '../errors.js';
import type { Git } from './git.js';
import type { ConfigPair } from './git-environment.js';
import { splitNames } from './git-names.js';

/** Read back to see that git knows `GIT_CONFIG_COUNT`, on which the neutralised filters rest. */
export const PROBE: ConfigPair = ['phasemirror.probe', 'true'];

/**
 * Configuration under which no filter driver of this repository runs: see `Git.withoutFilters`.
 *
 * @throws {PhaseMirrorError} `user` when git is too old to take it
 */
export async function filtersOff(git: Pick<Git, 'run'>): Promise<readonly ConfigPair[]> {
  const args = ['config', '-z', '--name-only', '--get-regexp', '^(filter\\..*|phasemirror\\.probe)$'];
  const keys = splitNames((await git.run(args, { okCodes: [0, 1] })).stdout);
  if (!keys.includes(PROBE[0])) {
    throw new PhaseMirrorError('user', {
      thing: 'git',
      reason: 'is older than 2.31 and cannot be kept from running the filters of the evaluated repository',
      next: 'Install git 2.31 or newer',
    });
  }
  const names = new Set(
    keys.filter((key) => key.startsWith('filter.')).map((key) => key.slice(7, key.lastIndexOf('.'))),
  );
  return [...names].flatMap((name): ConfigPair[] => [
    [`filter.${name}.clean`, ''],
    [`filter.${name}.smudge`, ''],
    [`filter.${name}.process`, ''],
    [`filter.${name}.required`, 'false'],
  ]);
}

/** Where the configuration of a repository is. Apart from reading it: most repositories have none. */
import { PhaseMirrorError } from '../errors.js';

/** Names that are tried, at the top of the repository. Two at once are an error: nobody could say which one holds. */
export const CONFIG_PATHS = ['.phase-mirror.yml', '.phase-mirror.yaml', '.github/phase-mirror.yml'] as const;

/**
 * Which of {@link CONFIG_PATHS} a tree has.
 *
 * @returns the path, or null when there is none
 * @throws PhaseMirrorError (user, exit 2) when there is more than one
 */
export function findConfigPath(paths: Iterable<string>): string | null {
  const tree = new Set(paths);
  const [path, ...others] = CONFIG_PATHS.filter((candidate) => tree.has(candidate));
  if (path === undefined) return null;
  if (others.length > 0) {
    throw new PhaseMirrorError('user', {
      thing: 'the configuration',
      reason: `is there more than once: ${[path, ...others].join(', ')}`,
      next: `Keep ${path} and remove ${others.length === 1 ? 'the other' : 'the others'}`,
      position: { path: others[0] ?? path },
    });
  }
  return path;
}

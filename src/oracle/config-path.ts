/** A configuration file that the user names, as a path of the tree. */
import { isAbsolute, posix, relative, sep } from 'node:path';
import { PhaseMirrorError } from '../errors.js';

/**
 * @param named absolute (a terminal resolves it against its folder), or relative to the top of the repository
 * @param top absolute top of the repository
 * @throws PhaseMirrorError `user`, exit 2, for a path that leads out: the policy is part of what is evaluated
 */
export function configPathInTree(named: string, top: string): string {
  const path = isAbsolute(named) ? relative(top, named).split(sep).join('/') : posix.normalize(named);
  if (path !== '' && path !== '..' && !path.startsWith('../') && !isAbsolute(path)) return path;
  throw new PhaseMirrorError('user', {
    thing: `the configuration ${named}`,
    reason: 'is not inside the repository that is evaluated',
    next: 'Name a file of the repository',
  });
}

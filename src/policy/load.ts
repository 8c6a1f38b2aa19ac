/**
 * Which configuration is in force. Contract of design.md: on a pull request or in a merge queue it is the base's, so
 * that a change cannot loosen the rule it is judged by; what it loosens is a finding. The subject's own file is
 * validated all the same.
 */
import { PhaseMirrorError } from '../errors.js';
import { DEFAULT_BUDGET, type Snapshot } from '../repository/types.js';
import { type ConfigContext, emptyConfig, findConfigPath, parseConfig } from './config.js';
import type { Config } from './types.js';

export interface PolicySides {
  readonly subject: Snapshot;
  readonly base: Snapshot | null;
  /** True for a pull request or merge group, and in a terminal with `--base`. */
  readonly fromBase: boolean;
  /** A file named by the user instead of the default names, relative to the top of the repository. */
  readonly path?: string;
}

export interface LoadedPolicy {
  /** The configuration in force. */
  readonly config: Config;
  readonly side: 'base' | 'subject';
  /** Both sides, for `weakenings`; null where there is nothing to compare. */
  readonly compare: { readonly base: Config; readonly subject: Config } | null;
  /** Why built-in policy stands in for an invalid file on the base; null otherwise. */
  readonly baseInvalid: string | null;
}

/**
 * @throws PhaseMirrorError (user, exit 2) when the file in force is invalid, when the subject's is, or when a named
 *   file is on neither side
 */
export async function loadPolicy(sides: PolicySides, context: ConfigContext): Promise<LoadedPolicy> {
  const { subject, base, fromBase, path } = sides;
  const onSubject = await readConfig(subject, path, context);
  if (!fromBase) {
    if (path !== undefined && onSubject === null) throw notThere(path, 'in the tree that is evaluated');
    return {
      config: onSubject ?? emptyConfig(),
      side: 'subject',
      compare: null,
      baseInvalid: null,
    };
  }
  if (base === null) {
    return { config: emptyConfig(), side: 'base', compare: null, baseInvalid: null };
  }
  let onBase: Config | null;
  try {
    onBase = await readConfig(base, path, context);
  } catch (error) {
    // The change that mends a broken configuration must be able to pass; built-in policy is the strict stand-in.
    if (!(error instanceof PhaseMirrorError) || onSubject === null) throw error;
    return { config: emptyConfig(), side: 'base', compare: null, baseInvalid: error.message };
  }
  if (path !== undefined && onBase === null && onSubject === null) throw notThere(path, 'on either side of the change');
  const inForce = onBase ?? emptyConfig();
  return {
    config: inForce,
    side: 'base',
    compare: { base: inForce, subject: onSubject ?? emptyConfig() },
    baseInvalid: null,
  };
}

/** null when the tree has no configuration. */
async function readConfig(tree: Snapshot, named: string | undefined, context: ConfigContext): Promise<Config | null> {
  const paths = (await tree.list()).map((entry) => entry.path);
  const path = named ?? findConfigPath(paths);
  if (path === null || !paths.includes(path)) return null;
  const read = await tree.read(path, DEFAULT_BUDGET.maxBytes);
  if (read.ok) return parseConfig(path, read.bytes, context).config;
  const { failure } = read;
  throw new PhaseMirrorError('user', {
    thing: 'the configuration',
    reason:
      failure.reason === 'too-large'
        ? `has ${failure.bytes} bytes; at most ${failure.limit} are read`
        : failure.reason === 'symlink-outside'
          ? 'is a symbolic link that leaves the repository'
          : 'cannot be read',
    next: 'Make it a plain file of this repository',
    position: { path },
  });
}

function notThere(path: string, where: string): PhaseMirrorError {
  return new PhaseMirrorError('user', {
    thing: `the configuration ${path}`,
    reason: `is not ${where}`,
    next: 'Check the path: it is relative to the top of the repository',
  });
}

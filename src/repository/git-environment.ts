/**
 * The environment git runs in. A repository under evaluation may carry a hostile `.git/config` (an unpacked archive
 * does), and the variables of the caller may point git somewhere else; neither may decide what is run or read.
 */
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { PhaseMirrorError } from '../errors.js';

/** Environment variables as they came in, `process.env` in production. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One `key = value` of git's configuration. */
export type ConfigPair = readonly [key: string, value: string];

/**
 * Variables of git that say how to reach a server or where git itself is installed. Every other `GIT_*` is dropped:
 * `GIT_DIR`, `GIT_WORK_TREE`, `GIT_INDEX_FILE`, `GIT_OBJECT_DIRECTORY`, `GIT_CONFIG*`, `GIT_EXTERNAL_DIFF`,
 * `GIT_TRACE*` … either redirect git or make it print what it should not.
 */
const KEPT_OF_GIT = /^GIT_(?:SSH(?:_COMMAND|_VARIANT)?|SSL_[A-Z_]+|PROXY_SSL_[A-Z_]+|HTTP_PROXY_AUTHMETHOD|EXEC_PATH)$/;

/** Inputs and service tokens of a runner: git, its helpers and ssh have no use for them. */
const OF_THE_RUNNER = /^(?:INPUT_|ACTIONS_)/;

/** Configuration that no repository may override, as arguments: `-c` is understood by every version of git. */
export const FIXED_ARGUMENTS: readonly string[] = [
  ...['-c', 'core.fsmonitor=false'],
  ...['-c', 'core.hooksPath=/dev/null'],
  ...['-c', 'core.quotePath=true'],
  '--no-pager',
  '--literal-pathspecs',
];

export interface ChildOptions {
  /** Work on this repository, whatever the current directory: no discovery, so no ownership check either. */
  readonly gitDir?: string;
  readonly workTree?: string;
  /** Passed through `GIT_CONFIG_COUNT` (git 2.31), so that a value is in no argument list. */
  readonly config?: readonly ConfigPair[];
  /** Transports that may be used; none by default. */
  readonly protocols?: string;
}

/** The environment of one git process. */
export function childEnvironment(environment: Environment, options: ChildOptions): Record<string, string> {
  const child: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || OF_THE_RUNNER.test(name)) continue;
    if (name.toUpperCase().startsWith('GIT_') && !KEPT_OF_GIT.test(name)) continue;
    child[name] = value;
  }
  child['LC_ALL'] = 'C';
  child['GIT_TERMINAL_PROMPT'] = '0';
  child['GIT_NO_LAZY_FETCH'] = '1';
  child['GIT_OPTIONAL_LOCKS'] = '0';
  child['GIT_NO_REPLACE_OBJECTS'] = '1';
  child['GIT_ALLOW_PROTOCOL'] = options.protocols ?? 'none';
  if (options.gitDir !== undefined) child['GIT_DIR'] = options.gitDir;
  if (options.workTree !== undefined) child['GIT_WORK_TREE'] = options.workTree;
  const config = options.config ?? [];
  if (config.length > 0) child['GIT_CONFIG_COUNT'] = String(config.length);
  config.forEach(([key, value], index) => {
    child[`GIT_CONFIG_KEY_${index}`] = key;
    child[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  return child;
}

/**
 * The git to run, as an absolute path. Relative and empty entries of PATH are skipped and the current directory is
 * never searched: either could be a program of the evaluated repository.
 *
 * @throws {PhaseMirrorError} `user` when there is none
 */
export function findGit(environment: Environment): string {
  const path = Object.entries(environment).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
  const names = delimiter === ';' ? ['git.exe'] : ['git'];
  for (const folder of path.split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const name of names) {
      const candidate = join(folder, name);
      try {
        accessSync(candidate, constants.X_OK);
        return candidate;
      } catch {
        // Not here: the next folder of PATH.
      }
    }
  }
  throw new PhaseMirrorError('user', {
    thing: 'git',
    reason: 'is not on PATH',
    next: 'Install git 2.31 or newer, or run in an image that has it',
  });
}

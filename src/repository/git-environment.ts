/**
 * The environment git runs in. A repository under evaluation may carry a hostile `.git/config` (an unpacked archive
 * does), and the variables of the caller may point git somewhere else; neither may decide what is run or read. And what
 * git starts (ssh, a credential helper) needs none of the secrets that a job holds.
 */
import { accessSync, constants, existsSync } from 'node:fs';
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

/**
 * Everything else that git, ssh and curl need: where programs, homes and temporary files are, proxies, certificates,
 * agents and tickets, and whose the files are that `sudo` is run over. What is not named here (`GITHUB_TOKEN`, `AWS_*`,
 * signing keys, inputs) is not handed on. Windows does not tell names apart by case, and curl reads proxies in both.
 */
const KEPT: ReadonlySet<string> = new Set(
  [
    'PATH HOME USER LOGNAME LANG LANGUAGE TZ TMPDIR TMP TEMP',
    'HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE',
    'SSH_AUTH_SOCK SSH_AGENT_PID SUDO_UID LD_LIBRARY_PATH DEVELOPER_DIR',
    'SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT APPDATA LOCALAPPDATA PROGRAMDATA ALLUSERSPROFILE',
    'PROGRAMFILES PROGRAMFILES(X86) PROGRAMW6432 COMMONPROGRAMFILES COMMONPROGRAMFILES(X86)',
    'USERPROFILE USERNAME USERDOMAIN HOMEDRIVE HOMEPATH',
  ].flatMap((names) => names.split(' ')),
);
const KEPT_FAMILY = /^(?:XDG_[A-Z_]+|KRB5[A-Z0-9_]*)$/;

function isKept(name: string): boolean {
  if (name.startsWith('GIT_')) return KEPT_OF_GIT.test(name);
  const upper = name.toUpperCase();
  // Outside of ASCII, other letters have these for their capitals.
  return (KEPT.has(upper) || KEPT_FAMILY.test(upper)) && !/[^!-~]/.test(name);
}

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

declare const KEPT_MARK: unique symbol;
/** An environment that was looked through: nothing else is handed to a process. */
export type Kept = Readonly<Record<string, string>> & { readonly [KEPT_MARK]: true };

/** What git and its helpers need of an environment, and nothing else of it. */
export function keptOf(environment: Environment): Kept {
  const kept: Record<string, string> = {};
  // Names first: each value of `process.env` is a call into the system.
  for (const name of Object.keys(environment).filter(isKept)) {
    const value = environment[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept as Kept;
}

/** The environment of one git process. @param kept what {@link keptOf} left of the environment */
export function childEnvironment(kept: Kept, options: ChildOptions): Record<string, string> {
  const child: Record<string, string> = { ...kept };
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
  const path = environment[Object.keys(environment).find((name) => name.toUpperCase() === 'PATH') ?? ''] ?? '';
  const names = delimiter === ';' ? ['git.exe'] : ['git'];
  for (const folder of path.split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const name of names) {
      const candidate = join(folder, name);
      if (!existsSync(candidate)) continue;
      try {
        accessSync(candidate, constants.X_OK);
        return candidate;
      } catch {
        // Not to be run: the next folder of PATH.
      }
    }
  }
  throw new PhaseMirrorError('user', {
    thing: 'git',
    reason: 'is not on PATH',
    next: 'Install git 2.31 or newer, or run in an image that has it',
  });
}

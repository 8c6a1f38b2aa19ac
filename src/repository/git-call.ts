/** What a call of git is given, and what it gives back. */
import type { ConfigPair, Environment } from './git-environment.js';

export interface RunOptions {
  /** Kill git and fail when it prints more than this. */
  readonly maxBytes?: number;
  /** Exit statuses that are answers; default 0 alone. */
  readonly okCodes?: readonly number[];
  /** Extra configuration, passed through the environment: the place for secrets. */
  readonly config?: readonly ConfigPair[];
  /** Transports this call may use, `https:ssh`; none by default. */
  readonly protocols?: string;
  /** Pathspecs of this call may hold wildcards (gitglossary(7), "pathspec"); literal by default. */
  readonly wildcards?: boolean;
  readonly signal?: AbortSignal;
  /** The next step of the error message. */
  readonly next?: string;
}

export interface RunResult {
  readonly code: number;
  readonly stdout: Buffer;
}

export interface GitLocation {
  readonly program: string;
  readonly environment: Environment;
  /** Current directory of every process. */
  readonly top: string;
  readonly prefix: string;
  readonly gitDir: string;
  readonly commonDir: string;
  /** False for a scratch repository. */
  readonly hasWorkTree: boolean;
  /** Name the repository to git, so that it neither searches nor checks who owns it. */
  readonly pinned: boolean;
}

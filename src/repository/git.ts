/**
 * The only way this project runs git: by absolute path, never through a shell, with an environment of our own
 * ({@link childEnvironment}), bounded output, and nothing of the evaluated repository executed: no hook, no
 * fsmonitor, no external diff, no textconv, no filter driver.
 */
import type { ChildProcess, ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { PhaseMirrorError } from '../errors.js';
import type { GitLocation, RunOptions, RunResult } from './git-call.js';
import { discover } from './git-discovery.js';
import type { ConfigPair, Environment, Kept } from './git-environment.js';
import { childEnvironment, FIXED_ARGUMENTS, findGit, keptOf } from './git-environment.js';
import { filtersOff, PROBE } from './git-filters.js';
import { lastLine } from './git-messages.js';
import { ObjectReader, rootTreeOf } from './git-objects.js';
import { type FoundPath, TreeReader } from './git-tree.js';

export type { GitLocation, RunOptions, RunResult } from './git-call.js';
export type { ConfigPair, Environment } from './git-environment.js';

/** Enough for the listing of about a million paths. */
const MAX_OUTPUT = 128 * 1024 * 1024;
const MAX_STDERR = 16 * 1024;
/** A message that is longer is nobody's. */
const MAX_COMMIT_BYTES = 4 * 1024 * 1024;

/** One repository. */
export class Git {
  readonly #location: GitLocation;
  #objects: ObjectReader | null = null;
  #trees: TreeReader | null = null;
  /** The environment, without what git does not need. */
  #kept: Kept | null = null;
  #filters: Promise<readonly ConfigPair[]> | null = null;
  /** What was asked ahead, and nobody took yet. */
  readonly #begun = new Map<string, { readonly result: Promise<RunResult | null>; stop(): void }>();
  /** The ends of those that somebody waits for. */
  readonly #running = new Set<Promise<unknown>>();

  constructor(location: GitLocation) {
    this.#location = location;
  }

  /**
   * Open the repository that `folder` belongs to. Starts no process.
   *
   * @param folder absolute, or relative to the current directory
   * @param environment where PATH and proxy settings come from
   * @param options `bare`: `folder` may be a git directory, for reading its history alone
   * @returns null when `folder` is not inside a work tree
   * @throws {PhaseMirrorError} `user`: the folder does not exist, is a bare repository (unless it may be), or git is not
   *   on PATH
   */
  static async open(
    folder: string,
    environment: Environment,
    options: { readonly bare?: boolean } = {},
  ): Promise<Git | null> {
    const place = discover(folder, options);
    if (place === null) return null;
    const hasWorkTree = place.gitDir !== place.top;
    return new Git({ ...place, program: findGit(environment), environment, hasWorkTree, pinned: place.meant });
  }

  /** Absolute top of the work tree, without symbolic links. */
  get top(): string {
    return this.#location.top;
  }

  /** The folder that was opened, relative to {@link top}: '' or `packages/a/`. */
  get prefix(): string {
    return this.#location.prefix;
  }

  get location(): GitLocation {
    return this.#location;
  }

  /** The object database. */
  get objectsFolder(): string {
    return join(this.#location.commonDir, 'objects');
  }

  /** Where a shallow clone lists the commits whose parents it lacks. */
  get shallowFile(): string {
    return join(this.#location.commonDir, 'shallow');
  }

  /** A clone whose history was cut off (`fetch-depth`). */
  get isShallow(): boolean {
    return (statSync(this.shallowFile, { throwIfNoEntry: false })?.size ?? 0) > 0;
  }

  /** One `git cat-file --batch` for everything that is read from this repository. */
  get objects(): ObjectReader {
    this.#objects ??= new ObjectReader(() => this.start(['cat-file', '--batch']));
    return this.#objects;
  }

  /**
   * What a commit has at a path.
   *
   * @param commit full object id
   * @returns null for nothing
   * @throws {PhaseMirrorError} `evidence` when the commit or a tree on the way is missing or broken
   */
  async entryAt(commit: string, path: string): Promise<Exclude<FoundPath, string> | null> {
    this.#trees ??= new TreeReader((spec, maxBytes) => this.objects.read(spec, maxBytes));
    const found = await this.#trees.find(commit, path);
    if (found === 'none') return null;
    if (found !== 'unknown') return found;
    // git says what is wrong with it, and copes with what is merely large.
    const { stdout } = await this.run(['ls-tree', '-z', '--full-tree', commit, '--', path]);
    const [, mode = '', oid = ''] = /^(\d{6}) \w+ ([0-9a-f]+)\t/.exec(stdout.toString('latin1')) ?? [];
    return oid === '' ? null : { mode, oid };
  }

  /**
   * The commit that a revision stands for, and its root tree; null where it stands for none.
   *
   * @param revision a full object id or a fixed name such as `HEAD`; never text from outside
   */
  async commitAt(revision: string): Promise<{ readonly commit: string; readonly tree: string } | null> {
    const object = await this.objects.read(commitSpec(revision), MAX_COMMIT_BYTES);
    if (object.kind === 'object' && object.type === 'commit') {
      const tree = rootTreeOf(object.bytes);
      if (tree !== null) return { commit: object.oid, tree };
    }
    if (object.kind === 'missing') return null;
    const args = ['rev-parse', '--quiet', `${revision}^{commit}`, `${revision}^{tree}`];
    const { code, stdout } = await this.run(args, { okCodes: [0, 1, 128] });
    const [commit = '', tree = ''] = stdout.toString('latin1').split('\n');
    return code === 0 ? { commit, tree } : null;
  }

  /**
   * Start what will be asked for: the next {@link run} of the same words takes its answer; where it failed, it is asked
   * again, to say why. What nobody takes is ended by {@link close}.
   *
   * @param options only what tells two calls of the same words apart
   */
  ahead(args: readonly string[], options: Pick<RunOptions, 'wildcards'> = {}): void {
    const key = keyOf(args, options);
    if (this.#begun.has(key)) return;
    let stop = (): void => undefined;
    const result = this.#toEnd(args, options, 'ignore', (end) => {
      stop = end;
    }).catch(() => null);
    this.#begun.set(key, { result, stop: () => stop() });
  }

  /**
   * Start reading the commit that is checked out, and these files of it: see `ObjectReader.hold`.
   *
   * @param paths fixed ones, each with the folders that it is in
   */
  holdHead(paths: readonly string[], maxBytes: number): void {
    const folders = paths.flatMap((path) => [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index)));
    const files = [...new Set([...folders, ...paths])].map((path) => `HEAD:${path}`);
    this.objects.hold([commitSpec('HEAD'), 'HEAD^{tree}', ...files], maxBytes);
  }

  /**
   * Run git to its end.
   *
   * @throws {PhaseMirrorError} `evidence`: another exit status than expected, too much output, or aborted. The
   *   message holds git's own last line, without credentials.
   */
  async run(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    const key = keyOf(args, options);
    const begun = this.#begun.get(key);
    this.#begun.delete(key);
    return (await begun?.result) ?? (await this.#toEnd(args, options));
  }

  /** @param onStart is given what ends it */
  async #toEnd(
    args: readonly string[],
    options: RunOptions,
    messages: 'pipe' | 'ignore' = 'pipe',
    onStart: (end: () => void) => void = () => undefined,
  ): Promise<RunResult> {
    // Nothing is said to it: a pipe less to make.
    const child = this.#spawn(args, options, ['ignore', 'pipe', messages]);
    const limit = options.maxBytes ?? MAX_OUTPUT;
    const chunks: Buffer[] = [];
    let size = 0;
    let stderr = '';
    // Without a file descriptor left there is no stream, and no `close`: see the event `error` below.
    child.stdout?.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) child.kill('SIGKILL');
      else chunks.push(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString('latin1')).slice(-MAX_STDERR);
    });
    // SIGTERM lets git remove what it was writing and end its own children.
    const abort = () => {
      child.kill('SIGTERM');
      // A child of its own may hold the pipe open.
      child.stdout?.destroy();
    };
    onStart(abort);
    options.signal?.addEventListener('abort', abort, { once: true });
    if (options.signal?.aborted) abort();
    const exit = new Promise<number | null>((settle) => {
      child.on('error', ({ message }) => {
        stderr = message;
        settle(null);
      });
      child.on('close', (status) => settle(status));
    });
    this.#running.add(exit);
    const code = await exit;
    this.#running.delete(exit);
    options.signal?.removeEventListener('abort', abort);
    if (size > limit) throw this.#failure(args, `printed more than ${limit} bytes`, options);
    if (options.signal?.aborted) throw this.#failure(args, 'took too long', options);
    if (code === null || !(options.okCodes ?? [0]).includes(code)) {
      throw this.#failure(args, `failed: ${lastLine(stderr) || `exit status ${code}`}`, options);
    }
    return { code, stdout: Buffer.concat(chunks) };
  }

  /** Run git and return the first line it prints, '' where there is none. */
  async line(args: readonly string[], options: RunOptions = {}): Promise<string> {
    const { stdout } = await this.run(args, options);
    return stdout.toString('utf8').split('\n', 1)[0] ?? '';
  }

  /** Start git and leave its streams to the caller. */
  start(args: readonly string[], options: RunOptions = {}): ChildProcessWithoutNullStreams {
    const child = this.#spawn(args, options, ['pipe', 'pipe', 'pipe']) as ChildProcessWithoutNullStreams;
    // A child that is gone closes its input first; its exit status tells the story.
    child.stdin?.on('error', () => undefined);
    child.on('error', () => undefined);
    return child;
  }

  #spawn(args: readonly string[], options: RunOptions, stdio: ('ignore' | 'pipe')[]): ChildProcess {
    const { program, environment, top, gitDir, hasWorkTree, pinned } = this.#location;
    const pathspecs = options.wildcards === true ? ['--no-literal-pathspecs'] : [];
    this.#kept ??= keptOf(environment);
    return spawn(program, [...FIXED_ARGUMENTS, ...pathspecs, ...args], {
      cwd: top,
      env: childEnvironment(this.#kept, {
        ...(pinned ? { gitDir } : {}),
        ...(pinned && hasWorkTree ? { workTree: top } : {}),
        config: [PROBE, ...(options.config ?? [])],
        ...(options.protocols === undefined ? {} : { protocols: options.protocols }),
      }),
      stdio,
      windowsHide: true,
    });
  }

  /**
   * Configuration under which no filter driver runs (gitattributes(5)): comparing a tree with files on disk would
   * otherwise start `filter.<name>.clean` or `.process` of the evaluated repository's own configuration. Needed by
   * every call that reads file contents from the work tree.
   *
   * @throws {PhaseMirrorError} `user` when git is too old to take the configuration that neutralises them
   */
  withoutFilters(): Promise<readonly ConfigPair[]> {
    this.#filters ??= filtersOff(this);
    return this.#filters;
  }

  /** End the processes this object started, and wait for those that are asked. Safe twice; a later read starts anew. */
  async close(): Promise<void> {
    const untaken = [...this.#begun.values()];
    this.#begun.clear();
    for (const { stop } of untaken) stop();
    await Promise.all([this.#objects?.close(), ...untaken.map(({ result }) => result)]);
    await Promise.all(this.#running);
  }

  #failure(args: readonly string[], reason: string, options: RunOptions): PhaseMirrorError {
    const foreign = reason.includes('dubious ownership');
    return new PhaseMirrorError('evidence', {
      thing: `git ${args[0] ?? ''}`,
      reason,
      next: foreign
        ? `Name the folder of the repository itself, or run git config --global --add safe.directory ${this.top}`
        : (options.next ?? 'Check the repository with git fsck'),
    });
  }
}

function commitSpec(revision: string): string {
  return `${revision}^{commit}`;
}

/** Two runs of one key say the same; a run with any other option is like no other. */
function keyOf(args: readonly string[], { wildcards = false, ...others }: RunOptions): string {
  return Object.keys(others).length === 0 ? JSON.stringify([wildcards, args]) : '';
}

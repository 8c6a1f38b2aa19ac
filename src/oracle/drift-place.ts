/** Where a run about drift stands: the clone, its default branch, and the configuration that is trusted there. */
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PhaseMirrorError } from '../errors.js';
import { CONFIG_PATHS, findConfigPath, parseConfig } from '../policy/config.js';
import type { Config } from '../policy/types.js';
import { Git } from '../repository/git.js';
import { DEFAULT_BUDGET } from '../repository/types.js';
import { configPathInTree } from './config-path.js';
import { NO_TIP, requireTip, type Tip, tipOf } from './drift-tip.js';
import type { DriftRequest, DriftRun } from './drift-types.js';
import { RULE_IDS } from './run-context.js';

export interface Place {
  readonly git: Git;
  /** The default branch: a baseline is of one branch. */
  readonly branch: string;
  /** What is checked out. */
  readonly head: string;
  /** The commit of the default branch, as this clone knows it: what is trusted is read from it. */
  readonly trusted: string;
  /** How `trusted` was found, for messages: `origin/main`, `main`, `HEAD`. */
  readonly trustedName: string;
  /** Whether `head` is what the default branch is at on the server. */
  readonly tip: Tip;
  /** In a workflow the commit counts, whatever steps before this one left on the disk. */
  readonly fromCommit: boolean;
  /** Of the default branch: keys, `max-magnitude`, `accept`. null: there is no file. */
  readonly policy: Config | null;
  /** Of the state that is looked at: what is governed. */
  readonly config: Config | null;
}

const USUAL: readonly string[] = ['main', 'master', 'trunk'];
const REMOTE = 'refs/remotes/origin/';
const LOCAL = 'refs/heads/';

/**
 * @throws PhaseMirrorError `user`: not a clone, no commit, not the default branch in a workflow, an invalid
 *   configuration; `evidence`: the event does not say which branch is the default one
 */
export async function openPlace(request: DriftRequest): Promise<Place> {
  const git = await Git.open(request.folder, request.environment);
  if (git === null) {
    throw new PhaseMirrorError('user', {
      thing: request.folder,
      reason: 'is not inside a git repository',
      next: request.run === null ? 'Name a clone' : 'Run actions/checkout in a step before this one',
    });
  }
  try {
    const found = request.run === null ? await fromClone(git, request) : await fromRun(git, request, request.run);
    const today = new Date(request.clock()).toISOString().slice(0, 10);
    const named = request.configPath === undefined ? undefined : configPathInTree(request.configPath, git.top);
    const policy = await configOfCommit(git, found.trusted, named, today);
    const fromCommit = request.run !== null;
    const config = fromCommit ? policy : await configOnDisk(git, named, today);
    if (named !== undefined && policy === null && config === null) throw noSuchConfig(named);
    return { git, ...found, fromCommit, policy, config };
  } catch (error) {
    await git.close();
    throw error;
  }
}

type Found = Pick<Place, 'branch' | 'head' | 'trusted' | 'trustedName' | 'tip'>;

async function fromRun(git: Git, request: DriftRequest, run: DriftRun): Promise<Found> {
  const { defaultBranch } = request;
  if (defaultBranch === null) {
    throw new PhaseMirrorError('evidence', {
      thing: 'The payload of the event (GITHUB_EVENT_PATH)',
      reason: 'has no `repository.default_branch`',
      next: 'Leave GITHUB_EVENT_PATH as the runner sets it',
    });
  }
  if (run.ref !== `refs/heads/${defaultBranch}`) {
    throw new PhaseMirrorError('user', {
      thing: `A run on ${run.ref || 'no branch'}`,
      reason: `is refused: what is accepted is the state of the default branch, ${defaultBranch}`,
      next: 'Run the workflow on `schedule`, or by hand on the default branch',
    });
  }
  const head = await commitOf(git, 'HEAD');
  if (head === null || head !== run.sha) {
    throw new PhaseMirrorError('user', {
      thing: 'The checkout',
      reason: `is at ${shown(head)}, the event is about ${shown(run.sha)}`,
      next: 'Use actions/checkout without `ref`, and commit nothing before this step',
    });
  }
  const tip = await tipOf(git, request, run, defaultBranch);
  return { branch: defaultBranch, head, trusted: head, trustedName: defaultBranch, tip };
}

/**
 * What is checked out, and the default branch as the clone knows it: of its remote, else its own.
 *
 * @throws PhaseMirrorError `user`: there is no commit, or nothing says which branch it is
 */
export async function fromClone(git: Git, { defaultBranch }: Pick<DriftRequest, 'defaultBranch'>): Promise<Found> {
  // Side by side: each is a process, and starting one costs more than what it does.
  const [head, current, remote, usual] = await Promise.all([
    commitOf(git, 'HEAD'),
    symbolic(git, 'HEAD'),
    symbolic(git, `${REMOTE}HEAD`),
    tipsOf(git, USUAL),
  ]);
  if (head === null) {
    throw new PhaseMirrorError('user', { thing: git.top, reason: 'has no commit', next: 'Make one first' });
  }
  const branch = defaultBranch ?? defaultBranchOf(remote, current, usual);
  const tips = USUAL.includes(branch) ? usual : await tipsOf(git, [branch]);
  for (const [ref, name] of [
    [`${REMOTE}${branch}`, `origin/${branch}`],
    [`${LOCAL}${branch}`, branch],
  ] as const) {
    const trusted = tips.get(ref);
    if (trusted !== undefined) return { branch, head, trusted, trustedName: name, tip: NO_TIP };
  }
  return { branch, head, trusted: head, trustedName: 'HEAD', tip: NO_TIP };
}

/** As the clone has it from its remote, else a usual name that it has, else what is checked out. */
function defaultBranchOf(remote: string, current: string, usual: ReadonlyMap<string, string>): string {
  if (remote.startsWith(REMOTE)) return remote.slice(REMOTE.length);
  const found = USUAL.find((name) => usual.has(`${REMOTE}${name}`) || usual.has(`${LOCAL}${name}`));
  if (found !== undefined) return found;
  if (current.startsWith(LOCAL)) return current.slice(LOCAL.length);
  throw new PhaseMirrorError('user', {
    thing: 'The default branch',
    reason: 'is not known in this clone',
    next: 'Run git remote set-head origin --auto',
  });
}

/** Commits of branches, here and as origin has them, by the full names of their refs. */
async function tipsOf(git: Git, branches: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const refs = new Set(branches.flatMap((name) => [`${REMOTE}${name}`, `${LOCAL}${name}`]));
  // A pattern is a whole name, or the folder above one: what else it finds is left out.
  const args = ['for-each-ref', '--format=%(refname)%00%(objecttype)%00%(objectname)', '--', ...refs];
  const tips = new Map<string, string>();
  for (const line of (await git.run(args)).stdout.toString('utf8').split('\n')) {
    const [name = '', type = '', commit = ''] = line.split('\0');
    if (refs.has(name) && type === 'commit') tips.set(name, commit);
  }
  return tips;
}

async function symbolic(git: Git, name: string): Promise<string> {
  return await git.line(['symbolic-ref', '--quiet', name], { okCodes: [0, 1, 128] });
}

async function commitOf(git: Git, ref: string): Promise<string | null> {
  const line = await git.line(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], {
    okCodes: [0, 1, 128],
  });
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(line) ? line : null;
}

function shown(commit: string | null): string {
  return commit === null || commit === '' ? 'no commit' : commit.slice(0, 12);
}

/** Only from what is checked out there may be accepted. @throws PhaseMirrorError `user` */
export function requireDefaultBranch({ head, trusted, trustedName, branch, tip }: Place): void {
  requireTip(tip);
  if (head === trusted) return;
  throw new PhaseMirrorError('user', {
    thing: `HEAD (${shown(head)})`,
    reason: `is not ${trustedName} (${shown(trusted)}): only the state of the default branch can be accepted`,
    next: `Merge first, then: git switch ${branch} && git pull`,
  });
}

// ---------------------------------------------------------------- files of a commit

export type Committed =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** There is nothing; it is a link, a folder or a submodule; the clone lacks it. */
  | { readonly kind: 'none' | 'not-plain' | 'missing' }
  | { readonly kind: 'too-large'; readonly size: number };

export async function committedFile(git: Git, commit: string, path: string, maxBytes: number): Promise<Committed> {
  const { stdout } = await git.run(['ls-tree', '-z', '--full-tree', commit, '--', path]);
  const [, mode = '', oid = ''] = /^(\d{6}) \w+ ([0-9a-f]+)\t/.exec(stdout.toString('latin1')) ?? [];
  if (oid === '') return { kind: 'none' };
  if (!mode.startsWith('100')) return { kind: 'not-plain' };
  const object = await git.objects.read(oid, maxBytes);
  if (object.kind === 'object') return { kind: 'bytes', bytes: object.bytes };
  return object.kind === 'too-large' ? object : { kind: 'missing' };
}

/** A plain file of a commit; null where there is none. @throws PhaseMirrorError `user`, `evidence` */
export async function readCommitted(
  git: Git,
  commit: string,
  path: string,
  maxBytes: number,
): Promise<Uint8Array | null> {
  const found = await committedFile(git, commit, path, maxBytes);
  if (found.kind === 'none') return null;
  if (found.kind === 'bytes') return found.bytes;
  if (found.kind === 'not-plain') {
    throw new PhaseMirrorError('user', {
      thing: path,
      reason: 'is not a plain file',
      next: 'Make it a plain file of this repository',
      position: { path },
    });
  }
  throw new PhaseMirrorError('evidence', {
    thing: path,
    reason: found.kind === 'too-large' ? `has ${found.size} bytes; at most ${maxBytes} are read` : 'cannot be read',
    next: 'Check out without `filter`, or check the clone with git fsck',
    position: { path },
  });
}

export async function configOfCommit(
  git: Git,
  commit: string,
  named: string | undefined,
  today: string,
): Promise<Config | null> {
  const files = new Map<string, Uint8Array>();
  const paths = named === undefined ? CONFIG_PATHS : [named];
  const found = await Promise.all(paths.map((path) => readCommitted(git, commit, path, DEFAULT_BUDGET.maxBytes)));
  found.forEach((bytes, index) => {
    const path = paths[index];
    if (bytes !== null && path !== undefined) files.set(path, bytes);
  });
  return parsed(files, named, today);
}

async function configOnDisk(git: Git, named: string | undefined, today: string): Promise<Config | null> {
  const files = new Map<string, Uint8Array>();
  for (const path of named === undefined ? CONFIG_PATHS : [named]) {
    const file = join(git.top, path);
    const stat = await lstat(file).catch(() => null);
    if (stat === null) continue;
    if (!stat.isFile() || stat.size > DEFAULT_BUDGET.maxBytes) {
      throw new PhaseMirrorError('user', {
        thing: 'the configuration',
        reason: stat.isFile()
          ? `has ${stat.size} bytes; at most ${DEFAULT_BUDGET.maxBytes} are read`
          : 'is not a plain file',
        next: 'Make it a plain file of this repository',
        position: { path },
      });
    }
    files.set(path, await readFile(file));
  }
  return parsed(files, named, today);
}

function parsed(files: ReadonlyMap<string, Uint8Array>, named: string | undefined, today: string): Config | null {
  const path = named ?? findConfigPath(files.keys());
  const bytes = path === null ? undefined : files.get(path);
  return path === null || bytes === undefined ? null : parseConfig(path, bytes, { ruleIds: RULE_IDS, today }).config;
}

function noSuchConfig(path: string): PhaseMirrorError {
  return new PhaseMirrorError('user', {
    thing: `the configuration ${path}`,
    reason: 'is not in this repository',
    next: 'Check the path: it is relative to the top of the repository',
  });
}

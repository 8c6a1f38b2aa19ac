/**
 * Fetching a base commit that the checkout lacks, without touching the checkout: everything lands in a scratch
 * repository in the temporary folder, which borrows the checkout's objects (gitrepository-layout(5),
 * `objects/info/alternates`) and is removed with it. Two evaluations at once in one checkout don't meet, and a dry
 * run leaves nothing behind.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { PhaseMirrorError } from '../errors.js';
import type { ConfigPair } from './git.js';
import { Git } from './git.js';

/** Where to fetch from, and what to show there. */
export interface Remote {
  readonly url: string;
  /** Carries the token: only ever passed through the environment. */
  readonly config: readonly ConfigPair[];
}

/** What an event says about the server. */
export interface RemoteInput {
  readonly token?: string;
  /** GITHUB_SERVER_URL. */
  readonly serverUrl?: string;
  /** GITHUB_REPOSITORY. */
  readonly repository?: string;
}

/** An answer, or the clause that says why there is none. */
export type Fetched<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

/** `ext::` and every other helper runs programs of the repository's choosing. */
const PROTOCOLS = 'https:http:ssh:file';
const FETCH = ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--no-auto-gc', '--no-write-fetch-head'];
/** How far back a merge base is looked for in a shallow clone, in commits of each branch. */
const DEPTHS = [64, 1024, 16_384];
/** The advice that works for every checkout that lacks history. */
const ADVICE = 'set fetch-depth: 0 on actions/checkout';

/** A repository that lives as long as somebody reads from it. */
class ScratchGit extends Git {
  override async close(): Promise<void> {
    await super.close();
    rmSync(this.location.gitDir, { recursive: true, force: true });
  }
}

/**
 * The repository the event is about. A checkout of a fork has the fork as its `origin`, so the event's own address goes
 * first; an `origin` on this machine is taken as it is.
 *
 * @returns `tracking`: the checkout's `refs/remotes/origin/*` are branches of that repository
 */
export async function remoteOf(git: Git, input: RemoteInput): Promise<Fetched<Remote> & { tracking: boolean }> {
  const origin = await git.line(['config', '--get', 'remote.origin.url'], { okCodes: [0, 1] });
  const server = input.serverUrl?.replace(/\/+$/, '');
  const named = server !== undefined && /^https?:\/\//.test(server) && input.repository !== undefined;
  const address = named ? `${server}/${input.repository}` : '';
  const local = /^file:\/\//.test(origin) || (origin !== '' && !/^[^/]*:/.test(origin));
  if (local || !named) {
    if (origin === '') return { ok: false, why: 'there is no remote named origin', tracking: false };
    const url = local && !origin.startsWith('file:') && !isAbsolute(origin) ? resolve(git.top, origin) : origin;
    return { ok: true, value: { url, config: credentials(server, url, input.token) }, tracking: true };
  }
  const path = origin.replace(/(?:\.git)?\/*$/, '').toLowerCase();
  const tracking =
    path.endsWith(`/${input.repository.toLowerCase()}`) || path.endsWith(`:${input.repository.toLowerCase()}`);
  return { ok: true, value: { url: address, config: credentials(server, address, input.token) }, tracking };
}

/** The way actions/checkout shows its token: a header for this server alone. An inherited one is taken away first. */
function credentials(server: string | undefined, url: string, token: string | undefined): ConfigPair[] {
  if (server === undefined || token === undefined || token === '' || !url.startsWith(`${server}/`)) return [];
  const key = `http.${server}/.extraheader`;
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  return [
    [key, ''],
    [key, `AUTHORIZATION: basic ${basic}`],
    ['http.followRedirects', 'false'],
  ];
}

/**
 * Fetch one commit with its tree.
 *
 * @param sha full object id
 * @param signal ends the attempt
 * @returns a repository that holds it together with everything of `git`; closing it removes it
 */
export async function fetchCommit(git: Git, remote: Remote, sha: string, signal: AbortSignal): Promise<Fetched<Git>> {
  const scratch = createScratch(git, { borrow: true, partialFrom: null });
  const fetched = await attempt(scratch, remote, ['--depth=1', '--', remote.url, sha], signal);
  if (fetched.ok) return { ok: true, value: scratch };
  await scratch.close();
  return { ok: false, why: `the base commit ${sha.slice(0, 12)} could not be fetched (${fetched.why}); ${ADVICE}` };
}

/**
 * Find the best common ancestor of a commit and a branch of the remote.
 *
 * @param branch short name, checked by the caller to be a valid one
 * @param head full object id; in a shallow clone the remote must have it too
 */
export async function fetchMergeBase(
  git: Git,
  remote: Remote,
  branch: string,
  head: string,
  signal: AbortSignal,
): Promise<Fetched<string>> {
  const shallow = git.isShallow;
  const scratch = createScratch(git, { borrow: !shallow, partialFrom: shallow ? remote.url : null });
  try {
    const target = `+refs/heads/${branch}:refs/heads/target`;
    // Commits alone are wanted of history; a server that cannot leave out the rest sends it all.
    const steps = shallow
      ? DEPTHS.map((depth) => [
          `--depth=${depth}`,
          '--filter=tree:0',
          '--',
          'origin',
          target,
          `+${head}:refs/heads/head`,
        ])
      : [['--', remote.url, target]];
    for (const step of steps) {
      const fetched = await attempt(scratch, remote, step, signal);
      if (!fetched.ok)
        return { ok: false, why: `the history of ${branch} could not be fetched (${fetched.why}); ${ADVICE}` };
      const base = await scratch.line(['merge-base', 'refs/heads/target', head], { okCodes: [0, 1] });
      if (base !== '') return { ok: true, value: base };
      if (!scratch.isShallow) return { ok: false, why: `this commit and ${branch} have no common ancestor` };
    }
    return { ok: false, why: `no common ancestor with ${branch} was found within ${DEPTHS.at(-1)} commits; ${ADVICE}` };
  } finally {
    await scratch.close();
  }
}

async function attempt(
  scratch: Git,
  remote: Remote,
  args: readonly string[],
  signal: AbortSignal,
): Promise<Fetched<null>> {
  const config: ConfigPair[] = [
    ...remote.config,
    // Nobody is there to answer a prompt.
    ['core.askPass', ''],
    ['maintenance.auto', 'false'],
    ['protocol.version', '2'],
  ];
  try {
    await scratch.run([...FETCH, ...args], { config, protocols: PROTOCOLS, signal });
    return { ok: true, value: null };
  } catch (error) {
    if (!(error instanceof PhaseMirrorError)) throw error;
    return { ok: false, why: error.reason };
  }
}

/** Lay out an empty bare repository by hand: it needs no process and copies no template with hooks. */
function createScratch(git: Git, options: { readonly borrow: boolean; readonly partialFrom: string | null }): Git {
  const { environment, program } = git.location;
  const folder = mkdtempSync(join(environment['RUNNER_TEMP'] || tmpdir(), 'phase-mirror-'));
  mkdirSync(join(folder, 'objects', 'info'), { recursive: true });
  mkdirSync(join(folder, 'refs'));
  writeFileSync(join(folder, 'HEAD'), 'ref: refs/heads/none\n');
  const partial =
    options.partialFrom === null
      ? ''
      : `[extensions]\n\tpartialClone = origin\n[remote "origin"]\n\turl = ${quote(options.partialFrom)}\n\tpromisor = true\n`;
  writeFileSync(join(folder, 'config'), `[core]\n\trepositoryformatversion = 1\n\tbare = true\n${partial}`);
  if (options.borrow) {
    writeFileSync(join(folder, 'objects', 'info', 'alternates'), `${git.objectsFolder}\n`);
    if (git.isShallow) copyFileSync(git.shallowFile, join(folder, 'shallow'));
  }
  const location = { program, environment, top: folder, prefix: '', gitDir: folder, commonDir: folder };
  return new ScratchGit({ ...location, hasWorkTree: false, pinned: true });
}

/** A value of a configuration file (git-config(1), "Syntax"). */
function quote(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}

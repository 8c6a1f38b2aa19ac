/** A checkout as actions/checkout leaves it: the merge of a change into its target branch, HEAD detached. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Path → content; null deletes. */
export type Files = Readonly<Record<string, string | null>>;

export interface Checkout {
  readonly workspace: string;
  /** HEAD, what GITHUB_SHA names. */
  readonly sha: string;
  /** The commit the change is compared with. */
  readonly base: string;
}

/** Folders made here, for {@link removeCheckouts}. */
const made: string[] = [];

/** `git` in a folder, without the configuration of the machine; stdout without its final newline. */
export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const identity = { NAME: 'Octo Cat', EMAIL: 'octocat@example.com', DATE: '2026-03-01T12:00:00Z' };
  const people = ['AUTHOR', 'COMMITTER'].flatMap((who) =>
    Object.entries(identity).map(([key, value]) => [`GIT_${who}_${key}`, value]),
  );
  const { stdout } = await run('git', args, {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      ...Object.fromEntries(people),
    },
  });
  return stdout.replace(/\n$/, '');
}

/** main with `before`, and on it the merge of a branch that changes `after`. */
export async function mergeRef(before: Files, after: Files): Promise<Checkout> {
  const workspace = await repository(before);
  const base = await git(workspace, 'rev-parse', 'HEAD');
  await git(workspace, 'checkout', '-q', '-b', 'change');
  await commit(workspace, after);
  await git(workspace, 'checkout', '-q', '--detach', 'main');
  await git(workspace, 'merge', '-q', '--no-ff', '-m', 'Merge the change', 'change');
  return { workspace, base, sha: await git(workspace, 'rev-parse', 'HEAD') };
}

/** main with `before`, then with `after`. */
export async function pushed(before: Files, after: Files): Promise<Checkout> {
  const workspace = await repository(before);
  const base = await git(workspace, 'rev-parse', 'HEAD');
  await commit(workspace, after);
  return { workspace, base, sha: await git(workspace, 'rev-parse', 'HEAD') };
}

/** A folder that is no repository. */
export async function bareFolder(): Promise<string> {
  const top = await mkdtemp(join(tmpdir(), 'pm-checkout-'));
  made.push(top);
  const workspace = join(top, 'app');
  await mkdir(workspace);
  return workspace;
}

/** Removes what was made here. */
export async function removeCheckouts(): Promise<void> {
  await Promise.all(made.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
}

async function repository(files: Files): Promise<string> {
  const workspace = await bareFolder();
  await git(workspace, 'init', '-q', '-b', 'main');
  await commit(workspace, files);
  return workspace;
}

async function commit(workspace: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const file = join(workspace, path);
    await mkdir(dirname(file), { recursive: true });
    if (content === null) await rm(file);
    else await writeFile(file, content);
  }
  await git(workspace, 'add', '-A');
  await git(workspace, 'commit', '-q', '--allow-empty', '-m', 'A commit');
}

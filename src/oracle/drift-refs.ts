/** Branches of a clone, here and as origin has them. */
import type { Git } from '../repository/git.js';
import { plainRefs } from '../repository/git-refs.js';

/** What a default branch is usually called. */
export const USUAL: readonly string[] = ['main', 'master', 'trunk'];
export const REMOTE = 'refs/remotes/origin/';
export const REMOTE_HEAD = `${REMOTE}HEAD`;
export const LOCAL = 'refs/heads/';

/** Nothing of the objects: one that is missing would end the listing. */
const FORMAT = '--format=%(refname)%00%(objectname)%00%(symref)';

export interface Refs {
  /** What the HEAD of origin stands for, in full; null: it is not listed. */
  readonly symbolic: string | null;
  /** By full name. */
  readonly tips: ReadonlyMap<string, string>;
}

/**
 * The HEAD of origin, and these branches here and there.
 *
 * @param head the commit that is checked out; null: there is none, and git says whether something else is wrong
 */
export async function listRefs(git: Git, branches: readonly string[], head: string | null): Promise<Refs> {
  const names = namesOf(branches);
  return (head === null ? null : plainly(git, names, head.length)) ?? (await asGitLists(git, names));
}

/** The default branch as the remote has it; null: nothing says it. */
export function branchOfRemote({ symbolic }: Pick<Refs, 'symbolic'>): string | null {
  return symbolic?.startsWith(REMOTE) ? symbolic.slice(REMOTE.length) : null;
}

/** A branch of a usual name. */
export function usualBranch({ tips }: Pick<Refs, 'tips'>): string | null {
  return USUAL.find((name) => tips.has(`${REMOTE}${name}`) || tips.has(`${LOCAL}${name}`)) ?? null;
}

/** Where a branch is: as the remote has it, else here; and its name for people. */
export function tipOf(
  { tips }: Pick<Refs, 'tips'>,
  branch: string,
): { readonly commit: string; readonly name: string } | null {
  const remote = tips.get(`${REMOTE}${branch}`);
  if (remote !== undefined) return { commit: remote, name: `origin/${branch}` };
  const local = tips.get(`${LOCAL}${branch}`);
  return local === undefined ? null : { commit: local, name: branch };
}

function namesOf(branches: readonly string[]): readonly string[] {
  return branches.flatMap((name) => [`${REMOTE}${name}`, `${LOCAL}${name}`]);
}

function plainly(git: Git, names: readonly string[], digits: number): Refs | null {
  const found = plainRefs(git.location.commonDir, [REMOTE_HEAD, ...names], digits);
  if (found === null) return null;
  let symbolic: string | null = null;
  const tips = new Map<string, string>();
  for (const [name, ref] of found) {
    if ('id' in ref) tips.set(name, ref.id);
    else if (name === REMOTE_HEAD) symbolic = ref.target;
    else return null;
  }
  tips.delete(REMOTE_HEAD);
  return { symbolic, tips };
}

/** One process for all. A pattern is a whole name, or the folder above one: what else git finds is left out. */
async function asGitLists(git: Git, names: readonly string[]): Promise<Refs> {
  const { stdout } = await git.run(['for-each-ref', FORMAT, '--', REMOTE_HEAD, ...names]);
  const tips = new Map<string, string>();
  let symbolic: string | null = null;
  for (const line of stdout.toString('utf8').split('\n')) {
    const [name = '', object = '', target = ''] = line.split('\0');
    if (names.includes(name)) tips.set(name, object);
    if (name === REMOTE_HEAD && target !== '') symbolic = target;
  }
  return { symbolic, tips };
}

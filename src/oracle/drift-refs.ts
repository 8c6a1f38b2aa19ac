/** Branches of a clone, here and as origin has them. */
import type { Git } from '../repository/git.js';

/** What a default branch is usually called. */
export const USUAL: readonly string[] = ['main', 'master', 'trunk'];
export const REMOTE = 'refs/remotes/origin/';
export const REMOTE_HEAD = `${REMOTE}HEAD`;
export const LOCAL = 'refs/heads/';

/** Nothing of the objects: one that is missing would end the listing. */
const FORMAT = '--format=%(refname)%00%(objectname)%00%(symref)';

/** What git is asked. A pattern is a whole name, or the folder above one: what else it finds is left out. */
export function refsArguments(branches: readonly string[]): readonly string[] {
  return ['for-each-ref', FORMAT, '--', REMOTE_HEAD, ...namesOf(branches)];
}

function namesOf(branches: readonly string[]): readonly string[] {
  return branches.flatMap((name) => [`${REMOTE}${name}`, `${LOCAL}${name}`]);
}

/** One process for all: starting one costs more than what it does. */
export async function listRefs(
  git: Git,
  branches: readonly string[],
): Promise<{ readonly symbolic: string | null; readonly tips: ReadonlyMap<string, string> }> {
  const refs = new Set(namesOf(branches));
  const { stdout } = await git.run(refsArguments(branches));
  const tips = new Map<string, string>();
  let symbolicName: string | null = null;
  for (const line of stdout.toString('utf8').split('\n')) {
    const [name = '', object = '', target = ''] = line.split('\0');
    if (refs.has(name)) tips.set(name, object);
    if (name === REMOTE_HEAD && target !== '') symbolicName = target;
  }
  return { symbolic: symbolicName, tips };
}

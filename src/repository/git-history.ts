/** Which commit brought a path to where it is. */
import { readFileSync } from 'node:fs';
import type { Git } from './git.js';
import { splitNames } from './git-names.js';

export interface LastChange {
  readonly commit: string;
  /** Names and text of people, untrusted. */
  readonly author: string;
  /** ISO 8601. */
  readonly date: string;
  readonly subject: string;
  /** How many commits since the given one touched the path; absent where that commit, or all of them, is not at hand. */
  readonly commits?: number;
}

/** Commits and paths looked at, and the time it may take: who did it is a help, not the result. */
const MAX_COMMITS = 1000;
const MAX_PATHS = 200;
const MAX_MS = 5000;
const MAX_FIELD = 300;
const FIELDS = ['%H', '%an', '%aI', '%s'];
const OID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * The newest commit that touched each path, deletions included.
 *
 * A commit at the end of a shallow clone seems to have added everything, so it is believed for nothing.
 *
 * @param since commits that are reachable from this one are not looked at, where the clone has it; null: no such commit
 * @returns without the paths for which no commit was found within the bounds; empty when git cannot tell
 */
export async function lastChanges(
  git: Git,
  head: string,
  since: string | null,
  paths: readonly string[],
): Promise<ReadonlyMap<string, LastChange>> {
  const found = new Map<string, LastChange>();
  // A name that is not UTF-8 cannot be an argument of a process.
  const wanted = paths.filter((path) => !path.includes('\\x')).slice(0, MAX_PATHS);
  if (wanted.length === 0 || !OID.test(head)) return found;
  const cutOff = shallowCommits(git);
  const begin = await ancestor(git, head, since);
  const args = [
    ...['log', '-z', '--name-only', '--no-renames', '--no-show-signature', `--max-count=${MAX_COMMITS}`],
    ...[`--format=%x01${FIELDS.join('%x00')}`, head, ...(begin === null ? [] : [`^${begin}`]), '--', ...wanted],
  ];
  let fields: readonly string[];
  try {
    fields = splitNames((await git.run(args, { signal: AbortSignal.timeout(MAX_MS) })).stdout);
  } catch {
    return found;
  }
  const names = new Set(wanted);
  const counts = new Map<string, number>();
  let seen = 0;
  let last: LastChange | null = null;
  for (let at = 0; at < fields.length; at += 1) {
    // The names of a commit begin on a line of their own.
    const field = (fields[at] ?? '').replace(/^\n/, '');
    if (names.has(field)) {
      counts.set(field, (counts.get(field) ?? 0) + 1);
      if (last !== null && !found.has(field)) found.set(field, last);
    } else if (field.startsWith('\x01')) {
      const [author = '', date = '', subject = ''] = fields.slice(at + 1, at + FIELDS.length);
      const commit = field.slice(1);
      const known = OID.test(commit) && !cutOff.has(commit);
      seen += 1;
      last = known
        ? { commit, author: author.slice(0, MAX_FIELD), date: date.slice(0, 40), subject: subject.slice(0, MAX_FIELD) }
        : null;
      at += FIELDS.length - 1;
    }
  }
  if (begin === null || git.isShallow || seen >= MAX_COMMITS) return found;
  return new Map([...found].map(([path, change]) => [path, { ...change, commits: counts.get(path) ?? 1 }]));
}

/** Object ids of commits whose parents this clone lacks. */
function shallowCommits(git: Git): ReadonlySet<string> {
  return new Set(git.isShallow ? readFileSync(git.shallowFile, 'latin1').split('\n') : []);
}

async function ancestor(git: Git, head: string, since: string | null): Promise<string | null> {
  if (since === null || !OID.test(since)) return null;
  const { code } = await git.run(['merge-base', '--is-ancestor', since, head], { okCodes: [0, 1, 128] });
  return code === 0 ? since : null;
}

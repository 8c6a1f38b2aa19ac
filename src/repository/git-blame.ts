/** Which commits wrote the lines of a file. */
import { readFileSync } from 'node:fs';
import type { Git } from './git.js';

/** A file of a million lines, or a history of as many commits, must not hold a run up. */
const MAX_MS = 60_000;
const MAX_BYTES = 16 * 1024 * 1024;
/** `<oid> <line there> <line here>[ <lines>]`: the first line of an entry (git-blame(1), "The porcelain format"). */
const ENTRY = /^([0-9a-f]{40}|[0-9a-f]{64}) \d+ \d+(?: \d+)?$/;

/**
 * The commits that the lines `from` to `to` of a file are of, without repeats, in the order of the lines.
 *
 * @param commit full object id, whose version of the file is looked at
 * @returns null where that is not known: the clone lacks the history (`fetch-depth`), or git cannot tell
 */
export async function commitsOfLines(
  git: Git,
  commit: string,
  path: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly string[] | null> {
  // A name that is not UTF-8 cannot be an argument of a process.
  if (path.includes('\\x')) return null;
  // Under a list of commits to look through (`blame.ignoreRevsFile`) it would name who wrote the lines before them. The
  // empty name takes back the names before it; as configuration it is sorted to the front, and takes nothing back.
  const options = ['--porcelain', '--no-textconv', '--ignore-revs-file=', `-L${from},${to}`];
  const args = ['blame', ...options, commit, '--', path];
  let output: string;
  try {
    const { stdout } = await git.run(args, {
      maxBytes: MAX_BYTES,
      signal: AbortSignal.timeout(MAX_MS),
    });
    output = stdout.toString('latin1');
  } catch {
    return null;
  }
  const found = new Set<string>();
  for (const line of output.split('\n')) {
    const oid = ENTRY.exec(line)?.[1];
    if (oid !== undefined) found.add(oid);
  }
  const cutOff = git.isShallow ? readFileSync(git.shallowFile, 'latin1').split('\n') : [];
  return found.size === 0 || cutOff.some((oid) => found.has(oid)) ? null : [...found];
}

/** A branch's first-parent history as git tells it: two processes for all of it, nothing checked out. */
import { PhaseMirrorError } from '../errors.js';
import type { Git } from '../repository/git.js';
import { splitNames } from '../repository/git-names.js';
import { hasTwoPaths, parseRaw, RAW_TREES, type RawChange, rawChange } from '../repository/raw-changes.js';

/** One commit of the first-parent history. */
export interface HistoryCommit {
  readonly sha: string;
  /** null for a root, and where a shallow clone was cut off: there is nothing to compare it with. */
  readonly parent: string | null;
  /** Committer date, seconds since 1970-01-01 UTC. */
  readonly time: number;
}

/** Comparisons git may work on ahead of us: enough to keep it busy, too few to fill memory. */
const AHEAD = 64;

/**
 * The first-parent history that ends at `tip`, oldest first.
 *
 * @param tip full object id of a commit
 * @throws {PhaseMirrorError} `evidence` when git cannot walk it
 */
export async function firstParentHistory(git: Git, tip: string): Promise<HistoryCommit[]> {
  const { stdout } = await git.run(['rev-list', '--first-parent', '--parents', '--timestamp', tip]);
  const lines = stdout.toString('latin1').split('\n');
  lines.pop();
  return lines
    .map((line): HistoryCommit => {
      const [time = '0', sha = '', parent] = line.split(' ');
      return { sha, parent: parent ?? null, time: Number(time) };
    })
    .reverse();
}

/** What one commit changed. */
export interface NeighbourChange {
  readonly commit: HistoryCommit;
  readonly records: readonly RawChange[];
  /** Moved files were found by identical content alone: the clone lacks content that git would have compared. */
  readonly exactRenames: boolean;
}

/**
 * What each commit changed against its first parent, in the order asked: the comparison that `compareTrees` makes,
 * from one `git diff-tree --stdin` for all of them.
 *
 * @param commits each with a parent
 * @throws {PhaseMirrorError} `evidence` when git cannot compare two neighbours even by their trees alone
 */
export async function* neighbourChanges(git: Git, commits: readonly HistoryCommit[]): AsyncGenerator<NeighbourChange> {
  for (let told = 0; told < commits.length; ) {
    for await (const change of stream(git, commits.slice(told))) {
      yield change;
      told += 1;
    }
    // Git ended early: it lacks something that this commit needs. The others may be whole.
    const commit = commits[told];
    if (commit === undefined) return;
    yield await alone(git, commit);
    told += 1;
  }
}

/** One process for many comparisons. Ends early, without an error, where git does. */
async function* stream(git: Git, commits: readonly HistoryCommit[]): AsyncGenerator<NeighbourChange> {
  // A line of two ids: compare the first commit with the second as if that were its only parent (git-diff-tree(1)).
  const child = git.start(['diff-tree', '--stdin', '--always', ...RAW_TREES]);
  child.stderr.resume();
  const ended = new Promise<number | null>((settle) => {
    child.on('error', () => settle(null));
    child.on('close', (code) => settle(code));
  });
  let asked = 0;
  const ask = (upTo: number): void => {
    for (; asked < Math.min(upTo, commits.length); asked += 1) {
      const { sha, parent } = commits[asked] as HistoryCommit;
      child.stdin.write(`${sha} ${parent}\n`);
      if (asked === commits.length - 1) child.stdin.end();
    }
  };
  let told = 0;
  try {
    ask(AHEAD);
    let left: Buffer = Buffer.alloc(0);
    const parser = new RecordParser();
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      const bytes = left.length === 0 ? chunk : Buffer.concat([left, chunk]);
      const end = bytes.lastIndexOf(0) + 1;
      left = bytes.subarray(end);
      for (const field of splitNames(bytes.subarray(0, end))) {
        const records = parser.take(field);
        if (records === null) continue;
        yield { commit: commits[told] as HistoryCommit, records, exactRenames: false };
        told += 1;
        ask(told + AHEAD);
      }
    }
    const last = commits[told];
    if ((await ended) === 0 && last !== undefined) yield { commit: last, records: parser.end(), exactRenames: false };
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

/** One comparison by itself: as it should be if that can be had, else without looking into any file. */
async function alone(git: Git, commit: HistoryCommit): Promise<NeighbourChange> {
  const trees = [commit.parent as string, commit.sha];
  for (const exactRenames of [false, true]) {
    const renames = exactRenames ? ['-M100%'] : [];
    try {
      const { stdout } = await git.run(['diff-tree', ...RAW_TREES, ...renames, ...trees]);
      return { commit, records: [...parseRaw(stdout)], exactRenames };
    } catch (error) {
      if (exactRenames || !(error instanceof PhaseMirrorError) || error.kind !== 'evidence') throw error;
    }
  }
  throw new Error('unreachable: the second comparison returns or throws');
}

/** Fields of `diff-tree --stdin -z`: an id, then its records. */
class RecordParser {
  #records: RawChange[] = [];
  #begun = false;
  #meta: string | null = null;
  #oldPath: string | null = null;

  /** @returns the records of the commit that this field closes; null when it closes none */
  take(field: string): readonly RawChange[] | null {
    if (this.#meta === null) {
      if (field.startsWith(':')) {
        this.#meta = field;
        return null;
      }
      // The id of the next commit: all of the one before has been seen.
      const done = this.#begun ? this.#records : null;
      this.#begun = true;
      this.#records = [];
      return done;
    }
    if (this.#oldPath === null && hasTwoPaths(this.#meta)) {
      this.#oldPath = field;
      return null;
    }
    this.#records.push(rawChange(this.#meta, this.#oldPath ?? field, field));
    this.#meta = null;
    this.#oldPath = null;
    return null;
  }

  end(): readonly RawChange[] {
    return this.#records;
  }
}

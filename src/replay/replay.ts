/**
 * Every change of a branch's first-parent history against its first parent, decided as `evaluate` would have decided it
 * on the day it was made. Reads the object database alone.
 *
 * A tree's model and policy are functions of its paths and of the content that was read of it. A change that adds,
 * removes and renames nothing and modifies none of what was read leaves both alone, so it is decided by what is already
 * known; everything else builds one more model, of which all but the changed files is already parsed.
 */
import { PhaseMirrorError } from '../errors.js';
import { CONFIG_PATHS } from '../policy/config-paths.js';
import { holdsComments } from '../policy/inline-suppressions.js';
import type { Judgement } from '../policy/judge.js';
import { type LoadedPolicy, loadPolicy } from '../policy/load.js';
import { compareTrees } from '../repository/compare.js';
import type { Git } from '../repository/git.js';
import { type BuiltModel, buildModel, isGoverned, ParseCache } from '../repository/model.js';
import type { RawChange } from '../repository/raw-changes.js';
import { openCommit } from '../repository/snapshot.js';
import type { Snapshot, TreeChange } from '../repository/types.js';
import { firstLineOf, flaggedOf, withChange } from './flagged.js';
import { type HistoryCommit, neighbourChanges } from './history.js';
import { HistoryTree, leavesAlone, Reads, snapshotOf } from './tree.js';
import type { FlaggedChange, Judge, ReplayProgress } from './types.js';

export interface ReplayOptions {
  readonly judge: Judge;
  /** Ids that a configuration may name. */
  readonly ruleIds: readonly string[];
  /** `owner/name`, where it is known. */
  readonly repository: string | undefined;
  /** Where an earlier run stopped. */
  readonly progress: ReplayProgress;
  /** Told after each change: to show it, or to keep it for another run. */
  readonly onChange?: (progress: ReplayProgress) => Promise<void> | void;
}

/** Largest commit object whose first line is quoted. */
const MAX_COMMIT = 1024 * 1024;
const SAME: TreeChange = { renames: new Map(), changed: new Set(), deleted: new Set(), lines: new Map() };

/**
 * Replay neighbouring commits.
 *
 * @param commits oldest first, each the first parent of the next, all with a parent
 * @throws {PhaseMirrorError} `evidence` when the object database lacks something. What one commit's own configuration is
 *   refused for is an outcome of that change: `failed`.
 */
export async function replay(
  git: Git,
  commits: readonly HistoryCommit[],
  options: ReplayOptions,
): Promise<ReplayProgress> {
  const [first] = commits;
  let progress = options.progress;
  if (first?.parent === null || first === undefined) return progress;
  const walk = await Walk.from(git, options, first.parent);
  for await (const { commit, records, exactRenames } of neighbourChanges(git, commits)) {
    const verdict = { ...(await walk.step(commit, records)), exactRenames };
    progress = withChange(progress, commit.sha, verdict);
    await options.onChange?.(progress);
  }
  return progress;
}

/** What came of one change. */
export interface Verdict {
  readonly outcome: FlaggedChange['outcome'];
  readonly judged: boolean;
  readonly flagged: FlaggedChange | null;
}

/** A verdict, and whether moved files were found by identical content alone. */
export type CountedVerdict = Verdict & { readonly exactRenames: boolean };

/** One tree, and the models that were made of it: which files a model holds is the policy's to say (`schemas`). */
interface Moment {
  readonly snapshot: Snapshot;
  readonly reads: Reads;
  readonly models: Map<string, BuiltModel>;
  /** What its own configuration wants read has been read. */
  settled: boolean;
}

type Decided = { readonly judgement: Judgement } | { readonly error: string };

class Walk {
  readonly #git: Git;
  readonly #options: ReplayOptions;
  readonly #cache = new ParseCache();
  #tree = new HistoryTree([]);
  #now: Moment;
  /** What a change that touches nothing comes to, by day where the day matters. */
  #steady: { readonly day: string | null; readonly decided: Decided } | null = null;

  private constructor(git: Git, options: ReplayOptions, sha: string, tree: HistoryTree) {
    this.#git = git;
    this.#options = options;
    this.#tree = tree;
    this.#now = this.#look(sha, null);
  }

  static async from(git: Git, options: ReplayOptions, sha: string): Promise<Walk> {
    return new Walk(git, options, sha, new HistoryTree(await openCommit(git, sha).list()));
  }

  async step(commit: HistoryCommit, records: readonly RawChange[]): Promise<Verdict> {
    const base = this.#now;
    const today = dayOf(commit.time);
    await this.#settle(base, today);
    this.#tree.apply(records);
    if (leavesAlone(records, base.reads)) {
      return this.#verdict(commit, await this.#unchanged(base, today), false);
    }
    const subject = this.#look(commit.sha, base.reads);
    this.#now = subject;
    this.#steady = null;
    let decided = await this.#decide(subject, base, changeOf(records), today);
    if ('judgement' in decided && decided.judgement.findings.some(({ status }) => status === 'new')) {
      // What a finding is told about also depends on the lines that changed. They are read for these few alone.
      const change = await this.#withLines(commit);
      if (change !== null) decided = await this.#decide(subject, base, change, today);
    }
    return this.#verdict(commit, decided, true);
  }

  /** null where the clone lacks what git compares lines with. */
  async #withLines({ sha, parent }: HistoryCommit): Promise<TreeChange | null> {
    try {
      return await compareTrees(this.#git, parent as string, { kind: 'commit', sha }, isGoverned);
    } catch (error) {
      if (error instanceof PhaseMirrorError && error.kind === 'evidence') return null;
      throw error;
    }
  }

  #look(sha: string, earlier: Reads | null): Moment {
    const reads = new Reads(earlier);
    const snapshot = snapshotOf(this.#git, sha, this.#tree.entries, reads);
    return { snapshot, reads, models: new Map(), settled: false };
  }

  /** Read all that the next change is judged by, so that it is known what it leaves alone. */
  async #settle(moment: Moment, today: string): Promise<void> {
    if (moment.settled) return;
    moment.settled = true;
    let alsoRead: readonly string[] = [];
    try {
      alsoRead = filesOf(await this.#policy(moment, moment, today));
    } catch (error) {
      // A configuration that is refused asks for nothing; the change itself says so.
      if (!isRefusal(error)) throw error;
    }
    await this.#model(moment, alsoRead);
  }

  async #model(moment: Moment, alsoRead: readonly string[]): Promise<BuiltModel> {
    const key = JSON.stringify(alsoRead);
    const known = moment.models.get(key);
    if (known !== undefined) return known;
    const { repository } = this.#options;
    const built = await buildModel(moment.snapshot, {
      cache: this.#cache,
      alsoRead,
      ...(repository === undefined ? {} : { repository }),
    });
    moment.models.set(key, built);
    return built;
  }

  async #unchanged(base: Moment, today: string): Promise<Decided> {
    const known = this.#steady;
    if (known !== null && (known.day === null || known.day === today)) return known.decided;
    const decided = await this.#decide(base, base, SAME, today);
    this.#steady = { day: this.#speaksOfDays(base) ? today : null, decided };
    return decided;
  }

  /** Suppressions end, in a configuration or in a comment. */
  #speaksOfDays({ reads, models }: Moment): boolean {
    if (CONFIG_PATHS.some((path) => reads.paths.has(path))) return true;
    const [built] = models.values();
    return built !== undefined && holdsComments(built.model.texts);
  }

  async #decide(subject: Moment, base: Moment, change: TreeChange, today: string): Promise<Decided> {
    try {
      const policy = await this.#policy(subject, base, today);
      const alsoRead = filesOf(policy);
      const models = [await this.#model(subject, alsoRead), await this.#model(base, alsoRead)] as const;
      return {
        judgement: this.#options.judge({ subject: models[0], base: models[1], change, policy, today }),
      };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return { error: error.message };
    }
  }

  #policy(subject: Moment, base: Moment, today: string): Promise<LoadedPolicy> {
    const sides = { subject: subject.snapshot, base: base.snapshot, fromBase: true };
    return loadPolicy(sides, { ruleIds: this.#options.ruleIds, today });
  }

  async #verdict(commit: HistoryCommit, decided: Decided, judged: boolean): Promise<Verdict> {
    const flagged = flaggedOf(commit, decided);
    const outcome = 'error' in decided ? 'failed' : decided.judgement.decision.outcome;
    if (flagged === null) return { outcome, judged, flagged };
    const object = await this.#git.objects.read(commit.sha, MAX_COMMIT);
    const subject = object.kind === 'object' ? firstLineOf(object.bytes) : '';
    return { outcome, judged, flagged: { ...flagged, subject } };
  }
}

/** The files that rules were told to look at. */
function filesOf({ config }: LoadedPolicy): string[] {
  return config.schemas.flatMap(({ value }) => [value.schema, value.version.path]);
}

/** What evaluate exits with 2 for, because of what the commit itself says. */
function isRefusal(error: unknown): error is PhaseMirrorError {
  return error instanceof PhaseMirrorError && error.kind === 'user';
}

/** YYYY-MM-DD, UTC. */
export function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** The change without its lines. */
function changeOf(records: readonly RawChange[]): TreeChange {
  const renames = new Map<string, string>();
  const changed = new Set<string>();
  const deleted = new Set<string>();
  for (const { status, oldPath, newPath } of records) {
    if (status === 'D') deleted.add(oldPath);
    else changed.add(newPath);
    if (status === 'R') renames.set(oldPath, newPath);
  }
  return { renames, changed, deleted, lines: new Map() };
}

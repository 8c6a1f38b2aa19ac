/**
 * Verdicts of suppressions that were merged: which findings each one covers, and who answers for it. A suppression says
 * something of a rule only where it carries a `verdict`, and whoever wrote it says nothing: who merged it does, or who
 * approved it.
 */
import type { RawVerdict, Speaker } from '../calibration/verdicts.js';
import { PhaseMirrorError } from '../errors.js';
import type { Merge, Merges } from '../github/merges.js';
import type { Account } from '../github/reviewers.js';
import { ConfigError } from '../policy/config-problems.js';
import { inlineSuppressions } from '../policy/inline-suppressions.js';
import { applySuppressions } from '../policy/suppressions.js';
import type { Config, Suppression } from '../policy/types.js';
import type { Git } from '../repository/git.js';
import { commitsOfLines } from '../repository/git-blame.js';
import { buildModel } from '../repository/model.js';
import { openCommit } from '../repository/snapshot.js';
import { readYaml, type YamlValue } from '../repository/yaml.js';
import type { CalibrationGround } from './calibrate-ground.js';
import type { IngestRequest } from './calibrate-types.js';
import { evaluateRun } from './evaluate-run.js';
import { RULE_IDS } from './run-context.js';

/** Verdicts of one source. */
export interface Taken {
  readonly raws: readonly RawVerdict[];
  readonly notes: readonly string[];
  /** Whether there may be more that were not seen. */
  readonly incomplete: boolean;
}

/** A suppression with a verdict, and the lines that say it. */
interface Entry {
  readonly suppression: Suppression;
  readonly from: number;
  readonly to: number;
}

/**
 * @param findIds full ids of recorded findings that start with the digits
 * Never throws for a commit that cannot be evaluated: `notes` and `incomplete` say so.
 */
export async function suppressionVerdicts(
  ground: Pick<CalibrationGround, 'git' | 'head' | 'config'>,
  request: IngestRequest,
  merges: Merges,
  findIds: (prefix: string) => Promise<readonly string[]>,
): Promise<Taken> {
  const notes = new Set<string>();
  const comments = await commentsOf(ground, request, notes);
  let incomplete = comments === null;
  const entries = [...entriesOf(ground.config), ...(comments ?? [])];
  if (entries.length === 0) return { raws: [], notes: [...notes], incomplete };
  const covered = await coveredBy(entries, ground, request).catch((error: unknown) => {
    // What was said by other ways counts all the same.
    if (!(error instanceof PhaseMirrorError) || error.kind === 'bug') throw error;
    notes.add(`What suppressions cover could not be found out: ${error.message}`);
    incomplete = true;
    return new Map<Suppression, readonly string[]>();
  });
  const raws: RawVerdict[] = [];
  for (const entry of entries) {
    const { suppression } = entry;
    const { path, line } = suppression.at;
    const where = `${path}:${line}`;
    const commits = await commitsOfLines(ground.git, ground.head, path, entry);
    if (commits === null) {
      notes.add(`Who merged the suppression at ${where} is not known: the checkout lacks its history (fetch-depth: 0)`);
      incomplete = true;
      continue;
    }
    const answer = await mergedBy(merges, commits, ground.git);
    if (!answer.ok) {
      notes.add(`Who merged the suppression at ${where} could not be asked: ${answer.why}`);
      incomplete = true;
      continue;
    }
    const ids = new Set(covered.get(suppression) ?? []);
    if (suppression.findingId !== undefined) for (const id of await findIds(suppression.findingId)) ids.add(id);
    const common = {
      source: 'suppression',
      ruleId: suppression.rule,
      kind: suppression.verdict === 'false-positive' ? 'false-positive' : 'true-positive',
      speakers: speakersOf(answer.value),
      comment: suppression.ticket ?? suppression.reason,
      at: answer.value?.last.at ?? 0,
      where,
    } as const;
    for (const findingId of ids.size === 0 ? [null] : ids) raws.push({ ...common, findingId });
  }
  return { raws, notes: [...notes], incomplete };
}

// ---------------------------------------------------------------- what is suppressed

/**
 * The lines of an entry, not the first alone: who changes any of them says it anew. A value that is an alias stands where
 * its anchor is, and all between belongs to it: rather too many people than one too few.
 */
function entriesOf({ path, lines, suppressions }: Config): Entry[] {
  if (path === null) return [];
  const read = readYaml(path, new TextEncoder().encode(lines.join('\n')), 'config');
  const root: YamlValue | null = read.ok ? read.value : null;
  const list = root?.kind === 'map' ? root.get('suppressions') : undefined;
  const items = list?.kind === 'seq' ? list.items : [];
  const starts = items.map(({ at }) => at.startLine);
  return suppressions.flatMap((suppression, index): Entry[] => {
    const item = items[index];
    if (suppression.verdict === undefined || item?.kind !== 'map') return [];
    const { startLine, endLine } = item.at;
    // A block ends where the next one begins; one that is an alias begins where its anchor is.
    const next = Math.min(...starts.filter((start) => start > startLine));
    let to = Math.min(endLine, next - 1, lines.length);
    while (to > startLine && (lines[to - 1] ?? '').trim() === '') to -= 1;
    const values = item.entries.map(({ value }) => value.at.startLine);
    return [{ suppression, from: Math.min(startLine, ...values), to: Math.max(to, ...values) }];
  });
}

/** null: one of them is wrong, so none is read. */
async function commentsOf(
  { git, head }: Pick<CalibrationGround, 'git' | 'head'>,
  request: IngestRequest,
  notes: Set<string>,
): Promise<Entry[] | null> {
  const { model } = await buildModel(openCommit(git, head), {});
  try {
    return inlineSuppressions(model.texts, { ruleIds: RULE_IDS, today: todayOf(request) }).flatMap((suppression) => {
      const { line } = suppression.at;
      return suppression.verdict === undefined ? [] : [{ suppression, from: line, to: line }];
    });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    notes.add(`No suppression in a comment was read: ${error.message}`);
    return null;
  }
}

/** Ids of the findings that each covers, in what is there now: all of it is looked at, as by a scheduled run. */
async function coveredBy(
  entries: readonly Entry[],
  { git, head, config }: Pick<CalibrationGround, 'git' | 'head' | 'config'>,
  request: IngestRequest,
): Promise<ReadonlyMap<Suppression, readonly string[]>> {
  const { folder, environment, clock, configPath, repository, token, apiUrl } = request;
  const current = await git.line(['symbolic-ref', '--quiet', '--short', 'HEAD'], { okCodes: [0, 1, 128] });
  const branch = current === '' ? null : current;
  const { report } = await evaluateRun({
    folder,
    environment,
    clock,
    event: { kind: 'other', name: 'calibrate', sha: head, branch },
    strict: false,
    apiExpected: token !== undefined && repository !== undefined,
    eventName: 'calibrate',
    timings: false,
    ...(branch === null ? {} : { defaultBranch: branch }),
    ...(configPath === undefined ? {} : { configPath }),
    ...(repository === undefined ? {} : { repository }),
    ...(token === undefined ? {} : { token }),
    ...(apiUrl === undefined ? {} : { apiUrl }),
  });
  const suppressions = entries.map(({ suppression }) => suppression);
  const { suppressed } = applySuppressions(report.findings, { ...config, suppressions }, todayOf(request));
  const covered = new Map<Suppression, string[]>();
  for (const [{ findingId }, suppression] of suppressed) {
    covered.set(suppression, [...(covered.get(suppression) ?? []), findingId]);
  }
  return covered;
}

function todayOf({ clock }: IngestRequest): string {
  return new Date(clock()).toISOString().slice(0, 10);
}

// ---------------------------------------------------------------- who answers for it

/** The pull requests behind the lines: the one merged last, and everybody who worked on any. */
interface Behind {
  readonly last: Merge;
  readonly actorIds: ReadonlySet<number>;
  readonly actorsKnown: boolean;
}

/**
 * `value` null: a line came without a pull request, so nobody looked at it. Nor did anybody where it was written into the
 * merge itself, which no pull request has shown, by who merges.
 */
async function mergedBy(
  merges: Merges,
  commits: readonly string[],
  git: Git,
): Promise<{ readonly ok: true; readonly value: Behind | null } | { readonly ok: false; readonly why: string }> {
  const found: Merge[] = [];
  for (const commit of commits) {
    const answer = await merges.ofCommit(commit);
    if (!answer.ok) return answer;
    if (answer.value === null) return { ok: true, value: null };
    if (commit === answer.value.mergeSha && (await isMerge(git, commit))) return { ok: true, value: null };
    found.push(answer.value);
  }
  const [last] = [...found].sort((one, other) => other.at - one.at);
  if (last === undefined) return { ok: true, value: null };
  const actorIds = new Set(found.flatMap((merge) => merge.actorIds));
  return { ok: true, value: { last, actorIds, actorsKnown: found.every((merge) => merge.actorsKnown) } };
}

/** A squashed or rebased pull request lands as commits with one parent. */
async function isMerge(git: Git, commit: string): Promise<boolean> {
  const [, ...parents] = (await git.line(['rev-list', '--parents', '--max-count=1', commit, '--'])).split(' ');
  return parents.length > 1;
}

function speakersOf(behind: Behind | null): Speaker[][] {
  if (behind === null) return [];
  const { last, actorIds, actorsKnown } = behind;
  const speaker = ({ id, login, person }: Account): Speaker => ({
    id,
    name: login,
    person,
    // Somebody of whom GitHub does not list the commits could be anybody.
    own: !actorsKnown || actorIds.has(id),
  });
  return [last.mergedBy === null ? [] : [speaker(last.mergedBy)], last.approvedBy.map(speaker)];
}

/** What a change did to the job that reported a check on the base: renamed, removed, moved away, started elsewhere. */
import { nameText, trimBlanks } from '../../repository/check-names.js';
import type { CheckProducer, Span, Trigger, Workflow } from '../../repository/types.js';
import { isWorkflowPath } from '../../repository/workflows.js';
import type { ChangeContext, Evidence } from '../types.js';
import { counterpart, type JobPlace } from './counterpart.js';
import { evidenceAt, isChanged, listed, quoted, shown, shownPath } from './evidence.js';
import { reportingOf, timesOf } from './reporting.js';
import { reporterIndex } from './required.js';
import { reachOf, reachOfTrigger } from './starts.js';

export interface Loss {
  /** `You renamed job "lint" to "checkstyle"`, without a final stop. */
  readonly did: string;
  /** The exact change that takes it back: a sentence. */
  readonly undo: string;
  /** `Renaming on purpose?` */
  readonly question: string;
  /** A line that the change touched; null when there is none to show. */
  readonly line: Evidence | null;
}

/**
 * How the check was lost.
 *
 * @returns null when no job reported it on the base's pull requests either
 */
export function lossOf(required: string, context: ChangeContext): Loss | null {
  const { base, subject, change } = context;
  const { branch } = subject.requirements;
  const { reports, startable } = reportingOf(reporterIndex(base.model)(required), branch);
  const before = reports[0] ?? startable[0];
  if (before === undefined) return null;
  const outer = counterpart({ workflow: before.workflow, job: before.job }, base.model, subject.model, change);
  if (outer === null) return removed({ workflow: before.workflow, job: before.job }, context);
  const leaf = counterpart(before.leaf, base.model, subject.model, change);
  if (leaf === null) return removed(before.leaf, context);
  const now = subject.model.producers.filter(
    (producer) => producer.job === outer.job && producer.leaf.job === leaf.job,
  );
  const same = now.find(({ name }) => name.kind === 'exact' && trimBlanks(name.text) === required);
  if (same !== undefined && reachOf(same.workflow, branch) === 'never')
    return startedElsewhere(same, before, required, context);
  // Nothing but calls starts its workflow any more.
  if (now.length === 0 && reachOf(outer.workflow, branch) === 'never')
    return startedByCalls(outer, before, required, context);
  if (now.length === 0) return notCalled(before, outer, required, context);
  return renamed(before, { outer, leaf }, now, required, context);
}

function renamed(
  before: CheckProducer,
  { outer, leaf }: { readonly outer: JobPlace; readonly leaf: JobPlace },
  now: readonly CheckProducer[],
  required: string,
  context: ChangeContext,
): Loss {
  const names = [...new Set(now.map(({ name }) => nameText(name)))];
  const matrix = leaf.job.id === before.leaf.job.id && (before.matrixTexts.length > 0 || leaf.job.matrix !== undefined);
  return {
    did: matrix
      ? `You changed job ${quoted(leaf.job.id)}: it now reports ${listed(names)}`
      : `You renamed job ${quoted(required)} to ${listed(names)}`,
    undo: matrix
      ? `Make job ${quoted(leaf.job.id)} report ${quoted(required)} again.`
      : `Put back \`name: ${shown(ownName(required, before))}\`.`,
    question: matrix ? 'On purpose?' : 'Renaming on purpose?',
    line: changedLine([...placesOfName(leaf), ...placesOfName(outer)], context),
  };
}

function notCalled(before: CheckProducer, { job }: JobPlace, required: string, context: ChangeContext): Loss {
  return {
    did: `You changed job ${quoted(job.id)}, which reported ${quoted(required)}`,
    undo: `Let job ${quoted(job.id)} call ${shownPath(before.leaf.workflow.path)} again.`,
    question: 'On purpose?',
    line: changedLine([job.uses?.at, job.at], context),
  };
}

/** Put back the trigger by which the base reported it. */
function undoTrigger({ workflow: was }: CheckProducer, now: Workflow, { subject }: ChangeContext): string {
  const { branch } = subject.requirements;
  const trigger = was.triggers.find((each) => reachOfTrigger(each, branch) === 'reports') ?? was.triggers[0];
  const event = shown(trigger?.event ?? 'pull_request');
  const path = shownPath(now.path);
  return now.triggers.some((each) => each.event === trigger?.event)
    ? `Put \`${event}\` in ${path} back as it was.`
    : `Put \`${event}:\` back under \`on:\` in ${path}.`;
}

/** The job and its name are still there, but no pull request starts it. */
function startedElsewhere(
  { workflow, job }: CheckProducer,
  before: CheckProducer,
  required: string,
  context: ChangeContext,
): Loss {
  const path = shownPath(workflow.path);
  return {
    did: `You changed when ${path} starts: it now reports ${quoted(required)} ${timesOf(workflow.triggers)}`,
    undo: undoTrigger(before, workflow, context),
    question: 'On purpose?',
    line: changedLine([...workflow.triggers.flatMap(placesOfTrigger), job.at], context),
  };
}

function startedByCalls(
  { workflow, job }: JobPlace,
  before: CheckProducer,
  required: string,
  context: ChangeContext,
): Loss {
  const path = shownPath(workflow.path);
  return {
    did: `You changed when ${path}, which reported ${quoted(required)}, starts: only other workflows start it now`,
    undo: undoTrigger(before, workflow, context),
    question: 'On purpose?',
    line: changedLine([...workflow.triggers.flatMap(placesOfTrigger), job.at], context),
  };
}

function removed(gone: JobPlace, context: ChangeContext): Loss {
  const { subject, change } = context;
  const old = gone.workflow.path;
  const path = change.renames.get(old) ?? old;
  const job = quoted(gone.job.id);
  const question = 'Removing it on purpose?';
  if (!isWorkflowPath(path)) {
    return {
      did: `You moved ${shownPath(old)} with its job ${job} to ${shownPath(path)}, where GitHub looks for no workflow`,
      undo: `Move it back to ${shownPath(old)}.`,
      question: 'On purpose?',
      // The content of a file that is no workflow is not read: its path stands for it.
      line: { path, startLine: 1, endLine: 1, excerpt: `moved from ${shownPath(old)}`, label: 'this change' },
    };
  }
  if (!subject.model.paths.includes(path)) {
    const did = `You deleted ${shownPath(path)} with its job ${job}`;
    return { did, undo: 'Put the file back.', question, line: null };
  }
  const startLine = nearestChangedLine(change.lines.get(path), gone.job.at.startLine);
  const line = startLine === null ? null : evidenceAt(subject.model, { path, startLine }, 'this change');
  if (subject.model.workflows.some((workflow) => workflow.path === path)) {
    return { did: `You removed job ${job} from ${shownPath(path)}`, undo: 'Put the job back.', question, line };
  }
  const did = line?.excerpt.startsWith('#') === true ? 'commented out all of' : 'emptied';
  return {
    did: `You ${did} ${shownPath(path)}, which held job ${job}`,
    undo: 'Put its content back.',
    question,
    line: line?.excerpt === '' ? null : line,
  };
}

/** Lines that decide the name of a job: its `name:`, its key, its matrix. */
function placesOfName({ job }: JobPlace): (Span | undefined)[] {
  return [job.name?.at, job.at, job.matrix?.at];
}

/** The line of a trigger and those of its filters. */
export function placesOfTrigger(trigger: Trigger): Span[] {
  const { at, types, branches, branchesIgnore, tags, tagsIgnore, paths, pathsIgnore, cron } = trigger;
  const lists = [types, branches, branchesIgnore, tags, tagsIgnore, paths, pathsIgnore, cron];
  return [at, ...lists.flatMap((list) => list ?? []).map((entry) => entry.at)];
}

/** The first of these places that the change touched; the first of all when it touched none (only lines went away). */
export function changedLine(places: readonly (Span | undefined)[], context: ChangeContext): Evidence | null {
  const known = places.filter((at) => at !== undefined);
  const { subject, change } = context;
  for (const { path, startLine, endLine } of known) {
    for (let line = startLine; line <= endLine; line += 1) {
      if (isChanged(change, { path, startLine: line })) {
        return evidenceAt(subject.model, { path, startLine: line }, 'this change');
      }
    }
  }
  const [first] = known;
  return first === undefined ? null : evidenceAt(subject.model, first, 'this change');
}

function nearestChangedLine(lines: ReadonlySet<number> | undefined, wanted: number): number | null {
  const sorted = [...(lines ?? [])].sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b);
  return sorted[0] ?? null;
}

/** What the job itself was called: `callee` of `caller / callee`, without a matrix suffix that GitHub adds. */
function ownName(required: string, before: CheckProducer): string {
  return before.leaf.job.name?.value ?? (before.jobPath.length > 1 ? before.leaf.job.id : required);
}

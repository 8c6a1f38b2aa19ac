/**
 * MD-012: `on.workflow_run.workflows` names no workflow, so the run it waits for never comes. Entries are names (a
 * workflow without `name:` is known by its path), matched as filter patterns in which special characters are escaped.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_run
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#name
 */
import { distance } from 'fastest-levenshtein';
import { compileFilter } from '../repository/filter-patterns.js';
import type { Located, RepositoryModel, Workflow } from '../repository/types.js';
import { isWorkflowPath } from '../repository/workflows.js';
import { GITHUB_WORKFLOWS } from './data/github-workflows.js';
import { changedLineFirst, evidenceAt, placeOf, quoted } from './support/evidence.js';
import type { Evidence, Finding, Gap, Rule, RuleContext, RuleOutcome } from './types.js';

const ID = 'MD-012';
const VERSION = 1;
/** Names longer than this are not compared letter by letter. */
const MAX_COMPARED = 100;

export const workflowRunUnknownName: Rule = {
  id: ID,
  name: 'workflow-run-unknown-name',
  version: VERSION,
  severity: 'medium',
  level: 'warn',
  summary: 'A `workflow_run` trigger that waits for a workflow nobody has: it never starts',
  needs: 'files',
  check,
  attribute: (finding, { change }) => changedLineFirst(finding, change),
};

function check({ model }: RuleContext): RuleOutcome {
  const listeners = model.workflows.flatMap((workflow) =>
    workflow.triggers
      .filter(({ event }) => event === 'workflow_run')
      .flatMap((trigger) => (trigger.workflows ?? []).map((entry) => ({ workflow, entry }))),
  );
  if (listeners.length === 0) return { state: 'not-applicable', reason: 'no workflow waits for another one' };
  const gap = unreadGap(model);
  // A workflow that is parked or cannot be read may be the one that is meant.
  if (gap !== null) return { state: 'not-evaluated', gaps: [gap] };
  const findings: Finding[] = [];
  const proven: string[] = [];
  const parked = hasParked(model);
  for (const { workflow, entry } of listeners) {
    proven.push(`workflow-run:${workflow.path}:${entry.value}`);
    const named = meant(entry.value, model.workflows);
    if (named === null || isOff(workflow)) continue;
    if (named.length === 0 && !parked) findings.push(unknownName(model, workflow, entry));
    else if (named.length > 0 && named.every(isOnlyCalled)) findings.push(onlyCalled(model, workflow, entry, named));
  }
  return { state: 'evaluated', findings, proven, unproven: [], gaps: [] };
}

function unreadGap({ problems }: RepositoryModel): Gap | null {
  const problem = problems.find(({ role }) => role === 'workflow');
  if (problem === undefined) return null;
  return {
    evidence: problem.path,
    reason: `its name is not known: the file ${problem.reason}`,
    next: `mend ${problem.path}`,
    cause: 'tree',
  };
}

/** Workflows that are switched off by a comment in front of every line, or by another ending (`ci.yml.disabled`). */
function hasParked({ paths, workflows, problems }: RepositoryModel): boolean {
  const read = new Set([...workflows, ...problems].map(({ path }) => path));
  return paths.some(
    (path) =>
      path.startsWith('.github/workflows/') &&
      (isWorkflowPath(path) ? !read.has(path) : /\.ya?ml[^/a-z]|\.(?:disabled|off|bak|old)$/i.test(path)),
  );
}

/**
 * The workflows that an entry means; null where nothing can be said of it: it excludes, is one of GitHub's own
 * workflows, or is no pattern that GitHub documents.
 */
function meant(entry: string, workflows: readonly Workflow[]): readonly Workflow[] | null {
  if (entry.startsWith('!') || entry.trim() === '') return null;
  const filter = compileFilter(entry.toLowerCase());
  if ('invalid' in filter) return null;
  // Whether capital letters and unescaped characters count is not documented: both readings are accepted.
  const fits = (name: string): boolean =>
    filter.matches(name.toLowerCase()) || name.toLowerCase() === entry.trim().toLowerCase();
  if (GITHUB_WORKFLOWS.some(fits)) return null;
  return workflows.filter((workflow) => fits(nameOf(workflow)));
}

/** "If you omit name, GitHub displays the workflow file path relative to the root of the repository." */
function nameOf({ name, path }: Workflow): string {
  const text = name?.value.trim() ?? '';
  return text === '' ? path : text;
}

function isOnlyCalled({ triggers }: Workflow): boolean {
  return triggers.length > 0 && triggers.every(({ event }) => event === 'workflow_call');
}

/** Every job is switched off on purpose. */
function isOff({ jobs }: Workflow): boolean {
  return jobs.every(
    ({ if: condition }) => condition !== undefined && /^(\$\{\{)?\s*false\s*(\}\})?$/.test(condition.value.trim()),
  );
}

function unknownName(model: RepositoryModel, listener: Workflow, entry: Located<string>): Finding {
  const near = nearest(entry.value, model.workflows);
  const place = placeOf(entry.at);
  return {
    ...common(listener, entry, [
      evidenceAt(model, entry.at, 'waits for this name', 'names no workflow'),
      ...(near === null ? [] : [evidenceAt(model, near.name?.at ?? { path: near.path, startLine: 1 }, 'its name')]),
    ]),
    title: `No workflow is named ${quoted(entry.value)}`,
    what: `${listener.path} waits for a run of ${quoted(entry.value)} (line ${entry.at.startLine}), and no workflow here has that name.`,
    fix:
      near === null
        ? `Name an existing workflow at ${place} by its \`name:\`, or remove the entry.`
        : `Write ${quoted(escaped(nameOf(near)))} at ${place}: that is the name of ${near.path}.`,
  };
}

function onlyCalled(
  model: RepositoryModel,
  listener: Workflow,
  entry: Located<string>,
  [called]: readonly Workflow[],
): Finding {
  const path = called?.path ?? '';
  const line = called?.triggers[0]?.at ?? { path, startLine: 1 };
  return {
    ...common(listener, entry, [
      evidenceAt(model, entry.at, 'waits for this name', 'names a called workflow'),
      evidenceAt(model, line, 'only called by others'),
    ]),
    title: `${quoted(entry.value)} never runs on its own`,
    what: `${listener.path} waits for a run of ${quoted(entry.value)} (line ${entry.at.startLine}), but ${path} is only called by other workflows: its jobs belong to the caller's run.`,
    fix: `Name the calling workflow at ${placeOf(entry.at)}.`,
  };
}

function common(
  { path }: Workflow,
  { value }: Located<string>,
  evidence: [Evidence, ...Evidence[]],
): Omit<Finding, 'title' | 'what' | 'fix'> {
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity: 'medium',
    why: 'GitHub reports no mistake: the workflow just never starts for it.',
    path,
    anchor: `workflow-run:${value}`,
    evidence,
  };
}

/** The workflow whose file is named instead of its name, or whose name is a few letters away. */
function nearest(entry: string, workflows: readonly Workflow[]): Workflow | null {
  const wanted = entry.trim().toLowerCase();
  const byFile = workflows.find(({ path }) => {
    const file = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
    return [path.toLowerCase(), file, file.replace(/\.ya?ml$/, '')].includes(wanted);
  });
  if (byFile !== undefined) return byFile;
  if (wanted.length > MAX_COMPARED) return null;
  const allowed = Math.min(6, Math.floor(wanted.length / 4));
  const close = workflows
    .filter((workflow) => nameOf(workflow).length <= MAX_COMPARED && !isOnlyCalled(workflow))
    .map((workflow) => ({ workflow, edits: distance(wanted, nameOf(workflow).toLowerCase()) }))
    .filter(({ edits }) => edits <= allowed)
    .sort((a, b) => a.edits - b.edits);
  return close[0]?.workflow ?? null;
}

/** A name as an entry: characters that mean something in a pattern get a backslash. */
function escaped(name: string): string {
  return name.replace(/[\\*?+[\]!]/g, '\\$&');
}

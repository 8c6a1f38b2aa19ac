/**
 * MD-013: a trigger names a branch that does not exist. GitHub says nothing about it; after `master` became `main`, a
 * workflow for `master` is simply never started again.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushbranchestagsbranches-ignoretags-ignore
 */
import { distance } from 'fastest-levenshtein';
import { USUAL_DEFAULTS } from '../repository/branch-selector.js';
import { compileFilters } from '../repository/filter-patterns.js';
import type { Located, RepositoryModel, Span, Trigger, Workflow } from '../repository/types.js';
import { changedLineFirst, evidenceAt, placeOf, quoted } from './support/evidence.js';
import { factGap } from './support/fact-gap.js';
import type { Evidence, Finding, Rule, RuleContext, RuleOutcome } from './types.js';

const ID = 'MD-013';
const VERSION = 1;
/** `workflow_run` is left out: its branch may be one of a fork. */
const EVENTS = ['push', 'pull_request', 'pull_request_target'];
/** Branches that are made when they are needed. */
const MADE_LATER =
  /\d|\/|\$|^(?:releases?|release[-_].*|stable|latest|lts|next|next-major|alpha|beta|rc|canary|nightly|preview|edge|hot-?fix|maintenance|backport|gh-pages|pages|staging|trying|try|auto|test|tests|testing|ci|tmp|temp|experimental)$/i;
/** Places shown with one finding. */
const MAX_SHOWN = 10;
/** A longer list is not searched for a similar name. */
const MAX_BRANCHES = 20_000;

export const triggerBranchMissing: Rule = {
  id: ID,
  name: 'trigger-branch-missing',
  version: VERSION,
  severity: 'medium',
  level: 'warn',
  summary: 'A trigger for a branch that does not exist: the workflow is not started',
  needs: 'files-or-api',
  wants: ['branches'],
  check,
  attribute: (finding, { change }) => changedLineFirst(finding, change),
};

/** Where a trigger names a branch in vain. */
interface Entry {
  readonly event: string;
  readonly at: Span;
}

/** One branch that does not exist. */
interface Missing {
  readonly workflow: Workflow;
  readonly name: string;
  /** Never empty; those of dead triggers first. */
  readonly entries: Entry[];
  /** Events that nothing else in their trigger starts. */
  readonly dead: string[];
}

function check({ model, facts, defaultBranch }: RuleContext): RuleOutcome {
  const triggers = model.workflows.flatMap((workflow) =>
    workflow.triggers
      .filter((trigger) => EVENTS.includes(trigger.event) && (trigger.branches ?? []).some(isName))
      .map((trigger) => ({ workflow, trigger })),
  );
  if (triggers.length === 0) return { state: 'not-applicable', reason: 'no trigger names a branch' };
  if (facts.branches.status !== 'answered') {
    return { state: 'not-evaluated', gaps: [factGap(facts.branches, 'branches', 'contents: read')] };
  }
  const existing = new Set(facts.branches.value);
  if (defaultBranch !== null) existing.add(defaultBranch);
  const missing = new Map<string, Missing>();
  const proven: string[] = [];
  for (const { workflow, trigger } of triggers) {
    const absent = (trigger.branches ?? []).filter((entry) => isName(entry) && !existing.has(plain(entry)));
    const dead = isDead(trigger, existing);
    for (const entry of (trigger.branches ?? []).filter(isName)) {
      proven.push(`branch:${workflow.path}:${plain(entry)}`);
      if (!absent.includes(entry) || isMeant(plain(entry), trigger, existing, dead)) continue;
      const key = JSON.stringify([workflow.path, plain(entry)]);
      const known = missing.get(key) ?? { workflow, name: plain(entry), entries: [], dead: [] };
      const place = { event: trigger.event, at: entry.at };
      if (dead) {
        known.entries.splice(known.dead.length, 0, place);
        known.dead.push(trigger.event);
      } else known.entries.push(place);
      missing.set(key, known);
    }
  }
  const all = [...missing.values()];
  const groups = [...all.filter(({ dead }) => dead.length > 0), ...leftovers(all)];
  const findings = groups.map((each) => findingFor(model, each, existing, defaultBranch));
  return { state: 'evaluated', findings, proven: [...new Set(proven)], unproven: [], gaps: [] };
}

/** Entries beside others that live cost nothing: one finding for each name, however many workflows have it. */
function leftovers(all: readonly Missing[]): Missing[] {
  const byName = new Map<string, Missing>();
  for (const each of all) {
    if (each.dead.length > 0) continue;
    const known = byName.get(each.name);
    if (known === undefined) byName.set(each.name, each);
    else known.entries.push(...each.entries);
  }
  return [...byName.values()];
}

/** A name, and no pattern or exclusion. */
function isName({ value }: Located<string>): boolean {
  return value !== '' && !/(?:^|[^\\])[*?+[\]]|^!/.test(value);
}

function plain({ value }: Located<string>): string {
  return value.replace(/\\(.)/g, '$1');
}

/** Whether the trigger names plain branches only, none of which exists. */
function isDead({ branches, tags, tagsIgnore }: Trigger, existing: ReadonlySet<string>): boolean {
  if (branches === undefined || (tags ?? tagsIgnore) !== undefined) return false;
  const positive = branches.filter(({ value }) => !value.startsWith('!'));
  return positive.every((entry) => isName(entry) && !existing.has(plain(entry)) && !MADE_LATER.test(plain(entry)));
}

/**
 * Names that stand there on purpose: branches that come and go, a list of the usual default branches of which one
 * exists, and names that a pattern of the same list covers anyway.
 */
function isMeant(name: string, { branches = [] }: Trigger, existing: ReadonlySet<string>, dead: boolean): boolean {
  if (MADE_LATER.test(name)) return true;
  if (dead) return false;
  if (USUAL_DEFAULTS.includes(name) && USUAL_DEFAULTS.some((usual) => existing.has(usual))) {
    return branches.some(
      (entry) => isName(entry) && USUAL_DEFAULTS.includes(plain(entry)) && existing.has(plain(entry)),
    );
  }
  return compileFilters(branches.filter((entry) => !isName(entry))).matches(name);
}

function findingFor(
  model: RepositoryModel,
  { workflow, name, entries, dead }: Missing,
  existing: ReadonlySet<string>,
  defaultBranch: string | null,
): Finding {
  const evidence = entries
    .slice(0, MAX_SHOWN)
    .map(({ event, at }, index) =>
      evidenceAt(model, at, `${event} branch`, index === 0 ? 'branch missing' : undefined),
    ) as [Evidence, ...Evidence[]];
  const place = placeOf(evidence[0]);
  const events = [...new Set(dead)].join(' and ');
  const near = nearest(name, existing, defaultBranch);
  const common = { ruleId: ID, ruleVersion: VERSION, title: `There is no branch ${quoted(name)}`, path: workflow.path };
  const identity = { anchor: `branch:${name}`, evidence };
  if (dead.length > 0) {
    return {
      ...common,
      severity: 'medium',
      what: `${workflow.path} starts for ${events} on ${quoted(name)} (${place}), and of the branches listed there this repository has none.`,
      why: `GitHub reports no mistake: it is just never started by ${events}.`,
      fix: near === null ? `Name an existing branch at ${place}.` : `Write ${quoted(near)} at ${place}.`,
      ...identity,
    };
  }
  const files = new Set(entries.map(({ at }) => at.path)).size;
  return {
    ...common,
    severity: 'low',
    what: `${files === 1 ? workflow.path : `${files} workflows`} ${files === 1 ? 'names' : 'name'} ${quoted(name)} beside other branches (${place}), and this repository has no such branch.`,
    why: 'Whoever reads it believes that the branch is covered.',
    fix:
      near === null
        ? `Remove ${quoted(name)} at ${place}, or make the branch.`
        : `Write ${quoted(near)} at ${place}, or remove the entry.`,
    ...identity,
  };
}

/** The default branch for another usual name of it; else a branch one or two letters away. */
function nearest(name: string, existing: ReadonlySet<string>, defaultBranch: string | null): string | null {
  if (USUAL_DEFAULTS.includes(name) && defaultBranch !== null) return defaultBranch;
  if (existing.size > MAX_BRANCHES || name.length < 4) return null;
  for (const branch of existing) {
    if (Math.abs(branch.length - name.length) > 2) continue;
    const allowed = name.length > 7 || lettersOf(branch) === lettersOf(name) ? 2 : 1;
    if (distance(branch, name) <= allowed) return branch;
  }
  return null;
}

/** Two names with the same letters are often one name, mistyped: `mian`. */
function lettersOf(name: string): string {
  return [...name].sort().join('');
}

/**
 * MD-003: a required check whose workflow does not start for every pull request. A workflow that a filter skips reports
 * nothing, and the check stays pending; a *job* that an `if` skips reports success.
 * https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/troubleshooting-required-status-checks#handling-skipped-but-required-checks
 */
import type { CheckProducer, FilterList, Span, Trigger } from '../repository/types.js';
import {
  changedLineFirst,
  evidenceAt,
  listed,
  placeOf,
  quoted,
  requirementEvidence,
  shownPath,
} from './support/evidence.js';
import {
  branchName,
  nothingToJudge,
  type Reporters,
  type RequiredContext,
  reporterIndex,
  requiredContexts,
  requirementGaps,
  unprovenContexts,
} from './support/required.js';
import { type Starts, startsFor } from './support/starts.js';
import type { Evidence, Finding, Rule, RuleContext, RuleOutcome } from './types.js';

const ID = 'MD-003';
const VERSION = 1;
/** Paths that are tried against the filters; a tree with more is judged by its first ones. */
const MAX_PATHS = 50_000;
const DOC =
  'https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/troubleshooting-required-status-checks#handling-skipped-but-required-checks';

export const requiredCheckPathFiltered: Rule = {
  id: ID,
  name: 'required-check-path-filtered',
  version: VERSION,
  severity: 'high',
  level: 'block',
  summary: 'A required check whose workflow is filtered away for some pull requests: they wait forever',
  needs: 'files-or-api',
  check,
  attribute: (finding, { change }) => changedLineFirst(finding, change),
};

/** A filter that keeps a workflow from starting. */
type Filtered = Extract<Starts, { filter: FilterList }>;

/** One reporter of a required check and the filter of its trigger. */
interface Held {
  readonly producer: CheckProducer;
  readonly event: string;
  readonly starts: Filtered;
}

/** All required checks that one filter of a workflow holds back, where the same other workflows don't help either. */
interface Group {
  readonly first: Held;
  readonly others: readonly Held[];
  /** A tracked path; '' when the filter names other branches. */
  readonly witness: string;
  readonly required: RequiredContext[];
  /** Some of them are rows of a matrix. */
  readonly matrix: boolean;
}

function check(context: RuleContext): RuleOutcome {
  const nothing = nothingToJudge(context.requirements);
  if (nothing !== null) return nothing;
  const index = reporterIndex(context.model);
  const startsOf = rememberedStarts(context.requirements.branch);
  const groups = new Map<string, Group>();
  const proven: string[] = [];
  for (const entry of requiredContexts(context)) {
    if (entry.reporter !== null) continue;
    const reporters = index(entry.context);
    // No reporter at all is MD-001; a reporter that is only possible proves nothing here.
    if (reporters.exact.length === 0) continue;
    proven.push(`context:${entry.context}`);
    const held = heldBack(context, reporters, startsOf);
    if (held === null) continue;
    const { first, others, witness } = held;
    const matrix = first.producer.matrixTexts.length > 0;
    const key = JSON.stringify([
      ...[first, ...others].map(({ producer, event, starts }) => [producer.workflow.path, event, starts.key]),
      witness,
    ]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first, others, witness, required: [entry], matrix });
    else groups.set(key, { ...group, required: [...group.required, entry], matrix: group.matrix || matrix });
  }
  const findings = [...groups.values()].map((group) => findingFor(context, group));
  return {
    state: 'evaluated',
    findings,
    proven,
    unproven: unprovenContexts(requiredContexts(context), index),
    gaps: requirementGaps(context.requirements),
  };
}

/** The filters in the way, and a path whose change starts none of the reporters; null when there is no such path. */
function heldBack(
  { model }: RuleContext,
  { exact, maybe }: Reporters,
  startsOf: (trigger: Trigger) => Starts,
): Pick<Group, 'first' | 'others' | 'witness'> | null {
  const filtered: Held[] = [];
  for (const producer of [...exact, ...maybe]) {
    for (const trigger of producer.workflow.triggers) {
      const starts = startsOf(trigger);
      if (starts.kind === 'always') return null;
      if (starts.kind !== 'never') filtered.push({ producer, event: trigger.event, starts });
    }
  }
  const ofPullRequests = filtered.filter(({ event }) => event !== 'push');
  const byPath = filtered.filter(({ starts }) => starts.kind === 'paths');
  const first = ofPullRequests.find(({ starts }) => starts.kind === 'paths') ?? ofPullRequests[0];
  // Nothing of these runs for pull requests at all (a release workflow, a schedule): no filter is to blame.
  if (first === undefined) return null;
  const others = filtered.filter(({ producer }) => producer.workflow !== first.producer.workflow);
  if (byPath.length === 0) return { first, others, witness: '' };
  // A set of paths starts a filtered workflow exactly when one of its paths does, so single paths tell everything.
  const witness = inTellingOrder(model.paths).find((path) =>
    byPath.every(({ starts }) => starts.kind === 'paths' && !starts.startsFor(path)),
  );
  return witness === undefined ? null : { first, others, witness };
}

/** One compiled filter for each trigger: a workflow often reports many required checks. */
function rememberedStarts(branch: string | null): (trigger: Trigger) => Starts {
  const known = new Map<Trigger, Starts>();
  return (trigger) => {
    const starts = known.get(trigger) ?? startsFor(trigger, branch);
    known.set(trigger, starts);
    return starts;
  };
}

/** A README first: it explains itself in a message. */
function inTellingOrder(paths: readonly string[]): readonly string[] {
  const telling = paths.filter((path) => /^(README(\.\w+)?|LICENSE|docs\/[^/]+\.md)$/i.test(path));
  const readme = telling.filter((path) => /^README/i.test(path));
  return [...readme, ...telling, ...paths.slice(0, MAX_PATHS)];
}

function findingFor({ model, requirements }: RuleContext, group: Group): Finding {
  const { producer, event, starts } = group.first;
  const names = group.required.map(({ context }) => context);
  const path = shownPath(producer.workflow.path);
  const at = filterLine(group.first);
  const branch = branchName(requirements);
  const evidence: [Evidence, ...Evidence[]] = [
    evidenceAt(model, at, `${starts.key} filter`, `${event} ${starts.key}`),
    ...group.required.map(({ checks: [entry] }) => shownOnly(requirementEvidence(model, entry, 'required here'))),
    ...group.others.map((other) => evidenceAt(model, filterLine(other), 'the other filter')),
  ];
  const one = names.length === 1;
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity: 'high',
    title: one
      ? `The required check ${listed(names)} does not start for every pull request`
      : `The required checks ${listed(names, 2)} do not start for every pull request`,
    what:
      starts.kind === 'other-branches'
        ? `${branch} requires ${listed(names)}, but \`${starts.key}\` (${placeOf(at)}) leaves out pull requests to ${branch}.`
        : `${path} has a \`${starts.key}\` filter (line ${at.startLine}): a pull request that touches only ${shownPath(group.witness)} does not start it${siblingsOf(group)}.`,
    why: `GitHub leaves ${one ? listed(names) : 'these checks'} pending, and such a pull request cannot merge.`,
    fix: fixFor(group, names, branch),
    path: producer.workflow.path,
    anchor: `filter:${event} ${starts.key}`,
    evidence,
  };
}

/** The filter is the problem, whichever of its checks is required: they are shown and are no part of its identity. */
function shownOnly({ fact: _fact, ...evidence }: Evidence): Evidence {
  return evidence;
}

function filterLine({ producer, starts }: Held): Span {
  return starts.filter[0]?.at ?? producer.job.at;
}

/** The other workflows that report the same check, and don't fill the gap. */
function siblingsOf({ others }: Group): string {
  const paths = [...new Set(others.map(({ producer: { workflow } }) => shownPath(workflow.path)))];
  if (paths.length === 0) return '';
  return `, nor ${paths.length === 1 ? paths[0] : `${paths[0]} and ${paths.length - 1} more that report the same name`}`;
}

function fixFor(
  { first: { producer, starts }, others, matrix }: Group,
  names: readonly string[],
  branch: string,
): string {
  if (starts.kind === 'other-branches') {
    return starts.key === 'branches'
      ? `Add ${quoted(branch)} to \`branches\`, or remove the filter.`
      : `Remove the entry of \`branches-ignore\` that matches ${quoted(branch)}.`;
  }
  const opposite = starts.key === 'paths' ? 'paths-ignore' : 'paths';
  const sibling = others.find((other) => other.starts.key === opposite);
  if (sibling !== undefined) {
    return `Make the \`${starts.key}\` of ${shownPath(producer.workflow.path)} and the \`${opposite}\` of ${shownPath(sibling.producer.workflow.path)} the same list. ${DOC}`;
  }
  const inside = matrix
    ? 'put the condition on the steps (a skipped matrix job does not report its names)'
    : 'skip inside: a job with an `if` reports success when it is skipped';
  const jobs = names.length === 1 ? 'a job' : 'jobs';
  return `Remove the \`${starts.key}\` filter and ${inside}. Or add a workflow with the same list under \`${opposite}\` and ${jobs} named ${listed(names, 3)}. ${DOC}`;
}

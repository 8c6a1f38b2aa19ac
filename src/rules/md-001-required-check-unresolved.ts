/**
 * MD-001: a required check that nothing reports. GitHub shows it as "Expected — Waiting for status to be reported" and
 * the pull request can never merge.
 * https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/troubleshooting-required-status-checks
 */
import { nameText, trimBlanks } from '../repository/check-names.js';
import type { CheckProducer, FileProblem, RequiredCheck, Span } from '../repository/types.js';
import { droppedRequirements, REQUIREMENT_ANCHOR } from './support/dropped-requirement.js';
import {
  changedLineFirst,
  evidenceAt,
  isChanged,
  listed,
  placeOf,
  quoted,
  requirementEvidence,
  shown,
  shownPath,
  sourceLabel,
} from './support/evidence.js';
import { lossOf } from './support/lost-reporter.js';
import { type NearName, nearName } from './support/near-names.js';
import { eventsOf, reportingOf, timesOf } from './support/reporting.js';
import {
  branchName,
  isFromActions,
  nothingToJudge,
  type ReporterIndex,
  type RequiredContext,
  reporterIndex,
  requiredContexts,
  requirementGaps,
} from './support/required.js';
import type { ChangeContext, Evidence, Finding, Gap, Rule, RuleContext, RuleOutcome, Unproven } from './types.js';

const ID = 'MD-001';
const VERSION = 1;
const ANCHOR = 'context:';
/** Names in one sentence. */
const MAX_LISTED = 5;

export const requiredCheckUnresolved: Rule = {
  id: ID,
  name: 'required-check-unresolved',
  version: VERSION,
  severity: 'high',
  level: 'block',
  summary: 'A required check that no job reports: pull requests wait forever',
  needs: 'files-or-api',
  sameByAnchor: true,
  check,
  attribute,
};

function check(context: RuleContext): RuleOutcome {
  const dropped = droppedRequirements(requiredCheckUnresolved, context);
  const nothing = nothingToJudge(context.requirements);
  if (nothing !== null) {
    if (dropped.length === 0) return nothing;
    // What the base required is enough to judge these by.
    const gaps = nothing.state === 'not-evaluated' ? nothing.gaps : [];
    return { state: 'evaluated', findings: dropped, proven: [], unproven: [], gaps };
  }
  const index = reporterIndex(context.model);
  const findings: Finding[] = [];
  const proven: string[] = [];
  const open: OpenQuestion[] = [];
  const required = requiredContexts(context);
  for (const entry of required) {
    const answer = entry.reporter === null ? answerFor(context, entry, index) : PROVEN;
    if (answer.kind === 'proven') proven.push(`${ANCHOR}${entry.context}`);
    else if (answer.kind === 'open') open.push({ ...answer, context: entry.context });
    else findings.push(findingFor(context, entry, answer.elsewhere));
  }
  return {
    state: 'evaluated',
    findings: [...findings, ...dropped],
    proven,
    unproven: unprovenOf(open),
    gaps: [...requirementGaps(context.requirements), ...externalGap(required)],
  };
}

type Answer =
  /** A job reports it. */
  | { readonly kind: 'proven' }
  /** No job reports it on a pull request; perhaps one does elsewhere. */
  | { readonly kind: 'missing'; readonly elsewhere: CheckProducer | null }
  /** Neither can be said. */
  | ({ readonly kind: 'open' } & Omit<OpenQuestion, 'context'>);

interface OpenQuestion extends Pick<Unproven, 'at' | 'cause'> {
  readonly context: string;
  /** The sentence, given the names it is about. */
  readonly tell: (names: string) => string;
}

const PROVEN: Answer = { kind: 'proven' };

function answerFor(context: RuleContext, entry: RequiredContext, index: ReporterIndex): Answer {
  const { model, requirements } = context;
  const { reports, startable, possible, elsewhere } = reportingOf(index(entry.context), requirements.branch);
  if (reports.length > 0) return PROVEN;
  const name = quoted(entry.context);
  const [started] = startable;
  if (started !== undefined) {
    const { path, triggers } = started.workflow;
    const what = `Whether ${name} is reported on a pull request cannot be seen: ${shownPath(path)} starts on ${eventsOf(triggers)}.`;
    return { kind: 'open', tell: () => what, at: triggers[0]?.at ?? started.nameAt, cause: 'pattern' };
  }
  const [candidate] = possible;
  if (candidate !== undefined) {
    const what = `Whether job ${quoted(nameText(candidate.name))} reports ${name} is only known when it runs.`;
    return { kind: 'open', tell: () => what, at: candidate.nameAt, cause: 'pattern' };
  }
  const [foreign] = requirements.requiredWorkflows;
  if (foreign !== undefined) {
    const what = `Whether ${name} is reported by ${shownPath(foreign.path)}, a workflow that a ruleset requires, cannot be seen here.`;
    return { kind: 'open', tell: () => what, cause: 'pattern' };
  }
  const broken = brokenWorkflow(context, entry);
  if (broken !== undefined) {
    const tell = (names: string): string =>
      `${shownPath(broken.path)} ${broken.kind === 'shape' ? 'cannot be used' : 'cannot be read'}; it may report ${names}.`;
    return { kind: 'open', tell, at: broken.at, cause: 'unreadable' };
  }
  if (!isFromActions(entry) && isNoJobsAffair(context, entry)) {
    const what = `There ${model.workflows.length === 0 ? 'is' : 'was'} no workflow here; whether a service reports ${name} cannot be seen.`;
    return { kind: 'open', tell: () => what, cause: 'pattern' };
  }
  return { kind: 'missing', elsewhere: elsewhere[0] ?? null };
}

/**
 * Where there never was a workflow the checks come from somewhere else (another CI service). The first workflow of a
 * repository changes nothing about those that were required before it.
 */
function isNoJobsAffair({ model, before, requirementsBefore }: RuleContext, { context }: RequiredContext): boolean {
  const neverBefore = before !== null && before.workflows.length === 0;
  if (model.workflows.length === 0) return before === null || neverBefore;
  if (!neverBefore || before.problems.some(({ role }) => role === 'workflow')) return false;
  return requirementsBefore?.checks.some((check) => trimBlanks(check.context) === context) ?? false;
}

/** A workflow that cannot be read: the one that reported the check before the change, where that is known. */
function brokenWorkflow({ model, before }: RuleContext, { context }: RequiredContext): FileProblem | undefined {
  const broken = model.problems.filter(({ role }) => role === 'workflow');
  if (broken.length < 2 || before === null) return broken[0];
  const was = new Set(reporterIndex(before)(context).exact.map(({ workflow }) => workflow.path));
  return broken.find(({ path }) => was.has(path)) ?? broken[0];
}

/** One file that cannot be read is told once, with all the checks it may have reported. */
function unprovenOf(open: readonly OpenQuestion[]): Unproven[] {
  const together = new Map<string, string[]>();
  const keyOf = ({ at, cause }: OpenQuestion): string => JSON.stringify([cause, at?.path]);
  for (const question of open) {
    const names = together.get(keyOf(question)) ?? [];
    together.set(keyOf(question), [...names, question.context]);
  }
  return open.map((question) => ({
    key: `${ANCHOR}${question.context}`,
    what: question.tell(listed(together.get(keyOf(question)) ?? [], MAX_LISTED)),
    cause: question.cause,
    ...(question.at === undefined ? {} : { at: question.at }),
  }));
}

/** Which checks are taken on trust, so that nobody takes them for checked. */
function externalGap(required: readonly RequiredContext[]): Gap[] {
  const trusted = required.flatMap(({ context, reporter }) =>
    reporter === null ? [] : [`${quoted(context)} (${shown(reporter)})`],
  );
  if (trusted.length === 0) return [];
  const more = trusted.length > MAX_LISTED ? ` and ${trusted.length - MAX_LISTED} more` : '';
  return [
    {
      evidence: `${trusted.length} required ${trusted.length === 1 ? 'check' : 'checks'}`,
      reason: `taken as reported by other services: ${trusted.slice(0, MAX_LISTED).join(', ')}${more}`,
      next: '',
      cause: 'not-asked',
    },
  ];
}

function findingFor(
  { model, requirements }: RuleContext,
  { context, checks }: RequiredContext,
  elsewhere: CheckProducer | null,
): Finding {
  const [first, ...others] = inFilesFirst(checks);
  const name = quoted(context);
  const where = sourceLabel(first);
  const requires = `${branchName(requirements)} requires ${name} (${where})`;
  const told = elsewhere === null ? tellMissing(model, context, checks) : tellElsewhere(elsewhere, name);
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity: 'high',
    title: `No job reports the required check ${name}${elsewhere === null ? '' : ' on pull requests'}`,
    what: `${requires}, ${told.what}`,
    why: `GitHub waits for ${name} forever, on every pull request.`,
    fix: told.fix,
    path: first.at?.path ?? '',
    anchor: `${ANCHOR}${context}`,
    evidence: [
      // Only the first declaration is the identity: a second source that repeats it makes no second problem.
      requirementEvidence(model, first, 'still required', 'required'),
      ...others.map((other) => requirementEvidence(model, other, 'still required')),
      ...(told.at === null ? [] : [evidenceAt(model, told.at, told.label)]),
    ],
  };
}

interface Told {
  /** The rest of the sentence "main requires …, ". */
  readonly what: string;
  readonly fix: string;
  readonly at: Span | null;
  readonly label: string;
}

function tellMissing(model: RuleContext['model'], context: string, checks: RequiredContext['checks']): Told {
  const near = nearName(context, model.producers, checks);
  const what = missingText(near);
  if (near !== null) return { ...near, what, fix: `${near.fix}.` };
  const where = sourceLabel(inFilesFirst(checks)[0]);
  return {
    what,
    fix: `Set \`name: ${shown(context)}\` on the job that should report it, or remove ${quoted(context)} from ${where}. Reported by another service? List it under \`external-checks:\` in .phase-mirror.yml.`,
    at: null,
    label: '',
  };
}

function missingText(near: NearName | null): string {
  return near === null ? 'and no job reports it.' : `and no job reports it. ${near.what}`;
}

function tellElsewhere({ workflow, leaf, nameAt }: CheckProducer, name: string): Told {
  const at = workflow.triggers[0]?.at ?? nameAt;
  return {
    what: `and job ${quoted(leaf.job.id)} reports it ${timesOf(workflow.triggers)} (${placeOf(at)}).`,
    fix: `Add \`pull_request:\` under \`on:\` in ${shownPath(workflow.path)}, or no longer require ${name}.`,
    at,
    label: 'when it runs',
  };
}

/** Declarations in files before answers of the API, otherwise in the order of the sources. */
function inFilesFirst(checks: RequiredContext['checks']): readonly [RequiredCheck, ...RequiredCheck[]] {
  const first = checks.find(({ at }) => at !== undefined) ?? checks[0];
  return [first, ...checks.filter((other) => other !== first)];
}

/** Say what the change did: required the check itself, or took away the job that reported it. */
function attribute(finding: Finding, context: ChangeContext): Finding {
  const dropped = finding.anchor.startsWith(REQUIREMENT_ANCHOR);
  const required = finding.anchor.slice((dropped ? REQUIREMENT_ANCHOR : ANCHOR).length);
  const loss = lossOf(required, context);
  if (loss === null) return dropped ? finding : newlyRequired(finding, required, context);
  const line = loss.line === null ? [] : [loss.line];
  if (dropped) {
    return withEvidence(
      { ...finding, what: `${loss.did}, and took ${quoted(required)} out of ${shownPath(finding.path)}.` },
      [...line, ...finding.evidence],
    );
  }
  const requirements = finding.evidence.filter(({ label }) => label === 'still required');
  const [requirement] = finding.evidence;
  const where = requirement.path === '' ? requirement.excerpt : placeOf(requirement);
  const still = `${branchName(context.subject.requirements)} still requires ${quoted(required)} (${where}).`;
  return withEvidence(
    {
      ...finding,
      what: `${loss.did}; ${still}`,
      fix: `${loss.undo} ${loss.question} \`phase-mirror explain ${ID}\` prints the safe order.`,
    },
    [...line, ...requirements],
  );
}

function newlyRequired(finding: Finding, required: string, { subject, change }: ChangeContext): Finding {
  const added = finding.evidence.find((entry) => entry.label === 'still required' && isChanged(change, entry));
  if (added === undefined) return finding;
  const { branch } = subject.requirements;
  const [elsewhere] = reportingOf(reporterIndex(subject.model)(required), branch).elsewhere;
  const told =
    elsewhere === undefined
      ? missingText(nearName(required, subject.model.producers, []))
      : tellElsewhere(elsewhere, quoted(required)).what;
  const what = `This change requires ${quoted(required)} on ${branchName(subject.requirements)}, ${told}`;
  return changedLineFirst({ ...finding, what }, change);
}

function withEvidence(finding: Finding, [first, ...rest]: readonly Evidence[]): Finding {
  return first === undefined ? finding : { ...finding, evidence: [first, ...rest] };
}

/**
 * MD-001: a required check that nothing reports. GitHub shows it as "Expected — Waiting for status to be reported" and
 * the pull request can never merge.
 * https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/troubleshooting-required-status-checks
 */
import { nameText } from '../repository/check-names.js';
import type { CheckProducer, RequiredCheck, Span } from '../repository/types.js';
import { counterpart, type JobPlace } from './support/counterpart.js';
import {
  changedLineFirst,
  evidenceAt,
  isChanged,
  listed,
  placeOf,
  quoted,
  requirementEvidence,
  shown,
  sourceLabel,
} from './support/evidence.js';
import { nearName } from './support/near-names.js';
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
import type { ChangeContext, Evidence, Finding, Rule, RuleContext, RuleOutcome, Unproven } from './types.js';

const ID = 'MD-001';
const VERSION = 1;
const ANCHOR = 'context:';

export const requiredCheckUnresolved: Rule = {
  id: ID,
  name: 'required-check-unresolved',
  version: VERSION,
  severity: 'high',
  level: 'block',
  summary: 'A required check that no job reports: pull requests wait forever',
  needs: 'files-or-api',
  check,
  attribute,
};

function check(context: RuleContext): RuleOutcome {
  const nothing = nothingToJudge(context.requirements);
  if (nothing !== null) return nothing;
  const index = reporterIndex(context.model);
  const findings: Finding[] = [];
  const proven: string[] = [];
  const unproven: Unproven[] = [];
  for (const entry of requiredContexts(context)) {
    const key = `${ANCHOR}${entry.context}`;
    const open = entry.reporter === null ? openQuestion(context, entry, index) : null;
    if (open === 'missing') findings.push(findingFor(context, entry));
    if (open === null || open === 'missing') proven.push(key);
    else unproven.push({ key, ...open });
  }
  return { state: 'evaluated', findings, proven, unproven, gaps: requirementGaps(context.requirements) };
}

/** null: a job reports it. `missing`: nothing does. Otherwise why neither can be said. */
function openQuestion(
  { model }: RuleContext,
  entry: RequiredContext,
  index: ReporterIndex,
): null | 'missing' | Omit<Unproven, 'key'> {
  const { exact, maybe } = index(entry.context);
  if (exact.length > 0) return null;
  const name = quoted(entry.context);
  const possible = maybe[0];
  if (possible !== undefined) {
    return {
      what: `Whether job ${quoted(nameText(possible.name))} reports ${name} is only known when it runs.`,
      at: possible.nameAt,
      cause: 'pattern',
    };
  }
  const broken = model.problems.find(({ role }) => role === 'workflow');
  if (broken !== undefined) {
    return { what: `${broken.path} cannot be read; it may report ${name}.`, at: broken.at, cause: 'unreadable' };
  }
  // Without any workflow the checks come from somewhere else (another CI service), unless Actions itself is named.
  if (model.workflows.length === 0 && !isFromActions(entry)) {
    return { what: `There is no workflow here; whether a service reports ${name} cannot be seen.`, cause: 'pattern' };
  }
  return 'missing';
}

function findingFor({ model, requirements }: RuleContext, { context, checks }: RequiredContext): Finding {
  const [first, ...others] = inFilesFirst(checks);
  const near = nearName(context, model.producers, checks);
  const name = quoted(context);
  const where = sourceLabel(first);
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity: 'high',
    title: `No job reports the required check ${name}`,
    what: `${branchName(requirements)} requires ${name} (${where}), and no job reports it.${near === null ? '' : ` ${near.what}`}`,
    why: `GitHub waits for ${name} forever, on every pull request.`,
    fix:
      near === null
        ? `Set \`name: ${shown(context)}\` on the job that should report it, or remove ${name} from ${where}. Reported by another service? List it under \`external-checks:\` in .phase-mirror.yml.`
        : `${near.fix}.`,
    path: first.at?.path ?? '',
    anchor: `${ANCHOR}${context}`,
    evidence: [
      // Only the first declaration is the identity: a second source that repeats it makes no second problem.
      requirementEvidence(model, first, 'still required', 'required'),
      ...others.map((other) => requirementEvidence(model, other, 'still required')),
      ...(near === null ? [] : [evidenceAt(model, near.at, near.label)]),
    ],
  };
}

/** Declarations in files before answers of the API, otherwise in the order of the sources. */
function inFilesFirst(checks: RequiredContext['checks']): readonly [RequiredCheck, ...RequiredCheck[]] {
  const first = checks.find(({ at }) => at !== undefined) ?? checks[0];
  return [first, ...checks.filter((other) => other !== first)];
}

/** Say what the change did: required the check itself, or renamed or removed the job that reported it. */
function attribute(finding: Finding, context: ChangeContext): Finding {
  const required = finding.anchor.slice(ANCHOR.length);
  const { base, subject, change } = context;
  const before = reporterIndex(base.model)(required).exact[0];
  if (before !== undefined) return lostReporter(finding, required, before, context);
  const added = finding.evidence.find((entry) => entry.label === 'still required' && isChanged(change, entry));
  if (added === undefined) return finding;
  const what = `This change requires ${quoted(required)} on ${branchName(subject.requirements)}, and no job reports it.`;
  const hint = nearName(required, subject.model.producers, []);
  return changedLineFirst({ ...finding, what: hint === null ? what : `${what} ${hint.what}` }, change);
}

function lostReporter(finding: Finding, required: string, before: CheckProducer, context: ChangeContext): Finding {
  const { base, subject, change } = context;
  const [requirement] = finding.evidence;
  const where = requirement.path === '' ? requirement.excerpt : placeOf(requirement);
  const still = `${branchName(subject.requirements)} still requires ${quoted(required)} (${where}).`;
  const outer = counterpart({ workflow: before.workflow, job: before.job }, base.model, subject.model, change);
  const leaf = counterpart(before.leaf, base.model, subject.model, change);
  const now = subject.model.producers.filter(
    (producer) => producer.job === outer?.job && producer.leaf.job === leaf?.job,
  );
  if (outer === null) return removed(finding, { workflow: before.workflow, job: before.job }, still, context);
  if (leaf === null) return removed(finding, before.leaf, still, context);
  if (now.length === 0) {
    return retold(finding, {
      what: `You changed job ${quoted(outer.job.id)}, which reported ${quoted(required)}; ${still}`,
      fix: `Let job ${quoted(outer.job.id)} call ${before.leaf.workflow.path} again. On purpose? \`phase-mirror explain ${ID}\` prints the safe order.`,
      line: evidenceAt(subject.model, changedPlace([outer.job.uses?.at, outer.job.at], context), 'this change'),
    });
  }

  const names = [...new Set(now.map(({ name }) => nameText(name)))];
  const matrix = leaf.job.id === before.leaf.job.id && (before.matrixTexts.length > 0 || leaf.job.matrix !== undefined);
  const did = matrix
    ? `You changed job ${quoted(leaf.job.id)}: it now reports ${listed(names)}`
    : `You renamed job ${quoted(required)} to ${listed(names)}`;
  const line = changedPlace([...placesOfName(leaf), ...placesOfName(outer)], context);
  return retold(finding, {
    what: `${did}; ${still}`,
    fix: matrix
      ? `Make job ${quoted(leaf.job.id)} report ${quoted(required)} again. On purpose? \`phase-mirror explain ${ID}\` prints the safe order.`
      : `Put back \`name: ${shown(ownName(required, before))}\`. Renaming on purpose? \`phase-mirror explain ${ID}\` prints the safe order.`,
    line: evidenceAt(subject.model, line, 'this change'),
  });
}

function removed(finding: Finding, gone: JobPlace, still: string, { subject, change }: ChangeContext): Finding {
  const path = change.renames.get(gone.workflow.path) ?? gone.workflow.path;
  const fileLeft = subject.model.paths.includes(path);
  const did = fileLeft
    ? `You removed job ${quoted(gone.job.id)} from ${path}`
    : `You deleted ${path} with its job ${quoted(gone.job.id)}`;
  const line = nearestChangedLine(change.lines.get(path), gone.job.at.startLine);
  return retold(finding, {
    what: `${did}; ${still}`,
    fix: `Put the job back. Removing it on purpose? \`phase-mirror explain ${ID}\` prints the safe order.`,
    line: line === null ? null : evidenceAt(subject.model, { path, startLine: line }, 'this change'),
  });
}

function retold(finding: Finding, told: { what: string; fix: string; line: Evidence | null }): Finding {
  const requirements = finding.evidence.filter(({ label }) => label === 'still required');
  const [first, ...rest] = told.line === null ? requirements : [told.line, ...requirements];
  return {
    ...finding,
    what: told.what,
    fix: told.fix,
    evidence: first === undefined ? finding.evidence : [first, ...rest],
  };
}

/** Lines that decide the name of a job: its `name:`, its key, its matrix. */
function placesOfName({ job }: JobPlace): (Span | undefined)[] {
  return [job.name?.at, job.at, job.matrix?.at];
}

type LinePlace = Pick<Span, 'path' | 'startLine'>;

/** The first of these places that the change touched; the first of all when it touched none (only lines went away). */
function changedPlace(places: readonly (Span | undefined)[], { change }: ChangeContext): LinePlace {
  const known = places.filter((at) => at !== undefined);
  for (const { path, startLine, endLine } of known) {
    for (let line = startLine; line <= endLine; line += 1) {
      if (isChanged(change, { path, startLine: line })) return { path, startLine: line };
    }
  }
  return known[0] as Span;
}

function nearestChangedLine(lines: ReadonlySet<number> | undefined, wanted: number): number | null {
  const sorted = [...(lines ?? [])].sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b);
  return sorted[0] ?? null;
}

/** What the job itself was called: `callee` of `caller / callee`, without a matrix suffix that GitHub adds. */
function ownName(required: string, before: CheckProducer): string {
  return before.leaf.job.name?.value ?? (before.jobPath.length > 1 ? before.leaf.job.id : required);
}

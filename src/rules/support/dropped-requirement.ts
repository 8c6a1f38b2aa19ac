/**
 * A change that stops reporting a check and, in the same breath, takes it out of the file that requires it. GitHub (or
 * the app that applies the file) learns of the file after the merge, so until then the check is required and missing:
 * on the very pull request that wants to drop it.
 */
import { trimBlanks } from '../../repository/check-names.js';
import type { RequiredCheck } from '../../repository/types.js';
import type { Finding, Rule, RuleContext } from '../types.js';
import { placeOf, quoted, shownPath } from './evidence.js';
import { reportingOf } from './reporting.js';
import { branchName, reporterIndex, requiredContexts } from './required.js';

export const REQUIREMENT_ANCHOR = 'requirement:';

/** One finding for each such check; none on the base and in a full scan. */
export function droppedRequirements(rule: Pick<Rule, 'id' | 'version'>, context: RuleContext): Finding[] {
  const { model, before, requirements, requirementsBefore } = context;
  if (before === null || requirementsBefore === null) return [];
  // A workflow that cannot be read may still report it.
  if (model.problems.some(({ role }) => role === 'workflow')) return [];
  const required = new Set(requirements.checks.map((check) => trimBlanks(check.context)));
  const unread = new Set(requirements.answers.flatMap(({ status, source }) => (status === 'unreadable' ? source : [])));
  const [was, is] = [reporterIndex(before), reporterIndex(model)];
  return requiredContexts({ ...context, requirements: requirementsBefore }).flatMap((entry): Finding[] => {
    if (entry.reporter !== null || required.has(entry.context)) return [];
    const check = entry.checks.find(({ source }) => source.kind === 'file' && !unread.has(source.path));
    if (check === undefined) return [];
    if (reportingOf(was(entry.context), requirements.branch).reports.length === 0) return [];
    const { reports, startable, possible } = reportingOf(is(entry.context), requirements.branch);
    if (reports.length + startable.length + possible.length > 0) return [];
    return [findingFor(rule, context, entry.context, check)];
  });
}

function findingFor(
  { id, version }: Pick<Rule, 'id' | 'version'>,
  { requirements }: RuleContext,
  required: string,
  check: RequiredCheck,
): Finding {
  const name = quoted(required);
  const branch = branchName(requirements);
  const where = check.at === undefined ? '' : ` (${placeOf(check.at)})`;
  const path = check.at?.path ?? '';
  return {
    ruleId: id,
    ruleVersion: version,
    severity: 'medium',
    title: `This change stops reporting ${name}, which ${branch} requires until it is merged`,
    what: `This change removes the job that reports ${name} and, with it, the requirement${where}.`,
    why: `${shownPath(path)} is applied after the merge, so this pull request itself waits for ${name}.`,
    fix: `Keep a job that reports ${name} in this change, and delete it once GitHub no longer requires ${name}. \`phase-mirror explain ${id}\` prints the safe order.`,
    path,
    anchor: `${REQUIREMENT_ANCHOR}${required}`,
    evidence: [
      {
        // The line may be gone from this tree, so it is told in words.
        path: '',
        startLine: 0,
        endLine: 0,
        excerpt: `${branch} requires ${name} on the base${where}`,
        label: 'in force until merged',
        fact: 'required on the base',
      },
    ],
  };
}

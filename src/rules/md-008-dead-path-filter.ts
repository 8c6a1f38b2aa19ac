/**
 * MD-008: an entry of a `paths` filter that matches no tracked file. A pattern has to match the whole path from the top
 * of the repository, so `./src/**`, `/src/**`, `src` and `src/` match nothing.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushpull_requestpull_request_targetpathspaths-ignore
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#patterns-to-match-file-paths
 */
import { USUAL_DEFAULTS } from '../repository/branch-selector.js';
import { compileFilter, compileFilters } from '../repository/filter-patterns.js';
import type { FilterList, Located, RepositoryModel, Trigger, Workflow } from '../repository/types.js';
import { changedLineFirst, evidenceAt, listed, quoted, shown } from './support/evidence.js';
import { originOf } from './support/generated.js';
import { isLiteral, namesNothing, needleOf, type TrackedPaths, trackedPaths } from './support/tracked-paths.js';
import type { ChangeContext, Evidence, Finding, Rule, RuleContext, RuleOutcome } from './types.js';

const ID = 'MD-008';
const VERSION = 1;

export const deadPathFilter: Rule = {
  id: ID,
  name: 'dead-path-filter',
  version: VERSION,
  severity: 'medium',
  level: 'warn',
  summary: 'An entry of a `paths` filter matches no file: changes that should start the workflow do not',
  needs: 'files-or-api',
  wants: ['workflows'],
  check,
  attribute,
};

/** One pattern of a workflow, with every trigger that lists it. */
interface Entry {
  readonly pattern: string;
  readonly uses: { readonly trigger: Trigger; readonly entry: Located<string> }[];
}

function check(context: RuleContext): RuleOutcome {
  const { model } = context;
  const tracked = trackedPaths(model);
  const findings: Finding[] = [];
  const proven: string[] = [];
  let filters = 0;
  for (const workflow of model.workflows) {
    const entries = entriesOf(workflow, context);
    filters += entries.length;
    if (entries.length === 0 || isDisabled(workflow, context)) continue;
    // A copy of a file that is written elsewhere is for many repositories at once.
    const origin = originOf(workflow.lines, tracked);
    if (origin.kind === 'generated' && origin.generator === null) continue;
    for (const entry of entries) {
      if (isDead(entry.pattern, tracked)) findings.push(findingFor(model, workflow, entry, tracked));
      proven.push(`filter:${workflow.path}:${entry.pattern}`);
    }
  }
  if (filters === 0) return { state: 'not-applicable', reason: 'no workflow has a path filter' };
  return { state: 'evaluated', findings, proven, unproven: [], gaps: [] };
}

/** The positive entries of all triggers that are about the judged branch, one for each pattern. */
function entriesOf(workflow: Workflow, context: RuleContext): Entry[] {
  const byPattern = new Map<string, Entry>();
  for (const trigger of workflow.triggers) {
    if (trigger.paths === undefined || !isAboutBranch(trigger, context)) continue;
    for (const entry of trigger.paths) {
      const pattern = entry.value;
      if (pattern.startsWith('!')) continue;
      const known = byPattern.get(pattern);
      if (known === undefined) byPattern.set(pattern, { pattern, uses: [{ trigger, entry }] });
      else known.uses.push({ trigger, entry });
    }
  }
  return [...byPattern.values()];
}

/** A filter for other branches is about files that these branches have. */
function isAboutBranch({ branches, branchesIgnore, tags }: Trigger, context: RuleContext): boolean {
  const branch = context.requirements.branch ?? context.defaultBranch;
  const names = branch === null ? USUAL_DEFAULTS : [branch];
  const some = (list: FilterList): boolean => {
    const filter = compileFilters(list);
    return filter.invalid.length > 0 || names.some((name) => filter.matches(name));
  };
  if (branches !== undefined) return some(branches);
  if (branchesIgnore !== undefined) return names.some((name) => !compileFilters(branchesIgnore).matches(name));
  // "Path filters are not evaluated for pushes of tags."
  return tags === undefined;
}

function isDisabled({ path }: Workflow, { facts }: RuleContext): boolean {
  if (facts.workflows.status !== 'answered') return false;
  return facts.workflows.value.some((workflow) => workflow.path === path && workflow.state !== 'active');
}

function isDead(pattern: string, tracked: TrackedPaths): boolean {
  if (namesNothing(pattern)) return false;
  const compiled = compileFilter(pattern);
  // GitHub refuses the whole workflow; actionlint says where.
  if ('invalid' in compiled) return false;
  const needle = needleOf(pattern);
  return !tracked.isInSubmodule(needle.prefix.replace(/\/$/, '')) && tracked.first(compiled, needle) === null;
}

/** Why a pattern matches nothing, where that can be seen. */
interface Mistake {
  readonly what: string;
  readonly better: string;
}

function mistakeIn(pattern: string, tracked: TrackedPaths): Mistake | null {
  const matches = (text: string): boolean => {
    const compiled = compileFilter(text);
    return !('invalid' in compiled) && tracked.first(compiled, needleOf(text)) !== null;
  };
  const dotted = pattern.replace(/^(?:\.?\/)+/, '');
  if (dotted !== pattern) {
    const better = matches(dotted) ? dotted : asFolder(dotted, tracked);
    const start = pattern.startsWith('.') ? './' : '/';
    return better === null ? null : { what: `no path starts with \`${start}\``, better };
  }
  const folder = asFolder(pattern, tracked);
  if (folder !== null)
    return { what: 'it names a folder, and a pattern has to match whole file paths', better: folder };
  // A letter that was typed by accident; a file name may have it, but none has.
  const plain = pattern.replace(/[^\x21-\x7e]/g, '');
  if (plain !== pattern && matches(plain)) {
    const stray = Array.from(pattern).find((character) => !/[\x21-\x7e]/.test(character)) ?? '';
    return { what: `the character ${quoted(stray)} does not belong there`, better: plain };
  }
  const other = isLiteral(pattern) ? tracked.inOtherCase(pattern) : null;
  if (other !== null) return { what: 'upper and lower case differ', better: other };
  if (/\{[^{}]*,[^{}]*\}/.test(pattern)) return { what: '`{a,b}` is not expanded here', better: '' };
  return null;
}

function asFolder(pattern: string, tracked: TrackedPaths): string | null {
  const folder = pattern.replace(/\/+$/, '');
  return folder !== '' && isLiteral(folder) && tracked.hasFolder(folder) ? `${folder}/**` : null;
}

function findingFor(
  model: RepositoryModel,
  workflow: Workflow,
  { pattern, uses }: Entry,
  tracked: TrackedPaths,
): Finding {
  const mistake = mistakeIn(pattern, tracked);
  const lines = new Map(uses.map(({ entry, trigger }) => [entry.at.startLine, { entry, trigger }]));
  const [first, ...more] = [...lines.values()].map(({ entry, trigger }) =>
    evidenceAt(model, entry.at, mistake === null ? 'matches no file' : 'can never match', `paths of ${trigger.event}`),
  );
  const events = uses.map(({ trigger }) => trigger.event);
  const evidence: [Evidence, ...Evidence[]] = [first as Evidence, ...more];
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity: mistake === null ? 'low' : 'medium',
    title: `Path filter ${quoted(pattern)} matches no file`,
    what: `\`paths\` of ${listed(events)} lists ${quoted(pattern)}, and no tracked file matches it${mistake === null ? '' : `: ${mistake.what}`}.`,
    why: 'The entry never starts the workflow: what it was written for is not checked.',
    fix: fixFor(pattern, mistake, tracked),
    path: workflow.path,
    anchor: `filter:${pattern}`,
    evidence,
  };
}

function fixFor(pattern: string, mistake: Mistake | null, tracked: TrackedPaths): string {
  if (mistake !== null && mistake.better !== '') return `Write \`${shown(mistake.better)}\`.`;
  if (mistake !== null) return 'Write one entry for each alternative.';
  const name = pattern.slice(pattern.lastIndexOf('/') + 1);
  const [elsewhere, ...others] = isLiteral(name) ? tracked.named(name) : [];
  if (elsewhere !== undefined && others.length === 0) {
    return `Write \`${shown(elsewhere)}\` if that is the file you mean, or remove the entry.`;
  }
  return 'Correct the path, or remove the entry.';
}

/** A filter that nobody touched dies when its last file is moved or deleted: name that file. */
function attribute(finding: Finding, { base, change }: ChangeContext): Finding {
  const told = changedLineFirst(finding, change);
  if (told !== finding) return told;
  const pattern = finding.anchor.slice('filter:'.length);
  const compiled = compileFilter(pattern);
  const last = 'invalid' in compiled ? null : trackedPaths(base.model).first(compiled, needleOf(pattern));
  if (last === null) return finding;
  const moved = change.renames.get(last);
  const did = moved === undefined ? `removed ${quoted(last)}` : `moved ${quoted(last)} to ${quoted(moved)}`;
  return {
    ...finding,
    what: `This change ${did}, and no other tracked file matches ${quoted(pattern)} any more.`,
    fix: moved === undefined ? finding.fix : `Let the entry match \`${shown(moved)}\`, or remove it.`,
  };
}

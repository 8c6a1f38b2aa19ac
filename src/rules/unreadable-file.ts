/**
 * unreadable-file: a governed file that could not be read as what it should be. GitHub ignores or refuses such a file,
 * and nothing that rests on it was checked.
 */

import { oneLineText } from '../repository/names.js';
import type { FileProblem, FileRole } from '../repository/types.js';
import { changedLineFirst, evidenceAt, placeOf, shownPath } from './support/evidence.js';
import type { Finding, Rule, RuleContext, RuleOutcome } from './types.js';

const ID = 'unreadable-file';
const VERSION = 1;
const MAX_REASON = 300;
/** A title is one short line. */
const MAX_TITLE_PATH = 120;

export const unreadableFile: Rule = {
  id: ID,
  name: ID,
  version: VERSION,
  severity: 'high',
  level: 'block',
  summary: 'A workflow, protection file or CODEOWNERS that cannot be read',
  needs: 'files',
  check,
  attribute: (finding, { change }) => changedLineFirst(finding, change),
};

function check({ model }: RuleContext): RuleOutcome {
  return {
    state: 'evaluated',
    findings: model.problems.map((problem) => findingFor(model, problem)),
    proven: [],
    unproven: [],
    gaps: [],
  };
}

function findingFor(model: RuleContext['model'], problem: FileProblem): Finding {
  const { path, at, kind, role } = problem;
  const reason = reasonOf(problem);
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity: 'high',
    title: `${shownPath(path, MAX_TITLE_PATH)} ${kind === 'shape' ? 'cannot be used' : 'cannot be read'}`,
    what: `${shownPath(path)} ${reason} (line ${at.startLine}).`,
    why: WHY[role],
    fix: fixFor(problem),
    path,
    anchor: 'file',
    // Another mistake in the same file is another finding.
    evidence: [evidenceAt(model, at, LABELS[kind], factOf(kind, reason))],
  };
}

/** Sizes change with every edit and are left out; what is wrong with the text is not. */
function factOf(kind: FileProblem['kind'], reason: string): string {
  return kind === 'syntax' || kind === 'shape' ? `${kind}: ${reason}` : kind;
}

/** A predicate of the file, on one line, without a final stop. */
function reasonOf({ reason }: FileProblem): string {
  return oneLineText(reason, MAX_REASON).replace(/\.$/, '');
}

const WHY: Record<FileRole, string> = {
  workflow: 'GitHub runs none of its jobs, and no check of this file was judged here.',
  action: 'Every job that uses the action fails, and its steps were not judged here.',
  protection: 'What it requires is not known, so the required checks were not judged against it.',
  codeowners: 'Nobody is asked for a review, and its rules were not judged here.',
  config: 'The configuration is not in force.',
};

const LABELS: Record<FileProblem['kind'], string> = {
  syntax: 'not valid',
  shape: 'not what it should be',
  'too-large': 'too large',
  'too-deep': 'nested too deep',
  'too-many-aliases': 'too many aliases',
  encoding: 'not UTF-8',
  symlink: 'leaves the repository',
  unreadable: 'no content',
};

function fixFor({ kind, at, role }: FileProblem): string {
  const checker = role === 'workflow' ? '`actionlint`' : 'Any YAML checker';
  switch (kind) {
    case 'syntax':
      return `Mend line ${at.startLine} of ${shownPath(at.path)} or the lines just above it. ${checker} shows the place.`;
    case 'shape':
      return `Mend ${placeOf(at)}.`;
    case 'too-large':
      return 'Split the file into smaller ones.';
    case 'too-deep':
      return 'Flatten the nesting at this line.';
    case 'too-many-aliases':
      return 'Write the repeated values out instead of using aliases.';
    case 'encoding':
      return 'Save the file as UTF-8.';
    case 'symlink':
      return 'Replace the link by the file itself.';
    case 'unreadable':
      return 'Commit the content of the file, or remove it.';
  }
}

/**
 * unreadable-file: a governed file that could not be read as what it should be. GitHub ignores or refuses such a file,
 * and nothing that rests on it was checked.
 */
import type { FileProblem, FileRole } from '../repository/types.js';
import { changedLineFirst, evidenceAt, placeOf } from './support/evidence.js';
import type { Finding, Rule, RuleContext, RuleOutcome } from './types.js';

const ID = 'unreadable-file';
const VERSION = 1;

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
  const { path, at, kind, reason, role } = problem;
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity: 'high',
    title: `${path} cannot be read`,
    what: `${path} ${reason} (line ${at.startLine}).`,
    why: WHY[role],
    fix: fixFor(problem),
    path,
    anchor: 'file',
    evidence: [evidenceAt(model, at, LABELS[kind], kind)],
  };
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

function fixFor({ kind, at, reason }: FileProblem): string {
  switch (kind) {
    case 'syntax':
      return `Mend ${placeOf(at)}: it ${reason}. \`actionlint\` or any YAML checker shows the place.`;
    case 'shape':
      return `Mend ${placeOf(at)}: it ${reason}.`;
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

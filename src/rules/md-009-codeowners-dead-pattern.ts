/**
 * MD-009: a line of CODEOWNERS that decides nothing: its pattern matches no tracked path, GitHub skips it, or a later
 * line takes everything it matches ("the last matching pattern takes the most precedence").
 * https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners#codeowners-syntax
 */
import type { Codeowners, RepositoryModel } from '../repository/types.js';
import { type DeadLine, deadLines, isGitlabFile } from './support/codeowners-lines.js';
import { changedLineFirst, evidenceAt, quoted, shownPath } from './support/evidence.js';
import { type Origin, originOf } from './support/generated.js';
import { trackedPaths } from './support/tracked-paths.js';
import type { Evidence, Finding, Rule, RuleContext, RuleOutcome, Severity } from './types.js';

const ID = 'MD-009';
const VERSION = 1;
/** More dead lines than this are one finding: the file is out of date as a whole. */
const MAX_SINGLE = 5;
/** Lines shown of such a group. */
const MAX_SHOWN = 10;
const ALL = 'lines';
const ADDED = 'lines:added';

export const codeownersDeadPattern: Rule = {
  id: ID,
  name: 'codeowners-dead-pattern',
  version: VERSION,
  severity: 'medium',
  level: 'warn',
  summary: 'A line of CODEOWNERS that decides nothing: nobody is asked to review what it was written for',
  needs: 'files',
  check,
  attribute: (finding, { change }) => changedLineFirst(finding, change),
};

function check({ model, before, requirements }: RuleContext): RuleOutcome {
  const { codeowners } = model;
  if (codeowners === null) return { state: 'not-applicable', reason: 'there is no CODEOWNERS file' };
  if (isGitlabFile(codeowners)) {
    return { state: 'not-applicable', reason: `${codeowners.path} has sections, which only GitLab reads` };
  }
  const origin = originOf(codeowners.lines, trackedPaths(model));
  if (origin.kind === 'generated' && origin.generator === null) {
    return { state: 'not-applicable', reason: `${codeowners.path} says that it is generated elsewhere` };
  }
  const severity = requirements.codeOwnerReview ? 'medium' : 'low';
  const old = before?.codeowners == null ? [] : deadLines(before);
  const now = deadLines(model);
  const describe: Describe = { model, codeowners, origin, severity, dead: now.length };
  const known = new Set(old.map(({ key }) => key));
  const findings =
    before === null
      ? inGroups(now, now.length > MAX_SINGLE, ALL, describe)
      : [
          ...inGroups(
            now.filter(({ key }) => known.has(key)),
            // What was one finding on the base stays one, however many of its lines are left.
            old.length > MAX_SINGLE,
            ALL,
            describe,
          ),
          ...added(
            now.filter(({ key }) => !known.has(key)),
            describe,
          ),
        ];
  const proven = codeowners.rules.map(({ pattern }) => `pattern:${pattern}`);
  return { state: 'evaluated', findings, proven, unproven: [], gaps: [] };
}

interface Describe {
  readonly model: RepositoryModel;
  readonly codeowners: Codeowners;
  readonly origin: Origin;
  readonly severity: Severity;
  /** Dead lines of the whole file. */
  readonly dead: number;
}

/** Lines that the change made dead: by themselves, so that the old ones keep their identity. */
function added(lines: readonly DeadLine[], describe: Describe): Finding[] {
  return inGroups(lines, lines.length > MAX_SINGLE, ADDED, describe);
}

function inGroups(lines: readonly DeadLine[], grouped: boolean, anchor: string, describe: Describe): Finding[] {
  const [first, ...rest] = lines;
  if (first === undefined) return [];
  return grouped
    ? [groupFinding([first, ...rest], anchor, describe)]
    : lines.map((line) => lineFinding(line, describe));
}

function lineFinding(line: DeadLine, { model, codeowners, origin, severity }: Describe): Finding {
  const evidence: [Evidence, ...Evidence[]] = [evidenceAt(model, line.at, LABELS[line.reason], line.reason)];
  if (line.by !== undefined) evidence.push(evidenceAt(model, line.by, 'decides instead'));
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity,
    title: titleOf(line),
    what: whatOf(line),
    why: 'GitHub asks none of its owners for a review.',
    fix: `${fixOf(line)}${generator(origin)}`,
    path: codeowners.path,
    anchor: `pattern:${line.pattern}`,
    evidence,
  };
}

const LABELS: Readonly<Record<DeadLine['reason'], string>> = {
  'matches-nothing': 'matches nothing',
  invalid: 'skipped by GitHub',
  shadowed: 'never decides',
};

function titleOf({ reason, pattern }: DeadLine): string {
  if (reason === 'matches-nothing') return `CODEOWNERS pattern ${quoted(pattern)} matches no file`;
  if (reason === 'invalid') return `GitHub skips the CODEOWNERS pattern ${quoted(pattern)}`;
  return `A later line overrides the CODEOWNERS pattern ${quoted(pattern)}`;
}

function whatOf({ reason, pattern, at, by, detail }: DeadLine): string {
  if (reason === 'matches-nothing') return `No tracked file matches ${quoted(pattern)} (line ${at.startLine}).`;
  if (reason === 'invalid') return `Line ${at.startLine} ${detail}, so GitHub skips the line.`;
  return `Line ${by?.startLine ?? 0} also matches every file of ${quoted(pattern)} (line ${at.startLine}), and the last line that matches decides alone.`;
}

function fixOf({ reason, pattern, by }: DeadLine): string {
  if (reason === 'matches-nothing') return 'Correct the path, or remove the line.';
  if (reason === 'invalid') return 'Write the pattern without it, one line for each path.';
  return `Move ${quoted(pattern)} below line ${by?.startLine ?? 0}, or put all owners on one line.`;
}

function generator(origin: Origin): string {
  return origin.kind === 'generated' && origin.generator !== null
    ? ` The file is written by ${shownPath(origin.generator)}.`
    : '';
}

function groupFinding(
  lines: readonly [DeadLine, ...DeadLine[]],
  anchor: string,
  { model, codeowners, origin, severity, dead }: Describe,
): Finding {
  const count = (reason: DeadLine['reason']): number => lines.filter((line) => line.reason === reason).length;
  const parts = [
    [count('matches-nothing'), 'match no file'],
    [count('shadowed'), 'are overridden by a later line'],
    [count('invalid'), 'are skipped as invalid'],
  ] as const;
  const total = codeowners.rules.length + codeowners.invalid.length;
  const places = parts.flatMap(([number, words]) => (number === 0 ? [] : [`${number} ${words}`]));
  const show = (line: DeadLine, fact?: string): Evidence => evidenceAt(model, line.at, LABELS[line.reason], fact);
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity,
    title: `${lines.length} of ${total} CODEOWNERS lines decide nothing`,
    what: `Of the ${total} lines of ${codeowners.path}, ${places.join(', ')}${dead > lines.length ? ` (${dead} in all)` : ''}: ${patternsOf(lines)}.`,
    why: 'GitHub asks none of their owners for a review.',
    fix: `Correct their paths or remove the lines.${generator(origin)}`,
    path: codeowners.path,
    anchor,
    // Which lines they are is no part of the identity: mending one of many introduces nothing.
    evidence: [show(lines[0]), ...lines.slice(1, MAX_SHOWN).map((line) => show(line))],
  };
}

function patternsOf(lines: readonly DeadLine[]): string {
  const first = lines.slice(0, 3).map(({ pattern, at }) => `${quoted(pattern)} (line ${at.startLine})`);
  return lines.length > 3 ? `${first.join(', ')} …` : first.join(', ');
}

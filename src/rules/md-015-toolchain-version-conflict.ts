/**
 * MD-015: two files of one package say things about a tool's version that no version satisfies: `.nvmrc` says 18,
 * `engines.node` says `>=20`.
 */
import type { RepositoryModel } from '../repository/types.js';
import { changedLineFirst, evidenceAt, placeOf, quoted, shown } from './support/evidence.js';
import { jobStatements } from './support/job-toolchains.js';
import { type Statement, statementsIn } from './support/toolchains.js';
import { intersects } from './support/version-sets.js';
import type { Evidence, Finding, Rule, RuleContext, RuleOutcome } from './types.js';

const ID = 'MD-015';
const VERSION = 1;
/** Statements of one folder that are compared with each other. */
const MAX_COMPARED = 100;

export const toolchainVersionConflict: Rule = {
  id: ID,
  name: 'toolchain-version-conflict',
  version: VERSION,
  severity: 'medium',
  level: 'warn',
  summary: 'Files of one package ask for versions of a tool that exclude each other',
  needs: 'files',
  check,
  attribute: (finding, { change }) => changedLineFirst(finding, change),
};

function check({ model }: RuleContext): RuleOutcome {
  const groups = byFolderAndTool(model);
  if (groups.size === 0) return { state: 'not-applicable', reason: 'no file says which version of a tool it needs' };
  const findings: Finding[] = [];
  for (const [folder, tools] of groups) {
    for (const [tool, statements] of tools) {
      const conflict = firstConflict(statements.slice(0, MAX_COMPARED));
      if (conflict !== null) findings.push(findingFor(model, folder, tool, conflict));
    }
  }
  const proven = [...groups].flatMap(([folder, tools]) => [...tools.keys()].map((tool) => anchorOf(folder, tool)));
  return { state: 'evaluated', findings, proven, unproven: [], gaps: [] };
}

type Groups = Map<string, Map<string, Statement[]>>;

/** A file speaks for its own folder; a job for the package at the top. */
function byFolderAndTool(model: RepositoryModel): Groups {
  const groups: Groups = new Map();
  const add = (folder: string, statement: Statement): void => {
    const tools = groups.get(folder) ?? new Map<string, Statement[]>();
    groups.set(folder, tools);
    tools.set(statement.tool, [...(tools.get(statement.tool) ?? []), statement]);
  };
  for (const file of model.files.values()) {
    const folder = file.path.slice(0, Math.max(file.path.lastIndexOf('/'), 0));
    for (const statement of statementsIn(file)) add(folder, statement);
  }
  for (const statement of jobStatements(model)) add('', statement);
  return groups;
}

/** The first two that exclude each other, what is required first. */
function firstConflict(statements: readonly Statement[]): readonly [Statement, Statement] | null {
  const ordered = [...statements].sort((a, b) => rank(a) - rank(b));
  for (const [index, one] of ordered.entries()) {
    for (const other of ordered.slice(index + 1)) {
      if (areComparable(one, other) && !intersects(one.versions, other.versions)) return [one, other];
    }
  }
  return null;
}

function rank({ kind }: Statement): number {
  return kind === 'requirement' ? 0 : 1;
}

/** A job may choose another version than developers or images do; only what the package requires binds it. */
function areComparable(one: Statement, other: Statement): boolean {
  if (one.at.path === other.at.path && one.source === other.source) return false;
  return one.kind === 'requirement' || (!isJob(one) && !isJob(other));
}

function isJob({ at }: Statement): boolean {
  return at.path.startsWith('.github/workflows/');
}

function anchorOf(folder: string, tool: string): string {
  return `toolchain:${tool}:${folder}`;
}

function findingFor(
  model: RepositoryModel,
  folder: string,
  tool: string,
  [one, other]: readonly [Statement, Statement],
): Finding {
  const evidence: [Evidence, ...Evidence[]] = [
    evidenceAt(model, other.at, 'excluded by the other', `${other.source} ${other.text}`),
    evidenceAt(model, one.at, one.kind === 'requirement' ? 'required' : 'says otherwise', `${one.source} ${one.text}`),
  ];
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity: 'medium',
    title: `${tool} ${shown(other.text)} and ${shown(one.text)} are asked for at once${folder === '' ? '' : ` in ${shown(folder)}`}`,
    what: `${described(other)} and ${described(one)}: no version of ${tool} is both.`,
    why:
      one.kind === 'requirement'
        ? 'Whoever follows the one runs a version that the other excludes.'
        : 'Who runs which version depends on the file that a tool happens to read.',
    fix: `Let ${placeOf(other.at)} and ${placeOf(one.at)} agree on one version.`,
    path: other.at.path,
    anchor: anchorOf(folder, tool),
    evidence,
  };
}

function described({ source, text, at }: Statement): string {
  return `${source} says ${quoted(text)} (${placeOf(at)})`;
}

/**
 * unknown-permission-scope: something in a `permissions` block that this version does not know and that resembles
 * nothing it does: a scope, an access or a shorthand. GitHub adds scopes, so this is said and does not block.
 */
import type { Job, Permissions, RepositoryModel, Span, Workflow } from '../repository/types.js';
import { changedLineFirst, evidenceAt, placeOf, quoted, shown } from './support/evidence.js';
import { misspeltScopes, strangeAccess, strangeScopes } from './support/permission-bits.js';
import type { Finding, Rule, RuleContext, RuleOutcome } from './types.js';

const ID = 'unknown-permission-scope';
const VERSION = 1;
const LIST = 'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions';

export const unknownPermissionScope: Rule = {
  id: ID,
  name: ID,
  version: VERSION,
  severity: 'low',
  level: 'warn',
  summary: 'A token permission that this version does not know',
  needs: 'files',
  check,
  attribute: (finding, { change }) => changedLineFirst(finding, change),
};

interface Declaration {
  readonly workflow: Workflow;
  /** null: that of the workflow. */
  readonly job: Job | null;
  readonly permissions: Permissions;
}

interface Stranger {
  readonly at: Span;
  /** `scope memory`: part of the identity. */
  readonly fact: string;
  readonly title: string;
  readonly what: string;
  readonly fix: string;
}

function check({ model }: RuleContext): RuleOutcome {
  const declarations = model.workflows.flatMap(declarationsOf);
  if (declarations.length === 0) return { state: 'not-applicable', reason: 'no workflow declares `permissions`' };
  const findings = declarations.flatMap((declaration) =>
    strangersIn(declaration).map((stranger) => findingFor(model, declaration, stranger)),
  );
  return { state: 'evaluated', findings, proven: [], unproven: [], gaps: [] };
}

function declarationsOf(workflow: Workflow): Declaration[] {
  const own = workflow.permissions === undefined ? [] : [{ workflow, job: null, permissions: workflow.permissions }];
  return [
    ...own,
    ...workflow.jobs.flatMap((job) =>
      job.permissions === undefined ? [] : [{ workflow, job, permissions: job.permissions }],
    ),
  ];
}

function strangersIn({ workflow, job, permissions }: Declaration): Stranger[] {
  if (permissions.kind === 'unknown') return permissions.text === '' ? [] : [shorthand(permissions)];
  // A misspelt scope is the business of L0-PERMISSION-BITS, which looks at jobs: here where no job has this declaration.
  const idle = job === null && workflow.jobs.every((each) => each.permissions !== undefined);
  const scopes = [
    ...strangeScopes(permissions),
    ...(idle ? misspeltScopes(permissions).map(({ entry }) => entry) : []),
  ];
  return [
    ...scopes.map(
      ({ scope, access, at }): Stranger => ({
        at,
        fact: `scope ${scope}`,
        title: `This version does not know the permission ${quoted(scope)}`,
        what: `\`${shown(scope)}: ${shown(access)}\` (${placeOf(at)}) is in no list of token permissions that this version has.`,
        fix: `Compare it with ${LIST}. A mistake: remove the line. New on GitHub: update Phase Mirror.`,
      }),
    ),
    ...strangeAccess(permissions).map(
      ({ scope, access, at }): Stranger => ({
        at,
        fact: `access ${scope}`,
        title: `The access ${quoted(access)} of permission "${scope}" is not known`,
        what: `\`${scope}: ${shown(access)}\` (${placeOf(at)}) is neither \`read\`, \`write\` nor \`none\`.`,
        fix: `Write \`${scope}: read\`, \`${scope}: write\` or \`${scope}: none\` at ${placeOf(at)}.`,
      }),
    ),
  ];
}

function shorthand({ text, at }: Extract<Permissions, { kind: 'unknown' }>): Stranger {
  return {
    at,
    fact: 'shorthand',
    title: `This version does not know \`permissions: ${shown(text)}\``,
    what: `The short forms are \`read-all\` and \`write-all\`; ${placeOf(at)} has ${quoted(text)}.`,
    fix: `Name the permissions: \`permissions: { contents: read }\`. ${LIST}`,
  };
}

function findingFor(model: RepositoryModel, { workflow, job }: Declaration, stranger: Stranger): Finding {
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity: 'low',
    title: stranger.title,
    what: stranger.what,
    why: 'What it grants was not judged; if GitHub does not know it either, none of the jobs of this workflow runs.',
    fix: stranger.fix,
    path: workflow.path,
    anchor: `${job === null ? 'workflow' : `job:${job.id}`} ${stranger.fact}`,
    evidence: [evidenceAt(model, stranger.at, 'not known', stranger.fact)],
  };
}

/**
 * L0-PERMISSION-BITS: the token of every job of every workflow is judged by L0. It may hold any set of named write
 * grants; it may not hold `write-all`, whose meaning grows with every scope that GitHub adds, nor a misspelt scope,
 * for which GitHub refuses the whole workflow.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions
 */
import { checkL0 } from '../l0/check.js';
import { jobState } from '../l0/state.js';
import { effectivePermissions } from '../repository/permissions.js';
import type { Job, Permissions, RepositoryModel, Workflow } from '../repository/types.js';
import { changedLineFirst, evidenceAt, placeOf, quoted, shown } from './support/evidence.js';
import { decidingPermissions, type Misspelt, misspeltScopes, permissionBits } from './support/permission-bits.js';
import type { Evidence, Finding, Gap, Rule, RuleContext, RuleOutcome } from './types.js';

export const L0_PERMISSION_BITS_RULE = 'L0-PERMISSION-BITS';
const VERSION = 1;
/** The state of a job has no instant in it. */
const NO_CLOCK = 0;

export const l0PermissionBits: Rule = {
  id: L0_PERMISSION_BITS_RULE,
  name: L0_PERMISSION_BITS_RULE,
  version: VERSION,
  severity: 'critical',
  level: 'block',
  summary: "A job's token with `write-all`, or with a misspelt permission",
  needs: 'files',
  check,
  attribute: (finding, { change }) => changedLineFirst(finding, change),
};

function check({ model }: RuleContext): RuleOutcome {
  const places = model.workflows.flatMap((workflow) => workflow.jobs.map((job) => ({ workflow, job })));
  if (places.length === 0) return { state: 'not-applicable', reason: 'there is no job' };
  const findings: Finding[] = [];
  let undeclared = 0;
  for (const { workflow, job } of places) {
    const declared = decidingPermissions(workflow, job);
    if (declared === undefined) {
      if (effectivePermissions(model, workflow, job).grants('contents') === 'unknown') undeclared += 1;
      continue;
    }
    if (checkL0(jobState(permissionBits(model, workflow, job)), NO_CLOCK) === 0) continue;
    if (declared.kind === 'all') findings.push(writeAll(model, workflow, job, declared));
    for (const misspelt of misspeltScopes(declared)) findings.push(misspelled(model, workflow, job, misspelt));
  }
  return { state: 'evaluated', findings, proven: [], unproven: [], gaps: gapsOf(undeclared) };
}

/** Files cannot say what the default token holds. */
function gapsOf(undeclared: number): Gap[] {
  if (undeclared === 0) return [];
  const jobs = undeclared === 1 ? 'one job that declares' : `${undeclared} jobs that declare`;
  return [
    {
      evidence: `the token of ${jobs} no \`permissions\``,
      reason: "the repository's setting decides",
      next: 'Declare `permissions:` in the workflow',
      cause: 'not-asked',
    },
  ];
}

function writeAll(model: RepositoryModel, workflow: Workflow, job: Job, declared: Permissions): Finding {
  const name = quoted(job.id);
  const own = declared === job.permissions;
  return {
    ruleId: L0_PERMISSION_BITS_RULE,
    ruleVersion: VERSION,
    severity: 'critical',
    title: `The token of job ${name} may write everything`,
    what: `\`permissions: write-all\` of the ${own ? 'job' : 'workflow'} (${placeOf(declared.at)}) gives job ${name} every grant there is.`,
    why: 'Every step of the job, and every action it uses, can push code, publish packages and log in to your cloud.',
    fix: `Name what job ${name} needs, for instance \`permissions: { contents: read }\`, in place of \`write-all\` (${placeOf(declared.at)}).`,
    path: workflow.path,
    anchor: `job:${job.id}`,
    evidence: [evidenceAt(model, declared.at, 'every grant', 'write-all'), ...jobLine(model, job, own)],
  };
}

function misspelled(model: RepositoryModel, workflow: Workflow, job: Job, { entry, meant }: Misspelt): Finding {
  const { scope, access, at } = entry;
  const own = decidingPermissions(workflow, job) === job.permissions;
  return {
    ruleId: L0_PERMISSION_BITS_RULE,
    ruleVersion: VERSION,
    severity: 'critical',
    title: `Job ${quoted(job.id)} declares a permission that does not exist: ${quoted(scope)}`,
    what: `GitHub has no permission ${quoted(scope)} (${placeOf(at)}); the nearest is "${meant}".`,
    why: 'GitHub refuses the whole workflow for it: none of its jobs runs.',
    fix: `Write \`${meant}: ${shown(access)}\` at ${placeOf(at)}, or remove the line.`,
    path: workflow.path,
    anchor: `job:${job.id} scope:${scope}`,
    evidence: [evidenceAt(model, at, 'no such permission', `scope ${scope}`), ...jobLine(model, job, own)],
  };
}

/** The job, where the declaration is that of its workflow. */
function jobLine(model: RepositoryModel, job: Job, own: boolean): Evidence[] {
  return own ? [] : [evidenceAt(model, job.at, 'the job')];
}

/**
 * MD-018: this repository makes its own roles for GitHub's tokens in Terraform, and a workflow takes one that is not
 * among them: renamed there, or misspelt here.
 */
import { attributeOf, type HclBody } from '../repository/hcl.js';
import { roleName, type TrustPolicy, trustPolicies } from '../repository/oidc-trust.js';
import { isLocalModule, sourceOf, type Terraform } from '../repository/terraform.js';
import { type RoleUse, roleUses } from './support/aws-roles.js';
import { changedLineFirst, evidenceAt, placeOf, quoted } from './support/evidence.js';
import { namedRepositories, subjectConditions } from './support/trust.js';
import { noTrust } from './support/trust-scope.js';
import type { Evidence, Finding, Gap, Rule, RuleContext, RuleOutcome } from './types.js';

const ID = 'MD-018';
const VERSION = 1;

export const roleNotInTerraform: Rule = {
  id: ID,
  name: 'role-not-in-terraform',
  version: VERSION,
  severity: 'medium',
  level: 'warn',
  summary: 'A workflow assumes a role that the Terraform here, which makes such roles, does not define',
  needs: 'files',
  check,
  attribute: (finding, { change }) => changedLineFirst(finding, change),
};

function check(context: RuleContext): RuleOutcome {
  const { model } = context;
  const { terraform } = model;
  const nothing = noTrust(terraform);
  if (terraform === null || nothing !== null) return nothing ?? { state: 'not-applicable', reason: '' };
  const uses = roleUses(model);
  if (uses.length === 0) return { state: 'not-applicable', reason: 'no workflow assumes a role of AWS' };
  const own = ownRoles(context, terraform, uses);
  if (own.length === 0) {
    return { state: 'not-applicable', reason: 'the roles that Terraform makes here are for other repositories' };
  }
  const hidden = hiddenRoles(terraform, model.paths);
  if (hidden !== null) return { state: 'not-evaluated', gaps: [hidden] };

  const findings = new Map<string, Finding>();
  const proven = new Set<string>();
  for (const use of uses) {
    if (use.name === null) continue;
    proven.add(`role:${use.name}`);
    if (isDefined(terraform, use.name) || findings.has(use.name)) continue;
    findings.set(use.name, findingFor(context, use, use.name, own));
  }
  return { state: 'evaluated', findings: [...findings.values()], proven: [...proven], unproven: [], gaps: [] };
}

/** Roles of this tree that are for this repository: they name it, or a workflow here takes them. */
function ownRoles({ repository }: RuleContext, terraform: Terraform, uses: readonly RoleUse[]): TrustPolicy[] {
  const taken = new Set(uses.map(({ name }) => name));
  return trustPolicies(terraform).filter((policy) => {
    const literals = policy.role === null ? null : roleName(terraform, policy.role);
    if (literals === null) return false;
    if (literals.length === 1 && taken.has(literals[0] ?? '')) return true;
    const names = namedRepositories(policy.statements.flatMap(subjectConditions));
    return repository !== '' && names.some((name) => name.toLowerCase() === repository.toLowerCase());
  });
}

/** Files of other tools that make roles. */
const OTHER_TOOLS = /(^|\/)(cdk\.json|serverless\.ya?ml|pulumi\.yaml|samconfig\.toml|template\.ya?ml)$|cloudformation/i;

/**
 * Why roles may be defined where nothing sees them: more Terraform than is read, a file that is not readable, a module
 * of another repository that may make roles, or another tool.
 */
function hiddenRoles(terraform: Terraform, paths: readonly string[]): Gap | null {
  const gap = (evidence: string, reason: string): Gap => ({ evidence, reason, next: '', cause: 'tree' });
  if (!terraform.complete) return gap('roles in Terraform', 'there is more Terraform here than is read');
  const [broken] = terraform.broken('aws_iam_role');
  if (broken !== undefined) return gap(`roles in ${broken}`, 'the file is not HCL that can be read');
  const other = paths.find((path) => OTHER_TOOLS.test(path));
  if (other !== undefined) return gap('roles of other tools', `${other} may define some`);
  const foreign = terraform.topLevel('module').find((call) => !isLocalModule(call) && mayMakeRoles(sourceOf(call)));
  if (foreign === undefined) return null;
  return gap(
    `roles that ${foreign.address} makes`,
    `its source is elsewhere (${foreign.file.path}:${foreign.at.startLine})`,
  );
}

/** The address of a module without the host that every address has. */
function mayMakeRoles(source: string | null): boolean {
  if (source === null) return true;
  const rest = source.toLowerCase().replaceAll('github.com', '').split('?', 1)[0] ?? '';
  return /oidc|iam|role|github|action|access|auth|identity|bootstrap|cicd|ci-cd|account|deploy|baseline/.test(rest);
}

function isDefined(terraform: Terraform, role: string): boolean {
  // A name in any other place (an argument of a module, a data source, a list) is how it may be made.
  if (terraform.mentions(role)) return true;
  return terraform.blocks('resource', 'aws_iam_role').some(({ block }) => {
    const names = possibleNames(block.body);
    return names !== null && mayBe(names, role);
  });
}

/**
 * The names a role may have, as literal parts; null when Terraform makes one up. Stricter than its value: a variable may
 * be given another one than its default from outside.
 */
function possibleNames(body: HclBody): readonly string[] | null {
  const name = attributeOf(body, 'name');
  const given = name ?? attributeOf(body, 'name_prefix');
  if (given === undefined) return null;
  if (given.kind !== 'template') return ['', ''];
  const literals = [''];
  for (const part of given.parts) {
    if (part.kind === 'text') literals[literals.length - 1] += part.text;
    else literals.push('');
  }
  return name === undefined ? [...literals, ''] : literals;
}

/** Literal parts with unknown text between them; a name that is nothing but unknown may be any. */
function mayBe(literals: readonly string[], role: string): boolean {
  const [first = '', ...rest] = literals;
  if (rest.length === 0) return first === role;
  if (!role.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest.slice(0, -1)) {
    const at = role.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  const last = rest.at(-1) ?? '';
  return role.length - last.length >= from && role.endsWith(last);
}

function findingFor({ model }: RuleContext, use: RoleUse, name: string, own: readonly TrustPolicy[]): Finding {
  const [example] = own as [TrustPolicy, ...TrustPolicy[]];
  const evidence: [Evidence, ...Evidence[]] = [
    evidenceAt(model, use.at, 'assumed here', `assumes ${name}`),
    evidenceAt(model, example.at, 'a role for this repository'),
  ];
  return {
    ruleId: ID,
    ruleVersion: VERSION,
    severity: 'medium',
    title: `No Terraform here defines the role ${quoted(name)} that job ${quoted(use.job.id)} assumes`,
    what: `Job ${quoted(use.job.id)} assumes ${quoted(name)} (${placeOf(use.at)}). Roles for this repository are made here (${quoted(example.address)}, ${placeOf(example.at)}), and none has that name.`,
    why: 'AWS refuses a role that does not exist; one made by hand is reviewed by nobody.',
    fix: 'Correct the name, or define the role in Terraform (import it if it exists).',
    path: use.workflow.path,
    anchor: `role:${name}`,
    evidence,
  };
}

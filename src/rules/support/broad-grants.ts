/**
 * What a role may do, where that is visible and plainly much: a managed policy that writes by its name, or `*` on `*`.
 * A role that may write one lock or one bucket is not meant: plans of a pull request need that.
 */
import { attributeOf } from '../../repository/hcl.js';
import { type Policy, policyOf } from '../../repository/iam-policy.js';
import type { Terraform, TerraformBlock } from '../../repository/terraform.js';
import { exactText, type TfValue } from '../../repository/terraform-values.js';
import type { Span } from '../../repository/types.js';

export interface BroadGrant {
  /** `AdministratorAccess`, `iam:* on *`. */
  readonly text: string;
  readonly at: Span;
}

const MANAGED = /:policy\/(?:[\w/-]+\/)?(AdministratorAccess|PowerUserAccess|[\w-]*FullAccess)$/;

/** The first such grant of a role; null when none is visible, or a boundary limits the role. */
export function broadGrant(terraform: Terraform, role: TerraformBlock): BroadGrant | null {
  if (attributeOf(role.block.body, 'permissions_boundary') !== undefined) return null;
  const own = terraform.attribute(role, 'managed_policy_arns');
  for (const item of own?.kind === 'list' ? own.items : []) {
    const managed = managedGrant(terraform, role, item);
    if (managed !== null) return managed;
  }
  for (const attachment of terraform.blocks('resource', 'aws_iam_role_policy_attachment')) {
    if (!isFor(terraform, attachment, role) || isOptional(attachment)) continue;
    const managed = managedGrant(terraform, attachment, terraform.attribute(attachment, 'policy_arn'));
    if (managed !== null) return managed;
  }
  for (const inline of terraform.blocks('resource', 'aws_iam_role_policy')) {
    if (!isFor(terraform, inline, role) || isOptional(inline)) continue;
    const grant = statementGrant(policyOf(terraform, inline, 'policy'));
    if (grant !== null) return grant;
  }
  return null;
}

/** Made under a condition: whether it is there is not known. */
function isOptional({ block: { body } }: TerraformBlock): boolean {
  return attributeOf(body, 'count') !== undefined || attributeOf(body, 'for_each') !== undefined;
}

function isFor(terraform: Terraform, attachment: TerraformBlock, role: TerraformBlock): boolean {
  if (attachment.file.folder !== role.file.folder) return false;
  const value = terraform.attribute(attachment, 'role');
  if (value?.kind === 'reference') return terraform.referenced(role.file.folder, value.path) === role;
  const name = exactText(value);
  return name !== undefined && name === exactText(terraform.attribute(role, 'name'));
}

function managedGrant(terraform: Terraform, owner: TerraformBlock, value: TfValue | undefined): BroadGrant | null {
  if (value?.kind === 'text') {
    const name = MANAGED.exec(value.literals.at(-1) ?? '')?.[1];
    return name === undefined ? null : { text: name, at: value.at };
  }
  if (value?.kind !== 'reference') return null;
  const policy = terraform.referenced(owner.file.folder, value.path);
  if (policy === undefined) return null;
  if (policy.address.startsWith('data.')) {
    const name = exactText(terraform.attribute(policy, 'name')) ?? '';
    const arn = exactText(terraform.attribute(policy, 'arn')) ?? `:policy/${name}`;
    const managed = policy.block.labels[0] === 'aws_iam_policy' ? MANAGED.exec(arn)?.[1] : undefined;
    return managed === undefined ? null : { text: managed, at: value.at };
  }
  return policy.block.labels[0] === 'aws_iam_policy' ? statementGrant(policyOf(terraform, policy, 'policy')) : null;
}

/** `*` or `iam:*` on every resource, and nothing that denies or limits. */
function statementGrant(policy: Policy | null): BroadGrant | null {
  if (policy === null || policy.statements.some(({ effect }) => effect !== 'Allow')) return null;
  for (const { actions, resources, conditions, complete } of policy.statements) {
    if (conditions.length > 0 || !complete || !resources.values.some(({ literals }) => literals.join('…') === '*')) {
      continue;
    }
    const action = actions.values.find(({ literals }) => /^(\*|iam:\*)$/.test(literals.join('…')));
    if (action !== undefined) return { text: `${action.literals.join('')} on *`, at: action.at };
  }
  return null;
}

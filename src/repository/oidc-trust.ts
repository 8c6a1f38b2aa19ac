/**
 * Who may take which AWS role with a token of GitHub: the trust policies of a tree, in Terraform and in JSON files.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub
 * https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
import { GITHUB_ISSUER } from './github-issuer.js';
import { attributeOf } from './hcl.js';
import { documentPolicy, type Policy, type PolicyStatement, policyFile, policyOf } from './iam-policy.js';
import type { Terraform, TerraformBlock } from './terraform.js';
import type { TfValue } from './terraform-values.js';
import type { Span } from './types.js';

export interface TrustPolicy {
  /** `aws_iam_role.deploy`, `data.aws_iam_policy_document.trust`, or the path of a JSON file. */
  readonly address: string;
  /** The role, the document or the file. */
  readonly at: Span;
  /** null for a policy that no role of this tree uses visibly. */
  readonly role: TerraformBlock | null;
  /** The block the policy is written in; null for a JSON file. */
  readonly document: TerraformBlock | null;
  /** The statements that let tokens of GitHub in or keep them out. Never empty. */
  readonly statements: readonly PolicyStatement[];
  /** False when it may have statements that are not visible. */
  readonly complete: boolean;
}

const FOUND = new WeakMap<Terraform, readonly TrustPolicy[]>();

/** The trust policies of a tree that are about tokens of GitHub: roles first, in path order. Looked for once. */
export function trustPolicies(terraform: Terraform): readonly TrustPolicy[] {
  let found = FOUND.get(terraform);
  if (found === undefined) {
    found = findPolicies(terraform);
    FOUND.set(terraform, found);
  }
  return found;
}

function findPolicies(terraform: Terraform): TrustPolicy[] {
  // Providers and condition keys are looked up in the folder of the policy, so the issuer is named there.
  const folders = new Set(terraform.foldersWith(GITHUB_ISSUER));
  if (terraform.policies.size > 0)
    for (const folder of terraform.foldersWith('assume_role_policy')) folders.add(folder);
  const used = new Set<TerraformBlock | string>();
  const found: TrustPolicy[] = [];
  const add = (policy: Policy | null, about: Pick<TrustPolicy, 'address' | 'at' | 'role'>): void => {
    if (policy === null) return;
    if (policy.from !== null) used.add(policy.from);
    const owner = policy.from === null ? about.role : typeof policy.from === 'string' ? null : policy.from;
    const statements = policy.statements.filter((statement) => isAboutGithub(terraform, owner, statement));
    if (statements.length > 0) found.push({ ...about, document: owner, statements, complete: policy.complete });
  };
  for (const role of terraform.blocks('resource', 'aws_iam_role', folders)) {
    add(policyOf(terraform, role, 'assume_role_policy'), { address: role.address, at: role.at, role });
  }
  for (const document of terraform.blocks('data', 'aws_iam_policy_document', folders)) {
    if (used.has(document)) continue;
    add(documentPolicy(terraform, document), { address: document.address, at: document.at, role: null });
  }
  for (const path of terraform.policies.keys()) {
    if (used.has(path)) continue;
    const at: Span = { path, startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
    add(policyFile(terraform, path), { address: path, at, role: null });
  }
  return found;
}

function isAboutGithub(terraform: Terraform, owner: TerraformBlock | null, statement: PolicyStatement): boolean {
  const { actions, conditions, principals } = statement;
  if (!actions.values.some(({ literals }) => literals.length === 1 && isWebIdentity(literals[0] ?? ''))) return false;
  return conditions.some(({ github }) => github) || principals.some((value) => isGithub(terraform, owner, value));
}

function isWebIdentity(action: string): boolean {
  const lower = action.toLowerCase();
  return lower === 'sts:assumerolewithwebidentity' || lower === 'sts:*' || lower === '*';
}

/** True when the principal surely is GitHub's provider. */
export function isGithub(terraform: Terraform, owner: TerraformBlock | null, value: TfValue): boolean {
  // One level: lists in lists are no principals, and locals can nest them without end.
  const items = value.kind === 'list' ? value.items : [value];
  return items.some((item) => isProvider(terraform, owner, item));
}

function isProvider(terraform: Terraform, owner: TerraformBlock | null, value: TfValue): boolean {
  if (value.kind === 'text') return value.literals.some((text) => text.includes(`oidc-provider/${GITHUB_ISSUER}`));
  if (value.kind !== 'reference' || owner === null) return false;
  const provider = terraform.referenced(owner.file.folder, value.path);
  if (provider?.block.labels[0] !== 'aws_iam_openid_connect_provider') return false;
  return ['url', 'arn'].some((name) => {
    const given = terraform.attribute(provider, name);
    return given?.kind === 'text' && given.literals.some((text) => text.includes(GITHUB_ISSUER));
  });
}

/**
 * The name of a role as literal parts with unknown text between them (`['deploy']`, `['', '-deploy']`); null when
 * Terraform makes one up.
 */
export function roleName(terraform: Terraform, role: TerraformBlock): readonly string[] | null {
  const prefix = attributeOf(role.block.body, 'name_prefix');
  const value = terraform.attribute(role, 'name');
  if (value !== undefined && value.kind !== 'null') return value.kind === 'text' ? value.literals : ['', ''];
  if (prefix === undefined) return null;
  const start = terraform.value(role, prefix);
  return start?.kind === 'text' ? [...start.literals, ''] : ['', ''];
}

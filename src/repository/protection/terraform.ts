/**
 * Required checks that Terraform's GitHub provider sets: `github_branch_protection`, `github_branch_protection_v3` and
 * `github_repository_ruleset`. Such Terraform mostly governs many repositories from one place; only a resource whose
 * repository is, literally, this one counts.
 *
 * https://registry.terraform.io/providers/integrations/github/latest/docs/resources/branch_protection
 * https://registry.terraform.io/providers/integrations/github/latest/docs/resources/repository_ruleset
 */
import { attributeOf, blocksOf, type HclBlock } from '../hcl.js';
import type { Terraform, TerraformBlock, TfValue } from '../terraform.js';
import { exactText, textItems } from '../terraform-values.js';
import type { BranchSelector, Protection, ProtectionSource, RequiredCheck } from '../types.js';
import { only } from './shapes.js';

export interface TerraformProtection {
  readonly protections: readonly Protection[];
  /** The files that have such resources, and why one is silent (null: used). */
  readonly files: readonly { readonly path: string; readonly silent: string | null }[];
}

const TYPES = ['github_branch_protection', 'github_branch_protection_v3', 'github_repository_ruleset'] as const;

/**
 * @param repository `owner/name` of the repository itself; '' when it is not known: then nothing counts
 * @returns what is literally known; a value that only Terraform knows is left out
 */
export function readTerraformProtection(terraform: Terraform, repository: string): TerraformProtection {
  const protections: Protection[] = [];
  const used = new Map<string, boolean>();
  for (const type of TYPES) {
    for (const resource of terraform.blocks('resource', type)) {
      const { path } = resource.file;
      const protection = governs(terraform, resource, repository) ? read(terraform, resource, type) : null;
      if (protection !== null) protections.push(protection);
      used.set(path, (used.get(path) ?? false) || protection !== null);
    }
  }
  const silent =
    repository === '' ? 'it names repositories, and which one this is is not known' : 'it is for other repositories';
  return { protections, files: [...used].map(([path, own]) => ({ path, silent: own ? null : silent })) };
}

function governs(terraform: Terraform, resource: TerraformBlock, repository: string): boolean {
  const [owner = '', name = ''] = repository.toLowerCase().split('/');
  const { body } = resource.block;
  // One that may not be made, or is made once for each of several things, is not literally ours.
  if (name === '' || attributeOf(body, 'count') !== undefined || attributeOf(body, 'for_each') !== undefined)
    return false;
  const given = repositoryName(terraform, resource, 0)?.toLowerCase();
  if (given !== name && given !== `${owner}/${name}`) return false;
  return terraform
    .topLevel('provider')
    .filter(({ block, file }) => block.labels[0] === 'github' && file.folder === resource.file.folder)
    .every((provider) => {
      const value = terraform.attribute(provider, 'owner') ?? terraform.attribute(provider, 'organization');
      const text = exactText(value)?.toLowerCase();
      return text === undefined || text === owner;
    });
}

/** The name, or that of the `github_repository` whose name or id it takes. */
function repositoryName(terraform: Terraform, resource: TerraformBlock, depth: number): string | undefined {
  for (const key of ['repository', 'repository_id', 'name', 'full_name']) {
    const value = terraform.attribute(resource, key);
    if (value === undefined) continue;
    if (value.kind !== 'reference' || depth > 0) return exactText(value);
    const other = terraform.referenced(resource.file.folder, value.path);
    const type = other?.block.labels[0];
    if (other === undefined || type !== 'github_repository') return undefined;
    if (attributeOf(other.block.body, 'for_each') !== undefined) return undefined;
    return repositoryName(terraform, other, depth + 1);
  }
  return undefined;
}

function read(terraform: Terraform, resource: TerraformBlock, type: (typeof TYPES)[number]): Protection | null {
  const source: ProtectionSource = { kind: 'file', path: resource.file.path, format: 'terraform' };
  const ruleset = type === 'github_repository_ruleset';
  const branches = ruleset ? rulesetBranches(terraform, resource) : classicBranches(terraform, resource);
  if (branches === null) return null;
  const rules = ruleset ? blocksOf(resource.block.body, 'rules') : [resource.block];
  const inRules = (name: string): HclBlock[] => rules.flatMap(({ body }) => blocksOf(body, name));
  const requiredChecks = inRules('required_status_checks').flatMap((block) =>
    ruleset ? rulesetChecks(terraform, resource, block, source) : classicChecks(terraform, resource, block, source),
  );
  const reviews = inRules(ruleset ? 'pull_request' : 'required_pull_request_reviews');
  const flag = ruleset ? 'require_code_owner_review' : 'require_code_owner_reviews';
  const codeOwnerReview = reviews.some(
    ({ body }) => exactText(terraform.value(resource, attributeOf(body, flag))) === 'true',
  );
  return {
    source,
    branches,
    at: resource.at,
    requiredChecks,
    ...(reviews.length === 0 ? {} : { codeOwnerReview }),
    ...(ruleset && inRules('merge_queue').length > 0 ? { mergeQueue: true } : {}),
  };
}

function classicBranches(terraform: Terraform, resource: TerraformBlock): BranchSelector | null {
  const branch = exactText(terraform.attribute(resource, 'pattern') ?? terraform.attribute(resource, 'branch'));
  return branch === undefined || branch === '' ? null : only(branch);
}

/** null for a ruleset that is not enforced, not for branches, or for branches that are not known. */
function rulesetBranches(terraform: Terraform, resource: TerraformBlock): BranchSelector | null {
  if (exactText(terraform.attribute(resource, 'enforcement')) !== 'active') return null;
  if ((exactText(terraform.attribute(resource, 'target')) ?? 'branch') !== 'branch') return null;
  const refs = blocksOf(resource.block.body, 'conditions').flatMap(({ body }) => blocksOf(body, 'ref_name'));
  const names = (key: string): string[] | null => {
    const lists = refs.map(({ body }) => textItems(terraform.value(resource, attributeOf(body, key))));
    return lists.includes(null) ? null : lists.flatMap((list) => (list ?? []).map(({ value }) => value));
  };
  const include = names('include');
  const exclude = names('exclude');
  return include === null || exclude === null ? null : { include, exclude };
}

function rulesetChecks(
  terraform: Terraform,
  resource: TerraformBlock,
  { body }: HclBlock,
  source: ProtectionSource,
): RequiredCheck[] {
  return blocksOf(body, 'required_check').flatMap((block): RequiredCheck[] => {
    const value = terraform.value(resource, attributeOf(block.body, 'context'));
    const context = exactText(value);
    if (value === undefined || value.kind !== 'text' || context === undefined || context === '') return [];
    const id = appId(exactText(terraform.value(resource, attributeOf(block.body, 'integration_id'))));
    return [{ context, source, at: value.at, ...(id === null ? {} : { integrationId: id }) }];
  });
}

function classicChecks(
  terraform: Terraform,
  resource: TerraformBlock,
  { body }: HclBlock,
  source: ProtectionSource,
): RequiredCheck[] {
  const known = (key: string): readonly TfValue[] => {
    const value = terraform.value(resource, attributeOf(body, key));
    return value?.kind === 'list' ? value.items : [];
  };
  const named = (value: TfValue, withApp: boolean): RequiredCheck[] => {
    const text = exactText(value);
    if (value.kind !== 'text' || text === undefined || text === '') return [];
    // `checks` are `context:app_id`; an id is optional.
    const [, context = text, app] = (withApp ? /^(.*):(-?\d+)$/.exec(text) : null) ?? [];
    const id = appId(app);
    return [{ context, source, at: value.at, ...(id === null ? {} : { integrationId: id }) }];
  };
  return [
    ...known('contexts').flatMap((value) => named(value, false)),
    ...known('checks').flatMap((value) => named(value, true)),
  ];
}

/** 0 and -1 mean any app. */
function appId(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,15}$/.test(text) && Number(text) > 0 ? Number(text) : null;
}

/** Which Terraform is governed. A folder is a module: what one file trusts, another may define. */
import { GITHUB_ISSUER } from '../repository/terraform-files.js';
import type { Snapshot } from '../repository/types.js';

/** Bounds of what is read to tell. */
const MAX_FILES = 2000;
export const MAX_TERRAFORM_BYTES = 256 * 1024;

/** Terraform with one of these decides who may do what in GitHub, or who trusts it. */
export const WORDS = [
  GITHUB_ISSUER,
  'github_branch_protection',
  'github_repository_ruleset',
  'github_repository_environment',
  'github_actions_',
  'github_team_repository',
  // How modules that make such roles are named.
  'github-oidc',
  'github_oidc',
  'oidc-github',
  'oidc_github',
];

export interface TerraformScope {
  /** The candidates that are governed. */
  readonly paths: ReadonlySet<string>;
  /** What was not looked at, each a sentence. */
  readonly gaps: readonly string[];
}

/**
 * The candidates that lie in a folder in which one says something of interest.
 *
 * @param candidates paths of Terraform and of JSON policies
 * @param known candidates that were governed before: their folders still are
 */
export async function governedTerraform(
  snapshot: Snapshot,
  candidates: readonly string[],
  known: ReadonlySet<string>,
): Promise<TerraformScope> {
  const folders = new Set([...known].map(folderOf));
  const open = candidates.filter((path) => !folders.has(folderOf(path)));
  const looked = open.slice(0, MAX_FILES);
  const results = await snapshot.readMany(looked, MAX_TERRAFORM_BYTES);
  looked.forEach((path, index) => {
    const result = results[index];
    if (result?.ok && says(result.bytes)) folders.add(folderOf(path));
  });
  const gaps =
    open.length > MAX_FILES ? [`Of ${open.length} Terraform files the first ${MAX_FILES} were looked at`] : [];
  return { paths: new Set(candidates.filter((path) => folders.has(folderOf(path)))), gaps };
}

function says(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return WORDS.some((word) => text.includes(word));
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

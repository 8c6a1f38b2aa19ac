/** Which Terraform is governed. A folder is a module: what one file trusts, another may define. */
import { GITHUB_ISSUER } from '../repository/github-issuer.js';
import type { Snapshot } from '../repository/types.js';
import { listed } from './changes/words.js';

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
  'gh-oidc',
  'gh_oidc',
  'oidc-gh',
  'oidc_gh',
];

/** Longest source of a module that is looked at. */
const MAX_SOURCE = 500;

/** A module whose source names GitHub and OIDC, in whatever order: `git::https://…//gh/deploy-oidc`. */
function usesModule(text: string): boolean {
  for (const { index, 0: start } of text.matchAll(/\bsource[ \t]{0,100}=[ \t]{0,100}"/g)) {
    const begin = index + start.length;
    const source =
      text
        .slice(begin, begin + MAX_SOURCE)
        .split(/["\n]/, 1)[0]
        ?.toLowerCase() ?? '';
    if (source.includes('oidc') && /github|(?:^|[^a-z])gh(?:[^a-z]|$)/.test(source)) return true;
  }
  return false;
}

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
  const unread: string[] = [];
  looked.forEach((path, index) => {
    const result = results[index];
    if (result?.ok !== true) unread.push(path);
    else if (says(result.bytes)) folders.add(folderOf(path));
  });
  const gaps =
    open.length > MAX_FILES ? [`Of ${open.length} Terraform files the first ${MAX_FILES} were looked at`] : [];
  // In a governed folder it is governed, and told as unreadable.
  const lost = unread.filter((path) => !folders.has(folderOf(path)));
  if (lost.length > 0) {
    gaps.push(`Terraform that cannot be read, or is larger than ${MAX_TERRAFORM_BYTES} bytes: ${listed(lost)}`);
  }
  return { paths: new Set(candidates.filter((path) => folders.has(folderOf(path)))), gaps };
}

function says(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return WORDS.some((word) => text.includes(word)) || (text.includes('oidc') && usesModule(text.toString('utf8')));
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

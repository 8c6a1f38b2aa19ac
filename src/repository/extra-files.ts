/**
 * Files beside workflows, protection and CODEOWNERS that rules read: toolchain pins, Dependabot, Terraform. They are
 * read as they are and parsed by the rule that wants them; one that cannot be read is left out, since nothing of the
 * gate depends on it alone.
 */

/** Most files that are read, and bytes of one; a tree with more is read in path order up to here. */
export const MAX_EXTRA_FILES = 2000;
export const MAX_EXTRA_BYTES = 256 * 1024;

/** What is read, by path. */
const PATTERNS: readonly RegExp[] = [
  /^(?:\.gitmodules|\.github\/dependabot\.ya?ml)$/,
  // Toolchain versions of the packages near the top.
  /^(?:(?!node_modules\/)[^/]+\/){0,2}(?:\.(?:nvmrc|(?:node|python|go)-version|tool-versions)|package\.json|pyproject\.toml|go\.mod|Cargo\.toml|rust-toolchain\.toml|Dockerfile)$/,
];

/** The paths of a tree that are read besides the governed ones. */
export function extraFiles(paths: readonly string[]): string[] {
  return paths.filter((path) => PATTERNS.some((pattern) => pattern.test(path))).slice(0, MAX_EXTRA_FILES);
}

/**
 * Where governed files may lie, as git can be asked for them. Apart from judging what is found: git is asked before
 * anything else is loaded.
 */
import { CONFIG_PATHS } from '../policy/config-paths.js';
import { hasWildcard } from '../policy/globs.js';
import type { WantedPaths } from '../repository/snapshot-governed.js';

/** Governed in every repository. docs/drift.md shows this list. */
export const BUILT_IN: readonly string[] = [
  '.github/workflows/**',
  '.github/actions/**',
  '**/action.yml',
  '**/action.yaml',
  '.github/CODEOWNERS',
  'CODEOWNERS',
  'docs/CODEOWNERS',
  '.github/settings.yml',
  '.github/settings.yaml',
  '.github/rulesets/**',
  '.github/branch-protection.json',
  '.github/sync-repo-settings.yaml',
  '.github/sync-repo-settings.yml',
  '.asf.yaml',
  '.github/dependabot.yml',
  '.github/dependabot.yaml',
  'renovate.json',
  'renovate.json5',
  '.renovaterc',
  '.renovaterc.json',
  '.github/renovate.json',
  '.github/renovate.json5',
  '.github/mergify.yml',
  '.mergify.yml',
  '.mergify/**',
  '.gitmodules',
];

/** They say what is governed, so nothing in them can take them out. */
export const ALWAYS: readonly string[] = [...CONFIG_PATHS, '.github/phase-mirror-levels.json'];

/** Terraform and trust policies, wherever they are: what they say decides. */
const CANDIDATES: readonly string[] = ['*.tf', '*.tfvars', '*oidc*.json', '*trust*.json', '*assume*.json'];

/** All that is governed: what is built in, and `own` patterns of a configuration. */
export function includeOf(own: readonly string[]): readonly string[] {
  return [...new Set([...ALWAYS, ...BUILT_IN, ...own])].sort();
}

/** Where to look for everything that these patterns, and those that always count, can match. */
export function placesOf(include: readonly string[]): Pick<WantedPaths, 'anchors' | 'anywhere'> {
  const placed = [...new Set([...ALWAYS, ...include])].map(placeOf);
  return {
    anchors: placed.flatMap(({ anchor }) => anchor ?? []),
    anywhere: [...new Set(placed.flatMap(({ anywhere }) => anywhere ?? [])), ...CANDIDATES],
  };
}

const MAX_GIT_STARS = 2;

/** The folder or file that all matches of a glob begin with; without one, a pattern that finds all of them anywhere. */
function placeOf(glob: string): { readonly anchor?: string; readonly anywhere?: string } {
  if (!hasWildcard(glob)) return { anchor: glob.replace(/\/$/, '') };
  const folder = glob.slice(0, glob.lastIndexOf('/', glob.indexOf('*')));
  if (glob.lastIndexOf('/', glob.indexOf('*')) > 0) return { anchor: folder };
  const anywhere = glob.replace(/\*\*\//g, '*').replace(/\*+/g, '*');
  // git tries every way to share a path among many stars: it gets the end alone, and our own matcher the rest.
  const stars = anywhere.split('*').length - 1;
  return { anywhere: stars > MAX_GIT_STARS ? `*${anywhere.slice(anywhere.lastIndexOf('*') + 1)}` : anywhere };
}

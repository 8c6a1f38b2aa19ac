/**
 * Which files are governed: those that decide what may run, with which rights, who has to agree, and what other systems
 * trust. docs/drift.md lists them.
 *
 * Terraform is governed by what it says: the files of a folder in which one mentions GitHub's tokens or its protection
 * (see terraform.ts); a path alone cannot tell that.
 */
import { hasWildcard, matchesGlob } from '../policy/globs.js';
import type { Config } from '../policy/types.js';
import type { WantedPaths } from '../repository/snapshot-governed.js';
import { compilePathGlob } from './glob.js';
import { ALWAYS, includeOf, placesOf } from './places.js';
import type { DriftPatterns } from './types.js';

/** Action files for other places, unless a workflow uses them: examples, tests, what was downloaded. */
const ELSEWHERE = /(^|\/)(\.terraform|examples?|tests?|__tests__|testdata|fixtures?|vendor|node_modules|docs?)\//i;
const ANY_ACTION: ReadonlySet<string> = new Set(['**/action.yml', '**/action.yaml']);
const ACTION = /(?:^|\/)action\.ya?ml$/;
const TERRAFORM = /\.(tf|tfvars)$/;
const POLICY = /(^|[/_.-])(oidc|trust|assume)[^/]*\.json$/i;

/** Terraform, and JSON that is named like a trust policy. */
export function isTerraformPath(path: string): boolean {
  return TERRAFORM.test(path) || POLICY.test(path);
}

/** An action in a folder of tests or examples: governed when something governed uses it. */
export function isActionElsewhere(path: string): boolean {
  return ACTION.test(path) && ELSEWHERE.test(path);
}

/**
 * The patterns that a configuration makes: its own beside the built-in ones, the schemas it names, and the file itself,
 * wherever it is: an `exclude` that would take it out does not hold.
 */
export function patternsOf(config: Config): DriftPatterns {
  const own = config.drift.include.map(({ value }) => value);
  const schemas = config.schemas.flatMap(({ value }) => [value.schema, value.version.path]);
  const self = config.path === null ? [] : [config.path];
  const exclude = config.drift.exclude
    .map(({ value }) => value)
    .filter((glob) => self.every((path) => ALWAYS.includes(path) || !matchesGlob('path', glob, path)));
  return {
    include: includeOf([...own, ...schemas, ...self]),
    exclude: [...new Set(exclude)].sort(),
  };
}

/** `governed`; `candidate`: Terraform, to be judged by what it says, or an action by who uses it; null: neither. */
export type Standing = 'governed' | 'candidate' | null;

export interface Scope {
  standing(path: string): Standing;
  /** Everything that stands for something, for git. */
  readonly wanted: WantedPaths;
}

/**
 * What is governed by any of these: a check looks at the accepted state's paths and at the configuration's of today, so
 * that a new `exclude` hides nothing before it is accepted.
 */
export function scopeOf(all: readonly DriftPatterns[]): Scope {
  const different = new Map(all.map((patterns) => [JSON.stringify([patterns.include, patterns.exclude]), patterns]));
  const parts = [...different.values()].map(({ include, exclude }) => ({
    include: compile(include),
    exclude: compile(exclude),
    actions: include.some((glob) => ANY_ACTION.has(glob)),
  }));
  const always = new Set(ALWAYS);
  const standing = (path: string): Standing => {
    if (always.has(path)) return 'governed';
    const open = parts.filter(({ exclude }) => !exclude(path));
    if (open.some(({ include }) => include(path))) return 'governed';
    if (open.length === 0) return null;
    return isTerraformPath(path) || (isActionElsewhere(path) && open.some(({ actions }) => actions))
      ? 'candidate'
      : null;
  };
  return {
    standing,
    wanted: {
      ...placesOf(all.flatMap(({ include }) => include)),
      matches: (path) => standing(path) !== null,
    },
  };
}

/** Matchers for the shapes that nearly all globs have cost a comparison; the others run an automaton. */
function compile(globs: readonly string[]): (path: string) => boolean {
  const exact = new Set(globs.filter((glob) => !hasWildcard(glob)));
  const rest = globs.filter(hasWildcard).map((glob): ((path: string) => boolean) => {
    const [, folder] = /^([^*]+\/)\*\*$/.exec(glob) ?? [];
    if (folder !== undefined) return (path) => path.startsWith(folder);
    const [, name] = /^\*\*\/([^*/]+)$/.exec(glob) ?? [];
    // An action file below a folder of tests runs nowhere.
    const elsewhere = ANY_ACTION.has(glob) ? ELSEWHERE : null;
    if (name !== undefined) {
      return (path) => (path === name || path.endsWith(`/${name}`)) && elsewhere?.test(path) !== true;
    }
    return compilePathGlob(glob);
  });
  return (path) => exact.has(path) || rest.some((matches) => matches(path));
}

/**
 * Files that say what a branch requires. Each format is one file of this folder; only well-known places at the top of a
 * repository are read, so templates and copies elsewhere (which are for other repositories) never count.
 */
import type { FileBudget, FileProblem, Protection } from '../types.js';
import { DEFAULT_BUDGET } from '../types.js';
import type { YamlValue } from '../yaml.js';
import { decode, pointAt, readYaml } from '../yaml.js';
import { readAsf } from './asf.js';
import { readBranchProtection } from './branch-protection.js';
import { formatOf, type ProtectionFormat } from './paths.js';
import { readRulesetFile } from './ruleset.js';
import { readSettings } from './settings.js';
import { type FormatResult, Shapes } from './shapes.js';
import { readSyncRepoSettings } from './sync-repo-settings.js';

export { isProtectionFile } from './paths.js';

export interface ProtectionFile {
  readonly protections: readonly Protection[];
  readonly problems: readonly FileProblem[];
  /** Why the file governs other repositories and is not used, as a clause about "it"; null when it is used. */
  readonly silent: string | null;
}

/**
 * Read one protection file.
 *
 * @param path one for which {@link isProtectionFile} is true; for others nothing is read
 * @param context all paths of the tree: some files are only known to govern other repositories by their neighbours
 * @returns every requirement with the place of its own list item; values of a wrong type are problems of kind `shape` and
 *   the rest of the file is still used. A file for other repositories has no protections and no problems. Never throws
 *   for any content.
 */
export function readProtectionFile(
  path: string,
  bytes: Uint8Array,
  context: { readonly paths: ReadonlySet<string> },
  budget: FileBudget = DEFAULT_BUDGET,
): ProtectionFile {
  const format = formatOf(path);
  if (format === null) return { protections: [], problems: [], silent: null };
  if (saysNothing(format, bytes, budget)) return { protections: [], problems: [], silent: null };
  const yaml = readYaml(path, bytes, 'protection', budget);
  if (!yaml.ok) return { protections: [], problems: [yaml.problem], silent: null };
  const notJson = path.endsWith('.json') ? jsonProblem(path, bytes) : null;
  if (notJson !== null) return { protections: [], problems: [notJson], silent: null };
  if (yaml.value === null) return { protections: [], problems: [], silent: null };

  const shapes = new Shapes(path);
  const { protections, silent } = readFormat(format, shapes, path, yaml.value, context.paths);
  return silent === null
    ? { protections, problems: shapes.problems, silent }
    : { protections: [], problems: [], silent };
}

/** What has to stand in a file of a format for it to require anything: these files also hold labels, teams, mail. */
const WORDS: Partial<Record<ProtectionFormat, readonly string[]>> = {
  settings: ['branches', 'rulesets'],
  asf: ['protected_branches', 'rulesets'],
  'sync-repo-settings': ['branchProtectionRules'],
};

/**
 * True for a file without any word that could require something. It is not parsed: most of the time of a small run would
 * go into a list of labels. That it may be broken is then the business of the tool it is for.
 */
function saysNothing(format: ProtectionFormat, bytes: Uint8Array, budget: FileBudget): boolean {
  const words = WORDS[format];
  if (words === undefined || bytes.length > budget.maxBytes) return false;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return !words.some((word) => text.includes(word));
}

function readFormat(
  format: ProtectionFormat,
  shapes: Shapes,
  path: string,
  value: YamlValue,
  paths: ReadonlySet<string>,
): FormatResult {
  if (format === 'ruleset') return readRulesetFile(shapes, path, value);
  if (format === 'branch-protection') return readBranchProtection(shapes, path, value);
  const root = shapes.map(value, 'the file');
  if (root === null) return { protections: [], silent: null };
  switch (format) {
    case 'settings':
      return readSettings(shapes, path, root, paths);
    case 'asf':
      return readAsf(shapes, path, root);
    case 'sync-repo-settings':
      return readSyncRepoSettings(shapes, path, root);
  }
}

/** YAML accepts more than JSON (comments, trailing commas, bare words); tools that read these files do not. */
function jsonProblem(path: string, bytes: Uint8Array): FileProblem | null {
  const text = decode(bytes) ?? '';
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    // The engine's words differ between versions, its offset does not; without one the text ended too early.
    const offset = Number(/at position (\d{1,9})/.exec(String(error))?.[1] ?? text.length);
    const before = text.slice(0, offset).split('\n');
    const at = pointAt(path, before.length, (before.at(-1)?.length ?? 0) + 1);
    return {
      path,
      role: 'protection',
      kind: 'syntax',
      reason: 'is not JSON (comments and trailing commas are not allowed)',
      at,
    };
  }
}

/**
 * `.github/settings.yml` of probot/settings and of safe-settings.
 *
 * Sources: https://github.com/repository-settings/app/blob/master/docs/plugins/branches.md and
 * https://github.com/github/safe-settings/tree/main-enterprise/docs/sample-settings
 */
import { DEFAULT_BRANCH } from '../branch-selector.js';
import type { Protection, ProtectionSource } from '../types.js';
import type { YamlMap } from '../yaml.js';
import { isForeignRuleset, readRuleset } from './ruleset.js';
import { classicProtection, type FormatResult, only, type Shapes } from './shapes.js';

/**
 * @param paths all paths of the tree: next to `.github/repos/` or `.github/suborgs/` the file is the organisation part of
 *   a safe-settings admin repository, which configures every *other* repository
 */
export function readSettings(shapes: Shapes, path: string, root: YamlMap, paths: ReadonlySet<string>): FormatResult {
  const rulesets = shapes.list(root.get('rulesets'), 'rulesets');
  const silent = whySilent(root, paths) ?? (rulesets.some(isForeignRuleset) ? 'its rulesets name repositories' : null);
  if (silent !== null) return { protections: [], silent };

  const source: ProtectionSource = { kind: 'file', path, format: 'settings' };
  const protections: Protection[] = [];
  for (const item of shapes.list(root.get('branches'), 'branches')) {
    const branch = shapes.map(item, 'branches');
    if (branch === null) continue;
    const name = shapes.text(branch.get('name'), 'name');
    if (name === null) {
      shapes.refuse(item, 'an entry of `branches` has no `name`');
      continue;
    }
    // `protection: null` takes the protection away.
    const body = shapes.map(branch.get('protection'), 'protection');
    if (body === null) continue;
    // safe-settings: the name `default` is the default branch, whatever its name.
    const selector = only(name.value === 'default' ? DEFAULT_BRANCH : name.value);
    protections.push(classicProtection(shapes, source, selector, body, item.at));
  }
  const rulesetSource: ProtectionSource = { ...source, format: 'ruleset' };
  for (const item of rulesets) protections.push(...readRuleset(shapes, rulesetSource, item));
  return { protections, silent: null };
}

function whySilent(root: YamlMap, paths: ReadonlySet<string>): string | null {
  if (root.entry('restrictedRepos') !== undefined) return 'it says which repositories it is for (`restrictedRepos`)';
  for (const path of paths) {
    if (/^\.github\/(repos|suborgs)\/.+\.ya?ml$/.test(path)) {
      return 'it belongs to a safe-settings admin repository (`.github/repos/`, `.github/suborgs/`)';
    }
  }
  return null;
}

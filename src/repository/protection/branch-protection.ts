/**
 * `.github/branch-protection.json`: no tool owns this name; people keep the body of the REST call in it, alone or for
 * several branches. Shapes that say something else are left alone: nothing is known from them.
 *
 * Source of the body: https://docs.github.com/rest/branches/branch-protection#update-branch-protection
 */
import { DEFAULT_BRANCH } from '../branch-selector.js';
import type { Protection, ProtectionSource } from '../types.js';
import type { YamlMap, YamlValue } from '../yaml.js';
import { classicProtection, type FormatResult, only, type Shapes } from './shapes.js';

/**
 * Understood: one body (for the default branch, or for the branch it names), a list of bodies that name their branch,
 * and a mapping from branch to body; each body bare or under `protection`, all of it bare or under `branches`.
 */
export function readBranchProtection(shapes: Shapes, path: string, root: YamlValue): FormatResult {
  const source: ProtectionSource = { kind: 'file', path, format: 'branch-protection' };
  return { protections: readAny(shapes, source, root), silent: null };
}

function readAny(shapes: Shapes, source: ProtectionSource, root: YamlValue): Protection[] {
  if (root.kind === 'seq') {
    return root.items.flatMap((item) => (item.kind === 'map' ? readOne(shapes, source, item, nameOf(item)) : []));
  }
  if (root.kind !== 'map') return [];
  if (bodyOf(root) !== null) return readOne(shapes, source, root, nameOf(root) ?? DEFAULT_BRANCH);
  const branches = root.get('branches');
  if (branches !== undefined && branches.kind !== 'scalar') return readAny(shapes, source, branches);
  return root.entries.flatMap(({ keySource, value }) =>
    value.kind === 'map' ? readOne(shapes, source, value, keySource) : [],
  );
}

function readOne(shapes: Shapes, source: ProtectionSource, value: YamlMap, branch: string | null): Protection[] {
  const body = bodyOf(value);
  return body === null || branch === null ? [] : [classicProtection(shapes, source, only(branch), body, value.at)];
}

/** The body in a value: itself, or what it holds under `protection`; null when it has none. */
function bodyOf(value: YamlMap): YamlMap | null {
  const nested = value.get('protection');
  const body = nested?.kind === 'map' ? nested : value;
  return BODY_KEYS.some((key) => body.entry(key) !== undefined) ? body : null;
}

const BODY_KEYS = [
  'required_status_checks',
  'required_pull_request_reviews',
  'enforce_admins',
  'restrictions',
] as const;

function nameOf(value: YamlMap): string | null {
  for (const key of ['branch', 'name', 'pattern']) {
    const name = value.get(key);
    if (name?.kind === 'scalar' && typeof name.value === 'string') return name.value;
  }
  return null;
}

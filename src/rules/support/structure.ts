/**
 * Whether two schemas differ in what they mean. Order of keys, titles and descriptions mean nothing; neither does the
 * order of the alternatives and names that JSON Schema treats as sets.
 * https://json-schema.org/draft/2020-12/json-schema-validation#section-9
 */
import type { Span } from '../../repository/types.js';
import type { YamlMap, YamlValue } from '../../repository/yaml.js';

export interface Difference {
  /** Keys from the top, dots between levels; '' for the whole document. */
  readonly path: string;
  /** In the new document; where something is gone, what held it. */
  readonly at: Span;
  readonly kind: 'added' | 'removed' | 'changed';
}

/** Keys that are there for people. */
const ANNOTATIONS: ReadonlySet<string> = new Set([
  'title',
  'description',
  'summary',
  '$comment',
  'example',
  'examples',
  'externalDocs',
  'markdownDescription',
]);
/** Below these, keys are names that the schema gives: a property may be called `title`. */
const NAMES: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  'definitions',
  '$defs',
  'dependentSchemas',
  'dependentRequired',
  'schemas',
  'parameters',
  'responses',
  'paths',
]);
/** Lists whose order means nothing. */
const SETS: ReadonlySet<string> = new Set(['required', 'enum', 'type', 'anyOf', 'oneOf', 'allOf']);

/**
 * The first difference in the order of the new document.
 *
 * @param ignore a key from the top that does not count: where the schema holds its own version
 */
export function firstDifference(before: YamlValue, after: YamlValue, ignore: string): Difference | null {
  return compare(before, after, { path: '', key: '', ignore });
}

interface Where {
  readonly path: string;
  /** The key this value stands under. */
  readonly key: string;
  readonly ignore: string;
}

function compare(before: YamlValue, after: YamlValue, where: Where): Difference | null {
  const changed: Difference = { path: where.path, at: after.at, kind: 'changed' };
  if (before.kind === 'map' && after.kind === 'map') return compareMaps(before, after, where);
  if (before.kind === 'seq' && after.kind === 'seq') {
    if (SETS.has(where.key)) return canonical(before, where) === canonical(after, where) ? null : changed;
    if (before.items.length !== after.items.length) return changed;
    for (const [index, item] of after.items.entries()) {
      const inner = { ...where, path: joined(where.path, String(index)), key: '' };
      const found = compare(before.items[index] as YamlValue, item, inner);
      if (found !== null) return found;
    }
    return null;
  }
  if (before.kind === 'scalar' && after.kind === 'scalar' && Object.is(before.value, after.value)) return null;
  return changed;
}

function compareMaps(before: YamlMap, after: YamlMap, where: Where): Difference | null {
  for (const { key, keyAt, value } of after.entries) {
    if (isIgnored(key, where)) continue;
    const path = joined(where.path, key);
    const old = before.get(key);
    if (old === undefined) return { path, at: keyAt, kind: 'added' };
    const found = compare(old, value, { ...where, path, key });
    if (found !== null) return found;
  }
  const gone = before.entries.find(({ key }) => !isIgnored(key, where) && after.get(key) === undefined);
  return gone === undefined ? null : { path: joined(where.path, gone.key), at: after.at, kind: 'removed' };
}

function isIgnored(key: string, { path, key: parent, ignore }: Where): boolean {
  return joined(path, key) === ignore || (ANNOTATIONS.has(key) && !NAMES.has(parent));
}

/** A text that two values share exactly when they mean the same. */
function canonical(value: YamlValue, where: Where): string {
  if (value.kind === 'scalar') return JSON.stringify(value.value);
  if (value.kind === 'seq') {
    const items = value.items.map((item) => canonical(item, { ...where, key: '' }));
    return `[${(SETS.has(where.key) ? items.sort() : items).join()}]`;
  }
  const entries = value.entries
    .filter(({ key }) => !isIgnored(key, where))
    .map((entry) => `${JSON.stringify(entry.key)}:${canonical(entry.value, { ...where, key: entry.key })}`);
  return `{${entries.sort().join()}}`;
}

function joined(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

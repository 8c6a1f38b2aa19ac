/**
 * `strategy.matrix` expanded as GitHub does it: the product of the vectors, minus `exclude`, then `include`.
 * https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
 */
import { hasExpression, textOf } from './expressions.js';
import type { Located, Matrix, MatrixCombination, MatrixValue, Span } from './types.js';
import type { YamlMap, YamlValue } from './yaml.js';

/** GitHub refuses a matrix of more jobs, so nothing beyond it needs to be known. */
const MAX_JOBS = 256;

type Values = Map<string, MatrixValue>;

/** Read the value of `strategy.matrix`. null when it is not a mapping and not an expression. */
export function readMatrix(node: YamlValue): Matrix | null {
  if (node.kind === 'scalar') {
    const text = typeof node.value === 'string' ? node.value : '';
    return hasExpression(text) ? unknown(node.at, [], { value: text, at: node.at }) : null;
  }
  if (node.kind !== 'map') return null;

  const vectors = node.entries.filter(({ key }) => key !== 'include' && key !== 'exclude');
  const keys = vectors.map(({ key }) => key);
  const dynamic = node.entries.map(({ value }) => firstExpression(value)).find((found) => found !== null);
  if (dynamic !== undefined && dynamic !== null) return unknown(node.at, keys, dynamic);

  const base: Values[] | null = product(vectors.map(({ key, value }) => [key, vectorOf(value)]));
  if (base === null) return unknown(node.at, keys, { value: `more than ${MAX_JOBS} jobs`, at: node.at });
  const excludes = listOfMaps(node.get('exclude')).map(valuesOf);
  const kept = base.filter((combination) => !excludes.some((exclude) => coveredBy(exclude, combination)));
  const combinations = withIncludes(kept, keys, listOfMaps(node.get('include')).map(valuesOf));
  if (combinations.length > MAX_JOBS) {
    return unknown(node.at, keys, { value: `more than ${MAX_JOBS} jobs`, at: node.at });
  }
  return { at: node.at, combinations, keys };
}

function unknown(at: Span, keys: readonly string[], reason: Located<string>): Matrix {
  return { at, combinations: null, unknown: reason, keys };
}

/** No vector at all: no combination (include then makes each of its entries a job of its own). */
function product(vectors: readonly (readonly [string, readonly MatrixValue[]])[]): Values[] | null {
  if (vectors.length === 0) return [];
  let rows: Values[] = [new Map()];
  for (const [key, items] of vectors) {
    if (rows.length * items.length > MAX_JOBS * 4) return null;
    rows = rows.flatMap((row) => items.map((item) => new Map(row).set(key, item)));
  }
  return rows;
}

/**
 * "the key:value pairs in the object will be added to each of the matrix combinations if none of the key:value pairs
 * overwrite any of the original matrix values. If the object cannot be added to any of the matrix combinations, a new
 * matrix combination will be created instead."
 */
function withIncludes(
  base: readonly Values[],
  keys: readonly string[],
  includes: readonly Values[],
): MatrixCombination[] {
  const rows = base.map((original) => ({ original, values: new Map(original), extended: false }));
  const added: Values[] = [];
  for (const include of includes) {
    const hosts = rows.filter(({ original }) =>
      [...include].every(([key, value]) => !keys.includes(key) || same(original.get(key) ?? null, value)),
    );
    // With vectors that share no key with the include, every combination is a host; without vectors there is none.
    for (const host of hosts) {
      for (const [key, value] of include) host.values.set(key, value);
      host.extended ||= [...include.keys()].some((key) => !keys.includes(key));
    }
    if (hosts.length === 0) added.push(include);
  }
  return [
    ...rows.map(({ original, values, extended }) => ({ values, suffix: suffixOf(original), extended })),
    ...added.map((values) => ({ values, suffix: suffixOf(values), extended: false })),
  ];
}

/** The texts of `(a, b)`: leaves of objects and lists one by one, empty ones left out. */
function suffixOf(values: Values): string[] {
  return [...values.values()].flatMap(leaves).filter((text) => text !== '');
}

function leaves(value: MatrixValue): string[] {
  if (value === null || typeof value !== 'object') return [textOf(value)];
  return (Array.isArray(value) ? value : Object.values(value)).flatMap(leaves);
}

/** An exclude needs to match partially: every key it names. Objects match when their named members do. */
function coveredBy(exclude: Values, combination: Values): boolean {
  return (
    exclude.size > 0 &&
    [...exclude].every(([key, value]) => combination.has(key) && partial(value, combination.get(key)))
  );
}

function partial(wanted: MatrixValue, actual: MatrixValue | undefined): boolean {
  if (actual === undefined) return false;
  if (isRecord(wanted) && isRecord(actual)) {
    return Object.entries(wanted).every(([key, value]) => partial(value, actual[key]));
  }
  return same(wanted, actual);
}

function same(a: MatrixValue, b: MatrixValue): boolean {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object')
    return a === b || textOf(a) === textOf(b);
  return JSON.stringify(a) === JSON.stringify(b);
}

function isRecord(value: MatrixValue): value is { readonly [key: string]: MatrixValue } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function vectorOf(value: YamlValue): MatrixValue[] {
  return value.kind === 'seq' ? value.items.map(plain) : [plain(value)];
}

function listOfMaps(value: YamlValue | undefined): YamlMap[] {
  return value?.kind === 'seq' ? value.items.filter((item): item is YamlMap => item.kind === 'map') : [];
}

function valuesOf(map: YamlMap): Values {
  return new Map(map.entries.map(({ key, value }) => [key, plain(value)]));
}

/** A YAML value as plain data. */
export function plain(value: YamlValue): MatrixValue {
  if (value.kind === 'scalar') return value.value;
  if (value.kind === 'seq') return value.items.map(plain);
  return Object.fromEntries(value.entries.map(({ key, value: item }) => [key, plain(item)]));
}

function firstExpression(value: YamlValue): Located<string> | null {
  if (value.kind === 'scalar') {
    return typeof value.value === 'string' && hasExpression(value.value) ? { value: value.value, at: value.at } : null;
  }
  const children = value.kind === 'seq' ? value.items : value.entries.map((entry) => entry.value);
  for (const child of children) {
    const found = firstExpression(child);
    if (found !== null) return found;
  }
  return null;
}

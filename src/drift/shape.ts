/**
 * Whether a document has a published form: the part of JSON Schema that ours are written in. A check of drift reads a
 * baseline with it: the library that the schemas are made with takes about 4 ms of 140 to start
 * (docs/adr/0017-start-up.md). A test holds the two together: they refuse the same documents.
 */

/** https://json-schema.org/draft-07/json-schema-validation; `propertyNames`, `anyOf` and the like are not in a baseline. */
export interface Shape {
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly type?: 'object' | 'array' | 'string' | 'integer';
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
  readonly items?: Shape;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** Of UTF-16 units, as the schemas count that a baseline is made with: never more than a validator of JSON Schema allows. */
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: 'date-time';
  readonly minimum?: number;
}

/** RFC 3339, section 5.6, and what the schemas let through beside it: a space for T, one before a zone, `+02`, `+0200`. */
const INSTANT =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[T ](?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d{1,9})?(?:Z| ?[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)$/;

/** What a pattern may be: nothing is compiled that came as text. */
const PATTERNS: readonly RegExp[] = [/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/];

/**
 * Where `value`, which came from JSON, is not as `shape` says.
 *
 * @returns the first such place, in the order of the shape: `header.commit`, `facts.3.key`, '' for the whole; null: none
 */
export function misfit(value: unknown, shape: Shape): string | null {
  switch (shape.type) {
    case 'object':
      return misfitOfObject(value, shape);
    case 'array':
      return misfitOfArray(value, shape);
    case 'integer':
      return Number.isInteger(value) && (value as number) >= (shape.minimum ?? -Infinity) ? null : '';
    default:
      return isText(value, shape) ? null : '';
  }
}

/**
 * The same value with its members in the order of the shape, whatever order a document has them in: that is how people
 * are shown them, and equal values are written alike.
 *
 * @param value fits the shape
 */
export function inOrderOf(value: unknown, { type, items = {}, properties = {} }: Shape): unknown {
  if (type === 'array') return (value as readonly unknown[]).map((item) => inOrderOf(item, items));
  if (type !== 'object') return value;
  const object = value as Readonly<Record<string, unknown>>;
  const ordered: Record<string, unknown> = {};
  for (const name in properties) {
    if (Object.hasOwn(object, name)) ordered[name] = inOrderOf(object[name], properties[name] as Shape);
  }
  return ordered;
}

function misfitOfObject(value: unknown, { properties = {}, required = [] }: Shape): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return '';
  const object = value as Readonly<Record<string, unknown>>;
  for (const name in properties) {
    const shape = properties[name] as Shape;
    if (!Object.hasOwn(object, name)) {
      if (required.includes(name)) return name;
      continue;
    }
    const place = misfit(object[name], shape);
    if (place !== null) return below(name, place);
  }
  for (const name of Object.keys(object)) if (!Object.hasOwn(properties, name)) return name;
  return null;
}

function misfitOfArray(value: unknown, { items = {}, minItems = 0, maxItems = Infinity }: Shape): string | null {
  if (!Array.isArray(value)) return '';
  for (let index = 0; index < value.length; index += 1) {
    const place = misfit(value[index], items);
    if (place !== null) return below(String(index), place);
  }
  return value.length >= minItems && value.length <= maxItems ? null : '';
}

function isText(value: unknown, shape: Shape): boolean {
  if (typeof value !== 'string') return false;
  const { minLength = 0, maxLength = Infinity, pattern, format } = shape;
  if (shape.const !== undefined && value !== shape.const) return false;
  if (shape.enum !== undefined && !shape.enum.includes(value)) return false;
  if (value.length < minLength || value.length > maxLength) return false;
  if (pattern !== undefined && !patternOf(pattern).test(value)) return false;
  return format === undefined || INSTANT.test(value);
}

/** @throws RangeError for a pattern that no published schema has */
function patternOf(source: string): RegExp {
  const found = PATTERNS.find((pattern) => pattern.source === source);
  if (found === undefined) throw new RangeError(`shape.ts does not know the pattern ${source}`);
  return found;
}

function below(name: string, place: string): string {
  return place === '' ? name : `${name}.${place}`;
}

/**
 * Canonical JSON (RFC 8785): one text for one value, so that a digest or a signature is over what is said and not over
 * how it was typed. Numbers and strings are written as ECMAScript writes them, which is what the RFC prescribes (3.2.2);
 * members are sorted by UTF-16 code units (3.2.3), which is how `sort` compares.
 *
 * Our own, because what may be signed is narrower than what JSON.stringify lets pass: the package `canonicalize` 5 drops
 * undefined members, turns undefined elements into null, writes functions as the word undefined, calls `toJSON`, and has
 * no bound on nesting.
 */
import { isWellFormed } from './well-formed.js';

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** Nesting beyond this is no document of ours, and would cost stack. */
export const MAX_DEPTH = 64;

/**
 * The canonical text.
 *
 * @throws {TypeError} for what JSON cannot say in one way: NaN, ±Infinity, undefined, functions, symbols, bigints, holes
 *   in arrays, halves of surrogate pairs, objects that are not plain, nesting over {@link MAX_DEPTH}. Names the place
 *   and the type; never the value.
 */
export function canonicalJson(value: JsonValue): string {
  try {
    return write(value, 0);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const place = error.path
      .slice(0, 8)
      .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step.slice(0, 40)}`))
      .join('');
    throw new TypeError(`${place === '' ? 'the value' : JSON.stringify(place)}: ${error.reason}`);
  }
}

/** On its way out it gathers where it came from, so that what is well costs nothing. */
class Refusal {
  readonly path: (string | number)[] = [];
  readonly reason: string;
  /** It is about the value as a whole. */
  readonly whole: boolean;

  constructor(reason: string, whole = false) {
    this.reason = reason;
    this.whole = whole;
  }
}

function write(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (!Number.isFinite(value)) throw new Refusal(`${value} is no JSON number`);
      // JSON.stringify and String write -0 as 0, as the RFC wants.
      return String(value);
    case 'string':
      return text(value);
    case 'object':
      break;
    default:
      throw new Refusal(`${typeof value} is no JSON value`);
  }
  if (value === null) return 'null';
  if (depth >= MAX_DEPTH) throw new Refusal(`nests more than ${MAX_DEPTH} levels deep`, true);
  return Array.isArray(value) ? writeArray(value, depth) : writeObject(value, depth);
}

function writeArray(items: readonly unknown[], depth: number): string {
  let written = '';
  let at = 0;
  try {
    // By index: holes are visited too.
    for (; at < items.length; at += 1) written += `${at === 0 ? '' : ','}${write(items[at], depth + 1)}`;
  } catch (error) {
    throw within(error, at);
  }
  return `[${written}]`;
}

function writeObject(value: object, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new Refusal('is not a plain object');
  let written = '';
  let at = '';
  try {
    // Without a comparison of its own, sort goes by UTF-16 code units.
    for (at of Object.keys(value).sort()) {
      const member = (value as Readonly<Record<string, unknown>>)[at];
      written += `${written === '' ? '' : ','}${text(at)}:${write(member, depth + 1)}`;
    }
  } catch (error) {
    throw within(error, at);
  }
  return `{${written}}`;
}

function within(error: unknown, step: string | number): unknown {
  if (error instanceof Refusal && !error.whole) error.path.unshift(step);
  return error;
}

function text(value: string): string {
  if (!isWellFormed(value)) throw new Refusal('holds half of a surrogate pair');
  return JSON.stringify(value);
}

/** Why a text is not canonical JSON. */
export type ParseFault = 'malformed' | 'truncated' | 'too-deep' | 'duplicate-key' | 'unrepresentable' | 'not-canonical';

export type Parsed =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly fault: ParseFault; readonly detail: string };

/**
 * Reads a text that has to be canonical, byte for byte; one line feed at the end is let pass, because editors put it
 * there. Time and memory are linear in the text.
 */
export function parseCanonical(input: string): Parsed {
  const source = input.endsWith('\n') ? input.slice(0, -1) : input;
  // Reading what nests a million deep takes a hundred times its size; looking is cheap beside reading much.
  if (source.length > MUCH && scan(source).depth > MAX_DEPTH) return fault('too-deep', TOO_DEEP);
  let value: JsonValue;
  try {
    value = JSON.parse(source) as JsonValue;
  } catch {
    const { depth, open } = scan(source);
    if (depth > MAX_DEPTH) return fault('too-deep', TOO_DEEP);
    // The engine's message quotes the text, which may be anything.
    return open ? fault('truncated', 'it ends before it is complete') : fault('malformed', 'it is not JSON');
  }
  if (isPlainlyCanonical(value, source)) return { ok: true, value };
  let canonical: string;
  try {
    canonical = canonicalJson(value);
  } catch (error) {
    if (scan(source).depth > MAX_DEPTH) return fault('too-deep', TOO_DEEP);
    return fault('unrepresentable', error instanceof TypeError ? error.message : 'it holds what canonical JSON cannot');
  }
  if (canonical === source) return { ok: true, value };
  const twice = duplicateName(source);
  if (twice !== undefined) return fault('duplicate-key', `it has the member ${JSON.stringify(twice)} twice`);
  return fault('not-canonical', 'it is JSON, but not in the canonical form (RFC 8785)');
}

/**
 * Whether a text is canonical, told without writing it anew: what the engine writes is, where every member stands in its
 * place. False: look closer. Half of a surrogate pair would be written as an escape.
 */
function isPlainlyCanonical(value: JsonValue, source: string): boolean {
  return !source.includes('\\ud') && isInOrder(value, 0) && JSON.stringify(value) === source;
}

function isInOrder(value: JsonValue, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= MAX_DEPTH) return false;
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) if (!isInOrder(item, depth + 1)) return false;
    return true;
  }
  let before: string | null = null;
  for (const name of Object.keys(value)) {
    if (before !== null && before >= name) return false;
    before = name;
    if (!isInOrder((value as Readonly<Record<string, JsonValue>>)[name] ?? null, depth + 1)) return false;
  }
  return true;
}

/** Code units. */
const MUCH = 256 * 1024;
const TOO_DEEP = `it nests more than ${MAX_DEPTH} levels deep`;

function fault(kind: ParseFault, detail: string): Parsed {
  return { ok: false, fault: kind, detail };
}

/** How deep brackets nest, and whether the text ends inside one or inside a string (or has nothing at all). */
function scan(source: string): { readonly depth: number; readonly open: boolean } {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < source.length; i += 1) {
    const char = source.charCodeAt(i);
    if (char === 0x22) {
      i = endOfString(source, i);
      inString = i >= source.length;
    } else if (char === 0x5b || char === 0x7b) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (char === 0x5d || char === 0x7d) depth -= 1;
  }
  return { depth: deepest, open: inString || depth > 0 || source.trim() === '' };
}

/**
 * The first name that an object has twice. Only to say why: such a text is not canonical anyway, because parsing it
 * keeps one of the two.
 *
 * @param source valid JSON
 */
function duplicateName(source: string): string | undefined {
  const open: (Set<string> | null)[] = [];
  for (let i = 0; i < source.length; i += 1) {
    const char = source[i];
    if (char === '{') open.push(new Set());
    else if (char === '[') open.push(null);
    else if (char === '}' || char === ']') open.pop();
    else if (char === '"') {
      const start = i;
      i = endOfString(source, i);
      // A string that a colon follows is a name.
      if (!/\s*:/y.test(source.slice(i + 1, i + 65))) continue;
      const name = JSON.parse(source.slice(start, i + 1)) as string;
      const names = open.at(-1);
      if (names?.has(name) === true) return name.slice(0, 80);
      names?.add(name);
    }
  }
  return undefined;
}

/** @param start where a string opens @returns where it closes; past the end where it does not */
function endOfString(source: string, start: number): number {
  let i = start + 1;
  while (i < source.length && source.charCodeAt(i) !== 0x22) i += source.charCodeAt(i) === 0x5c ? 2 : 1;
  return i;
}

/** Values of HCL expressions, as far as files alone tell them. What they don't tell is unknown, never guessed. */
import type { HclExpression, HclNode } from './hcl.js';
import type { Located, Span } from './types.js';

export type TfValue =
  /** Literal parts with unknown text between two neighbours: one part is a text that is known. */
  | { readonly kind: 'text'; readonly literals: readonly string[]; readonly at: Span }
  /** `complete: false`: it has further items that are not known. */
  | { readonly kind: 'list'; readonly items: readonly TfValue[]; readonly complete: boolean; readonly at: Span }
  | { readonly kind: 'object'; readonly entries: readonly TfEntry[]; readonly complete: boolean; readonly at: Span }
  /** Something only Terraform knows: an attribute of a resource, data source or module. */
  | { readonly kind: 'reference'; readonly path: readonly (string | null)[]; readonly at: Span }
  | { readonly kind: 'null'; readonly at: Span }
  | { readonly kind: 'unknown' };

export interface TfEntry {
  /** Like a text: literal parts with unknown text between two neighbours. */
  readonly key: readonly string[];
  readonly at: Span;
  readonly value: TfValue;
}

export const UNKNOWN: TfValue = { kind: 'unknown' };

/** Values larger than this are not known: locals can double each other. */
const MAX_TEXT = 4000;
const MAX_ITEMS = 500;

export interface Scope {
  span(node: HclNode): Span;
  /** What `local.…` and `var.…` are; undefined for references that only Terraform can follow. */
  lookup(path: readonly (string | null)[]): TfValue | undefined;
}

/** Evaluate. Never throws; depth is bounded by the reader of the expression and by the scope's lookups. */
export function evaluateHcl(expression: HclExpression, scope: Scope): TfValue {
  switch (expression.kind) {
    case 'literal':
      return expression.value === null
        ? { kind: 'null', at: scope.span(expression) }
        : { kind: 'text', literals: [String(expression.value)], at: scope.span(expression) };
    case 'template':
      return template(expression, scope);
    case 'list':
      return {
        kind: 'list',
        items: expression.items.map((item) => evaluateHcl(item, scope)),
        complete: true,
        at: scope.span(expression),
      };
    case 'object':
      return object(expression, scope);
    case 'reference':
      return reference(expression.path, scope, scope.span(expression));
    case 'call':
      return call(expression, scope);
    case 'opaque':
      return UNKNOWN;
  }
}

function object({ entries, ...node }: HclExpression & { kind: 'object' }, scope: Scope): TfValue {
  const known = entries.flatMap(({ key, keyNode, value }): TfEntry[] => {
    const named = key === null ? evaluateHcl(keyNode, scope) : null;
    if (named !== null && named.kind !== 'text') return [];
    const at = scope.span(keyNode);
    return [{ key: named?.literals ?? [key ?? ''], at, value: evaluateHcl(value, scope) }];
  });
  return { kind: 'object', entries: known, complete: known.length === entries.length, at: scope.span(node) };
}

/** The value under a key; a key that is not all known may be the same one. */
export function entryOf(value: TfValue & { kind: 'object' }, name: string): TfValue | undefined {
  return value.entries.findLast(({ key }) => key.length === 1 && key[0] === name)?.value;
}

function template(expression: HclExpression & { kind: 'template' }, scope: Scope): TfValue {
  const at = scope.span(expression);
  const [only, ...more] = expression.parts;
  // `"${local.list}"` is the list itself.
  if (only !== undefined && only.kind !== 'text' && more.length === 0) {
    const value = evaluateHcl(only, scope);
    return value.kind === 'unknown' ? { kind: 'text', literals: ['', ''], at } : withPlace(value, at);
  }
  const literals = [''];
  for (const part of expression.parts) {
    if (part.kind === 'text') append(literals, [part.text]);
    else if (part.kind === 'opaque') append(literals, ['', '']);
    else {
      const value = evaluateHcl(part, scope);
      append(literals, value.kind === 'text' ? value.literals : ['', '']);
    }
  }
  return text(literals, at);
}

function text(literals: readonly string[], at: Span): TfValue {
  const known = literals.length < MAX_ITEMS && literals.reduce((sum, { length }) => sum + length, 0) < MAX_TEXT;
  return { kind: 'text', literals: known ? literals : ['', ''], at };
}

function append(literals: string[], [first = '', ...rest]: readonly string[]): void {
  literals[literals.length - 1] += first;
  literals.push(...rest);
}

/** A value that stands somewhere else is shown where it is used. */
function withPlace(value: TfValue, at: Span): TfValue {
  return value.kind === 'text' ? { ...value, at } : value;
}

function reference(path: readonly (string | null)[], scope: Scope, at: Span): TfValue {
  const found = scope.lookup(path);
  if (found === undefined) {
    return path[0] === 'each' || path[0] === 'count' || path[0] === 'self' || path.length < 2
      ? UNKNOWN
      : { kind: 'reference', path, at };
  }
  let value = found;
  for (const step of path.slice(2)) value = member(value, step);
  return value;
}

function member(value: TfValue, step: string | null): TfValue {
  if (step === null) return UNKNOWN;
  if (value.kind === 'object') return entryOf(value, step) ?? UNKNOWN;
  if (value.kind === 'list' && value.complete && /^\d+$/.test(step)) return value.items[Number(step)] ?? UNKNOWN;
  return value.kind === 'reference' ? { ...value, path: [...value.path, step] } : UNKNOWN;
}

/** Functions that hand on what they are given, as far as it matters here. */
const SAME = new Set([
  'toset',
  'tolist',
  'sort',
  'distinct',
  'compact',
  'tostring',
  'tomap',
  'sensitive',
  'nonsensitive',
]);

function call({ name, args, ...node }: HclExpression & { kind: 'call' }, scope: Scope): TfValue {
  const at = scope.span(node);
  const values = args.map((arg) => evaluateHcl(arg, scope));
  const [first, ...rest] = values;
  if (first === undefined) return UNKNOWN;
  if (SAME.has(name) || name === 'jsonencode') return first;
  switch (name) {
    case 'concat':
    case 'setunion':
      return joined(values, at);
    case 'flatten':
      return first.kind === 'list' ? joined(first.items, at) : UNKNOWN;
    case 'format':
      return format(first, rest, at);
    case 'trimspace':
      return first.kind === 'text' && first.literals.length === 1
        ? { ...first, literals: [(first.literals[0] ?? '').trim()] }
        : UNKNOWN;
    case 'file':
    case 'templatefile':
      return { kind: 'reference', path: [name, first.kind === 'text' ? pathText(args[0]) : null], at };
    default:
      return UNKNOWN;
  }
}

/** Lists one after the other; a single value is a list of one (`flatten`). */
function joined(values: readonly TfValue[], at: Span): TfValue {
  const items = values.flatMap((value) => (value.kind === 'list' ? value.items : value.kind === 'text' ? value : []));
  const known = values.every((value) => (value.kind === 'list' ? value.complete : value.kind === 'text'));
  return { kind: 'list', items: items.slice(0, MAX_ITEMS), complete: known && items.length <= MAX_ITEMS, at };
}

/** `format("repo:%s:*", x)`: only `%s` with a text is known. */
function format(pattern: TfValue, args: readonly TfValue[], at: Span): TfValue {
  if (pattern.kind !== 'text' || pattern.literals.length !== 1) return UNKNOWN;
  const literals = [''];
  let next = 0;
  for (const piece of (pattern.literals[0] ?? '').split(/(%[a-z%])/)) {
    if (piece === '%%') append(literals, ['%']);
    else if (/^%[a-z]$/.test(piece)) {
      const value = args[next];
      next += 1;
      append(literals, piece === '%s' && value?.kind === 'text' ? value.literals : ['', '']);
    } else if (piece.includes('%')) append(literals, ['', '']);
    else append(literals, [piece]);
  }
  return text(literals, at);
}

/** `"${path.module}/trust.json"` and `"trust.json"` are files beside the module; null when it is another. */
function pathText(argument: HclExpression | undefined): string | null {
  if (argument?.kind !== 'template') return null;
  const texts = argument.parts.map((part) => {
    if (part.kind === 'text') return part.text;
    const isModule = part.kind === 'reference' && part.path.join('.') === 'path.module';
    return isModule ? '.' : null;
  });
  return texts.includes(null) ? null : texts.join('');
}

/** The text, where all of it is known. */
export function exactText(value: TfValue | undefined): string | undefined {
  return value?.kind === 'text' && value.literals.length === 1 ? value.literals[0] : undefined;
}

/** The texts of a list with their places; [] when there is none, null when one of them is not known. */
export function textItems(value: TfValue | undefined): Located<string>[] | null {
  if (value === undefined || value.kind === 'null') return [];
  if (value.kind !== 'list' || !value.complete) return null;
  const items = value.items.map((item) => (item.kind === 'text' ? { value: exactText(item), at: item.at } : null));
  return items.every((item): item is Located<string> => item !== null && item.value !== undefined) ? items : null;
}

/**
 * `${{ }}` expressions: where they stand, what they mention, and their value where it can be known without running
 * anything. The grammar and the evaluator are GitHub's own (`@actions/expressions`), so that `&&`, `||`, coercions and
 * `format` behave as on GitHub: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
 */
import {
  Binary,
  ContextAccess,
  type Expr,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Star,
  Unary,
} from '@actions/expressions/ast';
import type { ExpressionData } from '@actions/expressions/data/expressiondata';
import * as data from '@actions/expressions/data/index';
import { Evaluator } from '@actions/expressions/evaluator';
import { Lexer } from '@actions/expressions/lexer';
import { Parser } from '@actions/expressions/parser';
import type { CheckName, MatrixValue } from './types.js';

export type { Expr } from '@actions/expressions/ast';

const CONTEXTS = [
  'github',
  'env',
  'vars',
  'job',
  'jobs',
  'steps',
  'runner',
  'secrets',
  'strategy',
  'matrix',
  'needs',
  'inputs',
];

const FUNCTIONS = [
  { name: 'success', minArgs: 0, maxArgs: 255 },
  { name: 'always', minArgs: 0, maxArgs: 0 },
  { name: 'cancelled', minArgs: 0, maxArgs: 0 },
  { name: 'failure', minArgs: 0, maxArgs: 255 },
  { name: 'hashfiles', minArgs: 1, maxArgs: 255 },
];

/** Longest text an evaluated name may have; GitHub cuts names long before. */
const MAX_TEXT = 1000;
/** Longest value that is computed at all. */
const MAX_VALUE = 10_000;

/** A template cut at its `${{ }}`: literal text, or the inside of an expression. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'expression'; readonly text: string };

/** Split at `${{` … `}}`; a `}}` inside a single-quoted string doesn't end it. An unclosed `${{` is literal text. */
export function splitTemplate(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let from = 0;
  for (;;) {
    const open = text.indexOf('${{', from);
    const close = open < 0 ? -1 : endOfExpression(text, open + 3);
    if (close < 0) {
      if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
      return parts;
    }
    if (open > from) parts.push({ kind: 'text', text: text.slice(from, open) });
    parts.push({ kind: 'expression', text: text.slice(open + 3, close) });
    from = close + 2;
  }
}

function endOfExpression(text: string, from: number): number {
  let quoted = false;
  for (let i = from; i < text.length; i += 1) {
    if (text[i] === "'") quoted = !quoted;
    else if (!quoted && text[i] === '}' && text[i + 1] === '}') return i;
  }
  return -1;
}

/** True when the text has at least one complete `${{ }}`. */
export function hasExpression(text: string): boolean {
  return splitTemplate(text).some((part) => part.kind === 'expression');
}

/** The inside of a template that is one expression and nothing else; null otherwise. */
export function soleExpression(text: string): string | null {
  const parts = splitTemplate(text.trim());
  return parts.length === 1 && parts[0]?.kind === 'expression' ? parts[0].text : null;
}

/** Parse the inside of `${{ }}` (or the text of an `if`). null when it is empty or not an expression. */
export function parseExpression(text: string): Expr | null {
  try {
    return new Parser(new Lexer(text).lex().tokens, CONTEXTS, FUNCTIONS).parse() ?? null;
  } catch {
    return null;
  }
}

/**
 * The expression of an `if`, which may stand with or without `${{ }}`. A template with text around the braces is a
 * non-empty string and therefore always true on GitHub; it has no expression: null.
 */
export function parseCondition(text: string): Expr | null {
  return parseExpression(hasExpression(text) ? (soleExpression(text) ?? '') : text);
}

/** Every node of an expression, parents first. */
export function* walk(expr: Expr): Generator<Expr> {
  yield expr;
  for (const child of childrenOf(expr)) yield* walk(child);
}

function childrenOf(expr: Expr): readonly Expr[] {
  if (expr instanceof Unary) return [expr.expr];
  if (expr instanceof Binary) return [expr.left, expr.right];
  if (expr instanceof Logical) return expr.args;
  if (expr instanceof Grouping) return [expr.group];
  if (expr instanceof IndexAccess) return [expr.expr, expr.index];
  if (expr instanceof FunctionCall) return expr.args;
  return [];
}

/** Names of the functions that are called, in lower case. */
export function calledFunctions(expr: Expr): Set<string> {
  const names = new Set<string>();
  for (const node of walk(expr)) if (node instanceof FunctionCall) names.add(node.functionName.lexeme.toLowerCase());
  return names;
}

/**
 * What an expression reads: `needs.test.result` is `['needs', 'test', 'result']`, `needs.*.result` is
 * `['needs', '*', 'result']`; an index that is computed is `'*'` too. Only the longest paths are listed, in lower case.
 */
export function contextPaths(expr: Expr): string[][] {
  const paths: string[][] = [];
  const visit = (node: Expr): void => {
    const path = pathOf(node);
    if (path === null) {
      childrenOf(node).forEach(visit);
      return;
    }
    paths.push(path);
    for (let at: Expr = node; at instanceof IndexAccess; at = at.expr) {
      if (!(at.index instanceof Literal) && !(at.index instanceof Star)) visit(at.index);
    }
  };
  visit(expr);
  return paths;
}

function pathOf(expr: Expr): string[] | null {
  if (expr instanceof ContextAccess) return [expr.name.lexeme.toLowerCase()];
  if (!(expr instanceof IndexAccess)) return null;
  const head = pathOf(expr.expr);
  if (head === null) return null;
  const key = expr.index instanceof Literal ? expr.index.literal.coerceString().toLowerCase() : '*';
  return [...head, key];
}

/** All context paths of all expressions of a template. */
export function templatePaths(text: string): string[][] {
  return splitTemplate(text).flatMap((part) => {
    const expr = part.kind === 'expression' ? parseExpression(part.text) : null;
    return expr === null ? [] : contextPaths(expr);
  });
}

/** What is known when a name is computed. */
export interface KnownValues {
  /** The combination of the job; every key it lacks is known to be empty. undefined: the matrix is not known. */
  readonly matrix?: ReadonlyMap<string, MatrixValue>;
  /** Inputs with a known value; others are unknown. */
  readonly inputs?: ReadonlyMap<string, MatrixValue>;
  /** `github.workflow`. */
  readonly workflowName?: string;
}

/** Evaluate the inside of one `${{ }}`; null when it cannot be known (or GitHub would reject it). */
export function evaluateExpression(text: string, known: KnownValues): MatrixValue | undefined {
  const expr = parseExpression(text);
  if (expr === null || !isKnown(expr, known) || largest(expr, known) > MAX_VALUE) return undefined;
  try {
    return fromData(new Evaluator(expr, contextOf(known)).evaluate());
  } catch {
    return undefined;
  }
}

/** A template as a name: exact when all its expressions are known, else a pattern with the literal text around them. */
export function evaluateTemplate(text: string, known: KnownValues): CheckName {
  const literals = [''];
  // A name of many pages is none that anybody requires; its beginning is enough to tell it apart.
  if (text.length > MAX_VALUE) return { kind: 'pattern', literals: [beginning(text), ''] };
  for (const part of splitTemplate(text)) {
    const value = part.kind === 'text' ? part.text : evaluateExpression(part.text, known);
    if (value === undefined) literals.push('');
    else literals[literals.length - 1] += textOf(value);
  }
  return nameOf(literals);
}

/** A {@link CheckName} of literal parts with unknown text between them. */
export function nameOf(literals: readonly string[]): CheckName {
  const [first = '', ...rest] = literals;
  if (first.length > MAX_TEXT) return { kind: 'pattern', literals: [beginning(first), ''] };
  return rest.length === 0 ? { kind: 'exact', text: first } : { kind: 'pattern', literals };
}

/** A copy of the first characters: a plain slice would keep the whole text in memory. */
function beginning(text: string): string {
  return Array.from(text.slice(0, MAX_TEXT)).join('');
}

/** A value as GitHub prints it: `3.10` written as a number is `3.1`, null is empty. */
export function textOf(value: MatrixValue): string {
  return toData(value).coerceString();
}

/**
 * An upper bound of the characters that evaluating can produce, so that nested `format` calls end before memory does.
 * Only functions that copy their arguments grow; everything else is at most as long as what it is given.
 */
function largest(expr: Expr, known: KnownValues): number {
  if (pathOf(expr) !== null) return sizeOf(expr, known);
  const sizes = childrenOf(expr).map((child) => largest(child, known));
  const most = Math.max(expr instanceof Literal ? expr.literal.coerceString().length : SHORT, ...sizes);
  if (!(expr instanceof FunctionCall)) return most;
  switch (expr.functionName.lexeme.toLowerCase()) {
    case 'format':
      // `{0}` takes three characters of the format for one copy of an argument.
      return (sizes[0] ?? 0) + (Math.ceil((sizes[0] ?? 0) / 3) + 1) * Math.max(SHORT, ...sizes.slice(1));
    case 'join':
      return (sizes[0] ?? 0) + (sizes[0] ?? 0) * (sizes[1] ?? 1);
    case 'tojson':
      return most * JSON_GROWTH;
    default:
      return most;
  }
}

/** Longest text of a boolean, number or null. */
const SHORT = 24;
/** Quotes, escapes and indentation. */
const JSON_GROWTH = 12;

function sizeOf(expr: Expr, { matrix, inputs, workflowName }: KnownValues): number {
  const [context] = pathOf(expr) ?? [];
  if (context === 'github') return workflowName?.length ?? 0;
  const values = context === 'matrix' ? matrix : inputs;
  return JSON.stringify([...(values ?? [])]).length;
}

function isKnown(expr: Expr, known: KnownValues): boolean {
  const path = pathOf(expr);
  if (path !== null) {
    const [context, key] = path;
    if (path.includes('*')) return context === 'matrix' && known.matrix !== undefined && childrenKnown(expr, known);
    if (context === 'matrix') return known.matrix !== undefined;
    if (context === 'inputs') return key !== undefined && hasKey(known.inputs, key);
    return context === 'github' && key === 'workflow' && known.workflowName !== undefined;
  }
  if (expr instanceof FunctionCall) {
    const name = expr.functionName.lexeme.toLowerCase();
    if (FUNCTIONS.some((status) => status.name === name)) return false;
  }
  return childrenOf(expr).every((child) => isKnown(child, known));
}

/** Computed indexes of a path: `matrix[matrix.key]`. */
function childrenKnown(expr: Expr, known: KnownValues): boolean {
  for (let at = expr; at instanceof IndexAccess; at = at.expr) {
    if (!(at.index instanceof Literal) && !(at.index instanceof Star) && !isKnown(at.index, known)) return false;
  }
  return true;
}

function hasKey(map: ReadonlyMap<string, MatrixValue> | undefined, key: string): boolean {
  return map !== undefined && [...map.keys()].some((name) => name.toLowerCase() === key);
}

function contextOf(known: KnownValues): data.Dictionary {
  const context = new data.Dictionary();
  if (known.matrix !== undefined) context.add('matrix', toData(Object.fromEntries(known.matrix)));
  if (known.inputs !== undefined) context.add('inputs', toData(Object.fromEntries(known.inputs)));
  if (known.workflowName !== undefined) context.add('github', toData({ workflow: known.workflowName }));
  return context;
}

function toData(value: MatrixValue): ExpressionData {
  if (value === null) return new data.Null();
  if (typeof value === 'string') return new data.StringData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  if (Array.isArray(value)) return new data.Array(...value.map(toData));
  return new data.Dictionary(...Object.entries(value).map(([key, item]) => ({ key, value: toData(item) })));
}

function fromData(value: ExpressionData): MatrixValue {
  if (value instanceof data.StringData) return value.value;
  if (value instanceof data.NumberData) return value.value;
  if (value instanceof data.BooleanData) return value.value;
  if (value instanceof data.Array) return value.values().map(fromData);
  if (value instanceof data.Dictionary) {
    return Object.fromEntries(value.pairs().map(({ key, value: item }) => [key, fromData(item)]));
  }
  return null;
}

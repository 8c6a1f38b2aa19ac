/**
 * HCL native syntax (Terraform's language) as a tree with offsets, as far as facts are read from it: blocks, attributes,
 * templates, heredocs, lists, objects, calls and references. Operators, conditions and `for` keep their operands and
 * say nothing of their value.
 *
 * Source: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md. Why a reader of our own: docs/adr/0005-hcl-reader.md
 */
import { Parser } from './hcl-parser.js';
import { HclFault, type HclLimits } from './hcl-scanner.js';
import type { Span } from './types.js';

/** Offsets into the text, end exclusive. */
export interface HclNode {
  readonly start: number;
  readonly end: number;
}

/** A piece of a template: literal text as it reads after escapes, or what stands between `${` and `}`. */
export type HclPart = (HclNode & { readonly kind: 'text'; readonly text: string }) | HclExpression;

export type HclExpression =
  /** A quoted text or heredoc. The indentation of `<<-` is kept. */
  | (HclNode & { readonly kind: 'template'; readonly parts: readonly HclPart[]; readonly heredoc: boolean })
  | (HclNode & { readonly kind: 'literal'; readonly value: number | boolean | null })
  | (HclNode & { readonly kind: 'list'; readonly items: readonly HclExpression[] })
  | (HclNode & { readonly kind: 'object'; readonly entries: readonly HclEntry[] })
  | (HclNode & { readonly kind: 'call'; readonly name: string; readonly args: readonly HclExpression[] })
  /** `aws_iam_role.deploy[0].arn` is `['aws_iam_role', 'deploy', '0', 'arn']`; a splat or computed index is null. */
  | (HclNode & { readonly kind: 'reference'; readonly path: readonly (string | null)[] })
  | (HclNode & { readonly kind: 'opaque'; readonly children: readonly HclExpression[] });

export interface HclEntry {
  /** The key where it is a plain name or text; null when it is computed. */
  readonly key: string | null;
  readonly keyNode: HclExpression;
  readonly value: HclExpression;
}

export interface HclAttribute extends HclNode {
  readonly name: string;
  readonly value: HclExpression;
}

export interface HclBlock extends HclNode {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: HclBody;
}

export interface HclBody {
  readonly attributes: readonly HclAttribute[];
  readonly blocks: readonly HclBlock[];
}

export type HclResult<T> =
  | { readonly ok: true; readonly value: T }
  /** Offset and one clause about it: "expected a value". */
  | { readonly ok: false; readonly offset: number; readonly reason: string };

/** Bounds of one file: nested constructs, and syntax nodes (their number bounds time and memory). */
export const HCL_LIMITS: HclLimits = { maxDepth: 100, maxNodes: 100_000 };

/** Read a file. Never throws for any text; a text Terraform would refuse is a fault, never half a tree. */
export function parseHcl(text: string, limits: HclLimits = HCL_LIMITS): HclResult<HclBody> {
  return guarded(() => new Parser(text, 0, text.length, limits).file());
}

/**
 * Read a part of a text as one expression, with offsets into the whole text. JSON is such an expression, which is how
 * policies in heredocs and in JSON files are read, their `${ }` included.
 */
export function parseHclExpression(
  text: string,
  { start, end }: HclNode = { start: 0, end: text.length },
  limits: HclLimits = HCL_LIMITS,
): HclResult<HclExpression> {
  return guarded(() => new Parser(text, start, end, limits).onlyExpression());
}

function guarded<T>(read: () => T): HclResult<T> {
  try {
    return { ok: true, value: read() };
  } catch (fault) {
    if (fault instanceof HclFault) return { ok: false, offset: fault.offset, reason: fault.message };
    throw fault;
  }
}

/** The attribute of that name; undefined when there is none. */
export function attributeOf(body: HclBody, name: string): HclExpression | undefined {
  return body.attributes.find((attribute) => attribute.name === name)?.value;
}

/** Blocks of that type, those that `dynamic` makes not included. */
export function blocksOf(body: HclBody, type: string): readonly HclBlock[] {
  return body.blocks.filter((block) => block.type === type);
}

/** True when `dynamic "type"` makes blocks of that type. */
export function hasDynamic(body: HclBody, type: string): boolean {
  return body.blocks.some((block) => block.type === 'dynamic' && block.labels[0] === type);
}

/** Turns offsets into lines and columns; the lines of a text are looked up once. */
export class HclLines {
  private readonly starts: readonly number[];

  constructor(
    readonly path: string,
    text: string,
  ) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.starts = starts;
  }

  span({ start, end }: HclNode): Span {
    const [startLine, startColumn] = this.position(start);
    const [endLine, endColumn] = this.position(Math.max(start, end - 1));
    return { path: this.path, startLine, startColumn, endLine, endColumn };
  }

  private position(offset: number): [number, number] {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return [low + 1, offset - (this.starts[low] ?? 0) + 1];
  }
}

/**
 * YAML (and JSON, which is YAML) with positions and budgets.
 *
 * The `yaml` package gives exact positions and follows YAML 1.2 as GitHub does (`on` stays a string; since 2025-09
 * workflows may use anchors and aliases, never merge keys). Its composer recurses and its duplicate-key check is
 * quadratic, so both are guarded here: depth is measured on the token stream before anything is composed, and keys
 * are compared with a Set. See docs/adr/0002-yaml-reader.md.
 */

import type { Document, Node as YamlNode } from 'yaml';
import { Composer, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, Parser } from 'yaml';
import { oneLineText, quotedName } from './names.js';
import type { FileBudget, FileProblem, FileRole, Located, Span } from './types.js';
import { DEFAULT_BUDGET } from './types.js';
import { plainYamlError } from './yaml-words.js';

/** Longest reason of a problem. */
const MAX_REASON = 300;

export interface YamlScalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** The scalar as it was written, without quotes. */
  readonly source: string;
  readonly at: Span;
  /** True for `|` and `>`: then the content starts on the line after `at.startLine`. */
  readonly block: boolean;
}

export interface YamlEntry {
  readonly key: string;
  /** The key as it was written: `3.0`, where `key` is the number's text `3`. */
  readonly keySource: string;
  readonly keyAt: Span;
  readonly value: YamlValue;
}

export interface YamlMap {
  readonly kind: 'map';
  readonly at: Span;
  readonly entries: readonly YamlEntry[];
  get(key: string): YamlValue | undefined;
  entry(key: string): YamlEntry | undefined;
}

export interface YamlSeq {
  readonly kind: 'seq';
  readonly at: Span;
  readonly items: readonly YamlValue[];
}

export type YamlValue = YamlScalar | YamlMap | YamlSeq;

export type YamlResult =
  | { readonly ok: true; readonly value: YamlValue | null; readonly lines: readonly string[] }
  | { readonly ok: false; readonly problem: FileProblem };

/**
 * Read one document.
 *
 * @param path where the text stands, for positions; never opened
 * @param role what the file is for, copied into a problem
 * @returns the tree (null for an empty file) and the source lines, or the first problem with its position. Never throws
 *   for any input.
 */
export function readYaml(
  path: string,
  bytes: Uint8Array,
  role: FileRole,
  budget: FileBudget = DEFAULT_BUDGET,
): YamlResult {
  const fail = (kind: FileProblem['kind'], reason: string, line = 1, column = 1): YamlResult => ({
    ok: false,
    problem: { path, role, kind, reason: oneLineText(reason, MAX_REASON), at: pointAt(path, line, column) },
  });
  if (bytes.length > budget.maxBytes) {
    return fail('too-large', `has ${bytes.length} bytes; at most ${budget.maxBytes} are read`);
  }
  const text = decode(bytes);
  if (text === null) return fail('encoding', 'is not UTF-8 text');
  const lineCounter = new LineCounter();
  const place = (offset: number): { line: number; col: number } => {
    const { line, col } = lineCounter.linePos(offset);
    return { line: Math.max(line, 1), col: Math.max(col, 1) };
  };

  let document: Document.Parsed | undefined;
  try {
    const composer = new Composer({
      lineCounter,
      version: '1.2',
      uniqueKeys: false,
      keepSourceTokens: false,
      strict: true,
    });
    for (const next of composer.compose(tokensWithin(text, lineCounter, budget))) {
      if (document !== undefined) {
        const { line, col } = place(next.range[0]);
        return fail('syntax', 'holds more than one YAML document', line, col);
      }
      document = next as Document.Parsed;
      const error = document.errors[0];
      if (error !== undefined) {
        const { line, col } = place(error.pos[0]);
        return fail('syntax', plainYamlError(error.message), line, col);
      }
    }
  } catch (error) {
    if (error instanceof Refused) {
      const { line, col } = place(error.offset);
      return fail(error.kind, error.message, line, col);
    }
    // The composer has no other documented throw; whatever it is, the file is what could not be read.
    return fail('syntax', `cannot be parsed (${error instanceof Error ? error.message : 'unknown reason'})`);
  }

  const lines = splitLines(text);
  if (document === undefined || document.contents === null) return { ok: true, value: null, lines };
  try {
    const reader = new TreeReader(path, place, budget);
    return { ok: true, value: reader.read(document.contents), lines };
  } catch (error) {
    if (error instanceof Refused) {
      const { line, col } = place(error.offset);
      return fail(error.kind, error.message, line, col);
    }
    throw error;
  }
}

/** A zero-width span: where something starts. */
export function pointAt(path: string, line: number, column = 1): Span {
  return { path, startLine: line, startColumn: column, endLine: line, endColumn: column };
}

/** Split on \n, \r\n and \r, as editors count lines. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

/** UTF-8 with or without a byte order mark; null when the bytes are something else. */
export function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** A scalar as text, the way GitHub reads a value where a string is expected; null for collections and null. */
export function scalarText(value: YamlValue | undefined): Located<string> | null {
  if (value === undefined || value.kind !== 'scalar' || value.value === null) return null;
  return { value: typeof value.value === 'string' ? value.value : String(value.value), at: value.at };
}

/** A list of scalars, or one scalar as a list of one. Items that are not scalars are left out. */
export function textList(value: YamlValue | undefined): Located<string>[] {
  if (value === undefined) return [];
  const items = value.kind === 'seq' ? value.items : [value];
  return items.flatMap((item) => scalarText(item) ?? []);
}

class Refused extends Error {
  constructor(
    readonly kind: FileProblem['kind'],
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** The parser's tokens; stops before the composer would recurse too deep or work too long. */
function* tokensWithin(text: string, lineCounter: LineCounter, budget: FileBudget) {
  const lexer = new Lexer();
  const parser = new Parser(lineCounter.addNewLine);
  lineCounter.addNewLine(0);
  let tokens = 0;
  for (const lexeme of lexer.lex(text)) {
    yield* parser.next(lexeme);
    tokens += 1;
    if (parser.stack.length > budget.maxDepth) {
      throw new Refused('too-deep', `nests more than ${budget.maxDepth} levels deep`, parser.offset);
    }
    if (tokens > budget.maxTokens) {
      throw new Refused('too-large', `has more than ${budget.maxTokens} YAML tokens`, parser.offset);
    }
  }
  yield* parser.end();
}

class TreeReader {
  private nodes = 0;
  private aliases = 0;
  private readonly open = new Set<YamlNode>();
  private readonly anchors = new Map<string, YamlNode>();

  constructor(
    private readonly path: string,
    private readonly place: (offset: number) => { line: number; col: number },
    private readonly budget: FileBudget,
  ) {}

  read(node: YamlNode): YamlValue {
    const offset = node.range?.[0] ?? 0;
    this.nodes += 1;
    if (this.nodes > this.budget.maxNodes) {
      throw new Refused('too-many-aliases', `expands to more than ${this.budget.maxNodes} values`, offset);
    }
    if (isAlias(node)) return this.readAlias(node.source, offset);
    if (this.open.has(node)) throw new Refused('too-many-aliases', 'has an alias that contains itself', offset);
    this.open.add(node);
    try {
      if (isScalar(node)) return this.readScalar(node);
      // Anchors are registered in document order, so an alias resolves to the nearest definition before it.
      const anchor = (node as { anchor?: string }).anchor;
      if (isMap(node)) {
        if (anchor !== undefined) this.anchors.set(anchor, node);
        return this.readMap(node.items as MapItems, this.span(node));
      }
      if (isSeq(node)) {
        if (anchor !== undefined) this.anchors.set(anchor, node);
        return { kind: 'seq', at: this.span(node), items: node.items.map((item) => this.read(item as YamlNode)) };
      }
    } finally {
      this.open.delete(node);
    }
    throw new Refused('syntax', 'holds a value of an unknown kind', offset);
  }

  private readAlias(name: string, offset: number): YamlValue {
    this.aliases += 1;
    if (this.aliases > this.budget.maxAliases) {
      throw new Refused('too-many-aliases', `follows more than ${this.budget.maxAliases} aliases`, offset);
    }
    const target = this.anchors.get(name);
    if (target === undefined)
      throw new Refused('syntax', `has an alias to the unknown anchor ${quotedName(name)}`, offset);
    return this.read(target);
  }

  private readScalar(node: YamlNode & { value: unknown; anchor?: string; source?: string; type?: string }): YamlScalar {
    if (node.anchor !== undefined) this.anchors.set(node.anchor, node);
    const value = node.value;
    const plain =
      value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? value
        : String(value);
    return {
      kind: 'scalar',
      value: plain,
      source: node.source ?? String(plain ?? ''),
      at: this.span(node),
      block: node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED',
    };
  }

  private readMap(items: MapItems, at: Span): YamlMap {
    const entries: YamlEntry[] = [];
    const index = new Map<string, YamlEntry>();
    for (const { key, value } of items) {
      const keyNode = key === null ? null : isAlias(key) ? (this.anchors.get(key.source) ?? key) : key;
      if (!isScalar(keyNode)) {
        throw new Refused('syntax', 'has a key that is not a plain value', key?.range?.[0] ?? 0);
      }
      const read = this.readScalar(keyNode as YamlNode & { value: unknown });
      const name = read.value === null ? '' : String(read.value);
      const entry: YamlEntry = {
        key: name,
        keySource: read.source,
        keyAt: read.at,
        value:
          value === null ? { kind: 'scalar', value: null, source: '', at: read.at, block: false } : this.read(value),
      };
      if (index.has(name))
        throw new Refused('syntax', `has the key ${quotedName(name)} twice`, keyNode.range?.[0] ?? 0);
      index.set(name, entry);
      entries.push(entry);
    }
    return { kind: 'map', at, entries, entry: (name) => index.get(name), get: (name) => index.get(name)?.value };
  }

  private span(node: YamlNode): Span {
    const [start, end] = node.range ?? [0, 0];
    const from = this.place(start);
    // A block scalar or collection ends before the next token's line; its last character is what people see.
    const to = this.place(Math.max(start, end - 1));
    return { path: this.path, startLine: from.line, startColumn: from.col, endLine: to.line, endColumn: to.col + 1 };
  }
}

type MapItems = readonly { key: YamlNode | null; value: YamlNode | null }[];

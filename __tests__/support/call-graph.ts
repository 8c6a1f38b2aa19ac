/**
 * Which functions of src/ can run when one of them is called: enough of a call graph to say which requests to AWS an
 * action can make. It errs on the side of too much, never of too little, except for functions that are stored under a
 * computed name, of which src/ has none.
 *
 * - A name reaches what it stands for: of the module, or imported (also by `await import()`).
 * - `x.name(…)` reaches every method `name` of a class that is instantiated, and of an object literal in a function, on
 *   the way. {@link ReachOptions.within} narrows that down where the name says too little.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseSync } from '@swc/core';

type Ast = Readonly<Record<string, unknown>> & { readonly type: string };

/** A call of a method: what it is called on ends with this name, `blocks` in `stores.blocks.recordBlock()`. */
export interface MethodCall {
  readonly receiver: string;
  readonly method: string;
  /** Function that calls, `src/oracle/memory.ts#Memory.check`. */
  readonly from: string;
}

interface Unit {
  readonly id: string;
  readonly file: string;
  /** Names of its text, a subset of which are functions. */
  readonly names: ReadonlySet<string>;
  readonly calls: readonly MethodCall[];
  readonly classes: ReadonlySet<string>;
  readonly imports: readonly string[];
  /** Keys of object literals. */
  readonly keys: ReadonlySet<string>;
  /** Names of methods of object literals, and what they are. */
  readonly literals: readonly { readonly method: string; readonly unit: Unit }[];
}

interface Class {
  readonly name: string;
  readonly file: string;
  readonly methods: ReadonlyMap<string, Unit>;
  /** Constructor and fields. */
  readonly initial: Unit;
  readonly parent: string | null;
}

interface Module {
  readonly units: ReadonlyMap<string, Unit>;
  readonly classes: ReadonlyMap<string, Class>;
  /** Local name → where it comes from. */
  readonly imports: ReadonlyMap<string, { readonly file: string; readonly name: string }>;
  readonly exports: ReadonlyMap<string, { readonly file: string; readonly name: string }>;
}

export interface Reach {
  /** Every function, `src/aws/put-metrics.ts#putMetrics`. */
  readonly functions: ReadonlySet<string>;
  /** Classes of packages that are instantiated, `GetItemCommand`. */
  readonly instantiated: ReadonlySet<string>;
  /** Keys of the object literals in them. */
  readonly keys: ReadonlySet<string>;
  /** Calls of methods that `stop` took over. */
  readonly stopped: readonly MethodCall[];
  /** Calls of methods that were followed. */
  readonly followed: readonly MethodCall[];
}

export interface ReachOptions {
  /** True: the call is noted and not followed. */
  readonly stop?: (call: MethodCall) => boolean;
  /** Whether the method may be in this file, where its name says too little. */
  readonly within?: (call: MethodCall, file: string) => boolean;
  /** Files that are not looked into. */
  readonly opaque?: readonly string[];
}

const modules = new Map<string, Module>();

/** @param roots `src/oracle/record-run.ts#recordRun`, `src/stores/aws/fp-store.ts#DynamoFPStore.recordEvent` */
export function reachOf(
  roots: readonly string[],
  { stop = () => false, within = () => true, opaque = [] }: ReachOptions = {},
): Reach {
  const functions = new Set<string>();
  const instantiated = new Set<string>();
  const keys = new Set<string>();
  const stopped: MethodCall[] = [];
  const followed: MethodCall[] = [];
  const classes = new Map<string, Class>();
  const literals = new Map<string, Unit[]>();
  const called = new Map<string, MethodCall[]>();
  const queue: Unit[] = [];
  const visit = (unit: Unit): void => {
    if (functions.has(unit.id)) return;
    functions.add(unit.id);
    queue.push(unit);
  };
  const callMethod = (call: MethodCall): void => {
    const { method } = call;
    const made = called.get(method) ?? [];
    called.set(method, [...made, call]);
    for (const one of classes.values()) {
      const unit = one.methods.get(method);
      if (unit !== undefined && within(call, one.file)) visit(unit);
    }
    for (const unit of literals.get(method) ?? []) if (within(call, unit.file)) visit(unit);
  };
  const isCalled = (method: string, file: string): boolean =>
    (called.get(method) ?? []).some((call) => within(call, file));
  const make = (one: Class): void => {
    const key = `${one.file}#${one.name}`;
    if (classes.has(key)) return;
    classes.set(key, one);
    visit(one.initial);
    if (one.parent !== null) refer(one.file, one.parent);
    for (const [method, unit] of one.methods) if (isCalled(method, one.file)) visit(unit);
  };
  const refer = (file: string, name: string): void => {
    const found = lookUp(file, name);
    if (found === null || opaque.includes(found.file)) return;
    const { units, classes: made } = moduleOf(found.file);
    const unit = units.get(found.name);
    if (unit !== undefined) visit(unit);
    const one = made.get(found.name);
    if (one !== undefined) make(one);
  };
  for (const root of roots) {
    const { unit, of } = unitOf(root);
    if (of !== null) make(of);
    visit(unit);
  }
  for (let unit = queue.pop(); unit !== undefined; unit = queue.pop()) {
    for (const name of unit.classes) instantiated.add(name);
    for (const key of unit.keys) keys.add(key);
    for (const name of unit.names) refer(unit.file, name);
    for (const file of unit.imports) for (const name of unit.names) refer(file, name);
    for (const { method, unit: literal } of unit.literals) {
      literals.set(method, [...(literals.get(method) ?? []), literal]);
      if (isCalled(method, unit.file)) visit(literal);
    }
    for (const call of unit.calls) {
      if (stop(call)) stopped.push(call);
      else {
        followed.push(call);
        callMethod(call);
      }
    }
  }
  return { functions, instantiated, keys, stopped, followed };
}

/** Names of the methods of a class, private ones left out. */
export function methodsOf(file: string, name: string): readonly string[] {
  const one = moduleOf(file).classes.get(name);
  if (one === undefined) throw new Error(`${file} has no class ${name}`);
  return [...one.methods.keys()].filter((method) => !method.startsWith('#'));
}

/** A function; of a method its class, which is instantiated then. */
function unitOf(root: string): { readonly unit: Unit; readonly of: Class | null } {
  const [file = '', name = ''] = root.split('#');
  const [first = '', method] = name.split('.');
  const { units, classes } = moduleOf(file);
  const unit = method === undefined ? units.get(first) : classes.get(first)?.methods.get(method);
  if (unit === undefined) throw new Error(`There is no ${root}`);
  return { unit, of: method === undefined ? null : (classes.get(first) ?? null) };
}

/** Where a name is defined, through every `import` and `export … from`. */
function lookUp(file: string, name: string): { file: string; name: string } | null {
  let at = { file, name };
  for (let hop = 0; hop < 10; hop += 1) {
    const { units, classes, imports, exports } = moduleOf(at.file);
    if (units.has(at.name) || classes.has(at.name)) return at;
    const next = imports.get(at.name) ?? exports.get(at.name);
    if (next === undefined) return null;
    at = next;
  }
  return null;
}

function moduleOf(file: string): Module {
  const known = modules.get(file);
  if (known !== undefined) return known;
  const { body } = parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript', target: 'es2022' });
  const units = new Map<string, Unit>();
  const classes = new Map<string, Class>();
  const imports = new Map<string, { file: string; name: string }>();
  const exports = new Map<string, { file: string; name: string }>();
  const made: Module = { units, classes, imports, exports };
  modules.set(file, made);
  for (const item of body as unknown as Ast[]) {
    const declaration = (item.type === 'ExportDeclaration' ? item['declaration'] : item) as Ast;
    if (declaration.type === 'FunctionDeclaration') {
      const name = textOf(declaration['identifier']);
      units.set(name, read(declaration, file, `${file}#${name}`));
    } else if (declaration.type === 'ClassDeclaration') {
      const name = textOf(declaration['identifier']);
      classes.set(name, classOf(declaration, file, name));
    } else if (declaration.type === 'VariableDeclaration') {
      for (const { id, init } of declaration['declarations'] as { id: Ast; init: Ast | null }[]) {
        if (init !== null && id.type === 'Identifier') {
          units.set(textOf(id), read(init, file, `${file}#${textOf(id)}`));
        }
      }
    } else if (item.type === 'ImportDeclaration' || item.type === 'ExportNamedDeclaration') {
      const source = sourceOf(file, item['source'] as Ast | null);
      if (source === null) continue;
      for (const specifier of item['specifiers'] as Ast[]) {
        if (specifier.type === 'ImportSpecifier') {
          const local = textOf(specifier['local']);
          imports.set(local, {
            file: source,
            name: specifier['imported'] == null ? local : textOf(specifier['imported']),
          });
        } else if (specifier.type === 'ExportSpecifier') {
          const original = textOf(specifier['orig']);
          const exported = specifier['exported'] == null ? original : textOf(specifier['exported']);
          exports.set(exported, { file: source, name: original });
        }
      }
    }
  }
  return made;
}

function classOf(declaration: Ast, file: string, name: string): Class {
  const methods = new Map<string, Unit>();
  const initial: Ast[] = [];
  for (const member of declaration['body'] as unknown as Ast[]) {
    if (member.type === 'ClassMethod' || member.type === 'PrivateMethod') {
      const key = member['key'] as Ast;
      const method = `${member.type === 'PrivateMethod' ? '#' : ''}${textOf(key)}`;
      methods.set(method, read(member['function'] as Ast, file, `${file}#${name}.${method}`));
    } else initial.push(member);
  }
  const parent = declaration['superClass'] as Ast | null;
  return {
    ...{ name, file, methods, initial: read(initial, file, `${file}#${name}.constructor`) },
    parent: parent?.type === 'Identifier' ? textOf(parent) : null,
  };
}

function read(root: unknown, file: string, id: string): Unit {
  const names = new Set<string>();
  const calls: MethodCall[] = [];
  const classes = new Set<string>();
  const imports: string[] = [];
  const keys = new Set<string>();
  const literals: { method: string; unit: Unit }[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const one of node) walk(one);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    const ast = node as Ast;
    switch (ast.type) {
      case 'TsTypeAnnotation':
      case 'TsTypeParameterInstantiation':
      case 'TsTypeParameterDeclaration':
      case 'TsInterfaceDeclaration':
        return;
      case 'MethodProperty':
        literals.push(literal(textOf(ast['key']), ast));
        return;
      case 'KeyValueProperty': {
        const value = ast['value'] as Ast;
        keys.add(textOf(ast['key']));
        if (value.type === 'ArrowFunctionExpression' || value.type === 'FunctionExpression') {
          literals.push(literal(textOf(ast['key']), value));
          return;
        }
        walk(value);
        return;
      }
      case 'NewExpression':
        if ((ast['callee'] as Ast).type === 'Identifier') classes.add(textOf(ast['callee']));
        break;
      case 'CallExpression': {
        const callee = ast['callee'] as Ast;
        if (callee.type === 'Import') {
          const argument = (ast['arguments'] as { expression: Ast }[])[0]?.expression;
          const source = sourceOf(file, argument ?? null);
          if (source !== null) imports.push(source);
        } else noteCall(callee);
        break;
      }
      case 'MemberExpression':
        walk(ast['object']);
        if ((ast['property'] as Ast).type === 'Computed') walk(ast['property']);
        return;
      case 'OptionalChainingExpression': {
        const base = ast['base'] as Ast;
        if (base.type === 'CallExpression') noteCall(base['callee'] as Ast);
        break;
      }
      case 'Identifier':
        names.add(textOf(ast));
        return;
      default:
        break;
    }
    for (const [key, child] of Object.entries(ast)) if (key !== 'span') walk(child);
  };
  const literal = (method: string, ast: Ast) => {
    const { type: _type, key: _key, ...rest } = ast as Ast & { key?: unknown };
    return { method, unit: read({ ...rest, type: 'Body' }, file, `${id}.{${method}}`) };
  };
  const noteCall = (callee: Ast): void => {
    const member = callee.type === 'OptionalChainingExpression' ? (callee['base'] as Ast) : callee;
    if (member.type !== 'MemberExpression') return;
    const property = member['property'] as Ast;
    if (property.type === 'Computed') return;
    // `(await import('./x.js')).y()`
    if (isImport(member['object'] as Ast)) names.add(textOf(property));
    const method = `${property.type === 'PrivateName' ? '#' : ''}${textOf(property)}`;
    calls.push({ receiver: receiverOf(member['object'] as Ast), method, from: id });
  };
  walk(root);
  return { id, file, names, calls, classes, imports, keys, literals };
}

function isImport(ast: Ast): boolean {
  if (ast.type === 'CallExpression') return (ast['callee'] as Ast).type === 'Import';
  const inner =
    ast.type === 'ParenthesisExpression' ? ast['expression'] : ast.type === 'AwaitExpression' ? ast['argument'] : null;
  return inner !== null && isImport(inner as Ast);
}

/** The last name of what a method is called on; '' where it has none. */
function receiverOf(ast: Ast): string {
  switch (ast.type) {
    case 'Identifier':
      return textOf(ast);
    case 'ThisExpression':
      return 'this';
    case 'MemberExpression':
      return (ast['property'] as Ast).type === 'Computed' ? '' : textOf(ast['property']);
    case 'ParenthesisExpression':
    case 'TsNonNullExpression':
    case 'TsAsExpression':
    case 'AwaitExpression':
      return receiverOf((ast['expression'] ?? ast['argument']) as Ast);
    case 'OptionalChainingExpression':
      return receiverOf(ast['base'] as Ast);
    default:
      return '';
  }
}

function textOf(ast: unknown): string {
  const { value, id } = ast as { value?: unknown; id?: unknown };
  if (typeof value === 'string') return value;
  return id === undefined ? '' : textOf(id);
}

/** A module of ours, or null for a package. */
function sourceOf(file: string, source: Ast | null): string | null {
  const value = source === null ? '' : textOf(source);
  if (!value.startsWith('.')) return null;
  const path = relative('.', join(dirname(file), value)).replace(/\.js$/, '.ts');
  return existsSync(path) ? path : null;
}

/**
 * The Terraform of a tree: blocks by type, and values as far as they can be known from files alone. A folder is a
 * module; locals and variables are looked up in it. Files are parsed when a block type they mention is asked for.
 *
 * https://developer.hashicorp.com/terraform/language/syntax/configuration
 */
import { attributeOf, type HclBlock, type HclExpression, HclLines, type HclNode, parseHcl } from './hcl.js';
import { evaluateHcl, type Scope, type TfValue, UNKNOWN } from './terraform-values.js';
import type { Span, TextFile } from './types.js';

export type { TfValue } from './terraform-values.js';

/** One .tf file, read. */
export interface TerraformFile {
  readonly path: string;
  /** Folder, '' for the top. */
  readonly folder: string;
  readonly text: string;
  readonly lines: HclLines;
  /** False when it is not HCL that can be read. */
  readonly ok: boolean;
  readonly blocks: readonly TerraformBlock[];
}

/** A block with the file it stands in. */
export interface TerraformBlock {
  readonly file: TerraformFile;
  readonly block: HclBlock;
  /** `aws_iam_role.deploy`, `data.aws_iam_policy_document.trust`. */
  readonly address: string;
  readonly at: Span;
}

export interface TerraformOptions {
  /** False when the tree has more Terraform than is read. */
  readonly complete: boolean;
  /** All paths of the tree: tell whether variables are set by files. */
  readonly paths: readonly string[];
  /** Looks for `TF_VAR_name` in the workflows. */
  readonly setsVariable: (name: string) => boolean;
  /** JSON policies by path. */
  readonly policies: ReadonlyMap<string, TextFile>;
  /** Parses once for the same bytes. */
  readonly parse?: (file: TextFile, parse: () => TerraformFile) => TerraformFile;
}

export class Terraform {
  readonly complete: boolean;
  readonly policies: ReadonlyMap<string, TextFile>;
  private readonly parsed = new Map<string, TerraformFile>();
  private readonly byFolder = new Map<string, TextFile[]>();
  private readonly locals = new Map<string, ReadonlyMap<string, readonly [TerraformFile, HclExpression]>>();
  private readonly values = new Map<string, TfValue>();
  private setters: readonly string[] | null = null;

  constructor(
    private readonly files: readonly TextFile[],
    private readonly options: TerraformOptions,
  ) {
    this.complete = options.complete;
    this.policies = options.policies;
    for (const file of files) {
      const folder = folderOf(file.path);
      const siblings = this.byFolder.get(folder);
      if (siblings === undefined) this.byFolder.set(folder, [file]);
      else siblings.push(file);
    }
  }

  /** Paths of files that mention the word and are not HCL. */
  broken(word: string): string[] {
    return this.files.filter((file) => file.text.includes(word) && !this.file(file).ok).map(({ path }) => path);
  }

  /** Folders with a file that mentions the word: only there a fact about it can be written. */
  foldersWith(word: string): ReadonlySet<string> {
    return new Set(this.files.filter(({ text }) => text.includes(word)).map(({ path }) => folderOf(path)));
  }

  /**
   * True when some file has this word otherwise than as the name of a block, a reference to one, or a part of a longer
   * name.
   */
  mentions(word: string): boolean {
    return this.files.some(({ text }) => {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        const before = text[at - 1];
        if (isNamePart(before) || before === '.' || isNamePart(text[at + word.length])) continue;
        const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
        if (!/^\s{0,8}(resource|data|module|variable|output) "/.test(line)) return true;
      }
      return false;
    });
  }

  /** Top-level blocks `kind "type" …` in path order: resources of a type, data sources of a type. */
  blocks(kind: 'resource' | 'data', type: string, within?: ReadonlySet<string>): readonly TerraformBlock[] {
    const files = within === undefined ? this.files : [...within].sort().flatMap((folder) => this.inFolder(folder));
    return this.select(files, `"${type}"`, (block) => block.type === kind && block.labels[0] === type);
  }

  /** Module calls, or `provider "…"`. */
  topLevel(type: 'module' | 'provider'): readonly TerraformBlock[] {
    return this.select(this.files, `${type} "`, (block) => block.type === type);
  }

  /** The block a reference such as `data.aws_iam_policy_document.trust[0].json` means, in the folder it stands in. */
  referenced(folder: string, path: readonly (string | null)[]): TerraformBlock | undefined {
    const [kind, at] = path[0] === 'data' ? (['data', 1] as const) : (['resource', 0] as const);
    const type = path[at];
    const name = path[at + 1];
    if (typeof type !== 'string' || typeof name !== 'string') return undefined;
    return this.select(
      this.inFolder(folder),
      `"${type}"`,
      ({ type: own, labels }) => own === kind && labels[0] === type && labels[1] === name,
    )[0];
  }

  /** The value of an expression of a file. */
  value({ file }: Pick<TerraformBlock, 'file'>, expression: HclExpression | undefined): TfValue | undefined {
    return expression === undefined ? undefined : evaluateHcl(expression, this.scope(file));
  }

  /** The value of an attribute of a block's own body. */
  attribute(owner: TerraformBlock, name: string): TfValue | undefined {
    return this.value(owner, attributeOf(owner.block.body, name));
  }

  spanOf({ file }: Pick<TerraformBlock, 'file'>, node: HclNode): Span {
    return file.lines.span(node);
  }

  /** True when another place may give this folder's variable a value than its default. */
  private isSet(folder: string, name: string): boolean {
    if (this.options.setsVariable(name)) return true;
    const prefix = folder === '' ? '' : `${folder}/`;
    this.setters ??= this.options.paths.filter((path) =>
      /(\.tfvars|\.tfvars\.json|(^|\/)(terragrunt|root)\.hcl)$/.test(path),
    );
    // Terragrunt passes inputs from anywhere in the tree.
    const given = this.setters.some((path) => path.endsWith('.hcl') || path.startsWith(prefix));
    if (given) return true;
    const last = `/${folder}`.slice(`/${folder}`.lastIndexOf('/') + 1);
    const callers = this.files.filter(({ text }) => text.includes(last));
    return this.select(callers, 'module "', ({ type }) => type === 'module').some(
      (call) => callsFolder(call, folder) && passes(call, name),
    );
  }

  private scope(file: TerraformFile): Scope {
    return {
      span: (node) => file.lines.span(node),
      lookup: (path) => this.lookup(file.folder, path),
    };
  }

  /** Each is evaluated once, so locals that use each other many times over cost no more; one in a circle is unknown. */
  private lookup(folder: string, [root, name]: readonly (string | null)[]): TfValue | undefined {
    if (root !== 'local' && root !== 'var') return undefined;
    if (typeof name !== 'string') return UNKNOWN;
    const key = `${folder}\n${root}.${name}`;
    let value = this.values.get(key);
    if (value === undefined) {
      this.values.set(key, UNKNOWN);
      value = root === 'local' ? this.local(folder, name) : this.variable(folder, name);
      this.values.set(key, value);
    }
    return value;
  }

  private local(folder: string, name: string): TfValue {
    const local = this.localsOf(folder).get(name);
    return local === undefined ? UNKNOWN : evaluateHcl(local[1], this.scope(local[0]));
  }

  private variable(folder: string, name: string): TfValue {
    const [variable] = this.select(
      this.inFolder(folder),
      'variable',
      (block) => block.type === 'variable' && block.labels[0] === name,
    );
    const value = variable === undefined ? undefined : attributeOf(variable.block.body, 'default');
    if (variable === undefined || value === undefined || this.isSet(folder, name)) return UNKNOWN;
    return evaluateHcl(value, this.scope(variable.file));
  }

  private localsOf(folder: string): ReadonlyMap<string, readonly [TerraformFile, HclExpression]> {
    let locals = this.locals.get(folder);
    if (locals === undefined) {
      const blocks = this.select(this.inFolder(folder), 'locals', (block) => block.type === 'locals');
      locals = new Map(
        blocks.flatMap(({ file, block }) =>
          block.body.attributes.map(({ name, value }) => [name, [file, value] as const] as const),
        ),
      );
      this.locals.set(folder, locals);
    }
    return locals;
  }

  private inFolder(folder: string): readonly TextFile[] {
    return this.byFolder.get(folder) ?? [];
  }

  /** Blocks of the files that mention a word: others are not even parsed. */
  private select(
    files: readonly TextFile[],
    word: string,
    wanted: (block: HclBlock) => boolean,
  ): readonly TerraformBlock[] {
    return files
      .filter(({ text }) => text.includes(word))
      .flatMap((file) => this.file(file).blocks.filter(({ block }) => wanted(block)));
  }

  private file(source: TextFile): TerraformFile {
    let file = this.parsed.get(source.path);
    if (file === undefined) {
      const parse = (): TerraformFile => parseFile(source);
      file = this.options.parse?.(source, parse) ?? parse();
      this.parsed.set(source.path, file);
    }
    return file;
  }
}

function parseFile({ path, text }: TextFile): TerraformFile {
  const result = parseHcl(text);
  const lines = new HclLines(path, text);
  const blocks: TerraformBlock[] = [];
  const file: TerraformFile = { path, folder: folderOf(path), text, lines, ok: result.ok, blocks };
  for (const block of result.ok ? result.value.blocks : []) {
    const address = [...(block.type === 'resource' ? [] : [block.type]), ...block.labels].join('.');
    blocks.push({ file, block, address, at: lines.span({ start: block.start, end: block.start + 1 }) });
  }
  return file;
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** `source` of a module call where it is a plain text; null otherwise. */
export function sourceOf({ block }: TerraformBlock): string | null {
  const source = attributeOf(block.body, 'source');
  if (source?.kind !== 'template' || source.parts.length !== 1) return null;
  const [part] = source.parts;
  return part?.kind === 'text' ? part.text : null;
}

/** True when the module call means a folder of this tree. */
export function isLocalModule(call: TerraformBlock): boolean {
  return /^\.\.?(\/|$)/.test(sourceOf(call) ?? '');
}

function callsFolder(call: TerraformBlock, folder: string): boolean {
  return isLocalModule(call) && joinPath(call.file.folder, sourceOf(call) ?? '') === folder;
}

function passes({ block }: TerraformBlock, name: string): boolean {
  return attributeOf(block.body, name) !== undefined;
}

/** `a/b` and `../c` make `a/c`; null when it leaves the tree. */
export function joinPath(folder: string, relative: string): string | null {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}

function isNamePart(character: string | undefined): boolean {
  return character !== undefined && /[\w-]/.test(character);
}

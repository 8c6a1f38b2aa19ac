/** What the files of one folder say about the version of a tool. */
import type { Span, TextFile } from '../../repository/types.js';
import { pointAt } from '../../repository/yaml.js';
import { tomlText } from './toml.js';
import { atLeast, npmRange, pythonSpecifiers, type VersionSet, versionPrefix } from './version-sets.js';

export interface Statement {
  /** `Node.js`, `Python`, `Go`, `Rust`, `pnpm`. */
  readonly tool: string;
  /** What the package needs, or what somebody chose. */
  readonly kind: 'requirement' | 'choice';
  readonly versions: VersionSet;
  /** As it was written. */
  readonly text: string;
  /** `engines.node`, `.nvmrc`. */
  readonly source: string;
  readonly at: Span;
}

const NODE = 'Node.js';
const PYTHON = 'Python';
const GO = 'Go';
const RUST = 'Rust';
const TOOL_NAMES: Readonly<Record<string, string>> = { nodejs: NODE, node: NODE, python: PYTHON, golang: GO, go: GO };
const PACKAGE_MANAGERS = ['npm', 'pnpm', 'yarn'];

/** All statements of one file; none for a file of another name. */
export function statementsIn(file: TextFile): Statement[] {
  switch (file.path.slice(file.path.lastIndexOf('/') + 1)) {
    case '.nvmrc':
    case '.node-version':
      return versionFile(file, NODE);
    case '.python-version':
      return versionFile(file, PYTHON);
    case '.go-version':
      return versionFile(file, GO);
    case '.tool-versions':
      return toolVersions(file);
    case 'package.json':
      return packageJson(file);
    case 'pyproject.toml':
      return [
        ...fromToml(file, PYTHON, 'project.requires-python', pythonSpecifiers),
        ...fromToml(file, PYTHON, 'tool.poetry.dependencies.python', pythonSpecifiers),
      ];
    case 'go.mod':
      return goMod(file);
    case 'Cargo.toml':
      return [
        ...fromToml(file, RUST, 'package.rust-version', atLeast),
        ...fromToml(file, RUST, 'workspace.package.rust-version', atLeast),
      ];
    case 'rust-toolchain.toml':
      return fromToml(file, RUST, 'toolchain.channel', versionPrefix, 'choice');
    case 'Dockerfile':
      return dockerfile(file);
    default:
      return [];
  }
}

/** One version on each line; several are alternatives. */
function versionFile({ path, lines }: TextFile, tool: string): Statement[] {
  const texts = lines.map((line) => line.replace(/#.*$/, '').trim());
  const given = texts.filter((text) => text !== '');
  const versions = union(given.map(versionPrefix));
  if (versions === null) return [];
  const at = pointAt(path, texts.findIndex((text) => text !== '') + 1);
  return [{ tool, kind: 'choice', versions, text: given.join(', '), source: nameOf(path), at }];
}

/** https://asdf-vm.com/manage/configuration.html#tool-versions */
function toolVersions({ path, lines }: TextFile): Statement[] {
  return lines.flatMap((line, index): Statement[] => {
    const [name = '', ...texts] = line.replace(/#.*$/, '').trim().split(/\s+/);
    const tool = Object.hasOwn(TOOL_NAMES, name) ? TOOL_NAMES[name] : undefined;
    const versions = union(texts.map(versionPrefix));
    if (tool === undefined || versions === null) return [];
    const at = pointAt(path, index + 1);
    return [{ tool, kind: 'choice', versions, text: texts.join(', '), source: '.tool-versions', at }];
  });
}

function packageJson(file: TextFile): Statement[] {
  if (!/"(?:engines|volta|packageManager)"/.test(file.text)) return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(file.text);
  } catch {
    return [];
  }
  const found: Statement[] = [];
  const add = (
    tool: string,
    kind: Statement['kind'],
    value: unknown,
    keys: readonly string[],
    read: (text: string) => VersionSet | null,
  ): void => {
    const versions = typeof value === 'string' ? read(value) : null;
    if (typeof value !== 'string' || versions === null) return;
    found.push({ tool, kind, versions, text: value, source: keys.join('.'), at: keyLine(file, keys) });
  };
  const [engines, volta] = [memberOf(parsed, 'engines'), memberOf(parsed, 'volta')];
  add(NODE, 'requirement', memberOf(engines, 'node'), ['engines', 'node'], npmRange);
  add(NODE, 'choice', memberOf(volta, 'node'), ['volta', 'node'], versionPrefix);
  const manager = memberOf(parsed, 'packageManager');
  for (const name of PACKAGE_MANAGERS) {
    add(name, 'requirement', memberOf(engines, name), ['engines', name], npmRange);
    add(name, 'choice', memberOf(volta, name), ['volta', name], versionPrefix);
    add(name, 'choice', manager, ['packageManager'], (text) => {
      const [tool, version = ''] = text.split('+', 1)[0]?.split('@') ?? [];
      return tool === name && version !== '' ? versionPrefix(version) : null;
    });
  }
  return found;
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/** The line of a key, after the line of the one it stands under. */
function keyLine({ path, lines }: TextFile, keys: readonly string[]): Span {
  let line = 0;
  for (const key of keys) {
    const found = lines.findIndex((text, index) => index >= line && text.includes(`"${key}"`));
    if (found !== -1) line = found;
  }
  return pointAt(path, line + 1);
}

function fromToml(
  file: TextFile,
  tool: string,
  key: string,
  read: (text: string) => VersionSet | null,
  kind: Statement['kind'] = 'requirement',
): Statement[] {
  const found = tomlText(file, key);
  const versions = found === null ? null : read(found.value);
  if (found === null || versions === null) return [];
  return [{ tool, kind, versions, text: found.value, source: key, at: found.at }];
}

/** https://go.dev/ref/mod#go-mod-file-go */
function goMod({ path, lines }: TextFile): Statement[] {
  const index = lines.findIndex((line) => /^go\s+\d/.test(line));
  const text = /^go\s+(\S+)/.exec(lines[index] ?? '')?.[1] ?? '';
  const versions = atLeast(text);
  if (index === -1 || versions === null) return [];
  return [
    { tool: GO, kind: 'requirement', versions, text: `${text} or later`, source: 'go', at: pointAt(path, index + 1) },
  ];
}

/** Docker's official images of the tools. */
const IMAGES: Readonly<Record<string, string>> = { node: NODE, python: PYTHON, golang: GO, rust: RUST };

/** The images of all stages, one statement for each tool: it is fine when any of them fits. */
function dockerfile({ path, lines }: TextFile): Statement[] {
  const byTool = new Map<string, { texts: string[]; sets: (VersionSet | null)[]; line: number }>();
  for (const [index, line] of lines.entries()) {
    const match =
      /^FROM\s+(?:--\S+\s+)*(?:(?:docker\.io|public\.ecr\.aws\/docker)\/)?(?:library\/)?([a-z]+)(?::(\S+))?/i.exec(
        line,
      );
    const tool = match === null || !Object.hasOwn(IMAGES, match[1] ?? '') ? undefined : IMAGES[match[1] ?? ''];
    if (tool === undefined) continue;
    const tag = (match?.[2] ?? 'latest').split('@', 1)[0] ?? '';
    const entry = byTool.get(tool) ?? { texts: [], sets: [], line: index + 1 };
    entry.texts.push(`${match?.[1]}:${tag}`);
    entry.sets.push(/^\d/.test(tag) ? versionPrefix(tag.split('-', 1)[0] ?? '') : null);
    byTool.set(tool, entry);
  }
  return [...byTool].flatMap(([tool, { texts, sets, line }]): Statement[] => {
    const versions = union(sets);
    if (versions === null) return [];
    return [{ tool, kind: 'choice', versions, text: texts.join(', '), source: 'FROM', at: pointAt(path, line) }];
  });
}

/** null when nothing is given or one of them is not understood: it might be the one that fits. */
export function union(sets: readonly (VersionSet | null)[]): VersionSet | null {
  const found: VersionSet[] = [];
  for (const set of sets) {
    if (set === null || set.length === 0) return null;
    found.push(set);
  }
  return found.length === 0 ? null : found.flat();
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/**
 * What only the contents of two versions of a file tell: that nothing but comments changed, and that a file which went
 * and one which came are the same, edited. Where a content is not at hand both are told without it.
 */
import { isWorkflowPath } from '../repository/workflow-paths.js';
import { decode, readYaml, type YamlValue } from '../repository/yaml.js';
import type { FileMove } from './files.js';
import { runs } from './files.js';

export interface ContentHints {
  /** Workflows and actions in which only comments and layout changed. */
  readonly comments: ReadonlySet<string>;
  /** Path of now → path of then, of files that were moved and edited at once. */
  readonly renamed: ReadonlyMap<string, string>;
}

export const NO_HINTS: ContentHints = { comments: new Set(), renamed: new Map() };

/** Content by git's object id; null where it is not at hand. */
export type ContentOf = (oid: string) => Promise<Uint8Array | null>;

/** Bounds: a larger change is looked at by a person anyway. */
const MAX_EDITED = 100;
const MAX_PAIRED = 50;
const LINK = '120000';

/** @param moves without hints */
export async function contentHints(moves: readonly FileMove[], contentOf: ContentOf): Promise<ContentHints> {
  const of = async (file: FileMove['before']): Promise<Uint8Array | null> =>
    file === null || file.mode === LINK ? null : await contentOf(file.digest);
  const edited = moves.filter(({ kind, path }) => kind === 'modified' && runs(path)).slice(0, MAX_EDITED);
  const comments = new Set<string>();
  for (const { path, before, after } of edited) {
    const [old, now] = [await of(before), await of(after)];
    if (before?.mode === after?.mode && old !== null && now !== null && onlyComments(path, old, now))
      comments.add(path);
  }
  const side = async (kind: FileMove['kind'], which: 'before' | 'after'): Promise<readonly Lines[]> => {
    const found: Lines[] = [];
    const some = moves.filter((move) => move.kind === kind);
    if (some.length > MAX_PAIRED) return [];
    for (const move of some) {
      const bytes = await of(move[which]);
      const text = bytes === null ? null : decode(bytes);
      if (text !== null) found.push({ path: move.path, lines: linesOf(text) });
    }
    return found;
  };
  if (!['removed', 'added'].every((kind) => moves.some((move) => move.kind === kind))) {
    return { comments, renamed: NO_HINTS.renamed };
  }
  return { comments, renamed: pairs(await side('removed', 'before'), await side('added', 'after')) };
}

// ---------------------------------------------------------------- comments

/** Both say the same, value by value and as it is written. A `#` in a script is no comment of YAML. */
export function onlyComments(path: string, before: Uint8Array, after: Uint8Array): boolean {
  const [old, now] = [before, after].map((bytes) => readYaml(path, bytes, 'workflow'));
  return old?.ok === true && now?.ok === true && same(old.value, now.value);
}

function same(a: YamlValue | null, b: YamlValue | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.kind === 'scalar') {
    return b.kind === 'scalar' && Object.is(a.value, b.value) && a.source === b.source && a.block === b.block;
  }
  if (a.kind === 'seq') {
    return (
      b.kind === 'seq' &&
      a.items.length === b.items.length &&
      a.items.every((item, at) => same(item, b.items[at] ?? null))
    );
  }
  return (
    b.kind === 'map' &&
    a.entries.length === b.entries.length &&
    a.entries.every(({ key, keySource, value }, at) => {
      const other = b.entries[at];
      return other !== undefined && key === other.key && keySource === other.keySource && same(value, other.value);
    })
  );
}

// ---------------------------------------------------------------- renamed and edited

interface Lines {
  readonly path: string;
  /** How often each line is there, without its indentation. */
  readonly lines: ReadonlyMap<string, number>;
}

/** Files that run have much in common: most of it has to be there. */
const ALIKE = 0.6;
/** So few lines say nothing. */
const MIN_LINES = 3;

function linesOf(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const line of text.split(/\r\n|\n|\r/)) {
    const bare = line.trim();
    if (bare !== '') lines.set(bare, (lines.get(bare) ?? 0) + 1);
  }
  return lines;
}

/** The most alike first; each file once. Workflows become workflows: what else runs is another file. */
function pairs(gone: readonly Lines[], come: readonly Lines[]): ReadonlyMap<string, string> {
  const candidates = come
    .flatMap((now) => gone.map((old) => ({ path: now.path, from: old.path, share: shareOf(old.lines, now.lines) })))
    .filter(({ path, from, share }) => share >= ALIKE && isWorkflowPath(path) === isWorkflowPath(from))
    .sort((a, b) => b.share - a.share || order(a.path, b.path) || order(a.from, b.from));
  const renamed = new Map<string, string>();
  const taken = new Set<string>();
  for (const { path, from } of candidates) {
    if (renamed.has(path) || taken.has(from)) continue;
    renamed.set(path, from);
    taken.add(from);
  }
  return renamed;
}

/** Lines in both ÷ lines of the longer one. */
function shareOf(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const size = (lines: ReadonlyMap<string, number>): number => [...lines.values()].reduce((sum, one) => sum + one, 0);
  const longer = Math.max(size(a), size(b));
  if (Math.min(size(a), size(b)) < MIN_LINES) return 0;
  return [...a].reduce((sum, [line, count]) => sum + Math.min(count, b.get(line) ?? 0), 0) / longer;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

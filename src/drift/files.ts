/** Which governed files changed, and how much of the whole that is. */
import { isProtectionFile } from '../repository/protection/paths.js';
import { isWorkflowPath } from '../repository/workflow-paths.js';
import type { Severity } from '../rules/types.js';
import { code, codePath } from './changes/words.js';
import { isTerraformPath } from './scope.js';
import type { BaselineFile, FileChangeKind, Magnitude } from './types.js';

/** One file that changed, before facts say what that means. */
export interface FileMove {
  readonly kind: FileChangeKind;
  readonly path: string;
  readonly from?: string;
  readonly before: BaselineFile | null;
  readonly after: BaselineFile | null;
}

/**
 * Files by path, of the accepted state and of now. A file that went and one that came with its content are one.
 *
 * @param edited path of now → path of then, of files that were moved and edited at once
 */
export function movesOf(
  before: readonly BaselineFile[],
  after: readonly BaselineFile[],
  edited: ReadonlyMap<string, string> = new Map(),
): FileMove[] {
  const old = new Map(before.map((file) => [file.path, file]));
  const now = new Map(after.map((file) => [file.path, file]));
  const moves: FileMove[] = [];
  const gone = new Map<string, BaselineFile[]>();
  for (const file of sorted(before)) {
    const same = now.get(file.path);
    if (same === undefined) {
      const list = gone.get(file.digest);
      if (list === undefined) gone.set(file.digest, [file]);
      else list.push(file);
    } else if (same.digest !== file.digest) {
      moves.push({ kind: 'modified', path: file.path, before: file, after: same });
    } else if (same.mode !== file.mode) {
      moves.push({ kind: 'mode-changed', path: file.path, before: file, after: same });
    }
  }
  for (const file of sorted(after)) {
    if (old.has(file.path)) continue;
    const source = takeSource(gone.get(file.digest), file);
    if (source === undefined) moves.push({ kind: 'added', path: file.path, before: null, after: file });
    else moves.push({ kind: 'renamed', path: file.path, from: source.path, before: source, after: file });
  }
  const left = new Map([...gone.values()].flat().map((file) => [file.path, file]));
  const paired = moves.map((move): FileMove => {
    const from = move.kind === 'added' ? left.get(edited.get(move.path) ?? '') : undefined;
    if (from === undefined) return move;
    left.delete(from.path);
    return { kind: 'renamed', path: move.path, from: from.path, before: from, after: move.after };
  });
  for (const file of left.values()) paired.push({ kind: 'removed', path: file.path, before: file, after: null });
  return paired.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Of files with the same content, the one with the same name goes first. */
function takeSource(sources: BaselineFile[] | undefined, { path }: BaselineFile): BaselineFile | undefined {
  if (sources === undefined || sources.length === 0) return undefined;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const index = sources.findIndex((source) => source.path.slice(source.path.lastIndexOf('/') + 1) === name);
  return sources.splice(Math.max(index, 0), 1)[0];
}

function sorted(files: readonly BaselineFile[]): BaselineFile[] {
  return [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Paths that changed, of all that there were and are. A renamed file changed two paths. */
export function magnitudeOf(
  before: readonly BaselineFile[],
  after: readonly BaselineFile[],
  moves: readonly FileMove[],
): Magnitude {
  const total = new Set([...before, ...after].map(({ path }) => path)).size;
  const changed = moves.reduce((sum, { kind }) => sum + (kind === 'renamed' ? 2 : 1), 0);
  return { changed, total, value: total === 0 ? 0 : changed / total };
}

const LINK = '120000';
const SUBMODULE = '160000';
const MODES: Readonly<Record<string, string>> = {
  '100644': 'a plain file',
  '100755': 'executable',
  [LINK]: 'a symbolic link',
  [SUBMODULE]: 'a submodule',
};

/**
 * What the file itself tells, without its facts.
 *
 * @param explained facts say what changed in it
 * @param commented nothing but comments and layout changed in it
 */
export function moveWords(
  { kind, path, from, before, after }: FileMove,
  explained: boolean,
  commented: boolean,
): {
  readonly sentence: string;
  readonly severity: Severity;
} {
  const modes = before !== null && after !== null && before.mode !== after.mode ? modeWords(before, after) : null;
  const special = [before, after].some((file) => file?.mode === LINK || file?.mode === SUBMODULE);
  const also = modes === null ? '' : `, and is ${modes}`;
  switch (kind) {
    case 'added': {
      const what = after?.mode === LINK || after?.mode === SUBMODULE ? `, ${MODES[after.mode]}` : '';
      return { sentence: `is new${what}`, severity: special ? 'medium' : 'low' };
    }
    case 'removed':
      return { sentence: 'is gone', severity: isDecisive(path) ? 'medium' : 'low' };
    case 'renamed': {
      // Names of workflows stand in required workflows, in trust policies and in other workflows.
      const named = isWorkflowPath(path) || isWorkflowPath(from ?? '');
      const edited = before?.digest !== after?.digest;
      const open = edited && (runs(path) || (isDecisive(path) && !explained));
      const severity = edited && modes !== null && special ? 'high' : named || open ? 'medium' : 'low';
      return { sentence: `was renamed from ${codePath(from ?? '')}${also}${edited ? ' and changed' : ''}`, severity };
    }
    case 'mode-changed':
      return { sentence: `is ${modes ?? 'as before'}`, severity: special ? 'high' : 'low' };
    case 'modified': {
      // Facts tell a part of what runs: a harmless one must not hide the rest.
      if (commented) return { sentence: 'changed in comments and layout alone', severity: 'low' };
      const open = runs(path) || (isDecisive(path) && !explained);
      const severity = modes !== null && special ? 'high' : open ? 'medium' : 'low';
      return { sentence: `changed${also}`, severity };
    }
  }
}

function modeWords(before: BaselineFile, after: BaselineFile): string {
  return `${MODES[after.mode] ?? code(after.mode)} now (before: ${MODES[before.mode] ?? code(before.mode)})`;
}

/** A workflow or an action. */
export function runs(path: string): boolean {
  return isWorkflowPath(path) || /(?:^|\/)action\.ya?ml$/.test(path);
}

/** Files that run, or that decide what may be merged: a change in them counts though no fact shows it. */
function isDecisive(path: string): boolean {
  return (
    isWorkflowPath(path) ||
    isProtectionFile(path) ||
    isTerraformPath(path) ||
    path.startsWith('.github/actions/') ||
    /(?:^|\/)(?:action\.ya?ml|CODEOWNERS|\.?phase-mirror\.ya?ml)$/.test(path)
  );
}

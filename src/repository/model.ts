/**
 * One tree, read once: workflows, the local actions they use, protection files, CODEOWNERS, paths. A file that cannot
 * be read becomes a problem with a position and the rest is still there.
 */
import { checkProducers } from './check-names.js';
import { findCodeowners, MAX_CODEOWNERS_BYTES, parseCodeowners } from './codeowners.js';
import { extraFiles, MAX_EXTRA_BYTES } from './extra-files.js';
import { isProtectionFile, readProtectionFile } from './protection/index.js';
import { readTerraform } from './terraform-files.js';
import {
  type Codeowners,
  DEFAULT_BUDGET,
  type FileBudget,
  type FileProblem,
  type FileRole,
  type LocalAction,
  type Protection,
  type ReadFailure,
  type ReadResult,
  type RepositoryModel,
  type Snapshot,
  type Step,
  type TextFile,
  type Workflow,
} from './types.js';
import { isWorkflowPath, readAction, readWorkflow } from './workflows.js';
import { decode, pointAt, splitLines } from './yaml.js';

/** Composite actions that use composite actions are followed this deep; GitHub allows ten. */
const MAX_ACTION_DEPTH = 10;
/** Characters of a source line that are shown. */
export const MAX_EXCERPT = 200;

/**
 * Parsed files by the identity of their bytes. A base snapshot hands out the subject's own bytes for files that the
 * change left alone, so both models share one parse of them.
 */
export class ParseCache {
  private readonly entries = new WeakMap<Uint8Array, Map<string, unknown>>();

  get<T>(bytes: Uint8Array, key: string, parse: () => T): T {
    let byKey = this.entries.get(bytes);
    if (byKey === undefined) {
      byKey = new Map();
      this.entries.set(bytes, byKey);
    }
    if (!byKey.has(key)) byKey.set(key, parse());
    return byKey.get(key) as T;
  }
}

export interface ModelOptions {
  readonly budget?: FileBudget;
  readonly cache?: ParseCache;
  /** Further files that rules were told to look at, by path. */
  readonly alsoRead?: readonly string[];
  /** `owner/name`: tells which of the repositories that Terraform governs is this one. */
  readonly repository?: string;
}

/** The model, and files that were left aside because they govern other repositories. */
export interface BuiltModel {
  readonly model: RepositoryModel;
  /** Protection files of this tree, and why one is silent (null: used). */
  readonly protectionFiles: readonly { readonly path: string; readonly silent: string | null }[];
}

/** True for paths whose content the model reads; `compareTrees` asks for changed lines of these only. */
export function isGoverned(path: string): boolean {
  return (
    isWorkflowPath(path) ||
    isProtectionFile(path) ||
    /(^|\/)(CODEOWNERS|action\.ya?ml|\.?phase-mirror\.ya?ml)$/.test(path) ||
    path.endsWith('.tf')
  );
}

/** Read a snapshot into a model. Rejects only when the snapshot itself cannot list its paths. */
export async function buildModel(snapshot: Snapshot, options: ModelOptions = {}): Promise<BuiltModel> {
  const budget = options.budget ?? DEFAULT_BUDGET;
  const cache = options.cache ?? new ParseCache();
  const paths = (await snapshot.list()).filter(({ kind }) => kind !== 'submodule').map(({ path }) => path);
  const known = new Set(paths);
  const problems: FileProblem[] = [];
  const linesOf = new Map<string, readonly string[]>();

  const codeownersPath = findCodeowners(paths);
  const workflowPaths = paths.filter(isWorkflowPath);
  const protectionPaths = paths.filter(isProtectionFile);
  const first = [...workflowPaths, ...protectionPaths];
  const [contents, codeownersRead] = await Promise.all([
    snapshot.readMany(first, budget.maxBytes),
    codeownersPath === null ? null : snapshot.read(codeownersPath, MAX_CODEOWNERS_BYTES),
  ]);
  const content = new Map(first.map((path, index) => [path, contents[index] as ReadResult]));
  const bytesOf = (path: string, role: FileRole, result: ReadResult | undefined): Uint8Array | null => {
    if (result?.ok) return result.bytes;
    if (result !== undefined) problems.push(problemOf(path, role, result.failure));
    return null;
  };

  const workflows: Workflow[] = [];
  for (const path of workflowPaths) {
    const bytes = bytesOf(path, 'workflow', content.get(path));
    if (bytes === null) continue;
    const result = cache.get(bytes, path, () => readWorkflow(path, bytes, budget));
    if (result.kind === 'problem') problems.push(result.problem);
    linesOf.set(path, result.kind === 'workflow' ? result.workflow.lines : linesIn(bytes));
    if (result.kind === 'workflow') workflows.push(result.workflow);
  }

  const protections: Protection[] = [];
  const protectionFiles: { path: string; silent: string | null }[] = [];
  for (const path of protectionPaths) {
    const bytes = bytesOf(path, 'protection', content.get(path));
    if (bytes === null) continue;
    // Whether the file governs this repository depends on its neighbours, so it is not cached by its bytes alone.
    const result = readProtectionFile(path, bytes, { paths: known }, budget);
    problems.push(...result.problems);
    protections.push(...result.protections);
    protectionFiles.push({ path, silent: result.silent });
    linesOf.set(path, linesIn(bytes));
  }

  let codeowners: Codeowners | null = null;
  if (codeownersPath !== null) {
    const bytes = bytesOf(codeownersPath, 'codeowners', codeownersRead ?? undefined);
    if (bytes !== null) {
      const parsed = cache.get(bytes, codeownersPath, () => parseCodeowners(codeownersPath, decode(bytes) ?? ''));
      codeowners = parsed;
      linesOf.set(codeownersPath, parsed.lines);
    }
  }

  const terraform = await readTerraform(snapshot, paths, workflows, (file, parse) =>
    cache.get(file.bytes, file.path, parse),
  );
  if (terraform !== null) {
    const { readTerraformProtection } = await import('./protection/terraform.js');
    const declared = readTerraformProtection(terraform.terraform, options.repository ?? '');
    protections.push(...declared.protections);
    protectionFiles.push(...declared.files);
  }

  const files = await readExtraFiles(snapshot, [
    ...extraFiles(paths),
    ...(options.alsoRead ?? []).filter((path) => known.has(path)),
  ]);
  for (const file of files.values()) linesOf.set(file.path, file.lines);
  const actions = await readLocalActions(snapshot, workflows, known, budget, cache, problems);
  for (const action of actions) linesOf.set(action.path, action.lines);

  const producers = checkProducers(workflows, ({ path }, reason) => {
    problems.push({ path, role: 'workflow', kind: 'too-large', reason, at: pointAt(path, 1) });
  });
  problems.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.at.startLine - b.at.startLine));
  const model: RepositoryModel = {
    snapshotId: snapshot.id,
    paths,
    workflows,
    actions,
    producers,
    protections,
    codeowners,
    files,
    texts: linesOf,
    terraform: terraform?.terraform ?? null,
    problems,
    excerpt: ({ path, startLine }) =>
      ((linesOf.get(path) ?? terraform?.files.get(path)?.lines)?.[startLine - 1] ?? '').trim().slice(0, MAX_EXCERPT),
  };
  return { model, protectionFiles };
}

async function readExtraFiles(snapshot: Snapshot, wanted: readonly string[]): Promise<Map<string, TextFile>> {
  const results = wanted.length === 0 ? [] : await snapshot.readMany(wanted, MAX_EXTRA_BYTES);
  const files = new Map<string, TextFile>();
  wanted.forEach((path, index) => {
    const result = results[index];
    const text = result?.ok ? decode(result.bytes) : null;
    if (result?.ok && text !== null) files.set(path, { path, bytes: result.bytes, text, lines: splitLines(text) });
  });
  return files;
}

/**
 * The local actions that workflows use, and those that these use. An action.yml that nothing uses (test data, an
 * example) is not read: it runs nowhere.
 */
async function readLocalActions(
  snapshot: Snapshot,
  workflows: readonly Workflow[],
  known: ReadonlySet<string>,
  budget: FileBudget,
  cache: ParseCache,
  problems: FileProblem[],
): Promise<LocalAction[]> {
  const found = new Map<string, LocalAction>();
  const seen = new Set<string>();
  let steps: readonly Step[] = workflows.flatMap((workflow) => workflow.jobs.flatMap((job) => job.steps));
  for (let depth = 0; depth < MAX_ACTION_DEPTH && steps.length > 0; depth += 1) {
    const paths = [...new Set(steps.flatMap((step) => localActionPath(step, known) ?? []))].filter(
      (path) => !seen.has(path),
    );
    for (const path of paths) seen.add(path);
    const results = await snapshot.readMany(paths, budget.maxBytes);
    const next: Step[] = [];
    paths.forEach((path, index) => {
      const read = results[index] as ReadResult;
      if (!read.ok) {
        problems.push(problemOf(path, 'action', read.failure));
        return;
      }
      const result = cache.get(read.bytes, path, () => readAction(path, read.bytes, budget));
      if (result.kind === 'problem') problems.push(result.problem);
      if (result.kind === 'action') {
        found.set(path, result.action);
        next.push(...result.action.steps);
      }
    });
    steps = next;
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The action.yml that `uses: ./folder` means, if this tree has it; null for everything else. */
export function localActionPath(step: Step, known: ReadonlySet<string>): string | null {
  const uses = step.uses?.value;
  if (uses === undefined || !uses.startsWith('./')) return null;
  const parts: string[] = [];
  for (const part of uses.slice(2).split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  const folder = parts.map((part) => `${part}/`).join('');
  return [`${folder}action.yml`, `${folder}action.yaml`].find((path) => known.has(path)) ?? null;
}

function problemOf(path: string, role: FileRole, failure: ReadFailure): FileProblem {
  const at = pointAt(path, 1);
  switch (failure.reason) {
    case 'too-large':
      return {
        path,
        role,
        at,
        kind: 'too-large',
        reason: `has ${failure.bytes} bytes; at most ${failure.limit} are read`,
      };
    case 'symlink-outside':
      return { path, role, at, kind: 'symlink', reason: 'is a symbolic link that leaves the repository' };
    case 'not-a-file':
      return { path, role, at, kind: 'unreadable', reason: `is a ${failure.kind}, not a file` };
    case 'missing':
      return { path, role, at, kind: 'unreadable', reason: 'is listed but its content is missing' };
    case 'unreadable':
      return { path, role, at, kind: 'unreadable', reason: `cannot be read (${failure.detail})` };
  }
}

function linesIn(bytes: Uint8Array): string[] {
  return (decode(bytes) ?? '').split(/\r\n|\n|\r/);
}

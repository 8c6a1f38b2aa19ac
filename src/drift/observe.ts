/**
 * The governed state of a tree. What the accepted state already says is not read again: facts are made anew only for
 * the files that changed, and for those whose facts depend on them. What reads is loaded when something has to be read.
 */
import type { Config } from '../policy/types.js';
import type { GovernedTree } from '../repository/snapshot-governed.js';
import { sortFacts } from './facts/sort.js';
import { isActionElsewhere, isTerraformPath, type Scope } from './scope.js';
import type { ApiPart, Baseline, BaselineFile, DriftPatterns, Fact, Observation } from './types.js';

export interface ObserveInput {
  readonly tree: GovernedTree;
  /** What `tree` was opened with. */
  readonly scope: Scope;
  /** What the configuration of today governs: an acceptance is about these. */
  readonly patterns: DriftPatterns;
  /** null: there is no configuration file. */
  readonly config: Config | null;
  /** `owner/name`, '' when it is not known. */
  readonly repository: string;
  /** The branch whose state it is. */
  readonly branch: string;
  /** The accepted state, to read only what changed; null reads everything. */
  readonly known: Baseline | null;
  /** What GitHub said. */
  readonly github?: { readonly parts: readonly ApiPart[]; readonly facts: readonly Fact[] };
}

const LINK = '120000';

/**
 * Observe a tree.
 *
 * @throws {PhaseMirrorError} `evidence` when the tree itself cannot be read; single files that cannot be are in
 *   `unreadable`
 */
export async function observe(input: ObserveInput): Promise<Observation> {
  const { tree, scope, known } = input;
  const candidates = tree.entries.filter(({ path }) => scope.standing(path) === 'candidate').map(({ path }) => path);
  const before = new Set((known?.files ?? []).map(({ path }) => path));
  const terraformBefore = new Set([...before].filter(isTerraformPath));
  const terraform = await terraformOf(tree, candidates.filter(isTerraformPath), terraformBefore);
  const governed = tree.entries.filter(({ path }) => scope.standing(path) === 'governed').map(({ path }) => path);
  const actions = await actionsOf(tree, governed, candidates.filter(isActionElsewhere), before);
  const all = new Set([...governed, ...terraform.paths, ...actions]);
  const files = tree.entries
    .filter(({ path }) => all.has(path))
    .map(({ path, mode, oid }): BaselineFile => ({ path, mode, digest: oid }));
  const since = known === null ? null : { dirty: changedPaths(known, files), kept: saidByFiles(known) };
  // Whether a file is committed is told of one that moved.
  const moved = since === null || since.dirty.size > 0;
  const [{ facts, unreadable }, staged] = await Promise.all([
    factsOf(input, files, since),
    moved ? tree.staged() : new Set<string>(),
  ]);
  return {
    head: tree.head,
    patterns: input.patterns,
    files,
    facts: sortFacts([...facts, ...(input.github?.facts ?? [])]),
    api: input.github?.parts ?? [],
    unreadable,
    gaps: [...terraform.gaps, ...(tree.gap === null ? [] : [tree.gap])],
    uncommitted: new Set([...tree.uncommitted, ...staged].filter((path) => all.has(path) || isGone(path))),
  };

  function isGone(path: string): boolean {
    return scope.standing(path) === 'governed' || before.has(path);
  }
}

async function terraformOf({ snapshot }: GovernedTree, candidates: readonly string[], known: ReadonlySet<string>) {
  if (candidates.length === 0) return { paths: new Set<string>(), gaps: [] };
  const { governedTerraform } = await import('./terraform.js');
  return await governedTerraform(snapshot, candidates, known);
}

async function actionsOf(
  { snapshot }: GovernedTree,
  governed: readonly string[],
  candidates: readonly string[],
  known: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  if (candidates.length === 0) return new Set();
  const { usedActions } = await import('./local-actions.js');
  return await usedActions(snapshot, governed, candidates, known);
}

/** What is left of the accepted state. */
export interface Since {
  /** Paths of files that came, went or changed. */
  readonly dirty: ReadonlySet<string>;
  /** What its files say. */
  readonly kept: readonly Fact[];
}

async function factsOf(input: ObserveInput, files: readonly BaselineFile[], since: Since | null) {
  if (since?.dirty.size === 0) return { facts: since.kept, unreadable: [] };
  const { readFacts } = await import('./read-facts.js');
  return await readFacts(input, files, since);
}

function saidByFiles({ facts }: Baseline): readonly Fact[] {
  return facts.filter(({ path }) => path !== '');
}

/** The paths of files that came, went or changed. */
function changedPaths(known: Baseline, files: readonly BaselineFile[]): Set<string> {
  const before = new Map(known.files.map((file) => [file.path, file]));
  const now = new Set(files.map(({ path }) => path));
  const changed = files.filter(({ path, digest, mode }) => {
    const old = before.get(path);
    // What a link says is in another file.
    return mode === LINK || old?.digest !== digest || old.mode !== mode;
  });
  const gone = known.files.filter(({ path }) => !now.has(path));
  return new Set([...changed, ...gone].map(({ path }) => path));
}

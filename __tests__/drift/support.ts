/** Governed states from files in memory. */
import { createHash } from 'node:crypto';
import { type GithubState, githubFacts } from '../../src/drift/facts/github.js';
import { type Acceptance, makeBaseline } from '../../src/drift/make-baseline.js';
import { observe } from '../../src/drift/observe.js';
import { patternsOf, scopeOf } from '../../src/drift/scope.js';
import type { Baseline, Observation } from '../../src/drift/types.js';
import { emptyConfig, parseConfig } from '../../src/policy/config.js';
import type { Config } from '../../src/policy/types.js';
import type { TreeSnapshot } from '../../src/repository/snapshot.js';
import type { GovernedTree } from '../../src/repository/snapshot-governed.js';
import type { Snapshot } from '../../src/repository/types.js';
import { memorySnapshot } from '../support/memory-snapshot.js';

export type Files = Readonly<Record<string, string | Uint8Array>>;

export const COMMIT = 'c'.repeat(40);
export const TREE = 'd'.repeat(40);

export const ACCEPTANCE: Acceptance = {
  repositoryId: 42,
  repository: 'octo-org/app',
  branch: 'main',
  at: Date.UTC(2026, 0, 2),
  by: { name: 'ada', kind: 'github' },
  reason: 'first state',
  runUrl: 'https://github.com/octo-org/app/actions/runs/1',
  tool: '1.0.0',
};

export function blobOid(content: string | Uint8Array): string {
  const bytes = Buffer.from(content);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

export interface Side {
  readonly files: Files;
  /** Mode by path, where it is not a plain file. */
  readonly modes?: Readonly<Record<string, string>>;
  readonly uncommitted?: readonly string[];
  readonly github?: GithubState;
}

export function configOf(files: Files): Config | null {
  const path = '.phase-mirror.yml';
  const text = files[path];
  if (text === undefined) return null;
  return parseConfig(path, Buffer.from(text), { ruleIds: ['MD-001', 'MD-002'], today: '2026-01-02' }).config;
}

/** @param snapshot in place of the files, to read from */
export async function stateOf(
  side: Side,
  known: Baseline | null = null,
  snapshot: Snapshot = memorySnapshot(side.files),
): Promise<Observation> {
  const config = configOf(side.files);
  const patterns = patternsOf(config ?? emptyConfig());
  const scope = scopeOf(known === null ? [patterns] : [patterns, known.header.patterns]);
  const entries = Object.entries(side.files)
    .filter(([path]) => scope.wanted.matches(path))
    .map(([path, content]) => ({ path, mode: side.modes?.[path] ?? '100644', oid: blobOid(content) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const tree: GovernedTree = {
    snapshot: snapshot as TreeSnapshot,
    entries,
    head: { commit: COMMIT, tree: TREE },
    uncommitted: new Set(side.uncommitted ?? []),
    staged: async () => new Set(),
    gap: null,
  };
  return observe({
    tree,
    scope,
    patterns,
    config,
    repository: 'octo-org/app',
    branch: 'main',
    known,
    ...(side.github === undefined ? {} : { github: githubFacts(side.github, 'main') }),
  });
}

export async function baselineOf(side: Side, acceptance: Partial<Acceptance> = {}): Promise<Baseline> {
  return makeBaseline(await stateOf(side), { ...ACCEPTANCE, ...acceptance });
}

/** Contents by object id, as a clone has them. */
export function blobsBelow(...sides: readonly Files[]): ReadonlyMap<string, Uint8Array> {
  return new Map(
    sides.flatMap((files) =>
      Object.values(files).map((content): [string, Uint8Array] => [blobOid(content), Buffer.from(content)]),
    ),
  );
}

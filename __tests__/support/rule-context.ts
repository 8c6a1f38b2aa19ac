import { buildModel } from '../../src/repository/model.js';
import type { Protection, RequiredCheck, TreeChange } from '../../src/repository/types.js';
import { externalChecks } from '../../src/rules/external-checks.js';
import { NO_FACTS, type RepositoryFacts } from '../../src/rules/facts.js';
import { resolveRequirements } from '../../src/rules/requirements.js';
import type { RuleContext, SchemaPair, SourceAnswer } from '../../src/rules/types.js';
import { memorySnapshot } from './memory-snapshot.js';

/** The repository that the files are of, unless a case says another. */
const OWN = 'octo-org/app';

type Files = Readonly<Record<string, string | Uint8Array>>;

export interface ContextOptions {
  /** null: not known. */
  readonly branch?: string | null;
  /** What `rules/branches/…` answers: required checks, or how it failed. */
  readonly api?: readonly { readonly context: string; readonly integrationId?: number }[] | SourceAnswer['status'];
  /** `external-checks` of the configuration. */
  readonly external?: readonly string[];
  /** Answers of the API beyond required checks. */
  readonly facts?: Partial<RepositoryFacts>;
  readonly repository?: string;
  /** `schemas` of the configuration. */
  readonly schemas?: readonly SchemaPair[];
  /** The tree before the change, for rules about a change. */
  readonly before?: Files;
}

/** What a rule sees of these files. */
export async function contextOf(files: Files, { before: old, ...options }: ContextOptions = {}): Promise<RuleContext> {
  const before = old === undefined ? null : await contextOf(old, options);
  const branch = options.branch === undefined ? 'main' : options.branch;
  const schemas = options.schemas ?? [];
  const modelOptions = {
    repository: options.repository ?? OWN,
    alsoRead: schemas.flatMap(({ schema, version }) => [schema, version.path]),
  };
  const { model, protectionFiles } = await buildModel(memorySnapshot(files), modelOptions);
  const api = options.api ?? 'not-asked';
  const label = `rules/branches/${branch}`;
  const answers: SourceAnswer[] = [
    ...protectionFiles
      .filter(({ silent }) => silent === null)
      .map(
        ({ path }): SourceAnswer => ({
          source: path,
          status: model.problems.some((problem) => problem.path === path) ? 'unreadable' : 'answered',
          detail: '',
        }),
      ),
    { source: label, status: typeof api === 'string' ? api : 'answered', detail: '' },
  ];
  const protections = typeof api === 'string' ? [] : [apiProtection(api, label)];
  return {
    model,
    requirements: resolveRequirements({
      protections: [...model.protections, ...protections],
      branch,
      defaultBranch: 'main',
      answers,
    }),
    external: externalChecks(options.external ?? []),
    facts: { ...NO_FACTS, ...options.facts },
    defaultBranch: 'main',
    repository: options.repository ?? OWN,
    before: before?.model ?? null,
    requirementsBefore: before?.requirements ?? null,
    schemas,
  };
}

function apiProtection(checks: readonly Pick<RequiredCheck, 'context' | 'integrationId'>[], label: string): Protection {
  const source = { kind: 'api', endpoint: 'rules', label } as const;
  return {
    source,
    branches: { include: ['~ALL'], exclude: [] },
    requiredChecks: checks.map((check) => ({ ...check, source })),
  };
}

/** What `git diff -M` would say of two small trees, with the renames given. */
export function changeBetween(base: Files, subject: Files, renames: Readonly<Record<string, string>> = {}): TreeChange {
  const from = new Map(Object.entries(renames).map(([old, now]) => [now, old]));
  const lines = new Map<string, ReadonlySet<number>>();
  for (const [path, content] of Object.entries(subject)) {
    const old = base[from.get(path) ?? path];
    const added = addedLines(old === undefined ? [] : linesOf(old), linesOf(content));
    if (old === undefined || added.size > 0 || linesOf(old).length !== linesOf(content).length) lines.set(path, added);
  }
  return {
    renames: new Map(Object.entries(renames)),
    changed: new Set(lines.keys()),
    deleted: new Set(Object.keys(base).filter((path) => !(path in subject) && !(path in renames))),
    lines,
  };
}

function linesOf(content: string | Uint8Array): string[] {
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content);
  return text.split('\n');
}

/** 1-based lines of `after` that are not part of a longest common subsequence with `before`. */
function addedLines(before: readonly string[], after: readonly string[]): Set<number> {
  const width = after.length + 1;
  const common = new Int32Array((before.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const added = new Set<number>();
  for (let i = 0, j = 0; j < after.length; ) {
    if (i < before.length && before[i] === after[j]) {
      i += 1;
      j += 1;
    } else if (i < before.length && at(i + 1, j) >= at(i, j + 1)) i += 1;
    else {
      added.add(j + 1);
      j += 1;
    }
  }
  return added;
}

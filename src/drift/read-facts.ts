/**
 * Facts of governed files: of all, or of those that changed and of those whose facts depend on them. Loaded only by a run
 * that has something to read: the readers of every format come with it.
 */
import { emptyConfig } from '../policy/empty-config.js';
import type { Config } from '../policy/types.js';
import { localCallee } from '../repository/check-names.js';
import { MAX_CODEOWNERS_BYTES, parseCodeowners } from '../repository/codeowners.js';
import { MAX_EXTRA_BYTES } from '../repository/extra-files.js';
import { isProtectionFile, readProtectionFile } from '../repository/protection/index.js';
import {
  DEFAULT_BUDGET,
  type FileProblem,
  type ReadFailure,
  type Snapshot,
  type TextFile,
  type Workflow,
} from '../repository/types.js';
import { isWorkflowPath, readAction, readWorkflow } from '../repository/workflows.js';
import { decode, splitLines } from '../repository/yaml.js';
import { codeownersFacts } from './facts/owners.js';
import { configuredChecks, protectionFacts } from './facts/protection.js';
import { policyFacts, schemaFacts } from './facts/settings.js';
import { calledBy, localActionFacts, workflowFacts } from './facts/workflows.js';
import type { ObserveInput, Since } from './observe.js';
import { isTerraformPath } from './scope.js';
import type { BaselineFile, Fact, Unreadable } from './types.js';

export interface ReadFacts {
  /** In no order. */
  readonly facts: readonly Fact[];
  /** Sorted by path. */
  readonly unreadable: readonly Unreadable[];
}

/**
 * @param files the governed files of now
 * @param since null: nothing is known, all are read
 */
export async function readFacts(
  input: ObserveInput,
  files: readonly BaselineFile[],
  since: Since | null,
): Promise<ReadFacts> {
  const reader = new FactReader(input, files);
  return { facts: await reader.facts(since), unreadable: reader.unreadable() };
}

/** Where GitHub looks for CODEOWNERS, in this order. */
const CODEOWNERS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];
const ACTION = /(?:^|\/)action\.ya?ml$/;

/** Files that are read together, because the facts of one depend on the others. */
type Group = 'protection' | 'codeowners' | 'terraform' | 'config' | 'file' | 'none';

class FactReader {
  private readonly problems = new Map<string, string>();
  private readonly byPath: ReadonlyMap<string, BaselineFile>;
  private readonly snapshot: Snapshot;
  private readonly config: Config;

  constructor(
    private readonly input: ObserveInput,
    private readonly files: readonly BaselineFile[],
  ) {
    this.byPath = new Map(files.map((file) => [file.path, file]));
    this.snapshot = input.tree.snapshot;
    this.config = input.config ?? emptyConfig();
  }

  async facts(since: Since | null): Promise<Fact[]> {
    if (since === null) return this.read(this.files.map(({ path }) => path));
    const { dirty, kept } = since;
    const again = this.dependants(dirty, kept);
    const stale = (fact: Fact): boolean => {
      if (fact.kind === 'schema') return again.schemas;
      const group = this.groupOf(fact.path);
      return group === 'file' ? again.paths.has(fact.path) : again.groups.has(group);
    };
    const paths = this.files
      .map(({ path }) => path)
      .filter((path) => {
        const group = this.groupOf(path);
        return group === 'file' ? again.paths.has(path) : again.groups.has(group);
      });
    return [...kept.filter((fact) => !stale(fact)), ...(await this.read(paths, again))];
  }

  unreadable(): Unreadable[] {
    return [...this.problems]
      .map(([path, reason]) => ({ path, reason }))
      .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  }

  private groupOf(path: string): Group {
    if (isWorkflowPath(path) || ACTION.test(path)) return 'file';
    if (isProtectionFile(path)) return 'protection';
    if (CODEOWNERS.includes(path)) return 'codeowners';
    if (path === this.input.config?.path || /(?:^|\/)\.?phase-mirror\.ya?ml$/.test(path)) return 'config';
    return isTerraformPath(path) ? 'terraform' : 'none';
  }

  private dependants(dirty: ReadonlySet<string>, kept: readonly Fact[]): Stale {
    const groups = new Set([...dirty].map((path) => this.groupOf(path)));
    const pairs = this.config.schemas.flatMap(({ value }) => [value.schema, value.version.path]);
    // Whoever calls a workflow lowers what its jobs may do, so both are read when one of them changed.
    const edges = kept.flatMap((fact): [string, string][] => {
      const callee = fact.kind === 'job' ? calledBy(fact) : null;
      return callee === null ? [] : [[fact.path, callee]];
    });
    return {
      groups,
      schemas: groups.has('config') || pairs.some((path) => dirty.has(path)),
      paths: connected(dirty, edges),
      edges,
    };
  }

  private async read(paths: readonly string[], again?: Stale): Promise<Fact[]> {
    const is = (group: Group): readonly string[] => paths.filter((path) => this.groupOf(path) === group);
    const schemas = again === undefined || again.schemas;
    const config = again === undefined || again.groups.has('config');
    const { branch } = this.input;
    const files = is('file');
    const [workflows, actions, protection, owners, terraform, versions] = [
      await this.workflows(files.filter(isWorkflowPath), again),
      await this.actions(files.filter((path) => ACTION.test(path) && !isWorkflowPath(path))),
      await this.protection(is('protection')),
      await this.owners(is('codeowners')),
      await this.terraform(is('terraform')),
      schemas ? await this.schemas() : [],
    ];
    return [
      ...workflows,
      ...actions,
      ...protection,
      ...owners,
      ...terraform,
      ...versions,
      ...(config ? [...policyFacts(this.config), ...configuredChecks(this.config, branch)] : []),
    ];
  }

  /** The facts of these workflows; those that new calls connect with them are read as well. */
  private async workflows(paths: readonly string[], again: Stale | undefined): Promise<Fact[]> {
    const read = new Map<string, Workflow | null>();
    let open = paths;
    while (open.length > 0) {
      const found = await this.contents(open, DEFAULT_BUDGET.maxBytes);
      for (const path of open) read.set(path, null);
      for (const { path, bytes } of found) {
        const result = readWorkflow(path, bytes);
        if (result.kind === 'problem') this.refuse(result.problem);
        if (result.kind === 'workflow') read.set(path, result.workflow);
      }
      if (again === undefined) break;
      const edges = [...read.values()].flatMap((workflow) =>
        (workflow?.jobs ?? []).flatMap((job): [string, string][] => {
          const callee = localCallee(job);
          return callee === null || workflow === null ? [] : [[workflow.path, callee]];
        }),
      );
      const all = connected(new Set(read.keys()), [...again.edges, ...edges]);
      open = [...all].filter((path) => !read.has(path) && isWorkflowPath(path) && this.byPath.has(path)).sort();
    }
    const workflows = [...read.values()].flatMap((workflow) => workflow ?? []);
    return workflows.flatMap((workflow) => workflowFacts({ workflows }, workflow));
  }

  private async actions(paths: readonly string[]): Promise<Fact[]> {
    const found = await this.contents(paths, DEFAULT_BUDGET.maxBytes);
    return found.flatMap(({ path, bytes }) => {
      const result = readAction(path, bytes);
      if (result.kind === 'problem') this.refuse(result.problem);
      return result.kind === 'action' ? localActionFacts(result.action) : [];
    });
  }

  private async protection(paths: readonly string[]): Promise<Fact[]> {
    const all = new Set(this.byPath.keys());
    const found = await this.contents(paths, DEFAULT_BUDGET.maxBytes);
    return found.flatMap(({ path, bytes }) => {
      const { protections, problems } = readProtectionFile(path, bytes, { paths: all });
      for (const problem of problems) this.refuse(problem);
      return protectionFacts(protections, this.input.branch);
    });
  }

  private async owners(paths: readonly string[]): Promise<Fact[]> {
    const path = CODEOWNERS.find((candidate) => paths.includes(candidate));
    if (path === undefined) return [];
    const found = await this.contents([path], MAX_CODEOWNERS_BYTES);
    return found.flatMap(({ bytes }) => {
      const text = decode(bytes);
      if (text !== null) return codeownersFacts(parseCodeowners(path, text));
      this.problems.set(path, 'is not UTF-8 text');
      return [];
    });
  }

  private async terraform(paths: readonly string[]): Promise<readonly Fact[]> {
    if (paths.length === 0) return [];
    const { terraformFacts } = await import('./facts/terraform.js');
    const { facts, broken } = await terraformFacts(this.snapshot, paths, this.input);
    for (const path of broken) this.problems.set(path, 'is not HCL that can be read');
    return facts;
  }

  private async schemas(): Promise<Fact[]> {
    const paths = this.config.schemas
      .flatMap(({ value }) => [value.schema, value.version.path])
      .filter((path) => this.byPath.has(path));
    const found = await this.contents([...new Set(paths)], MAX_EXTRA_BYTES);
    const files = new Map<string, TextFile>();
    for (const { path, bytes } of found) {
      const text = decode(bytes);
      if (text !== null) files.set(path, { path, bytes, text, lines: splitLines(text) });
    }
    return schemaFacts(this.config, files);
  }

  private async contents(paths: readonly string[], maxBytes: number) {
    const results = await this.snapshot.readMany(paths, maxBytes);
    return paths.flatMap((path, index) => {
      const result = results[index];
      if (result?.ok) return [{ path, bytes: result.bytes }];
      if (result !== undefined && !result.ok) this.problems.set(path, failureText(result.failure));
      return [];
    });
  }

  private refuse({ path, reason }: FileProblem): void {
    if (!this.problems.has(path)) this.problems.set(path, reason);
  }
}

interface Stale {
  readonly groups: ReadonlySet<Group>;
  readonly schemas: boolean;
  /** Workflows and actions. */
  readonly paths: ReadonlySet<string>;
  /** Caller and callee, as the accepted state has them. */
  readonly edges: readonly (readonly [string, string])[];
}

/** Everything that edges connect with the start, in either direction. */
function connected(start: ReadonlySet<string>, edges: readonly (readonly [string, string])[]): Set<string> {
  const neighbours = new Map<string, string[]>();
  for (const [from, to] of edges) {
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      const list = neighbours.get(one);
      if (list === undefined) neighbours.set(one, [other]);
      else list.push(other);
    }
  }
  const found = new Set(start);
  const open = [...start];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    for (const next of neighbours.get(path) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      open.push(next);
    }
  }
  return found;
}

function failureText(failure: ReadFailure): string {
  switch (failure.reason) {
    case 'too-large':
      return `has ${failure.bytes} bytes; at most ${failure.limit} are read`;
    case 'symlink-outside':
      return 'is a symbolic link that leaves the repository';
    case 'not-a-file':
      return `is a ${failure.kind}, not a file`;
    case 'missing':
      return 'is a symbolic link to a file that is not governed';
    case 'unreadable':
      return `cannot be read (${failure.detail})`;
  }
}

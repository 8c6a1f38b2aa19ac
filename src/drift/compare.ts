/**
 * The accepted state against the one of now. Facts are compared as facts; a file that changed is explained by those of
 * its facts that did. What one side does not know is not compared, and said so.
 */
import { createHash } from 'node:crypto';
import type { LastChange } from '../repository/git-history.js';
import { isWorkflowPath } from '../repository/workflow-paths.js';
import { SEVERITIES, type Severity } from '../rules/types.js';
import { codeownersChanges } from './changes/owners.js';
import { permissionChanges } from './changes/permissions.js';
import { branchRuleChanges, githubChanges, requiredCheckChanges } from './changes/protection.js';
import { policyChanges, schemaChanges } from './changes/settings.js';
import { trustChanges } from './changes/trust.js';
import { type ChangeContext, codePath, listed } from './changes/words.js';
import { actionChanges, environmentChanges, jobChanges, triggerChanges } from './changes/workflows.js';
import { comparableFacts, unprovenGaps } from './comparable.js';
import { type ContentHints, NO_HINTS } from './contents.js';
import { type FileMove, magnitudeOf, movesOf, moveWords, runs } from './files.js';
import { isTerraformPath, scopeOf } from './scope.js';
import {
  API_PARTS,
  type ApiPart,
  type Baseline,
  type Drift,
  type Fact,
  type FactChange,
  type FactKind,
  type FileChange,
  type Observation,
} from './types.js';

type State = Pick<Observation, 'files' | 'facts' | 'api' | 'unreadable' | 'gaps' | 'uncommitted'>;
type Accepted = { readonly header: Pick<Baseline['header'], 'api' | 'patterns'> } & Pick<Baseline, 'files' | 'facts'>;

const COMPARE: Readonly<
  Record<FactKind, (before: readonly Fact[], after: readonly Fact[], context: ChangeContext) => FactChange[]>
> = {
  permissions: permissionChanges,
  oidc: trustChanges,
  'required-check': requiredCheckChanges,
  'branch-rule': branchRuleChanges,
  codeowners: codeownersChanges,
  environment: environmentChanges,
  trigger: triggerChanges,
  job: jobChanges,
  action: actionChanges,
  policy: policyChanges,
  schema: schemaChanges,
  github: githubChanges,
};

/**
 * Compare.
 *
 * @param attribution who last changed a path, for those that changed (see {@link changedFiles}); empty where nobody knows
 * @param hints what contents tell (see {@link contentHints})
 * @returns no drift for equal states, whatever order their files and facts come in
 */
export function compareStates(
  accepted: Accepted,
  state: State,
  attribution: ReadonlyMap<string, LastChange> = new Map(),
  hints: ContentHints = NO_HINTS,
): Drift {
  const moves = movesOf(accepted.files, state.files, hints.renamed);
  const { before, after } = comparableFacts(accepted, state, moves);
  const context = contextOf(before, after, moves);
  const found = Object.entries(COMPARE).flatMap(([kind, compare]) => {
    const of = (facts: readonly Fact[]): Fact[] => facts.filter((fact) => fact.kind === kind);
    return compare(of(before), of(after), context);
  });
  const changes = withoutBareJobs([...unreadableChanges(state, moves), ...found]).sort(worstFirst);
  const schemas = new Set(
    [...accepted.facts, ...state.facts].flatMap(({ kind, key }) => (kind === 'schema' ? key : [])),
  );
  const byPath = new Map<string, FactChange[]>();
  const renamedTo = new Map(moves.flatMap(({ from, path }) => (from === undefined ? [] : [[from, path] as const])));
  const changed = new Set(moves.map(({ path }) => path));
  const others: FactChange[] = [];
  for (const change of changes) {
    const path = renamedTo.get(change.place.path) ?? change.place.path;
    if (!changed.has(path)) others.push(change);
    else byPath.set(path, [...(byPath.get(path) ?? []), change]);
  }
  const files = moves
    .map((move) =>
      fileChange(move, byPath.get(move.path) ?? [], {
        schemas,
        state,
        attribution,
        after,
        commented: hints.comments,
        wasGoverned: governedIn(accepted),
      }),
    )
    .sort((a, b) => worstFirst(a, b) || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const all = [...files, ...others];
  const [worst] = [...all].sort(worstFirst);
  return {
    files,
    others,
    magnitude: magnitudeOf(accepted.files, state.files, moves),
    severity: worst?.severity ?? null,
    widened: all.some(({ widened }) => widened),
    schema: all.some(({ schema }) => schema),
    notCompared: [...state.gaps, ...apiGaps(accepted.header.api, state.api), ...unprovenGaps(accepted, state.facts)],
    id: idOf(files, others),
  };
}

/** The paths whose history is worth a look: every file that changed, at its path of now (of then, when it is gone). */
export function changedFiles(accepted: Pick<Accepted, 'files'>, state: Pick<State, 'files' | 'uncommitted'>): string[] {
  return movesOf(accepted.files, state.files)
    .map(({ path }) => path)
    .filter((path) => !state.uncommitted.has(path));
}

/** That a job is new goes without saying where more is told of it. */
function withoutBareJobs(changes: readonly FactChange[]): FactChange[] {
  return changes.filter(
    (change) =>
      change.kind !== 'job' ||
      !changes.some(
        ({ sentence, place }) => place.path === change.place.path && sentence.startsWith(`${change.sentence} `),
      ),
  );
}

// ---------------------------------------------------------------- facts

function contextOf(before: readonly Fact[], after: readonly Fact[], moves: readonly FileMove[]): ChangeContext {
  const paths = (kind: FileMove['kind']): Set<string> =>
    new Set(moves.filter((move) => move.kind === kind).map(({ path }) => path));
  const jobs = (facts: readonly Fact[]): ((path: string, job: string) => boolean) => {
    const known = new Set(facts.flatMap(({ kind, key }) => (kind === 'job' ? [JSON.stringify(key)] : [])));
    return (path, job) => known.has(JSON.stringify([path, job]));
  };
  return { added: paths('added'), removed: paths('removed'), hadJob: jobs(before), hasJob: jobs(after) };
}

/** A file that can no longer be read hides its facts: that is said, and none of them counts as gone. */
function unreadableChanges({ unreadable }: State, moves: readonly FileMove[]): FactChange[] {
  const changed = new Set(moves.filter(({ after }) => after !== null).map(({ path }) => path));
  return unreadable
    .filter(({ path }) => changed.has(path))
    .map(({ path, reason }) => ({
      kind: 'unreadable',
      sentence: `what ${codePath(path)} says is not known: it ${reason}`,
      severity: 'high',
      widened: false,
      schema: false,
      place: { path, line: 1, gone: false },
    }));
}

const PART_WORDS: Readonly<Record<ApiPart, string>> = {
  protection: 'Branch protection and rulesets on GitHub',
  environments: 'Environments on GitHub',
  workflows: 'Workflows that are switched off on GitHub',
};

function apiGaps(accepted: readonly ApiPart[], now: readonly ApiPart[]): string[] {
  return API_PARTS.flatMap((part) => {
    if (accepted.includes(part) && !now.includes(part)) {
      return [`${PART_WORDS[part]}: GitHub was not asked, or did not answer`];
    }
    if (!accepted.includes(part) && now.includes(part)) {
      return [`${PART_WORDS[part]}: the accepted state does not hold them; the next acceptance will`];
    }
    return [];
  });
}

// ---------------------------------------------------------------- files

interface FileContext {
  readonly schemas: ReadonlySet<string>;
  readonly state: State;
  readonly attribution: ReadonlyMap<string, LastChange>;
  readonly after: readonly Fact[];
  readonly commented: ReadonlySet<string>;
  /** Whether a file of this path would have been in the accepted state, had it been there. */
  readonly wasGoverned: (path: string) => boolean;
}

/** Of Terraform, the folders that had governed files. */
function governedIn({ header, files }: Accepted): (path: string) => boolean {
  const scope = scopeOf([header.patterns]);
  const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
  const folders = new Set(files.filter(({ path }) => isTerraformPath(path)).map(({ path }) => folderOf(path)));
  return (path) => {
    const standing = scope.standing(path);
    return standing === 'governed' || (standing === 'candidate' && folders.has(folderOf(path)));
  };
}

function fileChange(move: FileMove, facts: readonly FactChange[], context: FileContext): FileChange {
  const { kind, path, from } = move;
  const commented = context.commented.has(path);
  const own = moveWords(move, facts.length > 0, commented);
  const schema = [path, from ?? path].some((one) => context.schemas.has(one)) && kind !== 'mode-changed';
  const severities: Severity[] = [
    own.severity,
    ...(schema ? (['medium'] as const) : []),
    ...facts.map((one) => one.severity),
  ];
  return {
    kind,
    path,
    ...(from === undefined ? {} : { from }),
    state: move.after === null ? '' : `${move.after.mode} ${move.after.digest}`,
    content: isEdited(move) && runs(path) && !commented,
    // A file that nobody looked at then may have been there for long.
    sentence:
      kind === 'added' && !context.wasGoverned(path)
        ? `is governed now${startedBy(path, context.after)}`
        : `${own.sentence}${detail(move, facts, context)}`,
    severity: worstOf(severities),
    widened: facts.some(({ widened }) => widened),
    schema: schema || facts.some((one) => one.schema),
    facts,
    uncommitted: context.state.uncommitted.has(path),
    change: context.state.uncommitted.has(path) ? null : (context.attribution.get(path) ?? null),
  };
}

/** Its content is another one, wherever it is now. */
function isEdited({ kind, before, after }: FileMove): boolean {
  return kind === 'modified' || (kind === 'renamed' && before?.digest !== after?.digest);
}

function detail(move: FileMove, facts: readonly FactChange[], { after, commented }: FileContext): string {
  const { kind, path } = move;
  if (kind === 'added') return startedBy(path, after);
  if (!isEdited(move) || !runs(path) || commented.has(path)) return '';
  return facts.length === 0 ? ' in its steps or other details' : ' in what follows, and its content changed';
}

/** `: started by push, 2 jobs`, of a new workflow. */
function startedBy(path: string, facts: readonly Fact[]): string {
  if (!isWorkflowPath(path)) return '';
  const of = (kind: FactKind): string[] =>
    facts.filter((fact) => fact.kind === kind && fact.key[0] === path).map(({ key }) => key[1] ?? '');
  const [events, jobs] = [of('trigger'), of('job')];
  if (jobs.length === 0) return '';
  return `: started by ${listed(events)}, ${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}`;
}

function worstOf(severities: readonly Severity[]): Severity {
  return SEVERITIES.find((severity) => severities.includes(severity)) ?? 'low';
}

function worstFirst(a: { readonly severity: Severity }, b: { readonly severity: Severity }): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
}

/** Over what is said and the content of the files, without who did it, lines and what could not be looked at. */
function idOf(files: readonly FileChange[], others: readonly FactChange[]): string {
  if (files.length === 0 && others.length === 0) return '';
  const words = (changes: readonly FactChange[]): string[] => changes.map(({ sentence }) => sentence).sort();
  const said = [
    ...files.map(({ path, kind, state, sentence, facts }) => [path, kind, state, sentence, words(facts)]),
    words(others),
  ];
  const text = said.map((one) => JSON.stringify(one)).sort();
  return createHash('sha256').update(JSON.stringify(text)).digest('hex').slice(0, 32);
}

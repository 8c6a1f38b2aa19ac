/** What workflows say about governance: who starts them, what their tokens may do, which code of others they run. */
import { localCallee } from '../../repository/check-names.js';
import { accessIn, effectivePermissions } from '../../repository/permissions.js';
import type { Job, LocalAction, Located, Step, Trigger, Workflow } from '../../repository/types.js';
import { decidingPermissions, KNOWN_SCOPES } from '../../rules/support/permission-bits.js';
import type { Fact } from '../types.js';

/** Stands for every scope there is. */
export const ALL_SCOPES = '*';
/** The token that the settings of the repository give, where no file says. */
export const DEFAULT_TOKEN = 'default';

type Model = { readonly workflows: readonly Workflow[] };

/** @param model the workflow and every local one that calls it: a caller lowers what the job may do */
export function workflowFacts(model: Model, workflow: Workflow): Fact[] {
  return [
    ...workflow.triggers.map((trigger) => triggerFact(workflow, trigger)),
    ...workflow.jobs.flatMap((job) => [
      jobFact(workflow, job),
      ...permissionFacts(model, workflow, job),
      ...environmentFacts(workflow, job),
      ...actionFacts(workflow, [...(job.uses === undefined ? [] : [job.uses]), ...usesOf(job.steps)]),
    ]),
  ];
}

/** The actions that a composite action uses. */
export function localActionFacts(action: LocalAction): Fact[] {
  return actionFacts(action, usesOf(action.steps));
}

function usesOf(steps: readonly Step[]): Located<string>[] {
  return steps.flatMap(({ uses }) => uses ?? []);
}

function triggerFact({ path }: Workflow, trigger: Trigger): Fact {
  const lists: readonly (readonly [name: string, list: readonly Located<string>[] | undefined, ordered: boolean])[] = [
    ['types', trigger.types, false],
    ['branches', trigger.branches, true],
    ['branches-ignore', trigger.branchesIgnore, false],
    ['tags', trigger.tags, true],
    ['tags-ignore', trigger.tagsIgnore, false],
    ['paths', trigger.paths, true],
    ['paths-ignore', trigger.pathsIgnore, false],
    ['workflows', trigger.workflows, false],
    ['cron', trigger.cron, false],
  ];
  const value = lists.flatMap(([name, list, ordered]) => {
    if (list === undefined) return [];
    const values = list.map((item) => item.value);
    // With a negation the last pattern that matches decides; without one, order means nothing.
    const sorted = ordered && values.some((text) => text.startsWith('!')) ? values : [...values].sort();
    return `${name}: ${sorted.join(', ')}`;
  });
  return { kind: 'trigger', key: [path, trigger.event], value: value.join('; '), path, line: trigger.at.startLine };
}

function jobFact({ path }: Workflow, job: Job): Fact {
  const callee = localCallee(job);
  const runs =
    job.uses === undefined
      ? (job.runsOn ?? [])
          .map(({ value }) => value)
          .sort()
          .join(', ') || 'a runner group'
      : `calls ${callee ?? job.uses.value.split('@', 1)[0]}`;
  return { kind: 'job', key: [path, job.id], value: runs, path, line: job.at.startLine };
}

/** The local workflow that a fact of kind `job` says is called; null for every other job. */
export function calledBy({ value }: Fact): string | null {
  return value.startsWith('calls ') ? value.slice('calls '.length) : null;
}

function permissionFacts(model: Model, workflow: Workflow, job: Job): Fact[] {
  const declared = decidingPermissions(workflow, job);
  const effective = effectivePermissions(model, workflow, job);
  const own = declared?.kind === 'scopes' ? declared.scopes : [];
  const scopes = [...new Set([...KNOWN_SCOPES, ...own.map(({ scope }) => scope)])].sort();
  const held = new Map<string, string>();
  for (const scope of scopes) {
    const granted = effective.grants(scope);
    // A caller in another repository may let the job have all it asks for.
    const access = granted !== 'unknown' ? granted : declared === undefined ? DEFAULT_TOKEN : accessIn(declared, scope);
    if (access !== 'none') held.set(scope, access);
  }
  const common = commonAccess(held, declared?.kind === 'all' ? declared.access : DEFAULT_TOKEN, scopes.length);
  const facts: Fact[] = [];
  const { path } = workflow;
  const place = (declared?.at ?? job.at).startLine;
  const add = (scope: string, access: string): void => {
    const line = own.find((entry) => entry.scope === scope)?.at.startLine ?? place;
    facts.push({ kind: 'permissions', key: [path, job.id, scope], value: access, path, line });
  };
  if (common !== null) add(ALL_SCOPES, common);
  for (const [scope, access] of held) if (access !== common) add(scope, access);
  return facts;
}

/** `write-all` and the default token are one statement, not one for each scope; a caller that lowers it makes many. */
function commonAccess(held: ReadonlyMap<string, string>, access: string, scopes: number): string | null {
  const count = [...held.values()].filter((one) => one === access).length;
  if (access === DEFAULT_TOKEN) return count > 0 ? access : null;
  return count === scopes ? access : null;
}

function environmentFacts({ path }: Workflow, { id, environment }: Job): Fact[] {
  if (environment === undefined) return [];
  return [
    { kind: 'environment', key: [path, id], value: environment.value.trim(), path, line: environment.at.startLine },
  ];
}

/** A version in the comment behind a SHA, as Dependabot, Renovate and pin tools write it. */
const COMMENT = /\s#\s*(?:pin@|tag=|ratchet:\S{1,200}@)?(v?\d[\w.+-]{0,40})/;

function actionFacts(
  { path, lines }: { readonly path: string; readonly lines: readonly string[] },
  uses: readonly Located<string>[],
): Fact[] {
  return uses.flatMap(({ value, at }): Fact[] => {
    const pin = pinOf(value.trim());
    if (pin === null) return [];
    const comment = COMMENT.exec((lines[at.startLine - 1] ?? '').slice(0, 2000))?.[1];
    const version = pin.ref.startsWith('sha:') && comment !== undefined ? { note: comment } : {};
    return [{ kind: 'action', key: [path, pin.name], value: pin.ref, path, line: at.startLine, ...version }];
  });
}

/**
 * `uses` as a name and how it is pinned. Whether a ref is a tag or a branch, only its repository knows; what looks like
 * a version is taken for a tag, the usual names of branches for branches.
 *
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsuses
 */
export function pinOf(uses: string): { readonly name: string; readonly ref: string } | null {
  if (uses.startsWith('./') || uses.startsWith('$/')) return { name: uses, ref: 'local' };
  if (uses.startsWith('docker://')) {
    const [image = '', digest] = uses.split('@', 2);
    if (digest !== undefined) return { name: image.replace(/:[^/:]*$/, ''), ref: `sha:${digest.replace(/^\w+:/, '')}` };
    const tag = /:([^/:]+)$/.exec(image.slice('docker://'.length))?.[1];
    return { name: tag === undefined ? image : image.slice(0, -tag.length - 1), ref: `tag:${tag ?? 'latest'}` };
  }
  const at = uses.lastIndexOf('@');
  if (at <= 0) return null;
  const [owner = '', repository = '', ...folder] = uses.slice(0, at).split('/');
  const name = [owner.toLowerCase(), repository.toLowerCase(), ...folder].join('/');
  const ref = uses.slice(at + 1);
  return { name, ref: `${refKind(ref)}:${ref}` };
}

function refKind(ref: string): 'sha' | 'tag' | 'branch' | 'ref' {
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(ref)) return 'sha';
  if (/^(?:refs\/tags\/.+|v?\d+(?:\.\d+)*(?:[-+._]?\w.*)?)$/.test(ref)) return 'tag';
  return /^(?:refs\/heads\/.+|main|master|trunk|develop|dev|next|HEAD)$/.test(ref) ? 'branch' : 'ref';
}

/**
 * For which pull requests a trigger starts its workflow.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpull_requestpull_request_targetbranchesbranches-ignore
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushpull_requestpull_request_targetpathspaths-ignore
 */
import { compileFilters } from '../../repository/filter-patterns.js';
import type { FilterList, Trigger, Workflow } from '../../repository/types.js';

export type Starts =
  /** For every pull request, or nothing here says otherwise. */
  | { readonly kind: 'always' }
  /** Not for a pull request. */
  | { readonly kind: 'never' }
  /** Never for pull requests to the judged branch. */
  | { readonly kind: 'other-branches'; readonly filter: FilterList; readonly key: string }
  /** Only when the pull request touches one of certain paths. */
  | {
      readonly kind: 'paths';
      readonly filter: FilterList;
      readonly key: 'paths' | 'paths-ignore';
      /** True when a pull request that touches this path alone starts it. */
      readonly startsFor: (path: string) => boolean;
    };

const ALWAYS: Starts = { kind: 'always' };
const NEVER: Starts = { kind: 'never' };

/** @param branch the branch that is judged; null when it is not known: then branch filters are taken to include it */
export function startsFor(trigger: Trigger, branch: string | null): Starts {
  switch (trigger.event) {
    case 'pull_request':
    case 'pull_request_target':
      return pullRequest(trigger, branch);
    case 'push':
      return push(trigger);
    default:
      return NEVER;
  }
}

/** Whether a workflow can report on a pull request to the judged branch, or on its merge group, at all. */
export function reportsOnPullRequests({ triggers }: Workflow, branch: string | null): boolean {
  return triggers.some((trigger) => {
    if (trigger.event === 'merge_group') return true;
    const { kind } = startsFor(trigger, branch);
    return kind === 'always' || kind === 'paths';
  });
}

function pullRequest(trigger: Trigger, branch: string | null): Starts {
  if (whenOpen(trigger) === 'never') return NEVER;
  const { branches, branchesIgnore } = trigger;
  if (branch !== null) {
    if (isFilter(branches) && !matches(branches, branch)) {
      return { kind: 'other-branches', filter: branches, key: 'branches' };
    }
    if (isFilter(branchesIgnore) && matches(branchesIgnore, branch)) {
      return { kind: 'other-branches', filter: branchesIgnore, key: 'branches-ignore' };
    }
  }
  return paths(trigger);
}

/**
 * A push to the head branch reports on the same commit. Whether the head branch passes a branch filter is not known;
 * only a list of plain names (`main`) surely leaves it out.
 */
function push(trigger: Trigger): Starts {
  if (isForTagsOnly(trigger) || trigger.branches?.every(isLiteral)) return NEVER;
  return paths(trigger);
}

/** "If you define only tags/tags-ignore, the workflow won't run for events affecting the undefined Git ref." */
export function isForTagsOnly({ branches, branchesIgnore, tags, tagsIgnore }: Trigger): boolean {
  return branches === undefined && branchesIgnore === undefined && (tags !== undefined || tagsIgnore !== undefined);
}

/** A filter entry without any special character: the name of one branch. */
function isLiteral({ value }: FilterList[number]): boolean {
  return !/[*?+[\]!]/.test(value);
}

/** Whether a workflow reports on the head commit of an open pull request to the judged branch. */
export type Reach =
  /** It does, filters aside (those are judged by {@link startsFor}). */
  | 'reports'
  /** Somebody or something may start it there; that cannot be seen. */
  | 'may'
  /** Certainly not: its runs belong to other commits. */
  | 'never';

/** The best that the triggers of a workflow promise; `workflow_call` counts for its callers, not here. */
export function reachOf({ triggers }: Pick<Workflow, 'triggers'>, branch: string | null): Reach {
  const all = new Set(triggers.map((trigger) => reachOfTrigger(trigger, branch)));
  if (all.has('reports')) return 'reports';
  return all.has('may') ? 'may' : 'never';
}

/**
 * Events whose runs belong to the last commit of the default branch or to a tag, and that nothing about a pull request
 * starts. https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
 */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'branch_protection_rule',
  'delete',
  'fork',
  'gollum',
  'page_build',
  'public',
  'registry_package',
  'release',
  'schedule',
  'watch',
  'workflow_call',
]);

/** What one trigger promises. */
export function reachOfTrigger(trigger: Trigger, branch: string | null): Reach {
  switch (trigger.event) {
    case 'pull_request':
    case 'pull_request_target':
      return whenOpen(trigger);
    case 'push':
      return pushReach(trigger, branch);
    default:
      return ELSEWHERE.has(trigger.event) ? 'never' : 'may';
  }
}

/** Activities that every pull request goes through; one of them is enough for a report. */
const EVERY_PULL_REQUEST: readonly string[] = ['opened', 'synchronize', 'reopened'];

function whenOpen({ types }: Trigger): Reach {
  if (types === undefined || types.length === 0) return 'reports';
  if (types.every(({ value }) => value === 'closed')) return 'never';
  return types.some(({ value }) => EVERY_PULL_REQUEST.includes(value)) ? 'reports' : 'may';
}

/**
 * A push to the head branch reports on the same commit. The judged branch is never the head of a pull request to
 * itself, another branch (`develop`, `feature/**`) may be.
 */
function pushReach(trigger: Trigger, branch: string | null): Reach {
  if (isForTagsOnly(trigger)) return 'never';
  const { branches } = trigger;
  if (branches === undefined || branches.some(({ value }) => value === '**' || value === '*')) return 'reports';
  return branches.length > 0 && branches.every(({ value }) => value === branch) ? 'never' : 'may';
}

function paths({ paths: only, pathsIgnore: except }: Trigger): Starts {
  if (isFilter(only)) {
    const filter = compileFilters(only);
    if (filter.invalid.length > 0) return ALWAYS;
    return { kind: 'paths', filter: only, key: 'paths', startsFor: (path) => filter.matches(path) };
  }
  if (isFilter(except)) {
    const filter = compileFilters(except);
    if (filter.invalid.length > 0) return ALWAYS;
    return { kind: 'paths', filter: except, key: 'paths-ignore', startsFor: (path) => !filter.matches(path) };
  }
  return ALWAYS;
}

/** An empty list filters nothing that could be pointed at. */
function isFilter(list: FilterList | undefined): list is FilterList {
  return list !== undefined && list.length > 0;
}

/** Patterns GitHub would refuse count as matching: nothing is claimed from them. */
function matches(list: FilterList, text: string): boolean {
  const filter = compileFilters(list);
  return filter.invalid.length > 0 ? true : filter.matches(text);
}

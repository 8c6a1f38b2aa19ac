/**
 * Which subjects the token of a job can have, in GitHub's default form.
 *
 * https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
 */
import { localCallee } from './check-names.js';
import { evaluateTemplate, hasExpression } from './expressions.js';
import { callersOf } from './permissions.js';
import type { FilterList, Job, RepositoryModel, Trigger, Workflow } from './types.js';

/** One or more texts: literal parts with unknown text between two neighbours. */
export interface Subjects {
  /** What follows `repo:owner/name:`. */
  readonly literals: readonly string[];
  readonly kind: 'environment' | 'ref' | 'pull_request';
}

const ANY_REF: readonly Subjects[] = [
  { kind: 'ref', literals: ['ref:refs/heads/', ''] },
  { kind: 'ref', literals: ['ref:refs/tags/', ''] },
];
const PULL_REQUEST: Subjects = { kind: 'pull_request', literals: ['pull_request'] };
const ANY_ENVIRONMENT: Subjects = { kind: 'environment', literals: ['environment:', ''] };

/** Events that run on the last commit of the default branch. Those not named here may run on any ref. */
const DEFAULT_BRANCH_EVENTS = new Set([
  ...['branch_protection_rule', 'check_run', 'check_suite', 'delete', 'discussion', 'discussion_comment', 'fork'],
  ...['gollum', 'issue_comment', 'issues', 'label', 'milestone', 'page_build', 'public', 'repository_dispatch'],
  ...['schedule', 'status', 'watch', 'workflow_run'],
]);

/** Callers of callers are followed this deep. */
const MAX_DEPTH = 10;

/**
 * All subjects that a token of the job may have; more than it really has where that is only known at run time.
 *
 * @returns empty for a job that only other repositories start: the subject is theirs
 */
export function subjectsOf(
  model: Pick<RepositoryModel, 'workflows'>,
  workflow: Workflow,
  job: Job,
  defaultBranch: string | null,
): readonly Subjects[] {
  const started = startedBy(model, workflow, defaultBranch, 0);
  if (started.length === 0) return [];
  // The jobs of a workflow of another repository name their environments there.
  if (job.uses !== undefined && localCallee(job) === null) return [...started, ANY_ENVIRONMENT];
  if (job.environment === undefined) return started;
  const names = environmentNames(job, job.environment.value);
  const environments = names.map((literals): Subjects => {
    const [first = '', ...rest] = literals;
    return { kind: 'environment', literals: [`environment:${first}`, ...rest] };
  });
  // An expression that comes to nothing is no environment.
  return names.some((literals) => literals.join('') === '') ? [...environments, ...started] : environments;
}

function environmentNames(job: Job, text: string): string[][] {
  if (!hasExpression(text)) return [[escaped(text)]];
  const combinations = job.matrix?.combinations ?? null;
  const known = combinations === null ? [{}] : combinations.map(({ values }) => ({ matrix: values }));
  return known.map((values) => {
    const name = evaluateTemplate(text, values);
    return name.kind === 'exact' ? [escaped(name.text)] : name.literals.map(escaped);
  });
}

/** "any `:` within the context value will be replaced with `%3A`" */
function escaped(name: string): string {
  return name.trim().replaceAll(':', '%3A');
}

function startedBy(
  model: Pick<RepositoryModel, 'workflows'>,
  workflow: Workflow,
  defaultBranch: string | null,
  depth: number,
): Subjects[] {
  if (depth > MAX_DEPTH) return [...ANY_REF, PULL_REQUEST];
  return workflow.triggers.flatMap((trigger) =>
    trigger.event === 'workflow_call'
      ? callersOf(model, workflow).flatMap((caller) => startedBy(model, caller.workflow, defaultBranch, depth + 1))
      : subjectsOfTrigger(trigger, defaultBranch),
  );
}

function subjectsOfTrigger(trigger: Trigger, defaultBranch: string | null): readonly Subjects[] {
  const { event } = trigger;
  const base: Subjects = {
    kind: 'ref',
    literals: defaultBranch === null ? ['ref:refs/heads/', ''] : [`ref:refs/heads/${defaultBranch}`],
  };
  if (event === 'push') return pushed(trigger);
  if (event === 'pull_request') return [PULL_REQUEST];
  // Which of the two is not documented for these.
  if (event.startsWith('pull_request')) {
    return [PULL_REQUEST, ...ANY_REF, { kind: 'ref', literals: ['ref:refs/pull/', ''] }];
  }
  if (event === 'merge_group') return [{ kind: 'ref', literals: ['ref:refs/heads/gh-readonly-queue/', ''] }];
  if (event === 'release') return [{ kind: 'ref', literals: ['ref:refs/tags/', ''] }];
  return DEFAULT_BRANCH_EVENTS.has(event) ? [base] : ANY_REF;
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushbranchestagsbranches-ignoretags-ignore */
function pushed({ branches, branchesIgnore, tags, tagsIgnore }: Trigger): Subjects[] {
  const forBranches = branches !== undefined || branchesIgnore !== undefined;
  const forTags = tags !== undefined || tagsIgnore !== undefined;
  const all = (kind: string): Subjects => ({ kind: 'ref', literals: [`ref:refs/${kind}/`, ''] });
  return [
    ...(forBranches ? filtered('heads', branches) : forTags ? [] : [all('heads')]),
    ...(forTags ? filtered('tags', tags) : forBranches ? [] : [all('tags')]),
  ];
}

/** The refs that a list of patterns lets through, and perhaps more: wildcards are "anything", negations are left out. */
function filtered(kind: string, patterns: FilterList | undefined): Subjects[] {
  const positive = patterns?.filter(({ value }) => !value.startsWith('!')) ?? [];
  const lists = positive.length === 0 ? [['', '']] : positive.map(({ value }) => widened(value));
  return lists.map(([first = '', ...rest]) => ({ kind: 'ref', literals: [`ref:refs/${kind}/${first}`, ...rest] }));
}

function widened(pattern: string): string[] {
  const literals = [''];
  for (let i = 0; i < pattern.length; i += 1) {
    const character = pattern[i] ?? '';
    const last = literals.length - 1;
    if (character === '\\') {
      i += 1;
      literals[last] += pattern[i] ?? '';
    } else if (character === '?' || character === '+') {
      // Zero or one, one or more of what stands before it.
      literals[last] = (literals[last] ?? '').slice(0, -1);
      literals.push('');
    } else if (character === '*') literals.push('');
    else if (character === '[') {
      const close = pattern.indexOf(']', i);
      i = close < 0 ? pattern.length : close;
      literals.push('');
    } else literals[last] += character;
  }
  return literals;
}

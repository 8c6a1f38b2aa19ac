/** The issues that recording keeps: something was merged that the gate would have blocked; a rule is paused. */
import { BREAKER_WINDOW_MS, type BreakerState, breakerState } from '../policy/breaker.js';
import { markdownCodeCell, markdownProse } from '../report/escape.js';
import type { DesiredIssue, IssueOutcome } from '../report/issues.js';
import type { BlockCounter } from '../stores/ports.js';
import { ALL_RULES } from './all-rules.js';
import type { RecordedOutcome, RecordResult } from './record.js';
import type { RecordRequest } from './record-run.js';

export interface RecordIssuesInput {
  readonly request: RecordRequest;
  readonly result: RecordResult;
  /** null: there is no store, or it was not opened. */
  readonly blocks: BlockCounter | null;
  readonly now: number;
}

/**
 * Never throws for what GitHub does: an outcome says so. Nothing is written in a dry run or without a token.
 *
 * @throws StoreError the block counter could not be read; what was merged has been told by then
 */
export async function recordIssues(input: RecordIssuesInput): Promise<readonly IssueOutcome[]> {
  const { request } = input;
  if (request.dryRun || request.token === undefined) return [];
  const { openIssues } = await import('../github/issues.js');
  const tracker = await openIssues({
    repository: request.repository ?? '',
    token: request.token,
    apiUrl: request.apiUrl ?? 'https://api.github.com',
  });
  const outcomes: IssueOutcome[] = [];
  for (const issue of merged(input)) outcomes.push(await tracker.sync(issue));
  for (const issue of await breakers(input)) outcomes.push(await tracker.sync(issue));
  return outcomes;
}

/** One issue for a push: what went in although the gate would have blocked it. People close it. */
function merged({ request, result }: RecordIssuesInput): DesiredIssue[] {
  const { trigger, runUrl } = request;
  if (trigger.kind !== 'push') return [];
  const through = result.outcomes.filter(
    ({ report }) => report.decision.outcome === 'block' && report.toolErrors.length === 0 && report.compared === 'base',
  );
  const [first, ...others] = through;
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return [
    {
      key: `runtime-enforcement:${request.repositoryId}:${trigger.after}`,
      state: 'open',
      title: `Merged to ${trigger.branch} although the gate would have blocked it: ${nameOf(first)}${more}`,
      body: [
        ...through.map(mergedText),
        'How it got in: the gate is not required on this branch, somebody overrode it, or the change edited the workflow that runs it (docs/rollout.md tells how an organisation puts the gate out of reach).',
        'Mend it, then close this issue. Nothing here opens a second one for the same push.',
        ...(runUrl === undefined || runUrl === '' ? [] : [`Seen by ${runUrl}`]),
      ].join('\n\n'),
      labels: ['runtime-enforcement', 'governance'],
      reopen: false,
      about: through.flatMap(({ report }) => report.findings.map(({ findingId }) => findingId)).join(' '),
    },
  ];
}

function nameOf({ change, commit }: RecordedOutcome): string {
  return change.startsWith('pr#') ? change.slice(2) : commit.slice(0, 12);
}

/** Problems of one change that are listed. */
const MAX_ROWS = 50;

function mergedText({ change, commit, report }: RecordedOutcome): string {
  const what = change.startsWith('pr#') ? `Pull request ${change.slice(2)} (${commit})` : `The commit ${commit}`;
  const blocking = report.findings.filter(({ status, level }) => status === 'new' && level === 'block');
  const rows = blocking.slice(0, MAX_ROWS).map(({ ruleId, title, evidence, fix }) => {
    const [first] = evidence;
    const where = first === undefined || first.path === '' ? '' : `${first.path}:${first.startLine}`;
    const cells = [
      markdownProse(title, markdownCodeCell),
      markdownCodeCell(where),
      markdownProse(fix, markdownCodeCell),
    ];
    return `| ${ruleId} | ${cells.join(' | ')} |`;
  });
  return [
    `${what} is on the branch. Judged again by the policy that was in force before it, the gate blocks it:`,
    report.decision.reasons.map(({ text }) => `- ${markdownProse(text)}`).join('\n'),
    ...(rows.length === 0 ? [] : [['| Rule | What | Where | Fix |', '| --- | --- | --- | --- |', ...rows].join('\n')]),
    ...(blocking.length > MAX_ROWS ? [`and ${blocking.length - MAX_ROWS} more.`] : []),
  ].join('\n\n');
}

/** One issue per repository for all paused rules: opened, edited and closed with the breaker. */
async function breakers({ request, result, blocks, now }: RecordIssuesInput): Promise<DesiredIssue[]> {
  // Evaluate asks AWS alone: what a database of one repository counts pauses nothing.
  if (blocks === null || result.incomplete || request.store.backend !== 'aws') return [];
  // The counter is where the consent could not be asked for.
  if (result.consent?.kind === 'unreachable') return [];
  // A rule that blocks nothing is not paused; levels as they are in force, where a change was judged. Nor is one whose
  // findings are critical.
  const blocking = new Set(
    result.outcomes.flatMap(({ report }) => report.rules.filter(({ level }) => level === 'block').map(({ id }) => id)),
  );
  const pausable = ALL_RULES.filter(
    ({ id, level, severity }) =>
      severity !== 'critical' && (result.outcomes.length === 0 ? level !== 'off' : blocking.has(id)),
  );
  const states = await Promise.all(
    pausable.map(async ({ id }) =>
      breakerState(id, await blocks.blocksSince(id, request.repositoryId, now - BREAKER_WINDOW_MS), now),
    ),
  );
  const open = states.filter((state) => state.open);
  const key = `circuit-breaker:${request.repositoryId}`;
  const names = open.map(({ ruleId }) => ruleId).join(', ');
  return [
    {
      key,
      state: open.length > 0 ? 'open' : 'closed',
      title: open.length > 0 ? `Paused: ${names} blocked many pull requests within an hour` : 'No rule is paused',
      body: breakerBody(open),
      labels: ['circuit-breaker', 'governance'],
      about: names,
      changed: `Paused now: ${names === '' ? 'none' : names}.`,
      resolved: 'The hour is over and fewer than ten pull requests are left in it: every rule blocks again.',
    },
  ];
}

function breakerBody(open: readonly BreakerState[]): string {
  const rows = open.map(
    ({ ruleId, pullRequests, authors, closesAt }) =>
      `| ${ruleId} | ${pullRequests} | ${authors.size} | ${closesAt === null ? '' : new Date(closesAt).toISOString().slice(0, 16).replace('T', ' ')} UTC |`,
  );
  return [
    'A rule that blocks ten pull requests of three or more people within an hour is more likely wrong than they all are, or something broke that they all depend on. Until the hour is over its problems are shown and do not block; critical ones still do.',
    ['| Rule | Pull requests blocked | People | Blocks again |', '| --- | --- | --- | --- |', ...rows].join('\n'),
    'What to do: look at one of these pull requests. If the rule is right, mend the cause (often one file on the default branch). If it is wrong, `phase-mirror fp mark` the finding, and pin the rule to `warn` in `.phase-mirror.yml` until it is mended. docs/merges-are-stuck.md tells more.',
  ].join('\n\n');
}

/** The action `evaluate` with `record: true`: it is no gate then. It judges what others did, writes it down, and says so. */
import { join } from 'node:path';
import { EXIT_CODES, PhaseMirrorError } from '../errors.js';
import type { EvaluateRequest, RecordRequest, RecordRunResult } from '../oracle.js';
import { compareOutcomes } from '../policy/decide.js';
import { clip, markdownProse, terminalText } from '../report/escape.js';
import type { Report } from '../report/types.js';
import type { ActionContext } from './context.js';
import type { EvaluateInputs } from './inputs.js';
import { writeFiles } from './report-files.js';
import type { EvaluateDependencies } from './run.js';
import { carriedOf, StoreCache } from './store-cache.js';

/** Where the database of a workflow lies: outside of the checkout, in the folder that the runner empties. */
const STORE_FILE = 'phase-mirror/store.db';

/**
 * @returns the exit status: 0 whatever was decided, because nothing that was judged here can be held up any more; 2 when
 *   something was not judged, not recorded or not told
 * @throws PhaseMirrorError an event that cannot record; what recording failed with, once the rest is told
 */
export async function runRecord(
  request: EvaluateRequest,
  inputs: EvaluateInputs,
  context: ActionContext,
  dependencies: EvaluateDependencies,
): Promise<number> {
  const { runner } = dependencies;
  const trigger = triggerOf(context);
  const { repositoryId, ownerId, defaultBranch } = context;
  if (repositoryId === null || ownerId === null || defaultBranch === null) throw unknown(context);
  if (trigger.kind === 'push' && trigger.branch !== defaultBranch) {
    for (const name of ['decision', 'degraded', 'report', 'sarif']) runner.output(name, '');
    for (const name of ['findings', 'new-findings']) runner.output(name, '0');
    runner.output('complete', 'false');
    await say(runner, [`Not recorded: ${trigger.branch} is not the default branch (${defaultBranch}).`]);
    return EXIT_CODES.ok;
  }
  const { event: _event, memory, authorId: _author, senderId: _sender, gate: _gate, ...rest } = request;
  const store: RecordRequest['store'] =
    memory === undefined
      ? { backend: 'sqlite', file: join(dependencies.environment['RUNNER_TEMP'] || '.', STORE_FILE) }
      : { backend: 'aws', ...memory, session: { ...memory.session, action: 'record' } };
  // In AWS nothing has to be carried; and who writes nothing needs to know nothing.
  const cache =
    store.backend === 'sqlite' && !inputs.dryRun
      ? new StoreCache(
          await dependencies.openCache(),
          carriedOf(context, repositoryId, store.file, dependencies.environment, dependencies.clock),
        )
      : null;
  const brought = (await cache?.bring()) ?? [];
  const whole: RecordRequest = {
    ...rest,
    trigger,
    repositoryId,
    ownerId,
    defaultBranch,
    serverUrl: dependencies.environment['GITHUB_SERVER_URL'] || 'https://github.com',
    store,
    dryRun: inputs.dryRun,
  };
  let result: RecordRunResult;
  try {
    result = await dependencies.record(whole);
  } catch (error) {
    // What was written before it failed is worth keeping; the failure is told by the caller.
    await say(runner, [...brought, ...((await cache?.keep(true)) ?? [])]);
    throw error;
  }
  const changed = result.recorded + result.known + result.blocks > 0;
  const kept = (await cache?.keep(changed)) ?? [];
  await publish(result, [...brought, ...kept], inputs, dependencies);
  if (result.failure !== undefined) throw result.failure;
  return result.incomplete ? EXIT_CODES.failed : EXIT_CODES.ok;
}

function triggerOf({ trigger, eventName }: ActionContext): NonNullable<ActionContext['trigger']> {
  if (trigger !== null) return trigger;
  throw new PhaseMirrorError('user', {
    thing: `Input \`record\` on the event ${eventName}`,
    reason: 'is refused: what a pull request runs is its own, and only code of the default branch may record',
    next: 'Record in a workflow of its own, on `push` to the default branch or on `workflow_run` (workflows-templates/)',
  });
}

function unknown({ repositoryId, ownerId }: ActionContext): PhaseMirrorError {
  const what =
    repositoryId === null ? 'repository.id' : ownerId === null ? 'repository.owner.id' : 'repository.default_branch';
  return new PhaseMirrorError('evidence', {
    thing: 'The payload of the event (GITHUB_EVENT_PATH)',
    reason: `has no \`${what}\``,
    next: 'Leave GITHUB_EVENT_PATH as the runner sets it',
  });
}

/** @param carried what was said of the database in the cache */
async function publish(
  result: RecordRunResult,
  carried: readonly string[],
  inputs: EvaluateInputs,
  dependencies: EvaluateDependencies,
): Promise<void> {
  const { runner } = dependencies;
  const worst = [...result.outcomes].sort((a, b) =>
    compareOutcomes(b.report.decision.outcome, a.report.decision.outcome),
  )[0];
  await say(runner, [...sentences(result), ...carried]);
  const report: Report | undefined = worst?.report;
  const counted = (report?.findings ?? []).filter(({ status }) => status !== 'suppressed');
  runner.output('decision', report?.decision.outcome ?? '');
  runner.output(
    'complete',
    String(report?.complete === true && !result.incomplete && result.consent?.kind !== 'unreachable'),
  );
  runner.output('degraded', (report?.degraded ?? []).map(({ code }) => code).join(','));
  runner.output('findings', String(counted.length));
  runner.output('new-findings', String(counted.filter(({ status }) => status === 'new').length));
  const files = report === undefined ? { report: '', sarif: '' } : await writeFiles(report, inputs, dependencies);
  runner.output('report', files.report);
  runner.output('sarif', files.sarif);
}

/** What happened, worst first; each a sentence for people. */
function sentences({ outcomes, recorded, known, blocks, consent, notes, issues, store }: RecordRunResult): string[] {
  const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
  const judged = outcomes.map(({ change, report, blockedBy }) => {
    const name = change.startsWith('pr#') ? change.slice(2) : report.subject.id.replace('commit:', '').slice(0, 12);
    const by = blockedBy.length === 0 ? '' : ` by ${blockedBy.join(', ')}`;
    const found = report.findings.filter(({ status }) => status === 'new').length;
    return `${name}: ${report.decision.outcome}${by}, ${plural(found, 'new problem')}.`;
  });
  const written = `Recorded in ${store}: ${plural(recorded, 'event')} (${known} known already), ${plural(blocks, 'block')} for the circuit breaker.`;
  const granted = consent?.kind === 'implicit' || (consent?.kind === 'asked' && consent.answer.granted);
  const kept = issues
    .filter(({ action }) => action !== 'absent' && action !== 'unchanged')
    .map(({ action, number, url, why }) => {
      const which = number === null ? 'An issue' : `Issue ${url === '' ? `#${number}` : url}`;
      return `${which} ${action === 'failed' ? 'could not be kept' : `was ${action}`}${why === '' ? '' : `: ${why}`}.`;
    });
  const implicit =
    consent?.kind === 'implicit'
      ? ['Consent is implicit: the database holds this repository alone, and stays with it.']
      : [];
  const nothing = outcomes.length === 0 && notes.length === 0 ? ['Nothing to record.'] : [];
  return [...notes, ...judged, ...(store === 'none' || !granted ? [] : [written]), ...kept, ...implicit, ...nothing];
}

const MAX_SUMMARY = 100_000;

async function say(runner: EvaluateDependencies['runner'], lines: readonly string[]): Promise<void> {
  runner.lines(lines.map((line) => terminalText(line)).join('\n'));
  const body = lines.map((line) => `- ${markdownProse(line)}`).join('\n');
  await runner.summary(clip(`## Recorded by Phase Mirror\n\n${body}\n`, MAX_SUMMARY));
}

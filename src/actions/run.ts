/**
 * The action `evaluate`: reads the inputs, calls the oracle, writes what came out. Nothing is decided here. All that
 * touches the world comes in as {@link EvaluateDependencies}; evaluate.ts puts the real things in.
 */
import { resolve } from 'node:path';
import type { EvaluateRequest, RecordRequest, RecordRunResult } from '../oracle.js';
import { exitCode } from '../policy/exit-code.js';
import { annotationsOf, renderWorkflowCommands } from '../report/annotations.js';
import { renderSummary } from '../report/summary.js';
import { renderTerminal } from '../report/terminal.js';
import type { Degradation, Report } from '../report/types.js';
import { type ActionContext, type Environment, readContext } from './context.js';
import { reportFailure } from './failure.js';
import { refuseLinkedFolder } from './files.js';
import { type EvaluateInputs, type FailOn, readFailOn, readInputs, readToken } from './inputs.js';
import { awsAccess } from './memory.js';
import { runRecord } from './record.js';
import { writeFiles } from './report-files.js';
import type { Runner } from './runner.js';
import type { CacheClient } from './store-cache.js';

export interface EvaluateDependencies {
  readonly environment: Environment;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly runner: Runner;
  evaluate(request: EvaluateRequest): Promise<Report>;
  record(request: RecordRequest): Promise<RecordRunResult>;
  /** Asked by a run that records in SQLite, and by no other. */
  openCache(): Promise<CacheClient>;
}

/** Columns of the log: a job's page shows about 120 beside the line numbers. */
const LOG_WIDTH = 110;

/** Runs the action and returns the exit status. Never throws: this is the one catch at the edge. */
export async function runEvaluate(dependencies: EvaluateDependencies): Promise<number> {
  const { environment, runner } = dependencies;
  const token = readToken(environment);
  if (token !== undefined) runner.mask(token);
  let failOn: FailOn = 'block';
  try {
    failOn = readFailOn(environment);
    const today = new Date(dependencies.clock()).toISOString().slice(0, 10);
    const inputs = readInputs(environment, today);
    await refuseLinkedFolder(inputs.folder, resolve(environment['GITHUB_WORKSPACE'] || '.'));
    const context = await readContext(environment);
    const request = requestOf(inputs, context, token, dependencies);
    if (inputs.record) return await runRecord(request, inputs, context, dependencies);
    const report = await dependencies.evaluate(request);
    return await publish(report, inputs, today, dependencies);
  } catch (error) {
    return await reportFailure(error, { runner, token, failOn });
  }
}

function requestOf(
  inputs: EvaluateInputs,
  context: ActionContext,
  token: string | undefined,
  { environment, clock, runner }: EvaluateDependencies,
): EvaluateRequest {
  const credentials = token === undefined ? {} : { token };
  return {
    folder: inputs.folder,
    event: { ...context.event, ...credentials, ...(inputs.base === undefined ? {} : { base: inputs.base }) },
    environment,
    clock,
    strict: inputs.strict,
    repository: context.repository,
    ...credentials,
    apiUrl: context.apiUrl,
    apiExpected: true,
    workflowRef: context.workflowRef,
    runUrl: context.runUrl,
    eventName: context.eventName,
    degraded: degradationsOf(context, token),
    timings: false,
    repositoryId: context.repositoryId,
    authorId: context.authorId,
    senderId: context.senderId,
    ...(context.queuedPullRequest === null ? {} : { queuedPullRequest: context.queuedPullRequest }),
    ...(inputs.memory.backend === 'aws' ? { memory: awsAccess(inputs.memory, context, { environment, runner }) } : {}),
    ...(inputs.config === undefined ? {} : { configPath: inputs.config }),
    ...(inputs.configInline === undefined ? {} : { configInline: inputs.configInline }),
    ...(inputs.enforceFrom === undefined ? {} : { enforceFrom: inputs.enforceFrom }),
    ...(context.gate === null ? {} : { gate: context.gate }),
    ...(context.defaultBranch === null ? {} : { defaultBranch: context.defaultBranch }),
  };
}

/**
 * What this run lacks from the start. A restricted run with its read-only token lacks nothing: both endpoints of
 * required checks can be read with it.
 */
function degradationsOf({ restricted }: ActionContext, token: string | undefined): readonly Degradation[] {
  if (token !== undefined) return [];
  const missing = 'rulesets and branch protection were not read, so required checks are known from files only';
  if (restricted === 'fork') {
    return [{ code: 'fork_token', text: `This pull request comes from a fork and the run has no token: ${missing}.` }];
  }
  if (restricted === 'dependabot') {
    return [{ code: 'dependabot_token', text: `Dependabot started this run and it has no token: ${missing}.` }];
  }
  return [{ code: 'no_token', text: `The input \`github-token\` is empty: ${missing}.` }];
}

/** Log (notes first: they explain the exit status), annotations, summary, outputs, files. */
async function publish(
  report: Report,
  inputs: EvaluateInputs,
  today: string,
  dependencies: EvaluateDependencies,
): Promise<number> {
  const { runner } = dependencies;
  const { code, notes } = exitCode(report, {
    failOn: inputs.failOn,
    requireComplete: inputs.requireComplete,
    ...(inputs.enforceFrom === undefined ? {} : { enforceFrom: inputs.enforceFrom }),
    today,
  });
  runner.lines(renderTerminal(report, { width: LOG_WIDTH, color: false, notes }));
  if (inputs.annotations) runner.commands(renderWorkflowCommands(annotationsOf(report)));
  await runner.summary(renderSummary(report, { notes }));
  const counted = report.findings.filter(({ status }) => status !== 'suppressed');
  runner.output('decision', report.decision.outcome);
  runner.output('complete', String(report.complete));
  runner.output('degraded', report.degraded.map((degradation) => degradation.code).join(','));
  runner.output('findings', String(counted.length));
  runner.output('new-findings', String(counted.filter(({ status }) => status === 'new').length));
  const files = await writeFiles(report, inputs, dependencies);
  runner.output('report', files.report);
  runner.output('sarif', files.sarif);
  return code;
}

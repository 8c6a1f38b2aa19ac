/**
 * The action `calibrate`: reads the inputs, calls the oracle, writes what came out. All that touches the world comes in as
 * {@link CalibrateDependencies}; calibrate.ts puts the real things in.
 */
import { access } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { renderCalibrationMarkdown } from '../calibration/render-markdown.js';
import { renderCalibrationText } from '../calibration/render-text.js';
import { renderCalibrationJson } from '../calibration/report-schema.js';
import type { IngestSummary } from '../calibration/report-types.js';
import { tallyCalibration } from '../calibration/words.js';
import { EXIT_CODES, PhaseMirrorError } from '../errors.js';
import type {
  CalibrateRequest,
  CalibrateResult,
  CalibrationRequest,
  CalibrationRun,
  CalibrationStore,
  IngestRequest,
} from '../oracle.js';
import { markdownProse, terminalText } from '../report/escape.js';
import type { IssueOutcome } from '../report/issues.js';
import { type CalibrateInputs, readCalibrateInputs } from './calibrate-inputs.js';
import { type ActionContext, type Environment, readContext } from './context.js';
import { readSigningKey } from './drift-inputs.js';
import { reportFailure } from './failure.js';
import { newFolder, readFileInside, refuseLinkedFolder, refuseWayOut, writeFileInside } from './files.js';
import { type FailOn, readFailOn, readToken } from './inputs.js';
import { awsAccess } from './memory.js';
import type { Runner } from './runner.js';
import { type CacheClient, carriedOf, StoreCache } from './store-cache.js';

export interface CalibrateDependencies {
  readonly environment: Environment;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly runner: Runner;
  ingest(request: IngestRequest): Promise<IngestSummary>;
  calibrate(request: CalibrateRequest): Promise<CalibrateResult>;
  /** Asked by a run with `backend: sqlite`, and by no other. */
  openCache(): Promise<CacheClient>;
}

/** Where the database of a workflow lies: outside of the checkout, in the folder that the runner empties. */
const STORE_FILE = 'phase-mirror/store.db';
const LOG_WIDTH = 110;
/** GitHub takes a mebibyte of summary from a step. */
const MAX_SUMMARY = 500_000;
/** Of a file of verdicts: some 40,000 lines. */
const MAX_INPUT = 10_000_000;
/** Events whose run is of the default branch's workflow, when it is on that branch. */
const EVENTS = ['schedule', 'workflow_dispatch', 'push'];

/** Runs the action and returns the exit status. Never throws: this is the one catch at the edge. */
export async function runCalibrate(dependencies: CalibrateDependencies): Promise<number> {
  const { environment, runner } = dependencies;
  const token = readToken(environment);
  const key = readSigningKey(environment);
  for (const secret of [token, key]) if (secret !== undefined) mask(secret, runner);
  for (const name of ['changes', 'published', 'sequence', 'degraded', 'report', 'issue']) runner.output(name, '');
  runner.output('complete', 'false');
  let failOn: FailOn = 'block';
  try {
    failOn = readFailOn(environment);
    const inputs = readCalibrateInputs(environment);
    const workspace = resolve(environment['GITHUB_WORKSPACE'] || '.');
    await refuseLinkedFolder(inputs.folder, workspace);
    if (inputs.copy !== undefined) await refuseWayOut(inputs.copy, [workspace]);
    const context = await readContext(environment);
    const defaultBranch = defaultBranchOf(context, environment);
    await run(inputs, context, { token, key, defaultBranch }, dependencies);
    return EXIT_CODES.ok;
  } catch (error) {
    return await reportFailure(error, { runner, token, failOn });
  }
}

/** A key has lines, and the log is masked line by line. */
function mask(secret: string, runner: Runner): void {
  for (const line of secret.split('\n')) if (line.trim().length > 3) runner.mask(line.trim());
}

/**
 * The branch that this run is on. What a pull request runs is its own: it could judge itself. Any other branch has a
 * configuration that nobody merged.
 *
 * @throws PhaseMirrorError kind `user`
 */
function defaultBranchOf({ eventName, defaultBranch }: ActionContext, environment: Environment): string {
  const ref = environment['GITHUB_REF'] ?? '';
  const next = 'Run it on `schedule` or `workflow_dispatch` of the default branch (workflows-templates/calibrate.yml)';
  if (!EVENTS.includes(eventName) || ref.startsWith('refs/pull/')) {
    throw new PhaseMirrorError('user', {
      thing: `The event ${eventName}`,
      reason: 'is refused: who reviews, and how much, is read from the default branch, and levels hold for everybody',
      next,
    });
  }
  if (defaultBranch === null) throw unknown('repository.default_branch');
  if (ref !== `refs/heads/${defaultBranch}`) {
    throw new PhaseMirrorError('user', {
      thing: `A run on ${ref || 'no branch'}`,
      reason: `is refused: the default branch is ${defaultBranch}`,
      next,
    });
  }
  return defaultBranch;
}

function unknown(what: string): PhaseMirrorError {
  return new PhaseMirrorError('evidence', {
    thing: 'The payload of the event (GITHUB_EVENT_PATH)',
    reason: `has no \`${what}\``,
    next: 'Leave GITHUB_EVENT_PATH as the runner sets it',
  });
}

async function run(
  inputs: CalibrateInputs,
  context: ActionContext,
  {
    token,
    key,
    defaultBranch,
  }: { readonly token: string | undefined; readonly key: string | undefined; readonly defaultBranch: string },
  dependencies: CalibrateDependencies,
): Promise<void> {
  const { environment, clock } = dependencies;
  const { repositoryId, ownerId, repository, runUrl, apiUrl } = context;
  if (repositoryId === null) throw unknown('repository.id');
  const { store, cache } = await storeOf(inputs, context, repositoryId, dependencies);
  if (store.backend === 'sqlite' && !(await isThere(store.file))) return await nothingYet(dependencies.runner);
  const request: CalibrationRequest = {
    folder: inputs.folder,
    environment,
    clock,
    store,
    repository,
    repositoryId,
    ownerId,
    runUrl,
    apiUrl,
    dryRun: inputs.dryRun,
    run: runOf(defaultBranch, environment),
    ...(inputs.config === undefined ? {} : { configPath: inputs.config }),
    ...(token === undefined ? {} : { token }),
  };
  let changed = false;
  let ingested: IngestSummary | undefined;
  let result: CalibrateResult;
  try {
    if (inputs.ingest) {
      ingested = await takeIn(request, inputs, dependencies);
      changed = ingested.stored > 0;
    }
    const { mode, issue, copy, dryRun } = inputs;
    result = await dependencies.calibrate({
      ...request,
      mode,
      issue,
      ...(copy === undefined || dryRun ? {} : { copy }),
      ...(key === undefined ? {} : { signingKey: key }),
      ...(ingested === undefined ? {} : { ingested }),
    });
    changed ||= result.report.state.published !== null;
  } catch (error) {
    // Verdicts that were taken in before it failed are worth keeping; the failure is told by the caller.
    say(dependencies.runner, (await cache?.keep(changed && !inputs.dryRun)) ?? []);
    throw error;
  }
  const kept = (await cache?.keep(changed && !inputs.dryRun)) ?? [];
  await tell(result, kept, inputs, dependencies);
  if (cache !== null && changed && !inputs.dryRun && !cache.saved) {
    // Published into a file that is gone with this job.
    dependencies.runner.output('published', 'false');
    throw notCarried(kept);
  }
}

function runOf(defaultBranch: string, environment: Environment): CalibrationRun {
  const attempt = Number(environment['GITHUB_RUN_ATTEMPT'] ?? '1');
  return {
    sha: environment['GITHUB_SHA'] ?? '',
    // What is no number is asked about as a re-run is.
    attempt: Number.isSafeInteger(attempt) && attempt >= 1 ? attempt : 2,
    defaultBranch,
  };
}

async function storeOf(
  { store: chosen }: CalibrateInputs,
  context: ActionContext,
  repositoryId: number,
  { environment, runner, clock, openCache }: CalibrateDependencies,
): Promise<{ readonly store: CalibrationStore; readonly cache: StoreCache | null }> {
  if (chosen.backend === 'aws') {
    const access = awsAccess(chosen, context, { environment, runner }, 'calibrate');
    return { store: { backend: 'aws', ...access }, cache: null };
  }
  const file = join(environment['RUNNER_TEMP'] || '.', STORE_FILE);
  const cache = new StoreCache(await openCache(), carriedOf(context, repositoryId, file, environment, clock));
  const notes = await cache.bring();
  say(runner, notes);
  if (!cache.known) throw notCarried(notes);
  return { store: { backend: 'sqlite', file }, cache };
}

/** Levels made of a part of the record would be wrong, and published in front of the right ones. */
function notCarried(notes: readonly string[]): PhaseMirrorError {
  return new PhaseMirrorError('store', {
    thing: 'The database of earlier runs',
    reason: `cannot be had or carried on: ${notes.join(' ').replace(/\.$/, '')}`,
    next: 'Run the job again; if it stays, use `backend: aws`',
  });
}

async function isThere(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}

/** The cache service is certain that it has none: a repository that begins, which is no failure. */
async function nothingYet(runner: Runner): Promise<void> {
  const said =
    'Nothing to calibrate: no run with `record: true` and `backend: sqlite` has left a database in the cache, or GitHub dropped it, as it does after a week without a run.';
  say(runner, [said]);
  await runner.summary(`## Nothing to calibrate\n\n${markdownProse(said)}\n`);
  runner.output('changes', '0');
  runner.output('published', 'false');
}

async function takeIn(
  request: CalibrationRequest,
  { input }: CalibrateInputs,
  { ingest, environment }: CalibrateDependencies,
): Promise<IngestSummary> {
  const roots = [environment['GITHUB_WORKSPACE'] || '.', environment['RUNNER_TEMP'] || tmpdir()];
  const sources: IngestRequest['sources'] = [
    ...(request.token === undefined ? [] : (['alerts', 'suppressions'] as const)),
    ...(input === undefined ? [] : (['file'] as const)),
  ];
  const file =
    input === undefined
      ? {}
      : { input: { name: input.name, text: await readFileInside(input.path, roots, MAX_INPUT) } };
  return await ingest({ ...request, sources, ...file });
}

// ---------------------------------------------------------------- what came out

/** @param kept what was said of the database in the cache */
async function tell(
  { report, issue, breakerIssue }: CalibrateResult,
  kept: readonly string[],
  inputs: CalibrateInputs,
  dependencies: CalibrateDependencies,
): Promise<void> {
  const { runner } = dependencies;
  const { changes } = tallyCalibration(report);
  const said = [
    ...(inputs.failOn === 'never' ? ['fail-on: never: this run exits 0 whatever goes wrong.'] : []),
    ...issueSentences(issue),
    ...(breakerIssue === '' ? [] : [`A rule is paused, because it blocked many pull requests: ${breakerIssue}.`]),
    ...kept,
  ];
  runner.lines(renderCalibrationText(report, { width: LOG_WIDTH, color: false }));
  say(runner, said);
  const page = renderCalibrationMarkdown(report, { maxLength: MAX_SUMMARY });
  await runner.summary([page.trimEnd(), ...said.map((note) => markdownProse(note))].join('\n\n'));
  runner.output('changes', String(changes.length));
  runner.output('published', String(report.state.published !== null));
  runner.output('sequence', String(report.state.published ?? report.state.sequence ?? ''));
  runner.output('complete', String(report.complete));
  runner.output('degraded', report.degraded.map(({ code }) => code).join(','));
  runner.output('issue', issue?.url ?? '');
  runner.output('report', inputs.dryRun ? '' : await writeReport(renderCalibrationJson(report), inputs, dependencies));
}

/** Absolute path of the report. */
async function writeReport(
  text: string,
  { report }: CalibrateInputs,
  { environment }: CalibrateDependencies,
): Promise<string> {
  const temporary = environment['RUNNER_TEMP'] || tmpdir();
  const path = report ?? join(await newFolder(temporary), 'calibration.json');
  await writeFileInside(path, [environment['GITHUB_WORKSPACE'] || '.', temporary], text);
  return path;
}

function issueSentences(issue: IssueOutcome | null): string[] {
  if (issue === null || issue.action === 'absent') return [];
  const { action, number, url, why } = issue;
  const which = number === null ? 'The issue' : `Issue ${url === '' ? `#${number}` : url}`;
  const what = { failed: 'could not be kept', unchanged: 'is as it was' }[action as string] ?? `was ${action}`;
  return [`${which} ${what}${why === '' ? '' : `: ${why}`}.`];
}

function say(runner: Runner, lines: readonly string[]): void {
  runner.lines(lines.map((line) => terminalText(line)).join('\n'));
}

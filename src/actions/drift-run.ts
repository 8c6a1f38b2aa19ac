/**
 * The action `drift-check`: reads the inputs, calls the oracle, writes what came out. All that touches the world comes
 * in as {@link DriftDependencies}; drift-check.ts puts the real things in.
 */
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { driftAnnotations } from '../drift/annotations.js';
import { checkWords, takenMarkdown, takenText } from '../drift/headings.js';
import { renderDriftMarkdown } from '../drift/render-markdown.js';
import { renderDriftText } from '../drift/render-text.js';
import { driftReport, renderDriftJson } from '../drift/report.js';
import { EXIT_CODES, PhaseMirrorError } from '../errors.js';
import type {
  AcceptRequest,
  DriftAcceptResult,
  DriftCheckResult,
  DriftRequest,
  DriftRun,
  DriftStore,
} from '../oracle.js';
import { renderWorkflowCommands } from '../report/annotations.js';
import { markdownProse, terminalText } from '../report/escape.js';
import type { IssueOutcome } from '../report/issues.js';
import { VERSION } from '../version.js';
import { type ActionContext, type Environment, readContext } from './context.js';
import { type DriftInputs, readDriftInputs, readSigningKey } from './drift-inputs.js';
import { reportFailure } from './failure.js';
import { newFolder, refuseLinkedFolder, writeFileInside } from './files.js';
import { type FailOn, readFailOn, readToken } from './inputs.js';
import { awsAccess } from './memory.js';
import type { Runner } from './runner.js';
import { type CacheClient, carriedOf, StoreCache } from './store-cache.js';

export interface DriftDependencies {
  readonly environment: Environment;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly runner: Runner;
  check(request: DriftRequest): Promise<DriftCheckResult>;
  accept(request: AcceptRequest): Promise<DriftAcceptResult>;
  /** Asked by a run with `backend: sqlite`, and by no other. */
  openCache(): Promise<CacheClient>;
}

/** Where the database of a workflow lies: outside of the checkout, in the folder that the runner empties. */
const STORE_FILE = 'phase-mirror/store.db';
const LOG_WIDTH = 110;
/** GitHub takes a mebibyte of summary from a step. */
const MAX_SUMMARY = 500_000;

/** Runs the action and returns the exit status. Never throws: this is the one catch at the edge. */
export async function runDriftCheck(dependencies: DriftDependencies): Promise<number> {
  const { environment, runner } = dependencies;
  const token = readToken(environment);
  const key = readSigningKey(environment);
  for (const secret of [token, key]) if (secret !== undefined) mask(secret, runner);
  for (const name of ['drift', 'magnitude', 'changes', 'degraded', 'report', 'issue']) runner.output(name, '');
  runner.output('complete', 'false');
  let failOn: FailOn = 'block';
  try {
    failOn = readFailOn(environment);
    const inputs = readDriftInputs(environment);
    await refuseLinkedFolder(inputs.folder, resolve(environment['GITHUB_WORKSPACE'] || '.'));
    const context = await readContext(environment);
    const { request, cache } = await requestOf(inputs, context, token, dependencies);
    if (inputs.mode === 'check') return await check(request, inputs, dependencies);
    const { reason, first, anew, restore } = inputs;
    const accepting = { ...request, reason, first, anew, ...(restore === undefined ? {} : { restore }) };
    return await accept(key === undefined ? accepting : { ...accepting, signingKey: key }, cache, dependencies);
  } catch (error) {
    return await reportFailure(error, { runner, token, failOn });
  }
}

/** A key has lines, and the log is masked line by line. */
function mask(secret: string, runner: Runner): void {
  for (const line of secret.split('\n')) if (line.trim().length > 3) runner.mask(line.trim());
}

async function requestOf(
  inputs: DriftInputs,
  context: ActionContext,
  token: string | undefined,
  dependencies: DriftDependencies,
): Promise<{ readonly request: DriftRequest; readonly cache: StoreCache | null }> {
  const { environment, clock, runner } = dependencies;
  const { repositoryId } = context;
  if (repositoryId === null) {
    throw new PhaseMirrorError('evidence', {
      thing: 'The payload of the event (GITHUB_EVENT_PATH)',
      reason: 'has no `repository.id`',
      next: 'Leave GITHUB_EVENT_PATH as the runner sets it',
    });
  }
  const { store, cache } = await storeOf(inputs, context, repositoryId, dependencies);
  return {
    cache,
    request: {
      folder: inputs.folder,
      environment,
      clock,
      store,
      repository: context.repository,
      repositoryId,
      defaultBranch: context.defaultBranch,
      run: runOf(context, environment),
      apiUrl: context.apiUrl,
      issue: inputs.issue,
      dryRun: inputs.dryRun,
      ...(inputs.config === undefined ? {} : { configPath: inputs.config }),
      ...(token === undefined ? {} : { token }),
    },
  };

  function runOf({ eventName, runUrl, workflowRef, restricted }: ActionContext, variables: Environment): DriftRun {
    const attempt = Number(variables['GITHUB_RUN_ATTEMPT'] ?? '1');
    const actor = variables['GITHUB_ACTOR'] ?? '';
    return {
      event: eventName,
      ref: variables['GITHUB_REF'] ?? '',
      sha: variables['GITHUB_SHA'] ?? '',
      runUrl,
      workflow: /\.github\/workflows\/([^@/]+)@/.exec(workflowRef)?.[1] ?? '',
      actor,
      // Servers that do not know it know no re-run by another person either.
      triggeringActor: variables['GITHUB_TRIGGERING_ACTOR'] ?? actor,
      attempt: Number.isSafeInteger(attempt) && attempt >= 1 ? attempt : 2,
      restricted,
    };
  }

  async function storeOf(
    { store: chosen }: DriftInputs,
    about: ActionContext,
    id: number,
    { openCache }: DriftDependencies,
  ): Promise<{ readonly store: DriftStore; readonly cache: StoreCache | null }> {
    switch (chosen.backend) {
      case 'file':
        return { store: { backend: 'file' }, cache: null };
      case 'aws':
        return {
          store: { backend: 'aws', ...awsAccess(chosen, about, { environment, runner }, 'drift') },
          cache: null,
        };
      case 'sqlite': {
        const file = join(environment['RUNNER_TEMP'] || '.', STORE_FILE);
        const carried = new StoreCache(await openCache(), carriedOf(about, id, file, environment, clock));
        const notes = await carried.bring();
        runner.lines(notes.map((note) => terminalText(note)).join('\n'));
        if (!carried.known) throw notCarried(notes);
        return { store: { backend: 'sqlite', file, named: true }, cache: carried };
      }
    }
  }
}

/** "There is none" has to be certain: a cache that cannot be read may hold one. */
function notCarried(notes: readonly string[]): PhaseMirrorError {
  return new PhaseMirrorError('store', {
    thing: 'The database of earlier runs',
    reason: `cannot be had: ${notes.join(' ').replace(/\.$/, '')}`,
    next: 'Run the job again; if it stays, use `backend: file` or `backend: aws`',
  });
}

// ---------------------------------------------------------------- check

async function check(request: DriftRequest, inputs: DriftInputs, dependencies: DriftDependencies): Promise<number> {
  const { runner } = dependencies;
  const result = await dependencies.check(request);
  const { drift, about, degraded, notes, complete, issue } = result;
  const drifted = drift.severity !== null;
  const strict = drifted ? EXIT_CODES.blocked : EXIT_CODES.ok;
  const first =
    inputs.failOn === 'never' ? [`fail-on: never: this run always exits 0; without it: exit ${strict}.`] : [];
  const said = [...degraded.map(({ text }) => text), ...notes, ...issueSentences(issue)];
  const lines = (all: readonly string[]): string => all.map((line) => `${terminalText(line)}\n`).join('');
  const text = checkWords(renderDriftText(drift, about, { width: LOG_WIDTH, color: false }), result);
  runner.lines(`${lines(first)}${text}${lines(said)}`);
  if (inputs.annotations) runner.commands(renderWorkflowCommands(driftAnnotations(drift)));
  await runner.summary(
    [
      ...first.map((note) => `**${markdownProse(note)}**`),
      checkWords(renderDriftMarkdown(drift, about, { maxLength: MAX_SUMMARY }), result),
      ...said.map((note) => markdownProse(note)),
    ].join('\n\n'),
  );
  runner.output('drift', String(drifted));
  runner.output('magnitude', String(drift.magnitude.value));
  runner.output('changes', String(drift.files.length + drift.others.length));
  runner.output('complete', String(complete));
  runner.output('degraded', degraded.map(({ code }) => code).join(','));
  runner.output('issue', issue?.url ?? '');
  runner.output('report', await writeReport(result, inputs, dependencies));
  return inputs.failOn === 'never' ? EXIT_CODES.ok : strict;
}

/** Absolute path of the report; '' on a dry run. */
async function writeReport(
  result: DriftCheckResult,
  { dryRun, report }: DriftInputs,
  { environment }: DriftDependencies,
): Promise<string> {
  if (dryRun) return '';
  const temporary = environment['RUNNER_TEMP'] || tmpdir();
  const path = report ?? join(await newFolder(temporary), 'drift.json');
  const text = renderDriftJson(driftReport(result, VERSION));
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

// ---------------------------------------------------------------- accept

/** Before the issue is closed: without the cache the next run would not know of the acceptance. */
async function keepIn(cache: StoreCache): Promise<void> {
  const kept = await cache.keep(true);
  if (!cache.saved) throw notCarried(kept);
}

async function accept(
  request: AcceptRequest,
  cache: StoreCache | null,
  { accept: acceptState, runner }: DriftDependencies,
): Promise<number> {
  const result = await acceptState(cache === null ? request : { ...request, keep: async () => await keepIn(cache) });
  const { outcome, accepted, drift, notes, store, issue } = result;
  const { header, files, facts } = accepted.baseline;
  const head = {
    written: `Accepted: ${header.branch} at ${header.commit.slice(0, 12)}, by ${header.acceptedBy.name}: ${header.reason}`,
    unchanged: `Nothing to accept: this state was accepted by ${header.acceptedBy.name} on ${header.acceptedAt.slice(0, 10)} already`,
    'dry-run': `Would accept: ${header.branch} at ${header.commit.slice(0, 12)}. Nothing was written (dry-run)`,
  }[outcome];
  const holds = `It holds ${files.length} files and ${facts.length} facts; sequence ${accepted.sequence}, kept in ${store}`;
  const said = [...notes, ...issueSentences(issue)];
  const about = { accepted: header, commit: null, maxMagnitude: 1, tooLarge: false };
  const moved =
    drift === null || drift.severity === null
      ? ''
      : takenMarkdown(drift, renderDriftMarkdown(drift, about, { maxLength: MAX_SUMMARY }));
  const log =
    drift === null || drift.severity === null
      ? ''
      : takenText(drift, renderDriftText(drift, about, { width: LOG_WIDTH, color: false }));
  runner.lines(`${[head, holds, ...said].map((line) => `${terminalText(line)}\n`).join('')}${log}`);
  await runner.summary(
    [`## ${markdownProse(head)}`, markdownProse(holds), ...said.map((note) => markdownProse(note)), moved].join('\n\n'),
  );
  if (outcome !== 'dry-run') runner.output('drift', 'false');
  runner.output('magnitude', String(drift?.magnitude.value ?? ''));
  runner.output('changes', String(drift === null ? '' : drift.files.length + drift.others.length));
  runner.output('complete', 'true');
  runner.output('issue', issue?.url ?? '');
  return EXIT_CODES.ok;
}

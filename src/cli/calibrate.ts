/** `phase-mirror calibrate ingest|report|apply`. */
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { renderCalibrationMarkdown } from '../calibration/render-markdown.js';
import { renderCalibrationText, renderIngestText } from '../calibration/render-text.js';
import { renderCalibrationJson } from '../calibration/report-schema.js';
import type { CalibrationReport } from '../calibration/report-types.js';
import { EXIT_CODES, PhaseMirrorError } from '../errors.js';
import {
  type CalibrateRequest,
  type CalibrationRequest,
  type CalibrationStore,
  type IngestRequest,
  loadCalibration,
} from '../oracle.js';
import type { CalibrateCommand, SetLevel } from './args-calibrate.js';
import { type Io, useColor, widthOf } from './io.js';
import { jsonText, orgId, personId, regionOf, repositoryId, storeFileAt } from './memory.js';
import { usage } from './parse.js';
import { knownRule } from './rule-names.js';
import { SIGNING_KEY_VARIABLE } from './signing-key.js';
import { writeWhole } from './write-whole.js';

/** Of a file of verdicts: some 40,000 lines. */
const MAX_INPUT = 10_000_000;

/** @returns 0 @throws PhaseMirrorError, StoreError */
export async function runCalibrate(command: CalibrateCommand, io: Io): Promise<number> {
  const request = await requestOf(command, io);
  const text = command.action === 'ingest' ? await ingest(request, command, io) : await look(request, command, io);
  if (command.output === undefined || command.dryRun) io.stdout(text);
  else await writeWhole('--output', resolve(io.cwd, command.output), text);
  return EXIT_CODES.ok;
}

async function requestOf(command: CalibrateCommand, io: Io): Promise<CalibrationRequest> {
  const { repository: word, org, config, dryRun } = command;
  const { environment } = io;
  const folder = resolve(io.cwd, command.path);
  const name = word?.includes('/') ? word : undefined;
  // A login owns the repository that is named after it; --org says so for an id.
  const owner = org ?? (command.target.backend === 'aws' ? name?.split('/')[0] : undefined);
  const ownerId = owner === undefined ? null : await orgId(owner, io);
  const token = name === undefined ? undefined : environment['GITHUB_TOKEN'] || undefined;
  return {
    folder,
    environment,
    clock: io.clock,
    store: await storeOf(command, folder, io),
    repositoryId: word === undefined ? null : await repositoryId('--repository', word, io, ownerId ?? undefined),
    ownerId,
    runUrl: '',
    dryRun,
    ...(name === undefined ? {} : { repository: name }),
    ...(config === undefined ? {} : { configPath: resolve(io.cwd, config) }),
    ...(token === undefined ? {} : { token }),
    ...(environment['GITHUB_API_URL'] ? { apiUrl: environment['GITHUB_API_URL'] } : {}),
  };
}

async function storeOf({ target }: CalibrateCommand, folder: string, io: Io): Promise<CalibrationStore> {
  if (target.backend === 'sqlite') return { backend: 'sqlite', file: await storeFileAt(folder, target.file, io) };
  const { environment, region, bucket } = target;
  return {
    backend: 'aws',
    environment,
    region: regionOf(region, io),
    ...(bucket === undefined ? {} : { baselineBucket: bucket }),
    session: { action: 'calibrate', runId: '' },
    oidc: { requestUrl: undefined, requestToken: undefined },
    restricted: null,
  };
}

// ---------------------------------------------------------------- ingest

async function ingest(request: CalibrationRequest, command: CalibrateCommand, io: Io): Promise<string> {
  const { input, format } = command;
  const api = request.token !== undefined && request.repository !== undefined;
  const sources: IngestRequest['sources'] = [
    ...(api ? (['alerts', 'suppressions'] as const) : []),
    ...(input === undefined ? [] : (['file'] as const)),
  ];
  if (sources.length === 0) {
    throw usage(
      'calibrate ingest',
      'has nothing to read verdicts from',
      'Give --input FILE, or --repository OWNER/NAME with GITHUB_TOKEN in the environment',
    );
  }
  const file =
    input === undefined ? {} : { input: { name: input, text: await readInput(resolve(io.cwd, input), input) } };
  const { ingest: takeIn } = await loadCalibration();
  const summary = await takeIn({ ...request, sources, ...file });
  if (format === 'json') return jsonText(summary);
  return renderIngestText(summary, { width: widthOf(io), color: useColor(io) });
}

async function readInput(path: string, name: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_INPUT) throw unreadable(name, `has ${size} bytes, more than ${MAX_INPUT}`);
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof PhaseMirrorError) throw cause;
    throw unreadable(name, `cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown error'})`, cause);
  }
}

function unreadable(name: string, reason: string, cause?: unknown): PhaseMirrorError {
  return new PhaseMirrorError('user', {
    thing: `--input ${name}`,
    reason,
    next: 'Name a file of JSON lines; a long one in several pieces',
    ...(cause === undefined ? {} : { cause }),
  });
}

// ---------------------------------------------------------------- report and apply

async function look(request: CalibrationRequest, command: CalibrateCommand, io: Io): Promise<string> {
  const { calibrate } = await loadCalibration();
  const { report } = await calibrate(await lookRequest(request, command, io));
  return reportText(report, command, io);
}

async function lookRequest(request: CalibrationRequest, command: CalibrateCommand, io: Io): Promise<CalibrateRequest> {
  const { action, set, restore, reason, by, copy, dryRun } = command;
  const signingKey = io.environment[SIGNING_KEY_VARIABLE] || undefined;
  const person =
    set === undefined && restore === undefined ? undefined : await personId('--by', by, command.target.backend, io);
  const repositories: { id: number; name: string }[] = [];
  for (const word of command.repositories) {
    repositories.push({ id: await repositoryId('--repositories', word, io), name: word.includes('/') ? word : '' });
  }
  return {
    ...request,
    mode: action === 'apply' ? 'apply' : 'report',
    ...(repositories.length === 0 ? {} : { repositories }),
    ...(set === undefined || person === undefined ? {} : { set: await forced(set, { reason, by: person }, io) }),
    ...(restore === undefined || person === undefined ? {} : { restore: { sequence: restore, reason, by: person } }),
    ...(copy === undefined || dryRun ? {} : { copy: resolve(io.cwd, copy) }),
    ...(signingKey === undefined ? {} : { signingKey }),
  };
}

async function forced(
  { rule, level, repository }: SetLevel,
  why: Pick<NonNullable<CalibrateRequest['set']>, 'reason' | 'by'>,
  io: Io,
): Promise<NonNullable<CalibrateRequest['set']>> {
  return {
    ruleId: await knownRule('--set', rule),
    level,
    ...why,
    ...(repository === undefined ? {} : { repositoryId: await repositoryId('--for', repository, io) }),
  };
}

function reportText(report: CalibrationReport, { format }: CalibrateCommand, io: Io): string {
  switch (format) {
    case 'json':
      return renderCalibrationJson(report);
    case 'markdown':
      return renderCalibrationMarkdown(report);
    case 'text':
      return renderCalibrationText(report, { width: widthOf(io), color: useColor(io) });
  }
}

/** `phase-mirror fleet report`. */
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EXIT_CODES, PhaseMirrorError } from '../errors.js';
import { type CalibrationStore, type FleetEntry, loadFleet, repositoryIdOf } from '../oracle.js';
import { terminalText } from '../report/escape.js';
import type { FleetReport } from '../report/fleet-types.js';
import type { FleetCommand, FleetFormat, FleetTarget } from './args-fleet.js';
import type { Io } from './io.js';
import { orgId, regionOf } from './memory.js';
import { writeWhole } from './write-whole.js';

/** Of a list: some 20,000 repositories. */
const MAX_LIST = 2_000_000;

/** @returns 0; 2 when something that was asked for could not be looked at: the report says what */
export async function runFleet(command: FleetCommand, io: Io): Promise<number> {
  const { target, paths, repositories, format, output } = command;
  const listed = repositories === undefined ? [] : await readList(repositories, io);
  const entries = [...paths.map((path): FleetEntry => ({ path, folder: resolve(io.cwd, path) })), ...listed];
  const ownerId = target?.backend === 'aws' ? await orgId(target.org, io) : null;
  const { fleetReport } = await loadFleet();
  const report = await fleetReport({
    ...{ entries, ownerId, environment: io.environment, clock: io.clock },
    ...(target === undefined ? {} : { store: storeOf(target, io), idOf: (name: string) => idOf(name, ownerId, io) }),
    ...(io.stderrIsTerminal ? { progress: (text: string) => io.stderr(`phase-mirror: ${terminalText(text)}\n`) } : {}),
  });
  const text = await render(report, format);
  if (output === undefined) io.stdout(text);
  else await writeWhole('--output', resolve(io.cwd, output), text);
  return report.complete ? EXIT_CODES.ok : EXIT_CODES.failed;
}

async function render(report: FleetReport, format: FleetFormat): Promise<string> {
  // Whatever is printed was validated.
  const { renderFleetJson, validateFleet } = await import('../report/fleet-schema.js');
  if (format === 'json') return renderFleetJson(report);
  validateFleet(report);
  if (format === 'markdown') return (await import('../report/fleet-markdown.js')).renderFleetMarkdown(report);
  return (await import('../report/fleet-text.js')).renderFleetText(report);
}

function storeOf(target: FleetTarget, io: Io): CalibrationStore {
  if (target.backend === 'sqlite') return { backend: 'sqlite', file: resolve(io.cwd, target.file) };
  const { environment, region, bucket } = target;
  return {
    ...{ backend: 'aws', environment, region: regionOf(region, io), restricted: null },
    ...{ session: { action: 'fleet', runId: '' }, oidc: { requestUrl: undefined, requestToken: undefined } },
    ...(bucket === undefined ? {} : { baselineBucket: bucket }),
  };
}

/** null without a token. @throws PhaseMirrorError GitHub does not say, or another account owns it */
async function idOf(name: string, ownerId: number | null, io: Io): Promise<number | null> {
  const token = io.environment['GITHUB_TOKEN'];
  const apiUrl = io.environment['GITHUB_API_URL'];
  if (!token) return null;
  return await repositoryIdOf('--repositories', name, { token, ...(apiUrl ? { apiUrl } : {}) }, ownerId ?? undefined);
}

/** Numeric id, name, and the folder of a clone, each but one left out at will: `12345 octo-org/app clones/app`. */
const LINE = /^(?:([1-9]\d{0,14})(?=\s|$))?\s*(?:([\w.-]+\/[\w.-]+)(?=\s|$))?\s*(.*)$/;

/** A repository a line; `#` begins a comment. Folders are relative to the working folder. */
async function readList(file: string, io: Io): Promise<FleetEntry[]> {
  const text = await readText(resolve(io.cwd, file), file);
  return text.split(/\r?\n/).flatMap((line, index) => {
    const words = line.replace(/(?:^|\s)#.*$/, '').trim();
    if (words === '') return [];
    const [, id, name, path = ''] = LINE.exec(words) ?? [];
    if (id === undefined && name === undefined) {
      throw listError(`line ${index + 1} of ${file}`, 'begins with neither an id nor OWNER/NAME');
    }
    const folder = path === '' ? {} : { path, folder: resolve(io.cwd, path) };
    return [{ ...(id === undefined ? {} : { id: Number(id) }), ...(name === undefined ? {} : { name }), ...folder }];
  });
}

async function readText(path: string, file: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_LIST) throw listError(file, `has ${size} bytes; at most ${MAX_LIST} are read`);
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof PhaseMirrorError) throw error;
    throw listError(file, `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
}

function listError(thing: string, reason: string): PhaseMirrorError {
  return new PhaseMirrorError('user', {
    ...{ thing, reason },
    next: 'One repository a line: numeric id, OWNER/NAME, folder of a clone (the last two may be left out)',
  });
}

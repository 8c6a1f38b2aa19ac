/** `phase-mirror store verify|export|import|merge|migrate`: the database file as a whole. */
import { resolve } from 'node:path';
import { EXIT_CODES } from '../errors.js';
import { loadOperator, type MergeReport, type MigrationReport, type SqliteReport } from '../oracle.js';
import { terminalText } from '../report/escape.js';
import type { StoreCommand } from './args-memory.js';
import type { Io } from './io.js';
import { jsonText, storeFileOf } from './memory.js';
import { writeWhole } from './write-whole.js';

/** Characters of an export that are written at once. */
const CHUNK = 64 * 1024;

/** @returns 0; for `verify` 2 when a check failed */
export async function runStore(command: StoreCommand, io: Io): Promise<number> {
  const file = await storeFileOf(command.file, io);
  const operator = await loadOperator();
  const json = command.format === 'json';
  const clock = { now: io.clock };
  const source = resolve(io.cwd, command.source ?? '');
  switch (command.action) {
    case 'verify': {
      const report = await operator.verifyStore(file, clock);
      io.stdout(json ? jsonText(report) : verifyText(report));
      return report.ok ? EXIT_CODES.ok : EXIT_CODES.failed;
    }
    case 'export': {
      const pieces = chunks(operator.exportStore(file));
      if (command.output !== undefined) await writeWhole('--output', resolve(io.cwd, command.output), pieces);
      else for await (const piece of pieces) io.stdout(piece);
      return EXIT_CODES.ok;
    }
    case 'import': {
      const rows = await operator.importStore(file, source, clock);
      io.stdout(json ? jsonText({ file, rows }) : `Imported ${rows} rows into ${terminalText(file)}\n`);
      return EXIT_CODES.ok;
    }
    case 'merge': {
      const report = await operator.mergeStore(file, source, clock);
      io.stdout(json ? jsonText({ file, ...report }) : mergeText(file, report));
      return EXIT_CODES.ok;
    }
    case 'migrate': {
      const report = await operator.migrateStore(file);
      io.stdout(json ? jsonText(report) : migrateText(report));
      return EXIT_CODES.ok;
    }
  }
}

/** Lines with their ends, many at a time: a write per row is most of the time of an export. */
async function* chunks(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = '';
  for await (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

function verifyText({ file, schemaVersion, ok, checks }: SqliteReport): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return [
    `${ok ? 'SOUND' : 'NOT SOUND'}  ${terminalText(file)}, schema version ${schemaVersion}`,
    ...checks.map(
      (check) =>
        `  ${check.ok ? 'ok    ' : 'FAILED'}  ${terminalText(check.name).padEnd(width)}  ${terminalText(check.detail)}`,
    ),
    ...(ok ? [] : ['Leave the file as it is and restore the last good copy: `store export` from it, `store import`.']),
    '',
  ].join('\n');
}

function mergeText(file: string, report: MergeReport): string {
  const { eventsAdded, eventsChanged, consents, blocks, baselines, levels } = report;
  return [
    `Merged into ${terminalText(file)}`,
    `  events     ${eventsAdded} new, ${eventsChanged} changed`,
    `  consent    ${consents} new`,
    `  blocks     ${blocks} new`,
    `  baselines  ${baselines} new`,
    `  levels     ${levels} new`,
    '',
  ].join('\n');
}

function migrateText({ file, from, to }: MigrationReport): string {
  const done = from === to ? `has schema version ${to} already` : `was brought from schema version ${from} to ${to}`;
  return `${terminalText(file)} ${done}\n`;
}

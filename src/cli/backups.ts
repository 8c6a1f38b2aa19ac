/** `phase-mirror store verify-backups`: restores, compares, verifies, cleans up. */
import { resolve } from 'node:path';
import { EXIT_CODES } from '../errors.js';
import { type BackupReport, inspectConfig, loadOperator } from '../oracle.js';
import { terminalText } from '../report/escape.js';
import type { BackupsCommand } from './args-backups.js';
import type { Io } from './io.js';
import { jsonText, regionOf } from './memory.js';

/** @returns 0; 2 when a backup is not what it should be, or could not be looked at */
export async function runBackups(command: BackupsCommand, io: Io): Promise<number> {
  const { environment, format, bucket = '' } = command;
  const stop = new AbortController();
  const release = io.onInterrupt?.(() => {
    io.stderr('phase-mirror: interrupted; deleting the copies first\n');
    stop.abort();
  });
  const common = {
    ...{ environment, region: regionOf(command.region, io), clock: { now: io.clock }, signal: stop.signal },
    progress: (text: string) => io.stderr(`phase-mirror: ${terminalText(text)}\n`),
  };
  try {
    const operator = await loadOperator();
    if (command.action === 'clean') {
      const deleted = await operator.cleanBackups(common);
      io.stdout(format === 'json' ? jsonText({ deleted }) : cleanText(deleted));
      return EXIT_CODES.ok;
    }
    const folder = resolve(io.cwd, command.path);
    const { trustedKeys } = await inspectConfig({ folder, environment: io.environment, clock: io.clock });
    const keys = trustedKeys.map(({ value }) => value);
    const report = await operator.verifyBackups({ ...common, bucket, keys });
    io.stdout(format === 'json' ? jsonText(report) : backupsText(report));
    return report.ok ? EXIT_CODES.ok : EXIT_CODES.failed;
  } finally {
    release?.();
  }
}

function cleanText(deleted: readonly string[]): string {
  if (deleted.length === 0) return 'Nothing was left behind\n';
  return `${deleted.map((name) => `Deleted ${terminalText(name)}`).join('\n')}\n`;
}

/** Exported for its test. */
export function backupsText({ ok, environment, region, tables, documents }: BackupReport): string {
  const lines = [
    `${ok ? 'SOUND' : 'NOT SOUND'}  the backups of ${terminalText(environment)}, ${terminalText(region)}`,
    '',
  ];
  const said = (title: string, good: boolean, facts: string, sentences: readonly string[]): void => {
    lines.push(`  ${good ? 'ok    ' : 'FAILED'}  ${terminalText(title)}`);
    for (const line of [facts, ...sentences]) if (line !== '') lines.push(`          ${terminalText(line, 1000)}`);
  };
  for (const table of tables) {
    const { rows, restoredTo, digest, compared, inMotion } = table;
    const facts =
      rows === null || restoredTo === null
        ? ''
        : `restored to ${restoredTo}: ${rows.copy} rows, ${compared} compared, ${inMotion} changed meanwhile; digest ${digest?.slice(0, 12)}`;
    const differences = (['missing', 'different', 'surplus'] as const).flatMap((kind) => {
      const { rows: count, keys } = table[kind];
      const more = count > keys.length ? [`  … and ${count - keys.length} more`] : [];
      return [...keys.map((key) => `  ${kind}: ${key}`), ...more];
    });
    said(table.table, table.ok, facts, [...table.problems, ...differences, ...table.notes]);
  }
  for (const { document, verified, signed, problems, notes } of documents) {
    const facts = verified === 0 ? '' : `${verified} read and verified${signed ? '' : ', unsigned'}`;
    said(document, problems.length === 0, facts, [...problems, ...notes]);
  }
  return `${lines.join('\n')}\n`;
}

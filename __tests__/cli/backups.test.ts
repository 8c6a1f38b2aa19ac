import { describe, expect, it } from '@jest/globals';
import { parseCommand } from '../../src/cli/args.js';
import { backupsText } from '../../src/cli/backups.js';
import type { BackupReport } from '../../src/oracle.js';
import { runCli } from '../support/cli.js';

const situation = { cwd: '.', now: 0 };
const NONE = { rows: 0, keys: [] };

describe('the command line of store verify-backups', () => {
  it('is read', async () => {
    const words = ['store', 'verify-backups', '--environment', 'staging'];
    expect(await parseCommand([...words, '--baseline-bucket', 'b'])).toEqual({
      ...{
        command: 'verify-backups',
        action: 'verify',
        path: '.',
        environment: 'staging',
        bucket: 'b',
        format: 'text',
      },
    });
    expect(
      await parseCommand([...words, 'clone', '--baseline-bucket', 'b', '--region', 'r', '--format', 'json']),
    ).toMatchObject({
      ...{ path: 'clone', region: 'r', format: 'json' },
    });
    expect(await parseCommand([...words, '--clean'])).toEqual({
      ...{ command: 'verify-backups', action: 'clean', path: '.', environment: 'staging', format: 'text' },
    });
  });

  it.each<[string[], RegExp]>([
    [[], /--environment is missing/],
    [['--environment', 'x'], /--baseline-bucket is missing/],
    [['--environment', 'x', '--clean', '--baseline-bucket', 'b'], /--baseline-bucket is not touched by --clean/],
    [['--environment', 'x', '--baseline-bucket', 'b', '--format', 'yaml'], /--format has the unknown value "yaml"/],
    [['--environment', 'x', '--baseline-bucket', 'b', 'one', 'two'], /"two" is one word too many/],
    [['--environment', 'x', '--clean'], /--region is missing/],
    [['--environment', 'x', '--store', 'y'], /--store is not an option of store verify-backups/],
  ])('%j is refused with exit 64', async (args, message) => {
    const { status, stdout, stderr } = await runCli(situation, 'store', 'verify-backups', ...args);
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('is named to whoever nearly wrote it', async () => {
    expect((await runCli(situation, 'store', 'verify-backup')).stderr).toMatch(/Did you mean verify-backups\?/);
    expect((await runCli(situation, 'help', 'store')).stdout).toMatch(/^phase-mirror store verify-backups \[PATH\]/m);
  });
});

describe('what people read', () => {
  const report: BackupReport = {
    ...{ schemaVersion: '1', ok: false, environment: 'staging', region: 'eu-central-1' },
    tables: [
      {
        ...{ table: 'mirror-dissonance-staging-fp-events', ok: false, restoredTo: '2026-11-24T12:00:00.000Z' },
        ...{ rows: { before: 30, copy: 28, after: 30 }, digest: 'ab'.repeat(32), compared: 29, inMotion: 1 },
        missing: { rows: 22, keys: ['repo#a · event#1', 'repo#\u001b[31m · event#2'] },
        ...{ different: NONE, surplus: NONE, problems: ['22 rows are missing in the copy.'], notes: [], durationMs: 1 },
      },
      {
        ...{ table: 'mirror-dissonance-staging-consent', ok: false, restoredTo: null, rows: null, digest: null },
        ...{ compared: 0, inMotion: 0, missing: NONE, different: NONE, surplus: NONE },
        ...{ problems: ['It has no backup.'], notes: ['A note.'], durationMs: 1 },
      },
    ],
    documents: [
      { document: 'levels/state.json', verified: 3, signed: false, problems: [], notes: [] },
      { document: 'baselines/', verified: 0, signed: false, problems: ['Denied.'], notes: [] },
    ],
  };

  it('is worst first within each thing, and shows what cannot be seen', () => {
    expect(backupsText(report).split('\n')).toEqual([
      'NOT SOUND  the backups of staging, eu-central-1',
      '',
      '  FAILED  mirror-dissonance-staging-fp-events',
      '          restored to 2026-11-24T12:00:00.000Z: 28 rows, 29 compared, 1 changed meanwhile; digest abababababab',
      '          22 rows are missing in the copy.',
      '            missing: repo#a · event#1',
      '            missing: repo#\\u{1b}[31m · event#2',
      '            … and 20 more',
      '  FAILED  mirror-dissonance-staging-consent',
      '          It has no backup.',
      '          A note.',
      '  ok      levels/state.json',
      '          3 read and verified, unsigned',
      '  FAILED  baselines/',
      '          Denied.',
      '',
    ]);
    expect(backupsText({ ...report, ok: true, tables: [], documents: [] })).toMatch(/^SOUND {2}the backups of staging/);
  });
});

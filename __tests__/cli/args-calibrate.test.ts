import { describe, expect, it } from '@jest/globals';
import { parseCommand } from '../../src/cli/args.js';
import { PhaseMirrorError } from '../../src/errors.js';

const parse = (...words: string[]) => parseCommand(['calibrate', ...words]);

async function refusal(...words: string[]): Promise<string> {
  try {
    await parse(...words);
  } catch (error) {
    if (!(error instanceof PhaseMirrorError)) throw error;
    expect(error.exitCode).toBe(64);
    return error.message;
  }
  throw new Error('it was taken');
}

const AWS = ['--backend', 'aws', '--environment', 'staging', '--baseline-bucket', 'levels'];

describe('calibrate', () => {
  it('reads a database of the folder one is in, unless it is told otherwise', async () => {
    expect(await parse('report')).toEqual({
      command: 'calibrate',
      action: 'report',
      path: '.',
      target: { backend: 'sqlite' },
      format: 'text',
      dryRun: false,
      repositories: [],
      reason: '',
    });
  });

  it('takes every option of its action', async () => {
    const more = ['--store', 's.db', '--repository', '42', '--config', 'c.yml', '--output', 'o'];
    expect(
      await parse('ingest', 'clone', ...more, '--input', 'v.jsonl', '--dry-run', '--format', 'json'),
    ).toMatchObject({
      ...{ action: 'ingest', path: 'clone', target: { backend: 'sqlite', file: 's.db' }, repository: '42' },
      ...{ config: 'c.yml', output: 'o', input: 'v.jsonl', dryRun: true, format: 'json' },
    });
    const repositories = ['--repositories', '7, octo-org/app', '--repositories', '9'];
    expect(
      await parse(
        'apply',
        ...AWS,
        '--region',
        'eu-central-1',
        '--repository',
        'octo-org/app',
        '--copy',
        'l.json',
        ...repositories,
      ),
    ).toMatchObject({
      action: 'apply',
      target: { backend: 'aws', environment: 'staging', region: 'eu-central-1', bucket: 'levels' },
      ...{ repository: 'octo-org/app', copy: 'l.json', repositories: ['7', 'octo-org/app', '9'] },
    });
    expect(await parse('report', ...AWS, '--repository', '42', '--org', '1')).toMatchObject({ org: '1' });
  });

  it('sets a level, for all or for one repository', async () => {
    expect(await parse('apply', '--set', 'MD-004=warn', '--reason', ' INC-7 ')).toMatchObject({
      set: { rule: 'MD-004', level: 'warn' },
      reason: 'INC-7',
    });
    expect(
      await parse('apply', '--set', 'md-004 = inherit', '--for', 'octo-org/app', '--reason', 'over', '--by', 'ada'),
    ).toMatchObject({
      set: { rule: 'md-004', level: 'inherit', repository: 'octo-org/app' },
      by: 'ada',
    });
  });

  it('goes back to a sequence', async () => {
    const command = await parse('apply', '--restore', '41', '--reason', 'mistake');
    expect(command).toMatchObject({ restore: 41, reason: 'mistake' });
    expect(command).not.toHaveProperty('set');
  });

  it.each<[string, string[]]>([
    ['calibrate needs a word after it', []],
    ['calibrate needs a word after it', ['--store', 'x']],
    ['calibrate doesn\'t know "aply". Did you mean apply?', ['aply']],
    ['"b" is one word too many', ['report', 'a', 'b']],
    ['--format has the unknown value "sarif". Use one of: text, json, markdown', ['report', '--format', 'sarif']],
    ['--format has the unknown value "markdown". Use one of: text, json', ['ingest', '--format', 'markdown']],
    ['--set is not an option of calibrate report', ['report', '--set', 'MD-004=warn']],
    ['--input is not an option of calibrate apply', ['apply', '--input', 'x']],
    ['--dry-run is not an option of calibrate report', ['report', '--dry-run']],
    ['--copy is not an option of calibrate report', ['report', '--copy', 'x']],
    ['--backend has the unknown value "file". Use one of: sqlite, aws', ['report', '--backend', 'file']],
    ['--environment belongs to --backend aws', ['report', '--environment', 'staging']],
    ['--region belongs to --backend aws', ['report', '--region', 'x']],
    ['--baseline-bucket belongs to --backend aws', ['report', '--baseline-bucket', 'x']],
    ['--store names a database file', ['report', ...AWS, '--store', 'x']],
    ['--environment is missing', ['report', '--backend', 'aws']],
    ['--baseline-bucket is missing', ['report', '--backend', 'aws', '--environment', 'x']],
    ['--repository is missing', ['report', ...AWS]],
    ['--org is missing', ['report', ...AWS, '--repository', '42']],
    ['--repository "a b" is neither an id nor OWNER/NAME', ['report', '--repository', 'a b']],
    ['--repositories "x" is neither an id nor OWNER/NAME', ['report', '--repositories', '1,x']],
    ['--set "MD-004" is not RULE=LEVEL', ['apply', '--set', 'MD-004', '--reason', 'x']],
    ['--set "=warn" is not RULE=LEVEL', ['apply', '--set', '=warn', '--reason', 'x']],
    ['--set switches no rule off', ['apply', '--set', 'MD-004=off', '--reason', 'x']],
    ['--set doesn\'t know the level "blok". Did you mean block?', ['apply', '--set', 'MD-004=blok', '--reason', 'x']],
    [
      '--set "inherit" takes back what was set for one repository',
      ['apply', '--set', 'MD-004=inherit', '--reason', 'x'],
    ],
    ['--for "x" is neither an id nor OWNER/NAME', ['apply', '--set', 'MD-004=warn', '--for', 'x', '--reason', 'x']],
    ['--for says for whom --set is', ['apply', '--for', '7']],
    ['--reason is missing', ['apply', '--set', 'MD-004=warn']],
    ['--reason is missing', ['apply', '--restore', '3', '--reason', '  ']],
    ['--reason belongs to --set or --restore', ['apply', '--reason', 'x']],
    ['--by belongs to --set or --restore', ['apply', '--by', '7']],
    ['--restore "0" is not a sequence', ['apply', '--restore', '0', '--reason', 'x']],
    ['--set and --restore exclude each other', ['apply', '--set', 'MD-004=warn', '--restore', '3', '--reason', 'x']],
  ])('says %s', async (message, words) => {
    expect(await refusal(...words)).toContain(message);
  });

  it('has a page of help, and a line in the general one', async () => {
    const { helpText } = await import('../../src/cli/help.js');
    expect(helpText(null)).toContain('phase-mirror calibrate WORD');
    const page = helpText('calibrate');
    for (const option of [
      'set',
      'for',
      'restore',
      'reason',
      'by',
      'copy',
      'input',
      'dry-run',
      'repositories',
      'org',
      'store',
    ]) {
      expect(page).toMatch(new RegExp(`--${option}\\b`));
    }
    expect(Math.max(...page.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  });
});

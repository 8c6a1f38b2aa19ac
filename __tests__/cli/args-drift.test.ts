import { describe, expect, it } from '@jest/globals';
import { parseCommand } from '../../src/cli/args.js';

const AWS = ['--backend', 'aws', '--environment', 'staging', '--baseline-bucket', 'b-1', '--repository', '42'];

describe('drift', () => {
  it('checks the database of the clone unless told otherwise', async () => {
    expect(await parseCommand(['drift', 'check'])).toEqual({
      ...{ command: 'drift', action: 'check', path: '.', target: { backend: 'sqlite' }, format: 'text' },
      ...{ reason: '', first: false, anew: false, dryRun: false },
    });
    expect(await parseCommand(['drift', 'show', 'clone', '--store', 'pm.db', '--format', 'json'])).toMatchObject({
      path: 'clone',
      target: { backend: 'sqlite', file: 'pm.db' },
      format: 'json',
    });
  });

  it('takes the words of an acceptance', async () => {
    const words = ['--reason', 'all of it is right', '--first', '--dry-run', '--config', 'c.yml'];
    expect(await parseCommand(['drift', 'accept', ...AWS, '--region', 'eu-central-1', ...words])).toMatchObject({
      target: { backend: 'aws', environment: 'staging', bucket: 'b-1', region: 'eu-central-1' },
      ...{ repository: '42', config: 'c.yml', reason: 'all of it is right', first: true, dryRun: true },
    });
    expect(await parseCommand(['drift', 'accept', '--reason', 'x', '--restore', '1-ab'])).toMatchObject({
      restore: '1-ab',
    });
  });

  it.each([
    [[], 'needs a word after it'],
    [['chek'], 'Did you mean check?'],
    [['accept'], '--reason is missing'],
    [['accept', '--reason', ' '], '--reason is missing'],
    [['accept', '--reason', 'x', '--first', '--restore', '1'], 'exclude each other'],
    [['check', '--reason', 'x'], '--reason is not an option of drift check'],
    [['check', '--backend', 'dynamo'], 'Use one of: sqlite, aws, file'],
    [['check', '--backend', 'file', '--store', 'x'], '--store names a database file'],
    [['check', '--environment', 'staging'], '--environment belongs to --backend aws'],
    [['check', '--backend', 'aws'], '--environment is missing'],
    [['check', ...AWS.slice(0, 4)], '--baseline-bucket is missing'],
    [['check', ...AWS.slice(0, 6)], '--repository is missing'],
    [['check', '--repository', 'app'], 'is neither an id nor OWNER/NAME'],
    [['show', '--format', 'markdown'], 'Use one of: text, json'],
    [['check', 'a', 'b'], '"b" is one word too many'],
  ])('%j is wrong usage', async (args, message) => {
    await expect(parseCommand(['drift', ...args])).rejects.toThrow(expect.objectContaining({ exitCode: 64 }));
    await expect(parseCommand(['drift', ...args])).rejects.toThrow(message);
  });
});

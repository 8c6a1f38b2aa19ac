import { describe, expect, it } from '@jest/globals';
import { parseCommand } from '../../src/cli/args.js';
import { helpText } from '../../src/cli/help.js';
import { PhaseMirrorError } from '../../src/errors.js';

const DAY = Date.parse('2026-01-31T00:00:00Z');
const SQLITE = { backend: 'sqlite' };

async function refusal(...args: string[]): Promise<PhaseMirrorError> {
  try {
    await parseCommand(args);
  } catch (error) {
    if (error instanceof PhaseMirrorError) return error;
    throw error;
  }
  throw new Error(`accepted: ${args.join(' ')}`);
}

describe('fp', () => {
  it('reads list with every option', async () => {
    const words =
      'fp list --rule MD-001 --repository o/r --state pending --since 2026-01-31 --limit 7 --format json --store x.db';
    expect(await parseCommand(words.split(' '))).toEqual({
      command: 'fp',
      action: 'list',
      target: { backend: 'sqlite', file: 'x.db' },
      format: 'json',
      rule: 'MD-001',
      repository: 'o/r',
      state: 'pending',
      since: DAY,
      limit: 7,
    });
    expect(await parseCommand(['fp', 'list'])).toEqual({
      command: 'fp',
      action: 'list',
      target: SQLITE,
      format: 'text',
      limit: 50,
    });
  });

  it('reads mark and confirm, the finding in lower case', async () => {
    expect(
      await parseCommand(['fp', 'mark', '3F9A1C07', '--ticket', ' OPS-1 ', '--reviewer', '5', '--repository', '7']),
    ).toEqual({
      command: 'fp',
      action: 'mark',
      target: SQLITE,
      format: 'text',
      finding: '3f9a1c07',
      ticket: 'OPS-1',
      reviewer: '5',
      repository: '7',
    });
    expect(await parseCommand(['fp', 'confirm', '3f9a1c07', '--ticket', 'x'])).toMatchObject({ action: 'confirm' });
  });

  it.each([
    ['2026-01-31', DAY],
    ['2026-01-31T00:00Z', DAY],
    ['2026-01-31T00:00:00.000Z', DAY],
    ['2026-01-31T01:00:00+01:00', DAY],
    ['2026-01-30T18:30:00-05:30', DAY],
  ])('--since %s is one and the same instant', async (text, instant) => {
    expect(await parseCommand(['fp', 'list', '--since', text])).toMatchObject({ since: instant });
  });

  it.each([
    '2026-02-30',
    '2026-02-30T00:00:00Z',
    '2026-01-31T09:00:00',
    '2026-01-31T24:00:00Z',
    '2026-01-31 09:00:00Z',
    '2026-01-31T09:00:00+0100',
    'yesterday',
    '',
  ])('--since refuses "%s"', async (text) => {
    const error = await refusal('fp', 'list', `--since=${text}`);
    expect(error).toMatchObject({ thing: '--since', exitCode: 64 });
    expect(error.message).toContain('neither a date nor an instant with its zone');
  });

  it.each([
    [['fp'], 'fp needs a word after it. Use one of: fp mark, fp confirm, fp list'],
    [['fp', '--format', 'json'], 'fp needs a word after it'],
    [['fp', 'lsit'], 'fp doesn\'t know "lsit". Did you mean list?'],
    [['fp', 'list', 'more'], '"more" is one word too many'],
    [['fp', 'list', '--state', 'open'], '--state has the unknown value "open". Use one of: pending'],
    [['fp', 'list', '--limit', '0'], '"0" is not a number of events'],
    [['fp', 'list', '--limit', '10001'], 'from 1 to 10000'],
    [['fp', 'list', '--format', 'xml'], '--format has the unknown value "xml". Use one of: text, json'],
    [['fp', 'list', '--ticket', 'x'], '--ticket is not an option of fp'],
    [['fp', 'mark'], 'fp mark needs a finding'],
    [['fp', 'mark', '3f9a1c0'], '"3f9a1c0" is not a finding id'],
    [['fp', 'mark', `${'0'.repeat(33)}`, '--ticket', 'x'], 'is not a finding id'],
    [['fp', 'mark', '3f9a1c07'], '--ticket says why, and is missing'],
    [['fp', 'mark', '3f9a1c07', '--ticket', '  '], '--ticket says why, and is missing'],
    [['fp', 'mark', '3f9a1c07', 'because', '--ticket', 'x'], '"because" is one word too many'],
    [['fp', 'list', '--backend', 'redis'], '--backend has the unknown value "redis". Use one of: sqlite, aws'],
    [['fp', 'list', '--backend', 'aws'], '--environment is missing'],
    [['fp', 'list', '--backend', 'aws', '--environment', 'e', '--store', 'x'], '--store names a database file'],
    [['fp', 'list', '--environment', 'e'], '--environment belongs to --backend aws'],
    [['fp', 'list', '--region', 'eu-west-1'], '--region belongs to --backend aws'],
  ])('refuses %j', async (args, text) => {
    const error = await refusal(...args);
    expect(error.message).toContain(text);
    expect(error.exitCode).toBe(64);
  });
});

describe('consent', () => {
  it('reads grant with every option', async () => {
    const words =
      'consent grant --org 1 --resources verdicts,events --exclude 7 --exclude o/r --expires 2026-01-31 --not-revocable --grantor 5 --backend aws --environment staging --region eu-west-1';
    expect(await parseCommand(words.split(' '))).toEqual({
      command: 'consent',
      action: 'grant',
      target: { backend: 'aws', environment: 'staging', region: 'eu-west-1' },
      format: 'text',
      org: '1',
      resources: ['events', 'verdicts'],
      excludes: ['7', 'o/r'],
      expires: DAY,
      revocable: false,
      by: '5',
    });
  });

  it('reads revoke, check and show', async () => {
    const rest = { target: SQLITE, format: 'text', org: '1', excludes: [], revocable: true };
    const all = ['events', 'verdicts', 'aggregate'];
    expect(await parseCommand(['consent', 'revoke', '--org', '1', '--by', '5'])).toEqual({
      ...{ command: 'consent', action: 'revoke', resources: all, by: '5' },
      ...rest,
    });
    expect(await parseCommand(['consent', 'check', '--org', '1', '--repository', '7'])).toEqual({
      ...{ command: 'consent', action: 'check', resources: all, repository: '7' },
      ...rest,
    });
    expect(await parseCommand(['consent', 'show', '--org', '1'])).toEqual({
      ...{ command: 'consent', action: 'show', resources: all },
      ...rest,
    });
  });

  it.each([
    [['consent', 'grnat'], 'Did you mean grant?'],
    [['consent', 'grant', '--resources', 'events'], '--org is missing'],
    [['consent', 'grant', '--org', '1'], '--resources is missing. Say what is granted: --resources events,verdicts'],
    [['consent', 'grant', '--org', '1', '--resources', 'event'], '--resources holds "event". Did you mean events?'],
    [['consent', 'grant', '--org', '1', '--resources', 'everything'], 'Give one or more of events,verdicts,aggregate'],
    [['consent', 'grant', '--org', '1', '--resources', ''], '--resources holds ""'],
    [
      ['consent', 'grant', '--org', '1', '--repository', '7', '--exclude', '8', '--resources', 'events'],
      '--exclude belongs to the grant of an organisation',
    ],
    [['consent', 'grant', '--org', '1', '--resources', 'events', '--expires', 'soon'], '--expires "soon" is neither'],
    [
      ['consent', 'grant', '--org', '1', '--resources', 'events', '--not-revocable'],
      '--not-revocable would hold for ever',
    ],
    [['consent', 'check', '--org', '1'], '--repository is missing'],
    [['consent', 'revoke', '--org', '1', '--resources', 'events'], '--resources is not an option of consent revoke'],
    [['consent', 'show', '--org', '1', '--by', '5'], '--by is not an option of consent show'],
  ])('refuses %j', async (args, text) => {
    const error = await refusal(...args);
    expect(error.message).toContain(text);
    expect(error.exitCode).toBe(64);
  });
});

describe('store', () => {
  it('reads every action', async () => {
    expect(await parseCommand(['store', 'verify', '--store', 'x.db', '--format', 'json'])).toEqual({
      command: 'store',
      action: 'verify',
      file: 'x.db',
      format: 'json',
    });
    expect(await parseCommand(['store', 'export', '--output', 'x.jsonl'])).toEqual({
      command: 'store',
      action: 'export',
      output: 'x.jsonl',
      format: 'text',
    });
    expect(await parseCommand(['store', 'import', 'x.jsonl'])).toMatchObject({ action: 'import', source: 'x.jsonl' });
    expect(await parseCommand(['store', 'merge', 'x.db'])).toMatchObject({ action: 'merge', source: 'x.db' });
    expect(await parseCommand(['store', 'migrate'])).toMatchObject({ action: 'migrate' });
  });

  it.each([
    [['store'], 'store needs a word after it'],
    [['store', 'verfy'], 'Did you mean verify?'],
    [['store', 'import'], 'store import needs a file'],
    [['store', 'merge'], 'Name the other database'],
    [['store', 'import', 'a', 'b'], '"b" is one word too many'],
    [['store', 'verify', 'x.db'], '"x.db" is one word too many'],
    [['store', 'export', '--format', 'json'], '--format is not an option of store export'],
    [['store', 'verify', '--backend', 'aws'], '--backend is not an option of store verify'],
  ])('refuses %j', async (args, text) => {
    const error = await refusal(...args);
    expect(error.message).toContain(text);
    expect(error.exitCode).toBe(64);
  });
});

describe('help', () => {
  it.each(['fp', 'consent', 'store'])('is there for %s, wherever it is asked for', async (topic) => {
    expect(await parseCommand([topic, '--help'])).toEqual({ command: 'help', topic });
    expect(await parseCommand([topic, 'list', '-h'])).toEqual({ command: 'help', topic });
  });

  it.each([
    ['fp', 'list'],
    ['fp', 'mark'],
    ['consent', 'grant'],
    ['consent', 'revoke'],
    ['consent', 'check'],
    ['store', 'verify'],
    ['store', 'export'],
  ])('names every option of %s %s', async (command, action) => {
    const options = (await refusal(command, action, '--something-else-altogether')).next.match(/--[a-z-]+/g);
    expect(options).not.toBeNull();
    for (const option of options ?? []) expect(helpText(command).split(/[\s[\]]+/)).toContain(option);
  });
});

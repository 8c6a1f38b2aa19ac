import { describe, expect, it } from '@jest/globals';
import { parseCommand } from '../../src/cli/args.js';
import { PhaseMirrorError } from '../../src/errors.js';

async function refusal(...args: string[]): Promise<PhaseMirrorError> {
  try {
    await parseCommand(args);
  } catch (error) {
    if (error instanceof PhaseMirrorError) return error;
    throw error;
  }
  throw new Error(`accepted: ${args.join(' ')}`);
}

describe('parseCommand', () => {
  it('reads evaluate with every option', async () => {
    const words =
      'evaluate ../x --base main --config c.yml --strict --dry-run --format json --output o.json --rule MD-001 --rule MD-004 --repository o/r --timings';
    expect(await parseCommand(words.split(' '))).toEqual({
      command: 'evaluate',
      path: '../x',
      base: 'main',
      config: 'c.yml',
      strict: true,
      dryRun: true,
      format: 'json',
      output: 'o.json',
      rules: ['MD-001', 'MD-004'],
      repository: 'o/r',
      timings: true,
    });
  });

  it('reads replay with every option, and refuses what is no day or number', async () => {
    const words =
      'replay ../x --branch dev --since 2026-01-31 --last 20 --rule MD-001 --repository o/r --state s.json --format markdown --output o.md';
    expect(await parseCommand(words.split(' '))).toEqual({
      command: 'replay',
      path: '../x',
      branch: 'dev',
      since: '2026-01-31',
      last: 20,
      rules: ['MD-001'],
      repository: 'o/r',
      state: 's.json',
      format: 'markdown',
      output: 'o.md',
    });
    expect(await parseCommand(['replay'])).toEqual({ command: 'replay', path: '.', rules: [], format: 'text' });
    for (const day of ['2026-02-30', 'yesterday', '2026-1-1']) {
      expect(await refusal('replay', '--since', day)).toMatchObject({ thing: '--since', exitCode: 64 });
    }
    for (const count of ['0', '-1', '1.5', 'all']) {
      expect(await refusal('replay', `--last=${count}`)).toMatchObject({ thing: '--last', exitCode: 64 });
    }
    expect((await refusal('replay', '--format', 'sarif')).next).toContain('text, json, markdown');
    expect((await refusal('replay', '--repository', 'x')).thing).toBe('--repository');
  });

  it('fills in what is not said', async () => {
    expect(await parseCommand(['evaluate'])).toEqual({
      command: 'evaluate',
      path: '.',
      strict: false,
      dryRun: false,
      format: 'text',
      rules: [],
      timings: false,
    });
    expect(await parseCommand(['explain', 'MD-001'])).toEqual({ command: 'explain', target: 'MD-001', path: '.' });
    expect(await parseCommand(['config', 'show', 'x'])).toEqual({
      command: 'config',
      action: 'show',
      path: 'x',
      strict: false,
    });
  });

  it('gives help wherever it is asked for', async () => {
    expect(await parseCommand([])).toEqual({ command: 'help', topic: null });
    expect(await parseCommand(['-h'])).toEqual({ command: 'help', topic: null });
    expect(await parseCommand(['evaluate', '--help'])).toEqual({ command: 'help', topic: 'evaluate' });
    expect(await parseCommand(['help', 'config'])).toEqual({ command: 'help', topic: 'config' });
    expect(await parseCommand(['--version'])).toEqual({ command: 'version' });
  });

  it.each([
    [['evalaute'], '"evalaute" is not a command. Did you mean evaluate?'],
    [['frobnicate'], 'is not a command. One of: evaluate, replay, explain'],
    [['evaluate', '--bse', 'main'], '--bse is not an option of evaluate. Did you mean --base?'],
    [['evaluate', '--colour'], '--colour is not an option of evaluate. Options: --base'],
    [['evaluate', '--base'], '--base needs a value'],
    [['evaluate', '--base', '--strict'], '--base needs a value'],
    [['evaluate', '--strict=yes'], "--strict doesn't take a value"],
    [['evaluate', '--format', 'xml'], '--format has the unknown value "xml". Use one of: text, json'],
    [['evaluate', '--repository', 'x'], 'is not OWNER/NAME'],
    [['evaluate', 'a', 'b'], '"b" is one word too many'],
    [['explain'], 'explain needs a rule or a finding'],
    [['config'], 'config needs a word'],
    [['config', 'chekc'], 'config doesn\'t know "chekc"'],
  ])('refuses %j', async (args, text) => {
    const error = await refusal(...args);
    expect(error.message).toContain(text);
    expect(error.exitCode).toBe(64);
  });
});

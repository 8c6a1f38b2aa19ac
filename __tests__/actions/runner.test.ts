import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createRunner, type Runner } from '../../src/actions/runner.js';
import { readCommands } from '../support/action-harness.js';

/** What was written to stdout meanwhile. */
async function captured(act: (runner: Runner) => void | Promise<void>, environment = {}): Promise<string> {
  const write = process.stdout.write;
  let text = '';
  process.stdout.write = ((chunk: string) => {
    text += chunk;
    return true;
  }) as typeof write;
  try {
    await act(createRunner(environment));
  } finally {
    process.stdout.write = write;
  }
  return text;
}

describe('lines', () => {
  it('are shown and never obeyed', async () => {
    const evil = 'PASS\n::error::forged\n ##[error]forged\n::set-output name=x::y\n::stop-commands::abc';
    const stdout = await captured((runner) => runner.lines(`${evil}\n`));
    const { log, commands } = readCommands(stdout);
    expect(log).toEqual(evil.split('\n'));
    expect(commands).toEqual([]);
  });

  it('end, so that what follows is obeyed again', async () => {
    const stdout = await captured((runner) => {
      runner.lines('PASS');
      runner.commands('::warning title=a::b');
      runner.lines('');
      runner.commands('');
      runner.commands('::notice::c\n');
    });
    const { log, commands } = readCommands(stdout);
    expect(log).toEqual(['PASS']);
    expect(commands.map(({ name, message }) => `${name} ${message}`)).toEqual(['warning b', 'notice c']);
  });

  it('cannot be ended from inside: the word is another every time', async () => {
    const words = new Set<string>();
    for (let run = 0; run < 3; run += 1) {
      const stdout = await captured((runner) => runner.lines('x'));
      words.add(/^::stop-commands::(.+)\n/.exec(stdout)?.[1] ?? '');
    }
    expect(words.size).toBe(3);
  });
});

describe('commands', () => {
  it('an error keeps its lines, and its position', async () => {
    const stdout = await captured((runner) => {
      runner.error('100 %\n::error::x', { path: 'a,b:c.yml', line: 3 });
      runner.error('plain');
      runner.error('a file', { path: 'x' });
    });
    expect(readCommands(stdout).commands).toEqual([
      {
        name: 'error',
        properties: { title: 'Phase Mirror', file: 'a,b:c.yml', line: '3' },
        message: '100 %\n::error::x',
      },
      { name: 'error', properties: { title: 'Phase Mirror' }, message: 'plain' },
      { name: 'error', properties: { title: 'Phase Mirror', file: 'x' }, message: 'a file' },
    ]);
  });

  it('masks and debugs', async () => {
    const stdout = await captured((runner) => {
      runner.mask('secret');
      runner.debug('a\nb');
    });
    expect(readCommands(stdout).commands.map(({ name, message }) => [name, message])).toEqual([
      ['add-mask', 'secret'],
      ['debug', 'a\nb'],
    ]);
  });
});

describe('files', () => {
  let folder: string;
  let before: Record<'GITHUB_OUTPUT' | 'GITHUB_STEP_SUMMARY', string | undefined>;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pm-runner-'));
    before = { GITHUB_OUTPUT: process.env['GITHUB_OUTPUT'], GITHUB_STEP_SUMMARY: process.env['GITHUB_STEP_SUMMARY'] };
  });
  afterEach(async () => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await rm(folder, { recursive: true });
  });

  it('outputs and summary land in the files of the step', async () => {
    const [output, summary] = [join(folder, 'output'), join(folder, 'summary')];
    await Promise.all([writeFile(output, ''), writeFile(summary, 'before\n')]);
    process.env['GITHUB_OUTPUT'] = output;
    process.env['GITHUB_STEP_SUMMARY'] = summary;
    const stdout = await captured(
      async (runner) => {
        runner.output('decision', 'a\nb=c');
        await runner.summary('## One');
        await runner.summary('## Two');
      },
      { GITHUB_STEP_SUMMARY: summary },
    );
    expect(stdout).toBe('');
    expect(await readFile(output, 'utf8')).toMatch(/^decision<<(ghadelimiter_\S+)\na\nb=c\n\1\n$/);
    expect(await readFile(summary, 'utf8')).toBe('before\n## One\n## Two\n');
  });

  it('no summary, where the server has none', async () => {
    const stdout = await captured((runner) => runner.summary('## One'));
    expect(readCommands(stdout).commands).toEqual([
      { name: 'debug', properties: {}, message: 'GITHUB_STEP_SUMMARY is not set: no job summary' },
    ]);
  });
});

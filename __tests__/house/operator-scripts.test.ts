/** The scripts that operators know, run with a `gh` and a `node` that only write down what they were asked. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { LABELS } from '../../src/report/issues.js';
import { Workshop } from '../support/git-repo.js';

const workshop = new Workshop();
afterAll(() => workshop.clean());

/** A PATH on which `name` writes its arguments, one a line and a blank line after each call, to the file it returns. */
function recorder(name: string): { readonly PATH: string; readonly log: string } {
  const folder = workshop.folder('bin');
  const log = join(folder, 'log');
  writeFileSync(log, '');
  writeFileSync(join(folder, name), `#!/bin/sh\nprintf '%s\\n' "$@" "" >> '${log}'\n`);
  chmodSync(join(folder, name), 0o755);
  return { PATH: `${folder}:/usr/bin:/bin`, log };
}

describe('create-labels.sh', () => {
  const script = resolve('scripts/create-labels.sh');

  it('makes every label, in every repository that is named', () => {
    const { PATH, log } = recorder('gh');
    execFileSync(script, ['octo-org/app', 'octo-org/web'], { env: { PATH } });
    const calls = readFileSync(log, 'utf8').trimEnd().split('\n\n');
    const wanted = Object.entries(LABELS).flatMap(([name, { color, description }]) =>
      ['octo-org/app', 'octo-org/web'].map((repository) =>
        [
          ...['label', 'create', name, '--repo', repository, '--color', color],
          ...['--description', description, '--force'],
        ].join('\n'),
      ),
    );
    expect(calls).toEqual(wanted);
  });

  it('says how it is used, and what it lacks', () => {
    const { PATH } = recorder('gh');
    expect(spawnSync(script, [], { env: { PATH } }).status).toBe(64);
    const without = spawnSync('/bin/bash', [script, 'octo-org/app'], {
      env: { PATH: '/nonexistent' },
      encoding: 'utf8',
    });
    expect(without.status).toBe(2);
    expect(without.stderr).toContain('gh was not found');
  });
});

it('load-baseline.sh is `drift show`', () => {
  const { PATH, log } = recorder('node');
  execFileSync(resolve('scripts/load-baseline.sh'), ['some folder', '--backend', 'file'], { env: { PATH } });
  const [cli = '', ...rest] = readFileSync(log, 'utf8').trimEnd().split('\n');
  expect(resolve(cli)).toBe(resolve('dist/cli/index.js'));
  expect(rest).toEqual(['drift', 'show', 'some folder', '--backend', 'file']);
});

describe('rotate-nonce.sh', () => {
  const script = resolve('scripts/rotate-nonce.sh');
  const calls = (log: string) =>
    readFileSync(log, 'utf8')
      .trimEnd()
      .split('\n\n')
      .map((call) => call.split('\n').slice(1).join(' '));

  it('is `nonce rotate --from`', () => {
    const { PATH, log } = recorder('node');
    execFileSync(script, ['staging', '3', '--region', 'eu-central-1'], { env: { PATH } });
    expect(calls(log)).toEqual(['nonce rotate --environment staging --from 3 --region eu-central-1']);
  });

  it('stays for the hour where it is told to, and does the same again', () => {
    const { PATH, log } = recorder('node');
    const sleep = recorder('sleep');
    const both = { env: { PATH: `${sleep.PATH.split(':')[0]}:${PATH}` } };
    execFileSync(script, ['staging', '3', '--wait'], both);
    const once = 'nonce rotate --environment staging --from 3';
    expect([calls(log), readFileSync(sleep.log, 'utf8').trim()]).toEqual([[once, once], '3605']);
    // There is nothing to retire behind the first one.
    execFileSync(script, ['staging', '0', '--wait'], both);
    expect(calls(log)).toHaveLength(3);
  });

  it.each([[[]], [['staging']], [['staging', '1', '--now']], [['staging', '1', '--region']]])(
    'with %j says how it is used',
    (args) => {
      const { PATH, log } = recorder('node');
      const { status, stderr } = spawnSync(script, args, { env: { PATH }, encoding: 'utf8' });
      expect([status, stderr]).toEqual([64, expect.stringMatching(/^usage: scripts\/rotate-nonce\.sh /)]);
      expect(readFileSync(log, 'utf8')).toBe('');
    },
  );
});

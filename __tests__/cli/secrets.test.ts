import { createPrivateKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { parse as parseYaml } from 'yaml';
import { keyCommand, type NonceCommand, nonceCommand, saltCommand } from '../../src/cli/args-secrets.js';
import { runKey } from '../../src/cli/key.js';
import { textOf } from '../../src/cli/secrets.js';
import { keyIdOf, publicPem } from '../../src/privacy/pem-signer.js';
import { runCli } from '../support/cli.js';

const NOW = Date.UTC(2026, 10, 24, 12, 30);
const HOUR = 3_600_000;
const target = { environment: 'staging' };
const situation = { cwd: '.', now: NOW };

describe('the command lines', () => {
  it('are read', () => {
    expect(nonceCommand(['rotate', '--environment', 'staging'])).toEqual({
      command: 'nonce',
      action: 'rotate',
      target,
      format: 'text',
      now: false,
    });
    expect(nonceCommand(['retire', '--environment', 'staging', '--region', 'r', '--now'])).toMatchObject({
      target: { environment: 'staging', region: 'r' },
      now: true,
    });
    const from = nonceCommand(['rotate', '--environment', 'staging', '--from', '0']);
    expect(from).toEqual({ ...from, from: 0, now: false });
    expect(saltCommand(['create', '--environment', 'staging', '--format', 'json'])).toMatchObject({ format: 'json' });
    expect(keyCommand(['create', '--use', 'levels', '--environment', 'staging'])).toEqual({
      command: 'key',
      action: 'create',
      use: 'levels',
      target,
    });
    expect(keyCommand(['show', '--use', 'baseline', '--pem'])).toMatchObject({ target: null });
  });

  it.each<[string[], RegExp]>([
    [['nonce'], /nonce needs a word after it/],
    [['nonce', 'rotat'], /doesn't know "rotat"\. Did you mean rotate/],
    [['nonce', 'create'], /doesn't know "create"/],
    [['salt', 'retire'], /doesn't know "retire"/],
    [['nonce', 'rotate'], /--environment is missing/],
    [['nonce', 'rotate', '--environment', 'x', '--from', 'v1'], /"v1" is not a version/],
    [['nonce', 'rotate', '--environment', 'x', '--from', '1', '--now'], /--now makes a version whatever there is/],
    [['nonce', 'retire', '--environment', 'x', '--from', '1'], /--from is not an option of nonce retire/],
    [['salt', 'rotate', '--environment', 'x', '--from', '1'], /--from is not an option of salt rotate/],
    [['nonce', 'list', '--environment', 'x', '--now'], /--now is not an option of nonce list/],
    [['salt', 'create', '--environment', 'x', '--now'], /--now is not an option of salt create/],
    [['nonce', 'list', 'all', '--environment', 'x'], /"all" is one word too many/],
    [['nonce', 'list', '--environment', 'x', '--format', 'yaml'], /--format has the unknown value "yaml"/],
    [['nonce', 'list', '--environment', 'x'], /--region is missing, and AWS_REGION is not set/],
    [['key', 'create', '--environment', 'x'], /--use is missing/],
    [['key', 'create', '--use', 'both', '--environment', 'x'], /--use has the unknown value "both"/],
    [['key', 'create', '--use', 'levels'], /--environment is missing/],
    [['key', 'create', '--use', 'levels', '--pem', '--region', 'x'], /--pem makes a key outside AWS/],
    [['key', 'show', '--use', 'levels', '--pem'], /PHASE_MIRROR_SIGNING_KEY is not set/],
  ])('%j is refused with exit 64', async (args, message) => {
    const { status, stdout, stderr } = await runCli(situation, ...args);
    expect(stderr).toMatch(message);
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
  });

  it.each(['nonce', 'salt', 'key'])('have help: %s', async (topic) => {
    const { stdout } = await runCli(situation, 'help', topic);
    expect(stdout).toMatch(new RegExp(`^phase-mirror ${topic} `));
  });
});

describe('what people read', () => {
  const listed = (version: number, issuedAt: number, retirableAt: number | null) => ({
    version,
    parameter: `/guardian/staging/redaction_nonce_v${version}`,
    issuedAt,
    newest: retirableAt === null,
    retirableAt,
  });
  const nonce = (action: NonceCommand['action']): NonceCommand => ({
    command: 'nonce',
    action,
    target,
    format: 'text',
    now: false,
  });
  const both = [listed(1, 0, NOW + HOUR), listed(2, NOW, null)];

  it('after a rotation: what signs, what verifies, and what comes next', () => {
    expect(textOf(nonce('rotate'), { created: [2], retired: [], versions: both }, NOW)).toBe(
      [
        'Made v2',
        '  v1  /guardian/staging/redaction_nonce_v1  since 1970-01-01 00:00 UTC, verifies, can be retired from 2026-11-24 13:30 UTC',
        '  v2  /guardian/staging/redaction_nonce_v2  since 2026-11-24 12:30 UTC, signs',
        'Next, from 2026-11-24 13:30 UTC on: phase-mirror nonce retire --environment staging',
        '',
      ].join('\n'),
    );
  });

  it.each<[NonceCommand['action'], RegExp]>([
    ['rotate', /^Nothing to do: the newest is not an hour old/],
    ['retire', /^Nothing to retire yet: the hour of grace is not over/],
    ['list', /^ {2}v1 /],
  ])('when nothing was done by %s', (action, message) => {
    expect(textOf(nonce(action), { created: [], retired: [], versions: both }, NOW)).toMatch(message);
  });

  it('of a rotation that is named by its version: the same again is what comes next', () => {
    const command = { ...nonce('rotate'), from: 1 };
    expect(textOf(command, { created: [], retired: [], versions: both }, NOW)).toMatch(
      /^Nothing to do: v2 is there, and the hour of grace is not over\n(?:.*\n){2}Next, from .* on: the same again\n$/,
    );
    expect(textOf(command, { created: [], retired: [], versions: [listed(2, NOW, null)] }, NOW)).toMatch(
      /^Nothing to do: v2 is the only one\n/,
    );
  });

  it('when there is one, none, or it is time', () => {
    expect(textOf(nonce('retire'), { created: [], retired: [], versions: [listed(2, NOW, null)] }, NOW)).toMatch(
      /^Nothing to retire\n/,
    );
    expect(textOf(nonce('list'), { created: [], retired: [], versions: [] }, NOW)).toBe(
      'There is none. Make the first: phase-mirror nonce rotate --environment staging\n',
    );
    expect(textOf(nonce('list'), { created: [], retired: [], versions: both }, NOW + HOUR)).toMatch(
      /Next, now: .*retire/,
    );
    const salt = { ...nonce('list'), command: 'salt', action: 'create' } as const;
    const text = textOf(salt, { created: [], retired: [], versions: both }, NOW);
    expect(text).toMatch(/^Nothing to do: there is one\n {2}v1 .*, read while rows carry it\n {2}v2 .*, writes\n$/);
    expect(textOf(salt, { created: [], retired: [], versions: [] }, NOW)).toMatch(/salt create --environment staging/);
  });
});

describe('key --pem', () => {
  it('gives the private half to the pipe and the public one to the person, as it is pinned', async () => {
    const { status, stdout, stderr } = await runCli(situation, 'key', 'create', '--use', 'levels', '--pem');
    expect(status).toBe(0);
    const pem = publicPem(createPrivateKey(stdout));
    const yaml = stderr.slice(stderr.indexOf('trust:'));
    expect(parseYaml(yaml)).toEqual({ trust: { keys: [{ id: keyIdOf(pem), use: 'levels', pem }] } });
    expect(stderr).not.toContain('PRIVATE');

    const shown = await runCli(
      { ...situation, environment: { PHASE_MIRROR_SIGNING_KEY: stdout } },
      ...['key', 'show', '--use', 'levels', '--pem'],
    );
    expect(shown).toEqual({ status: 0, stdout: yaml, stderr: '' });
  });

  it('shows no private key on a terminal, and none that is no key', async () => {
    const io = {
      stdout: () => {
        throw new Error('printed');
      },
      stderr: () => {},
      environment: {},
      cwd: '.',
      clock: () => NOW,
      columns: 80,
      stderrIsTerminal: true,
    };
    await expect(runKey({ command: 'key', action: 'create', use: 'levels', target: null }, io)).rejects.toThrow(
      /would show the private key on the terminal.*gh secret set/,
    );
    const environment = { PHASE_MIRROR_SIGNING_KEY: 'hunter2' };
    const { status, stderr } = await runCli({ ...situation, environment }, 'key', 'show', '--use', 'levels', '--pem');
    expect(status).toBe(2);
    expect(stderr).toMatch(/the signing key cannot be read as a PEM private key/);
    expect(stderr).not.toContain('hunter2');
  });
});

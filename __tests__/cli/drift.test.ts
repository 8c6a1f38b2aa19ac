import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Outcome, runCli } from '../support/cli.js';
import { CI, GOVERNED, MOVES, NOW, undo } from '../support/drift-repo.js';
import { type TestRepo, Workshop } from '../support/git-repo.js';

const workshop = new Workshop();
afterAll(() => workshop.clean());

let repo: TestRepo;
let now: number;
beforeEach(() => {
  now = NOW;
  repo = workshop.repo();
  repo.git('config', 'user.email', 'jane@example.invalid');
  repo.commitFiles(GOVERNED);
});

const FILE = '.github/phase-mirror-baseline.json';
const REASON = ['--reason', 'the state of the release'];
const drift = (...args: string[]): Promise<Outcome> => runCli({ cwd: repo.dir, now }, 'drift', ...args);

describe.each([
  ['sqlite', [], [], 'phase-mirror drift accept --first --reason "why this state is right"'],
  [
    'file',
    ['--backend', 'file'],
    ['--repository', '42'],
    'phase-mirror drift accept --first --backend file --repository OWNER/NAME --reason "why this state is right"',
  ],
] as const)('with the backend %s', (backend, target, id, command) => {
  const accept = async (...more: string[]): Promise<Outcome> => {
    const outcome = await drift('accept', ...target, ...REASON, ...more);
    if (backend === 'file' && outcome.status === 0) repo.commit('accept');
    return outcome;
  };

  it('says that there is none, with the command that makes one', async () => {
    const { status, stdout, stderr } = await drift('check', ...target);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('A baseline of main is not there yet');
    expect(stderr).toContain(command);
    expect(existsSync(join(repo.dir, '.phase-mirror'))).toBe(false);
  });

  it('never makes the first one by accident, nor a second first one', async () => {
    const early = await accept(...id);
    expect(early.status).toBe(2);
    expect(early.stderr).toContain('--first');
    expect((await accept('--first', ...id)).status).toBe(0);
    const again = await accept('--first', ...id);
    expect(again.status).toBe(2);
    expect(again.stderr).toContain('is there already: jane@example.invalid (local) accepted');
  });

  it('is clean after the acceptance, and tells every move as what it is', async () => {
    const first = await accept('--first', ...id);
    expect(first.status).toBe(0);
    expect(first.stdout).toMatch(/^ACCEPTED {2}main at [0-9a-f]{12}\n {2}by {6}jane@example\.invalid \(local\)\n/);
    const clean = await drift('check', ...target);
    expect(clean.stdout).toMatch(/^NO DRIFT {2}none of 12 governed files changed\n/);
    expect(clean.status).toBe(0);
    for (const { make, says, severity, name } of MOVES) {
      make(repo);
      const { status, stdout } = await drift('check', ...target);
      expect([name, status]).toEqual([name, 1]);
      expect(stdout.replace(/\s+/g, ' ')).toMatch(says);
      const report = JSON.parse((await drift('check', ...target, '--format', 'json')).stdout);
      expect([name, report.severity]).toEqual([name, severity]);
      undo(repo);
    }
    expect((await drift('check', ...target)).status).toBe(0);
  });

  it('accepts a move, and keeps what was before', async () => {
    await accept('--first', ...id);
    repo.commitFiles({ [CI]: GOVERNED[CI]?.replace('read', 'write') ?? '' });
    now += 60_000;
    const second = await accept();
    expect(second.status).toBe(0);
    expect(second.stdout).toContain('sequence 2');
    expect(second.stdout).toContain('gained `contents: write`');
    expect((await drift('check', ...target)).status).toBe(0);
    const shown = JSON.parse((await drift('show', ...target, '--format', 'json')).stdout);
    expect(shown.accepted.sequence).toBe(2);
    expect(shown.accepted.previous).toMatch(/^[0-9a-f]{64}$/);
    expect(shown.versions).toHaveLength(2);
    expect(shown.governed).toContain(CI);
  });

  it('writes nothing when nothing moved, in a dry run, for a large drift, or for what is not committed', async () => {
    await accept('--first', ...id);
    const before = (await drift('show', ...target, '--format', 'json')).stdout;
    expect((await drift('accept', ...target, ...REASON)).stdout).toContain('NOTHING TO ACCEPT');
    repo.write('.github/workflows/dirty.yml', 'on: push\n');
    const dirty = await drift('accept', ...target, ...REASON);
    expect(dirty.status).toBe(2);
    expect(dirty.stderr).toContain('is not all committed: .github/workflows/dirty.yml');
    repo.commit();
    const dry = await drift('accept', ...target, ...REASON, '--dry-run');
    expect(dry.stdout).toContain('WOULD ACCEPT');
    undo(repo);
    repo.commitFiles(
      Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`.github/workflows/w${n}.yml`, `on: push\n# ${n}\n`])),
    );
    const large = await drift('accept', ...target, ...REASON);
    expect(large.status).toBe(2);
    expect(large.stderr).toContain('L0-DRIFT-MAGNITUDE');
    expect(large.stderr).toContain('raise `drift.max-magnitude` on the default branch');
    undo(repo);
    expect((await drift('show', ...target, '--format', 'json')).stdout).toBe(before);
  });

  it('accepts the default branch alone', async () => {
    repo.git('switch', '--quiet', '-c', 'change');
    repo.commitFiles({ [CI]: 'on: push\n' });
    const { status, stderr } = await accept('--first', ...id);
    expect(status).toBe(2);
    expect(stderr).toContain('only the state of the default branch can be accepted');
  });

  it('wants a reason', async () => {
    expect((await drift('accept', ...target, '--first', ...id)).status).toBe(64);
    const short = await drift('accept', ...target, '--first', ...id, '--reason', 'because');
    expect(short.status).toBe(2);
    expect(short.stderr).toContain('has 7 characters, not 8 to 1000');
  });
});

describe('drift show', () => {
  it('shows what is governed before anything was accepted', async () => {
    const { status, stdout } = await drift('show');
    expect(status).toBe(0);
    expect(stdout).toContain('NO BASELINE  of main');
    expect(stdout).toContain('Make the first: phase-mirror drift accept --first');
    expect(stdout).toContain(`  ${CI}\n`);
    expect(stdout).toContain('  .github/workflows/**\n');
  });

  it('says who accepted what, when and why', async () => {
    await drift('accept', '--first', ...REASON);
    const { stdout } = await drift('show');
    expect(stdout).toContain('  accepted  2026-11-24 10:30 UTC by jane@example.invalid (local)\n');
    expect(stdout).toContain('  reason    the state of the release\n');
    expect(stdout).toContain('sequence  1, unsigned; digest ');
  });
});

describe('a baseline in a file', () => {
  beforeEach(async () => {
    await drift('accept', '--backend', 'file', '--first', '--repository', '42', ...REASON);
  });

  it('counts once it is committed', async () => {
    expect((await drift('check', '--backend', 'file')).status).toBe(2);
    repo.commit();
    expect((await drift('check', '--backend', 'file')).status).toBe(0);
  });

  it('has one governed file on each line', () => {
    const lines = readFileSync(join(repo.dir, FILE), 'utf8').split('\n');
    expect(lines.filter((line) => line.startsWith(`{"digest":`))).toHaveLength(12);
  });

  it('says whose acceptance lies in the work tree already', async () => {
    const { status, stderr } = await drift('accept', '--backend', 'file', '--first', '--repository', '42', ...REASON);
    expect(status).toBe(2);
    expect(stderr).toContain('lost a race: jane@example.invalid (local) accepted');
  });

  it.each([
    ['of another repository', '{"header":', ['--repository', '7'], 'WRONG_REPOSITORY'],
  ])('refuses one %s', async (_name, _text, more, code) => {
    repo.commit();
    const { status, stderr } = await drift('check', '--backend', 'file', ...more);
    expect(status).toBe(2);
    expect(stderr).toContain(code);
  });

  it.each([
    ['altered', (text: string) => text.replace('"read"', '"write"'), 'PAYLOAD_ALTERED'],
    ['truncated', (text: string) => text.slice(0, text.length / 2), 'TRUNCATED'],
    ['empty', () => '', 'TRUNCATED'],
    ['no document', () => '{}', 'NOT_A_SIGNED_DOCUMENT'],
    ['of another branch', (text: string) => text.replaceAll('"branch":"main"', '"branch":"next"'), 'PAYLOAD_ALTERED'],
  ])('refuses one that is %s', async (_name, change, code) => {
    writeFileSync(join(repo.dir, FILE), change(readFileSync(join(repo.dir, FILE), 'utf8')));
    repo.commit();
    const { status, stderr } = await drift('check', '--backend', 'file');
    expect(status).toBe(2);
    expect(stderr).toContain(code);
    const over = await drift('accept', '--backend', 'file', ...REASON);
    expect(over.status).toBe(2);
    expect(over.stderr).toContain(code);
  });

  it('refuses an older one that was put back, and a deletion', async () => {
    repo.commit();
    const old = readFileSync(join(repo.dir, FILE), 'utf8');
    repo.commitFiles({ [CI]: 'on: push\n' });
    await drift('accept', '--backend', 'file', ...REASON);
    repo.commit();
    expect((await drift('check', '--backend', 'file')).status).toBe(0);
    repo.commitFiles({ [FILE]: old });
    const replayed = await drift('check', '--backend', 'file');
    expect(replayed.status).toBe(2);
    expect(replayed.stderr).toContain('has sequence 1, and 2 was seen before: a replay (REPLAYED)');
    repo.commitFiles({ [FILE]: null });
    const deleted = await drift('check', '--backend', 'file');
    expect(deleted.status).toBe(2);
    expect(deleted.stderr).toContain('DELETED');
  });
});

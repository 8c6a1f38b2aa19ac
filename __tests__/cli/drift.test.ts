import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { publicPem } from '../../src/privacy/pem-signer.js';
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

  it('is clean after the acceptance', async () => {
    const first = await accept('--first', ...id);
    expect(first.status).toBe(0);
    expect(first.stdout).toMatch(/^ACCEPTED {2}main at [0-9a-f]{12}\n {2}by {6}jane@example\.invalid \(local\)\n/);
    const clean = await drift('check', ...target);
    expect(clean.stdout).toMatch(/^NO DRIFT {2}none of 12 governed files changed\n/);
    expect(clean.status).toBe(0);
  });

  it.each(MOVES)('tells $name as what it is', async ({ make, says, severity }) => {
    await accept('--first', ...id);
    make(repo);
    const { status, stdout } = await drift('check', ...target, '--format', 'json');
    const report = JSON.parse(stdout);
    expect([status, report.drift, report.severity]).toEqual([1, true, severity]);
    const told = [...report.files, ...report.others].flatMap(({ path = '', sentence, facts = [] }) => [
      path === '' ? sentence : `\`${path}\` ${sentence}`,
      ...facts.map((fact: { sentence: string }) => fact.sentence),
    ]);
    expect(told).toContainEqual(expect.stringMatching(says));
    undo(repo);
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
    expect(second.stdout).toContain('\nWHAT CHANGED  1 of 12 governed files changed (8 %)\n\n');
    expect(second.stdout).not.toMatch(/^DRIFT|Now:/m);
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
    repo.git('add', '--all');
    const staged = await drift('accept', ...target, ...REASON);
    expect([staged.status, staged.stderr]).toEqual([2, expect.stringContaining('is not all committed')]);
    repo.commit();
    const dry = await drift('accept', ...target, ...REASON, '--dry-run');
    expect(dry.stdout).toContain('WOULD ACCEPT');
    undo(repo);
    repo.commitFiles(
      Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`.github/workflows/w${n}.yml`, `on: push\n# ${n}\n`])),
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

describe.each([
  ['sqlite', [], []],
  ['file', ['--backend', 'file'], ['--repository', '42']],
] as const)('going back, with the backend %s', (backend, target, id) => {
  const accept = async (...words: string[]): Promise<Outcome> => {
    now += 60_000;
    const outcome = await drift('accept', ...target, ...REASON, ...words);
    if (backend === 'file' && outcome.status === 0) repo.commit('accept');
    return outcome;
  };
  const shown = async () => JSON.parse((await drift('show', ...target, '--format', 'json')).stdout);

  it('takes the content of an earlier version under a new sequence', async () => {
    await accept('--first', ...id);
    const [{ version }] = (await shown()).versions;
    repo.commitFiles({ [CI]: 'on: push\n' });
    await accept();
    expect((await drift('check', ...target)).status).toBe(0);
    const back = await accept('--restore', version);
    expect([back.status, back.stderr]).toEqual([0, '']);
    expect((await drift('check', ...target)).status).toBe(1);
    repo.commitFiles({ [CI]: GOVERNED[CI] ?? '' });
    expect((await drift('check', ...target)).status).toBe(0);
    expect((await shown()).accepted).toMatchObject({ sequence: 3, baseline: { header: { reason: REASON[1] } } });
  });

  it('knows the versions that there are, and says one of three words', async () => {
    await accept('--first', ...id);
    for (const version of ['1-abc', 'HEAD', 'c'.repeat(40)]) {
      const { status, stderr } = await accept('--restore', version);
      expect([status, stderr]).toEqual([2, expect.stringContaining('NOT_FOUND')]);
    }
    const anew = await accept('--anew');
    expect([anew.status, anew.stderr]).toEqual([2, expect.stringContaining('is there and is to be used')]);
    expect((await accept('--anew', '--first')).status).toBe(64);
  });

  it('accepts nothing anew where there never was one', async () => {
    const { status, stderr } = await accept('--anew', ...id);
    expect([status, stderr]).toEqual([2, expect.stringContaining('is not there yet')]);
  });
});

describe('a baseline that is not to be used', () => {
  it('in a file: deleted, altered or put back, is replaced when somebody says so', async () => {
    const target = ['--backend', 'file', '--repository', '42', ...REASON];
    const take = async (...words: string[]): Promise<Outcome> => {
      now += 60_000;
      const outcome = await drift('accept', ...target, ...words);
      if (outcome.status === 0) repo.commit('accept');
      return outcome;
    };
    await take('--first');
    const good = repo.git('log', '-1', '--format=%H', '--', FILE);
    const first = readFileSync(join(repo.dir, FILE), 'utf8');
    repo.commitFiles({ [FILE]: null });
    expect((await take()).stderr).toContain('DELETED');
    const back = await take('--restore', good);
    expect([back.status, back.stderr]).toEqual([0, '']);
    expect(back.stdout).toContain('sequence 2');
    expect((await drift('check', '--backend', 'file')).status).toBe(0);
    repo.commitFiles({ [FILE]: '{}' });
    expect((await drift('check', '--backend', 'file')).status).toBe(2);
    expect((await take('--anew')).stdout).toContain('sequence 3');
    expect((await drift('check', '--backend', 'file')).status).toBe(0);
    repo.commitFiles({ [FILE]: first });
    expect((await drift('check', '--backend', 'file')).stderr).toContain('REPLAYED');
    expect((await take('--anew')).stdout).toContain('sequence 4');
    expect((await drift('check', '--backend', 'file')).status).toBe(0);
  });
});

it('of two acceptances at once in one database, one wins, and the other is told who won', async () => {
  await drift('accept', '--first', ...REASON);
  repo.commitFiles({ [CI]: 'on: push\n' });
  const both = await Promise.all(
    ['the first of two', 'the other of two'].map((reason) => drift('accept', '--reason', reason)),
  );
  expect(both.map(({ status }) => status).sort()).toEqual([0, 2]);
  expect(both.find(({ status }) => status === 2)?.stderr).toMatch(
    /lost a race: jane@example\.invalid \(local\) accepted [0-9a-f]{12} on 2026-11-24 10:30 UTC: "the (first|other) of two" \(sequence 2\)/,
  );
  expect(JSON.parse((await drift('show', '--format', 'json')).stdout).versions).toHaveLength(2);
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
    const early = await drift('check', '--backend', 'file');
    expect(early.status).toBe(2);
    expect(early.stderr).toContain(`the work tree has one (${FILE}), which counts once main has it`);
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
    expect(stderr).toContain('The work tree has an uncommitted acceptance: jane@example.invalid (local) accepted');
    expect(stderr).toContain('Commit it and open a pull request');
    repo.write(FILE, '{}');
    const other = await drift('accept', '--backend', 'file', '--first', '--repository', '42', ...REASON);
    expect(other.stderr).toContain(`has changes in ${FILE} that no commit holds`);
  });

  it('refuses one of another repository, and says when that was not checked', async () => {
    repo.commit();
    const { status, stderr } = await drift('check', '--backend', 'file', '--repository', '7');
    expect(status).toBe(2);
    expect(stderr).toContain('WRONG_REPOSITORY');
    const { stdout } = await drift('check', '--backend', 'file');
    expect(stdout).toContain('Which repository the baseline is of (id 42) was not checked');
    expect((await drift('check', '--backend', 'file', '--repository', '42')).stdout).not.toContain('was not checked');
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

describe('the history of a baseline in a file', () => {
  const FILE_AT = ['--backend', 'file', '--repository', '42'];
  const check = () => drift('check', ...FILE_AT);
  const take = async (...words: string[]): Promise<Outcome> => {
    const outcome = await drift('accept', ...FILE_AT, ...REASON, ...words);
    if (outcome.status === 0) repo.commit('accept');
    return outcome;
  };
  /** A merge that takes nothing of what happened since: git log does not look there unless it is told to. */
  const mergeOurs = (from: string): void => {
    repo.git('branch', 'side');
    repo.git('reset', '--quiet', '--hard', from);
    repo.commitFiles({ 'README.md': 'Other\n' });
    repo.git('merge', '--quiet', '--strategy', 'ours', '-m', 'merge', 'side');
  };

  it('is looked through on every side of a merge', async () => {
    const start = repo.git('rev-parse', 'HEAD');
    await take('--first');
    const first = repo.git('rev-parse', 'HEAD');
    repo.commitFiles({ [CI]: 'on: push\n' });
    await take();
    mergeOurs(first);
    expect((await check()).stderr).toContain('REPLAYED');
    repo.git('branch', '--delete', '--force', 'side');
    mergeOurs(start);
    expect((await check()).stderr).toContain('DELETED');
  });

  it('has to be there to say that there never was one', async () => {
    repo = workshop.clone(repo, '--depth=1');
    const { status, stderr } = await check();
    expect([status, stderr]).toEqual([2, expect.stringContaining('fetch-depth: 0 is needed to tell')]);
  });

  it('has the commit that was accepted', async () => {
    await take('--first');
    repo.git('reset', '--quiet', '--hard', repo.git('commit-tree', 'HEAD^{tree}', '-m', 'rewritten'));
    expect((await check()).stderr).toContain('which is not in the history of main (NOT_IN_HISTORY)');
    expect((await take('--anew')).status).toBe(0);
    expect((await check()).status).toBe(0);
  });

  it('says how far the state moves that is accepted anew', async () => {
    await take('--first');
    const many = Object.fromEntries(
      [1, 2, 3, 4, 5, 6].map((n) => [`.github/workflows/w${n}.yml`, `on: push\n# ${n}\n`]),
    );
    repo.commitFiles({ ...many, [FILE]: '{}' });
    const { status, stderr } = await take('--anew');
    expect([status, stderr]).toEqual([2, expect.stringContaining('L0-DRIFT-MAGNITUDE')]);
  });
});

describe('signing', () => {
  const pair = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const [ours, theirs] = [pair(), pair()];
  const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const pinning = (...keys: KeyObject[]): string =>
    [
      'version: 1',
      'trust:',
      '  keys:',
      ...keys.flatMap((key, index) => [
        `    - id: key-${index}`,
        '      use: baseline',
        '      pem: |',
        ...publicPem(key)
          .trim()
          .split('\n')
          .map((line) => `        ${line}`),
      ]),
      '',
    ].join('\n');
  const signedBy = (key: KeyObject | null, ...args: string[]): Promise<Outcome> =>
    runCli(
      { cwd: repo.dir, now, ...(key === null ? {} : { environment: { PHASE_MIRROR_SIGNING_KEY: pem(key) } }) },
      'drift',
      ...args,
    );

  it('vouches for the baseline: a check needs no private key', async () => {
    repo.commitFiles({ '.phase-mirror.yml': pinning(ours.privateKey) });
    const made = await signedBy(ours.privateKey, 'accept', '--first', ...REASON);
    expect(made.stdout).not.toContain('unsigned');
    const { status, stdout } = await drift('check');
    expect(status).toBe(0);
    expect(stdout).not.toContain('unsigned');
    expect(`${made.stdout}${stdout}`).not.toContain('PRIVATE');
  });

  it('writes nothing that could not be read back', async () => {
    repo.commitFiles({ '.phase-mirror.yml': pinning(ours.privateKey) });
    const none = await drift('accept', '--first', ...REASON);
    expect(none.status).toBe(2);
    expect(none.stderr).toContain('UNSIGNED');
    const wrong = await signedBy(theirs.privateKey, 'accept', '--first', ...REASON);
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain('UNKNOWN_KEY');
    expect(wrong.stderr).toContain('Nothing was written');
    expect((await drift('check')).stderr).toContain('is not there yet');
  });

  it('refuses to sign with what no key is pinned for, and with what is no key', async () => {
    expect((await signedBy(ours.privateKey, 'accept', '--first', ...REASON)).stderr).toContain('NO_KEY_PINNED');
    const broken = await runCli(
      { cwd: repo.dir, now, environment: { PHASE_MIRROR_SIGNING_KEY: 'secret text' } },
      ...['drift', 'accept', '--first', ...REASON],
    );
    expect(broken.status).toBe(2);
    expect(broken.stderr).not.toContain('secret text');
  });

  it('by another key is refused, and so is none where one is pinned', async () => {
    await drift('accept', '--first', ...REASON);
    expect((await drift('check')).stdout).toContain('The baseline is unsigned');
    repo.commitFiles({ '.phase-mirror.yml': pinning(ours.privateKey) });
    const unsigned = await drift('check');
    expect([unsigned.status, unsigned.stderr]).toEqual([2, expect.stringContaining('UNSIGNED')]);
  });

  it('finds the pinned key it has, while keys are being replaced', async () => {
    repo.commitFiles({ '.phase-mirror.yml': pinning(theirs.privateKey, ours.privateKey) });
    expect((await signedBy(ours.privateKey, 'accept', '--first', ...REASON)).status).toBe(0);
    expect((await drift('check')).status).toBe(0);
    repo.commitFiles({ '.phase-mirror.yml': pinning(theirs.privateKey) });
    const retired = await drift('check');
    expect([retired.status, retired.stderr]).toEqual([2, expect.stringContaining('UNKNOWN_KEY')]);
  });

  it('in a file, what was signed once stays signed, and a key counts for what came after it', async () => {
    const [file, config] = [['--backend', 'file', '--repository', '42'], '.phase-mirror.yml'];
    const take = async (key: KeyObject | null, ...words: string[]): Promise<Outcome> => {
      const outcome = await signedBy(key, 'accept', ...file, ...REASON, ...words);
      if (outcome.status === 0) repo.commit('accept');
      return outcome;
    };
    await take(null, '--first');
    const unsigned = readFileSync(join(repo.dir, FILE), 'utf8');
    repo.commitFiles({ [config]: pinning(ours.privateKey) });
    expect((await take(ours.privateKey, '--anew')).stdout).toContain('sequence 2');
    const signed = repo.git('rev-parse', 'HEAD');
    repo.commitFiles({ [config]: null, [FILE]: unsigned });
    expect((await drift('check', ...file)).stderr).toContain('SIGNATURE_GONE');
    expect((await take(null, '--anew')).stderr).toContain('SIGNATURE_GONE');
    repo.git('reset', '--quiet', '--hard', signed);
    repo.commitFiles({ [config]: pinning(theirs.privateKey).replace('key-0', 'key-9') });
    const other = await take(theirs.privateKey, '--anew');
    expect([other.stderr, other.stdout]).toEqual(['', expect.stringContaining('sequence 3')]);
    expect((await drift('check', ...file)).status).toBe(0);
    repo.git('reset', '--quiet', '--soft', signed);
    repo.commit('both in one');
    expect((await drift('check', ...file)).stderr).toContain('KEY_REPLACED');
  });
});

/** What a disk does to a row. */
function damage(file: string, statement: string): void {
  const database = new DatabaseSync(file);
  database.exec(statement);
  database.close();
}

describe('what a review found', () => {
  const check = (...more: string[]) => drift('check', ...more);
  const config = '.phase-mirror.yml';

  it('a restore is measured against what it replaces, not against what is there now', async () => {
    const file = ['--backend', 'file', '--repository', '42'];
    await drift('accept', ...file, '--first', ...REASON);
    repo.commit('accept');
    const version = repo.git('rev-parse', 'HEAD');
    const many = [1, 2, 3, 4, 5, 6].map((n) => [`.github/workflows/w${n}.yml`, `on: push\n# ${n}\n`]);
    repo.commitFiles({ ...Object.fromEntries(many), [FILE]: '{}' });
    now += 60_000;
    const back = await drift('accept', ...file, '--restore', version, ...REASON);
    expect([back.status, back.stderr]).toEqual([0, '']);
    repo.commit('back');
    expect((await check(...file)).stdout).toContain('6 of 18 governed files changed');
  });

  it('what a link says is read where it points to', async () => {
    const target = '.github/workflows/shared.txt';
    const text = GOVERNED[CI] ?? '';
    repo.commitFiles({ [target]: text });
    symlinkSync('shared.txt', join(repo.dir, '.github/workflows/linked.yml'));
    repo.commit('link');
    await drift('accept', '--first', ...REASON);
    expect((await check()).status).toBe(0);
    repo.commitFiles({ [target]: text.replace('contents: read', 'contents: write') });
    const { status, stdout } = await check('--format', 'json');
    const { severity, others } = JSON.parse(stdout);
    expect([status, severity]).toEqual([1, 'high']);
    expect(others).toMatchObject([{ sentence: 'job `build` gained `contents: write` (before: `read`)' }]);
  });

  it('a version of the file that is no file stops no check', async () => {
    const file = ['--backend', 'file', '--repository', '42'];
    const folder = join(repo.dir, '.github');
    symlinkSync('nowhere.json', join(folder, 'phase-mirror-baseline.json'));
    repo.commit('a link');
    repo.commitFiles({ [FILE]: null });
    expect((await drift('accept', ...file, '--anew', ...REASON)).status).toBe(0);
    repo.commit('accept');
    expect((await check(...file)).status).toBe(0);
  });

  it('comments are told as comments, and a file that was moved and edited as one', async () => {
    await drift('accept', '--first', ...REASON);
    repo.commitFiles({ [CI]: `# why\n${GOVERNED[CI]}` });
    const commented = JSON.parse((await check('--format', 'json')).stdout);
    expect(commented).toMatchObject({
      severity: 'low',
      files: [{ path: CI, sentence: 'changed in comments and layout alone', severity: 'low' }],
    });
    undo(repo);
    repo.commitFiles({ [CI]: null, '.github/workflows/build.yml': GOVERNED[CI]?.replace('read', 'write') ?? '' });
    const moved = JSON.parse((await check('--format', 'json')).stdout);
    expect(moved.files).toMatchObject([
      { kind: 'renamed', from: CI, facts: [{ sentence: 'job `build` gained `contents: write` (before: `read`)' }] },
    ]);
  });

  it('a damaged row is gone past, and stays where it is', async () => {
    const store = join(repo.dir, '.phase-mirror/store.db');
    await drift('accept', '--first', ...REASON);
    now += 60_000;
    repo.commitFiles({ [CI]: 'on: push\n' });
    await drift('accept', ...REASON);
    damage(store, "UPDATE baseline SET bytes = x'00' WHERE version = 2");
    expect((await check()).stderr).toContain('CORRUPT');
    expect((await drift('accept', ...REASON)).stderr).toContain('CORRUPT');
    const shown = await drift('show');
    expect([shown.status, shown.stdout]).toEqual([2, expect.stringMatching(/^REFUSED {2}baseline of main in /)]);
    expect(shown.stdout).toContain('cannot be read: CORRUPT');
    now += 60_000;
    const anew = await drift('accept', '--anew', ...REASON);
    expect([anew.status, anew.stderr]).toEqual([0, '']);
    // Above the sequence that nobody can read.
    expect(anew.stdout).toContain('sequence 3');
    expect((await check()).status).toBe(0);
    // What was stored before it was signed is not read for the highest sequence.
    expect(JSON.parse((await drift('show', '--format', 'json')).stdout).versions).toHaveLength(3);
  });

  it('a version is chosen by its first characters, where they say which', async () => {
    await drift('accept', '--first', ...REASON);
    now += 60_000;
    repo.commitFiles({ [CI]: 'on: push\n' });
    await drift('accept', '--reason', 'the second one');
    const { stdout } = await drift('show');
    const [second = '', first = ''] = stdout.split('\n').filter((line) => /^ {2}\d-[0-9a-f]{8} {2}/.test(line));
    expect(second).toMatch(
      / {2}2026-11-24 10:31 UTC {2}sequence 2, jane@example\.invalid accepted [0-9a-f]{12}: the second one$/,
    );
    expect(first).toMatch(/sequence 1, .*: the state of the release$/);
    now += 60_000;
    const back = await drift('accept', '--restore', first.trim().split(' ')[0] ?? '', ...REASON);
    expect([back.status, back.stderr]).toEqual([0, '']);
    expect((await drift('accept', '--restore', '1-', ...REASON)).stderr).toContain('NOT_FOUND');
    expect((await drift('accept', '--restore', '7-abcdef', ...REASON)).stderr).toContain('NOT_FOUND');
  });

  it('says that an acceptance lies in the work tree', async () => {
    const file = ['--backend', 'file', '--repository', '42'];
    await drift('accept', ...file, '--first', ...REASON);
    const none = (await drift('show', ...file)).stdout;
    expect(none).toContain('NO BASELINE  of main');
    expect(none).toContain('The work tree has an uncommitted acceptance: jane@example.invalid (local) accepted');
    expect(none).not.toContain('Make the first');
    repo.commit();
    expect((await drift('show', ...file)).stdout).not.toContain('The work tree has');
    repo.write(FILE, '{}');
    expect((await drift('show', ...file)).stdout).toContain('The work tree has changes that no commit holds');
  });

  it('says that a list of who may accept is not enforced in a clone', async () => {
    repo.commitFiles({ [config]: 'version: 1\ndrift:\n  accept: [ada]\n' });
    const file = await drift('accept', '--backend', 'file', '--repository', '42', '--first', ...REASON);
    expect(file.stdout).toContain('`drift.accept` is not enforced here: whoever may merge the file accepts');
    expect(file.stdout).toContain('CODEOWNERS');
    expect((await drift('accept', '--first', ...REASON)).stdout).toContain('it holds for acceptances in a workflow');
  });
});

/** `calibrate` from the command line to a database: what people read, and what is kept. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { localIdOf } from '../../src/oracle/local.js';
import { openStores } from '../../src/oracle.js';
import { keyIdOf, publicPem } from '../../src/privacy/pem-signer.js';
import { DAY_MS } from '../../src/stores/ports.js';
import { type Outcome, runCli } from '../support/cli.js';
import { storedEvent } from '../support/events.js';
import { type TestRepo, Workshop } from '../support/git-repo.js';

const workshop = new Workshop();
afterAll(() => workshop.clean());
const CONFIG = 'version: 1\ncalibration:\n  reviewers: [jane@example.invalid, joe@example.invalid]\n';
const NOW = Date.UTC(2026, 10, 25, 4, 47);

let repo: TestRepo;
beforeEach(() => {
  repo = workshop.repo();
  repo.git('config', 'user.email', 'jane@example.invalid');
  repo.commitFiles({ '.phase-mirror.yml': CONFIG });
});

const calibrate = (...words: string[]): Promise<Outcome> => runCli({ cwd: repo.dir, now: NOW }, 'calibrate', ...words);
const REVIEWERS = ['jane@example.invalid', 'joe@example.invalid'].map((address) => `actor:${localIdOf(address)}`);
const id = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** Forty pull requests that MD-004 blocked, one a day; every third of them wrongly, say two people in turn. */
async function noisy(): Promise<void> {
  const file = join(repo.dir, '.phase-mirror/store.db');
  mkdirSync(dirname(file), { recursive: true });
  const stores = await openStores({ backend: 'sqlite', file, access: 'create' }, { now: () => NOW });
  for (let day = 0; day < 40; day += 1) {
    const findingId = id(`finding ${day}`);
    const at = NOW - (40 - day) * DAY_MS;
    await stores.fp.recordEvent(storedEvent(at, { findingId, ruleId: 'MD-004', change: `pr#${day + 1}` }));
    if (day % 3 > 0) continue;
    const reviewer = REVIEWERS[day % 2] ?? '';
    const verdict = { reviewer, at: at + 1, ticket: `OPS-${day}`, source: 'cli' } as const;
    await stores.fp.markFalsePositive({ repository: 'repository:7', findingId }, verdict);
  }
  await stores.close();
}

describe('report', () => {
  it('says what it would change and why, and changes nothing', async () => {
    await noisy();
    const { status, stdout, stderr } = await calibrate('report');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^REPORT {2}1 level would change: MD-004 would no longer block\n/);
    expect(stdout).toContain('MD-004  block → warn (proposed)  gate-skips-green\n    would, because  14 of 40 votes');
    expect(stdout).toContain('14 of 40 votes wrong; for a change: 2 reviewers, 14 pull requests');
    expect((await calibrate('report')).stdout).toBe(stdout);
  });

  it('is the same as JSON and as markdown, and goes to a file where one is named', async () => {
    await noisy();
    const json = await calibrate('report', '--format', 'json');
    expect(JSON.parse(json.stdout)).toMatchObject({
      ...{ schemaVersion: '1', mode: 'report', complete: true, state: { published: null } },
      rules: expect.arrayContaining([
        expect.objectContaining({ ruleId: 'MD-004', next: 'warn', change: expect.objectContaining({ by: 'record' }) }),
      ]),
    });
    const markdown = await calibrate('report', '--format', 'markdown', '--output', 'summary.md');
    expect(markdown.stdout).toBe('');
    expect(readFileSync(join(repo.dir, 'summary.md'), 'utf8')).toMatch(/^## 1 level would change: MD-004/);
  });
});

describe('apply', () => {
  it('publishes, and the next look starts from it', async () => {
    await noisy();
    const first = await calibrate('apply');
    expect(first.stdout).toMatch(/^LEVELS {2}1 level changed: MD-004 no longer blocks\n/);
    const second = await calibrate('apply');
    expect(second.stdout).toMatch(/^LEVELS {2}No level changes, 14 of 40 findings reviewed\n/);
    expect(second.stdout).toContain('MD-004  warn (built in: block)');
  });

  it('on a dry run says what it would, and writes nothing', async () => {
    await noisy();
    const { stdout } = await calibrate('apply', '--dry-run', '--output', 'o.txt', '--copy', 'copy.json');
    expect(stdout).toContain('1 level would change');
    expect(['o.txt', 'copy.json'].map((name) => existsSync(join(repo.dir, name)))).toEqual([false, false]);
    expect((await calibrate('report')).stdout).toContain('1 level would change');
  });

  it('sets a level by hand: lower at once, higher only when the record allows it', async () => {
    await noisy();
    await calibrate('apply');
    const lower = await calibrate('apply', '--set', 'md-001=warn', '--reason', 'INC-7');
    expect([lower.status, lower.stdout]).toEqual([0, expect.stringContaining('why  Set by hand: INC-7')]);
    const before = (await calibrate('report')).stdout;
    const higher = await calibrate('apply', '--set', 'MD-004=block', '--reason', 'we want it');
    expect([higher.status, higher.stdout]).toEqual([2, '']);
    expect(higher.stderr).toContain('L0-CONTRACTION-WITNESS');
    expect((await calibrate('report')).stdout).toBe(before);
  });

  it('writes a signed copy for runs without credentials', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const half = publicPem(publicKey);
    const indented = half.trim().replaceAll('\n', '\n        ');
    const pinned = `trust:\n  keys:\n    - id: ${keyIdOf(half)}\n      use: levels\n      pem: |\n        ${indented}\n`;
    repo.commitFiles({ '.phase-mirror.yml': CONFIG + pinned });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const environment = { PHASE_MIRROR_SIGNING_KEY: pem };
    await noisy();
    const words = ['calibrate', 'apply', '--copy', 'levels.json'];
    const { status, stdout, stderr } = await runCli({ cwd: repo.dir, now: NOW, environment }, ...words);
    expect([status, stderr]).toEqual([0, '']);
    expect(readFileSync(join(repo.dir, 'levels.json'), 'utf8')).toContain('MD-004');
    expect(stdout).toMatch(
      /The copy of sequence 1 was written, signed\. Runs without AWS and forks use it once it is on\s/,
    );
    expect(stdout).not.toContain('PRIVATE KEY');
    // Unsigned now would be a step back.
    const unsigned = await calibrate('apply', '--set', 'MD-001=warn', '--reason', 'INC-7');
    expect([unsigned.status, unsigned.stdout]).toEqual([2, '']);
  });

  it.each<[number, string, string[]]>([
    [64, '--set names "MD-04", which is not a rule. Did you mean MD-004?', ['--set', 'MD-04=warn', '--reason', 'x']],
    [
      64,
      '--for octo-org/app is a name, and there is no GITHUB_TOKEN',
      ['--set', 'MD-004=warn', '--for', 'octo-org/app', '--reason', 'x'],
    ],
    [64, '--repository octo-org/app is a name, and there is no GITHUB_TOKEN', ['--repository', 'octo-org/app']],
    [64, '--repositories octo-org/app is a name', ['--repositories', 'octo-org/app']],
    [2, 'No levels were published yet: there is nothing to go back to', ['--restore', '99', '--reason', 'x']],
  ])('ends with %d: %s', async (status, message, words) => {
    await noisy();
    const outcome = await calibrate('apply', ...words);
    expect([outcome.status, outcome.stdout]).toEqual([status, '']);
    expect(outcome.stderr).toContain(message);
  });

  it('shows a level of one repository in the headline, and in every report until it is taken back', async () => {
    await noisy();
    const only = (level: string) => ['--set', `MD-002=${level}`, '--for', '7001', '--reason', 'INC-7'];
    const set = await calibrate('apply', '--set', 'MD-004=warn', '--reason', 'x');
    expect(set.stdout).not.toContain('alone');
    const own = (await calibrate('apply', ...only('warn'))).stdout;
    expect(own).toMatch(/^LEVELS {2}1 level changed in repository 7001 alone: MD-002 no longer blocks\n/);
    const standing = 'MD-002 is `warn` in repository 7001 alone (by hand, 2026-11-25: INC-7).';
    const notes = async () => JSON.parse((await calibrate('report', '--format', 'json')).stdout).notes as string[];
    expect(await notes()).toContain(standing);
    expect((await calibrate('apply', ...only('warn'))).stdout).toMatch(/^LEVELS {2}No level changes/);
    const dry = (await calibrate('apply', '--dry-run', ...only('inherit'))).stdout;
    expect(dry).toMatch(
      /^LEVELS {2}1 level would change in repository 7001 alone: MD-002 would be as everywhere again\n/,
    );
    const back = (await calibrate('apply', ...only('inherit'))).stdout;
    expect(back).toMatch(/^LEVELS {2}1 level changed in repository 7001 alone: MD-002 is as everywhere again\n/);
    expect(await notes()).not.toContain(standing);
  });

  it('says of an unsigned publication and copy that they are, and how a copy counts', async () => {
    await noisy();
    const copy = ['--copy', 'levels.json', '--format', 'json'];
    const { notes } = JSON.parse((await calibrate('apply', ...copy)).stdout) as { notes: string[] };
    expect(notes.filter((note) => note.startsWith('The levels are unsigned: '))).toHaveLength(1);
    const written = notes.find((note) => note.includes('The copy of sequence 1'));
    expect(written).toMatch(
      /^The copy of sequence 1 was written, unsigned: it never counts.*key create --pem --use levels/,
    );
    const again = JSON.parse((await calibrate('apply', '--set', 'MD-001=warn', '--reason', 'x', ...copy)).stdout);
    expect((again.notes as string[]).filter((note) => note.startsWith('The levels are unsigned: '))).toHaveLength(1);
  });

  it('notices a signing key that is none before anything else, and that nobody is listed in the commit', async () => {
    const environment = { PHASE_MIRROR_SIGNING_KEY: 'garbage' };
    const apply = () => runCli({ cwd: repo.dir, now: NOW, environment }, 'calibrate', 'apply');
    expect(await apply()).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(/key/) });
    expect(existsSync(join(repo.dir, '.phase-mirror'))).toBe(false);
    expect((await apply()).stderr).not.toContain('garbage');
    repo.commitFiles({ '.phase-mirror.yml': 'version: 1\n' });
    repo.write('.phase-mirror.yml', CONFIG);
    await noisy();
    const { notes } = JSON.parse((await calibrate('report', '--format', 'json')).stdout) as { notes: string[] };
    const head = repo.git('rev-parse', 'HEAD').trim().slice(0, 12);
    expect(notes).toContainEqual(expect.stringContaining(`in the commit ${head}, which is what is read`));
  });

  it('with AWS takes nobody for granted, and needs a region', async () => {
    const aws = [
      '--backend',
      'aws',
      '--environment',
      'staging',
      '--baseline-bucket',
      'levels',
      '--repository',
      '7',
      '--org',
      '1',
    ];
    expect((await calibrate('apply', ...aws)).stderr).toContain('--region is missing');
    const set = ['--region', 'eu-central-1', '--set', 'MD-004=warn', '--reason', 'x'];
    expect((await calibrate('apply', ...aws, ...set)).stderr).toContain('--by is missing');
  });
});

describe('ingest', () => {
  it('has to be told where to read', async () => {
    const { status, stderr } = await calibrate('ingest');
    expect(status).toBe(64);
    expect(stderr).toContain('has nothing to read verdicts from');
  });

  it.each<[string, () => void]>([
    ['cannot be read (ENOENT)', () => undefined],
    ['has 10000001 bytes, more than 10000000', () => writeFileSync(join(repo.dir, 'v.jsonl'), ' '.repeat(10_000_001))],
  ])('a file that %s', async (reason, make) => {
    make();
    const { status, stderr } = await calibrate('ingest', '--input', 'v.jsonl');
    expect(status).toBe(2);
    expect(stderr).toContain(`--input v.jsonl ${reason}`);
  });

  it('takes in a file of verdicts, says which do not count, and what it stored', async () => {
    await noisy();
    const line = (finding: string, more = {}): string =>
      JSON.stringify({
        ...{ finding, verdict: 'true-positive', reviewer: 'jane@example.invalid', comment: 'OPS-1' },
        ...{ at: '2026-11-20T09:00:00Z', ...more },
      });
    const lines = [
      line(id('finding 1')),
      line(id('never recorded')),
      line(id('finding 2'), { reviewer: 'eve@example.invalid' }),
    ];
    writeFileSync(join(repo.dir, 'v.jsonl'), `${lines.join('\n')}\n`);
    const { status, stdout, stderr } = await calibrate('ingest', '--input', 'v.jsonl');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^INGESTED {2}Verdicts of 3 lines of the file: 1 new, 0 known already\.\n {2}Not counted: /);
    const again = await calibrate('ingest', '--input', 'v.jsonl', '--format', 'json');
    expect(JSON.parse(again.stdout)).toMatchObject({ read: { file: 3 }, stored: 0, known: 1 });
  });
});

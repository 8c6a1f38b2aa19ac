import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FPEvent } from '../../src/stores/ports.js';
import { openSqliteStores } from '../../src/stores/sqlite/index.js';
import { type Outcome, runCli } from '../support/cli.js';
import { findingId, storedEvent } from '../support/events.js';
import { type TestRepo, Workshop } from '../support/git-repo.js';
import { type GitHubApi, startGitHubApi } from '../support/github-api.js';

const NOW = Date.parse('2026-11-24T10:30:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const EMAIL = 'Jane@Example.invalid';
const JANE = `actor:local:${createHash('sha256').update(EMAIL.toLowerCase()).digest('hex').slice(0, 32)}`;

const workshop = new Workshop();
afterAll(() => workshop.clean());
let api: GitHubApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

let repo: TestRepo;
let file: string;
beforeEach(() => {
  repo = workshop.repo();
  repo.git('config', 'user.email', EMAIL);
  file = join(repo.dir, '.phase-mirror/store.db');
});

function fp(...args: string[]): Promise<Outcome> {
  return runCli({ cwd: repo.dir, now: NOW }, 'fp', ...args);
}

async function record(...events: FPEvent[]): Promise<void> {
  repo.write('.phase-mirror/.gitignore', '*\n');
  const stores = await openSqliteStores(file, { now: () => NOW });
  await stores.fp.recordEvents(events);
  await stores.close();
}

async function listed(...args: string[]): Promise<{ events: Record<string, unknown>[]; more: boolean }> {
  return JSON.parse((await fp('list', '--format', 'json', ...args)).stdout);
}

const changesOf = ({ events }: { events: Record<string, unknown>[] }): unknown[] => events.map(({ change }) => change);

describe('fp list', () => {
  it('shows events by rule, newest first, and counts them', async () => {
    await record(
      storedEvent(NOW - 2 * HOUR),
      storedEvent(NOW - HOUR, { change: 'ref#refs/heads/main' }),
      storedEvent(NOW - DAY, {
        ruleId: 'MD-004',
        ruleVersion: 2,
        findingId: findingId('aaaaaaaa'),
        severity: 'medium',
      }),
    );
    expect(await fp('list')).toEqual({
      status: 0,
      stderr: '',
      stdout: `MD-001 version 1, repository:7
  3f9a1c07  2026-11-24 09:30 UTC  high      pending         ref#refs/heads/main
  3f9a1c07  2026-11-24 08:30 UTC  high      pending         pr#12

MD-004 version 2, repository:7
  aaaaaaaa  2026-11-23 10:30 UTC  medium    pending         pr#12

3 events: 3 pending, 0 false positive, 0 true positive
`,
    });
  });

  it('finds the database from any folder of the repository', async () => {
    await record(storedEvent(NOW - HOUR));
    repo.write('src/deep/a.txt', '');
    const { stdout } = await runCli({ cwd: join(repo.dir, 'src/deep'), now: NOW }, 'fp', 'list');
    expect(stdout).toContain('3f9a1c07');
  });

  it('chooses by rule, repository, state and time', async () => {
    await record(
      storedEvent(NOW - 3 * HOUR, { change: 'pr#1' }),
      storedEvent(NOW - 2 * HOUR, { change: 'pr#2', ruleId: 'MD-004', findingId: findingId('aaaaaaaa') }),
      storedEvent(NOW - HOUR, { change: 'pr#3', repository: 'repository:8' }),
    );
    await fp('mark', 'aaaaaaaa', '--ticket', 'OPS-1');
    expect(changesOf(await listed('--rule', 'md-001'))).toEqual(['pr#3', 'pr#1']);
    expect(changesOf(await listed('--repository', '8'))).toEqual(['pr#3']);
    expect(changesOf(await listed('--state', 'false-positive'))).toEqual(['pr#2']);
    expect(changesOf(await listed('--state', 'true-positive'))).toEqual([]);
    expect(changesOf(await listed('--since', '2026-11-24T08:30:00Z'))).toEqual(['pr#3', 'pr#2']);
    expect(changesOf(await listed('--since', '2026-11-24T09:30:00.001+01:00'))).toEqual(['pr#3']);
  });

  it('says when there are more than the limit', async () => {
    await record(storedEvent(NOW - 2 * HOUR, { change: 'pr#1' }), storedEvent(NOW - HOUR, { change: 'pr#2' }));
    expect(await listed('--limit', '1')).toMatchObject({ events: [{ change: 'pr#2' }], more: true });
    expect(await listed('--limit', '2')).toMatchObject({ more: false });
    expect((await fp('list', '--limit', '1')).stdout).toMatch(/1 event: .*There are more: --limit\n$/);
  });

  it('labels what anybody reviewed, and knows the rules', async () => {
    await record(storedEvent(NOW - HOUR));
    expect((await fp('list')).stdout).not.toContain('anybody');
    await fp('mark', '3f9a1c07', '--ticket', 'x');
    expect((await fp('list')).stdout).toMatch(/1 event: .* 0 true positive \(reviewed by anybody\)\n$/);
    for (const more of [[], ['--audit']]) {
      const { status, stderr } = await fp('list', '--rule', 'MD-04', ...more);
      expect([status, stderr]).toEqual([
        64,
        'phase-mirror: --rule names "MD-04", which is not a rule. Did you mean MD-004?\n',
      ]);
    }
    expect((await fp('lst')).stderr).toBe('phase-mirror: fp doesn\'t know "lst". Did you mean list?\n');
  });

  it('says that there is nothing', async () => {
    await record();
    expect(await fp('list')).toMatchObject({ status: 0, stdout: `No such event in the SQLite database ${file}\n` });
    expect(await listed()).toEqual({ events: [], more: false });
  });

  it('makes nothing where there is nothing', async () => {
    const { status, stdout, stderr } = await fp('list');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`the database ${file} does not exist, and a command that reads does not make one`);
    expect(readdirSync(repo.dir)).toEqual(['.git']);
  });

  it('changes nothing in the database', async () => {
    await record(storedEvent(NOW - HOUR));
    const before = readFileSync(file);
    await fp('list');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('shows what is unseen, and obeys nothing', async () => {
    await record(storedEvent(NOW - HOUR, { change: 'ref#refs/heads/\u001b[31m\u202e##[error]x' }));
    for (const format of ['text', 'json']) {
      const { stdout } = await fp('list', '--format', format);
      for (const harmful of ['\u001b', '\u202e', '##[']) expect(stdout).not.toContain(harmful);
    }
    expect(changesOf(await listed())).toEqual(['ref#refs/heads/\u001b[31m\u202e##[error]x']);
  });

  it('asks GitHub for the id of a name when it has a token, and says what to do when not', async () => {
    await record(storedEvent(NOW - HOUR));
    api = await startGitHubApi({ elsewhere: { body: { id: 7, owner: { id: 1 } } } });
    const environment = { GITHUB_TOKEN: 'ghs_x', GITHUB_API_URL: api.url };
    const words = ['fp', 'list', '--repository', 'octo-org/app'];
    expect((await runCli({ cwd: repo.dir, now: NOW, environment }, ...words)).stdout).toContain('pr#12');
    const without = await runCli({ cwd: repo.dir, now: NOW }, ...words);
    expect(without.status).toBe(64);
    expect(without.stderr).toContain('is a name, and there is no GITHUB_TOKEN to ask GitHub for its id');
    expect(without.stderr).toContain('gh api repos/octo-org/app --jq .id');
  });
});

describe('fp mark and confirm', () => {
  it('judge every event of the finding, by who works here', async () => {
    await record(storedEvent(NOW - HOUR), storedEvent(NOW - DAY, { change: 'pr#9' }));
    expect(await fp('mark', '3F9A1C07', '--ticket', 'OPS-1: the lab reports it')).toEqual({
      status: 0,
      stdout: '3f9a1c07 is a false positive: 2 events\n',
      stderr: '',
    });
    const { events } = await listed();
    const verdict = { kind: 'false-positive', reviewer: JANE, source: 'cli', at: '2026-11-24T10:30:00.000Z' };
    for (const event of events) {
      expect(event).toMatchObject({
        state: 'false-positive',
        verdicts: [{ ...verdict, ticket: 'OPS-1: the lab reports it' }],
      });
    }
    expect((await fp('list')).stdout).toContain(
      `    false-positive by ${JANE.slice(0, 'actor:local:'.length + 12)} (cli) 2026-11-24 10:30 UTC: OPS-1: the lab reports it\n`,
    );
    expect(readFileSync(file).includes('xample.invalid')).toBe(false);
  });

  it('replace the verdict of the same person, and say when nothing changed', async () => {
    await record(storedEvent(NOW - HOUR));
    await fp('mark', '3f9a1c07', '--ticket', 'x');
    const { stdout } = await fp('confirm', '3f9a1c07', '--ticket', 'y', '--format', 'json');
    expect(JSON.parse(stdout)).toEqual({
      findingId: findingId('3f9a1c07'),
      verdict: 'true-positive',
      events: 1,
      changed: 1,
      own: 0,
      redacted: {},
    });
    expect((await listed()).events[0]).toMatchObject({ state: 'true-positive', verdicts: [{ ticket: 'y' }] });
    expect((await fp('confirm', '3f9a1c07', '--ticket', 'y')).stdout).toBe(
      '3f9a1c07 is a true positive: 1 event, as before\n',
    );
    await record(storedEvent(NOW - HOUR, { change: 'pr#13' }));
    expect((await fp('confirm', '3f9a1c07', '--ticket', 'y')).stdout).toBe(
      '3f9a1c07 is a true positive: 2 events, 1 of them anew\n',
    );
  });

  it('leave people who disagree pending', async () => {
    await record(storedEvent(NOW - HOUR));
    await fp('mark', '3f9a1c07', '--ticket', 'x', '--reviewer', '5');
    await fp('confirm', '3f9a1c07', '--ticket', 'x', '--reviewer', '6');
    expect((await listed()).events[0]).toMatchObject({
      state: 'pending',
      verdicts: [{ reviewer: 'actor:5' }, { reviewer: 'actor:6' }],
    });
  });

  it('say when the reviewer took part in the change', async () => {
    await record(storedEvent(NOW - HOUR), storedEvent(NOW - DAY, { change: 'pr#9', actors: ['actor:5'] }));
    const { status, stderr } = await fp('mark', '3f9a1c07', '--ticket', 'x', '--reviewer', '5');
    expect(status).toBe(0);
    expect(stderr).toContain('the reviewer took part in one of these changes; there the verdict will not count');
  });

  it('say when the reviewer is not listed in the commit, whatever lies beside it', async () => {
    await record(storedEvent(NOW - HOUR));
    const list = (names: string) => ({ '.phase-mirror.yml': `version: 1\ncalibration: {reviewers: [${names}]}\n` });
    const mark = (...more: string[]) => fp('mark', '3f9a1c07', '--ticket', 'x', ...more);
    expect((await mark()).stderr).toBe('');
    repo.commitFiles({ 'README.md': 'x' });
    const head = repo.git('rev-parse', 'HEAD').trim().slice(0, 12);
    expect((await mark()).stderr).toBe(
      `phase-mirror: the verdict will not count: you, by git's user.email, is not listed: nobody is, under \`calibration.reviewers\` of a configuration in the commit ${head}\n`,
    );
    repo.commitFiles(list('"joe@example.invalid", "5", octocat'));
    for (const [path, text] of Object.entries(list(EMAIL))) repo.write(path, text);
    expect(await mark()).toMatchObject({ status: 0, stderr: expect.stringContaining('is not listed under') });
    // Without a token nobody knows who octocat is.
    expect((await mark('--reviewer', '6')).stderr).toBe('');
    repo.commitFiles(list('"joe@example.invalid", "5"'));
    expect((await mark('--reviewer', '6')).stderr).toMatch(
      /will not count: 6 is not listed under .* of \.phase-mirror\.yml/,
    );
    expect((await mark('--reviewer', '5')).stderr).toBe('');
    repo.commitFiles(list(EMAIL));
    expect((await mark()).stderr).toBe('');
    repo.commitFiles({ '.phase-mirror.yml': 'version: 9\n' });
    expect(await mark()).toMatchObject({ status: 0, stderr: '' });
  });

  it('want no address where an id is needed', async () => {
    const { status, stderr } = await fp('mark', '3f9a1c07', '--ticket', 'x', '--reviewer', 'joe@example.com');
    expect([status, stderr]).toEqual([64, expect.stringContaining('--reviewer joe@example.com is an e-mail address')]);
    expect(stderr).not.toContain('gh api');
  });

  it('store no secret of the ticket', async () => {
    await record(storedEvent(NOW - HOUR));
    const secret = `ghp_${'a1B2'.repeat(9)}`;
    const { stderr } = await fp('mark', '3f9a1c07', '--ticket', `token ${secret} of jane@example.invalid`);
    expect(stderr).toContain('left out of the ticket: 1 × github-token, 1 × email');
    expect((await listed()).events[0]).toMatchObject({
      verdicts: [{ ticket: 'token [redacted:github-token] of [redacted:email]' }],
    });
    expect(readFileSync(file).includes(secret)).toBe(false);
  });

  it('name what a short id could be, and judge none of it', async () => {
    await record(
      storedEvent(NOW - HOUR, { findingId: findingId('3f9a1c07a') }),
      storedEvent(NOW - HOUR, { findingId: findingId('3f9a1c07b') }),
    );
    const { status, stdout, stderr } = await fp('mark', '3f9a1c07', '--ticket', 'x');
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    expect(stderr).toContain(`${findingId('3f9a1c07a')} (repository:7), ${findingId('3f9a1c07b')} (repository:7)`);
    expect(stderr).toContain('Give more digits');
    expect((await listed('--state', 'pending')).events).toHaveLength(2);
    expect((await fp('mark', '3f9a1c07a', '--ticket', 'x')).status).toBe(0);
  });

  it('ask which repository when several have the finding', async () => {
    await record(storedEvent(NOW - HOUR), storedEvent(NOW - HOUR, { repository: 'repository:8' }));
    const unclear = await fp('mark', '3f9a1c07', '--ticket', 'x');
    expect(unclear.status).toBe(64);
    expect(unclear.stderr).toContain('(repository:7), ');
    expect(unclear.stderr).toContain('Say which repository with --repository');
    expect((await fp('mark', '3f9a1c07', '--ticket', 'x', '--repository', '8')).status).toBe(0);
    expect((await listed('--state', 'false-positive')).events).toMatchObject([{ repository: 'repository:8' }]);
  });

  it('stop naming at ten', async () => {
    await record(
      ...Array.from({ length: 12 }, (_, index) =>
        storedEvent(NOW - HOUR, { findingId: findingId(`3f9a1c07${index.toString(16)}`) }),
      ),
    );
    for (const scope of [[], ['--repository', '7']]) {
      const { stderr } = await fp('mark', '3f9a1c07', '--ticket', 'x', ...scope);
      expect(stderr.match(/3f9a1c07[0-9a-f]0{23}/g)).toHaveLength(10);
      expect(stderr).toContain(' and more. Give more digits');
    }
  });

  it('say that a finding is not there, and what to do', async () => {
    await record(storedEvent(NOW - HOUR));
    const { status, stderr } = await fp('mark', 'ffffffff', '--ticket', 'x');
    expect(status).toBe(2);
    expect(stderr).toContain(`the finding ffffffff is not recorded in the SQLite database ${file}`);
    expect(stderr).toContain('phase-mirror fp list');
    expect((await fp('mark', '3f9a1c07', '--ticket', 'x', '--repository', '8')).stderr).toContain('for repository 8');
  });

  it('want to know who it is where git does not', async () => {
    await record(storedEvent(NOW - HOUR));
    repo.git('config', '--unset', 'user.email');
    const { status, stderr } = await fp('mark', '3f9a1c07', '--ticket', 'x');
    expect(status).toBe(64);
    expect(stderr).toContain('--reviewer is missing, and git knows no user.email here');
    const outside = workshop.folder();
    const args = ['fp', 'mark', '3f9a1c07', '--ticket', 'x', '--store', file];
    expect((await runCli({ cwd: outside, now: NOW }, ...args)).stderr).toContain('--reviewer is missing');
  });

  it('make no database', async () => {
    expect((await fp('mark', '3f9a1c07', '--ticket', 'x')).status).toBe(2);
    expect(existsSync(join(repo.dir, '.phase-mirror'))).toBe(false);
  });

  it('refuse a ticket that is too long', async () => {
    await record(storedEvent(NOW - HOUR));
    const { status, stderr } = await fp('mark', '3f9a1c07', '--ticket', 'x'.repeat(1025));
    expect(status).toBe(2);
    expect(stderr).toContain('was given a ticket that is empty, or over 1024 characters (INVALID)');
  });
});

describe('fp with --backend aws', () => {
  const aws = ['--backend', 'aws', '--environment', 'staging'];

  it('wants a region, a repository and a reviewer before it asks anybody', async () => {
    expect((await fp('list', ...aws)).stderr).toContain('--region is missing, and AWS_REGION is not set');
    const mark = ['mark', '3f9a1c07', '--ticket', 'x', ...aws, '--region', 'eu-west-1'];
    expect((await fp(...mark)).stderr).toContain('--repository is missing: the tables hold many repositories');
    const nobody = await fp(...mark, '--repository', '7');
    expect(nobody.status).toBe(64);
    expect(nobody.stderr).toContain('--reviewer is missing: with --backend aws nobody is taken for granted');
  });
});

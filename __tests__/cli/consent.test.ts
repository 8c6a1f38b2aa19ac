import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Outcome, runCli } from '../support/cli.js';
import { type TestRepo, Workshop } from '../support/git-repo.js';
import { type GitHubApi, startGitHubApi } from '../support/github-api.js';

const NOW = Date.parse('2026-11-24T10:30:00Z');
const workshop = new Workshop();
afterAll(() => workshop.clean());
let api: GitHubApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

let repo: TestRepo;
let now: number;
beforeEach(() => {
  now = NOW;
  repo = workshop.repo();
  repo.git('config', 'user.email', 'jane@example.invalid');
});

function consent(...args: string[]): Promise<Outcome> {
  return runCli({ cwd: repo.dir, now }, 'consent', ...args);
}

const grant = (...args: string[]): Promise<Outcome> => consent('grant', '--org', '1', ...args);
const check = (repository: string, ...args: string[]): Promise<Outcome> =>
  consent('check', '--org', '1', '--repository', repository, ...args);

describe('consent grant', () => {
  it('says what is granted, by whom, for how long, and where that is stored', async () => {
    const words = ['--resources', 'events,verdicts', '--exclude', '8', '--expires', '2027-01-01', '--grantor', '5'];
    expect(await grant(...words)).toEqual({
      status: 0,
      stderr: '',
      stdout: `Granted: org:1, version 1
  what     events, verdicts
  without  repository:8
  granted  2026-11-24 10:30 UTC by actor:5
  holds    until 2027-01-01 00:00 UTC
  stored in the SQLite database ${join(repo.dir, '.phase-mirror/store.db')}
`,
    });
  });

  it('makes the database, and keeps it out of git', async () => {
    await grant('--resources', 'events');
    expect(existsSync(join(repo.dir, '.phase-mirror/store.db'))).toBe(true);
    expect(readFileSync(join(repo.dir, '.phase-mirror/.gitignore'), 'utf8')).toBe('*\n');
    expect(repo.git('status', '--porcelain')).toBe('');
  });

  it('makes a folder for a database elsewhere, and puts nothing beside it', async () => {
    const file = join(workshop.folder(), 'deep/er/pm.db');
    expect((await grant('--resources', 'events', '--store', file)).status).toBe(0);
    expect(existsSync(file)).toBe(true);
    expect(existsSync(join(file, '../.gitignore'))).toBe(false);
  });

  it('leaves a folder that is there as it is', async () => {
    repo.write('.phase-mirror/note.txt', 'mine');
    await grant('--resources', 'events');
    expect(existsSync(join(repo.dir, '.phase-mirror/.gitignore'))).toBe(false);
  });

  it('says that the folder cannot be made', async () => {
    repo.write('file', '');
    const { status, stderr } = await grant('--resources', 'events', '--store', 'file/pm.db');
    expect(status).toBe(2);
    expect(stderr).toMatch(/the folder \S+\/file cannot be made \((?:EEXIST|ENOTDIR)\)/);
  });

  it('refuses an end that has passed', async () => {
    const { status, stderr } = await grant('--resources', 'events', '--expires', '2026-11-24T10:30:00Z');
    expect(status).toBe(64);
    expect(stderr).toContain('--expires 2026-11-24T10:30:00.000Z is not in the future');
    expect(existsSync(join(repo.dir, '.phase-mirror'))).toBe(false);
  });

  it('takes names when it can ask for their ids, and refuses a repository of somebody else', async () => {
    api = await startGitHubApi({
      elsewhere: (_, { pathname }) => ({
        body: pathname.startsWith('/users/')
          ? { id: 1 }
          : { id: 7, owner: { id: pathname.includes('/other/') ? 2 : 1 } },
      }),
    });
    const environment = { GITHUB_TOKEN: 'ghs_x', GITHUB_API_URL: api.url };
    const run = (repository: string): Promise<Outcome> =>
      runCli(
        { cwd: repo.dir, now, environment },
        ...['consent', 'grant', '--org', 'octo-org', '--resources', 'events', '--repository', repository],
      );
    expect((await run('octo-org/app')).stdout).toMatch(/^Granted: repository:7, version 1\n/);
    const other = await run('other/app');
    expect(other.status).toBe(64);
    expect(other.stderr).toContain('--repository other/app belongs to the account 2, not to 1');
  });

  it('wants ids where it has no token', async () => {
    const { status, stderr } = await consent('grant', '--org', 'octo-org', '--resources', 'events');
    expect(status).toBe(64);
    expect(stderr).toContain('--org octo-org is a name');
    expect(stderr).toContain('gh api users/octo-org --jq .id');
  });
});

describe('consent check', () => {
  it('exits 0 when it is granted and 1 when it is not', async () => {
    await grant('--resources', 'events,verdicts', '--exclude', '8');
    expect(await check('7', '--resources', 'events')).toEqual({
      status: 0,
      stdout: 'GRANTED  events: the organisation granted it\n',
      stderr: '',
    });
    expect(await check('7')).toEqual({
      status: 1,
      stdout: 'NOT GRANTED  events, verdicts, aggregate: the grant is for something else; missing: aggregate\n',
      stderr: '',
    });
    expect((await check('8', '--resources', 'events')).stdout).toBe(
      'NOT GRANTED  events: the organisation leaves this repository out\n',
    );
  });

  it('knows a repository that was granted by itself, one that nobody granted, and the end', async () => {
    await grant('--repository', '7', '--resources', 'events', '--expires', '2026-11-25');
    expect(await check('7', '--resources', 'events')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('the repository granted it'),
    });
    expect(await check('9', '--resources', 'events')).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('nobody ever granted'),
    });
    now = Date.parse('2026-11-25T00:00:00Z');
    expect(await check('7', '--resources', 'events')).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('has run out'),
    });
  });

  it('answers programs too', async () => {
    await grant('--resources', 'events');
    expect(JSON.parse((await check('7', '--resources', 'events,verdicts', '--format', 'json')).stdout)).toEqual({
      granted: false,
      reason: 'resource-not-granted',
      missing: ['verdicts'],
      resources: ['events', 'verdicts'],
    });
  });

  it('is no answer where there is no database: exit 2', async () => {
    expect(await check('7')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('does not exist'),
    });
    expect(existsSync(join(repo.dir, '.phase-mirror'))).toBe(false);
  });
});

describe('consent revoke', () => {
  it('ends the grant, and says by whom', async () => {
    await grant('--resources', 'events');
    now += 60_000;
    const { status, stdout } = await consent('revoke', '--org', '1', '--by', '6');
    expect(status).toBe(0);
    expect(stdout).toContain('Revoked: org:1, version 2\n');
    expect(stdout).toContain('  revoked  2026-11-24 10:31 UTC by actor:6\n');
    expect(await check('7', '--resources', 'events')).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('the grant was revoked'),
    });
  });

  it('does not end what was given for good, nor what is not there', async () => {
    await grant('--resources', 'events', '--not-revocable', '--expires', '2027-01-01');
    const refused = await consent('revoke', '--org', '1');
    expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('(NOT_REVOCABLE)') });
    expect((await check('7', '--resources', 'events')).status).toBe(0);
    expect(await consent('revoke', '--org', '2')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('(NOT_FOUND)'),
    });
  });
});

describe('consent show', () => {
  it('shows the grant and everything before it', async () => {
    await grant('--resources', 'events', '--not-revocable', '--expires', '2027-01-01', '--grantor', '5');
    await grant('--repository', '7', '--resources', 'verdicts', '--grantor', '5');
    now += 60_000;
    await consent('revoke', '--org', '1', '--repository', '7', '--by', '6');
    expect((await consent('show', '--org', '1')).stdout).toBe(`In force: org:1, version 1
  what     events
  granted  2026-11-24 10:30 UTC by actor:5
  holds    until 2027-01-01 00:00 UTC, cannot be revoked

History
  2026-11-24 10:30 UTC  org:1, version 1: events, until 2027-01-01 00:00 UTC, granted by actor:5
  2026-11-24 10:30 UTC  repository:7, version 1: verdicts, granted by actor:5
  2026-11-24 10:31 UTC  repository:7, version 2: revoked by actor:6
`);
    const { record, history } = JSON.parse(
      (await consent('show', '--org', '1', '--repository', '7', '--format', 'json')).stdout,
    );
    expect(record).toMatchObject({ version: 2, revoked: { by: 'actor:6', at: '2026-11-24T10:31:00.000Z' } });
    expect(history.map(({ version }: { version: number }) => version)).toEqual([1, 2]);
    expect((await consent('show', '--org', '1', '--repository', '7')).stdout).toMatch(/^Not in force: repository:7/);
  });

  it('says that there never was one', async () => {
    await grant('--repository', '7', '--resources', 'events');
    expect((await consent('show', '--org', '2')).stdout).toBe('Never granted: organisation 2\n');
    expect(await consent('show', '--org', '1', '--repository', '9')).toMatchObject({
      status: 0,
      stdout: 'Never granted: repository 9 of 1\n',
    });
    expect((await consent('show', '--org', '1')).stdout).toMatch(/^Never granted: organisation 1\n\nHistory\n {2}2026/);
  });
});

describe('consent with --backend aws', () => {
  it('takes nobody for granted', async () => {
    const words = ['--backend', 'aws', '--environment', 'staging', '--region', 'eu-west-1'];
    const { status, stderr } = await grant('--resources', 'events', ...words);
    expect(status).toBe(64);
    expect(stderr).toContain('--grantor is missing');
    expect((await consent('revoke', '--org', '1', ...words)).stderr).toContain('--by is missing');
  });
});

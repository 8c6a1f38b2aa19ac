import { existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteStores } from '../../src/stores/sqlite/index.js';
import { APPLICATION_ID, MIGRATIONS } from '../../src/stores/sqlite/migrations.js';
import { type Outcome, runCli } from '../support/cli.js';
import { findingId, storedEvent } from '../support/events.js';
import { type TestRepo, Workshop } from '../support/git-repo.js';

const NOW = Date.parse('2026-11-24T10:30:00Z');
const workshop = new Workshop();
afterAll(() => workshop.clean());

let repo: TestRepo;
let file: string;
beforeEach(async () => {
  repo = workshop.repo();
  repo.write('.phase-mirror/.gitignore', '*\n');
  file = join(repo.dir, '.phase-mirror/store.db');
});

function run(...args: string[]): Promise<Outcome> {
  return runCli({ cwd: repo.dir, now: NOW }, ...args);
}

/** A database with one event, one verdict and one grant. */
async function fill(path = file, change = 'pr#12'): Promise<void> {
  const stores = await openSqliteStores(path, { now: () => NOW });
  await stores.fp.recordEvent(storedEvent(NOW - 1000, { change }));
  await stores.close();
  await run('fp', 'mark', '3f9a1c07', '--ticket', 'OPS-1', '--reviewer', '5', '--store', path);
  await run('consent', 'grant', '--org', '1', '--resources', 'events', '--grantor', '5', '--store', path);
}

const lines = (text: string): string[] => text.trimEnd().split('\n');

describe('store verify', () => {
  it('prints every check with its result', async () => {
    await fill();
    const { status, stdout, stderr } = await run('store', 'verify');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [head, ...checks] = lines(stdout);
    expect(head).toMatch(/^SOUND {2}\S+store\.db, schema version \d+$/);
    expect(checks.length).toBeGreaterThan(4);
    for (const check of checks) expect(check).toMatch(/^ {2}ok {6}[a-z]+ +\S/);
    const report = JSON.parse((await run('store', 'verify', '--format', 'json')).stdout);
    expect(report).toMatchObject({ file, ok: true });
    expect(report.checks).toHaveLength(checks.length);
  });

  it('exits 2 and names what is wrong', async () => {
    await fill();
    const { DatabaseSync } = await import('node:sqlite');
    const db = new DatabaseSync(file);
    db.exec('UPDATE total SET total = total + 1');
    db.close();
    const { status, stdout } = await run('store', 'verify');
    expect(status).toBe(2);
    expect(stdout).toMatch(/^NOT SOUND {2}/);
    expect(stdout).toMatch(/^ {2}FAILED {2}totals +MD-001 version 1, 2026-11-24$/m);
    expect(JSON.parse((await run('store', 'verify', '--format', 'json')).stdout).ok).toBe(false);
  });

  it.each(['verify', 'export', 'migrate'])('%s makes no database', async (action) => {
    const { status, stdout, stderr } = await run('store', action);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`the database ${file} does not exist`);
    expect(existsSync(file)).toBe(false);
  });

  it.each(['verify', 'export', 'migrate'])('%s takes an empty file for damage, and leaves it', async (action) => {
    writeFileSync(file, '');
    const { status, stdout, stderr } = await run('store', action);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('the file is empty (0 bytes) (CORRUPT). Restore a copy');
    expect(readFileSync(file, 'utf8')).toBe('');
  });

  it('refuses what is no database', async () => {
    writeFileSync(file, 'not a database, but long enough to be taken for one');
    const { status, stderr } = await run('store', 'verify');
    expect(status).toBe(2);
    expect(stderr).toMatch(/\((?:CORRUPT|INVALID)\)/);
  });
});

describe('store export and import', () => {
  it('carry everything to another file', async () => {
    await fill();
    const { status, stdout, stderr } = await run('store', 'export');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const line of lines(stdout)) expect(() => JSON.parse(line)).not.toThrow();
    expect(await run('store', 'export', '--output', 'all.jsonl')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(join(repo.dir, 'all.jsonl'), 'utf8')).toBe(stdout);

    const rows = lines(stdout).length - 2;
    const imported = await run('store', 'import', 'all.jsonl', '--store', 'new/other.db');
    expect(imported).toEqual({
      status: 0,
      stdout: `Imported ${rows} rows into ${join(repo.dir, 'new/other.db')}\n`,
      stderr: '',
    });
    expect((await run('store', 'export', '--store', 'new/other.db')).stdout).toBe(stdout);
    expect((await run('fp', 'list', '--store', 'new/other.db')).stdout).toBe((await run('fp', 'list')).stdout);
  });

  it('leave nothing beside the file when an export fails', async () => {
    writeFileSync(file, 'not a database, but long enough to be taken for one');
    writeFileSync(join(repo.dir, 'all.jsonl'), 'the last one');
    const { status, stderr } = await run('store', 'export', '--output', 'all.jsonl');
    expect(status).toBe(2);
    expect(stderr).not.toContain('--output');
    expect(readFileSync(join(repo.dir, 'all.jsonl'), 'utf8')).toBe('the last one');
    expect(readdirSync(repo.dir).sort()).toEqual(['.git', '.phase-mirror', 'all.jsonl']);
  });

  it('take in all of it, or nothing', async () => {
    await fill();
    const text = (await run('store', 'export')).stdout;
    const cut = lines(text).slice(0, -2).join('\n');
    writeFileSync(join(repo.dir, 'cut.jsonl'), cut);
    const { status, stderr } = await run('store', 'import', 'cut.jsonl', '--store', 'other.db');
    expect(status).toBe(2);
    expect(stderr).toContain('(INVALID)');
    const left = [...readdirSync(repo.dir), ...readdirSync(join(repo.dir, '.phase-mirror'))];
    expect(left.filter((name) => name.startsWith('other'))).toEqual([]);
    expect((await run('store', 'import', 'cut.jsonl', '--store', 'new/deep/other.db')).stderr).toContain(
      `${join(repo.dir, 'new/deep/other.db')})`,
    );
    expect(existsSync(join(repo.dir, 'new'))).toBe(false);
    writeFileSync(join(repo.dir, 'all.jsonl'), text);
    const full = await run('store', 'import', 'all.jsonl');
    expect(full).toMatchObject({ status: 2, stderr: expect.stringContaining('(CONFLICT)') });
  });

  it.each([
    ['nothing-here.jsonl', 'ENOENT'],
    ['.', 'EISDIR'],
  ])('say that %s cannot be read, and make no database', async (name, code) => {
    const { status, stderr } = await run('store', 'import', name);
    expect(status).toBe(2);
    expect(stderr).toContain(`cannot be read (${code})`);
    expect(existsSync(file)).toBe(false);
  });

  it('refuse an empty file', async () => {
    writeFileSync(join(repo.dir, 'empty.jsonl'), '');
    expect(await run('store', 'import', 'empty.jsonl')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('the export was cut off'),
    });
  });
});

describe('store merge', () => {
  it('takes in another database, once', async () => {
    await fill();
    const other = join(repo.dir, 'other.db');
    await fill(other, 'pr#13');
    const before = readFileSync(other);
    const { status, stdout } = await run('store', 'merge', 'other.db');
    expect(status).toBe(0);
    expect(stdout).toContain(`Merged into ${file}\n  events     1 new, 0 changed\n`);
    expect(readFileSync(other).equals(before)).toBe(true);
    const again = JSON.parse((await run('store', 'merge', 'other.db', '--format', 'json')).stdout);
    expect(again).toMatchObject({ file, eventsAdded: 0, eventsChanged: 0, consents: 0 });
    expect((await run('fp', 'list')).stdout).toContain('2 events: 0 pending, 2 false positive');
    expect((await run('store', 'verify')).status).toBe(0);
  });

  it('wants both to be there', async () => {
    await fill();
    expect((await run('store', 'merge', 'other.db')).stderr).toContain('other.db does not exist');
    expect((await run('store', 'merge', file, '--store', 'other.db')).stderr).toContain('other.db does not exist');
    expect(existsSync(join(repo.dir, 'other.db'))).toBe(false);
  });

  it('refuses an event that says something else, and changes nothing', async () => {
    await fill();
    const other = await openSqliteStores(join(repo.dir, 'other.db'), { now: () => NOW });
    await other.fp.recordEvent({ ...storedEvent(NOW - 1000), findingId: findingId('bbbbbbbb') });
    await other.close();
    const before = (await run('store', 'export')).stdout;
    expect(await run('store', 'merge', 'other.db')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('(DIFFERENT_PAYLOAD)'),
    });
    expect((await run('store', 'export')).stdout).toBe(before);
  });
});

describe('store migrate', () => {
  it('brings an older database up to date, which reading does not', async () => {
    const { DatabaseSync } = await import('node:sqlite');
    const db = new DatabaseSync(file);
    db.exec(`${MIGRATIONS[0]}; PRAGMA user_version = 1; PRAGMA application_id = ${APPLICATION_ID}`);
    db.close();
    expect(await run('fp', 'list')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Run `phase-mirror store migrate` on it'),
    });
    expect((await run('store', 'migrate')).stdout).toMatch(/was brought from schema version 1 to \d+\n$/);
    expect((await run('store', 'migrate')).stdout).toMatch(/has schema version \d+ already\n$/);
    expect(JSON.parse((await run('store', 'migrate', '--format', 'json')).stdout)).toMatchObject({ file });
    expect((await run('fp', 'list')).status).toBe(0);
  });
});

describe('the database that is taken without --store', () => {
  const next = 'Name another file with --store';

  it('is none that a commit brought, nor a log of it', async () => {
    await fill();
    for (const name of ['store.db', 'store.db-wal']) {
      repo.write(`.phase-mirror/${name === 'store.db' ? 'other.db' : name}`, '');
      repo.git('add', '--force', `.phase-mirror/${name}`);
      const { status, stderr } = await run('store', 'verify');
      expect(status).toBe(2);
      expect(stderr).toContain(`the database ${file} is not used: git tracks it`);
      expect(stderr).toContain(next);
      expect((await run('consent', 'show', '--org', '1')).stderr).toContain(next);
      repo.git('rm', '--cached', '--quiet', `.phase-mirror/${name}`);
    }
    repo.git('add', '--force', '.phase-mirror/.gitignore');
    writeFileSync(`${file}-wal`, '');
    expect((await run('store', 'verify')).status).toBe(0);
  });

  it('is behind no symbolic link, be it the folder or the file', async () => {
    await fill();
    const outside = workshop.folder();
    renameSync(file, join(outside, 'store.db'));
    symlinkSync(join(outside, 'store.db'), file);
    expect((await run('store', 'verify')).stderr).toContain(`is not used: ${file} is a symbolic link`);
    expect((await run('store', 'verify', '--store', file)).status).toBe(0);
    const folder = join(repo.dir, '.phase-mirror');
    renameSync(folder, join(repo.dir, 'away'));
    symlinkSync(outside, folder);
    expect(await run('store', 'verify')).toMatchObject({ status: 2, stderr: expect.stringContaining(next) });
    rmSync(join(outside, 'store.db'));
    const before = readdirSync(outside);
    await run('consent', 'grant', '--org', '1', '--resources', 'events', '--grantor', '5');
    expect(readdirSync(outside)).toEqual(before);
  });
});

describe('help', () => {
  it('knows no other words than the commands', async () => {
    expect((await run('help', 'store')).stdout).toMatch(/^phase-mirror store/);
    expect((await run('help', 'help')).status).toBe(0);
    for (const words of [
      ['help', 'bogus'],
      ['help', 'constructor'],
      ['bogus', '--help'],
    ]) {
      const { status, stdout, stderr } = await run(...words);
      expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
      expect(stderr).toMatch(/"(?:bogus|constructor)" is not a command/);
    }
  });
});

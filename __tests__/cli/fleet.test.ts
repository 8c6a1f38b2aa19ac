/** `fleet report` as it is typed, over clones and a database. The same over AWS: __tests__/e2e-aws/fleet.aws.ts. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parseCommand } from '../../src/cli/args.js';
import { LEVELS_COPY } from '../../src/policy/org-levels.js';
import type { FleetReport } from '../../src/report/fleet-types.js';
import { openSqliteStores } from '../../src/stores/sqlite/index.js';
import { type Outcome, runCli } from '../support/cli.js';
import { findingId, storedEvent } from '../support/events.js';
import { type TestRepo, Workshop } from '../support/git-repo.js';
import { PINNED, signedCopy } from '../support/signed-copy.js';

const NOW = Date.parse('2026-11-24T10:30:00Z');
const DAY = 86_400_000;
const workshop = new Workshop();
afterAll(() => workshop.clean());

let app: TestRepo;
let web: TestRepo;
beforeEach(() => {
  [app, web] = [clone('https://github.com/octo-org/app.git'), clone('git@github.com:octo-org/web')];
});

function clone(origin: string, files: Readonly<Record<string, string>> = { 'README.md': '# x\n' }): TestRepo {
  const repo = workshop.repo();
  repo.commitFiles(files);
  repo.git('remote', 'add', 'origin', origin);
  return repo;
}

function fleet(...args: string[]): Promise<Outcome> {
  return runCli({ cwd: workshop.root, now: NOW }, 'fleet', 'report', ...args);
}

async function shown(...args: string[]): Promise<{ status: number; report: FleetReport }> {
  const { status, stdout, stderr } = await fleet('--format', 'json', ...args);
  if (stdout === '') throw new Error(stderr);
  return { status, report: JSON.parse(stdout) as FleetReport };
}

function listFile(...lines: string[]): string {
  const file = join(workshop.folder(), 'list');
  writeFileSync(file, `${lines.join('\r\n')}\r\n`);
  return file;
}

const named = ({ repositories }: FleetReport) => repositories.map(({ name, id, path }) => [name, id, path]);

describe('the command line', () => {
  it('is read', async () => {
    expect(await parseCommand(['fleet', 'report', 'a', 'b'])).toEqual({
      ...{ command: 'fleet', action: 'report', paths: ['a', 'b'], format: 'text' },
    });
    const aws = [
      '--backend',
      'aws',
      '--environment',
      'staging',
      '--org',
      '9',
      '--baseline-bucket',
      'b',
      '--region',
      'r',
    ];
    expect(await parseCommand(['fleet', 'report', '--repositories', 'f', ...aws])).toMatchObject({
      target: { backend: 'aws', environment: 'staging', org: '9', bucket: 'b', region: 'r' },
    });
    expect(await parseCommand(['fleet', 'report', 'a', '--store', 's'])).toMatchObject({
      target: { backend: 'sqlite', file: 's' },
    });
  });

  it.each<[string[], RegExp]>([
    [[], /fleet needs a word after it/],
    [['repor'], /doesn't know "repor"\. Did you mean report\?/],
    [['report'], /fleet report needs repositories/],
    [['report', 'a', '--format', 'sarif'], /--format has the unknown value "sarif"/],
    [['report', 'a', '--backend', 'file'], /--backend has the unknown value "file"/],
    [['report', 'a', '--backend', 'sqlite'], /--store is missing/],
    [['report', 'a', '--backend', 'aws'], /--environment is missing/],
    [['report', 'a', '--backend', 'aws', '--environment', 'x'], /--org is missing/],
    [['report', 'a', '--backend', 'aws', '--environment', 'x', '--store', 'y'], /--store names a database file/],
    [['report', 'a', '--org', '9'], /--org belongs to --backend aws/],
  ])('%j is refused with exit 64', async (args, message) => {
    const { status, stdout, stderr } = await runCli({ cwd: workshop.root, now: NOW }, 'fleet', ...args);
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

describe('which repositories', () => {
  it('are named by the origin of a clone, or by its folder', async () => {
    const local = clone('/srv/git/local.git');
    const { status, report } = await shown(app.dir, web.dir, local.dir);
    expect(named(report)).toEqual([
      [local.dir.split('/').at(-1), null, local.dir],
      ['octo-org/app', null, app.dir],
      ['octo-org/web', null, web.dir],
    ]);
    expect([status, report.complete, report.store, report.totals.recorded]).toEqual([0, true, '', null]);
  });

  it('are read from a list, and a clone and its line are one', async () => {
    const list = listFile(
      '# id name clone',
      '',
      '71\tOcto-Org/App',
      `72 octo-org/lab ${web.dir}  # not web`,
      'octo-org/far',
      '74',
    );
    const { report } = await shown(app.dir, '--repositories', list);
    expect(named(report)).toEqual([
      ['74', 74, ''],
      ['Octo-Org/App', 71, app.dir],
      ['octo-org/far', null, ''],
      ['octo-org/lab', 72, web.dir],
    ]);
    expect(report.totals).toMatchObject({ repositories: 4, clones: 2, gates: 0 });
    expect(report.repositories.map(({ coverage }) => coverage.gate)).toEqual([
      'unknown',
      'missing',
      'unknown',
      'missing',
    ]);
  });

  it.each<[string, (dir: string) => string[], RegExp]>([
    ['two ids', () => ['71 octo-org/app', '72 octo-org/app'], /octo-org\/app is named twice, with different ids/],
    ['two folders', (dir) => [`octo-org/app ${dir}`], /octo-org\/app is named twice, with different folders/],
    ['no name', () => ['octo-org app'], /line 1 of .*list begins with neither an id nor OWNER\/NAME/],
  ])('with %s are refused', async (_, lines, message) => {
    const { status, stderr } = await fleet(app.dir, '--repositories', listFile(...lines(web.dir)));
    expect([status, stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  it('cannot be read from nowhere', async () => {
    const { status, stderr } = await fleet('--repositories', 'nowhere');
    expect([status, stderr]).toEqual([2, expect.stringMatching(/nowhere cannot be read \(ENOENT\)/)]);
  });
});

describe('a clone that cannot be evaluated', () => {
  it('is said, and the others are reported', async () => {
    const broken = clone('https://github.com/octo-org/broken.git', { '.phase-mirror.yml': 'version: 9\n' });
    const folder = workshop.folder('plain');
    const { status, report } = await shown(app.dir, broken.dir, folder);
    expect([status, report.complete]).toEqual([2, false]);
    expect(report.repositories.map(({ name, problem }) => [name, problem === ''])).toEqual([
      [folder.split('/').at(-1), false],
      ['octo-org/app', true],
      ['octo-org/broken', false],
    ]);
    const text = (await fleet(broken.dir)).stdout;
    expect(text).toMatch(/^FLEET, incomplete {2}1 repository/);
    expect(text).toMatch(/problem .*\.phase-mirror\.yml:1/);
  });
});

describe('levels without a memory', () => {
  const levelOf = ({ repositories }: FleetReport, ruleId = 'MD-001') =>
    repositories[0]?.levels.find((one) => one.ruleId === ruleId);

  it('are those of the signed copy in the clone, with what it says of this repository alone', async () => {
    const copy = await signedCopy('MD-001', NOW, { repositories: { 72: 'block' } });
    const signed = clone('https://github.com/octo-org/app.git', {
      '.phase-mirror.yml': `version: 1\n${PINNED}`,
      [LEVELS_COPY]: copy,
    });
    const { status, report } = await shown(signed.dir);
    expect(levelOf(report)).toEqual({ ruleId: 'MD-001', level: 'warn', origin: 'organisation' });
    expect(levelOf(report, 'MD-002')?.origin).toBe('built-in');
    expect([status, report.complete]).toEqual([0, true]);
    expect(report.notes).toEqual([`octo-org/app: its levels are those of ${LEVELS_COPY}, sequence 3.`]);
    const known = await shown('--repositories', listFile(`72 octo-org/app ${signed.dir}`));
    expect(levelOf(known.report)).toEqual({ ruleId: 'MD-001', level: 'block', origin: 'repository' });
  });

  it('are built in where the copy is not believed, and the report is incomplete', async () => {
    const unsigned = clone('https://github.com/octo-org/app.git', {
      '.phase-mirror.yml': `version: 1\n${PINNED}`,
      [LEVELS_COPY]: await signedCopy('MD-001', NOW, { signed: false }),
    });
    const { status, report } = await shown(unsigned.dir);
    expect(levelOf(report)).toEqual({ ruleId: 'MD-001', level: 'block', origin: 'built-in' });
    expect([status, report.complete]).toEqual([2, false]);
    expect(report.notes).toEqual([expect.stringMatching(/^octo-org\/app: .* is not believed: .*\(UNSIGNED\)\.$/)]);
  });
});

describe('joined with a database', () => {
  it('counts what it holds of each, and says that consent is implicit', async () => {
    const file = join(workshop.folder(), 'store.db');
    const stores = await openSqliteStores(file, { now: () => NOW });
    await stores.fp.recordEvents([
      storedEvent(NOW - DAY, { repository: 'repository:71', findingId: findingId('aaaaaaaa') }),
      storedEvent(NOW - 2 * DAY, { repository: 'repository:71', findingId: findingId('bbbbbbbb'), blocked: false }),
      storedEvent(NOW - DAY, { repository: 'repository:99' }),
    ]);
    await stores.fp.markFalsePositive(
      { repository: 'repository:71', findingId: findingId('aaaaaaaa') },
      { reviewer: 'actor:5', ticket: 'OPS-1', at: NOW, source: 'cli' },
    );
    await stores.close();
    const { status, report } = await shown(
      '--repositories',
      listFile('71 octo-org/app', 'octo-org/web'),
      '--store',
      file,
    );
    expect(report.repositories[0]).toMatchObject({
      identity: 'repository:71',
      coverage: {
        consent: null,
        rate: { events: 2, falsePositives: 1, truePositives: 0 },
        lastSeen: '2026-11-23T10:30:00.000Z',
      },
      blocks: { pullRequests: 1, rules: [{ ruleId: 'MD-001', pullRequests: 1 }] },
    });
    expect(report.repositories[1]).toMatchObject({ identity: '', coverage: { rate: null }, blocks: null });
    expect(report.rules.find(({ ruleId }) => ruleId === 'MD-001')?.rate).toMatchObject({ events: 2 });
    expect([status, report.complete, report.saltVersion]).toEqual([2, false, 0]);
    expect(report.notes).toEqual([
      expect.stringMatching(/^Nothing is known of octo-org\/web in the memory: its numeric id is not known/),
      'Consent is implicit: this is a database of your own.',
      expect.stringMatching(/^Reviewed by anybody: /),
    ]);
    const text = (await fleet('--repositories', listFile('71 octo-org/app'), '--store', file)).stdout;
    expect(text).toMatch(
      /consent {5}implicit\n {2}recorded {4}2 events, 1 of 1 reviewed wrong \(at most 100 %\), last 2026-11-23/,
    );
  });
});

describe('markdown', () => {
  it('is written whole, and no name becomes markup', async () => {
    const evil = clone('https://github.com/octo-org/app.git', {
      '.github/workflows/a|b`@everyone.yml':
        'on: pull_request\njobs: { a: { runs-on: x, steps: [{ uses: PhaseMirror/evaluate@v1 }] } }\n',
    });
    const file = join(workshop.folder(), 'report.md');
    const { status, stdout } = await fleet(evil.dir, '--format', 'markdown', '--output', file);
    expect([status, stdout]).toEqual([0, '']);
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^## Fleet report\n\n1 repository: 1 of 1 clone with the gate\.\n/);
    const row = text.split('\n').find((line) => line.includes('octo-org/app')) ?? '';
    expect(row.replace(/\\\||&#124;/g, '').split('|')).toHaveLength(9);
    expect(row).not.toMatch(/(?<!\\)`|(?<![\u200b\\])@everyone/);
  });
});

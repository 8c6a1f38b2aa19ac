/** The operator commands of the built program, on a real database. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { FPEvent } from '../../src/stores/ports.js';
import { openSqliteStores } from '../../src/stores/sqlite/index.js';
import { findingId, storedEvent } from '../support/events.js';
import { TEST_ENVIRONMENT, type TestRepo, Workshop } from '../support/git-repo.js';

const PROGRAM = resolve('dist/cli/index.js');
const workshop = new Workshop();
afterAll(() => workshop.clean());

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let repo: TestRepo;
let file: string;
beforeEach(() => {
  repo = workshop.repo();
  repo.git('config', 'user.email', 'jane@example.invalid');
  file = join(repo.dir, '.phase-mirror/store.db');
});

function run(args: readonly string[], node: readonly string[] = []): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, PROGRAM, ...args], {
    cwd: repo.dir,
    env: TEST_ENVIRONMENT,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

async function record(...events: FPEvent[]): Promise<void> {
  repo.write('.phase-mirror/.gitignore', '*\n');
  const stores = await openSqliteStores(file, { now: () => Date.now() });
  await stores.fp.recordEvents(events);
  await stores.close();
}

describe('the built program', () => {
  it('judges a finding, and shows the verdict', async () => {
    await record(storedEvent(Date.now() - 1000));
    expect(run(['fp', 'mark', '3f9a1c07', '--ticket', 'OPS-1'])).toEqual({
      status: 0,
      stdout: '3f9a1c07 is a false positive: 1 event\n',
      stderr: '',
    });
    const { status, stdout, stderr } = run(['fp', 'list', '--format', 'json']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      events: [{ state: 'false-positive', verdicts: [{ ticket: 'OPS-1' }] }],
    });
    expect(run(['fp', 'mark', 'ffffffff', '--ticket', 'x'])).toMatchObject({ status: 2, stdout: '' });
    expect(run(['fp', 'mark', '3f9a1c07'])).toMatchObject({ status: 64, stdout: '' });
  });

  it('grants, checks, revokes: the exit status answers', () => {
    const org = ['--org', '1'];
    const check = ['consent', 'check', ...org, '--repository', '7', '--resources', 'events'];
    expect(run(check).status).toBe(2);
    expect(run(['consent', 'grant', ...org, '--resources', 'events'])).toMatchObject({ status: 0, stderr: '' });
    expect(run(check)).toMatchObject({ status: 0, stdout: 'GRANTED  events: the organisation granted it\n' });
    expect(run(['consent', 'revoke', ...org]).status).toBe(0);
    expect(run(check)).toMatchObject({ status: 1, stdout: 'NOT GRANTED  events: the grant was revoked\n' });
    expect(repo.git('status', '--porcelain')).toBe('');
  });

  it('exports into a pipe, imports from a file, verifies', async () => {
    const events = Array.from({ length: 500 }, (_, index) =>
      storedEvent(Date.now() - 1000 - index, { change: `pr#${index + 1}` }),
    );
    await record(...events);
    const { status, stdout } = run(['store', 'export']);
    expect(status).toBe(0);
    expect(stdout.split('\n').filter((line) => line.startsWith('["event"'))).toHaveLength(500);
    repo.write('all.jsonl', stdout);
    expect(run(['store', 'import', 'all.jsonl', '--store', 'copy.db']).status).toBe(0);
    expect(run(['store', 'verify', '--store', 'copy.db'])).toMatchObject({ status: 0, stderr: '' });
    expect(run(['store', 'export', '--store', 'copy.db']).stdout).toBe(stdout);
  });

  it('takes verdicts of many processes at once', async () => {
    const prefixes = Array.from({ length: 6 }, (_, index) => `aaaaaa0${index}`);
    await record(...prefixes.map((prefix) => storedEvent(Date.now() - 1000, { findingId: findingId(prefix) })));
    const done = (child: ChildProcess): Promise<number | null> =>
      new Promise((settle) => {
        child.on('close', settle);
      });
    const mark = (prefix: string): Promise<number | null> =>
      done(
        spawn(process.execPath, [PROGRAM, 'fp', 'mark', prefix, '--ticket', 'x'], {
          cwd: repo.dir,
          env: { ...TEST_ENVIRONMENT },
          stdio: 'ignore',
        }),
      );
    expect(await Promise.all(prefixes.map(mark))).toEqual(prefixes.map(() => 0));
    expect(run(['fp', 'list']).stdout).toContain('6 events: 0 pending, 6 false positive');
    expect(run(['store', 'verify']).status).toBe(0);
  });
});

describe('on a Node without node:sqlite', () => {
  /** What the program asks for is the version; `.ci/run` starts it under a real Node 20. */
  const node20 = ['--import', `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})`];

  it.each([
    [['fp', 'list']],
    [['consent', 'grant', '--org', '1', '--resources', 'events']],
    [['store', 'verify']],
    [['store', 'import', 'package.json']],
  ])('%j says which Node it needs, and makes nothing', (args) => {
    repo.write('package.json', '{}');
    const { status, stdout, stderr } = run(args, node20);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('needs node:sqlite, which Node has from 22.13 on; this is Node 20.20.2');
    expect(stderr).toContain('(UNSUPPORTED_RUNTIME)');
    expect(existsSync(join(repo.dir, '.phase-mirror'))).toBe(false);
  });

  it('evaluates as ever', () => {
    repo.write(
      '.github/workflows/ci.yml',
      'on: push\npermissions: {}\njobs:\n  a:\n    runs-on: x\n    steps: [{ run: a }]\n',
    );
    repo.commit();
    expect(run(['evaluate'], node20)).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('what is loaded', () => {
  /** Prints the file of every module that is loaded, on stderr. */
  const traced = [
    '--import',
    `data:text/javascript,import{registerHooks}from'node:module';registerHooks({load(url,context,next){if(url.startsWith('file:'))process.stderr.write('loaded '+url+'\\n');return next(url,context)}})`,
  ];
  /** What the client of DynamoDB calls its protocol; it is nowhere else. */
  const SDK = 'DynamoDB_20120810';

  function loads(needle: string, args: readonly string[]): boolean {
    const { stderr } = run(args, traced);
    const files = [...stderr.matchAll(/^loaded (file:\S+)$/gm)].map(([, url]) => fileURLToPath(url!));
    expect(files).toContain(PROGRAM);
    return files.some((path) => readFileSync(path, 'utf8').includes(needle));
  }

  it('is the AWS SDK where it is asked for, and nowhere else', async () => {
    await record(storedEvent(Date.now() - 1000));
    const aws = ['--backend', 'aws', '--environment', 'UPPER', '--region', 'eu-west-1'];
    expect(loads(SDK, ['fp', 'list', ...aws])).toBe(true);
    expect(loads(SDK, ['fp', 'list'])).toBe(false);
    expect(loads(SDK, ['evaluate'])).toBe(false);
  });

  it('is the SQLite store where it is asked for, and not to evaluate', async () => {
    await record();
    expect(loads('integrity_check(100)', ['store', 'verify'])).toBe(true);
    expect(loads('integrity_check(100)', ['evaluate'])).toBe(false);
  });
});

/** The built program, as people run it. */
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PUBLISHED_SCHEMA_HASH } from '../../src/oracle/published-schemas.js';
import type { Report } from '../../src/report/types.js';
import { TEST_ENVIRONMENT, type TestRepo, Workshop } from '../support/git-repo.js';

const PROGRAM = resolve('dist/cli/index.js');
const workshop = new Workshop();
afterAll(() => workshop.clean());

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(
  cwd: string,
  args: readonly string[],
  environment: Record<string, string> = {},
  program = PROGRAM,
): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd,
    env: { ...TEST_ENVIRONMENT, ...environment },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const SETTINGS = `branches:
  - name: main
    protection:
      required_status_checks:
        contexts: [lint, ci-ok]
`;
const CI = `on: pull_request
permissions: {}
jobs:
  lint:
    runs-on: ubuntu-latest
    steps: [{ run: make lint }]
  ci-ok:
    runs-on: ubuntu-latest
    needs: lint
    if: always()
    steps: [{ run: "test '\${{ needs.lint.result }}' = success" }]
`;

describe('phase-mirror evaluate', () => {
  let repo: TestRepo;
  beforeAll(() => {
    repo = workshop.repo('app');
    repo.commitFiles({ '.github/settings.yml': SETTINGS, '.github/workflows/ci.yml': CI, 'src/deep/a.txt': 'a' });
    repo.git('switch', '--quiet', '-c', 'rename');
    repo.commitFiles({
      '.github/workflows/ci.yml': CI.replace('  lint:', '  checkstyle:')
        .replace('needs: lint', 'needs: checkstyle')
        .replace('needs.lint', 'needs.checkstyle'),
    });
  });

  it('passes what is in order and exits 0', () => {
    repo.git('switch', '--quiet', 'main');
    const { status, stdout, stderr } = run(repo.dir, ['evaluate', '.']);
    expect(stdout).toMatch(/^PASS {2}/);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('blocks a renamed required job, names both lines and exits 1', () => {
    repo.git('switch', '--quiet', 'rename');
    const { status, stdout } = run(repo.dir, ['evaluate', '.', '--base', 'main']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^BLOCK {2}1 new/);
    expect(stdout).toContain('No job reports the required check "lint"');
    expect(stdout).toMatch(/\.github\/workflows\/ci\.yml:4 .*this change/);
    expect(stdout).toMatch(/\.github\/settings\.yml:5 .*still required/);
  });

  it('counts what the base already had as older and passes', () => {
    repo.git('switch', '--quiet', '-C', 'later', 'rename');
    repo.commitFiles({ 'src/deep/a.txt': 'b' });
    const base = repo.git('rev-parse', 'rename');
    const { status, stdout } = run(repo.dir, ['evaluate', '.', '--base', base]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/1 older/);
  });

  it('says the same from any folder of the repository, and through a link as npm makes it', () => {
    repo.git('switch', '--quiet', 'rename');
    const bin = join(workshop.folder('bin'), 'phase-mirror');
    symlinkSync(PROGRAM, bin);
    const [first, ...others] = [
      run(repo.dir, ['evaluate']),
      run(join(repo.dir, 'src/deep'), ['evaluate']),
      run(workshop.root, ['evaluate', repo.dir]),
      run(repo.dir, ['evaluate'], {}, bin),
    ];
    for (const other of others) expect(other).toEqual(first);
  });

  it.each(['json', 'sarif'])('--format %s gives equal bytes outside `run`, and nothing else on stdout', (format) => {
    const bytes = () => {
      const { run: _run, ...rest } = JSON.parse(run(repo.dir, ['evaluate', '--format', format]).stdout) as Report;
      return JSON.stringify(rest);
    };
    expect(bytes()).toBe(bytes());
  });

  it('runs twice at once in one checkout', async () => {
    const { spawn } = await import('node:child_process');
    const once = () =>
      new Promise<number | null>((done) => {
        spawn(process.execPath, [PROGRAM, 'evaluate', '--base', 'main'], {
          cwd: repo.dir,
          env: { ...TEST_ENVIRONMENT },
          stdio: 'ignore',
        }).on('close', done);
      });
    repo.git('switch', '--quiet', 'rename');
    expect(await Promise.all([once(), once(), once()])).toEqual([1, 1, 1]);
    expect(repo.git('status', '--porcelain')).toBe('');
  });

  it('writes a result whole, or not at all on a dry run', () => {
    const target = join(workshop.folder('out'), 'report.json');
    run(repo.dir, ['evaluate', '--format', 'json', '--output', target, '--dry-run']);
    expect(() => readFileSync(target)).toThrow(/ENOENT/);
    const { stdout } = run(repo.dir, ['evaluate', '--format', 'json', '--output', target]);
    expect(stdout).toBe('');
    expect((JSON.parse(readFileSync(target, 'utf8')) as Report).decision.outcome).toBe('block');
    const nowhere = run(repo.dir, ['evaluate', '--output', join(target, 'x')]);
    expect(nowhere).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('cannot be written') });
  });

  it('works without git, and warns that it did', () => {
    const folder = workshop.repo('plain');
    folder.write('.github/workflows/ci.yml', CI);
    folder.write('.github/settings.yml', SETTINGS.replace('lint, ', ''));
    folder.remove('.git');
    expect(run(folder.dir, ['evaluate'])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^WARN[\s\S]*not a git repository/),
    });
  });
});

describe('exit codes', () => {
  const broken = (files: Record<string, string>): TestRepo => {
    const repo = workshop.repo('broken');
    repo.commitFiles(files);
    return repo;
  };

  it('2 for an invalid configuration, with line and reason', () => {
    const { status, stdout, stderr } = run(broken({ '.phase-mirror.yml': 'version: 1\nruls: {}\n' }).dir, ['evaluate']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('.phase-mirror.yml:2:1');
    expect(stderr).toContain('rules');
  });

  it('2 for a base that is not there', () => {
    const { status, stderr } = run(broken({ a: '' }).dir, ['evaluate', '--base', 'nowhere']);
    expect(status).toBe(2);
    expect(stderr).toContain('nowhere');
  });

  it('2 for a folder that is not there', () => {
    expect(run(workshop.root, ['evaluate', 'no-such-folder'])).toMatchObject({ status: 2, stdout: '' });
  });

  it('64 for wrong words', () => {
    for (const words of [
      ['evalaute'],
      ['evaluate', '--bse', 'x'],
      ['evaluate', '--rule', 'MD-999'],
      ['explain', 'nonsense'],
    ]) {
      expect(run(workshop.root, words)).toMatchObject({ status: 64, stdout: '' });
    }
  });

  it('64 for a wrong word, even where nobody can be told', () => {
    const words = ['-c', '"$0" "$1" nonsense 2> /dev/full', process.execPath, resolve('dist/cli/index.js')];
    expect(spawnSync('/bin/sh', words, { encoding: 'utf8' }).status).toBe(64);
  });

  it('2 for a result that cannot be written, and no stack trace', () => {
    const words = ['-c', '"$0" "$1" --version > /dev/full', process.execPath, resolve('dist/cli/index.js')];
    const { status, stderr } = spawnSync('/bin/sh', words, { encoding: 'utf8' });
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^phase-mirror: the result cannot be written \(ENOSPC\)/),
    ]);
    expect(stderr.split('\n')).toHaveLength(2);
  });

  it('2 for a bundle whose expected schema hash is altered by one bit: it decides nothing', () => {
    const copy = workshop.folder('altered');
    cpSync(resolve('dist/cli'), copy, { recursive: true });
    let altered = 0;
    for (const name of readdirSync(copy).filter((file) => file.endsWith('.js'))) {
      const text = readFileSync(join(copy, name), 'utf8');
      const changed = text.replace(PUBLISHED_SCHEMA_HASH, (hash) => {
        altered += 1;
        return `${(Number.parseInt(hash.charAt(0), 16) ^ 1).toString(16)}${hash.slice(1)}`;
      });
      writeFileSync(join(copy, name), changed);
    }
    expect(altered).toBeGreaterThan(0);
    const repo = broken({ '.github/workflows/ci.yml': CI });
    const { status, stdout } = run(repo.dir, ['evaluate', '--format', 'json'], {}, join(copy, 'index.js'));
    const report = JSON.parse(stdout) as Report;
    expect(status).toBe(2);
    expect(report.l0?.violations).toMatchObject([{ invariant: 'L0-SCHEMA-HASH' }]);
    expect(report.decision).toMatchObject({ outcome: 'block', reasons: [{ kind: 'tool-error' }] });
    expect(run(repo.dir, ['evaluate']).status).toBe(0);
  });

  it('1 for a token that may write everything, also when only another rule is asked for', () => {
    const repo = broken({ '.github/workflows/ci.yml': CI.replace('permissions: {}', 'permissions: write-all') });
    const { status, stdout } = run(repo.dir, ['evaluate', '--rule', 'MD-006', '--format', 'json']);
    expect(status).toBe(1);
    expect(new Set((JSON.parse(stdout) as Report).findings.map(({ ruleId }) => ruleId))).toEqual(
      new Set(['L0-PERMISSION-BITS']),
    );
  });

  it('2 and a tool error, not a finding, for a rule that throws', () => {
    const repo = broken({ '.github/workflows/ci.yml': CI });
    const { status, stdout } = run(repo.dir, ['evaluate', '--format', 'json'], { PHASE_MIRROR_TEST_THROW: 'MD-004' });
    const report = JSON.parse(stdout) as Report;
    expect(status).toBe(2);
    expect(report.toolErrors).toEqual([
      { ruleId: 'MD-004', side: 'subject', message: expect.stringContaining('told to fail') },
    ]);
    expect(report.findings).toEqual([]);
    expect(report.decision.outcome).toBe('block');
  });

  it('not 2 for a rule that throws on the base only: its problems count as new', () => {
    const repo = broken({
      '.github/settings.yml': SETTINGS,
      '.github/workflows/ci.yml': CI.replace('  lint:', '  other:')
        .replaceAll('lint.', 'other.')
        .replace('needs: lint', 'needs: other'),
    });
    const base = repo.git('rev-parse', 'HEAD');
    repo.commitFiles({ 'README.md': 'x' });
    const older = run(repo.dir, ['evaluate', '--base', base, '--format', 'json']);
    expect(older.status).toBe(0);
    const thrown = run(repo.dir, ['evaluate', '--base', base, '--format', 'json'], {
      PHASE_MIRROR_TEST_THROW: 'MD-001@base',
    });
    const report = JSON.parse(thrown.stdout) as Report;
    expect(thrown.status).toBe(1);
    expect(report.toolErrors).toMatchObject([{ ruleId: 'MD-001', side: 'base' }]);
    expect(report.findings.filter(({ ruleId }) => ruleId === 'MD-001')).toMatchObject([{ status: 'new' }]);
  });
});

describe('the other commands', () => {
  it('explain a rule, its safe rename included', () => {
    const { status, stdout } = run(workshop.root, ['explain', 'md-001']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^# MD-001 required-check-unresolved/);
    expect(stdout).toMatch(/bridge/);
  });

  it('explain a finding by a prefix of its id', () => {
    const repo = workshop.repo('explain');
    repo.commitFiles({
      '.github/settings.yml': SETTINGS,
      '.github/workflows/ci.yml': CI.replace('  lint:', '  lnt:')
        .replaceAll('lint.', 'lnt.')
        .replace('needs: lint', 'needs: lnt'),
    });
    const report = JSON.parse(run(repo.dir, ['evaluate', '--format', 'json']).stdout) as Report;
    const id = report.findings[0]?.findingId ?? '';
    const { status, stdout } = run(repo.dir, ['explain', id.slice(0, 8)]);
    expect(status).toBe(0);
    expect(stdout).toContain(id);
    expect(stdout).toContain('.github/settings.yml:5');
    expect(run(repo.dir, ['explain', 'ffffffff'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('is not among the'),
    });
  });

  it('show and check the configuration', () => {
    const repo = workshop.repo('config');
    expect(run(repo.dir, ['config', 'check']).stdout).toContain('built-in policy');
    repo.commitFiles({ '.phase-mirror.yml': 'version: 1\nrules:\n  MD-005: {level: warn}\n' });
    expect(run(repo.dir, ['config', 'check'])).toMatchObject({ status: 0, stdout: '.phase-mirror.yml is valid\n' });
    expect(run(repo.dir, ['config', 'show']).stdout).toMatch(/rules\.MD-005\.level +warn +.*\.phase-mirror\.yml:3/);
  });

  it('help and version', () => {
    expect(run(workshop.root, ['--version']).stdout).toBe(
      `${(JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version}\n`,
    );
    expect(run(workshop.root, ['evaluate', '--help']).stdout).toContain('--base REV');
    expect(run(workshop.root, []).stdout).toContain('phase-mirror evaluate');
  });
});

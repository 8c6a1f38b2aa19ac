/** Reading the governed files of real git repositories. */
import { chmodSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { changedFiles, compareStates } from '../../src/drift/compare.js';
import { makeBaseline } from '../../src/drift/make-baseline.js';
import { observe } from '../../src/drift/observe.js';
import { patternsOf, scopeOf } from '../../src/drift/scope.js';
import type { Baseline } from '../../src/drift/types.js';
import { emptyConfig } from '../../src/policy/config.js';
import { Git } from '../../src/repository/git.js';
import { lastChanges } from '../../src/repository/git-history.js';
import { type GovernedTree, openGovernedCommit } from '../../src/repository/snapshot-governed.js';
import { openGovernedWorkTree } from '../../src/repository/snapshot-governed-worktree.js';
import { TEST_ENVIRONMENT, type TestRepo, Workshop } from '../support/git-repo.js';
import { ACCEPTANCE, blobOid } from './support.js';

const workshop = new Workshop();
const opened: Git[] = [];
afterAll(async () => {
  await Promise.all(opened.map((git) => git.close()));
  workshop.clean();
});

const PATTERNS = patternsOf(emptyConfig());
const SCOPE = scopeOf([PATTERNS]);
const WORKFLOW = (access: string): string =>
  `on: push\njobs:\n  publish:\n    runs-on: ubuntu-latest\n    permissions: {contents: ${access}}\n    steps: [{run: make}]\n`;
const CI = '.github/workflows/ci.yml';

async function gitOf(repo: TestRepo): Promise<Git> {
  const git = await Git.open(repo.dir, TEST_ENVIRONMENT);
  if (git === null) throw new Error('no repository');
  opened.push(git);
  return git;
}

function start(): TestRepo {
  const repo = workshop.repo();
  repo.commitFiles({
    [CI]: WORKFLOW('read'),
    CODEOWNERS: '* @ada\n',
    'src/a.ts': 'export {};\n',
    'infra/main.tf': 'locals {}\n',
    'tools/x/action.yml': 'runs: {using: node24, main: x.js}\n',
    '.gitignore': 'ignored/\n*.log\n',
  });
  return repo;
}

const paths = ({ entries }: GovernedTree): string[] => entries.map(({ path }) => path);

async function baselineOf(git: Git): Promise<Baseline> {
  const tree = await openGovernedWorkTree(git, SCOPE.wanted);
  return makeBaseline(await stateOf(tree, null), ACCEPTANCE);
}

function stateOf(tree: GovernedTree, known: Baseline | null) {
  return observe({ tree, scope: SCOPE, patterns: PATTERNS, config: null, repository: '', branch: 'main', known });
}

async function toldOf(git: Git, accepted: Baseline): Promise<string[]> {
  const state = await stateOf(await openGovernedWorkTree(git, SCOPE.wanted), accepted);
  return compareStates(accepted, state).files.map(
    ({ kind, path, from, uncommitted }) => `${kind} ${from ?? ''}${path}${uncommitted ? ' uncommitted' : ''}`,
  );
}

describe('a work tree', () => {
  it('gives the wanted files alone, as git has them', async () => {
    const repo = start();
    const tree = await openGovernedWorkTree(await gitOf(repo), SCOPE.wanted);
    expect(paths(tree)).toEqual([CI, 'CODEOWNERS', 'infra/main.tf', 'tools/x/action.yml']);
    expect(tree.entries[1]).toEqual({ path: 'CODEOWNERS', mode: '100644', oid: blobOid('* @ada\n') });
    expect(tree.head).toEqual({ commit: repo.git('rev-parse', 'HEAD'), tree: repo.git('rev-parse', 'HEAD^{tree}') });
    expect([tree.uncommitted.size, tree.gap]).toEqual([0, null]);
    const [read] = await tree.snapshot.readMany(['CODEOWNERS'], 100);
    expect(read).toMatchObject({ ok: true });
    expect(await tree.snapshot.list()).toHaveLength(4);
  });

  it('tells untracked, dirty, deleted, renamed and staged files, and new modes, each as itself', async () => {
    const repo = start();
    const git = await gitOf(repo);
    const accepted = await baselineOf(git);
    expect(await toldOf(git, accepted)).toEqual([]);
    repo.write('.github/workflows/new.yml', WORKFLOW('write'));
    expect(await toldOf(git, accepted)).toEqual(['added .github/workflows/new.yml uncommitted']);
    rmSync(join(repo.dir, '.github/workflows/new.yml'));
    repo.write(CI, WORKFLOW('write'));
    expect(await toldOf(git, accepted)).toEqual([`modified ${CI} uncommitted`]);
    repo.git('add', CI);
    expect(await toldOf(git, accepted)).toEqual([`modified ${CI} uncommitted`]);
    repo.git('reset', '--quiet', '--hard');
    repo.remove('CODEOWNERS');
    expect(await toldOf(git, accepted)).toEqual(['removed CODEOWNERS uncommitted']);
    repo.git('checkout', '--quiet', '--', 'CODEOWNERS');
    repo.move('CODEOWNERS', 'docs/CODEOWNERS');
    expect(await toldOf(git, accepted)).toEqual(['renamed CODEOWNERSdocs/CODEOWNERS uncommitted']);
    repo.git('reset', '--quiet', '--hard');
    repo.git('clean', '--quiet', '-fd');
    chmodSync(join(repo.dir, CI), 0o755);
    expect(await toldOf(git, accepted)).toEqual([`mode-changed ${CI} uncommitted`]);
    chmodSync(join(repo.dir, CI), 0o644);
    repo.remove('CODEOWNERS');
    repo.link('CODEOWNERS', 'src/a.ts');
    expect(await toldOf(git, accepted)).toEqual(['modified CODEOWNERS uncommitted']);
  });

  it('sees untracked files that may lie anywhere, and none that git ignores', async () => {
    const repo = start();
    const git = await gitOf(repo);
    repo.write('deep/er/action.yml', 'runs: {using: node24}\n');
    repo.write('ignored/action.yml', 'runs: {using: node24}\n');
    const run = '.github/actions/x/run.sh';
    repo.write(run, 'make\n');
    chmodSync(join(repo.dir, run), 0o755);
    repo.link('.github/actions/x/link', 'run.sh');
    const tree = await openGovernedWorkTree(git, SCOPE.wanted);
    expect(paths(tree)).toEqual([
      '.github/actions/x/link',
      run,
      CI,
      'CODEOWNERS',
      'deep/er/action.yml',
      'infra/main.tf',
      'tools/x/action.yml',
    ]);
    expect(tree.entries.slice(0, 2).map(({ mode, oid }) => [mode, oid])).toEqual([
      ['120000', blobOid('run.sh')],
      ['100755', blobOid('make\n')],
    ]);
    const [followed] = await tree.snapshot.readMany(['.github/actions/x/link'], 100);
    expect(followed?.ok && Buffer.from(followed.bytes).toString()).toBe('make\n');
  });

  it('takes a file whose times alone differ for what it is', async () => {
    const repo = start();
    const git = await gitOf(repo);
    const accepted = await baselineOf(git);
    utimesSync(join(repo.dir, CI), 1, 1);
    expect(await toldOf(git, accepted)).toEqual([]);
    repo.git('config', 'core.autocrlf', 'true');
    writeFileSync(join(repo.dir, 'CODEOWNERS'), '* @ada\r\n');
    expect(await toldOf(git, accepted)).toEqual([]);
  });

  it('runs no filter of the repository', async () => {
    const repo = start();
    const mark = join(repo.dir, 'ran.log');
    repo.git('config', 'filter.evil.clean', `sh -c 'echo ran > ${mark}; cat'`);
    repo.commitFiles({ '.gitattributes': '* filter=evil\n' });
    rmSync(mark, { force: true });
    repo.write(CI, WORKFLOW('write'));
    await openGovernedWorkTree(await gitOf(repo), SCOPE.wanted);
    expect(() => chmodSync(mark, 0o644)).toThrow('ENOENT');
  });

  it('has no head before the first commit', async () => {
    const repo = workshop.repo();
    repo.write('CODEOWNERS', '* @ada\n');
    const tree = await openGovernedWorkTree(await gitOf(repo), SCOPE.wanted);
    expect(tree.head).toBeNull();
    expect([...tree.uncommitted]).toEqual(['CODEOWNERS']);
  });

  it('reads from the object database what a sparse checkout left out', async () => {
    const repo = start();
    repo.git('sparse-checkout', 'set', '--no-cone', '/src/');
    const tree = await openGovernedWorkTree(await gitOf(repo), SCOPE.wanted);
    expect(paths(tree)).toContain(CI);
    expect(tree.uncommitted.size).toBe(0);
    const [read] = await tree.snapshot.readMany([CI], 1000);
    expect(read?.ok && Buffer.from(read.bytes).toString()).toBe(WORKFLOW('read'));
  });

  it('says of a conflict what is on disk', async () => {
    const repo = start();
    repo.git('checkout', '--quiet', '-b', 'other');
    repo.commitFiles({ CODEOWNERS: '* @bob\n' });
    repo.git('checkout', '--quiet', 'main');
    repo.commitFiles({ CODEOWNERS: '* @eve\n' });
    expect(() => repo.git('merge', '--quiet', 'other')).toThrow('Command failed');
    const tree = await openGovernedWorkTree(await gitOf(repo), SCOPE.wanted);
    const owners = tree.entries.filter(({ path }) => path === 'CODEOWNERS');
    expect(owners).toHaveLength(1);
    expect([owners[0]?.mode, tree.uncommitted.has('CODEOWNERS')]).toEqual(['100644', true]);
    expect(owners[0]?.oid).not.toBe(blobOid('* @eve\n'));
  });
});

describe('a commit', () => {
  it('is read as a whole, and from what was known where that is still there', async () => {
    const repo = start();
    const git = await gitOf(repo);
    const first = repo.git('rev-parse', 'HEAD');
    const known = await openGovernedCommit(git, first, SCOPE.wanted);
    expect(paths(known)).toEqual([CI, 'CODEOWNERS', 'infra/main.tf', 'tools/x/action.yml']);
    const second = repo.commitFiles({
      [CI]: WORKFLOW('write'),
      CODEOWNERS: null,
      'docs/CODEOWNERS': 'x @a\n',
      'src/b.ts': '1',
    });
    const whole = await openGovernedCommit(git, second, SCOPE.wanted);
    const tree = known.head?.tree ?? '';
    const parts = await openGovernedCommit(git, second, SCOPE.wanted, { tree, entries: known.entries });
    expect(parts.entries).toEqual(whole.entries);
    const [read] = await parts.snapshot.readMany(['docs/CODEOWNERS'], 100);
    expect(read?.ok && Buffer.from(read.bytes).toString()).toBe('x @a\n');
    // Believed without a look: nothing differs from the known tree.
    const same = await openGovernedCommit(git, first, SCOPE.wanted, { tree, entries: known.entries.slice(1) });
    expect(paths(same)).toEqual(paths(known).slice(1));
    for (const lost of ['e'.repeat(40), 'HEAD', '']) {
      expect((await openGovernedCommit(git, second, SCOPE.wanted, { tree: lost, entries: [] })).entries).toEqual(
        whole.entries,
      );
    }
  });
});

describe('who brought it in', () => {
  it('is the newest commit on each path since the accepted one', async () => {
    const repo = start();
    const git = await gitOf(repo);
    const accepted = await baselineOf(git);
    repo.commitFiles({ [CI]: WORKFLOW('write') }, 'give more\n\nbody');
    const last = repo.commitFiles({ CODEOWNERS: null, 'with space.tf': 'a' }, 'drop owners');
    const head = repo.git('rev-parse', 'HEAD');
    const state = await stateOf(await openGovernedWorkTree(git, SCOPE.wanted), accepted);
    const found = await lastChanges(git, head, accepted.header.commit, changedFiles(accepted, state));
    expect([...found].map(([path, { author, subject }]) => [path, author, subject])).toEqual([
      ['CODEOWNERS', 'Test', 'drop owners'],
      [CI, 'Test', 'give more'],
    ]);
    expect(found.get('CODEOWNERS')).toMatchObject({
      commit: last,
      date: expect.stringMatching(/^2026-01-01T00:00:00/),
    });
    expect([found.get('CODEOWNERS')?.commits, found.get(CI)?.commits]).toEqual([1, 1]);
    const drift = compareStates(accepted, state, found);
    expect(drift.files.map(({ path, change }) => [path, change?.subject])).toEqual([
      ['CODEOWNERS', 'drop owners'],
      [CI, 'give more'],
    ]);
  });

  it('goes further back where the accepted commit is not in the clone, and not at all without paths or a head', async () => {
    const repo = start();
    const git = await gitOf(repo);
    const head = repo.git('rev-parse', 'HEAD');
    expect((await lastChanges(git, head, 'f'.repeat(40), [CI])).get(CI)?.commit).toBe(head);
    expect((await lastChanges(git, head, 'no commit', [CI])).get(CI)?.commit).toBe(head);
    expect((await lastChanges(git, head, head, [CI])).size).toBe(0);
    expect((await lastChanges(git, head, null, ['not\\xffutf8', 'gone.yml'])).size).toBe(0);
    expect((await lastChanges(git, 'HEAD', null, [CI])).size).toBe(0);
    expect((await lastChanges(git, 'f'.repeat(40), null, [CI])).size).toBe(0);
  });

  it('counts the commits since the accepted one, where it is at hand', async () => {
    const repo = start();
    const git = await gitOf(repo);
    const since = repo.git('rev-parse', 'HEAD');
    repo.commitFiles({ [CI]: WORKFLOW('write') }, 'one');
    repo.commitFiles({ CODEOWNERS: '* @bob\n' }, 'two');
    const head = repo.commitFiles({ [CI]: WORKFLOW('read') }, 'three');
    const found = await lastChanges(git, head, since, [CI, 'CODEOWNERS']);
    expect([...found].map(([path, { subject, commits }]) => [path, subject, commits])).toEqual([
      [CI, 'three', 2],
      ['CODEOWNERS', 'two', 1],
    ]);
    expect((await lastChanges(git, head, null, [CI])).get(CI)?.commits).toBeUndefined();
  });

  it('is nobody where a shallow clone ends', async () => {
    const repo = start();
    repo.commitFiles({ CODEOWNERS: '* @bob\n' }, 'second');
    const shallow = workshop.clone(repo, '--depth=1');
    const head = shallow.git('rev-parse', 'HEAD');
    expect((await lastChanges(await gitOf(shallow), head, null, [CI, 'CODEOWNERS'])).size).toBe(0);
    shallow.git('fetch', '--quiet', '--depth=2');
    const found = await lastChanges(await gitOf(shallow), head, null, [CI, 'CODEOWNERS']);
    expect([...found.keys()]).toEqual(['CODEOWNERS']);
  });
});

describe('a large repository', () => {
  it('looks for untracked files that may lie anywhere beside tracked ones, and says so', async () => {
    const repo = start();
    const oid = repo.git('hash-object', '-w', 'src/a.ts');
    const lines = Array.from({ length: 20_000 }, (_, index) => `100644 ${oid}\tmany/${'f'.repeat(60)}${index}.ts`);
    writeFileSync(join(repo.dir, 'list.log'), `${lines.join('\n')}\n`);
    repo.git('update-index', '--skip-worktree', '--add', '--cacheinfo', `100644,${oid},many/x`);
    const { execFileSync } = await import('node:child_process');
    execFileSync('git', ['update-index', '--index-info'], { cwd: repo.dir, input: `${lines.join('\n')}\n` });
    repo.write('infra/new.tf', 'locals {}\n');
    repo.write('main.tf', 'locals {}\n');
    repo.write('CODEOWNERS', '* @bob\n');
    repo.write('.github/actions/ignored/run.sh', 'make\n');
    repo.write('elsewhere/action.yml', 'runs: {using: node24}\n');
    repo.write('.github/workflows/new.yml', WORKFLOW('write'));
    const tree = await openGovernedWorkTree(await gitOf(repo), SCOPE.wanted);
    expect([...tree.uncommitted].sort()).toEqual([
      '.github/workflows/new.yml',
      'CODEOWNERS',
      'infra/new.tf',
      'main.tf',
    ]);
    expect(tree.gap).toBe('This is a large repository: untracked files were looked for in governed folders only');
  });
});

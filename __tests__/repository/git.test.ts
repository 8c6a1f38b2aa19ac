import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { PhaseMirrorError } from '../../src/errors.js';
import { compareTrees } from '../../src/repository/compare.js';
import { Git } from '../../src/repository/git.js';
import { childEnvironment, findGit, keptOf } from '../../src/repository/git-environment.js';
import { ObjectReader, parentsOf } from '../../src/repository/git-objects.js';
import { openWorkTree } from '../../src/repository/snapshot.js';
import type { TestRepo } from '../support/git-repo.js';
import { TEST_ENVIRONMENT, Workshop } from '../support/git-repo.js';

const shop = new Workshop();
afterAll(() => shop.clean());

async function open(repo: TestRepo, environment: Record<string, string> = TEST_ENVIRONMENT): Promise<Git> {
  const git = await Git.open(repo.dir, environment);
  if (git === null) throw new Error('no repository');
  return git;
}

async function failure(promise: Promise<unknown>): Promise<PhaseMirrorError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PhaseMirrorError)) throw new Error(`expected a PhaseMirrorError, got ${String(error)}`);
  return error;
}

/** A program that notes its arguments and environment and then is git. */
function recordingGit(log: string): Record<string, string> {
  const bin = shop.folder('bin');
  const real = findGit(TEST_ENVIRONMENT);
  const script = `#!/bin/sh\nprintf '%s\\n' "$*" >> '${log}.args'\nenv >> '${log}.env'\nexec '${real}' "$@"\n`;
  writeFileSync(join(bin, 'git'), script);
  chmodSync(join(bin, 'git'), 0o755);
  return { ...TEST_ENVIRONMENT, PATH: `${bin}${delimiter}${TEST_ENVIRONMENT['PATH']}` };
}

describe('opening a repository', () => {
  it('finds the top from a folder below it', async () => {
    const repo = shop.repo();
    repo.commitFiles({ 'packages/a/x': 'x' });
    const git = await Git.open(join(repo.dir, 'packages/a'), TEST_ENVIRONMENT);
    expect(git?.top).toBe(repo.dir);
    expect(git?.prefix).toBe('packages/a/');
    expect((await open(repo)).prefix).toBe('');
  });

  it('is null outside of any repository, also beside a .git that is none', async () => {
    const folder = shop.folder();
    mkdirSync(join(folder, '.git'));
    expect(await Git.open(folder, TEST_ENVIRONMENT)).toBeNull();
    const other = shop.folder();
    writeFileSync(join(other, '.git'), 'nothing of use');
    expect(await Git.open(other, TEST_ENVIRONMENT)).toBeNull();
  });

  it('works in a linked work tree', async () => {
    const repo = shop.repo();
    const sha = repo.commitFiles({ a: 'a' });
    const linked = join(shop.folder(), 'linked');
    repo.git('worktree', 'add', '--quiet', '--detach', linked);
    const git = await Git.open(linked, TEST_ENVIRONMENT);
    expect(git?.top).toBe(linked);
    expect(await git?.line(['rev-parse', 'HEAD'])).toBe(sha);
    expect(git?.objectsFolder).toBe(join(repo.dir, '.git', 'objects'));
  });

  it.each([
    ['does not exist', 'missing'],
    ['is not a folder', 'file'],
  ])('says that the path %s', async (reason, name) => {
    const folder = shop.folder();
    writeFileSync(join(folder, 'file'), '');
    const error = await failure(Git.open(join(folder, name), TEST_ENVIRONMENT));
    expect([error.kind, error.reason, error.next]).toEqual(['user', reason, 'Name the folder of a checkout']);
  });

  it('refuses a bare repository with a next step', async () => {
    const folder = shop.folder();
    shop.repo().git('init', '--quiet', '--bare', folder);
    const error = await failure(Git.open(folder, TEST_ENVIRONMENT));
    expect(error.message).toContain('is a bare repository and has no files to evaluate. Clone it');
  });

  it('says when git is not on PATH, and never looks into relative folders', async () => {
    const repo = shop.repo();
    for (const PATH of ['', '.', `${delimiter}bin`, join(repo.dir, 'nowhere')]) {
      const error = await failure(Git.open(repo.dir, { PATH }));
      expect([error.kind, error.thing, error.reason]).toEqual(['user', 'git', 'is not on PATH']);
    }
  });
});

describe('the environment of git', () => {
  it('drops what could redirect git and what is none of its business', () => {
    const child = childEnvironment(
      keptOf({
        PATH: '/bin',
        HOME: '/home/x',
        GIT_DIR: '/evil',
        GIT_WORK_TREE: '/evil',
        GIT_INDEX_FILE: '/evil',
        GIT_OBJECT_DIRECTORY: '/evil',
        GIT_EXTERNAL_DIFF: '/evil',
        GIT_CONFIG_PARAMETERS: "'core.pager=evil'",
        GIT_CONFIG_COUNT: '7',
        GIT_TRACE: '1',
        GIT_SSL_CAINFO: '/ca.pem',
        'INPUT_GITHUB-TOKEN': 'secret',
        ACTIONS_RUNTIME_TOKEN: 'secret',
        UNSET: undefined,
      }),
      { gitDir: '/r/.git', workTree: '/r', config: [['a.b', 'c']] },
    );
    expect(child).toEqual({
      PATH: '/bin',
      HOME: '/home/x',
      GIT_SSL_CAINFO: '/ca.pem',
      GIT_DIR: '/r/.git',
      GIT_WORK_TREE: '/r',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'a.b',
      GIT_CONFIG_VALUE_0: 'c',
      LC_ALL: 'C',
      GIT_TERMINAL_PROMPT: '0',
      GIT_NO_LAZY_FETCH: '1',
      GIT_OPTIONAL_LOCKS: '0',
      GIT_NO_REPLACE_OBJECTS: '1',
      GIT_ALLOW_PROTOCOL: 'none',
    });
  });

  it('hands on no secret of a job, nor anything else that is not named', () => {
    const secret = {
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_SESSION_TOKEN: 'x',
      GITHUB_TOKEN: 'x',
      GH_TOKEN: 'x',
      PHASE_MIRROR_SIGNING_KEY: 'x',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x',
      NPM_TOKEN: 'x',
      NODE_EXTRA_CA_CERTS: '/ca.pem',
      NODE_OPTIONS: '--inspect',
      SSH_ASKPASS: '/evil',
      LD_PRELOAD: '/evil.so',
      git_dir: '/evil',
      HOMEBREW_GITHUB_API_TOKEN: 'x',
      USER_TOKEN: 'x',
      PATH_TOKEN: 'x',
    };
    const kept = Object.keys(childEnvironment(keptOf({ PATH: '/bin', ...secret }), {}));
    expect(kept.filter((name) => Object.hasOwn(secret, name))).toEqual([]);
  });

  it('hands on what git, ssh and curl need to find their way', () => {
    const needed = Object.fromEntries(
      [
        ...['PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'LANGUAGE', 'TZ', 'TMPDIR', 'TMP', 'TEMP', 'XDG_CONFIG_HOME'],
        ...['http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy', 'NO_PROXY', 'no_proxy'],
        ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'CURL_CA_BUNDLE', 'SSH_AUTH_SOCK', 'SSH_AGENT_PID', 'KRB5CCNAME'],
        ...['GIT_SSH_COMMAND', 'GIT_SSL_NO_VERIFY', 'GIT_EXEC_PATH', 'SUDO_UID', 'LD_LIBRARY_PATH', 'DEVELOPER_DIR'],
        // Windows writes them as it likes.
        ...['Path', 'SystemRoot', 'windir', 'ComSpec', 'PATHEXT', 'APPDATA', 'LocalAppData', 'ProgramData'],
        ...['ProgramFiles(x86)', 'USERPROFILE', 'HOMEDRIVE', 'HOMEPATH', 'USERNAME'],
      ].map((name) => [name, 'x']),
    );
    expect(childEnvironment(keptOf(needed), {})).toMatchObject(needed);
  });

  it('is not redirected by the caller', async () => {
    const other = shop.repo();
    other.commitFiles({ other: 'x' });
    const repo = shop.repo();
    repo.commitFiles({ mine: 'x' });
    const git = await open(repo, { ...TEST_ENVIRONMENT, GIT_DIR: join(other.dir, '.git') });
    expect((await openWorkTree(git).list()).map(({ path }) => path)).toEqual(['mine']);
  });
});

describe('running git', () => {
  it('reports the last line of git, bounded and without credentials', async () => {
    const git = await open(shop.repo());
    const error = await failure(git.run(['ls-remote', 'https://user:hunter2@127.0.0.1:1/x']));
    expect(error.kind).toBe('evidence');
    expect(error.thing).toBe('git ls-remote');
    expect(error.message).not.toContain('hunter2');
  });

  it('stops git when it prints too much', async () => {
    const repo = shop.repo();
    repo.commitFiles({ a: 'x'.repeat(5000) });
    const git = await open(repo);
    const error = await failure(git.run(['cat-file', 'blob', 'HEAD:a'], { maxBytes: 1000 }));
    expect(error.reason).toBe('printed more than 1000 bytes');
  });

  it('stops git when it is told to', async () => {
    const git = await open(shop.repo());
    const error = await failure(git.run(['version'], { signal: AbortSignal.abort() }));
    expect(error.reason).toBe('took too long');
  });

  it('passes on a status that is an answer', async () => {
    const git = await open(shop.repo());
    expect((await git.run(['symbolic-ref', '-q', 'refs/none'], { okCodes: [0, 1] })).code).toBe(1);
  });

  it('uses no transport unless it is asked to', async () => {
    const repo = shop.repo();
    repo.commitFiles({ a: 'a' });
    const error = await failure((await open(repo)).run(['ls-remote', `file://${repo.dir}`]));
    expect(error.reason).toContain("transport 'file' not allowed");
  });

  it('refuses a git that ignores configuration from the environment', async () => {
    const bin = shop.folder('bin');
    writeFileSync(join(bin, 'git'), '#!/bin/sh\nexit 1\n');
    chmodSync(join(bin, 'git'), 0o755);
    const git = await open(shop.repo(), { PATH: bin });
    const error = await failure(git.withoutFilters());
    expect([error.kind, error.next]).toEqual(['user', 'Install git 2.31 or newer']);
  });
});

describe('asking git ahead', () => {
  const HEAD = ['rev-parse', 'HEAD'];

  it('gives its answer to the next run of the same words, once', async () => {
    const repo = shop.repo();
    repo.commitFiles({ a: 'a' });
    const first = repo.git('rev-parse', 'HEAD');
    const git = await open(repo);
    git.ahead(HEAD);
    git.ahead(HEAD);
    // What is asked now is answered as it is now; what was asked ahead is not asked again.
    await waitFor(async () => (await git.line(['log', '-1', '--format=%H'])) === first);
    await new Promise((done) => setTimeout(done, 200));
    repo.commitFiles({ a: 'b' });
    expect((await git.line(HEAD, { wildcards: true })) === first).toBe(false);
    expect((await git.line(HEAD, { okCodes: [0, 1] })) === first).toBe(false);
    expect(await git.line(HEAD)).toBe(first);
    expect(await git.line(HEAD)).toBe(repo.git('rev-parse', 'HEAD'));
    await git.close();
  });

  it('is asked again where it failed, to say why, and its failure is nobody else’s', async () => {
    const git = await open(shop.repo());
    git.ahead(['cat-file', 'commit', 'nowhere']);
    git.ahead(['cat-file', 'tree', 'nowhere']);
    const error = await failure(git.run(['cat-file', 'commit', 'nowhere']));
    expect([error.kind, error.reason]).toEqual(['evidence', expect.stringContaining('nowhere')]);
    await git.close();
  });

  it('holds the commit that is checked out and files of it, for whoever reads them by any name', async () => {
    const repo = shop.repo();
    repo.commitFiles({ 'a/b/c': 'held', large: 'x'.repeat(500) });
    const git = await open(repo);
    git.holdHead(['a/b/c', 'a/none', 'large'], 200);
    const first = await git.commitAt('HEAD');
    expect(first).toEqual({ commit: repo.git('rev-parse', 'HEAD'), tree: repo.git('rev-parse', 'HEAD^{tree}') });
    await git.objects.read('HEAD:large', 1000);
    repo.commitFiles({ 'a/b/c': 'other' });
    const asked = jest.spyOn(git, 'start');
    // A run sees one HEAD, and the process that reads is the one that was started.
    expect(await git.commitAt('HEAD')).toEqual(first);
    const commit = first?.commit ?? '';
    const entry = await git.entryAt(commit, 'a/b/c');
    expect(entry).toEqual({ mode: '100644', oid: repo.git('rev-parse', `${commit}:a/b/c`) });
    const read = async (spec: string, most: number) => {
      const object = await git.objects.read(spec, most);
      return object.kind === 'object' ? `${object.type} ${Buffer.from(object.bytes)}`.slice(0, 10) : object.kind;
    };
    expect(await read('HEAD:a/b/c', 200)).toBe('blob held');
    expect(await read(entry?.oid ?? '', 200)).toBe('blob held');
    expect(await read(`${commit}^{commit}`, 1000)).toMatch(/^commit tre/);
    expect(await read(`${commit}^{tag}`, 1000)).toBe('missing');
    // No more than was allowed, and what could not be held is asked for as always.
    expect(await read('HEAD:a/b/c', 3)).toBe('too-large');
    expect(await read('HEAD:large', 200)).toBe('too-large');
    expect(await read('HEAD:large', 1000)).toBe('blob xxxxx');
    expect(await read('HEAD:a/none', 1000)).toBe('missing');
    expect(asked.mock.calls.length).toBeLessThanOrEqual(2);
    await git.close();
  });

  it('is ended with the clone where nobody takes it', async () => {
    const bin = shop.folder('slow');
    const pid = join(bin, 'pid');
    writeFileSync(join(bin, 'git'), `#!/bin/sh\necho $$ > "${pid}"\nexec sleep 60\n`);
    chmodSync(join(bin, 'git'), 0o755);
    const git = await open(shop.repo(), { PATH: `${bin}${delimiter}${process.env['PATH']}` });
    git.ahead(['log']);
    await waitFor(async () => existsSync(pid) && readFileSync(pid, 'utf8') !== '');
    await git.close();
    expect(() => process.kill(Number(readFileSync(pid, 'utf8')), 0)).toThrow('ESRCH');
  });
});

async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  for (let left = 200; left > 0; left -= 1) {
    if (await condition()) return;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error('waited in vain');
}

describe('a hostile .git/config', () => {
  it('runs nothing: no fsmonitor, filter, external diff, textconv or hook', async () => {
    const repo = shop.repo();
    repo.commitFiles({ '.gitattributes': '* filter=evil diff=evil\n', '.github/a.yml': 'a\n', b: 'b\n' });
    const base = repo.git('rev-parse', 'HEAD');
    const marker = join(shop.folder(), 'marker');
    const evil = join(shop.folder(), 'evil.sh');
    writeFileSync(evil, `#!/bin/sh\ntouch '${marker}'\ncat\n`);
    chmodSync(evil, 0o755);
    for (const key of ['clean', 'smudge', 'process']) repo.git('config', `filter.evil.${key}`, evil);
    repo.git('config', 'filter.evil.required', 'true');
    repo.git('config', 'diff.evil.textconv', evil);
    repo.git('config', 'diff.evil.command', evil);
    repo.git('config', 'diff.external', evil);
    repo.git('config', 'core.fsmonitor', evil);
    repo.git('config', 'core.pager', evil);
    repo.git('config', 'core.hooksPath', shop.folder());
    repo.write('.github/a.yml', 'changed\n');
    repo.write('b', 'c\n');
    const git = await open(repo);
    const snapshot = openWorkTree(git);
    const change = await compareTrees(git, base, { kind: 'worktree', snapshot }, (path) => path.startsWith('.github/'));
    await snapshot.close();
    expect([...change.changed].sort()).toEqual(['.github/a.yml', 'b']);
    expect([...(change.lines.get('.github/a.yml') ?? [])]).toEqual([1]);
    expect(existsSync(marker)).toBe(false);
    // The trap is real: git itself would have sprung it.
    expect(() => repo.git('diff')).toThrow('evil');
    expect(existsSync(marker)).toBe(true);
  });

  it('does not look into submodules, whose configuration is their own', async () => {
    const inner = shop.repo('inner');
    inner.commitFiles({ x: 'x' });
    const repo = shop.repo();
    repo.git('submodule', '--quiet', 'add', `file://${inner.dir}`, 'sub');
    const base = repo.commit();
    const marker = join(shop.folder(), 'marker');
    repo.git('-C', 'sub', 'config', 'core.fsmonitor', `touch '${marker}' #`);
    repo.write('sub/x', 'changed');
    const git = await open(repo);
    const change = await compareTrees(git, base, { kind: 'worktree', snapshot: openWorkTree(git) }, () => true);
    await git.close();
    expect([...change.changed]).toEqual([]);
    expect(existsSync(marker)).toBe(false);
  });

  it('cannot move the work tree elsewhere', async () => {
    const elsewhere = shop.folder();
    writeFileSync(join(elsewhere, 'secret'), 'x');
    const repo = shop.repo();
    repo.commitFiles({ a: 'a' });
    repo.git('config', 'core.worktree', elsewhere);
    expect((await openWorkTree(await open(repo)).list()).map(({ path }) => path)).toEqual(['a']);
  });

  it('writes nothing into the repository', async () => {
    const repo = shop.repo();
    const base = repo.commitFiles({ a: 'a' });
    const index = readFileSync(join(repo.dir, '.git', 'index'));
    repo.write('a', 'a');
    const git = await open(repo);
    const change = await compareTrees(git, base, { kind: 'worktree', snapshot: openWorkTree(git) }, () => true);
    expect([...change.changed]).toEqual([]);
    expect(readFileSync(join(repo.dir, '.git', 'index')).equals(index)).toBe(true);
  });
});

describe('closing', () => {
  it('waits for a git that is still asked something, so that none outlives the program', async () => {
    const repo = shop.repo();
    repo.commitFiles({ a: 'a' });
    const bin = shop.folder();
    const marker = join(bin, 'ended');
    writeFileSync(join(bin, 'git'), `#!/bin/sh\nsleep 0.5\n: > '${marker}'\n`, { mode: 0o755 });
    const git = await Git.open(repo.dir, {
      ...TEST_ENVIRONMENT,
      PATH: `${bin}${delimiter}${TEST_ENVIRONMENT['PATH']}`,
    });
    if (git === null) throw new Error('no repository');
    const asked = git.run(['log']);
    await git.close();
    expect(existsSync(marker)).toBe(true);
    expect((await asked).code).toBe(0);
  });
});

describe('reading objects', () => {
  it('gives objects in the order asked, and says what is missing or too large', async () => {
    const repo = shop.repo();
    repo.commitFiles({ a: 'small', b: 'y'.repeat(200_000), empty: '' });
    const oid = (path: string) => repo.git('rev-parse', `HEAD:${path}`);
    const git = await open(repo);
    const texts = await Promise.all(
      [oid('a'), oid('b'), '0'.repeat(40), oid('empty'), oid('a'), oid('b')].map(async (spec, at) => {
        const object = await git.objects.read(spec, at === 5 ? 1_000_000 : 1000);
        if (object.kind === 'object') return Buffer.from(object.bytes).toString().slice(0, 10);
        return object.kind === 'too-large' ? object.size : object.kind;
      }),
    );
    expect(texts).toEqual(['small', 200_000, 'missing', '', 'small', 'yyyyyyyyyy']);
    await git.close();
    await git.close();
    const again = await git.objects.read(oid('a'), 1000);
    expect(again.kind).toBe('object');
    await git.close();
  });

  it('fails the object that breaks git and goes on with the next', async () => {
    const repo = shop.repo();
    repo.commitFiles({ a: 'good', b: 'will be broken' });
    const [good, bad] = [repo.git('rev-parse', 'HEAD:a'), repo.git('rev-parse', 'HEAD:b')];
    const file = join(repo.dir, '.git/objects', bad.slice(0, 2), bad.slice(2));
    chmodSync(file, 0o644);
    writeFileSync(file, 'garbage');
    const git = await open(repo);
    const kinds = await Promise.all([bad, good].map(async (spec) => (await git.objects.read(spec, 1000)).kind));
    await git.close();
    expect(kinds[0]).not.toBe('object');
    expect(kinds[1]).toBe('object');
  });

  it('gives up on a program that dies or answers nonsense', async () => {
    const git = await open(shop.repo());
    const dying = new ObjectReader(() => git.start(['no-such-command']));
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((spec) => dying.read(spec, 10)));
    expect(answers.map(({ kind }) => kind)).toEqual(Array(4).fill('unreadable'));
    const odd = new ObjectReader(() => git.start(['version']));
    expect(await odd.read('a', 10)).toEqual({
      kind: 'unreadable',
      detail: 'git cat-file gave an answer of an unknown form',
    });
    await Promise.all([dying.close(), odd.close()]);
  });

  it('reads parents from the header of a commit, not from its message', () => {
    const [a, b] = ['a'.repeat(40), 'b'.repeat(40)];
    const commit = `tree ${'c'.repeat(40)}\nparent ${a}\nparent ${b}\nauthor x\n\nparent ${'d'.repeat(40)}\n`;
    expect(parentsOf(Buffer.from(commit))).toEqual([a, b]);
    expect(parentsOf(Buffer.from(`tree ${'c'.repeat(40)}\nauthor x`))).toEqual([]);
  });
});

describe('arguments of git', () => {
  it('hold no value of the configuration that is passed', async () => {
    const log = join(shop.folder(), 'log');
    const git = await open(shop.repo(), recordingGit(log));
    await git.run(['version'], { config: [['http.https://github.com/.extraheader', 'AUTHORIZATION: basic c2VjcmV0']] });
    expect(readFileSync(`${log}.args`, 'utf8')).not.toContain('c2VjcmV0');
    expect(readFileSync(`${log}.env`, 'utf8')).toContain('AUTHORIZATION: basic c2VjcmV0');
  });
});

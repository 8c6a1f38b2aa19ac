import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { PhaseMirrorError } from '../../src/errors.js';
import { Git } from '../../src/repository/git.js';
import { findGit } from '../../src/repository/git-environment.js';
import { remoteOf } from '../../src/repository/git-fetch.js';
import type { EventInput, ResolvedSubject, ResolveOptions } from '../../src/repository/subject.js';
import { resolveSubject } from '../../src/repository/subject.js';
import type { Snapshot } from '../../src/repository/types.js';
import type { TestRepo } from '../support/git-repo.js';
import { TEST_ENVIRONMENT, Workshop } from '../support/git-repo.js';

const shop = new Workshop();
const opened: (Snapshot | null)[] = [];
afterAll(async () => {
  await Promise.all(opened.map((snapshot) => snapshot?.close()));
  shop.clean();
});

const ZEROS = '0'.repeat(40);
const governed = (path: string) => path.startsWith('.github/');

async function resolve(
  repo: TestRepo | string,
  input: EventInput,
  environment: Record<string, string> = TEST_ENVIRONMENT,
  options: ResolveOptions = {},
): Promise<ResolvedSubject> {
  const dir = typeof repo === 'string' ? repo : repo.dir;
  const result = await resolveSubject(await Git.open(dir, environment), dir, input, governed, options);
  opened.push(result.subject, result.base);
  return result;
}

async function failure(promise: Promise<unknown>): Promise<PhaseMirrorError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PhaseMirrorError)) throw new Error(`expected a PhaseMirrorError, got ${String(error)}`);
  return error;
}

async function text(snapshot: Snapshot | null, path: string): Promise<string> {
  const result = await snapshot?.read(path, 1000);
  return result?.ok === true ? Buffer.from(result.bytes).toString() : '(none)';
}

const pullRequest = (sha: string, over: Partial<Extract<EventInput, { kind: 'pull_request' }>> = {}): EventInput => ({
  kind: 'pull_request',
  number: 7,
  targetBranch: 'main',
  ref: 'refs/pull/7/merge',
  sha,
  ...over,
});

/**
 * A server: `main` goes on after `feature` left it, and GitHub's merge commit stands at refs/pull/7/merge.
 * `stem` commits lie below the fork point, so that a clone of depth 1 knows nothing of it.
 */
function server(stem = 3) {
  const repo = shop.repo('server');
  repo.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  repo.git('config', 'uploadpack.allowFilter', 'true');
  for (let at = 0; at < stem; at += 1) repo.commitFiles({ '.github/a.yml': `v${at}\n`, same: 'same' });
  const fork = repo.git('rev-parse', 'HEAD');
  repo.git('checkout', '--quiet', '-b', 'feature');
  repo.commitFiles({ '.github/f.yml': 'first\n' });
  const feature = repo.commitFiles({ '.github/f.yml': 'first\nsecond\n' });
  repo.git('checkout', '--quiet', 'main');
  const main = repo.commitFiles({ '.github/m.yml': 'main\n' });
  repo.git('checkout', '--quiet', '--detach');
  repo.git('merge', '--quiet', '--no-ff', '-m', 'Merge feature into main', 'feature');
  const merge = repo.git('rev-parse', 'HEAD');
  repo.git('update-ref', 'refs/pull/7/merge', merge);
  repo.git('checkout', '--quiet', 'main');
  return { repo, fork, feature, main, merge };
}

describe('from a terminal', () => {
  it('evaluates the work tree, and judges the current branch where nothing else is known', async () => {
    const repo = shop.repo();
    repo.commitFiles({ a: 'a' });
    repo.git('branch', '--move', 'topic/x');
    repo.write('b', 'untracked');
    const result = await resolve(repo, { kind: 'terminal' });
    expect(result).toMatchObject({
      base: null,
      baseSha: null,
      change: null,
      branch: 'topic/x',
      defaultBranch: null,
      baseMissing: null,
      fetched: false,
    });
    expect(result.subject.id).toBe('worktree');
    expect(await text(result.subject, 'b')).toBe('untracked');
  });

  it('judges the default branch of the remote where it is known', async () => {
    const clone = shop.clone(server().repo);
    clone.git('checkout', '--quiet', '-b', 'topic');
    const result = await resolve(clone, { kind: 'terminal' });
    expect([result.branch, result.defaultBranch]).toEqual(['main', 'main']);
  });

  it('judges the usual default branch in a clone that does not know it', async () => {
    const repo = shop.repo();
    repo.commitFiles({ a: 'a' });
    repo.git('branch', '--move', 'master');
    repo.git('checkout', '--quiet', '-b', 'topic');
    expect((await resolve(repo, { kind: 'terminal' })).branch).toBe('master');
    repo.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    expect((await resolve(repo, { kind: 'terminal' })).branch).toBe('main');
    repo.git('checkout', '--quiet', 'master');
    expect((await resolve(repo, { kind: 'terminal' })).branch).toBe('master');
  });

  it('works detached and before the first commit', async () => {
    const { repo } = server();
    repo.git('checkout', '--quiet', '--detach');
    expect((await resolve(repo, { kind: 'terminal' })).branch).toBe('main');
    repo.git('branch', '--move', 'main', 'develop');
    expect((await resolve(repo, { kind: 'terminal' })).branch).toBeNull();
    const empty = shop.repo();
    empty.write('a', 'a');
    const result = await resolve(empty, { kind: 'terminal' });
    expect(result.branch).toBe('main');
    expect(await text(result.subject, 'a')).toBe('a');
  });

  it('evaluates a plain folder, and the whole repository from a folder of it', async () => {
    const folder = shop.folder();
    writeFileSync(join(folder, 'a'), 'a');
    const plain = await resolve(folder, { kind: 'terminal' });
    expect([plain.subject.id, plain.branch, await text(plain.subject, 'a')]).toEqual(['folder', null, 'a']);
    const repo = shop.repo();
    repo.commitFiles({ 'packages/x/f': 'f', top: 'top' });
    const below = await resolve(join(repo.dir, 'packages/x'), { kind: 'terminal' });
    expect(await text(below.subject, 'top')).toBe('top');
  });

  it('compares with a branch from where HEAD left it', async () => {
    const { repo, fork } = server();
    repo.git('checkout', '--quiet', 'feature');
    repo.write('.github/new.yml', 'new\n');
    const result = await resolve(repo, { kind: 'terminal', base: 'main' });
    expect([result.baseSha, result.branch]).toEqual([fork, 'main']);
    expect([...(result.change?.changed ?? [])].sort()).toEqual(['.github/f.yml', '.github/new.yml']);
    expect(await text(result.base, '.github/a.yml')).toBe('v2\n');
    expect(await text(result.base, '.github/f.yml')).toBe('(none)');
  });

  it('compares with any other revision as it is', async () => {
    const { repo, main } = server();
    repo.git('tag', 'v1', main);
    repo.git('checkout', '--quiet', 'feature');
    for (const base of [main, main.slice(0, 10), 'v1']) {
      const result = await resolve(repo, { kind: 'terminal', base });
      expect([result.baseSha, result.branch]).toEqual([main, 'main']);
      expect([...(result.change?.deleted ?? [])]).toEqual(['.github/m.yml']);
    }
  });

  it('takes the name of a branch from a remote, and HEAD for no branch', async () => {
    const clone = shop.clone(server().repo);
    clone.git('remote', 'rename', 'origin', 'upstream');
    clone.git('checkout', '--quiet', '-b', 'topic', 'upstream/feature');
    expect((await resolve(clone, { kind: 'terminal', base: 'upstream/main' })).branch).toBe('main');
    expect((await resolve(clone, { kind: 'terminal', base: 'upstream/feature' })).branch).toBe('feature');
    expect((await resolve(clone, { kind: 'terminal', base: 'HEAD' })).branch).toBe('main');
  });

  it('maps renames', async () => {
    const repo = shop.repo();
    repo.commitFiles({ '.github/old.yml': 'a\nb\nc\nd\n' });
    repo.git('mv', '.github/old.yml', '.github/new.yml');
    const result = await resolve(repo, { kind: 'terminal', base: 'HEAD' });
    expect([...(result.change?.renames ?? [])]).toEqual([['.github/old.yml', '.github/new.yml']]);
    expect(await text(result.base, '.github/old.yml')).toBe('a\nb\nc\nd\n');
    expect(await text(result.base, '.github/new.yml')).toBe('(none)');
  });

  it.each([
    [
      'nowhere',
      'names no commit of this clone',
      'Fetch it first: git fetch origin nowhere:refs/remotes/origin/nowhere, then use --base origin/nowhere',
    ],
    [
      'origin/gone',
      'names no commit of this clone',
      'Fetch it first: git fetch origin gone:refs/remotes/origin/gone, then use --base origin/gone',
    ],
    [
      'main..HEAD',
      'names no commit of this clone',
      'Fetch it first: git fetch origin main..HEAD:refs/remotes/origin/main..HEAD, then use --base origin/main..HEAD',
    ],
    ['--output=x', 'is not a branch, tag or commit', 'Name a branch, tag or commit of this clone, such as origin/main'],
    ['', 'is not a branch, tag or commit', 'Name a branch, tag or commit of this clone, such as origin/main'],
    ['a\nb', 'is not a branch, tag or commit', 'Name a branch, tag or commit of this clone, such as origin/main'],
  ])('refuses %j', async (base, reason, next) => {
    const repo = shop.repo();
    repo.commitFiles({ a: 'a' });
    const error = await failure(resolve(repo, { kind: 'terminal', base }));
    expect([error.kind, error.exitCode, error.thing, error.reason, error.next]).toEqual([
      'user',
      2,
      `--base ${JSON.stringify(base)}`,
      reason,
      next,
    ]);
    expect(existsSync(join(repo.dir, 'x'))).toBe(false);
  });

  it('refuses a base outside of git', async () => {
    const error = await failure(resolve(shop.folder(), { kind: 'terminal', base: 'main' }));
    expect([error.kind, error.thing]).toEqual(['user', '--base']);
  });

  it('asks for history in a shallow clone, and takes unrelated branches as they are', async () => {
    const { repo } = server();
    const clone = shop.clone(repo, '--depth=1', '--no-single-branch');
    clone.git('checkout', '--quiet', 'feature');
    const error = await failure(resolve(clone, { kind: 'terminal', base: 'origin/main' }));
    expect(error.next).toBe('Run git fetch --unshallow, or name the commit to compare with');
    repo.git('checkout', '--quiet', '--orphan', 'other');
    const other = repo.commitFiles({ o: 'o' });
    repo.git('checkout', '--quiet', 'main');
    expect((await resolve(repo, { kind: 'terminal', base: 'other' })).baseSha).toBe(other);
  });
});

describe('pull_request', () => {
  it('compares the merge commit of GitHub with its first parent', async () => {
    const { repo, main, merge } = server();
    const checkout = shop.checkout(repo, 'refs/pull/7/merge', 0);
    // Neither the work tree nor a payload that went stale has a say.
    checkout.write('.github/f.yml', 'edited after the checkout');
    const result = await resolve(checkout, pullRequest(merge));
    expect(result).toMatchObject({ baseSha: main, branch: 'main', baseMissing: null, fetched: false });
    expect(result.subject.id).toBe(`commit:${merge}`);
    expect([...(result.change?.changed ?? [])]).toEqual(['.github/f.yml']);
    expect([...(result.change?.lines.get('.github/f.yml') ?? [])]).toEqual([1, 2]);
    expect(await text(result.subject, '.github/f.yml')).toBe('first\nsecond\n');
    expect(await text(result.base, '.github/m.yml')).toBe('main\n');
  });

  it('fetches the parent a shallow checkout lacks, and leaves nothing in the checkout', async () => {
    const { repo, main, merge } = server();
    const checkout = shop.checkout(repo, 'refs/pull/7/merge');
    const temp = shop.folder('temp');
    const before = readdirSync(join(checkout.dir, '.git'), { recursive: true }).sort();
    const result = await resolve(checkout, pullRequest(merge), { ...TEST_ENVIRONMENT, RUNNER_TEMP: temp });
    expect(result).toMatchObject({ baseSha: main, baseMissing: null, fetched: true });
    expect([...(result.change?.changed ?? [])]).toEqual(['.github/f.yml']);
    expect(await text(result.base, '.github/f.yml')).toBe('(none)');
    expect(readdirSync(temp)).toHaveLength(1);
    await result.base?.close();
    await result.subject.close();
    expect(readdirSync(temp)).toEqual([]);
    expect(readdirSync(join(checkout.dir, '.git'), { recursive: true }).sort()).toEqual(before);
  });

  it('reads a file of the base that only the fetched objects hold', async () => {
    const { repo, merge } = server();
    repo.git('checkout', '--quiet', '--detach', merge);
    repo.commitFiles({ '.github/m.yml': 'changed in the merge\n' });
    const tree = repo.git('rev-parse', 'HEAD^{tree}');
    const [first, second] = repo.git('rev-parse', `${merge}^1`, `${merge}^2`).split('\n');
    const sha = repo.git('commit-tree', '-p', first!, '-p', second!, '-m', 'merge', tree);
    repo.git('update-ref', 'refs/pull/7/merge', sha);
    const checkout = shop.checkout(repo, 'refs/pull/7/merge');
    const result = await resolve(checkout, pullRequest(sha));
    expect(await text(result.base, '.github/m.yml')).toBe('main\n');
    expect(await text(result.subject, '.github/m.yml')).toBe('changed in the merge\n');
  });

  it.each([
    ['with full history', 0],
    ['shallow', 1],
  ])('compares a checkout of the head with the merge base (%s)', async (_, depth) => {
    const { repo, fork, feature, merge } = server();
    const result = await resolve(shop.checkout(repo, 'refs/heads/feature', depth), pullRequest(merge));
    expect(result).toMatchObject({ baseSha: fork, branch: 'main', baseMissing: null, fetched: depth === 1 });
    expect(result.subject.id).toBe(`commit:${feature}`);
    expect([...(result.change?.changed ?? [])]).toEqual(['.github/f.yml']);
    expect(await text(result.base, '.github/a.yml')).toBe('v2\n');
  });

  it('says when the checkout is not what the event is about', async () => {
    const { repo, main, feature, merge } = server();
    const checkout = shop.checkout(repo, 'refs/heads/main', 0);
    const wrong = await resolve(checkout, pullRequest(merge, { headSha: feature }));
    expect(wrong.otherCommit).toBe(`the checkout is at ${main.slice(0, 12)}, the event is about ${merge.slice(0, 12)}`);
    const head = await resolve(shop.checkout(repo, 'refs/heads/feature', 0), pullRequest(merge, { headSha: feature }));
    expect(head.otherCommit).toBeNull();
    const right = await resolve(shop.checkout(repo, 'refs/pull/7/merge', 0), pullRequest(merge));
    expect(right.otherCommit).toBeNull();
  });

  it('does not take a merge commit of the branch itself for that of GitHub', async () => {
    const { repo, main, merge } = server();
    repo.git('checkout', '--quiet', 'feature');
    repo.git('merge', '--quiet', '-m', 'Merge main into feature', 'main');
    const head = repo.git('rev-parse', 'HEAD');
    const result = await resolve(shop.checkout(repo, 'refs/heads/feature', 0), pullRequest(merge));
    expect(result.subject.id).toBe(`commit:${head}`);
    expect(result.baseSha).toBe(main);
    expect([...(result.change?.changed ?? [])]).toEqual(['.github/f.yml']);
  });

  it('fetches the target branch a full checkout of one branch lacks', async () => {
    const { repo, fork, merge } = server();
    const clone = shop.clone(repo, '--single-branch', '--branch=feature');
    const result = await resolve(clone, pullRequest(merge));
    expect(result).toMatchObject({ baseSha: fork, fetched: false, baseMissing: null });
    expect(clone.git('for-each-ref', '--format=%(refname)')).not.toContain('main');
  });

  it('deepens until the branches meet', async () => {
    const repo = shop.repo('server');
    repo.git('config', 'uploadpack.allowFilter', 'true');
    const fork = repo.commitFiles({ '.github/a.yml': 'a\n' });
    const tree = repo.git('rev-parse', 'HEAD^{tree}');
    const grow = (name: string, count: number) => {
      let tip = fork;
      for (let at = 0; at < count; at += 1) tip = repo.git('commit-tree', '-p', tip, '-m', `${name} ${at}`, tree);
      return tip;
    };
    repo.git('update-ref', 'refs/heads/main', grow('main', 70));
    repo.git('update-ref', 'refs/heads/feature', grow('feature', 3));
    const result = await resolve(shop.checkout(repo, 'refs/heads/feature'), pullRequest(ZEROS));
    expect(result).toMatchObject({ baseSha: fork, fetched: true, baseMissing: null });
  });

  it('says that two branches have nothing in common', async () => {
    const { repo } = server();
    repo.git('checkout', '--quiet', '--orphan', 'other');
    repo.commitFiles({ o: 'o' });
    const shallow = await resolve(shop.checkout(repo, 'refs/heads/other'), pullRequest(ZEROS));
    expect(shallow).toMatchObject({
      base: null,
      change: null,
      baseMissing: 'this commit and main have no common ancestor',
    });
  });

  it('does not disturb another evaluation in the same shallow checkout', async () => {
    const { repo, main, merge } = server();
    const checkout = shop.checkout(repo, 'refs/pull/7/merge');
    const both = await Promise.all([1, 2].map(() => resolve(checkout, pullRequest(merge))));
    await both[0]?.base?.close();
    expect(both.map(({ baseSha }) => baseSha)).toEqual([main, main]);
    expect(await text(both[1]?.base ?? null, '.github/m.yml')).toBe('main\n');
    expect(await text(both[1]?.base ?? null, '.github/a.yml')).toBe('v2\n');
  });

  it.each([
    ['-evil', true],
    ['--upload-pack=touch x', false],
    ['a..b', false],
    ['main:refs/heads/x', false],
    ['*', false],
    ['', false],
  ])('handles the target branch %j', async (targetBranch, valid) => {
    const { repo, feature, fork } = server();
    if (valid) repo.git('update-ref', `refs/heads/${targetBranch}`, fork);
    const result = await resolve(shop.checkout(repo, 'refs/heads/feature'), pullRequest(feature, { targetBranch }));
    expect(result.baseSha).toBe(valid ? fork : null);
    expect(result.baseMissing).toBe(valid ? null : 'the event names no valid target branch');
  });

  it('says why a base cannot be had and what to do', async () => {
    const { repo, merge, main } = server();
    const checkout = shop.checkout(repo, 'refs/pull/7/merge');
    checkout.git('remote', 'set-url', 'origin', `${repo.dir}-gone`);
    const gone = await resolve(checkout, pullRequest(merge));
    expect(gone).toMatchObject({ base: null, baseSha: null, change: null, branch: 'main', fetched: false });
    expect(gone.baseMissing).toContain(`the base commit ${main.slice(0, 12)} could not be fetched (failed: `);
    expect(gone.baseMissing).toContain('set fetch-depth: 0 on actions/checkout');
    const head = shop.checkout(repo, 'refs/heads/feature');
    head.git('remote', 'set-url', 'origin', `${repo.dir}-gone`);
    expect((await resolve(head, pullRequest(merge))).baseMissing).toContain('the history of main could not be fetched');
    head.git('remote', 'remove', 'origin');
    expect((await resolve(head, pullRequest(merge))).baseMissing).toBe('there is no remote named origin');
    checkout.git('remote', 'remove', 'origin');
    expect((await resolve(checkout, pullRequest(merge))).baseMissing).toBe(
      `the base commit ${main.slice(0, 12)} is not in this clone and there is no remote named origin`,
    );
  });

  it('gives up in time', async () => {
    const { repo, merge } = server();
    const checkout = shop.checkout(repo, 'refs/pull/7/merge');
    const result = await resolve(checkout, pullRequest(merge), TEST_ENVIRONMENT, { fetchMs: 0 });
    expect(result.baseMissing).toContain('could not be fetched (took too long)');
  });

  it('runs no program a remote names', async () => {
    const { repo, merge } = server();
    const checkout = shop.checkout(repo, 'refs/pull/7/merge');
    const marker = join(shop.folder(), 'marker');
    checkout.git('config', 'remote.origin.url', `ext::touch ${marker}`);
    checkout.git('config', 'protocol.ext.allow', 'always');
    checkout.git('config', 'remote.origin.uploadpack', `touch ${marker}`);
    checkout.git('config', 'core.sshCommand', `touch ${marker}`);
    const result = await resolve(checkout, pullRequest(merge));
    expect(result.baseMissing).toContain("transport 'ext' not allowed");
    expect(existsSync(marker)).toBe(false);
  });

  it('says when the objects of the base are not there', async () => {
    const { repo, main, merge } = server();
    const checkout = shop.checkout(repo, 'refs/pull/7/merge', 0);
    const tree = checkout.git('rev-parse', `${main}^{tree}`);
    rmSync(join(checkout.dir, '.git/objects', tree.slice(0, 2), tree.slice(2)));
    const result = await resolve(checkout, pullRequest(merge));
    expect(result).toMatchObject({ base: null, change: null, fetched: false });
    expect(result.baseMissing).toContain(`the base commit ${main.slice(0, 12)} cannot be compared (failed: `);
    expect(result.baseMissing).toContain('check out without `filter` and with fetch-depth: 0');
    expect(await text(result.subject, '.github/f.yml')).toBe('first\nsecond\n');
  });
});

describe('merge_group', () => {
  it.each([
    ['full', 0],
    ['shallow', 1],
  ])('compares with base_sha (%s)', async (_, depth) => {
    const { repo, main, merge } = server();
    repo.git('update-ref', 'refs/heads/gh-readonly-queue/main/pr-7', merge);
    const checkout = shop.checkout(repo, 'refs/heads/gh-readonly-queue/main/pr-7', depth);
    const input: EventInput = { kind: 'merge_group', baseSha: main, targetBranch: 'refs/heads/main', sha: merge };
    const result = await resolve(checkout, input);
    expect(result).toMatchObject({ baseSha: main, branch: 'main', fetched: depth === 1, baseMissing: null });
    expect([...(result.change?.changed ?? [])]).toEqual(['.github/f.yml']);
  });

  it('says when the event has none', async () => {
    const { repo, main } = server();
    const input: EventInput = { kind: 'merge_group', baseSha: '--output=x', targetBranch: 'main', sha: main };
    expect((await resolve(repo, input)).baseMissing).toBe('the event does not say the base of the merge group');
  });
});

describe('push', () => {
  const push = (before: string, sha: string): EventInput => ({ kind: 'push', before, branch: 'main', sha });

  it('has no base for a new branch, and nothing is missing', async () => {
    const { repo, main } = server();
    expect(await resolve(repo, push(ZEROS, main))).toMatchObject({
      base: null,
      baseSha: null,
      branch: 'main',
      baseMissing: null,
    });
  });

  it.each([
    ['full', 0],
    ['shallow', 1],
  ])('compares with the commit before (%s)', async (_, depth) => {
    const { repo, fork, main } = server();
    const result = await resolve(shop.checkout(repo, 'refs/heads/main', depth), push(fork, main));
    expect(result).toMatchObject({ baseSha: fork, fetched: depth === 1 });
    expect([...(result.change?.changed ?? [])]).toEqual(['.github/m.yml']);
  });

  it('fetches what a forced push left behind, and says when it is gone', async () => {
    const { repo, fork, main } = server();
    repo.git('reset', '--quiet', '--hard', fork);
    const forced = repo.commitFiles({ '.github/other.yml': 'x\n' });
    const checkout = shop.checkout(repo, 'refs/heads/main', 0);
    const result = await resolve(checkout, push(main, forced));
    expect(result).toMatchObject({ baseSha: main, fetched: true, baseMissing: null });
    expect([...(result.change?.deleted ?? [])]).toEqual(['.github/m.yml']);
    expect([...(result.change?.changed ?? [])]).toEqual(['.github/other.yml']);
    const gone = await resolve(checkout, push('1'.repeat(40), forced));
    expect(gone).toMatchObject({ base: null, fetched: false });
    expect(gone.baseMissing).toContain('the base commit 111111111111 could not be fetched');
  });
});

describe('other events', () => {
  const other = (branch: string | null): EventInput => ({
    kind: 'other',
    name: 'workflow_dispatch',
    branch,
    sha: ZEROS,
  });

  it('have no base', async () => {
    const { repo, main } = server();
    const result = await resolve(repo, other('refs/heads/main'));
    expect(result).toMatchObject({ base: null, branch: 'main', baseMissing: null });
    expect(result.subject.id).toBe(`commit:${main}`);
    expect((await resolve(shop.clone(repo), other(null))).branch).toBe('main');
    expect((await resolve(repo, other(null))).branch).toBeNull();
  });

  it('fail when the tree of HEAD cannot be read', async () => {
    const repo = shop.repo();
    repo.commitFiles({ a: 'a' });
    const tree = repo.git('rev-parse', 'HEAD^{tree}');
    rmSync(join(repo.dir, '.git/objects', tree.slice(0, 2), tree.slice(2)));
    const error = await failure(resolve(repo, other('main')));
    expect([error.kind, error.thing]).toEqual(['evidence', 'git ls-tree']);
  });

  it('need a checkout with a commit', async () => {
    for (const dir of [shop.folder(), shop.repo().dir]) {
      const error = await failure(resolve(dir, other('main')));
      expect([error.kind, error.next]).toEqual(['user', 'Run actions/checkout in a step before this one']);
    }
  });
});

describe('the token', () => {
  const secret = 'ghs_verysecrettoken';
  const basic = Buffer.from(`x-access-token:${secret}`).toString('base64');
  // Nothing listens there: fetching fails at once.
  const event = { token: secret, serverUrl: 'http://127.0.0.1:9/', repository: 'o/r' };

  it('goes through the environment alone: never into arguments, files or messages', async () => {
    const { repo, merge } = server();
    const checkout = shop.checkout(repo, 'refs/pull/7/merge');
    checkout.git('remote', 'set-url', 'origin', 'http://127.0.0.1:9/o/r');
    const bin = shop.folder('bin');
    const log = join(bin, 'log');
    const script = `#!/bin/sh\nprintf '%s\\n' "$*" >> '${log}.args'\nenv >> '${log}.env'\nexec '${findGit(TEST_ENVIRONMENT)}' "$@"\n`;
    writeFileSync(join(bin, 'git'), script);
    chmodSync(join(bin, 'git'), 0o755);
    const environment = {
      ...TEST_ENVIRONMENT,
      PATH: `${bin}${delimiter}${TEST_ENVIRONMENT['PATH']}`,
      'INPUT_GITHUB-TOKEN': secret,
      GIT_TRACE: '1',
      GIT_CURL_VERBOSE: '1',
    };
    const result = await resolve(checkout, pullRequest(merge, event), environment);
    expect(result.baseMissing).toContain('could not be fetched');
    const args = readFileSync(`${log}.args`, 'utf8');
    const env = readFileSync(`${log}.env`, 'utf8');
    expect(args).toContain('http://127.0.0.1:9/o/r');
    expect(env).toContain(`AUTHORIZATION: basic ${basic}`);
    expect(env).not.toContain(secret);
    for (const text of [args, result.baseMissing ?? '']) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(basic);
    }
  });

  const addresses: [string, string | null, object, unknown][] = [
    ['the address of the event', 'https://github.com/fork/r', event, ['http://127.0.0.1:9/o/r', true, false]],
    ['branches of the same repository', 'git@127.0.0.1:O/R.git', event, ['http://127.0.0.1:9/o/r', true, true]],
    [
      'an origin when the event names none',
      'https://example.invalid/x',
      { token: secret },
      ['https://example.invalid/x', false, true],
    ],
    ['a remote on this machine, without a token', 'file:///srv/x', event, ['file:///srv/x', false, true]],
    ['a relative path', '../x', event, [join(shop.root, 'x'), false, true]],
    ['nothing', null, {}, ['there is no remote named origin', false, false]],
    [
      'no token for another address',
      'https://evil.invalid/o/r',
      { token: secret, serverUrl: 'https://github.com' },
      ['https://evil.invalid/o/r', false, true],
    ],
    [
      'no server that is not http',
      'https://a.invalid/o/r',
      { ...event, serverUrl: 'ext::sh' },
      ['https://a.invalid/o/r', false, true],
    ],
  ];

  it.each(addresses)('is shown to %s', async (_, origin, input, expected) => {
    const repo = shop.repo();
    if (origin !== null) repo.git('config', 'remote.origin.url', origin);
    const git = await Git.open(repo.dir, TEST_ENVIRONMENT);
    if (git === null) throw new Error('no repository');
    const remote = await remoteOf(git, input);
    const shown = remote.ok && remote.value.config.some(([, value]) => value.includes(basic));
    expect([remote.ok ? remote.value.url : remote.why, shown, remote.tracking]).toEqual(expected);
  });
});

/** What a check asks git before it is loaded: a guess, which changes no answer. */
import { chmodSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { patternsOf, scopeOf } from '../../src/drift/scope.js';
import { openAhead } from '../../src/oracle/drift-ahead.js';
import { fromClone } from '../../src/oracle/drift-place.js';
import { emptyConfig } from '../../src/policy/empty-config.js';
import { Git } from '../../src/repository/git.js';
import { openGovernedWorkTree } from '../../src/repository/snapshot-governed-worktree.js';
import { TEST_ENVIRONMENT, type TestRepo, Workshop } from '../support/git-repo.js';

const shop = new Workshop();
afterAll(() => shop.clean());

const SCOPE = scopeOf([patternsOf(emptyConfig())]);

function start(): TestRepo {
  const repo = shop.repo();
  repo.commitFiles({ '.github/workflows/ci.yml': 'on: push\n', 'infra/main.tf': '', 'src/a.ts': '' });
  repo.write('tools/x/action.yml', 'runs: {using: node24}\n');
  return repo;
}

/** What a check asks of this clone. */
async function answers(git: Git) {
  const { snapshot: _, ...tree } = await openGovernedWorkTree(git, SCOPE.wanted);
  return { found: await fromClone(git, { defaultBranch: null }), ...tree, staged: await tree.staged() };
}

describe('asking ahead', () => {
  it('starts what a check asks, and gives what it would have been told', async () => {
    const repo = start();
    const plain = await Git.open(repo.dir, TEST_ENVIRONMENT);
    const ahead = await openAhead(repo.dir, TEST_ENVIRONMENT);
    if (plain === null || ahead === null) throw new Error('no repository');
    const started = jest.spyOn(Git.prototype, 'start');
    try {
      expect(await answers(ahead)).toEqual(await answers(plain));
      // Only the one without a head start had to start it.
      expect(started.mock.calls.map(([args]) => args)).toEqual([['cat-file', '--batch']]);
    } finally {
      started.mockRestore();
      await Promise.all([plain.close(), ahead.close()]);
    }
  });

  it('finds what is governed with the very words of the check', async () => {
    const repo = start();
    const ahead = await openAhead(repo.dir, TEST_ENVIRONMENT);
    if (ahead === null) throw new Error('no repository');
    // Too late for both: whoever asks anew sees it.
    await ahead.objects.read('HEAD^{commit}', 10_000);
    await new Promise((done) => setTimeout(done, 300));
    repo.write('infra/late.tf', '');
    const early = await openGovernedWorkTree(ahead, SCOPE.wanted);
    expect(early.entries.map(({ path }) => path)).not.toContain('infra/late.tf');
    const late = await openGovernedWorkTree(ahead, SCOPE.wanted);
    expect(late.entries.map(({ path }) => path)).toContain('infra/late.tf');
    await ahead.close();
  });

  it('leaves the listing to the check where a configuration may govern more', async () => {
    const repo = start();
    repo.write('.phase-mirror.yml', 'version: 1\n');
    const ahead = await openAhead(repo.dir, TEST_ENVIRONMENT);
    if (ahead === null) throw new Error('no repository');
    await new Promise((done) => setTimeout(done, 300));
    repo.write('infra/late.tf', '');
    const tree = await openGovernedWorkTree(ahead, SCOPE.wanted);
    expect(tree.entries.map(({ path }) => path)).toContain('infra/late.tf');
    await ahead.close();
  });

  it('leaves what cannot be asked to the check, which says so and ends', async () => {
    const repo = start();
    rmSync(join(repo.dir, '.git/index'));
    symlinkSync('index', join(repo.dir, '.git/index'));
    const ahead = await openAhead(repo.dir, TEST_ENVIRONMENT);
    if (ahead === null) throw new Error('no repository');
    await expect(openGovernedWorkTree(ahead, SCOPE.wanted)).rejects.toThrow('ELOOP');
    await ahead.close();
  });

  it('ends at once where nobody waits for an answer', async () => {
    const bin = shop.folder('slow');
    writeFileSync(join(bin, 'git'), '#!/bin/sh\nsleep 60\n');
    chmodSync(join(bin, 'git'), 0o755);
    const ahead = await openAhead(start().dir, { PATH: `${bin}:${TEST_ENVIRONMENT['PATH']}` });
    const started = Date.now();
    await ahead?.close();
    // Not a matter of speed: it would be a minute.
    expect(Date.now() - started).toBeLessThan(30_000);
  });

  it('is nothing outside of a clone, and fails as opening does', async () => {
    expect(await openAhead(shop.folder(), TEST_ENVIRONMENT)).toBeNull();
    await expect(openAhead('/nowhere/at/all', TEST_ENVIRONMENT)).rejects.toThrow('does not exist');
  });
});

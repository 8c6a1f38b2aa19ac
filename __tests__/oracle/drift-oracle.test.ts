/** Which version is meant, which repository, and what is said where there is no SQLite. */
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { wantedVersion } from '../../src/oracle/drift-ground.js';
import { withoutSqlite } from '../../src/oracle/drift-store.js';
import { type DriftRequest, loadDrift } from '../../src/oracle.js';
import { loadSqlite } from '../../src/stores/sqlite/runtime.js';
import { GOVERNED, NOW } from '../support/drift-repo.js';
import { TEST_ENVIRONMENT, Workshop } from '../support/git-repo.js';
import { startIssues } from '../support/github-issues.js';

const backend = (...versions: readonly string[]) => ({
  versions: async () =>
    versions.map((version) => ({ version, writtenAt: null, deleted: version.startsWith('deleted') })),
  loadVersion: async (version: string) => `text of ${version}`,
});

describe('the version to go back to', () => {
  it.each([
    ['in full', 'abcd1', 'text of abcd1'],
    ['by its beginning', 'ffff', 'text of ffff0'],
    ['in full, though another begins so', 'abcd', 'text of abcd'],
  ])('is named %s', async (_name, name, text) => {
    expect(await wantedVersion(backend('abcd', 'abcd1', 'ffff0'), name)).toBe(text);
  });

  it.each([
    ['several begin so', 'abcd', 'may be any of 2'],
    ['none does', 'eeee', 'NOT_FOUND'],
    ['it is a deletion', 'deleted', 'NOT_FOUND'],
  ])('is refused where %s', async (_name, name, message) => {
    await expect(wantedVersion(backend('abcd1', 'abcd2', 'deleted-3'), name)).rejects.toThrow(message);
  });

  it('of three characters has to be all of it', async () => {
    expect(await wantedVersion(backend('abc1'), 'abc')).toBe('text of abc');
  });
});

it('a Node without SQLite is told of the file', () => {
  const old = { versions: { node: '20.19.0' }, emitWarning: () => undefined };
  let said: unknown;
  try {
    loadSqlite('store.db', old);
  } catch (error) {
    said = withoutSqlite(error);
  }
  expect(String(said)).toMatch(
    /this is Node 20\.19\.0 \(UNSUPPORTED_RUNTIME\)\. Keep the accepted state in a file of the repository \(--backend file/,
  );
  const other = new Error('other');
  expect(withoutSqlite(other)).toBe(other);
});

const workshop = new Workshop();
afterAll(() => workshop.clean());

it('protection in Terraform is of the repository that the accepted state names, where nobody names another', async () => {
  const repo = workshop.repo();
  repo.git('config', 'user.email', 'jane@example.invalid');
  const ruleset = (count: number): string => `resource "github_branch_protection" "main" {
  repository_id = "app"
  pattern       = "main"
  # ${count}
  required_status_checks {
    contexts = ["lint"]
  }
}
`;
  repo.commitFiles({ ...GOVERNED, 'infra/github.tf': ruleset(1) });
  const request: DriftRequest = {
    ...{ folder: repo.dir, environment: TEST_ENVIRONMENT, clock: () => NOW, run: null },
    ...{ repositoryId: 42, defaultBranch: 'main', repository: 'octo-org/app' },
    store: { backend: 'sqlite', file: join(workshop.folder('store'), 'store.db') },
  };
  const { driftAccept, driftCheck } = await loadDrift();
  const { accepted } = await driftAccept({ ...request, reason: 'the first state', first: true });
  expect(accepted.baseline.facts.filter(({ kind }) => kind === 'required-check')).toHaveLength(1);
  repo.commitFiles({ 'infra/github.tf': ruleset(2) });
  const { repository: _, ...unnamed } = request;
  const { drift } = await driftCheck(unnamed);
  expect(drift.files.map(({ path, facts }) => [path, facts])).toEqual([['infra/github.tf', []]]);
});

it('going back to a state that governed more says of its issue what moved, and nothing of what is there', async () => {
  const server = await startIssues();
  try {
    const repo = workshop.repo();
    repo.git('config', 'user.email', 'jane@example.invalid');
    const config = '.phase-mirror.yml';
    const narrow = 'version: 1\n';
    repo.commitFiles({ ...GOVERNED, [config]: `${narrow}drift:\n  include: [deploy/**]\n`, 'deploy/run.sh': 'echo\n' });
    let now = NOW;
    const request: DriftRequest = {
      ...{ folder: repo.dir, environment: TEST_ENVIRONMENT, clock: () => now, run: null, repositoryId: 42 },
      ...{ defaultBranch: 'main', repository: 'octo-org/app', token: 'ghs_test', apiUrl: server.url, issue: true },
      store: { backend: 'sqlite', file: join(workshop.folder('store'), 'store.db') },
    };
    const { driftAccept, driftShow } = await loadDrift();
    await driftAccept({ ...request, reason: 'the first state', first: true });
    const [first] = (await driftShow(request)).versions;
    repo.commitFiles({ [config]: narrow });
    now += 60_000;
    await driftAccept({ ...request, reason: 'the second state', first: false });
    now += 60_000;
    const restore = first?.version ?? '';
    const { issue, drift } = await driftAccept({ ...request, reason: 'the first again', first: false, restore });
    expect(issue).toMatchObject({ action: 'created' });
    expect(server.issues.map(({ state }) => state)).toEqual(['open']);
    expect(server.issues[0]?.body).toContain(config);
    expect(server.issues[0]?.body).not.toContain('deploy/run.sh');
    // What it takes in: the configuration of then, and the file that it governed.
    expect(drift?.files.map(({ path }) => path)).toEqual([config, 'deploy/run.sh']);
  } finally {
    await server.close();
  }
});

/** The built drift-check, from a checkout and a payload to exit status, outputs, annotations and report. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ActionRun, removeRuns, runAction } from '../support/action-harness.js';
import { CI, GOVERNED, MOVES } from '../support/drift-repo.js';
import { TEST_ENVIRONMENT, type TestRepo, Workshop } from '../support/git-repo.js';
import { type GitHubApi, startGitHubApi } from '../support/github-api.js';

const CLI = fileURLToPath(new URL('../../dist/cli/index.js', import.meta.url));
const TOKEN = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz';
const workshop = new Workshop();
afterAll(async () => {
  workshop.clean();
  await removeRuns();
});

let repo: TestRepo;
let api: GitHubApi;
beforeEach(async () => {
  repo = workshop.repo();
  repo.git('config', 'user.email', 'jane@example.invalid');
  repo.commitFiles(GOVERNED);
  api = await startGitHubApi();
});
afterEach(() => api.close());

function check(inputs: Readonly<Record<string, string>> = {}): Promise<ActionRun> {
  return runAction({
    action: 'actions/drift-check',
    workspace: repo.dir,
    event: 'schedule',
    payload: { repository: { id: 42, default_branch: 'main', owner: { id: 1 } } },
    inputs: { issue: 'false', ...inputs },
    token: TOKEN,
    apiUrl: api.url,
    environment: { GITHUB_SHA: repo.git('rev-parse', 'HEAD') },
  });
}

async function accept(...more: string[]): Promise<void> {
  const words = ['drift', 'accept', '--backend', 'file', '--reason', 'first state', ...more];
  await promisify(execFile)(process.execPath, [CLI, ...words], { cwd: repo.dir, env: TEST_ENVIRONMENT });
  repo.commit('accept');
}

describe('the built drift-check', () => {
  it('says that there is no baseline, with the command that makes one', async () => {
    const { exitCode, annotations, outputs, summary } = await check();
    expect(exitCode).toBe(2);
    expect(annotations[0]?.message).toContain(
      'phase-mirror drift accept --first --backend file --repository octo-org/app',
    );
    expect(outputs).toMatchObject({ drift: '', complete: 'false' });
    expect(summary).toContain('drift accept');
  });

  it('is clean after the acceptance', async () => {
    await accept('--first', '--repository', '42');
    const { exitCode, outputs, visible, report } = await check();
    expect([exitCode, outputs['drift'], outputs['complete']]).toEqual([0, 'false', 'true']);
    expect(report).toMatchObject({ schemaVersion: '1', drift: false, repositoryId: 42 });
    expect(visible).not.toContain(TOKEN);
  });

  it.each(MOVES)('tells $name', async ({ make, says, severity }) => {
    await accept('--first', '--repository', '42');
    make(repo);
    const { exitCode, outputs, log, report } = await check();
    expect([exitCode, outputs['drift']]).toEqual([1, 'true']);
    expect(log.replace(/\s+/g, ' ')).toMatch(says);
    expect(report).toMatchObject({ severity });
  });

  it('annotates the line', async () => {
    await accept('--first', '--repository', '42');
    repo.commitFiles({ [CI]: GOVERNED[CI]?.replace('read', 'write') ?? '' });
    const { annotations } = await check();
    expect(annotations).toEqual([
      expect.objectContaining({ name: 'error', properties: expect.objectContaining({ file: CI, line: '8' }) }),
    ]);
  });
});

/**
 * The scheduled workflow that we give away, as it is, run by act from checkout to issue: with the committed dist/, without
 * containers and without the network. Two steps are not GitHub's own: act copies the work tree where actions/checkout would
 * fetch it, and our action comes from this folder instead of its tag. It needs no AWS; act comes from .venv, as the servers
 * of this lane do.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LABELS } from '../../src/report/issues.js';
import { TEST_ENVIRONMENT, type TestRepo, Workshop } from '../support/git-repo.js';
import { type IssuesServer, startIssues } from '../support/github-issues.js';

const WORKFLOW = '.github/workflows/drift-check.yml';
const OWNERS = '.github/CODEOWNERS';
const workshop = new Workshop();
let action = '';
let event = '';
let server: IssuesServer;
let repo: TestRepo;

interface Ran {
  readonly status: number;
  readonly log: string;
}

beforeAll(() => {
  // What a runner downloads of an action, without what lies in the folder of a developer.
  action = workshop.folder('action');
  for (const name of ['actions', 'dist']) cpSync(name, join(action, name), { recursive: true });
  event = join(workshop.folder('event'), 'event.json');
  const repository = {
    ...{ id: 42, name: 'app', full_name: 'octo-org/app', default_branch: 'main' },
    owner: { login: 'octo-org', id: 7 },
  };
  writeFileSync(event, JSON.stringify({ schedule: '23 */6 * * *', repository }));
});
afterAll(() => workshop.clean());

beforeEach(async () => {
  server = await startIssues();
  repo = workshop.repo('app');
  repo.git('remote', 'add', 'origin', 'https://github.com/octo-org/app');
  mkdirSync(join(repo.dir, dirname(WORKFLOW)), { recursive: true });
  cpSync('workflows-templates/drift-check.yml', join(repo.dir, WORKFLOW));
  merge({ [OWNERS]: '* @ada\n' });
});
afterEach(() => server.close());

/** A commit on the default branch, of which the clone knows that it is the one of the server. */
function merge(files: Readonly<Record<string, string>> = {}): void {
  repo.commitFiles(files);
  repo.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  repo.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
}

function run(file: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return new Promise((done) => {
    // The node of the test is the runtime of the action.
    const env = {
      ...TEST_ENVIRONMENT,
      PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
      ...environment,
    };
    execFile(file, args, { env, cwd: repo.dir, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) =>
      done({ status: error === null ? 0 : Number(error.code), log: `${stdout}${stderr}` }),
    );
  });
}

/** The person who accepts, in a clone, and the pull request that is merged then. */
async function accept(...more: readonly string[]): Promise<void> {
  const args = ['drift', 'accept', '--backend', 'file', '--repository', '42', '--reason', 'as it was agreed', ...more];
  repo.git('config', 'user.email', 'ada@example.org');
  const ran = await run(process.execPath, [resolve('dist/cli/index.js'), ...args]);
  expect(ran).toMatchObject({ status: 0, log: expect.stringContaining('ACCEPTED  main') });
  merge();
}

function schedule(): Promise<Ran> {
  const home = workshop.folder('home');
  return run(
    resolve('.venv/bin/act'),
    [
      ...['schedule', '--workflows', WORKFLOW, '--eventpath', event],
      ...['--platform', 'ubuntu-latest=-self-hosted', '--pull=false', '--action-offline-mode', '--no-cache-server'],
      ...['--local-repository', `PhaseMirror/evaluate@v1=${action}`, '--action-cache-path', join(home, 'cache')],
      ...['--env', `GITHUB_API_URL=${server.url}`, '--secret', 'GITHUB_TOKEN=ghs_test'],
    ],
    { HOME: home },
  );
}

const open = () => server.issues.filter(({ state }) => state === 'open');

describe('the scheduled drift check', () => {
  it('without an accepted state fails with the command that makes one, and opens nothing', async () => {
    const { status, log } = await schedule();
    expect(status).toBe(1);
    expect(log).toContain('exit status 2');
    expect(log).toContain('phase-mirror drift accept --first --backend file --repository octo-org/app');
    expect(server.issues).toEqual([]);
  });

  it('keeps one labelled issue from the drift to its end', async () => {
    await accept('--first');
    const clean = await schedule();
    expect(clean).toMatchObject({ status: 0, log: expect.stringContaining('NO DRIFT') });
    expect(server.issues).toEqual([]);

    merge({
      '.github/workflows/new.yml': 'on: pull_request_target\njobs:\n  a: { runs-on: x, permissions: write-all }\n',
    });
    expect((await schedule()).log).toContain('exit status 1');
    expect((await schedule()).status).toBe(1);
    expect(open()).toHaveLength(1);
    const [issue] = server.issues;
    expect(issue?.labels.map(({ name }) => name)).toEqual(['governance', 'priority-high']);
    expect(server.labels.get('priority-high')).toEqual(LABELS['priority-high']);
    expect(issue?.title).toContain('Drift on main: `.github/workflows/new.yml` is new');
    expect(issue?.body).toContain('new job `a` has `write-all`');
    expect(issue?.body).toContain(`by Test in ${repo.git('rev-parse', '--short=12', 'HEAD')}`);
    expect(issue?.comments).toEqual([]);

    repo.remove('.github/workflows/new.yml');
    merge();
    expect((await schedule()).status).toBe(0);
    expect(open()).toEqual([]);
    expect(issue?.comments).toEqual([expect.stringMatching(/^Gone: the governed state of `main` is the accepted one/)]);
  });
});

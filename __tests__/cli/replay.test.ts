import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Io } from '../../src/cli/io.js';
import { main } from '../../src/cli/main.js';
import { TEST_ENVIRONMENT, type TestRepo, Workshop } from '../support/git-repo.js';

const workshop = new Workshop();
afterAll(() => workshop.clean());

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `tick`: milliseconds that pass between two looks at the clock. */
async function run(cwd: string, args: readonly string[], { tick = 10, terminal = false } = {}): Promise<Outcome> {
  let [stdout, stderr, now] = ['', '', Date.parse('2026-03-01T00:00:00Z')];
  const io: Io = {
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    environment: TEST_ENVIRONMENT,
    cwd,
    clock: () => {
      now += tick;
      return now;
    },
    columns: undefined,
    stderrIsTerminal: terminal,
  };
  return { status: await main(['replay', ...args], io), stdout, stderr };
}

const SETTINGS = `branches:
  - name: main
    protection:
      required_status_checks:
        contexts: [lint]
`;
const CI = 'on: pull_request\njobs:\n  lint:\n    runs-on: ubuntu-latest\n    steps: [{ run: make lint }]\n';
const ci = '.github/workflows/ci.yml';

let repo: TestRepo;
let renamed = '';
beforeAll(() => {
  repo = workshop.repo();
  repo.commitFiles({ 'a.c': '1' }, 'root');
  repo.commitFiles({ '.github/settings.yml': SETTINGS, [ci]: CI }, 'require lint');
  repo.commitFiles({ 'a.c': '2' }, 'code');
  renamed = repo.commitFiles({ [ci]: CI.replace('  lint:', '  style:') }, 'rename | the job `x` @octo');
  repo.commitFiles({ 'a.c': '3' }, 'more code');
  repo.commitFiles({ [ci]: CI }, 'rename back');
  repo.commitFiles({ '.phase-mirror.yml': 'version: 1\nrules: broken\n' }, 'configure');
});

describe('phase-mirror replay', () => {
  it('says what would have been blocked, by which rule, and why', async () => {
    const { status, stdout, stderr } = await run(repo.dir, []);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain('REPLAY  6 changes of main, 2026-01-01 to 2026-01-01: 1 blocked, 0 warned, 4 passed');
    expect(stdout).toContain('4 of them touched something that a rule reads');
    expect(stdout).toContain(`  ${renamed.slice(0, 10)}  2026-01-01  rename | the job \`x\` @octo`);
    expect(stdout).toContain('MD-001 high  No job reports the required check "lint"');
    expect(stdout).toContain('Could not be evaluated (exit 2)');
    expect(stdout).toMatch(/^MD-001 +1 +0$/m);
  });

  it('writes nothing into the repository and leaves its work tree alone', async () => {
    const before = [repo.git('status', '--porcelain'), repo.git('for-each-ref'), readdirSync(join(repo.dir, '.git'))];
    repo.write('a.c', 'uncommitted');
    await run(repo.dir, ['--format', 'json']);
    expect(readFileSync(join(repo.dir, 'a.c'), 'utf8')).toBe('uncommitted');
    repo.git('checkout', '--quiet', 'a.c');
    expect([repo.git('status', '--porcelain'), repo.git('for-each-ref'), readdirSync(join(repo.dir, '.git'))]).toEqual(
      before,
    );
  });

  it('reads a bare repository, and its other branches', async () => {
    const bare = workshop.clone(repo, '--bare');
    const all = JSON.parse((await run('/', [bare.dir, '--format', 'json'])).stdout);
    expect(all.counts).toMatchObject({ changes: 6, block: 1, failed: 1, pass: 4 });
    expect(all.scope).toMatchObject({ branch: 'main', shallow: false });
    bare.git('branch', 'earlier', 'main~4');
    const one = JSON.parse((await run('/', [bare.dir, '--branch', 'earlier', '--format', 'json'])).stdout);
    expect(one).toMatchObject({ scope: { branch: 'earlier' }, counts: { changes: 2 } });
  });

  it('takes a part of the history', async () => {
    const last = JSON.parse((await run(repo.dir, ['--last', '3', '--format', 'json'])).stdout);
    expect(last.counts.changes).toBe(3);
    const since = JSON.parse((await run(repo.dir, ['--since', '2026-01-02', '--format', 'json'])).stdout);
    expect(since).toMatchObject({ counts: { changes: 0 }, flagged: [], scope: { from: '', to: '' } });
    const both = JSON.parse((await run(repo.dir, ['--since', '2026-01-01', '--last', '2', '--format', 'json'])).stdout);
    expect(both.counts.changes).toBe(2);
  });

  it('runs only the rules that were named', async () => {
    const { stdout } = await run(repo.dir, ['--rule', 'md-004', '--format', 'json']);
    expect(JSON.parse(stdout).counts).toMatchObject({ block: 0 });
    expect((await run(repo.dir, ['--rule', 'MD-999'])).status).toBe(64);
  });

  it('makes a table for a proposal, in which a message cannot speak markdown', async () => {
    const { stdout } = await run(repo.dir, ['--format', 'markdown']);
    expect(stdout).toContain('| Rule | Changes blocked | per 1,000 | Changes warned |');
    expect(stdout).toContain('| MD-001 | 1 | 166.7 | 0 |');
    const row = stdout.split('\n').find((line) => line.includes(renamed.slice(0, 10))) ?? '';
    expect(row.match(/(?<!\\)\|/g)).toHaveLength(7);
    expect(row).not.toContain('@octo');
  });

  it('goes on from a state file and reaches the same', async () => {
    const folder = workshop.folder();
    const state = join(folder, 'state.json');
    const whole = JSON.parse((await run(repo.dir, ['--format', 'json'])).stdout);
    const clone = workshop.clone(repo);
    clone.git('update-ref', 'refs/remotes/origin/main', 'HEAD~3');
    const first = await run(clone.dir, ['--state', state, '--output', join(folder, 'first.json'), '--format', 'json']);
    expect(first).toMatchObject({ status: 0, stdout: '' });
    clone.git('update-ref', 'refs/remotes/origin/main', repo.git('rev-parse', 'HEAD'));
    const second = JSON.parse((await run(clone.dir, ['--state', state, '--format', 'json'])).stdout);
    expect(second.run.changes).toBe(3);
    expect({ ...second, run: null }).toEqual({ ...whole, run: null });
    // Nothing is left to do.
    const third = JSON.parse((await run(clone.dir, ['--state', state, '--format', 'json'])).stdout);
    expect(third.run.changes).toBe(0);
    expect({ ...third, run: null }).toEqual({ ...whole, run: null });
  });

  it('keeps what it reached while it runs, and shows it on a terminal', async () => {
    const state = join(workshop.folder(), 'state.json');
    const { stderr } = await run(repo.dir, ['--state', state], { tick: 6000, terminal: true });
    expect(stderr).toContain('1 of 6 changes');
    expect(stderr.endsWith('\r\u001b[K')).toBe(true);
    expect(existsSync(state)).toBe(true);
  });

  it('refuses a state that is not its own', async () => {
    const state = join(workshop.folder(), 'state.json');
    const refused = async (text: string): Promise<string> => {
      writeFileSync(state, text);
      const { status, stderr } = await run(repo.dir, ['--state', state]);
      expect(status).toBe(2);
      return stderr;
    };
    expect(await refused('{')).toContain('is not JSON');
    expect(await refused('{}')).toContain('was not written by replay');
    expect(await refused('{"state":"phase-mirror replay","version":9}')).toContain('was written by another version');
    expect(await refused('{"state":"phase-mirror replay","version":1,"result":{}}')).toContain('is incomplete');
    await run(repo.dir, ['--state', join(state, '..', 'own.json')]);
    const own = readFileSync(join(state, '..', 'own.json'), 'utf8');
    expect(await refused(own.replaceAll('"branch":"main"', '"branch":"other"'))).toContain('about the branch "other"');
    const last = JSON.parse(own).result.last;
    expect(await refused(own.replaceAll(last, 'f'.repeat(40)))).toContain('not in the history');
    expect(await refused(own.replace(/"ruleSet":"[0-9a-f]+"/, '"ruleSet":"0"'))).toContain('made with other rules');
    expect((await run(repo.dir, ['--state', '.'])).stderr).toContain('cannot be read (EISDIR)');
  });

  it('says what is wrong with where it was sent', async () => {
    const empty = workshop.folder();
    expect((await run(empty, [])).stderr).toContain('is not in a git repository');
    expect((await run(repo.dir, ['--branch', 'nowhere'])).stderr).toContain('is not in this clone');
    const detached = workshop.clone(repo);
    detached.git('checkout', '--quiet', '--detach');
    detached.git('branch', '-D', 'main');
    for (const ref of ['HEAD', 'main']) detached.git('update-ref', '--no-deref', '-d', `refs/remotes/origin/${ref}`);
    expect((await run(detached.dir, [])).stderr).toContain('knows no default branch');
  });
});

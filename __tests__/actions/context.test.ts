import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readContext } from '../../src/actions/context.js';
import { PhaseMirrorError } from '../../src/errors.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pm-context-'));
});
afterAll(() => rm(folder, { recursive: true }));

const PULL_REQUEST = {
  pull_request: { number: 7, base: { ref: 'main' }, head: { repo: { full_name: 'octo-org/app' } } },
};

async function read(eventName: string, payload: unknown, more: Record<string, string | undefined> = {}) {
  const path = join(folder, 'event.json');
  await writeFile(path, typeof payload === 'string' ? payload : JSON.stringify(payload));
  return readContext({
    GITHUB_EVENT_NAME: eventName,
    GITHUB_EVENT_PATH: path,
    GITHUB_REPOSITORY: 'octo-org/app',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SHA: 'a'.repeat(40),
    GITHUB_ACTOR: 'octocat',
    GITHUB_RUN_ID: '99',
    ...more,
  });
}

const ORIGIN = { serverUrl: 'https://github.com', repository: 'octo-org/app', sha: 'a'.repeat(40) };

describe('events', () => {
  it('pull_request: the target branch and the checked-out ref', async () => {
    const { event } = await read('pull_request', PULL_REQUEST, { GITHUB_REF: 'refs/pull/7/merge' });
    expect(event).toEqual({
      kind: 'pull_request',
      number: 7,
      targetBranch: 'main',
      ref: 'refs/pull/7/merge',
      ...ORIGIN,
    });
  });

  it('anything else on a pull request is a pull request: its own policy must not judge it', async () => {
    const payload = {
      pull_request: {
        ...PULL_REQUEST.pull_request,
        head: { sha: 'd'.repeat(40), repo: { full_name: 'octo-org/app' } },
      },
    };
    const { event } = await read('pull_request_review', payload, { GITHUB_REF: 'refs/pull/7/merge' });
    expect(event).toMatchObject({ kind: 'pull_request', targetBranch: 'main', headSha: 'd'.repeat(40) });
    await expect(read('status', {}, { GITHUB_REF: 'refs/pull/7/merge' })).rejects.toThrow('pull_request.base.ref');
  });

  it('merge_group: base_sha and the branch without refs/heads/', async () => {
    const { event } = await read('merge_group', {
      merge_group: {
        base_sha: 'b'.repeat(40),
        base_ref: 'refs/heads/release/1.x',
        head_ref: 'refs/heads/gh-readonly-queue/x',
      },
    });
    expect(event).toEqual({ kind: 'merge_group', baseSha: 'b'.repeat(40), targetBranch: 'release/1.x', ...ORIGIN });
  });

  it('push: the commit before it; no branch for a tag', async () => {
    const before = 'c'.repeat(40);
    expect((await read('push', { before })).event).toEqual({ kind: 'push', before, branch: 'main', ...ORIGIN });
    expect((await read('push', { before }, { GITHUB_REF: 'refs/tags/v1' })).event).toEqual({
      kind: 'push',
      before,
      branch: null,
      ...ORIGIN,
    });
  });

  it.each(['workflow_dispatch', 'schedule', 'workflow_call'])('%s: the branch of the run', async (name) => {
    const { event, eventName } = await read(name, {});
    expect(event).toEqual({ kind: 'other', name, branch: 'main', ...ORIGIN });
    expect(eventName).toBe(name);
  });

  it('pull_request_target: refused, with what to use instead', async () => {
    await expect(read('pull_request_target', PULL_REQUEST)).rejects.toThrow(
      'The event pull_request_target runs on the base branch with secrets, so the change is not there to be judged. Run the action on `pull_request`; forks are judged there too, with a read-only token.',
    );
  });

  it.each<[string, unknown, string]>([
    ['pull_request', {}, 'pull_request.base.ref'],
    ['pull_request', { pull_request: { base: { ref: '' } } }, 'pull_request.base.ref'],
    ['merge_group', { merge_group: { base_ref: 'refs/heads/main' } }, 'merge_group.base_sha'],
    ['merge_group', { merge_group: { base_sha: 'b' } }, 'merge_group.base_ref'],
    ['push', { before: 7 }, 'before'],
  ])('%s with the payload %j: names the missing field', async (name, payload, field) => {
    await expect(read(name, payload)).rejects.toThrow(
      `The payload of the event ${name} has no \`${field}\`. Run the action on pull_request, merge_group, push, workflow_dispatch or schedule.`,
    );
  });
});

describe('the payload file', () => {
  it.each<[string, string, string]>([
    ['is not JSON', '{"secret": ', 'is not JSON'],
    ['is no object', '[]', 'is not a JSON object'],
    ['is too large', JSON.stringify({ filler: 'x'.repeat(10_000_001) }), 'has 10000014 bytes, more than 10000000'],
  ])('that %s is an error of its own', async (_what, text, reason) => {
    await expect(read('push', text)).rejects.toThrow(
      `The payload of the event (GITHUB_EVENT_PATH) ${reason}. Leave GITHUB_EVENT_PATH as the runner sets it.`,
    );
  });

  it('that is missing is one too', async () => {
    await expect(read('push', {}, { GITHUB_EVENT_PATH: join(folder, 'nothing.json') })).rejects.toThrow(
      'The payload of the event (GITHUB_EVENT_PATH) cannot be read.',
    );
  });

  it('is not quoted in the error', async () => {
    const error: unknown = await read('push', 'ghs_secret').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PhaseMirrorError);
    expect((error as PhaseMirrorError).cause).toBe(undefined);
  });

  it.each(['GITHUB_EVENT_NAME', 'GITHUB_REPOSITORY', 'GITHUB_EVENT_PATH'])(
    'needs %s, and points terminals to the command line',
    async (name) => {
      await expect(read('push', { before: 'x' }, { [name]: undefined })).rejects.toThrow(
        `The variable ${name} is not set, so this is not a run of a GitHub Action. From a terminal use \`phase-mirror evaluate\`.`,
      );
    },
  );
});

describe('who runs it', () => {
  const from = (repo: unknown): unknown => ({
    pull_request: { number: 1, base: { ref: 'main' }, head: { repo } },
  });
  it.each<[string, unknown, string, string | null]>([
    ['a branch of this repository', from({ full_name: 'octo-org/app' }), 'octocat', null],
    ['the same repository in other letters', from({ full_name: 'Octo-Org/App' }), 'octocat', null],
    ['a fork', from({ full_name: 'mallory/app' }), 'octocat', 'fork'],
    ['a fork that is gone', from(null), 'octocat', 'fork'],
    ['Dependabot', from({ full_name: 'octo-org/app' }), 'dependabot[bot]', 'dependabot'],
    ['Dependabot on a fork', from({ full_name: 'mallory/app' }), 'dependabot[bot]', 'fork'],
  ])('%s', async (_what, payload, actor, expected) => {
    expect((await read('pull_request', payload, { GITHUB_ACTOR: actor })).restricted).toBe(expected);
  });

  it('a push by Dependabot is restricted, by others not', async () => {
    const payload = { before: 'x' };
    expect((await read('push', payload, { GITHUB_ACTOR: 'dependabot[bot]' })).restricted).toBe('dependabot');
    expect((await read('push', payload)).restricted).toBe(null);
  });

  it('a workflow_run after a run of Dependabot is trusted, and so is a schedule', async () => {
    const payload = { workflow_run: { event: 'pull_request', head_sha: 'x' } };
    const environment = { GITHUB_ACTOR: 'dependabot[bot]' };
    expect((await read('workflow_run', payload, environment)).restricted).toBe(null);
    expect((await read('schedule', {}, environment)).restricted).toBe(null);
  });
});

describe('where it runs', () => {
  it('links to the run on the server it runs on', async () => {
    const { runUrl, apiUrl, event } = await read(
      'push',
      { before: 'x' },
      { GITHUB_SERVER_URL: 'https://git.example.com', GITHUB_API_URL: 'https://git.example.com/api/v3' },
    );
    expect({ runUrl, apiUrl }).toEqual({
      runUrl: 'https://git.example.com/octo-org/app/actions/runs/99',
      apiUrl: 'https://git.example.com/api/v3',
    });
    expect(event).toHaveProperty('serverUrl', 'https://git.example.com');
  });

  it('is github.com where nothing else is said, and has no link without a run', async () => {
    const { runUrl, apiUrl, event } = await read('push', { before: 'x' }, { GITHUB_RUN_ID: undefined });
    expect({ runUrl, apiUrl }).toEqual({ runUrl: '', apiUrl: 'https://api.github.com' });
    expect(event).toHaveProperty('serverUrl', 'https://github.com');
  });

  it.each([
    [{ default_branch: 'trunk' }, 'trunk'],
    [{ default_branch: '' }, null],
    [undefined, null],
  ])('the default branch of %j is %p', async (repository, expected) => {
    expect((await read('push', { before: 'x', repository })).defaultBranch).toBe(expected);
  });

  it.each<[string, string, string, unknown]>([
    [
      'a workflow of this repository',
      'octo-org/app/.github/workflows/gate.yml@refs/pull/7/merge',
      'gate',
      { workflowPath: '.github/workflows/gate.yml', jobId: 'gate' },
    ],
    [
      'a path with an at sign and a branch that looks like a ref',
      'octo-org/app/.github/workflows/a@b.yml@refs/heads/x@refs/y',
      'gate',
      { workflowPath: '.github/workflows/a@b.yml', jobId: 'gate' },
    ],
    [
      'a required workflow of the organisation',
      'octo-org/policies/.github/workflows/gate.yml@refs/heads/main',
      'gate',
      null,
    ],
    ['a repository whose name begins alike', 'octo-org/app2/.github/workflows/gate.yml@refs/heads/main', 'gate', null],
    ['no job', 'octo-org/app/.github/workflows/gate.yml@refs/heads/main', '', null],
    ['nothing', '', 'gate', null],
  ])('knows the job of the gate: %s', async (_what, workflowRef, job, expected) => {
    const context = await read('push', { before: 'x' }, { GITHUB_WORKFLOW_REF: workflowRef, GITHUB_JOB: job });
    expect(context.gate).toEqual(expected);
    expect(context.workflowRef).toBe(workflowRef);
  });
});

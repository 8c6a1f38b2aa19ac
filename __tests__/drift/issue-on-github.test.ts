/** The issue of a drift as it is kept on GitHub, from one run to the next. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { compareStates } from '../../src/drift/compare.js';
import type { Baseline } from '../../src/drift/types.js';
import { syncDriftIssue } from '../../src/oracle/drift-issue.js';
import type { DriftCheckResult, DriftRequest } from '../../src/oracle/drift-types.js';
import { LABELS } from '../../src/report/issues.js';
import { type IssuesServer, startIssues } from '../support/github-issues.js';
import { baselineOf, type Files, stateOf } from './support.js';

const BEFORE: Files = { CODEOWNERS: '* @ada\n', 'renovate.json': '{}' };
const DRIFTED: Files = { ...BEFORE, CODEOWNERS: '* @bob\n' };
const FURTHER: Files = { ...DRIFTED, '.mergify.yml': 'x' };
const RUN = 'https://github.com/octo-org/app/actions/runs/';

let server: IssuesServer;
let now = 0;
let runs = 0;
beforeEach(async () => {
  server = await startIssues();
  now = Date.UTC(2026, 10, 24);
  runs = 0;
});
afterEach(() => server.close());

/** One scheduled run: what it sees, and what it does to the issue. */
async function check(
  files: Files,
  parts: {
    readonly accepted?: Baseline;
    readonly result?: Partial<DriftCheckResult>;
    readonly request?: Partial<DriftRequest>;
    readonly by?: 'accepted';
    readonly digest?: string;
  } = {},
) {
  const accepted = parts.accepted ?? (await baselineOf({ files: BEFORE }));
  const drift = compareStates(accepted, await stateOf({ files }, accepted));
  runs += 1;
  const result: DriftCheckResult = {
    drift,
    about: { accepted: accepted.header, commit: 'f'.repeat(40), maxMagnitude: 0.3, tooLarge: false },
    accepted: { baseline: accepted, sequence: 1, digest: parts.digest ?? 'a', previous: null, signed: true, tag: '' },
    ...{ complete: true, degraded: [], notes: [], store: 'the file', repository: 'octo-org/app', repositoryId: 42 },
    ...{ branch: 'main', startedAt: now, runUrl: `${RUN}${runs}`, issue: null },
    ...parts.result,
  };
  const request: DriftRequest = {
    folder: '/',
    environment: {},
    clock: () => now,
    store: { backend: 'file' },
    repository: 'octo-org/app',
    repositoryId: 42,
    defaultBranch: 'main',
    run: null,
    token: 'ghs_test',
    apiUrl: server.url,
    issue: true,
    ...parts.request,
  };
  return syncDriftIssue(result, request, parts.by ?? null);
}

describe('from run to run', () => {
  it('keeps one issue, without a comment, while the drift stays the same', async () => {
    expect(await check(DRIFTED)).toMatchObject({ action: 'created', number: 1 });
    expect(await check(DRIFTED)).toMatchObject({ action: 'edited', number: 1 });
    expect(await check(DRIFTED)).toMatchObject({ action: 'edited', number: 1 });
    expect(server.issues).toHaveLength(1);
    expect(server.issues[0]).toMatchObject({ state: 'open', comments: [] });
    expect(server.issues[0]?.title).toBe('Drift on main: owners of `*`: `@bob` came, `@ada` went');
    expect(server.issues[0]?.body).toContain(`Seen by [the run](${RUN}3).`);
    expect(server.issues[0]?.body).toContain(
      'phase-mirror drift accept --backend file --repository octo-org/app --reason',
    );
    expect(server.labels.get('governance')).toEqual(LABELS.governance);
  });

  it('edits it and comments once when the drift becomes another one', async () => {
    await check(DRIFTED);
    expect(await check(FURTHER)).toMatchObject({ action: 'edited', number: 1 });
    await check(FURTHER);
    expect(server.issues).toHaveLength(1);
    expect(server.issues[0]?.comments).toEqual([
      'The drift is another one now: 2 of 3 governed files changed (67 %).\n\nNew since then:\n\n- **low** `.mergify.yml` is new',
    ]);
  });

  it('tells how much went, and what came while comments were held back', async () => {
    await check(FURTHER);
    await check(DRIFTED);
    expect(server.issues[0]?.comments[0]).toBe(
      'The drift is another one now: 1 of 2 governed files changed (50 %).\n\n1 of what was told before is no longer there.',
    );
    await check({ ...DRIFTED, '.mergify.yml': 'x' });
    await check({ ...DRIFTED, '.mergify.yml': 'x', 'renovate.json': '[]' });
    expect(server.issues[0]?.comments).toHaveLength(1);
    now += 3_600_000;
    await check({ ...DRIFTED, '.mergify.yml': 'x', 'renovate.json': '[]' });
    expect(server.issues[0]?.comments[1]).toContain(
      '- **low** `.mergify.yml` is new\n- **low** `renovate.json` changed',
    );
  });

  it('closes it when the state is back, and reopens the same one', async () => {
    await check(DRIFTED);
    expect(await check(BEFORE)).toMatchObject({ action: 'closed', number: 1 });
    expect(server.issues[0]).toMatchObject({ state: 'closed', state_reason: 'completed' });
    expect(server.issues[0]?.comments.at(-1)).toMatch(
      /^Gone: the governed state of `main` is the accepted one again\. ada/,
    );
    expect(server.issues[0]?.body).toContain('owners of');
    expect(await check(BEFORE)).toMatchObject({ action: 'absent' });
    expect(await check(DRIFTED)).toMatchObject({ action: 'reopened', number: 1 });
    expect(server.issues).toHaveLength(1);
  });

  it('names the acceptance that resolved it: of this run, or one since the last', async () => {
    await check(DRIFTED);
    const accepted = await baselineOf({ files: DRIFTED }, { reason: 'bob owns it', by: { name: 'eve', kind: 'aws' } });
    await check(DRIFTED, { accepted, digest: 'b' });
    expect(server.issues[0]?.comments.at(-1)).toBe(
      `Accepted: eve accepted \`cccccccccccc\` on 2026-01-02: bob owns it ([the run](${RUN}1))`,
    );
    await check(FURTHER, { accepted, digest: 'b' });
    expect(server.issues[0]?.state).toBe('open');
    await check(DRIFTED, { accepted, digest: 'b', by: 'accepted' });
    expect(server.issues[0]).toMatchObject({ state: 'closed' });
    expect(server.issues[0]?.comments.at(-1)).toMatch(/^Accepted: eve/);
  });

  it('makes it urgent and calms it down again', async () => {
    await check({ 'renovate.json': '{}' });
    expect(server.issues[0]?.labels.map(({ name }) => name)).toEqual(['governance', 'priority-high']);
    await check(DRIFTED);
    expect(server.issues[0]?.labels.map(({ name }) => name)).toEqual(['governance']);
  });
});

it('names the workflow that accepts, where it is not a file', async () => {
  const run = {
    ...{ event: 'schedule', ref: 'refs/heads/main', sha: '', runUrl: '', workflow: 'drift.yml' },
    ...{ actor: 'ada', triggeringActor: 'ada', attempt: 1, restricted: null },
  };
  await check(DRIFTED, { request: { store: { backend: 'sqlite', file: '/store.db' }, run } });
  expect(server.issues[0]?.body).toContain(
    '```sh\ngh workflow run drift.yml --repo octo-org/app -f mode=accept -f reason="why this state is right"\n```\n\n**It is not',
  );
});

describe('what leaves the issue alone', () => {
  const degraded = { degraded: [{ code: 'github_unanswered', text: 'x' }] };

  it('a degraded run, which says so', async () => {
    await check(DRIFTED);
    const before = structuredClone(server.issues);
    for (const files of [BEFORE, FURTHER]) {
      const why = 'it was left alone, because this run is degraded (github_unanswered)';
      expect(await check(files, { result: degraded })).toMatchObject({ action: 'unchanged', number: null, why });
    }
    expect(server.issues).toEqual(before);
  });

  it('a run with a gap, where it would be closed; what moved is told all the same', async () => {
    const result = { complete: false };
    expect(await check(DRIFTED, { result })).toMatchObject({ action: 'created' });
    const why = 'it was left alone, because not everything was compared, so it cannot be called gone';
    expect(await check(BEFORE, { result })).toMatchObject({ action: 'unchanged', why });
    expect(server.issues[0]?.state).toBe('open');
    expect(await check(FURTHER, { result })).toMatchObject({ action: 'edited', number: 1 });
  });

  it.each([
    ['a repository without an id', { result: { repositoryId: 0 } }],
    ['a dry run', { request: { dryRun: true } }],
    ['a run that was asked for none', { request: { issue: false } }],
  ] as const)('%s', async (_name, parts) => {
    await check(DRIFTED);
    const before = structuredClone(server.issues);
    expect(await check(BEFORE, parts)).toBeNull();
    expect(await check(FURTHER, parts)).toBeNull();
    expect(server.issues).toEqual(before);
  });
});

describe('two runs at once', () => {
  it('leave one open issue', async () => {
    const outcomes = await Promise.all([check(DRIFTED), check(DRIFTED)]);
    expect(outcomes.map((outcome) => outcome?.action)).not.toContain('failed');
    await check(DRIFTED);
    expect(server.issues.filter(({ state }) => state === 'open').map(({ number }) => number)).toEqual([1]);
  });
});

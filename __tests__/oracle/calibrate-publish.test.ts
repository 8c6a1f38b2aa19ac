/** Publications that meet each other, or break off; and the issue that tells of them. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NO_STATE, payloadOf } from '../../src/calibration/state.js';
import { type PublishContext, publishLevels } from '../../src/oracle/calibrate-publish.js';
import { type HeldState, heldState, salvagedState } from '../../src/oracle/calibrate-state.js';
import { emptyConfig } from '../../src/policy/config.js';
import { signDocument } from '../../src/privacy/signed-object.js';
import { StoreError } from '../../src/stores/errors.js';
import type { LevelStore } from '../../src/stores/ports.js';
import type { Stores } from '../../src/stores/stores.js';
import { Workshop } from '../support/git-repo.js';
import { type IssuesServer, startIssues } from '../support/github-issues.js';
import { REPOSITORY, START, World } from './calibrate-support.js';

const workshop = new Workshop();
afterAll(() => workshop.clean());

/** As the bucket does it: history first, then the state. */
class Bucket implements LevelStore {
  readonly kept = new Map<number, Uint8Array>();
  state: { bytes: Uint8Array; sequence: number } | null = null;

  async load() {
    if (this.state === null) return null;
    const tag = String(this.state.sequence);
    return { ...this.state, tag, version: tag, writtenAt: START };
  }

  async publish(bytes: Uint8Array, sequence: number, tag: string | null) {
    const now = await this.load();
    const conflict = (reason: string) => new StoreError({ operation: 'LevelStore.publish', code: 'CONFLICT', reason });
    if ((now?.tag ?? null) !== tag) throw conflict('somebody published');
    if (this.kept.has(sequence)) throw conflict('the history has another');
    this.kept.set(sequence, bytes);
    this.state = { bytes, sequence };
    return { ...this.state, tag: String(sequence), version: '', writtenAt: START };
  }

  async history() {
    const last = this.state?.sequence ?? 0;
    const all = [...this.kept.keys()].filter((sequence) => sequence <= last);
    return all.sort((a, b) => b - a).map((sequence) => ({ sequence, writtenAt: START }));
  }

  async loadSequence(sequence: number) {
    const bytes = this.kept.get(sequence);
    if (bytes !== undefined) return bytes;
    throw new StoreError({ operation: 'LevelStore.loadSequence', code: 'NOT_FOUND', reason: 'is not there' });
  }
}

function contextOf(levels: LevelStore): PublishContext {
  return {
    memory: { stores: { levels, description: 'the bucket' } as Stores, env: 'local', sign: null },
    ground: { config: emptyConfig(), copy: null },
    now: START,
    signingKey: undefined,
  };
}

const changed = (n: number) => ({
  ...NO_STATE,
  levels: {
    ...NO_STATE.levels,
    rules: [{ ruleId: 'MD-001', ruleVersion: n, level: 'warn' as const, record: null }],
  },
});

async function keep(bucket: Bucket, sequence: number): Promise<void> {
  const subject = { type: 'levels', env: 'local', repositoryId: null, branch: null } as const;
  const { text } = await signDocument(
    payloadOf(changed(sequence)),
    { ...subject, sequence, previous: null },
    null,
    START,
  );
  bucket.kept.set(sequence, Buffer.from(text));
}

describe('publications', () => {
  it('that start from the same state: one wins, and the other says who did', async () => {
    const bucket = new Bucket();
    const context = contextOf(bucket);
    const [one, other] = [await heldState(context), await heldState(context)];
    expect(await publishLevels(changed(1), one, context)).toMatchObject({ sequence: 1, signed: false });
    const before = bucket.state;
    await expect(publishLevels(changed(2), other, context)).rejects.toMatchObject({
      kind: 'store',
      exitCode: 2,
      message: expect.stringMatching(
        /^This publication lost a race: sequence 1 was published at 2026-11-01T12:00:00.000Z\./,
      ),
    });
    expect(bucket.state).toBe(before);
  });

  it('follow the document that they replace', async () => {
    const bucket = new Bucket();
    const context = contextOf(bucket);
    const first = await publishLevels(changed(1), await heldState(context), context);
    const held = await heldState(context);
    expect(held).toMatchObject({
      sequence: 1,
      digest: first.digest,
      inForce: true,
      notes: [expect.stringMatching(/unsigned/)],
    });
    await publishLevels(changed(2), held, context);
    expect(await heldState(context)).toMatchObject({ sequence: 2, previous: first.digest });
  });

  it('step over a place that is taken, and give up where all are', async () => {
    const bucket = new Bucket();
    const context = contextOf(bucket);
    bucket.kept.set(1, Buffer.from('{}'));
    expect(await publishLevels(changed(1), await heldState(context), context)).toMatchObject({ sequence: 2 });
    const full = new Bucket();
    for (let n = 1; n < 20; n += 1) full.kept.set(n, Buffer.from('{}'));
    await expect(publishLevels(changed(1), await heldState(contextOf(full)), contextOf(full))).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(full.state).toBeNull();
  });

  it('that broke off are gone on from; a state that was put back is refused', async () => {
    const bucket = new Bucket();
    const context = contextOf(bucket);
    await publishLevels(changed(1), await heldState(context), context);
    await keep(bucket, 2);
    const held: HeldState = await heldState(context);
    expect(held).toMatchObject({ sequence: 2, highest: 2, inForce: false, state: changed(2) });
    expect(held.notes.join()).toContain('Sequence 2 was published and is not in force');
    expect(await publishLevels(held.state, held, context)).toMatchObject({ sequence: 3 });
    bucket.state = { bytes: bucket.kept.get(1) as Uint8Array, sequence: 1 };
    await expect(heldState(context)).rejects.toThrow(/are of sequence 1, and later ones were published: a replay/);
    expect(await salvagedState(context)).toMatchObject({ sequence: 3, highest: 3, tag: '1', inForce: false });
  });

  it('have nothing to go on from where nothing is believed', async () => {
    const bucket = new Bucket();
    const context = contextOf(bucket);
    bucket.kept.set(1, Buffer.from('{}'));
    bucket.state = { bytes: Buffer.from('{}'), sequence: 1 };
    await expect(heldState(context)).rejects.toMatchObject({ kind: 'store', exitCode: 2 });
    expect(await salvagedState(context)).toMatchObject({ sequence: null, tag: '1', highest: 1, inForce: false });
    expect(await salvagedState(contextOf(new Bucket()))).toMatchObject({ sequence: null, tag: null, inForce: true });
  });
});

describe('the issue', () => {
  let server: IssuesServer;
  beforeEach(async () => {
    server = await startIssues();
  });
  afterEach(() => server.close());

  it('is opened with a demotion, names the one of the breaker, and is closed when the level is back', async () => {
    const world = new World(workshop);
    const github = { repository: 'octo-org/app', token: 'ghs_test', apiUrl: server.url, issue: true };
    await world.judged({ count: 8, kind: 'false-positive' });
    expect(await world.look({ ...github, dryRun: true })).toMatchObject({ issue: null, breakerIssue: '' });
    const marker = (key: string) => `x\n<!-- phase-mirror: key=${key} about=${'0'.repeat(64)} comments=0 last=0 -->`;
    const governance = [{ name: 'governance' }];
    server.add({ body: marker(`circuit-breaker:${REPOSITORY}`), labels: governance, state: 'closed' });
    server.add({
      body: marker(`circuit-breaker:${REPOSITORY}`),
      labels: governance,
      user: { login: 'eve', type: 'User' },
    });
    expect((await world.look({ ...github, mode: 'report' })).breakerIssue).toBe('');
    const breaker = server.add({ body: marker(`circuit-breaker:${REPOSITORY}`), labels: governance });
    const result = await world.look(github);
    expect(result).toMatchObject({ issue: { action: 'edited' }, breakerIssue: breaker.html_url });
    const ours = server.issues.find(({ number }) => number === result.issue?.number);
    expect(ours).toMatchObject({ state: 'open', title: 'MD-001 no longer blocks' });
    expect(ours?.body).toContain(breaker.html_url);
    expect(ours?.labels.map(({ name }) => name).sort()).toEqual(['fp-calibration', 'governance']);
    expect((await world.look(github)).issue).toMatchObject({ action: 'edited', number: ours?.number });

    world.day = 1;
    await world.judged({ count: 80, kind: 'true-positive', from: 100 });
    world.day = 32;
    expect((await world.look(github)).issue).toMatchObject({ action: 'closed', number: ours?.number });
    server.intercept = () => ({ status: 500 });
    expect(await world.look(github)).toMatchObject({ issue: { action: 'failed' }, breakerIssue: '' });
  });

  it('is left alone by a look that did not see everything', async () => {
    const world = new World(workshop, { reviewers: ['ann@example.invalid', 'octo-org/security'] });
    server.intercept = (_, path) => (path.startsWith('/orgs') ? { status: 403 } : undefined);
    await world.judged({ count: 1, kind: 'pending' });
    const github = { repository: 'octo-org/app', token: 'ghs_test', apiUrl: server.url, issue: true };
    const { issue, report } = await world.look(github);
    expect([report.complete, issue?.action, issue?.why]).toEqual([
      false,
      'unchanged',
      'it was left alone, because not everything could be looked at',
    ]);
    expect(server.issues).toEqual([]);
  });
});

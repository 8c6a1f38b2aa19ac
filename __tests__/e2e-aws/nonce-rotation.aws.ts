/** A rotation of the nonce in the middle of ten recording runs, each a process of its own. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NonceRing } from '../../src/privacy/nonce-ring.js';
import { openEnvelope, type RedactionEnvelope } from '../../src/privacy/redaction.js';
import { GRACE_MS, retire, rotate } from '../../src/privacy/rotation.js';
import { type ActionRun, removeRuns } from '../support/action-harness.js';
import { NONCE, startWorld, type World } from '../support/aws-world.js';
import { BAD, Project, type Pull } from '../support/github-project.js';
import { bodyOf, type Loopback, listen, relay } from '../support/loopback.js';
import { roleArn } from '../support/web-identity.js';

let world: World;
let pulls: readonly Pull[];
let gate: Loopback;
let runs: readonly ActionRun[];
let judged: ActionRun;
const tools = () => ({ store: world.owner.nonces, clock: { now: Date.now }, random: () => randomBytes(32) });

/**
 * The parameter store, where the first half of the runs have read their nonce before the rotation, and the other half
 * read theirs after it.
 */
async function startGate(): Promise<Loopback> {
  const before: Promise<void>[] = [];
  let rotated: Promise<unknown> | null = null;
  return listen(async (request, response) => {
    const body = await bodyOf(request);
    const forward = () => relay(request, body, world.front.url, response);
    if (!String(request.headers['x-amz-target']).endsWith('GetParametersByPath')) return forward();
    if (before.length < 5) {
      const answered = forward();
      before.push(answered);
      return answered;
    }
    rotated ??= Promise.all(before).then(() => rotate(tools(), { retire: true }));
    await rotated;
    return forward();
  });
}

beforeAll(async () => {
  world = await startWorld();
  await world.grant();
  const project = new Project(world.workshop);
  pulls = Array.from({ length: 10 }, (_, index) => project.change(index + 1, 71_000_011 + index, BAD));
  for (const pull of pulls) world.pulls.set(pull.number, pull);
  const main = project.checkout();
  const [first] = pulls as [Pull];
  gate = await startGate();
  const record = (pull: Pull) => world.record(main, { kind: 'workflow_run', pull }, { endpoints: { ssm: gate.url } });
  runs = await Promise.all(pulls.map(record));
  // A gate, with a parameter store that is not there.
  judged = await world.evaluate(project.merged(first), first, { endpoints: { ssm: 'http://127.0.0.1:9' } });
}, 180_000);
afterAll(() => Promise.all([world.close(), gate.close(), removeRuns()]));

async function envelopes(): Promise<RedactionEnvelope[]> {
  const rows = await world.rows('fp-events');
  return rows.flatMap(({ sealed }) => (sealed?.S === undefined ? [] : [JSON.parse(sealed.S) as RedactionEnvelope]));
}

describe('a nonce that is rotated while ten runs record, on moto', () => {
  it('fails none of them', async () => {
    const failures = runs.map(({ annotations }) => annotations.map(({ message }) => message));
    expect([runs.map(({ exitCode }) => exitCode), failures]).toEqual([runs.map(() => 0), runs.map(() => [])]);
    for (const { log } of runs) expect(log).toMatch(/: 1 event \(0 known already\), 1 block /);
    expect((await world.owner.nonces.load()).map(({ version }) => version)).toEqual([1, 2]);
  });

  it('leaves no text that cannot be verified within the hour of grace', async () => {
    const found = await envelopes();
    expect(found).toHaveLength(10);
    expect([...new Set(found.map(({ version }) => version))].sort()).toEqual([1, 2]);
    const ring = new NonceRing(world.owner.nonces, { now: Date.now });
    const opened = await Promise.all(found.map((envelope) => openEnvelope(envelope, ring, Date.now())));
    expect(opened).toEqual(found.map(() => ({ ok: true, value: 'No job reports the required check "lint"' })));
  });

  it('leaves no value of a nonce in what the runs said', async () => {
    const values = [NONCE.value, ...(await world.owner.nonces.load()).map(({ value }) => value)];
    for (const value of values) {
      expect(runs.filter(({ visible }) => visible.includes(value))).toEqual([]);
      expect(JSON.stringify(await world.rows('fp-events')).includes(value)).toBe(false);
    }
  });

  it('is not asked for by a gate', () => {
    expect([judged.exitCode, judged.outputs['decision'], judged.outputs['degraded']]).toEqual([1, 'block', '']);
    const asked = world.front.calls.filter(({ roleArn: role }) => role === roleArn('evaluate'));
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter(({ action }) => action.startsWith('ssm:'))).toEqual([]);
  });

  it('and retired after the hour: what it sealed fails, what the new one sealed does not', async () => {
    const later = Date.now() + GRACE_MS + 1000;
    const clock = { now: () => later };
    expect((await retire({ ...tools(), clock })).retired).toEqual([1]);
    const ring = new NonceRing(world.owner.nonces, clock);
    for (const envelope of await envelopes()) {
      const opened = await openEnvelope(envelope, ring, later);
      expect([envelope.version, opened.ok ? 'ok' : opened.refusal]).toEqual(
        envelope.version === 1 ? [1, 'unknown-version'] : [2, 'ok'],
      );
    }
  });
});

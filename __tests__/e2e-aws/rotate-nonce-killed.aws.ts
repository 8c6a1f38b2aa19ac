/**
 * scripts/rotate-nonce.sh, killed at each of its steps and started again with the same words. A step is a request to the
 * parameter store: the process keeps nothing else, so a kill before one request is, for whoever comes next, a kill after
 * the one before it. The script runs what tsc emitted, in a process group of its own, through a gate that kills it.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NonceRing } from '../../src/privacy/nonce-ring.js';
import { openEnvelope, type RedactionEnvelope, redact } from '../../src/privacy/redaction.js';
import { GRACE_MS } from '../../src/privacy/rotation.js';
import { openAwsStores } from '../../src/stores/aws/index.js';
import type { SecretVersion } from '../../src/stores/ports.js';
import type { SecretStores } from '../../src/stores/stores.js';
import { CREDENTIALS, endpointOf, freshEnvironment, optionsOf, REGION } from '../support/aws-rig.js';
import { Workshop } from '../support/git-repo.js';
import { bodyOf, type Loopback, listen, relay } from '../support/loopback.js';

interface Run {
  /** null: it was killed. */
  readonly status: number | null;
  readonly output: string;
  readonly requests: number;
}

const workshop = new Workshop();
let script: string;
let gate: Loopback;
/** What the gate does with the requests of the run that is under way. */
let onRequest: (forward: () => Promise<void>) => Promise<void>;
const opened: SecretStores[] = [];

beforeAll(async () => {
  const folder = workshop.folder('installed');
  for (const path of ['scripts', 'dist/cli']) mkdirSync(join(folder, path), { recursive: true });
  script = join(folder, 'scripts/rotate-nonce.sh');
  copyFileSync('scripts/rotate-nonce.sh', script);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(folder, 'dist/cli/index.js'),
    `import ${JSON.stringify(pathToFileURL(resolve('build/cli/index.js')).href)};\n`,
  );
  gate = await listen(async (request, response) => {
    const body = await bodyOf(request);
    await onRequest(() => relay(request, body, endpointOf('moto'), response));
  });
});
afterAll(async () => {
  await Promise.all(opened.map((stores) => stores.close()));
  await gate.close();
  workshop.clean();
});

/** @param killAfter the answer to this request never arrives; 0: it is killed before the first is sent on */
async function rotate(environment: string, current: number, killAfter = Number.POSITIVE_INFINITY): Promise<Run> {
  const child = spawn(script, [environment, String(current), '--region', REGION], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
      AWS_ENDPOINT_URL: gate.url,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    },
  });
  let [output, requests] = ['', 0];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const kill = () => process.kill(-(child.pid as number), 'SIGKILL');
  onRequest = async (forward) => {
    if (killAfter === 0) return void kill();
    requests += 1;
    if (requests < killAfter) return forward();
    // The server has done it; whoever asked is not there any more.
    kill();
    await forward();
  };
  const status = await new Promise<number | null>((done) => child.once('close', done));
  return { status, output, requests };
}

interface Place {
  readonly environment: string;
  readonly stores: SecretStores;
}

/** An environment with these versions; each was issued so long ago. */
async function place(ages: readonly number[]): Promise<Place> {
  const environment = freshEnvironment();
  const stores = openAwsStores(optionsOf(endpointOf('moto'), environment), { now: Date.now });
  opened.push(stores);
  for (const [index, age] of ages.entries()) {
    const value = Buffer.alloc(32, 0x51 + index).toString('hex');
    await stores.nonces.create({ version: index + 1, value, issuedAt: Date.now() - age });
  }
  return { environment, stores };
}

const ringOf = ({ stores }: Place) => new NonceRing(stores.nonces, { now: Date.now });
const versionsOf = (secrets: readonly SecretVersion[]) => secrets.map(({ version }) => version);

async function seal(at: Place): Promise<RedactionEnvelope> {
  const ring = ringOf(at);
  return (await redact('a title', ring, Date.now() + GRACE_MS)).envelope;
}

async function verdict(at: Place, envelope: RedactionEnvelope): Promise<string> {
  const result = await openEnvelope(envelope, ringOf(at), Date.now());
  return result.ok ? result.value : result.refusal;
}

/** Requests of a run that nobody disturbs, the metrics at its end included: so many places there are to kill it at. */
const STEPS = { first: 6, begin: 6, finish: 5 } as const;
const points = (steps: number) => Array.from({ length: steps + 1 }, (_, index) => index);
const OLD = 30 * GRACE_MS;

describe('rotate-nonce.sh, killed and started again, on moto', () => {
  it('has the steps at which it is killed below', async () => {
    const [none, one, two] = [await place([]), await place([OLD]), await place([OLD, GRACE_MS + 1000])];
    const first = await rotate(none.environment, 0);
    const begin = await rotate(one.environment, 1);
    const finish = await rotate(two.environment, 1);
    expect([first.status, begin.status, finish.status]).toEqual([0, 0, 0]);
    expect({ first: first.requests, begin: begin.requests, finish: finish.requests }).toEqual(STEPS);
    expect(first.output).toMatch(/^Made v1\n/);
    expect(begin.output).toMatch(/^Made v2\n(?:.*\n){2}Next, from .*: the same again\n$/);
    expect(finish.output).toMatch(/^Retired v1\n/);
    for (const [at, { output }] of [[none, first] as const, [one, begin] as const, [two, finish] as const]) {
      const values = [...(await at.stores.nonces.load()), ...(await one.stores.nonces.load())];
      for (const { value } of values) expect(output).not.toContain(value);
    }
  });

  it.each(points(STEPS.first))('makes the first, although killed after request %i', async (step) => {
    const at = await place([]);
    expect((await rotate(at.environment, 0, step)).status).toBeNull();
    const left = await at.stores.nonces.load();
    const again = await rotate(at.environment, 0);
    expect(again.status).toBe(0);
    const secrets = await at.stores.nonces.load();
    expect(versionsOf(secrets)).toEqual([1]);
    // What the killed run had written is kept: something may be sealed with it.
    if (left.length > 0) expect(secrets).toEqual(left);
    expect(await verdict(at, await seal(at))).toBe('a title');
  });

  it.each(points(STEPS.begin))('begins, although killed after request %i', async (step) => {
    const at = await place([OLD]);
    const before = await at.stores.nonces.load();
    const sealedBefore = await seal(at);
    expect((await rotate(at.environment, 1, step)).status).toBeNull();
    const left = await at.stores.nonces.load();
    expect(left.slice(0, 1)).toEqual(before);
    const sealedBetween = await seal(at);

    expect((await rotate(at.environment, 1)).status).toBe(0);
    const secrets = await at.stores.nonces.load();
    expect(versionsOf(secrets)).toEqual([1, 2]);
    expect(secrets.slice(0, left.length)).toEqual(left);
    const sealedAfter = await seal(at);
    expect([sealedBefore.version, sealedBetween.version, sealedAfter.version]).toEqual([1, left.length, 2]);
    for (const envelope of [sealedBefore, sealedBetween, sealedAfter]) {
      expect(await verdict(at, envelope)).toBe('a title');
    }
  });

  it.each(points(STEPS.finish))('retires, although killed after request %i', async (step) => {
    const at = await place([OLD, GRACE_MS + 1000]);
    const both = await at.stores.nonces.load();
    const sealed = await seal(at);
    expect((await rotate(at.environment, 1, step)).status).toBeNull();
    expect((await at.stores.nonces.load()).slice(-1)).toEqual(both.slice(-1));
    expect(await verdict(at, sealed)).toBe('a title');

    expect((await rotate(at.environment, 1)).status).toBe(0);
    expect(await at.stores.nonces.load()).toEqual(both.slice(-1));
    expect(await verdict(at, sealed)).toBe('a title');
  });

  it('keeps the old one through the hour of grace, however often it is started', async () => {
    const at = await place([OLD, GRACE_MS - 60_000]);
    const both = await at.stores.nonces.load();
    for (const _ of [1, 2]) {
      const run = await rotate(at.environment, 1);
      expect([run.status, run.output]).toEqual([0, expect.stringMatching(/^Nothing to do: v2 is there, and the hour/)]);
      expect(await at.stores.nonces.load()).toEqual(both);
    }
  });

  it('refuses a version that is neither the newest nor the one before it', async () => {
    const at = await place([OLD, OLD, OLD]);
    const run = await rotate(at.environment, 1);
    expect([run.status, run.output]).toEqual([
      2,
      expect.stringMatching(/redaction_nonce_v\* is not to be rotated away from v1: the newest is v3/),
    ]);
    expect(versionsOf(await at.stores.nonces.load())).toEqual([1, 2, 3]);
  });
});

/** Several processes, one ring: each has its own memory and its own idea of when it last asked. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { retire, rotate } from '../../src/privacy/rotation.js';
import { HOUR_MS } from '../../src/stores/ports.js';
import { MemorySecrets, NONCES, secret, TestClock } from './memory-secrets.js';

const clock = new TestClock();
const store = new MemorySecrets([secret(1)]);
const tools = { store, clock, random: () => new Uint8Array(32).fill(9) };
const children: ChildProcessWithoutNullStreams[] = [];
let server: Server;
let address = '';

type Ask = (command: string, more?: object) => Promise<unknown>;

function startChild(): Ask {
  const script = fileURLToPath(new URL('./nonce-child.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, address, NONCES], { env: { NODE_NO_WARNINGS: '1' } });
  children.push(child);
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async (command, more = {}) => {
    child.stdin.write(`${JSON.stringify({ command, now: clock.now(), ...more })}\n`);
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`the child ended: ${Buffer.concat(errors)}`);
    return JSON.parse(value as string);
  };
}

beforeAll(async () => {
  server = createServer((_, response) => {
    void store.load().then((secrets) => response.end(JSON.stringify(secrets)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => {
  for (const child of children) child.kill();
  server.close();
  server.closeAllConnections();
});

describe('processes that share the nonces', () => {
  it('verify each other through a rotation, and close one by one when the source is gone', async () => {
    const [a, b] = [startChild(), startChild()];
    const old = await a('seal', { text: 'v1, see jane@corp.io' });
    expect(old).toMatchObject({ version: 1, value: 'v1, see [redacted:email]' });
    expect(await b('open', { envelope: old })).toBe('v1, see [redacted:email]');

    clock.pass(60_000);
    await rotate(tools, { retire: true });
    const c = startChild();
    const young = await c('seal', { text: 'v2' });
    expect(young).toMatchObject({ version: 2 });
    // a and b hold v1 alone and have not been told.
    expect(await Promise.all([a, b, c].map((ask) => ask('open', { envelope: young })))).toEqual(['v2', 'v2', 'v2']);
    expect(await Promise.all([a, b, c].map((ask) => ask('open', { envelope: old })))).toEqual(
      Array(3).fill('v1, see [redacted:email]'),
    );
    expect(await a('seal', { text: 'x' })).toMatchObject({ version: 2 });

    clock.pass(HOUR_MS);
    expect((await retire(tools)).retired).toEqual([1]);
    expect(await Promise.all([a, b].map((ask) => ask('load')))).toEqual([[2], [2]]);
    expect(await Promise.all([a, b, c].map((ask) => ask('open', { envelope: old })))).toEqual(
      Array(3).fill('unknown-version'),
    );
    expect(await Promise.all([a, b, c].map((ask) => ask('open', { envelope: young })))).toEqual(['v2', 'v2', 'v2']);

    clock.pass(20 * 60_000);
    await b('load');
    server.close();
    server.closeAllConnections();
    clock.pass(39 * 60_000);
    expect(await a('seal', { text: 'y' })).toMatchObject({ version: 2 });
    expect(await a('status')).toMatchObject({ condition: 'degraded', message: expect.stringContaining(NONCES) });
    clock.pass(60_000);
    expect(await a('seal', { text: 'z' })).toEqual({
      error: expect.stringMatching(/redaction_nonce_v\*.*L0-NONCE-FRESHNESS/),
    });
    expect(await a('open', { envelope: young })).toEqual({ error: expect.stringContaining(NONCES) });
    // b asked 20 minutes later.
    expect(await b('open', { envelope: young })).toBe('v2');
    expect(await startChild()('seal', { text: 'new' })).toEqual({ error: expect.stringContaining(NONCES) });
  }, 60_000);
});

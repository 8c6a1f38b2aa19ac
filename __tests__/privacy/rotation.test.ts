import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  createFirst,
  GRACE_MS,
  listSecrets,
  retire,
  rotate,
  rotateFrom,
  type SecretTools,
} from '../../src/privacy/rotation.js';
import { StoreError } from '../../src/stores/errors.js';
import { MemorySecrets, secret, TestClock } from './memory-secrets.js';

let clock: TestClock;
let store: MemorySecrets;
let tools: SecretTools;
const present = () => [...store.versions.keys()];

function start(...versions: number[]): void {
  clock = new TestClock();
  store = new MemorySecrets(versions.map((version) => secret(version, clock.now() - 30 * GRACE_MS)));
  let drawn = 0;
  tools = {
    store,
    clock,
    random: () => {
      drawn += 1;
      return createHash('sha256').update(`${drawn}`).digest();
    },
  };
}

beforeEach(() => start(1));

describe('rotateFrom', () => {
  it('is the same rotation however often it is called, and at any time', async () => {
    // Not an hour old: whoever names it means it.
    start();
    expect(await rotateFrom(tools, 0)).toMatchObject({ created: [1], retired: [] });
    expect(await rotateFrom(tools, 0)).toMatchObject({ created: [], retired: [] });
    expect(await rotateFrom(tools, 1)).toMatchObject({ created: [2], retired: [] });
    clock.pass(GRACE_MS - 1);
    expect(await rotateFrom(tools, 1)).toMatchObject({ created: [], retired: [] });
    clock.pass(1);
    expect(await rotateFrom(tools, 1)).toMatchObject({ created: [], retired: [1] });
    clock.pass(100 * GRACE_MS);
    expect(await rotateFrom(tools, 1)).toMatchObject({ created: [], retired: [] });
    expect(present()).toEqual([2]);
  });

  it.each([
    [[1, 2, 3], 1, 'v1: the newest is v3'],
    [[1], 2, 'v2: the newest is v1'],
    [[], 1, 'v1: the newest is none'],
    [[1, 2], 0, 'none: the newest is v2'],
  ])('with %j refuses %i', async (versions, current, message) => {
    start(...versions);
    await expect(rotateFrom(tools, current)).rejects.toThrow(`is not to be rotated away from ${message}`);
    expect(present()).toEqual(versions);
  });
});

describe('rotate', () => {
  it('makes the first nonce where there is none, and is done when asked again', async () => {
    start();
    expect(await rotate(tools, { retire: true })).toEqual({
      created: [1],
      retired: [],
      versions: [
        {
          version: 1,
          parameter: '/guardian/staging/redaction_nonce_v1',
          issuedAt: clock.now(),
          newest: true,
          retirableAt: null,
        },
      ],
    });
    expect((await rotate(tools, { retire: true })).created).toEqual([]);
    expect(store.versions.get(1)?.value).toMatch(/^[0-9a-f]{64}$/);
  });

  it('begins, waits an hour, retires, and only then begins again', async () => {
    expect(await rotate(tools, { retire: true })).toMatchObject({ created: [2], retired: [] });
    clock.pass(GRACE_MS - 1);
    expect(await rotate(tools, { retire: true })).toMatchObject({ created: [], retired: [] });
    expect(present()).toEqual([1, 2]);
    clock.pass(1);
    expect(await rotate(tools, { retire: true })).toMatchObject({ created: [3], retired: [1] });
    expect(present()).toEqual([2, 3]);
  });

  it('keeps every salt', async () => {
    for (let year = 0; year < 3; year += 1) {
      await rotate(tools, { retire: false });
      clock.pass(GRACE_MS);
    }
    expect(present()).toEqual([1, 2, 3, 4]);
    expect((await listSecrets(tools)).map(({ newest }) => newest)).toEqual([false, false, false, true]);
  });

  it('makes one more at once when it is forced to', async () => {
    await rotate(tools, { retire: true });
    expect((await rotate(tools, { retire: true, force: true })).created).toEqual([3]);
    expect(present()).toEqual([1, 2, 3]);
  });

  it('shows no value', async () => {
    const shown = JSON.stringify([await rotate(tools, { retire: true }), await listSecrets(tools)]);
    for (const { value } of store.versions.values()) expect(shown).not.toContain(value);
  });

  it('of two operators at one moment, one makes the version', async () => {
    const changes = await Promise.all([rotate(tools, { retire: true }), rotate(tools, { retire: true })]);
    expect(present()).toEqual([1, 2]);
    expect(changes.map(({ versions }) => versions.length)).toEqual([2, 2]);
  });

  it.each<[string, (kept: MemorySecrets) => void, string]>([
    ['keeps another value', (kept) => kept.versions.set(2, secret(2)), 'CORRUPT'],
    ['keeps nothing', (kept) => kept.versions.delete(2), 'UNAVAILABLE'],
  ])('says so when the store %s', async (_, change, code) => {
    store.fault = (method, moment) => {
      if (method === 'create' && moment === 'after') change(store);
    };
    await expect(rotate(tools, { retire: true })).rejects.toMatchObject({
      code,
      ids: { parameter: '/guardian/staging/redaction_nonce_v2' },
    });
  });

  it('does nothing beside a malformed version, and names it', async () => {
    store.versions.set(2, { version: 2, value: 'secret but short', issuedAt: 0 });
    for (const command of [() => rotate(tools, { retire: true }), () => retire(tools), () => listSecrets(tools)]) {
      const error = await command().catch((thrown: Error) => thrown);
      expect(error).toMatchObject({ code: 'CORRUPT', ids: { parameter: '/guardian/staging/redaction_nonce_v2' } });
      expect((error as Error).message).not.toContain('secret but short');
    }
    expect(present()).toEqual([1, 2]);
  });

  it('wants 32 random bytes', async () => {
    await expect(rotate({ ...tools, random: () => new Uint8Array(16) }, { retire: true })).rejects.toThrow(/32 bytes/);
  });
});

describe('createFirst', () => {
  it('makes version 1 once', async () => {
    start();
    expect((await createFirst(tools)).created).toEqual([1]);
    clock.pass(10 * GRACE_MS);
    expect(await createFirst(tools)).toMatchObject({ created: [], retired: [], versions: [{ version: 1 }] });
  });
});

describe('retire', () => {
  it('removes a version when its successor is an hour old, never the newest', async () => {
    start(1, 2, 3);
    store.versions.set(4, secret(4, clock.now() - GRACE_MS + 1));
    expect((await retire(tools)).retired).toEqual([1, 2]);
    expect((await listSecrets(tools)).map(({ retirableAt }) => retirableAt)).toEqual([clock.now() + 1, null]);
    clock.pass(1);
    expect((await retire(tools)).retired).toEqual([3]);
    clock.pass(1000 * GRACE_MS);
    expect((await retire(tools)).retired).toEqual([]);
    expect(present()).toEqual([4]);
  });

  it('does not believe a successor of tomorrow, but obeys who asks for it at once', async () => {
    store.versions.set(2, secret(2, clock.now() + GRACE_MS));
    expect((await retire(tools)).retired).toEqual([]);
    expect((await retire(tools, { immediately: true })).retired).toEqual([1]);
    expect((await retire(tools, { immediately: true })).retired).toEqual([]);
    expect(present()).toEqual([2]);
  });

  it('takes a version that is gone already for no news', async () => {
    start(1, 2);
    store.remove = async () => false;
    expect((await retire(tools)).retired).toEqual([]);
  });
});

describe('an interruption at any step', () => {
  class Crash extends Error {}

  /** Fails call number `at` of the run, before or after it took effect, and watches the promise of this module. */
  function crashAt(at: number, when: 'before' | 'after'): void {
    let calls = 0;
    store.fault = (_, moment) => {
      if (moment === 'before') calls += 1;
      expect(store.versions.size).toBeGreaterThan(0);
      if (calls === at && moment === when) throw new Crash();
    };
  }

  it('leaves a valid version at every moment, loses none, and is finished by running again (property)', async () => {
    const step = fc.record({
      command: fc.constantFrom('rotate', 'retire'),
      wait: fc.constantFrom(0, 1, GRACE_MS / 2, GRACE_MS - 1, GRACE_MS, 3 * GRACE_MS),
      at: fc.integer({ min: 1, max: 8 }),
      when: fc.constantFrom('before' as const, 'after' as const),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        start(1);
        const run = (command: string) => (command === 'rotate' ? rotate(tools, { retire: true }) : retire(tools));
        for (const { command, wait, at, when } of steps) {
          clock.pass(wait);
          const before = new Map(store.versions);
          crashAt(at, when);
          await run(command).catch((error: unknown) => {
            if (!(error instanceof Crash)) throw error;
          });
          store.fault = () => {};
          const left = present();
          const change = await run(command);

          const numbers = change.versions.map(({ version }) => version);
          const previous = Math.max(...before.keys());
          const newest = Math.max(...numbers);
          // At most one rotation was begun, by the two runs together.
          expect(newest - previous).toBeLessThanOrEqual(command === 'rotate' ? 1 : 0);
          // What was there and is gone now had a successor that was an hour old.
          for (const version of before.keys()) {
            if (numbers.includes(version)) continue;
            const successor = Math.min(...[...before.keys()].filter((other) => other > version));
            expect((before.get(successor) as { issuedAt: number }).issuedAt + GRACE_MS).toBeLessThanOrEqual(
              clock.now(),
            );
          }
          // The version that signed before this run still verifies.
          expect(numbers).toContain(previous);
          expect(left.length).toBeGreaterThan(0);
          // A third run has nothing left to do.
          expect(await run(command)).toEqual({ created: [], retired: [], versions: change.versions });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of the store in the middle of a rotation is told, not swallowed', async () => {
    store.fault = (method) => {
      if (method === 'create') throw new StoreError({ operation: 'x', code: 'ACCESS_DENIED', reason: 'was refused' });
    };
    await expect(rotate(tools, { retire: true })).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
    expect(present()).toEqual([1]);
  });
});

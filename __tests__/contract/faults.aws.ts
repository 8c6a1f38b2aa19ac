/**
 * The AWS stores behind a network that fails (support/fault-proxy.ts), on the server that is believed for transactions
 * (deviations.ts: `servers/token`, `servers/isolation`).
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DeleteObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openAwsStores } from '../../src/stores/aws/index.js';
import { DAY_MS, type FPEvent } from '../../src/stores/ports.js';
import type { SecretStores } from '../../src/stores/stores.js';
import {
  bareClients,
  endpointOf,
  freshEnvironment,
  optionsOf,
  provision,
  type RigOptions,
} from '../support/aws-rig.js';
import {
  always,
  type Decide,
  type Fault,
  type FaultProxy,
  first,
  never,
  randomly,
  startFaultProxy,
} from '../support/fault-proxy.js';
import { expectCode, ManualClock, START } from './backend.js';
import { all, event, findingOf, hex, RULE, verdict } from './events.js';

const SERVER = 'ministack';
const run = promisify(execFile);
const MAIN = { repositoryId: 42, branch: 'main' };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Faults that the next attempt heals. After some of them the server has done what was asked. */
const PASSING: readonly Fault[] = [
  'throttle',
  'internal-before',
  'internal-after',
  'unavailable',
  'reset-before',
  'reset-mid-body',
  'truncate-before',
  'truncate-after',
  'short-after',
  'latency',
];

interface Behind {
  readonly stores: SecretStores;
  readonly proxy: FaultProxy;
  readonly options: RigOptions;
}

/** Stores of a fresh environment behind a proxy of their own. */
async function behindFaults(
  body: (behind: Behind) => Promise<void>,
  limits: object = {},
  proxyOptions: { skewMs?: number } = {},
): Promise<void> {
  const proxy = await startFaultProxy(endpointOf(SERVER), proxyOptions);
  const environment = freshEnvironment();
  const bare = bareClients(endpointOf(SERVER));
  await provision(bare, optionsOf(endpointOf(SERVER), environment));
  bare.destroy();
  const options = optionsOf(proxy.endpoint, environment);
  const stores = openAwsStores({ ...options, retryDelayMs: 5, ...limits }, new ManualClock());
  try {
    await body({ stores, proxy, options });
  } finally {
    await stores.close();
    await proxy.close();
  }
}

describe(`Faults on the way, on ${SERVER}`, () => {
  it.each(PASSING)('one %s: an event is recorded, and counted once', async (fault) => {
    await behindFaults(async ({ stores: { fp }, proxy }) => {
      proxy.decide(first(fault));
      const one = event('one');
      expect(await fp.recordEvent(one)).toBe('recorded');
      expect(proxy.struck()).toEqual({ [fault]: 1 });
      expect((await fp.getWindowBySince(RULE, START - DAY_MS)).total).toBe(1);
      expect(await fp.recordEvent(one)).toBe('known');
      expect((await fp.getWindowBySince(RULE, START - DAY_MS)).total).toBe(1);
    });
  });

  it.each(PASSING)('one %s at every request of a mark: one verdict, counted once', async (fault) => {
    await behindFaults(async ({ stores: { fp }, proxy }) => {
      const one = event('one');
      await fp.recordEvent(one);
      proxy.decide(everySecond(fault));
      expect(await fp.markFalsePositive(findingOf(one), verdict('ada'))).toEqual({ events: 1, changed: 1 });
      proxy.decide(never);
      expect((await fp.getFinding(findingOf(one)))[0]?.verdicts).toHaveLength(1);
      expect(await fp.getWindowBySince(RULE, START - DAY_MS)).toMatchObject({ total: 1, falsePositives: 1, fpr: 1 });
    });
  });

  it.each(PASSING)('one %s at every request: consent, a block, a secret, a baseline and levels', async (fault) => {
    await behindFaults(async ({ stores, proxy }) => {
      proxy.decide(everySecond(fault));
      const scope = { kind: 'org', org: hex('org', 64) } as const;
      const record = await stores.consent.recordConsent({
        ...{ scope, resources: ['events'], excludes: [], grantor: hex('ada', 64), grantedAt: START },
        ...{ expiresAt: null, revocable: true },
      });
      expect(record.version).toBe(1);
      expect(await stores.consent.consentHistory(scope.org)).toHaveLength(1);
      const block = { ruleId: RULE, repositoryId: 42, pullRequest: 7, authorId: 1, firstSeenAt: START };
      expect(await stores.blocks.recordBlock(block)).toBe('recorded');
      await stores.nonces.create({ version: 1, value: hex('nonce', 64), issuedAt: START });
      expect(await stores.nonces.load()).toHaveLength(1);
      expect(await stores.nonces.remove(1)).toBe(true);
      const created = await stores.baselines.create(MAIN, bytes('first'));
      await stores.baselines.replace(MAIN, bytes('second'), created.tag);
      expect(await stores.baselines.versions(MAIN)).toHaveLength(2);
      expect(Buffer.from((await stores.baselines.load(MAIN))?.bytes ?? []).toString()).toBe('second');
      const { tag } = await stores.levels.publish(bytes('one'), 1, null);
      await stores.levels.publish(bytes('two'), 2, tag);
      expect((await stores.levels.history()).map(({ sequence }) => sequence)).toEqual([2, 1]);
    });
  });

  it.each(PASSING)(
    '%s at every other request: a deleted baseline is never taken for one that never was',
    async (fault) => {
      for (const parity of [0, 1]) {
        await behindFaults(async ({ stores: { baselines }, proxy, options }) => {
          await baselines.create(MAIN, bytes('first'));
          const bare = bareClients(endpointOf(SERVER));
          const { Versions = [] } = await bare.s3.send(
            new ListObjectVersionsCommand({ Bucket: options.baselineBucket }),
          );
          for (const { Key } of Versions) {
            await bare.s3.send(new DeleteObjectCommand({ Bucket: options.baselineBucket, Key }));
          }
          bare.destroy();
          proxy.decide((number) => (number % 2 === parity ? fault : null));
          await expectCode(baselines.load(MAIN), 'DELETED');
          expect((await baselines.versions(MAIN)).map(({ deleted }) => deleted)).toEqual([true, false]);
        });
      }
    },
  );

  const LASTING: readonly [Fault, string, boolean][] = [
    ['throttle', 'THROTTLED', true],
    ['internal-before', 'UNAVAILABLE', true],
    ['unavailable', 'UNAVAILABLE', true],
    ['reset-before', 'UNAVAILABLE', true],
    ['truncate-before', 'UNAVAILABLE', true],
    ['hang', 'TIMEOUT', true],
    ['denied', 'ACCESS_DENIED', false],
  ];
  it.each(LASTING)('a lasting %s ends as %s', async (fault, code, retryable) => {
    await behindFaults(
      async ({ stores, proxy }) => {
        proxy.decide(always(fault));
        const calls: readonly (() => Promise<unknown>)[] = [
          () => stores.fp.recordEvent(event('one')),
          () => stores.consent.getConsent({ kind: 'org', org: hex('org', 64) }),
          () => stores.baselines.load(MAIN),
          () => stores.levels.load(),
          () => stores.nonces.load(),
        ];
        for (const attempt of calls) {
          const error = await expectCode(attempt(), code as 'TIMEOUT');
          expect(error.retryable).toBe(retryable);
        }
        // Waiting does not heal a denial, so there is no second attempt.
        if (fault === 'denied') expect(proxy.requests()).toBe(calls.length);
      },
      { requestTimeoutMs: 300, deadlineMs: 1500, maxAttempts: 3 },
    );
  });

  it.each([-3_600_000, 3_600_000])('heals a clock that is %d ms off', async (skewMs) => {
    await behindFaults(
      async ({ stores: { fp, baselines, nonces } }) => {
        expect(await fp.recordEvent(event('one'))).toBe('recorded');
        await baselines.create(MAIN, bytes('first'));
        expect(await nonces.load()).toEqual([]);
      },
      { maxAttempts: 5 },
      { skewMs },
    );
  });

  describe('10,000 events from 8 processes, every fifth request failing', () => {
    const PROCESSES = 8;
    const COUNT = 10_000;
    const EACH = 0.2 / (PASSING.length + 1);
    const faults = { ...Object.fromEntries(PASSING.map((fault) => [fault, EACH])), latency: 2 * EACH };
    let folder: string;
    let proxies: FaultProxy[] = [];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'phase-mirror-faults-'));
    });
    afterAll(async () => {
      await Promise.all(proxies.map((proxy) => proxy.close()));
      await rm(folder, { recursive: true, force: true });
    });

    it('all there, none twice, totals equal a recount', async () => {
      const environment = freshEnvironment();
      const direct = optionsOf(endpointOf(SERVER), environment);
      const bare = bareClients(endpointOf(SERVER));
      await provision(bare, direct);
      bare.destroy();
      proxies = await Promise.all(
        Array.from({ length: PROCESSES }, (_, index) =>
          startFaultProxy(endpointOf(SERVER), { decide: randomly(index + 1, faults), latencyMs: 50 }),
        ),
      );
      const events = Array.from(
        { length: COUNT },
        (_, index): FPEvent =>
          event(`event ${index}`, {
            ruleVersion: 1 + (index % 2),
            occurredAt: START - (index % 5) * DAY_MS - index,
            change: `pr#${index + 1}`,
          }),
      );
      const outcomes = await Promise.all(
        proxies.map(async ({ endpoint }, process) => {
          // Every tenth event is recorded by two processes.
          const mine = events.filter(
            (_, index) => index % PROCESSES === process || (index % 10 === 0 && (index + 1) % PROCESSES === process),
          );
          const eventsFile = join(folder, `${process}.json`);
          await writeFile(eventsFile, JSON.stringify(mine));
          const options = {
            ...optionsOf(endpoint, environment),
            requestTimeoutMs: 20_000,
            deadlineMs: 60_000,
            retryDelayMs: 20,
          };
          const work = JSON.stringify({ options, now: START, eventsFile });
          const { stdout } = await run(globalThis.process.execPath, ['__tests__/support/record-worker.mjs', work]);
          return JSON.parse(stdout) as { again: number };
        }),
      );
      expect(outcomes).toHaveLength(PROCESSES);
      const requests = proxies.reduce((sum, proxy) => sum + proxy.requests(), 0);
      const struck = proxies.flatMap((proxy) => Object.values(proxy.struck())).reduce((sum, count) => sum + count, 0);
      // The faults did strike: a fifth of the requests, within what chance allows (ten standard deviations).
      expect(Math.abs(struck / requests - 0.2)).toBeLessThan((10 * 0.4) / Math.sqrt(requests));

      const stores = openAwsStores({ ...direct, requestTimeoutMs: 60_000, deadlineMs: 120_000 }, new ManualClock());
      const listed = await all(stores.fp.listEvents({}));
      expect(listed.length).toBe(COUNT);
      expect(new Set(listed.map(({ eventId }) => eventId))).toEqual(new Set(events.map(({ eventId }) => eventId)));
      for (const ruleVersion of [1, 2]) {
        const totals = await stores.fp.dailyTotals(RULE, ruleVersion, '2026-05-01', '2026-05-31');
        const recount = new Map<string, number>();
        for (const one of listed.filter((each) => each.ruleVersion === ruleVersion)) {
          const day = new Date(one.occurredAt).toISOString().slice(0, 10);
          recount.set(day, (recount.get(day) ?? 0) + 1);
        }
        expect(new Map(totals.map(({ day, total }) => [day, total]))).toEqual(recount);
      }
      expect((await stores.fp.getWindowBySince(RULE, START - 10 * DAY_MS)).total).toBe(COUNT);
      await stores.close();
    }, 600_000);
  });
});

/** Every odd request: each call meets the fault once, and its second attempt goes through. */
function everySecond(fault: Fault): Decide {
  return (number) => (number % 2 === 1 ? fault : null);
}

import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Memory, openMemory } from '../../src/oracle/memory.js';
import { noopAnonymizer, saltedAnonymizer } from '../../src/privacy/anonymizer.js';
import type { ConsentResource } from '../../src/stores/ports.js';
import { openSqliteStores } from '../../src/stores/sqlite/index.js';
import type { Stores } from '../../src/stores/stores.js';
import { findingId, storedEvent } from '../support/events.js';
import { Workshop } from '../support/git-repo.js';

const NOW = Date.parse('2026-11-24T10:30:00Z');
const FINDING = findingId('3f9a1c07');
const EVENTS: readonly ConsentResource[] = ['events'];
const workshop = new Workshop();
afterAll(() => workshop.clean());

const salt = (version: number) =>
  saltedAnonymizer({ version, value: String(version).repeat(64), issuedAt: NOW }, 'identity_salt_v*');
const [v1, v2] = [salt(1), salt(2)];
const clock = { now: () => NOW };

let stores: Stores;
beforeEach(async () => {
  stores = await openSqliteStores(join(workshop.folder(), 'pm.db'), clock);
});
afterEach(() => stores.close());

/** Before the salt was rotated, and after. */
const underOld = (): Memory => new Memory(stores, [v1], clock);
const underBoth = (): Memory => new Memory(stores, [v2, v1], clock);
/** Once the old salt is gone. */
const underNew = (): Memory => new Memory(stores, [v2], clock);

const grant = { resources: EVENTS, excludes: [], grantor: 5, expiresAt: null, revocable: true };

describe('findings under several salts', () => {
  beforeEach(async () => {
    for (const [anonymizer, change] of [
      [v1, 'pr#1'],
      [v2, 'pr#2'],
    ] as const) {
      await stores.fp.recordEvent(
        storedEvent(NOW - 1000, {
          repository: anonymizer.repository(7),
          saltVersion: anonymizer.saltVersion,
          change,
          actors: [anonymizer.actor(5)],
        }),
      );
    }
  });

  it('are one finding of one repository', async () => {
    expect(await underBoth().findings('3f9a1c07', 7)).toEqual([
      {
        findingId: FINDING,
        places: [
          { repository: v2.repository(7), saltVersion: 2 },
          { repository: v1.repository(7), saltVersion: 1 },
        ],
      },
    ]);
    expect(await underBoth().findings('3f9a1c07', 8)).toEqual([]);
    expect(await underNew().findings('3f9a1c07', 7)).toMatchObject([{ places: [{ saltVersion: 2 }] }]);
  });

  it('are judged together, each by the identity its row would know the reviewer by', async () => {
    const memory = underBoth();
    const [candidate] = await memory.findings('3f9a1c07', 7);
    const judged = await memory.judge(candidate!, 'false-positive', { reviewer: 5, ticket: 'x' });
    expect(judged).toEqual({ events: 2, changed: 2, own: 2, redacted: {} });
    for (const anonymizer of [v1, v2]) {
      const events = await stores.fp.getFinding({ repository: anonymizer.repository(7), findingId: FINDING });
      expect(events).toMatchObject([{ verdicts: [{ reviewer: anonymizer.actor(5) }] }]);
    }
    const [again] = await underOld().findings('3f9a1c07', 7);
    expect(await underOld().judge(again!, 'false-positive', { reviewer: 5, ticket: 'x' })).toMatchObject({
      changed: 0,
    });
  });

  it('are listed together', async () => {
    const changes = [];
    for await (const { change } of underBoth().events({}, 7)) changes.push(change);
    expect(changes).toEqual(['pr#2', 'pr#1']);
  });
});

describe('consent under several salts', () => {
  it('still holds after a rotation, and ends with the old salt', async () => {
    await underOld().grant({ org: 1 }, grant);
    expect(await underBoth().check({ org: 1, repository: 7 }, EVENTS)).toMatchObject({ granted: true });
    expect(await underNew().check({ org: 1, repository: 7 }, EVENTS)).toMatchObject({ reason: 'never-granted' });
  });

  it('is replaced by what was granted later', async () => {
    await underOld().grant({ org: 1 }, { ...grant, excludes: [7] });
    await underOld().grant({ org: 1, repository: 7 }, grant);
    expect(await underBoth().check({ org: 1, repository: 7 }, EVENTS)).toMatchObject({ reason: 'excluded' });
    await underBoth().grant({ org: 1 }, { ...grant, resources: ['aggregate'] });
    expect(await underBoth().check({ org: 1, repository: 7 }, EVENTS)).toMatchObject({
      reason: 'granted-by-repository',
    });
    expect(await underBoth().consent({ org: 1 })).toMatchObject({ resources: ['aggregate'] });
    expect(await underBoth().consentHistory({ org: 1 })).toMatchObject([
      { scope: { kind: 'org', org: v1.org(1) } },
      { scope: { kind: 'repo', repository: v1.repository(7) } },
      { scope: { kind: 'org', org: v2.org(1) } },
    ]);
  });

  it('excludes a repository by the identity of the grant that does', async () => {
    await underOld().grant({ org: 1 }, { ...grant, excludes: [7] });
    await underBoth().grant({ org: 1, repository: 7 }, grant);
    expect(await underBoth().check({ org: 1, repository: 7 }, EVENTS)).toMatchObject({ reason: 'excluded' });
    expect(await underBoth().check({ org: 1, repository: 8 }, EVENTS)).toMatchObject({ granted: true });
  });

  it('is revoked where it is', async () => {
    await underOld().grant({ org: 1 }, grant);
    expect(await underBoth().revoke({ org: 1 }, 6)).toMatchObject({
      scope: { org: v1.org(1) },
      revoked: { by: v1.actor(6) },
    });
    expect(await underBoth().check({ org: 1, repository: 7 }, EVENTS)).toMatchObject({ reason: 'revoked' });
    await expect(underBoth().revoke({ org: 2 }, 6)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('openMemory', () => {
  it('opens a database with identities as they are', async () => {
    const memory = await openMemory(
      { backend: 'sqlite', file: join(workshop.folder(), 'x.db'), access: 'create' },
      clock,
    );
    const record = await memory.grant({ org: 1, repository: 7 }, { ...grant, grantor: 'local:ab' });
    expect(record).toMatchObject({
      scope: { kind: 'repo', org: 'org:1', repository: 'repository:7' },
      grantor: 'actor:local:ab',
    });
    await memory.close();
  });

  it('needs an anonymizer', () => {
    expect(() => new Memory(stores, [], clock)).toThrow(RangeError);
    expect(new Memory(stores, [noopAnonymizer({ backend: 'sqlite' })], clock).description).toContain('pm.db');
  });
});

import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Repositories } from '../../src/oracle/calibrate-repositories.js';
import { Memory } from '../../src/oracle/memory.js';
import { type Anonymizer, saltedAnonymizer } from '../../src/privacy/anonymizer.js';
import { StoreError } from '../../src/stores/errors.js';
import { openSqliteStores } from '../../src/stores/sqlite/index.js';
import type { Stores } from '../../src/stores/stores.js';
import { Workshop } from '../support/git-repo.js';

const NOW = Date.parse('2026-11-24T10:30:00Z');
const ORG = 5;
const clock = { now: () => NOW };
const workshop = new Workshop();
const opened: Stores[] = [];
afterAll(async () => {
  for (const each of opened) await each.close();
  workshop.clean();
});

const salt = (version: number) => saltedAnonymizer({ version, value: String(version).repeat(64), issuedAt: NOW });
const [v1, v2] = [salt(1), salt(2)];

let stores: Stores;
beforeEach(async () => {
  stores = await openSqliteStores(join(workshop.folder(), 'pm.db'), clock);
  opened.push(stores);
});

const grant = { resources: ['aggregate'], excludes: [], grantor: 9, expiresAt: null, revocable: true } as const;
type Ring = readonly [Anonymizer, ...Anonymizer[]];
const give = (ring: Ring, repository?: number, more: object = {}) =>
  new Memory(stores, ring, clock).grant(repository === undefined ? { org: ORG } : { org: ORG, repository }, {
    ...grant,
    ...more,
  });

function repositories(
  ring: Ring,
  known: readonly number[] = [],
  more: { stores?: Stores; ownerId?: number | null } = {},
) {
  return new Repositories({ stores, anonymizers: ring, known, ownerId: ORG, clock, ...more });
}

describe('consent to be counted', () => {
  it('is asked of each repository, and what is left out is told by reason', async () => {
    await give([v1], undefined, { excludes: [3] });
    await give([v1], 4, { resources: ['events'], grantor: 8 });
    await new Memory(stores, [v1], clock).revoke({ org: ORG, repository: 4 }, 8);
    const found = repositories([v1]);
    const names = [];
    for (const id of [1, 2, 3, 4]) names.push(await found.nameOf(v1.repository(id), 1));
    expect(names).toEqual([v1.repository(1), v1.repository(2), null, null]);
    expect(found.known(v1.repository(3))).toBeNull();
    expect([found.counted(), found.leftOut()]).toEqual([
      2,
      [
        { reason: 'excluded from the consent of the organisation', repositories: 1 },
        { reason: 'whose consent was revoked', repositories: 1 },
      ],
    ]);
    expect(found.problems()).toEqual([]);
  });

  it('is none where nobody gave it, or gave it for something else', async () => {
    expect(await repositories([v1]).nameOf(v1.repository(1), 1)).toBeNull();
    await give([v1], undefined, { resources: ['events', 'verdicts'] });
    const found = repositories([v1], [1]);
    expect(await found.nameOf(v1.repository(1), 1)).toBeNull();
    expect(found.leftOut()).toEqual([{ reason: 'whose consent does not cover `aggregate`', repositories: 1 }]);
  });

  it('is implicit in a database', async () => {
    const found = repositories([v1], [], { ownerId: null });
    expect(await found.nameOf('repository:1', 0)).toBe('repository:1');
  });

  it('that cannot be asked for is none, and makes the look incomplete', async () => {
    const down = new StoreError({ operation: 'ConsentStore.getConsent', code: 'UNAVAILABLE', reason: 'is away' });
    const consent = {
      ...stores.consent,
      getConsent: () => Promise.reject(down),
      checkConsent: () => Promise.reject(down),
    };
    const found = repositories([v1], [1], { stores: { ...stores, consent: consent as Stores['consent'] } });
    expect([await found.nameOf(v1.repository(1), 1), await found.nameOf(v1.repository(2), 1)]).toEqual([null, null]);
    expect(found.leftOut()).toEqual([{ reason: 'whose consent could not be asked for', repositories: 2 }]);
    expect(found.problems()).toEqual([
      expect.stringMatching(/^Consent could not be asked for, which counts as none: .*UNAVAILABLE/),
    ]);
  });
});

describe('a repository under two salts', () => {
  const ring: Ring = [v2, v1];

  it('is one where its id is known', async () => {
    await give([v1]);
    const found = repositories(ring, [1]);
    expect(await found.nameOf(v1.repository(1), 1)).toBe(v2.repository(1));
    expect(await found.nameOf(v2.repository(1), 2)).toBe(v2.repository(1));
    expect([found.counted(), found.canonical(v1.repository(1)), found.canonical('x')]).toEqual([
      1,
      v2.repository(1),
      'x',
    ]);
  });

  it('is two where it is not, and counts while nothing is said of single repositories', async () => {
    await give([v1]);
    const found = repositories(ring);
    expect(await found.nameOf(v1.repository(1), 1)).toBe(v1.repository(1));
    expect(await found.nameOf(v2.repository(1), 2)).toBe(v2.repository(1));
    expect(found.counted()).toBe(2);
  });

  it.each([
    ['an exclude of it', () => give([v2], undefined, { excludes: [1] })],
    ['a grant for one repository', () => give([v2], 1)],
  ])('is left out where %s may be meant under the other', async (_, say) => {
    await give([v1]);
    await say();
    const found = repositories(ring);
    expect(await found.nameOf(v1.repository(1), 1)).toBeNull();
    expect(found.leftOut()[0]?.reason).toBe('under an older identity salt, whose consent cannot be told');
    const named = repositories(ring, [2]);
    expect(await named.nameOf(v1.repository(2), 1)).toBe(v2.repository(2));
  });

  it('is left out under a salt that is gone', async () => {
    await give([v2]);
    expect(await repositories([v2]).nameOf(v1.repository(1), 1)).toBeNull();
  });
});

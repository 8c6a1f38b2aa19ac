/** ConsentStore: what was granted, to whom, until when, and what that means for a repository. */
import { describe, expect } from '@jest/globals';
import {
  CONSENT_RESOURCES,
  type ConsentAnswer,
  type ConsentGrant,
  type ConsentResource,
  type ConsentScope,
  type ConsentStore,
  DAY_MS,
} from '../../src/stores/ports.js';
import { type Backend, casesOf, expectCode, START } from './backend.js';
import { hex } from './events.js';

export const PORT = 'consent-store';

const ORG = hex('org', 64);
const REPO = hex('repo', 64);
const SECOND = hex('second repo', 64);
const ADA = hex('ada', 64);
const BOB = hex('bob', 64);

const orgScope: ConsentScope = { kind: 'org', org: ORG };
const repoScope: ConsentScope = { kind: 'repo', org: ORG, repository: REPO };

function grant(scope: ConsentScope, overrides: Partial<ConsentGrant> = {}): ConsentGrant {
  return {
    scope,
    resources: ['events', 'verdicts', 'aggregate'],
    excludes: [],
    grantor: ADA,
    grantedAt: START,
    expiresAt: null,
    revocable: true,
    ...overrides,
  };
}

function ask(
  store: ConsentStore,
  at: number = START,
  { repository = REPO, resources = ['events'] }: { repository?: string; resources?: ConsentResource[] } = {},
): Promise<ConsentAnswer> {
  return store.checkConsent({ org: ORG, repository, resources }, at);
}

const no = (reason: ConsentAnswer['reason'], missing: readonly ConsentResource[] = ['events']): ConsentAnswer => ({
  granted: false,
  reason,
  missing,
});
const yes = (reason: ConsentAnswer['reason']): ConsentAnswer => ({ granted: true, reason, missing: [] });

export function consentStoreContract(backend: Backend): void {
  describe(`ConsentStore on ${backend.name}`, () => {
    const { check, done } = casesOf(PORT, backend);

    check('absent', 'answers null, false and never-granted where there is nothing', async ({ stores: { consent } }) => {
      expect(await consent.getConsent(orgScope)).toBeNull();
      expect(await consent.getConsent(repoScope)).toBeNull();
      expect(await consent.hasValidConsent(repoScope, START)).toBe(false);
      expect(await ask(consent, START, { resources: ['events', 'aggregate'] })).toEqual(
        no('never-granted', ['events', 'aggregate']),
      );
      expect(await consent.consentHistory(ORG)).toEqual([]);
      await expectCode(consent.revokeConsent(orgScope, BOB, START), 'NOT_FOUND');
      expect(await consent.consentHistory(ORG)).toEqual([]);
    });

    check('recorded', 'gives back a grant as it was recorded', async ({ stores: { consent } }) => {
      const whole = grant(orgScope, { excludes: [SECOND], expiresAt: START + DAY_MS, revocable: false });
      const record = await consent.recordConsent(whole);
      expect(record).toEqual({ ...whole, version: 1, revoked: null });
      expect(await consent.getConsent(orgScope)).toEqual(record);
      expect(await consent.getConsent(repoScope)).toBeNull();
      expect(await consent.getConsent({ kind: 'org', org: hex('another org', 64) })).toBeNull();
    });

    check('org-covers', "covers an organisation's repositories by its grant", async ({ stores: { consent } }) => {
      await consent.recordConsent(grant(orgScope));
      expect(await ask(consent)).toEqual(yes('granted-by-org'));
      expect(await ask(consent, START, { repository: SECOND, resources: [...CONSENT_RESOURCES] })).toEqual(
        yes('granted-by-org'),
      );
      expect(await consent.hasValidConsent(orgScope, START)).toBe(true);
      // Exactly this scope: the repository has no grant of its own.
      expect(await consent.hasValidConsent(repoScope, START)).toBe(false);
      const elsewhere = { org: hex('another org', 64), repository: REPO, resources: ['events' as const] };
      expect(await consent.checkConsent(elsewhere, START)).toEqual(no('never-granted'));
    });

    check(
      'repo-specific',
      "covers by a repository's own grant that repository only",
      async ({ stores: { consent } }) => {
        await consent.recordConsent(grant(repoScope));
        expect(await ask(consent)).toEqual(yes('granted-by-repository'));
        expect(await ask(consent, START, { repository: SECOND })).toEqual(no('never-granted'));
        expect(await consent.hasValidConsent(repoScope, START)).toBe(true);
        expect(await consent.hasValidConsent(orgScope, START)).toBe(false);
      },
    );

    check('excluded', 'lets an exclude win over every grant', async ({ stores: { consent } }) => {
      await consent.recordConsent(grant(orgScope, { excludes: [REPO] }));
      expect(await ask(consent)).toEqual(no('excluded'));
      expect(await ask(consent, START, { repository: SECOND })).toEqual(yes('granted-by-org'));
      await consent.recordConsent(grant(repoScope));
      expect(await ask(consent)).toEqual(no('excluded'));
      await consent.recordConsent(grant(orgScope));
      expect(await ask(consent)).toEqual(yes('granted-by-repository'));
    });

    check(
      'resources',
      'grants what both grant together, and names what is missing',
      async ({ stores: { consent } }) => {
        await consent.recordConsent(grant(orgScope, { resources: ['events'] }));
        expect(await ask(consent, START, { resources: ['events', 'verdicts', 'aggregate'] })).toEqual(
          no('resource-not-granted', ['verdicts', 'aggregate']),
        );
        await consent.recordConsent(grant(repoScope, { resources: ['verdicts'] }));
        expect(await ask(consent, START, { resources: ['events', 'verdicts'] })).toEqual(yes('granted-by-org'));
        expect(await ask(consent, START, { resources: ['verdicts'] })).toEqual(yes('granted-by-repository'));
        expect(await ask(consent, START, { resources: ['aggregate'] })).toEqual(
          no('resource-not-granted', ['aggregate']),
        );
      },
    );

    check('expiry', 'lets a grant run out at its instant, and not before', async ({ stores: { consent } }) => {
      const end = START + 3 * DAY_MS;
      await consent.recordConsent(grant(orgScope, { expiresAt: end }));
      expect(await ask(consent, end - 1)).toEqual(yes('granted-by-org'));
      expect(await ask(consent, end)).toEqual(no('expired'));
      expect(await consent.hasValidConsent(orgScope, end - 1)).toBe(true);
      expect(await consent.hasValidConsent(orgScope, end)).toBe(false);
      // Run out is not the same as never given.
      expect((await consent.getConsent(orgScope))?.expiresAt).toBe(end);
    });

    check(
      'expiry-keeps-record',
      'still answers a record long after it ran out',
      async ({ stores: { consent }, clock }) => {
        await consent.recordConsent(grant(repoScope, { expiresAt: START + DAY_MS }));
        clock.advance(500 * DAY_MS);
        expect((await consent.getConsent(repoScope))?.version).toBe(1);
        expect(await ask(consent, clock.now())).toEqual(no('expired'));
        expect(await consent.consentHistory(ORG)).toHaveLength(1);
      },
    );

    check('repo-expired-org-stands', "leaves the organisation's grant beside one that ran out", async (world) => {
      const { consent } = world.stores;
      await consent.recordConsent(grant(repoScope, { expiresAt: START + 1 }));
      await consent.recordConsent(grant(orgScope));
      expect(await ask(consent, START)).toEqual(yes('granted-by-repository'));
      expect(await ask(consent, START + 1)).toEqual(yes('granted-by-org'));
    });

    check('revocation', 'ends a grant when it is revoked, once', async ({ stores: { consent } }) => {
      await consent.recordConsent(grant(orgScope));
      const revoked = await consent.revokeConsent(orgScope, BOB, START + 1000);
      expect(revoked).toEqual({ ...grant(orgScope), version: 2, revoked: { by: BOB, at: START + 1000 } });
      expect(await ask(consent, START + 2000)).toEqual(no('revoked'));
      expect(await consent.hasValidConsent(orgScope, START + 2000)).toBe(false);
      // Again is no error, and changes nothing.
      expect(await consent.revokeConsent(orgScope, ADA, START + 9000)).toEqual(revoked);
      expect(await consent.getConsent(orgScope)).toEqual(revoked);
      expect(await consent.consentHistory(ORG)).toHaveLength(2);
    });

    check('repo-revoked', "lets a repository's revocation win over the organisation's grant", async (world) => {
      const { consent } = world.stores;
      await consent.recordConsent(grant(orgScope));
      await consent.recordConsent(grant(repoScope));
      await consent.revokeConsent(repoScope, BOB, START + 1000);
      expect(await ask(consent, START + 2000)).toEqual(no('revoked'));
      expect(await ask(consent, START + 2000, { repository: SECOND })).toEqual(yes('granted-by-org'));
    });

    check('granted-again', 'takes a new grant after a revocation', async ({ stores: { consent } }) => {
      await consent.recordConsent(grant(repoScope));
      await consent.revokeConsent(repoScope, BOB, START + 1000);
      const again = await consent.recordConsent(grant(repoScope, { grantor: BOB, grantedAt: START + 2000 }));
      expect(again).toMatchObject({ version: 3, revoked: null, grantor: BOB });
      expect(await ask(consent, START + 3000)).toEqual(yes('granted-by-repository'));
    });

    check('non-revocable', 'does not revoke what was given as not revocable', async ({ stores: { consent } }) => {
      const given = await consent.recordConsent(grant(repoScope, { revocable: false, expiresAt: START + DAY_MS }));
      await expectCode(consent.revokeConsent(repoScope, BOB, START + 1), 'NOT_REVOCABLE');
      expect(await consent.getConsent(repoScope)).toEqual(given);
      expect(await ask(consent, START + 2)).toEqual(yes('granted-by-repository'));
      expect(await ask(consent, START + DAY_MS)).toEqual(no('expired'));
    });

    check('history', 'keeps every grant and revocation, oldest first', async ({ stores: { consent }, clock }) => {
      const other: ConsentScope = { kind: 'repo', org: ORG, repository: SECOND };
      const steps: (() => Promise<unknown>)[] = [
        () => consent.recordConsent(grant(orgScope, { grantedAt: clock.now() })),
        () => consent.recordConsent(grant(repoScope, { grantedAt: clock.now(), resources: ['events'] })),
        () => consent.revokeConsent(orgScope, BOB, clock.now()),
        () => consent.recordConsent(grant(other, { grantedAt: clock.now() })),
        () => consent.recordConsent(grant(orgScope, { grantedAt: clock.now(), excludes: [REPO] })),
        () => consent.revokeConsent(repoScope, ADA, clock.now()),
      ];
      for (const step of steps) {
        await step();
        clock.advance(DAY_MS);
      }
      await consent.recordConsent(grant({ kind: 'org', org: hex('another org', 64) }));
      const history = await consent.consentHistory(ORG);
      expect(history.map(({ scope, version, revoked }) => [scope, version, revoked?.by ?? null])).toEqual([
        [orgScope, 1, null],
        [repoScope, 1, null],
        [orgScope, 2, BOB],
        [other, 1, null],
        [orgScope, 3, null],
        [repoScope, 2, ADA],
      ]);
      expect(history[4]?.excludes).toEqual([REPO]);
      expect(history[2]).toMatchObject({ grantor: ADA, excludes: [] });
    });

    check('history-pages', 'reads a history of more than one page (1 MB)', async ({ stores: { consent }, clock }) => {
      const excludes = Array.from({ length: 900 }, (_, index) => hex(`excluded ${index}`, 64));
      for (let index = 0; index < 22; index += 1) {
        await consent.recordConsent(grant(orgScope, { grantedAt: clock.now(), excludes }));
        clock.advance(1000);
      }
      const history = await consent.consentHistory(ORG);
      expect(history.map(({ version }) => version)).toEqual(Array.from({ length: 22 }, (_, index) => index + 1));
      expect(history.at(-1)?.excludes).toEqual(excludes);
      expect(await ask(consent, clock.now(), { repository: excludes[899] as string })).toEqual(no('excluded'));
    });

    check('invalid', 'refuses a grant that is not in its form, and writes nothing', async ({ stores: { consent } }) => {
      const wrong: readonly Partial<ConsentGrant>[] = [
        { resources: [] },
        { resources: ['everything' as 'events'] },
        { grantor: 'Ada Lovelace' },
        { expiresAt: START },
        { grantedAt: Number.NaN },
        { excludes: ['not an identity'] },
      ];
      for (const overrides of wrong) await expectCode(consent.recordConsent(grant(orgScope, overrides)), 'INVALID');
      await expectCode(consent.recordConsent(grant(repoScope, { excludes: [SECOND] })), 'INVALID');
      expect(await consent.consentHistory(ORG)).toEqual([]);
    });

    check('racing-grants', 'numbers eight grants that come at once one after the other', async (world) => {
      const handles = await Promise.all(Array.from({ length: 8 }, () => world.another()));
      await Promise.all(handles.map(({ consent }) => consent.recordConsent(grant(repoScope))));
      expect((await world.stores.consent.getConsent(repoScope))?.version).toBe(8);
      const versions = (await world.stores.consent.consentHistory(ORG)).map(({ version }) => version).sort();
      expect(versions).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    });

    done();
  });
}

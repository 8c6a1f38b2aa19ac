import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isInForce, judgeConsent } from '../../src/stores/consent.js';
import type { ConsentRecord, ConsentResource } from '../../src/stores/ports.js';
import { CONSENT_RESOURCES } from '../../src/stores/ports.js';

const AT = 1000;

function orgGrant(overrides: Partial<ConsentRecord> = {}): ConsentRecord {
  return {
    scope: { kind: 'org', org: 'acme' },
    resources: ['events', 'verdicts', 'aggregate'],
    excludes: [],
    grantor: 'boss',
    grantedAt: 1,
    expiresAt: null,
    revocable: true,
    version: 1,
    revoked: null,
    ...overrides,
  };
}

function repoGrant(overrides: Partial<ConsentRecord> = {}): ConsentRecord {
  return orgGrant({ scope: { kind: 'repo', org: 'acme', repository: 'shop' }, ...overrides });
}

const revoked = { by: 'boss', at: 2 };

describe('judgeConsent', () => {
  const all: ConsentResource[] = [...CONSENT_RESOURCES];
  const cases: [string, ConsentRecord | null, ConsentRecord | null, string][] = [
    ['nobody was asked', null, null, 'never-granted'],
    ['the organisation granted', orgGrant(), null, 'granted-by-org'],
    ['the repository granted', null, repoGrant(), 'granted-by-repository'],
    ['both granted', orgGrant(), repoGrant(), 'granted-by-repository'],
    ['the organisation excludes it', orgGrant({ excludes: ['shop'] }), null, 'excluded'],
    ['an exclude wins over the own grant', orgGrant({ excludes: ['shop'] }), repoGrant(), 'excluded'],
    ['another repository is excluded', orgGrant({ excludes: ['shop2'] }), null, 'granted-by-org'],
    [
      'an exclude of a grant that has run out',
      orgGrant({ excludes: ['shop'], expiresAt: 5 }),
      repoGrant(),
      'granted-by-repository',
    ],
    ['the repository revoked, the organisation grants', orgGrant(), repoGrant({ revoked }), 'revoked'],
    ['the organisation revoked, the repository grants', orgGrant({ revoked }), repoGrant(), 'granted-by-repository'],
    ['the organisation revoked', orgGrant({ revoked }), null, 'revoked'],
    ['both revoked', orgGrant({ revoked }), repoGrant({ revoked }), 'revoked'],
    ['the organisation’s ran out', orgGrant({ expiresAt: 5 }), null, 'expired'],
    ['the repository’s ran out, the organisation grants', orgGrant(), repoGrant({ expiresAt: 5 }), 'granted-by-org'],
    [
      'the repository’s ran out, the organisation revoked',
      orgGrant({ revoked }),
      repoGrant({ expiresAt: 5 }),
      'expired',
    ],
    ['both ran out', orgGrant({ expiresAt: 5 }), repoGrant({ expiresAt: 5 }), 'expired'],
  ];
  it.each(cases)('%s', (_, org, repo, reason) => {
    const granted = reason.startsWith('granted');
    expect(judgeConsent(org, repo, 'shop', all, AT)).toEqual({ granted, reason, missing: granted ? [] : all });
  });

  it('names what is missing of what was asked for, in that order', () => {
    const answer = judgeConsent(
      orgGrant({ resources: ['verdicts'] }),
      null,
      'shop',
      ['aggregate', 'verdicts', 'events'],
      AT,
    );
    expect(answer).toEqual({ granted: false, reason: 'resource-not-granted', missing: ['aggregate', 'events'] });
  });

  it('adds up what both grant, and says who granted all of it', () => {
    const [org, repo] = [orgGrant({ resources: ['events'] }), repoGrant({ resources: ['verdicts'] })];
    expect(judgeConsent(org, repo, 'shop', ['events', 'verdicts'], AT)).toMatchObject({ reason: 'granted-by-org' });
    expect(judgeConsent(org, repo, 'shop', ['verdicts'], AT)).toMatchObject({ reason: 'granted-by-repository' });
    expect(judgeConsent(org, repo, 'shop', ['events'], AT)).toMatchObject({ granted: true, reason: 'granted-by-org' });
  });

  it('grants nothing where nothing is asked for', () => {
    const none = { granted: false, reason: 'resource-not-granted', missing: [] };
    expect(judgeConsent(orgGrant(), repoGrant(), 'shop', [], AT)).toEqual(none);
    expect(judgeConsent(null, null, 'shop', [], AT)).toEqual({ ...none, reason: 'never-granted' });
  });

  const record = fc.record({
    resources: fc.uniqueArray(fc.constantFrom(...CONSENT_RESOURCES), { minLength: 1 }),
    excludes: fc.subarray(['shop', 'other']),
    expiresAt: fc.option(fc.integer({ min: AT - 1, max: AT + 1 })),
    revoked: fc.option(fc.constant(revoked)),
  });
  const scene = [fc.option(record), fc.option(record.map((one) => ({ ...one, excludes: [] })))] as const;

  it('grants only what a record in force grants, never an excluded or revoked repository', () => {
    fc.assert(
      fc.property(...scene, fc.subarray([...CONSENT_RESOURCES], { minLength: 1 }), (org, repo, asked) => {
        const [o, r] = [org && orgGrant(org), repo && repoGrant(repo)];
        const { granted, missing } = judgeConsent(o, r, 'shop', asked, AT);
        const valid = [o, r].filter((one) => one !== null).filter((one) => isInForce(one, AT));
        const covered = asked.every((resource) => valid.some((one) => one.resources.includes(resource)));
        const barred =
          (o !== null && isInForce(o, AT) && o.excludes.includes('shop')) || (r !== null && r.revoked !== null);
        expect(granted).toBe(covered && !barred);
        expect(missing.length === 0).toBe(granted);
      }),
    );
  });
});

describe('isInForce', () => {
  it('ends with the very instant of its expiry', () => {
    expect(isInForce(orgGrant({ expiresAt: AT }), AT - 1)).toBe(true);
    expect(isInForce(orgGrant({ expiresAt: AT }), AT)).toBe(false);
    expect(isInForce(orgGrant({ expiresAt: null }), Number.MAX_SAFE_INTEGER)).toBe(true);
    expect(isInForce(orgGrant({ revoked }), 0)).toBe(false);
  });
});

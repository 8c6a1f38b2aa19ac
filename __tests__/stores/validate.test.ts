import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StoreError, type StoreErrorCode } from '../../src/stores/errors.js';
import type { Block, ConsentGrant, FPEvent, Verdict } from '../../src/stores/ports.js';
import { DAY_MS, EVENT_DAYS, MAX_DOCUMENT_BYTES } from '../../src/stores/ports.js';
import * as check from '../../src/stores/validate.js';

const NOW = Date.parse('2026-05-13T12:00:00Z');
/** One millisecond after the last instant that a store takes. */
const YEAR_10000 = 253_402_300_800_000;

function thrown(work: () => void, code: StoreErrorCode = 'INVALID'): string {
  try {
    work();
  } catch (error) {
    if (error instanceof StoreError && error.code === code && error.operation === 'op') return error.message;
    throw error;
  }
  throw new Error('took it');
}

const EVENT: FPEvent = {
  eventId: 'ab'.repeat(32),
  findingId: 'cd'.repeat(16),
  ruleId: 'MD-004',
  ruleVersion: 1,
  repository: 'ef'.repeat(32),
  saltVersion: 0,
  change: 'pr#12',
  severity: 'high',
  level: 'block',
  blocked: false,
  actors: [],
  occurredAt: NOW,
};

describe('checkEvent', () => {
  it.each<Partial<FPEvent>>([
    {},
    { change: 'ref#refs/heads/ünï' },
    { change: 'pr#999999999999999' },
    { repository: 'local:owner/repo@1.x_y' },
    { ruleId: 'L0-PERMISSION-BITS' },
    { actors: Array.from({ length: check.MAX_ACTORS }, (_, n) => `a${n}`) },
    { occurredAt: NOW + check.MAX_CLOCK_SKEW_MS },
    { occurredAt: NOW - EVENT_DAYS * DAY_MS + 1 },
  ])('takes %j', (overrides) => {
    expect(() => check.checkEvent('op', { ...EVENT, ...overrides }, NOW)).not.toThrow();
  });

  it.each<[string, object]>([
    ['eventId', { eventId: 'AB'.repeat(32) }],
    ['eventId', { eventId: 'ab'.repeat(31) }],
    ['eventId', { eventId: `${'ab'.repeat(32)}\n` }],
    ['findingId', { findingId: 'cd'.repeat(17) }],
    ['ruleId', { ruleId: 'MD#004' }],
    ['ruleId', { ruleId: '' }],
    ['ruleId', { ruleId: 'x'.repeat(65) }],
    ['ruleVersion', { ruleVersion: 0 }],
    ['ruleVersion', { ruleVersion: 1.5 }],
    ['repository', { repository: 'a#b' }],
    ['repository', { repository: 'x'.repeat(129) }],
    ['saltVersion', { saltVersion: -1 }],
    ['change', { change: 'pr#0' }],
    ['change', { change: 'ref#' }],
    ['change', { change: `ref#${'x'.repeat(check.MAX_TEXT)}` }],
    ['change', { change: 12 }],
    ['severity', { severity: 'urgent' }],
    ['level', { level: 'off' }],
    ['blocked', { blocked: 1 }],
    ['actors', { actors: Array.from({ length: check.MAX_ACTORS + 1 }, (_, n) => `a${n}`) }],
    ['actors', { actors: ['fine', 'not fine'] }],
    ['occurredAt', { occurredAt: NOW + check.MAX_CLOCK_SKEW_MS + 1 }],
    ['occurredAt', { occurredAt: NOW - EVENT_DAYS * DAY_MS }],
    ['occurredAt', { occurredAt: 1.5 }],
    ['occurredAt', { occurredAt: -1 }],
    ['occurredAt', { occurredAt: Number.NaN }],
    ['occurredAt', { occurredAt: YEAR_10000 }],
  ])('refuses another %s: %j', (field, overrides) => {
    expect(thrown(() => check.checkEvent('op', { ...EVENT, ...overrides } as FPEvent, NOW))).toContain(
      `a ${field} that`,
    );
  });

  it('throws nothing but its error, whatever strings come', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.string({ size: 'large' }), (one, two, three) => {
        const event = { ...EVENT, eventId: one, repository: two, change: three };
        expect(thrown(() => check.checkEvent('op', event, NOW)).length).toBeLessThan(600);
      }),
    );
  });
});

describe('what windows and lists take', () => {
  it.each([1, 500, check.MAX_COUNT])('takes a count of %i', (count) => {
    expect(() => check.checkCount('op', 'MD-004', count)).not.toThrow();
  });

  it.each([0, -1, 1.5, check.MAX_COUNT + 1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a count of %p', (count) => {
    expect(thrown(() => check.checkCount('op', 'MD-004', count))).toContain('op (rule MD-004)');
  });

  it('refuses an instant outside of 1970 to 9999', () => {
    for (const since of [-1, YEAR_10000, 0.5])
      expect(thrown(() => check.checkSince('op', {}, since))).toContain('since');
    expect(() => check.checkSince('op', {}, YEAR_10000 - 1)).not.toThrow();
    expect(() => check.checkSince('op', {}, 0)).not.toThrow();
  });

  it('takes a prefix of 8 to 32 hex digits', () => {
    expect(() => check.checkPrefix('op', 'r', 'a'.repeat(8), 1)).not.toThrow();
    expect(() => check.checkPrefix('op', 'r', 'a'.repeat(32), check.MAX_COUNT)).not.toThrow();
    for (const prefix of ['a'.repeat(7), 'a'.repeat(33), 'A'.repeat(8), 'aaaaaaa%']) {
      expect(thrown(() => check.checkPrefix('op', 'r', prefix, 1))).toContain('prefix');
    }
    expect(thrown(() => check.checkPrefix('op', 'r', 'a'.repeat(8), 0))).toContain('limit');
    expect(thrown(() => check.checkPrefix('op', '', 'a'.repeat(8), 1))).toContain('repository');
  });

  it('takes a finding of a repository', () => {
    expect(() => check.checkFinding('op', 'r', 'a'.repeat(32))).not.toThrow();
    expect(thrown(() => check.checkFinding('op', 'r r', 'a'.repeat(32)))).toContain('repository');
    expect(thrown(() => check.checkFinding('op', 'r', 'a'.repeat(31)))).toContain('findingId');
  });

  it('takes a query in which every field is in its form', () => {
    expect(() => check.checkQuery('op', {})).not.toThrow();
    expect(() => check.checkQuery('op', { ruleId: 'MD-004', ruleVersion: 2, repository: 'r', since: 0 })).not.toThrow();
    expect(thrown(() => check.checkQuery('op', { ruleId: '#' }))).toContain('ruleId');
    expect(thrown(() => check.checkQuery('op', { ruleVersion: 0 }))).toContain('ruleVersion');
    expect(thrown(() => check.checkQuery('op', { repository: '#' }))).toContain('repository');
    expect(thrown(() => check.checkQuery('op', { since: -1 }))).toContain('since');
  });

  it('takes days that exist', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: YEAR_10000 - 1 }), (at) => {
        check.checkDay('op', 'MD-004', 'fromDay', new Date(at).toISOString().slice(0, 10));
      }),
    );
    for (const day of ['2026-02-29', '2026-13-01', '2026-1-1', '2026-01-01T00:00', '', '26-01-01', '2026-04-31']) {
      expect(thrown(() => check.checkDay('op', 'MD-004', 'toDay', day))).toContain('a toDay that is not a day');
    }
  });
});

describe('checkVerdict', () => {
  const verdict: Omit<Verdict, 'kind'> = { reviewer: 'ada', ticket: 'OPS-1', at: NOW, source: 'cli' };
  const id = 'cd'.repeat(16);

  it('takes every source', () => {
    for (const source of ['alert', 'suppression', 'cli', 'file'] as const)
      check.checkVerdict('op', id, { ...verdict, source });
    expect(thrown(() => check.checkVerdict('op', id, { ...verdict, source: 'rumour' as 'cli' }))).toContain('source');
  });

  it.each<[string, object]>([
    ['reviewer', { reviewer: '' }],
    ['reviewer', { reviewer: 'a b' }],
    ['ticket', { ticket: ' \n' }],
    ['ticket', { ticket: 'x'.repeat(check.MAX_TEXT + 1) }],
    ['ticket', { ticket: undefined }],
    ['at', { at: -1 }],
  ])('refuses another %s: %j', (field, overrides) => {
    expect(thrown(() => check.checkVerdict('op', id, { ...verdict, ...overrides }))).toContain(field);
  });

  it('refuses the prefix of a finding', () => {
    expect(thrown(() => check.checkVerdict('op', 'cdcdcdcd', verdict))).toContain('op (finding cdcdcdcd)');
  });
});

describe('checkGrant', () => {
  const grant: ConsentGrant = {
    scope: { kind: 'org', org: 'acme' },
    resources: ['events'],
    excludes: ['shop'],
    grantor: 'boss',
    grantedAt: 10,
    expiresAt: 11,
    revocable: false,
  };
  const repo = { kind: 'repo', org: 'acme', repository: 'shop' } as const;

  it('takes grants of organisations and of repositories', () => {
    expect(() => check.checkGrant('op', grant)).not.toThrow();
    expect(() => check.checkGrant('op', { ...grant, scope: repo, excludes: [], expiresAt: null })).not.toThrow();
  });

  it.each<[string, object]>([
    ['org that', { scope: { kind: 'org', org: '' } }],
    ['repository that', { scope: { ...repo, repository: 'a#b' }, excludes: [] }],
    ['resources that are empty', { resources: [] }],
    ['resources that hold', { resources: ['events', 'secrets'] }],
    ['excludes that belong', { scope: repo }],
    ['excludes that are more', { excludes: Array.from({ length: check.MAX_EXCLUDES + 1 }, (_, n) => `r${n}`) }],
    ['excludes that hold', { excludes: ['a b'] }],
    ['grantor that', { grantor: '' }],
    ['grantedAt that', { grantedAt: -1 }],
    ['expiresAt that is not an instant', { expiresAt: 0.5 }],
    ['expiresAt that is not after', { expiresAt: 10 }],
  ])('refuses %s: %j', (text, overrides) => {
    expect(thrown(() => check.checkGrant('op', { ...grant, ...overrides } as ConsentGrant))).toContain(text);
  });

  it('takes a revocation by somebody at some instant', () => {
    expect(() => check.checkRevocation('op', repo, 'boss', 0)).not.toThrow();
    expect(thrown(() => check.checkRevocation('op', repo, '', 0))).toContain('op (key repo acme/shop) was given a by');
    expect(thrown(() => check.checkRevocation('op', repo, 'boss', -1))).toContain('a at that');
    expect(thrown(() => check.checkRevocation('op', { kind: 'org', org: ' ' }, 'boss', 0))).toContain('org');
  });
});

describe('blocks and documents', () => {
  const block: Block = { ruleId: 'MD-004', repositoryId: 1, pullRequest: 2, authorId: 3, firstSeenAt: NOW };

  it('takes a block with public ids', () => {
    expect(() => check.checkBlock('op', block)).not.toThrow();
    for (const field of ['repositoryId', 'pullRequest', 'authorId', 'firstSeenAt'] as const) {
      for (const value of [field === 'firstSeenAt' ? -1 : 0, 1.5, Number.NaN]) {
        expect(thrown(() => check.checkBlock('op', { ...block, [field]: value }))).toContain(field);
      }
    }
    expect(thrown(() => check.checkBlock('op', { ...block, ruleId: '' }))).toContain('ruleId');
  });

  it('takes the key of a baseline', () => {
    expect(() => check.checkBaselineKey('op', { repositoryId: 1, branch: 'feat/ünï #1' })).not.toThrow();
    expect(thrown(() => check.checkBaselineKey('op', { repositoryId: 0, branch: 'main' }))).toContain('repositoryId');
    for (const branch of ['', 'x'.repeat(check.MAX_TEXT + 1)]) {
      expect(thrown(() => check.checkBaselineKey('op', { repositoryId: 1, branch }))).toContain('branch');
    }
  });

  it('takes a document up to its limit, and a sequence from 1 on', () => {
    const bytes = new Uint8Array(MAX_DOCUMENT_BYTES + 1);
    expect(() => check.checkBytes('op', {}, bytes.subarray(1))).not.toThrow();
    expect(thrown(() => check.checkBytes('op', { key: 'k' }, bytes), 'TOO_LARGE')).toContain('33554433 bytes');
    expect(() => check.checkSequence('op', 1)).not.toThrow();
    for (const sequence of [0, 1.5, Number.NaN, 2 ** 53])
      expect(thrown(() => check.checkSequence('op', sequence))).toContain('sequence');
  });
});

it('names scopes, cut to what a message can hold', () => {
  expect(check.scopeText({ kind: 'org', org: 'acme' })).toBe('org acme');
  expect(check.scopeText({ kind: 'repo', org: 'acme', repository: 'x'.repeat(500) })).toHaveLength(
    'repo acme/'.length + 80,
  );
});

import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  anonymizerRing,
  loadAnonymizerRing,
  noopAnonymizer,
  type RowBackend,
  saltedAnonymizer,
} from '../../src/privacy/anonymizer.js';
import { StoreError } from '../../src/stores/errors.js';
import { MemorySecrets, secret } from './memory-secrets.js';

const SALTS = '/guardian/staging/identity_salt_v*';
const anonymizer = saltedAnonymizer(secret(3), SALTS);
const KINDS = ['org', 'repository', 'actor'] as const;

describe('saltedAnonymizer', () => {
  it('is HMAC-SHA256 over the kind and the id, under the salt', () => {
    const expected = createHmac('sha256', Buffer.from(secret(3).value, 'hex'))
      .update('phase-mirror/identity/1\nrepository:583231')
      .digest('hex');
    expect(anonymizer.repository(583231)).toBe(expected);
    expect(anonymizer.repository(583231)).toBe(expected);
    expect(anonymizer.saltVersion).toBe(3);
  });

  it('keeps kinds, ids and salts apart, and takes 5 and "5" for one id', () => {
    const identities = KINDS.flatMap((kind) => [
      anonymizer[kind](5),
      anonymizer[kind](6),
      saltedAnonymizer(secret(4))[kind](5),
    ]);
    expect(new Set(identities).size).toBe(9);
    for (const kind of KINDS) expect(anonymizer[kind]('5')).toBe(anonymizer[kind](5));
  });

  it('gives every id its own identity, the same in every instance (property)', () => {
    const id = fc.oneof(fc.nat(), fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }));
    fc.assert(
      fc.property(id, id, (one, other) => {
        const again = saltedAnonymizer(secret(3));
        expect(anonymizer.actor(one)).toMatch(/^[0-9a-f]{64}$/);
        expect(again.actor(one)).toBe(anonymizer.actor(one));
        expect(anonymizer.actor(one) === anonymizer.actor(other)).toBe(String(one) === String(other));
      }),
    );
  });

  it('answers the same after more ids than it remembers', () => {
    const first = anonymizer.org(1);
    for (let id = 2; id < 10_100; id += 1) anonymizer.org(id);
    expect(anonymizer.org(1)).toBe(first);
  });

  it.each([['', 1.5, -1, Number.NaN, 2 ** 53, 'x'.repeat(257), 'a\uD800', null, undefined, {}]].flat())(
    'refuses %p, which is no id',
    (id) => {
      expect(() => anonymizer.actor(id as string)).toThrow(/id that was to be anonymised is neither/);
    },
  );

  it.each([
    ['', 1],
    ['zz'.repeat(32), 1],
    ['a'.repeat(63), 1],
    [`${'a'.repeat(64)}\n`, 1],
    ['a'.repeat(64), 0],
    ['a'.repeat(64), 1.5],
  ])('refuses salt %j of version %p without showing it', (value, version) => {
    const open = () => saltedAnonymizer({ version, value, issuedAt: 0 }, SALTS);
    expect(open).toThrow(StoreError);
    expect(open).toThrow(/\(parameter \/guardian\/staging\/identity_salt_v(1|\*)\).*\(CORRUPT\)/);
    if (value !== '') expect(open).not.toThrow(value);
  });

  it('shows the salt to nobody who prints it', () => {
    expect(inspect(anonymizer, { depth: 9, showHidden: true })).not.toContain(secret(3).value);
    expect(JSON.stringify(anonymizer)).not.toContain(secret(3).value);
  });
});

describe('noopAnonymizer', () => {
  it.each<RowBackend>(['none', 'file', 'sqlite'])('gives ids as they are with backend %s', (backend) => {
    const noop = noopAnonymizer({ backend });
    expect([noop.org(1), noop.repository('2'), noop.actor(3)]).toEqual(['org:1', 'repository:2', 'actor:3']);
    expect(noop.saltVersion).toBe(0);
    expect(() => noop.actor('')).toThrow(/neither/);
  });

  it.each(['aws', 'dynamodb', '', undefined])('refuses to start with backend %p', (backend) => {
    const start = () => noopAnonymizer({ backend: backend as RowBackend });
    expect(start).toThrow(/no-op anonymizer refuses to start with backend/);
    expect(start).toThrow(expect.objectContaining({ kind: 'user' }) as unknown as Error);
  });
});

describe('anonymizerRing', () => {
  it('writes with the newest and reads with the version of the row', async () => {
    const ring = await loadAnonymizerRing(new MemorySecrets([secret(12), secret(2), secret(9)], SALTS));
    expect(ring.versions).toEqual([2, 9, 12]);
    expect(ring.newest.saltVersion).toBe(12);
    expect(ring.forVersion(2).org(1)).toBe(saltedAnonymizer(secret(2)).org(1));
    expect(ring.forVersion(12)).toBe(ring.newest);
  });

  it('names the version that is gone, and the parameter where there is none', () => {
    expect(() => anonymizerRing([secret(2)], SALTS).forVersion(1)).toThrow(
      /identity_salt_v1\) did not find.*NOT_FOUND/,
    );
    expect(() => anonymizerRing([], SALTS)).toThrow(/identity_salt_v\*\) found no identity salt.*salt create/);
    expect(() => anonymizerRing([secret(1), secret(1)], SALTS)).toThrow(/identity_salt_v1\) was answered twice/);
    expect(() => anonymizerRing([secret(1), secret(1)], 'some salts')).toThrow(/some salts version 1/);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { identifier, reviewersOf } from '../../src/oracle/calibrate-reviewers.js';
import { localIdOf } from '../../src/oracle/local.js';
import { noopAnonymizer, saltedAnonymizer } from '../../src/privacy/anonymizer.js';

const salted = (version: number) =>
  saltedAnonymizer({ version, value: version.toString(16).repeat(64).slice(0, 64), issuedAt: 0 });
const at = { path: '.phase-mirror.yml', startLine: 3, startColumn: 1, endLine: 3, endColumn: 1 };
const listed = (...names: string[]) => ({ calibration: { reviewers: names.map((value) => ({ value, at })) } });

describe('identifier', () => {
  it('gives one person one name, under whichever salt, and nobody else any', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { maxLength: 10 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 4 }),
        (reviewers, person, versions) => {
          const anonymizers = Array.from({ length: versions }, (_, index) => salted(versions - index));
          const identify = identifier({ ids: new Map(reviewers.map((id) => [id, `u${id}`])) }, anonymizers);
          const names = new Set(anonymizers.map(({ actor }) => identify(actor(person), 'anywhere')));
          const expected = reviewers.includes(person) ? anonymizers[0]?.actor(person) : null;
          expect([...names]).toEqual([expected]);
        },
      ),
    );
  });

  it('knows ids as they are, and local ones', () => {
    const noop = noopAnonymizer({ backend: 'sqlite' });
    const local = localIdOf('Ada@Example.org');
    const identify = identifier(
      {
        ids: new Map<number | string, string>([
          [5, 'ada'],
          [local, 'x'],
        ]),
      },
      [noop],
    );
    expect(identify('actor:5', '')).toBe('actor:5');
    expect(identify(`actor:${localIdOf(' ada@example.org')}`, '')).toBe(`actor:${local}`);
    expect(identify('actor:50', '')).toBeNull();
    expect(() => identifier({ ids: new Map() }, [])).toThrow(RangeError);
  });
});

describe('reviewersOf', () => {
  it('knows numeric ids without asking anybody', async () => {
    for (const backend of ['sqlite', 'aws'] as const) {
      const found = await reviewersOf(listed('583231'), null, backend);
      expect([[...found.ids], found.notes, found.incomplete]).toEqual([[[583231, '583231']], [], false]);
    }
  });

  it('knows addresses without asking anybody, and says of names that they are not known', async () => {
    const found = await reviewersOf(listed('Ada@Example.org', 'bob', 'octo-org/sec'), null, 'sqlite');
    expect([...found.ids]).toEqual([[localIdOf('ada@example.org'), 'Ada@Example.org']]);
    expect([...found.byName]).toEqual([['ada@example.org', localIdOf('ada@example.org')]]);
    expect(found.incomplete).toBe(true);
    const place = 'in `calibration.reviewers` (.phase-mirror.yml:3)';
    expect(found.notes).toEqual([
      `"bob" ${place} is not known without a token`,
      `"octo-org/sec" ${place} is not known without a token`,
    ]);
  });

  it('is complete where the list says all that there is to know', async () => {
    const refused = { token: 'x', apiUrl: 'http://127.0.0.1:9' };
    expect(await reviewersOf(listed('a@example.org'), refused, 'sqlite')).toMatchObject({
      incomplete: false,
      notes: [],
    });
    const shared = await reviewersOf(listed('a@example.org'), refused, 'aws');
    expect([shared.ids.size, shared.incomplete, shared.notes.length]).toEqual([0, false, 1]);
    expect(await reviewersOf(listed(), null, 'aws')).toMatchObject({ incomplete: false, notes: [] });
  });
});

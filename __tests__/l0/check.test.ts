import { describe, expect, it } from '@jest/globals';
import { checkL0, schemaHashOf, schemaPair } from '../../src/l0/check.js';
import {
  DEFAULT_MAX_MAGNITUDE,
  L0_CONTRACTION_WITNESS,
  L0_DRIFT_MAGNITUDE,
  L0_KIND,
  L0_NONCE_FRESHNESS,
  L0_PERMISSION_BITS,
  L0_SCHEMA_HASH,
  NONCE_MAX_AGE,
  NONCE_MAX_SKEW,
  PERMISSION_GRANTS,
  PERMISSION_MISSPELT,
  PERMISSION_WRITE_ALL,
  WITNESS_MIN_VOTES,
} from '../../src/l0/constants.js';
import {
  baselineState,
  firstBaselineState,
  grantState,
  jobState,
  L0_KINDS,
  type L0State,
  nonceState,
  runState,
} from '../../src/l0/state.js';
import { referenceMask } from './reference.js';
import { NUMBERS, neighbours, STRANGERS } from './states.js';

const HASHES = ['a'.repeat(64), `${'a'.repeat(63)}b`, `b${'a'.repeat(63)}`];
const NOW = 1_764_000_000_000;
const [A = '', B = ''] = HASHES;
const same = schemaPair(A, A);
const other = schemaPair(B, A);
/** The id of a hash; every id up to the last one was given out. */
const idOf = (hash: string): number => schemaPair(hash, A).actual;

/** A state as an attacker, a bug or an untyped caller may hand it over. */
function forged(state: L0State, changes: Readonly<Record<string, unknown>>): L0State {
  return { ...state, ...changes } as L0State;
}

const good = {
  drift: { magnitude: 0.1, maxMagnitude: DEFAULT_MAX_MAGNITUDE },
  witness: { fpBefore: 5, nBefore: 100, fpAfter: 2, nAfter: 100 },
};
const everyState = (): readonly (readonly [keyof typeof L0_KINDS, L0State, number])[] => [
  ['run', runState(same), L0_SCHEMA_HASH],
  ['job', jobState(0x0fff), L0_PERMISSION_BITS],
  ['firstBaseline', firstBaselineState(same), L0_SCHEMA_HASH],
  ['baseline', baselineState(same, good.drift), L0_SCHEMA_HASH | L0_DRIFT_MAGNITUDE],
  ['grant', grantState(same, good.witness), L0_SCHEMA_HASH | L0_CONTRACTION_WITNESS],
  ['nonce', nonceState(NOW - 1), L0_NONCE_FRESHNESS],
];

describe('the constants', () => {
  it('are those of the design', () => {
    expect([
      L0_SCHEMA_HASH,
      L0_PERMISSION_BITS,
      L0_DRIFT_MAGNITUDE,
      L0_NONCE_FRESHNESS,
      L0_CONTRACTION_WITNESS,
      L0_KIND,
    ]).toEqual([1, 2, 4, 8, 16, 32]);
    expect([PERMISSION_GRANTS, PERMISSION_WRITE_ALL, PERMISSION_MISSPELT]).toEqual([0x0fff, 1 << 12, 1 << 13]);
    expect([DEFAULT_MAX_MAGNITUDE, NONCE_MAX_SKEW, NONCE_MAX_AGE, WITNESS_MIN_VOTES]).toEqual([
      0.3, 5000, 3_600_000, 10,
    ]);
    expect(L0_KINDS).toEqual({ run: 0, job: 1, firstBaseline: 2, baseline: 3, grant: 4, nonce: 5 });
  });
});

describe('the constructors', () => {
  it('make states of one shape, that pass', () => {
    const shapes = everyState().map(([, state]) => Object.keys(state).join());
    expect(new Set(shapes)).toEqual(new Set(['kind,schemas,permissionBits,drift,verifiedAt,witness']));
    for (const [kind, state] of everyState()) {
      expect(state.kind).toBe(L0_KINDS[kind]);
      expect(checkL0(state, NOW)).toBe(0);
    }
  });

  it('put every value where it belongs, and nothing besides', () => {
    const drift = { magnitude: 0.25, maxMagnitude: 0.5 };
    const witness = { fpBefore: 1, nBefore: 20, fpAfter: 3, nAfter: 40 };
    const nothing = {
      schemas: undefined,
      permissionBits: undefined,
      drift: undefined,
      verifiedAt: undefined,
      witness: undefined,
    };
    expect(runState(other)).toStrictEqual({ ...nothing, kind: 0, schemas: other });
    expect(jobState(7)).toStrictEqual({ ...nothing, kind: 1, permissionBits: 7 });
    expect(firstBaselineState(other)).toStrictEqual({ ...nothing, kind: 2, schemas: other });
    expect(baselineState(other, drift)).toStrictEqual({ ...nothing, kind: 3, schemas: other, drift });
    expect(grantState(other, witness)).toStrictEqual({ ...nothing, kind: 4, schemas: other, witness });
    expect(nonceState(8)).toStrictEqual({ ...nothing, kind: 5, verifiedAt: 8 });
  });
});

describe('what a kind requires', () => {
  it('is broken by each value that is missing, and by nothing else that is', () => {
    for (const [, state, required] of everyState()) {
      expect(checkL0({ kind: state.kind } as L0State, NOW)).toBe(required);
      for (const [key, value] of Object.entries(state)) {
        if (key === 'kind') continue;
        const mask = checkL0(forged(state, { [key]: undefined }), NOW);
        expect(mask === 0).toBe(value === undefined);
        expect(mask & ~required).toBe(0);
      }
    }
  });

  it('is broken by a group that lacks one of its values, or is none', () => {
    for (const [, state] of everyState()) {
      for (const [key, group] of Object.entries(state)) {
        if (typeof group !== 'object') continue;
        for (const name of Object.keys(group)) {
          const { [name]: _, ...rest } = group;
          expect(checkL0(forged(state, { [key]: rest }), NOW)).not.toBe(0);
        }
        for (const stranger of [null, 0, '', true, {}, [], Symbol('x'), 1n]) {
          expect(checkL0(forged(state, { [key]: stranger }), NOW)).not.toBe(0);
        }
      }
    }
  });

  it('does not stop what is there beyond it from being judged', () => {
    const more = {
      permissionBits: 0x1000,
      drift: { magnitude: 2, maxMagnitude: 1 },
      verifiedAt: 0,
      witness: { fpBefore: 0, nBefore: 10, fpAfter: 1, nAfter: 10 },
    };
    expect(checkL0(forged(runState(other), more), NOW)).toBe(31);
    expect(checkL0(forged(runState(same), { ...more, permissionBits: 0 }), NOW)).toBe(28);
    expect(checkL0(forged(jobState(0), { schemas: null, drift: null, witness: null }), NOW)).toBe(21);
  });

  it('is everything for a kind that is none, and that fails besides', () => {
    const kinds: unknown[] = [6, -1, 0.5, 2 ** 32, 2 ** 32 + 1, Number.NaN, Number.POSITIVE_INFINITY, ...STRANGERS];
    for (const kind of kinds) {
      expect(checkL0({ kind } as L0State, NOW)).toBe(63);
      const full = { ...grantState(same, good.witness), drift: good.drift, permissionBits: 0, verifiedAt: NOW };
      expect(checkL0(forged(full, { kind }), NOW)).toBe(L0_KIND);
    }
  });

  it('fails a state that is none', () => {
    for (const state of [undefined, null, 0, 'run', true, Symbol('x'), 1n, () => 1, []]) {
      expect(checkL0(state as unknown as L0State, NOW)).toBe(63);
    }
  });

  it('reports several violations together', () => {
    expect(checkL0(baselineState(other, { magnitude: 0.4, maxMagnitude: 0.3 }), NOW)).toBe(
      L0_SCHEMA_HASH | L0_DRIFT_MAGNITUDE,
    );
    expect(checkL0(grantState(other, { ...good.witness, fpAfter: 6 }), NOW)).toBe(
      L0_SCHEMA_HASH | L0_CONTRACTION_WITNESS,
    );
  });
});

describe('schema hash', () => {
  it('gives one id to one hash, and 0 to what is none', () => {
    expect(new Set(HASHES.map(idOf)).size).toBe(HASHES.length);
    expect(HASHES.map(idOf)).toEqual(HASHES.map(idOf));
    expect(HASHES.map(idOf).map(schemaHashOf)).toEqual(HASHES);
    const wrong: unknown[] = [
      '',
      'a'.repeat(63),
      'a'.repeat(65),
      'A'.repeat(64),
      `${'a'.repeat(63)}g`,
      `x${'a'.repeat(64)}`,
    ];
    for (const hash of [...wrong, `${'a'.repeat(64)}\n`, ...STRANGERS, ['a'.repeat(64)]]) {
      expect(schemaPair(hash as string, A)).toEqual({ actual: 0, expected: same.expected });
      expect(schemaPair(A, hash as string)).toEqual({ actual: same.actual, expected: 0 });
    }
    for (const id of [0, -1, 1e9, '1', undefined]) expect(schemaHashOf(id)).toBe('');
  });

  it('differs in any of the 256 bits', () => {
    const zero = '0'.repeat(64);
    for (let bit = 0; bit < 256; bit += 1) {
      const flipped = (1n << BigInt(bit)).toString(16).padStart(64, '0');
      expect(checkL0(runState(schemaPair(flipped, zero)), NOW)).toBe(L0_SCHEMA_HASH);
    }
    expect(checkL0(runState(schemaPair(zero, zero)), NOW)).toBe(0);
  });

  it('refuses ids that were never given out, equal or not', () => {
    const mask = (id: unknown): number => checkL0(runState({ actual: id as number, expected: id as number }), NOW);
    const wrong: unknown[] = [0, -0, -1, 0.5, 1.5, 1e9, 2 ** 32 + 1, Number.NaN, Number.POSITIVE_INFINITY];
    for (const id of [...wrong, ...STRANGERS]) expect(mask(id)).toBe(L0_SCHEMA_HASH);
    const next = idOf('c'.repeat(64)) + 1;
    expect(mask(next)).toBe(L0_SCHEMA_HASH);
    expect(idOf('d'.repeat(64))).toBe(next);
    expect(mask(next)).toBe(0);
  });
});

describe('permission bits', () => {
  it('pass exactly as the 4096 sets of grants', () => {
    const wrong: number[] = [];
    for (let bits = 0; bits <= 65536; bits += 1) {
      if ((checkL0(jobState(bits), NOW) === 0) !== bits < 4096) wrong.push(bits);
    }
    expect(wrong).toEqual([]);
    expect(checkL0(jobState(-0), NOW)).toBe(0);
  });

  it('are a whole number of 16 bits', () => {
    const wrong: unknown[] = [
      -1,
      0.5,
      4094.5,
      0x10000,
      0x10001,
      2 ** 31,
      2 ** 32,
      2 ** 32 + 1,
      -(2 ** 32),
      Number.MIN_VALUE,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ];
    for (const bits of [...wrong, ...STRANGERS])
      expect(checkL0(jobState(bits as number), NOW)).toBe(L0_PERMISSION_BITS);
  });
});

describe('drift magnitude', () => {
  const mask = (magnitude: unknown, maxMagnitude: unknown): number =>
    checkL0(baselineState(same, { magnitude, maxMagnitude } as Parameters<typeof baselineState>[1]), NOW);

  it('passes from 0 to the maximum, both included', () => {
    const [below, above] = neighbours(0.3);
    for (const magnitude of [0, -0, Number.MIN_VALUE, 0.1, below, 0.3]) expect(mask(magnitude, 0.3)).toBe(0);
    for (const magnitude of [above, 0.31, 1, -Number.MIN_VALUE, -1])
      expect(mask(magnitude, 0.3)).toBe(L0_DRIFT_MAGNITUDE);
    expect(mask(1, 1)).toBe(0);
    expect(mask(0, 0)).toBe(0);
  });

  it('has no maximum that turns the check off', () => {
    for (const maximum of [neighbours(1)[1], 2, Number.POSITIVE_INFINITY, Number.NaN, -0.1, ...STRANGERS]) {
      expect(mask(0.1, maximum)).toBe(L0_DRIFT_MAGNITUDE);
    }
  });

  it('is a finite number', () => {
    for (const magnitude of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, ...STRANGERS]) {
      expect(mask(magnitude, 1)).toBe(L0_DRIFT_MAGNITUDE);
    }
  });
});

describe('nonce freshness', () => {
  const mask = (verifiedAt: unknown, now: unknown): number => checkL0(nonceState(verifiedAt as number), now as number);

  it('passes from 5 s ahead of the clock to just under an hour', () => {
    for (const age of [-5000, -4999, -1, 0, 1, 3_599_999]) expect(mask(NOW - age, NOW)).toBe(0);
    for (const age of [-5001, -6000, 3_600_000, 3_600_001, NOW]) expect(mask(NOW - age, NOW)).toBe(L0_NONCE_FRESHNESS);
  });

  it('is exact where the difference of two doubles is not', () => {
    expect(3_600_000 - Number.MIN_VALUE).toBe(3_600_000);
    expect(mask(Number.MIN_VALUE, 3_600_000)).toBe(0);
    expect(mask(0, 3_600_000)).toBe(L0_NONCE_FRESHNESS);
    expect(mask(-Number.MIN_VALUE, 3_600_000)).toBe(L0_NONCE_FRESHNESS);
    expect(mask(5000, Number.MIN_VALUE)).toBe(0);
    expect(mask(5000, 0)).toBe(0);
    expect(mask(5000, -Number.MIN_VALUE)).toBe(L0_NONCE_FRESHNESS);
    expect(mask(0, neighbours(3_600_000)[0])).toBe(0);
    expect(mask(0, neighbours(-5000)[0])).toBe(L0_NONCE_FRESHNESS);
  });

  it('needs two finite instants', () => {
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, ...STRANGERS]) {
      expect(mask(wrong, NOW)).toBe(L0_NONCE_FRESHNESS);
      expect(mask(NOW, wrong)).toBe(L0_NONCE_FRESHNESS);
      expect(mask(wrong, wrong)).toBe(L0_NONCE_FRESHNESS);
    }
    expect(mask(-Number.MAX_VALUE, Number.MAX_VALUE)).toBe(L0_NONCE_FRESHNESS);
  });

  it('looks at the clock for a nonce alone', () => {
    for (const now of [Number.NaN, ...STRANGERS]) {
      for (const [kind, state] of everyState()) if (kind !== 'nonce') expect(checkL0(state, now as number)).toBe(0);
    }
  });
});

describe('contraction witness', () => {
  const mask = (fpBefore: unknown, nBefore: unknown, fpAfter: unknown, nAfter: unknown): number =>
    checkL0(grantState(same, { fpBefore, nBefore, fpAfter, nAfter } as Parameters<typeof grantState>[1]), NOW);

  it('passes when the rate falls or stays', () => {
    expect(mask(5, 100, 4, 100)).toBe(0);
    expect(mask(5, 100, 5, 100)).toBe(0);
    expect(mask(5, 100, 1, 20)).toBe(0);
    expect(mask(0, 10, 0, 10)).toBe(0);
    expect(mask(10, 10, 50, 50)).toBe(0);
    expect(mask(5, 100, 6, 100)).toBe(L0_CONTRACTION_WITNESS);
    expect(mask(5, 100, 2, 20)).toBe(L0_CONTRACTION_WITNESS);
    expect(mask(0, 10, Number.MIN_VALUE, 10)).toBe(L0_CONTRACTION_WITNESS);
  });

  it('wants ten votes on each side, and whole ones', () => {
    for (const n of [9, neighbours(10)[0], 10.5, 0, -10, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, ...STRANGERS]) {
      expect(mask(0, n, 0, 10)).toBe(L0_CONTRACTION_WITNESS);
      expect(mask(0, 10, 0, n)).toBe(L0_CONTRACTION_WITNESS);
    }
    expect(mask(0, 10, 0, 2 ** 53 - 1)).toBe(0);
    expect(mask(0, 2 ** 53 - 1, 0, 10)).toBe(0);
  });

  it('wants false positives among the votes', () => {
    for (const fp of [
      -1,
      -Number.MIN_VALUE,
      neighbours(10)[1],
      11,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      ...STRANGERS,
    ]) {
      expect(mask(fp, 10, 0, 10)).toBe(L0_CONTRACTION_WITNESS);
      expect(mask(10, 10, fp, 10)).toBe(L0_CONTRACTION_WITNESS);
    }
    expect(mask(0.25, 10, 0.125, 10)).toBe(0);
  });

  it('is exact where the products of two doubles are not', () => {
    const n = 2 ** 53 - 1;
    // (n − 1)·n against (n − 1)·(n − 1) + (n − 1): the same; one less: smaller by 1 part in 2^106.
    expect((n - 1) * n).toBe((n - 1) * n + 1);
    expect(mask(n - 1, n, n - 2, n - 1)).toBe(0);
    expect(mask(n - 2, n - 1, n - 1, n)).toBe(L0_CONTRACTION_WITNESS);
    expect((n - 1) * (n - 1)).toBe((n - 2) * n);
    // A third is a little less as a double, eleven tenths a little more; times thirty and ten they round to whole numbers.
    expect([(1 / 3) * 30, 1.1 * 10]).toEqual([10, 11]);
    expect(mask(1 / 3, 10, 1, 30)).toBe(L0_CONTRACTION_WITNESS);
    expect(mask(1, 30, 1 / 3, 10)).toBe(0);
    expect(mask(1, 10, 1.1, 11)).toBe(L0_CONTRACTION_WITNESS);
    expect(mask(1.1, 11, 1, 10)).toBe(0);
    // Both factors of both products with all of their bits.
    const [a, b] = [
      [10085781889.443684, 16619499399],
      [11590342321.329136, 19098736157],
    ] as const;
    expect(b[0] * a[1]).toBe(a[0] * b[1]);
    expect(mask(...a, ...b)).toBe(0);
    expect(mask(...b, ...a)).toBe(L0_CONTRACTION_WITNESS);
  });

  it('is exact where they vanish below the smallest double', () => {
    const tiny = Number.MIN_VALUE;
    expect(mask(tiny, 10, tiny, 10)).toBe(0);
    expect(mask(tiny, 10, tiny, 11)).toBe(0);
    expect(mask(tiny, 11, tiny, 10)).toBe(L0_CONTRACTION_WITNESS);
    const [below, above] = neighbours(2 ** -1022);
    expect(mask(above, 2 ** 53 - 1, below, 2 ** 53 - 1)).toBe(0);
    expect(mask(below, 2 ** 53 - 1, above, 2 ** 53 - 1)).toBe(L0_CONTRACTION_WITNESS);
  });
});

describe('the reference', () => {
  it('agrees on every trouble in every place', () => {
    const issued = idOf('e'.repeat(64));
    const wrong: unknown[] = [];
    const compare = (state: L0State, now: unknown): void => {
      if (checkL0(state, now as number) !== referenceMask(state, now, issued)) wrong.push({ state, now });
    };
    for (const [, state] of everyState()) {
      for (const value of [...NUMBERS, ...STRANGERS]) {
        for (const [key, group] of Object.entries(state)) {
          const below = typeof group === 'object' ? Object.keys(group) : [];
          const changed = [value, ...below.map((name) => ({ ...group, [name]: value }))];
          for (const now of [NOW, value]) for (const each of changed) compare(forged(state, { [key]: each }), now);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

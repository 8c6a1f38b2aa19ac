/**
 * Random states that look for trouble: mostly valid values with one or two that are on a bound, just beside it, far
 * away, or no number at all. Seeded: the same seed gives the same states. Imports nothing, so that Node can run it.
 */
import type { AnyState } from './reference.js';

export interface Candidate {
  readonly state: AnyState;
  readonly now: unknown;
}

/** Numbers from 0 to 2^32 − 1 (Marsaglia's xorshift128, one of the shortest with a long period). */
export class Random {
  private readonly words: [number, number, number, number];

  constructor(seed: number) {
    this.words = [seed | 1, seed ^ 0x9e3779b9, 0x243f6a88, 0xb7e15162];
    for (let i = 0; i < 20; i += 1) this.next();
  }

  next(): number {
    const [x, y, z, w] = this.words;
    const t = x ^ (x << 11);
    const fresh = (w ^ (w >>> 19) ^ t ^ (t >>> 8)) >>> 0;
    this.words[0] = y;
    this.words[1] = z;
    this.words[2] = w;
    this.words[3] = fresh;
    return fresh;
  }

  below(bound: number): number {
    return this.next() % bound;
  }

  fraction(): number {
    return (this.next() * 2 ** 21 + (this.next() >>> 11)) / 2 ** 53;
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}

const view = new DataView(new ArrayBuffer(8));

/** The neighbours of a double, below and above. */
export function neighbours(value: number): [number, number] {
  if (value === 0) return [-Number.MIN_VALUE, Number.MIN_VALUE];
  const step = (by: bigint): number => {
    view.setFloat64(0, value);
    view.setBigUint64(0, view.getBigUint64(0) + by);
    return view.getFloat64(0);
  };
  return value > 0 ? [step(-1n), step(1n)] : [step(1n), step(-1n)];
}

const BOUNDS = [
  0,
  1,
  2,
  9,
  10,
  11,
  0.3,
  0.05,
  4095,
  4096,
  8192,
  0x4000,
  0x8000,
  65535,
  65536,
  2 ** 31,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  5000,
  3_600_000,
  1e308,
  Number.MAX_VALUE,
  Number.MIN_VALUE,
  2 ** -1022,
];

/** Every bound, its neighbours and their negatives. */
export const NUMBERS: readonly number[] = [
  ...new Set(
    BOUNDS.flatMap((bound) => [bound, ...neighbours(bound)]).flatMap((value) => [
      value,
      -value,
      value + 0.5,
      value - 1,
    ]),
  ),
  -0,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];

/** Everything that is no number, the hostile included: nothing of it may be called or converted. */
export const STRANGERS: readonly unknown[] = [
  undefined,
  null,
  true,
  false,
  '',
  '1',
  '0.1',
  'NaN',
  'toString',
  'length',
  1n,
  0n,
  Symbol('x'),
  {},
  [],
  [1],
  Object(1),
  new Date(0),
  () => 1,
  {
    valueOf(): number {
      throw new Error('was converted');
    },
    toString(): string {
      throw new Error('was converted');
    },
  },
];

const KEYS = [
  'kind',
  'actual',
  'expected',
  'permissionBits',
  'magnitude',
  'maxMagnitude',
  'verifiedAt',
  'fpBefore',
  'nBefore',
  'fpAfter',
  'nAfter',
] as const;

type Key = (typeof KEYS)[number];
type Flat = Readonly<Record<Key, unknown>>;

const NEEDS: readonly (readonly Key[])[] = [
  ['actual', 'expected'],
  ['permissionBits'],
  ['actual', 'expected'],
  ['actual', 'expected', 'magnitude', 'maxMagnitude'],
  ['actual', 'expected', 'fpBefore', 'nBefore', 'fpAfter', 'nAfter'],
  ['verifiedAt'],
];

const ALWAYS: Readonly<Record<Key, unknown>> = {
  kind: undefined,
  actual: undefined,
  expected: undefined,
  permissionBits: undefined,
  magnitude: undefined,
  maxMagnitude: undefined,
  verifiedAt: undefined,
  fpBefore: undefined,
  nBefore: undefined,
  fpAfter: undefined,
  nAfter: undefined,
};

/**
 * One state.
 *
 * @param spoilt how often, in percent, something in it is replaced by trouble
 * @param issued how many schema ids there are
 */
export function candidate(random: Random, issued: number, spoilt = 75): Candidate {
  const { flat, now } = flatCandidate(random, issued, spoilt);
  const { kind, permissionBits, verifiedAt } = flat;
  const state: Record<string, unknown> = {
    kind,
    schemas: grouped({ actual: flat.actual, expected: flat.expected }),
    permissionBits,
    drift: grouped({ magnitude: flat.magnitude, maxMagnitude: flat.maxMagnitude }),
    verifiedAt,
    witness: grouped({ fpBefore: flat.fpBefore, nBefore: flat.nBefore, fpAfter: flat.fpAfter, nAfter: flat.nAfter }),
  };
  // Something else in the place of a group.
  if (random.below(100) < spoilt && random.below(8) === 0) {
    state[random.of(['schemas', 'drift', 'witness'])] = random.of<unknown>([...STRANGERS, 1, Number.NaN]);
  }
  return { state, now };
}

/** Values that belong together; nothing where none of them is there. */
function grouped(values: Readonly<Record<string, unknown>>): unknown {
  return Object.values(values).every((value) => value === undefined) ? undefined : values;
}

function flatCandidate(random: Random, issued: number, spoilt: number): { flat: Flat; now: unknown } {
  const state: Record<Key, unknown> = { ...ALWAYS };
  const kind = random.below(NEEDS.length);
  state.kind = kind;
  let now: unknown = 1_700_000_000_000 + random.below(1_000_000_000);
  const wanted = new Set<Key>(NEEDS[kind]!);
  // Values that are not required are judged too.
  if (random.below(4) === 0) for (const key of NEEDS[random.below(NEEDS.length)]!) wanted.add(key);
  const values = plausible(random, issued, now as number);
  for (const key of KEYS) if (wanted.has(key)) state[key] = values[key];
  if (random.below(100) < spoilt) {
    const times = 1 + random.below(3);
    for (let i = 0; i < times; i += 1) {
      const key = random.of(KEYS);
      if (random.below(12) === 0) now = trouble(random, now, state, key);
      else state[key] = trouble(random, now, state, random.below(3) === 0 ? key : random.of([...wanted, key]));
    }
    if (random.below(3) === 0) nearBound(random, state, now);
  }
  return { flat: state, now };
}

function plausible(random: Random, issued: number, now: number): Readonly<Record<Key, unknown>> {
  const schema = 1 + random.below(issued);
  const maxMagnitude = random.of([0.3, 0.3, 1, 0.5, random.fraction()]);
  const scale = random.of([100, 100, 1000, 2 ** 31, 2 ** 53 - 11]);
  const nBefore = 10 + Math.floor(random.fraction() * scale);
  const nAfter = 10 + Math.floor(random.fraction() * scale);
  const share = random.fraction() * random.of([0.1, 1]);
  const whole = random.below(2) === 0;
  const fp = (n: number, rate: number): number => Math.min(n, whole ? Math.round(n * rate) : n * rate);
  const sharp = random.of([1, 1, 0.5, random.fraction()]);
  return {
    kind: undefined,
    actual: schema,
    expected: random.below(12) === 0 ? 1 + random.below(issued) : schema,
    permissionBits: random.below(4096),
    magnitude: random.below(8) === 0 ? maxMagnitude : random.fraction() * maxMagnitude,
    maxMagnitude,
    verifiedAt: now - random.of([0, -5000, 3_599_999, random.below(3_600_000), random.below(3_600_000)]),
    nBefore,
    nAfter,
    fpBefore: fp(nBefore, share),
    fpAfter: fp(nAfter, share * sharp),
  };
}

function trouble(random: Random, now: unknown, state: Readonly<Record<Key, unknown>>, key: Key): unknown {
  switch (random.below(7)) {
    case 0:
      return random.of(STRANGERS);
    case 1:
      return random.next() * random.of([1, -1, 2 ** -32, 2 ** 21]);
    case 2:
      return typeof now === 'number' ? now + random.of([1, -1]) * random.below(4_000_000) : now;
    case 3: {
      const value = state[key];
      return typeof value === 'number' ? random.of(neighbours(value)) : value;
    }
    case 4:
      return random.below(8);
    default:
      return random.of(NUMBERS);
  }
}

/** Put one invariant on its bound, or within a few steps of it. */
function nearBound(random: Random, state: Record<Key, unknown>, now: unknown): void {
  const off = (value: number): number => {
    let moved = value;
    for (let i = random.below(3); i > 0; i -= 1) moved = random.of(neighbours(moved));
    return moved;
  };
  switch (random.below(4)) {
    case 0:
      if (typeof now === 'number') state.verifiedAt = off(now - random.of([-5000, 3_600_000]));
      break;
    case 1:
      if (typeof state.maxMagnitude === 'number') state.magnitude = off(state.maxMagnitude);
      break;
    case 2:
      state.permissionBits = off(random.of([0, 4095, 4096, 65535, 65536, 2 ** 32]));
      break;
    default: {
      // Equal rates with counts whose products need more than 53 bits, then a step to either side.
      const n = 2 ** 40 + random.next();
      const factor = 1 + random.below(2000);
      const fp = random.below(2) === 0 ? random.next() : random.fraction() * n;
      const ways = random.below(2) === 0;
      Object.assign(state, {
        fpBefore: off(ways ? fp : fp * factor),
        nBefore: ways ? n : n * factor,
        fpAfter: off(ways ? fp * factor : fp),
        nAfter: ways ? n * factor : n,
      });
    }
  }
}

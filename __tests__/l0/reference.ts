/**
 * What L0 means, written as slowly and obviously as possible: one sentence of the design per line, exact arithmetic in
 * place of floating point. The property tests, the fuzzer and the bench compare `checkL0` with it. Shares no code
 * with src/l0 (and imports nothing, so that Node can run it as it is).
 */

export type AnyState = Readonly<Record<string, unknown>>;

/** Where the values of an invariant are: in a field, or below one. */
const VALUES: Readonly<Record<string, { field: string; below: readonly string[] }>> = {
  schemaHash: { field: 'schemas', below: ['actual', 'expected'] },
  permissionBits: { field: 'permissionBits', below: [] },
  driftMagnitude: { field: 'drift', below: ['magnitude', 'maxMagnitude'] },
  nonceFreshness: { field: 'verifiedAt', below: [] },
  contractionWitness: { field: 'witness', below: ['fpBefore', 'nBefore', 'fpAfter', 'nAfter'] },
};

const BITS: Readonly<Record<string, number>> = {
  schemaHash: 1,
  permissionBits: 2,
  driftMagnitude: 4,
  nonceFreshness: 8,
  contractionWitness: 16,
};

/** The kinds by their number: run, job, first baseline, baseline, grant, nonce. */
const REQUIRED: readonly (readonly string[])[] = [
  ['schemaHash'],
  ['permissionBits'],
  ['schemaHash'],
  ['schemaHash', 'driftMagnitude'],
  ['schemaHash', 'contractionWitness'],
  ['nonceFreshness'],
];

/**
 * @param issued how many schema hashes were interned: their ids are 1 to `issued`
 */
export function referenceMask(state: unknown, now: unknown, issued: number): number {
  const fields = (state ?? {}) as AnyState;
  const kind = REQUIRED.findIndex((_, number) => fields['kind'] === number);
  let mask = kind === -1 ? 32 : 0;
  for (const [invariant, { field, below }] of Object.entries(VALUES)) {
    const value = fields[field];
    const required = kind === -1 || REQUIRED[kind]!.includes(invariant);
    const values = below.length === 0 ? [value] : below.map((name) => (value as AnyState | null | undefined)?.[name]);
    const broken = value === undefined ? required : !holds(invariant, values, now, issued);
    if (broken) mask += BITS[invariant]!;
  }
  return mask;
}

function holds(invariant: string, values: readonly unknown[], now: unknown, issued: number): boolean {
  if (!values.every(isNumber)) return false;
  const [first, second, third, fourth] = values as number[];
  switch (invariant) {
    case 'schemaHash':
      return first === second && isWhole(first!) && first! >= 1 && first! <= issued;
    case 'permissionBits':
      return isWhole(first!) && first! >= 0 && first! <= 65535 && [12, 13, 14, 15].every((bit) => isClear(first!, bit));
    case 'driftMagnitude':
      return first! >= 0 && first! <= second! && second! <= 1;
    case 'nonceFreshness': {
      if (!isNumber(now)) return false;
      const age = units(now as number) - units(first!);
      return age >= units(-5000) && age < units(3_600_000);
    }
    default:
      return (
        [first!, third!].every((fp) => fp >= 0) &&
        [second!, fourth!].every((n) => isWhole(n) && n >= 10 && n <= Number.MAX_SAFE_INTEGER) &&
        first! <= second! &&
        third! <= fourth! &&
        units(third!) * units(second!) <= units(first!) * units(fourth!)
      );
  }
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

function isWhole(value: number): boolean {
  return Number.isInteger(value);
}

function isClear(value: number, bit: number): boolean {
  return Math.floor(value / 2 ** bit) % 2 === 0;
}

const view = new DataView(new ArrayBuffer(8));

/** A finite double as a whole number of 2^-1074, the smallest double: no rounding. */
export function units(value: number): bigint {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const size = exponent === 0 ? fraction : (fraction + 0x10000000000000n) << BigInt(exponent - 1);
  return bits >> 63n === 0n ? size : -size;
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as v from 'valibot';
import { BASELINE_SHAPE } from '../../src/drift/published-shape.js';
import { baselineSchema } from '../../src/drift/schema.js';
import { inOrderOf, misfit, type Shape } from '../../src/drift/shape.js';
import { membersReversed } from '../support/reversed.js';
import { baselineOf } from './support.js';

type Json = Record<string, unknown>;

const WORKFLOW = 'on: push\npermissions: {contents: read}\njobs:\n  b:\n    runs-on: x\n    steps: [{run: make}]\n';
const GOOD = await baselineOf({ files: { '.github/workflows/ci.yml': WORKFLOW, CODEOWNERS: '* @ada\n' } });

const byLibrary = (value: unknown): string | null => {
  const result = v.safeParse(baselineSchema, value, { abortEarly: true });
  return result.success ? null : (v.getDotPath(result.issues[0]) ?? '');
};

/** Every place in a value, as a path. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, item]) => placesIn(item, [...path, name]))];
}

const PLACES = placesIn(GOOD);

/** The document with something else at a place; undefined: without it. */
function withAt(path: readonly string[], change: unknown): unknown {
  const copy = structuredClone(GOOD) as unknown as Json;
  const last = path.at(-1);
  if (last === undefined) return change;
  const parent = path.slice(0, -1).reduce<Json>((at, name) => at[name] as Json, copy);
  if (change === undefined) delete parent[last];
  else parent[last] = change;
  return JSON.parse(JSON.stringify(copy));
}

const VALUES = [
  ...[undefined, null, true, 0, 1, -1, 1.5, 2 ** 53, 1e300, '', '1', 'x', 'baseline', 'a'.repeat(40), 'A'.repeat(40)],
  ...['f'.repeat(64), 'f'.repeat(41), `${'a'.repeat(40)}\n`, '100644', '100600', 'github', 'codeowners', 'protection'],
  ...['x'.repeat(100), 'x'.repeat(101), 'x'.repeat(255), 'x'.repeat(256), 'x'.repeat(1000), 'x'.repeat(1001)],
  ...['x'.repeat(4096), 'x'.repeat(4097), '\u{1f600}'.repeat(50), '\u{1f600}'.repeat(51)],
  ...[
    [],
    ['x'],
    ['x', 1],
    ['a', 'b', 'c', 'd'],
    ['a', 'b', 'c', 'd', 'e'],
    Array(2000).fill('x'),
    Array(2001).fill('x'),
  ],
  ...[
    {},
    { name: 'x', kind: 'aws' },
    { include: [], exclude: [] },
    { path: 'a', mode: '100644', digest: 'a'.repeat(40) },
  ],
];

const DIGITS = fc.constantFrom(
  '0',
  '1',
  '2',
  '3',
  '4',
  '5',
  '6',
  '7',
  '8',
  '9',
  '00',
  '12',
  '13',
  '24',
  '31',
  '32',
  '59',
);
const INSTANTS = fc
  .tuple(
    DIGITS,
    DIGITS,
    DIGITS,
    DIGITS,
    DIGITS,
    fc.constantFrom(...'T t_'),
    fc.constantFrom('', '.1', '.123456789', '.'),
  )
  .chain(([year, month, day, hour, minute, letter, rest]) =>
    fc
      .constantFrom('Z', 'z', '', '+02', '+02:00', '+0200', ' +02:00', '-23:59', '+24:00', '+02:60', ' Z')
      .map((zone) => `20${year}-${month}-${day}${letter}${hour}:${minute}:00${rest}${zone}`),
  );

describe('the published form', () => {
  it('is what a baseline has', () => {
    expect(misfit(GOOD, BASELINE_SHAPE)).toBeNull();
    expect(byLibrary(GOOD)).toBeNull();
  });

  it('is refused where the schema refuses it, with anything at any place', () => {
    const seen = new Set<boolean>();
    for (const path of PLACES) {
      for (const value of VALUES) {
        const document = withAt(path, value);
        const place = misfit(document, BASELINE_SHAPE);
        // A list in place of an object: the library looks for the first member in it.
        if (Array.isArray(value)) expect(place === null).toBe(byLibrary(document) === null);
        else expect(place).toBe(byLibrary(document));
        seen.add(place === null);
      }
    }
    expect(seen).toEqual(new Set([true, false]));
  });

  it('has no member that nobody knows, whatever it is called', () => {
    for (const name of ['extra', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '']) {
      for (const path of PLACES) {
        const text = JSON.stringify(withAt(path, { marker: 1 })).replace('"marker"', JSON.stringify(name));
        const document: unknown = JSON.parse(text);
        expect(misfit(document, BASELINE_SHAPE) === null).toBe(byLibrary(document) === null);
      }
      const top: unknown = JSON.parse(`${JSON.stringify(GOOD).slice(0, -1)},${JSON.stringify(name)}:1}`);
      expect(misfit(top, BASELINE_SHAPE)).toBe(name);
      expect(byLibrary(top)).not.toBeNull();
    }
  });

  it('gives the order of the members, whatever order they come in', () => {
    const other = membersReversed({ ...GOOD, facts: GOOD.facts.map((fact) => ({ ...fact, note: 'by hand' })) });
    const text = JSON.stringify(inOrderOf(other, BASELINE_SHAPE));
    expect(text).toBe(JSON.stringify(v.parse(baselineSchema, other)));
    expect(text).not.toBe(JSON.stringify(other));
    expect(JSON.stringify(inOrderOf(membersReversed(GOOD), BASELINE_SHAPE))).toBe(JSON.stringify(GOOD));
  });

  it('takes the instants that the schema takes (property)', () => {
    const at = (acceptedAt: string) => ({ ...GOOD, header: { ...GOOD.header, acceptedAt } });
    fc.assert(
      fc.property(
        fc.oneof(
          INSTANTS,
          fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
        ),
        (instant) => {
          expect(misfit(at(instant), BASELINE_SHAPE)).toBe(byLibrary(at(instant)));
        },
      ),
      { numRuns: 2000 },
    );
    expect(misfit(at('2026-01-02T03:04:05+02'), BASELINE_SHAPE)).toBeNull();
    expect(misfit(at('2026-13-02T03:04:05Z'), BASELINE_SHAPE)).toBe('header.acceptedAt');
  });

  it('is written in words that are looked at, each of them', () => {
    const known = new Set<string>([
      ...['const', 'enum', 'type', 'properties', 'required', 'additionalProperties', 'items', 'minItems', 'maxItems'],
      ...['minLength', 'maxLength', 'pattern', 'format', 'minimum'],
    ]);
    const walk = (shape: Shape): void => {
      for (const word of Object.keys(shape)) expect(known).toContain(word);
      if (shape.format !== undefined) expect(shape.format).toBe('date-time');
      // What is no object, list or number is looked at as text.
      if (shape.type === undefined) expect(typeof (shape.const ?? shape.enum?.[0])).toBe('string');
      else expect(['object', 'array', 'string', 'integer']).toContain(shape.type);
      if (shape.type === 'object') expect(shape.additionalProperties).toBe(false);
      if (shape.items !== undefined) walk(shape.items);
      for (const part of Object.values(shape.properties ?? {})) walk(part);
    };
    walk(BASELINE_SHAPE);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { baselineSchema } from '../../src/drift/schema.js';
import { baselineSchemaHash } from '../../src/oracle/baseline-schema-hash.js';
import { PUBLISHED_BASELINE_HASH } from '../../src/oracle/published-baseline.js';
import { PUBLISHED_SCHEMA_HASH } from '../../src/oracle/published-schemas.js';
import { checkRun } from '../../src/oracle/run-check.js';
import { describeSchema } from '../../src/oracle/schema-describe.js';
import { schemaDigest } from '../../src/oracle/schema-digest.js';
import { actualSchemaHash } from '../../src/oracle/schema-hash.js';
import { configSchema } from '../../src/policy/config-schema.js';
import { reportSchema } from '../../src/report/schema.js';

/** A published schema without what is there for people. */
function withoutWords(schema: unknown, names = false): unknown {
  if (Array.isArray(schema)) return schema.map((item) => withoutWords(item));
  if (typeof schema !== 'object' || schema === null) return schema;
  const words = ['$schema', '$id', 'title', 'description'];
  const entries = Object.entries(schema).filter(([key]) => names || !words.includes(key));
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutWords(value, !names && key === 'properties')]));
}

const published = (name: string): unknown =>
  withoutWords(JSON.parse(readFileSync(new URL(`../../schema/${name}.json`, import.meta.url), 'utf8')));

describe('the schema hash', () => {
  it('of the validators is the one of the published schemas', () => {
    expect(describeSchema(baselineSchema)).toEqual(published('baseline.v1'));
    expect(describeSchema(configSchema)).toEqual(published('config.v1'));
    expect(describeSchema(reportSchema)).toEqual(published('report.v1'));
    expect(actualSchemaHash()).toBe(PUBLISHED_SCHEMA_HASH);
    expect(baselineSchemaHash()).toBe(PUBLISHED_BASELINE_HASH);
    expect(schemaDigest({ 'baseline.v1': published('baseline.v1') })).toBe(PUBLISHED_BASELINE_HASH);
    const names = ['baseline.v1', 'config.v1', 'drift.v1', 'report.v1'];
    expect(schemaDigest(Object.fromEntries(names.map((name) => [name, published(name)])))).toBe(PUBLISHED_SCHEMA_HASH);
  });

  const text = v.string();
  it.each([
    ['string', text],
    ['boolean', v.boolean()],
    ['number from to', v.pipe(v.number(), v.minValue(1), v.maxValue(2))],
    ['whole number', v.pipe(v.number(), v.integer(), v.minValue(0))],
    ['text with limits', v.pipe(text, v.minLength(1), v.maxLength(2), v.regex(/^a\d+$/))],
    ['pipe in a pipe', v.pipe(v.pipe(text, v.minLength(1)), v.maxLength(2))],
    ['instant', v.pipe(text, v.isoTimestamp())],
    ['list with limits', v.pipe(v.array(text), v.minLength(1), v.maxLength(2))],
    ['map', v.record(v.string(), v.number())],
    ['object', v.strictObject({ a: text, b: v.optional(text), c: v.exactOptional(text), d: v.nullable(text) })],
    ['literal', v.literal(1)],
    ['choice', v.picklist(['a', 'b'])],
    ['union', v.union([text, v.number()])],
    [
      'words',
      v.pipe(
        text,
        v.title('t'),
        v.description('d'),
        v.check((value) => value !== 'x'),
      ),
    ],
  ] as const)('describes a %s as its JSON Schema, key by key', (_, schema) => {
    const wanted = withoutWords(toJsonSchema(schema, { ignoreActions: ['check'], typeMode: 'input' }));
    expect(JSON.stringify(describeSchema(schema))).toBe(JSON.stringify(wanted));
  });

  it('changes with every bound, name and choice', () => {
    const base = v.strictObject({ a: v.pipe(text, v.maxLength(5)), b: v.optional(v.picklist(['x', 'y'])) });
    const others = [
      v.strictObject({ a: v.pipe(text, v.maxLength(6)), b: v.optional(v.picklist(['x', 'y'])) }),
      v.strictObject({ a: v.pipe(text, v.maxLength(5)), b: v.optional(v.picklist(['x', 'z'])) }),
      v.strictObject({ a: v.pipe(text, v.maxLength(5)), b: v.picklist(['x', 'y']) }),
      v.strictObject({ a: v.pipe(text, v.maxLength(5)), c: v.optional(v.picklist(['x', 'y'])) }),
      v.strictObject({ a: text, b: v.optional(v.picklist(['x', 'y'])) }),
    ];
    const hashes = [base, ...others].map((schema) => schemaDigest({ s: describeSchema(schema) }));
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(schemaDigest({ s: 1 })).not.toBe(schemaDigest({ t: 1 }));
  });

  it('refuses what it does not know, instead of leaving it out', () => {
    expect(() => describeSchema(v.looseObject({}))).toThrow('does not know the schema "loose_object" of valibot');
    expect(() => describeSchema(v.pipe(text, v.email()))).toThrow('does not know the validation "email" of valibot');
    expect(() => describeSchema(v.pipe(text, v.trim()))).toThrow('does not know the transformation "trim" of valibot');
    expect(() => describeSchema({ kind: 'schema', type: 'array' } as never)).toThrow('"array"');
    expect(() => describeSchema({ kind: 'schema', type: 'string', pipe: [] } as never)).toThrow('"string"');
  });
});

describe('the check of a run', () => {
  const now = 1_764_000_000_000;

  it('passes with the schemas that were published', () => {
    expect(checkRun(now)).toEqual({ mask: 0, violations: [] });
  });

  it('fails when one bit of the expected hash is another', () => {
    const flipped = `${PUBLISHED_SCHEMA_HASH.slice(0, -1)}${(Number.parseInt(PUBLISHED_SCHEMA_HASH.slice(-1), 16) ^ 1).toString(16)}`;
    expect(checkRun(now, flipped)).toEqual({
      mask: 1,
      violations: [{ invariant: 'L0-SCHEMA-HASH', value: PUBLISHED_SCHEMA_HASH, bound: `equal to ${flipped}` }],
    });
    expect(checkRun(now, '')).toMatchObject({ mask: 1, violations: [{ bound: 'equal to no valid hash (0)' }] });
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonValue } from '../../src/privacy/canonical.js';
import { canonicalJson, MAX_DEPTH, parseCanonical } from '../../src/privacy/canonical.js';
import { membersReversed } from '../support/reversed.js';

const json = fc.jsonValue({ maxDepth: 6 }).filter((value) => !/\\ud[89a-f]/i.test(JSON.stringify(value)));
const faultOf = (text: string) => {
  const parsed = parseCanonical(text);
  return parsed.ok ? 'none' : parsed.fault;
};

describe('canonicalJson', () => {
  it('writes the example of RFC 8785, 3.2.2 to 3.2.4', () => {
    const value = JSON.parse(
      `{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],` +
        String.raw`"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
    ) as JsonValue;
    expect(canonicalJson(value)).toBe(
      `{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],` +
        String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts by UTF-16 code units, as RFC 8785, 3.2.3 has it', () => {
    const value = JSON.parse(
      String.raw`{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",` +
        String.raw`"\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}`,
    ) as JsonValue;
    const order = Object.values(JSON.parse(canonicalJson(value)) as object);
    // JSON.parse puts names that are integers first; here "1" comes after "\r", so look at the text for that one.
    expect(canonicalJson(value).indexOf('Carriage Return')).toBeLessThan(canonicalJson(value).indexOf('One'));
    expect(order.filter((name) => name !== 'One')).toEqual([
      'Carriage Return',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  // RFC 8785, appendix B.
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('writes the double %s as %s', (bits, text) => {
    expect(canonicalJson(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text);
  });

  it.each<[string, unknown, RegExp]>([
    ['NaN', { a: [0, Number.NaN] }, /^"\.a\[1\]": NaN is no JSON number$/],
    ['Infinity', Number.POSITIVE_INFINITY, /^the value: Infinity is no JSON number$/],
    ['undefined', { a: undefined }, /undefined is no JSON value/],
    ['a hole', new Array(1), /"\[0\]": undefined/],
    ['a function', { f: () => 1 }, /function is no JSON value/],
    ['a symbol', Symbol('s'), /symbol is no JSON value/],
    ['a bigint', 1n, /bigint is no JSON value/],
    ['a date', new Date(0), /not a plain object/],
    ['a map', new Map(), /not a plain object/],
    ['half a pair', 'a\uD83D', /half of a surrogate pair/],
    ['half a pair in a name', { '\uDE00': 1 }, /half of a surrogate pair/],
  ])('refuses %s', (_, value, message) => {
    expect(() => canonicalJson(value as JsonValue)).toThrow(message);
    expect(() => canonicalJson(value as JsonValue)).toThrow(TypeError);
  });

  it('refuses what nests too deep, cycles included', () => {
    const nested = (depth: number): JsonValue => (depth === 0 ? 1 : [nested(depth - 1)]);
    expect(canonicalJson(nested(MAX_DEPTH))).toHaveLength(2 * MAX_DEPTH + 1);
    expect(() => canonicalJson(nested(MAX_DEPTH + 1))).toThrow(/nests more than 64 levels/);
    const cycle: { self?: JsonValue } = {};
    cycle.self = cycle as JsonValue;
    expect(() => canonicalJson(cycle as JsonValue)).toThrow(/nests more than 64 levels/);
  });

  it('writes what JSON.stringify would, members sorted, whatever order they come in (property)', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value as JsonValue);
        expect(canonicalJson(membersReversed(value) as JsonValue)).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(parseCanonical(text)).toMatchObject({ ok: true });
      }),
    );
  });
});

/** By writing it anew. */
function isCanonical(text: string): boolean {
  try {
    return canonicalJson(JSON.parse(text) as JsonValue) === text;
  } catch {
    return false;
  }
}

describe('parseCanonical', () => {
  it.each([
    ['', 'truncated'],
    [' ', 'truncated'],
    ['{"a":1', 'truncated'],
    ['{"a":"b', 'truncated'],
    ['["\\', 'truncated'],
    ['{"a":}', 'malformed'],
    ['nul', 'malformed'],
    ["{'a':1}", 'malformed'],
    ['[1]]', 'malformed'],
    ['1e999', 'unrepresentable'],
    ['"\\ud800"', 'unrepresentable'],
    ['{"a":1,"a":1}', 'duplicate-key'],
    ['{"a":1,"\\u0061":2}', 'duplicate-key'],
    ['{"x":[{"b":{},"b":{}}]}', 'duplicate-key'],
    ['{"b":1,"a":1}', 'not-canonical'],
    ['{"a": 1}', 'not-canonical'],
    ['{ "a" :1, "b":{"a" : "a"}, "c":["a","a"] }', 'not-canonical'],
    ['[1.0]', 'not-canonical'],
    ['[-0]', 'not-canonical'],
    ['"\\u0041"', 'not-canonical'],
    ['"\\/"', 'not-canonical'],
    ['\uFEFF1', 'malformed'],
    ['1\n\n', 'not-canonical'],
    ['1\n', 'none'],
    ['{"__proto__":{"a":1}}', 'none'],
    ['{"10":1,"9":2}', 'none'],
    ['{"9":2,"10":1}', 'not-canonical'],
    ['["\\\\ud800"]', 'none'],
    ['"\ud800"', 'unrepresentable'],
    ['[{"b":[{"b":1,"a":1}]}]', 'not-canonical'],
    ['"{\\"a\\":[[["', 'none'],
    [`${'['.repeat(64)}${']'.repeat(64)}`, 'none'],
    [`${'['.repeat(65)}${']'.repeat(65)}`, 'too-deep'],
    ['['.repeat(1_000_000), 'too-deep'],
    ['{"a":'.repeat(1_000_000), 'too-deep'],
  ])('%.60j is %s', (text, fault) => {
    expect(faultOf(text)).toBe(fault);
  });

  it('takes exactly the texts that canonicalJson writes (property)', () => {
    fc.assert(
      fc.property(json, fc.nat(), fc.constantFrom(' ', '\t', ',', '0', '"', '}', ''), (value, place, insert) => {
        const text = canonicalJson(value as JsonValue);
        const at = place % (text.length + 1);
        const changed = text.slice(0, at) + insert + text.slice(insert === '' ? at + 1 : at);
        const parsed = parseCanonical(changed);
        if (parsed.ok) expect(canonicalJson(parsed.value)).toBe(changed);
        expect(parsed.ok).toBe(isCanonical(changed.replace(/\n$/, '')));
      }),
      { numRuns: 500 },
    );
  });

  it('quotes nothing of a text that it cannot read', () => {
    const parsed = parseCanonical('{"password":"hunter2",}');
    expect(parsed).toEqual({ ok: false, fault: 'malformed', detail: 'it is not JSON' });
  });
});

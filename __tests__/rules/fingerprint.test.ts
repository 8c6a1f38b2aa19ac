import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findingIdOf, fingerprintOf, introduced, mapPaths } from '../../src/rules/fingerprint.js';
import type { Evidence, Finding } from '../../src/rules/types.js';

function evidence(over: Partial<Evidence> = {}): Evidence {
  return {
    path: 'a.yml',
    startLine: 3,
    endLine: 3,
    excerpt: '- lint',
    label: 'required',
    fact: 'requires lint',
    ...over,
  };
}

function finding(over: Partial<Finding> = {}): Finding {
  return {
    ruleId: 'MD-001',
    ruleVersion: 1,
    severity: 'high',
    title: 't',
    what: 'w',
    why: 'y',
    fix: 'f',
    path: 'a.yml',
    anchor: 'context:lint',
    evidence: [evidence(), evidence({ path: 'b.yml', fact: 'reports checkstyle' })],
    ...over,
  };
}

const NONE = new Map<string, string>();

describe('fingerprintOf', () => {
  it('is this value for this finding: stores and alerts remember it', () => {
    expect(fingerprintOf(finding())).toBe('1327452115be08b510e264cc9883570b00f6433e6493ea48675500be74807fe4');
  });

  it.each<[string, Partial<Finding>]>([
    [
      'lines',
      { evidence: [evidence({ startLine: 90, endLine: 99 }), evidence({ path: 'b.yml', fact: 'reports checkstyle' })] },
    ],
    [
      'excerpts and labels',
      { evidence: [evidence({ excerpt: 'x', label: 'y' }), evidence({ path: 'b.yml', fact: 'reports checkstyle' })] },
    ],
    ['the order of the evidence', { evidence: [evidence({ path: 'b.yml', fact: 'reports checkstyle' }), evidence()] }],
    ['texts', { title: '1', what: '2', why: '3', fix: '4' }],
    ['severity and rule version', { severity: 'low', ruleVersion: 7 }],
    [
      'evidence without a fact',
      { evidence: [...finding().evidence, { path: 'c', startLine: 1, endLine: 1, excerpt: '', label: '' }] },
    ],
  ])('does not depend on %s', (_what, over) => {
    expect(fingerprintOf(finding(over))).toBe(fingerprintOf(finding()));
  });

  it.each<[string, Partial<Finding>]>([
    ['rule', { ruleId: 'MD-002' }],
    ['path', { path: 'b.yml' }],
    ['anchor', { anchor: 'context:test' }],
    ['fact', { evidence: [evidence({ fact: 'other' }), evidence({ path: 'b.yml', fact: 'reports checkstyle' })] }],
    [
      'path of a fact',
      { evidence: [evidence({ path: 'z.yml' }), evidence({ path: 'b.yml', fact: 'reports checkstyle' })] },
    ],
    [
      'number of equal facts',
      { evidence: [evidence(), evidence(), evidence({ path: 'b.yml', fact: 'reports checkstyle' })] },
    ],
  ])('depends on the %s', (_what, over) => {
    expect(fingerprintOf(finding(over))).not.toBe(fingerprintOf(finding()));
  });

  it('tells different identities apart wherever text is split between the fields', () => {
    const part = fc.string({ unit: 'binary', maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 5, maxLength: 5 }),
        fc.array(part, { minLength: 5, maxLength: 5 }),
        (a, b) => {
          const of = ([ruleId = '', path = '', anchor = '', at = '', fact = '']: string[]) =>
            fingerprintOf(finding({ ruleId, path, anchor, evidence: [evidence({ path: at, fact })] }));
          expect(of(a) === of(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
        },
      ),
    );
    const shifted = (path: string, anchor: string) => fingerprintOf(finding({ path, anchor }));
    expect(shifted('ab', 'c')).not.toBe(shifted('a', 'bc'));
    expect(shifted('a","b', '')).not.toBe(shifted('a', 'b",""'));
    // As UTF-8 both would be U+FFFD.
    expect(shifted('\ud800', '')).not.toBe(shifted('\ud801', ''));
  });

  it('gives an id of 32 digits', () => {
    expect(findingIdOf(fingerprintOf(finding()))).toBe(fingerprintOf(finding()).slice(0, 32));
    expect(fingerprintOf(finding())).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('mapPaths', () => {
  it('maps the path and the paths of the evidence, each once', () => {
    const swapped = mapPaths(
      finding(),
      new Map([
        ['a.yml', 'b.yml'],
        ['b.yml', 'a.yml'],
      ]),
    );
    expect([swapped.path, ...swapped.evidence.map(({ path }) => path)]).toEqual(['b.yml', 'b.yml', 'a.yml']);
    expect(swapped.anchor).toBe('context:lint');
  });
});

describe('introduced', () => {
  it('compares as multisets', () => {
    expect(introduced([finding(), finding()], [finding()], NONE)).toEqual([false, true]);
    expect(introduced([finding()], [finding(), finding()], NONE)).toEqual([false]);
    expect(introduced([finding()], [], NONE)).toEqual([true]);
    expect(introduced([], [finding()], NONE)).toEqual([]);
  });

  it('follows a moved file, and calls the same fault at its old path new', () => {
    const moved = mapPaths(finding(), new Map([['a.yml', 'moved.yml']]));
    const renames = new Map([['a.yml', 'moved.yml']]);
    expect(introduced([moved, finding()], [finding()], renames)).toEqual([false, true]);
    expect(introduced([moved], [finding()], NONE)).toEqual([true]);
  });
});

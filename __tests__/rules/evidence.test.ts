import { describe, expect, it } from '@jest/globals';
import { changedLineFirst, evidenceAt, listed, quoted, shown } from '../../src/rules/support/evidence.js';
import { nearName } from '../../src/rules/support/near-names.js';
import type { Finding } from '../../src/rules/types.js';
import { contextOf } from '../support/rule-context.js';

describe('names for people', () => {
  it.each([
    [[], ''],
    [['a'], '"a"'],
    [['a', 'b'], '"a" and "b"'],
    [['a', 'b', 'c'], '"a", "b" and "c"'],
    [['a', 'b', 'c', 'd'], '"a", "b", "c" and 1 more'],
    [['a', 'b', 'c', 'd', 'e'], '"a", "b", "c" and 2 more'],
  ])('%j: %s', (names, text) => {
    expect(listed(names)).toBe(text);
  });

  it('are on one line and bounded', () => {
    expect(shown('a\n\tb  c')).toBe('a b c');
    expect(shown('x'.repeat(100))).toBe('x'.repeat(100));
    expect(quoted('x'.repeat(101))).toBe(`"${'x'.repeat(99)}…"`);
  });
});

describe('evidence', () => {
  const model = { excerpt: ({ startLine }: { startLine: number }) => `line ${startLine}` };

  it('has a fact only when one is given', () => {
    expect(evidenceAt(model, { path: 'a', startLine: 3 }, 'here')).toEqual({
      path: 'a',
      startLine: 3,
      endLine: 3,
      excerpt: 'line 3',
      label: 'here',
    });
    expect(evidenceAt(model, { path: 'a', startLine: 3 }, 'here', 'says x').fact).toBe('says x');
  });

  it('puts the changed line first and keeps the order of the rest', () => {
    const at = (startLine: number) => evidenceAt(model, { path: 'a', startLine }, 'was here', `fact ${startLine}`);
    const finding = { evidence: [at(1), at(2), at(3)] } as unknown as Finding;
    const change = (...lines: number[]) => ({
      renames: new Map(),
      changed: new Set(['a']),
      deleted: new Set<string>(),
      lines: new Map([['a', new Set(lines)]]),
    });
    const moved = changedLineFirst(finding, change(2, 3));
    expect(moved.evidence.map(({ startLine, label, fact }) => [startLine, label, fact])).toEqual([
      [2, 'this change', 'fact 2'],
      [1, 'was here', 'fact 1'],
      [3, 'was here', 'fact 3'],
    ]);
    expect(changedLineFirst(finding, change(9))).toBe(finding);
  });
});

describe('nearName', () => {
  it('points at the matrix when a value is gone, and names the closest value', async () => {
    const { model } = await contextOf({
      '.github/workflows/ci.yml':
        'on: push\njobs:\n  unit:\n    strategy:\n      matrix:\n        java: [11, 17]\n    runs-on: x\n    steps: []\n',
    });
    const near = nearName('unit (18)', model.producers, []);
    expect(near).toMatchObject({ at: { startLine: 6 }, fix: expect.stringContaining('require "unit (11)" instead') });
    expect(nearName('other (18)', model.producers, [])).toBeNull();
    expect(nearName('x'.repeat(101), model.producers, [])).toBeNull();
    expect(nearName('unit', [], [])).toBeNull();
  });
});

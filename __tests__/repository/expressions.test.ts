import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  calledFunctions,
  contextPaths,
  evaluateExpression,
  evaluateTemplate,
  hasExpression,
  parseCondition,
  parseExpression,
  soleExpression,
  splitTemplate,
  templatePaths,
} from '../../src/repository/expressions.js';
import type { MatrixValue } from '../../src/repository/types.js';

const matrix = (values: Record<string, MatrixValue>) => ({ matrix: new Map(Object.entries(values)) });

describe('splitTemplate', () => {
  it('cuts at the braces and keeps what is inside', () => {
    expect(splitTemplate('a ${{ b }} c${{d}}')).toEqual([
      { kind: 'text', text: 'a ' },
      { kind: 'expression', text: ' b ' },
      { kind: 'text', text: ' c' },
      { kind: 'expression', text: 'd' },
    ]);
  });

  it('does not end at braces inside quotes', () => {
    expect(splitTemplate("${{ format('}}{0}', 'it''s') }}x")).toEqual([
      { kind: 'expression', text: " format('}}{0}', 'it''s') " },
      { kind: 'text', text: 'x' },
    ]);
  });

  it('takes an unclosed brace as text', () => {
    expect(splitTemplate('a ${{ b')).toEqual([{ kind: 'text', text: 'a ${{ b' }]);
    expect(hasExpression('a ${{ b')).toBe(false);
  });

  it('loses no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('${{', '}}', "'", 'a', ' ', '$', '{') }), (text) => {
        const again = splitTemplate(text).map((part) => (part.kind === 'text' ? part.text : `\${{${part.text}}}`));
        expect(again.join('')).toBe(text);
      }),
    );
  });
});

describe('conditions', () => {
  it('are the same with and without braces', () => {
    for (const text of ['always() && !cancelled()', '${{ always() && !cancelled() }}']) {
      const expr = parseCondition(text);
      expect(expr === null ? null : [...calledFunctions(expr)]).toEqual(['always', 'cancelled']);
    }
  });

  it('with text around the braces have no expression', () => {
    expect(parseCondition("${{ always() }} == 'x'")).toBeNull();
    expect(soleExpression('a ${{ b }}')).toBeNull();
  });

  it('that GitHub would refuse have none either', () => {
    for (const text of ['', 'a b', 'unknown()', 'needs.', "'open", 'contains(1)'])
      expect(parseExpression(text)).toBeNull();
  });
});

describe('contextPaths', () => {
  it.each([
    ['needs.test.result', [['needs', 'test', 'result']]],
    ["needs['test'].result", [['needs', 'test', 'result']]],
    ['needs.*.result', [['needs', '*', 'result']]],
    [
      "contains(needs.*.result, 'failure') || github.event_name == 'push'",
      [
        ['needs', '*', 'result'],
        ['github', 'event_name'],
      ],
    ],
    ['toJSON(needs)', [['needs']]],
    [
      'matrix[matrix.key]',
      [
        ['matrix', '*'],
        ['matrix', 'key'],
      ],
    ],
    ['!(a && b)', null],
    ['NEEDS.Test.Result', [['needs', 'test', 'result']]],
  ])('of %s', (text, paths) => {
    const expr = parseExpression(text);
    expect(expr === null ? null : contextPaths(expr)).toEqual(paths);
  });

  it('of a template with several expressions', () => {
    expect(templatePaths('${{ matrix.os }} on ${{ github.ref }}')).toEqual([
      ['matrix', 'os'],
      ['github', 'ref'],
    ]);
  });
});

describe('evaluation', () => {
  it.each([
    ['matrix.os', 'ubuntu'],
    ['matrix.missing', null],
    ["matrix.n == 8 && 'yes' || 'no'", 'yes'],
    ["format('{0}-{1}', matrix.os, matrix.n)", 'ubuntu-8'],
    ['toJSON(matrix.o)', '{\n  "a": 1\n}'],
    ['matrix.o.a', 1],
    ['matrix[matrix.key]', 'ubuntu'],
    ['github.workflow', undefined],
    ['github.sha', undefined],
    ['inputs.x', undefined],
    ['success()', undefined],
    ['env.A', undefined],
    ['matrix', { os: 'ubuntu', n: 8, o: { a: 1 }, key: 'os' }],
  ])('of %s', (text, value) => {
    expect(evaluateExpression(text, matrix({ os: 'ubuntu', n: 8, o: { a: 1 }, key: 'os' }))).toEqual(value);
  });

  it('knows inputs that were given and nothing of the others', () => {
    const known = { inputs: new Map<string, MatrixValue>([['Os', 'mac']]), workflowName: 'CI' };
    expect(evaluateExpression('inputs.os', known)).toBe('mac');
    expect(evaluateExpression('inputs.other', known)).toBeUndefined();
    expect(evaluateExpression('github.workflow', known)).toBe('CI');
    expect(evaluateExpression('matrix.os', known)).toBeUndefined();
  });

  it('prints numbers as GitHub does', () => {
    expect(evaluateTemplate('py ${{ matrix.v }}', matrix({ v: 3.1 }))).toEqual({ kind: 'exact', text: 'py 3.1' });
  });

  it('makes a pattern of what it cannot know', () => {
    expect(evaluateTemplate('a ${{ github.sha }} b ${{ matrix.os }} c', matrix({ os: 'x' }))).toEqual({
      kind: 'pattern',
      literals: ['a ', ' b x c'],
    });
    expect(evaluateTemplate('${{ vars.NAME }}', {})).toEqual({ kind: 'pattern', literals: ['', ''] });
  });

  it('does not grow without bound', () => {
    const name = evaluateTemplate('x'.repeat(5000), {});
    expect(name).toEqual({ kind: 'pattern', literals: ['x'.repeat(1000), ''] });
  });

  it('does not compute what would be huge', () => {
    let text = "'x'";
    for (let i = 0; i < 9; i += 1) text = `format('{0}{0}{0}{0}{0}{0}{0}{0}{0}{0}', ${text})`;
    expect(evaluateExpression(text, {})).toBeUndefined();
    const wide = matrix({ a: 'y'.repeat(3000) });
    expect(evaluateExpression("format('{0}{0}{0}{0}', matrix.a)", wide)).toBeUndefined();
    expect(evaluateExpression("join(fromJSON('[1,2]'), matrix.a)", wide)).toBeUndefined();
    expect(evaluateExpression("format('{0}{0}', 'ab')", {})).toBe('abab');
    expect(evaluateTemplate('x'.repeat(2_000_000), {})).toEqual({ kind: 'pattern', literals: ['x'.repeat(1000), ''] });
  });

  it('never throws', () => {
    const unit = fc.constantFrom(
      '${{',
      '}}',
      "'",
      'matrix',
      '.',
      'os',
      ' ',
      '(',
      ')',
      '[',
      ']',
      '*',
      '&&',
      '||',
      '!',
      '==',
      'format',
      'fromJSON',
      ',',
      '1',
      'constructor',
      '__proto__',
    );
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        const name = evaluateTemplate(text, matrix({ os: 'u' }));
        expect(['exact', 'pattern']).toContain(name.kind);
      }),
      { numRuns: 1000 },
    );
  });
});

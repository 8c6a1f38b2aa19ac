import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_BUDGET } from '../../src/repository/types.js';
import { readYaml, scalarText, textList, type YamlMap, type YamlResult } from '../../src/repository/yaml.js';

const read = (text: string | Uint8Array, budget = DEFAULT_BUDGET): YamlResult =>
  readYaml('a.yml', typeof text === 'string' ? new TextEncoder().encode(text) : text, 'workflow', budget);

function mapOf(text: string): YamlMap {
  const result = read(text);
  if (!result.ok || result.value?.kind !== 'map') throw new Error(`not a mapping: ${JSON.stringify(result)}`);
  return result.value;
}

function problemOf(text: string | Uint8Array, budget = DEFAULT_BUDGET) {
  const result = read(text, budget);
  if (result.ok) throw new Error('no problem was found');
  const { kind, reason, at } = result.problem;
  return { kind, reason, line: at.startLine, column: at.startColumn };
}

describe('readYaml', () => {
  it('gives every value its place, counted from 1', () => {
    const map = mapOf('on: push\njobs:\n  build:\n    name: "a b"\n    needs: [x, y]\n');
    const build = (map.get('jobs') as YamlMap).get('build') as YamlMap;
    expect((map.get('jobs') as YamlMap).entry('build')?.keyAt).toEqual({
      path: 'a.yml',
      startLine: 3,
      startColumn: 3,
      endLine: 3,
      endColumn: 8,
    });
    expect(scalarText(build.get('name'))).toMatchObject({
      value: 'a b',
      at: { startLine: 4, startColumn: 11, endColumn: 16 },
    });
    expect(textList(build.get('needs')).map(({ value, at }) => [value, at.startColumn])).toEqual([
      ['x', 13],
      ['y', 16],
    ]);
  });

  it('reads YAML 1.2: `on`, `yes` and `no` are texts, numbers keep their source', () => {
    const map = mapOf('on: yes\nno: 3.10\noff: true\n');
    expect(map.get('on')).toMatchObject({ value: 'yes' });
    expect(map.get('no')).toMatchObject({ value: 3.1, source: '3.10' });
    expect(map.get('off')).toMatchObject({ value: true });
  });

  it('knows a block scalar from a flow scalar', () => {
    const map = mapOf('run: |\n  a\n  b\nname: c\n');
    expect(map.get('run')).toMatchObject({ value: 'a\nb\n', block: true, at: { startLine: 1 } });
    expect(map.get('name')).toMatchObject({ block: false });
  });

  it('follows aliases and takes the nearest anchor before them', () => {
    const map = mapOf('a: &x [1]\nb: *x\nc: &x [2]\nd: *x\n');
    expect(map.get('b')).toMatchObject({ kind: 'seq', items: [{ value: 1 }] });
    expect(map.get('d')).toMatchObject({ kind: 'seq', items: [{ value: 2 }] });
  });

  it('reads an empty file, a file of comments and a byte order mark', () => {
    expect(read('')).toMatchObject({ ok: true, value: null });
    expect(read('# nothing\n\n# here\n')).toMatchObject({ ok: true, value: null });
    expect(read('\u{feff}on: push\n')).toMatchObject({ ok: true, value: { kind: 'map' } });
  });

  it.each([
    ['a broken flow sequence', 'a: 1\nb: [1\n', 'syntax', 3],
    ['a tab as indentation', 'a:\n\tb: 1\n', 'syntax', 2],
    ['a key given twice', 'a: 1\nb: 2\na: 3\n', 'syntax', 3],
    ['two documents', 'a: 1\n---\nb: 2\n', 'syntax', 2],
    ['an unknown alias', 'a: *b\n', 'syntax', 1],
    ['an alias inside its own anchor', 'a: &a [*a]\n', 'too-many-aliases', 1],
    ['a key that is a list', '? [1, 2]\n: x\n', 'syntax', 1],
  ] as const)('names the place of %s', (_, text, kind, line) => {
    expect(problemOf(text)).toMatchObject({ kind, line });
  });

  it('says which key is there twice', () => {
    expect(problemOf('on: push\non: pull_request\n').reason).toBe('has the key "on" twice');
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(problemOf(new Uint8Array([0x61, 0x3a, 0x20, 0xff]))).toMatchObject({ kind: 'encoding' });
  });

  it.each([
    ['10,000 flow brackets', '['.repeat(10_000), 'too-deep'],
    ['10,000 closed flow brackets', '['.repeat(10_000) + ']'.repeat(10_000), 'too-deep'],
    ['10,000 compact block sequences', `${'- '.repeat(10_000)}a`, 'too-deep'],
    ['10,000 explicit keys', `${'? '.repeat(10_000)}a`, 'too-deep'],
    ['10 MB', 'a'.repeat(10_000_000), 'too-large'],
    ['half a million items', `[${'a,'.repeat(500_000)}]`, 'too-large'],
    ['a million line breaks', '\n'.repeat(1_000_000), 'too-large'],
    ['hundreds of thousands of anchors', '&a '.repeat(300_000), 'too-large'],
  ] as const)('stops at %s', (_, text, kind) => {
    expect(problemOf(text).kind).toBe(kind);
  });

  it('stops at an alias bomb', () => {
    let bomb = 'a0: &a0 [x,x,x,x,x,x,x,x,x]\n';
    for (let i = 1; i < 10; i += 1)
      bomb += `a${i}: &a${i} [${Array(9)
        .fill(`*a${i - 1}`)
        .join(',')}]\n`;
    expect(problemOf(bomb)).toMatchObject({ kind: 'too-many-aliases', reason: 'follows more than 1000 aliases' });
    const wide = `a: &a [${Array(600).fill('x').join(',')}]\nb: [${Array(500).fill('*a').join(',')}]\n`;
    expect(problemOf(wide)).toMatchObject({ kind: 'too-many-aliases', reason: 'expands to more than 50000 values' });
  });

  it('never throws, and every problem has a place and one bounded line', () => {
    const yamlish = fc.string({
      unit: fc.constantFrom(
        'a',
        ':',
        ' ',
        '\n',
        '-',
        '[',
        ']',
        '{',
        '}',
        '&',
        '*',
        '?',
        '|',
        '>',
        '"',
        "'",
        '#',
        '!',
        '\t',
        '%',
        '<<',
      ),
    });
    fc.assert(
      fc.property(fc.oneof(yamlish, fc.uint8Array({ maxLength: 200 })), (input) => {
        const result = read(input);
        if (result.ok) return;
        expect(result.problem.at.startLine).toBeGreaterThanOrEqual(1);
        expect(result.problem.at.startColumn).toBeGreaterThanOrEqual(1);
        expect(result.problem.reason).toMatch(/^[^\n\r]{1,300}$/);
      }),
      { numRuns: 500 },
    );
  });
});

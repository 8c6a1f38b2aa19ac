import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

interface Chunk {
  readonly id: number;
  readonly file: string;
}
const { mergeChunks } = (await import(join(process.cwd(), 'scripts/merge-chunks.mjs'))) as {
  mergeChunks(
    files: ReadonlyMap<string, string>,
    groups: ReadonlyMap<string, readonly Chunk[]>,
  ): ReadonlyMap<string, string>;
};

const chunk = (id: number, more: readonly number[], module: string): string =>
  `export const id = ${id};\nexport const ids = [${[id, ...more].join(',')}];\nexport const modules = {\n\n${module}\n\n};\n`;
const site = (name: string, ...ids: readonly number[]): string =>
  `Promise.all(/* import() | ${name} */[${ids.map((id) => `__webpack_require__.e(${id})`).join(', ')}]).then(x)`;
const at = (id: number): Chunk => ({ id, file: `${id}.index.js` });

describe('the chunks that a named import needs', () => {
  const files = new Map([
    ['index.js', `a(${site('show', 1, 2)}); b(__webpack_require__.e(3));`],
    ['1.index.js', chunk(1, [9], '/***/ 11: 1')],
    ['2.index.js', chunk(2, [], `/***/ 22: ${site('show', 1, 2)}`)],
    ['3.index.js', chunk(3, [], '/***/ 33: 3')],
  ]);

  it('are one file, which announces all of them, and the only one that is asked for', () => {
    const merged = mergeChunks(files, new Map([['show', [at(1), at(2)]]]));
    const asked = '__webpack_require__.e(2).then(x)';
    expect(merged.get('index.js')).toBe(`a(${asked}); b(__webpack_require__.e(3));`);
    expect(merged.get('2.index.js')).toBe(
      `export const id = 2;\nexport const ids = [1,9,2];\nexport const modules = {\n\n/***/ 11: 1\n,\n\n\n/***/ 22: ${asked}\n\n};\n`,
    );
    // Others load the shared chunk as it is.
    expect(merged.get('1.index.js')).toBe(files.get('1.index.js'));
    expect(merged.get('3.index.js')).toBe(files.get('3.index.js'));
  });

  it('are loaded by an engine as the chunks themselves would be', async () => {
    const merged = mergeChunks(files, new Map([['show', [at(1), at(2)]]])).get('2.index.js') ?? '';
    const text = merged.replaceAll('__webpack_require__', 'globalThis').replace(/22: .*/, '22: 2');
    const loaded = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as Record<string, unknown>;
    expect(loaded).toMatchObject({ id: 2, ids: [1, 9, 2], modules: { 11: 1, 22: 2 } });
  });

  it('are refused in a form that webpack did not have', () => {
    const groups = new Map([['show', [at(1), at(2)]]]);
    expect(() => mergeChunks(new Map([...files, ['1.index.js', 'export default 1;']]), groups)).toThrow('no chunk');
    expect(() => mergeChunks(new Map([...files, ['index.js', site('other', 1, 2)]]), groups)).toThrow('"other"');
    const silent = new Map([...files, ['index.js', ''], ['2.index.js', chunk(2, [], '/***/ 22: 2')]]);
    expect(() => mergeChunks(silent, groups)).toThrow('nothing asks');
  });
});

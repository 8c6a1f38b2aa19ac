/** One entry of build/ → what a user runs: chunks of ncc, merged where they are needed together, and minified. */
import { minifySync } from '@swc/core';
import { eagerModules } from './eager-modules.mjs';
import { mergeChunks } from './merge-chunks.mjs';

const REQUIRE = 'import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";';
/** `process.getBuiltinModule` is of Node 20.16 and 22.3 (nodejs.org/api/process.html). */
const BUILTIN = `const __WEBPACK_EXTERNAL_createRequire = process.getBuiltinModule === undefined
  ? (await import("module")).createRequire
  : () => process.getBuiltinModule;`;

/**
 * @param {string} entry absolute
 * @returns {Promise<{ scripts: Map<string, string>, others: Map<string, Buffer | string>, modules: Iterable<unknown> }>}
 *   `scripts` by name, index.js among them; `modules` of webpack
 */
export async function bundle(entry) {
  const { default: ncc } = await import('@vercel/ncc');
  const { code, assets, stats } = await ncc(entry, {
    cache: false,
    esm: true,
    quiet: true,
    minify: false,
    sourceMap: false,
    target: 'es2022',
  });
  const index = withBuiltins(code.startsWith('#!') ? code.slice(code.indexOf('\n') + 1) : code);
  const sources = Object.entries(assets).map(([name, { source }]) => [name, source]);
  const chunks = sources.filter(isScript).map(([name, source]) => [name, source.toString()]);
  const merged = mergeChunks(new Map([['index.js', index], ...chunks]), namedGroups(stats.compilation));
  return {
    scripts: new Map([...merged].map(([name, text]) => [name, minify(text)])),
    others: new Map(sources.filter((one) => !isScript(one) && one[0] !== 'package.json')),
    modules: stats.compilation.modules,
  };
}

/** Modules of Node are all that is required, and Node hands them out without the loader of everything else. */
function withBuiltins(code) {
  if (!code.includes('createRequire')) return code;
  if (!code.includes(REQUIRE)) throw new Error('bundle: ncc imports createRequire in another way: see withBuiltins');
  return code.replace(REQUIRE, () => BUILTIN);
}

function isScript([name]) {
  return name.endsWith('.js');
}

/** What each named `import()` needs. Its own chunk comes last; the entry is no such group. */
function namedGroups({ namedChunkGroups }) {
  const groups = [...namedChunkGroups].filter(([name]) => name !== 'main');
  return new Map(
    groups.map(([name, { chunks }]) => {
      const sorted = [...chunks.filter((one) => one.name !== name), ...chunks.filter((one) => one.name === name)];
      return [name, sorted.map(({ id, files }) => ({ id, file: [...files][0] }))];
    }),
  );
}

/**
 * A tenth of the start-up of a small run is reading our own source. ncc's own option leaves the chunks as they are.
 * What is committed is not for reading: check-dist proves that it comes from src/. A text that is ASCII alone is read
 * and kept at one byte a character.
 */
function minify(code) {
  const options = { module: true, compress: true, mangle: true, format: { comments: false, asciiOnly: true } };
  return eagerModules(minifySync(code, options).code);
}

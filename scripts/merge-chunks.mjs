/**
 * One file for each command that has to start fast. webpack puts what several commands share into chunks of their own,
 * so a command comes in ten files, and Node takes one to three milliseconds for a module, however small. An `import()`
 * with a name (`webpackChunkName`) says that what it needs is needed at once: the chunk of that name gets all of it, and
 * is the only file that is asked for. It announces every chunk that it holds, so a later `import()` of one of them
 * loads nothing; other commands go on to load the shared chunks as they are.
 */
const FORM = /^export const id = \d+;\nexport const ids = \[([\d,]+)\];\nexport const modules = \{\n([\s\S]*)\n\};\n$/;
/** How webpack writes an `import()` of several chunks, before anything is minified. */
const SITE = /Promise\.all\(\/\* import\(\) \| ([\w-]+) \*\/\[(__\w+__)\.e\(\d+\)[^\]]*\]\)/g;

/**
 * @param {Map<string, string>} files what a bundle is made of, by name: the chunks and index.js, not minified
 * @param {Map<string, readonly { id: number | string, file: string }[]>} groups of chunks that one named `import()`
 *   needs, by that name; the last one is the chunk of the name
 * @returns {Map<string, string>} the files, with those of the groups merged
 * @throws {Error} when webpack wrote a chunk or an `import()` in another form
 */
export function mergeChunks(files, groups) {
  const merged = new Map(files);
  for (const [name, chunks] of groups) {
    const own = chunks.at(-1);
    if (own === undefined) throw new Error(`merge-chunks: the chunk "${name}" is empty`);
    const parts = chunks.map(({ file }) => partsOf(file, files.get(file) ?? ''));
    const ids = [...new Set(parts.flatMap((part) => part.ids))].join(',');
    const modules = parts.map((part) => part.modules).join(',\n\n');
    merged.set(
      own.file,
      `export const id = ${own.id};\nexport const ids = [${ids}];\nexport const modules = {\n${modules}\n};\n`,
    );
  }
  const met = new Set();
  for (const [file, text] of merged) {
    const rewritten = text.replace(SITE, (_site, name, require) => {
      const id = groups.get(name)?.at(-1)?.id;
      if (id === undefined) throw new Error(`merge-chunks: ${file} asks for "${name}", which is no chunk`);
      met.add(name);
      return `${require}.e(${id})`;
    });
    merged.set(file, rewritten);
  }
  for (const [name, chunks] of groups) {
    if (chunks.length > 1 && !met.has(name)) throw new Error(`merge-chunks: nothing asks for the chunk "${name}"`);
  }
  return merged;
}

function partsOf(file, text) {
  const [, ids, modules] = FORM.exec(text) ?? [];
  if (ids === undefined || modules === undefined)
    throw new Error(`merge-chunks: ${file} is no chunk as webpack wrote them`);
  return { ids: ids.split(','), modules };
}

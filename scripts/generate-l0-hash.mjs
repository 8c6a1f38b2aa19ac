/**
 * Writes what the source holds of the schemas in schema/: the hash of them that L0 expects of every run
 * (src/oracle/published-schemas.ts), the one that it expects of a run that reads a baseline and nothing else
 * (published-baseline.ts), and the form that such a run reads it by (src/drift/published-shape.ts). Run it after
 * generate-schema.mjs, with a built source.
 *
 *   node scripts/generate-l0-hash.mjs           write
 *   node scripts/generate-l0-hash.mjs --check   exit 1 when the committed file is stale
 */
import { readFile, writeFile } from 'node:fs/promises';
import { schemaDigest } from '../build/oracle/schema-digest.js';

const NAMES = ['baseline.v1', 'config.v1', 'drift.v1', 'report.v1'];

/** Words for people change nothing about what a schema accepts. */
const WORDS = new Set(['$schema', '$id', 'title', 'description']);

/** A JSON Schema without words. Below `properties` every key is a name, not a keyword. */
function withoutWords(schema) {
  if (Array.isArray(schema)) return schema.map(withoutWords);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => !WORDS.has(key))
      .map(([key, value]) => [key, key === 'properties' ? mapValues(value, withoutWords) : withoutWords(value)]),
  );
}

function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

const schemas = {};
for (const name of NAMES) {
  const text = await readFile(new URL(`../schema/${name}.json`, import.meta.url), 'utf8');
  schemas[name] = withoutWords(JSON.parse(text));
}
const HEAD =
  '/** Generated from schema/ by scripts/generate-l0-hash.mjs. Change a schema, then `npm run generate`. */\n';
const baseline = schemas['baseline.v1'];
const SHAPE = JSON.stringify(baseline).replaceAll('\\', '\\\\').replaceAll("'", "\\'");
const FILES = {
  'src/oracle/published-schemas.ts': `export const PUBLISHED_SCHEMA_HASH = '${schemaDigest(schemas)}';\n`,
  'src/oracle/published-baseline.ts': `export const PUBLISHED_BASELINE_HASH = '${schemaDigest({ 'baseline.v1': baseline })}';\n`,
  // As text: the fastest literal there is (v8.dev/blog/cost-of-javascript-2019#json).
  'src/drift/published-shape.ts': `import type { Shape } from './shape.js';\n\nexport const BASELINE_SHAPE: Shape = JSON.parse(\n  '${SHAPE}',\n);\n`,
};

for (const [file, body] of Object.entries(FILES)) {
  const wanted = `${HEAD}${body}`;
  const target = new URL(`../${file}`, import.meta.url);
  if (!process.argv.includes('--check')) {
    await writeFile(target, wanted);
    console.log(`wrote ${file}`);
  } else if ((await readFile(target, 'utf8').catch(() => '')) !== wanted) {
    console.error(`${file} is not what schema/ gives: run \`npm run generate\``);
    process.exitCode = 1;
  }
}

/**
 * Writes src/oracle/published-schemas.ts: the hash of the schemas in schema/, which L0 expects of every run. Run it
 * after generate-schema.mjs, with a built source.
 *
 *   node scripts/generate-l0-hash.mjs           write
 *   node scripts/generate-l0-hash.mjs --check   exit 1 when the committed file is stale
 */
import { readFile, writeFile } from 'node:fs/promises';
import { schemaDigest } from '../build/oracle/schema-hash.js';

const NAMES = ['baseline.v1', 'config.v1', 'drift.v1', 'report.v1'];
const TARGET = new URL('../src/oracle/published-schemas.ts', import.meta.url);

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
const wanted = `/** Generated from schema/ by scripts/generate-l0-hash.mjs. Change a schema, then \`npm run generate\`. */
export const PUBLISHED_SCHEMA_HASH = '${schemaDigest(schemas)}';
`;

if (!process.argv.includes('--check')) {
  await writeFile(TARGET, wanted);
  console.log('wrote src/oracle/published-schemas.ts');
} else if ((await readFile(TARGET, 'utf8').catch(() => '')) !== wanted) {
  console.error('src/oracle/published-schemas.ts is not what schema/ gives: run `npm run generate`');
  process.exitCode = 1;
}

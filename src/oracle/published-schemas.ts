/** Generated from schema/ by scripts/generate-l0-hash.mjs. Change a schema, then `npm run generate`. */
export const PUBLISHED_SCHEMA_HASH = 'dff4c0b5ccab83d872596bf84a817662a6d84ae06d5986e20f342f1095868822';

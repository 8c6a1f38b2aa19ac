/** Generated from schema/ by scripts/generate-l0-hash.mjs. Change a schema, then `npm run generate`. */
export const PUBLISHED_SCHEMA_HASH = 'b10985c460a2bc75cd83df7a59007256281c06127a83a943d51dab29683ca37b';

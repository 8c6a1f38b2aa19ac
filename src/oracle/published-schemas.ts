/** Generated from schema/ by scripts/generate-l0-hash.mjs. Change a schema, then `npm run generate`. */
export const PUBLISHED_SCHEMA_HASH = '871be7bddb8b2078611114b738380b41d3dc0ac786178fe2a2c65208f97ef312';

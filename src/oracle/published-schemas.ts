/** Generated from schema/ by scripts/generate-l0-hash.mjs. Change a schema, then `npm run generate`. */
export const PUBLISHED_SCHEMA_HASH = '95460e736a1658f74fe47db085a28b10d99496bddb560df57f358450493d343c';

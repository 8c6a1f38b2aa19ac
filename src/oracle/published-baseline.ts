/** Generated from schema/ by scripts/generate-l0-hash.mjs. Change a schema, then `npm run generate`. */
export const PUBLISHED_BASELINE_HASH = '6973519974f10fe4a70a4704bca83cf13050445fc6c523d28e3e20508aa129c2';

/** Generated from schema/ by scripts/generate-l0-hash.mjs. Change a schema, then `npm run generate`. */
export const PUBLISHED_SCHEMA_HASH = '2602ef438feca0607008ff5812ac64920bf494b94e5db6035aaa7122b7553e94';

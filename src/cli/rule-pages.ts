/** Generated from docs/rules by scripts/generate-pages.mjs. Edit the pages, then `npm run generate`. */
export const RULE_PAGES: Readonly<Record<string, string>> = {};

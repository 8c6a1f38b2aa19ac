/**
 * docs/rules/*.md → src/cli/rule-pages.ts, so that `phase-mirror explain` works wherever the bundle is.
 * `--check` writes nothing and fails when the committed file is not what the pages give.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'docs', 'rules');
const target = join(root, 'src', 'cli', 'rule-pages.ts');

const pages = readdirSync(folder)
  .filter((name) => name.endsWith('.md') && name !== 'README.md')
  .sort()
  .map((name) => [name.slice(0, -'.md'.length), readFileSync(join(folder, name), 'utf8')]);

const text = `/** Generated from docs/rules by scripts/generate-pages.mjs. Edit the pages, then \`npm run generate\`. */
export const RULE_PAGES: Readonly<Record<string, string>> = {
${pages.map(([id, page]) => `  ${JSON.stringify(id)}: ${JSON.stringify(page)},\n`).join('')}};
`;

if (process.argv.includes('--check')) {
  const committed = readFileSync(target, 'utf8');
  if (committed !== text) {
    console.error('src/cli/rule-pages.ts is not what docs/rules gives: run `npm run generate`');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}

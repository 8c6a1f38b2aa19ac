/**
 * The table of docs/rules/README.md from the rules themselves (`tsc -p tsconfig.build.json` first).
 * `--check` writes nothing and fails when the committed table is not what the rules say.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ALL_RULES } from '../build/oracle/all-rules.js';

const target = fileURLToPath(new URL('../docs/rules/README.md', import.meta.url));
const [OPEN, CLOSE] = ['<!-- generated: rules -->', '<!-- end generated -->'];

const byId = [...ALL_RULES].sort((a, b) => (a.id < b.id ? -1 : 1));
for (const { id } of byId) {
  if (!existsSync(new URL(`../docs/rules/${id}.md`, import.meta.url)))
    throw new Error(`docs/rules/${id}.md is missing`);
}
const rows = byId.map(({ id, name, severity, level, summary }) => {
  const label = id === name ? '' : ` ${name}`;
  return `| [${id}](${id}.md)${label} | ${severity} | ${level} | ${summary.replaceAll('|', '\\|')} |`;
});
const table = ['| Rule | Severity (highest) | Built-in level | Finds |', '| --- | --- | --- | --- |', ...rows].join(
  '\n',
);

const text = readFileSync(target, 'utf8');
const [from, to] = [text.indexOf(OPEN), text.indexOf(CLOSE)];
if (from < 0 || to < from) throw new Error(`docs/rules/README.md lacks "${OPEN}" or "${CLOSE}"`);
const wanted = `${text.slice(0, from)}${OPEN}\n\n${table}\n\n${text.slice(to)}`;
if (!process.argv.includes('--check')) writeFileSync(target, wanted);
else if (wanted !== text) {
  console.error('docs/rules/README.md is not what the rules say: run `npm run generate`');
  process.exit(1);
}

/**
 * Writes the tables of inputs and outputs of the actions, of permissions and of what can go wrong with a store into pages,
 * between markers:
 *
 *   <!-- generated: inputs of action.yml -->
 *   <!-- end generated -->
 *
 * `node scripts/generate-readme.mjs` writes, `--check` fails and names the file when a table is out of date. action.yml,
 * src/github/permissions.ts and src/stores/errors.ts (as built: `tsc -p tsconfig.build.json` first) are the only sources:
 * a table is never edited by hand.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** Page → the tables it must hold. */
const READMES = {
  'README.md': ['inputs of action.yml', 'outputs of action.yml', 'permissions'],
  'docs/stores.md': ['store errors'],
  'actions/evaluate/README.md': ['inputs of actions/evaluate/action.yml', 'outputs of actions/evaluate/action.yml'],
  'actions/drift-check/README.md': [
    'inputs of actions/drift-check/action.yml',
    'outputs of actions/drift-check/action.yml',
  ],
  'actions/calibrate/README.md': ['inputs of actions/calibrate/action.yml', 'outputs of actions/calibrate/action.yml'],
};

/**
 * The text with every table between markers made anew.
 *
 * @param {string} markdown the README
 * @param {(path: string) => string} read gives the text of an action.yml
 * @param {readonly string[]} expected tables that must be there, `inputs of action.yml`
 * @param {readonly { feature: string, permission: string, without: string }[]} permissions rows of that table
 * @param {Readonly<Record<string, { retryable: boolean, meaning: string, next: string }>>} errors rows of that table
 * @returns {string}
 * @throws Error when a marker is unknown, unclosed or missing
 */
export function fillTables(markdown, read, expected = [], permissions = [], errors = {}) {
  const seen = [];
  const filled = markdown.replace(
    /<!-- generated: (.*?) -->\n([\s\S]*?)(<!-- end generated -->|<!-- generated: |$)/g,
    (_block, what, _old, end) => {
      if (end !== '<!-- end generated -->') throw new Error(`the marker "generated: ${what}" is not closed`);
      seen.push(what);
      return `<!-- generated: ${what} -->\n\n${tableOf(what, read, { permissions, errors })}\n\n${end}`;
    },
  );
  const missing = expected.filter((what) => !seen.includes(what));
  if (missing.length > 0) throw new Error(`there is no marker "<!-- generated: ${missing[0]} -->"`);
  return filled;
}

function tableOf(what, read, { permissions, errors }) {
  if (what === 'permissions') {
    return table(
      ['Feature', 'Token permission', 'Without it'],
      permissions.map(({ feature, permission, without }) => [feature, permission, without].map(cell)),
    );
  }
  if (what === 'store errors') {
    return table(
      ['Code', 'What it means', 'What to do', 'May heal by itself'],
      Object.entries(errors).map(([name, { meaning, next, retryable }]) => [
        code(name),
        cell(meaning),
        cell(`${next}.`),
        retryable ? 'yes' : 'no',
      ]),
    );
  }
  const [, kind, path] = /^(inputs|outputs) of (\S+)$/.exec(what) ?? [];
  if (path === undefined) throw new Error(`nothing is known about "generated: ${what}"`);
  const entries = Object.entries(parse(read(path))[kind] ?? {});
  if (kind === 'outputs') {
    return table(
      ['Output', 'What it holds'],
      entries.map(([name, { description }]) => [code(name), cell(description)]),
    );
  }
  return table(
    ['Input', 'Default', 'What it does'],
    entries.map(([name, { description, default: value }]) => [
      code(name),
      code(String(value ?? '')),
      cell(description),
    ]),
  );
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(text) {
  return text === '' ? '' : `\`${cell(text)}\``;
}

function cell(text) {
  return text
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|');
}

async function main() {
  const { PERMISSIONS } = await import('../build/github/permissions.js');
  const { STORE_ERRORS } = await import('../build/stores/errors.js');
  const root = fileURLToPath(new URL('..', import.meta.url));
  const read = (path) => readFileSync(join(root, path), 'utf8');
  const check = process.argv.includes('--check');
  const stale = [];
  for (const [path, expected] of Object.entries(READMES)) {
    try {
      const before = read(path);
      const after = fillTables(before, read, expected, PERMISSIONS, STORE_ERRORS);
      if (after === before) continue;
      if (check) stale.push(`${path}: its tables differ from their sources; run \`node scripts/generate-readme.mjs\``);
      else writeFileSync(join(root, path), after);
    } catch (error) {
      stale.push(`${path}: ${error.message}`);
    }
  }
  for (const line of stale) console.error(line);
  process.exitCode = stale.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();

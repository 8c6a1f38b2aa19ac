/**
 * docs/api.md: every surface that others build on, from what is built. `--check` writes nothing and fails when the page is
 * out of date. Sources: action.yml files, `helpText` of the CLI, schema/*.json, src/stores/errors.ts, modules/storage/tables.json, and
 * the environment variables that src/ reads (each has to be described here, and each description has to be of one that is read).
 * Needs `tsc -p tsconfig.build.json`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const PAGE = 'docs/api.md';

/** Name → what it does. Empty: GitHub's runner sets it, and nobody else should. */
const VARIABLES = {
  ALL_PROXY: 'proxy where `HTTPS_PROXY` is not set',
  AWS_DEFAULT_REGION: 'the region, where neither an option nor `AWS_REGION` names one',
  AWS_ENDPOINT_URL: 'another address for every AWS service; `AWS_ENDPOINT_URL_DYNAMODB` and its like for one',
  AWS_ENDPOINT_URL_STS: 'the address of STS, when a role is taken with the OIDC token',
  AWS_REGION: 'the region, where no option names one',
  GITHUB_TOKEN: 'token that asks GitHub, in the CLI; actions have the input `github-token`',
  HTTPS_PROXY: 'proxy for AWS and for the exchange of the OIDC token',
  NO_COLOR: 'not empty: no colour (no-color.org)',
  NO_PROXY: 'hosts that are asked without the proxy',
  PHASE_MIRROR_DEBUG: 'not empty: stack traces of errors of the tool, on stderr',
  PHASE_MIRROR_SIGNING_KEY: 'PEM of the key that signs baselines and levels, for those without AWS',
  TERM: '`dumb`: no colour',
};

const RUNNER =
  /^(?:ACTIONS_ID_TOKEN_REQUEST_(?:URL|TOKEN)|ACTIONS_[A-Z_]+|RUNNER_[A-Z_]+|GITHUB_(?!TOKEN$)[A-Z_]+|INPUT_[A-Z_]+)$/;
/** Read in tests alone, or names that are no variables. */
const NOT_FOR_PEOPLE = /^PHASE_MIRROR_TEST_/;

/** @param {string} text @returns {string} a cell of a table, on one line */
const cell = (text) => text.replace(/\s+/g, ' ').replace(/\|/g, '\\|').trim();

/** @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((row) => line(row.map(cell)))].join('\n');
}

/** The keys of a JSON Schema with their descriptions, nested ones as `a.b`, of lists `a[]`. */
export function keysOf(schema, prefix = '', depth = 0) {
  if (depth > 4 || schema === null || typeof schema !== 'object') return [];
  const rows = [];
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (typeof child.description === 'string') rows.push([`\`${path}\``, child.description]);
    rows.push(...keysOf(child, path, depth + 1));
  }
  if (schema.items !== undefined) rows.push(...keysOf(schema.items, `${prefix}[]`, depth + 1));
  if (typeof schema.additionalProperties === 'object') {
    rows.push(...keysOf(schema.additionalProperties, `${prefix}.<id>`, depth + 1));
  }
  for (const one of schema.anyOf ?? []) rows.push(...keysOf(one, prefix, depth + 1));
  return rows;
}

/** @param {readonly string[]} sources texts of src/ @returns {string[]} variables that are read, in order */
export function variablesRead(sources) {
  const found = new Set();
  for (const text of sources) {
    for (const [, name = ''] of text.matchAll(/(?:environment|env)\??\.?\['([A-Z][A-Z0-9_]+)'\]/g)) found.add(name);
    for (const [, name = ''] of text.matchAll(/'((?:PHASE_MIRROR|NO|HTTPS)_(?:SIGNING_KEY|PROXY|COLOR))'/g))
      found.add(name);
  }
  return [...found].sort();
}

/** @throws Error when one that is read has no description, or one is described that nothing reads */
export function variableRows(read) {
  const forPeople = read.filter((name) => !RUNNER.test(name) && !NOT_FOR_PEOPLE.test(name));
  const undescribed = forPeople.filter((name) => !Object.hasOwn(VARIABLES, name));
  const unread = Object.keys(VARIABLES).filter((name) => !read.includes(name));
  if (undescribed.length > 0) throw new Error(`scripts/generate-api.mjs does not describe ${undescribed.join(', ')}`);
  if (unread.length > 0) throw new Error(`nothing in src/ reads ${unread.join(', ')}`);
  return forPeople.map((name) => [`\`${name}\``, VARIABLES[name]]);
}

function sourcesOf(root) {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('rule-pages.ts'))
    .map((name) => readFileSync(join(root, 'src', name), 'utf8'));
}

async function pageOf(root) {
  const text = (path) => readFileSync(join(root, path), 'utf8');
  const { helpText } = await import(join(root, 'build/cli/help.js'));
  const { STORE_ERRORS } = await import(join(root, 'build/stores/errors.js'));
  const commands = [...helpText(null).matchAll(/^ {2}phase-mirror ([a-z-]+)/gm)].map(([, name]) => name);
  const topics = [...new Set(commands)].filter((name) => !['help', 'version'].includes(name));
  const actions = ['action.yml', ...readdirSync(join(root, 'actions')).map((name) => `actions/${name}/action.yml`)];
  const schemas = readdirSync(join(root, 'schema')).sort();
  const tables = JSON.parse(text('infra/terraform/modules/storage/tables.json'));
  const parts = [
    '# API',
    'Generated by `npm run generate`: what others may build on. A change of anything here after a release takes an ADR and a\nmigration.',
    '## Exit codes',
    table(
      ['Code', 'Meaning'],
      [
        ['0', 'pass or warn; nothing to do; not recorded for want of consent'],
        ['1', 'block; drift; no consent, where that was the question'],
        ['2', 'an error of the tool, a bad configuration, something that fails closed'],
        ['64', 'wrong usage of the command line'],
      ],
    ),
    '## Actions',
  ];
  for (const path of actions) {
    const { name, inputs = {}, outputs = {} } = parse(text(path));
    parts.push(`### ${path === 'action.yml' ? 'PhaseMirror/evaluate' : path.replace('/action.yml', '')}`, `${name}.`);
    parts.push(
      table(
        ['Input', 'Default', ''],
        Object.entries(inputs).map(([key, input]) => [
          `\`${key}\``,
          input.default === undefined || input.default === '' ? '' : `\`${String(input.default)}\``,
          input.description,
        ]),
      ),
      table(
        ['Output', ''],
        Object.entries(outputs).map(([key, output]) => [`\`${key}\``, output.description]),
      ),
    );
  }
  parts.push(
    '## Command line',
    `\`\`\`text\n${helpText(null)
      .replace(/^phase-mirror \S+\n/, '')
      .trim()}\n\`\`\``,
  );
  for (const topic of topics) parts.push(`### ${topic}`, `\`\`\`text\n${helpText(topic).trim()}\n\`\`\``);
  parts.push('## Environment variables', table(['Variable', ''], variableRows(variablesRead(sourcesOf(root)))));
  parts.push(
    'Besides, what the runner sets (`GITHUB_*`, `RUNNER_*`, `ACTIONS_ID_TOKEN_REQUEST_*`), and, for credentials, what the AWS SDK\nreads.',
    '## Configuration',
    '`.phase-mirror.yml`, by [schema/config.v1.json](../schema/config.v1.json). Unknown keys are errors.',
    table(['Key', ''], keysOf(JSON.parse(text('schema/config.v1.json')))),
    '## Documents',
    table(
      ['Schema', 'Top-level keys'],
      schemas.map((name) => [
        `[${name}](../schema/${name})`,
        Object.keys(JSON.parse(text(`schema/${name}`)).properties ?? {})
          .map((key) => `\`${key}\``)
          .join(', '),
      ]),
    ),
    '## Errors of stores',
    table(
      ['Code', 'Again?', 'Meaning', 'What to do'],
      Object.entries(STORE_ERRORS).map(([code, { retryable, meaning, next }]) => [
        `\`${code}\``,
        retryable ? 'yes' : 'no',
        meaning,
        `${next}.`,
      ]),
    ),
    '## Tables',
    `\`\`\`json\n${JSON.stringify(tables, null, 2)}\n\`\`\``,
  );
  return `${parts.join('\n\n')}\n`;
}

async function main() {
  const root = join(fileURLToPath(new URL('.', import.meta.url)), '..');
  const page = await pageOf(root);
  const target = join(root, PAGE);
  if (!process.argv.includes('--check')) return writeFileSync(target, page);
  if (readFileSync(target, 'utf8') === page) return undefined;
  console.error(`${PAGE} is out of date: run \`npm run generate\``);
  process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();

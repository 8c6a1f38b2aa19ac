/**
 * Writes schema/*.json from the schemas in the built source (`tsc -p tsconfig.build.json` first).
 *
 *   node scripts/generate-schema.mjs           write
 *   node scripts/generate-schema.mjs --check   exit 1 and print the first differing lines when a file is stale
 *
 * To publish another schema, add an entry to SCHEMAS.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { toJsonSchema } from '@valibot/to-json-schema';

/** File in schema/ ← valibot schema `name`, exported by `module` of the build. */
const SCHEMAS = [
  { file: 'baseline.v1.json', module: 'drift/schema.js', name: 'baselineSchema' },
  { file: 'calibration.v1.json', module: 'calibration/report-schema.js', name: 'calibrationReportSchema' },
  { file: 'config.v1.json', module: 'policy/config-schema.js', name: 'configSchema' },
  { file: 'drift.v1.json', module: 'drift/report-schema.js', name: 'driftReportSchema' },
  { file: 'fleet.v1.json', module: 'report/fleet-schema.js', name: 'fleetReportSchema' },
  { file: 'report.v1.json', module: 'report/schema.js', name: 'reportSchema' },
];

/** Where editors find the published file; the moving tag follows the major version of the format. */
const HOME = 'https://raw.githubusercontent.com/PhaseMirror/evaluate/v1/schema/';
const MAX_SHOWN = 20;

const check = process.argv.includes('--check');
let stale = 0;
for (const entry of SCHEMAS) {
  const target = new URL(`../schema/${entry.file}`, import.meta.url);
  const wanted = await generate(entry);
  if (!check) {
    await writeFile(target, wanted);
    console.log(`wrote schema/${entry.file}`);
    continue;
  }
  const found = await readFile(target, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  if (found === wanted) continue;
  stale += 1;
  console.error(`schema/${entry.file} is not what the source says:\n${difference(found, wanted)}`);
}
if (stale > 0) {
  console.error('Build, run `node scripts/generate-schema.mjs` and commit the result.');
  process.exitCode = 1;
}

async function generate({ file, module, name }) {
  const { [name]: schema } = await import(new URL(`../build/${module}`, import.meta.url).href);
  if (schema === undefined) throw new Error(`build/${module} exports no ${name}`);
  // `check` holds what JSON Schema cannot say (days of the calendar); the loader still enforces it.
  const { $schema, ...rest } = toJsonSchema(schema, { ignoreActions: ['check'], typeMode: 'input' });
  return `${JSON.stringify({ $schema, $id: `${HOME}${file}`, ...rest }, null, 2)}\n`;
}

/** The lines between the common start and the common end of two texts, `-` committed and `+` generated. */
function difference(found, wanted) {
  const [a, b] = [found.split('\n'), wanted.split('\n')];
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const mark = (sign, lines) => lines.slice(start, lines.length - end).map((line) => `${sign} ${line}`);
  const lines = [...mark('-', a), ...mark('+', b)];
  const rest = lines.length > MAX_SHOWN ? [`… ${lines.length - MAX_SHOWN} more lines`] : [];
  return [`@ line ${start + 1}`, ...lines.slice(0, MAX_SHOWN), ...rest].join('\n');
}

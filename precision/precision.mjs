/**
 * Prints how often the gate is wrong, and writes docs/precision.md, from raw results and labels alone.
 *
 *   npm run precision              print, and write the page
 *   npm run precision -- --check   print, and fail when the page is not what the labels say
 *
 * Fails when something that was reported has no label, or a label speaks of nothing that was reported.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readFolder } from './files.mjs';
import { measure } from './measure.mjs';
import { page, table } from './page.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const PAGE = join(HERE, '../docs/precision.md');
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

const json = (name) => JSON.parse(readFileSync(join(HERE, name), 'utf8'));
const input = {
  results: readFolder(join(HERE, 'results')),
  scans: readFolder(join(HERE, 'scans')),
  labels: readFolder(join(HERE, 'labels')),
  repairs: json('repairs.json'),
  caught: json('repairs-results.json'),
};
const measured = measure(input);
console.log(table(measured));
for (const problem of measured.problems) console.error(`precision: ${problem}`);
if (measured.problems.length > 0) process.exit(1);

const text = page(measured, input);
if (!values.check) writeFileSync(PAGE, text);
else if (readFileSync(PAGE, 'utf8') !== text) {
  console.error('precision: docs/precision.md is not what the labels say. Run npm run precision.');
  process.exit(1);
}

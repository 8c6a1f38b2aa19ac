/**
 * The licences of every package in a bundle. ncc's own `license` option writes one file per chunk to the same name, so
 * only the last chunk's packages survive; licences ask for all of them.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const PACKAGE = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/;
const LICENSE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;

/**
 * @param {Iterable<{ resource?: string, modules?: Iterable<object> }>} modules of a webpack compilation
 * @returns {Promise<string>} name, version, licence and its text, of each package once, sorted by name and version
 * @throws Error when a package does not say what its licence is
 */
export async function licensesOf(modules) {
  const packages = new Map();
  for (const folder of packageFolders(modules)) {
    const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    if (typeof license !== 'string') {
      throw new Error(`${name} ${version} names no licence: find it out before bundling the package`);
    }
    packages.set(`${name} ${version}`, `${name} ${version}\n${license}\n\n${await textsIn(folder)}`);
  }
  const sorted = [...packages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
  return `${sorted.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** @returns {Set<string>} */
function packageFolders(modules, found = new Set()) {
  for (const module of modules) {
    const folder = module.resource === undefined ? null : PACKAGE.exec(module.resource);
    if (folder !== null) found.add(folder[0]);
    // Modules that webpack joined into one.
    if (module.modules !== undefined) packageFolders(module.modules, found);
  }
  return found;
}

async function textsIn(folder) {
  const names = (await readdir(folder)).filter((name) => LICENSE_FILE.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  if (texts.length === 0) return '(The package holds no licence text.)\n';
  return texts.map((text) => `${text.replaceAll('\r\n', '\n').trim()}\n`).join('\n');
}

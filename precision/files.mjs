/** Where raw results and labels lie, and how they are read. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `owner__name.json`. */
export function fileNameOf(repository) {
  return `${repository.replace('/', '__')}.json`;
}

/** Every JSON file of a folder, by name. */
export function readFolder(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
}

/** Compares two folders as sets of files: names, bytes and executable bits. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

const OWNER_EXECUTES = 0o100;

/**
 * @param {string} committed folder that should be right; may be absent
 * @param {string} built folder that is right
 * @returns {Promise<string[]>} one line per difference, sorted by path; empty when the folders are equal
 */
export async function compareFolders(committed, built) {
  return compare(await filesOf(committed), await filesOf(built));
}

function compare(committed, built) {
  const lines = [];
  for (const path of [...new Set([...committed.keys(), ...built.keys()])].sort()) {
    const before = committed.get(path);
    const after = built.get(path);
    if (before === undefined) lines.push(`missing  ${path}  (a fresh build writes ${after.body.length} bytes)`);
    else if (after === undefined) lines.push(`extra    ${path}  (a fresh build does not write it)`);
    else if (!before.body.equals(after.body))
      lines.push(`changed  ${path}  ${describeChange(before.body, after.body)}`);
    else if (before.executable !== after.executable) {
      lines.push(`mode     ${path}  should ${after.executable ? '' : 'not '}be executable`);
    }
  }
  return lines;
}

function describeChange(before, after) {
  const end = Math.min(before.length, after.length);
  let at = 0;
  while (at < end && before[at] === after[at]) at += 1;
  const line = before.subarray(0, at).toString('latin1').split('\n').length;
  return `${before.length} → ${after.length} bytes, first difference in line ${line}`;
}

/** @returns {Promise<Map<string, { body: Buffer, executable: boolean }>>} by path below `folder`; empty when absent */
async function filesOf(folder) {
  const files = new Map();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const { mode } = await stat(path);
    files.set(relative(folder, path).split(sep).join('/'), {
      body: await readFile(path),
      executable: (mode & OWNER_EXECUTES) !== 0,
    });
  }
  return files;
}

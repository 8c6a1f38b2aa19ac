/**
 * The few values of TOML files that rules read: strings under a table, `project.requires-python`. Not a TOML reader:
 * what it does not understand (multi-line strings, inline tables) it does not find.
 * https://toml.io/en/v1.0.0
 */
import type { Located, TextFile } from '../../repository/types.js';
import { pointAt } from '../../repository/yaml.js';

/** Longer lines hold none of the values that are looked for. */
const MAX_LINE = 1000;

/** The string at a dotted key, with its line; null when it is not there or no plain string. */
export function tomlText({ path, lines }: TextFile, key: string): Located<string> | null {
  let table = '';
  for (const [index, raw] of lines.entries()) {
    const line = raw.length > MAX_LINE ? '' : raw.trim();
    const head = /^\[([^[\]]+)\]\s*(?:#.*)?$/.exec(line);
    if (head !== null) {
      table = dotted(head[1] ?? '');
      continue;
    }
    if (line.startsWith('[[')) {
      table = '[[';
      continue;
    }
    const equals = line.indexOf('=');
    if (equals === -1 || line.startsWith('#')) continue;
    const name = dotted(line.slice(0, equals));
    if ((table === '' ? name : `${table}.${name}`) !== key) continue;
    const value = /^(?:"([^"\\]*)"|'([^']*)')\s*(?:#.*)?$/.exec(line.slice(equals + 1).trim());
    return value === null ? null : { value: value[1] ?? value[2] ?? '', at: pointAt(path, index + 1) };
  }
  return null;
}

function dotted(text: string): string {
  return text
    .split('.')
    .map((part) => part.trim().replace(/^(["'])(.*)\1$/, '$2'))
    .join('.');
}

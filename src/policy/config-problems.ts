/** From what the schema says about plain data to what a person reads: position, key, reason, what to write. */
import { distance } from 'fastest-levenshtein';
import type * as v from 'valibot';
import { formatPosition, PhaseMirrorError } from '../errors.js';
import type { Span } from '../repository/types.js';
import type { YamlEntry, YamlValue } from '../repository/yaml.js';
import { calibrationSchema } from './config-calibration.js';
import {
  CHECK_REASONS,
  configSchema,
  driftSchema,
  policySchema,
  requiredCheckSchema,
  ruleSchema,
  rulesSchema,
  suppressionSchema,
} from './config-schema.js';

/** One thing that is wrong with a configuration. */
export interface ConfigProblem {
  readonly at: Span;
  /** `policy.max-high`, `suppressions[2].until`. */
  readonly key: string;
  /** A clause: `is "blok"`. */
  readonly reason: string;
  /** An imperative sentence without its stop. */
  readonly next: string;
}

/** Problems that are spelled out in one message; the rest is counted. */
const MAX_SHOWN = 10;
/** Characters of a value from the file that are repeated in a message. */
const MAX_QUOTED = 60;

/** An invalid configuration: a person's error, with all problems in file order. */
export class ConfigError extends PhaseMirrorError {
  readonly problems: readonly ConfigProblem[];

  constructor(path: string, found: readonly ConfigProblem[]) {
    const problems = [...found].sort(
      (a, b) => a.at.startLine - b.at.startLine || a.at.startColumn - b.at.startColumn || (a.key < b.key ? -1 : 1),
    );
    const [only] = problems;
    super(
      'user',
      only !== undefined && problems.length === 1
        ? { thing: only.key, reason: only.reason, next: only.next, position: positionOf(only.at) }
        : {
            thing: 'the configuration',
            reason: `has ${problems.length} problems`,
            next: `Mend them:${problems.slice(0, MAX_SHOWN).map(line).join('')}${more(problems.length)}`,
            position: { path },
          },
    );
    this.problems = problems;
  }
}

export type PathItem = string | number;

/**
 * The problems that valibot found, with the positions of the tree the data came from.
 *
 * @param root the tree whose plain form was validated
 * @param issues all issues of one `safeParse`; may be empty
 */
export function problemsOf(root: YamlValue, issues: readonly v.BaseIssue<unknown>[]): ConfigProblem[] {
  const lists = listsForMaps(root);
  const listed = new Set<unknown>(lists.map(({ key }) => key));
  const others = issues.filter(({ path }) => !listed.has(path?.[0].key));
  return [...lists, ...others.flatMap((issue) => problemsOfIssue(root, issue, []))];
}

/** The key as people write it: `suppressions[2].until`. The whole file is "the configuration". */
export function keyText(path: readonly PathItem[]): string {
  if (path.length === 0) return 'the configuration';
  return path
    .map((item, index) => (typeof item === 'number' ? `[${item}]` : `${index === 0 ? '' : '.'}${plain(item)}`))
    .join('');
}

/** ` (did you mean "MD-001"?)` when one of the names is near enough, else ''. */
export function suggestion(wrong: string, names: readonly string[]): string {
  if (wrong.length > 100) return '';
  const lower = wrong.toLowerCase();
  const [best] = names
    .map((name) => ({ name, edits: distance(lower, name.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits || (a.name < b.name ? -1 : 1));
  if (best === undefined || best.edits > Math.max(1, Math.floor(best.name.length / 3))) return '';
  return ` (did you mean "${best.name}"?)`;
}

/** Text of the file in a message: quoted, on one line, bounded. Renderers still escape it. */
export function quoted(text: string): string {
  return JSON.stringify(bounded(text));
}

/** The value at a path of the tree, or the nearest one above it. */
export function valueAt(root: YamlValue, path: readonly PathItem[]): YamlValue {
  let value = root;
  for (const item of path) {
    const next = typeof item === 'number' ? (value.kind === 'seq' ? value.items[item] : undefined) : get(value, item);
    if (next === undefined) return value;
    value = next;
  }
  return value;
}

/** To valibot an empty list is a map without keys, and so valid where every key is optional. */
function listsForMaps(root: YamlValue): ConfigProblem[] {
  return Object.entries({
    rules: rulesSchema.message,
    policy: policySchema.message,
    drift: driftSchema.message,
    calibration: calibrationSchema.message,
  }).flatMap(([key, next]) => {
    const value = get(root, key);
    return value?.kind === 'seq' ? [{ at: value.at, key, reason: wrongValue(value), next: String(next) }] : [];
  });
}

function problemsOfIssue(root: YamlValue, issue: v.BaseIssue<unknown>, above: readonly PathItem[]): ConfigProblem[] {
  const path = [...above, ...(issue.path ?? []).map((item) => item.key as PathItem)];
  const nested = issue.issues?.filter((inner) => inner.type === 'strict_object' || inner.path !== undefined);
  // A union of text and map: when a map was written, what is wrong inside it is what helps.
  if (issue.type === 'union' && nested !== undefined && valueAt(root, path).kind === 'map') {
    return nested.flatMap((inner) => problemsOfIssue(root, inner, path));
  }
  const isKey = issue.type === 'strict_object' && issue.path?.at(-1)?.origin === 'key';
  const holder = valueAt(root, path.slice(0, -1));
  // To valibot a list is an object without the keys; its message says what the map should look like.
  if (isKey && holder.kind !== 'map') {
    return [{ at: holder.at, key: keyText(path.slice(0, -1)), reason: wrongValue(holder), next: issue.message }];
  }
  if (isKey && issue.expected === 'never') return unknownKeys(root, path.slice(0, -1));
  if (isKey) {
    const parent = path.slice(0, -1);
    return [{ at: placeOf(root, parent), key: keyText(path), reason: 'is missing', next: missing(path) }];
  }
  const value = valueAt(root, path);
  const reason = CHECK_REASONS.get(issue.requirement) ?? wrongValue(value, issue.type);
  return [{ at: value.at, key: keyText(path), reason, next: issue.message }];
}

/** The validator stops at the first unknown key of a map; people want to hear of all of them. */
function unknownKeys(root: YamlValue, parent: readonly PathItem[]): ConfigProblem[] {
  const map = valueAt(root, parent);
  const known = keysAt(parent);
  if (map.kind !== 'map') return [];
  return map.entries
    .filter(({ key }) => !known.includes(key))
    .map(({ key, keyAt }) => ({
      at: keyAt,
      key: keyText([...parent, key]),
      reason: `is not a known key${suggestion(key, known)}`,
      next: `Use ${alternatives(known)}`,
    }));
}

/** Keys that are allowed in the map at a path, in the order of the documentation. */
function keysAt(path: readonly PathItem[]): string[] {
  const [section] = path;
  if (section === undefined) return Object.keys(configSchema.entries);
  if (section === 'rules') return Object.keys(ruleSchema.entries);
  if (section === 'policy') return Object.keys(policySchema.entries);
  if (section === 'drift') return Object.keys(driftSchema.entries);
  if (section === 'calibration') return Object.keys(calibrationSchema.entries);
  if (section === 'required-checks') return Object.keys(requiredCheckSchema.entries);
  return Object.keys(suppressionSchema.entries);
}

function missing(path: readonly PathItem[]): string {
  switch (path.at(-1)) {
    case 'version':
      return 'Start the file with `version: 1`';
    case 'level':
      return 'Add `level: block`, `level: warn` or `level: off`';
    case 'until':
      return 'Add `until: YYYY-MM-DD`, at most 180 days from today';
    case 'reason':
      return 'Say in a sentence why the problem may stay';
    case 'rule':
      return 'Name one rule, `rule: MD-001`';
    default:
      return 'Add the name of the check';
  }
}

function wrongValue(value: YamlValue, type = ''): string {
  if (value.kind === 'map') return 'is a map';
  if (value.kind === 'seq')
    return type === 'max_length' ? `has ${value.items.length} entries` : listClause(value.items);
  if (value.value === null) return 'has no value';
  if (value.source === '') return 'is empty';
  if (type === 'min_length') return `has only ${value.source.length} characters`;
  if (type === 'max_length') return `has ${value.source.length} characters`;
  return `is ${quoted(value.source)}`;
}

function listClause(items: readonly YamlValue[]): string {
  return items.length === 0 ? 'is an empty list' : 'is a list';
}

function placeOf(root: YamlValue, path: readonly PathItem[]): Span {
  return entryAt(root, path)?.keyAt ?? valueAt(root, path).at;
}

function entryAt(root: YamlValue, path: readonly PathItem[]): YamlEntry | undefined {
  const last = path.at(-1);
  const parent = valueAt(root, path.slice(0, -1));
  return typeof last === 'string' && parent.kind === 'map' ? parent.entry(last) : undefined;
}

function get(value: YamlValue, key: string): YamlValue | undefined {
  return value.kind === 'map' ? value.get(key) : undefined;
}

function line({ at, key, reason, next }: ConfigProblem): string {
  return `\n  ${formatPosition(positionOf(at))}: ${key} ${reason}. ${next}`;
}

function more(count: number): string {
  return count > MAX_SHOWN ? `\n  and ${count - MAX_SHOWN} more` : '';
}

function positionOf(at: Span) {
  return { path: at.path, line: at.startLine, column: at.startColumn };
}

function alternatives(names: readonly string[]): string {
  const ticked = names.map((name) => `\`${name}\``);
  const last = ticked.pop() ?? '';
  return ticked.length === 0 ? last : `${ticked.join(', ')} or ${last}`;
}

function plain(key: string): string {
  return /^[\w.-]{1,60}$/.test(key) ? key : quoted(key);
}

function bounded(text: string): string {
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED - 1)}…` : text;
}

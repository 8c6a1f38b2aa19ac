/**
 * `.phase-mirror.yml`: from bytes to a {@link Config}, or to one error that names every problem with its place.
 * Pure: today's date and the known rules are arguments. The format is defined in config-schema.ts.
 */
import * as v from 'valibot';
import type { Located, Span } from '../repository/types.js';
import type { YamlMap, YamlValue } from '../repository/yaml.js';
import { readYaml } from '../repository/yaml.js';
import type { Level, SchemaPair } from '../rules/types.js';
import { CALIBRATION_NUMBERS, calibrationOf } from './config-calibration.js';
import type { ConfigProblem } from './config-problems.js';
import { ConfigError, problemsOf, quoted, suggestion } from './config-problems.js';
import type { ConfigInput } from './config-schema.js';
import { configSchema } from './config-schema.js';
import { daysOf, formatDate, MAX_DAYS_AHEAD, parseDate } from './dates.js';
import { emptyConfig } from './empty-config.js';
import { hasWildcard, matchesGlob } from './globs.js';
import { UNPINNABLE, UNSUPPRESSIBLE } from './levels.js';
import type { Config, DriftSettings, RequiredCheckSetting, RuleSetting, Suppression, TrustedKey } from './types.js';

export { CONFIG_PATHS, findConfigPath } from './config-paths.js';
export { emptyConfig };

/** Stands for "some workflow": a suppression that matches it would match every other one too. */
const ANY_WORKFLOW = ['.github/workflows/0-probe-9.yml', '.github/workflows/0-probe-9.yaml'] as const;

/** Keys below others that hold numbers. */
const NUMBERS = ['drift.max-magnitude', ...CALIBRATION_NUMBERS];

export interface ConfigContext {
  /** Every id that may stand under `rules` or in a suppression. */
  readonly ruleIds: readonly string[];
  /** YYYY-MM-DD, UTC. */
  readonly today: string;
}

/**
 * Read and validate a configuration. An empty file is valid.
 *
 * @param path where the bytes stand, for positions; never opened
 * @throws ConfigError (a PhaseMirrorError of kind `user`, exit 2) with all problems when the file is invalid
 * @throws RangeError when `context.today` is not a date
 */
export function parseConfig(path: string, bytes: Uint8Array, context: ConfigContext): { config: Config } {
  const read = readYaml(path, bytes, 'config');
  if (!read.ok) {
    const { at, reason } = read.problem;
    throw new ConfigError(path, [
      {
        at,
        key: 'the configuration',
        reason: clause(reason),
        next: 'Mend the file; `phase-mirror config check` reads it again',
      },
    ]);
  }
  const root = read.value;
  if (root === null || (root.kind === 'scalar' && root.value === null)) {
    return { config: { ...emptyConfig(), path, lines: read.lines } };
  }
  const result = v.safeParse(configSchema, plainOf(root, []));
  const problems = firstOfEachKey([
    ...problemsOf(root, result.issues ?? []),
    ...ruleProblems(root, context),
    ...suppressionProblems(root, context),
  ]);
  if (!result.success || problems.length > 0 || root.kind !== 'map') throw new ConfigError(path, problems);
  return { config: configOf(path, root, result.output, read.lines) };
}

/** The YAML library speaks in sentences, our own checks in clauses. */
function clause(reason: string): string {
  return /^[A-Z]/.test(reason) ? `cannot be read: ${reason.replace(/\.$/, '')}` : reason;
}

/**
 * The tree as plain data. Where the format wants text, the text is what was written: `finding: 12345678` is a number
 * to YAML, and `1e3` would be lost. Numbers are in `version`, `policy` and the keys of {@link NUMBERS} alone.
 */
function plainOf(value: YamlValue, path: readonly string[]): unknown {
  if (value.kind === 'seq') return value.items.map((item) => plainOf(item, path));
  if (value.kind === 'map') {
    // Without a prototype, `__proto__` and `constructor` are keys like any other.
    const plain = Object.create(null) as Record<string, unknown>;
    for (const entry of value.entries) plain[entry.key] = plainOf(entry.value, [...path, entry.key]);
    return plain;
  }
  const number = path[0] === 'version' || path[0] === 'policy' || NUMBERS.includes(path.join('.'));
  const typed = number || value.value === null;
  return typed || typeof value.value === 'string' ? value.value : value.source;
}

/** One value can break several checks of the schema (`-1.5`); one sentence about it is enough. */
function firstOfEachKey(problems: readonly ConfigProblem[]): ConfigProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ key, at }) => {
    const identity = `${at.startLine}:${at.startColumn} ${key}`;
    return !seen.has(identity) && seen.add(identity);
  });
}

function ruleProblems(root: YamlValue, { ruleIds }: ConfigContext): ConfigProblem[] {
  const rules = sectionOf(root, 'rules');
  if (rules?.kind !== 'map') return [];
  return rules.entries.flatMap(({ key, keyAt }): ConfigProblem[] => {
    const reason = UNPINNABLE.get(key);
    if (reason !== undefined) {
      return [{ at: keyAt, key: `rules.${key}`, reason: `cannot be set: ${reason}`, next: 'Remove the entry' }];
    }
    if (ruleIds.includes(key)) return [];
    const near = suggestion(key, ruleIds);
    return [{ at: keyAt, key: `rules: ${quoted(key)}`, reason: `is not a rule${near}`, next: knownRules(ruleIds) }];
  });
}

function suppressionProblems(root: YamlValue, context: ConfigContext): ConfigProblem[] {
  const list = sectionOf(root, 'suppressions');
  if (list?.kind !== 'seq') return [];
  return list.items.flatMap((item, index) =>
    item.kind === 'map' ? suppressionProblem(item, `suppressions[${index}]`, context) : [],
  );
}

function suppressionProblem(entry: YamlMap, key: string, { ruleIds, today }: ConfigContext): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const at = (name: string): Span => entry.get(name)?.at ?? entry.at;
  const text = (name: string): string | undefined => {
    const value = entry.get(name);
    return value?.kind === 'scalar' && value.value !== null ? value.source : undefined;
  };
  const rule = text('rule');
  const ban = rule === undefined ? undefined : UNSUPPRESSIBLE.get(rule);
  if (ban !== undefined) {
    problems.push({ at: at('rule'), key: `${key}.rule`, reason: `cannot be suppressed: ${ban}`, next: 'Remove it' });
  } else if (rule !== undefined && rule !== '' && !ruleIds.includes(rule)) {
    const reason = `is ${quoted(rule)}, which is not a rule${suggestion(rule, ruleIds)}`;
    problems.push({ at: at('rule'), key: `${key}.rule`, reason, next: knownRules(ruleIds) });
  }
  const targets = ['path', 'finding'].filter((name) => entry.get(name) !== undefined);
  if (targets.length !== 1) {
    const reason = targets.length === 0 ? 'names neither a path nor a finding' : 'names both a path and a finding';
    problems.push({ at: entry.at, key, reason, next: 'Give exactly one of `path` and `finding`' });
  }
  const path = text('path');
  if (path !== undefined && hasWildcard(path) && ANY_WORKFLOW.some((file) => matchesGlob('path', path, file))) {
    const next = 'Name the file, or turn the rule off under `rules`';
    problems.push({ at: at('path'), key: `${key}.path`, reason: 'is a catch-all: it matches every workflow', next });
  }
  const until = text('until');
  const last = until === undefined ? null : parseDate(until);
  const latestDay = daysOf(today) + MAX_DAYS_AHEAD;
  if (last !== null && last > latestDay) {
    const latest = formatDate(latestDay);
    const reason = `is ${until}, more than ${MAX_DAYS_AHEAD} days from today`;
    problems.push({ at: at('until'), key: `${key}.until`, reason, next: `Use a date up to ${latest}` });
  }
  return problems;
}

function configOf(path: string, root: YamlMap, input: ConfigInput, lines: readonly string[]): Config {
  const policy = sectionOf(root, 'policy');
  const maximum = (key: 'critical' | 'high' | 'medium') => {
    const value = input.policy?.[`max-${key}`];
    const at = policy?.kind === 'map' ? policy.get(`max-${key}`)?.at : undefined;
    return value === undefined || at === undefined ? {} : { [key]: { value, at } satisfies Located<number> };
  };
  return {
    path,
    rules: rulesOf(sectionOf(root, 'rules'), input),
    requiredChecks: located(sectionOf(root, 'required-checks'), input['required-checks'], requiredCheckOf),
    externalChecks: located(sectionOf(root, 'external-checks'), input['external-checks'], (name) => name),
    schemas: located(sectionOf(root, 'schemas'), input.schemas, schemaPairOf),
    trustedKeys: located(keysOf(sectionOf(root, 'trust')), input.trust?.keys, trustedKeyOf),
    drift: driftOf(sectionOf(root, 'drift'), input),
    calibration: calibrationOf(sectionOf(root, 'calibration'), input.calibration),
    thresholds: { ...maximum('critical'), ...maximum('high'), ...maximum('medium') },
    suppressions: located(sectionOf(root, 'suppressions'), input.suppressions, (entry) => entry).map(suppressionOf),
    keys: new Map(root.entries.map(({ key, keyAt }) => [key, keyAt])),
    lines,
  };
}

function rulesOf(section: YamlValue | undefined, input: ConfigInput): ReadonlyMap<string, RuleSetting> {
  const rules = new Map<string, RuleSetting>();
  if (section?.kind !== 'map') return rules;
  for (const { key, value } of section.entries) {
    const level: Level | undefined = input.rules?.[key]?.level;
    const at = value.kind === 'map' ? value.get('level')?.at : undefined;
    if (level !== undefined && at !== undefined) rules.set(key, { level: { value: level, at } });
  }
  return rules;
}

/** Pair the validated items of a list with their places. */
function located<T, U>(
  section: YamlValue | undefined,
  items: readonly T[] | undefined,
  map: (item: T) => U,
): Located<U>[] {
  if (section?.kind !== 'seq' || items === undefined) return [];
  return section.items.flatMap(({ at }, index) => {
    const item = items[index];
    return item === undefined ? [] : [{ value: map(item), at }];
  });
}

function requiredCheckOf(item: NonNullable<ConfigInput['required-checks']>[number]): RequiredCheckSetting {
  if (typeof item === 'string') return { context: item, branches: [] };
  return { context: item.context, branches: item.branches ?? [] };
}

function schemaPairOf({ schema, version }: NonNullable<ConfigInput['schemas']>[number]): SchemaPair {
  return { schema, version: { path: version.path, key: version.key ?? '' } };
}

function driftOf(section: YamlValue | undefined, { drift }: ConfigInput): DriftSettings {
  const at = (key: string): YamlValue | undefined => (section?.kind === 'map' ? section.get(key) : undefined);
  const same = (text: string): string => text;
  const magnitude = drift?.['max-magnitude'];
  const place = at('max-magnitude')?.at;
  return {
    include: located(at('include'), drift?.include, same),
    exclude: located(at('exclude'), drift?.exclude, same),
    accept: located(at('accept'), drift?.accept, (name) => name.replace(/^@/, '')),
    ...(magnitude === undefined || place === undefined ? {} : { maxMagnitude: { value: magnitude, at: place } }),
  };
}

function keysOf(trust: YamlValue | undefined): YamlValue | undefined {
  return trust?.kind === 'map' ? trust.get('keys') : undefined;
}

function trustedKeyOf(entry: NonNullable<NonNullable<ConfigInput['trust']>['keys']>[number]): TrustedKey {
  const { id, pem, use, 'not-after': notAfter } = entry;
  return { id, pem, use, ...(notAfter === undefined ? {} : { notAfter }) };
}

function suppressionOf({ value, at }: Located<NonNullable<ConfigInput['suppressions']>[number]>): Suppression {
  const { finding, path, verdict, owner, ticket, rule, reason, until } = value;
  return {
    rule,
    reason,
    until,
    ...(path === undefined ? {} : { path }),
    ...(finding === undefined ? {} : { findingId: finding }),
    ...(verdict === undefined ? {} : { verdict }),
    ...(owner === undefined ? {} : { owner }),
    ...(ticket === undefined ? {} : { ticket }),
    at: { path: at.path, line: at.startLine },
  };
}

function sectionOf(root: YamlValue, key: string): YamlValue | undefined {
  return root.kind === 'map' ? root.get(key) : undefined;
}

function knownRules(ruleIds: readonly string[]): string {
  return `Use one of ${ruleIds.join(', ')}`;
}

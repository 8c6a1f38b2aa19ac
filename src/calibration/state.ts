/**
 * What the signed document of levels carries: the levels that evaluate reads (src/policy/org-levels.ts) and beside them,
 * under `calibration`, what the next look goes on from. One signature covers both, so that no level can be replayed apart
 * from its evidence. Pure. Why one document: docs/adr/0012-calibration.md.
 */
import * as v from 'valibot';
import { type LevelsPayload, type RuleLevelState, readLevelsPayload } from '../policy/org-levels.js';
import { canonicalJson, type JsonValue } from '../privacy/canonical.js';
import type { Level } from '../rules/types.js';
import { type EarnedLevel, type RuleState, ruleStateSchema, type ShippedRule, stateFor } from './decide.js';
import { noEvidence } from './evidence.js';

/** Changes that are remembered; older ones are in the history of the store. */
export const MAX_CHANGES = 200;
const MAX_RULES = 1000;
/** Of why a level was changed. */
export const MAX_WHY = 500;

const changeSchema = v.object({
  at: v.pipe(v.string(), v.isoTimestamp()),
  ruleId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)),
  ruleVersion: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  from: v.picklist(['block', 'warn']),
  to: v.picklist(['block', 'warn']),
  /** `record`, or the anonymised person. */
  by: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
  why: v.pipe(v.string(), v.maxLength(MAX_WHY)),
  /** Numeric id, where one repository alone was meant. */
  repository: v.optional(v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,15}$/))),
});

const sectionSchema = v.object({
  rules: v.pipe(v.array(ruleStateSchema), v.maxLength(MAX_RULES)),
  changes: v.pipe(v.array(changeSchema), v.maxLength(MAX_CHANGES)),
});

/** A change that was published. */
export type RecordedChange = v.InferOutput<typeof changeSchema>;

/** The content of one document. */
export interface LevelState {
  readonly levels: LevelsPayload;
  /** By rule and version; rules without evidence at their built-in level are left out. */
  readonly rules: readonly RuleState[];
  /** Oldest first. */
  readonly changes: readonly RecordedChange[];
}

/** Before anything was published. */
export const NO_STATE: LevelState = {
  levels: { schemaVersion: '1', rules: [], repositories: {} },
  rules: [],
  changes: [],
};

/**
 * The content of a document that was verified. Without `calibration` (somebody signed levels by hand, or the copy) there
 * is no evidence yet, and the levels stand.
 *
 * @returns why it cannot be gone on from, as a clause. Never throws for what it holds
 */
export function readLevelState(payload: unknown): LevelState | { readonly invalid: string } {
  const levels = readLevelsPayload(payload);
  if ('invalid' in levels) return levels;
  const given = (payload as { readonly calibration?: unknown }).calibration;
  const parsed = v.safeParse(sectionSchema, given ?? { rules: [], changes: [] });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return { invalid: `calibration.${v.getDotPath(issue) ?? '*'} is not in its form` };
  }
  const { rules, changes } = parsed.output;
  const off = [...levels.rules, ...Object.values(levels.repositories).flat()].find(({ level }) => level === 'off');
  if (off !== undefined) return { invalid: `it switches ${off.ruleId} off, which no record does` };
  const twice = repeated(rules) ?? repeated(levels.rules);
  if (twice !== null) return { invalid: `it speaks twice of ${twice.ruleId}` };
  const other = rules.find((rule) => (entryOf(levels.rules, rule)?.level ?? rule.level) !== rule.level);
  if (other !== undefined) return { invalid: `its evidence of ${other.ruleId} is for another level` };
  return { levels, rules, changes };
}

/**
 * What a look at one rule starts from: evidence where there is some, else the level that was published, else what is
 * built in.
 *
 * @param threshold τ
 * @returns null for a rule whose level no record changes
 */
export function startOf({ levels, rules }: LevelState, rule: ShippedRule, threshold: number): RuleState | null {
  const key = { ruleId: rule.id, ruleVersion: rule.version };
  const known = rules.find((state) => isOf(state, key)) ?? null;
  const state = stateFor(known, rule, threshold);
  const published = entryOf(levels.rules, key)?.level;
  if (known !== null || state === null || published === undefined || published === state.level) return state;
  // `off` was refused when the document was read.
  const level = published as EarnedLevel;
  return { ...state, level, evidence: noEvidence(level === 'block' ? 'demote' : 'promote', threshold) };
}

/**
 * The same state under the names of today: after the identity salt was rotated, repositories and people have new ones,
 * and nobody is to vote again for it.
 */
export function renamed(
  state: RuleState,
  repository: (identity: string) => string,
  reviewer: (identity: string) => string,
): RuleState {
  const seen = new Map<string, Readonly<Record<string, number>>>();
  for (const [identity, changes] of Object.entries(state.seen)) {
    const name = repository(identity);
    const days = new Map(Object.entries(seen.get(name) ?? {}));
    for (const [change, day] of Object.entries(changes)) days.set(change, Math.max(day, days.get(change) ?? 0));
    seen.set(name, sorted(days));
  }
  const { reviewers, repositories } = state.supporters;
  const supporters = { reviewers: joined(reviewers, reviewer), repositories: joined(repositories, repository) };
  return { ...state, supporters, seen: sorted(seen) };
}

/** What a look left of one rule of this program. */
export interface NextRule {
  readonly rule: ShippedRule;
  /** null: no record changes its level. */
  readonly state: RuleState | null;
  /** "Reviewed only"; null until anything was. */
  readonly record: RuleLevelState['record'];
}

/**
 * The content to publish. Other versions of a rule keep their levels: runs that are not upgraded yet read them.
 *
 * @param changes of this look, oldest first
 */
export function nextState(
  previous: LevelState,
  next: readonly NextRule[],
  repositories: LevelsPayload['repositories'],
  changes: readonly RecordedChange[],
): LevelState {
  const versions = new Map(next.map(({ rule }) => [rule.id, rule.version]));
  const isOther = ({ ruleId, ruleVersion }: RuleKey): boolean => versions.get(ruleId) !== ruleVersion;
  const isAhead = ({ ruleId, ruleVersion }: RuleKey): boolean => ruleVersion > (versions.get(ruleId) ?? 0);
  const records = new Map(next.map(({ rule, record }) => [rule.id, record]));
  const states = next.flatMap(({ state }) => state ?? []);
  const levels = next.flatMap(({ rule, state, record }): RuleLevelState[] => {
    if (state === null || (record === null && state.level === rule.level)) return [];
    return [{ ruleId: rule.id, ruleVersion: rule.version, level: state.level, record }];
  });
  const overrides = Object.entries(repositories).flatMap(([id, entries]) => {
    const current = entries.map((entry) => (isOther(entry) ? entry : { ...entry, record: known(records, entry) }));
    return current.length === 0 ? [] : [[id, inOrder(current)] as const];
  });
  return {
    levels: {
      schemaVersion: '1',
      rules: inOrder([...previous.levels.rules.filter(isOther), ...levels]),
      repositories: Object.fromEntries(overrides),
    },
    // Evidence of a version that is gone is of no use to anybody; that of a later program is none of ours.
    rules: inOrder([...previous.rules.filter(isAhead), ...states.filter((state) => !isFresh(state, next))]),
    changes: [...previous.changes, ...changes].slice(-MAX_CHANGES),
  };
}

/** The level of one rule in one repository, where it has one of its own. */
export function overrideOf({ levels }: LevelState, repositoryId: number, rule: ShippedRule): EarnedLevel | null {
  const key = { ruleId: rule.id, ruleVersion: rule.version };
  const entry = entryOf(levels.repositories[String(repositoryId)] ?? [], key);
  return entry === undefined ? null : (entry.level as EarnedLevel);
}

/** Levels that repositories have of their own, of the rules of this program, with the change that set each. */
export function overridesOf(
  { levels, changes }: LevelState,
  rules: readonly ShippedRule[],
): readonly {
  readonly repository: string;
  readonly ruleId: string;
  readonly level: Level;
  readonly change: RecordedChange | null;
}[] {
  const versions = new Map(rules.map(({ id, version }) => [id, version]));
  return Object.entries(levels.repositories).flatMap(([repository, entries]) =>
    entries
      .filter(({ ruleId, ruleVersion }) => versions.get(ruleId) === ruleVersion)
      .map(({ ruleId, level }) => {
        const made = changes.filter((change) => change.repository === repository && change.ruleId === ruleId);
        return { repository, ruleId, level, change: made.at(-1) ?? null };
      }),
  );
}

/** @param level null takes the override back */
export function withOverride(
  repositories: LevelsPayload['repositories'],
  repositoryId: number,
  rule: ShippedRule,
  level: EarnedLevel | null,
): LevelsPayload['repositories'] {
  const id = String(repositoryId);
  const key = { ruleId: rule.id, ruleVersion: rule.version };
  const others = (repositories[id] ?? []).filter((entry) => !isOf(entry, key));
  return { ...repositories, [id]: level === null ? others : [...others, { ...key, level, record: null }] };
}

/** The payload to sign. */
export function payloadOf(state: LevelState): JsonValue {
  const { rules, changes } = state;
  return plain({ ...state.levels, calibration: { rules, changes } });
}

/** The payload of the copy for forks: the evidence is large, and nobody outside needs it. */
export function copyPayloadOf({ levels }: LevelState): JsonValue {
  return plain(levels);
}

/** Whether publishing `next` would say anything new. */
export function saysTheSame(previous: LevelState, next: LevelState): boolean {
  return canonicalJson(payloadOf(previous)) === canonicalJson(payloadOf(next));
}

type RuleKey = Pick<RuleState, 'ruleId' | 'ruleVersion'>;

function isOf(one: RuleKey, { ruleId, ruleVersion }: RuleKey): boolean {
  return one.ruleId === ruleId && one.ruleVersion === ruleVersion;
}

function entryOf<T extends RuleKey>(entries: readonly T[], key: RuleKey): T | undefined {
  return entries.find((entry) => isOf(entry, key));
}

function repeated<T extends RuleKey>(entries: readonly T[]): T | null {
  const seen = new Set<string>();
  for (const entry of entries) {
    const key = `${entry.ruleId} ${entry.ruleVersion}`;
    if (seen.has(key)) return entry;
    seen.add(key);
  }
  return null;
}

function known(records: ReadonlyMap<string, RuleLevelState['record']>, { ruleId }: RuleKey) {
  return records.get(ruleId) ?? null;
}

/** Nothing that the program would not start from by itself. */
function isFresh({ ruleId, level, evidence, seen, before }: RuleState, next: readonly NextRule[]): boolean {
  const rule = next.find(({ rule: { id } }) => id === ruleId)?.rule;
  return level === rule?.level && evidence.n === 0 && before === null && Object.keys(seen).length === 0;
}

function inOrder<T extends RuleKey>(entries: readonly T[]): T[] {
  return [...entries].sort((a, b) => compare(a.ruleId, b.ruleId) || a.ruleVersion - b.ruleVersion);
}

function joined(counts: Readonly<Record<string, number>>, name: (identity: string) => string) {
  const sums = new Map<string, number>();
  for (const [identity, count] of Object.entries(counts)) {
    sums.set(name(identity), (sums.get(name(identity)) ?? 0) + count);
  }
  return sorted(sums);
}

function sorted<T>(map: ReadonlyMap<string, T>): Readonly<Record<string, T>> {
  return Object.fromEntries([...map].sort(([a], [b]) => compare(a, b)));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Interfaces have no index signature, which is all that JsonValue lacks in them; and no member is undefined. */
function plain(value: object): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}

/**
 * The levels that an organisation gives its rules by their record, as a signed document carries them: its payload, and
 * which level holds where several speak. Pure. Signature and storage: src/privacy/signature.ts, LevelStore.
 *
 * design.md, "Levels": a pin in the configuration of the base, else the organisation's state, else the built-in level.
 */
import * as v from 'valibot';
import { LEVELS, type Level } from '../rules/types.js';

/** The copy that forks and cut-off runs read, on the base. */
export const LEVELS_COPY = '.github/phase-mirror-levels.json';

const count = v.pipe(v.number(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));

const ruleLevelSchema = v.object({
  ruleId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)),
  /** A level is earned by one version of a rule; another version has its built-in level until it earned one. */
  ruleVersion: v.pipe(v.number(), v.integer(), v.minValue(1)),
  level: v.picklist(LEVELS),
  /** "reviewed only": what people judged, and the upper end of the 95 % interval. null until anything was. */
  record: v.nullable(
    v.object({
      reviewed: v.pipe(count, v.integer()),
      falsePositives: v.pipe(count, v.integer()),
      upper: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    }),
  ),
});

/** What the signed document of type `levels` carries. Keys that this version does not know are left alone. */
export const levelsPayloadSchema = v.object({
  schemaVersion: v.literal('1'),
  rules: v.pipe(v.array(ruleLevelSchema), v.maxLength(1000)),
  /** By GitHub's numeric repository id: what holds there instead. */
  repositories: v.optional(
    v.record(v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,15}$/)), v.pipe(v.array(ruleLevelSchema), v.maxLength(1000))),
    {},
  ),
});

export type LevelsPayload = v.InferOutput<typeof levelsPayloadSchema>;
export type RuleLevelState = v.InferOutput<typeof ruleLevelSchema>;

/** Where the organisation's levels came from. */
export type LevelSource = 'organisation' | 'copy';

export interface OrganisationLevel {
  readonly level: Level;
  readonly record: RuleLevelState['record'];
  readonly source: LevelSource;
  readonly sequence: number;
  /** false: no key is pinned, so nothing vouches for it, and the report says so. */
  readonly signed: boolean;
}

/** Levels by rule id, as the resolution of a run wants them. */
export type OrganisationLevels = ReadonlyMap<string, OrganisationLevel>;

export const NO_LEVELS: OrganisationLevels = new Map();

/**
 * @returns the payload
 * @throws nothing: null for what is no payload of this version, with the reason
 */
export function readLevelsPayload(payload: unknown): LevelsPayload | { readonly invalid: string } {
  const parsed = v.safeParse(levelsPayloadSchema, payload);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  return { invalid: `${v.getDotPath(issue) ?? 'the document'} is not in its form` };
}

/**
 * The levels of a document that hold for one repository.
 *
 * @param versions rule id → version of the rule in this program
 */
export function levelsFor(
  payload: LevelsPayload,
  repositoryId: number | null,
  versions: ReadonlyMap<string, number>,
  origin: Pick<OrganisationLevel, 'source' | 'sequence' | 'signed'>,
): OrganisationLevels {
  const own = repositoryId === null ? [] : (payload.repositories[String(repositoryId)] ?? []);
  const levels = new Map<string, OrganisationLevel>();
  for (const { ruleId, ruleVersion, level, record } of [...payload.rules, ...own]) {
    if (versions.get(ruleId) === ruleVersion) levels.set(ruleId, { level, record, ...origin });
  }
  return levels;
}

const STRICTNESS: Readonly<Record<Level, number>> = { off: 0, warn: 1, block: 2 };

/**
 * What holds while the organisation's state cannot be read or trusted: of the built-in level and the copy on the base
 * the stricter one, rule by rule. Nobody gets a laxer gate by making the bucket unreachable.
 *
 * @param builtIn rule id → built-in level
 */
export function strictestLevels(builtIn: ReadonlyMap<string, Level>, copy: OrganisationLevels): OrganisationLevels {
  return new Map(
    [...copy].filter(([id, { level }]) => {
      const own = builtIn.get(id);
      return own !== undefined && STRICTNESS[level] > STRICTNESS[own];
    }),
  );
}

/** Which required contexts are reported by something that is not a job of the repository. */
import type { Matcher, Piece } from '../repository/glob-automaton.js';
import { ANY, compilePieces, literal, MAX_PATTERN_LENGTH } from '../repository/glob-automaton.js';
import type { RequiredCheck } from '../repository/types.js';
import { APPS, EXTERNAL_CHECKS, GITHUB_ACTIONS_APP_ID } from './data/external-checks.js';
import type { ExternalChecks } from './types.js';

export interface ExternalChecksOptions {
  /** Where the configured entries come from, for the answer: `external-checks of .phase-mirror.yml`. */
  readonly configuredBy?: string;
}

interface Entry {
  readonly matcher: Matcher;
  readonly reporter: string;
  readonly byActions: boolean;
}

let builtIn: readonly Entry[] | undefined;

/** Compiled when the first context is asked about: most repositories never ask. */
function builtInEntries(): readonly Entry[] {
  builtIn ??= EXTERNAL_CHECKS.map(({ pattern, reporter, byActions }) => ({
    matcher: compileContextPattern(pattern),
    reporter,
    byActions: byActions === true,
  }));
  return builtIn;
}

/**
 * Decide by, in this order: the entries of our configuration, the app that a ruleset or branch protection demands, and the
 * table of well-known reporters. A check that GitHub Actions itself must report (app 15368) is never external by its name
 * alone, except where GitHub runs Actions jobs that no file declares (code scanning's default setup).
 *
 * @param configured exact contexts, or globs in which `*` is any text and `\*` a star
 */
export function externalChecks(configured: readonly string[], options: ExternalChecksOptions = {}): ExternalChecks {
  const configuredBy = options.configuredBy ?? 'external-checks of .phase-mirror.yml';
  const own = configured.map(compileContextPattern);
  return {
    reporterOf(check: RequiredCheck): string | null {
      if (own.some((matcher) => matcher.matches(check.context))) return configuredBy;
      const app = appOf(check);
      if (app !== null && app !== 'GitHub Actions') return app;
      const byActionsOnly = app !== null;
      const entry = builtInEntries().find(
        ({ matcher, byActions }) => (byActions || !byActionsOnly) && matcher.matches(check.context),
      );
      return entry?.reporter ?? null;
    },
  };
}

/** The app that must report a check, by name; null when any app may. */
function appOf({ integrationId, appSlug }: RequiredCheck): string | null {
  if (integrationId !== undefined && integrationId > 0) {
    if (integrationId === GITHUB_ACTIONS_APP_ID) return 'GitHub Actions';
    return APPS.get(integrationId)?.name ?? `GitHub App ${integrationId}`;
  }
  if (appSlug === undefined || appSlug === '') return null;
  return appSlug === 'github-actions' ? 'GitHub Actions' : `GitHub App "${appSlug}"`;
}

/** A context with `*` for any text; `\*` is a star and `\\` a backslash. One that is too long matches nothing. */
function compileContextPattern(pattern: string): Matcher {
  if (pattern.length > MAX_PATTERN_LENGTH) return { matches: () => false };
  const pieces: Piece[] = [];
  const characters = Array.from(pattern);
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] ?? '';
    const next = characters[index + 1];
    if (character === '*') pieces.push(ANY);
    else if (character === '\\' && (next === '*' || next === '\\')) {
      pieces.push(...literal(next));
      index += 1;
    } else pieces.push(...literal(character));
  }
  return compilePieces(pieces);
}
